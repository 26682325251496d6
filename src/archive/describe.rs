//! A record in RDF: [`DocumentRecord`] to [`DocumentGraph`].
//!
//! Comes in: a record, the base of its graph and the IRIs of the relations. Goes out: the document's quads as in
//! DESIGN section 5. Never a plain triple for a statement that is not asserted, never a blank node, never an IRI that
//! was not made by [`iri`].
//!
//! Decisions: a symmetric relation that is asserted yields the plain triple both ways, but its statement reifies
//! one triple, in the order of the text. `ch:participant` names subject and object of a statement in no order, so that a
//! query finds statements of symmetric relations either way. A statement's time is typed (day, month, year or
//! interval) and has its first and last day too, so that times of unlike precision compare.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use oxigraph::model::{Literal, NamedNode, Term, Triple};

use super::record::{
    DocumentRecord, EntityRecord, LinkRecord, ObjectRecord, QuantityRecord, StatementRecord,
};
use crate::entity::label;
use crate::graph::iri::{self, Base};
use crate::graph::vocabulary as v;
use crate::graph::{DocumentGraph, RelationIris};

/// The version of this program that is written into graphs.
const VERSION: &str = env!("CARGO_PKG_VERSION");

impl DocumentGraph {
    /// What a record says in RDF. Statements that name an unknown entity are left out.
    pub fn build(record: &DocumentRecord, base: &Base, relations: &RelationIris) -> Self {
        let document = base.document(&record.id);
        let mut builder = Builder {
            entities: entity_iris(record, base),
            graph: Self::new(document.clone()),
            document,
            relations,
        };
        builder.document(record);
        builder.analysis();
        for entity in &record.entities {
            builder.entity(entity);
        }
        builder.names(record);
        for statement in &record.statements {
            builder.statement(statement);
        }
        builder.graph
    }
}

/// The IRI of each entity by its local id.
fn entity_iris(record: &DocumentRecord, base: &Base) -> BTreeMap<String, NamedNode> {
    let iri_of = |entity: &EntityRecord| {
        iri::outside(&entity.iri).unwrap_or_else(|| {
            base.entity(&entity.class, &entity.name, entity.links.iter().map(|link| link.iri.as_str()))
        })
    };
    record.entities.iter().map(|entity| (entity.id.clone(), iri_of(entity))).collect()
}

struct Builder<'a> {
    graph: DocumentGraph,
    document: NamedNode,
    entities: BTreeMap<String, NamedNode>,
    relations: &'a RelationIris,
}

