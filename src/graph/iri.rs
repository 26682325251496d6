//! Names to IRIs: the only place where an IRI is made from data.
//!
//! What comes in is any string; what goes out is an IRI that `NamedNode::new` accepts, so that no name can break out
//! of it in Turtle, N-Quads or SPARQL. Nothing else in the crate makes an IRI from text.
//!
//! The IRI of an entity with a name or a link is the same in every document. With a link to Wikidata it is
//! `{base}entity/Q159`; without, `{base}entity/{class}/{name}`. What is only described ("the man", "talks") is somebody
//! else in every document: `{base}entity/{class}/{document}/{description}`, with `~2` for the second of that description.
//! A name is normalised: NFKC, invisible and bidirectional controls removed, lower case,
//! marks of Latin letters removed ("Erdoğan" and "Erdogan" are one person more often than two), anything
//! but letters, digits and `.` turned to `-`, the rest percent-encoded.
//! Letters of other scripts are kept as they are: a Cyrillic "а" in a Latin name gives another IRI.

use oxigraph::model::{NamedNode, Triple};
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::vocabulary;
use crate::document::hidden::is_invisible;

/// Characters of a normalised name that go into an IRI; the rest is replaced by a hash.
const MAX_NAME_CHARS: usize = 120;

/// Why a base IRI was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BaseError {
    /// Not an absolute IRI.
    #[error("the base \"{0}\" is not an absolute IRI; write one such as {default}", default = Base::DEFAULT)]
    NotAbsolute(String),
    /// Not http, https or urn.
    #[error("the base \"{0}\" does not begin with http://, https:// or urn:")]
    Scheme(String),
    /// Names cannot be appended to it.
    #[error("the base \"{0}\" does not end with a slash; add one")]
    End(String),
    /// A query or fragment would swallow the names.
    #[error("the base \"{0}\" contains ? or #; leave out query and fragment")]
    Query(String),
}

/// The IRI below which entities and documents live.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base(NamedNode);

impl Base {
    /// The base of graphs that set none.
    pub const DEFAULT: &'static str = "https://w3id.org/chancery/id/";

    /// A base, checked.
    ///
    /// # Errors
    /// [`BaseError`] if `iri` is not an absolute http(s) or urn IRI that ends with `/` (`:` for a urn), or has a query
    /// or a fragment.
    pub fn new(iri: &str) -> Result<Self, BaseError> {
        let node = checked(iri).ok_or_else(|| BaseError::NotAbsolute(iri.to_owned()))?;
        let is_urn = iri.starts_with("urn:");
        if !(is_urn || iri.starts_with("http://") || iri.starts_with("https://")) {
            return Err(BaseError::Scheme(iri.to_owned()));
        }
        if iri.contains(['?', '#']) {
            return Err(BaseError::Query(iri.to_owned()));
        }
        if !(iri.ends_with('/') || is_urn && iri.ends_with(':')) {
            return Err(BaseError::End(iri.to_owned()));
        }
        Ok(Self(node))
    }

