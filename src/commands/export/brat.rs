//! `chancery export --format brat`: a folder, or one zip archive, of texts with their annotations.

use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context as _, bail};
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipWriter};

use crate::commands::export::Args;
use crate::commands::export::chosen::Chosen;
use crate::commands::{Context, Outcome, part};
use crate::diagnostic::counted;
use crate::export::LossReport;
use crate::export::brat::{self, Types};
use crate::export::file::{self, Together};

/// The file that says which annotations there are.
const CONFIGURATION: &str = "annotation.conf";

/// Writes two files a document and the configuration, and says what was lost.
///
/// # Errors
/// No folder is named, the graph cannot be read, or a file cannot be written.
pub(super) fn run(args: &Args, context: &Context) -> anyhow::Result<Outcome> {
    let Some(target) = args.output.as_deref().filter(|path| *path != Path::new("-")) else {
        bail!("brat is two files a document: name a folder for them, or a file that ends in .zip, with -o");
    };
    let chosen = Chosen::of(args, context)?;
    let is_zip = target.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"));
    let written = if is_zip {
        zipped(args, target, &chosen, context)?
    } else {
        in_folder(args, target, &chosen, context)?
    };
    context.say(format_args!("{}: {}", target.display(), counted(written.documents, "document")));
    if !written.loss.is_empty() {
        context.say(&written.loss);
    }
    Ok(Outcome::Done)
}

/// What was written.
struct Written {
    documents: usize,
    loss: LossReport,
}

/// Hands each file, by name and content, to `put`.
fn each_file(
    args: &Args,
    chosen: &Chosen,
    context: &Context,
    put: &mut dyn FnMut(&str, &str) -> anyhow::Result<()>,
) -> anyhow::Result<Written> {
    let (mut types, mut loss, mut documents) = (Types::default(), LossReport::new("brat"), 0);
    part::each_record(&args.graph, context, |record| {
        let wanted = chosen.statements(record);
        // A document that tells nothing of the actors is not about them.
        if chosen.has_actors() && wanted.is_empty() {
            return Ok(());
        }
        let name = brat::file_name(&record.id);
        let annotations = brat::annotations(record, &wanted, &mut types, &mut loss);
        put(&format!("{name}.txt"), &record.text)?;
        put(&format!("{name}.ann"), &annotations)?;
        documents += 1;
        Ok(())
    })?;
    put(CONFIGURATION, &types.configuration())?;
    Ok(Written { documents, loss })
}

fn in_folder(args: &Args, folder: &Path, chosen: &Chosen, context: &Context) -> anyhow::Result<Written> {
    std::fs::create_dir_all(folder).with_context(|| {
        format!("cannot write {}: it must be a folder that can be made", folder.display())
    })?;
    let files = Together::in_folder(folder);
    let written =
        each_file(args, chosen, context, &mut |name, content| Ok(files.write(name, content.as_bytes())?))?;
    files.finish()?;
    Ok(written)
}

/// The same bytes for the same graph: the files in order, all with the first time that the format knows.
fn zipped(args: &Args, path: &Path, chosen: &Chosen, context: &Context) -> anyhow::Result<Written> {
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
    let mut failure = None;
    let written = file::write_atomically(path, |out| {
        let mut zip = ZipWriter::new_stream(out);
        let written = each_file(args, chosen, context, &mut |name, content| {
            zip.start_file(name, options)?;
            Ok(zip.write_all(content.as_bytes())?)
        });
        let written = written.and_then(|written| {
            zip.finish()?.into_inner().flush()?;
            Ok(written)
        });
        // A failure to read must not put half a file in place, so it fails the writing too.
        written.map_err(|error| {
            let kind = error.downcast_ref::<io::Error>().map_or(io::ErrorKind::Other, io::Error::kind);
            failure = Some(error);
            io::Error::from(kind)
        })
    });
    written.map_err(|error| failure.unwrap_or_else(|| error.into()))
}
