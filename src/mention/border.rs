//! The borders of a recognised name: what beside it belongs to it, and what of it does not.

use std::ops::Range;

use super::Reading;
use super::body::is_party_of_chamber;
use super::name::{is_before_person, is_compass, noun_class};
use crate::ontology::Class;
use crate::ontology::gazetteer::Sense;
use crate::parse::{NameKind, Pos, Tag};

/// A recognised name takes in the proper nouns beside it that belong to the same phrase: "Recep" of "Recep Tayyip
/// Erdogan", "der Leyen" of "Ursula von der Leyen".
pub(super) fn widen(reading: &Reading<'_>, tokens: &mut Range<usize>, taken: &mut [bool]) {
    let tree = reading.tree;
    let sentence = tree.sentence(tokens.start);
    let is_free = |i: usize, taken: &[bool]| {
        !taken[i]
            && tree.tag(i) == Tag::Nnp
            && tree.is_capitalised(i)
            && !reading.is_role_word(i)
            && !is_before_person(reading, i)
            && !reading.is_dated(i)
    };
    let joined = |i: usize, name: &Range<usize>| {
        tree.head(i).is_some_and(|head| name.contains(&head)) || name.clone().any(|k| tree.head(k) == Some(i))
    };
    // "head of the Refugee Council Enver Solomon": parsers hang the given name by the body before it.
    let is_given = |i: usize, name: &Range<usize>| {
        let lists = |list| reading.ontology.lists(list, &tree.text(i).to_lowercase());
        name.len() == 1
            && i > sentence.start
            && tree.is_capitalised(i - 1)
            && is_person(reading, name)
            && tree.text(i).chars().skip(1).all(char::is_lowercase)
            && !["ordinaryWord", "notName", "placeName"].into_iter().any(lists)
            && noun_class(reading, i).is_none()
    };
    while tokens.start > sentence.start
        && is_free(tokens.start - 1, taken)
        && (joined(tokens.start - 1, tokens) || is_given(tokens.start - 1, tokens))
    {
        tokens.start -= 1;
        taken[tokens.start] = true;
    }
    loop {
        let mut next = tokens.end;
        while next < sentence.end
            && next < tokens.end + 2
            && is_particle(tree.text(next))
            && !is_dash(reading, next)
        {
            next += 1;
        }
        if next >= sentence.end || !is_free(next, taken) || !(joined(next, tokens) || next > tokens.end) {
            break;
        }
        taken[tokens.end..=next].fill(true);
        tokens.end = next + 1;
    }
}

fn is_person(reading: &Reading<'_>, tokens: &Range<usize>) -> bool {
    let mut names = reading.tree.parse().names.iter();
    names.any(|name| name.kind == NameKind::Person && name.tokens == *tokens)
}

/// "the September 11 terrorist attacks": what a date stands for is told by the noun of the attack behind it.
pub(super) fn take_attack(reading: &Reading<'_>, tokens: &mut Range<usize>, taken: &mut [bool]) {
    let tree = reading.tree;
    let end = tree.sentence(tokens.start).end;
    let is_digit = |i: usize| tree.text(i).starts_with(|c: char| c.is_ascii_digit());
    if !tokens.clone().any(is_digit) {
        return;
    }
    let first = tokens.end;
    let kind = usize::from(first < end && tree.is_word(first, &["terror", "terrorist", "suicide"]));
    let noun = first + kind;
    if noun < end && !taken[first..=noun].contains(&true) && reading.lists("attackNoun", noun) {
        taken[first..=noun].fill(true);
        tokens.end = noun + 1;
    }
}

/// "Henry VIII", "Sammy Davis, Jr."
pub(super) fn take_suffix(reading: &Reading<'_>, tokens: &mut Range<usize>, taken: &mut [bool]) {
    let tree = reading.tree;
    let end = tree.sentence(tokens.start).end;
    let is_free = |i: usize| i < end && !taken[i];
    let is_numeral = |i: usize| {
        let text = tree.text(i);
        matches!(
            text,
            "II" | "III" | "IV" | "VI" | "VII" | "VIII" | "IX" | "XI" | "XII" | "XIII" | "XIV" | "XV" | "XVI"
        ) || matches!(text, "I" | "V" | "X") && tree.tag(i) != Tag::Prp
    };
    let mut next = tokens.end;
    if is_free(next)
        && tree.text(next) == ","
        && is_free(next + 1)
        && matches!(tree.text(next + 1), "Jr." | "Jr" | "Sr." | "Sr")
    {
        next += 2;
    } else if is_free(next) && (is_numeral(next) || matches!(tree.text(next), "Jr." | "Jr" | "Sr." | "Sr")) {
        next += 1;
    }
    taken[tokens.end..next].fill(true);
    tokens.end = next;
}

