//! What services of others offered for actors of a graph, kept for `chancery review`: `offers.jsonl` beside the records.
//!
//! In come lines of `chancery link online`, out go candidates by the IRI of the actor. A line takes the place of an earlier one of the same
//! actor and service. It is no part of what the graph holds: what cannot be read is passed over.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use oxigraph::model::NamedNode;
use serde_json::Value;

use crate::archive::record::LinkRecord;
use crate::export::file::write_atomically;
use crate::graph::iri;

/// What made such candidates.
const BY_SERVICE: &str = "service";

/// Adds lines to those that are kept.
///
/// # Errors
/// The file cannot be written.
pub(super) fn keep(graph: &Path, lines: Vec<Value>) -> anyhow::Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    let mut kept: BTreeMap<(String, String), Value> = BTreeMap::new();
    for line in read(graph).into_iter().chain(lines) {
        let key = |name: &str| line[name].as_str().unwrap_or_default().to_owned();
        kept.insert((key("iri"), key("service")), line);
    }
    write_atomically(&path(graph), |out| kept.values().try_for_each(|line| writeln!(out, "{line}")))?;
    Ok(())
}

/// Candidates by actor, best first.
pub(super) fn candidates(graph: &Path) -> BTreeMap<String, Vec<LinkRecord>> {
    let mut found: BTreeMap<String, Vec<LinkRecord>> = BTreeMap::new();
    for line in read(graph) {
        let (Some(actor), Some(service)) = (line["iri"].as_str(), line["service"].as_str()) else { continue };
        let offers = line["candidates"].as_array().into_iter().flatten();
        let links = offers.filter_map(|offer| candidate(offer, service));
        found.entry(actor.to_owned()).or_default().extend(links);
    }
    found
}

fn candidate(offer: &Value, service: &str) -> Option<LinkRecord> {
    let iri = public(offer["id"].as_str()?, service)?;
    let score = offer["score"].as_f64().unwrap_or(0.0);
    // Reconciliation services score up to 100, yente up to 1.
    let scale = if is_yente(service) { 1.0 } else { 100.0 };
    #[expect(clippy::cast_possible_truncation, reason = "three digits of a number up to 1")]
    let score = ((score / scale).clamp(0.0, 1.0) * 1e3).round() as f32 / 1e3;
    let host = service.split('/').nth(2).unwrap_or(service).to_owned();
    let label = offer["name"].as_str().map(str::to_owned);
    Some(LinkRecord { label, method: Some(host), ..LinkRecord::new(iri, score, BY_SERVICE) })
}

/// The IRI of an identifier of a service; `None` where nobody can tell which it is.
fn public(id: &str, service: &str) -> Option<String> {
    let is_item = id.strip_prefix('Q').is_some_and(|digits| digits.parse::<u64>().is_ok());
    if is_item || id.contains(':') && !id.contains(char::is_whitespace) {
        return Some(iri::indexed(id).into_string());
    }
    let (root, _) = service.split_once("/match/")?;
    iri::outside(&format!("{root}/entities/{id}")).map(NamedNode::into_string)
}

fn is_yente(service: &str) -> bool {
    service.contains("/match/")
}

fn read(graph: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path(graph)).unwrap_or_default();
    text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

fn path(graph: &Path) -> PathBuf {
    graph.join("offers.jsonl")
}
