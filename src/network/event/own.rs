//! Which statements of a document tell of an event of their own, and which tell one again.
//!
//! In comes a document; out goes which of its coded statements are no events beside others: a sentence that is read by
//! several frames is coded once, as coders of events do. It looks at places of words in the text and at who and what, never at
//! the names of relations or frames, and never takes anything out of a document.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::archive::digest::sketch::{ObjectSketch, Sketch, StatementSketch};
use crate::ontology::{Class, Status};

/// Coded statements before another that are looked at: more than any clause tells.
const MAX_NEAR: usize = 32;
/// PLOVER's type of what is asked of somebody.
const REQUEST: &str = "REQUEST";
/// Words before a verb or a noun that is told for the sake of another: "opened fire to disperse them".
const FOR_THE_SAKE: [&str; 2] = ["to", "for"];
/// Words between two deeds of which neither is for the sake of the other.
const BESIDE: [&str; 4] = ["and", "but", "or", "while"];

/// What the statements of a document tell again.
#[derive(Debug, Default)]
pub(super) struct Own<'r> {
    /// Statements that are no events of their own.
    pub(super) again: HashSet<&'r str>,
    /// Statements of what two did to each other, each told again the other way about.
    pub(super) mutual: HashSet<&'r str>,
}

/// The coded statements of `record` that another of the same clause tells with it, so that they are no events of their own.
/// Of what two did to each other both stay.
pub fn told_with_another<'r>(record: &'r Sketch<'r>) -> HashSet<&'r str> {
    let clauses = clauses(record, |_| true);
    told_with_target(&clauses).into_iter().chain(told_inside(&clauses)).collect()
}

impl<'r> Own<'r> {
    /// Of those that are taken alone: what nobody takes stands for nothing.
    pub(super) fn of(record: &'r Sketch<'r>, takes: impl Fn(&StatementSketch<'_>) -> bool) -> Self {
        let (mutual, mut again) = told_both_ways(record);
        let clauses = clauses(record, takes);
        again.extend(told_with_target(&clauses));
        again.extend(told_inside(&clauses));
        Self { again, mutual }
    }
}

/// The coded statements that are taken, in the order of the words that tell them.
fn clauses<'r>(record: &'r Sketch<'r>, takes: impl Fn(&StatementSketch<'_>) -> bool) -> Vec<Clause<'r>> {
    let deeds: HashMap<&str, &str> = (record.entities.iter())
        .filter(|entity| is_deed(entity.class))
        .map(|entity| (entity.id, entity.name))
        .collect();
    let is_coded = |told: &StatementSketch<'_>| told.cameo.is_some() || told.plover.is_some();
    let taken = record.statements.iter().filter(|told| is_coded(told) && takes(told));
    let mut clauses: Vec<Clause<'r>> = taken.map(|told| Clause::of(told, &deeds)).collect();
    clauses.sort_by_key(|clause| (clause.at().start, clause.at().end));
    clauses
}

/// Whether things of a class are done or made, and are nobody that something is done to.
fn is_deed(class: &str) -> bool {
    let class = Class::from_text(class);
    matches!(class, Some(Class::Agreement | Class::Proposal | Class::Event | Class::War))
}

/// "A and B agreed" is a statement of A and one of B, and one event: the statements that tell it first, and those that tell it again
/// the other way about, of the same words.
fn told_both_ways<'r>(record: &'r Sketch<'r>) -> (HashSet<&'r str>, HashSet<&'r str>) {
    let (mut first, mut again) = (HashSet::new(), HashSet::new());
    let mut seen: HashMap<_, &str> = HashMap::new();
    for statement in &record.statements {
        let ObjectSketch::Entity(object) = statement.object else { continue };
        let rest = (statement.predicate, statement.status, statement.time, statement.attributed_to);
        match seen.get(&(object, statement.subject, &statement.trigger, rest)) {
            Some(other) if statement.subject != object => {
                first.insert(*other);
                again.insert(statement.id);
            }
            _ => drop(seen.insert((statement.subject, object, &statement.trigger, rest), statement.id)),
        }
    }
    (first, again)
}

/// Of what one word tells, that without a target where there is one with a target: "A signed a treaty with B".
fn told_with_target<'r>(clauses: &[Clause<'r>]) -> Vec<&'r str> {
    let with_target = clauses.iter().filter(|clause| clause.has_target);
    let words: HashSet<_> = with_target.map(|Clause { told, .. }| (&told.trigger, told.status)).collect();
    let is_again = |Clause { told, has_target, .. }: &&Clause<'r>| {
        !has_target && words.contains(&(&told.trigger, told.status))
    };
    clauses.iter().filter(is_again).map(|clause| clause.told.id).collect()
}

