//! From a name to candidates: by letters, acronym, sound, initials, family name, beginning, or a few letters apart. All
//! bounded.

use std::collections::BTreeMap;

use super::entry::{Entry, Held, NameKind};
use super::fuzzy::Near;
use super::index::{Damage, EntryId, Index};
use super::normalise::Keys;
use super::shard::{Posting, Space};
use crate::ontology::{Class, ClassSet};

/// How a candidate was found, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum How {
    /// The same plain key as one of its names.
    Exact,
    /// An acronym of it, or its first letters.
    Acronym,
    /// The same sound key: another spelling, order of words, or particles.
    Sound,
    /// First letter and last word: "S. Lavrov".
    Initialed,
    /// The last word of its name: a person by the family name.
    Surname,
    /// It begins with the whole words of the name.
    Prefix,
    /// A few letters differ.
    Fuzzy,
}

impl How {
    /// As it is printed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Acronym => "acronym",
            Self::Sound => "sound",
            Self::Initialed => "initialed",
            Self::Surname => "surname",
            Self::Prefix => "prefix",
            Self::Fuzzy => "fuzzy",
        }
    }
}

/// What is looked for besides a name.
#[derive(Clone, Debug)]
pub struct Query {
    /// Classes that are wanted.
    pub classes: ClassSet,
    /// Day, month or year: what was not there then, and whether offices were held, is said with each candidate.
    pub date: Option<String>,
    /// Candidates at most.
    pub limit: usize,
    /// Whether to look for names that begin with the name.
    pub prefix: bool,
    /// Whether to look for names that differ by a few letters, where no surer way found any.
    pub fuzzy: bool,
}

impl Default for Query {
    fn default() -> Self {
        Self { classes: ClassSet::ANY, date: None, limit: 20, prefix: false, fuzzy: true }
    }
}

/// An entry that may be meant, with what a judge needs to know. No decision.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The entry.
    pub entry: Entry,
    /// Name of the index that it is from.
    pub index: String,
    /// How it was found.
    pub how: How,
    /// As what it has the name.
    pub kind: NameKind,
    /// Its name that is most like the one looked for.
    pub matched: String,
    /// How alike they are, 0 to 1 (Jaro and Winkler, on plain keys).
    pub similarity: f64,
    /// Whether letters of scripts that look alike are mixed in the name looked for: never to be linked.
    pub is_mixed: bool,
    /// Whether it was there on the date; `None` without a date or a period.
    pub existed: Option<bool>,
    /// Whether it held an office on the date; `None` without a date or offices.
    pub in_office: Option<Held>,
}

/// Keys that one step looks at.
const MAX_KEYS: usize = 500;
/// Entries of a key that are read: the first of a name that thousands have.
const MAX_ENTRIES: usize = 200;
/// Bytes of a key from which on one letter, and two letters, may differ.
const FUZZY_FROM: (usize, usize) = (6, 10);
/// Below this likeness a name of the same sound or beginning is another name.
const MIN_SIMILARITY: f64 = 0.75;

impl Index {
    /// What a name may stand for, the likeliest way of finding first; then the more similar, the more popular, the
    /// smaller identifier. Empty if it is unknown.
    ///
    /// # Errors
    /// [`Damage`] if a page that is needed is damaged.
    pub fn find(&self, name: &str, query: &Query) -> Result<Vec<Candidate>, Damage> {
        let keys = Keys::of(name);
        if keys.plain.is_empty() {
            return Ok(Vec::new());
        }
        let mut hits = Hits::default();
        self.exactly(&keys, &mut hits)?;
        self.alike(&keys, query, &mut hits)?;
        let mut found = Vec::new();
        for ((entry, kind), how) in hits.0 {
            let entry = self.entry(entry)?;
            if query.classes.contains(entry.class) {
                found.push(candidate(self.name(), &keys, entry, kind, how, query));
            }
        }
        found.retain(|candidate| {
            !matches!(candidate.how, How::Sound | How::Fuzzy) || candidate.similarity >= MIN_SIMILARITY
        });
        Ok(ranked(found, query.limit))
    }

    fn exactly(&self, keys: &Keys, hits: &mut Hits) -> Result<(), Damage> {
        for posting in self.get(&Space::Plain.key(&keys.plain))? {
            let is_acronym = matches!(posting.kind, NameKind::Acronym | NameKind::Initials);
            // "who" is no body, and "us" no state; names are in Unesco's manner from four letters on.
            let is_stated = keys.is_upper || (posting.kind == NameKind::Acronym && keys.plain.len() > 3);
            match (is_acronym, is_stated) {
                (false, _) => hits.add(posting, How::Exact),
                (true, true) => hits.add(posting, How::Acronym),
                (true, false) => {}
            }
        }
        Ok(())
    }

