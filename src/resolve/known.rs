//! Keeping what each document tells of who its entities are, so that one more document costs one more to be read.
//!
//! In comes an archive, out go the [`Facts`] of its documents and which of them print one text. The file `KG/index/facts` is never the
//! truth: it names the state of each document that it holds; what changed since is read from the archive, and a file that is missing,
//! damaged or of another version is as good as none. The same documents give the same bytes.
//!
//! ```text
//! file = head "\n" zstd frame of JSON: the strings, each once, and the documents with numbers of strings
//! ```

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::convert::identity;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Resolver;
use super::collect::{Described, Facts, Seen, Tenure};
use crate::archive::duplicates::{Collector, Copies};
use crate::archive::{Archive, Digests, Error};
use crate::file::{self, Lasting};
use crate::ontology::Office;

/// Of the format, and of what documents are asked: a file of another revision is made anew.
const FORMAT: &str = "chancery.facts/1";
/// So many documents may have changed before the file is made anew: to read one takes some 0.3 ms.
const ROOM: usize = 64;
/// Of a large graph one in so many.
const SHARE: usize = 128;
/// Of the documents one in so many may have changed; beyond, all are read, by several threads.
const MOST: usize = 8;
/// Bytes that the documents may expand to.
const MAX_BYTES: usize = 1 << 30;

/// The file of the facts of a graph.
pub fn path(folder: &Path) -> PathBuf {
    folder.join("index").join("facts")
}

/// What the documents of an archive tell, and which of them print the text of another: of those that are kept from the file, of all
/// others from the archive. The file is made anew if much of it is old.
///
/// # Errors
/// If a record cannot be read.
pub(super) fn facts(archive: &Archive) -> Result<(Resolver<'_>, Copies), Error> {
    let mut known = read(archive);
    let changed = archive.states().filter(|(id, state)| known.get(*id).is_none_or(|(had, _)| had != state));
    let changed = changed.count();
    let gone = known.len() - archive.states().filter(|(id, _)| known.contains_key(*id)).count();
    if changed > ROOM.max(archive.len() / MOST) {
        let all = anew(archive)?;
        keep(archive, &all.0);
        return Ok(all);
    }
    let mut resolver = Resolver::new(archive.base());
    for (id, state) in archive.states() {
        match known.remove(id).filter(|(had, _)| *had == state) {
            Some((_, facts)) => resolver.facts.insert(id.to_owned(), facts).map_or((), drop),
            None => resolver.add(&archive.record(id)?),
        }
    }
    let (mut copies, digests) = (Collector::default(), Digests::as_kept(archive));
    for print in digests.prints() {
        let (id, print) = print?;
        copies.add_print(id, print);
    }
    let room = if archive.len() > 2 * ROOM { ROOM.max(archive.len() / SHARE) } else { 0 };
    if changed.max(gone) > room {
        keep(archive, &resolver);
    }
    Ok((resolver, copies.finish()))
}

/// The same, of the archive alone.
///
/// # Errors
/// If a record cannot be read.
pub(super) fn anew(archive: &Archive) -> Result<(Resolver<'_>, Copies), Error> {
    let (mut resolver, mut copies) = (Resolver::new(archive.base()), Collector::default());
    for record in archive.records() {
        let record = record?;
        resolver.add(&record);
        copies.add(&record);
    }
    Ok((resolver, copies.finish()))
}

/// Whether the file has of no document other facts than these.
pub(super) fn is_sound(archive: &Archive, resolver: &Resolver<'_>) -> bool {
    let known = read(archive);
    let mut current = archive.states().filter_map(|(id, state)| {
        let (_, facts) = known.get(id).filter(|(had, _)| *had == state)?;
        Some((id, facts))
    });
    current.all(|(id, facts)| resolver.facts.get(id) == Some(facts))
}

/// Writes the file; a disk that refuses only makes the next time as long.
fn keep(archive: &Archive, resolver: &Resolver<'_>) {
    let path = path(archive.folder());
    let written = written(archive, resolver);
    let _ =
        written.and_then(|bytes| file::put(&path, Lasting::Derived, identity, |out| out.write_all(&bytes)));
}

/// Number of a string.
type At = u32;

/// All that is kept.
#[derive(Default, Serialize, Deserialize)]
struct Body<'b> {
    #[serde(borrow)]
    strings: Vec<Cow<'b, str>>,
    documents: Vec<Document>,
}

/// A document: id, state, day, states, and what has a name, is described, holds an office, is explained.
#[derive(Serialize, Deserialize)]
struct Document(At, State, Option<At>, Vec<At>, Vec<SeenAt>, Vec<[At; 4]>, Vec<[At; 4]>, Vec<[At; 2]>);

/// IRI, name and class; whether the IRI is made of the name, the acronym, the states, years of birth and of death.
#[derive(Serialize, Deserialize)]
struct SeenAt(At, At, At, bool, Option<At>, Vec<At>, Vec<i16>, Vec<i16>);

/// What names the state of a document.
type State = [u8; 16];

/// Strings by number, in the order of their first use.
#[derive(Default)]
struct Strings<'s> {
    numbers: HashMap<Cow<'s, str>, At>,
    all: Vec<Cow<'s, str>>,
}

impl<'s> Strings<'s> {
    fn number(&mut self, text: impl Into<Cow<'s, str>>) -> At {
        let text = text.into();
        // There are fewer strings than an archive has bytes, and no archive of that size fits into memory.
        let next = self.all.len() as At;
        let number = *self.numbers.entry(text.clone()).or_insert(next);
        if number == next {
            self.all.push(text);
        }
        number
    }

