//! Batches of queries (section 4): candidates for each, with score, features, and whether one can be taken.

use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use super::{class, kind};
use crate::link::normalise::Keys;
use crate::ontology::{Class, ClassSet};
use crate::server::catalogue::{Catalogue, Found, Value, Wanted};
use crate::server::{Error, Response};

/// Queries of one batch at most.
pub(super) const MAX_BATCH: usize = 50;
/// Candidates of one query, unless it says how many, and at most.
const LIMITS: (usize, usize) = (10, 100);
/// Candidates that are looked at before the properties are compared.
const DEPTH: usize = 50;
/// Score from which on, and by which more than the next, a candidate is a match.
const MATCH: (f64, f64) = (95.0, 10.0);
/// What the properties weigh, where some are given.
const WEIGHT: f64 = 0.4;

/// One query, as clients write it.
#[derive(Debug, Default, Deserialize)]
struct Query {
    #[serde(default)]
    query: String,
    #[serde(default, rename = "type")]
    types: OneOrMany,
    #[serde(default)]
    limit: Option<f64>,
    #[serde(default)]
    properties: Vec<Given>,
    #[serde(default)]
    type_strict: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    #[default]
    None,
    One(String),
    Many(Vec<String>),
    /// Some clients send the type as they got it.
    Object {
        id: String,
    },
}

/// A property with the values that are looked for.
#[derive(Debug, Deserialize)]
struct Given {
    pid: String,
    v: Json,
}

/// Answers a batch.
///
/// # Errors
/// If the catalogue cannot be read.
pub(super) fn answer(catalogue: &dyn Catalogue, queries: &str) -> Result<Response, Error> {
    let queries: Map<String, Json> = match serde_json::from_str(queries) {
        Ok(queries) => queries,
        Err(error) => {
            let why = format!("`queries` is no JSON object of queries: {error}");
            return Ok(Response::refusal(400, &why));
        }
    };
    if queries.len() > MAX_BATCH {
        let why = format!("{} queries at once, the limit is {MAX_BATCH} (batchSize)", queries.len());
        return Ok(Response::refusal(413, &why));
    }
    let mut results = Map::new();
    for (key, query) in queries {
        // Old clients send the name alone.
        let parsed = match query {
            Json::String(query) => Ok(Query { query, ..Query::default() }),
            other => serde_json::from_value(other),
        };
        let query: Query = match parsed {
            Ok(query) => query,
            Err(error) => return Ok(Response::refusal(400, &format!("query `{key}`: {error}"))),
        };
        if query.query.trim().is_empty() && query.properties.is_empty() {
            return Ok(Response::refusal(
                400,
                &format!("query `{key}` has neither `query` nor `properties`"),
            ));
        }
        results.insert(key, json!({ "result": candidates(catalogue, &query)? }));
    }
    Ok(Response::json(&Json::Object(results)))
}

/// A candidate with its score.
struct Scored {
    found: Found,
    score: f64,
    has_type: bool,
    /// For each property that is given, whether a value is the same.
    agreeing: Vec<bool>,
}

fn candidates(catalogue: &dyn Catalogue, query: &Query) -> Result<Vec<Json>, Error> {
    let types = types(query);
    let is_strict = !matches!(query.type_strict.as_deref(), Some("should"));
    let classes = if is_strict { types.unwrap_or(ClassSet::ANY) } else { ClassSet::ANY };
    // What is not a number of candidates is none that anybody asked for.
    let limit = query.limit.map_or(LIMITS.0, |limit| (limit.clamp(1.0, LIMITS.1 as f64)) as usize);
    let wanted = Wanted { classes, limit: limit.max(DEPTH), is_prefix: false };
    let mut scored = Vec::new();
    for found in found(catalogue, query, &wanted)? {
        scored.push(score(catalogue, query, types, found)?);
    }
    // Equal scores keep the order of the catalogue.
    scored.sort_by(|a, b| b.score.total_cmp(&a.score));
    let margin = match scored.as_slice() {
        [first, second, ..] => first.score - second.score,
        _ => f64::INFINITY,
    };
    scored.truncate(limit);
    Ok(scored.iter().enumerate().map(|(at, one)| written(one, query, at == 0 && margin >= MATCH.1)).collect())
}

