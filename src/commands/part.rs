//! Which part of a graph a command is about: reading it, choosing statements, finding actors by name.

mod filter;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use anyhow::{Context as _, bail};
use jiff::civil::Date;

use super::Context;
use super::summary::hash_of;
use crate::archive::digest::Wanted;
use crate::archive::{Archive, Digests, DocumentRecord, OwnRelation, OwnRelations, Sketch};
use crate::diagnostic::counted;
use crate::network::{self, Builder, EventBuilder, Events, Network, RelationInfo, Relations, Selection};
use crate::ontology::{Ontology, Status};
use crate::resolve::keep::{self, Resolved};
pub use filter::Filter;

/// Which part of a graph.
#[derive(Debug, Default, clap::Args)]
pub struct Part {
    /// Only around this actor: a name, an identifier such as Q159, or an IRI (may be given again).
    #[arg(long, value_name = "ACTOR")]
    pub actor: Vec<String>,
    /// How many ties away from it at most.
    #[arg(long, value_name = "N", default_value_t = 1, requires = "actor")]
    pub depth: usize,
    /// Which statements.
    #[command(flatten)]
    pub filter: Filter,
}

impl Part {
    /// The statements that it takes.
    pub(super) fn selection(&self) -> Selection {
        self.filter.selection()
    }

    /// Whether it is less than the whole.
    pub(super) fn is_chosen(&self) -> bool {
        !self.actor.is_empty() || !self.selection().takes_all()
    }

    /// The whole network of a graph, and the events of it that `wanted` takes; relations that nothing has are refused.
    pub(super) fn read_events(
        &self,
        graph: &Path,
        context: &Context,
        relations: &Relations,
        wanted: &Selection,
    ) -> anyhow::Result<(Network, Events)> {
        let all = Selection::default();
        let mut collected = EventBuilder::new(relations, wanted);
        let builder = Builder::new(relations, &all);
        let network = read_network_and(graph, context, builder, |sketch| Ok(collected.add_sketch(sketch)?))?;
        self.filter.check_relations(&network, relations)?;
        let events = collected.finish(&network);
        Ok((network, events))
    }

    /// The actors that it names.
    pub(super) fn centres(&self, network: &Network, context: &Context) -> anyhow::Result<Vec<usize>> {
        self.actor.iter().map(|name| find_actor(network, name, context)).collect()
    }

    /// What it takes, in words for captions, each filter a sentence; `None` if it is the whole. `centres` are the names of
    /// the actors that it names.
    pub(super) fn note(&self, centres: &[&str]) -> Option<String> {
        let around = (!centres.is_empty()).then(|| {
            let steps = counted(self.depth, "step");
            format!("Around {}, {steps} away at most.", centres.join(", "))
        });
        let parts: Vec<String> = around.into_iter().chain(self.filter.note()).collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }

    /// The network around the actors that it names, with a note of all that it takes.
    pub(super) fn around(
        &self,
        network: Network,
        context: &Context,
    ) -> anyhow::Result<(Network, Option<String>)> {
        if self.actor.is_empty() {
            return Ok((network, self.note(&[])));
        }
        let centres = self.centres(&network, context)?;
        let names: Vec<&str> = centres.iter().map(|&at| network.actor(at).name.as_str()).collect();
        let note = self.note(&names);
        Ok((network.around(&centres, self.depth), note))
    }
}

