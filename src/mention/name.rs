//! Names: their borders, and the evidence for their class.
//!
//! Four sources propose spans: the gazetteer, the engine's recogniser, bodies that are named by a noun ("Syrian Army",
//! "Ministry of Defence"), and proper nouns that nobody claimed. The longest span wins; of equal ones the better source.

use std::ops::Range;

use super::adjacent::persons_in_two;
use super::body::bodies;
use super::border::{names_another_behind, take_attack, take_possessive, take_suffix, trim, widen};
use super::inside::{named_first, named_last};
use super::letter::pieces;
use super::lower;
use super::shared::{share_last_word, shared_last_word};
use super::{NameMention, Reading, Votes, context, genuine, sense};
use crate::ontology::Class;
use crate::ontology::gazetteer::Sense;
use crate::parse::{Label, NameKind, Pos, Tag};

/// Words of the longest gazetteer name that is looked up, in tokens.
const LONGEST_NAME: usize = 12;

/// Who proposed a span; the order is that of preference at equal length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Source {
    Gazetteer,
    Body,
    Region,
    Recogniser(NameKind),
    Holder,
    Lower,
    Leftover,
}

/// The names of a text, in order, without overlap.
pub fn find(reading: &Reading<'_>) -> Vec<NameMention> {
    let mut proposals = gazetteer_names(reading);
    let regions: Vec<_> = proposals.iter().filter_map(|(tokens, _)| region(reading, tokens)).collect();
    proposals.extend(regions);
    proposals.extend(bodies(reading).into_iter().map(|tokens| (tokens, Source::Body)));
    proposals.extend(recognised(reading));
    proposals.extend(lower::names(reading).into_iter().map(|tokens| (tokens, Source::Lower)));
    let mut chosen = choose(reading, proposals);
    let mut taken = vec![false; reading.tree.len()];
    for (tokens, _) in &chosen {
        taken[tokens.clone()].fill(true);
    }
    for (tokens, source) in &mut chosen {
        if matches!(source, Source::Recogniser(NameKind::Person | NameKind::Org | NameKind::Gpe)) {
            widen(reading, tokens, &mut taken);
        }
        if matches!(source, Source::Recogniser(NameKind::Event)) {
            take_attack(reading, tokens, &mut taken);
        }
        if matches!(source, Source::Recogniser(_)) && take_possessive(reading, tokens, &mut taken) {
            *source = Source::Recogniser(NameKind::Org);
        } else if matches!(source, Source::Recogniser(NameKind::Person)) {
            take_suffix(reading, tokens, &mut taken);
        }
    }
    chosen.extend(leftovers(reading, &taken));
    chosen = chosen.into_iter().flat_map(|(tokens, source)| split(reading, tokens, source)).collect();
    chosen.sort_by_key(|(tokens, _)| tokens.start);
    let mut names: Vec<NameMention> = chosen
        .into_iter()
        .filter(|(tokens, _)| !genuine::is_language(reading, tokens))
        .filter(|(tokens, source)| match source {
            Source::Body => !genuine::is_praise(reading, tokens),
            source => is_vouched_for(*source) || genuine::is_name(reading, tokens),
        })
        .map(|(tokens, source)| mention(reading, tokens, source))
        .collect();
    share_last_word(reading, &mut names);
    for (number, whole) in persons_in_two(reading, &names).into_iter().rev() {
        names.splice(number..number + 2, [mention(reading, whole, Source::Holder)]);
    }
    names
}

/// The names that a span holds which runs over the lines of a letter.
fn split(reading: &Reading<'_>, tokens: Range<usize>, source: Source) -> Vec<(Range<usize>, Source)> {
    if matches!(source, Source::Gazetteer | Source::Region | Source::Lower) {
        return vec![(tokens, source)];
    }
    if let Some((person, whole)) = member(reading, &tokens) {
        return vec![(person, Source::Holder), (whole, Source::Body)];
    }
    let parts = pieces(reading, &tokens);
    let is_cut = parts.len() > 1;
    let source_of = |part: &Range<usize>| match source {
        // What the recogniser says of the whole is not true of a person in it.
        _ if is_cut && lists_given(reading, part.start) => Source::Holder,
        Source::Body if is_cut && noun_class(reading, part.end - 1).is_none() => Source::Leftover,
        source => source,
    };
    parts.into_iter().map(|part| (part.clone(), source_of(&part))).collect()
}

