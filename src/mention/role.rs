//! Role phrases: "Kremlin spokesman Dmitry Peskov", "Ruto, president of Kenya", "the US envoy".
//!
//! They are found by the longest match of role nouns on the tokens and not by the tree, because parsers flatten titles.
//! The nouns come from the frames of shape [`Shape::Role`].

mod holder;

use std::ops::Range;

use super::{Holder, NameMention, Reading, RolePhrase, clause};
use crate::ontology::frame::{Element, Role, Shape};
use crate::ontology::gazetteer::Sense;
use crate::ontology::{Class, ClassSet, Frame, FrameId, Status};
use crate::parse::{Label, Pos, Tag};

/// Lists of words that say when a role is held; capitalised they are taken for names.
const TIME_MODIFIERS: [&str; 3] = ["formerModifier", "plannedModifier", "actingModifier"];

/// Words that make of a role another office.
const DEPUTY: [&str; 4] = ["deputy", "vice", "assistant", "under"];

/// The role phrases of a text, in order.
pub fn find(reading: &Reading<'_>, names: &[NameMention]) -> Vec<RolePhrase> {
    let name_at = names_by_token(reading, names);
    let mut phrases = Vec::new();
    for head in 0..reading.tree.len() {
        if let Some((start, frames)) = longest(reading, head)
            && !continues(reading, head)
            && !clause::is_in_preposition(reading, head)
            && !inside_name(&name_at, names, start..head + 1)
        {
            phrases.push(phrase(reading, names, &name_at, start..head + 1, frames));
        }
    }
    phrases
}

/// For each token, whether it is a word of a role that a person can hold.
pub fn marks(reading: &Reading<'_>) -> Vec<bool> {
    let mut marks = vec![false; reading.tree.len()];
    for head in 0..reading.tree.len() {
        if let Some((start, frames)) = longest(reading, head)
            && domain(reading, &frames).contains(Class::Person)
        {
            marks[start..=head].fill(true);
        }
    }
    marks
}

/// What the holders of roles of these frames may be.
fn domain(reading: &Reading<'_>, frames: &[FrameId]) -> ClassSet {
    frames.iter().fold(ClassSet::NONE, |set, id| {
        let frame = &reading.ontology.frames[id.0 as usize];
        let slot = frame.slot(Role::Subject).unwrap_or(ClassSet::ANY);
        set.union(slot.intersection(reading.ontology[frame.relation].domain))
    })
}

/// Index of the name that covers each token.
fn names_by_token(reading: &Reading<'_>, names: &[NameMention]) -> Vec<Option<usize>> {
    let mut at = vec![None; reading.tree.len()];
    for (number, name) in names.iter().enumerate() {
        at[name.tokens.clone()].fill(Some(number));
    }
    at
}

/// A role noun that a longer name swallowed ("Ministers" in "Council of Ministers") is no role.
fn inside_name(name_at: &[Option<usize>], names: &[NameMention], nouns: Range<usize>) -> bool {
    nouns.clone().any(|i| name_at[i].is_some_and(|n| names[n].tokens.len() > nouns.len()))
}

/// Whether the next token makes a longer role or compound of it ("security" in "security adviser").
fn continues(reading: &Reading<'_>, head: usize) -> bool {
    let tree = reading.tree;
    let next = head + 1;
    if next >= tree.len() || tree.sentence_number(next) != tree.sentence_number(head) {
        return false;
    }
    // "deputy administrator": the deputy is one of the role behind it.
    if tree.is_word(head, &DEPUTY) && longest(reading, next).is_some() {
        return true;
    }
    let longer = |last: usize| longest(reading, last).is_some_and(|(start, _)| start <= head);
    let hyphen = tree.text(next) == "-" && next + 1 < tree.len() && longer(next + 1);
    longer(next) || hyphen || (next + 1 < tree.len() && longer(next + 1))
}

/// The longest role that ends with token `last`: its first token and the frames that it evokes.
fn longest(reading: &Reading<'_>, last: usize) -> Option<(usize, Vec<FrameId>)> {
    let tree = reading.tree;
    if !matches!(tree.pos(last), Pos::Noun | Pos::Propn | Pos::Adj | Pos::X | Pos::Num)
        || reading.lists("actWord", last)
        || describes(reading, last)
        || is_official(reading, last)
    {
        return None;
    }
    let mut best: Option<(usize, Vec<FrameId>)> = None;
    for &id in reading.ontology.index.ending(tree.word(last)) {
        let frame = &reading.ontology.frames[id.0 as usize];
        if frame.shape() != Shape::Role {
            continue;
        }
        let Some(start) = role_start(reading, frame, last) else { continue };
        match &mut best {
            Some((have, frames)) if *have == start => frames.push(id),
            Some((have, _)) if *have < start => {}
            _ => best = Some((start, vec![id])),
        }
    }
    best
}

