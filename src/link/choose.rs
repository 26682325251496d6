//! Which candidate an entity of a document is, or none: a decision with its reasons.
//!
//! Comes in: the entities of one document with their names, classes and ties to states ([`Scene`]). Goes out: a
//! [`Choice`] for each. Candidates are scored alone, then once more with what was chosen for the others (a city of the
//! country under discussion before a larger one elsewhere). A choice needs a score and a distance from the next one;
//! otherwise there is none, and the candidates are kept. What mixes scripts is never linked, and persons never by their
//! name alone where several bear it. Never here: files, statements, IRIs.

mod found;
mod rules;
mod term;
mod weigh;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use self::found::{Findings, Form, Found, is_own};
use self::rules::is_allowed;
use self::weigh::{Ground, is_around, is_capital, weigh, weight};
use super::entry::{Entry, Tie};
use super::features::Features;
use super::find::{Candidate, How, Query};
use super::index::Damage;
use super::layers::Layers;
use super::whereabouts::{lies_elsewhere, lies_in_other_regions};
use super::widen::{self, Split};
use crate::ontology::Class;

/// The least score of a link, if nobody asks for another.
pub const MIN_SCORE: f64 = 0.5;
/// How much better than the next a candidate has to be.
const MARGIN: f64 = 0.15;
/// Or how many times better its odds: between 0.97 and 0.85 there is no more room than that.
const ODDS: f64 = 5.0;
/// Below this a candidate is not worth keeping.
const WORTH_KEEPING: f64 = 0.02;
/// Candidates that are kept of an entity that is not linked.
const KEPT: usize = 5;
/// Names of an entity that are looked up.
const NAMES: usize = 4;
/// Candidates of one name: what the document speaks for may stand behind twenty others that bear it.
const BEARERS: usize = 200;
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
    /// Identifiers of what the places right before it lie in ("Atlanta, Georgia"): if one that may be meant is among them, no
    /// other is.
    pub parts: BTreeSet<String>,
    /// Whether the text says that it is a town or a village: no state or province is meant.
    pub is_settlement: bool,
    /// Whether the text never names it without an article: no town is meant whose name has none.
    pub has_article: bool,
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
    /// What a document calls so, of this class; nothing else is known of it.
    pub fn new(names: Vec<String>, class: Class) -> Self {
        Self {
            names,
            class,
            mentions: 1,
            known: None,
            states: BTreeSet::new(),
            regions: BTreeSet::new(),
            parts: BTreeSet::new(),
            is_settlement: false,
            has_article: false,
        }
    }

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
        let home = self.home(scene)?;
        for asked in &scene.asked {
            let is_known = asked.known.is_some();
            found.push(if is_known { Vec::new() } else { self.candidates(asked, home.as_ref())? });
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

    /// Whether a name is that of a state or a province, so that a place can be said to lie in it.
    ///
    /// # Errors
    /// [`Damage`] if an index is damaged where it is needed.
    pub fn is_wide(&mut self, place: &str) -> Result<bool, Damage> {
        let is_wide = |candidate: &Arc<Candidate>| {
            let entry = &candidate.entry;
            candidate.how == How::Exact && (entry.class == Class::State || entry.kind == "region")
        };
        Ok(self.look_up(place)?.iter().any(is_wide))
    }

    /// The states and provinces that places of that name lie in.
    ///
    /// # Errors
    /// [`Damage`] if an index is damaged where it is needed.
    pub fn wholes_of(&mut self, place: &str) -> Result<BTreeSet<String>, Damage> {
        let is_town = |candidate: &&Arc<Candidate>| {
            let entry = &candidate.entry;
            candidate.how == How::Exact && entry.class == Class::Place && entry.kind != "region"
        };
        let found = self.look_up(place)?;
        let towns = found.iter().filter(is_town).map(|candidate| &candidate.entry);
        let wholes = towns.flat_map(|town| {
            let parts = town.ties.iter().filter(|(tie, _)| *tie == Tie::PartOf).map(|(_, whole)| whole);
            parts.chain(&town.countries).cloned()
        });
        Ok(wholes.collect())
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

    /// The state that half of the mentions of states are of, or more.
    fn home(&self, scene: &Scene) -> Result<Option<Entry>, Damage> {
        let mut mentions: BTreeMap<&str, usize> = BTreeMap::new();
        for asked in scene.asked.iter().filter(|asked| asked.class == Class::State) {
            if let Some(known) = &asked.known {
                *mentions.entry(known).or_default() += asked.mentions;
            }
        }
        let most = mentions.iter().max_by_key(|(id, count)| (**count, Reverse(**id)));
        let half = mentions.values().sum::<usize>().div_ceil(2);
        most.filter(|(_, count)| **count >= half).map_or(Ok(None), |(id, _)| self.layers.entry(id))
    }

    /// Everything that the names of an entity may stand for and whose class fits; each with the surest way.
    fn candidates(&mut self, asked: &Asked, home: Option<&Entry>) -> Result<Vec<Found>, Damage> {
        let mut found = Findings { class: asked.class, list: Vec::new() };
        let names = asked.looked_up();
        for name in &names {
            found.take_all(&self.look_up(name)?, name);
        }
        let is_body = matches!(
            asked.class,
            Class::GovernmentBody | Class::Organization | Class::ArmedGroup | Class::Group
        );
        let is_sure = |one: &Found| one.candidate.how == How::Exact && !is_own(&one.candidate.entry);
        if !found.list.iter().any(is_sure) {
            for name in &names {
                match asked.class {
                    Class::Person => self.without_second_name(name, &mut found)?,
                    Class::Place => self.without_city(name, &mut found)?,
                    _ if is_body => self.without_state(name, &mut found)?,
                    _ => {}
                }
            }
        }
        if let Some(home) = home.filter(|_| is_body) {
            self.completed(&names, home, &mut found)?;
        }
        found.drop_doubles();
        let is_whole =
            |one: &Found| one.candidate.entry.identifiers.iter().any(|id| asked.parts.contains(id));
        if found.list.iter().any(is_whole) {
            found.list.retain(is_whole);
        }
        found.list.retain(|one| {
            let entry = &one.candidate.entry;
            let is_wide = entry.class == Class::State || entry.kind == "region";
            let is_town = entry.class == Class::Place && !is_wide && entry.population > 0;
            let is_called_so = || entry.all_names().any(|(_, name)| name.starts_with("The "));
            let is_other = asked.is_settlement && is_wide || asked.has_article && is_town && !is_called_so();
            !(lies_in_other_regions(entry, &asked.regions) || is_other)
        });
        Ok(found.list)
    }

    /// "the Communist Party" where a text speaks of China: the one that has the state in its name, if none of that state has just
    /// the name of the text.
    fn completed(&mut self, names: &[String], home: &Entry, found: &mut Findings) -> Result<(), Damage> {
        let is_of_it = |candidate: &Candidate| {
            candidate.how == How::Exact && candidate.entry.countries.iter().any(|id| id == home.identifier())
        };
        if found.list.iter().any(|one| is_of_it(&one.candidate)) {
            return Ok(());
        }
        for name in names {
            for form in widen::with_state(name, home) {
                for candidate in self.look_up(&form)?.iter().filter(|candidate| is_of_it(candidate)) {
                    found.take(candidate, name, Form::Completed);
                }
            }
        }
        Ok(())
    }

    /// "Donald John Trump": who is called so without the second name, if theirs begins the same.
    fn without_second_name(&mut self, name: &str, found: &mut Findings) -> Result<(), Damage> {
        let Some(short) = widen::without_middle(name) else { return Ok(()) };
        for candidate in self.look_up(&short)?.iter() {
            if candidate.how == How::Exact && widen::has_middle(&candidate.entry, name) {
                found.take(candidate, name, Form::Plain);
            }
        }
        Ok(())
    }

    /// "Nairobi City": the capital of that name.
    fn without_city(&mut self, name: &str, found: &mut Findings) -> Result<(), Damage> {
        let Some(short) = name.strip_suffix(" City") else { return Ok(()) };
        for candidate in self.look_up(short)?.iter() {
            if candidate.how == How::Exact && is_capital(&candidate.entry) {
                found.take(candidate, name, Form::Plain);
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
            let (of, the) = (format!("{rest} of {}", state.label), format!("{rest} of the {}", state.label));
            for form in [rest.to_owned(), format!("{} {rest}", state.label), of, the] {
                for candidate in self.look_up(&form)?.iter().filter(|candidate| is_of_it(candidate)) {
                    found.take(candidate, name, Form::OfState);
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
        let found: Vec<Arc<Candidate>> = self
            .layers
            .find(name, &Query { limit: BEARERS, ..Query::default() })?
            .into_iter()
            .map(Arc::new)
            .collect();
        let found: Arc<[Arc<Candidate>]> = found.into();
        if self.met.len() >= REMEMBERED {
            self.met.clear();
        }
        self.met.insert(name.to_owned(), found.clone());
        Ok(found)
    }

    fn choose(&self, scene: &Scene, at: usize, found: &[Found], ground: &Ground) -> Choice {
        let Some(asked) = scene.asked.get(at) else { return Choice::default() };
        let mut scored = weigh(scene, (at, asked), found, ground);
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
            best.score >= self.min_score && is_clear(best.score, next) && is_allowed(best, asked, &scored)
        });
        // What only this program has an identifier for is known to be meant, and there is nothing to link it to.
        let link = is_best.then(|| scored.remove(0)).filter(|best| !is_own(&best.candidate.entry));
        scored.retain(|scored| !is_own(&scored.candidate.entry));
        scored.truncate(KEPT);
        Choice { link, candidates: scored }
    }
}

/// Whether a score is far enough from the next one.
fn is_clear(best: f64, next: f64) -> bool {
    best > next && (best - next >= MARGIN || best * (1.0 - next) >= ODDS * next * (1.0 - best))
}
