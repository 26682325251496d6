//! What hangs by a word itself: auxiliaries, negation, adverbs, adjectives, and how it is joined to the word before.

use super::strongest;
use crate::mention::Reading;
use crate::ontology::Status;
use crate::parse::{Label, Tag};

/// The status that a word's own modifiers give it.
pub(super) fn own(reading: &Reading<'_>, i: usize) -> Status {
    let kids = reading.tree.children(i).iter();
    let found = kids.map(|&kid| of_kid(reading, i, kid)).fold(Status::Asserted, strongest);
    let found = if is_joined_negated(reading, i) || is_all_but(reading, i) {
        strongest(found, Status::Negated)
    } else {
        found
    };
    let found = if is_being_planned(reading, i) { strongest(found, Status::Planned) } else { found };
    if found == Status::Negated && is_any_more(reading, i) { Status::Former } else { found }
}

fn of_kid(reading: &Reading<'_>, i: usize, kid: usize) -> Status {
    let tree = reading.tree;
    match tree.label(kid) {
        // "did not only condemn": it did.
        _ if is_not_only(reading, kid) => Status::Asserted,
        // "may not have attacked" is open, "could not attack" is not.
        Label::Neg
            if tree.children_with(i, &[Label::Aux]).any(|aux| tree.is_word(aux, &["may", "might"])) =>
        {
            Status::Possible
        }
        // "did not sign until March": then it was signed.
        Label::Neg if has_beginning(reading, i) => Status::Asserted,
        Label::Neg => Status::Negated,
        // "Had Iraq invaded, …": the auxiliary before the subject is an "if".
        Label::Aux if tree.label(i) == Label::Advcl && leads(reading, kid, i) => Status::Possible,
        Label::Aux if tree.tag(kid) == Tag::Md => modal(reading, i, kid),
        Label::Aux if tree.tag(kid) == Tag::To => infinitive(reading, i),
        // "no longer supports"
        Label::Advmod if tree.text(kid) == "longer" && tree.child(kid, &[Label::Neg]).is_some() => {
            Status::Former
        }
        // "rather than attack"
        Label::Advmod if is_rather_than(reading, kid, i) => Status::Negated,
        Label::Advmod | Label::Det | Label::Preconj if reading.lists("negator", kid) => Status::Negated,
        Label::Cc if kid < i && tree.text(kid).eq_ignore_ascii_case("nor") => Status::Negated,
        Label::Advmod if reading.says("adverbPossible", kid) || reading.says("hedge", kid) => {
            Status::Possible
        }
        Label::Amod | Label::Advmod if reading.says("plannedModifier", kid) && !tree.is_verb(i) => {
            Status::Planned
        }
        Label::Npadvmod | Label::Advmod if is_to_come(reading, i, kid) => Status::Planned,
        Label::Amod => adjective(reading, kid),
        Label::Prep | Label::Agent => preposition(reading, kid, i),
        // "no troops were sent": the negation stands with an argument.
        Label::Dobj | Label::Nsubj | Label::Nsubjpass | Label::Attr if has_no(reading, kid) => {
            Status::Negated
        }
        Label::Mark if reading.lists("conditional", kid) || is_as_though(reading, kid) => Status::Possible,
        _ => Status::Asserted,
    }
}

/// "is planning a raid", "has been plotting a coup": what is planned at present has not been yet.
fn is_being_planned(reading: &Reading<'_>, verb: usize) -> bool {
    let tree = reading.tree;
    let is_present = |aux: usize| matches!(tree.tag(aux), Tag::Vbz | Tag::Vbp);
    tree.tag(verb) == Tag::Vbg
        && tree.is_word(verb, &["plan", "plot", "prepare"])
        && tree.children_with(verb, &[Label::Aux]).any(is_present)
}

