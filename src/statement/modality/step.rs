//! From a word to its head: what the head says of it, and whether modality reaches further.

use super::complement::{complement, is_wished};
use super::licence::Licence;
use super::noun::{comes_to_nothing, of_clause, of_gerund, of_infinitive};
use super::own::{is_ranked, own};
use crate::mention::Reading;
use crate::ontology::Status;
use crate::parse::{Label, Tag};

/// A step from a word to its head.
pub(super) struct Step {
    /// What the head says of the word.
    pub licence: Licence,
    /// What the head's own modifiers say of the head, as far as it concerns the word.
    pub of_head: Status,
    /// Whether what stands above the head concerns the word.
    pub goes_on: bool,
}

impl Step {
    /// Nothing above concerns the word.
    const STOP: Self = Self { licence: Licence::Same, of_head: Status::Asserted, goes_on: false };

    /// The word is as real as its head, which is of the status `of_head`.
    fn on(of_head: Status) -> Self {
        Self { licence: Licence::Same, of_head, goes_on: true }
    }
}

/// The step from token `at` to `head`.
pub(super) fn step(reading: &Reading<'_>, at: usize, head: usize) -> Step {
    let tree = reading.tree;
    match tree.label(at) {
        Label::Appos | Label::Parataxis => Step::STOP,
        Label::Relcl | Label::Acl | Label::Ccomp if is_wished(reading, at) => {
            Step { licence: Licence::Unsure, ..Step::STOP }
        }
        Label::Relcl | Label::Acl | Label::Ccomp if tree.is_finite(at) && is_named(reading, head) => {
            Step { licence: of_clause(reading, at, head), ..Step::STOP }
        }
        // "no proof of Oslo having attacked"
        Label::Relcl if reading.lists("evidenceNoun", head) => {
            Step { licence: of_gerund(reading, at, head), ..Step::STOP }
        }
        // "would be the first woman to lead the party": as real as that she is the first.
        Label::Relcl | Label::Acl
            if tree.is_infinitive(at) && is_ranked(reading, head) && tree.label(head) == Label::Attr =>
        {
            let above = tree.head(head).map_or(Status::Asserted, |be| own(reading, be));
            Step { of_head: above, ..Step::STOP }
        }
        Label::Relcl => Step { of_head: asked_headline(reading, at, head), ..Step::STOP },
        Label::Advcl if tree.is_finite(at) => Step { of_head: to_come(reading, at, head), ..Step::STOP },
        Label::Acl if !tree.is_infinitive(at) => {
            Step { of_head: asked_headline(reading, at, head), ..Step::STOP }
        }
        Label::Conj => conjunct(reading, at, head),
        Label::Ccomp | Label::Xcomp | Label::Pcomp | Label::Oprd | Label::Csubj => {
            let (licence, goes_on) = complement(reading, at, head);
            Step { licence, of_head: own(reading, head), goes_on }
        }
        // "ruled out recognising": parsers take the object for an adverbial.
        Label::Advcl if tree.tag(at) == Tag::Vbg && (head + 1..=head + 2).contains(&at) => {
            let (licence, goes_on) = complement(reading, at, head);
            Step { licence, of_head: own(reading, head), goes_on }
        }
        Label::Advcl => adverbial(reading, at, head),
        Label::Acl => {
            Step { licence: of_infinitive(reading, head), of_head: own(reading, head), goes_on: true }
        }
        Label::Dobj | Label::Nsubjpass | Label::Pobj | Label::Attr | Label::Dative => {
            object(reading, at, head)
        }
        Label::Nsubj => {
            // "talks will take place": the subject shares the modality of a verb that only says that it happens.
            let happens =
                ["lightVerb", "factual", "happeningVerb"].iter().any(|list| reading.lists(list, head))
                    || fails(reading, head);
            if happens && !tree.is_verb(at) {
                Step { licence: of_prospect(reading, head), of_head: own(reading, head), goes_on: true }
            } else {
                Step::STOP
            }
        }
        Label::Prep if own(reading, head) == Status::Negated && is_given(reading, at) => {
            Step::on(Status::Asserted)
        }
        Label::Prep | Label::Agent => {
            Step::on(if tree.is_verb(head) { own(reading, head) } else { Status::Asserted })
        }
        _ => Step::on(own(reading, head)),
    }
}