impl Builder<'_> {
    fn document(&mut self, record: &DocumentRecord) {
        let document = self.document.clone();
        self.add(&document, v::RDF_TYPE, v::DOCUMENT);
        self.add(&document, v::DCTERMS_IDENTIFIER, text(&record.id));
        if !record.title.is_empty() {
            self.add(&document, v::DCTERMS_TITLE, text(&record.title));
        }
        if let Some(date) = &record.date {
            self.add(&document, v::DCTERMS_DATE, day_or_text(date));
        }
        if let Some(source) = &record.source {
            self.add(&document, v::DCTERMS_SOURCE, text(source));
        }
        if let Some(author) = &record.author {
            self.add(&document, v::SCHEMA_AUTHOR, text(author));
        }
        if let Some(language) = &record.lang {
            self.add(&document, v::DCTERMS_LANGUAGE, text(language));
        }
        if let Some(url) = record.url.as_deref().and_then(iri::outside) {
            self.add(&document, v::SCHEMA_URL, url);
        }
        self.add(&document, v::NIF_IS_STRING, text(&record.text));
    }

    /// Which version read the document.
    fn analysis(&mut self) {
        let document = self.document.clone();
        let analysis = iri::part(&document, "analysis");
        let software = iri::software(VERSION);
        self.add(&analysis, v::RDF_TYPE, v::PROV_ACTIVITY);
        self.add(&analysis, v::PROV_USED, document);
        self.add(&analysis, v::PROV_WAS_ASSOCIATED_WITH, software.clone());
        self.add(&software, v::OWL_VERSION_INFO, text(VERSION));
        if let Some(version) = self.relations.ontology_version() {
            self.add(&analysis, v::ONTOLOGY_VERSION, text(version));
        }
    }

    fn entity(&mut self, entity: &EntityRecord) {
        let Some(node) = self.entities.get(&entity.id).cloned() else { return };
        self.add(&node, v::RDF_TYPE, iri::term(&entity.class));
        for mention in &entity.mentions {
            self.add(&node, v::MENTION, iri::range(&self.document, mention.start, mention.end));
        }
        for (number, link) in entity.links.iter().enumerate() {
            self.link(&node, &entity.id, number, link);
        }
        if let Some(share) = entity.share.and_then(decimal) {
            self.add(&node, v::SHARE, share);
        }
        if let Some(whole) = entity.of.as_ref().and_then(|id| self.entities.get(id)).cloned() {
            self.add(&node, v::OF, whole);
        }
        if let Some(bound) = &entity.bound {
            self.add(&node, v::BOUND, text(bound));
        }
    }

    /// One label for each IRI, which several entities of a document may share; the other forms beside it. Which form is
    /// preferred (`skos:prefLabel`) is not for one document to say: the store does.
    fn names(&mut self, record: &DocumentRecord) {
        let mut labels: BTreeMap<NamedNode, BTreeMap<&str, usize>> = BTreeMap::new();
        let mut forms: BTreeMap<NamedNode, BTreeSet<&str>> = BTreeMap::new();
        for entity in &record.entities {
            let Some(node) = self.entities.get(&entity.id) else { continue };
            *labels.entry(node.clone()).or_default().entry(&entity.name).or_default() += 1;
            let names = entity.mentions.iter().filter(|m| m.kind == "name").map(|m| m.text.as_str());
            forms.entry(node.clone()).or_default().extend(names.chain([entity.name.as_str()]));
        }
        for (node, counts) in labels {
            let Some(label) = label::best(counts) else { continue };
            self.add(&node, v::RDFS_LABEL, text(label));
            let others = forms.remove(&node).unwrap_or_default();
            for form in others.into_iter().filter(|form| *form != label) {
                self.add(&node, v::SKOS_ALT_LABEL, text(form));
            }
        }
    }

    /// A link, and how it was made as a statement of its own.
    fn link(&mut self, entity: &NamedNode, id: &str, number: usize, link: &LinkRecord) {
        let Some(outside) = iri::outside(&link.iri) else { return };
        self.add(entity, v::OWL_SAME_AS, outside.clone());
        if link.features.is_empty() {
            return;
        }
        let node = iri::part(&self.document, &format!("{id}-link{}", number + 1));
        let triple = Triple::new(entity.clone(), v::OWL_SAME_AS, outside);
        self.add(&node, v::RDF_TYPE, v::LINK);
        self.add(&node, v::RDF_REIFIES, Term::Triple(Box::new(triple)));
        if let Some(score) = decimal32(link.score) {
            self.add(&node, v::LINK_SCORE, score);
        }
        let method =
            link.method.as_deref().map_or_else(|| link.by.clone(), |how| format!("{} {how}", link.by));
        self.add(&node, v::LINK_METHOD, text(&method));
        let features = link.features.iter().map(|(name, value)| format!("{name}={value}"));
        self.add(&node, v::LINK_FEATURES, text(&features.collect::<Vec<_>>().join(" ")));
    }

    fn statement(&mut self, statement: &StatementRecord) {
        let Some(subject) = self.entities.get(&statement.subject).cloned() else { return };
        let object: Term = match &statement.object {
            ObjectRecord::Entity(id) => match self.entities.get(id) {
                Some(node) => node.clone().into(),
                None => return,
            },
            ObjectRecord::Text { value: Some(value), start, end, .. } => {
                let is_amount = |it: &&QuantityRecord| (*start..*end).contains(&it.start);
                let amount = statement.quantity.as_ref().filter(is_amount).and_then(|it| decimal(it.value));
                let date = || Instant::parse(value).map(|instant| instant.literal);
                amount.or_else(date).unwrap_or_else(|| text(value)).into()
            }
            ObjectRecord::Text { text: clause, .. } => text(clause).into(),
        };
        let relation = statement
            .predicate_iri
            .as_deref()
            .and_then(iri::outside)
            .unwrap_or_else(|| self.relations.iri(&statement.predicate));
        if statement.status == "asserted" {
            self.plain(&subject, &relation, &object, self.relations.is_symmetric(&statement.predicate));
        }
        let node = iri::part(&self.document, &statement.id);
        self.add(&node, v::RDF_TYPE, v::STATEMENT);
        self.add(&node, v::STATUS, iri::term(&statement.status));
        self.add(&node, v::PARTICIPANT, subject.clone());
        if let Term::NamedNode(object) = &object {
            self.add(&node, v::PARTICIPANT, object.clone());
        }
        self.add(&node, v::RDF_REIFIES, Term::Triple(Box::new(Triple::new(subject, relation, object))));
        self.qualifiers(&node, statement);
        self.evidence(&node, statement);
    }

    /// The plain triple of an asserted statement, both ways if the relation is symmetric.
    fn plain(&mut self, subject: &NamedNode, relation: &NamedNode, object: &Term, is_symmetric: bool) {
        self.graph.insert(subject.clone(), relation.clone(), object.clone());
        if let (true, Term::NamedNode(object)) = (is_symmetric, object) {
            self.graph.insert(object.clone(), relation.clone(), subject.clone());
        }
    }

    fn qualifiers(&mut self, node: &NamedNode, statement: &StatementRecord) {
        if let Some(speaker) = self.entity_of(statement.attributed_to.as_deref()) {
            self.add(node, v::ATTRIBUTED_TO, speaker);
        }
        if let Some(kind) = &statement.attribution {
            self.add(node, v::ATTRIBUTION_KIND, text(kind));
        }
        if let Some(place) = self.entity_of(statement.place.as_deref()) {
            self.add(node, v::PLACE, place);
        }
        if let Some(time) = &statement.time {
            self.time(node, &statement.id, time);
        }
        if let Some(quantity) = &statement.quantity {
            self.quantity(node, &statement.id, quantity);
        }
        if let Some(path) = &statement.path {
            self.add(node, v::PATH, text(path));
        }
        if let Some(confidence) = decimal32(statement.confidence) {
            self.add(node, v::CONFIDENCE, confidence);
        }
        if let Some(cameo) = &statement.cameo {
            self.add(node, v::CAMEO, text(cameo));
        }
        if let Some(plover) = &statement.plover {
            self.add(node, v::PLOVER_TYPE, iri::plover(plover));
        }
        if let Some(mode) = &statement.plover_mode {
            self.add(node, v::PLOVER_MODE, text(mode));
        }
        if let Some(goldstein) = statement.goldstein.and_then(decimal32) {
            self.add(node, v::GOLDSTEIN, goldstein);
        }
    }

    fn evidence(&mut self, node: &NamedNode, statement: &StatementRecord) {
        let document = self.document.clone();
        let evidence = &statement.evidence;
        let range = iri::range(&document, evidence.start, evidence.end);
        self.add(&range, v::NIF_ANCHOR_OF, text(&evidence.text));
        self.add(node, v::PROV_WAS_DERIVED_FROM, range);
        self.add(node, v::TRIGGER, iri::range(&document, evidence.trigger.start, evidence.trigger.end));
        self.add(
            node,
            v::SUBJECT_EVIDENCE,
            iri::range(&document, evidence.subject.start, evidence.subject.end),
        );
        let object = match &statement.object {
            ObjectRecord::Text { start, end, .. } => iri::range(&document, *start, *end),
            ObjectRecord::Entity(_) => iri::range(&document, evidence.object.start, evidence.object.end),
        };
        self.add(node, v::OBJECT_EVIDENCE, object);
        self.add(node, v::FRAME_OF, iri::frame(&evidence.frame));
        if let Some(time) = &statement.time_evidence {
            self.add(node, v::TIME_EVIDENCE, iri::range(&document, time.start, time.end));
        }
    }

    /// A day, month or year stands on the statement itself; an interval has nodes for its ends.
    fn time(&mut self, node: &NamedNode, id: &str, value: &str) {
        let (from, to) = value.split_once('/').unwrap_or((value, value));
        let (Some(from), Some(to)) = (Instant::parse(from), Instant::parse(to)) else { return };
        if value.contains('/') {
            let ends = [("begin", v::TIME_HAS_BEGINNING, &from), ("end", v::TIME_HAS_END, &to)];
            for (end, predicate, instant) in ends {
                let end = iri::part(&self.document, &format!("{id}-{end}"));
                self.add(&end, instant.predicate, instant.literal.clone());
                self.add(node, predicate, end);
            }
        } else {
            self.add(node, from.predicate, from.literal.clone());
        }
        self.add(node, v::FIRST_DAY, day(from.first));
        self.add(node, v::LAST_DAY, day(to.last));
    }

    fn quantity(&mut self, node: &NamedNode, id: &str, quantity: &QuantityRecord) {
        let document = self.document.clone();
        let amount = iri::part(&document, &format!("{id}-quantity"));
        self.add(node, v::QUANTITY, amount.clone());
        self.add(&amount, v::RDF_TYPE, v::QUANTITY_CLASS);
        if let Some(value) = decimal(quantity.value) {
            self.add(&amount, v::VALUE, value);
        }
        if let Some(max) = quantity.max.and_then(decimal) {
            self.add(&amount, v::MAXIMUM, max);
        }
        self.add(&amount, v::UNIT, text(&quantity.unit));
        if let Some(kind) = &quantity.kind {
            self.add(&amount, v::QUANTITY_KIND, text(kind));
        }
        if let Some(bound) = &quantity.bound {
            self.add(&amount, v::BOUND, text(bound));
        }
        self.add(&amount, v::PROV_WAS_DERIVED_FROM, iri::range(&document, quantity.start, quantity.end));
    }

    fn entity_of(&self, id: Option<&str>) -> Option<NamedNode> {
        id.and_then(|id| self.entities.get(id)).cloned()
    }

    fn add(&mut self, subject: &NamedNode, predicate: v::Constant, object: impl Into<Term>) {
        self.graph.insert(subject.clone(), predicate, object);
    }
}

