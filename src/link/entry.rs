//! What an index knows of one thing, and how that is written.

use super::wire::{Reader, put_number, put_text};
use crate::ontology::Class;

/// How a name belongs to its entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    /// The name that is shown.
    Label,
    /// Another name or spelling.
    Alias,
    /// A name that it had.
    Former,
    /// An acronym that the source states: `NATO`.
    Acronym,
    /// What can stand for it: `Kremlin`.
    Metonym,
    /// The adjective of a state or place, or the word for its people: `Russian`.
    Adjective,
    /// First letters of a longer name, made by the index and not stated by any source.
    Initials,
}

impl NameKind {
    /// All kinds, in order.
    pub const ALL: [Self; 7] = [
        Self::Label,
        Self::Alias,
        Self::Former,
        Self::Acronym,
        Self::Metonym,
        Self::Adjective,
        Self::Initials,
    ];

    /// As it is printed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Label => "label",
            Self::Alias => "alias",
            Self::Former => "former",
            Self::Acronym => "acronym",
            Self::Metonym => "metonym",
            Self::Adjective => "adjective",
            Self::Initials => "initials",
        }
    }
}

/// From when to when, in ISO dates as precise as they are known; an empty text is open or unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    /// First day, month or year.
    pub start: String,
    /// Last day, month or year.
    pub end: String,
}

impl Period {
    /// Whether a day, month or year lies in it; both ends count, each as a whole.
    ///
    /// ```
    /// use chancery::link::Period;
    /// let soviet = Period { start: "1922-12-30".into(), end: "1991".into() };
    /// assert!(soviet.holds("1991-08-19") && !soviet.holds("1992-01-01"));
    /// ```
    pub fn holds(&self, date: &str) -> bool {
        let is_after = self.start.is_empty() || !is_before(date, &self.start);
        is_after && (self.end.is_empty() || !is_before(&self.end, date))
    }
}

/// Whether all of `a` lies before all of `b`; as far as both are known. Years before our era count backwards.
fn is_before(a: &str, b: &str) -> bool {
    match (a.strip_prefix('-'), b.strip_prefix('-')) {
        (Some(_), None) => true,
        (None, Some(_)) => false,
        (Some(a), Some(b)) => a.get(..4) > b.get(..4),
        (None, None) => {
            let shared = a.len().min(b.len());
            a.get(..shared) < b.get(..shared)
        }
    }
}

/// One term of office.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Office {
    /// The office: a word of the ontology (`president`) or an identifier (`Q218295`).
    pub office: String,
    /// Its name: `President of Russia`.
    pub label: String,
    /// The state or body, by identifier; empty if unknown.
    pub country: String,
    /// First day in office to the last at the latest.
    pub period: Period,
    /// Up to when that is sure; empty if the whole period is. From there on the holder is inferred.
    pub sure_until: String,
}

/// Whether somebody held an office on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Held {
    /// A source says so.
    Sure,
    /// Between what a source has seen and who came next.
    Inferred,
    /// Not then.
    No,
}

impl Office {
    /// Whether it was held on a day, month or year.
    pub fn held(&self, date: &str) -> Held {
        if !self.period.holds(date) {
            return Held::No;
        }
        let is_sure = self.sure_until.is_empty() || !is_before(&self.sure_until, date);
        if is_sure { Held::Sure } else { Held::Inferred }
    }
}

/// How an entry stands to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tie {
    /// Part of, subsidiary of, lies in.
    PartOf,
    /// Member of an organization or a party.
    MemberOf,
    /// Capital of a state.
    CapitalOf,
    /// Came after another state or body.
    Follows,
    /// Came before another state or body.
    FollowedBy,
    /// Its name stands for another: a palace for a government.
    StandsFor,
}

impl Tie {
    /// All ties, in order.
    pub const ALL: [Self; 6] =
        [Self::PartOf, Self::MemberOf, Self::CapitalOf, Self::Follows, Self::FollowedBy, Self::StandsFor];

    /// As it is written in tables and printed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PartOf => "part-of",
            Self::MemberOf => "member-of",
            Self::CapitalOf => "capital-of",
            Self::Follows => "follows",
            Self::FollowedBy => "followed-by",
            Self::StandsFor => "stands-for",
        }
    }

    /// The tie of that text.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tie| tie.as_str() == text)
    }
}

