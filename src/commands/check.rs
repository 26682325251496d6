//! `chancery check`: not written yet.

use super::{Context, Outcome};

/// Arguments of `check`.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Runs the command.
///
/// # Errors
/// The reason why it could not run.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Outcome> {
    let _ = (args, context);
    anyhow::bail!("chancery check is not written yet")
}
