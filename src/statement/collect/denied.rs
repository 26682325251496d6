//! What is denied where a denial only takes up what was said before: "Chad denied that", "a charge it denies".
//!
//! In comes a verb of denial; out goes the clause of the accusation or report that it answers, in its sentence or the two
//! before. Never takes what the denier said as what they deny.

use std::ops::Range;

use super::{Collector, DraftObject, DraftStatement, actors};
use crate::entity::MentionKind;
use crate::entity::cast::{DraftIndex, Filler};
use crate::mention::{FARTHEST, clause};
use crate::ontology::Status;
use crate::parse::{Label, Pos};
use crate::statement::confidence::Basis;
use crate::statement::modality;
use crate::statement::speech::Speech;

/// Sentences before the own one in which the charge is looked for.
const SENTENCES: usize = 2;

impl Collector<'_, '_> {
    /// Denials of a charge that was told before.
    pub(super) fn denials(&mut self) {
        let reading = self.reading();
        let Some(denied) = reading.ontology.relation("denied") else { return };
        for verb in 0..reading.tree.len() {
            let Some((speakers, said)) = self.denied_before(verb) else { continue };
            for subject in speakers {
                let clause = subject.tokens.start.min(verb)..subject.tokens.end.max(verb + 1);
                let told = (subject, denied, DraftObject::Text(said.clone()));
                let origin = self.reporting_frame(denied, verb);
                // "Norway says Chad is arming rebels - a charge it denies": the denial is no part of what Norway says.
                let is_aside = reading.tree.label(verb) == Label::Relcl;
                let speaker = if is_aside { None } else { self.speaker_of(verb) };
                let time = self.time_of(verb, Status::Asserted);
                let plain = DraftStatement::plain(Basis::Speech, told, verb..verb + 1, clause, origin);
                self.statements.push(DraftStatement { speaker, time, ..plain });
            }
        }
    }

    /// Who denies at token `verb` what was told before, and the clause that told it.
    pub(super) fn denied_before(&mut self, verb: usize) -> Option<(Vec<Filler>, Range<usize>)> {
        let reading = self.reading();
        let denies = reading.tree.is_verb(verb)
            && reading.tree.is_word(verb, &["deny", "dispute", "refute", "reject"])
            && modality::own_status(&reading, verb) != Status::Negated;
        let taken_up = self.takes_up(verb).filter(|_| denies)?;
        let agents = clause::agents(&reading, verb);
        // "says Chad is arming rebels - a charge it denies": nobody else than whom the charge is about.
        if let [pronoun] = agents.as_slice()
            && reading.tree.label(verb) == Label::Relcl
            && reading.tree.pos(*pronoun) == Pos::Pron
        {
            let said = self.charge_before(taken_up, &[])?;
            return self.accused_by(&said, *pronoun).map(|denier| (vec![denier], said));
        }
        let speakers: Vec<Filler> =
            agents.iter().flat_map(|&head| self.cast.resolve(head, actors())).collect();
        let said = self.charge_before(taken_up, &speakers)?;
        Some((speakers, said))
    }

    /// Whom a charge is about, as the pronoun behind it stands for them.
    fn accused_by(&mut self, said: &Range<usize>, pronoun: usize) -> Option<Filler> {
        let reading = self.reading();
        let verb = self.cast.top_of(said)?;
        let subject = *clause::subjects(&reading, verb).first()?;
        let accused = self.cast.resolve(subject, actors()).into_iter().next()?;
        Some(Filler { tokens: pronoun..pronoun + 1, kind: MentionKind::Pronoun, ..accused })
    }

    /// The object of a denial where it says nothing by itself: "that", "a charge it denies".
    fn takes_up(&self, verb: usize) -> Option<usize> {
        let reading = self.reading();
        let tree = reading.tree;
        let objects = clause::patients(&reading, verb);
        let [object] = objects.as_slice() else { return None };
        let is_pronoun = tree.is_word(*object, &["that", "this", "it"]) && tree.children(*object).is_empty();
        let is_denial = tree.word(verb) == "deny";
        let is_bare = || {
            tree.children(*object).iter().all(|&kid| {
                kid == verb
                    || kid < *object
                        && !matches!(tree.label(kid), Label::Amod | Label::Compound | Label::Nmod)
                    || tree.pos(kid) == Pos::Punct
            })
        };
        // "Chad denies the charge" has its object, in the words of the text.
        let is_behind = tree.label(verb) == Label::Relcl && tree.head(verb) == Some(*object);
        let is_charge = is_behind && reading.lists("deniableNoun", *object) && is_bare();
        (is_pronoun && is_denial || is_charge).then_some(*object)
    }

    /// What somebody else told last before token `at`: a charge or a report, cut off where the denial begins.
    fn charge_before(&mut self, at: usize, deniers: &[Filler]) -> Option<Range<usize>> {
        let tree = self.reading().tree;
        let end = tree.subtree(at).start.min(at);
        let number = tree.sentence_number(at);
        let start = tree.sentences()[number.saturating_sub(SENTENCES)].start;
        let start = start.max(end.saturating_sub(FARTHEST));
        let is_denier = |entity: DraftIndex| deniers.iter().any(|denier| denier.entity == entity);
        for i in (start..end).rev() {
            let (told, tellers) = match self.charged_at(i) {
                Some(charge) => (charge, clause::agents(&self.reading(), i)),
                None => match self.reports_at(i).find(|speech| !speech.is_denial) {
                    Some(speech) => (speech.clause.clone(), speech.speakers.clone()),
                    None => continue,
                },
            };
            let told = self.without_marks(told.start..told.end.min(end));
            let by_others = tellers
                .iter()
                .flat_map(|&head| self.cast.resolve(head, actors()))
                .all(|teller| !is_denier(teller.entity));
            if told.len() > 1 && by_others {
                return Some(told);
            }
        }
        None
    }

    /// What the word at token `i` reports; speeches stand in order of their words.
    fn reports_at(&self, i: usize) -> impl Iterator<Item = &Speech> {
        let first = self.speeches.partition_point(|speech| speech.trigger < i);
        self.speeches[first..].iter().take_while(move |speech| speech.trigger == i)
    }

    /// "accused Chad of arming rebels": what the verb at token `i` charges somebody with.
    fn charged_at(&self, i: usize) -> Option<Range<usize>> {
        let reading = self.reading();
        let tree = reading.tree;
        if !tree.is_verb(i) || !tree.is_word(i, &["accuse", "blame", "charge", "suspect"]) {
            return None;
        }
        let of = std::iter::once(i)
            .chain(tree.children_with(i, &[Label::Dobj, Label::Nsubjpass]))
            .flat_map(|above| tree.children_with(above, &[Label::Prep]))
            .find(|&kid| kid > i && tree.is_word(kid, &["of", "for", "with"]))?;
        let deed = tree.child(of, &[Label::Pcomp, Label::Pobj])?;
        Some(tree.subtree(deed))
    }

    fn without_marks(&self, mut tokens: Range<usize>) -> Range<usize> {
        let tree = self.reading().tree;
        while !tokens.is_empty() && matches!(tree.pos(tokens.end - 1), Pos::Punct | Pos::Space) {
            tokens.end -= 1;
        }
        tokens
    }
}
