//! Values of properties for entities that were matched (section 7, data extension).

use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use super::class;
use crate::server::catalogue::{Catalogue, Property, Value};
use crate::server::{Error, Request, Response};

/// Entities, and properties, of one request at most.
const MAX: (usize, usize) = (1000, 50);
/// Properties that are proposed.
const PROPOSED: usize = 50;

#[derive(Debug, Deserialize)]
struct Wanted {
    ids: Vec<String>,
    properties: Vec<WantedProperty>,
}

#[derive(Debug, Deserialize)]
struct WantedProperty {
    id: String,
    #[serde(default)]
    settings: Map<String, Json>,
}

impl WantedProperty {
    /// Values at most: clients send a number or its text, 0 for all.
    fn limit(&self) -> usize {
        let limit = match self.settings.get("limit") {
            Some(Json::Number(number)) => number.as_u64(),
            Some(Json::String(text)) => text.trim().parse().ok(),
            _ => None,
        };
        limit.filter(|limit| *limit > 0).and_then(|limit| usize::try_from(limit).ok()).unwrap_or(usize::MAX)
    }
}

/// Answers with a row for each entity.
///
/// # Errors
/// If the catalogue cannot be read.
pub(super) fn answer(catalogue: &dyn Catalogue, wanted: &str) -> Result<Response, Error> {
    let wanted: Wanted = match serde_json::from_str(wanted) {
        Ok(wanted) => wanted,
        Err(error) => {
            let why = format!("`extend` is no JSON object with `ids` and `properties`: {error}");
            return Ok(Response::refusal(400, &why));
        }
    };
    if wanted.ids.len() > MAX.0 || wanted.properties.len() > MAX.1 {
        let why = format!("at most {} entities and {} properties can be asked at once", MAX.0, MAX.1);
        return Ok(Response::refusal(413, &why));
    }
    let known = catalogue.properties(None);
    let meta: Vec<Json> = wanted
        .properties
        .iter()
        .map(|wanted| {
            let name = known.iter().find(|property| property.id == wanted.id).map(|property| &property.name);
            json!({ "id": wanted.id, "name": name.unwrap_or(&wanted.id) })
        })
        .collect();
    let mut rows = Map::new();
    for id in &wanted.ids {
        let mut row = Map::new();
        for property in &wanted.properties {
            let values = catalogue.values(id, &property.id)?;
            let values: Vec<Json> = values.iter().take(property.limit()).map(written).collect();
            row.insert(property.id.clone(), values.into());
        }
        rows.insert(id.clone(), row.into());
    }
    Ok(Response::json(&json!({ "meta": meta, "rows": rows })))
}

fn written(value: &Value) -> Json {
    match value {
        Value::Item { id, name } => json!({ "id": id, "name": name }),
        Value::Text(text) => json!({ "str": text }),
        Value::Integer(number) => json!({ "int": number }),
        Value::Number(number) => json!({ "float": number }),
    }
}

/// Properties that can be asked of entities of a type.
pub(super) fn propose(catalogue: &dyn Catalogue, request: &Request) -> Response {
    let kind = request.parameter("type").unwrap_or_default();
    let limit = request.parameter("limit").and_then(|limit| limit.parse().ok()).unwrap_or(PROPOSED);
    let all = catalogue.properties(class(&kind)).into_iter().take(limit);
    let properties: Vec<Json> = all.map(|Property { id, name }| json!({ "id": id, "name": name })).collect();
    let mut answer = json!({ "properties": properties, "limit": limit });
    if let (Json::Object(fields), false) = (&mut answer, kind.is_empty()) {
        fields.insert("type".to_owned(), kind.into());
    }
    Response::json(&answer)
}
