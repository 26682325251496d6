//! Whose deed, word or thing an object is: "criticised Oslo's policy", "protested against abuses by the army".
//!
//! Who criticises, rejects or demands a deed means whose deed it is. Which nouns are deeds is the lexicon's `deedNoun`;
//! this is asked only where the object itself is nothing that a statement may be about.

use super::{Collector, actors};
use crate::entity::MentionKind;
use crate::entity::cast::Filler;
use crate::mention::clause;
use crate::ontology::{Class, ClassSet, RelationId};

/// Families of relations whose object stands for its owner.
const FAMILIES: [&str; 6] = ["accuse", "protest", "reject", "request", "support", "threaten"];

/// Nouns that are stepped through: "the violation of the rights of refugees".
const MAX_STEPS: usize = 2;

impl Collector<'_, '_> {
    /// The owner of the phrase headed by `head`, for relations that reach through a thing to its owner; else the name that
    /// explains it.
    pub(super) fn owner_of(&mut self, head: usize, named: ClassSet, relation: RelationId) -> Vec<Filler> {
        // "pursued their plan": where a plan is asked for, whose it is does not stand for it.
        let is_asked = named.intersection(actors()) != ClassSet::NONE;
        let found = if is_asked { self.owner_through(head, relation) } else { Vec::new() };
        if found.is_empty() { self.cast.apposed(head, named).into_iter().collect() } else { found }
    }

    fn owner_through(&mut self, head: usize, relation: RelationId) -> Vec<Filler> {
        let reading = self.reading();
        let relation = &reading.ontology[relation];
        if !FAMILIES.contains(&relation.family.as_str()) {
            return Vec::new();
        }
        let wanted = relation.range.intersection(actors());
        let mut at = head;
        for _ in 0..MAX_STEPS {
            let is_deed = reading.tree.is_noun(at) && (at != head || reading.lists_noun("deedNoun", at));
            if !is_deed || self.cast.name_of(at).is_some() {
                return Vec::new();
            }
            let mut heads = clause::owners(&reading, at);
            let leads: &[&str] =
                if reading.lists("doneToNoun", at) { &["by"] } else { &["by", "of", "from"] };
            let below = clause::prepositional(&reading, at, leads);
            let next = below.first().map(|(_, object)| *object);
            if heads.is_empty() {
                heads.extend(next);
            }
            let found: Vec<Filler> =
                heads.into_iter().flat_map(|owner| self.cast.resolve(owner, wanted)).collect();
            match next {
                Some(next) if found.is_empty() => at = next,
                _ => return found,
            }
        }
        Vec::new()
    }

    /// "the town of Mosul in Iraq": whether a filler is the name of what `noun` heads.
    pub(super) fn is_name_of(&self, filler: &Filler, noun: usize) -> bool {
        let tree = self.reading().tree;
        let of = tree.head(filler.tokens.end - 1).filter(|&up| tree.word(up) == "of");
        filler.kind == MentionKind::Name
            && self.cast.drafts[filler.entity].class() == Class::Place
            && of.is_some_and(|of| tree.head(of) == Some(noun))
    }
}
