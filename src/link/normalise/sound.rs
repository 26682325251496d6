//! Names by sound: particles left out, spellings made one by the table `ontology/spellings.tsv`, words sorted.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

pub(super) const SPELLINGS: &str = include_str!("../../../ontology/spellings.tsv");

/// Appends the words of a plain key by sound, in alphabetical order, to an empty text.
pub(super) fn sound(plain: &str, out: &mut String) {
    let words = || plain.split(' ').filter(|word| !word.is_empty());
    let kept = words().filter(|word| !TABLE.is_particle(word)).count();
    // What is left of "El Salvador" is another place; of "al-Qaeda", it is not.
    let is_short = kept < 2 && !(kept == 1 && words().next() == Some("al"));
    let mut list: [(usize, usize); FEW] = [(0, 0); FEW];
    let mut count = 0;
    for word in words().filter(|word| is_short || !TABLE.is_particle(word)) {
        let start = out.len();
        sound_of(word, out);
        if let Some(slot) = list.get_mut(count) {
            *slot = (start, out.len());
        }
        count += 1;
        out.push(' ');
    }
    out.pop();
    let is_sorted = || out.split(' ').is_sorted();
    if count > 1 && !is_sorted() {
        sort(out, list.get(..count));
    }
}

/// Words whose places are noted.
const FEW: usize = 8;

/// Sorts the words of a text.
fn sort(text: &mut String, places: Option<&[(usize, usize)]>) {
    let mut sorted = String::with_capacity(text.len());
    let mut put = |words: &mut [&str]| {
        words.sort_unstable();
        for word in words.iter() {
            sorted.push_str(word);
            sorted.push(' ');
        }
    };
    match places {
        Some(places) => {
            let mut words = [""; FEW];
            for (slot, (start, end)) in words.iter_mut().zip(places) {
                *slot = text.get(*start..*end).unwrap_or_default();
            }
            put(words.get_mut(..places.len()).unwrap_or_default());
        }
        None => put(&mut text.split(' ').collect::<Vec<_>>()),
    }
    sorted.pop();
    *text = sorted;
}

/// Appends a word by sound.
fn sound_of(word: &str, out: &mut String) {
    let start = out.len();
    if !word.is_ascii() || word.bytes().any(|byte| byte.is_ascii_digit()) {
        out.push_str(word);
        return;
    }
    out.push_str(TABLE.word(word));
    let (parts, mut at) = (&TABLE.parts, 0);
    let mut open = parts.possible(letters(out.get(start..).unwrap_or_default()));
    while let Some((number, part)) = parts.next(open, at) {
        at = number + 1;
        let own = out.get(start..).unwrap_or_default();
        let found = match part.place {
            Place::Beginning => own.starts_with(part.from).then_some(start),
            Place::End => own.ends_with(part.from).then(|| out.len() - part.from.len()),
            Place::Anywhere => find(own, part.from).map(|at| start + at),
        };
        let mut next = found;
        while let Some(at) = next {
            out.replace_range(at..at + part.from.len(), part.to);
            let behind = at + part.to.len();
            let is_anywhere = part.place == Place::Anywhere;
            next = out.get(behind..).filter(|_| is_anywhere).and_then(|rest| find(rest, part.from));
            next = next.map(|at| behind + at);
        }
        if found.is_some() {
            open = parts.possible(letters(out.get(start..).unwrap_or_default()));
        }
    }
    single(out, start);
}

/// Makes letters that are doubled single, from a place on.
fn single(text: &mut String, start: usize) {
    let own = text.get(start..).unwrap_or_default().as_bytes();
    if own.windows(2).all(|pair| pair[0] != pair[1]) {
        return;
    }
    let mut last = '\0';
    let kept: String = text.drain(start..).filter(|&c| std::mem::replace(&mut last, c) != c).collect();
    text.push_str(&kept);
}

/// Where a short text has a shorter one in it; on so few bytes faster than a search that is prepared.
fn find(text: &str, part: &str) -> Option<usize> {
    text.as_bytes().windows(part.len().max(1)).position(|window| window == part.as_bytes())
}

/// The letters of a word, a bit each; all other bytes are one.
fn letters(word: &str) -> u32 {
    word.bytes().fold(0, |set, byte| set | 1 << (byte.wrapping_sub(b'a')).min(26))
}

/// The table of spellings. Look-up only.
#[derive(Default)]
struct Table {
    /// Words and what they become; particles become nothing.
    words: HashMap<&'static str, &'static str>,
    particles: HashSet<&'static str>,
    /// For the first letter, the lengths of the words and particles that begin with it, a bit each.
    lengths: Vec<u32>,
    parts: Parts,
}

/// A part of a word and what it becomes.
struct Part {
    place: Place,
    from: &'static str,
    to: &'static str,
}

/// Parts in the order of the table.
#[derive(Default)]
struct Parts {
    list: Vec<Part>,
    /// The letters of each.
    letters: Vec<u32>,
}

impl Parts {
    fn push(&mut self, place: Place, from: &'static str, to: &'static str) {
        self.list.push(Part { place, from, to });
        self.letters.push(letters(from));
    }

    /// Which of the first 64 parts have no letter but these, a bit each: most words have hardly any.
    fn possible(&self, letters: u32) -> u64 {
        let first = self.letters.iter().take(64).enumerate();
        first.fold(0, |set, (number, own)| set | u64::from(own & !letters == 0) << number)
    }

    /// The first of these parts from a number on, with its number; all behind the first 64 count.
    fn next(&self, open: u64, from: usize) -> Option<(usize, &Part)> {
        let rest = if from < 64 { open >> from } else { 0 };
        let number = if rest == 0 { from.max(64) } else { from + rest.trailing_zeros() as usize };
        self.list.get(number).map(|part| (number, part))
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Beginning,
    End,
    Anywhere,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { lengths: vec![0; 256], ..Table::default() };
    let lines = SPELLINGS.lines().filter(|line| !line.starts_with('#'));
    for (from, to) in lines.filter_map(|line| line.split_once('\t')) {
        table.add(from, to);
    }
    table
});

impl Table {
    fn add(&mut self, from: &'static str, to: &'static str) {
        if to == "-" {
            self.particles.insert(from);
            self.note(from);
        } else if let Some(word) = from.strip_prefix('=') {
            self.words.insert(word, to);
            self.note(word);
        } else if let Some(beginning) = from.strip_prefix('^') {
            self.parts.push(Place::Beginning, beginning, to);
        } else if let Some(end) = from.strip_suffix('$') {
            self.parts.push(Place::End, end, to);
        } else {
            self.parts.push(Place::Anywhere, from, to);
        }
    }

    fn note(&mut self, word: &str) {
        let lengths = word.bytes().next().and_then(|first| self.lengths.get_mut(usize::from(first)));
        lengths.into_iter().for_each(|lengths| *lengths |= 1 << word.len().min(31));
    }

    /// Whether a word can be in the table at all: most are passed over by their first letter and length.
    fn may_have(&self, word: &str) -> bool {
        let lengths = word.bytes().next().and_then(|first| self.lengths.get(usize::from(first)));
        lengths.is_some_and(|lengths| lengths & 1 << word.len().min(31) != 0)
    }

    fn is_particle(&self, word: &str) -> bool {
        self.may_have(word) && self.particles.contains(word)
    }

    fn word<'w>(&self, word: &'w str) -> &'w str {
        if self.may_have(word) { self.words.get(word).copied().unwrap_or(word) } else { word }
    }
}
