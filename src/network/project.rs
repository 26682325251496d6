//! From documents to a network: which statements count, and what they add to actors and ties.
//!
//! Everything is collected so that the order of the documents does not matter.

mod actor;
mod copies;
mod evidence;
mod merge;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::hash::BuildHasher as _;

use hashbrown::{DefaultHashBuilder, HashMap, HashTable};
use jiff::civil::Date;
use petgraph::graph::{DiGraph, NodeIndex};
use rayon::prelude::*;

use super::{
    Actor, Error, MAX_EVIDENCE, Network, RelationInfo, Relations, Said, Selection, ShareOf, Source, Speaker,
    Tie, days,
};
use crate::archive::DocumentRecord;
use crate::archive::digest::sketch::{EntitySketch, ObjectSketch, Sketch, StatementSketch};
use crate::archive::duplicates::{Collector, Copies};
use crate::ontology::{Class, Status};
use actor::{ActorDraft, LABEL, LinkDraft, count};
use evidence::{Rank, rank, rank_of, sentence};

/// The status of a statement of `sketch`.
pub(super) fn status_of(sketch: &Sketch<'_>, statement: &StatementSketch<'_>) -> Result<Status, Error> {
    Status::from_text(statement.status).ok_or_else(|| Error::UnknownWord {
        document: sketch.id.to_owned(),
        what: "status",
        found: statement.status.to_owned(),
    })
}

/// Collects documents into a [`Network`].
#[derive(Debug)]
pub struct Builder<'a> {
    relations: &'a Relations,
    selection: &'a Selection,
    actors: Vec<ActorDraft>,
    /// Positions of the actors.
    by_iri: HashTable<Hashed>,
    ties: Vec<(TieKey, TieDraft)>,
    /// Positions of the ties.
    by_key: HashTable<Hashed>,
    hasher: DefaultHashBuilder,
    /// Names of relations by number.
    names: Vec<String>,
    by_name: HashMap<String, usize>,
    documents: BTreeMap<String, Source>,
    copies: Collector,
    /// If they are known, so that they need not be collected.
    known_copies: Option<&'a Copies>,
    /// Identifiers of the documents in the order in which they came.
    ids: Vec<String>,
}

/// A hash, so that a table that grows need not look at what it is of, and the position of that.
type Hashed = (u64, usize);

/// Subject, relation, object, status and speaker; actors by their position among the drafts, relations by their number.
type TieKey = (usize, usize, usize, Status, Option<usize>);

#[derive(Debug, Default)]
struct TieDraft {
    tie: Tie,
    goldstein_tenths: i64,
    goldstein_count: i64,
    speech: Vec<String>,
}

impl<'a> Builder<'a> {
    /// Takes the statements of `selection`, and what `relations` says of them.
    pub fn new(relations: &'a Relations, selection: &'a Selection) -> Self {
        Self {
            relations,
            selection,
            actors: Vec::new(),
            by_iri: HashTable::new(),
            ties: Vec::new(),
            by_key: HashTable::new(),
            hasher: DefaultHashBuilder::default(),
            names: Vec::new(),
            by_name: HashMap::new(),
            documents: BTreeMap::new(),
            copies: Collector::default(),
            known_copies: None,
            ids: Vec::new(),
        }
    }

    /// Tells which documents print the text of another: then texts are not looked at.
    #[must_use]
    pub fn with_copies(self, copies: &'a Copies) -> Self {
        Self { known_copies: Some(copies), ..self }
    }

    /// Adds one document.
    pub fn add(&mut self, record: &DocumentRecord) -> Result<(), Error> {
        if self.known_copies.is_none() {
            self.copies.add(record);
        }
        self.add_sketch(&Sketch::of(record))
    }

    /// Adds one document without its text, of which is to be known whether it prints that of another ([`Builder::with_copies`]).
    pub fn add_sketch(&mut self, sketch: &Sketch<'_>) -> Result<(), Error> {
        let document = self.add_document(sketch)?;
        sketch.statements.iter().try_for_each(|statement| self.add_statement(&document, statement))
    }

