//! `chancery link KG`: links the entities of a whole graph anew, without reading its articles again.

use std::path::Path;

use crate::archive::record::EntityRecord;
use crate::archive::{Archive, Committed, DocumentRecord, OwnRelations};
use crate::commands::engine::EngineArgs;
use crate::commands::{Context, Outcome, part, refresh};
use crate::diagnostic::counted;
use crate::graph::RelationIris;
use crate::link::choose::Linker;
use crate::pipeline::linking;
use crate::pipeline::verdict::{Decided, Verdicts};
use crate::resolve::keep;

/// What a run did, in numbers.
#[derive(Default)]
struct Summary {
    documents: usize,
    changed: usize,
    entities: usize,
    linked: usize,
    open: usize,
}

impl Summary {
    fn count(&mut self, record: &DocumentRecord) {
        self.documents += 1;
        self.entities += record.entities.len();
        self.linked += record.entities.iter().filter(|entity| !entity.links.is_empty()).count();
        let is_open = |entity: &&EntityRecord| entity.links.is_empty() && !entity.candidates.is_empty();
        self.open += record.entities.iter().filter(is_open).count();
    }
}

/// Links every document of the graph in `folder`; those whose links change are written anew, complete or not at all. What
/// people rejected stays rejected.
///
/// # Errors
/// A graph, an ontology or an index that cannot be used.
pub(super) fn run(folder: &Path, engine: &EngineArgs, context: &Context) -> anyhow::Result<Outcome> {
    let mut archive = Archive::open_writable(folder)?;
    archive.findings().iter().for_each(|finding| context.report(finding));
    let ontology = engine.ontology(context)?;
    let relations = match engine.ontology {
        Some(_) => RelationIris::from_ontology(&ontology),
        // What the graph was built with may know more than what is at hand.
        None => OwnRelations::read(archive.folder())?.iris(&ontology),
    };
    let resolved = keep::load(&archive, false)?;
    part::report_resolution(&resolved, context);
    let verdicts = Verdicts::of(&resolved.decisions, archive.base());
    let decided = Decided::new(verdicts, resolved.resolution);
    let layers = engine.links.layers()?;
    let mut linker = Linker::new(&layers, engine.links.min_score());
    let (base, mut summary) = (archive.base().clone(), Summary::default());
    let ids: Vec<String> = archive.ids().map(str::to_owned).collect();
    for id in ids {
        let before = archive.record(&id)?;
        let mut record = before.clone();
        linking::link(&mut record, &base, &mut linker, &decided)?;
        summary.count(&record);
        // Only links are made anew: what they leave as it is stays as it was written.
        if record != before && archive.commit(&record, &relations)? != Committed::Unchanged {
            summary.changed += 1;
        }
    }
    archive.flush()?;
    if summary.changed > 0 {
        refresh::queries(&archive, &mut |diagnostic| context.report(diagnostic));
    }
    context.say(format_args!(
        "{}, {} with other links than before; of {} {} are linked, {} are open with candidates",
        counted(summary.documents, "document"),
        summary.changed,
        counted(summary.entities, "entity"),
        summary.linked,
        summary.open,
    ));
    Ok(Outcome::Done)
}
