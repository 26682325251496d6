//! Whose a resolution, a decree or a petition is: "the Council adopted a resolution condemning", "a UN resolution demanding".
//!
//! What such a document does, those do who made it. Who only voted against it, or broke it, did not make it.

use super::Collector;
use crate::entity::cast::Filler;
use crate::mention::clause;
use crate::ontology::{ClassSet, RelationId};
use crate::parse::Label;

/// Families of relations that a document is enough for.
const FAMILIES: [&str; 6] = ["accuse", "agree", "reject", "request", "support", "threaten"];

/// Earlier mentions of a document that are asked who made it.
const MAX_BEFORE: usize = 6;

impl Collector<'_, '_> {
    /// Who acts where a noun stands for nobody: who made the document that it names, or whose name explains it.
    pub(super) fn behind(&mut self, noun: usize, wanted: ClassSet, relation: RelationId) -> Vec<Filler> {
        let found = self.issuers(noun, wanted, relation);
        if found.is_empty() { self.cast.apposed(noun, wanted).into_iter().collect() } else { found }
    }

    /// Who made the document that `noun` names, here or where the text spoke of it before; for relations that words make.
    fn issuers(&mut self, noun: usize, wanted: ClassSet, relation: RelationId) -> Vec<Filler> {
        let reading = self.reading();
        let family = reading.ontology[relation].family.as_str();
        if !FAMILIES.contains(&family) || !reading.lists("issuedNoun", noun) {
            return Vec::new();
        }
        let found = self.issuers_at(noun, wanted);
        let tree = self.reading().tree;
        let is_definite =
            tree.child(noun, &[Label::Det]).is_some_and(|det| matches!(tree.word(det), "the" | "this"));
        if !found.is_empty() || !is_definite {
            return found;
        }
        let text = tree.text(noun);
        let before: Vec<usize> = (0..noun).rev().filter(|&i| tree.text(i) == text).take(MAX_BEFORE).collect();
        let known = before.into_iter().map(|i| self.issuers_at(i, wanted)).find(|found| !found.is_empty());
        known.unwrap_or_default()
    }

    fn issuers_at(&mut self, noun: usize, wanted: ClassSet) -> Vec<Filler> {
        let reading = self.reading();
        let tree = reading.tree;
        let owner = tree.child(noun, &[Label::Poss]).filter(|&owner| !reading.is_dated(owner));
        let by = || clause::prepositional(&reading, noun, &["by", "from"]).first().map(|(_, object)| *object);
        let before = || {
            let names = |&kid: &usize| kid < noun && self.cast.name_of(kid).is_some();
            tree.children_with(noun, &[Label::Amod, Label::Compound, Label::Nmod]).filter(names).last()
        };
        let heads = match owner.or_else(by).or_else(before) {
            Some(head) => clause::coordinated(&reading, head),
            None => makers(self, noun),
        };
        heads.into_iter().flat_map(|head| self.cast.resolve(head, wanted)).collect()
    }
}

/// The agents of the verb that makes a document: "adopted a resolution", "a resolution passed by the House".
fn makers(collector: &Collector<'_, '_>, noun: usize) -> Vec<usize> {
    let reading = collector.reading();
    let tree = reading.tree;
    let above = tree.head(noun).filter(|_| matches!(tree.label(noun), Label::Dobj | Label::Nsubjpass));
    let below = tree.children_with(noun, &[Label::Acl, Label::Relcl]);
    let verb = above.into_iter().chain(below).find(|&verb| reading.lists("issueVerb", verb));
    verb.map_or_else(Vec::new, |verb| clause::agents(&reading, verb))
}
