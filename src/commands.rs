//! The command line: one file a command. Arguments come in; data goes to stdout, talk to stderr.
//!
//! Each command has `Args`, read by clap, and `run`, which returns an [`Outcome`] or the reason why it could not run.
//! Only here are the terminal, the environment and the time of day looked at. No command opens a
//! connection but to an address that the user names: `--store` and `push`, and `link online`. `serve` alone listens.

pub mod build;
pub mod check;
pub mod compact;
pub mod completions;
pub mod demo;
pub mod eval;
pub mod explain;
pub mod export;
pub mod extract;
mod focus;
pub mod info;
pub mod link;
pub mod load;
pub mod man;
pub mod parse;
pub mod part;
pub mod paths;
pub mod push;
pub mod query;
pub mod remove;
pub mod review;
pub mod serve;
pub mod show;
pub mod timeline;
mod welcome;

mod engine;
mod input;
mod offers;
mod progress;
mod refresh;
mod stop;
mod summary;
mod tally;

pub use tally::Tally;

use std::fmt::{Display, Write as _};
use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};
use std::num::NonZeroUsize;

use clap::{Parser, Subcommand, ValueEnum};

use crate::diagnostic::{Diagnostic, Severity};
pub use crate::document::hidden::spelt_out as visible;
use crate::limits::Limits;

/// From news articles to a knowledge graph that can be cited.
///
/// Works offline: no key, no telemetry, no connection but to a server that you name. Data goes to standard output, messages to standard error.
///
/// Exit status: 0 done; 1 done, but documents were rejected or a check failed; 2 could not run.
#[derive(Debug, Parser)]
#[command(name = "chancery", version, max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Say only what went wrong.
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say more; twice, say it all.
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,
    /// Colours in the output (NO_COLOR and CLICOLOR_FORCE are honoured).
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: ColorWhen,
    /// Threads to work with; the result does not depend on it [default: one a core].
    #[arg(long, global = true, value_name = "N", env = "CHANCERY_THREADS")]
    pub threads: Option<NonZeroUsize>,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ColorWhen {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The commands, in the order in which one meets them.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Build the bundled example articles into a graph and show what can be done with it.
    Demo(demo::Args),
    /// Build a graph from articles, or add articles to it.
    Build(build::Args),
    /// Print what is understood of articles, without keeping it.
    Extract(extract::Args),
    /// Print tokens, lemmas, tags, dependency trees and names.
    Parse(parse::Args),
    /// Ask a graph a question in SPARQL.
    Query(query::Args),
    /// Show an actor of a graph: roles, relations, evidence.
    Show(show::Args),
    /// Show by whom one actor is tied to another, with the sentences that say so.
    Paths(paths::Args),
    /// Show and draw cooperation and conflict between two actors over time.
    Timeline(timeline::Args),
    /// Write a graph for another program.
    Export(export::Args),
    /// Show why a statement was made: frame, trigger, arguments and the parse of its sentence.
    Explain(explain::Args),
    /// Say what is in a graph.
    Info(info::Args),
    /// Decide which actors of different documents are one.
    Review(review::Args),
    /// Look names up in data of others: Wikidata, GeoNames, your own. Offline.
    Link(link::Args),
    /// Put RDF of others beside a graph, for queries.
    Load(load::Args),
    /// Take RDF that was loaded away again.
    Unload(load::UnloadArgs),
    /// Serve a graph over HTTP: SPARQL, and a reconciliation service for OpenRefine.
    Serve(serve::Args),
    /// Retract a document from a graph.
    Remove(remove::Args),
    /// Rewrite a graph without what was replaced or removed.
    Compact(compact::Args),
    /// Make a SPARQL 1.1 server hold what a graph holds.
    Push(push::Args),
    /// Check an ontology folder with its examples, what it misses in articles, or a graph.
    Check(check::Args),
    /// Measure what is understood against annotated documents.
    Eval(eval::Args),
    /// Print a script that completes commands in a shell.
    Completions(completions::Args),
    /// Print the manual page, or write one page a command into a folder.
    Man(man::Args),
    /// Evaluate one query in a process of its own, which may be ended.
    #[command(name = crate::store::query::CHILD_COMMAND, hide = true)]
    EvaluateQuery(query::ChildArgs),
}

/// How a command ended that could run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All of it is done: exit status 0.
    Done,
    /// Done, but something was refused, or the answer is no: exit status 1.
    Negative,
    /// Ended early at the user's wish, with what was done kept: exit status 130.
    Interrupted,
}

/// What every command is told about its surroundings.
#[derive(Clone, Debug)]
pub struct Context {
    /// Whether standard output is a terminal: tables there, tab-separated values in a pipe.
    pub stdout_is_terminal: bool,
    /// Whether standard error is a terminal: a progress bar there, a line now and then otherwise.
    pub stderr_is_terminal: bool,
    /// Whether standard output may be coloured.
    pub color: bool,
    /// Whether to say only what went wrong.
    pub quiet: bool,
    /// How much more to say.
    pub verbose: u8,
    /// Number of threads; `None` for one a core.
    pub threads: Option<NonZeroUsize>,
    /// Caps on input and work.
    pub limits: Limits,
}

