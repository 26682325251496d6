//! Node-link JSON: what NetworkX (`node_link_graph`) and D3 read, one line an actor or a tie.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::json;

use super::attribute::{Edge, Node, edge_attributes, node_attributes};
use super::style;
use super::view::View;
use super::{LossReport, parts};

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
    // Before the threads that write parts ask for them.
    view.positions();
    parts::write(network.actors().len(), out, &mut loss, |at, line, loss| {
        let node = view.node(at);
        loss.add("reported clauses beyond three of an actor", node.actor.texts - node.actor.said.len());
        Object::in_line(line, at == 0, |data| {
            push_node(data, &node, |_| true);
            data.entry("color", &style::color(node.actor.class).hex());
            push_clauses(data, &node);
        });
    })?;
    write!(out, "\n],\n\"edges\": [")?;
    parts::write(network.ties().len(), out, &mut loss, |at, line, loss| {
        let edge = view.edge(at);
        loss.add("evidence sentences beyond three of a tie", edge.tie.count - edge.tie.evidence.len());
        Object::in_line(line, at == 0, |data| {
            data.entry("source", &network.actor(edge.from).iri);
            data.entry("target", &network.actor(edge.to).iri);
            data.entry("key", &format_args!("e{}", at + 1));
            push_edge(data, &edge);
        });
    })?;
    writeln!(out, "\n]}}")?;
    Ok(loss)
}

/// An object of JSON that is written as it comes.
pub(super) struct Object<'l> {
    line: &'l mut Vec<u8>,
    is_empty: bool,
}

impl<'l> Object<'l> {
    /// Writes an object of a list, in a line of its own.
    pub(super) fn in_line(line: &'l mut Vec<u8>, is_first: bool, fill: impl FnOnce(&mut Self)) {
        line.extend(if is_first { &b"\n"[..] } else { b",\n" });
        Self::write(line, fill);
    }

    /// Writes a value below a name that was not used before.
    pub(super) fn entry(&mut self, name: &str, value: &(impl Serialize + ?Sized)) {
        self.name(name);
        // What is written here is always JSON, and memory takes it.
        let _ = serde_json::to_writer(&mut *self.line, value);
    }

    /// Writes an object below such a name.
    pub(super) fn object(&mut self, name: &str, fill: impl FnOnce(&mut Object<'_>)) {
        self.name(name);
        Object::write(self.line, fill);
    }

    fn write(line: &'l mut Vec<u8>, fill: impl FnOnce(&mut Self)) {
        line.push(b'{');
        let mut object = Self { line, is_empty: true };
        fill(&mut object);
        object.line.push(b'}');
    }

    /// Names are those of this program: nothing in them is to be escaped.
    fn name(&mut self, name: &str) {
        self.line.extend(if self.is_empty { &b"\""[..] } else { b",\"" });
        self.line.extend(name.as_bytes());
        self.line.extend(b"\":");
        self.is_empty = false;
    }
}

/// A reported clause.
#[derive(Serialize)]
struct Clause<'n> {
    relation: &'n str,
    status: &'static str,
    text: &'n str,
    evidence: &'n str,
    document: &'n str,
    statement: &'n str,
}

/// A sentence that supports a tie.
#[derive(Serialize)]
struct Sentence<'n> {
    text: &'n str,
    document: &'n str,
    statement: &'n str,
}

/// An actor with those of its attributes whose names are `wanted`.
pub(super) fn push_node(data: &mut Object<'_>, node: &Node<'_>, wanted: impl Fn(&str) -> bool) {
    data.entry("id", &node.actor.iri);
    data.entry("label", &node.actor.name);
    for attribute in node_attributes().iter().filter(|attribute| wanted(attribute.name)) {
        if let Some(value) = attribute.value(node) {
            data.entry(attribute.name, &value);
        }
    }
}

/// Up to three of the reported clauses of an actor.
pub(super) fn push_clauses(data: &mut Object<'_>, node: &Node<'_>) {
    let clauses: Vec<Clause<'_>> = (node.actor.said.iter())
        .map(|said| Clause {
            relation: &said.relation,
            status: said.status.as_str(),
            text: &said.text,
            evidence: &said.evidence.text,
            document: &said.evidence.document,
            statement: &said.evidence.statement,
        })
        .collect();
    if !clauses.is_empty() {
        data.entry("clauses", &clauses);
    }
}

/// All of a tie but its ends, with up to three evidence sentences.
pub(super) fn push_edge(data: &mut Object<'_>, edge: &Edge<'_>) {
    data.entry("label", &edge.tie.label);
    data.entry("weight", &edge.tie.count);
    for attribute in &edge_attributes() {
        if let Some(value) = attribute.value(edge) {
            data.entry(attribute.name, &value);
        }
    }
    let sentences: Vec<Sentence<'_>> = (edge.tie.evidence.iter())
        .map(|sentence| Sentence {
            text: &sentence.text,
            document: &sentence.document,
            statement: &sentence.statement,
        })
        .collect();
    data.entry("sentences", &sentences);
}
