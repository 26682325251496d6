//! `chancery man [DIR]`: the manual page on standard output, or one page a command in a folder.

use std::io::Write as _;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::CommandFactory as _;

use super::{Cli, Context, Outcome};

/// Arguments of `man`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder to write `chancery.1`, `chancery-build.1`, … into; without it, print the main page.
    dir: Option<PathBuf>,
}

/// Prints or writes the pages.
///
/// # Errors
/// Standard output or the folder cannot be written.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Outcome> {
    let Some(dir) = &args.dir else {
        let mut page = Vec::new();
        clap_mangen::Man::new(Cli::command()).render(&mut page)?;
        let mut out = context.stdout();
        out.write_all(&page)?;
        out.flush()?;
        return Ok(Outcome::Done);
    };
    std::fs::create_dir_all(dir).with_context(|| format!("cannot create {}", dir.display()))?;
    clap_mangen::generate_to(Cli::command(), dir)
        .with_context(|| format!("cannot write manual pages into {}", dir.display()))?;
    Ok(Outcome::Done)
}
