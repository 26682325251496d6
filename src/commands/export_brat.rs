//! `chancery export --format brat`: a folder of texts with their annotations.

use std::path::Path;

use anyhow::{Context as _, bail};

use super::export::Args;
use super::{Context, Outcome, part};
use crate::diagnostic::counted;
use crate::export::brat::{self, Types};
use crate::export::{LossReport, file};

/// Writes two files a document and the configuration, and says what was lost.
///
/// # Errors
/// No folder is named, the graph cannot be read, or a file cannot be written.
pub(super) fn run(args: &Args, context: &Context) -> anyhow::Result<Outcome> {
    let Some(folder) = args.output.as_deref().filter(|path| *path != Path::new("-")) else {
        bail!("brat is two files a document: name a folder for them with -o");
    };
    if !args.part.actor.is_empty() {
        bail!("--actor chooses from a network, and brat is documents: leave it out or choose another format");
    }
    std::fs::create_dir_all(folder).with_context(|| {
        format!("cannot write {}: it must be a folder that can be made", folder.display())
    })?;
    let relations = part::relations()?;
    let selection = args.part.selection();
    let (mut types, mut loss, mut documents) = (Types::default(), LossReport::new("brat"), 0);
    part::each_record(&args.graph, context, |record| {
        let name = folder.join(brat::file_name(&record.id));
        let annotations = brat::annotations(record, &relations, &selection, &mut types, &mut loss);
        file::write_atomically(&name.with_extension("txt"), |out| out.write_all(record.text.as_bytes()))?;
        file::write_atomically(&name.with_extension("ann"), |out| out.write_all(annotations.as_bytes()))?;
        documents += 1;
        Ok(())
    })?;
    let configuration = types.configuration();
    file::write_atomically(&folder.join("annotation.conf"), |out| out.write_all(configuration.as_bytes()))?;
    context.say(format_args!("{}: {}", folder.display(), counted(documents, "document")));
    if !loss.is_empty() {
        context.say(&loss);
    }
    Ok(Outcome::Done)
}
