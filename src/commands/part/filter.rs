//! Which statements a command is about: by relation, status, time and confidence.
//!
//! In come options of the command line, out goes a [`Selection`], and what it takes in words. A relation that neither the
//! ontology nor the graph has is refused, with what may have been meant.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::bail;
use jiff::civil::Date;

use super::{Kept, confidence, each_record, first_day, last_day, status};
use crate::archive::Sketch;
use crate::archive::digest::Wanted;
use crate::commands::Context;
use crate::network::{Network, Relations, Selection};
use crate::ontology::Status;

/// Which statements of a graph.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Filter {
    /// Only these relations or families of relations (a,b,…).
    #[arg(long, value_name = "RELATION", value_delimiter = ',')]
    pub relation: Vec<String>,
    /// Only statements of this status: asserted, planned, possible, denied, negated or former (a,b,…).
    #[arg(long, value_name = "STATUS", value_delimiter = ',', value_parser = status)]
    pub status: Vec<Status>,
    /// Nothing that ended before this day, month or year.
    #[arg(long, value_name = "DATE", value_parser = first_day)]
    pub since: Option<Date>,
    /// Nothing that began after this day, month or year.
    #[arg(long, value_name = "DATE", value_parser = last_day)]
    pub until: Option<Date>,
    /// Nothing less confident than this, from 0 to 1.
    #[arg(long, value_name = "X", default_value_t = 0.0, value_parser = confidence)]
    pub min_confidence: f32,
}

impl Filter {
    /// The statements that it takes.
    pub(in crate::commands) fn selection(&self) -> Selection {
        Selection {
            relations: self.relation.iter().cloned().collect(),
            statuses: self.status.iter().copied().collect(),
            since: self.since,
            until: self.until,
            min_confidence: self.min_confidence,
        }
    }

    /// Refuses relations that neither the ontology nor the graph has, with what may have been meant.
    pub(in crate::commands) fn check_relations(
        &self,
        network: &Network,
        relations: &Relations,
    ) -> anyhow::Result<()> {
        let mut known: BTreeSet<&str> = network.ties().map(|(_, _, tie)| tie.relation.as_str()).collect();
        known.extend(network.actors().flat_map(|actor| &actor.said).map(|said| said.relation.as_str()));
        self.check_known(known, relations)
    }

    /// The same for what reads no network.
    pub(in crate::commands) fn check_names(
        &self,
        graph: &Path,
        context: &Context,
        relations: &Relations,
    ) -> anyhow::Result<()> {
        let of_ontology = self.check_known(BTreeSet::new(), relations);
        // What is read once cannot be asked first.
        if of_ontology.is_ok() || graph == Path::new("-") {
            return of_ontology;
        }
        let mut known: BTreeSet<String> = BTreeSet::new();
        let mut note = |sketch: &Sketch<'_>| {
            let relations = sketch.statements.iter().map(|statement| statement.predicate);
            let fresh: Vec<&str> = relations.filter(|relation| !known.contains(*relation)).collect();
            known.extend(fresh.into_iter().map(str::to_owned));
            Ok(())
        };
        if graph.is_dir() {
            let kept = Kept::open(graph, context)?;
            let digests = kept.digests(context)?;
            kept.each(&digests, Wanted::Heads, note)?;
        } else {
            each_record(graph, context, |record| note(&Sketch::of(record)))?;
        }
        self.check_known(known.iter().map(String::as_str).collect(), relations)
    }

    fn check_known<'k>(&self, mut known: BTreeSet<&'k str>, relations: &'k Relations) -> anyhow::Result<()> {
        known.extend(relations.iter().flat_map(|(name, info)| [name.as_str(), info.family.as_str()]));
        let Some(wanted) = self.relation.iter().find(|wanted| !known.contains(wanted.as_str())) else {
            return Ok(());
        };
        let near = known.iter().map(|name| (strsim::jaro_winkler(name, wanted), *name));
        match near.filter(|(likeness, _)| *likeness > 0.8).max_by(|a, b| a.0.total_cmp(&b.0)) {
            Some((_, name)) => bail!("there is no relation `{wanted}`; did you mean `{name}`?"),
            None => bail!("neither the ontology nor the graph has a relation `{wanted}`"),
        }
    }

    /// What it takes, in words, each filter a sentence; `None` if it is all.
    pub(in crate::commands) fn note(&self) -> Option<String> {
        let mut parts = Vec::new();
        if !self.relation.is_empty() {
            parts.push(format!("Only the relations or families {}.", self.relation.join(", ")));
        }
        if !self.status.is_empty() && self.status.len() < Status::ALL.len() {
            let statuses: Vec<&str> = self.status.iter().map(|status| status.as_str()).collect();
            parts.push(format!("Only what is {}.", statuses.join(", ")));
        }
        match (self.since, self.until) {
            (Some(since), Some(until)) => parts.push(format!("From {since} to {until}.")),
            (Some(since), None) => parts.push(format!("Since {since}.")),
            (None, Some(until)) => parts.push(format!("Until {until}.")),
            (None, None) => {}
        }
        if self.min_confidence > 0.0 {
            parts.push(format!("Confidence {} at least.", self.min_confidence));
        }
        (!parts.is_empty()).then(|| parts.join(" "))
    }
}
