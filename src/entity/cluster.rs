//! Names to entities: which names of a document refer to the same thing.
//!
//! Sieves, most certain first: the same gazetteer entry; the same words; a name in brackets after a longer one; the
//! initials of a longer name; the last word, or else the first, of a person's longer name; the beginning of an
//! organisation's; other forms of a person's name (`variant`).

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::variant::{is_other_sex, join_variants, shared_surnames};
use crate::mention::{NameMention, Reading, Votes};
use crate::ontology::Class;
use crate::ontology::gazetteer::EntryId;

/// A group of names that refer to the same thing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cluster {
    /// Indices of the names, in order.
    pub names: Vec<usize>,
    /// The gazetteer's entry.
    pub entry: Option<EntryId>,
    /// Evidence for the class.
    pub votes: Votes,
}

/// The clusters of `names`, in order of their first name, and the cluster of each name.
pub fn cluster(reading: &Reading<'_>, names: &[NameMention]) -> (Vec<Cluster>, Vec<usize>) {
    let keys: Vec<Vec<String>> = names.iter().map(|name| key(reading, &name.tokens)).collect();
    let mut parent: Vec<usize> = (0..names.len()).collect();
    let titled = shared_surnames(reading, names, &keys);
    let forms = Longer::of(reading, names, &keys);
    let mut longer = longer_of_each(reading, names, &keys, &forms);
    longer.iter_mut().enumerate().for_each(|(i, long)| *long = titled.get(&i).copied().or(*long));
    join_equal(names, &keys, &longer, &mut parent);
    join_same_whole(reading, names, &keys, &mut parent);
    join_bracketed(reading, names, &mut parent);
    for (&short, &long) in &titled {
        join(&mut parent, long, short);
    }
    join_shorter(names, &keys, &titled, (&forms, &longer), &mut parent);
    join_variants(reading, names, &keys, &mut parent);
    collect(names, &mut parent)
}

/// Words of a name that are compared: lower case, without accents, punctuation and hyphens.
pub fn key(reading: &Reading<'_>, tokens: &Range<usize>) -> Vec<String> {
    let tree = reading.tree;
    tokens
        .clone()
        .map(|i| tree.text(i).nfd().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase())
        .filter(|word| !word.is_empty())
        .collect()
}

pub(super) fn root(parent: &mut [usize], mut i: usize) -> usize {
    while parent[i] != i {
        parent[i] = parent[parent[i]];
        i = parent[i];
    }
    i
}

pub(super) fn join(parent: &mut [usize], a: usize, b: usize) {
    let (a, b) = (root(parent, a), root(parent, b));
    parent[a.max(b)] = a.min(b);
}

/// Names of the same entry, and the same words where they are no short form of more.
fn join_equal(names: &[NameMention], keys: &[Vec<String>], longer: &[Option<usize>], parent: &mut [usize]) {
    let mut by_entry: HashMap<EntryId, usize> = HashMap::new();
    let mut by_key: HashMap<&[String], usize> = HashMap::new();
    for (i, name) in names.iter().enumerate().filter(|(i, _)| longer[*i].is_none()) {
        let first = match name.sense {
            Some((entry, _)) => *by_entry.entry(entry).or_insert(i),
            None => *by_key.entry(keys[i].as_slice()).or_insert(i),
        };
        join(parent, first, i);
    }
}

/// "the U.S. Embassy" and "the United States Embassy": bodies of the same whole with the same words after its name; and
/// "the Embassy" after either.
fn join_same_whole(reading: &Reading<'_>, names: &[NameMention], keys: &[Vec<String>], parent: &mut [usize]) {
    let mut first_of: HashMap<(EntryId, &[String]), usize> = HashMap::new();
    let mut last_of: HashMap<&str, usize> = HashMap::new();
    let mut by_rest: HashMap<&[String], BTreeMap<EntryId, usize>> = HashMap::new();
    for (i, name) in names.iter().enumerate() {
        if let Some((whole, rest)) = behind_whole(reading, name, &keys[i]) {
            let first = *first_of.entry((whole, rest)).or_insert(i);
            by_rest.entry(rest).or_default().insert(whole, first);
            join(parent, first, i);
        }
        let Some(last) = keys[i].last() else { continue };
        let is_alone = keys[i].len() == 1 && name.sense.is_none();
        if is_alone && reading.lists("bodyNoun", name.tokens.start) {
            if let Some(&longer) = last_of.get(last.as_str()) {
                join(parent, longer, i);
            }
        } else if name.whole.is_some() {
            last_of.insert(last, i);
        }
    }
    // "the Supreme Court" of the one state whose Supreme Court is named.
    for (i, name) in names.iter().enumerate() {
        let wholes = by_rest.get(keys[i].as_slice()).filter(|wholes| keys[i].len() > 1 && wholes.len() == 1);
        let Some((&whole, &first)) = wholes.and_then(BTreeMap::first_key_value) else { continue };
        let state = name.sense.map(|(entry, _)| reading.ontology.gazetteer[entry].state);
        if name.whole.is_none() && state.is_none_or(|state| state == Some(whole)) {
            join(parent, first, i);
        }
    }
}