/// "Alice Berg of Civic Party": somebody, and the party or body that they are of.
fn member(reading: &Reading<'_>, tokens: &Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let tree = reading.tree;
    let of = tokens.clone().find(|&i| tree.text(i) == "of")?;
    let is_person = (2..=3).contains(&(of - tokens.start))
        && lists_given(reading, tokens.start)
        && (tokens.start..of).all(|i| tree.tag(i) == Tag::Nnp && noun_class(reading, i).is_none());
    let is_body = of + 2 < tokens.end
        && matches!(noun_class(reading, tokens.end - 1), Some(Class::Organization | Class::GovernmentBody));
    (is_person && is_body).then_some((tokens.start..of, of + 1..tokens.end))
}

fn lists_given(reading: &Reading<'_>, i: usize) -> bool {
    reading.ontology.lists("givenName", &reading.tree.text(i).to_lowercase())
}

/// Whether a list or a noun says that the span is a name.
fn is_vouched_for(source: Source) -> bool {
    matches!(source, Source::Gazetteer | Source::Region | Source::Lower)
}

/// Longest spans first; a recognised name of the same length adds its kind when the votes are counted.
fn choose(reading: &Reading<'_>, mut proposals: Vec<(Range<usize>, Source)>) -> Vec<(Range<usize>, Source)> {
    proposals.sort_by_key(|(tokens, source)| (std::cmp::Reverse(tokens.len()), *source, tokens.start));
    let mut taken = vec![false; reading.tree.len()];
    let mut chosen = Vec::new();
    for (tokens, source) in proposals {
        if !tokens.is_empty() && !taken[tokens.clone()].contains(&true) {
            taken[tokens.clone()].fill(true);
            chosen.push((tokens, source));
        }
    }
    chosen
}

fn gazetteer_names(reading: &Reading<'_>) -> Vec<(Range<usize>, Source)> {
    let tree = reading.tree;
    let mut found = Vec::new();
    let mut i = 0;
    while i < tree.len() {
        let end = tree.sentence(i).end;
        // "al Qaida-linked"
        let is_article = matches!(tree.text(i), "al" | "el") && i + 1 < end && tree.is_capitalised(i + 1);
        let longest = if is_article || tree.is_capitalised(i) { LONGEST_NAME.min(end - i) } else { 0 };
        let hit = (1..=longest).rev().map(|n| i..i + n).find(|tokens| {
            reading.senses(tokens).iter().any(|&(_, sense)| sense::fits(reading, tokens, sense))
        });
        match hit {
            Some(tokens) => {
                let tokens = with_party(reading, tokens, end);
                i = tokens.end;
                found.push((tokens, Source::Gazetteer));
            }
            None => i += 1,
        }
    }
    found
}

/// "the Republican party": the noun belongs to the name, as where it has a capital.
fn with_party(reading: &Reading<'_>, tokens: Range<usize>, end: usize) -> Range<usize> {
    let tree = reading.tree;
    let is_party = || {
        let spelt = format!("{} Party", tree.text_of(&tokens));
        reading.ontology.gazetteer.senses(&spelt).iter().any(|(_, sense)| *sense == Sense::Name)
    };
    if tokens.end < end && tree.text(tokens.end) == "party" && is_party() {
        tokens.start..tokens.end + 1
    } else {
        tokens
    }
}

