//! What is joined to a phrase: the members of a list, what "including" and "such as" name, who does the same "along with" it.
//!
//! In comes the head of a phrase; out go the heads of all phrases that stand for it, in order of the text.

use super::{FARTHEST, Reading, slip};
use crate::parse::{Label, Pos, Tag};

/// "Chad and Niger, which are members", "Chad and other states that joined": all that a relative clause speaks of, with
/// `noun` before its pronoun.
pub(super) fn joint_antecedents(
    reading: &Reading<'_>,
    verb: usize,
    pronoun: usize,
    noun: usize,
) -> Vec<usize> {
    let tree = reading.tree;
    let first = first_coordinated(reading, noun);
    if first == noun {
        return vec![noun];
    }
    let is_other = tree.children_with(noun, &[Label::Amod, Label::Det]).any(|kid| tree.word(kid) == "other");
    let is_singular = |i: usize| tree.tag(i) == Tag::Vbz || tree.text(i) == "was";
    let is_one =
        is_singular(verb) || tree.children_with(verb, &[Label::Aux, Label::Auxpass]).any(is_singular);
    let is_list = tree.pos(first) == Pos::Propn && tree.pos(noun) == Pos::Propn;
    let is_apart = pronoun > 0 && tree.text(pronoun - 1) == ",";
    if is_other || is_list && is_apart && !is_one { coordinated(reading, first) } else { vec![noun] }
}

/// The first member of a coordination of nouns that `head` is a later member of; else `head`.
pub fn first_coordinated(reading: &Reading<'_>, head: usize) -> usize {
    let tree = reading.tree;
    let mut at = head;
    for _ in 0..4 {
        match tree.head(at) {
            Some(first) if tree.label(at) == Label::Conj && tree.is_noun(first) => at = first,
            _ => break,
        }
    }
    at
}

/// A phrase and what is coordinated with it, in order of the text; what "including" names, as well.
pub fn coordinated(reading: &Reading<'_>, head: usize) -> Vec<usize> {
    let tree = reading.tree;
    let head = before_day(reading, head);
    let mut heads = vec![head];
    let mut next = 0;
    while next < heads.len() && heads.len() < 32 {
        let at = heads[next];
        for &kid in tree.children(at) {
            let joins = tree.label(kid) == Label::Conj && !tree.is_verb(kid);
            if joins {
                heads.push(kid);
            } else if tree.label(kid) == Label::Prep
                && let Some(object) = tree.child(kid, &[Label::Pobj])
                && (tree.is_word(kid, &["including", "include"]) || gives_example(reading, kid, object))
            {
                heads.push(object);
            } else if let Some(object) = slip::examples(reading, kid) {
                heads.push(object);
            } else if tree.word(kid) == "of"
                && let Some(last) = tree.child(kid, &[Label::Pobj])
                && is_one_name(reading, at, last)
            {
                heads.extend(tree.children_with(last, &[Label::Conj]));
            }
        }
        next += 1;
    }
    heads.extend(leading_member(reading, head));
    heads.extend(listed(reading, head));
    heads.extend(included(reading, head));
    heads.extend(accompanied(reading, head));
    heads.sort_unstable();
    heads.dedup();
    heads
}

/// "met Anna Berg Tuesday": the name that parsers take for a part of the day behind it; else the token itself.
pub(super) fn before_day(reading: &Reading<'_>, head: usize) -> usize {
    let tree = reading.tree;
    let is_before = |&kid: &usize| kid + 1 == head && tree.pos(kid) == Pos::Propn && !reading.is_time(kid);
    let name = tree.children_with(head, &[Label::Compound, Label::Nmod]).find(is_before);
    name.filter(|_| reading.is_time(head)).unwrap_or(head)
}

/// "Groups such as Hezbollah": the preposition leads to a name that is an example of the plural before it.
fn gives_example(reading: &Reading<'_>, preposition: usize, object: usize) -> bool {
    let tree = reading.tree;
    let is_such = preposition > 0 && tree.word(preposition) == "as" && tree.text(preposition - 1) == "such";
    is_such
        && tree.pos(object) == Pos::Propn
        && tree.head(preposition).is_some_and(|noun| tree.tag(noun) == Tag::Nns)
}

