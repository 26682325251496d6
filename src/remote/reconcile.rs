//! Candidates for names from services of others: the Reconciliation API 0.2, and `/match/{dataset}` of yente.
//!
//! Comes in: names with classes. Goes out: what the service offers for each; never a decision. Nothing but names and classes is sent.

use std::io::Read as _;

use serde_json::{Map, Value, json};

use super::client::{Body, Client};
use super::{Address, Error};

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The name.
    pub name: String,
    /// The class of the entity, in the ontology's words.
    pub class: String,
}

/// What a service offers for a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// Its identifier there.
    pub id: String,
    /// Its name there.
    pub name: String,
    /// Its types there.
    pub types: Vec<String>,
    /// As the service scores it: 0 to 100 as a rule, 0 to 1 for yente.
    pub score: f64,
    /// Whether the service takes it for the same.
    pub is_match: bool,
}

/// The request for a batch, which is also what its answer is kept under.
pub fn request(address: &Address, names: &[Name], limit: usize) -> String {
    let mut queries = Map::new();
    for (at, Name { name, class }) in names.iter().enumerate() {
        let query = if is_yente(address) {
            json!({ "schema": schema(class), "properties": { "name": [name] } })
        } else {
            json!({ "query": name, "limit": limit })
        };
        queries.insert(format!("q{at}"), query);
    }
    if is_yente(address) {
        json!({ "queries": queries }).to_string()
    } else {
        let encoded: String =
            form_urlencoded::byte_serialize(Value::Object(queries).to_string().as_bytes()).collect();
        format!("queries={encoded}")
    }
}

/// Sends a request and gives the answer as it came.
///
/// # Errors
/// If there is no answer, or it is a refusal.
pub fn send(client: &Client, address: &Address, request: &str) -> Result<String, Error> {
    let media_type = if is_yente(address) { "application/json" } else { "application/x-www-form-urlencoded" };
    let body = Body { media_type, bytes: request.as_bytes() };
    let mut text = String::new();
    let answer = client.send("POST", address.as_str(), &body, "application/json").map_err(own)?;
    let read = answer.take(MAX_ANSWER).read_to_string(&mut text);
    read.map_err(|error| Error::NoAnswer { url: address.as_str().to_owned(), why: error.to_string() })?;
    Ok(text)
}

/// A refusal with what can be done about it here.
fn own(error: Error) -> Error {
    match error {
        Error::Status { url, status, said, wait, .. } => {
            let remedy = match status {
                401 | 403 => "; services that want a key cannot be asked",
                404 | 405 => "; is the address that of its API?",
                413 => "; ask for fewer candidates with --candidates",
                429 | 500..=599 => "; run again later: answers that came are kept and not asked for again",
                _ => "",
            };
            Error::Status { url, status, said, wait, remedy }
        }
        other => other,
    }
}

/// Bytes of one answer that are read.
const MAX_ANSWER: u64 = 16 << 20;

/// What an answer offers for each of `count` names, `limit` at most.
///
/// # Errors
/// If it is no answer of such a service.
pub fn offers(address: &Address, answer: &str, count: usize, limit: usize) -> Result<Vec<Vec<Offer>>, Error> {
    let wrong =
        |why: &str| Error::NotReconciliation { url: address.as_str().to_owned(), why: why.to_owned() };
    let answer: Value = serde_json::from_str(answer).map_err(|error| wrong(&error.to_string()))?;
    let (answers, list, name) = if is_yente(address) {
        (answer.get("responses"), "results", "caption")
    } else {
        (Some(&answer), "result", "name")
    };
    let answers = answers.and_then(Value::as_object).ok_or_else(|| wrong("it has no answers by query"))?;
    (0..count)
        .map(|at| {
            let found =
                answers.get(&format!("q{at}")).and_then(|answer| answer.get(list)).and_then(Value::as_array);
            let found = found.ok_or_else(|| wrong("a query has no list of results"))?;
            Ok(found.iter().filter_map(|one| offer(one, name)).take(limit).collect())
        })
        .collect()
}

fn offer(one: &Value, name: &str) -> Option<Offer> {
    let text = |key: &str| one.get(key).and_then(Value::as_str).map(str::to_owned);
    let kinds = one.get("type").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let kind = |kind: &Value| kind.get("id").unwrap_or(kind).as_str().map(str::to_owned);
    Some(Offer {
        id: text("id")?,
        name: text(name).unwrap_or_default(),
        types: kinds.iter().filter_map(kind).chain(text("schema")).collect(),
        score: one.get("score").and_then(Value::as_f64).unwrap_or(0.0),
        is_match: one.get("match").and_then(Value::as_bool).unwrap_or(false),
    })
}

/// Whether the address is one of yente's `/match/{dataset}`.
fn is_yente(address: &Address) -> bool {
    address.as_str().split(['?', '#']).next().is_some_and(|path| path.contains("/match/"))
}

/// The schema of FollowTheMoney for a class.
fn schema(class: &str) -> &'static str {
    match class {
        "Person" => "Person",
        "State" | "GovernmentBody" => "PublicBody",
        "Organization" | "ArmedGroup" => "Organization",
        "Place" => "Address",
        _ => "LegalEntity",
    }
}