/// What a body's name begins with, and the words of the name behind it.
fn behind_whole<'k>(
    reading: &Reading<'_>,
    name: &NameMention,
    key_of_name: &'k [String],
) -> Option<(EntryId, &'k [String])> {
    let whole = name.whole.filter(|_| name.sense.is_none())?;
    let tokens = &name.tokens;
    let length = (1..tokens.len()).rev().find(|n| {
        reading.senses(&(tokens.start..tokens.start + n)).iter().any(|(entry, _)| *entry == whole)
    })?;
    let words = key(reading, &(tokens.start..tokens.start + length)).len();
    key_of_name.get(words..).filter(|rest| !rest.is_empty()).map(|rest| (whole, rest))
}

/// "the Syrian Democratic Forces (SDF)"
fn join_bracketed(reading: &Reading<'_>, names: &[NameMention], parent: &mut [usize]) {
    let tree = reading.tree;
    for i in 1..names.len() {
        let (before, name) = (&names[i - 1], &names[i]);
        let opens = before.tokens.end + 1 == name.tokens.start && tree.text(before.tokens.end) == "(";
        let closes = name.tokens.end < tree.len() && tree.text(name.tokens.end) == ")";
        if opens
            && closes
            && (name.sense.is_none() || before.sense.is_none())
            && is_acronym(reading, name)
            && may_be_short(reading, before, name)
        {
            join(parent, i - 1, i);
            // Every later mention of the same acronym follows.
            for (j, later) in names.iter().enumerate().skip(i + 1) {
                if later.sense.is_none() && tree.text_of(&later.tokens) == tree.text_of(&name.tokens) {
                    join(parent, i, j);
                }
            }
        }
    }
}

fn is_acronym(reading: &Reading<'_>, name: &NameMention) -> bool {
    let text = reading.tree.text_of(&name.tokens);
    name.tokens.len() == 1
        && text.chars().filter(|c| c.is_uppercase()).count() >= 2
        && text.chars().count() <= 8
}

/// Whether the letters of an acronym stand in that order in the place before it: "United Arab Emirates (UAE)", and not "the
/// United Nations Mission in Kosovo (UNMIK)". What is no place may have any acronym.
fn may_be_short(reading: &Reading<'_>, before: &NameMention, acronym: &NameMention) -> bool {
    let is_place = before.sense.is_some_and(|(entry, _)| {
        matches!(reading.ontology.gazetteer[entry].class, Class::State | Class::Place)
    });
    let name = reading.tree.text_of(&before.tokens).to_lowercase();
    let mut rest = name.chars();
    !is_place || letters(reading.tree.text_of(&acronym.tokens)).chars().all(|c| rest.any(|other| other == c))
}

/// The letters of an acronym, to be compared with [`initials`].
fn letters(acronym: &str) -> String {
    acronym.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

/// The initials of `words`: of all, and of those that are no small words.
fn initials(words: &[String]) -> [String; 2] {
    const SMALL: [&str; 6] = ["of", "the", "and", "for", "in", "on"];
    let of = |word: &String| word.chars().next();
    [
        words.iter().filter_map(of).collect(),
        words.iter().filter(|word| !SMALL.contains(&word.as_str())).filter_map(of).collect(),
    ]
}

/// Names that a shorter form may stand for, by what the form must share with them.
#[derive(Default)]
struct Longer<'k> {
    by_initials: HashMap<String, Vec<usize>>,
    persons_by_ending: HashMap<&'k [String], Vec<usize>>,
    persons_by_first: HashMap<&'k str, Vec<usize>>,
    bodies_by_beginning: HashMap<&'k [String], Vec<usize>>,
    storms: HashMap<&'k str, Vec<usize>>,
}

