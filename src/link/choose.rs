//! Which candidate an entity of a document is, or none: a decision with its reasons.
//!
//! Comes in: the entities of one document with their names, classes and ties to states ([`Scene`]). Goes out: a
//! [`Choice`] for each. Candidates are scored alone, then once more with what was chosen for the others (a city of the
//! country under discussion before a larger one elsewhere). A choice needs a score and a distance from the next one;
//! otherwise there is none, and the candidates are kept. What mixes scripts is never linked, and persons never by their
//! name alone where several bear it. Never here: files, statements, IRIs.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::entry::{Entry, Held, NameKind, Tie};
use super::features::{Feature, Features};
use super::find::{Candidate, How, Query};
use super::index::Damage;
use super::layers::Layers;
use super::normalise::Keys;
use super::whereabouts::{lies_elsewhere, lies_in_other_regions};
use super::widen::{self, Split};
use crate::ontology::Class;

/// The least score of a link, if nobody asks for another.
pub const MIN_SCORE: f64 = 0.5;
/// How much better than the next a candidate has to be.
const MARGIN: f64 = 0.15;
/// Below this a candidate is not worth keeping.
const WORTH_KEEPING: f64 = 0.02;
/// Candidates that are kept of an entity that is not linked.
const KEPT: usize = 5;
/// Names of an entity that are looked up.
const NAMES: usize = 4;
/// Names that a [`Linker`] remembers.
const REMEMBERED: usize = 20_000;

/// An entity of a document.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What the document calls it, the fullest name first.
    pub names: Vec<String>,
    /// Its class.
    pub class: Class,
    /// Mentions in the document.
    pub mentions: usize,
    /// The identifier that it is known by already, such as `Q159`: it is not linked again, but speaks for others.
    pub known: Option<String>,
    /// Identifiers of states that statements tie it to.
    pub states: BTreeSet<String>,
    /// Identifiers of provinces that the text puts it into: what is known to lie in others is not meant.
    pub regions: BTreeSet<String>,
}

/// The entities of a document and when it was written.
#[derive(Clone, Debug, Default)]
pub struct Scene {
    /// ISO 8601 day.
    pub date: Option<String>,
    /// What is to be linked.
    pub asked: Vec<Asked>,
}

impl Asked {
    /// The names that are looked up.
    fn looked_up(&self) -> Vec<String> {
        let is_full = |name: &str| name.trim().contains(char::is_whitespace);
        // "Jordan" of Michael Jordan says less than the whole name, and what bears only that is somebody else.
        let has_full = self.class == Class::Person && self.names.iter().any(|name| is_full(name));
        let names = self.names.iter().filter(|name| !has_full || is_full(name));
        names.take(NAMES).cloned().collect()
    }
}

/// A candidate with its score.
#[derive(Clone, Debug)]
pub struct Scored {
    /// What may be meant, and how it was found.
    pub candidate: Arc<Candidate>,
    /// How likely it is meant, 0 to 1.
    pub score: f64,
    /// Why.
    pub features: Features,
}

/// What was decided of an entity.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// What is meant; `None` if nothing fits well enough.
    pub link: Option<Scored>,
    /// What else was thought of, best first.
    pub candidates: Vec<Scored>,
}

/// Links entities of one document after the other, and remembers the names that it looked up.
#[derive(Debug)]
pub struct Linker<'l> {
    layers: &'l Layers,
    min_score: f64,
    met: HashMap<String, Arc<[Arc<Candidate>]>>,
}

impl<'l> Linker<'l> {
    /// A linker that asks these indexes and wants at least this score.
    pub fn new(layers: &'l Layers, min_score: f64) -> Self {
        Self { layers, min_score, met: HashMap::new() }
    }

    /// Decides for each entity of a document. Does not depend on the documents before.
    ///
    /// # Errors
    /// [`Damage`] if an index is damaged where it is needed.
    pub fn link(&mut self, scene: &Scene) -> Result<Vec<Choice>, Damage> {
        let mut found = Vec::with_capacity(scene.asked.len());
        for asked in &scene.asked {
            found.push(if asked.known.is_some() { Vec::new() } else { self.candidates(asked)? });
        }
        let alone = Ground::of(scene, &BTreeMap::new());
        let first: Vec<Choice> =
            found.iter().enumerate().map(|(at, found)| self.choose(scene, at, found, &alone)).collect();
        let chosen = first
            .iter()
            .enumerate()
            .filter_map(|(at, choice)| choice.link.as_ref().map(|link| (at, link.candidate.as_ref())));
        let chosen: BTreeMap<usize, &Candidate> = chosen.collect();
        let together = Ground::of(scene, &chosen);
        Ok(found.iter().enumerate().map(|(at, found)| self.choose(scene, at, found, &together)).collect())
    }

