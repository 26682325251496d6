//! Names and identifiers in the arguments of `chancery review`, for IRIs.
//!
//! Comes in: what a person writes. Goes out: the one IRI that it stands for, or the reason why none. Nothing is guessed: a name is one
//! that an actor has exactly.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::bail;

use crate::archive::digest::Wanted;
use crate::archive::{Archive, Digests, Error, Sketch};
use crate::diagnostic::counted;
use crate::graph::iri;
use crate::resolve::Resolution;

/// Near names that are offered.
const NEAR: usize = 3;

/// Actors of a graph by what they are called.
pub(super) struct Names {
    by_name: BTreeMap<String, BTreeSet<String>>,
    /// Class and number of documents, by IRI.
    described: BTreeMap<String, (String, usize)>,
}

impl Names {
    /// Of all documents, with who is who across them.
    ///
    /// # Errors
    /// A document cannot be read.
    pub(super) fn of(archive: &Archive, resolution: &Resolution) -> Result<Self, Error> {
        let mut names = Self { by_name: BTreeMap::new(), described: BTreeMap::new() };
        let overlay = resolution.overlay();
        Digests::open(archive)?.each(Wanted::Heads, |sketch| {
            let mut sketch: Sketch<'_> = sketch;
            overlay.apply_to(&mut sketch);
            for entity in sketch.entities {
                for name in entity.names.into_iter().chain([entity.name]) {
                    names.by_name.entry(key(name)).or_default().insert(entity.iri.to_owned());
                }
                let described = names.described.entry(entity.iri.to_owned());
                described.or_insert_with(|| (entity.class.to_owned(), 0)).1 += 1;
            }
            Ok::<(), Error>(())
        })?;
        Ok(names)
    }

    /// The IRI of the one actor of that name.
    ///
    /// # Errors
    /// There is none, or there are several.
    pub(super) fn iri(&self, name: &str) -> anyhow::Result<String> {
        let found: Vec<&String> = self.by_name.get(&key(name)).into_iter().flatten().collect();
        match found.as_slice() {
            [one] => Ok((*one).clone()),
            [] => bail!(
                "no actor is called \"{name}\"; give a name as the articles have it, or an IRI{}",
                self.near(name)
            ),
            several => {
                let list: Vec<String> =
                    several.iter().map(|iri| format!("\n    {}", self.describe(iri))).collect();
                bail!(
                    "\"{name}\" is the name of {}; give the IRI{}",
                    counted(several.len(), "actor"),
                    list.concat()
                )
            }
        }
    }

    fn near(&self, name: &str) -> String {
        let wanted = key(name);
        let near =
            self.by_name.iter().map(|(known, iris)| (strsim::jaro_winkler(known, &wanted), known, iris));
        let mut near: Vec<_> = near.filter(|(likeness, ..)| *likeness > 0.85).collect();
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        let near: Vec<String> = near
            .into_iter()
            .take(NEAR)
            .flat_map(|(_, known, iris)| iris.iter().map(move |iri| (known, iri)))
            .map(|(known, iri)| format!("\n    {known}  {}", self.describe(iri)))
            .collect();
        if near.is_empty() { String::new() } else { format!("\n  did you mean{}", near.concat()) }
    }

    fn describe(&self, iri: &str) -> String {
        let (class, documents) = self.described.get(iri).cloned().unwrap_or_default();
        format!("{iri}  ({class}, {})", counted(documents, "document"))
    }
}

/// The IRI of an identifier in the data of others, such as `Q159` or `geonames:524901`; what is none stays.
pub(super) fn link(text: &str) -> String {
    let is_item = text.strip_prefix('Q').is_some_and(|digits| digits.parse::<u64>().is_ok());
    let is_identifier = is_item || text.contains(':') && !text.contains(char::is_whitespace);
    if is_identifier { iri::indexed(text).into_string() } else { text.to_owned() }
}

/// A name as it is compared: letter case and spaces do not count.
fn key(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
