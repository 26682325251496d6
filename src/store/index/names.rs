//! One label for an entity in the whole index.
//!
//! Documents write a name in different ways ("MOSCOW", "Moscow"), and each has the label of its own. In come the names
//! of entities as the documents have them; out go quads with the same label in every document and the other forms as
//! alternative ones.

use std::collections::BTreeMap;

use super::page::Key;
use super::term;
use crate::entity::label;
use crate::graph::vocabulary as v;

/// What names an entity.
pub(super) const PREDICATES: [v::Constant; 3] = [v::RDFS_LABEL, v::SKOS_PREF_LABEL, v::SKOS_ALT_LABEL];

/// A form of a name that is a label in its document.
const LABEL: u32 = 0;
/// Another form.
const OTHER: u32 = 1;

/// The names of entities by document.
pub(super) struct Names {
    /// Numbers of [`PREDICATES`].
    predicates: [u32; 3],
    /// Entity, kind, form, graph.
    keys: Vec<Key>,
}

impl Names {
    pub(super) fn new(predicates: [u32; 3]) -> Self {
        Self { predicates, keys: Vec::new() }
    }

    /// Whether quads of this predicate name something.
    pub(super) fn takes(&self, predicate: u32) -> bool {
        self.predicates.contains(&predicate)
    }

    /// Adds a name of an entity. A preferred label is not for one document to say.
    pub(super) fn add(&mut self, entity: u32, predicate: u32, form: u32, graph: u32) {
        self.keys.extend(key(entity, predicate, form, graph, &self.predicates));
    }

    /// The names sorted; what follows from them is handed to `add`.
    pub(super) fn into_keys<'d>(
        mut self,
        bytes: impl Fn(u32) -> &'d [u8],
        mut add: impl FnMut(Key),
    ) -> Vec<Key> {
        self.keys.sort_unstable();
        self.keys.dedup();
        for names in self.keys.chunk_by(|a, b| a[0] == b[0]) {
            if let Some(best) = best(names, |form| text(bytes(form)).map(str::to_owned)) {
                names.iter().flat_map(|name| named(name, best, &self.predicates)).for_each(&mut add);
            }
        }
        self.keys
    }
}

/// A name as it is kept, if it is one of those that a document may give.
pub(super) fn key(
    entity: u32,
    predicate: u32,
    form: u32,
    graph: u32,
    &[label, _, other]: &[u32; 3],
) -> Option<Key> {
    let kind = (predicate == label).then_some(LABEL).or((predicate == other).then_some(OTHER))?;
    Some([entity, kind, form, graph])
}

/// The form of a name, if a quad with this subject and object names anything: only IRIs have names. `Some(None)` stands
/// for the object as it is, which has neither type nor language.
pub(super) fn form(subject: &[u8], object: &[u8]) -> Option<Option<Vec<u8>>> {
    if !term::is_iri(subject) {
        return None;
    }
    if object.first() == Some(&term::TEXT) {
        return Some(None);
    }
    term::value(object).map(|value| Some([&[term::TEXT], value].concat()))
}

/// The text of a form.
pub(super) fn text(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes.strip_prefix(&[term::TEXT])?).ok()
}

/// The label that all documents get, of the sorted names of one entity.
pub(super) fn best(names: &[Key], text: impl Fn(u32) -> Option<String>) -> Option<u32> {
    let labels = names.iter().filter(|name| name[1] == LABEL);
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for name in labels {
        *counts.entry(name[2]).or_default() += 1;
    }
    if counts.len() < 2 {
        return counts.into_keys().next();
    }
    let forms: BTreeMap<String, (u32, usize)> =
        counts.into_iter().filter_map(|(form, count)| Some((text(form)?, (form, count)))).collect();
    let best = label::best(forms.iter().map(|(text, (_, count))| (text.as_str(), *count)))?;
    forms.get(best).map(|(form, _)| *form)
}

/// The quads that follow from one name if `best` is the label.
pub(super) fn named(
    &[entity, kind, form, graph]: &Key,
    best: u32,
    &[label, preferred, other]: &[u32; 3],
) -> impl Iterator<Item = Key> + use<> {
    let is_label = kind == LABEL;
    [
        is_label.then_some([entity, label, best, graph]),
        is_label.then_some([entity, preferred, best, graph]),
        (form != best).then_some([entity, other, form, graph]),
    ]
    .into_iter()
    .flatten()
}