    /// The IRI as text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The IRI of an entity: from its Wikidata link if `links` holds one, else from class and name.
    ///
    /// ```
    /// use chancery::graph::iri::Base;
    /// let base = Base::default();
    /// assert_eq!(base.entity("Person", "Steve Witkoff", []).as_str(), "https://w3id.org/chancery/id/entity/person/steve-witkoff");
    /// let links = ["http://www.wikidata.org/entity/Q159"];
    /// assert_eq!(base.entity("State", "Russia", links).as_str(), "https://w3id.org/chancery/id/entity/Q159");
    /// ```
    pub fn entity<'a>(&self, class: &str, name: &str, links: impl IntoIterator<Item = &'a str>) -> NamedNode {
        match links.into_iter().find_map(wikidata_id) {
            Some(id) => self.below("entity/", id),
            None => self.below("entity/", &format!("{}/{}", encode(&kebab(class)), encode(&normalise(name)))),
        }
    }

    /// The IRI of what a document describes without naming it; the `number`th (from 1) of that class and description.
    ///
    /// ```
    /// use chancery::graph::iri::Base;
    /// let base = Base::default();
    /// let iri = base.described("Event", "talks in Geneva", "wire-7", 2);
    /// assert_eq!(iri.as_str(), "https://w3id.org/chancery/id/entity/event/wire-7/talks-in-geneva~2");
    /// ```
    pub fn described(&self, class: &str, description: &str, document: &str, number: usize) -> NamedNode {
        let mut path =
            format!("{}/{}/{}", encode(&kebab(class)), encode(document), encode(&normalise(description)));
        if number > 1 {
            path.push_str(&format!("~{number}"));
        }
        self.below("entity/", &path)
    }

    /// What the path of an entity's IRI tells; `None` for an IRI that is not one of an entity below this base.
    pub fn entity_path<'a>(&self, iri: &'a str) -> Option<EntityPath<'a>> {
        let path = iri.strip_prefix(self.as_str())?.strip_prefix("entity/")?;
        let mut parts = path.split('/');
        Some(match (parts.next(), parts.next(), parts.next()) {
            (Some(item), None, _) => EntityPath::Item(item),
            (Some(class), Some(name), None) => EntityPath::Named { class, name },
            _ => EntityPath::Described,
        })
    }

    /// The graph that says who is who across documents.
    pub fn resolution(&self) -> NamedNode {
        self.below("", "resolution")
    }

    /// The graph that says which documents print the text of another.
    pub fn copies(&self) -> NamedNode {
        self.below("", "copies")
    }

    /// What says that an entity of the documents (of one document, if it is named) is another one.
    pub fn identification(&self, entity: &str, document: Option<&str>) -> NamedNode {
        let key = format!("{entity} {}", document.unwrap_or_default());
        self.below("resolution/", &short_hash(&key))
    }

    /// What [`Base::described`] made for `document`, as it would have made it for `other`; `None` if it did not.
    pub fn redescribed(iri: &str, document: &str, other: &str) -> Option<String> {
        let (head, tail) = iri.split_once(&format!("/{}/", encode(document)))?;
        let is_described = head.contains("/entity/") && !tail.contains('/');
        is_described.then(|| format!("{head}/{}/{tail}", encode(other)))
    }

    /// The IRI of a document and of its named graph.
    pub fn document(&self, id: &str) -> NamedNode {
        self.below("document/", &encode(id))
    }

    /// The IRI of an older state of a document, by the hash of its content.
    pub fn document_version(&self, id: &str, content_hash: &str) -> NamedNode {
        self.below("document/", &format!("{}/version/{}", encode(id), encode(content_hash)))
    }

    /// The IRI of the graph of what was inferred.
    pub fn inferred(&self) -> NamedNode {
        self.below("inferred", "")
    }

    /// The graph that says where places lie.
    pub fn places(&self) -> NamedNode {
        self.below("places", "")
    }

    /// The geometry of a place.
    pub fn geometry(&self, place: &NamedNode) -> NamedNode {
        fragment(&self.places(), &short_hash(place.as_str()))
    }

    /// The IRI of the inference of a triple: the same wherever it follows.
    pub fn inference(&self, triple: &Triple) -> NamedNode {
        fragment(&self.inferred(), &short_hash(&triple.to_string()))
    }

    /// The named graph in which a server keeps which state of each document it holds.
    pub fn ledger(&self) -> NamedNode {
        self.below("graph/", "ledger")
    }

    /// Prefixes of entities (`ex:`) and documents (`doc:`) below this base.
    pub fn prefixes(&self) -> [(&'static str, String); 2] {
        [("doc", format!("{}document/", self.as_str())), ("ex", format!("{}entity/", self.as_str()))]
    }

    /// `rest` holds only characters that are allowed in a path, so the fallback is never taken; a test of arbitrary
    /// strings holds that.
    fn below(&self, folder: &str, rest: &str) -> NamedNode {
        NamedNode::new(format!("{}{folder}{rest}", self.as_str())).unwrap_or_else(|_| self.0.clone())
    }
}

impl Default for Base {
    fn default() -> Self {
        Self(checked(Self::DEFAULT).unwrap_or_else(|| vocabulary::DOCUMENT.into()))
    }
}

/// What the IRI of an entity tells of how it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntityPath<'a> {
    /// By its Wikidata item.
    Item(&'a str),
    /// By class and name, the same in all documents.
    Named {
        /// Class, as it stands in the IRI.
        class: &'a str,
        /// Normalised name, percent-encoded.
        name: &'a str,
    },
    /// By a description, in one document.
    Described,
}

/// The IRI of one of several that share class and name; `mark` tells them apart, such as `Q145` or `1951`. `None` if
/// `iri` is none.
pub fn homonym(iri: &str, mark: &str) -> Option<NamedNode> {
    outside(&format!("{iri}~{}", encode(mark)))
}

