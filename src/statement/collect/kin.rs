//! Relatives without a name: "Anna Berg's husband was arrested", "his daughter told police".
//!
//! Frames tell of relatives that are named. Of one who is only described the kinship is told where another statement
//! tells of them, and where the text has somebody whose relative they are.

use super::Collector;
use super::event::Told;
use crate::entity::MentionKind;
use crate::mention::clause;
use crate::ontology::{Class, ClassSet};
use crate::parse::Label;

impl Collector<'_, '_> {
    /// What those whom statements tell of are to the person that their description names.
    pub(super) fn relatives(&mut self) {
        for filler in self.arguments() {
            let draft = &self.cast.drafts[filler.entity];
            if filler.kind != MentionKind::Nominal || draft.is_named || draft.class() != Class::Person {
                continue;
            }
            let reading = self.reading();
            let Some(noun) = self.cast.top_of(&filler.tokens) else { continue };
            if !reading.lists("kinshipNoun", noun) || reading.tree.is_plural(noun) {
                continue;
            }
            let of = || clause::prepositional(&reading, noun, &["of"]).first().map(|(_, whole)| *whole);
            let Some(owner) = reading.tree.child(noun, &[Label::Poss]).or_else(of) else { continue };
            let owners = self.cast.resolve(owner, ClassSet::of(&[Class::Person]));
            let [owner] = owners.as_slice() else { continue };
            // "his wife" of whom the text says no more tells nothing.
            if owner.kind == MentionKind::Pronoun && !self.cast.drafts[owner.entity].is_named {
                continue;
            }
            let is_of = |list: &str| reading.lists(list, noun);
            let (name, subject, object) = if is_of("childNoun") {
                ("childOf", filler.clone(), owner.clone())
            } else if is_of("parentNoun") {
                ("childOf", owner.clone(), filler.clone())
            } else if is_of("spouseNoun") {
                ("spouseOf", owner.clone(), filler.clone())
            } else {
                ("familyOf", filler.clone(), owner.clone())
            };
            if let Some(relation) = reading.ontology.relation(name)
                && subject.entity != object.entity
            {
                self.put_event(noun, relation, subject, object, Told::Phrase);
            }
        }
    }
}