impl<'k> Longer<'k> {
    /// The longest form by whose ending or beginning a name is looked for.
    const MOST_WORDS: usize = 8;

    fn of(reading: &Reading<'_>, names: &[NameMention], keys: &'k [Vec<String>]) -> Self {
        let mut longer = Self::default();
        for (i, (name, key)) in names.iter().zip(keys).enumerate() {
            let Some(first) = key.first().filter(|_| key.len() > 1) else { continue };
            let [strict, loose] = initials(key);
            if strict != loose {
                longer.by_initials.entry(loose).or_default().push(i);
            }
            longer.by_initials.entry(strict).or_default().push(i);
            // "Hurricane Rita", of which the text says "Rita"
            if let [kind, last] = key.as_slice()
                && reading.ontology.lists("stormNoun", kind)
            {
                longer.storms.entry(last).or_default().push(i);
            }
            if may_be_person(name) {
                longer.persons_by_first.entry(first).or_default().push(i);
                for from in key.len().saturating_sub(Self::MOST_WORDS).max(1)..key.len() {
                    longer.persons_by_ending.entry(&key[from..]).or_default().push(i);
                }
            }
            if is_body(name) {
                for to in key.len().saturating_sub(2).max(1)..key.len() {
                    longer.bodies_by_beginning.entry(&key[..to]).or_default().push(i);
                }
            }
            if is_body_class(name)
                && let Some(of) = key.iter().position(|word| word == "of").filter(|&of| of > 1)
            {
                // "the Supreme Court of Norway", which is called the Supreme Court
                longer.bodies_by_beginning.entry(&key[..of]).or_default().push(i);
            }
        }
        longer
    }
}

/// The nearest before `i`, or else the first after it.
fn nearest(i: usize, found: Option<&Vec<usize>>, fits: impl Fn(usize) -> bool) -> Option<usize> {
    let found = found?;
    let (before, after) = found.split_at(found.partition_point(|&j| j < i));
    before.iter().rev().chain(after).copied().find(|&j| fits(j))
}

/// For each name the nearest longer name before it that it may be short for, or else the first one after it.
fn longer_of_each(
    reading: &Reading<'_>,
    names: &[NameMention],
    keys: &[Vec<String>],
    longer: &Longer<'_>,
) -> Vec<Option<usize>> {
    let placed: HashSet<&[String]> = names
        .iter()
        .zip(keys)
        .filter(|(name, _)| !may_be_surname(name))
        .map(|(_, key)| key.as_slice())
        .collect();
    let of = |(i, name): (usize, &NameMention)| {
        let key = keys[i].as_slice();
        if name.sense.is_some() || key.is_empty() {
            return None;
        }
        if let [word] = key
            && let Some(storm) = longer.storms.get(word.as_str())
        {
            return storm.first().copied();
        }
        let is_acronym = is_acronym(reading, name);
        let is_free = |j: usize| keys[j].len() > key.len() && (is_acronym || names[j].sense.is_none());
        let spelt = || {
            let letters = letters(reading.tree.text_of(&name.tokens));
            nearest(i, longer.by_initials.get(&letters).filter(|_| letters.chars().nth(1).is_some()), is_free)
        };
        let is_theirs = |j: usize| is_free(j) && !is_other_sex(reading, name, &names[j]);
        let surnamed = || nearest(i, longer.persons_by_ending.get(key), is_theirs);
        let first_named = || nearest(i, longer.persons_by_first.get(key[0].as_str()), is_theirs);
        let begun = || {
            // "in Cambridge" is the town, whatever the Cambridge Whig Club is called for short.
            if key.len() == 1 && placed.contains(key) {
                return None;
            }
            nearest(i, longer.bodies_by_beginning.get(key), |j| {
                let is_of_place = key.len() > 1 && keys[j].get(key.len()).is_some_and(|word| word == "of");
                (is_free(j) || is_of_place) && !is_body_of(reading, &names[j], name)
            })
        };
        (is_acronym.then(spelt).flatten())
            .or_else(|| may_be_surname(name).then(surnamed).flatten())
            .or_else(|| (key.len() == 1 && may_be_person(name)).then(first_named).flatten())
            .or_else(begun)
    };
    names.iter().enumerate().map(of).collect()
}