    /// Adds one document by the heads of its statements: actors and what is counted of them are as if all was added; ties are only
    /// those that are `wanted`, without evidence, and nobody has said anything. For builders that take all statements.
    pub fn add_heads(
        &mut self,
        sketch: &Sketch<'_>,
        wanted: impl Fn(&StatementSketch<'_>) -> bool,
    ) -> Result<(), Error> {
        let document = self.add_document(sketch)?;
        for statement in &sketch.statements {
            let status = status_of(sketch, statement)?;
            let subject = document.actor(statement, statement.subject)?;
            let ObjectSketch::Entity(object) = statement.object else {
                self.actors[subject].texts += 1;
                continue;
            };
            let object = document.actor(statement, object)?;
            self.count_statement(subject, object);
            if wanted(statement) {
                let speaker = statement.attributed_to.map(|id| document.actor(statement, id)).transpose()?;
                self.tie(statement, (subject, object, status, speaker)).tie.count += 1;
            }
        }
        Ok(())
    }

    fn add_document<'r>(&mut self, record: &'r Sketch<'r>) -> Result<Reading<'r>, Error> {
        let number = self.ids.len();
        self.ids.push(record.id.to_owned());
        let date = record.date.and_then(days).map(|(first, _)| first);
        self.documents.insert(
            record.id.to_owned(),
            Source {
                title: record.title.to_owned(),
                date,
                publisher: record.source.map(str::to_owned),
                author: record.author.map(str::to_owned),
                same_text_as: None,
                url: record.url.map(str::to_owned),
            },
        );
        let mut actors: HashMap<&str, usize> = HashMap::with_capacity(record.entities.len());
        for entity in &record.entities {
            actors.insert(entity.id, self.add_entity(record, entity, (number, date))?);
        }
        Ok(Reading { record, number, date, actors })
    }

    /// The network of all documents added.
    pub fn finish(mut self) -> Network {
        let all = self.selection.takes_all();
        let collected = std::mem::take(&mut self.copies).finish();
        let copies = self.known_copies.unwrap_or(&collected);
        let now = self.join_copies(copies);
        // Actors that no statement of the selection is about are left out.
        let is_kept =
            |at: usize, draft: &ActorDraft| now[at] == at && (all || draft.statements + draft.texts > 0);
        let mut order: Vec<usize> = (0..self.actors.len()).collect();
        order.par_sort_unstable_by(|&a, &b| self.actors[a].iri.cmp(&self.actors[b].iri));
        let mut rank = vec![0; order.len()];
        order.iter().enumerate().for_each(|(at, &actor)| rank[actor] = at);
        order.retain(|&at| is_kept(at, &self.actors[at]));
        let of_id: HashMap<&str, usize> =
            self.documents.keys().enumerate().map(|(at, id)| (id.as_str(), at)).collect();
        let source: Vec<usize> =
            self.ids.iter().map(|id| of_id.get(id.as_str()).copied().unwrap_or_default()).collect();
        drop(of_id);
        let leaders = mark_copies(&mut self.documents, copies);
        (self.by_iri, self.by_key) = Default::default();
        let mut actors: Vec<Option<Actor>> = (std::mem::take(&mut self.actors).into_par_iter())
            .map(|draft| Some(draft.finish(&source)))
            .collect();
        let ties = self.ties_in_order(&rank);
        let graph = DiGraph::with_capacity(order.len(), ties.len());
        let mut network = Network { graph, documents: self.documents, leaders };
        let mut place = vec![NodeIndex::end(); actors.len()];
        for at in order {
            actors[at].take().into_iter().for_each(|actor| place[at] = network.graph.add_node(actor));
        }
        // Those that are left out may still be speakers.
        let left_out: HashMap<usize, (String, String)> = (actors.into_iter().enumerate())
            .filter_map(|(at, actor)| actor.map(|actor| (at, (actor.iri, actor.name))))
            .collect();
        for at in ties {
            let ((subject, _, object, _, speaker), draft) = std::mem::take(&mut self.ties[at]);
            let speaker = speaker.and_then(|at| match network.graph.node_weight(place[at]) {
                Some(actor) => Some((actor.iri.clone(), actor.name.clone())),
                None => left_out.get(&at).cloned(),
            });
            network.graph.add_edge(place[subject], place[object], draft.finish(speaker, &source));
        }
        network
    }

    /// Positions of the ties in order of subject, relation, object, status and speaker, by the ranks of the actors; without those that are
    /// a part of others by now.
    fn ties_in_order(&self, rank: &[usize]) -> Vec<usize> {
        let mut names: Vec<usize> = (0..self.names.len()).collect();
        names.sort_unstable_by_key(|&name| &self.names[name]);
        let mut of_name = vec![0; names.len()];
        names.iter().enumerate().for_each(|(at, &name)| of_name[name] = at);
        let key = |&(subject, name, object, status, speaker): &TieKey| {
            (rank[subject], of_name[name], rank[object], status, speaker.map(|at| rank[at]))
        };
        let mut order: Vec<_> = (self.ties.iter().enumerate())
            .filter(|(_, (_, draft))| draft.tie.count > 0)
            .map(|(at, (of, _))| (key(of), at))
            .collect();
        order.par_sort_unstable();
        order.into_iter().map(|(_, at)| at).collect()
    }

    /// The position of an actor.
    fn find(&self, iri: &str) -> Option<usize> {
        let hash = self.hasher.hash_one(iri);
        let found = self.by_iri.find(hash, |&(own, at)| own == hash && self.actors[at].iri == iri);
        found.map(|&(_, at)| at)
    }

    /// Adds an actor that is not there yet.
    fn push_actor(&mut self, draft: ActorDraft) -> usize {
        let hash = self.hasher.hash_one(draft.iri.as_str());
        let at = self.actors.len();
        self.actors.push(draft);
        self.by_iri.insert_unique(hash, (hash, at), |&(hash, _)| hash);
        at
    }

    /// The number of a relation.
    fn relation(&mut self, name: &str) -> usize {
        self.by_name.get(name).copied().unwrap_or_else(|| {
            self.names.push(name.to_owned());
            self.by_name.insert(name.to_owned(), self.names.len() - 1);
            self.names.len() - 1
        })
    }

    /// The position of the tie of a key, which `make` makes if there is none.
    fn tie_at(&mut self, key: TieKey, make: impl FnOnce() -> TieDraft) -> usize {
        let hash = self.hasher.hash_one(key);
        let found = self.by_key.find(hash, |&(own, at)| own == hash && self.ties[at].0 == key);
        if let Some(&(_, at)) = found {
            return at;
        }
        let at = self.ties.len();
        self.ties.push((key, make()));
        self.by_key.insert_unique(hash, (hash, at), |&(hash, _)| hash);
        at
    }

    fn add_entity(
        &mut self,
        record: &Sketch<'_>,
        entity: &EntitySketch<'_>,
        (number, date): (usize, Option<Date>),
    ) -> Result<usize, Error> {
        let class = Class::from_text(entity.class).ok_or_else(|| Error::UnknownWord {
            document: record.id.to_owned(),
            what: "class",
            found: entity.class.to_owned(),
        })?;
        let at = self.find(entity.iri).unwrap_or_else(|| {
            self.push_actor(ActorDraft { iri: entity.iri.to_owned(), ..ActorDraft::default() })
        });
        let draft = &mut self.actors[at];
        if draft.sources.last() != Some(&number) {
            draft.sources.push(number);
            draft.first = [draft.first, date].into_iter().flatten().min();
            draft.last = [draft.last, date].into_iter().flatten().max();
        }
        // The name that the document settled on counts far more than any one mention.
        count(&mut draft.names, entity.name, LABEL);
        entity.names.iter().for_each(|name| count(&mut draft.names, *name, 1));
        count(&mut draft.classes, &class, 1);
        for link in &entity.links {
            let score = (link.score.clamp(0.0, 1.0) * 10_000.0) as u32;
            let reason = || link.method.map(|how| (score, format!("{:.2} {} {how}", link.score, link.by)));
            match draft.links.iter_mut().find(|known| known.iri == link.iri) {
                Some(known) if score > known.score => {
                    (known.score, known.reason) = (score, reason().or(known.reason.take()));
                }
                Some(_) => {}
                None => {
                    make_room(&mut draft.links);
                    draft.links.push(LinkDraft { iri: link.iri.to_owned(), score, reason: reason() });
                }
            }
        }
        if let (Some(fraction), None) = (entity.share, &draft.share) {
            // Of equal ids the last, as for all who look one up.
            let whole = entity.of.and_then(|id| record.entities.iter().rfind(|entity| entity.id == id));
            let of = whole.map(|whole| whole.iri.to_owned());
            draft.share = Some(ShareOf { fraction, of, bound: entity.bound.map(str::to_owned) });
        }
        Ok(at)
    }

    fn add_statement(
        &mut self,
        document: &Reading<'_>,
        statement: &StatementSketch<'_>,
    ) -> Result<(), Error> {
        let record = document.record;
        if !self.selection.takes(statement, record.date, self.relations) {
            return Ok(());
        }
        let status = status_of(record, statement)?;
        let subject = document.actor(statement, statement.subject)?;
        let speaker = statement.attributed_to.map(|id| document.actor(statement, id)).transpose()?;
        match statement.object {
            ObjectSketch::Entity(id) => {
                let object = document.actor(statement, id)?;
                self.add_tie(document, statement, (subject, object, status, speaker))
            }
            ObjectSketch::Text(text) => {
                let draft = &mut self.actors[subject];
                draft.texts += 1;
                let rank = rank_of(record, statement);
                add_ranked(
                    &mut draft.said,
                    rank,
                    |said| self::rank(&said.evidence),
                    || {
                        let evidence = sentence(record, statement);
                        let relation = statement.predicate.to_owned();
                        Said { relation, status, text: text.to_owned(), evidence }
                    },
                );
                Ok(())
            }
        }
    }

    fn add_tie(
        &mut self,
        document: &Reading<'_>,
        statement: &StatementSketch<'_>,
        key: (usize, usize, Status, Option<usize>),
    ) -> Result<(), Error> {
        self.count_statement(key.0, key.1);
        let place = match statement.place {
            Some(id) => Some(self.actors[document.actor(statement, id)?].iri.clone()),
            None => None,
        };
        let draft = self.tie(statement, key);
        place.into_iter().for_each(|place| insert(&mut draft.tie.places, place));
        draft.add(document, statement);
        Ok(())
    }

    fn count_statement(&mut self, subject: usize, object: usize) {
        self.actors[subject].statements += 1;
        if subject != object {
            self.actors[object].statements += 1;
        }
    }

    /// The tie that a statement is of, a new one if need be.
    fn tie(
        &mut self,
        statement: &StatementSketch<'_>,
        (mut subject, mut object, status, speaker): (usize, usize, Status, Option<usize>),
    ) -> &mut TieDraft {
        let info = self.relations.get(statement.predicate);
        if info.is_some_and(|info| info.symmetric) && self.actors[object].iri < self.actors[subject].iri {
            std::mem::swap(&mut subject, &mut object);
        }
        let key = (subject, self.relation(statement.predicate), object, status, speaker);
        let at = self.tie_at(key, || TieDraft::new(statement, info, status));
        &mut self.ties[at].1
    }
}

/// Inserts into a list that is in order, unless it is there.
fn insert(sorted: &mut Vec<String>, value: impl AsRef<str> + Into<String>) {
    if let Err(at) = sorted.binary_search_by(|found| found.as_str().cmp(value.as_ref())) {
        make_room(sorted);
        sorted.insert(at, value.into());
    }
}

/// Room for one more. Most lists have one entry, and there are hundreds of thousands of them.
fn make_room<T>(list: &mut Vec<T>) {
    if list.len() == list.capacity() {
        list.reserve_exact(1 + list.len() / 2);
    }
}

/// Adds what `make` makes to the best [`MAX_EVIDENCE`], unless by its rank it is none of them.
fn add_ranked<T>(list: &mut Vec<T>, own: Rank<'_>, rank: impl Fn(&T) -> Rank<'_>, make: impl FnOnce() -> T) {
    let at = list.partition_point(|other| rank(other) <= own);
    if at < MAX_EVIDENCE {
        list.truncate(MAX_EVIDENCE - 1);
        make_room(list);
        list.insert(at, make());
    }
}

/// Says of each document whose text it prints, and gives the place of the first of each text.
fn mark_copies(documents: &mut BTreeMap<String, Source>, copies: &Copies) -> Vec<usize> {
    let ids: Vec<String> = if copies.is_empty() { Vec::new() } else { documents.keys().cloned().collect() };
    let mut leaders: Vec<usize> = (0..documents.len()).collect();
    for ((id, source), leader) in documents.iter_mut().zip(&mut leaders) {
        let Some(first) = copies.leader(id) else { continue };
        *leader = ids.binary_search_by(|id| id.as_str().cmp(first)).unwrap_or(*leader);
        source.same_text_as = Some(first.to_owned());
    }
    leaders
}

/// A document while its statements are added.
struct Reading<'a> {
    record: &'a Sketch<'a>,
    number: usize,
    date: Option<Date>,
    actors: HashMap<&'a str, usize>,
}

