//! `chancery serve`: a graph over HTTP.

use std::io::Write as _;
use std::net::{IpAddr, Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, bail};

use super::query::BackendArg;
use super::stop::Stop;
use super::{Context, Outcome, part};
use crate::archive::Archive;
use crate::link::{Index, Layers};
use crate::network::Selection;
use crate::server::catalogue::{GraphCatalogue, IndexCatalogue};
use crate::server::http::{self, Options};
use crate::server::{Error, Site};
use crate::store::query::Backend;

/// Serve a graph over HTTP: SPARQL, and a reconciliation service for OpenRefine
///
/// Everything can be read and nothing changed. Queries are answered within the limits that `chancery query` has; documents that are
/// added while the server runs are seen by the next request. Ends on Ctrl-C and SIGTERM.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
What there is:
  /                 a page that says what is there
  /sparql           SPARQL 1.1 Protocol: GET and POST, results as the client likes;
                    without a query, a SPARQL 1.1 Service Description
  /reconcile        Reconciliation API 0.2 over the actors of the graph
  /reconcile/index  the same over the index of names
  /healthz          \"ok\"

Examples:
  chancery serve kg
  chancery serve kg --port 8080 --index wikidata.index
  curl -H 'Accept: text/turtle' http://127.0.0.1:7377/sparql
  curl --data-urlencode 'query=SELECT ?a ?b { ?a ch:spokeWith ?b }' http://127.0.0.1:7377/sparql
  in OpenRefine: Reconcile, Start reconciling, Add standard service, http://127.0.0.1:7377/reconcile

Who can reach the address can read the whole graph: bind to other addresses than 127.0.0.1 only behind a proxy that
asks who is there.")]
pub struct Args {
    /// The graph: a folder made by `chancery build`
    #[arg(value_name = "KG")]
    pub graph: PathBuf,
    /// Port to listen on; 0 for any that is free, which is printed
    #[arg(long, value_name = "PORT", default_value_t = 7377)]
    pub port: u16,
    /// Address to listen on
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    pub bind: IpAddr,
    /// Index made by `chancery link index build`, asked besides the bundled one (may be given again)
    #[arg(long, value_name = "FILE")]
    pub index: Vec<PathBuf>,
    /// What answers queries, as for `chancery query`
    #[arg(long, value_enum, value_name = "BACKEND", default_value = "pages")]
    pub backend: BackendArg,
    /// Let pages of other origins ask in SPARQL (for the reconciliation services they always may)
    #[arg(long)]
    pub cors: bool,
    /// Name under which the server is asked, besides localhost and addresses (may be given again)
    #[arg(long, value_name = "NAME")]
    pub allow_host: Vec<String>,
    /// Requests that are worked on at once; others are answered 503 and may try again
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..=256))]
    pub at_once: u16,
    /// Seconds after which a query is ended
    #[arg(long, value_name = "SECONDS")]
    pub timeout: Option<u64>,
    /// Rows after which a result is cut (told by the header chancery-truncated)
    #[arg(long, value_name = "ROWS")]
    pub max_rows: Option<usize>,
}

/// Serves until it is told to stop.
///
/// # Errors
/// The graph or an index cannot be read, or the address cannot be listened on.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Outcome> {
    if !args.graph.is_dir() {
        bail!("{} is no graph; name a folder made by `chancery build`", args.graph.display());
    }
    let site = site(args, context)?;
    // What cannot be read is told now, not to the first who asks.
    site.actors()?;
    let stop = Stop::on_signals().context("cannot listen for signals")?;
    let listener = TcpListener::bind((args.bind, args.port)).with_context(|| {
        let remedy = "choose another with --port, or --port 0 for any that is free";
        format!("cannot listen on {} port {}; {remedy}", args.bind, args.port)
    })?;
    let address = listener.local_addr().context("cannot tell the address")?;
    if !args.bind.is_loopback() {
        context.say(format_args!("everybody who can reach {address} can read the whole graph"));
    }
    let mut out = context.stdout();
    writeln!(out, "http://{address}/")?;
    out.flush()?;
    drop(out);
    context.say("Ctrl-C ends the server");
    let options = Options { names: args.allow_host.clone(), at_once: usize::from(args.at_once) };
    http::serve(listener, Arc::new(site), options, || stop.is_wanted()).context("cannot serve")?;
    Ok(stop.outcome(Outcome::Done))
}

fn site(args: &Args, context: &Context) -> anyhow::Result<Site> {
    let mut layers = Layers::bundled()?;
    for path in &args.index {
        layers.push(Index::open(path)?);
    }
    let program = std::env::current_exe().context("cannot find the program itself")?;
    let (folder, quiet) = (args.graph.clone(), Context { quiet: true, ..context.clone() });
    let read = move || actors(&folder, &quiet).map_err(|error| Error::Actors(format!("{error:#}")));
    let mut site = Site::new(program, args.graph.clone(), IndexCatalogue::new(layers), Box::new(read));
    site.allows_cors = args.cors;
    site.backend = Backend::from(args.backend).available()?;
    site.limits = context.limits.clone();
    if let Some(seconds) = args.timeout {
        site.limits.query_timeout_ms = seconds.saturating_mul(1_000);
    }
    if let Some(rows) = args.max_rows {
        site.limits.max_query_rows = rows;
    }
    Ok(site)
}

fn actors(folder: &Path, context: &Context) -> anyhow::Result<GraphCatalogue> {
    let relations = part::relations(folder)?;
    let network = part::read_network(folder, context, &relations, &Selection::default())?;
    Ok(GraphCatalogue::new(network, Archive::open(folder)?.base()))
}