/// "the official news agency": no official.
fn is_official(reading: &Reading<'_>, last: usize) -> bool {
    let tree = reading.tree;
    tree.word(last) == "official"
        && tree.pos(last) == Pos::Adj
        && tree.label(last) == Label::Amod
        && tree.head(last).is_some_and(|noun| noun > last)
}

/// "the general election", "its northern region": an adjective of a common noun is no role.
fn describes(reading: &Reading<'_>, last: usize) -> bool {
    let tree = reading.tree;
    let described = tree.head(last).filter(|_| tree.label(last) == Label::Amod && tree.pos(last) == Pos::Adj);
    let is_common = |list: &&str| described.is_some_and(|noun| reading.lists_noun(list, noun));
    described.is_some_and(|noun| noun > last) && ["eventNoun", "regionNoun"].iter().any(is_common)
}

/// The frames of roles that end with token `last` and begin where `begins` says.
fn ending(reading: &Reading<'_>, last: usize, begins: impl Fn(usize) -> bool) -> Vec<FrameId> {
    let frames = reading.ontology.index.ending(reading.tree.word(last)).iter().copied();
    frames
        .filter(|id| {
            let frame = &reading.ontology.frames[id.0 as usize];
            frame.shape() == Shape::Role && role_start(reading, frame, last).is_some_and(&begins)
        })
        .collect()
}

fn role_start(reading: &Reading<'_>, frame: &Frame, last: usize) -> Option<usize> {
    let Some(Element::Words(alternatives)) = frame.elements.get(frame.trigger()) else { return None };
    alternatives.iter().filter_map(|words| words_end_at(reading, words, last)).min()
}

/// The first token of `words` where they end with token `last`; hyphens between them are skipped.
pub fn words_end_at(reading: &Reading<'_>, words: &[String], last: usize) -> Option<usize> {
    let tree = reading.tree;
    let first = tree.sentence(last).start;
    let (mut at, mut left) = (last, words.len());
    loop {
        let wanted = words.get(left - 1)?;
        if !reading.is_form(at, wanted) {
            return None;
        }
        left -= 1;
        if left == 0 {
            return Some(at);
        }
        at = at.checked_sub(1).filter(|&at| at >= first)?;
        if tree.text(at) == "-" {
            at = at.checked_sub(1).filter(|&at| at >= first)?;
        }
    }
}

