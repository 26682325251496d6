//! Node-link JSON: what NetworkX (`node_link_graph`) and D3 read, one line an actor or a tie.

use std::io::{self, Write};

use serde_json::{Map, Value as Json, json};

use super::LossReport;
use super::attribute::{Edge, Node, edge_attributes, node_attributes};
use super::style;
use super::view::View;

/// Name and version of the form.
pub const SCHEMA: &str = "chancery.network/1";

/// Writes `view` as node-link JSON.
pub fn write(view: &View, out: &mut dyn Write) -> io::Result<LossReport> {
    let mut loss = LossReport::new("node-link JSON");
    let network = &view.network;
    let about = json!({
        "schema": SCHEMA,
        "nodes": network.actors().len(),
        "edges": network.ties().len(),
        "statements": network.statements(),
        "documents": network.documents().len(),
    });
    write!(out, "{{\"directed\": true, \"multigraph\": true, \"graph\": {about},\n\"nodes\": [")?;
    for node in view.nodes() {
        loss.add("reported clauses beyond three of an actor", node.actor.texts - node.actor.said.len());
        write_line(node.index == 0, &node_data(&node), out)?;
    }
    write!(out, "\n],\n\"edges\": [")?;
    for edge in view.edges() {
        let left_out = edge.tie.count - edge.tie.evidence.len();
        loss.add("evidence sentences beyond three of a tie", left_out);
        let mut data = Map::new();
        data.insert("source".to_owned(), network.actor(edge.from).iri.as_str().into());
        data.insert("target".to_owned(), network.actor(edge.to).iri.as_str().into());
        data.insert("key".to_owned(), format!("e{}", edge.index + 1).into());
        data.extend(edge_data(&edge));
        write_line(edge.index == 0, &data, out)?;
    }
    writeln!(out, "\n]}}")?;
    Ok(loss)
}

/// Writes an object of a list, in a line of its own.
pub(super) fn write_line(is_first: bool, object: &Map<String, Json>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(if is_first { b"\n" } else { b",\n" })?;
    Ok(serde_json::to_writer(out, object)?)
}

/// All of an actor, with up to three of its reported clauses.
pub(super) fn node_data(node: &Node<'_>) -> Map<String, Json> {
    let mut data = Map::new();
    data.insert("id".to_owned(), node.actor.iri.as_str().into());
    data.insert("label".to_owned(), node.actor.name.as_str().into());
    for attribute in &node_attributes() {
        if let Some(value) = attribute.value(node) {
            data.insert(attribute.name.to_owned(), value.to_json());
        }
    }
    data.insert("color".to_owned(), style::color(node.actor.class).hex().into());
    if !node.actor.said.is_empty() {
        let clauses = node.actor.said.iter().map(|said| {
            json!({
                "relation": said.relation, "status": said.status.as_str(), "text": said.text,
                "evidence": said.evidence.text, "document": said.evidence.document,
                "statement": said.evidence.statement,
            })
        });
        data.insert("clauses".to_owned(), clauses.collect());
    }
    data
}

/// All of a tie but its ends, with up to three evidence sentences.
pub(super) fn edge_data(edge: &Edge<'_>) -> Map<String, Json> {
    let mut data = Map::new();
    data.insert("label".to_owned(), edge.tie.label.as_str().into());
    data.insert("weight".to_owned(), edge.tie.count.into());
    for attribute in &edge_attributes() {
        if let Some(value) = attribute.value(edge) {
            data.insert(attribute.name.to_owned(), value.to_json());
        }
    }
    let sentences = edge.tie.evidence.iter().map(|sentence| {
        json!({"text": sentence.text, "document": sentence.document, "statement": sentence.statement})
    });
    data.insert("sentences".to_owned(), sentences.collect());
    data
}
