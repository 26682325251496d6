//! Readings that a pattern does not take, though its words stand there: a verb that only reports a clause, that asks a question,
//! or that moves a thing of its own.

use super::walk::Walk;
use crate::mention::clause;
use crate::ontology::frame::{Element, Role, is_all_prepositions};
use crate::parse::{Label, Tag};

/// Families of relations whose verbs, followed by a preposition, are without an object.
const INTRANSITIVE: [&str; 5] = ["coerce", "protest", "request", "retreat", "threaten"];

impl Walk<'_> {
    /// "warned that Oslo has plans" warns nobody: a pattern that ends with its object takes no subject of a finite clause. What
    /// is asked for in the subjunctive is asked of somebody ("asked that Oslo leave", "urged that Oslo should leave").
    pub(super) fn is_only_reported(&self, verb: usize, inner: usize) -> bool {
        let tree = self.reading.tree;
        // "released the men held in Oslo": parsers take a participle for a clause below verbs that report nothing.
        let is_clause = self.reading.ontology.reports(tree.word(verb))
            || tree.is_word(verb, &["find", "help"])
            || tree.children_with(inner, &[Label::Mark]).any(|mark| tree.word(mark) == "that");
        let is_asked = |aux: usize| tree.tag(aux) != Tag::Md || tree.is_word(aux, &["should", "must"]);
        let is_request = self.reading.ontology[self.frame.relation].family == "request";
        // "asked that Oslo leave": taggers take the subjunctive for a present tense.
        let is_plain = tree.tag(inner) == Tag::Vb || is_request && tree.tag(inner) == Tag::Vbp;
        let is_subjunctive = is_plain && tree.children_with(inner, &[Label::Aux]).all(is_asked);
        self.ahead.is_empty() && is_clause && !tree.is_infinitive(inner) && !is_subjunctive
    }

    /// "alleged Dunn was poisoned" accuses somebody else: an open clause in the passive tells what is done to its subject.
    pub(super) fn is_done_to(&self, inner: usize) -> bool {
        let is_open = self.ahead.first() == Some(&Element::Clause);
        let is_blame = self.reading.ontology[self.frame.relation].name == "accused";
        is_open && is_blame && clause::is_passive(self.reading, inner)
    }

    /// "asked Dunn whether Oslo was ready": a question, which requests nothing of Dunn.
    pub(super) fn is_question(&self, verb: usize) -> bool {
        let tree = self.reading.tree;
        let asks = |inner: usize| {
            let word = |&kid: &usize| {
                kid > verb
                    && kid < inner
                    && tree.is_word(kid, &["how", "if", "what", "when", "where", "whether", "why"])
            };
            tree.children(inner).iter().any(word)
        };
        let is_request = self.reading.ontology[self.frame.relation].family == "request";
        self.ahead.is_empty() && is_request && tree.children_with(verb, &[Label::Ccomp]).any(asks)
    }

    /// "told Dunn how to swim" orders nothing.
    pub(super) fn tells_how(&self, infinitive: usize) -> bool {
        let tree = self.reading.tree;
        let is_word = |&kid: &usize| {
            kid < infinitive
                && tree.is_word(kid, &["how", "what", "when", "where", "whether", "which", "who", "why"])
        };
        tree.children(infinitive).iter().any(is_word)
    }

    /// "demonstrated courage in Oslo", "withdrew money from a bank", "returned books to a library": a pattern whose verb is
    /// followed by a preposition does not stand for what the verb does to an object of its own.
    pub(super) fn has_object_of_its_own(&self) -> bool {
        let tree = self.reading.tree;
        let relation = &self.reading.ontology[self.frame.relation];
        let [next, Element::Slot(Role::Object, _), ..] = &self.frame.elements[self.frame.trigger() + 1..]
        else {
            return false;
        };
        let is_intransitive =
            INTRANSITIVE.contains(&relation.family.as_str()) || tree.word(self.trigger) == "return";
        let is_thing = |&kid: &usize| {
            kid > self.trigger
                && tree.is_noun(kid)
                && !self.reading.is_time(kid)
                && !self.named.contains(&kid)
        };
        // "called on experts to help": parsers take the preposition for a particle before an object.
        let is_particle = tree.children_with(self.trigger, &[Label::Prt]).any(
            |kid| matches!(next, Element::Words(words) if words.iter().any(|one| one[0] == tree.word(kid))),
        );
        is_intransitive
            && !is_particle
            && is_all_prepositions(next)
            && !clause::is_passive(self.reading, self.trigger)
            && tree.children_with(self.trigger, &[Label::Dobj]).any(|kid| is_thing(&kid))
    }

    /// "holds a majority", "hold an audience": what is held and has members is no prisoner. "trained nurses": those who learn
    /// a trade are not armed.
    pub(super) fn without_unheld(&self, mut heads: Vec<usize>) -> Vec<usize> {
        let reading = self.reading;
        let relation = reading.ontology[self.frame.relation].name.as_str();
        if relation == "detained" {
            heads.retain(|&head| !reading.lists("unheldNoun", head));
        }
        if relation == "providesArmsTo" && reading.tree.is_word(self.trigger, &["equip", "train"]) {
            heads.retain(|&head| !reading.lists("civilianNoun", head));
        }
        heads
    }

    /// "beat her in the final", "crushed Labour at the polls", "Chad and Niger meet in the semifinal": a contest, in which
    /// nobody fights anybody and nobody talks with anybody.
    pub(super) fn is_contest(&self) -> bool {
        let reading = self.reading;
        let tree = reading.tree;
        let family = reading.ontology[self.frame.relation].family.as_str();
        if !matches!(family, "assault" | "coerce" | "consult")
            || !reading.lists_verb("contestVerb", self.trigger)
        {
            return false;
        }
        let objects = tree.children_with(self.trigger, &[Label::Dobj]);
        let is_of_contest = |governor: usize| {
            let events = clause::prepositional(reading, governor, &["in", "at", "during", "on"]);
            events
                .into_iter()
                .any(|(_, event)| reading.lists("contestNoun", event) || reading.lists("electionNoun", event))
        };
        std::iter::once(self.trigger).chain(objects).any(is_of_contest)
    }
}
