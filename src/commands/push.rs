//! `chancery push KG --store URL`: a graph on a SPARQL server; and the same at the end of `build` and `remove`.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::Context as _;

use super::stop::Stop;
use super::{Context, Outcome};
use crate::archive::Archive;
use crate::diagnostic::{Diagnostic, counted};
use crate::remote::{Address, Client, Credentials, Endpoints, Options, Pushed, Step, push};

/// Between two lines of progress.
const LINE_EVERY: Duration = Duration::from_secs(10);

/// Make a SPARQL 1.1 server hold what a graph holds
///
/// Each document is a named graph of its own. Only what the server does not have is sent, what was removed or replaced here
/// goes there, too, and a push that was broken off goes on where it stopped. Statements are written in RDF 1.1 unless told
/// otherwise. Credentials come from the environment: CHANCERY_STORE_USER and CHANCERY_STORE_PASSWORD, or CHANCERY_STORE_TOKEN. Over
/// https, a server may have the certificate of an authority of the web, or of one whose own is in the file CHANCERY_CA_FILE (PEM).
/// No connection is opened but to the addresses that you name.
#[derive(Debug, clap::Args)]
#[command(mut_arg("store", |store| store.required(true)))]
#[command(after_help = "Example:\n  chancery push kg --store http://localhost:7878")]
pub struct Args {
    /// Directory of the graph
    #[arg(value_name = "KG")]
    pub graph: PathBuf,
    /// Take documents below the base of the graph out of the server that the graph never held
    #[arg(long)]
    pub prune: bool,
    /// Only say what would be sent and taken out
    #[arg(long)]
    pub dry_run: bool,
    #[command(flatten)]
    store: StoreArgs,
}

/// Where a server is.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Server")]
pub struct StoreArgs {
    /// Make the SPARQL 1.1 server at this address hold what the graph holds
    ///
    /// Queries go to URL/query, updates to URL/update and graphs to URL/store or URL/data (Oxigraph, Fuseki), or all to URL.
    #[arg(long, value_name = "URL")]
    store: Option<String>,
    /// Where it takes queries, if elsewhere
    #[arg(long, value_name = "URL", requires = "store", requires = "store_update")]
    store_query: Option<String>,
    /// Where it takes updates, if elsewhere
    #[arg(long, value_name = "URL", requires = "store", requires = "store_query")]
    store_update: Option<String>,
    /// Where it takes graphs by Graph Store Protocol, if elsewhere
    #[arg(long, value_name = "URL", requires = "store")]
    store_graphs: Option<String>,
    /// RDF of the server: with 1.2, statements are triple terms
    #[arg(long, value_name = "VERSION", default_value = "1.1", value_parser = ["1.1", "1.2"], requires = "store")]
    store_rdf: String,
    /// Seconds that an answer may take
    #[arg(long, value_name = "SECONDS", default_value = "60", requires = "store")]
    store_timeout: u32,
    /// Send credentials unencrypted to another machine
    #[arg(long, requires = "store")]
    insecure: bool,
}

/// Pushes, and says what came of it.
///
/// # Errors
/// If the graph cannot be read, or the server cannot be reached or refuses.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Outcome> {
    let archive = Archive::open(&args.graph)?;
    let stop = Stop::on_signals()?;
    let options = Options { prunes: args.prune, is_dry_run: args.dry_run, ..Options::default() };
    args.store.carry(&archive, options, &stop, context)
}

