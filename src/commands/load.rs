//! `chancery load` and `chancery unload`: RDF of others beside a graph, for queries.

use std::path::PathBuf;

use anyhow::bail;

use super::{Context, Outcome};
use crate::archive::Archive;
use crate::diagnostic::counted;
use crate::store::loaded;

/// Put RDF of others beside a graph, for queries
///
/// The triples are seen by `chancery query` and `chancery serve` in `GRAPH <IRI> { … }`, not in the default graph, so that nothing in them looks like
/// what a document says. They are never exported. Loading again replaces what that graph held.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  chancery load kg examples/linked/heads-of-state.ttl --graph https://example.org/heads-of-state
  chancery query kg -f examples/linked/heads_of_state.rq
  chancery info kg           lists what is loaded
  chancery unload kg --graph https://example.org/heads-of-state")]
pub struct Args {
    /// The graph: a folder made by `chancery build`
    #[arg(value_name = "KG")]
    pub graph: PathBuf,
    /// N-Triples, Turtle, N-Quads, TriG, RDF/XML or JSON-LD by the name's ending; with .gz or .zst behind it too. Named
    /// graphs in it become one
    #[arg(value_name = "FILE")]
    pub input: PathBuf,
    /// Name of the graph that they are put in
    #[arg(long = "graph", value_name = "IRI")]
    pub name: String,
}

/// Take RDF that was loaded away again
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  chancery unload kg --graph https://example.org/heads-of-state")]
pub struct UnloadArgs {
    /// The graph: a folder made by `chancery build`
    #[arg(value_name = "KG")]
    pub graph: PathBuf,
    /// Name of the graph that it was put in; `chancery info` lists them
    #[arg(long = "graph", value_name = "IRI")]
    pub name: String,
}

/// Loads a file.
///
/// # Errors
/// The graph or the file cannot be read, or too much would be loaded.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Outcome> {
    let archive = Archive::open(&args.graph)?;
    let loaded = loaded::load(archive.folder(), archive.base(), &args.name, &args.input, &context.limits)?;
    context.say(format_args!("{} in <{}>", counted(loaded.triples, "triple"), loaded.graph));
    Ok(Outcome::Done)
}

/// Takes a graph away.
///
/// # Errors
/// There is none of that name.
pub fn unload(args: &UnloadArgs, context: &Context) -> anyhow::Result<Outcome> {
    let archive = Archive::open(&args.graph)?;
    if !loaded::unload(archive.folder(), &args.name)? {
        let names: Vec<String> =
            loaded::list(archive.folder())?.into_iter().map(|loaded| format!("<{}>", loaded.graph)).collect();
        let known = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
        bail!("nothing is loaded as <{}>; loaded are: {known}", args.name);
    }
    context.say(format_args!("<{}> is gone", args.name));
    Ok(Outcome::Done)
}