/// "north-eastern Syria", "southern Lebanon": a part of a place, by its compass word.
fn region(reading: &Reading<'_>, name: &Range<usize>) -> Option<(Range<usize>, Source)> {
    let tree = reading.tree;
    let is_place = reading.senses(name).iter().any(|(entry, sense)| {
        *sense == Sense::Name
            && matches!(reading.ontology.gazetteer[*entry].class, Class::State | Class::Place)
    });
    let compass =
        name.start.checked_sub(1).filter(|&i| is_compass(tree.word(i)) && !tree.is_capitalised(i))?;
    if names_another_behind(reading, name) {
        return None;
    }
    // "the eastern Logone region" is the region of Logone, and in the east.
    if name.end < tree.sentence(compass).end && reading.lists_noun("regionNoun", name.end) {
        let is_state = reading.state_named(name).is_some();
        if !is_state {
            return None;
        }
    }
    let mut start = compass;
    while start > tree.sentence(compass).start + 1
        && tree.text(start - 1) == "-"
        && is_compass(tree.word(start - 2))
    {
        start -= 2;
    }
    // "southern and central Somalia"
    let first = tree.sentence(compass).start;
    let joins = |and: usize| and > first && tree.text(and) == "and" && is_compass(tree.word(and - 1));
    if start > first + 1 && joins(start - 1) && !tree.is_capitalised(start - 2) {
        start -= 2;
    }
    is_place.then_some((start..name.end, Source::Region))
}

/// Whether a word tells a direction: "north", "southern", "central".
pub(crate) fn is_compass(word: &str) -> bool {
    let stem = word.strip_suffix("ern").unwrap_or(word);
    matches!(
        stem,
        "north" | "south" | "east" | "west" | "northeast" | "northwest" | "southeast" | "southwest"
    ) || word == "central"
}

pub(super) fn recognised_person(reading: &Reading<'_>, token: usize) -> bool {
    reading
        .tree
        .parse()
        .names
        .iter()
        .any(|name| name.kind == NameKind::Person && name.tokens.contains(&token) && name.tokens.len() > 1)
}

/// Kinds that name somebody or something, in contrast to dates and numbers.
pub(crate) fn is_naming(kind: NameKind) -> bool {
    !matches!(
        kind,
        NameKind::Date
            | NameKind::Time
            | NameKind::Money
            | NameKind::Percent
            | NameKind::Cardinal
            | NameKind::Ordinal
            | NameKind::Quantity
            | NameKind::Language
    )
}

fn recognised(reading: &Reading<'_>) -> Vec<(Range<usize>, Source)> {
    let names = &reading.tree.parse().names;
    names
        .iter()
        .filter(|name| is_naming(name.kind))
        .map(|name| (trim(reading, name.tokens.clone(), name.kind), name.kind))
        .filter(|(tokens, _)| tokens.clone().any(|i| reading.tree.is_capitalised(i)))
        .filter(|(tokens, _)| !tokens.clone().all(|i| reading.is_role_word(i)))
        .flat_map(|(tokens, kind)| match office_and_holder(reading, &tokens) {
            Some((place, person)) => {
                let source = if reading.senses(&place).is_empty() { Source::Body } else { Source::Gazetteer };
                vec![(place, source), (person, Source::Holder)]
            }
            None => match shared_last_word(reading, &tokens) {
                Some(both) => both.into_iter().map(|name| (name, Source::Gazetteer)).collect(),
                None => vec![(tokens, Source::Recogniser(kind))],
            },
        })
        .collect()
}