/// "at Harry's on Monday", "Harry's closed": a business by its owner, where nothing follows that the owner could have.
pub(super) fn take_possessive(reading: &Reading<'_>, tokens: &mut Range<usize>, taken: &mut [bool]) -> bool {
    let tree = reading.tree;
    let ending = tokens.end;
    let sentence = tree.sentence(tokens.start);
    if ending >= sentence.end || taken[ending] || tree.tag(ending) != Tag::Pos || tokens.start == 0 {
        return false;
    }
    let next = (ending + 1 < sentence.end).then(|| tree.tag(ending + 1));
    let is_alone = next.is_none_or(|tag| matches!(tag, Tag::In | Tag::Cc | Tag::Dt | Tag::To))
        || tree.pos(ending + 1) == Pos::Punct && !matches!(tree.text(ending + 1), "\"" | "“" | "'" | "-");
    let is_place = matches!(tree.word(tokens.start - 1), "at" | "to" | "near" | "like");
    // "Anna Berg's was the only name"
    let is_copula = ending + 1 < sentence.end && tree.is_word(ending + 1, &["be"]);
    let acts = matches!(next, Some(Tag::Vbd | Tag::Vbz | Tag::Md)) && !is_copula;
    let is_business = is_alone && is_place || acts;
    if is_business {
        taken[ending] = true;
        tokens.end += 1;
    }
    is_business
}

/// " - ": a dash with room on both sides joins no name.
fn is_dash(reading: &Reading<'_>, i: usize) -> bool {
    let span = |i: usize| reading.tree.token(i).span;
    reading.tree.text(i) == "-" && i > 0 && span(i).start() > span(i - 1).end()
}

/// Small words inside names of persons.
fn is_particle(word: &str) -> bool {
    matches!(
        word,
        "von"
            | "van"
            | "der"
            | "den"
            | "de"
            | "di"
            | "da"
            | "dos"
            | "bin"
            | "ibn"
            | "al"
            | "el"
            | "ul"
            | "-"
            | "la"
            | "du"
    )
}

/// Cuts articles, possessive endings and punctuation off a name; for a person, titles, nationalities and roles before
/// it.
pub(super) fn trim(reading: &Reading<'_>, mut tokens: Range<usize>, kind: NameKind) -> Range<usize> {
    let tree = reading.tree;
    while !tokens.is_empty() && is_edge(reading, tokens.start) {
        tokens.start += 1;
    }
    while !tokens.is_empty() && (is_edge(reading, tokens.end - 1) || tree.tag(tokens.end - 1) == Tag::Pos) {
        tokens.end -= 1;
    }
    // "the American-led Gulf War": the participle belongs to what stands before its hyphen.
    if tokens.len() > 1
        && tokens.start > 0
        && tree.text(tokens.start - 1) == "-"
        && matches!(tree.tag(tokens.start), Tag::Vbn | Tag::Vbd)
        && !tree.is_capitalised(tokens.start)
    {
        tokens.start += 1;
    }
    // "a united Germany", but "northern Syria", which is a part of it.
    let is_described = |tokens: &Range<usize>| {
        tokens.len() > 1
            && !tree.is_capitalised(tokens.start)
            && !is_compass(tree.word(tokens.start))
            && !reading.senses(&(tokens.start + 1..tokens.end)).is_empty()
    };
    if kind == NameKind::Gpe && is_described(&tokens) {
        tokens.start += 1;
    }
    // "Senator from Vermont Bernie Sanders": the place behind the office is no part of the name.
    if tokens.len() > 2 && is_place_of_office(reading, tokens.start) {
        tokens.start += 1;
    }
    if kind == NameKind::Org
        && tokens.len() == 2
        && is_party_of_chamber(reading, tokens.start, tokens.start + 1)
    {
        tokens.start += 1;
    }
    if kind == NameKind::Person {
        while tokens.len() > 1 && is_before_person(reading, tokens.start) {
            tokens.start += 1;
        }
        let is_whole = |i: usize| reading.ontology.lists("familyName", &tree.text(i).to_lowercase());
        while tokens.len() > 2 && is_plain_word(reading, tokens.end - 1) && is_whole(tokens.end - 2) {
            tokens.end -= 1;
        }
    }
    let is_title = |i: usize| reading.is_role_word(i) && tree.is_capitalised(i);
    // "U.N. Resident Coordinator": a body and the title of somebody in it.
    let office = (tokens.start + 1..tokens.end).find(|&i| (i..tokens.end).all(&is_title));
    if kind == NameKind::Org
        && let Some(office) = office
        && noun_class(reading, tokens.end - 1).is_none()
        && !reading.senses(&(tokens.start..office)).is_empty()
    {
        tokens.end = office;
    }
    // "U.S. National Security Advisor": the title goes on behind the span and is no part of the name.
    if kind != NameKind::Person && tokens.end < tree.len() && is_title(tokens.end) {
        let whole = tokens.end;
        while tokens.len() > 1 && is_title(tokens.end - 1) {
            tokens.end -= 1;
        }
        // "the Joint Chiefs of Staff Admiral": the staff is of the name.
        if tree.pos(tokens.end - 1) == Pos::Adp {
            tokens.end = whole;
        }
    }
    cut(reading, tokens)
}

