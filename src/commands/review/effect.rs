//! Decisions about links take effect: the records whose links they change are committed anew.
//!
//! Comes in: a graph with its log. Goes out: the same with links as the decisions have them, for all readers at once. No index is asked;
//! what else a name may stand for is found by `chancery link`.

use std::collections::BTreeSet;
use std::path::Path;

use crate::archive::{Archive, Committed, Decisions, OwnRelations};
use crate::commands::{Context, refresh};
use crate::diagnostic::counted;
use crate::ontology::load;
use crate::pipeline::verdict::{self, Decided, Verdicts};
use crate::resolve::keep;

/// What was decided of links in a graph by now.
///
/// # Errors
/// The graph cannot be read.
pub(super) fn verdicts(graph: &Path) -> anyhow::Result<Verdicts> {
    let archive = Archive::open(graph)?;
    Ok(Verdicts::of(&Decisions::read(archive.folder())?, archive.base()))
}

/// Changes the links of a graph, unless the decisions about them are those of `before`.
///
/// # Errors
/// The graph cannot be read or written.
pub(super) fn take_effect(graph: &Path, before: &Verdicts, context: &Context) -> anyhow::Result<()> {
    if verdicts(graph)? == *before {
        return Ok(());
    }
    let mut archive = Archive::open_writable(graph)?;
    let Effect { changed, foreign, doubts } = hold(&mut archive)?;
    if changed > 0 {
        refresh::all(&archive, &mut |diagnostic| context.report(diagnostic));
    }
    context.say(format_args!("links changed in {}", counted(changed, "document")));
    for (entity, link) in &doubts {
        context.say(format_args!(
            "the gazetteer says otherwise; if it is wrong: chancery review {} --reject {entity} {link}",
            graph.display()
        ));
    }
    if foreign > 0 {
        context.say(format_args!(
            "{} read with another ontology or version: there it takes effect with `chancery link {}`, \
             and with the --ontology of the build if it had one",
            match foreign {
                1 => "1 document was".to_owned(),
                more => format!("{} were", counted(more, "document")),
            },
            graph.display()
        ));
    }
    Ok(())
}

/// What decisions about links did to the documents of a graph.
#[derive(Default)]
pub(in crate::commands) struct Effect {
    /// Documents whose links changed.
    pub(in crate::commands) changed: usize,
    /// Documents that another ontology or version made, which stay.
    foreign: usize,
    /// Entities of which the gazetteer says otherwise, with its link.
    doubts: BTreeSet<(String, String)>,
}

/// Has the links of all documents be as people decided, whatever IRI an actor has in a document.
///
/// # Errors
/// The graph cannot be read or written.
pub(in crate::commands) fn hold(archive: &mut Archive) -> anyhow::Result<Effect> {
    let resolved = keep::load(archive, false)?;
    let verdicts = Verdicts::of(&resolved.decisions, archive.base());
    let decided = Decided::new(verdicts, resolved.resolution);
    let relations = OwnRelations::read(archive.folder())?.iris(&load::bundled()?);
    let base = archive.base().clone();
    let mut changed = Vec::new();
    for record in archive.records() {
        let record = record?;
        let mut other = record.clone();
        decided.apply(&mut other, &base);
        if other != record {
            changed.push(record.id);
        }
    }
    let mut effect = Effect::default();
    for id in &changed {
        let mut record = archive.record(id)?;
        // What another ontology or version made would come out otherwise.
        if archive.preview_commit(&record, &relations)? != Committed::Unchanged {
            effect.foreign += 1;
            continue;
        }
        decided.apply(&mut record, &base);
        archive.commit(&record, &relations)?;
        effect.changed += 1;
        let doubt = verdict::doubt(&record);
        effect.doubts.extend(doubt.map(|(entity, link)| (entity.iri.clone(), link.iri.clone())));
    }
    archive.flush()?;
    Ok(effect)
}