impl Cli {
    /// The surroundings, as the flags and the terminal have them.
    pub fn context(&self) -> Context {
        let choice = match self.color {
            ColorWhen::Auto => anstream::ColorChoice::Auto,
            ColorWhen::Always => anstream::ColorChoice::Always,
            ColorWhen::Never => anstream::ColorChoice::Never,
        };
        choice.write_global();
        Context {
            stdout_is_terminal: io::stdout().is_terminal(),
            stderr_is_terminal: io::stderr().is_terminal(),
            color: anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never,
            quiet: self.quiet,
            verbose: self.verbose,
            threads: self.threads,
            limits: Limits::default(),
        }
    }
}

/// Runs the command; without one, prints a short welcome.
///
/// # Errors
/// The reason why the command could not run.
pub fn run(cli: &Cli, context: &Context) -> anyhow::Result<Outcome> {
    dispatch(cli, context).map_err(|error| {
        // Files and inputs have messages of their own; a bare error of the system is about what commands print.
        let bare = (error.chain().count() == 1).then(|| error.downcast_ref::<io::Error>()).flatten();
        let message = bare.map(|error| {
            format!("cannot write to standard output: {error}; make room, or write to another place")
        });
        match message {
            Some(message) => error.context(message),
            None => error,
        }
    })
}

fn dispatch(cli: &Cli, context: &Context) -> anyhow::Result<Outcome> {
    let Some(command) = &cli.command else { return welcome::run(context) };
    match command {
        Command::Demo(args) => demo::run(args, context),
        Command::Build(args) => build::run(args, context),
        Command::Extract(args) => extract::run(args, context),
        Command::Parse(args) => parse::run(args, context),
        Command::Query(args) => query::run(args, context),
        Command::Show(args) => show::run(args, context),
        Command::Paths(args) => paths::run(args, context),
        Command::Timeline(args) => timeline::run(args, context),
        Command::Export(args) => export::run(args, context),
        Command::Explain(args) => explain::run(args, context),
        Command::Info(args) => info::run(args, context),
        Command::Review(args) => review::run(args, context),
        Command::Link(args) => link::run(args, context),
        Command::Load(args) => load::run(args, context),
        Command::Unload(args) => load::unload(args, context),
        Command::Serve(args) => serve::run(args, context),
        Command::Remove(args) => remove::run(args, context),
        Command::Compact(args) => compact::run(args, context),
        Command::Push(args) => push::run(args, context),
        Command::Check(args) => check::run(args, context),
        Command::Eval(args) => eval::run(args, context),
        Command::Completions(args) => completions::run(args, context),
        Command::Man(args) => man::run(args, context),
        Command::EvaluateQuery(args) => query::run_child(args),
    }
}

impl Context {
    /// Standard output for data, buffered: call `flush` at the end, so that a full disk is noticed.
    pub fn stdout(&self) -> BufWriter<StdoutLock<'static>> {
        BufWriter::with_capacity(1 << 16, io::stdout().lock())
    }

    /// Says `message` on standard error, unless asked to be quiet.
    pub fn say(&self, message: impl Display) {
        if !self.quiet {
            talk(&format!("{}\n", visible(&message.to_string())));
        }
    }

    /// Says `message` if asked to say more, `level` times.
    pub fn detail(&self, level: u8, message: impl Display) {
        if self.verbose >= level {
            self.say(message);
        }
    }

    /// Tells of an input: errors always, warnings unless quiet, notes when asked to say more.
    pub fn report(&self, diagnostic: &Diagnostic) {
        let is_wanted = match diagnostic.severity {
            Severity::Error => true,
            Severity::Warning => !self.quiet,
            Severity::Note => self.verbose > 0,
        };
        if is_wanted {
            talk(&format!("{}\n", visible(&diagnostic.to_string())));
        }
    }

    /// Says why the command could not run, with its causes.
    pub fn fail(&self, error: &anyhow::Error) {
        let mut text = String::new();
        let mut last = String::new();
        for (depth, cause) in error.chain().enumerate() {
            let cause = cause.to_string();
            // Many messages tell their cause themselves.
            if depth == 0 || !last.contains(&cause) {
                let lead = if depth == 0 { "\u{1b}[1;31merror:\u{1b}[0m" } else { "  caused by:" };
                // Writing into a String cannot fail.
                let _ = writeln!(text, "{lead} {}", visible(&cause));
            }
            last = cause;
        }
        talk(&text);
    }

    /// The number of threads to work with.
    pub fn thread_count(&self) -> usize {
        self.threads.or_else(|| std::thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get)
    }
}

/// Writes to standard error; if that is closed there is nobody left to tell.
fn talk(text: &str) {
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}

/// The outcome of a command that changed something and then printed: a reader that has gone does not change it.
///
/// # Errors
/// If standard output refuses for another reason, such as a full disk.
fn answer(printed: io::Result<()>, outcome: Outcome) -> anyhow::Result<Outcome> {
    match printed {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(outcome),
    }
}

/// Whether the reader of standard output has gone, which is no error.
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<io::Error>();
        let json = cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind);
        io.map(io::Error::kind).or(json) == Some(io::ErrorKind::BrokenPipe)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_closed_pipe_is_found_below_other_causes() {
        let error = anyhow::Error::from(io::Error::from(io::ErrorKind::BrokenPipe)).context("cannot write");
        assert!(is_broken_pipe(&error));
        assert!(!is_broken_pipe(&anyhow::anyhow!("no")));
    }
}