/// "is imminent", "is unlikely", "is unthinkable": what is said of an event by an adjective.
fn of_prospect(reading: &Reading<'_>, verb: usize) -> Licence {
    let tree = reading.tree;
    let is_said = |lists: &[&str]| {
        let words = tree.children_with(verb, &[Label::Acomp]);
        words.into_iter().any(|word| lists.iter().any(|list| reading.says(list, word)))
    };
    // "are due to begin"
    let is_due = || {
        let begins = |word: usize| {
            tree.children_with(word, &[Label::Xcomp]).any(|kid| reading.lists("happeningVerb", kid))
        };
        tree.children_with(verb, &[Label::Acomp])
            .any(|word| reading.lists("plannedAdjective", word) && begins(word))
    };
    if is_said(&["disablingWord"]) || fails(reading, verb) {
        Licence::Barred
    } else if is_said(&["openWord", "possibleModifier"]) {
        Licence::Unsure
    } else if is_said(&["plannedModifier"]) || is_due() {
        Licence::Planned
    } else {
        Licence::Same
    }
}

/// "the meeting fell through", "the visit never materialised"
fn fails(reading: &Reading<'_>, verb: usize) -> bool {
    reading.tree.is_word(verb, &["fall"]) && reading.lists_verb("failingVerb", verb)
}

/// "did not speak during his visit": what is known to happen while something does not.
fn is_given(reading: &Reading<'_>, preposition: usize) -> bool {
    let tree = reading.tree;
    let is_of_time =
        tree.is_word(preposition, &["after", "amid", "before", "despite", "during", "following", "since"]);
    is_of_time
        && tree.child(preposition, &[Label::Pobj]).is_some_and(|noun| {
            let is_definite = |&kid: &usize| tree.label(kid) == Label::Poss || tree.word(kid) == "the";
            tree.children_with(noun, &[Label::Poss, Label::Det]).any(|kid| is_definite(&kid))
        })
}

/// Whether a word is a noun, also where the tagger takes "reports" or "claims" at the head of a clause for a verb.
fn is_named(reading: &Reading<'_>, i: usize) -> bool {
    let tree = reading.tree;
    tree.is_noun(i)
        || (matches!(tree.label(i), Label::Nsubj | Label::Nsubjpass | Label::Dobj)
            && reading.lists("reportingNoun", i))
}

/// An infinitive or participle beside a verb.
fn adverbial(reading: &Reading<'_>, at: usize, head: usize) -> Step {
    let tree = reading.tree;
    // "will leave, having met": what came before has happened.
    if tree.tag(at) == Tag::Vbn && tree.children_with(at, &[Label::Aux]).any(|aux| tree.text(aux) == "having")
    {
        return Step::STOP;
    }
    let has_own = tree.child(head, &[Label::Aux]).is_some_and(|aux| tree.tag(aux) == Tag::Md);
    let shares = !tree.is_infinitive(at) || has_own;
    Step::on(if shares { own(reading, head) } else { Status::Asserted })
}

/// A conjunct without subject and auxiliary of its own shares those of the first.
fn conjunct(reading: &Reading<'_>, at: usize, head: usize) -> Step {
    let tree = reading.tree;
    let is_bare = tree.child(at, &[Label::Nsubj, Label::Nsubjpass, Label::Aux, Label::Auxpass]).is_none();
    let shares = is_bare && (!tree.is_verb(at) || matches!(tree.tag(at), Tag::Vb | Tag::Vbn | Tag::Vbg));
    Step::on(if shares { own(reading, head) } else { Status::Asserted })
}

