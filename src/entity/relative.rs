//! "where": the place or body that a relative clause is about.

use super::MentionKind;
use super::cast::{Cast, Filler};
use crate::mention::clause;
use crate::ontology::{Class, ClassSet};
use crate::parse::{Label, Tag};

impl Cast<'_> {
    /// Records each relative "where" as a mention of the place or body before it: "Lund, where he taught".
    pub fn note_places(&mut self) {
        let tree = self.reading.tree;
        let places = ClassSet::of(&[Class::Place, Class::State, Class::Organization, Class::GovernmentBody]);
        for i in 1..tree.len() {
            if tree.tag(i) != Tag::Wrb || tree.word(i) != "where" {
                continue;
            }
            let verb = tree.ancestors(i).find(|&up| tree.label(up) == Label::Relcl);
            let above = verb.and_then(|verb| clause::antecedent(&self.reading, verb, i));
            // Parsers hang the clause by the verb as well: the name right before the comma is meant.
            let before = || {
                let last = if tree.text(i - 1) == "," { i.checked_sub(2)? } else { i - 1 };
                self.name_of(last)
                    .filter(|_| tree.sentence_number(last) == tree.sentence_number(i))
                    .map(|it| it.head)
            };
            let Some(noun) = before().or(above) else { continue };
            if let [filler] = self.resolve(noun, places).as_slice() {
                self.note(&Filler { tokens: i..i + 1, kind: MentionKind::Pronoun, ..filler.clone() });
            }
        }
    }
}