/// "visits Oslo next month", "is meeting her tomorrow": a present tense with a time that is still to come.
fn is_to_come(reading: &Reading<'_>, verb: usize, time: usize) -> bool {
    let tree = reading.tree;
    let is_present = |i: usize| matches!(tree.tag(i), Tag::Vbz | Tag::Vbp);
    let is_going_on = || {
        let auxiliaries = [Label::Aux, Label::Auxpass];
        tree.tag(verb) == Tag::Vbg && tree.children_with(verb, &auxiliaries).any(is_present)
    };
    let is_next = || tree.is_word(tree.subtree(time).start, &["next"]) && reading.is_time(time);
    (tree.is_word(time, &["tomorrow"]) || is_next()) && (is_present(verb) || is_going_on())
}

/// Whether a verb has the time with it until which something did not happen.
fn has_beginning(reading: &Reading<'_>, verb: usize) -> bool {
    let tree = reading.tree;
    let is_past = || tree.children_with(verb, &[Label::Aux]).any(|aux| tree.text(aux) == "did");
    tree.children_with(verb, &[Label::Prep]).any(|kid| {
        kid > verb
            && tree.is_word(kid, &["until", "till"])
            && tree.child(kid, &[Label::Pobj]).is_some_and(|object| reading.is_dated(object))
    }) && is_past()
}

/// "a foiled attack", "the alleged attack", "a former ally".
fn adjective(reading: &Reading<'_>, kid: usize) -> Status {
    let is_of = |list: &str| reading.says(list, kid);
    // "The Portuguese relinquished control of Macau": parsers take such a verb for a modifier of its object.
    let has_ended = || reading.tree.tag(kid) == Tag::Vbd && reading.lists("endingVerb", kid);
    if is_of("negatedModifier") {
        Status::Negated
    } else if is_of("formerModifier") || has_ended() {
        Status::Former
    } else if is_of("possibleModifier") || is_of("hedge") {
        Status::Possible
    } else {
        Status::Asserted
    }
}

/// "under no circumstances", "in vain", "In the novel, …", "According to unconfirmed reports, …".
fn preposition(reading: &Reading<'_>, kid: usize, i: usize) -> Status {
    let tree = reading.tree;
    let object = tree.child(kid, &[Label::Pobj]);
    let never = |object: usize| {
        tree.is_word(
            object,
            &["account", "circumstance", "condition", "moment", "point", "stage", "time", "way"],
        ) && tree.children_with(object, &[Label::Det]).any(|det| tree.word(det) == "no")
    };
    if object.is_some_and(never)
        || (tree.text(kid) == "in" && object.is_some_and(|it| tree.text(it) == "vain"))
    {
        return Status::Negated;
    }
    // "was killed, apparently by rebels"
    let is_unsure = |adverb: usize| reading.says("hedge", adverb) || reading.says("adverbPossible", adverb);
    let is_by_unsure = || tree.text(kid) == "by" && tree.children_with(kid, &[Label::Advmod]).any(is_unsure);
    if tells_fiction(reading, kid, i) || is_rumour(reading, kid) || is_by_unsure() {
        Status::Possible
    } else {
        Status::Asserted
    }
}

/// "neither attacked … nor criticised", "criticised … rather than attack": a conjunct behind a word that negates it.
fn is_joined_negated(reading: &Reading<'_>, i: usize) -> bool {
    let tree = reading.tree;
    let Some(first) = tree.head(i).filter(|_| tree.label(i) == Label::Conj) else { return false };
    let joins = |&kid: &usize| first < kid && kid < i && matches!(tree.label(kid), Label::Cc | Label::Prep);
    let last = tree.children(first).iter().copied().rfind(joins);
    last.is_some_and(|kid| {
        tree.text(kid) == "nor"
            || (tree.text(kid) == "than" && tree.text(kid - 1).eq_ignore_ascii_case("rather"))
    })
}

/// "all but attacked"
fn is_all_but(reading: &Reading<'_>, i: usize) -> bool {
    let tree = reading.tree;
    i >= 2 && tree.is_verb(i) && tree.text(i - 1) == "but" && tree.text(i - 2) == "all"
}