/// The actor that `name` names; of several the one with most statements, and says so.
pub(super) fn find_actor(network: &Network, name: &str, context: &Context) -> anyhow::Result<usize> {
    let found = network.find(name);
    let describe = |at: usize| {
        let actor = network.actor(at);
        format!(
            "{} ({}, {})  {}",
            actor.name,
            actor.class,
            counted(actor.statements + actor.texts, "statement"),
            actor.iri
        )
    };
    let Some((&best, others)) = found.split_first() else {
        let near = network.suggest(name);
        if near.is_empty() {
            let known: Vec<String> =
                network.most_told(3).into_iter().map(|at| format!("\n    {}", describe(at))).collect();
            let known = if known.is_empty() { "; the graph has no actors" } else { &known.concat() };
            bail!(
                "no actor matches \"{name}\", or is near it; write it as the articles do\n  most is told of{known}"
            );
        }
        let near: Vec<String> = near.into_iter().map(|at| format!("\n    {}", describe(at))).collect();
        bail!("no actor matches \"{name}\"\n  did you mean{}", near.concat());
    };
    if !others.is_empty() {
        context.say(format_args!("{} actors match \"{name}\"; this is {}", found.len(), describe(best)));
        others.iter().for_each(|&at| context.say(format_args!("  another is {}", describe(at))));
    }
    let also = network.share_name(name, &found);
    if !also.is_empty() {
        context.say(format_args!("this is {}", describe(best)));
        also.iter().for_each(|&at| context.say(format_args!("  also: {}", describe(at))));
    }
    Ok(best)
}

/// The actor that `name` names in a whole network, by its position in a part of it; `None` if the part tells nothing of it.
pub(super) fn find_in_part(
    (whole, part): &(Network, Network),
    name: &str,
    context: &Context,
) -> anyhow::Result<Option<usize>> {
    let iri = &whole.actor(find_actor(whole, name, context)?).iri;
    Ok(part.actors().position(|actor| actor.iri == *iri))
}

/// What to say of a document that is not there.
pub(super) fn no_document(archive: &Archive, wanted: &str) -> String {
    let near = archive.ids().map(|id| (strsim::jaro_winkler(id, wanted), id));
    let near = near.filter(|(likeness, _)| *likeness > 0.8).max_by(|a, b| a.0.total_cmp(&b.0));
    let folder = archive.folder().display();
    let hint = near.map(|(_, id)| format!("did you mean \"{id}\"? ")).unwrap_or_default();
    format!(
        "no document \"{}\" in the graph; {hint}`chancery info {folder} --documents` lists them",
        wanted.escape_debug()
    )
}

/// The network of all documents of a graph.
pub(super) fn read_network(
    graph: &Path,
    context: &Context,
    relations: &Relations,
    selection: &Selection,
) -> anyhow::Result<Network> {
    if !graph.is_dir() {
        return read_network_and(graph, context, Builder::new(relations, selection), |_| Ok(()));
    }
    read_whole(&Kept::open(graph, context)?, context, relations, selection)
}

/// The same of a graph in a folder.
pub(super) fn read_whole(
    kept: &Kept,
    context: &Context,
    relations: &Relations,
    selection: &Selection,
) -> anyhow::Result<Network> {
    let digests = kept.digests(context)?;
    let start = || Builder::new(relations, selection).with_copies(&kept.resolved.copies);
    let builders =
        kept.collect(&digests, Wanted::All, start, |builder, sketch| Ok(builder.add_sketch(sketch)?))?;
    digests.mend().iter().for_each(|note| context.say(note));
    Ok(Builder::joined(builders).map(Builder::finish).unwrap_or_default())
}

