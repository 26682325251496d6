//! What nationality a description gives: "is a Kenyan chemist", "Equinor, a Norwegian company".
//!
//! The noun may be any; only the adjective counts. Of a person it is the citizenship, of a body its seat, of a place where
//! it lies. An office ("the Turkish president") is a role and says nothing of that.

use super::{Collector, DraftObject, DraftStatement, clause_around};
use crate::entity::MentionKind;
use crate::entity::cast::Filler;
use crate::mention::clause;
use crate::ontology::gazetteer::Sense;
use crate::ontology::{Class, ClassSet};
use crate::parse::Label;
use crate::statement::confidence::{Basis, Features};
use crate::statement::modality;

impl Collector<'_, '_> {
    /// The nationalities of all that is described by a noun with an adjective of a state.
    pub(super) fn nationalities(&mut self) {
        let tree = self.reading().tree;
        for noun in 0..tree.len() {
            if matches!(tree.label(noun), Label::Attr | Label::Appos) && tree.is_noun(noun) {
                self.nationality(noun);
            }
        }
    }

    fn nationality(&mut self, noun: usize) {
        let reading = self.reading();
        let tree = reading.tree;
        let Some(head) = tree.head(noun) else { return };
        if self.cast.name_of(noun).is_some() {
            return;
        }
        // "the Turkish president" has the adjective for the body of the role.
        let body = self.cast.role_of(noun).and_then(|role| role.body);
        let described = match tree.label(noun) {
            Label::Attr if tree.is_word(head, &["be", "become", "remain"]) => {
                clause::subjects(&reading, head)
            }
            Label::Appos => vec![head],
            _ => Vec::new(),
        };
        let adjectives: Vec<usize> = tree
            .children_with(noun, &[Label::Amod, Label::Compound, Label::Nmod])
            .flat_map(|kid| clause::coordinated(&reading, kid))
            .filter(|&kid| kid < noun)
            .collect();
        for adjective in adjectives {
            if body.is_some_and(|body| self.cast.name_of(body) == self.cast.name_of(adjective)) {
                continue;
            }
            let sense = self.cast.name_of(adjective).and_then(|name| name.sense);
            let Some((entry, Sense::Adjective | Sense::Demonym)) = sense else { continue };
            if reading.ontology.gazetteer[entry].class != Class::State {
                continue;
            }
            let state = self.cast.entity_of(entry);
            let tokens = self.cast.name_of(adjective).map_or(adjective..adjective + 1, |n| n.tokens.clone());
            let object = Filler { entity: state, tokens, kind: MentionKind::Name };
            for &subject in &described {
                self.put_nationality(subject, &object, noun);
            }
        }
    }

    fn put_nationality(&mut self, subject: usize, object: &Filler, noun: usize) {
        let reading = self.reading();
        let Some(subject) = self.cast.resolve(subject, ClassSet::ANY).into_iter().next() else {
            return;
        };
        let name = match self.cast.drafts[subject.entity].class() {
            Class::Person => "citizenOf",
            Class::Organization => "basedIn",
            Class::Place => "locatedIn",
            _ => return,
        };
        let Some(relation) = reading.ontology.relation(name) else { return };
        if subject.entity == object.entity {
            return;
        }
        let clause = clause_around(&reading, noun, &[&subject.tokens, &object.tokens]);
        self.statements.push(DraftStatement {
            features: Features::of(Basis::Form),
            subject,
            relation,
            object: DraftObject::Entity(object.clone()),
            status: modality::status(&reading, noun),
            speaker: None,
            time: None,
            place: None,
            quantity: None,
            trigger: noun..noun + 1,
            clause,
            frame: None,
            frame_name: format!("{name}#nationality"),
        });
    }
}