fn phrase(
    reading: &Reading<'_>,
    names: &[NameMention],
    name_at: &[Option<usize>],
    nouns: Range<usize>,
    frames: Vec<FrameId>,
) -> RolePhrase {
    let head = nouns.end - 1;
    let scan = Scan { reading, names, name_at, domain: domain(reading, &frames) };
    let (start, left_body) = scan.left(&nouns);
    let (right, preposition, end) = scan.right(head);
    // "police chief Anna Berg": with no other body, the first noun of the office says whose it is.
    if left_body.is_none()
        && right.is_none()
        && let Some((nouns, frames)) = scan.behind_body(&nouns)
    {
        return phrase(reading, names, name_at, nouns, frames);
    }
    let left_body = scan.common_body(&nouns, left_body).or(left_body);
    let (mut status, is_deputy) = scan.modifiers(start..nouns.start);
    // "Anna Berg, formerly a deputy minister"
    if start > reading.tree.sentence(head).start && reading.lists("formerAdverb", start - 1) {
        status = Status::Former;
    }
    let is_to = preposition == Some("to");
    // "the city of Mosul": the phrase after "of" is the place itself.
    let is_capital = right.is_some_and(|right| {
        reading.tree.is_word(nouns.start, &["capital"])
            && name_at[right].is_some_and(|n| reading.state_named(&names[n].tokens).is_some())
    });
    let names_itself = !is_capital
        && preposition == Some("of")
        && !scan.domain.contains(Class::Person)
        && scan.is_place(head, right);
    let (holder, is_predicated) = match right {
        Some(place) if names_itself => (Holder::Named(scan.apposed_by_of(head, place)), false),
        _ => scan.holder(start, head, end),
    };
    // "a Hamas official in Beirut": only "of" and "for" say more surely than what stands before.
    let is_owner = preposition.is_some_and(|word| {
        matches!(word, "of" | "for") || frames.iter().any(|&id| asks_for(reading, id, word))
    });
    let body = match (is_to || names_itself, is_owner) {
        (true, _) => left_body,
        (false, true) => right.or(left_body),
        (false, false) => left_body.or(right),
    };
    // "Prime Minister Anna Berg of Norway"
    let (body, preposition) = match (body, &holder) {
        (None, Holder::Named(heads)) if right.is_none() && !is_predicated => {
            match heads.last().and_then(|&name| scan.after_name(name)) {
                Some(after) => (Some(after), Some("of")),
                None => (None, preposition),
            }
        }
        _ => (body, preposition.filter(|_| body == right)),
    };
    // "Chad's Logone region": the name before the noun is the place itself.
    let (holder, body) = match scan.region_named(&nouns, right) {
        Some(name) => (Holder::Named(vec![names[name].head]), scan.left(&(names[name].tokens.clone())).1),
        None => (holder, body),
    };
    let joined = body.filter(|_| body == left_body && holder == Holder::Phrase);
    let (body, start) = match joined.and_then(|body| scan.first_body(body, &nouns)) {
        Some((first, begins)) => (Some(first), start.min(begins)),
        None => (body, start),
    };
    let left_body = if joined.is_some() { body } else { left_body };
    let owner = left_body.filter(|_| body.is_some() && body != left_body);
    let destination = if is_to { right } else { None };
    let preposition = preposition.filter(|_| !is_to && !names_itself).map(str::to_owned);
    RolePhrase {
        preposition,
        is_predicated,
        nouns,
        head,
        frames,
        holder,
        body,
        owner,
        destination,
        domain: scan.domain,
        status,
        is_deputy,
        start,
    }
}

/// Whether a frame names the preposition before its object: `ambassador SUBJ in OBJ:Place`.
fn asks_for(reading: &Reading<'_>, id: FrameId, preposition: &str) -> bool {
    reading.ontology.frames[id.0 as usize].elements.iter().any(|element| {
        matches!(element, Element::Words(alternatives)
            if alternatives.iter().any(|words| words.len() == 1 && words[0] == preposition))
    })
}

#[derive(Clone, Copy)]
struct Scan<'s> {
    reading: &'s Reading<'s>,
    names: &'s [NameMention],
    name_at: &'s [Option<usize>],
    domain: ClassSet,
}