    fn each<'t: 's>(&mut self, texts: impl IntoIterator<Item = &'t Arc<str>>) -> Vec<At> {
        texts.into_iter().map(|text| self.number(&**text)).collect()
    }

    fn document(&mut self, id: &'s str, state: State, facts: &'s Facts) -> Document {
        let id = self.number(id);
        let day = facts.day.map(|day| self.number(day.to_string()));
        let states = self.each(&facts.states);
        let seen = |seen: &'s Seen| {
            let [iri, name, class] = [&seen.iri, &seen.name, &seen.class].map(|text| self.number(&**text));
            let acronym = seen.acronym.as_ref().map(|text| self.number(&**text));
            let (born, died) = (seen.born.iter().copied().collect(), seen.died.iter().copied().collect());
            SeenAt(iri, name, class, seen.is_named, acronym, self.each(&seen.states), born, died)
        };
        let seen = facts.seen.iter().map(seen).collect();
        let described = facts.described.iter().map(|one| {
            let [iri, name, state] = [&one.iri, &one.name, &one.state].map(|text| self.number(&**text));
            [iri, name, state, self.number(one.office.as_str())]
        });
        let described = described.collect();
        let held = facts.held.iter().map(|one| {
            let [person, state, statement] =
                [&one.person, &one.state, &one.statement].map(|text| self.number(&**text));
            [person, state, self.number(one.office.as_str()), statement]
        });
        let held = held.collect();
        let acronyms = facts.acronyms.iter();
        let acronyms = acronyms.map(|(short, iri)| [self.number(&**short), self.number(&**iri)]).collect();
        Document(id, state, day, states, seen, described, held, acronyms)
    }
}

fn written(archive: &Archive, resolver: &Resolver<'_>) -> io::Result<Vec<u8>> {
    let mut strings = Strings::default();
    let documents = archive.states().filter_map(|(id, state)| {
        let facts = resolver.facts.get(id)?;
        Some(strings.document(id, state, facts))
    });
    let documents = documents.collect();
    let body = serde_json::to_vec(&Body { strings: strings.all, documents })?;
    let packed = zstd::bulk::compress(&body, 3)?;
    let mut bytes = head(archive, &packed).into_bytes();
    bytes.push(b'\n');
    bytes.extend(packed);
    Ok(bytes)
}

/// What a file begins with that is of this program, this base and sound.
fn head(archive: &Archive, packed: &[u8]) -> String {
    let (program, base) = (env!("CARGO_PKG_VERSION"), archive.base());
    format!("{FORMAT} {program} {:08x} {}", crc32fast::hash(packed), base.as_str())
}

/// The facts in the file by document, with its state then; none if the file is none.
fn read(archive: &Archive) -> BTreeMap<String, (State, Facts)> {
    read_file(archive).unwrap_or_default()
}

fn read_file(archive: &Archive) -> Option<BTreeMap<String, (State, Facts)>> {
    let bytes = fs::read(path(archive.folder())).ok()?;
    let end = bytes.iter().position(|&byte| byte == b'\n')?;
    let (found, packed) = (bytes.get(..end)?, bytes.get(end + 1..)?);
    if found != head(archive, packed).as_bytes() {
        return None;
    }
    let length = usize::try_from(zstd::zstd_safe::get_frame_content_size(packed).ok()??).ok()?;
    let raw = zstd::bulk::decompress(packed, Some(length).filter(|&length| length <= MAX_BYTES)?).ok()?;
    let body: Body<'_> = serde_json::from_slice(&raw).ok()?;
    let strings: Vec<Arc<str>> = body.strings.iter().map(|text| Arc::from(&**text)).collect();
    body.documents.iter().map(|document| facts_of(document, &strings)).collect()
}

fn facts_of(document: &Document, strings: &[Arc<str>]) -> Option<(String, (State, Facts))> {
    let text = |at: &At| strings.get(*at as usize).cloned();
    let each = |all: &[At]| all.iter().map(text).collect::<Option<_>>();
    let office = |at: &At| Office::from_name(&text(at)?);
    let Document(id, state, day, states, seen, described, held, acronyms) = document;
    let seen = seen.iter().map(|SeenAt(iri, name, class, is_named, acronym, states, born, died)| {
        Some(Seen {
            iri: text(iri)?,
            name: text(name)?,
            class: text(class)?,
            is_named: *is_named,
            acronym: match acronym {
                Some(acronym) => Some(text(acronym)?),
                None => None,
            },
            states: each(states)?,
            born: born.iter().copied().collect(),
            died: died.iter().copied().collect(),
        })
    });
    let described = described.iter().map(|[iri, name, state, title]| {
        Some(Described { iri: text(iri)?, name: text(name)?, state: text(state)?, office: office(title)? })
    });
    let held = held.iter().map(|[person, state, title, statement]| {
        let (person, state, statement) = (text(person)?, text(state)?, text(statement)?);
        Some(Tenure { person, state, office: office(title)?, statement })
    });
    let facts = Facts {
        day: match day {
            Some(day) => Some(text(day)?.parse().ok()?),
            None => None,
        },
        seen: seen.collect::<Option<_>>()?,
        states: each(states)?,
        described: described.collect::<Option<_>>()?,
        held: held.collect::<Option<_>>()?,
        acronyms: acronyms
            .iter()
            .map(|[short, iri]| Some((text(short)?, text(iri)?)))
            .collect::<Option<_>>()?,
    };
    Some((text(id)?.as_ref().to_owned(), (*state, facts)))
}
