//! Which elements of a feed say what of an article: by namespace and name, never by name alone.
//!
//! Only the vocabularies of articles count. Those of pictures, films, places and the like (Media RSS, iTunes, GeoRSS) use the same
//! names for other things: the description of a photo is not that of the article.

use quick_xml::name::ResolveResult;

/// RSS without a namespace, RSS 0.90, 1.0 and 2.0 with one, Atom 1.0 (RFC 4287) and 0.3.
const CORE: [&str; 7] = [
    "http://purl.org/rss/1.0/",
    "http://my.netscape.com/rdf/simple/0.9/",
    "http://channel.netscape.com/rdf/simple/0.9/",
    "http://backend.userland.com/rss2",
    "http://backend.userland.com/RSS2",
    "http://www.w3.org/2005/Atom",
    "http://purl.org/atom/ns#",
];

/// Who defines an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Vocabulary {
    /// RSS and Atom themselves.
    Core,
    /// The module of RSS 1.0 with the whole text.
    Content,
    /// Dublin Core, elements and terms.
    Dublin,
    /// XHTML, in which some feeds carry the whole text.
    Html,
    /// Somebody whose elements say nothing of the article.
    Other,
}

impl Vocabulary {
    /// That of a resolved name; a prefix that the feed forgot to declare stands for what it usually does.
    pub(super) fn of(resolved: &ResolveResult<'_>) -> Self {
        match resolved {
            ResolveResult::Unbound => Self::Core,
            ResolveResult::Bound(namespace) => Self::of_namespace(namespace.into_inner().trim()),
            ResolveResult::Unknown(prefix) => match prefix.as_str() {
                "atom" | "rss" => Self::Core,
                "content" => Self::Content,
                "dc" | "dcterms" => Self::Dublin,
                "xhtml" => Self::Html,
                _ => Self::Other,
            },
        }
    }

    fn of_namespace(namespace: &str) -> Self {
        match namespace {
            "http://purl.org/rss/1.0/modules/content/" => Self::Content,
            "http://purl.org/dc/elements/1.1/" | "http://purl.org/dc/terms/" => Self::Dublin,
            "http://www.w3.org/1999/xhtml" => Self::Html,
            "" => Self::Core,
            other if CORE.contains(&other) => Self::Core,
            _ => Self::Other,
        }
    }
}

/// What an element says of an article or a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    Link,
    Published,
    Updated,
    Summary,
    Content,
    Id,
    Language,
    Author,
    /// The name inside an Atom author.
    Name,
}

impl Field {
    /// That of a direct child of an article or a feed.
    pub(super) fn of(vocabulary: Vocabulary, name: &str) -> Option<Self> {
        use Vocabulary::{Content, Core, Dublin, Html};
        Some(match (vocabulary, name) {
            (Core | Dublin, "title") => Self::Title,
            (Core, "link") => Self::Link,
            (Core, "pubDate" | "published" | "issued" | "created") => Self::Published,
            (Dublin, "date" | "issued" | "created") => Self::Published,
            (Core, "updated") | (Core | Dublin, "modified") => Self::Updated,
            (Core | Dublin, "description") | (Core, "summary") | (Dublin, "abstract") => Self::Summary,
            (Core, "content") | (Content, "encoded") | (Html, "body" | "div") => Self::Content,
            (Core, "guid" | "id") => Self::Id,
            (Core | Dublin, "language") => Self::Language,
            (Dublin, "creator") => Self::Author,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_count_in_the_vocabularies_of_articles_only() {
        let of = |namespace: &str, name: &str| Field::of(Vocabulary::of_namespace(namespace), name);
        assert_eq!(of("", "description"), Some(Field::Summary));
        assert_eq!(of("http://www.w3.org/2005/Atom", "id"), Some(Field::Id));
        assert_eq!(of("http://purl.org/rss/1.0/modules/content/", "encoded"), Some(Field::Content));
        for name in ["title", "description", "content", "credit"] {
            assert_eq!(of("http://search.yahoo.com/mrss/", name), None, "{name}");
        }
        let forgotten = |prefix: &str| Vocabulary::of(&ResolveResult::Unknown(prefix.to_owned()));
        assert_eq!((forgotten("content"), forgotten("media")), (Vocabulary::Content, Vocabulary::Other));
    }
}
