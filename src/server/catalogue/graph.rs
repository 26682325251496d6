//! The actors of a graph as a catalogue.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use petgraph::Direction;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef as _;

use super::{About, Catalogue, Found, Item, Property, Value, Wanted};
use crate::diagnostic::counted;
use crate::graph::iri::Base;
use crate::link::normalise::Keys;
use crate::network::{Actor, Network, Tie};
use crate::ontology::{Class, Status};
use crate::server::Error;

/// Properties of all actors, besides their relations.
const PROPERTIES: [(&str, &str); 7] = [
    ("type", "class"),
    ("alias", "other name"),
    ("link", "the same elsewhere"),
    ("documents", "documents"),
    ("statements", "statements"),
    ("first", "first mentioned"),
    ("last", "last mentioned"),
];
/// Below this likeness a name is another one.
const MIN_SIMILARITY: f64 = 0.85;
/// Actors whose names are compared for one look-up; beyond, only those that share a word or a sound with it.
const MAX_COMPARED: usize = 200_000;
/// Values of one property at most.
const MAX_VALUES: usize = 200;

/// The actors of a graph.
#[derive(Debug)]
pub struct GraphCatalogue {
    network: Network,
    about: About,
    /// Keys of names, letter by letter, with the actors that have them.
    plain: BTreeMap<String, Vec<usize>>,
    /// By sound.
    sound: BTreeMap<String, Vec<usize>>,
    /// By each of their words.
    words: BTreeMap<String, Vec<usize>>,
    /// Relations of the actors of each class, with how often they are there.
    relations: BTreeMap<Class, BTreeMap<Property, usize>>,
}

impl GraphCatalogue {
    /// A catalogue of the actors of a network whose IRIs are below `base`.
    pub fn new(network: Network, base: &Base) -> Self {
        let about = About {
            name: "chancery: actors of the graph".to_owned(),
            identifier_space: base.as_str().to_owned(),
            path: "/reconcile",
            page: "/entity",
        };
        let (plain, sound, words) = Default::default();
        let mut catalogue = Self { about, plain, sound, words, relations: BTreeMap::new(), network };
        let count = catalogue.network.actors().len();
        for at in 0..count {
            for name in catalogue.network.actor(at).names.clone() {
                catalogue.add_name(at, &name);
            }
        }
        catalogue.count_relations();
        catalogue
    }

    /// The network.
    pub fn network(&self) -> &Network {
        &self.network
    }

    fn add_name(&mut self, at: usize, name: &str) {
        let keys = Keys::of(name);
        let put = |map: &mut BTreeMap<String, Vec<usize>>, key: &str| {
            let list = map.entry(key.to_owned()).or_default();
            if list.last() != Some(&at) && !key.is_empty() {
                list.push(at);
            }
        };
        put(&mut self.plain, &keys.plain);
        put(&mut self.sound, &keys.sound);
        keys.plain.split(' ').for_each(|word| put(&mut self.words, word));
    }

    fn count_relations(&mut self) {
        for (subject, object, tie) in self.network.ties() {
            if tie.status != Status::Asserted {
                continue;
            }
            let ends = if tie.symmetric { vec![subject, object] } else { vec![subject] };
            for end in ends {
                let property = Property::new(&tie.relation, &tie.label);
                let class = self.network.actor(end).class;
                *self.relations.entry(class).or_default().entry(property).or_default() += tie.count;
            }
        }
    }

    fn id(&self, actor: &Actor) -> String {
        let short = actor.iri.strip_prefix(self.about.identifier_space.as_str());
        short.unwrap_or(&actor.iri).to_owned()
    }

    fn at(&self, id: &str) -> Option<usize> {
        let iri = if id.contains("://") || id.starts_with("urn:") {
            id.to_owned()
        } else {
            format!("{}{id}", self.about.identifier_space)
        };
        let actors = self.network.graph().raw_nodes();
        actors.binary_search_by(|node| node.weight.iri.as_str().cmp(&iri)).ok()
    }

    fn describe(&self, at: usize) -> Item {
        let actor = self.network.actor(at);
        let mut parts = Vec::new();
        if let Some(other) = actor.names.iter().find(|name| **name != actor.name) {
            parts.push(format!("also {other}"));
        }
        parts.push(counted(actor.statements + actor.texts, "statement"));
        parts.push(format!("in {}", counted(actor.documents, "document")));
        let description = parts.join(", ");
        Item { id: self.id(actor), name: actor.name.clone(), class: actor.class, description }
    }

    /// Asserted ties that tell something of an actor, with the other end.
    pub fn ties_of(&self, at: usize) -> Vec<(&Tie, usize)> {
        let graph = self.network.graph();
        let node = NodeIndex::new(at);
        let from = graph.edges_directed(node, Direction::Outgoing).map(|edge| (edge.weight(), edge.target()));
        let to = graph.edges_directed(node, Direction::Incoming).map(|edge| (edge.weight(), edge.source()));
        let to = to.filter(|(tie, other)| tie.symmetric && *other != node);
        let mut ties: Vec<(&Tie, usize)> = from
            .chain(to)
            .filter(|(tie, _)| tie.status == Status::Asserted)
            .map(|(tie, other)| (tie, other.index()))
            .collect();
        ties.sort_by(|a, b| (&a.0.relation, a.1).cmp(&(&b.0.relation, b.1)));
        ties
    }

