//! What speaks for each candidate of an entity: its name, the rest of the document, and the time.
//!
//! Comes in: what was found of an entity, and what was chosen for the others ([`Ground`]). Goes out: each candidate with its
//! features and its score. Never here: a decision.

use std::collections::{BTreeMap, BTreeSet};

use super::found::{Form, Found};
use super::term::{self, Terms};
use super::{Asked, Scene, Scored};
use crate::link::entry::{Entry, Held, NameKind, Tie};
use crate::link::features::{Feature, Features};
use crate::link::find::{Candidate, How};
use crate::ontology::Class;

/// What a document is about, as far as it bears on what is meant.
#[derive(Debug, Default)]
pub(super) struct Ground {
    /// Mentions by state.
    states: BTreeMap<String, f64>,
    mentions: f64,
    /// The state that an entity was counted for, and its mentions.
    own: BTreeMap<usize, (String, f64)>,
    /// Entities that were chosen, by the state that they belong to or the thing that they are tied to.
    around: BTreeMap<String, BTreeSet<usize>>,
    /// Entities that are chosen or known, by themselves and by what they lie in.
    within: BTreeMap<String, BTreeSet<usize>>,
    /// When those that were chosen held offices.
    terms: Terms,
}

impl Ground {
    pub(super) fn of(scene: &Scene, chosen: &BTreeMap<usize, &Candidate>) -> Self {
        let mut ground = Self::default();
        for (at, asked) in scene.asked.iter().enumerate() {
            let weight = f64::from(u32::try_from(asked.mentions).unwrap_or(u32::MAX));
            let of_known = asked.known.as_ref().filter(|_| asked.class == Class::State);
            let of_chosen = chosen.get(&at).map(|candidate| &candidate.entry);
            let state = of_known.into_iter().chain(
                of_chosen.filter(|entry| entry.class == Class::State).map(|entry| &entry.identifiers[0]),
            );
            for state in state {
                *ground.states.entry(state.clone()).or_default() += weight;
                ground.mentions += weight;
                ground.own.insert(at, (state.clone(), weight));
            }
            for place in asked.known.iter().cloned().chain(of_chosen.into_iter().flat_map(whereabouts)) {
                ground.within.entry(place).or_default().insert(at);
            }
            if let Some(entry) = of_chosen.filter(|entry| entry.class != Class::State) {
                ground.terms.add(at, entry);
                for other in entry.countries.iter().chain(entry.ties.iter().map(|(_, other)| other)) {
                    ground.around.entry(other.clone()).or_default().insert(at);
                }
            }
        }
        ground
    }

    /// Mentions of states by the others, and those of the states of an entry.
    fn share(&self, entry: &Entry, at: usize) -> (f64, f64) {
        let (counted, weight) = self.own.get(&at).map_or(("", 0.0), |(state, weight)| (state, *weight));
        let of = |state: &String| {
            let all = self.states.get(state).copied().unwrap_or_default();
            if state == counted { all - weight } else { all }
        };
        let (all, own) = (self.mentions - weight, entry.countries.iter().map(of).sum::<f64>());
        (all, if all > 0.0 { (own / all).min(1.0) } else { 0.0 })
    }

    fn has_neighbour(&self, entry: &Entry, at: usize) -> bool {
        let places = entry.countries.iter().chain(&entry.identifiers);
        places.filter_map(|place| self.around.get(place)).flatten().any(|other| *other != at)
    }

    /// Whether a place lies in a province of which the document speaks, or of another place of it.
    fn is_near(&self, entry: &Entry, at: usize) -> bool {
        let is_place = entry.class == Class::Place;
        let mut places = whereabouts(entry).filter(|_| is_place);
        places.any(|place| self.within.get(&place).into_iter().flatten().any(|other| *other != at))
    }
}

/// A place, and what it lies in.
fn whereabouts(entry: &Entry) -> impl Iterator<Item = String> {
    let wholes = entry.ties.iter().filter(|(tie, _)| *tie == Tie::PartOf).map(|(_, whole)| whole);
    entry.identifiers.iter().chain(wholes).cloned()
}

/// What the document says for each candidate, whatever else it is.
struct Told {
    /// Its state, a statement or a neighbour speaks for it.
    speaks: Vec<bool>,
    /// It lies in a province that the document speaks of.
    near: Vec<bool>,
    /// Days that it held an office while others of the document did.
    shared: Vec<i64>,
}

/// The candidates of an entity with their features and scores, in the order in which they were found.
pub(super) fn weigh(
    scene: &Scene,
    (at, asked): (usize, &Asked),
    all: &[Found],
    ground: &Ground,
) -> Vec<Scored> {
    let speaks = |entry: &Entry| {
        let is_tied = entry.countries.iter().any(|country| asked.states.contains(country));
        is_tied || ground.share(entry, at).1 > 0.0 || ground.has_neighbour(entry, at)
    };
    let of_all = |holds: &dyn Fn(&Entry) -> bool| all.iter().map(|one| holds(&one.candidate.entry)).collect();
    let shared = all.iter().map(|one| ground.terms.shared(&one.candidate.entry, at)).collect();
    let near = of_all(&|entry| ground.is_near(entry, at));
    let told = Told { speaks: of_all(&speaks), near, shared };
    let date = scene.date.as_deref();
    (0..all.len()).filter_map(|number| score((at, asked), number, all, (ground, &told), date)).collect()
}