/// Shorter forms join longer ones, the longest first. One form is short for one person, whoever else has the name.
fn join_shorter(
    names: &[NameMention],
    keys: &[Vec<String>],
    titled: &BTreeMap<usize, usize>,
    (forms, longer): (&Longer<'_>, &[Option<usize>]),
    parent: &mut [usize],
) {
    let mut of_key: BTreeMap<(Reverse<usize>, &[String]), Vec<usize>> = BTreeMap::new();
    let is_open = |(i, name): &(usize, &NameMention)| name.sense.is_none() && !titled.contains_key(i);
    for (i, _) in names.iter().enumerate().filter(is_open) {
        of_key.entry((Reverse(keys[i].len()), keys[i].as_slice())).or_default().push(i);
    }
    for ((_, key), alike) in of_key {
        let mut short: Vec<usize> = alike.iter().filter_map(|&i| longer[i]).collect();
        if short.iter().any(|&j| keys[j].ends_with(key)) {
            let named = forms.persons_by_ending.get(key).into_iter().flatten();
            short.extend(named.filter(|&&j| names[j].sense.is_none()));
        }
        let Some(&first) = short.first() else { continue };
        let are_two = short.iter().any(|&j| is_another(&keys[j], &keys[first]));
        let whole = if are_two { most_named(alike[0], &short, keys) } else { first };
        for i in alike {
            let own = longer[i].filter(|&j| are_two && is_body(&names[j]));
            join(parent, own.unwrap_or(whole), i);
            if let Some(own) = longer[i].filter(|_| !are_two) {
                join(parent, own, i);
            }
        }
    }
}

/// Whether two longer forms of one short one name two: "Jeb Bush" and "George Bush", but not "George W. Bush" and "George Bush".
fn is_another(a: &[String], b: &[String]) -> bool {
    let has_same_ends = a.first() == b.first() && a.last() == b.last();
    !(has_same_ends || a.ends_with(b) || b.ends_with(a))
}

/// Of longer forms the one that the text uses most often before the short one, else at all; the first of equals.
fn most_named(short: usize, longer: &[usize], keys: &[Vec<String>]) -> usize {
    let mut uses: BTreeMap<&[String], (usize, usize, Reverse<usize>)> = BTreeMap::new();
    for &j in longer.iter().collect::<BTreeSet<_>>() {
        let (before, all, first) = uses.entry(&keys[j]).or_insert((0, 0, Reverse(j)));
        *before += usize::from(j < short);
        *all += 1;
        *first = (*first).max(Reverse(j));
    }
    uses.into_values().max().map_or(short, |(_, _, Reverse(first))| first)
}

/// "Senate Judiciary Committee": a body of the Senate and no longer name of it.
fn is_body_of(reading: &Reading<'_>, long: &NameMention, short: &NameMention) -> bool {
    let behind = long.tokens.start + short.tokens.len();
    let last = short.tokens.end - 1;
    let is_chamber = reading.lists("bodyNoun", last) || reading.tree.word(last) == "house";
    is_chamber
        && reading.lists("bodyNoun", long.tokens.end - 1)
        && reading.tree.word(behind.min(long.tokens.end - 1)) != "of"
}

fn may_be_surname(name: &NameMention) -> bool {
    name.votes.of(Class::Place) < 2.0
}

fn may_be_person(name: &NameMention) -> bool {
    name.votes.best().is_none_or(|(class, weight)| class == Class::Person || weight <= 1.0)
        && name.whole.is_none()
}

fn is_body(name: &NameMention) -> bool {
    name.whole.is_none() && is_body_class(name)
}

fn is_body_class(name: &NameMention) -> bool {
    let best = name.votes.best();
    matches!(best, Some((Class::Organization | Class::ArmedGroup | Class::GovernmentBody, _)))
}

fn collect(names: &[NameMention], parent: &mut [usize]) -> (Vec<Cluster>, Vec<usize>) {
    let mut clusters: Vec<Cluster> = Vec::new();
    let mut of_root: HashMap<usize, usize> = HashMap::new();
    let mut of_name = Vec::with_capacity(names.len());
    for (i, name) in names.iter().enumerate() {
        let top = root(parent, i);
        let number = *of_root.entry(top).or_insert_with(|| {
            clusters.push(Cluster::default());
            clusters.len() - 1
        });
        let cluster = &mut clusters[number];
        cluster.names.push(i);
        cluster.votes.merge(&name.votes);
        cluster.entry = cluster.entry.or(name.sense.map(|(entry, _)| entry));
        of_name.push(number);
    }
    (clusters, of_name)
}
