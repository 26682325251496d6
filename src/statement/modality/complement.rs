//! What a verb, adjective or preposition says of the clause, infinitive or gerund below it.

use super::charge::{clearing_verb, is_charge};
use super::licence::Licence;
use super::noun::{of_gerund, predicate};
use super::own::{is_doubtful, own};
use crate::mention::{Reading, clause};
use crate::ontology::Status;
use crate::parse::{Label, Tag};

/// The licence of the clause at token `at` below `head`, and whether what stands above `head` reaches it.
pub(super) fn complement(reading: &Reading<'_>, at: usize, head: usize) -> (Licence, bool) {
    if reading.lists_verb("reportingDenial", head) {
        return (Licence::Denied, false);
    }
    let is_infinitive = reading.tree.is_infinitive(at);
    let reports = reading.ontology.reports(reading.tree.word(head));
    let is_finite = reading.tree.is_finite(at);
    let licence = if is_finite { finite(reading, at, head) } else { None };
    let licence = licence.or_else(|| of_deed(reading, at, head, is_infinitive));
    let licence = licence.or_else(|| of_list(reading, at, head, is_infinitive, reports));
    match licence {
        Some(licence @ (Licence::Fact | Licence::Unsure)) if !is_infinitive => (licence, false),
        Some(licence) if reports && !is_infinitive && licence != Licence::Barred => (licence, false),
        Some(licence) => (licence, true),
        None if reports && !is_infinitive => (Licence::Report, true),
        None => (Licence::Same, true),
    }
}

/// A finite clause: "it is false that", "falsely claimed that", "did not know that".
fn finite(reading: &Reading<'_>, at: usize, head: usize) -> Option<Licence> {
    let tree = reading.tree;
    let is_said_falsely =
        || tree.children_with(head, &[Label::Advmod]).any(|kid| reading.says("falseWord", kid));
    let is_rumoured = || {
        tree.children_with(head, &[Label::Nsubj])
            .any(|subject| subject < head && tree.is_noun(subject) && is_doubtful(reading, subject))
    };
    if asks_whether(reading, at) || is_unproven(reading, head) || is_supposed(reading, head) {
        Some(Licence::Unsure)
    } else if is_said_falsely() {
        Some(Licence::Barred)
    } else if reading.lists("factiveVerb", head) {
        Some(Licence::Fact)
    } else if reading.lists("reportingDoubt", head) || is_rumoured() || is_hearsay(reading, head) {
        Some(Licence::Unsure)
    } else {
        predicate(reading, head).filter(|_| !reading.ontology.reports(tree.word(head)))
    }
}

/// Deeds in an infinitive or gerund: "without attacking", "has yet to attack", "is accused of attacking", "used to attack".
fn of_deed(reading: &Reading<'_>, at: usize, head: usize, is_infinitive: bool) -> Option<Licence> {
    let tree = reading.tree;
    if tree.tag(at) == Tag::Vbg && reading.lists("endingVerb", head) && !tree.is_finite(at) {
        // "stopped supporting" ends what "urged them to stop supporting" lets go on.
        return Some(Licence::Ended);
    }
    if is_infinitive && (tree.is_word(head, &["cease"]) || is_used_to(reading, head)) {
        return Some(Licence::Ended);
    }
    let has_modal = || tree.children_with(head, &[Label::Aux]).any(|aux| tree.tag(aux) == Tag::Md);
    if reading.lists_verb("hesitantWord", head) && !tree.is_finite(at) {
        // "will not hesitate to attack"
        return Some(if has_modal() { Licence::Unsure } else { Licence::Hesitant });
    }
    if !tree.is_finite(at) && reading.lists("negativeImplicative", over(reading, at, head)) {
        return Some(if has_modal() { Licence::Barred } else { Licence::Opposite });
    }
    if is_ruled_out(reading, at, head) || has_yet(reading, at, head) || is_too(reading, at, head) {
        return Some(Licence::Barred);
    }
    if clearing_verb(reading, at, head).is_some() || pleads_not_guilty(reading, at, head) {
        return Some(Licence::Barred);
    }
    if is_charge(reading, at, head) {
        return Some(Licence::Unsure);
    }
    if tree.label(at) == Label::Pcomp {
        return of_preposition(reading, at, head);
    }
    None
}

