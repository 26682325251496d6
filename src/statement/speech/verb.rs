//! Verbs that report, and whom they cite or who relays them.

use crate::mention::{Reading, clause};
use crate::parse::{Label, Pos, Tag};

/// Verbs that report, as verbs of a clause.
pub(super) fn reporting_verbs(reading: &Reading<'_>) -> Vec<usize> {
    let tree = reading.tree;
    (0..tree.len())
        .filter(|&i| {
            (namer(reading, i).is_some()
                || tree.is_verb(i)
                || matches!(tree.tag(i), Tag::Vbd | Tag::Vbz | Tag::Vbp))
                && (reading.ontology.reports(tree.word(i))
                    || reading.lists_verb("reportingNounObject", i)
                    || tree.is_word(i, &["accept", "assume"]))
                && !tree.is_word(i, &["accord", "include", "follow"])
                && !goes_on_doing(reading, i)
                && !carries(reading, i)
        })
        .collect()
}

/// "would continue to fight: “…”", "will continue what it began": only "continued that" and "“…,” she continued" report.
fn goes_on_doing(reading: &Reading<'_>, verb: usize) -> bool {
    let tree = reading.tree;
    // "continued, “…”" has its quotation behind a comma.
    let is_clause =
        |kid: usize| kid > verb && tree.pos(verb + 1) != Pos::Punct && !clause::has_that(reading, kid);
    let is_deed = |kid: usize| tree.label(kid) == Label::Xcomp || is_clause(kid);
    tree.word(verb) == "continue" && tree.children_with(verb, &[Label::Ccomp, Label::Xcomp]).any(is_deed)
}

/// "The ministry notes, “…”": a verb before a quotation that the parser took for a noun, and the name before it.
fn namer(reading: &Reading<'_>, i: usize) -> Option<usize> {
    let tree = reading.tree;
    let is_led = i > 0
        && i + 2 < tree.len()
        && matches!(tree.text(i + 1), "," | ":")
        && matches!(tree.text(i + 2), "\"" | "“" | "«");
    let is_beside = |&kid: &usize| tree.pos(kid) == Pos::Propn && tree.subtree(kid).end == i;
    let beside =
        tree.children_with(i, &[Label::Compound, Label::Nmod, Label::Npadvmod]).filter(is_beside).last();
    let name = tree.child(i, &[Label::Nsubj]).or(beside)?;
    (is_led && tree.tag(i) == Tag::Nns && reading.ontology.reports(tree.word(i))).then_some(name)
}

/// Who says what the verb reports.
pub(super) fn sayers(reading: &Reading<'_>, verb: usize) -> Vec<usize> {
    let outer = reading.tree.ancestors(verb).take(4).find(|&up| goes_on_to(reading, verb, up));
    let subjects = clause::subjects(reading, outer.unwrap_or(verb));
    if subjects.is_empty() { namer(reading, verb).into_iter().collect() } else { subjects }
}

/// "said that it was new, and recalled a letter": whether a verb that parsers join to the clause that another verb reports
/// tells what the speaker goes on to say.
pub(super) fn goes_on_to(reading: &Reading<'_>, verb: usize, outer: usize) -> bool {
    let tree = reading.tree;
    tree.label(verb) == Label::Conj
        && matches!(tree.tag(verb), Tag::Vbd | Tag::Vbz)
        && tree.tag(verb) == tree.tag(outer)
        && tree.head(verb).is_some_and(|inner| {
            inner > outer && tree.label(inner) == Label::Ccomp && tree.head(inner) == Some(outer)
        })
        && tree.child(verb, &[Label::Nsubj, Label::Nsubjpass, Label::Aux, Label::Auxpass]).is_none()
        && reading.ontology.reports(tree.word(outer))
        && reading.ontology.reports(tree.word(verb))
}

