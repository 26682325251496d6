//! Comparing an archive with a server, and making the server the same.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use oxigraph::model::{NamedNode, Quad};
use oxttl::{NQuadsParser, NTriplesSerializer};

use super::client::Body;
use super::sparql::{self, Changes, Yes};
use super::{Address, Client, Endpoints, Error};
use crate::archive::Archive;
use crate::graph::provenance::to_rdf11;

/// Changes of the ledger that are sent together.
const BATCH: usize = 200;

/// How a graph is pushed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// With the triple terms of RDF 1.2, which few servers know; else statements are `rdf:Statement` reifications.
    pub is_rdf12: bool,
    /// Documents below the base that the archive never held go, too.
    pub prunes: bool,
    /// Only say what would be done.
    pub is_dry_run: bool,
}

/// What a push did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pushed {
    /// Documents that the server did not have.
    pub new: usize,
    /// Documents that the server had in another state.
    pub changed: usize,
    /// Documents that the server had.
    pub unchanged: usize,
    /// Documents that were taken out of the server, by IRI.
    pub retracted: Vec<String>,
    /// Documents on the server below the archive's base that it never held, by IRI; they were left there.
    pub foreign: Vec<String>,
    /// Whether it was broken off on request.
    pub is_partial: bool,
}

/// How far a push is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Documents that were sent or taken out.
    pub done: usize,
    /// Documents that are to be.
    pub all: usize,
}

/// A document that the server does not have as it is.
struct Change<'a> {
    id: &'a str,
    graph: NamedNode,
    state: String,
    /// What the ledger says of it.
    old: Option<String>,
}

/// What is to be done.
#[derive(Default)]
struct Plan<'a> {
    send: Vec<Change<'a>>,
    /// Graphs that go, with what the ledger says of them.
    retract: Vec<(NamedNode, Option<String>)>,
    report: Pushed,
}

/// Where and how a server is spoken to.
struct Session<'a> {
    client: &'a Client,
    endpoints: &'a Endpoints,
    ledger: NamedNode,
    /// Which of the addresses for graphs is tried or known to work.
    graphs: usize,
    /// Changes of the ledger that were not sent yet.
    pending: Changes,
    is_rdf12: bool,
}

impl Endpoints {
    /// The addresses of the server at `address`: it takes queries at `address/query` (Oxigraph, Fuseki) or itself. One that
    /// answers below its address as it does there (Virtuoso) is spoken to at its address alone.
    ///
    /// # Errors
    /// If no SPARQL server answers.
    pub fn find(client: &Client, address: &Address) -> Result<Self, Error> {
        let query = address.below("query");
        let first = match sparql::answers(client, &query) {
            Ok(Yes::Boolean) => {
                let graphs = vec![address.below("store"), address.below("data")];
                return Ok(Self { query, update: address.below("update"), graphs });
            }
            Ok(Yes::Table) => {
                return Ok(Self { query: address.clone(), update: address.clone(), graphs: Vec::new() });
            }
            Err(error @ (Error::Status { status: 401 | 403, .. } | Error::NoAnswer { .. })) => {
                return Err(error);
            }
            Err(error) => error,
        };
        match sparql::answers(client, address) {
            Ok(_) => Ok(Self { query: address.clone(), update: address.clone(), graphs: Vec::new() }),
            Err(Error::Status { status: 404 | 405, .. }) => Err(first),
            Err(error) => Err(error),
        }
    }
}

/// Makes the server hold what the archive holds, and tells how far it is; the answer says whether to go on.
///
/// # Errors
/// If the archive is damaged or the server refuses. What was sent is there, and is not sent again by the next push.
pub fn push(
    archive: &Archive,
    client: &Client,
    endpoints: &Endpoints,
    options: Options,
    tell: &mut dyn FnMut(Step) -> ControlFlow<()>,
) -> Result<Pushed, Error> {
    let mut plan = plan(archive, client, endpoints, options)?;
    if options.is_dry_run {
        return Ok(plan.report);
    }
    let mut session = Session {
        client,
        endpoints,
        ledger: archive.base().ledger(),
        graphs: 0,
        pending: Changes::default(),
        is_rdf12: options.is_rdf12,
    };
    let carried = session.carry(archive, &plan, tell);
    // Also after a refusal: what is there is not to be sent again.
    let told = session.pending.send(client, &endpoints.update);
    plan.report.is_partial = carried?.is_break();
    told.map(|()| plan.report)
}