/// "the southern Peruvian town of Ilo", "the northern Angolan province Zaire": the compass word is about what is named
/// behind the noun.
pub(super) fn names_another_behind(reading: &Reading<'_>, name: &Range<usize>) -> bool {
    let tree = reading.tree;
    let behind = name.end + 1;
    behind < tree.sentence(name.start).end
        && (reading.lists("settlementNoun", name.end)
            || reading.lists_noun("regionNoun", name.end)
            || tree.word(name.end) == "state")
        && (tree.word(behind) == "of" || tree.is_capitalised(behind))
}

/// A word that is more likely an ordinary one than the last of a person's name.
fn is_plain_word(reading: &Reading<'_>, i: usize) -> bool {
    let lower = reading.tree.text(i).to_lowercase();
    let lists = |list| reading.ontology.lists(list, &lower);
    (lists("ordinaryWord") || lists("notName") || lower == "-") && !lists("familyName") && !lists("givenName")
}

/// What runs on behind a dash, "to", an open bracket, or the same word once more is another name.
fn cut(reading: &Reading<'_>, tokens: Range<usize>) -> Range<usize> {
    let tree = reading.tree;
    let has_gap = |i: usize| tree.token(i).span.start() > tree.token(i - 1).span.end();
    let ends = |i: usize| {
        matches!(tree.text(i), "-" | "–" | "--") && has_gap(i)
            || tree.text(i) == "to"
            // "the Sandor news agency"
            || tree.text(i) == "news"
            || tree.pos(i) == Pos::Space
            || tree.text(i) == "(" && !tokens.clone().any(|k| k > i && tree.text(k) == ")")
            || tree.text(i) == tree.text(i - 1) && tree.text(i).len() > 2
    };
    let end = (tokens.start + 1..tokens.end).find(|&i| ends(i)).unwrap_or(tokens.end);
    tokens.start..end
}

/// Whether token `i` names a place where an office is held: "governor of Texas", "senator from Vermont".
fn is_place_of_office(reading: &Reading<'_>, i: usize) -> bool {
    let tree = reading.tree;
    let is_place = reading.senses(&(i..i + 1)).iter().any(|(entry, sense)| {
        *sense == Sense::Name
            && matches!(reading.ontology.gazetteer[*entry].class, Class::Place | Class::State)
    });
    is_place && i > 1 && tree.is_word(i - 1, &["from", "of", "for"]) && reading.is_role_word(i - 2)
}

pub(super) fn is_edge(reading: &Reading<'_>, i: usize) -> bool {
    let tree = reading.tree;
    matches!(tree.tag(i), Tag::Dt | Tag::Space | Tag::Cc)
        || (tree.pos(i) == Pos::Punct && tree.text(i) != ".")
        || matches!(tree.text(i), "the" | "The" | "'s" | "’s" | "’" | "'")
}