fn score(
    (at, asked): (usize, &Asked),
    number: usize,
    all: &[Found],
    (ground, told): (&Ground, &Told),
    date: Option<&str>,
) -> Option<Scored> {
    let one = all.get(number)?;
    let entry = &one.candidate.entry;
    let mut features = Features::new();
    let alone = |holds: &[bool]| {
        holds.get(number) == Some(&true) && holds.iter().filter(|holds| **holds).count() == 1
    };
    of_name(&mut features, one);
    of_ground(&mut features, (at, asked), entry, ground);
    features.mark(Feature::OnlyHere, alone(&told.speaks));
    features.mark(Feature::OnlyNear, alone(&told.near));
    of_time(&mut features, entry, date);
    if one.form == Form::OfState {
        features.mark(Feature::Tied, true);
        features.mark(Feature::TiedElsewhere, false);
    }
    let is_here = features.get(Feature::Home) > 0.0 || features.get(Feature::Tied) > 0.0;
    features.mark(Feature::Ruling, is_here && features.get(Feature::InOffice) > 0.0);
    of_rivals(&mut features, one, all, date);
    // Where somebody of the name was in office when the text was written, it tells of them.
    let is_free = !all.iter().any(|other| held(&other.candidate.entry, date).is_some_and(is_held));
    features.mark(Feature::Contemporary, is_free && is_here && term::is_sole(&told.shared, number));
    features.mark(Feature::Partial, asked.names.first().is_some_and(|fullest| *fullest != one.name));
    features.set(Feature::Mentions, f64::from(u32::try_from(asked.mentions).unwrap_or(1)).max(1.0).ln());
    Some(Scored { candidate: one.candidate.clone(), score: features.score(), features })
}

/// What the way of finding it tells.
fn of_name(features: &mut Features, one: &Found) {
    let candidate = &one.candidate;
    features.mark(Feature::Acronym, candidate.how == How::Acronym);
    features.mark(Feature::Initials, candidate.kind == NameKind::Initials);
    features.mark(Feature::Sound, candidate.how == How::Sound);
    features.mark(Feature::Surname, is_surname(candidate));
    features.mark(Feature::Fuzzy, matches!(candidate.how, How::Fuzzy | How::Prefix));
    // Of a family name or an acronym the likeness to the whole name says nothing.
    let is_short = is_surname(candidate) || candidate.how == How::Acronym;
    features.set(Feature::Unlike, if is_short { 0.0 } else { 1.0 - candidate.similarity });
    features.mark(Feature::Former, matches!(candidate.kind, NameKind::Former | NameKind::Metonym));
    features.mark(Feature::Alias, candidate.kind == NameKind::Alias);
    features.mark(Feature::OneWord, !one.name.trim().contains(char::is_whitespace));
    features.mark(Feature::Explained, one.names > 1);
    features.mark(Feature::NearClass, one.is_near);
    features.mark(Feature::Completed, one.form == Form::Completed);
    let entry = &candidate.entry;
    features.mark(Feature::Person, entry.class == Class::Person);
    features.mark(Feature::Place, matches!(entry.class, Class::Place | Class::State));
    features.mark(Feature::Capital, is_capital(entry));
    features.mark(Feature::Sovereign, entry.class == Class::State && entry.period.end.is_empty());
    features.mark(Feature::Region, entry.kind == "region");
    #[expect(clippy::cast_precision_loss, reason = "inhabitants are far below 2^52")]
    features.set(Feature::Population, (entry.population as f64).max(1.0).log10() / 7.0);
}

/// What the others that were found in as sure a way tell.
fn of_rivals(features: &mut Features, one: &Found, all: &[Found], date: Option<&str>) {
    let candidate = &one.candidate;
    let own = &candidate.entry;
    let is_rival = |other: &&Found| {
        let is_as_sure = other.candidate.how <= candidate.how && !std::ptr::eq(*other, one);
        is_as_sure && !surrounds(&other.candidate.entry, own)
    };
    let rivals: Vec<&Entry> = all.iter().filter(is_rival).map(|other| &other.candidate.entry).collect();
    let in_office = rivals.iter().filter(|other| held(other, date).is_some_and(is_held)).count();
    let others = if is_surname(candidate) { in_office } else { rivals.len() };
    features.mark(Feature::Distinct, others > 0 && one.is_alone);
    // Those that nothing in the document speaks for are no rivals of one that it speaks for.
    let has = |features: &Features, feature| features.get(feature) > 0.0;
    let is_apart = [Feature::OnlyHere, Feature::OnlyNear, Feature::Distinct];
    let is_apart = is_apart.into_iter().any(|feature| has(features, feature));
    let number = f64::from(u32::try_from(others).unwrap_or(u32::MAX)).ln_1p();
    features.set(if is_apart { Feature::RivalsElsewhere } else { Feature::Rivals }, number);
    let is_most = rivals.iter().all(|other| weight(other) < weight(own));
    features.mark(Feature::Foremost, others > 0 && is_most);
    features.set(Feature::Larger, larger(own, &rivals));
    let is_in_office = has(features, Feature::InOffice) && in_office == 0;
    features.mark(Feature::Incumbent, is_in_office && !rivals.is_empty());
    features.mark(Feature::Predecessor, has(features, Feature::OutOfOffice) && in_office > 0);
    let is_ruler = is_in_office && has(features, Feature::Ruling);
    features.mark(Feature::Ruler, is_surname(candidate) && is_ruler);
    let is_here = has(features, Feature::Home) || has(features, Feature::Tied);
    let is_known = is_here && rivals.is_empty() && has_led(own, date);
    features.mark(Feature::Leader, is_surname(candidate) && is_known && !is_ruler);
}