    /// Whether a name that is known to mean a state means another state or a province elsewhere as well: "Georgia",
    /// "Congo". Cities of the state itself are no reason to doubt.
    ///
    /// # Errors
    /// [`Damage`] if an index is damaged where it is needed.
    pub fn is_contested(&mut self, name: &str, known: &str) -> Result<bool, Damage> {
        let is_rival = |candidate: &Arc<Candidate>| {
            let entry = &candidate.entry;
            let is_state = entry.class == Class::State || entry.kind == "region";
            let is_it = entry.identifiers.iter().chain(&entry.countries).any(|id| id == known);
            candidate.how == How::Exact && is_state && !is_it && entry.period.end.is_empty()
        };
        Ok(self.look_up(name)?.iter().any(is_rival))
    }

    /// The states that a place of that name may lie in.
    ///
    /// # Errors
    /// [`Damage`] if an index is damaged where it is needed.
    pub fn states_of(&mut self, place: &str) -> Result<BTreeSet<String>, Damage> {
        let is_place = |candidate: &&Arc<Candidate>| {
            candidate.how == How::Exact && matches!(candidate.entry.class, Class::Place | Class::State)
        };
        let found = self.look_up(place)?;
        Ok(found.iter().filter(is_place).flat_map(|candidate| candidate.entry.countries.clone()).collect())
    }

    /// The provinces that have that name.
    ///
    /// # Errors
    /// [`Damage`] if an index is damaged where it is needed.
    pub fn regions_of(&mut self, place: &str) -> Result<BTreeSet<String>, Damage> {
        let is_region =
            |candidate: &&Arc<Candidate>| candidate.how == How::Exact && candidate.entry.kind == "region";
        let found = self.look_up(place)?;
        Ok(found.iter().filter(is_region).flat_map(|candidate| candidate.entry.identifiers.clone()).collect())
    }

    /// Whether the place that a name alone means (of those that have it, the one that most is known of) lies in none of these
    /// states and provinces: then another one is meant. What no index knows is nowhere else.
    ///
    /// # Errors
    /// [`Damage`] if an index is damaged where it is needed.
    pub fn is_elsewhere(
        &mut self,
        name: &str,
        states: &BTreeSet<String>,
        regions: &BTreeSet<String>,
    ) -> Result<bool, Damage> {
        let is_place = |candidate: &&Arc<Candidate>| {
            let entry = &candidate.entry;
            candidate.how == How::Exact && entry.class == Class::Place && entry.kind != "region"
        };
        let found = self.look_up(name)?;
        let places = found.iter().filter(is_place).map(|candidate| &candidate.entry);
        let foremost = places.max_by_key(|entry| (weight(entry), Reverse(entry.identifier())));
        Ok(foremost.is_some_and(|entry| lies_elsewhere(entry, states, regions)))
    }

    /// Everything that the names of an entity may stand for and whose class fits; each with the surest way.
    fn candidates(&mut self, asked: &Asked) -> Result<Vec<Found>, Damage> {
        let mut found = Findings { class: asked.class, list: Vec::new() };
        let names = asked.looked_up();
        for name in &names {
            for candidate in self.look_up(name)?.iter() {
                found.take(candidate, name, false);
            }
        }
        let is_sure = |one: &Found| one.candidate.how == How::Exact;
        if !found.list.iter().any(is_sure) {
            for name in &names {
                match asked.class {
                    Class::Person => self.without_second_name(name, &mut found)?,
                    Class::GovernmentBody | Class::Organization | Class::ArmedGroup | Class::Group => {
                        self.without_state(name, &mut found)?;
                    }
                    _ => {}
                }
            }
        }
        found.list.retain(|one| !lies_in_other_regions(&one.candidate.entry, &asked.regions));
        Ok(found.list)
    }

    /// "Donald John Trump": who is called so without the second name, if theirs begins the same.
    fn without_second_name(&mut self, name: &str, found: &mut Findings) -> Result<(), Damage> {
        let Some(short) = widen::without_middle(name) else { return Ok(()) };
        for candidate in self.look_up(&short)?.iter() {
            if candidate.how == How::Exact && widen::has_middle(&candidate.entry, name) {
                found.take(candidate, name, false);
            }
        }
        Ok(())
    }