/// "When Norway attacks Sweden, Denmark will help": the present in a clause of time beside the future.
fn to_come(reading: &Reading<'_>, at: usize, head: usize) -> Status {
    let tree = reading.tree;
    // "would leave once they had paid"
    let is_done = || tree.children_with(at, &[Label::Aux]).any(|aux| tree.word(aux) == "have");
    let is_present = (matches!(tree.tag(at), Tag::Vbz | Tag::Vbp) || is_done())
        && tree.children_with(at, &[Label::Mark, Label::Advmod]).any(|kid| {
            kid < at && ["when", "once", "until", "till", "as", "after", "before"].contains(&tree.word(kid))
        });
    // "Before Norway meets Sweden, it wants an apology."
    let is_awaited = || {
        tree.tag(at) == Tag::Vbz
            && tree.tag(head) != Tag::Vbd
            && tree
                .children_with(at, &[Label::Mark, Label::Advmod])
                .any(|kid| kid < at && ["before", "until", "till"].contains(&tree.word(kid)))
    };
    let is_to_come = is_present && own(reading, head) == Status::Planned || is_awaited();
    if is_to_come { Status::Planned } else { Status::Asserted }
}

/// "Norway to attack Sweden?", "Is Norway supporting Sweden?": parsers hang the verb of such a question by its subject.
fn asked_headline(reading: &Reading<'_>, at: usize, noun: usize) -> Status {
    let tree = reading.tree;
    let root = tree.head(noun).unwrap_or(noun);
    let is_main = tree.label(noun) == Label::Root
        || (tree.label(noun) == Label::Nsubj && tree.label(root) == Label::Root && root < noun);
    let is_bare = !tree.is_finite(at) && is_main;
    if is_bare { super::asked(reading, root) } else { Status::Asserted }
}

/// A noun that names an event, below a verb: "will hold talks", "called off the visit", "called for sanctions".
fn object(reading: &Reading<'_>, at: usize, head: usize) -> Step {
    let tree = reading.tree;
    if tree.label(at) == Label::Pobj {
        return behind_preposition(reading, at, head);
    }
    // "was president until 2010"
    if tree.label(at) == Label::Attr && tree.tag(head) == Tag::Vbd && has_end(reading, at, head) {
        return Step { licence: Licence::Ended, of_head: Status::Asserted, goes_on: true };
    }
    if !tree.is_verb(head) {
        return Step::on(Status::Asserted);
    }
    let licence = if reading.lists_verb("reportingDenial", head) {
        Licence::Denied
    } else if tree.is_word(head, &["stop"]) && is_going_on(reading, at) {
        Licence::Ended
    } else if reading.lists_verb("negativeVerb", head) || reading.lists_verb("cancellingVerb", head) {
        Licence::Barred
    } else if reading.lists("plannedVerb", head) || reading.lists_verb("postponingVerb", head) {
        Licence::Planned
    } else if reading.lists("possibleVerb", head) || is_in_the_making(reading, at, head) {
        Licence::Open
    } else if reading.lists("endingVerb", head) {
        Licence::Ended
    } else {
        Licence::Same
    };
    Step { licence, of_head: own(reading, head), goes_on: true }
}

/// "a treaty is being negotiated", "are drafting an accord": what is still worked on.
fn is_in_the_making(reading: &Reading<'_>, noun: usize, verb: usize) -> bool {
    let tree = reading.tree;
    let is_present = |aux: usize| matches!(tree.tag(aux), Tag::Vbz | Tag::Vbp);
    let is_progressive = tree.tag(verb) == Tag::Vbg
        || tree.children_with(verb, &[Label::Auxpass]).any(|aux| tree.text(aux) == "being");
    tree.is_word(verb, &["draft", "negotiate"])
        && reading.lists("agreementNoun", noun)
        && is_progressive
        && tree.children_with(verb, &[Label::Aux]).any(is_present)
}

/// "stopped the war", "stopped its support": what goes on until it is stopped. A raid, a meeting or a trip that is stopped has
/// not been.
fn is_going_on(reading: &Reading<'_>, noun: usize) -> bool {
    let is_fight = ["warNoun", "fightNoun", "protestNoun"].iter().any(|list| reading.lists(list, noun));
    is_fight || reading.tree.is_plural(noun) || !reading.lists("eventNoun", noun)
}

