//! Reading what a graph says of a few actors: who is in which document of all documents, the rest of those that mention them.
//!
//! In comes a graph, out go its network and the events of documents, as if all had been read as far as those actors are concerned.
//! Only a graph in a folder has what that takes; of lines of JSON, all is read.

use std::collections::BTreeSet;
use std::path::Path;

use super::Context;
use super::part::{self, Kept};
use crate::archive::digest::Wanted;
use crate::archive::digest::sketch::StatementSketch;
use crate::network::{Builder, EventBuilder, Events, Network, Relations, Selection};

/// A network of all actors, without ties but for some kinds of them, and where more is read from.
pub(super) struct Outline<'a> {
    kept: &'a Kept,
    relations: &'a Relations,
    context: &'a Context,
    /// All actors, and the ties that were wanted, without evidence.
    pub(super) network: Network,
}

impl<'a> Outline<'a> {
    /// Reads the heads of all documents.
    pub(super) fn read(
        kept: &'a Kept,
        relations: &'a Relations,
        context: &'a Context,
        wanted: impl Fn(&StatementSketch<'_>) -> bool + Sync,
    ) -> anyhow::Result<Self> {
        let all = Selection::default();
        let digests = kept.digests(context)?;
        let start = || Builder::new(relations, &all).with_copies(&kept.resolved.copies);
        let builders = kept.collect(&digests, Wanted::Heads, start, |builder, sketch| {
            Ok(builder.add_heads(sketch, &wanted)?)
        })?;
        let network = Builder::joined(builders).map(Builder::finish).unwrap_or_default();
        digests.mend().iter().for_each(|note| context.say(note));
        Ok(Self { kept, relations, context, network })
    }

    /// Identifiers of the documents that mention one of some actors.
    pub(super) fn mentioning(&self, actors: &[usize]) -> BTreeSet<String> {
        let ids: Vec<&String> = self.network.documents().keys().collect();
        let places = actors.iter().flat_map(|&at| &self.network.actor(at).sources);
        places.filter_map(|&place| ids.get(place).map(|id| (*id).clone())).collect()
    }

    /// The events of some documents.
    pub(super) fn events(
        &self,
        documents: &BTreeSet<String>,
        selection: &Selection,
    ) -> anyhow::Result<Events> {
        let mut events = EventBuilder::new(self.relations, selection);
        let digests = self.kept.digests(self.context)?;
        self.kept.each(&digests, Wanted::Of(documents), |sketch| Ok(events.add_sketch(sketch)?))?;
        digests.mend().iter().for_each(|note| self.context.say(note));
        Ok(events.finish(&self.network))
    }
}

/// The network as far as it concerns the actor that `name` names, with the ties that are selected; the position of the actor, and those
/// of its events that are told as facts. What is counted of the actor is of all statements.
pub(super) fn read_actor(
    (graph, kept): (&Path, Option<&Kept>),
    name: &str,
    context: &Context,
    relations: &Relations,
    selection: &Selection,
) -> anyhow::Result<(Network, usize, Events)> {
    let all = Selection::default();
    let mut events = EventBuilder::new(relations, selection);
    let Some(kept) = kept else {
        let mut chosen = (!selection.takes_all()).then(|| Builder::new(relations, selection));
        let builder = Builder::new(relations, &all);
        let network = part::read_network_and(graph, context, builder, |sketch| {
            chosen.iter_mut().try_for_each(|builder| builder.add_sketch(sketch))?;
            Ok(events.add_sketch(sketch)?)
        })?;
        let at = part::find_actor(&network, name, context)?;
        let network = match chosen {
            Some(chosen) => network.with_ties_of(at, chosen.finish()),
            None => network,
        };
        let events = events.finish(&network);
        return Ok((network, at, events));
    };
    let outline = Outline::read(kept, relations, context, |_| false)?;
    let at = part::find_actor(&outline.network, name, context)?;
    let mut documents = outline.mentioning(&[at]);
    // What a copy only describes is called as in the first print.
    let first = documents.iter().filter_map(|id| kept.resolved.copies.leader(id).map(str::to_owned));
    let first: Vec<String> = first.collect();
    documents.extend(first);
    let mut builder = Builder::new(relations, selection).with_copies(&kept.resolved.copies);
    let digests = kept.digests(context)?;
    kept.each(&digests, Wanted::Of(&documents), |sketch| {
        events.add_sketch(sketch)?;
        Ok(builder.add_sketch(sketch)?)
    })?;
    digests.mend().iter().for_each(|note| context.say(note));
    let network = outline.network.with_ties_of(at, builder.finish());
    let events = events.finish(&network);
    Ok((network, at, events))
}