impl Reading<'_> {
    fn actor(&self, statement: &StatementSketch<'_>, id: &str) -> Result<usize, Error> {
        self.actors.get(id).copied().ok_or_else(|| Error::MissingEntity {
            document: self.record.id.to_owned(),
            statement: statement.id.to_owned(),
            entity: id.to_owned(),
        })
    }
}

impl TieDraft {
    fn new(statement: &StatementSketch<'_>, info: Option<&RelationInfo>, status: Status) -> Self {
        let tie = Tie {
            relation: statement.predicate.to_owned(),
            relation_iri: statement.predicate_iri.map(str::to_owned),
            kind: info.and_then(|info| info.kind.as_deref()).unwrap_or(statement.predicate).to_owned(),
            label: info
                .map(|info| info.label.clone())
                .filter(|label| !label.is_empty())
                .unwrap_or_else(|| spaced(statement.predicate)),
            family: info.map(|info| info.family.clone()).unwrap_or_default(),
            symmetric: info.is_some_and(|info| info.symmetric),
            status,
            ..Tie::default()
        };
        Self { tie, goldstein_tenths: 0, goldstein_count: 0, speech: Vec::new() }
    }

    fn add(&mut self, document: &Reading<'_>, statement: &StatementSketch<'_>) {
        let tie = &mut self.tie;
        tie.count += 1;
        if tie.sources.last() != Some(&document.number) {
            tie.sources.push(document.number);
            tie.documents += 1;
        }
        tie.reported_first = [tie.reported_first, document.date].into_iter().flatten().min();
        tie.reported_last = [tie.reported_last, document.date].into_iter().flatten().max();
        if let Some(time) = statement.time {
            insert(&mut tie.times, time);
            if let Some((first, last)) = days(time) {
                tie.first = [tie.first, Some(first)].into_iter().flatten().min();
                tie.last = [tie.last, Some(last)].into_iter().flatten().max();
            }
        }
        if let Some(quantity) = &statement.quantity {
            insert(&mut tie.quantities, quantity.written());
        }
        if statement.confidence.is_finite() {
            tie.confidence = tie.confidence.max(statement.confidence);
        }
        statement.cameo.into_iter().for_each(|code| insert(&mut tie.cameo, code));
        let plover = statement.plover.map(|event| match statement.plover_mode {
            Some(mode) => Cow::Owned(format!("{event}/{mode}")),
            None => Cow::Borrowed(event),
        });
        plover.into_iter().for_each(|event| insert(&mut tie.plover, event));
        if let Some(value) = statement.goldstein.filter(|value| value.is_finite()) {
            // Whole tenths, the scale's own step: a sum that no order of documents can change.
            self.goldstein_tenths += (f64::from(value) * 10.0).round() as i64;
            self.goldstein_count += 1;
        }
        statement.attribution.into_iter().for_each(|kind| insert(&mut self.speech, kind));
        let own = rank_of(document.record, statement);
        add_ranked(&mut tie.evidence, own, rank, || sentence(document.record, statement));
    }

