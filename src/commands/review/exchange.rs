//! `chancery review --import` and `--export`: decisions of nomenklatura and OpenRefine.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, bail};

use super::{Args, Format, effect, names};
use crate::archive::{Archive, Decision, Decisions};
use crate::commands::{Context, Outcome, part};
use crate::diagnostic::counted;
use crate::export::ftm;
use crate::resolve::exchange;

/// Adds the decisions of a file, all or none.
///
/// # Errors
/// The graph or the file cannot be read, or a line is none.
pub(super) fn import(args: &Args, file: &Path, context: &Context) -> anyhow::Result<Outcome> {
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let before = effect::verdicts(&args.graph)?;
    let archive = Archive::open_writable(&args.graph)?;
    let base = archive.base().as_str().to_owned();
    let mut known = BTreeMap::new();
    part::each_record(&args.graph, context, |record| {
        for entity in &record.entities {
            known.insert(ftm::actor_key(&entity.iri), entity.iri.clone());
            known.insert(entity.iri.clone(), entity.iri.clone());
        }
        Ok(())
    })?;
    let iris = |id: &str| known.get(id).or_else(|| known.get(&format!("{base}{id}"))).cloned();
    let outside = |id: &str| Some(names::link(id)).filter(|iri| iri.starts_with("http"));
    let taken = match args.format {
        Some(Format::Nomenklatura) => exchange::from_nomenklatura(&text, &iris),
        Some(Format::Openrefine) => exchange::from_openrefine(&text, &iris, &outside),
        _ => bail!("whose decisions are these? add --format nomenklatura or --format openrefine"),
    };
    let taken = taken.with_context(|| format!("{}: nothing was taken", file.display()))?;
    let decisions: Vec<Decision> = (taken.decisions.into_iter())
        .map(|decision| Decision {
            by: args.by.clone().or_else(|| decision.by.clone()),
            reason: args.reason.clone(),
            ..decision
        })
        .collect();
    if !decisions.is_empty() {
        Decisions::read(archive.folder())?.append(&archive, &decisions)?;
    }
    drop(archive);
    let rest = format!("{} undecided, {} about what is not in the graph", taken.undecided, taken.foreign);
    context.say(format_args!("{} taken; {rest}", counted(decisions.len(), "decision")));
    effect::take_effect(&args.graph, &before, context)?;
    Ok(Outcome::Done)
}

/// Prints the decisions that hold.
///
/// # Errors
/// The graph cannot be read.
pub(super) fn export(args: &Args, context: &Context) -> anyhow::Result<Outcome> {
    let archive = Archive::open(&args.graph)?;
    let log = Decisions::read(archive.folder())?;
    log.findings().iter().for_each(|finding| context.report(finding));
    let holding: Vec<&Decision> = log.active().into_iter().map(|(_, decision)| decision).collect();
    let (text, unsaid) = match args.format {
        Some(Format::Nomenklatura) => exchange::to_nomenklatura(&holding, &|iri: &str| ftm::actor_key(iri)),
        Some(Format::Openrefine) => exchange::to_openrefine(&holding),
        _ => bail!("for which program? add --format nomenklatura or --format openrefine"),
    };
    let mut out = context.stdout();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    if unsaid > 0 {
        context.say(format_args!("{} left out: the form cannot say it", counted(unsaid, "split")));
    }
    Ok(Outcome::Done)
}
