//! Status of a predication: is it so, planned, possible, negated, denied or over?
//!
//! From the trigger up to the root, the strongest of what its modifiers and the verbs above say is kept. Modality stops
//! at a finite relative or adverbial clause, at an apposition and at a participle: without the stop "the state, which
//! joined in 2007, will remain" would be planned to have joined.

use crate::mention::{Reading, clause};
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
        let Some(head) = tree.head(at) else {
            found = strongest(found, asked(reading, at));
            break;
        };
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
            // "did not only condemn": it did.
            Label::Neg | Label::Preconj if is_not_only(reading, kid) => Status::Asserted,
            // "may not have attacked" is open, "could not attack" is not.
            Label::Neg
                if tree.children_with(i, &[Label::Aux]).any(|aux| tree.is_word(aux, &["may", "might"])) =>
            {
                Status::Possible
            }
            Label::Neg => Status::Negated,
            // "Had Iraq invaded, …": the auxiliary before the subject is an "if".
            Label::Aux if tree.label(i) == Label::Advcl && leads(reading, kid, i) => Status::Possible,
            Label::Aux if tree.tag(kid) == Tag::Md => modal(reading, i, kid),
            Label::Aux if tree.tag(kid) == Tag::To => infinitive(reading, i),
            Label::Advmod if reading.lists("adverbPossible", kid) || reading.lists("hedge", kid) => {
                Status::Possible
            }
            // "no longer supports"
            Label::Advmod if tree.text(kid) == "longer" && tree.child(kid, &[Label::Neg]).is_some() => {
                Status::Former
            }
            // "rather than attack"
            Label::Advmod if is_rather_than(reading, kid) => Status::Negated,
            Label::Advmod | Label::Preconj if reading.lists("negator", kid) => Status::Negated,
            Label::Det | Label::Preconj if reading.lists("negator", kid) => Status::Negated,
            Label::Amod | Label::Advmod if reading.lists("plannedModifier", kid) && !tree.is_verb(i) => {
                Status::Planned
            }
            Label::Amod if reading.lists("possibleModifier", kid) || reading.lists("hedge", kid) => {
                Status::Possible
            }
            Label::Amod if reading.lists("negatedModifier", kid) => Status::Negated,
            Label::Prep if tells_fiction(reading, kid, i) || is_rumour(reading, kid) => Status::Possible,
            Label::Amod if reading.lists("formerModifier", kid) => Status::Former,
            // "The Portuguese relinquished control of Macau": parsers take such a verb for a modifier of its object.
            Label::Amod if tree.tag(kid) == Tag::Vbd && reading.lists("endingVerb", kid) => Status::Former,
            // "no troops were sent": the negation stands with an argument.
            Label::Dobj | Label::Nsubj | Label::Nsubjpass | Label::Attr if has_no(reading, kid) => {
                Status::Negated
            }
            Label::Mark if reading.lists("conditional", kid) || is_as_though(reading, kid) => {
                Status::Possible
            }
            _ => Status::Asserted,
        };
        found = strongest(found, more);
    }
    found
}

/// Whether a past state is said to have lasted until some time.
fn has_end(reading: &Reading<'_>, noun: usize, verb: usize) -> bool {
    let tree = reading.tree;
    [noun, verb]
        .into_iter()
        .any(|at| tree.children_with(at, &[Label::Prep]).any(|kid| tree.is_word(kid, &["until", "till"])))
}

fn has_no(reading: &Reading<'_>, noun: usize) -> bool {
    let tree = reading.tree;
    tree.is_word(noun, &["nobody", "none", "nothing"])
        || (tree.is_word(noun, &["few"]) && tree.children(noun).is_empty())
        || tree
            .children_with(noun, &[Label::Det, Label::Preconj, Label::Cc])
            .any(|kid| kid < noun && tree.is_word(kid, &["no", "neither"]))
}