impl StoreArgs {
    /// Brings an archive to the server, if one was named.
    ///
    /// # Errors
    /// If the server cannot be reached or refuses.
    pub(super) fn carry(
        &self,
        archive: &Archive,
        options: Options,
        stop: &Stop,
        context: &Context,
    ) -> anyhow::Result<Outcome> {
        let Some(store) = &self.store else { return Ok(Outcome::Done) };
        let client = trusting(Client::new(&credentials(), Duration::from_secs(self.store_timeout.into())))?;
        let endpoints = self.endpoints(&client, store).with_context(|| {
            let folder = archive.folder().display();
            format!(
                "nothing was brought to {store}; {folder} is as it should be, `chancery push {folder} --store {store}` goes on later"
            )
        })?;
        let options = Options { is_rdf12: self.store_rdf == "1.2", ..options };
        let (began, mut shown, mut sent) = (Instant::now(), Instant::now(), 0);
        let pushed = push(archive, &client, &endpoints, options, &mut |Step { done, all }| {
            sent = done;
            if shown.elapsed() >= LINE_EVERY {
                shown = Instant::now();
                let rate = done as f64 / began.elapsed().as_secs_f64();
                let left = (all - done) as f64 / rate.max(0.001);
                context.say(format_args!("{done} of {all} documents, {rate:.0}/s, {left:.0} s left"));
            }
            if stop.is_wanted() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        let pushed = pushed.with_context(|| {
            format!(
                "{store} does not hold the graph: {} brought there, run again to go on",
                counted(sent, "document")
            )
        })?;
        Ok(tell(&pushed, store, options, stop, context))
    }

    fn endpoints(&self, client: &Client, store: &str) -> anyhow::Result<Endpoints> {
        let named = |url: &Option<String>| url.as_deref().map(Address::new).transpose();
        let address = Address::new(store)?;
        let others = [named(&self.store_query)?, named(&self.store_update)?, named(&self.store_graphs)?];
        if !self.insecure {
            for address in std::iter::once(&address).chain(others.iter().flatten()) {
                client.check_privacy(address)?;
            }
        }
        let [query, update, graphs] = others;
        let mut endpoints = match (query, update) {
            (Some(query), Some(update)) => Endpoints { query, update, graphs: Vec::new() },
            _ => Endpoints::find(client, &address)?,
        };
        if let Some(graphs) = graphs {
            endpoints.graphs = vec![graphs];
        }
        Ok(endpoints)
    }
}

fn tell(pushed: &Pushed, store: &str, options: Options, stop: &Stop, context: &Context) -> Outcome {
    let Pushed { new, changed, unchanged, retracted, foreign, is_partial } = pushed;
    let would = if options.is_dry_run { "would have: " } else { "" };
    for iri in retracted {
        context.detail(1, format_args!("taken out of {store}: {iri}"));
    }
    if *is_partial {
        context.say(format_args!("{store}: stopped; run again to go on"));
        return stop.outcome(Outcome::Done);
    }
    context.say(format_args!(
        "{store}: {would}{} new, {changed} changed, {unchanged} unchanged, {} taken out",
        counted(*new, "document"),
        retracted.len()
    ));
    let Some(first) = foreign.first() else { return stop.outcome(Outcome::Done) };
    let message = format!(
        "{} left there of which this graph knows nothing, such as {first}",
        counted(foreign.len(), "document")
    );
    let hint = "if they are of no other graph, `chancery push` with --prune takes them out; graphs that share a server want a \
                --base each";
    context.report(&Diagnostic::warning(store, message).hint(hint));
    Outcome::Negative
}

/// Who asks, from the environment only: a command line can be read by every user of the machine.
#[expect(clippy::disallowed_methods, reason = "secrets come from the environment")]
fn credentials() -> Credentials {
    let read = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    if let Some(token) = read("CHANCERY_STORE_TOKEN") {
        return Credentials::Bearer(token);
    }
    match read("CHANCERY_STORE_USER") {
        Some(user) => Credentials::Basic(user, read("CHANCERY_STORE_PASSWORD").unwrap_or_default()),
        None => Credentials::None,
    }
}

/// A client that trusts whom CHANCERY_CA_FILE names, if it is set.
///
/// # Errors
/// The file cannot be read or holds no certificate.
#[expect(clippy::disallowed_methods, reason = "whom a machine trusts is a matter of its environment")]
pub(super) fn trusting(client: Client) -> anyhow::Result<Client> {
    let Some(path) = std::env::var_os("CHANCERY_CA_FILE").filter(|path| !path.is_empty()) else {
        return Ok(client);
    };
    let failed = || format!("CHANCERY_CA_FILE: {}", path.display());
    let pem = std::fs::read(&path).with_context(failed)?;
    client.trusting(&pem).with_context(failed)
}