/// How much larger a place is than the largest of those that have its name: 0 if it is not, 1 for a hundred times.
fn larger(own: &Entry, rivals: &[&Entry]) -> f64 {
    let most = rivals.iter().map(|other| other.population).max().unwrap_or_default();
    if own.population == 0 || most == 0 {
        return 0.0;
    }
    #[expect(clippy::cast_precision_loss, reason = "inhabitants are far below 2^52")]
    let ratio = own.population as f64 / most as f64;
    (ratio.log10() / 2.0).clamp(0.0, 1.0)
}

/// Whether somebody led a state, before a date if there is one.
fn has_led(entry: &Entry, date: Option<&str>) -> bool {
    entry.offices.iter().any(|office| {
        let is_begun = date.is_none_or(|date| office.period.start.as_str() <= date);
        is_begun && LEADING.iter().any(|leading| office.office.eq_ignore_ascii_case(leading))
    })
}

/// Offices whose holders are called by the family name alone, also when they hold them no more.
const LEADING: [&str; 8] = [
    "head of government",
    "head of state",
    "monarch",
    "president",
    "premier",
    "prime minister",
    "prime-minister",
    "vice-president",
];

/// What the rest of the document tells.
fn of_ground(features: &mut Features, (at, asked): (usize, &Asked), entry: &Entry, ground: &Ground) {
    let (others, share) = ground.share(entry, at);
    features.set(Feature::Home, share);
    features.mark(Feature::Abroad, share == 0.0 && others > 0.0 && !entry.countries.is_empty());
    let is_tied = entry.countries.iter().any(|country| asked.states.contains(country));
    features.mark(Feature::Tied, is_tied);
    features
        .mark(Feature::TiedElsewhere, !is_tied && !asked.states.is_empty() && !entry.countries.is_empty());
    features.mark(Feature::Neighbour, ground.has_neighbour(entry, at));
}

/// What the date of the document tells.
fn of_time(features: &mut Features, entry: &Entry, date: Option<&str>) {
    let Some(date) = date else { return };
    let has_period = !entry.period.start.is_empty() || !entry.period.end.is_empty();
    let is_gone = has_period && entry.class != Class::Person && !entry.period.holds(date);
    features.mark(Feature::Gone, is_gone);
    if let Some(held) = held(entry, Some(date)) {
        features.mark(Feature::InOffice, is_held(held));
        features.mark(Feature::OutOfOffice, !is_held(held));
    }
}

/// Whether somebody was in office; `None` without a date or offices.
fn held(entry: &Entry, date: Option<&str>) -> Option<Held> {
    date.and_then(|date| entry.offices.iter().map(|office| office.held(date)).min())
}

fn is_held(held: Held) -> bool {
    held != Held::No
}

/// Whether it is the province that a capital, or a large city of just its name, lies in: the news mean the city.
pub(super) fn is_around(next: &Scored, best: Option<&Scored>) -> bool {
    best.is_some_and(|best| surrounds(&next.candidate.entry, &best.candidate.entry))
}

fn surrounds(province: &Entry, city: &Entry) -> bool {
    let is_of_it = city.countries.iter().any(|country| province.countries.contains(country));
    // "Wyoming", a town of Michigan, is not what the state is called after.
    let is_large = city.population >= LARGE && city.label == province.label;
    province.kind == "region" && is_of_it && (is_capital(city) || is_large)
}

/// Inhabitants from which on a city comes before the province of its name.
const LARGE: u64 = 100_000;

fn is_surname(candidate: &Candidate) -> bool {
    matches!(candidate.how, How::Surname | How::Initialed)
}

pub(super) fn is_capital(entry: &Entry) -> bool {
    entry.kind == "capital" || entry.ties.iter().any(|(tie, _)| *tie == Tie::CapitalOf)
}

/// What makes it the one that is meant where nothing else tells.
pub(super) fn weight(entry: &Entry) -> (bool, bool, u64, u64) {
    (entry.class == Class::State, is_capital(entry), entry.sitelinks, entry.population)
}