fn plan<'a>(
    archive: &'a Archive,
    client: &Client,
    endpoints: &Endpoints,
    options: Options,
) -> Result<Plan<'a>, Error> {
    let base = archive.base();
    let ledger: BTreeMap<_, _> =
        sparql::states(client, &endpoints.query, &base.ledger())?.into_iter().collect();
    let below = base.document("");
    let is_ours = |iri: &String| iri.starts_with(below.as_str());
    let there: BTreeSet<String> =
        sparql::documents(client, &endpoints.query)?.into_iter().filter(is_ours).collect();
    let mut plan = Plan::default();
    let mut live = BTreeSet::new();
    for (id, state) in archive.versions() {
        let graph = base.document(id);
        live.insert(graph.as_str().to_owned());
        let state = if options.is_rdf12 { state + "-1.2" } else { state };
        let old = ledger.get(graph.as_str()).cloned();
        match (there.contains(graph.as_str()), &old) {
            (true, Some(old)) if *old == state => {
                plan.report.unchanged += 1;
                continue;
            }
            (true, _) => plan.report.changed += 1,
            (false, _) => plan.report.new += 1,
        }
        plan.send.push(Change { id, graph, state, old });
    }
    let ever: BTreeSet<String> =
        archive.ids_ever()?.iter().map(|id| base.document(id).as_str().to_owned()).collect();
    let known = there.iter().chain(ledger.keys().filter(|iri| is_ours(iri)));
    for iri in known.collect::<BTreeSet<_>>().into_iter().filter(|iri| !live.contains(*iri)) {
        if ever.contains(iri) || options.prunes {
            // What came from the server is an IRI already.
            let Ok(graph) = NamedNode::new(iri) else { continue };
            plan.retract.push((graph, ledger.get(iri).cloned()));
            plan.report.retracted.push(iri.clone());
        } else {
            plan.report.foreign.push(iri.clone());
        }
    }
    Ok(plan)
}

impl Session<'_> {
    fn carry(
        &mut self,
        archive: &Archive,
        plan: &Plan<'_>,
        tell: &mut dyn FnMut(Step) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>, Error> {
        let all = plan.send.len() + plan.retract.len();
        let mut done = 0;
        // What was taken out goes first: it is wrong to be there, while what is missing is only missing.
        for (graph, state) in &plan.retract {
            self.pending.drop_graph(graph);
            if let Some(state) = state {
                self.pending.forget(&self.ledger, graph, state);
            }
            self.pending.send(self.client, &self.endpoints.update)?;
            done += 1;
            if tell(Step { done, all }).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        for change in &plan.send {
            let quads = self.quads(archive, change)?;
            self.replace(change, quads)?;
            if self.pending.len() >= BATCH {
                self.pending.send(self.client, &self.endpoints.update)?;
            }
            done += 1;
            if tell(Step { done, all }).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    fn quads(&self, archive: &Archive, change: &Change<'_>) -> Result<Vec<Quad>, Error> {
        let nquads = archive.nquads_of(&[change.id])?.concat();
        let quads: Result<Vec<Quad>, _> = NQuadsParser::new().for_slice(nquads.as_bytes()).collect();
        let quads =
            quads.map_err(|error| Error::Quads { id: change.id.to_owned(), why: error.to_string() })?;
        Ok(if self.is_rdf12 { quads } else { to_rdf11(quads).collect() })
    }

    /// Puts a document in the place of what the server has of it.
    fn replace(&mut self, change: &Change<'_>, quads: Vec<Quad>) -> Result<(), Error> {
        while let Some(address) = self.endpoints.graphs.get(self.graphs) {
            match self.put(address, change, &quads) {
                // The server has no such place: the next one is tried, at last updates.
                Err(Error::Status { status: 404 | 405 | 501, .. }) => self.graphs += 1,
                Err(error) => return Err(error),
                Ok(()) => {
                    self.note(change);
                    return Ok(());
                }
            }
        }
        // All in one request: document and ledger change together.
        let mut changes = std::mem::take(&mut self.pending);
        changes.drop_graph(&change.graph);
        changes.insert(quads);
        self.pending = changes;
        self.note(change);
        self.pending.send(self.client, &self.endpoints.update)
    }

    fn put(&self, address: &Address, change: &Change<'_>, quads: &[Quad]) -> Result<(), Error> {
        let unwritten =
            |error: std::io::Error| Error::Quads { id: change.id.to_owned(), why: error.to_string() };
        let mut writer = NTriplesSerializer::new().for_writer(Vec::new());
        for quad in quads {
            writer.serialize_triple(quad.as_ref()).map_err(unwritten)?;
        }
        let bytes = writer.finish();
        let body = Body { media_type: "application/n-triples", bytes: &bytes };
        self.client.send("PUT", &address.of_graph(change.graph.as_str()), &body, "*/*").map(drop)
    }

    fn note(&mut self, change: &Change<'_>) {
        if let Some(old) = &change.old {
            self.pending.forget(&self.ledger, &change.graph, old);
        }
        self.pending.remember(&self.ledger, &change.graph, &change.state);
    }
}