fn behind_preposition(reading: &Reading<'_>, at: usize, head: usize) -> Step {
    let tree = reading.tree;
    let above = tree.head(head);
    if is_absent(reading, head) && !is_definite(reading, at) {
        return Step { licence: Licence::Unsure, ..Step::STOP };
    }
    if let Some(noun) = above.filter(|&up| tree.is_noun(up))
        && let Some(licence) = of_prospective(reading, at, head, noun)
    {
        return Step { licence, ..Step::STOP };
    }
    let verb = above.filter(|&up| tree.is_verb(up));
    // "served as mayor until 2010"
    if let Some(verb) = verb.filter(|&verb| tree.word(head) == "as" && tree.tag(verb) == Tag::Vbd)
        && has_end(reading, at, verb)
    {
        return Step { licence: Licence::Ended, of_head: Status::Asserted, goes_on: true };
    }
    let asks = verb.is_some_and(|up| reading.lists("askingVerb", up)) && tree.is_word(head, &["for"]);
    let warns = verb.is_some_and(|up| reading.lists("warningVerb", up))
        && tree.is_word(head, &["about", "against", "of"]);
    let hedged = verb.is_some_and(|up| reading.lists("negativeVerb", up)) && tree.is_word(head, &["from"]);
    let awaits = verb.is_some_and(|up| is_awaiting(reading, up)) && tree.word(head) == "for";
    let licence = if asks || warns {
        Licence::Open
    } else if awaits && !is_definite(reading, at) {
        Licence::Planned
    } else if hedged {
        Licence::Barred
    } else {
        Licence::Same
    };
    Step { licence, of_head: Status::Asserted, goes_on: verb.is_some() && !tree.is_verb(at) }
}

/// "barring an attack", "without a raid": a preposition that leads to what has not been.
pub fn is_absent(reading: &Reading<'_>, preposition: usize) -> bool {
    ["absent", "barring", "bar", "without"].contains(&reading.tree.text(preposition).to_lowercase().as_str())
}

/// "prepared for an attack", "braced for protests": verbs whose *for* phrase is still to come.
pub fn is_awaiting(reading: &Reading<'_>, verb: usize) -> bool {
    reading.tree.is_word(verb, &["brace", "prepare", "wait"])
}

fn is_definite(reading: &Reading<'_>, noun: usize) -> bool {
    let tree = reading.tree;
    tree.children_with(noun, &[Label::Det, Label::Poss]).any(|kid| {
        tree.label(kid) == Label::Poss || tree.is_word(kid, &["the", "this", "that", "these", "those"])
    })
}

/// "the threat of an attack", "hopes for talks", "plans for a visit", "in case of an attack": what a noun says of an event behind its preposition that
/// is not known to have been.
fn of_prospective(reading: &Reading<'_>, at: usize, preposition: usize, noun: usize) -> Option<Licence> {
    let tree = reading.tree;
    if is_definite(reading, at) || !tree.is_word(preposition, &["about", "for", "of"]) {
        return None;
    }
    let is_in_case = tree.is_word(noun, &["case", "event"])
        && tree.head(noun).is_some_and(|up| tree.is_word(up, &["in"]))
        && tree.word(preposition) == "of";
    let is_for = tree.word(preposition) == "for";
    if is_for && reading.lists("plannedNoun", noun) {
        Some(if comes_to_nothing(reading, noun) { Licence::Barred } else { Licence::Planned })
    } else if is_in_case || reading.lists("doubtNoun", noun) {
        Some(Licence::Unsure)
    } else if is_for && reading.lists("possibleNoun", noun) {
        Some(Licence::Open)
    } else {
        None
    }
}

/// Whether a past state is said to have lasted until some time: "until 2010", "from 2005 to 2010".
fn has_end(reading: &Reading<'_>, noun: usize, verb: usize) -> bool {
    let tree = reading.tree;
    let ends = |kid: usize| tree.is_word(kid, &["until", "till"]);
    let is_span = |from: usize| {
        tree.word(from) == "from"
            && tree.child(from, &[Label::Pobj]).is_some_and(|first| {
                let inner = tree.children_with(from, &[Label::Prep]);
                let mut inner = inner.chain(tree.children_with(first, &[Label::Prep]));
                reading.is_dated(first) && inner.any(|kid| tree.is_word(kid, &["to"]) || ends(kid))
            })
    };
    [noun, verb]
        .into_iter()
        .any(|at| tree.children_with(at, &[Label::Prep]).any(|kid| ends(kid) || is_span(kid)))
}