/// One thing: names and what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Identifiers, the main one first: `Q159`, `geonames:2017370`, `iso:RU`, `ror:…`, or one of the source's own.
    pub identifiers: Vec<String>,
    /// Name to show.
    pub label: String,
    /// Its class.
    pub class: Class,
    /// A finer kind in the words of its source: `city`, `party`; empty if there is none.
    pub kind: String,
    /// States that it belongs to, by identifier.
    pub countries: Vec<String>,
    /// Inhabitants; 0 if unknown or none.
    pub population: u64,
    /// Articles on it in Wikipedias; 0 if unknown.
    pub sitelinks: u64,
    /// Latitude and longitude in hundred-thousandths of a degree (WGS 84).
    pub coordinates: Option<(i32, i32)>,
    /// When it was there.
    pub period: Period,
    /// Terms of office.
    pub offices: Vec<Office>,
    /// How it stands to others, by identifier.
    pub ties: Vec<(Tie, String)>,
    /// Further names; the label is not repeated.
    pub names: Vec<(NameKind, String)>,
    /// The sources that know it, as [`Contents::sources`](super::Contents) numbers them.
    pub sources: Vec<u16>,
}

impl Entry {
    /// An entry with a name and nothing else.
    pub fn new(identifier: impl Into<String>, label: impl Into<String>, class: Class) -> Self {
        Self {
            identifiers: vec![identifier.into()],
            label: label.into(),
            class,
            kind: String::new(),
            countries: Vec::new(),
            population: 0,
            sitelinks: 0,
            coordinates: None,
            period: Period::default(),
            offices: Vec::new(),
            ties: Vec::new(),
            names: Vec::new(),
            sources: Vec::new(),
        }
    }

    /// The main identifier.
    pub fn identifier(&self) -> &str {
        self.identifiers.first().map_or("", String::as_str)
    }

    /// All names with their kinds, the label first.
    pub fn all_names(&self) -> impl Iterator<Item = (NameKind, &str)> {
        std::iter::once((NameKind::Label, self.label.as_str()))
            .chain(self.names.iter().map(|(kind, name)| (*kind, name.as_str())))
    }

    /// Adds what another source knows of the same thing. What is there already and can only be one thing stays.
    pub fn absorb(&mut self, other: Self) {
        if self.label.is_empty() {
            (self.label, self.class) = (other.label, other.class);
        } else if !other.label.is_empty() && other.label != self.label {
            self.names.push((NameKind::Alias, other.label));
        }
        if self.kind.is_empty() {
            self.kind = other.kind;
        }
        self.identifiers.extend(other.identifiers);
        self.countries.extend(other.countries);
        self.population = self.population.max(other.population);
        self.sitelinks = self.sitelinks.max(other.sitelinks);
        self.coordinates = self.coordinates.or(other.coordinates);
        if self.period == Period::default() {
            self.period = other.period;
        }
        self.offices.extend(other.offices);
        self.ties.extend(other.ties);
        self.names.extend(other.names);
        self.sources.extend(other.sources);
        self.tidy();
    }

    /// Takes out repetitions and sorts what has no order of its own, so that the order of sources does not show.
    pub fn tidy(&mut self) {
        let main = self.identifier().to_owned();
        self.identifiers.sort();
        self.identifiers.dedup();
        self.identifiers.retain(|identifier| *identifier != main);
        self.identifiers.insert(0, main);
        let label = &self.label;
        self.names.retain(|(_, name)| name != label && !name.trim().is_empty());
        self.names.sort_by(|a, b| (&a.1, a.0).cmp(&(&b.1, b.0)));
        self.names.dedup_by(|b, a| a.1 == b.1);
        self.countries.sort();
        self.countries.dedup();
        self.offices.sort();
        self.offices.dedup();
        self.ties.sort();
        self.ties.dedup();
        self.sources.sort_unstable();
        self.sources.dedup();
    }

