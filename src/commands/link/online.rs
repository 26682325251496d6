//! `chancery link online`: candidates for actors from a service of others, to look at.

use std::collections::BTreeSet;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, bail};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::commands::{Context, Outcome, answer, offers, part, push};
use crate::diagnostic::counted;
use crate::export::file::write_atomically;
use crate::network::{Network, Selection};
use crate::ontology::Class;
use crate::remote::reconcile::{self, Name, Offer};
use crate::remote::{Address, Client, Credentials, Error};

/// Names that are asked for at once.
const BATCH: usize = 10;
/// How often a service that asks to wait is asked again, and the seconds that are waited at most.
const AGAIN: (usize, u64) = (2, 60);
/// Hosts whose operators want to know whom to write to.
const WIKIMEDIA: [&str; 7] = [
    "wikidata.org",
    "wikimedia.org",
    "wikipedia.org",
    "wikimedia.cloud",
    "wmcloud.org",
    "toolforge.org",
    "reconci.link",
];
/// Classes that services know.
const CLASSES: [Class; 6] = [
    Class::Person,
    Class::State,
    Class::GovernmentBody,
    Class::Organization,
    Class::ArmedGroup,
    Class::Place,
];

/// Ask a reconciliation service, or /match/{dataset} of yente, for candidates
///
/// The names of actors without a link are sent, and nothing else; the host is told first. Candidates are printed as JSON, one actor a
/// line, and are in the queue of `chancery review` from then on: nothing is linked until somebody accepts it. Answers are kept, so that no name is asked for twice.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  chancery link online kg http://127.0.0.1:8000/match/default
  chancery link online kg https://wikidata.reconci.link/en/api --contact you@example.org   (built with --features tls)")]
pub(super) struct Args {
    /// The graph: a folder made by `chancery build`
    #[arg(value_name = "KG")]
    graph: PathBuf,
    /// Address of the service; no other host is connected to
    #[arg(value_name = "URL")]
    url: String,
    /// Actors at most, those with most statements first
    #[arg(short = 'n', long, value_name = "N", default_value_t = 100)]
    limit: usize,
    /// Candidates of one actor at most
    #[arg(long, value_name = "N", default_value_t = 5)]
    candidates: usize,
    /// Ask for actors that are linked, too
    #[arg(long)]
    all: bool,
    /// Address under which you can be reached; services of Wikimedia want it
    #[arg(long, value_name = "MAIL")]
    contact: Option<String>,
    /// Seconds between two requests
    #[arg(long, value_name = "SECONDS", default_value_t = 1)]
    pause: u64,
    /// Seconds that an answer may take
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=3600))]
    timeout: u64,
    /// Folder for answers; delete it to ask anew [default: KG/cache]
    #[arg(long, value_name = "DIR")]
    cache: Option<PathBuf>,
}

/// Asks and prints.
///
/// # Errors
/// The graph cannot be read, the service does not answer, or the contact is missing.
pub(super) fn run(args: &Args, context: &Context) -> anyhow::Result<Outcome> {
    let address = Address::new(&args.url)?;
    let host = address.host();
    let is_wikimedia = WIKIMEDIA
        .iter()
        .any(|own| host == *own || host.strip_suffix(own).is_some_and(|rest| rest.ends_with('.')));
    if is_wikimedia && args.contact.is_none() {
        bail!(
            "{host} wants to know whom to write to if something goes wrong: add --contact with your address"
        );
    }
    let relations = part::relations(&args.graph)?;
    let network = part::read_network(&args.graph, context, &relations, &Selection::default())?;
    let chosen = chosen(&network, args);
    context.say(format_args!("{} will be sent to {host}", counted(chosen.len(), "name")));
    let timeout = Duration::from_secs(args.timeout);
    let client = Client::with_contact(&Credentials::None, timeout, args.contact.as_deref())?;
    let client = push::trusting(client)?;
    let mut cached = Cached { args, context, client, address, requests: 0 };
    let mut lines = Vec::new();
    let asked = ask(&network, &chosen, &mut cached, &mut lines, context);
    let open = lines.iter().filter(|line| line["candidates"] != json!([])).count();
    // Also what came before the service failed.
    if args.graph.is_dir() {
        offers::keep(&args.graph, lines)?;
    }
    let printed = asked?;
    context.say(format_args!(
        "{} sent; nothing was linked; `chancery review {}` asks about {}",
        counted(cached.requests, "request"),
        args.graph.display(),
        counted(open, "actor")
    ));
    answer(printed, Outcome::Done)
}

