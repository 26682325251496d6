//! A part of a graph as documents, for formats that are written from records: RDF, brat and JSON lines.
//!
//! Comes in: which statements are wanted, and the actors that they are to be among. Goes out: documents with the statements that pass.
//! The actors are those of the whole graph, whose documents may call one by several IRIs; what is written stays as
//! it was extracted.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::Path;
use std::rc::Rc;

use anyhow::bail;
use oxigraph::model::{Quad, Term};

use crate::archive::digest::sketch::StatementSketch;
use crate::archive::record::{ObjectRecord, StatementRecord};
use crate::archive::{Archive, DocumentRecord, Error};
use crate::commands::Context;
use crate::commands::export::Args;
use crate::commands::part;
use crate::graph::vocabulary::IDENTIFIES;
use crate::graph::{DocumentGraph, RelationIris};
use crate::network::{Relations, Selection};
use crate::resolve::keep::Resolved;

/// Which statements are wanted.
pub(super) struct Chosen {
    relations: Relations,
    selection: Selection,
    /// IRIs of the actors around those that were named; `None` for all.
    actors: Option<BTreeSet<String>>,
}

impl Chosen {
    /// What the arguments ask for.
    ///
    /// # Errors
    /// The graph cannot be read, or has no such actor or relation.
    pub(super) fn of(args: &Args, context: &Context) -> anyhow::Result<Self> {
        let (relations, selection) = (part::relations(&args.graph)?, args.part.selection());
        if args.part.actor.is_empty() {
            args.part.filter.check_names(&args.graph, context, &relations)?;
            return Ok(Self { relations, selection, actors: None });
        }
        if args.graph == Path::new("-") {
            bail!("standard input is read once, and --actor needs all of it before; name a file");
        }
        let network = part::read_network(&args.graph, context, &relations, &selection)?;
        args.part.filter.check_relations(&network, &relations)?;
        let (network, _) = args.part.around(network, context)?;
        let actors = network.actors().map(|actor| actor.iri.clone()).collect();
        Ok(Self { relations, selection, actors: Some(actors) })
    }

    /// What is known of the relations.
    pub(super) fn relations(&self) -> &Relations {
        &self.relations
    }

    /// Whether it is the statements among some actors.
    pub(super) fn has_actors(&self) -> bool {
        self.actors.is_some()
    }

    /// The statements of a document that are wanted, by their local ids; `resolved` is the document with the IRIs of actors.
    pub(super) fn statements(&self, resolved: &DocumentRecord) -> BTreeSet<String> {
        let among: BTreeSet<&str> = (resolved.entities.iter())
            .filter(|entity| self.actors.as_ref().is_none_or(|actors| actors.contains(&entity.iri)))
            .map(|entity| entity.id.as_str())
            .collect();
        let is_among = |statement: &&StatementRecord| {
            let object = match &statement.object {
                ObjectRecord::Entity(object) => among.contains(object.as_str()),
                ObjectRecord::Text { .. } => true,
            };
            object && among.contains(statement.subject.as_str())
        };
        let date = resolved.date.as_deref();
        let takes = |statement: &&StatementRecord| {
            self.selection.takes(&StatementSketch::of(statement), date, &self.relations)
        };
        let wanted = resolved.statements.iter().filter(is_among).filter(takes);
        wanted.map(|statement| statement.id.clone()).collect()
    }

    /// Takes the other statements out of a document that has the IRIs of actors.
    pub(super) fn narrow(&self, record: &mut DocumentRecord) {
        let wanted = self.statements(record);
        record.statements.retain(|statement| wanted.contains(&statement.id));
    }
}

/// The quads of the documents that tell of what is wanted: their statements, the entities of these, and who they are across
/// documents. One document is in memory at a time. What cannot be read ends them and is put into `failure`.
pub(super) fn quads<'a>(
    archive: &'a Archive,
    resolved: &'a Resolved,
    (chosen, iris): (&'a Chosen, &'a RelationIris),
    failure: &'a mut Option<Error>,
) -> impl Iterator<Item = Quad> + 'a {
    let told = Rc::new(RefCell::new(BTreeSet::new()));
    let telling = told.clone();
    let records = archive.records().map_while(|record| record.map_err(|error| *failure = Some(error)).ok());
    let documents = records.flat_map(move |record| {
        let Some(record) = narrowed(record, resolved, chosen) else { return Vec::new() };
        let mut told = telling.borrow_mut();
        told.insert(archive.base().document(&record.id).into_string());
        told.extend(record.entities.iter().map(|entity| entity.iri.clone()));
        DocumentGraph::build(&record, archive.base(), iris).quads().cloned().collect()
    });
    // Known when the documents are through.
    let who = move || identities(resolved.quads(archive.base()), &told.borrow());
    documents.chain(std::iter::once_with(who).flatten())
}

/// A document with the statements that are wanted, and their entities; `None` without any.
fn narrowed(mut record: DocumentRecord, resolved: &Resolved, chosen: &Chosen) -> Option<DocumentRecord> {
    let mut across = record.clone();
    resolved.resolution.apply(&mut across);
    let wanted = chosen.statements(&across);
    record.statements.retain(|statement| wanted.contains(&statement.id));
    keep_entities(&mut record);
    (!wanted.is_empty()).then_some(record)
}

/// Takes out the entities that no statement tells of.
fn keep_entities(record: &mut DocumentRecord) {
    let mut told: BTreeSet<String> = BTreeSet::new();
    for statement in &record.statements {
        told.insert(statement.subject.clone());
        told.extend(statement.attributed_to.iter().chain(&statement.place).cloned());
        if let ObjectRecord::Entity(object) = &statement.object {
            told.insert(object.clone());
        }
    }
    let wholes = record.entities.iter().filter(|entity| told.contains(&entity.id));
    let wholes: Vec<String> = wholes.filter_map(|entity| entity.of.clone()).collect();
    told.extend(wholes);
    record.entities.retain(|entity| told.contains(&entity.id));
}

/// What says who the entities and documents that are told of are: all of each node that names one of them.
fn identities(quads: Vec<Quad>, told: &BTreeSet<String>) -> Vec<Quad> {
    let is_told = |term: &Term| matches!(term, Term::NamedNode(node) if told.contains(node.as_str()));
    let subject = |quad: &Quad| Term::from(quad.subject.clone());
    let nodes: BTreeSet<String> = (quads.iter())
        .filter(|quad| {
            is_told(&subject(quad)) || quad.predicate.as_str() == IDENTIFIES.as_str() && is_told(&quad.object)
        })
        .map(|quad| subject(quad).to_string())
        .collect();
    quads.into_iter().filter(|quad| nodes.contains(&subject(quad).to_string())).collect()
}