    /// Appends the entry.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        put_texts(out, &self.identifiers);
        put_text(out, &self.label);
        out.push(Class::ALL.iter().position(|class| *class == self.class).unwrap_or(0) as u8);
        put_text(out, &self.kind);
        put_texts(out, &self.countries);
        put_number(out, self.population);
        put_number(out, self.sitelinks);
        put_number(out, self.coordinates.map_or(0, |(lat, lon)| 1 + pair(lat, lon)));
        put_period(out, &self.period);
        put_number(out, self.offices.len() as u64);
        for office in &self.offices {
            [&office.office, &office.label, &office.country, &office.sure_until]
                .into_iter()
                .for_each(|text| put_text(out, text));
            put_period(out, &office.period);
        }
        put_number(out, self.ties.len() as u64);
        for (tie, other) in &self.ties {
            out.push(*tie as u8);
            put_text(out, other);
        }
        put_number(out, self.names.len() as u64);
        for (kind, name) in &self.names {
            out.push(*kind as u8);
            put_text(out, name);
        }
        put_number(out, self.sources.len() as u64);
        self.sources.iter().for_each(|source| put_number(out, u64::from(*source)));
    }

    /// Reads one entry; `None` if the bytes are none.
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            identifiers: texts(reader)?,
            label: reader.text()?,
            class: *Class::ALL.get(usize::from(reader.fixed::<1>()?[0]))?,
            kind: reader.text()?,
            countries: texts(reader)?,
            population: reader.number()?,
            sitelinks: reader.number()?,
            coordinates: reader.number()?.checked_sub(1).map(unpair),
            period: period(reader)?,
            offices: list(reader, office)?,
            ties: list(reader, |reader| {
                Some((*Tie::ALL.get(usize::from(reader.fixed::<1>()?[0]))?, reader.text()?))
            })?,
            names: list(reader, |reader| {
                Some((*NameKind::ALL.get(usize::from(reader.fixed::<1>()?[0]))?, reader.text()?))
            })?,
            sources: list(reader, |reader| u16::try_from(reader.number()?).ok())?,
        })
    }
}

fn office(reader: &mut Reader<'_>) -> Option<Office> {
    let (office, label, country) = (reader.text()?, reader.text()?, reader.text()?);
    let sure_until = reader.text()?;
    Some(Office { office, label, country, sure_until, period: period(reader)? })
}

fn put_period(out: &mut Vec<u8>, period: &Period) {
    put_text(out, &period.start);
    put_text(out, &period.end);
}

fn period(reader: &mut Reader<'_>) -> Option<Period> {
    Some(Period { start: reader.text()?, end: reader.text()? })
}

fn put_texts(out: &mut Vec<u8>, texts: &[String]) {
    put_number(out, texts.len() as u64);
    texts.iter().for_each(|text| put_text(out, text));
}

fn texts(reader: &mut Reader<'_>) -> Option<Vec<String>> {
    list(reader, Reader::text)
}

fn list<'a, T>(reader: &mut Reader<'a>, read: impl Fn(&mut Reader<'a>) -> Option<T>) -> Option<Vec<T>> {
    let count = reader.count()?;
    (0..count).map(|_| read(reader)).collect()
}

/// Latitude and longitude in one number.
fn pair(lat: i32, lon: i32) -> u64 {
    let part = |value: i32| (value + 18_000_000).clamp(0, 36_000_000).cast_unsigned();
    u64::from(part(lat)) << 26 | u64::from(part(lon))
}

fn unpair(number: u64) -> (i32, i32) {
    let part = |value: u64| (value & 0x3ff_ffff) as i32 - 18_000_000;
    (part(number >> 26), part(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_come_back_as_they_went_in() {
        let mut entry = Entry::new("Q1", "A", Class::Place);
        entry.coordinates = Some((-3_386_785, 15_120_732));
        entry.offices.push(Office { office: "president".into(), ..Office::default() });
        entry.names.push((NameKind::Former, "B".into()));
        entry.ties.push((Tie::StandsFor, "Q2".into()));
        entry.sources = vec![3];
        let mut bytes = Vec::new();
        entry.write(&mut bytes);
        assert_eq!(Entry::read(&mut Reader(&bytes)), Some(entry));
        assert_eq!(Entry::read(&mut Reader(&bytes[..bytes.len() - 1])), None);
    }

    #[test]
    fn the_order_of_sources_does_not_show() {
        let (mut a, mut b) = (Entry::new("Q1", "A", Class::State), Entry::new("Q1", "A", Class::State));
        a.names = vec![(NameKind::Alias, "C".into())];
        b.names = vec![(NameKind::Alias, "B".into()), (NameKind::Alias, "C".into())];
        let (mut ab, mut ba) = (a.clone(), b.clone());
        ab.absorb(b);
        ba.absorb(a);
        assert_eq!(ab, ba);
    }

    #[test]
    fn what_is_inferred_is_not_sure() {
        let mut office = Office { sure_until: "2008-12-31".into(), ..Office::default() };
        office.period = Period { start: "1967-12-02".into(), end: "2009-10-16".into() };
        let held = ["1967-11", "1967-12", "2008", "2009-06-08", "2009-10-17"].map(|date| office.held(date));
        assert_eq!(held, [Held::No, Held::Sure, Held::Sure, Held::Inferred, Held::No]);
        assert!(Period { start: "-0490".into(), end: "-0480".into() }.holds("-0485"));
    }
}
