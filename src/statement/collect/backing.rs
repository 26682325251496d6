//! By whose help a deed is done: "took the town with the support of Chad", "built a port with China's help".

use super::event::Told;
use super::{Collector, actors};
use crate::mention::clause;
use crate::ontology::{Class, ClassSet};
use crate::parse::{Label, Pos};

impl Collector<'_, '_> {
    /// Who backs whom by the phrases that clauses have beside them.
    pub(super) fn backings(&mut self) {
        let tree = self.reading().tree;
        for with in 0..tree.len() {
            if tree.label(with) == Label::Prep && tree.word(with) == "with" {
                self.backing(with);
            }
        }
    }

    fn backing(&mut self, with: usize) {
        let reading = self.reading();
        let tree = reading.tree;
        let Some(noun) = tree.child(with, &[Label::Pobj]) else { return };
        let name = match tree.word(noun) {
            "support" | "backing" | "endorsement" | "blessing" => "supports",
            "help" | "assistance" | "cooperation" => "cooperatesWith",
            _ => return,
        };
        let Some(relation) = reading.ontology.relation(name) else { return };
        let is_verb = |up: &usize| tree.is_verb(*up) || tree.pos(*up) == Pos::Aux;
        // "built a port with Chile's help": parsers hang the help by either.
        let above = tree.head(with).filter(|up| is_verb(up) || tree.label(*up) == Label::Dobj);
        let Some(verb) = above.and_then(|up| if is_verb(&up) { Some(up) } else { tree.head(up) }) else {
            return;
        };
        let mut owners = clause::owners(&reading, noun);
        if owners.is_empty() {
            let of = clause::prepositional(&reading, noun, &["of", "from"]);
            owners = of.first().map_or_else(Vec::new, |(_, owner)| clause::coordinated(&reading, *owner));
        }
        let backers: Vec<_> =
            owners.into_iter().flat_map(|head| self.cast.resolve(head, self.backing_classes())).collect();
        let backed: Vec<_> = clause::agents(&reading, verb)
            .into_iter()
            .flat_map(|head| self.cast.resolve(head, actors()))
            .collect();
        for backer in &backers {
            for other in backed.iter().filter(|other| other.entity != backer.entity) {
                self.put_event(noun, relation, backer.clone(), other.clone(), Told::Clause);
            }
        }
    }

    fn backing_classes(&self) -> ClassSet {
        ClassSet::of(&[
            Class::State,
            Class::Organization,
            Class::ArmedGroup,
            Class::Person,
            Class::GovernmentBody,
        ])
    }
}
