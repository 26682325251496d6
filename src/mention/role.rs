//! Role phrases: "Kremlin spokesman Dmitry Peskov", "Ruto, president of Kenya", "the US envoy".
//!
//! They are found by the longest match of role nouns on the tokens and not by the tree, because parsers flatten titles.
//! The nouns come from the frames of shape [`Shape::Role`].

mod holder;
mod left;

use std::ops::Range;

use super::{Holder, NameMention, Reading, RolePhrase, clause};
use crate::ontology::frame::{Element, Role, Shape};
use crate::ontology::gazetteer::Sense;
use crate::ontology::{Class, ClassSet, Frame, FrameId, Status};
use crate::parse::{Label, Pos, Tag, Tree};

/// Lists of words that say when a role is held; capitalised they are taken for names.
const TIME_MODIFIERS: [&str; 3] = ["formerModifier", "plannedModifier", "actingModifier"];

/// Words that make of a role another office.
const DEPUTY: [&str; 4] = ["deputy", "vice", "assistant", "under"];

/// Tokens of a gloss in parentheses.
const MAX_GLOSS: usize = 6;

/// The role phrases of a text, in order.
pub fn find(reading: &Reading<'_>, names: &[NameMention]) -> Vec<RolePhrase> {
    let name_at = names_by_token(reading, names);
    let mut phrases = Vec::new();
    for head in 0..reading.tree.len() {
        if let Some((start, frames)) = longest(reading, head)
            && !continues(reading, head)
            && !clause::is_in_preposition(reading, head)
            && let (start, frames) = behind_name(reading, names, &name_at, start..head + 1, frames)
            && !inside_name(&name_at, names, start..head + 1)
        {
            phrases.push(phrase(reading, names, &name_at, start..head + 1, frames));
        }
    }
    phrases
}