    /// "US Environmental Protection Agency": the one of the United States that has the rest of the name, or the name with the
    /// state called otherwise.
    fn without_state(&mut self, name: &str, found: &mut Findings) -> Result<(), Damage> {
        for Split { state, rest } in widen::splits(name) {
            let Some(state) = self.state(state)? else { continue };
            let is_of_it = |candidate: &Arc<Candidate>| {
                matches!(candidate.how, How::Exact | How::Sound)
                    && candidate.entry.countries.iter().any(|country| *country == state.identifiers[0])
            };
            for form in [rest.to_owned(), format!("{} {rest}", state.label)] {
                for candidate in self.look_up(&form)?.iter().filter(|candidate| is_of_it(candidate)) {
                    found.take(candidate, name, true);
                }
            }
        }
        Ok(())
    }

    /// The one state of today that a name or an adjective is of.
    fn state(&mut self, name: &str) -> Result<Option<Entry>, Damage> {
        let is_state = |candidate: &&Arc<Candidate>| {
            let entry = &candidate.entry;
            matches!(candidate.how, How::Exact | How::Acronym)
                && entry.class == Class::State
                && entry.period.end.is_empty()
        };
        let found = self.look_up(name)?;
        let mut states = found.iter().filter(is_state);
        let first = states.next().map(|candidate| candidate.entry.clone());
        Ok(first.filter(|_| states.next().is_none()))
    }

    fn look_up(&mut self, name: &str) -> Result<Arc<[Arc<Candidate>]>, Damage> {
        if let Some(found) = self.met.get(name) {
            return Ok(found.clone());
        }
        let found: Vec<Arc<Candidate>> =
            self.layers.find(name, &Query::default())?.into_iter().map(Arc::new).collect();
        let found: Arc<[Arc<Candidate>]> = found.into();
        if self.met.len() >= REMEMBERED {
            self.met.clear();
        }
        self.met.insert(name.to_owned(), found.clone());
        Ok(found)
    }

    fn choose(&self, scene: &Scene, at: usize, found: &[Found], ground: &Ground) -> Choice {
        let Some(asked) = scene.asked.get(at) else { return Choice::default() };
        let mut scored: Vec<Scored> =
            found.iter().map(|one| score(scene, (at, asked), one, found, ground)).collect();
        scored.retain(|scored| scored.score >= WORTH_KEEPING);
        scored.sort_by(|a, b| {
            let by_name = || a.candidate.entry.identifier().cmp(b.candidate.entry.identifier());
            b.score.total_cmp(&a.score).then_with(by_name)
        });
        // A capital before the province of its name that it lies in.
        if let Some(at) =
            scored.iter().position(|one| scored.first().is_some_and(|best| is_around(best, Some(one))))
        {
            let capital = scored.remove(at);
            scored.insert(0, capital);
        }
        let next = scored.iter().skip(1).find(|next| !is_around(next, scored.first()));
        let next = next.map_or(0.0, |next| next.score);
        let is_best = scored.first().is_some_and(|best| {
            best.score >= self.min_score && best.score - next >= MARGIN && is_allowed(best, asked, &scored)
        });
        // What only this program has an identifier for is known to be meant, and there is nothing to link it to.
        let link = is_best.then(|| scored.remove(0)).filter(|best| !is_own(&best.candidate.entry));
        scored.retain(|scored| !is_own(&scored.candidate.entry));
        scored.truncate(KEPT);
        Choice { link, candidates: scored }
    }
}

/// A candidate of an entity.
#[derive(Debug)]
struct Found {
    candidate: Arc<Candidate>,
    /// The name that it was found by.
    name: String,
    /// Whether its class is not the entity's.
    is_near: bool,
    /// Names of the entity that it has.
    names: usize,
    /// Whether the name says of which state it is.
    of_state: bool,
}

/// What was found of one entity: each entry once.
struct Findings {
    class: Class,
    list: Vec<Found>,
}

impl Findings {
    /// Takes a candidate that a name found, if its class fits.
    fn take(&mut self, candidate: &Arc<Candidate>, name: &str, of_state: bool) {
        let Some(is_near) = is_near(self.class, candidate.entry.class) else { return };
        if candidate.is_mixed || candidate.kind == NameKind::Adjective {
            return;
        }
        let is_it = |found: &&mut Found| found.candidate.entry.identifier() == candidate.entry.identifier();
        match self.list.iter_mut().find(is_it) {
            Some(known) => {
                known.names += usize::from(!known.name.eq_ignore_ascii_case(name));
                if candidate.how < known.candidate.how {
                    (known.candidate, known.name) = (candidate.clone(), name.to_owned());
                    known.of_state = of_state;
                }
            }
            None => {
                let (candidate, name) = (candidate.clone(), name.to_owned());
                self.list.push(Found { candidate, name, is_near, names: 1, of_state });
            }
        }
    }
}