/// A day, month or year: how OWL-Time writes it and which days it covers.
struct Instant {
    predicate: v::Constant,
    literal: Literal,
    first: Date,
    last: Date,
}

impl Instant {
    fn parse(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split('-').collect();
        let number = |part: &str| part.parse::<i8>().ok();
        let year: i16 = parts.first().filter(|year| year.len() == 4)?.parse().ok()?;
        let (predicate, datatype, first, last) = match parts.as_slice() {
            [_] => (v::TIME_IN_YEAR, v::XSD_YEAR, Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?),
            [_, month] => {
                let first = Date::new(year, number(month)?, 1).ok()?;
                (v::TIME_IN_YEAR_MONTH, v::XSD_YEAR_MONTH, first, first.last_of_month())
            }
            [_, month, day] => {
                let date = Date::new(year, number(month)?, number(day)?).ok()?;
                (v::TIME_IN_DATE, v::XSD_DATE, date, date)
            }
            _ => return None,
        };
        Some(Self { predicate, literal: Literal::new_typed_literal(text, datatype), first, last })
    }
}

fn text(text: &str) -> Literal {
    Literal::new_simple_literal(text)
}

fn day(date: Date) -> Literal {
    Literal::new_typed_literal(date.to_string(), v::XSD_DATE)
}

/// The date of a document, as `xsd:date` if it is one.
fn day_or_text(date: &str) -> Literal {
    date.parse::<Date>().map_or_else(|_| text(date), day)
}

/// A decimal as short as it can be, always with a point; `None` for what is not a number.
fn decimal(value: f64) -> Option<Literal> {
    value.is_finite().then(|| with_point(value.to_string()))
}

fn decimal32(value: f32) -> Option<Literal> {
    value.is_finite().then(|| with_point(value.to_string()))
}

fn with_point(digits: String) -> Literal {
    let digits = if digits.contains('.') { digits } else { format!("{digits}.0") };
    Literal::new_typed_literal(digits, v::XSD_DECIMAL)
}
