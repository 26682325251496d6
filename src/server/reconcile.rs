//! The [Reconciliation Service API 0.2](https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/) over
//! a [`Catalogue`]: manifest, queries, suggestions, previews, data extension. What OpenRefine and others ask.
//!
//! Everything is offered with its score and features; `match` is said only of an entity that is called exactly so, with a
//! margin over the next one. JSONP is not offered: CORS does the same and runs nobody's script.

mod extend;
mod query;
mod suggest;

use serde_json::{Value as Json, json};

use super::catalogue::{Catalogue, Item};
use super::{Error, Request, Response, page};
use crate::export::html::escape;
use crate::graph::vocabulary::CH;
use crate::ontology::Class;

/// Classes that clients are told of as good for everything.
const DEFAULT_TYPES: [Class; 4] = [Class::Person, Class::Organization, Class::State, Class::Place];

/// Answers what lies below the path of a service.
///
/// # Errors
/// If the catalogue cannot be read.
pub(super) fn answer(catalogue: &dyn Catalogue, path: &str, request: &Request) -> Result<Response, Error> {
    let parameter = |name: &str| request.parameter(name).unwrap_or_default();
    match path {
        "" => service(catalogue, request),
        "/suggest/entity" => suggest::entities(catalogue, request),
        "/suggest/type" => Ok(suggest::types(request)),
        "/suggest/property" => Ok(suggest::properties(catalogue, request)),
        "/properties" => Ok(extend::propose(catalogue, request)),
        "/flyout/entity" => suggest::flyout(catalogue, &parameter("id")),
        "/preview" => preview(catalogue, &parameter("id")),
        _ => Ok(Response::refusal(404, "the service has no such part; its manifest lists them")),
    }
}

/// The service itself: a batch of queries, a request for values, or else the manifest.
fn service(catalogue: &dyn Catalogue, request: &Request) -> Result<Response, Error> {
    if request.method == "POST" && !request.is_form() {
        let why = "queries are sent as the field `queries` of application/x-www-form-urlencoded";
        return Ok(Response::refusal(415, why));
    }
    if let Some(queries) = request.parameter("queries") {
        return query::answer(catalogue, &queries);
    }
    if let Some(wanted) = request.parameter("extend") {
        return extend::answer(catalogue, &wanted);
    }
    if request.method == "POST" {
        return Ok(Response::refusal(400, "neither `queries` nor `extend` was sent"));
    }
    Ok(Response::json(&manifest(catalogue, request)))
}

fn manifest(catalogue: &dyn Catalogue, request: &Request) -> Json {
    let about = catalogue.about();
    let here = format!("{}{}", request.origin(), about.path);
    json!({
        "versions": ["0.2"],
        "name": about.name,
        "identifierSpace": about.identifier_space,
        "schemaSpace": CH,
        "serviceVersion": env!("CARGO_PKG_VERSION"),
        "documentation": format!("{}/", request.origin()),
        "defaultTypes": DEFAULT_TYPES.map(kind),
        "batchSize": query::MAX_BATCH,
        "view": { "url": format!("{}{}?id={{{{id}}}}", request.origin(), about.page) },
        "preview": { "url": format!("{here}/preview?id={{{{id}}}}"), "width": 400, "height": 160 },
        "suggest": {
            "entity": {
                "service_url": here, "service_path": "/suggest/entity",
                "flyout_service_url": here, "flyout_service_path": "/flyout/entity?id=${id}",
            },
            "type": { "service_url": here, "service_path": "/suggest/type" },
            "property": { "service_url": here, "service_path": "/suggest/property" },
        },
        "extend": {
            "propose_properties": { "service_url": here, "service_path": "/properties" },
            "property_settings": [{
                "name": "limit", "label": "Limit", "type": "number", "default": 0,
                "help_text": "Values of one entity at most; 0 for all",
            }],
        },
    })
}

/// A class as clients read it.
fn kind(class: Class) -> Json {
    json!({ "id": class.as_str(), "name": spaced(class.as_str()) })
}

/// `GovernmentBody` as `Government body`.
fn spaced(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 2);
    for (at, c) in name.char_indices() {
        if at > 0 && c.is_uppercase() {
            words.push(' ');
            words.extend(c.to_lowercase());
        } else {
            words.push(c);
        }
    }
    words
}

/// The class of an identifier, with or without the namespace.
fn class(id: &str) -> Option<Class> {
    Class::from_text(id.strip_prefix(CH).unwrap_or(id))
}

fn preview(catalogue: &dyn Catalogue, id: &str) -> Result<Response, Error> {
    let Some(item) = catalogue.item(id)? else { return Ok(Response::refusal(404, "no such entity")) };
    let body = page::whole(&item.name, &card(&item));
    Ok(Response { is_frame: true, ..Response::html(body) })
}

/// An entity in a few lines of HTML.
fn card(item: &Item) -> String {
    format!(
        "<p class=\"card\"><strong><bdi>{}</bdi></strong> <span>{}</span><br><bdi>{}</bdi><br><code>{}</code></p>",
        escape(&item.name),
        escape(&spaced(item.class.as_str())),
        escape(&item.description),
        escape(&item.id)
    )
}