/// "president of Chile Gabriel Boric", "head of the Council Anna Lind": recognisers take the place or the body of an office
/// and its holder for one name.
fn office_and_holder(reading: &Reading<'_>, name: &Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let tree = reading.tree;
    let first = tree.sentence(name.start).start;
    let of = (name.start.saturating_sub(2).max(first)..name.end)
        .find(|&i| tree.word(i) == "of" && i > first && i + 1 < name.end && reading.is_role_word(i - 1))?;
    let start = if tree.tag(of + 1) == Tag::Dt { of + 2 } else { of + 1 };
    if start < name.start || start + 1 >= name.end {
        return None;
    }
    let place = (start + 1..name.end).rev().map(|end| start..end).find(|tokens| {
        let class = noun_class(reading, tokens.end - 1);
        let is_body = (matches!(class, Some(Class::GovernmentBody | Class::Organization))
            || tree.text(tokens.end - 1) == "House")
            && lists_given(reading, tokens.end);
        is_body
            || reading.senses(tokens).iter().any(|&(entry, sense)| {
                sense == Sense::Name
                    && matches!(reading.ontology.gazetteer[entry].class, Class::State | Class::Place)
            })
    })?;
    let person = place.end..name.end;
    let last = person.end - 1;
    let is_person = person.clone().all(|i| tree.tag(i) == Tag::Nnp && !reading.is_role_word(i))
        && !["bodyNoun", "organizationNoun", "groupNoun"].iter().any(|list| reading.lists(list, last));
    is_person.then_some((place, person))
}

/// Whether token `i` is a title, a role noun or a nationality: what stands before a person's name.
pub(super) fn is_before_person(reading: &Reading<'_>, i: usize) -> bool {
    let word = reading.tree.word(i).trim_end_matches('.');
    reading.ontology.lists("title", word)
        || reading.is_role_word(i)
        || reading.lists("actingModifier", i)
        || reading.lists("formerModifier", i)
        || reading.senses(&(i..i + 1)).iter().any(|(_, sense)| *sense == Sense::Adjective)
}

/// The class that a noun gives to a name that it heads.
pub(crate) fn noun_class(reading: &Reading<'_>, i: usize) -> Option<Class> {
    const LISTS: [(&str, Class); 9] = [
        ("armedGroupNoun", Class::ArmedGroup),
        ("bodyNoun", Class::GovernmentBody),
        ("organizationNoun", Class::Organization),
        ("agreementNoun", Class::Agreement),
        ("warNoun", Class::War),
        ("eventNoun", Class::Event),
        ("placeNoun", Class::Place),
        ("proposalNoun", Class::Proposal),
        ("realmNoun", Class::State),
    ];
    LISTS.into_iter().find(|(list, _)| reading.lists_noun(list, i)).map(|(_, class)| class)
}

/// Runs of proper nouns that no other source claimed.
fn leftovers(reading: &Reading<'_>, taken: &[bool]) -> Vec<(Range<usize>, Source)> {
    let tree = reading.tree;
    let is_free = |i: usize| {
        !taken[i]
            && (matches!(tree.tag(i), Tag::Nnp | Tag::Nnps)
                || context::is_before_office(reading, &(i..i + 1)))
            && tree.is_capitalised(i)
            && !reading.is_role_word(i)
            && tree.text(i).chars().filter(|c| c.is_alphabetic()).count() > 1
            && !reading.is_dated(i)
            && !sense::is_language(reading, i)
    };
    let mut found = Vec::new();
    let mut i = 0;
    while i < tree.len() {
        if !is_free(i) {
            i += 1;
            continue;
        }
        let mut end = i + 1;
        let last = tree.sentence(i).end;
        while end < last && (is_free(end) || (tree.text(end) == "-" && end + 1 < last && is_free(end + 1))) {
            end += 1;
        }
        let mut start = i;
        while start < end && is_before_person(reading, start) {
            start += 1;
        }
        if start < end && tree.sentence_number(start) == tree.sentence_number(end - 1) {
            found.push((start..end, Source::Leftover));
        }
        i = end;
    }
    found
}