/// The IRI of a part of a document: `<doc#s3>`.
pub fn part(document: &NamedNode, local: &str) -> NamedNode {
    fragment(document, &encode(local))
}

/// The IRI of a range of code points of a document (RFC 5147): `<doc#char=812,871>`.
pub fn range(document: &NamedNode, start: usize, end: usize) -> NamedNode {
    fragment(document, &format!("char={start},{end}"))
}

/// The IRI of a frame, from its identifier such as `spokeWith#1`.
pub fn frame(id: &str) -> NamedNode {
    let path = match id.rsplit_once('#') {
        Some((relation, ordinal)) => format!("{}/{}", encode(relation), encode(ordinal)),
        None => encode(id),
    };
    joined(vocabulary::FRAME, &path)
}

/// The IRI of a term of chancery's namespace, from its local name.
pub fn term(local: &str) -> NamedNode {
    joined(vocabulary::CH, &encode(local))
}

/// The IRI of a PLOVER event type or mode.
pub fn plover(name: &str) -> NamedNode {
    joined(vocabulary::PLOVER, &encode(name))
}

/// The IRI of a release of this program.
pub fn software(version: &str) -> NamedNode {
    joined(vocabulary::SOFTWARE, &encode(version))
}

/// The IRI of an entry of an index of names, from its identifier: at Wikidata, GeoNames or ROR where it is one of theirs, as it
/// stands where it is an IRI, else in a namespace of chancery's own.
///
/// ```
/// use chancery::graph::iri::{identifier_of, indexed};
/// assert_eq!(indexed("Q159").as_str(), "http://www.wikidata.org/entity/Q159");
/// assert_eq!(indexed("geonames:524901").as_str(), "https://sws.geonames.org/524901/");
/// let leader = indexed("leader:Q148:hu-jintao");
/// assert_eq!(leader.as_str(), "https://w3id.org/chancery/index/leader/Q148/hu-jintao");
/// assert_eq!(identifier_of(leader.as_str()), "leader:Q148:hu-jintao");
/// ```
pub fn indexed(identifier: &str) -> NamedNode {
    let own = || {
        let parts: Vec<String> = identifier.split(':').map(encode).collect();
        joined(vocabulary::INDEX, &parts.join("/"))
    };
    let (scheme, local) = identifier.split_once(':').unwrap_or(("", identifier));
    let public = match scheme {
        "" if is_item(local) => Some(format!("{WIKIDATA}{local}")),
        "geonames" if local.bytes().all(|byte| byte.is_ascii_digit()) => Some(format!("{GEONAMES}{local}/")),
        "ror" => Some(format!("{ROR}{}", encode(local))),
        "http" | "https" | "urn" => Some(identifier.to_owned()),
        _ => None,
    };
    public.and_then(|iri| outside(&iri)).unwrap_or_else(own)
}

/// The identifier that [`indexed`] made an IRI of; an IRI of no kind that it makes is its own identifier.
pub fn identifier_of(iri: &str) -> String {
    if let Some(item) = wikidata_id(iri) {
        return item.to_owned();
    }
    let geonames = iri.strip_prefix(GEONAMES).map(|id| format!("geonames:{}", id.trim_end_matches('/')));
    let ror = || iri.strip_prefix(ROR).map(|id| format!("ror:{id}"));
    let own = || iri.strip_prefix(vocabulary::INDEX).map(|path| path.replace('/', ":"));
    geonames.or_else(ror).or_else(own).unwrap_or_else(|| iri.to_owned())
}

const WIKIDATA: &str = "http://www.wikidata.org/entity/";
const GEONAMES: &str = "https://sws.geonames.org/";
const ROR: &str = "https://ror.org/";

/// An IRI that came from outside, such as a link; `None` if it is not absolute, not valid or holds invisible
/// characters.
pub fn outside(iri: &str) -> Option<NamedNode> {
    if iri.chars().any(|c| c.is_control() || is_invisible(c)) {
        return None;
    }
    checked(iri)
}

/// A name as it stands in an IRI, before percent-encoding.
pub fn normalise(name: &str) -> String {
    let folded = fold(name);
    let words: Vec<&str> = folded
        .split(|c: char| !(c.is_alphanumeric() || c == '.' || is_combining_mark(c)))
        .filter(|w| !w.is_empty())
        .collect();
    let joined = words.join("-");
    if joined.chars().all(|c| c == '.' || c == '-') {
        return if name.is_empty() { "unnamed".to_owned() } else { format!("x-{}", short_hash(name)) };
    }
    if joined.chars().count() <= MAX_NAME_CHARS {
        return joined;
    }
    let head: String = joined.chars().take(MAX_NAME_CHARS).collect();
    format!("{head}-{}", short_hash(&joined))
}

