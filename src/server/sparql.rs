//! The [SPARQL 1.1 Protocol](https://www.w3.org/TR/sparql11-protocol/) for queries: all three ways to send one; results in the
//! W3C's formats, as the client likes. Without a query, what the service can do. Updates are refused.

use std::io;

use oxigraph::model::GraphName;

use super::{Request, Response, Site, service};
use crate::export::rdf::{self, RdfVersion};
use crate::store::query::{Answer, Error, Graph, QueryOutput, Truncated, run_in_child};
use crate::store::results::{self, ResultFormat};

/// Media types of rows and truth values, the preferred first.
const ROWS: [(&str, ResultFormat); 6] = [
    ("application/sparql-results+json", ResultFormat::Json),
    ("application/json", ResultFormat::Json),
    ("application/sparql-results+xml", ResultFormat::Xml),
    ("application/xml", ResultFormat::Xml),
    ("text/csv", ResultFormat::RawCsv),
    ("text/tab-separated-values", ResultFormat::Tsv),
];
/// Media types of triples.
const TRIPLES: [(&str, rdf::Format); 6] = [
    ("text/turtle", rdf::Format::Turtle),
    ("application/n-triples", rdf::Format::NTriples),
    ("application/ld+json", rdf::Format::JsonLd),
    ("application/rdf+xml", rdf::Format::RdfXml),
    ("application/n-quads", rdf::Format::NQuads),
    ("application/trig", rdf::Format::TriG),
];

/// Answers a request to `/sparql`.
///
/// # Errors
/// If the graph cannot be read.
pub(super) fn answer(site: &Site, request: &Request) -> Result<Response, super::Error> {
    if request.method == "GET" && request.query.is_empty() {
        return description(site, request);
    }
    Ok(asked(site, request))
}

/// What the endpoint says of itself, as the client likes it.
fn description(site: &Site, request: &Request) -> Result<Response, super::Error> {
    let Some((media_type, format)) = chosen(&TRIPLES, request) else {
        let offers = TRIPLES.map(|(name, _)| name).join(", ");
        return Ok(Response::refusal(
            406,
            &format!("send a query as the parameter `query`; what this service can do is there as {offers}"),
        ));
    };
    let quads = service::describe(site, &format!("{}/sparql", request.origin()))?;
    let mut body = Vec::new();
    Ok(match rdf::write(quads.into_iter(), format, RdfVersion::Rdf11, &mut body) {
        Ok(()) => Response::new(200, media_type, body),
        Err(error) => Response::refusal(500, &format!("the description cannot be written: {error}")),
    })
}

fn asked(site: &Site, request: &Request) -> Response {
    let query = match query(request) {
        Ok(query) => query,
        Err(refused) => return refused,
    };
    let graph = Graph { backend: site.backend, ..Graph::from(&site.folder) };
    let output = match run_in_child(&site.program, graph, &query, &site.limits) {
        Ok(output) => output,
        Err(error) => return Response::refusal(status(&error), &error.to_string()),
    };
    match written(&output, request) {
        Ok(Some((media_type, body))) => {
            let response = Response::new(200, media_type, body);
            match output.truncated {
                Some(Truncated::Rows) => response.with("chancery-truncated", "rows"),
                Some(Truncated::Size) => response.with("chancery-truncated", "size"),
                None => response,
            }
        }
        Ok(None) => {
            let offers: Vec<&str> = match output.answer {
                Answer::Graph(_) => TRIPLES.map(|(name, _)| name).to_vec(),
                _ => ROWS.map(|(name, _)| name).to_vec(),
            };
            Response::refusal(406, &format!("this result is there as {}", offers.join(", ")))
        }
        Err(error) => Response::refusal(500, &format!("the result cannot be written: {error}")),
    }
}

/// The query that was sent: in the address, in a form, or as the body.
fn query(request: &Request) -> Result<String, Response> {
    let is_post = request.method == "POST";
    let parameters = request.parameters();
    let named = |name: &str| parameters.iter().filter(|(key, _)| key == name).count();
    if named("update") > 0 || is_post && request.content_type == "application/sparql-update" {
        let why = "updates are refused: this server only reads; documents are added by `chancery build`";
        return Err(Response::refusal(403, why));
    }
    if named("default-graph-uri") + named("named-graph-uri") > 0 {
        let why = "the dataset is named in the query: write FROM and FROM NAMED instead of default-graph-uri and named-graph-uri";
        return Err(Response::refusal(400, why));
    }
    if is_post && request.content_type == "application/sparql-query" {
        let text = String::from_utf8(request.body.clone());
        return text.map_err(|_| Response::refusal(400, "the query is not UTF-8"));
    }
    if is_post && !request.is_form() {
        let why = "a query is sent as application/sparql-query, or as the field `query` of application/x-www-form-urlencoded";
        return Err(Response::refusal(415, why));
    }
    match (named("query"), request.parameter("query")) {
        (1, Some(query)) => Ok(query),
        (0, _) => Err(Response::refusal(400, "no query; send one as the parameter `query`")),
        _ => Err(Response::refusal(400, "more than one query; send one")),
    }
}

/// Whose fault it is, and whether it helps to ask again.
fn status(error: &Error) -> u16 {
    match error {
        Error::Update => 403,
        Error::TooLong { .. } => 413,
        Error::Timeout(_) => 504,
        Error::Index(_) | Error::Load(_) | Error::Process(_) => 500,
        _ => 400,
    }
}

/// The result in the form that the client likes best; `None` if it takes none.
fn written(output: &QueryOutput, request: &Request) -> io::Result<Option<(&'static str, Vec<u8>)>> {
    let mut body = Vec::new();
    let media_type = match &output.answer {
        Answer::Graph(triples) => {
            let Some((name, format)) = chosen(&TRIPLES, request) else { return Ok(None) };
            let quads = triples.iter().map(|triple| triple.clone().in_graph(GraphName::DefaultGraph));
            rdf::write(quads, format, RdfVersion::Rdf12, &mut body)?;
            name
        }
        answer => {
            let Some((name, format)) = chosen(&ROWS, request) else { return Ok(None) };
            results::write(answer, format, &mut body)?;
            name
        }
    };
    Ok(Some((media_type, body)))
}

fn chosen<T: Copy>(offers: &[(&'static str, T)], request: &Request) -> Option<(&'static str, T)> {
    let names: Vec<&'static str> = offers.iter().map(|(name, _)| *name).collect();
    let name = request.choose(&names)?;
    offers.iter().find(|(offer, _)| *offer == name).copied()
}
