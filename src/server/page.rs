//! Plain pages: what is there, and what is known of one entity. No script; names of articles are escaped.

use super::catalogue::{Catalogue, Value};
use super::{Error, Request, Response, Site};
use crate::archive::Archive;
use crate::diagnostic::counted;
use crate::export::html::{escape, is_web};

/// Style of all pages.
pub(super) const STYLE: &str = "\
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{max-width:46rem;margin:0 auto;padding:1rem}
h1{font-size:1.5rem}h2{font-size:1.15rem}
table{border-collapse:collapse}th{text-align:left;font-weight:600;vertical-align:top}
td,th{padding:.15rem .8rem .15rem 0;overflow-wrap:anywhere}
code,textarea{font:0.95em ui-monospace,monospace}textarea{width:100%;box-sizing:border-box}
.card{margin:.2rem}.card span{opacity:.75}
";
/// A query to begin with.
const EXAMPLE: &str = "SELECT ?a ?b WHERE { ?a ch:spokeWith ?b } LIMIT 20";
/// Values of one property that a page shows.
const SHOWN: usize = 50;

/// A whole page; `title` is text, `body` is HTML.
pub(super) fn whole(title: &str, body: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\n<title>{}</title><link rel=\"stylesheet\" href=\"/style.css\">\n{body}</html>\n",
        escape(title)
    )
}

/// What is there, with links.
///
/// # Errors
/// If the graph cannot be read.
pub(super) fn start(site: &Site) -> Result<Response, Error> {
    let info = Archive::open(&site.folder)?.info()?;
    let holds = format!(
        "{}, {}, {}",
        counted(info.documents, "document"),
        counted(info.entities, "entity").replace("entitys", "entities"),
        counted(info.statements, "statement")
    );
    let names = site.index().len();
    let body = format!(
        "<h1>chancery</h1>\n<p>A graph of {holds}; an index of {names} names to link with. Nothing can be changed here.</p>\n\
<h2>SPARQL</h2>\n<form action=\"/sparql\"><label>Query<textarea name=\"query\" rows=\"5\">{}</textarea></label><button>Ask</button></form>\n\
<p><code>GET</code> or <code>POST</code> <a href=\"/sparql?query={}\">/sparql</a> (SPARQL 1.1 Protocol); results as JSON, XML, CSV or TSV, triples as Turtle, N-Triples, JSON-LD or RDF/XML, by <code>Accept</code>.</p>\n\
<h2>Reconciliation</h2>\n<p>Services for OpenRefine and other clients (Reconciliation API 0.2):</p>\n<ul>\n\
<li><a href=\"/reconcile\">/reconcile</a>: the actors of the graph; <a href=\"/reconcile/properties\">their properties</a></li>\n\
<li><a href=\"/reconcile/index\">/reconcile/index</a>: the index of names; <a href=\"/reconcile/index/properties\">its properties</a></li>\n</ul>\n\
<p><a href=\"/healthz\">/healthz</a> says whether the server is up.</p>\n",
        escape(EXAMPLE),
        form_urlencoded::byte_serialize(EXAMPLE.as_bytes()).collect::<String>(),
    );
    Ok(Response::html(whole("chancery", &body)))
}

/// What is known of one entity.
///
/// # Errors
/// If the catalogue cannot be read.
pub(super) fn entity(catalogue: &dyn Catalogue, request: &Request) -> Result<Response, Error> {
    let id = request.parameter("id").unwrap_or_default();
    let Some(item) = catalogue.item(&id)? else {
        return Ok(Response::refusal(
            404,
            "no such entity; name one as ?id=… with an identifier of the reconciliation service",
        ));
    };
    let about = catalogue.about();
    let mut rows = String::new();
    for property in catalogue.properties(None) {
        let values = catalogue.values(&item.id, &property.id)?;
        let shown: Vec<String> = values.iter().take(SHOWN).map(|value| written(value, about.page)).collect();
        if !shown.is_empty() {
            let more = if values.len() > SHOWN { ", …" } else { "" };
            let name = escape(&property.name);
            rows.push_str(&format!(
                "<tr><th scope=\"row\">{name}</th><td>{}{more}</td></tr>\n",
                shown.join(", ")
            ));
        }
    }
    let body = format!(
        "<p><a href=\"/\">chancery</a></p>\n<h1><bdi>{}</bdi></h1>\n<p>{}</p>\n<p><code>{}{}</code></p>\n<table>\n{rows}</table>\n",
        escape(&item.name),
        escape(&item.description),
        escape(&about.identifier_space),
        escape(&item.id)
    );
    Ok(Response::html(whole(&item.name, &body)))
}

fn written(value: &Value, page: &str) -> String {
    match value {
        Value::Item { id, name } => {
            let id: String = form_urlencoded::byte_serialize(id.as_bytes()).collect();
            format!("<a href=\"{page}?id={id}\"><bdi>{}</bdi></a>", escape(name))
        }
        Value::Text(text) if is_web(text) => {
            format!("<a rel=\"noreferrer\" href=\"{0}\">{0}</a>", escape(text))
        }
        Value::Text(text) => format!("<bdi>{}</bdi>", escape(text)),
        Value::Integer(number) => number.to_string(),
        Value::Number(number) => number.to_string(),
    }
}