/// "Danish Unity Party leader": of a role whose first word is the last one of a longer name, the part behind that name.
fn behind_name(
    reading: &Reading<'_>,
    names: &[NameMention],
    name_at: &[Option<usize>],
    nouns: Range<usize>,
    frames: Vec<FrameId>,
) -> (usize, Vec<FrameId>) {
    let name = name_at[nouns.start].map(|number| &names[number].tokens);
    let cut =
        name.filter(|name| name.len() > nouns.len() && name.start < nouns.start && name.end < nouns.end);
    let Some(end) = cut.map(|name| name.end) else { return (nouns.start, frames) };
    let starts = end..nouns.end;
    let mut shorter = starts.map(|start| (start, ending(reading, nouns.end - 1, |at| at == start)));
    shorter.find(|(_, frames)| !frames.is_empty()).unwrap_or((nouns.start, frames))
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
    for &id in frames_ending(reading, last) {
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
    frames_ending(reading, last)
        .iter()
        .copied()
        .filter(|id| {
            let frame = &reading.ontology.frames[id.0 as usize];
            frame.shape() == Shape::Role && role_start(reading, frame, last).is_some_and(&begins)
        })
        .collect()
}

/// The frames whose words end with the word of token `i`.
fn frames_ending<'r>(reading: &'r Reading<'_>, i: usize) -> &'r [FrameId] {
    let title = plural_title(reading.tree, i);
    reading.ontology.index.ending(title.as_deref().unwrap_or(reading.tree.word(i)))
}

/// "Foreign Ministers Anna Berg and Carl Ek": the singular of a capitalised title before a name, which taggers take for a name
/// in the singular.
fn plural_title(tree: &Tree<'_>, i: usize) -> Option<String> {
    let is_before_name =
        tree.tag(i) == Tag::Nnp && i + 1 < tree.sentence(i).end && tree.tag(i + 1) == Tag::Nnp;
    let stem = tree.text(i).strip_suffix('s').filter(|_| is_before_name && tree.is_capitalised(i))?;
    Some(stem.strip_suffix("ie").map_or_else(|| stem.to_owned(), |stem| format!("{stem}y")).to_lowercase())
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
        let is_title = || at == last && plural_title(tree, at).is_some_and(|title| title == *wanted);
        if !reading.is_form(at, wanted) && !is_title() {
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
    // "the U.S. Middle East envoy": of the first, and to the second.
    let posted = left_body.filter(|_| right.is_none() && scan.is_office("envoyOffice", &nouns));
    let sender = posted.and_then(|to| scan.name_before(to));
    let posted = posted.filter(|_| sender.is_some());
    let left_body = sender.or(left_body);
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
        matches!(word, "of" | "for")
            || word == "from" && scan.is_office("lawmakerOffice", &nouns)
            || frames.iter().any(|&id| asks_for(reading, id, word))
    });
    let body = match (is_to || names_itself, is_owner) {
        (true, _) => left_body,
        (false, true) => right.or(left_body),
        (false, false) => left_body.or(right),
    };
    // "Prime Minister Anna Berg of Norway"
    let (body, preposition) = match (body, &holder) {
        (None, Holder::Named(heads)) if right.is_none() && !is_predicated => {
            let leads: &[&str] =
                if scan.is_office("lawmakerOffice", &nouns) { &["of", "from"] } else { &["of"] };
            match heads.last().and_then(|&name| scan.after_name(name, leads)) {
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
    let destination = if is_to { right } else { posted };
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
    /// To the right: "of", "for", "to", "at", "in" with what follows, and where the phrase ends.
    fn right(&self, head: usize) -> (Option<usize>, Option<&str>, usize) {
        let tree = self.reading.tree;
        let end = tree.sentence(head).end;
        let next = self.past_gloss(self.past_coordinated(head + 1, end), end);
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
        if self.is_field(head, next, object) {
            return (None, None, tree.subtree(object).end);
        }
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

    /// "Minister for Foreign Affairs": what a minister is in charge of, and no body.
    fn is_field(&self, head: usize, preposition: usize, object: usize) -> bool {
        let tree = self.reading.tree;
        let is_minister = tree.is_word(head, &["minister"]) && tree.is_word(preposition, &["for", "of"]);
        is_minister
            && tree.is_capitalised(head)
            && tree.is_capitalised(object)
            && self.name_at[object].is_none_or(|number| {
                let name = &self.names[number];
                let last = name.tokens.end - 1;
                let is_body = ["bodyNoun", "organizationNoun", "placeNoun", "regionNoun"];
                name.sense.is_none()
                    && name.whole.is_none()
                    && name.votes.of(Class::Place) < 1.0
                    && !is_body.iter().any(|list| self.reading.lists(list, last))
            })
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

    /// Whether the nouns of a role are in a list of offices.
    fn is_office(&self, list: &str, nouns: &Range<usize>) -> bool {
        let words: Vec<&str> = nouns.clone().map(|i| self.reading.tree.word(i)).collect();
        self.reading.ontology.lists(list, &words.join("_"))
    }

    /// The name that ends where the name over token `i` begins.
    fn name_before(&self, i: usize) -> Option<usize> {
        let start = self.names[self.name_at[i]?].tokens.start;
        let before = start.checked_sub(1).filter(|&before| before >= self.reading.tree.sentence(i).start)?;
        Some(self.names[self.name_at[before]?].head)
    }

    /// The name after "of" right behind the name that token `i` heads.
    fn after_name(&self, i: usize, leads: &[&str]) -> Option<usize> {
        let tree = self.reading.tree;
        let end = self.names[self.name_at[i]?].tokens.end;
        if i < end - 1 || end + 1 >= tree.sentence(i).end || !tree.is_word(end, leads) {
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

    /// "general (shang jiang) of the army": what stands behind a short gloss in parentheses that names nobody. Else `next` itself.
    fn past_gloss(&self, next: usize, end: usize) -> usize {
        let tree = self.reading.tree;
        if next >= end || tree.text(next) != "(" {
            return next;
        }
        let close = (next + 1..end.min(next + MAX_GLOSS)).find(|&i| tree.text(i) == ")");
        let is_gloss = |i: usize| self.name_at[i].is_none_or(|number| self.names[number].sense.is_none());
        close.filter(|&close| (next + 1..close).all(is_gloss)).map_or(next, |close| close + 1)
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