/// "does not support them any longer", "is not president anymore".
fn is_any_more(reading: &Reading<'_>, i: usize) -> bool {
    let tree = reading.tree;
    tree.children_with(i, &[Label::Advmod]).any(|kid| {
        tree.text(kid) == "anymore"
            || (matches!(tree.text(kid), "longer" | "more")
                && kid.checked_sub(1).is_some_and(|any| tree.text(any) == "any"))
    })
}

/// Whether a noun phrase stands for nobody or nothing.
pub(super) fn has_no(reading: &Reading<'_>, noun: usize) -> bool {
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

/// Whether "rather than" stands before verb `i` itself, and not before another that `i` is preferred to.
fn is_rather_than(reading: &Reading<'_>, adverb: usize, i: usize) -> bool {
    let tree = reading.tree;
    let than = adverb + 1;
    tree.text(adverb).eq_ignore_ascii_case("rather")
        && than < i
        && tree.text(than) == "than"
        && tree.child(than, &[Label::Pcomp]).is_none()
        && (than + 1..i).all(|between| !tree.is_verb(between))
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
        && tree
            .child(according, &[Label::Prep])
            .and_then(|to| tree.child(to, &[Label::Pobj]))
            .is_some_and(|source| is_doubtful(reading, source))
}

/// "unconfirmed reports", "rumours"
pub(super) fn is_doubtful(reading: &Reading<'_>, source: usize) -> bool {
    reading.lists("doubtNoun", source)
        || reading
            .tree
            .children_with(source, &[Label::Amod, Label::Compound])
            .any(|kid| reading.says("hedge", kid))
}

/// "In the novel, Canada invades Greenland."
fn tells_fiction(reading: &Reading<'_>, preposition: usize, verb: usize) -> bool {
    let tree = reading.tree;
    preposition == tree.sentence(verb).start
        && tree.is_word(preposition, &["in"])
        && tree.child(preposition, &[Label::Pobj]).is_some_and(|noun| reading.lists("fictionNoun", noun))
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

/// A purpose has not happened; what one "went on to" do and what "the first to" do so did, has.
fn infinitive(reading: &Reading<'_>, verb: usize) -> Status {
    let tree = reading.tree;
    let Some(head) = tree.head(verb) else { return Status::Asserted };
    // "called for Norway to withdraw"
    let is_called_for = || {
        reading.lists("askingVerb", head)
            && tree.children_with(verb, &[Label::Mark]).any(|mark| tree.word(mark) == "for")
    };
    match tree.label(verb) {
        Label::Advcl if is_called_for() => Status::Possible,
        Label::Advcl if is_phrasal(reading, "factual", head) => Status::Asserted,
        Label::Relcl | Label::Acl if is_ranked(reading, head) => Status::Asserted,
        Label::Advcl | Label::Relcl => Status::Planned,
        _ => Status::Asserted,
    }
}

/// Whether a list holds a verb with a particle of its own: "go_on", where "go" by itself leads to a purpose.
fn is_phrasal(reading: &Reading<'_>, list: &str, verb: usize) -> bool {
    let tree = reading.tree;
    tree.children_with(verb, &[Label::Prt, Label::Prep, Label::Advmod]).any(|kid| {
        kid > verb && reading.ontology.lists(list, &format!("{}_{}", tree.word(verb), tree.word(kid)))
    })
}

/// "the first state to recognise", "the last to sign".
pub(super) fn is_ranked(reading: &Reading<'_>, noun: usize) -> bool {
    let tree = reading.tree;
    let ranks = ["first", "second", "third", "fourth", "fifth", "last", "latest", "only"];
    std::iter::once(noun)
        .chain(tree.children_with(noun, &[Label::Amod]))
        .any(|i| ranks.iter().any(|rank| tree.text(i).eq_ignore_ascii_case(rank)))
}