/// What is told as a part of another event of the clause.
fn told_inside<'r>(clauses: &[Clause<'r>]) -> Vec<&'r str> {
    let is_part = |at: usize| {
        let near = &clauses[at.saturating_sub(MAX_NEAR)..(at + MAX_NEAR).min(clauses.len())];
        near.iter().any(|other| clauses[at].is_part_of(other))
    };
    (0..clauses.len()).filter(|at| is_part(*at)).map(|at| clauses[at].told.id).collect()
}

/// A statement with where its sentence ends.
struct Clause<'r> {
    told: &'r StatementSketch<'r>,
    /// Code points of the document.
    span: Range<usize>,
    status: Option<Status>,
    /// Whether it is done to somebody or somewhere.
    has_target: bool,
    /// Name of the object, if it is something that is done or made and nobody to do it to.
    deed: Option<&'r str>,
}

impl<'r> Clause<'r> {
    fn of(told: &'r StatementSketch<'r>, deeds: &HashMap<&str, &'r str>) -> Self {
        let deed = match told.object {
            ObjectSketch::Entity(id) => deeds.get(id).copied(),
            ObjectSketch::Text(_) => None,
        };
        let span = told.start..told.start + told.text.chars().count();
        let has_target = deed.is_none() && matches!(told.object, ObjectSketch::Entity(_));
        Self { told, span, status: Status::from_text(told.status), has_target, deed }
    }

    /// Where the words stand that tell it.
    fn at(&self) -> &Range<usize> {
        &self.told.trigger
    }

    fn is_part_of(&self, other: &Self) -> bool {
        let is_same = self.at() == other.at() && self.told.subject == other.told.subject;
        let shares = self.span.contains(&other.at().start) || other.span.contains(&self.at().start);
        shares && !is_same && (self.is_named_by(other) || self.is_asked_by(other) || self.is_sake_of(other))
    }

    /// What the name of a deed tells beside the deed itself: who proposed it, in "A rejected B's proposal"; that there is an
    /// agreement, in "A signed an agreement with B".
    fn is_named_by(&self, other: &Self) -> bool {
        let own = self.text(self.at()).unwrap_or_default();
        let is_word_of = |name: &str| name.split_whitespace().any(|word| word == own);
        let actor = ObjectSketch::Entity(self.told.subject);
        let takes_part = other.told.subject == self.told.subject || other.told.object == actor;
        self.at() != other.at()
            && self.deed.is_some_and(is_word_of)
            && (self.told.object == other.told.object || (takes_part && other.has_target))
    }

    /// "A asked B to do something": what B is to do is told by the request.
    fn is_asked_by(&self, other: &Self) -> bool {
        let asks = other.told.plover.is_some_and(|kind| kind == REQUEST);
        self.is_unreal() && asks && other.told.object == ObjectSketch::Entity(self.told.subject)
    }

    /// "A opened fire to disperse B": what a deed is done for is not done beside it.
    fn is_sake_of(&self, other: &Self) -> bool {
        let is_deed =
            matches!(other.told.object, ObjectSketch::Entity(_)) && other.status == Some(Status::Asserted);
        if !(is_deed && self.is_unreal() && self.told.subject == other.told.subject) {
            return false;
        }
        let between = other.at().end..self.at().start;
        let Some(words) = self.text(&between).or_else(|| other.text(&between)) else { return false };
        let is_beside =
            words.contains([',', ';']) || words.split_whitespace().any(|word| BESIDE.contains(&word));
        let last = words.split_whitespace().next_back();
        !is_beside && last.is_some_and(|word| FOR_THE_SAKE.contains(&word))
    }

    fn is_unreal(&self) -> bool {
        matches!(self.status, Some(Status::Planned | Status::Possible))
    }

    /// The words at a place of the document, if they are in the sentence.
    fn text(&self, at: &Range<usize>) -> Option<String> {
        let inside = self.span.start <= at.start && at.start <= at.end && at.end <= self.span.end;
        let skipped = at.start.checked_sub(self.span.start).filter(|_| inside)?;
        Some(self.told.text.chars().skip(skipped).take(at.end - at.start).collect())
    }
}