    /// Actors that may have that name, with how alike the names are.
    fn hits(&self, keys: &Keys, is_prefix: bool) -> BTreeMap<usize, f64> {
        let mut hits = BTreeMap::new();
        let mut add = |list: &[usize], similarity: f64| {
            for at in list {
                let best = hits.entry(*at).or_insert(similarity);
                *best = f64::max(*best, similarity);
            }
        };
        add(self.plain.get(&keys.plain).map_or(&[], Vec::as_slice), 1.0);
        if keys.is_mixed {
            return hits;
        }
        add(self.sound.get(&keys.sound).map_or(&[], Vec::as_slice), 0.95);
        let is_one_word = !keys.plain.contains(' ');
        if is_one_word {
            add(self.words.get(&keys.plain).map_or(&[], Vec::as_slice), 0.8);
        }
        if is_prefix {
            for map in [&self.plain, &self.words] {
                let from = map.range(keys.plain.clone()..);
                let found = from.take_while(|(key, _)| key.starts_with(&keys.plain)).take(200);
                found.for_each(|(_, list)| add(list, 0.9));
            }
        }
        if hits.is_empty() {
            self.nearby(keys, &mut hits);
        }
        hits
    }

    fn nearby(&self, keys: &Keys, hits: &mut BTreeMap<usize, f64>) {
        for (key, list) in self.plain.iter().take(MAX_COMPARED) {
            let similarity = strsim::jaro_winkler(key, &keys.plain);
            if similarity >= MIN_SIMILARITY {
                for at in list {
                    let best = hits.entry(*at).or_insert(similarity);
                    *best = best.max(similarity).min(0.94);
                }
            }
        }
    }
}

impl Catalogue for GraphCatalogue {
    fn about(&self) -> &About {
        &self.about
    }

    fn find(&self, name: &str, wanted: &Wanted) -> Result<Vec<Found>, Error> {
        if let Some(at) = self.at(name.trim()) {
            let item = self.describe(at);
            return Ok(vec![Found { item, similarity: 1.0, is_exact: true, is_mixed: false }]);
        }
        let keys = Keys::of(name);
        if keys.plain.is_empty() {
            return Ok(Vec::new());
        }
        let mut hits: Vec<(usize, f64)> = self.hits(&keys, wanted.is_prefix).into_iter().collect();
        hits.retain(|(at, _)| wanted.classes.contains(self.network.actor(*at).class));
        let told = |at: usize| self.network.actor(at).statements;
        hits.sort_by(|a, b| b.1.total_cmp(&a.1).then(told(b.0).cmp(&told(a.0))).then(a.0.cmp(&b.0)));
        hits.truncate(wanted.limit);
        let exact = self.plain.get(&keys.plain);
        let found = hits.into_iter().map(|(at, similarity)| Found {
            item: self.describe(at),
            similarity,
            is_exact: exact.is_some_and(|list| list.contains(&at)),
            is_mixed: keys.is_mixed,
        });
        Ok(found.collect())
    }

    fn having(
        &self,
        property: &str,
        _values: &[String],
        is_it: &dyn Fn(&Value) -> bool,
        wanted: &Wanted,
    ) -> Result<Vec<Found>, Error> {
        let mut hits = Vec::new();
        for (at, actor) in self.network.actors().enumerate().take(MAX_COMPARED) {
            let is_wanted = wanted.classes.contains(actor.class);
            if is_wanted && self.values(&actor.iri, property)?.iter().any(is_it) {
                hits.push(at);
            }
        }
        hits.sort_by_key(|at| (Reverse(self.network.actor(*at).statements), *at));
        hits.truncate(wanted.limit);
        let found = hits.into_iter().map(|at| Found {
            item: self.describe(at),
            similarity: 1.0,
            is_exact: property == "link",
            is_mixed: false,
        });
        Ok(found.collect())
    }

    fn item(&self, id: &str) -> Result<Option<Item>, Error> {
        Ok(self.at(id).map(|at| self.describe(at)))
    }

    fn properties(&self, class: Option<Class>) -> Vec<Property> {
        let mut counts: BTreeMap<&Property, usize> = BTreeMap::new();
        for (of, relations) in &self.relations {
            if class.is_none_or(|class| class == *of) {
                relations.iter().for_each(|(property, count)| *counts.entry(property).or_default() += count);
            }
        }
        let mut relations: Vec<(&Property, usize)> = counts.into_iter().collect();
        relations.sort_by_key(|(_, count)| Reverse(*count));
        let own = PROPERTIES.iter().map(|(id, name)| Property::new(id, name));
        own.chain(relations.into_iter().map(|(property, _)| property.clone())).collect()
    }

    fn values(&self, id: &str, property: &str) -> Result<Vec<Value>, Error> {
        let Some(at) = self.at(id) else { return Ok(Vec::new()) };
        let actor = self.network.actor(at);
        let count = |number: usize| vec![Value::Integer(number as u64)];
        let day = |day: Option<jiff::civil::Date>| {
            day.map(|day| Value::Text(day.to_string())).into_iter().collect()
        };
        Ok(match property {
            "type" => vec![Value::Text(actor.class.as_str().to_owned())],
            "alias" => {
                let others = actor.names.iter().filter(|name| **name != actor.name).take(MAX_VALUES);
                others.cloned().map(Value::Text).collect()
            }
            "link" => actor.links.iter().cloned().map(Value::Text).collect(),
            "documents" => count(actor.documents),
            "statements" => count(actor.statements + actor.texts),
            "first" => day(actor.first),
            "last" => day(actor.last),
            relation => {
                let ties = self.ties_of(at);
                let others: BTreeSet<usize> = ties
                    .iter()
                    .filter(|(tie, _)| tie.relation == relation)
                    .map(|(_, other)| *other)
                    .collect();
                let value = |at: usize| {
                    let actor = self.network.actor(at);
                    Value::Item { id: self.id(actor), name: actor.name.clone() }
                };
                others.into_iter().take(MAX_VALUES).map(value).collect()
            }
        })
    }
}