    /// `source` has the place of each document in order of identifiers.
    fn finish(self, speaker: Option<(String, String)>, source: &[usize]) -> Tie {
        let mut tie = self.tie;
        in_order_of_ids(&mut tie.sources, source);
        tie.speaker = speaker.map(|(iri, name)| Speaker { iri, name, kinds: self.speech });
        if self.goldstein_count > 0 {
            tie.goldstein = Some(self.goldstein_tenths as f64 / self.goldstein_count as f64 / 10.0);
        }
        tie
    }
}

/// Numbers of documents as their places in order of identifiers, in order.
fn in_order_of_ids(numbers: &mut [usize], places: &[usize]) {
    numbers.iter_mut().for_each(|number| *number = places.get(*number).copied().unwrap_or_default());
    numbers.sort_unstable();
}

/// `spokeWith` as `spoke with`.
fn spaced(relation: &str) -> String {
    let mut label = String::with_capacity(relation.len() + 4);
    for character in relation.chars() {
        if character.is_uppercase() {
            label.push(' ');
        }
        label.extend(character.to_lowercase());
    }
    label.trim_start().to_owned()
}

impl Network {
    /// The network of `records`: what [`Builder`] makes of all of them.
    pub fn project<'r>(
        records: impl IntoIterator<Item = &'r DocumentRecord>,
        relations: &Relations,
        selection: &Selection,
    ) -> Result<Self, Error> {
        let mut builder = Builder::new(relations, selection);
        records.into_iter().try_for_each(|record| builder.add(record))?;
        Ok(builder.finish())
    }
}