fn is_not_only(reading: &Reading<'_>, negation: usize) -> bool {
    let tree = reading.tree;
    tree.text(negation).eq_ignore_ascii_case("not")
        && negation + 1 < tree.len()
        && tree.is_word(negation + 1, &["only", "just", "merely", "simply"])
}

fn is_rather_than(reading: &Reading<'_>, adverb: usize) -> bool {
    let tree = reading.tree;
    tree.text(adverb).eq_ignore_ascii_case("rather")
        && adverb + 1 < tree.len()
        && tree.text(adverb + 1) == "than"
}

/// Whether an auxiliary stands before the subject of its verb.
fn leads(reading: &Reading<'_>, auxiliary: usize, verb: usize) -> bool {
    let subject = reading.tree.child(verb, &[Label::Nsubj, Label::Nsubjpass]);
    subject.is_some_and(|subject| auxiliary < subject) && reading.tree.tag(auxiliary) != Tag::Md
}

/// "acted as though they had been attacked"
fn is_as_though(reading: &Reading<'_>, mark: usize) -> bool {
    let tree = reading.tree;
    tree.is_word(mark, &["though"]) && mark.checked_sub(1).is_some_and(|before| tree.is_word(before, &["as"]))
}

/// "According to unconfirmed reports, …"
fn is_rumour(reading: &Reading<'_>, according: usize) -> bool {
    let tree = reading.tree;
    tree.text(according).eq_ignore_ascii_case("according")
        && tree.child(according, &[Label::Prep]).and_then(|to| tree.child(to, &[Label::Pobj])).is_some_and(
            |source| {
                reading.lists("doubtNoun", source)
                    || tree.children_with(source, &[Label::Amod]).any(|kid| reading.lists("hedge", kid))
            },
        )
}

/// "In the novel, Canada invades Greenland."
fn tells_fiction(reading: &Reading<'_>, preposition: usize, verb: usize) -> bool {
    let tree = reading.tree;
    preposition == tree.sentence(verb).start
        && tree.is_word(preposition, &["in"])
        && tree.child(preposition, &[Label::Pobj]).is_some_and(|noun| reading.lists("fictionNoun", noun))
}