/// Asks for the chosen, prints what is offered and adds it to `lines`; gives whether it could be printed. A reader that has gone
/// ends the printing and not the asking.
///
/// # Errors
/// The service does not answer, or answers cannot be kept.
fn ask(
    network: &Network,
    chosen: &[usize],
    cached: &mut Cached<'_>,
    lines: &mut Vec<Value>,
    context: &Context,
) -> anyhow::Result<io::Result<()>> {
    let mut out = context.stdout();
    let mut printed = Ok(());
    for batch in chosen.chunks(BATCH) {
        let names: Vec<Name> = batch
            .iter()
            .map(|&at| network.actor(at))
            .map(|actor| Name { name: actor.name.clone(), class: actor.class.as_str().to_owned() })
            .collect();
        let offers = cached.ask(&names)?;
        for (&at, offers) in batch.iter().zip(&offers) {
            let actor = network.actor(at);
            let candidates: Vec<Value> = offers.iter().map(written).collect();
            let line = json!({ "schema": "chancery.offers/1", "iri": actor.iri, "name": actor.name,
                "type": actor.class.as_str(), "service": cached.address.as_str(), "candidates": candidates });
            printed = printed.and_then(|()| writeln!(out, "{line}"));
            lines.push(line);
        }
        printed = printed.and_then(|()| out.flush());
    }
    Ok(printed)
}

/// Actors with a name, those with most statements first.
fn chosen(network: &Network, args: &Args) -> Vec<usize> {
    let mut found: Vec<usize> = (0..network.actors().len())
        .filter(|&at| {
            let actor = network.actor(at);
            CLASSES.contains(&actor.class) && (args.all || actor.links.is_empty())
        })
        .collect();
    found.sort_by_key(|&at| std::cmp::Reverse(network.actor(at).statements));
    let mut seen = BTreeSet::new();
    found.retain(|&at| seen.insert((network.actor(at).class, network.actor(at).name.as_str())));
    found.truncate(args.limit);
    found
}

fn written(offer: &Offer) -> Value {
    let Offer { id, name, types, score, is_match } = offer;
    json!({ "id": id, "name": name, "types": types, "score": score, "match": is_match })
}

/// A service whose answers are kept.
struct Cached<'a> {
    args: &'a Args,
    context: &'a Context,
    client: Client,
    address: Address,
    requests: usize,
}

impl Cached<'_> {
    fn ask(&mut self, names: &[Name]) -> anyhow::Result<Vec<Vec<Offer>>> {
        let limit = self.args.candidates;
        let request = reconcile::request(&self.address, names, limit);
        let folder = self.args.cache.clone().unwrap_or_else(|| self.args.graph.join("cache"));
        let key: String = Sha256::digest(format!("{}\n{request}", self.address.as_str()))
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let path = folder.join(format!("{key}.json"));
        // What cannot be read, or is no answer, is asked for again.
        let kept = std::fs::read_to_string(&path).ok();
        let kept = kept.and_then(|text| reconcile::offers(&self.address, &text, names.len(), limit).ok());
        if let Some(offers) = kept {
            return Ok(offers);
        }
        if self.requests > 0 {
            std::thread::sleep(Duration::from_secs(self.args.pause));
        }
        let answer = self.send(&request)?;
        let offers = reconcile::offers(&self.address, &answer, names.len(), limit)?;
        std::fs::create_dir_all(&folder)
            .with_context(|| format!("cannot make {}; name another folder with --cache", folder.display()))?;
        write_atomically(&path, |out| out.write_all(answer.as_bytes()))?;
        Ok(offers)
    }

    /// Sends a request; once more if the service asks to wait, and not for long.
    fn send(&mut self, request: &str) -> Result<String, Error> {
        let mut left = AGAIN.0;
        loop {
            self.requests += 1;
            match reconcile::send(&self.client, &self.address, request) {
                Err(Error::Status { status: 429 | 503, wait: Some(wait), .. })
                    if left > 0 && wait <= AGAIN.1 =>
                {
                    left -= 1;
                    let host = self.address.host();
                    self.context
                        .say(format_args!("{host} asks to wait {}", counted(wait as usize, "second")));
                    std::thread::sleep(Duration::from_secs(wait));
                }
                answer => return answer,
            }
        }
    }
}