/// What a list of the lexicon says of the word over a clause.
fn of_list(
    reading: &Reading<'_>,
    at: usize,
    head: usize,
    is_infinitive: bool,
    reports: bool,
) -> Option<Licence> {
    let tree = reading.tree;
    let is_admitted = reading.lists("reportingDisclosure", head);
    if reading.lists_verb("negativeVerb", head) || reading.says("disablingWord", head) {
        return Some(Licence::Barred);
    }
    if is_infinitive
        && tree.label(at) == Label::Xcomp
        && (tree.is_word(head, &["be"]) || is_going(reading, head))
    {
        // "was to become president", "was going to attack"
        return Some(Licence::Planned);
    }
    if is_infinitive
        && reports
        && !is_admitted
        && !reading.lists("plannedVerb", head)
        && clause::is_passive(reading, head)
    {
        // "is believed to have bombed"
        return Some(Licence::Unsure);
    }
    if is_infinitive && tree.is_word(head, &["able"]) && is_past(reading, head) {
        return Some(Licence::Same);
    }
    if is_infinitive && reading.says("openWord", head) {
        return Some(Licence::Unsure);
    }
    if reading.lists("factual", head) && tree.label(at) == Label::Xcomp {
        return Some(Licence::Same);
    }
    let is_deed = is_infinitive || !reports;
    if reading.lists("plannedVerb", head) || reading.lists("plannedAdjective", head) {
        return is_deed.then_some(Licence::Planned);
    }
    if reading.lists("reportingCommissive", head) && is_infinitive {
        return Some(Licence::Planned);
    }
    let is_possible = reading.lists("possibleVerb", head) || reading.lists("possibleAdjective", head);
    (is_possible && is_deed).then_some(Licence::Open)
}

/// A gerund behind a preposition that hangs by a noun, an adjective or a verb: "accusations of attacking", "capable of
/// attacking", "decided against attacking".
fn of_preposition(reading: &Reading<'_>, at: usize, preposition: usize) -> Option<Licence> {
    let tree = reading.tree;
    let above = tree.head(preposition)?;
    if tree.is_noun(above) {
        let is_choice = tree.text(preposition) == "but";
        return Some(if is_choice { Licence::Fact } else { of_gerund(reading, at, above) });
    }
    let is_against = tree.word(preposition) == "against";
    if is_against && tree.is_word(above, &["decide", "vote", "opt", "choose"]) {
        return Some(Licence::Barred);
    }
    let is_open =
        is_against && reading.ontology.reports(tree.word(above)) || is_hoped(reading, above, preposition);
    let is_able = !tree.is_verb(above) && reading.lists("possibleAdjective", above);
    if is_open || is_able {
        return Some(Licence::Open);
    }
    reading.says("disablingWord", above).then_some(Licence::Barred)
}

/// "threatened with attacking", "dream of joining", "insists on attacking", "think about joining".
fn is_hoped(reading: &Reading<'_>, verb: usize, preposition: usize) -> bool {
    let tree = reading.tree;
    let leads = ["about", "against", "at", "for", "of", "on", "toward", "towards"];
    tree.is_verb(verb) && reading.lists("possibleVerb", verb) && tree.is_word(preposition, &leads)
}

/// "It is believed that", "Many say that": what is said by nobody who could be asked.
fn is_hearsay(reading: &Reading<'_>, verb: usize) -> bool {
    let tree = reading.tree;
    let is_vague = |subject: usize| {
        tree.children(subject).is_empty() && reading.says("vagueSpeaker", subject) && !tree.is_verb(subject)
    };
    let is_nobody = || {
        tree.child(verb, &[Label::Nsubjpass]).is_some_and(|subject| tree.is_word(subject, &["it"]))
            && clause::agents(reading, verb).is_empty()
    };
    (reading.ontology.reports(tree.word(verb)) && tree.child(verb, &[Label::Nsubj]).is_some_and(is_vague))
        || (reading.lists("hearsayVerb", verb) && is_nobody())
}

/// "demanded that they leave", "the call that they leave": a clause in the subjunctive says what is wished, whatever leads to it.
pub fn is_wished(reading: &Reading<'_>, at: usize) -> bool {
    let tree = reading.tree;
    let subject = tree.child(at, &[Label::Nsubj, Label::Nsubjpass]);
    let be = tree.child(at, &[Label::Auxpass]);
    let is_bare = tree.tag(be.unwrap_or(at)) == Tag::Vb && tree.child(at, &[Label::Aux]).is_none();
    // Parsers take "that" for an object, too.
    let that =
        |subject: usize| tree.children(at).iter().any(|&kid| kid < subject && tree.text(kid) == "that");
    is_bare && subject.is_some_and(that)
}