    fn alike(&self, keys: &Keys, query: &Query, hits: &mut Hits) -> Result<(), Damage> {
        if keys.is_mixed {
            return Ok(());
        }
        let mut sounds = self.get(&Space::Sound.key(&keys.sound))?;
        if keys.sound != keys.plain {
            sounds.extend(self.get(&Space::Plain.key(&keys.sound))?);
        }
        let is_name = |posting: &Posting| !matches!(posting.kind, NameKind::Acronym | NameKind::Initials);
        sounds.into_iter().filter(is_name).for_each(|posting| hits.add(posting, How::Sound));
        if keys.begins_with_initial()
            && let Some(initialed) = keys.initialed()
        {
            let found = self.get(&Space::Initialed.key(&initialed))?;
            found.into_iter().for_each(|posting| hits.add(posting, How::Initialed));
        }
        if !keys.plain.contains(' ') {
            let found = self.get(&Space::Initialed.key(&keys.plain))?;
            found.into_iter().for_each(|posting| hits.add(posting, How::Surname));
        }
        if query.prefix {
            let prefix = Space::Plain.key(&format!("{} ", keys.plain));
            let found = self.scan(&prefix, MAX_KEYS, |shard, limit| shard.prefixed(&prefix, limit))?;
            found.into_iter().flat_map(|(_, list)| list).for_each(|posting| hits.add(posting, How::Prefix));
        }
        if query.fuzzy && hits.0.is_empty() {
            self.nearby(keys, hits)?;
        }
        Ok(())
    }

    fn nearby(&self, keys: &Keys, hits: &mut Hits) -> Result<(), Damage> {
        let length = keys.plain.len();
        // Other scripts have several bytes a letter, and acronyms that differ by a letter are others.
        if !keys.plain.is_ascii() || length < FUZZY_FROM.0 || keys.is_upper && !keys.plain.contains(' ') {
            return Ok(());
        }
        let near = Near::new(&Space::Plain.key(&keys.plain), if length < FUZZY_FROM.1 { 1 } else { 2 });
        let found = self.scan(near.head(), MAX_KEYS, |shard, limit| shard.near(&near, limit))?;
        found.into_iter().flat_map(|(_, list)| list).for_each(|posting| hits.add(posting, How::Fuzzy));
        Ok(())
    }
}

/// Entries that were found, each once, in the surest way.
#[derive(Default)]
struct Hits(BTreeMap<(EntryId, NameKind), How>);

impl Hits {
    fn add(&mut self, posting: Posting, how: How) {
        let of_entry = (posting.entry, NameKind::Label)..=(posting.entry, NameKind::Initials);
        let is_new = self.0.range(of_entry).next().is_none();
        if is_new && self.0.len() < MAX_KEYS + MAX_ENTRIES {
            self.0.insert((posting.entry, posting.kind), how);
        }
    }
}

fn candidate(index: &str, keys: &Keys, entry: Entry, kind: NameKind, how: How, query: &Query) -> Candidate {
    let names = entry.all_names().map(|(_, name)| {
        let other = Keys::of(name);
        let plain = strsim::jaro_winkler(&keys.plain, &other.plain);
        // Names in another order are alike by their sounds.
        let sound = if other.sound == keys.sound { 0.9 } else { 0.0 };
        (plain.max(sound), name)
    });
    let best = names.fold((0.0, ""), |best, next| if next.0 > best.0 { next } else { best });
    let (similarity, matched) = match (how, kind) {
        (How::Acronym, NameKind::Initials) => (1.0, entry.label.clone()),
        _ => (best.0, best.1.to_owned()),
    };
    let has_period = !entry.period.start.is_empty() || !entry.period.end.is_empty();
    let date = query.date.as_deref();
    Candidate {
        existed: date
            .filter(|_| has_period && entry.class != Class::Person)
            .map(|date| entry.period.holds(date)),
        in_office: date.and_then(|date| entry.offices.iter().map(|office| office.held(date)).min()),
        index: index.to_owned(),
        is_mixed: keys.is_mixed,
        how,
        kind,
        matched,
        similarity,
        entry,
    }
}

/// In the order in which they are shown, `limit` at most.
pub(super) fn ranked(mut found: Vec<Candidate>, limit: usize) -> Vec<Candidate> {
    found.sort_by(|a, b| {
        let similarity = b.similarity.total_cmp(&a.similarity);
        a.how
            .cmp(&b.how)
            .then(similarity)
            .then_with(|| popularity(&b.entry).cmp(&popularity(&a.entry)))
            .then_with(|| a.entry.identifier().cmp(b.entry.identifier()))
    });
    found.truncate(limit);
    found
}

/// What makes it likelier to be meant: states before their provinces, then articles and inhabitants.
fn popularity(entry: &Entry) -> (bool, u64, u64) {
    let is_gone = !entry.period.end.is_empty();
    (entry.class == Class::State && !is_gone, entry.sitelinks, entry.population)
}
