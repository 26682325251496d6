//! Status of a predication: is it so, planned, possible, negated, denied or over?
//!
//! From the trigger up to the root, each word says how real what stands below it is. From the root down to the trigger
//! these licences are applied to one another, so that "did not fail to attack" comes out as an attack. Modality stops at a
//! finite relative or adverbial clause, at an apposition and at a participle: without the stop "the state, which joined
//! in 2007, will remain" would be planned to have joined.

use crate::mention::Reading;
use crate::ontology::Status;
use crate::parse::{Label, Tag};

mod charge;
mod complement;
mod licence;
mod noun;
mod own;
mod step;

pub use charge::judge;
pub use complement::is_wished;
use own::own;
use step::{Step, step};
pub use step::{is_absent, is_awaiting};

/// Steps up the tree that are looked at.
const MAX_STEPS: usize = 24;

/// The status that the text gives to the predication of token `trigger`.
pub fn status(reading: &Reading<'_>, trigger: usize) -> Status {
    let mut steps: Vec<Step> = Vec::new();
    let mut above = Status::Asserted;
    let mut at = trigger;
    for _ in 0..MAX_STEPS {
        let Some(head) = reading.tree.head(at) else {
            above = asked(reading, at);
            break;
        };
        let step = step(reading, at, head);
        let goes_on = step.goes_on;
        steps.push(step);
        if !goes_on {
            break;
        }
        at = head;
    }
    let above =
        steps.iter().rev().fold(above, |above, step| step.licence.apply(strongest(above, step.of_head)));
    strongest(above, own(reading, trigger))
}

/// The status that only the word's own modifiers give.
pub fn own_status(reading: &Reading<'_>, i: usize) -> Status {
    own(reading, i)
}

/// The status of a phrase beside what it describes: "formerly of the Labour Party".
pub fn phrase_status(reading: &Reading<'_>, i: usize) -> Status {
    let is_over = |kid: usize| reading.lists("formerAdverb", kid);
    if reading.tree.children_with(i, &[Label::Advmod]).any(is_over) {
        Status::Former
    } else {
        Status::Asserted
    }
}

/// The stronger of two: asserted, planned, possible, former, negated, denied.
pub fn strongest(a: Status, b: Status) -> Status {
    let rank = |status: Status| match status {
        Status::Asserted => 0,
        Status::Planned => 1,
        Status::Possible => 2,
        Status::Former => 3,
        Status::Negated => 4,
        Status::Denied => 5,
    };
    if rank(b) > rank(a) { b } else { a }
}

/// The status of a predication whose clause has the status `clause` and whose own words say `given`: what may end, will end
/// or did not end lasts ("will step down as president", "refused to end its cooperation"), and what may be called off is open.
pub fn of_words(clause: Status, given: Status) -> Status {
    use Status::{Asserted, Denied, Former, Negated, Planned, Possible};
    match (given, clause) {
        (Former, Planned | Possible | Negated | Denied) => Asserted,
        (Negated, Possible | Negated | Denied) => Possible,
        _ => strongest(clause, given),
    }
}

/// "Has Qatar sanctioned Bahrain?" and "Qatar to sanction Bahrain?" leave open what "Why did Qatar sanction Bahrain?"
/// takes for granted.
fn asked(reading: &Reading<'_>, root: usize) -> Status {
    let tree = reading.tree;
    let sentence = tree.sentence(root);
    let is_question = sentence.clone().rev().take(3).any(|i| tree.text(i) == "?");
    let asks_why = || {
        sentence.clone().take_while(|&i| !tree.is_verb(i)).take(6).any(|i| {
            matches!(tree.tag(i), Tag::Wrb | Tag::Wp | Tag::Wdt) && !matches!(tree.label(i), Label::Mark)
        })
    };
    if is_question && !asks_why() { Status::Possible } else { Status::Asserted }
}