/// What a document is about, as far as it bears on what is meant.
#[derive(Debug, Default)]
struct Ground {
    /// Mentions by state.
    states: BTreeMap<String, f64>,
    mentions: f64,
    /// The state that an entity was counted for, and its mentions.
    own: BTreeMap<usize, (String, f64)>,
    /// Entities that were chosen, by the state that they belong to or the thing that they are tied to.
    around: BTreeMap<String, BTreeSet<usize>>,
}

impl Ground {
    fn of(scene: &Scene, chosen: &BTreeMap<usize, &Candidate>) -> Self {
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
            if let Some(entry) = of_chosen.filter(|entry| entry.class != Class::State) {
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
}

fn score(scene: &Scene, (at, asked): (usize, &Asked), one: &Found, all: &[Found], ground: &Ground) -> Scored {
    let mut features = Features::new();
    let date = scene.date.as_deref();
    of_name(&mut features, one, all, date);
    of_ground(&mut features, (at, asked), &one.candidate.entry, ground);
    of_time(&mut features, &one.candidate.entry, date);
    if one.of_state {
        features.mark(Feature::Tied, true);
        features.mark(Feature::TiedElsewhere, false);
    }
    let is_here = features.get(Feature::Home) > 0.0 || features.get(Feature::Tied) > 0.0;
    features.mark(Feature::Ruling, is_here && features.get(Feature::InOffice) > 0.0);
    let speaks = |entry: &Entry| {
        let is_tied = entry.countries.iter().any(|country| asked.states.contains(country));
        is_tied || ground.share(entry, at).1 > 0.0 || ground.has_neighbour(entry, at)
    };
    let is_other = |other: &&Found| !std::ptr::eq(*other, one);
    let speaks_for_others = all.iter().filter(is_other).any(|other| speaks(&other.candidate.entry));
    features.mark(Feature::OnlyHere, speaks(&one.candidate.entry) && !speaks_for_others);
    features.mark(Feature::Partial, asked.names.first().is_some_and(|fullest| *fullest != one.name));
    features.mark(Feature::NearClass, one.is_near);
    features.set(Feature::Mentions, f64::from(u32::try_from(asked.mentions).unwrap_or(1)).max(1.0).ln());
    Scored { candidate: one.candidate.clone(), score: features.score(), features }
}

/// What the way of finding it tells.
fn of_name(features: &mut Features, one: &Found, all: &[Found], date: Option<&str>) {
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
    let is_rival = |other: &&Found| {
        let is_as_sure = other.candidate.how <= candidate.how && !std::ptr::eq(*other, one);
        is_as_sure && (!is_surname(candidate) || held(&other.candidate.entry, date).is_some_and(is_held))
    };
    let rivals = || all.iter().filter(is_rival);
    let others = rivals().count();
    features.set(Feature::Rivals, f64::from(u32::try_from(others).unwrap_or(u32::MAX)).ln_1p());
    let is_most = rivals().all(|other| weight(&other.candidate.entry) <= weight(&candidate.entry));
    features.mark(Feature::Foremost, others > 0 && is_most);
    let entry = &candidate.entry;
    features.mark(Feature::Person, entry.class == Class::Person);
    features.mark(Feature::Place, matches!(entry.class, Class::Place | Class::State));
    features.mark(Feature::Capital, is_capital(entry));
    features.mark(Feature::Sovereign, entry.class == Class::State && entry.period.end.is_empty());
    features.mark(Feature::Region, entry.kind == "region");
    #[expect(clippy::cast_precision_loss, reason = "inhabitants are far below 2^52")]
    features.set(Feature::Population, (entry.population as f64).max(1.0).log10() / 7.0);
}

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

/// Whether it is the province that a capital of the same name lies in: the news mean the city.
fn is_around(next: &Scored, best: Option<&Scored>) -> bool {
    let next = &next.candidate.entry;
    best.map(|best| &best.candidate.entry).is_some_and(|best| {
        let is_of_it = best.countries.iter().any(|country| next.countries.contains(country));
        is_capital(best) && next.kind == "region" && is_of_it
    })
}

/// What may not be decided by a score: places that the text puts into another state; acronyms of bodies of states that
/// the document does not speak of; persons by a name that several bear, or by a part of it, with nothing else that
/// speaks for them; and persons whose name differs by letters ("Jon Smith" is not "John Smith").
fn is_allowed(best: &Scored, asked: &Asked, all: &[Scored]) -> bool {
    let candidate = &best.candidate;
    let has = |feature| best.features.get(feature) > 0.0;
    if candidate.entry.class == Class::Place && has(Feature::TiedElsewhere) {
        return false;
    }
    if candidate.entry.class != Class::Person {
        let is_international = candidate.entry.countries.is_empty();
        let is_known =
            is_international || has(Feature::Home) || has(Feature::Tied) || has(Feature::Explained);
        return is_known
            || match candidate.how {
                // Three letters stand for many things; four that one body has, for it.
                How::Acronym => is_sole(best, all),
                // "Apple" is a party of Ukraine, and "The Sun" a paper of many towns.
                _ => !is_obscure(&candidate.entry, has(Feature::OneWord)),
            };
    }
    let is_known_here = has(Feature::Tied) || has(Feature::Ruling);
    let rivals = all.iter().filter(|other| other.candidate.how <= candidate.how).count();
    let is_one_word = asked.names.iter().all(|name| !name.trim().contains(char::is_whitespace));
    match candidate.how {
        How::Fuzzy | How::Prefix => false,
        How::Surname | How::Initialed => is_known_here && has(Feature::InOffice),
        // "John Smyth" sounds like "John Smith"; "Smith, John" is he.
        How::Sound if !is_reordered(candidate, asked) => is_known_here,
        _ if rivals > 1 || is_one_word => is_known_here,
        _ => !has(Feature::TiedElsewhere),
    }
}

/// Whether it is one of many things of its kind that are named as much else is, and known to one source alone.
fn is_obscure(entry: &Entry, is_one_word: bool) -> bool {
    let is_of_many = match entry.kind.as_str() {
        "party" => true,
        "newspaper" | "other" => is_one_word,
        _ => false,
    };
    is_of_many && entry.sources.len() < 2
}

/// Whether a source states an acronym of four letters or more, and for nothing else.
fn is_sole(best: &Scored, all: &[Scored]) -> bool {
    let is_stated =
        |one: &Scored| one.candidate.how <= How::Acronym && one.candidate.kind != NameKind::Initials;
    let is_long = best.candidate.matched.chars().filter(|c| c.is_alphanumeric()).count() > 3;
    is_long && is_stated(best) && all.iter().filter(|one| is_stated(one)).count() == 1
}

/// Whether one of the names of an entity has just the words of one of a candidate's, in another order.
fn is_reordered(candidate: &Candidate, asked: &Asked) -> bool {
    let sorted = |name: &str| {
        let mut words: Vec<String> = Keys::of(name).plain.split(' ').map(str::to_owned).collect();
        words.sort();
        words
    };
    let own: Vec<Vec<String>> = candidate.entry.all_names().map(|(_, name)| sorted(name)).collect();
    asked.names.iter().any(|name| own.contains(&sorted(name)))
}

/// Whether nobody but this program has an identifier for it: then a link would tell nothing.
fn is_own(entry: &Entry) -> bool {
    entry.identifiers.iter().all(|id| id.starts_with("gazetteer:") || id.starts_with("seat:"))
}

fn is_surname(candidate: &Candidate) -> bool {
    matches!(candidate.how, How::Surname | How::Initialed)
}

fn is_capital(entry: &Entry) -> bool {
    entry.kind == "capital" || entry.ties.iter().any(|(tie, _)| *tie == Tie::CapitalOf)
}

/// What makes it the one that is meant where nothing else tells.
fn weight(entry: &Entry) -> (bool, bool, u64, u64) {
    (entry.class == Class::State, is_capital(entry), entry.sitelinks, entry.population)
}

/// Whether what the text takes for one class may be of another: `None` if not, `Some(true)` if they are only near.
fn is_near(asked: Class, known: Class) -> Option<bool> {
    use Class::{
        Agreement, ArmedGroup, Event, GovernmentBody, Group, Organization, Person, Place, Proposal, Share,
        State, War,
    };
    let near: &[Class] = match asked {
        Person | Share | Proposal => &[],
        State => &[Place],
        Place => &[State],
        GovernmentBody => &[Organization, ArmedGroup],
        Organization => &[GovernmentBody, ArmedGroup, Group],
        ArmedGroup => &[Organization, GovernmentBody, Group],
        Group => &[Organization, ArmedGroup],
        Event => &[War],
        War => &[Event],
        Agreement => &[Event],
    };
    if asked == known { Some(false) } else { near.contains(&known).then_some(true) }
}
