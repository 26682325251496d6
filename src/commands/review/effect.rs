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
use crate::pipeline::verdict::{self, Verdicts};
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
    let resolved = keep::load(&archive, false)?;
    let verdicts = Verdicts::of(&resolved.decisions, archive.base());
    let relations = OwnRelations::read(graph)?.iris(&load::bundled()?);
    let base = archive.base().clone();
    let mut changed = Vec::new();
    for record in archive.records() {
        let record = record?;
        let mut decided = record.clone();
        let who = |iri: &str| resolved.resolution.identity(&record.id, iri).map(|found| found.iri.clone());
        verdicts.apply(&mut decided, &base, &who);
        if decided != record {
            changed.push(record.id);
        }
    }
    let (mut foreign, mut doubts) = (0, BTreeSet::new());
    for id in &changed {
        let mut record = archive.record(id)?;
        // What another ontology or version made would come out otherwise.
        if archive.preview_commit(&record, &relations)? != Committed::Unchanged {
            foreign += 1;
            continue;
        }
        let who = |iri: &str| resolved.resolution.identity(id, iri).map(|found| found.iri.clone());
        verdicts.apply(&mut record, &base, &who);
        archive.commit(&record, &relations)?;
        doubts.extend(verdict::doubt(&record).map(|(entity, link)| (entity.iri.clone(), link.iri.clone())));
    }
    archive.flush()?;
    let done = changed.len() - foreign;
    if done > 0 {
        refresh::all(&archive, &mut |diagnostic| context.report(diagnostic));
    }
    context.say(format_args!("links changed in {}", counted(done, "document")));
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