/// What has the name; without a name, what has the first of the properties.
fn found(catalogue: &dyn Catalogue, query: &Query, wanted: &Wanted) -> Result<Vec<Found>, Error> {
    match query.properties.first().filter(|_| query.query.trim().is_empty()) {
        Some(given) => {
            let values = wanted_values(&given.v);
            let is_it = |value: &Value| values.iter().any(|wanted| is_same(wanted, value));
            catalogue.having(&given.pid, &values, &is_it, wanted)
        }
        None => catalogue.find(&query.query, wanted),
    }
}

/// The classes that are wanted; `None` for any. Types that are none of ours leave no class.
fn types(query: &Query) -> Option<ClassSet> {
    let names = match &query.types {
        OneOrMany::None => return None,
        OneOrMany::One(name) | OneOrMany::Object { id: name } => vec![name.clone()],
        OneOrMany::Many(names) => names.clone(),
    };
    let classes: Vec<Class> = names.iter().filter_map(|name| class(name)).collect();
    (!names.is_empty()).then(|| ClassSet::of(&classes))
}

fn score(
    catalogue: &dyn Catalogue,
    query: &Query,
    types: Option<ClassSet>,
    found: Found,
) -> Result<Scored, Error> {
    let mut agreeing = Vec::new();
    for given in &query.properties {
        let values = catalogue.values(&found.item.id, &given.pid)?;
        agreeing.push(
            wanted_values(&given.v).iter().any(|wanted| values.iter().any(|value| is_same(wanted, value))),
        );
    }
    let has_type = types.is_none_or(|types| types.contains(found.item.class));
    let mut score = found.similarity;
    if !agreeing.is_empty() {
        let share = agreeing.iter().filter(|agrees| **agrees).count() as f64 / agreeing.len() as f64;
        score = score * (1.0 - WEIGHT) + share * WEIGHT;
    }
    if !has_type {
        score *= 0.8;
    }
    let score = (score * 1000.0).round() / 10.0;
    Ok(Scored { found, score, has_type, agreeing })
}

/// What a client looks for as texts: names, numbers, identifiers.
fn wanted_values(given: &Json) -> Vec<String> {
    match given {
        Json::Array(list) => list.iter().flat_map(wanted_values).collect(),
        Json::Object(fields) => fields
            .iter()
            .filter(|(key, _)| matches!(key.as_str(), "id" | "name"))
            .flat_map(|(_, value)| wanted_values(value))
            .collect(),
        Json::String(text) => vec![text.clone()],
        Json::Number(number) => vec![number.to_string()],
        Json::Bool(is_true) => vec![is_true.to_string()],
        Json::Null => Vec::new(),
    }
}

fn is_same(wanted: &str, value: &Value) -> bool {
    let is_named = |text: &str| text == wanted || Keys::of(text).plain == Keys::of(wanted).plain;
    match value {
        Value::Item { id, name } => id == wanted || is_named(name),
        Value::Text(text) => is_named(text),
        Value::Integer(number) => wanted.trim() == number.to_string(),
        Value::Number(number) => wanted.trim().parse() == Ok(*number),
    }
}

fn written(one: &Scored, query: &Query, has_margin: bool) -> Json {
    let Found { item, similarity, is_exact, is_mixed } = &one.found;
    let agrees = one.agreeing.iter().all(|agrees| *agrees);
    let is_match = has_margin && *is_exact && !*is_mixed && one.has_type && agrees && one.score >= MATCH.0;
    let mut features = Vec::new();
    if !query.query.trim().is_empty() {
        let similarity = (similarity * 1000.0).round() / 1000.0;
        features
            .push(json!({ "id": "name_similarity", "name": "likeness of the names", "value": similarity }));
        features.push(json!({ "id": "exact_name", "name": "called exactly so", "value": is_exact }));
    }
    if !matches!(query.types, OneOrMany::None) {
        features.push(json!({ "id": "type", "name": "of the type", "value": one.has_type }));
    }
    if *is_mixed {
        features
            .push(json!({ "id": "mixed_scripts", "name": "letters that only look alike", "value": true }));
    }
    for (given, agrees) in query.properties.iter().zip(&one.agreeing) {
        features.push(json!({ "id": given.pid, "value": agrees }));
    }
    json!({
        "id": item.id,
        "name": item.name,
        "description": item.description,
        "score": one.score,
        "match": is_match,
        "type": [kind(item.class)],
        "features": features,
    })
}