impl Scan<'_> {
    /// To the left over adjectives and nouns: the first token of the phrase, and the nearest name or possessor.
    fn left(&self, nouns: &Range<usize>) -> (usize, Option<usize>) {
        let tree = self.reading.tree;
        let first = tree.sentence(nouns.start).start;
        let (mut start, mut body) = (nouns.start, None);
        let mut party = None;
        while start > first {
            let before = start - 1;
            if let Some(number) = self.name_at[before] {
                let found = self.body_before(number, nouns.start);
                if self.is_party_of_holder(number, found, nouns.end - 1) {
                    party = party.or(Some(found));
                } else if !self.is_half_of_word(number) {
                    body = body.or(Some(found));
                }
                start = self.names[number].tokens.start;
                continue;
            }
            let is_modifier = matches!(tree.pos(before), Pos::Adj | Pos::Noun | Pos::Num | Pos::Adv)
                || matches!(tree.tag(before), Tag::Pos | Tag::Jj)
                || (matches!(tree.tag(before), Tag::Vbn | Tag::Vbg)
                    && matches!(
                        tree.label(before),
                        Label::Amod | Label::Compound | Label::Nmod | Label::Punct
                    ))
                // "International Development Secretary"
                || tree.pos(before) == Pos::Propn
                    && tree.label(before) == Label::Compound
                    && tree.is_word(nouns.end - 1, &["minister", "secretary"])
                || matches!(tree.text(before), "-" | "." | "’s" | "'s")
                || TIME_MODIFIERS.iter().any(|list| self.reading.lists(list, before))
                || (tree.tag(before) == Tag::Cc && self.joins_modifiers(before, first));
            if matches!(tree.tag(before), Tag::PrpPoss | Tag::WpPoss) {
                body = body.or(party).or(Some(before));
                start = before;
                break;
            }
            if matches!(tree.tag(before), Tag::Dt) {
                start = before;
                // "the group's leader": a possessor before an article stays out, a determiner ends the phrase.
                break;
            }
            let is_role = self.reading.is_role_word(before) && !tree.is_word(before, &DEPUTY);
            if !is_modifier || is_role {
                break;
            }
            if tree.tag(before) == Tag::Pos && before > first {
                // A possessor that is no name: "the group's leader".
                if self.name_at[before - 1].is_none() {
                    body = body.or(Some(before - 1));
                    start = tree.subtree(before - 1).start.max(first).min(before - 1);
                    break;
                }
            }
            start = before;
        }
        (start, body.or(party))
    }

    /// "the city's Democratic mayor": the party of whoever holds the office, which is that of something else. "The
    /// Democratic leader" leads the party.
    fn is_party_of_holder(&self, number: usize, body: usize, office: usize) -> bool {
        let name = &self.names[number];
        let is_party = matches!(name.sense, Some((entry, Sense::Adjective | Sense::Demonym))
            if self.reading.ontology.gazetteer[entry].class == Class::Organization);
        is_party
            && body == name.head
            && self.domain.contains(Class::Person)
            && !self.reading.tree.is_word(office, &["leader", "whip"])
    }

    /// "the election commission chief", "Peru's electoral court president": the common noun before a role of persons that
    /// says of which body it is, where no name does or only that of the state.
    fn common_body(&self, nouns: &Range<usize>, named: Option<usize>) -> Option<usize> {
        let tree = self.reading.tree;
        // "police officers" are known by what they are, and hold no post that has its place in the body.
        let is_post = self.domain.contains(Class::Person) && !tree.is_word(nouns.end - 1, &["officer"]);
        let noun = nouns.start.checked_sub(1).filter(|_| is_post)?;
        let is_before = tree.head(noun).is_some_and(|up| up > noun)
            && matches!(tree.label(noun), Label::Compound | Label::Nmod)
            && tree.pos(noun) == Pos::Noun
            && self.name_at[noun].is_none();
        let lists = |list: &str| self.reading.lists_noun(list, noun);
        let is_of_state = named.and_then(|i| self.name_at[i]).is_some_and(|number| {
            self.names[number]
                .sense
                .is_some_and(|(entry, _)| self.reading.ontology.gazetteer[entry].class == Class::State)
        });
        let is_body = match named {
            None => lists("armedGroupNoun") || lists("bodyNoun"),
            Some(_) => is_of_state && lists("bodyNoun"),
        };
        (is_before && is_body && !lists("stateAgentNoun") && !lists("fighterNoun")).then_some(noun)
    }

    /// The shorter role behind the body that an office begins with: "chief" of "police chief".
    fn behind_body(&self, nouns: &Range<usize>) -> Option<(Range<usize>, Vec<FrameId>)> {
        let shorter = nouns.start + 1..nouns.end;
        let is_office_of_state = self.reading.lists("governmentNoun", nouns.start)
            || self.reading.tree.is_word(nouns.start, &["cabinet", "delegation", "government"]);
        if shorter.is_empty() || is_office_of_state {
            return None;
        }
        let frames = ending(self.reading, nouns.end - 1, |start| start == shorter.start);
        if frames.is_empty() {
            return None;
        }
        let scan = Scan { domain: domain(self.reading, &frames), ..*self };
        scan.common_body(&shorter, None).map(|_| (shorter, frames))
    }

    /// "the Syria-backed group", "NATO-led forces": who backs or leads a body is no whole of it.
    fn is_half_of_word(&self, number: usize) -> bool {
        let tree = self.reading.tree;
        let end = self.names[number].tokens.end;
        end + 1 < tree.len()
            && tree.text(end) == "-"
            && matches!(tree.tag(end + 1), Tag::Vbn | Tag::Vbd | Tag::Vbg)
    }

    /// "al-Qaida and Taleban fighters": the first of the bodies that stand joined before a role, and where its name begins.
    fn first_body(&self, body: usize, nouns: &Range<usize>) -> Option<(usize, usize)> {
        let tree = self.reading.tree;
        let first = clause::first_coordinated(self.reading, body);
        let is_before = first < body
            && body < nouns.start
            && matches!(tree.label(first), Label::Amod | Label::Compound | Label::Nmod)
            && tree.head(first).is_some_and(|up| nouns.contains(&up));
        let name = self.name_at[first].filter(|_| is_before).map(|number| &self.names[number])?;
        Some((name.head, name.tokens.start))
    }

    /// The head of a name before a role; "Labour committee chairman" heads the committee and not the party.
    fn body_before(&self, number: usize, role: usize) -> usize {
        let name = &self.names[number];
        let is_party = matches!(name.sense, Some((entry, Sense::Adjective | Sense::Demonym))
            if self.reading.ontology.gazetteer[entry].class == Class::Organization);
        let noun = role.saturating_sub(1);
        let is_body = noun >= name.tokens.end && self.reading.lists("bodyNoun", noun);
        if is_party && is_body { noun } else { name.head }
    }

    fn joins_modifiers(&self, and: usize, first: usize) -> bool {
        let tree = self.reading.tree;
        // "state and federal officials"
        let is_noun = |i: usize| {
            tree.tag(i) == Tag::Nn && tree.label(i) == Label::Nmod && tree.child(i, &[Label::Conj]).is_some()
        };
        and > first && (tree.pos(and - 1) == Pos::Adj || is_noun(and - 1)) && self.name_at[and - 1].is_none()
    }

    /// To the right: "of", "for", "to", "at", "in" with what follows, and where the phrase ends.
    fn right(&self, head: usize) -> (Option<usize>, Option<&str>, usize) {
        let tree = self.reading.tree;
        let end = tree.sentence(head).end;
        let next = self.past_coordinated(head + 1, end);
        if next >= end
            || !matches!(tree.word(next), "of" | "for" | "to" | "at" | "in" | "with" | "from")
            || clause::is_of_clause(self.reading, next)
            || clause::is_charge(self.reading, head, next)
            || tree.child(next, &[Label::Pcomp]).is_some_and(|deed| tree.tag(deed) == Tag::Vbg)
        {
            return (None, None, next);
        }
        let object = tree.child(next, &[Label::Pobj]).or_else(|| {
            (next + 1..end.min(next + 4)).find(|&i| self.name_at[i].is_some()).map(|i| self.head_at(i))
        });
        let Some(object) = object else { return (None, None, next) };
        if object < next {
            return (None, None, next);
        }
        let object = self.through_organs(object);
        let object = self.name_at[object].map_or(object, |number| self.names[number].head);
        let object = self.before_holder(next + 1, object).unwrap_or(object);
        // "professor of physics at X": the body is what it is at.
        if tree.word(next) == "of"
            && let Some((at, body)) = clause::prepositional(self.reading, object, &["at", "with"])
                .into_iter()
                .chain(clause::prepositional(self.reading, head, &["at", "with"]))
                .find(|&(_, body)| body > object && self.name_at[body].is_some())
            && self.is_no_body(object)
        {
            let body = self.head_at(body);
            let last = self.name_at[body].map_or(body + 1, |number| self.names[number].tokens.end);
            return (Some(body), Some(tree.word(at)), last);
        }
        let last = self.name_at[object].map_or(object + 1, |number| self.names[number].tokens.end);
        (Some(object), Some(tree.word(next)), last)
    }

    /// "chairman of the board of X", "member of the faculty at Y": the body whose organ a noun is, if it is named; "mayor of
    /// the eastern town of X": the place that the noun names.
    fn through_organs(&self, object: usize) -> usize {
        let tree = self.reading.tree;
        let mut at = object;
        for _ in 0..3 {
            if self.name_at[at].is_some() {
                return at;
            }
            let next = clause::prepositional(self.reading, at, &["of", "at", "for"]);
            match next.first() {
                Some(&(_, inner)) if self.reading.lists("organNoun", at) && inner > at => at = inner,
                Some(&(of, inner)) if tree.word(of) == "of" && self.is_named_by_of(at, inner) => at = inner,
                _ => break,
            }
        }
        if self.name_at[at].is_some() { at } else { object }
    }

    /// "the town of X", "the republic of X": whether the name after "of" is that of the place itself.
    fn is_named_by_of(&self, noun: usize, name: usize) -> bool {
        !self.reading.tree.is_plural(noun)
            && self.reading.lists("settlementNoun", noun)
            && self.name_at[name].is_some()
    }

    /// The name after "of" right behind the name that token `i` heads.
    fn after_name(&self, i: usize) -> Option<usize> {
        let tree = self.reading.tree;
        let end = self.names[self.name_at[i]?].tokens.end;
        if i < end - 1 || end + 1 >= tree.sentence(i).end || tree.word(end) != "of" {
            return None;
        }
        let next = if tree.tag(end + 1) == Tag::Dt { end + 2 } else { end + 1 };
        let name = &self.names[(*self.name_at.get(next)?)?];
        (name.tokens.start == next).then_some(name.head)
    }

    /// "president of Chile Gabriel Boric": the body where the tree takes the holder behind it for the object.
    fn before_holder(&self, next: usize, object: usize) -> Option<usize> {
        let tree = self.reading.tree;
        let start = if next < tree.len() && tree.tag(next) == Tag::Dt { next + 1 } else { next };
        let body = &self.names[(*self.name_at.get(start)?)?];
        let is_directly_before =
            self.name_at[object].is_some_and(|number| self.names[number].tokens.start == body.tokens.end);
        (body.tokens.start == start && is_directly_before).then_some(body.head)
    }

    /// Whether token `i` names no body: it is a common noun, or a name that stands for a field ("Professor of History").
    fn is_no_body(&self, i: usize) -> bool {
        self.name_at[i].is_none_or(|number| {
            let name = &self.names[number];
            name.sense.is_none() && name.tokens.len() < 3
        })
    }

    /// "founder and chief executive of X": the first role shares what follows the last one. Else `next` itself.
    fn past_coordinated(&self, next: usize, end: usize) -> usize {
        let tree = self.reading.tree;
        let mut at = next;
        while at < end.min(next + 8) {
            let joins = matches!(tree.text(at), "and" | "&" | "/" | ",");
            let modifies = matches!(tree.tag(at), Tag::Jj | Tag::Dt) || tree.text(at) == "-";
            if !joins && !modifies && !self.reading.is_role_word(at) {
                break;
            }
            at += 1;
        }
        let is_shared = at > next + 1
            && at < end
            && matches!(tree.text(next), "and" | "&" | "/" | ",")
            && self.reading.is_role_word(at - 1)
            && !self.reading.lists("kinshipNoun", at - 1)
            && matches!(tree.word(at), "of" | "for" | "at");
        if is_shared { at } else { next }
    }

    /// Whether a name after "of" is a place or a state that the role's frames admit: of a settlement always, unless the
    /// gazetteer knows better.
    fn is_place(&self, head: usize, token: Option<usize>) -> bool {
        let name = token.and_then(|i| self.name_at[i]).map(|number| &self.names[number]);
        let is_settlement = self.reading.lists("settlementNoun", head);
        name.is_some_and(|name| {
            let is = |class| self.domain.contains(class) && name.votes.of(class) > 0.0;
            let is_unsure = name.votes.best().is_none() || is_settlement && name.sense.is_none();
            is(Class::Place) || is(Class::State) || (self.domain.contains(Class::Place) && is_unsure)
        })
    }

    /// The name of a place directly before a noun that says what it is: "the Logone region".
    fn region_named(&self, nouns: &Range<usize>, right: Option<usize>) -> Option<usize> {
        let tree = self.reading.tree;
        let head = nouns.end - 1;
        let before = nouns.start.checked_sub(1)?;
        if right.is_some() || tree.is_plural(head) || !self.reading.lists("regionNoun", head) {
            return None;
        }
        let number = self.name_at[before]?;
        let name = &self.names[number];
        let is_adjective = matches!(name.sense, Some((_, Sense::Adjective | Sense::Demonym)))
            || self.reading.state_named(&name.tokens).is_some();
        let is_whole_state = name.whole.is_some() && name.votes.of(Class::Place) == 0.0;
        (!is_adjective && !is_whole_state && name.votes.of(Class::Place) > 0.0).then_some(number)
    }

    /// What "of" names as the thing itself: all of a list after a plural, "the countries of Chad and Niger".
    fn apposed_by_of(&self, head: usize, place: usize) -> Vec<usize> {
        if self.reading.tree.is_plural(head) { clause::coordinated(self.reading, place) } else { vec![place] }
    }

    fn head_at(&self, token: usize) -> usize {
        self.name_at[token].map_or(token, |number| self.names[number].head)
    }

    fn modifiers(&self, range: Range<usize>) -> (Status, bool) {
        let mut status = Status::Asserted;
        let mut is_deputy = false;
        for i in range {
            if self.reading.lists("formerModifier", i) {
                status = Status::Former;
            } else if self.reading.lists("plannedModifier", i) {
                status = Status::Planned;
            } else if self.reading.says("hedge", i) {
                // "the self-proclaimed president"
                status = Status::Possible;
            }
            is_deputy |= self.reading.tree.is_word(i, &DEPUTY);
        }
        (status, is_deputy)
    }
}
