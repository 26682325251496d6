//! Status of a predication: is it so, planned, possible, negated, denied or over?
//!
//! From the trigger up to the root, the strongest of what its modifiers and the verbs above say is kept. Modality stops
//! at a finite relative or adverbial clause, at an apposition and at a participle: without the stop "the state, which
//! joined in 2007, will remain" would be planned to have joined.

use crate::mention::Reading;
use crate::ontology::Status;
use crate::parse::{Label, Tag};

/// Steps up the tree that are looked at.
const MAX_STEPS: usize = 24;

/// The status that the text gives to the predication of token `trigger`.
pub fn status(reading: &Reading<'_>, trigger: usize) -> Status {
    let tree = reading.tree;
    let mut found = own(reading, trigger);
    let mut at = trigger;
    for _ in 0..MAX_STEPS {
        let Some(head) = tree.head(at) else { break };
        let step = step(reading, at, head);
        found = strongest(found, step.status);
        if !step.goes_on {
            break;
        }
        at = head;
    }
    found
}

/// The status that only the word's own modifiers give.
pub fn own_status(reading: &Reading<'_>, i: usize) -> Status {
    own(reading, i)
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

/// What hangs by the word itself: auxiliaries, negation, adverbs, adjectives.
fn own(reading: &Reading<'_>, i: usize) -> Status {
    let tree = reading.tree;
    let mut found = Status::Asserted;
    for &kid in tree.children(i) {
        let more = match tree.label(kid) {
            Label::Neg => Status::Negated,
            Label::Aux if tree.tag(kid) == Tag::Md => modal(reading, i, kid),
            Label::Aux if tree.tag(kid) == Tag::To => infinitive(reading, i),
            Label::Advmod if reading.lists("adverbPossible", kid) => Status::Possible,
            Label::Advmod | Label::Preconj if reading.lists("negator", kid) => Status::Negated,
            Label::Det | Label::Preconj if reading.lists("negator", kid) => Status::Negated,
            Label::Amod | Label::Advmod if reading.lists("plannedModifier", kid) && !tree.is_verb(i) => {
                Status::Planned
            }
            Label::Amod if reading.lists("possibleModifier", kid) => Status::Possible,
            Label::Amod if reading.lists("formerModifier", kid) => Status::Former,
            // "The Portuguese relinquished control of Macau": parsers take such a verb for a modifier of its object.
            Label::Amod if tree.tag(kid) == Tag::Vbd && reading.lists("endingVerb", kid) => Status::Former,
            // "no troops were sent": the negation stands with an argument.
            Label::Dobj | Label::Nsubj | Label::Nsubjpass | Label::Attr if has_no(reading, kid) => {
                Status::Negated
            }
            Label::Mark if reading.lists("conditional", kid) => Status::Possible,
            _ => Status::Asserted,
        };
        found = strongest(found, more);
    }
    found
}

fn has_no(reading: &Reading<'_>, noun: usize) -> bool {
    let tree = reading.tree;
    tree.is_word(noun, &["nobody", "none", "nothing"])
        || tree.children_with(noun, &[Label::Det]).any(|kid| tree.is_word(kid, &["no", "neither"]))
}

/// "would" in what somebody said is a plan seen from the past; elsewhere it is a possibility.
fn modal(reading: &Reading<'_>, verb: usize, modal: usize) -> Status {
    let tree = reading.tree;
    let word = tree.word(modal);
    if word == "would" || tree.text(modal).eq_ignore_ascii_case("would") || word == "'d" {
        let reported = std::iter::once(verb).chain(tree.ancestors(verb)).any(|up| {
            tree.label(up) == Label::Ccomp
                && tree.head(up).is_some_and(|head| reading.ontology.reports(tree.word(head)))
        });
        let conditional = tree
            .children_with(verb, &[Label::Advcl])
            .any(|kid| tree.children_with(kid, &[Label::Mark]).any(|mark| tree.word(mark) == "if"));
        return if reported && !conditional { Status::Planned } else { Status::Possible };
    }
    if reading.lists("modalPlanned", modal) || tree.is_word(modal, &["will", "shall"]) {
        return Status::Planned;
    }
    Status::Possible
}

/// A purpose or the content of a plan has not happened; after a factual verb it has.
fn infinitive(reading: &Reading<'_>, verb: usize) -> Status {
    let tree = reading.tree;
    match tree.label(verb) {
        Label::Advcl | Label::Acl | Label::Relcl => Status::Planned,
        _ => Status::Asserted,
    }
}

struct Step {
    status: Status,
    goes_on: bool,
}

/// From a word to its head: what the head says of it, and whether modality reaches further.
fn step(reading: &Reading<'_>, at: usize, head: usize) -> Step {
    let tree = reading.tree;
    let stop = Step { status: Status::Asserted, goes_on: false };
    let on = |status: Status| Step { status, goes_on: true };
    match tree.label(at) {
        Label::Appos | Label::Parataxis => stop,
        Label::Relcl => stop,
        Label::Advcl if tree.is_finite(at) => stop,
        Label::Acl if !tree.is_infinitive(at) => stop,
        Label::Conj => conjunct(reading, at, head),
        Label::Ccomp | Label::Xcomp | Label::Pcomp | Label::Oprd | Label::Csubj => {
            complement(reading, at, head)
        }
        Label::Advcl => {
            let has_own = tree.child(head, &[Label::Aux]).is_some_and(|aux| tree.tag(aux) == Tag::Md);
            if tree.is_infinitive(at) {
                on(if has_own { own(reading, head) } else { Status::Asserted })
            } else {
                on(own(reading, head))
            }
        }
        Label::Acl => on(of_noun(reading, head)),
        Label::Dobj | Label::Nsubjpass | Label::Pobj | Label::Attr | Label::Dative => {
            object(reading, at, head)
        }
        Label::Nsubj => {
            // "talks will take place": the subject shares the modality of a verb that only says that it happens.
            let happens = reading.lists("lightVerb", head)
                || reading.lists("factual", head)
                || tree.is_word(
                    head,
                    &[
                        "be", "occur", "happen", "begin", "start", "resume", "continue", "follow", "end",
                        "fail", "collapse",
                    ],
                );
            if happens && !tree.is_verb(at) { on(own(reading, head)) } else { stop }
        }
        Label::Prep | Label::Agent => {
            on(if tree.is_verb(head) { own(reading, head) } else { Status::Asserted })
        }
        _ => on(own(reading, head)),
    }
}

/// A conjunct without subject and auxiliary of its own shares those of the first.
fn conjunct(reading: &Reading<'_>, at: usize, head: usize) -> Step {
    let tree = reading.tree;
    let is_bare = tree.child(at, &[Label::Nsubj, Label::Nsubjpass, Label::Aux, Label::Auxpass]).is_none();
    let shares = is_bare && (!tree.is_verb(at) || matches!(tree.tag(at), Tag::Vb | Tag::Vbn | Tag::Vbg));
    Step { status: if shares { own(reading, head) } else { Status::Asserted }, goes_on: true }
}

/// A clause below a verb or adjective that says how real it is.
fn complement(reading: &Reading<'_>, at: usize, head: usize) -> Step {
    let tree = reading.tree;
    let word = tree.word(head);
    if reading.lists("reportingDenial", head) {
        return Step { status: Status::Denied, goes_on: false };
    }
    let is_infinitive = tree.is_infinitive(at);
    let said = if reading.lists("negativeVerb", head) {
        Status::Negated
    } else if reading.lists("factual", head) && tree.label(at) == Label::Xcomp {
        Status::Asserted
    } else if reading.lists("plannedVerb", head) || reading.lists("plannedAdjective", head) {
        if is_infinitive || !reading.ontology.reports(word) { Status::Planned } else { Status::Asserted }
    } else if reading.lists("reportingCommissive", head) && is_infinitive {
        Status::Planned
    } else if reading.lists("possibleVerb", head) || reading.lists("possibleAdjective", head) {
        if is_infinitive || !reading.ontology.reports(word) { Status::Possible } else { Status::Asserted }
    } else {
        Status::Asserted
    };
    if reading.ontology.reports(word) && !is_infinitive {
        return Step { status: said, goes_on: false };
    }
    Step { status: strongest(said, own(reading, head)), goes_on: true }
}

/// "plan to attack", "bid to join", "refusal to sign".
fn of_noun(reading: &Reading<'_>, noun: usize) -> Status {
    if reading.tree.is_word(noun, &["refusal", "failure", "inability"]) {
        return Status::Negated;
    }
    Status::Planned
}

/// A noun that names an event, below a verb: "will hold talks", "called off the visit", "called for sanctions".
fn object(reading: &Reading<'_>, at: usize, head: usize) -> Step {
    let tree = reading.tree;
    if tree.label(at) == Label::Pobj {
        let verb = tree.head(head).filter(|&up| tree.is_verb(up));
        let asks = verb.is_some_and(|up| {
            tree.is_word(up, &["call", "appeal", "push", "ask", "press", "hope", "aim", "wait"])
        }) && tree.is_word(head, &["for"]);
        let hedged =
            verb.is_some_and(|up| reading.lists("negativeVerb", up)) && tree.is_word(head, &["from"]);
        let status = if asks {
            Status::Possible
        } else if hedged {
            Status::Negated
        } else {
            Status::Asserted
        };
        return Step { status, goes_on: verb.is_some() && !tree.is_verb(at) };
    }
    if !tree.is_verb(head) {
        return Step { status: Status::Asserted, goes_on: true };
    }
    let said = if reading.lists("reportingDenial", head) {
        Status::Denied
    } else if reading.lists("negativeVerb", head)
        || tree.is_word(head, &["cancel", "reject", "rule", "oppose", "avert"])
    {
        Status::Negated
    } else if reading.lists("plannedVerb", head) {
        Status::Planned
    } else if reading.lists("possibleVerb", head) {
        Status::Possible
    } else if reading.lists("endingVerb", head) {
        Status::Former
    } else {
        Status::Asserted
    };
    Step { status: strongest(said, own(reading, head)), goes_on: true }
}