fn mention(reading: &Reading<'_>, tokens: Range<usize>, source: Source) -> NameMention {
    let mut votes = Votes::default();
    let sense = if source == Source::Lower {
        lower::sense(reading, &tokens)
    } else {
        sense::chosen(reading, &tokens)
    };
    let is_people = sense.is_some_and(|(entry, sense)| {
        sense == Sense::Demonym
            && reading.ontology.gazetteer[entry].class == Class::State
            && is_some_people(reading, &tokens)
    });
    let sense = sense.filter(|_| !is_people);
    if is_people {
        votes.add(Class::Group, 3.0);
    }
    if let Some((entry, _)) = sense {
        votes.add(reading.ontology.gazetteer[entry].class, 3.0);
    }
    if source == Source::Holder {
        votes.add(Class::Person, 2.0);
    }
    if source == Source::Lower && sense.is_none() {
        votes.add(lower::class(reading, &tokens), 1.5);
    }
    for name in &reading.tree.parse().names {
        let overlaps = name.tokens.start < tokens.end && tokens.start < name.tokens.end;
        if overlaps && source != Source::Holder {
            vote_kind(&mut votes, name.kind, weight_of(reading, &tokens, name.kind, sense.is_some()));
        }
    }
    let head = head_of(reading, &tokens);
    if source == Source::Region {
        votes = Votes::default();
        votes.add(Class::Place, 3.0);
    }
    let class_noun = if tokens.len() > 1 || is_lone_body(reading, head) || is_games(reading, head) {
        naming_noun(reading, &tokens, head)
    } else {
        None
    };
    if sense.is_none()
        && let Some(class) = class_noun
    {
        votes.add(class, if matches!(source, Source::Body) { 2.0 } else { 1.5 });
    }
    if tokens.start > 0
        && sense.is_none()
        && class_noun.is_none()
        && sense::stands_after_title(reading, tokens.start)
    {
        votes.add(Class::Person, 2.0);
    }
    if sense.is_none() && class_noun.is_none() && source != Source::Region {
        votes.merge(&context::votes(reading, &tokens, head));
    }
    if reading.tree.tag(tokens.end - 1) == Tag::Pos {
        votes.add(Class::Organization, 3.0);
    }
    if reading.ontology.lists("corporateSuffix", reading.tree.word(tokens.end - 1).trim_end_matches('.')) {
        votes.add(Class::Organization, 2.0);
    }
    let whole =
        if source == Source::Region { named_last(reading, &tokens) } else { named_first(reading, &tokens) };
    NameMention { head, tokens, sense, votes, whole }
}

/// "Two Australians", "Iraqis": people of a state. "the Israelis", "Israelis and Palestinians" stand for their states.
fn is_some_people(reading: &Reading<'_>, tokens: &Range<usize>) -> bool {
    let tree = reading.tree;
    let i = tokens.start;
    let is_definite = i > 0 && tree.text(i - 1).eq_ignore_ascii_case("the");
    tokens.len() == 1
        && tree.is_plural(i)
        && !is_definite
        && tree.label(i) != Label::Conj
        && tree.child(i, &[Label::Conj]).is_none()
}

/// "Congress", "Parliament": a body that needs no more than its noun.
pub(super) fn is_lone_body(reading: &Reading<'_>, i: usize) -> bool {
    reading.lists("bodyNoun", i) && reading.tree.is_capitalised(i) && reading.tree.tag(i) != Tag::Nns
}

/// "Paralympics": games that need no more than their noun.
fn is_games(reading: &Reading<'_>, i: usize) -> bool {
    let tree = reading.tree;
    tree.pos(i) == Pos::Propn && reading.lists("eventNoun", i) && tree.text(i).ends_with("lympics")
}

/// "Elena Marsh": a given name before what is a noun by chance, all of it a person to the parser.
fn is_full_name(reading: &Reading<'_>, tokens: &Range<usize>) -> bool {
    let tree = reading.tree;
    let is_person = |name: &crate::parse::Name| name.kind == NameKind::Person && name.tokens == *tokens;
    reading.ontology.lists("givenName", &tree.text(tokens.start).to_lowercase())
        && tree.parse().names.iter().any(is_person)
}

