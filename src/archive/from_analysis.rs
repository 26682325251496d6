//! [`Analysis`] to [`DocumentRecord`]: byte offsets become code points, indices become local ids.

use std::collections::BTreeMap;

use oxigraph::model::NamedNode;

use super::record::{
    DocumentRecord, EntityRecord, EvidenceRecord, LinkRecord, MentionRecord, ObjectRecord, QuantityRecord,
    SCHEMA, SpanRecord, StatementRecord,
};
use crate::document::{CodePoints, Span};
use crate::entity::{Entity, EntityIndex};
use crate::graph::iri::Base;
use crate::graph::vocabulary::CH;
use crate::source::fingerprint::{Fingerprint, shingles};
use crate::statement::{Analysis, Evidence, Object, Statement};

impl DocumentRecord {
    /// The serialized form of an analysed document, with the IRIs of its entities below `base`.
    pub fn from_analysis(analysis: &Analysis, base: &Base) -> Self {
        let document = &analysis.document;
        let context = Context { analysis, base, points: CodePoints::new(document.whole()) };
        let entities = (analysis.entities.iter().zip(context.iris()))
            .enumerate()
            .map(|(i, (entity, iri))| context.entity(i, entity, iri))
            .collect();
        let statements = analysis
            .statements
            .iter()
            .enumerate()
            .map(|(i, statement)| context.statement(i, statement))
            .collect();
        Self {
            schema: SCHEMA.to_owned(),
            id: document.id.as_str().to_owned(),
            title: document.title.clone(),
            date: document.date.map(|date| date.to_string()),
            date_source: document.date_source.map(|source| source.as_str().to_owned()),
            source: document.source.clone(),
            author: document.author.clone(),
            url: document.url.clone(),
            lang: document.language.clone(),
            fingerprint: Fingerprint::of(&shingles(document.whole())).map(|found| found.to_text()),
            text: document.whole().to_owned(),
            entities,
            statements,
        }
    }
}

struct Context<'a> {
    analysis: &'a Analysis,
    base: &'a Base,
    points: CodePoints,
}

impl Context<'_> {
    fn entity(&self, index: usize, entity: &Entity, iri: String) -> EntityRecord {
        let mentions = entity.mentions.iter().map(|mention| {
            let SpanRecord { start, end } = self.span(mention.span);
            MentionRecord {
                start,
                end,
                text: self.analysis.document.text(mention.span).to_owned(),
                kind: mention.kind.as_str().to_owned(),
            }
        });
        let links = entity.links.iter().map(|link| LinkRecord::new(&link.iri, link.score, &link.by));
        EntityRecord {
            id: format!("e{}", index + 1),
            iri,
            name: entity.name.clone(),
            class: entity.class.as_str().to_owned(),
            mentions: mentions.collect(),
            links: links.collect(),
            candidates: Vec::new(),
            rejected: Vec::new(),
            share: entity.share.as_ref().map(|share| share.fraction),
            of: entity.share.as_ref().map(|share| entity_id(share.of)),
            bound: entity.share.as_ref().and_then(|share| share.bound.clone()),
        }
    }

    /// The IRI of each entity. Only names and links carry over from one document to another.
    fn iris(&self) -> Vec<String> {
        let mut seen: BTreeMap<NamedNode, usize> = BTreeMap::new();
        let iri = |entity: &Entity| {
            let (class, links) = (entity.class.as_str(), entity.links.iter().map(|link| link.iri.as_str()));
            if entity.is_named || !entity.links.is_empty() {
                return self.base.entity(class, &entity.name, links);
            }
            let id = self.analysis.document.id.as_str();
            let description = self.description(entity);
            let first = self.base.described(class, &description, id, 1);
            let number = seen.entry(first).and_modify(|number| *number += 1).or_insert(1);
            self.base.described(class, &description, id, *number)
        };
        self.analysis.entities.iter().map(iri).map(NamedNode::into_string).collect()
    }

    /// A share is called by what it measures: "19 per cent" of two countries is two things.
    fn description(&self, entity: &Entity) -> String {
        let Some(share) = &entity.share else { return entity.name.clone() };
        let whole = self.analysis.entities.get(share.of.0 as usize).map_or("", |whole| whole.name.as_str());
        let bound = share.bound.as_deref().unwrap_or("");
        format!("{bound} {} of {whole}", share.fraction)
    }

    fn statement(&self, index: usize, statement: &Statement) -> StatementRecord {
        let is_own = statement.relation_iri.strip_prefix(CH) != Some(statement.relation.as_str());
        StatementRecord {
            id: format!("s{}", index + 1),
            subject: entity_id(statement.subject),
            predicate: statement.relation.clone(),
            predicate_iri: is_own.then(|| statement.relation_iri.clone()),
            predicate_kind: statement.relation_kind.clone(),
            object: self.object(&statement.object),
            status: statement.status.as_str().to_owned(),
            attributed_to: statement.attribution.map(|attribution| entity_id(attribution.speaker)),
            attribution: statement.attribution.map(|attribution| attribution.kind.as_str().to_owned()),
            time: statement.time.as_ref().map(|time| time.value.clone()),
            time_evidence: statement.time.as_ref().map(|time| self.span(time.span)),
            place: statement.place.map(entity_id),
            quantity: statement.quantity.as_ref().map(|quantity| {
                let SpanRecord { start, end } = self.span(quantity.span);
                QuantityRecord {
                    value: quantity.value,
                    max: quantity.max,
                    unit: quantity.unit.clone(),
                    kind: Some(quantity.kind.as_str().to_owned()),
                    bound: quantity.bound.clone(),
                    start,
                    end,
                }
            }),
            confidence: statement.confidence,
            cameo: statement.codes.cameo.clone(),
            plover: statement.codes.plover.clone(),
            plover_mode: statement.codes.plover_mode.clone(),
            goldstein: statement.codes.goldstein,
            path: statement.path.clone(),
            evidence: self.evidence(&statement.evidence),
        }
    }

    fn object(&self, object: &Object) -> ObjectRecord {
        match object {
            Object::Entity(index) => ObjectRecord::Entity(entity_id(*index)),
            Object::Text(span) => self.text(*span, None),
            Object::Date(time) => self.text(time.span, Some(time.value.clone())),
            Object::Value(span, value) => self.text(*span, Some(value.clone())),
        }
    }

    fn text(&self, span: Span, value: Option<String>) -> ObjectRecord {
        let SpanRecord { start, end } = self.span(span);
        ObjectRecord::Text { text: self.analysis.document.text(span).to_owned(), start, end, value }
    }

    fn evidence(&self, evidence: &Evidence) -> EvidenceRecord {
        let SpanRecord { start, end } = self.span(evidence.span);
        EvidenceRecord {
            start,
            end,
            text: self.analysis.document.text(evidence.span).to_owned(),
            trigger: self.span(evidence.trigger),
            subject: self.span(evidence.subject),
            object: self.span(evidence.object),
            frame: evidence.frame.clone(),
        }
    }

    fn span(&self, span: Span) -> SpanRecord {
        let (start, end) = self.points.of_span(span);
        SpanRecord { start, end }
    }
}

fn entity_id(index: EntityIndex) -> String {
    format!("e{}", index.0 + 1)
}