/// "was quoted as saying": the inner verb reports, the outer one carries it.
fn carries(reading: &Reading<'_>, verb: usize) -> bool {
    let tree = reading.tree;
    let as_saying = tree
        .children_with(verb, &[Label::Prep])
        .filter(|&kid| tree.word(kid) == "as")
        .filter_map(|kid| tree.child(kid, &[Label::Pcomp]))
        .any(|inner| reading.ontology.reports(tree.word(inner)));
    let object = tree.child(verb, &[Label::Dobj]);
    let saying = || {
        let kids = tree.children(verb).iter().chain(object.map_or(&[][..], |object| tree.children(object)));
        kids.copied().any(|kid| tree.tag(kid) == Tag::Vbg && reading.ontology.reports(tree.word(kid)))
    };
    as_saying || (tree.is_word(verb, &["quote", "cite"]) && saying())
}

/// "quoted the minister as saying", "The Post, citing officials, reported": whose words a paper passes on.
pub(super) fn cited(reading: &Reading<'_>, verb: usize, speakers: &[usize]) -> Option<Vec<usize>> {
    let tree = reading.tree;
    let is_citing = |i: usize| tree.is_word(i, &["cite", "quote"]) && !clause::is_passive(reading, i);
    let is_said = tree.tag(verb) == Tag::Vbg && tree.label(verb) != Label::Conj;
    let above = tree.ancestors(verb).take(2).find(|&up| is_said && is_citing(up));
    let beside = || {
        let kids = tree.children(verb).iter().chain(speakers.iter().flat_map(|&s| tree.children(s)));
        kids.copied().find(|&kid| is_citing(kid) && tree.tag(kid) == Tag::Vbg)
    };
    let object = tree.child(above.or_else(beside)?, &[Label::Dobj])?;
    // "quoted the minister as saying": the minister is the speaker already.
    (speaks(reading, object) && !speakers.contains(&object)).then(|| clause::coordinated(reading, object))
}

/// Whether a noun is somebody who speaks: a name, a person, a group or a paper.
pub(super) fn speaks(reading: &Reading<'_>, noun: usize) -> bool {
    reading.tree.pos(noun) == Pos::Propn
        || ["personNoun", "groupNoun", "mediaNoun"].iter().any(|list| reading.lists(list, noun))
        || reading.is_role_word(noun)
}

/// "was quoted by Interfax as saying", "Interfax quoted him as saying": who relayed.
pub(super) fn relay(reading: &Reading<'_>, verb: usize) -> Option<usize> {
    let tree = reading.tree;
    let carrier = tree.ancestors(verb).take(2).find(|&up| tree.is_word(up, &["quote", "cite", "report"]))?;
    if clause::is_passive(reading, carrier) {
        return clause::agents(reading, carrier).first().copied();
    }
    quoting(reading, verb)
}

/// "Interfax quoted him as saying": who quotes the subject of a verb of saying.
pub(super) fn quoting(reading: &Reading<'_>, verb: usize) -> Option<usize> {
    let tree = reading.tree;
    let carrier = tree.ancestors(verb).take(2).find(|&up| tree.is_word(up, &["quote", "cite"]))?;
    let object = tree.child(carrier, &[Label::Dobj]).filter(|_| !clause::is_passive(reading, carrier))?;
    let is_of_object = clause::subjects(reading, verb).contains(&object);
    clause::subjects(reading, carrier).first().copied().filter(|_| is_of_object)
}

/// The subject of a reporting verb that "according to" leads to: the source of what somebody in apposition to it said.
pub(super) fn agency_before(reading: &Reading<'_>, verb: usize) -> Option<usize> {
    let tree = reading.tree;
    let subject = tree.child(verb, &[Label::Nsubj]).filter(|&subject| subject < verb)?;
    let first = tree.subtree(subject).start;
    let is_source = first > 1
        && tree.text(first - 1) == "to"
        && tree.text(first - 2).eq_ignore_ascii_case("according")
        && tree.child(first - 1, &[Label::Pobj]).is_none();
    is_source.then_some(subject)
}

/// The name right before a reporting verb and its comma, in apposition below its subject.
pub(super) fn named_behind(reading: &Reading<'_>, verb: usize, subject: usize) -> Option<usize> {
    let tree = reading.tree;
    let last = verb.checked_sub(2).filter(|&last| tree.text(last + 1) == ",")?;
    let is_named = last > subject
        && tree.pos(last) == Pos::Propn
        && tree.label(last) == Label::Appos
        && tree.is_below(last, subject);
    is_named.then_some(last)
}
