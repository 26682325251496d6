//! What may be meant by what somebody has begun to type (section 6): entities, types, properties.

use serde_json::{Value as Json, json};

use super::{card, kind, spaced};
use crate::ontology::{Class, ClassSet};
use crate::server::catalogue::{Catalogue, Property, Wanted};
use crate::server::{Error, Request, Response};

/// Suggestions of one answer.
const PAGE: usize = 20;
/// Suggestions that a client can page through.
const DEPTH: usize = 200;

/// Entities whose names begin so.
///
/// # Errors
/// If the catalogue cannot be read.
pub(super) fn entities(catalogue: &dyn Catalogue, request: &Request) -> Result<Response, Error> {
    let wanted = Wanted { classes: ClassSet::ANY, limit: DEPTH, is_prefix: true };
    let found = catalogue.find(&prefix(request), &wanted)?;
    let result: Vec<Json> = page(request, found.into_iter())
        .map(|found| {
            json!({
                "id": found.item.id,
                "name": found.item.name,
                "description": found.item.description,
                "notable": [kind(found.item.class)],
            })
        })
        .collect();
    Ok(Response::json(&json!({ "result": result })))
}

/// Classes whose names hold that.
pub(super) fn types(request: &Request) -> Response {
    let prefix = prefix(request).to_lowercase();
    let fits = |class: &Class| spaced(class.as_str()).to_lowercase().contains(&prefix);
    let result: Vec<Json> = page(request, Class::ALL.into_iter().filter(fits)).map(kind).collect();
    Response::json(&json!({ "result": result }))
}

/// Properties whose names hold that.
pub(super) fn properties(catalogue: &dyn Catalogue, request: &Request) -> Response {
    let prefix = prefix(request).to_lowercase();
    let fits = |property: &Property| {
        property.name.to_lowercase().contains(&prefix) || property.id.to_lowercase().contains(&prefix)
    };
    let fitting = catalogue.properties(None).into_iter().filter(fits);
    let result: Vec<Json> =
        page(request, fitting).map(|Property { id, name }| json!({ "id": id, "name": name })).collect();
    Response::json(&json!({ "result": result }))
}

/// An entity in a few lines.
///
/// # Errors
/// If the catalogue cannot be read.
pub(super) fn flyout(catalogue: &dyn Catalogue, id: &str) -> Result<Response, Error> {
    Ok(match catalogue.item(id)? {
        Some(item) => Response::json(&json!({ "id": item.id, "html": card(&item) })),
        None => Response::refusal(404, "no such entity"),
    })
}

fn prefix(request: &Request) -> String {
    request.parameter("prefix").unwrap_or_default().trim().to_owned()
}

/// One page, beginning behind as many as `cursor` says.
fn page<T>(request: &Request, all: impl Iterator<Item = T>) -> impl Iterator<Item = T> {
    let cursor = request.parameter("cursor").and_then(|cursor| cursor.parse().ok()).unwrap_or(0);
    all.skip(cursor).take(PAGE)
}