/// NFKC, lower case, without invisible characters and without the marks of Latin letters.
fn fold(name: &str) -> String {
    let lower = name.nfkc().collect::<String>().to_lowercase();
    let visible = lower.chars().filter(|&c| !c.is_control() && !is_invisible(c) || c.is_whitespace());
    let mut is_latin = false;
    visible
        .collect::<String>()
        .nfd()
        .filter(|&c| {
            if matches!(c, '\u{300}'..='\u{36f}') {
                return !is_latin;
            }
            is_latin = c.is_ascii_alphabetic();
            true
        })
        .nfc()
        .collect()
}

/// `GovernmentBody` to `government-body`.
fn kebab(class: &str) -> String {
    let mut out = String::with_capacity(class.len() + 4);
    for c in class.chars() {
        if c.is_uppercase() && !out.is_empty() {
            out.push('-');
        }
        out.extend(c.to_lowercase());
    }
    out
}

/// Percent-encodes all bytes but the unreserved ones of RFC 3986. A text of dots alone is encoded too: it would be a
/// path of its own.
fn encode(text: &str) -> String {
    let only_dots = text.bytes().all(|byte| byte == b'.');
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'~') || byte == b'.' && !only_dots {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// The `Q159` of a Wikidata IRI.
fn wikidata_id(iri: &str) -> Option<&str> {
    let rest = iri.strip_prefix("http://").or_else(|| iri.strip_prefix("https://"))?;
    let id = rest
        .strip_prefix("www.wikidata.org/entity/")
        .or_else(|| rest.strip_prefix("www.wikidata.org/wiki/"))?;
    is_item(id).then_some(id)
}

/// Whether it is an identifier of Wikidata, such as `Q159`.
fn is_item(id: &str) -> bool {
    let digits = id.strip_prefix('Q').unwrap_or_default();
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn short_hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

fn fragment(document: &NamedNode, rest: &str) -> NamedNode {
    NamedNode::new(format!("{}#{rest}", document.as_str())).unwrap_or_else(|_| document.clone())
}

fn joined(namespace: &str, rest: &str) -> NamedNode {
    NamedNode::new(format!("{namespace}{rest}")).unwrap_or_else(|_| vocabulary::STATEMENT.into())
}

fn checked(iri: &str) -> Option<NamedNode> {
    NamedNode::new(iri).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_normalised() {
        for (name, expected) in [
            ("Steve Witkoff", "steve-witkoff"),
            ("  Recep Tayyip  Erdoğan ", "recep-tayyip-erdogan"),
            ("İstanbul", "istanbul"),
            ("Lula da Silva (Brazil)", "lula-da-silva-brazil"),
            ("U.S.", "u.s."),
            ("evil\u{202e}gnp", "evilgnp"),
            ("Ｎ\u{200b}ＡＴＯ", "nato"),
            ("Pa\u{3164}r\u{34f}is\u{fe00}\u{e0100}", "paris"),
            ("Андрей", "андрей"),
            ("> <http://x> \"'", "http-x"),
        ] {
            assert_eq!(normalise(name), expected, "{name}");
        }
        assert_ne!(normalise("Pаris"), normalise("Paris"), "a Cyrillic letter is another name");
        assert!(normalise("...").starts_with("x-"));
        assert!(normalise(&"a".repeat(1_000_000)).len() < 150);
    }

    #[test]
    fn a_base_is_checked() {
        assert!(Base::new("https://example.org/kg/").is_ok());
        assert!(Base::new("urn:x:kg:").is_ok());
        for bad in [
            "",
            "kg/",
            "https://example.org/kg",
            "https://e.org/?q=/",
            "https://e.org/#/",
            "ftp://e.org/",
            "http://a b/",
        ] {
            assert!(Base::new(bad).is_err(), "{bad}");
        }
        assert_eq!(Base::default().as_str(), Base::DEFAULT);
    }

    #[test]
    fn outside_iris_are_checked() {
        assert!(outside("http://www.wikidata.org/entity/Q1").is_some());
        for bad in ["Q1", "http://x/> <http://y", "http://x/\u{202e}", "http://x/a b", ""] {
            assert!(outside(bad).is_none(), "{bad}");
        }
    }
}