/// Whether two tokens stand in one name: "the United States of America", whose last word the rest of a list hangs by.
fn is_one_name(reading: &Reading<'_>, first: usize, last: usize) -> bool {
    let names = &reading.tree.parse().names;
    names.iter().any(|name| name.tokens.contains(&first) && name.tokens.contains(&last))
}

/// "Those attending include A and B", "among those attending were A and B": the names that a plural stands for.
fn listed(reading: &Reading<'_>, noun: usize) -> Vec<usize> {
    let tree = reading.tree;
    if tree.tag(noun) != Tag::Nns && tree.text(noun) != "those" {
        return Vec::new();
    }
    let above = tree.head(noun);
    let verb = match tree.label(noun) {
        Label::Nsubj => above,
        Label::Pobj => above.filter(|&up| tree.word(up) == "among").and_then(|up| tree.head(up)),
        _ => None,
    };
    let Some(verb) = verb.filter(|&verb| tree.is_word(verb, &["be", "include"])) else { return Vec::new() };
    tree.children_with(verb, &[Label::Attr, Label::Dobj, Label::Nsubj])
        .filter(|&kid| kid > noun && tree.pos(kid) == Pos::Propn)
        .flat_map(|kid| coordinated(reading, kid))
        .collect()
}

/// "Leaders were present at the event, including A and B": what stands behind one thing is of the plural subject.
fn included(reading: &Reading<'_>, noun: usize) -> Vec<usize> {
    let tree = reading.tree;
    let verb = tree.head(noun).filter(|_| tree.label(noun) == Label::Nsubj && tree.tag(noun) == Tag::Nns);
    let Some(verb) = verb else { return Vec::new() };
    let reach = verb + 1..tree.subtree(verb).end.min(verb + FARTHEST);
    let leads = reach.filter(|&i| {
        tree.text(i) == "including"
            && tree.head(i).is_some_and(|up| up == verb || (up > verb && tree.tag(up) == Tag::Nn))
    });
    let names = leads.filter_map(|lead| tree.child(lead, &[Label::Pobj]));
    names.filter(|&name| tree.pos(name) == Pos::Propn).flat_map(|name| coordinated(reading, name)).collect()
}

/// "A, along with B, sent", "A, together with B,": who is said to do the same, in a phrase of the subject or of its verb.
fn accompanied(reading: &Reading<'_>, noun: usize) -> Option<usize> {
    let tree = reading.tree;
    let verb = tree.head(noun).filter(|_| matches!(tree.label(noun), Label::Nsubj | Label::Nsubjpass))?;
    let joins = |with: usize| {
        tree.word(with) == "with"
            && with > noun + 1
            && tree.is_word(with - 1, &["along", "together"])
            && matches!(tree.text(with - 2), ",")
            && with < verb
    };
    let along =
        tree.children_with(verb, &[Label::Prep]).flat_map(|kid| tree.children_with(kid, &[Label::Prep]));
    let with = tree.children_with(noun, &[Label::Prep]).chain(along).find(|&kid| joins(kid))?;
    tree.child(with, &[Label::Pobj])
}

/// "A and B's aide C": parsers call the first member a modifier of the last, or of a modifier of it.
fn leading_member(reading: &Reading<'_>, head: usize) -> Option<usize> {
    let tree = reading.tree;
    let modifiers = [Label::Nmod, Label::Compound, Label::Poss];
    tree.children_with(head, &modifiers)
        .flat_map(|kid| std::iter::once(kid).chain(tree.children_with(kid, &modifiers)))
        .find(|&kid| {
            tree.pos(kid) == Pos::Propn
                && tree.label(kid) == Label::Nmod
                && tree.child(kid, &[Label::Cc]).is_some_and(|and| tree.word(and) == "and")
        })
        .or_else(|| slip::name_before_title(reading, head))
}