/// The network that `builder` makes of all documents of a graph, each of which is shown to `also`.
pub(super) fn read_network_and(
    graph: &Path,
    context: &Context,
    mut builder: Builder<'_>,
    mut also: impl FnMut(&Sketch<'_>) -> anyhow::Result<()>,
) -> anyhow::Result<Network> {
    if !graph.is_dir() {
        each_record(graph, context, |record| {
            builder.add(record)?;
            also(&Sketch::of(record))
        })?;
        return Ok(builder.finish());
    }
    let kept = Kept::open(graph, context)?;
    let digests = kept.digests(context)?;
    let mut builder = builder.with_copies(&kept.resolved.copies);
    kept.each(&digests, Wanted::All, |sketch| {
        also(sketch)?;
        Ok(builder.add_sketch(sketch)?)
    })?;
    let network = builder.finish();
    digests.mend().iter().for_each(|note| context.say(note));
    Ok(network)
}

/// The network of all documents of a graph, in which every actor is found, and that of what is selected of them.
pub(super) fn read_networks(
    graph: &Path,
    context: &Context,
    relations: &Relations,
    selection: &Selection,
) -> anyhow::Result<(Network, Network)> {
    let all = Selection::default();
    let (mut whole, mut part) = (Builder::new(relations, &all), Builder::new(relations, selection));
    if !graph.is_dir() {
        each_record(graph, context, |record| {
            whole.add(record)?;
            Ok(part.add(record)?)
        })?;
        return Ok((whole.finish(), part.finish()));
    }
    let kept = Kept::open(graph, context)?;
    let digests = kept.digests(context)?;
    let copies = &kept.resolved.copies;
    (whole, part) = (whole.with_copies(copies), part.with_copies(copies));
    kept.each(&digests, Wanted::All, |sketch| {
        whole.add_sketch(sketch)?;
        Ok(part.add_sketch(sketch)?)
    })?;
    digests.mend().iter().for_each(|note| context.say(note));
    Ok((whole.finish(), part.finish()))
}

/// An archive with what is found out of all documents together.
pub(super) struct Kept {
    archive: Archive,
    /// Who is who, and which documents print one text.
    pub(super) resolved: Resolved,
}

impl Kept {
    pub(super) fn open(graph: &Path, context: &Context) -> anyhow::Result<Self> {
        let archive = Archive::open(graph)?;
        archive.findings().iter().for_each(|finding| context.report(finding));
        let resolved = keep::load(&archive, false)?;
        report_resolution(&resolved, context);
        Ok(Self { archive, resolved })
    }

    pub(super) fn digests(&self, context: &Context) -> anyhow::Result<Digests<'_>> {
        let digests = Digests::open(&self.archive)?;
        digests.note().iter().for_each(|note| context.say(note));
        Ok(digests)
    }

    /// Hands a sketch of each document that is wanted to `take`, in canonical order, with one IRI for each actor of several
    /// documents.
    pub(super) fn each(
        &self,
        digests: &Digests<'_>,
        wanted: Wanted<'_>,
        mut take: impl FnMut(&Sketch<'_>) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let overlay = self.resolved.resolution.overlay();
        digests.each(wanted, |sketch| {
            let mut sketch: Sketch<'_> = sketch;
            overlay.apply_to(&mut sketch);
            take(&sketch)
        })
    }

    /// Collects the same by several threads, each of which starts with neighbouring documents.
    pub(super) fn collect<T: Send>(
        &self,
        digests: &Digests<'_>,
        wanted: Wanted<'_>,
        start: impl Fn() -> T + Sync,
        add: impl Fn(&mut T, &Sketch<'_>) -> anyhow::Result<()> + Sync,
    ) -> anyhow::Result<Vec<T>> {
        let overlay = self.resolved.resolution.overlay();
        digests.collect(wanted, start, |collected, sketch| {
            let mut sketch: Sketch<'_> = sketch;
            overlay.apply_to(&mut sketch);
            add(collected, &sketch)
        })
    }
}

/// Tells of damaged decisions, and of a resolution that could not be kept.
pub(super) fn report_resolution(resolved: &Resolved, context: &Context) {
    resolved.decisions.findings().iter().for_each(|finding| context.report(finding));
    resolved.note.iter().for_each(|note| context.detail(1, note));
}

/// Hands each document of a graph to `take`, in canonical order: from an archive, with one IRI for each actor of several
/// documents; or from lines of JSON, as they are.
pub(super) fn each_record(
    graph: &Path,
    context: &Context,
    mut take: impl FnMut(&DocumentRecord) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    if graph == Path::new("-") {
        return each_line(io::stdin().lock(), "standard input", &mut take);
    }
    if graph.is_dir() {
        let archive = Archive::open(graph)?;
        archive.findings().iter().for_each(|finding| context.report(finding));
        let resolved = keep::load(&archive, false)?;
        report_resolution(&resolved, context);
        return archive.records().try_for_each(|record| {
            let mut record = record?;
            resolved.resolution.apply(&mut record);
            take(&record)
        });
    }
    let opened = File::open(graph).with_context(|| {
        format!(
            "cannot read {}: name a folder made by `chancery build` or a file made by `chancery extract`",
            graph.display()
        )
    })?;
    each_line(BufReader::new(opened), &graph.display().to_string(), &mut take)
}

/// What the bundled ontology says of the relations, and what the graph keeps of an ontology of the user's own.
pub(super) fn relations(graph: &Path) -> anyhow::Result<Relations> {
    relations_beside(&Ontology::bundled()?, graph)
}

/// The same, and the graph, if it is in a folder: reading the one takes as long as the other, and neither needs the other.
pub(super) fn relations_and_graph(
    graph: &Path,
    context: &Context,
) -> anyhow::Result<(Relations, Option<Kept>)> {
    let open = || graph.is_dir().then(|| Kept::open(graph, context)).transpose();
    let (relations, kept) = rayon::join(|| relations(graph), open);
    Ok((relations?, kept?))
}

/// The same for who has the ontology.
pub(super) fn relations_beside(ontology: &Ontology, graph: &Path) -> anyhow::Result<Relations> {
    let mut relations = network::relations(ontology);
    if graph.is_dir() {
        let own = OwnRelations::read(graph)?.relations.into_iter();
        relations.extend(own.map(|(name, relation)| {
            let OwnRelation { family, symmetric, label, kind, .. } = relation;
            (name, RelationInfo { family, symmetric, label, kind })
        }));
    }
    Ok(relations)
}

/// Documents one a line, as `chancery extract` writes them.
fn each_line(
    lines: impl BufRead,
    name: &str,
    take: &mut impl FnMut(&DocumentRecord) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut known: BTreeMap<String, (usize, u64)> = BTreeMap::new();
    for (number, line) in lines.lines().enumerate().map(|(at, line)| (at + 1, line)) {
        let line = line.with_context(|| format!("cannot read {name}"))?;
        if line.trim().is_empty() {
            continue;
        }
        let record: DocumentRecord = serde_json::from_str(&line).with_context(|| {
            format!("{name}:{number}: not a document as `chancery extract --format jsonl` writes it")
        })?;
        record.check_ids().with_context(|| format!("{name}:{number}: what it says cannot be told apart"))?;
        let hash = hash_of(line.trim());
        match known.insert(record.id.clone(), (number, hash)) {
            // The same file by two ways.
            Some((_, before)) if before == hash => continue,
            Some((before, _)) => bail!(
                "{name}:{number}: line {before} has another document of the id \"{}\"; leave one of them out",
                record.id
            ),
            None => {}
        }
        take(&record)?;
    }
    Ok(())
}

pub(super) fn status(text: &str) -> Result<Status, String> {
    Status::from_text(text).ok_or_else(|| {
        let names: Vec<&str> = Status::ALL.iter().map(|status| status.as_str()).collect();
        format!("it is one of {}", names.join(", "))
    })
}

pub(super) fn confidence(text: &str) -> Result<f32, String> {
    text.parse()
        .ok()
        .filter(|value| (0.0..=1.0).contains(value))
        .ok_or_else(|| "it is a number from 0 to 1".to_owned())
}

pub(super) fn first_day(text: &str) -> Result<Date, String> {
    network::days(text).map(|(first, _)| first).ok_or_else(|| "write 2025-11-26, 2025-11 or 2025".to_owned())
}

pub(super) fn last_day(text: &str) -> Result<Date, String> {
    network::days(text).map(|(_, last)| last).ok_or_else(|| "write 2025-11-26, 2025-11 or 2025".to_owned())
}