/// Whether a clause leaves open what it says: "whether", "asked if".
pub(super) fn asks_whether(reading: &Reading<'_>, at: usize) -> bool {
    reading.tree.children_with(at, &[Label::Mark]).any(|mark| reading.tree.is_word(mark, &["whether", "if"]))
}

/// Whether nobody could or did find out that something is so.
pub(super) fn is_unproven(reading: &Reading<'_>, verb: usize) -> bool {
    let tree = reading.tree;
    reading.lists("provingVerb", verb)
        && (own(reading, verb) == Status::Negated
            || tree.label(verb) == Label::Xcomp
                && tree.head(verb).is_some_and(|up| tree.is_word(up, &["unable", "impossible", "fail"])))
}

/// "Assuming that they attacked, …", "Suppose they attacked."
fn is_supposed(reading: &Reading<'_>, verb: usize) -> bool {
    let tree = reading.tree;
    tree.is_word(verb, &["assume", "grant", "imagine", "presume", "provide", "suppose"])
        && tree.child(verb, &[Label::Nsubj, Label::Nsubjpass]).is_none()
        && matches!(tree.label(verb), Label::Advcl | Label::Prep | Label::Root)
        && matches!(tree.tag(verb), Tag::Vbg | Tag::Vb | Tag::Vbn)
}

/// The verb over a gerund behind a preposition, else the head itself.
fn over(reading: &Reading<'_>, at: usize, head: usize) -> usize {
    let tree = reading.tree;
    let verb = tree.head(head).filter(|&up| tree.is_verb(up));
    verb.filter(|_| tree.label(at) == Label::Pcomp && tree.word(head) == "from").unwrap_or(head)
}

/// "used to support", but not "was used to attack"
fn is_used_to(reading: &Reading<'_>, verb: usize) -> bool {
    let tree = reading.tree;
    tree.text(verb) == "used"
        && !clause::is_passive(reading, verb)
        && tree.child(verb, &[Label::Dobj, Label::Aux]).is_none()
}

/// "is going to attack"
fn is_going(reading: &Reading<'_>, verb: usize) -> bool {
    let tree = reading.tree;
    tree.text(verb) == "going" && tree.children_with(verb, &[Label::Aux]).any(|aux| tree.word(aux) == "be")
}

/// Whether an adjective stands by a verb in the past: "was able to".
fn is_past(reading: &Reading<'_>, adjective: usize) -> bool {
    let tree = reading.tree;
    tree.head(adjective).is_some_and(|verb| {
        tree.tag(verb) == Tag::Vbd
            || (tree.tag(verb) == Tag::Vbn
                && tree.children_with(verb, &[Label::Aux]).all(|aux| tree.tag(aux) != Tag::Md))
    })
}

/// "too weak to attack"
fn is_too(reading: &Reading<'_>, at: usize, head: usize) -> bool {
    let tree = reading.tree;
    tree.label(at) == Label::Xcomp
        && !tree.is_verb(head)
        && tree.children_with(head, &[Label::Advmod]).any(|kid| tree.text(kid) == "too")
}

/// "pleaded not guilty to killing"
fn pleads_not_guilty(reading: &Reading<'_>, at: usize, preposition: usize) -> bool {
    let tree = reading.tree;
    tree.label(at) == Label::Pcomp
        && tree.word(preposition) == "to"
        && tree.head(preposition).is_some_and(|guilty| {
            tree.text(guilty) == "guilty" && tree.child(guilty, &[Label::Neg]).is_some()
        })
}

/// "without criticising", "instead of meeting", "far from supporting": a gerund after a preposition.
fn is_ruled_out(reading: &Reading<'_>, at: usize, preposition: usize) -> bool {
    let tree = reading.tree;
    if tree.label(at) != Label::Pcomp {
        return false;
    }
    let before = preposition.checked_sub(1);
    let led_by = |words: &[&str]| {
        before.is_some_and(|i| words.iter().any(|word| tree.text(i).eq_ignore_ascii_case(word)))
    };
    match tree.text(preposition).to_lowercase().as_str() {
        "without" => true,
        "of" => led_by(&["instead", "short", "out"]),
        "to" => led_by(&["close", "near", "closer"]),
        "than" => led_by(&["rather"]),
        "from" => {
            led_by(&["far"])
                || tree.head(preposition).is_some_and(|verb| reading.lists_verb("negativeVerb", verb))
        }
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
