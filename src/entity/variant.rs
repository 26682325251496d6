//! Other forms of a person's name: "Kareem Amer" of Abdul Kareem Amer, "Rivas" of Pedro Rivas Soto, a name that is misspelt
//! once.
//!
//! In come the names of a text with what was joined so far; out go more joins, each only where one person alone fits. Never
//! joins two names that are both common ones: "Johnson" and "Johnston" are two people.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::cluster::{join, root};
use crate::mention::{NameMention, Reading};
use crate::ontology::Class;

/// Forms of names that are compared with each other: more than an article has.
const MAX_FORMS: usize = 300;

/// Letters of the shortest name that may be misspelt, and of the shortest in which two slips are one name.
const SHORTEST: usize = 5;
const LONG: usize = 8;

/// How one form of a name may be another.
type Likeness = fn(&Reading<'_>, &[String], &[String]) -> bool;

/// Joins the forms of persons' names that are one person's.
pub(super) fn join_variants(
    reading: &Reading<'_>,
    names: &[NameMention],
    keys: &[Vec<String>],
    parent: &mut [usize],
) {
    let mut seen = BTreeSet::new();
    let is_form = |&i: &usize| is_free_person(&names[i]) && seen.insert(keys[i].as_slice());
    let forms: Vec<usize> = (0..names.len()).filter(is_form).take(MAX_FORMS).collect();
    let sieves: [Likeness; 3] = [is_part, is_inner, is_misspelt];
    for likeness in sieves {
        for &short in &forms {
            // What stands for a longer name already is no other one's.
            let is_joined = keys[short].len() == 1
                && forms.iter().any(|&i| keys[i].len() > 1 && root(parent, i) == root(parent, short));
            // "Li Wei-ming" is not Li Wei.
            let next = names[short].tokens.end;
            let is_cut = next < reading.tree.len() && reading.tree.text(next) == "-";
            if is_joined || is_cut {
                continue;
            }
            let fits = |&&long: &&usize| {
                long != short
                    && keys[long].len() > 1
                    && likeness(reading, &keys[short], &keys[long])
                    && !is_other_sex(reading, &names[short], &names[long])
            };
            let found: Vec<usize> = forms.iter().filter(fits).copied().collect();
            let roots: BTreeSet<usize> = found.iter().map(|&i| root(parent, i)).collect();
            if let (1, Some(&long)) = (roots.len(), found.first()) {
                join(parent, long, short);
            }
        }
    }
}

/// "Ali Haddad" of Ali Haddad Mansour, "George Dunn" of George W. Dunn, "J. Berg" of John Berg: the words of the shorter
/// form in their order, with the first or the last of the longer.
fn is_part(_: &Reading<'_>, short: &[String], long: &[String]) -> bool {
    let is_word = |a: &String, b: &String| a == b || a.chars().count() == 1 && b.starts_with(a.as_str());
    let is_small = |word: &String| ["of", "the", "and", "for"].contains(&word.as_str());
    let mut rest = long.iter();
    short.len() > 1
        && !long.iter().any(is_small)
        && (short.len() < long.len() || short != long)
        && (short.last() == long.last() || short.len() < long.len() && short.first() == long.first())
        && short.iter().all(|word| rest.any(|other| is_word(word, other)))
        && short.iter().filter(|word| word.chars().count() > 1).count()
            >= short.len().min(2) - usize::from(short.len() == long.len())
}

/// "Rivas" of Pedro Rivas Soto.
fn is_inner(_: &Reading<'_>, short: &[String], long: &[String]) -> bool {
    match short {
        [word] => word.chars().count() > 3 && long.len() > 2 && long[1..long.len() - 1].contains(word),
        _ => false,
    }
}

/// "Chriac" of Jacques Chirac, "Hamza bin Ladin" of Hamza bin Laden: a slip in the last word.
fn is_misspelt(reading: &Reading<'_>, short: &[String], long: &[String]) -> bool {
    let (Some((slip, before)), Some((last, rest))) = (short.split_last(), long.split_last()) else {
        return false;
    };
    (before.is_empty() || before == rest) && is_slip(reading, slip, last)
}

fn is_slip(reading: &Reading<'_>, a: &str, b: &str) -> bool {
    let letters = a.chars().count().min(b.chars().count());
    let is_name = |word: &str| {
        ["familyName", "givenName", "placeName"].iter().any(|list| reading.ontology.lists(list, word))
    };
    let is_plural = a.strip_suffix('s') == Some(b) || b.strip_suffix('s') == Some(a);
    a != b
        && letters >= SHORTEST
        && a.chars().next() == b.chars().next()
        && !is_plural
        && !(is_name(a) && is_name(b))
        && strsim::osa_distance(a, b) <= if letters >= LONG { 2 } else { 1 }
}

/// Family names that stand alone where the text names two people with them, and who is meant by each: "Mrs. Berg" the
/// woman; without a title, whoever of them was named in full most often before, as papers write the others out.
pub(super) fn shared_surnames(
    reading: &Reading<'_>,
    names: &[NameMention],
    keys: &[Vec<String>],
) -> BTreeMap<usize, usize> {
    let mut bearers: HashMap<&str, Vec<usize>> = HashMap::new();
    for i in (0..names.len()).filter(|&i| is_free_person(&names[i])) {
        if let [_, .., last] = keys[i].as_slice() {
            bearers.entry(last).or_default().push(i);
        }
    }
    bearers.retain(|_, forms| forms.len() > 1 && has_two(reading, forms, keys));
    let mut shared = BTreeMap::new();
    for (i, name) in names.iter().enumerate() {
        let [word] = keys[i].as_slice() else { continue };
        let Some(forms) = bearers.get(word.as_str()).filter(|_| is_free_person(name)) else { continue };
        let fits: Vec<usize> =
            forms.iter().copied().filter(|&j| !is_other_sex(reading, name, &names[j])).collect();
        let before: Vec<usize> = fits.iter().copied().filter(|&j| j < i).collect();
        let fits = if before.is_empty() { fits } else { before };
        let times = |j: usize| fits.iter().filter(|&&k| keys[k] == keys[j]).count();
        if let Some(&bearer) = fits.iter().max_by_key(|&&j| (times(j), Reverse(j))) {
            shared.insert(i, bearer);
        }
    }
    shared
}

/// Whether names that end in one word are those of two people.
fn has_two(reading: &Reading<'_>, forms: &[usize], keys: &[Vec<String>]) -> bool {
    let first = &keys[forms[0]];
    let is_same =
        |other: &[String]| first == other || is_part(reading, first, other) || is_part(reading, other, first);
    forms.iter().take(MAX_FORMS).any(|&i| !is_same(&keys[i]))
}

/// "Mrs. Berg" is not Anton Berg: whether the title of a short form and the given name of a long one are of two sexes.
pub(super) fn is_other_sex(reading: &Reading<'_>, short: &NameMention, long: &NameMention) -> bool {
    let told = |word: &str| {
        let is_female = reading.ontology.lists("femaleWord", word);
        (is_female || reading.ontology.lists("maleWord", word)).then_some(is_female)
    };
    let tree = reading.tree;
    let before = short.tokens.start.checked_sub(1).and_then(|title| told(&tree.text(title).to_lowercase()));
    let given = told(&tree.text(long.tokens.start).to_lowercase());
    before.is_some_and(|title| given.is_some_and(|given| given != title))
}

/// Whether a name that no list knows may be a person's.
fn is_free_person(name: &NameMention) -> bool {
    name.sense.is_none()
        && name.whole.is_none()
        && name.votes.best().is_none_or(|(class, _)| class == Class::Person)
}