/// "Has Qatar sanctioned Bahrain?" leaves open what "Why did Qatar sanction Bahrain?" takes for granted.
fn asked(reading: &Reading<'_>, root: usize) -> Status {
    let tree = reading.tree;
    let sentence = tree.sentence(root);
    let is_question = sentence.clone().rev().take(3).any(|i| tree.text(i) == "?");
    let subject = tree.child(root, &[Label::Nsubj, Label::Nsubjpass]);
    let first = std::iter::once(root)
        .chain(tree.children_with(root, &[Label::Aux, Label::Auxpass]))
        .filter(|&i| subject.is_some_and(|subject| i < subject))
        .min();
    let asks_why = first.is_some_and(|first| {
        (sentence.start..first).any(|i| matches!(tree.tag(i), Tag::Wrb | Tag::Wp | Tag::Wdt))
    });
    if is_question && first.is_some() && !asks_why { Status::Possible } else { Status::Asserted }
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
        Label::Advcl if tree.is_finite(at) => Step { status: to_come(reading, at, head), goes_on: false },
        Label::Acl if tree.is_finite(at) => of_clause(reading, at, head),
        Label::Acl if !tree.is_infinitive(at) => stop,
        Label::Conj => conjunct(reading, at, head),
        Label::Ccomp | Label::Xcomp | Label::Pcomp | Label::Oprd | Label::Csubj => {
            complement(reading, at, head)
        }
        // "ruled out recognising": parsers take the object for an adverbial.
        Label::Advcl if tree.tag(at) == Tag::Vbg && (head + 1..=head + 2).contains(&at) => {
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
                        "be", "occur", "happen", "begin", "start", "restart", "resume", "reopen", "open",
                        "continue", "proceed", "follow", "end", "fail", "collapse",
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
    if reading.lists_verb("reportingDenial", head) {
        return Step { status: Status::Denied, goes_on: false };
    }
    let is_infinitive = tree.is_infinitive(at);
    // "it is not clear whether they attacked", "could not confirm that they attacked"
    if !is_infinitive && (asks_whether(reading, at) || is_unproven(reading, head)) {
        return Step { status: Status::Possible, goes_on: false };
    }
    let reports = reading.ontology.reports(word);
    let is_admitted = reading.lists("reportingDisclosure", head);
    if tree.tag(at) == Tag::Vbg && reading.lists("endingVerb", head) {
        // "stopped supporting" ends what "urged them to stop supporting" lets go on.
        let has_ended = !is_infinitive_or_open(reading, head);
        let status = if has_ended { Status::Former } else { Status::Asserted };
        return Step { status, goes_on: false };
    }
    let said = if reading.lists_verb("negativeVerb", head)
        || is_ruled_out(reading, at, head)
        || has_yet(reading, at, head)
    {
        Status::Negated
    } else if is_infinitive && tree.is_word(head, &["be"]) && tree.label(at) == Label::Xcomp {
        // "was to become president"
        Status::Planned
    } else if is_charge(reading, at, head) {
        Status::Possible
    } else if !reading.lists("plannedVerb", head)
        && !is_admitted
        && is_infinitive
        && reports
        && clause::is_passive(reading, head)
    {
        // "is believed to have bombed"
        Status::Possible
    } else if !is_infinitive && reading.lists("reportingDoubt", head) {
        Status::Possible
    } else if reports && !is_infinitive && !is_admitted && own(reading, head) == Status::Negated {
        // "nobody thinks that they attacked"
        Status::Possible
    } else if reading.lists("factual", head) && tree.label(at) == Label::Xcomp {
        Status::Asserted
    } else if reading.lists("plannedVerb", head) || reading.lists("plannedAdjective", head) {
        if is_infinitive || !reports { Status::Planned } else { Status::Asserted }
    } else if reading.lists("reportingCommissive", head) && is_infinitive {
        Status::Planned
    } else if reading.lists("possibleVerb", head) || reading.lists("possibleAdjective", head) {
        if is_infinitive || !reports { Status::Possible } else { Status::Asserted }
    } else {
        Status::Asserted
    };
    if reports && !is_infinitive {
        return Step { status: said, goes_on: false };
    }
    let own = own(reading, head);
    // "did not refuse to sign", "refused to rule out attacking"
    let is_open = said == Status::Negated && (own == Status::Negated || is_refused(reading, head));
    Step { status: if is_open { Status::Possible } else { strongest(said, own) }, goes_on: !is_open }
}

/// Whether a clause leaves open what it says.
fn asks_whether(reading: &Reading<'_>, at: usize) -> bool {
    reading.tree.children_with(at, &[Label::Mark]).any(|mark| reading.tree.word(mark) == "whether")
}

/// Whether nobody could or did find out that something is so.
fn is_unproven(reading: &Reading<'_>, verb: usize) -> bool {
    let tree = reading.tree;
    tree.is_word(
        verb,
        &["ascertain", "confirm", "corroborate", "establish", "prove", "substantiate", "verify"],
    ) && (own(reading, verb) == Status::Negated
        || tree.label(verb) == Label::Xcomp
            && tree.head(verb).is_some_and(|up| tree.is_word(up, &["unable", "impossible", "fail"])))
}

/// Whether a verb that says that something ends is itself wished for, planned or denied.
fn is_infinitive_or_open(reading: &Reading<'_>, verb: usize) -> bool {
    reading.tree.is_infinitive(verb) || own(reading, verb) != Status::Asserted
}

/// Whether a verb is itself what somebody refuses.
fn is_refused(reading: &Reading<'_>, verb: usize) -> bool {
    let tree = reading.tree;
    tree.label(verb) == Label::Xcomp
        && tree.head(verb).is_some_and(|above| reading.lists_verb("negativeVerb", above))
}

/// "is accused of attacking": a charge that the text gives to nobody.
fn is_charge(reading: &Reading<'_>, at: usize, preposition: usize) -> bool {
    charging_verb(reading, at, preposition)
        .is_some_and(|verb| clause::is_passive(reading, verb) && clause::agents(reading, verb).is_empty())
}

/// The verb that charges somebody with the deed at token `at`, a gerund after `preposition`.
pub fn charging_verb(reading: &Reading<'_>, at: usize, preposition: usize) -> Option<usize> {
    let tree = reading.tree;
    let is_gerund = tree.label(at) == Label::Pcomp && tree.is_word(preposition, &["of", "with", "for"]);
    tree.head(preposition).filter(|&verb| is_gerund && reading.lists("chargingVerb", verb))
}

/// "When Norway attacks Sweden, Denmark will help": the present in a clause of time beside the future.
fn to_come(reading: &Reading<'_>, at: usize, head: usize) -> Status {
    let tree = reading.tree;
    let is_present = matches!(tree.tag(at), Tag::Vbz | Tag::Vbp)
        && tree.children_with(at, &[Label::Mark, Label::Advmod]).any(|kid| {
            kid < at && ["when", "once", "until", "till", "as", "after", "before"].contains(&tree.word(kid))
        });
    if is_present && own(reading, head) == Status::Planned { Status::Planned } else { Status::Asserted }
}

/// "without criticising", "instead of meeting", "was prevented from attacking": a gerund after a preposition.
fn is_ruled_out(reading: &Reading<'_>, at: usize, preposition: usize) -> bool {
    let tree = reading.tree;
    if tree.label(at) != Label::Pcomp {
        return false;
    }
    let before = preposition.checked_sub(1);
    let led_by = |word: &str| before.is_some_and(|i| tree.text(i).eq_ignore_ascii_case(word));
    match tree.text(preposition).to_lowercase().as_str() {
        "without" => true,
        "of" => led_by("instead") || led_by("short"),
        "than" => led_by("rather"),
        "from" => tree.head(preposition).is_some_and(|verb| reading.lists_verb("negativeVerb", verb)),
        _ => false,
    }
}

/// "has yet to recognise", "are yet to sign"
fn has_yet(reading: &Reading<'_>, at: usize, head: usize) -> bool {
    let tree = reading.tree;
    tree.label(at) == Label::Xcomp
        && tree.is_word(head, &["have", "be"])
        && tree.children_with(head, &[Label::Advmod]).any(|kid| tree.is_word(kid, &["yet"]))
}

/// "rumours that they attacked", "no evidence that they attacked": how real a clause is that a noun names.
fn of_clause(reading: &Reading<'_>, at: usize, noun: usize) -> Step {
    let tree = reading.tree;
    let status = if tree.child(at, &[Label::Mark]).is_none() {
        Status::Asserted
    } else if reading.lists("doubtNoun", noun) || has_no(reading, noun) || asks_whether(reading, at) {
        Status::Possible
    } else if tree.is_word(noun, &["denial"]) {
        Status::Denied
    } else {
        Status::Asserted
    };
    Step { status, goes_on: false }
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
    // "was president until 2010"
    if tree.label(at) == Label::Attr && tree.tag(head) == Tag::Vbd && has_end(reading, at, head) {
        return Step { status: Status::Former, goes_on: true };
    }
    if !tree.is_verb(head) {
        return Step { status: Status::Asserted, goes_on: true };
    }
    let said = if reading.lists_verb("reportingDenial", head) {
        Status::Denied
    } else if reading.lists_verb("negativeVerb", head)
        || tree.is_word(head, &["cancel", "reject", "rule", "oppose", "avert"])
    {
        Status::Negated
    } else if reading.lists("plannedVerb", head)
        || tree.is_word(head, &["postpone", "delay", "defer", "reschedule"])
    {
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