/// The noun that says what a name is: its last word, or the word before its first *of* or *for*.
pub(super) fn naming_noun(reading: &Reading<'_>, tokens: &Range<usize>, head: usize) -> Option<Class> {
    if is_full_name(reading, tokens) {
        return None;
    }
    let preposition =
        tokens.clone().find(|&i| matches!(reading.tree.text(i), "of" | "for" | "on" | "against"));
    let noun = preposition.map_or(tokens.end - 1, |at| at.saturating_sub(1));
    // "House of Representatives of Cyprus"
    if tokens.len() >= 3 && begins_with_body(reading, tokens.start..tokens.start + 3) {
        return Some(Class::GovernmentBody);
    }
    // "the National Conference of State Legislatures"
    if preposition.is_some_and(|of| reading.tree.text(of) == "of")
        && reading.tree.text(noun) == "Conference"
        && reading.tree.tag(tokens.end - 1) == Tag::Nnps
    {
        return Some(Class::Organization);
    }
    // "Storm Lee", "Columbus Day"
    let storm = tokens.start.checked_sub(1).filter(|_| tokens.len() == 1).unwrap_or(tokens.start);
    let is_storm =
        || reading.lists("stormNoun", storm) && reading.tree.is_capitalised(storm) && tokens.end == storm + 2;
    let is_opened = || reading.lists("eventOpener", tokens.start) || is_storm();
    let is_day = || tokens.len() > 1 && reading.tree.text(tokens.end - 1) == "Day";
    let opener = || (is_opened() || is_day()).then_some(Class::Event);
    if is_whole_body(reading, tokens) {
        return Some(Class::GovernmentBody);
    }
    noun_class(reading, noun).or_else(|| noun_class(reading, head)).or_else(opener)
}

fn begins_with_body(reading: &Reading<'_>, tokens: Range<usize>) -> bool {
    let words: Vec<String> = tokens.map(|i| reading.tree.text(i).to_lowercase()).collect();
    words.len() == 3 && words[1] == "of" && reading.ontology.lists("bodyNoun", &words.join("_"))
}

/// "the Danish House of Commons": a body by all the words of its name, or by its last ones.
fn is_whole_body(reading: &Reading<'_>, tokens: &Range<usize>) -> bool {
    let words: Vec<String> = tokens.clone().map(|i| reading.tree.text(i).to_lowercase()).collect();
    (0..words.len().saturating_sub(1))
        .any(|first| reading.ontology.lists("bodyNoun", &words[first..].join("_")))
}

/// The recogniser is right less often about one word than about several, and least about organisations.
fn weight_of(reading: &Reading<'_>, tokens: &Range<usize>, kind: NameKind, is_known: bool) -> f32 {
    let is_plain =
        tokens.len() == 1 && reading.tree.text(tokens.start).chars().skip(1).any(char::is_lowercase);
    match (kind, is_known) {
        (_, true) => 0.5,
        (NameKind::Norp, _) => 1.4,
        (NameKind::Org, _) if is_plain => 0.6,
        _ => 1.0,
    }
}

fn vote_kind(votes: &mut Votes, kind: NameKind, weight: f32) {
    match kind {
        NameKind::Person => votes.add(Class::Person, weight),
        NameKind::Org => votes.add(Class::Organization, weight),
        NameKind::Gpe | NameKind::Loc => votes.add(Class::Place, weight),
        NameKind::Norp => votes.add(Class::Group, weight),
        NameKind::Fac => votes.add(Class::Place, 0.7 * weight),
        NameKind::Event => votes.add(Class::Event, weight),
        NameKind::Law => votes.add(Class::Agreement, 0.6 * weight),
        NameKind::Product | NameKind::WorkOfArt => votes.add(Class::Organization, 0.2 * weight),
        _ => {}
    }
}

/// The token of a range whose head lies outside.
pub(super) fn head_of(reading: &Reading<'_>, tokens: &Range<usize>) -> usize {
    let tree = reading.tree;
    let outside = |&i: &usize| tree.head(i).is_none_or(|head| !tokens.contains(&head));
    tokens.clone().rev().find(outside).unwrap_or(tokens.end - 1)
}
