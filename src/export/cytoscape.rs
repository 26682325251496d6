//! JSON of Cytoscape.js, which Cytoscape and NetworkX (`cytoscape_graph`) read too: one line an element.

use std::io::{self, Write};

use super::attribute::rounded;
use super::node_link::{Object, push_clauses, push_edge, push_node};
use super::view::View;
use super::{LossReport, parts, style};

/// Writes `view` as elements of Cytoscape.js, with places.
pub fn write(view: &View, out: &mut dyn Write) -> io::Result<LossReport> {
    let mut loss = LossReport::new("Cytoscape JSON");
    write!(
        out,
        "{{\"format_version\": \"1.0\", \"generated_by\": \"chancery\", \"target_cytoscapejs_version\": \"~3.0\", \
         \"directed\": true, \"multigraph\": true, \"data\": {{\"name\": \"chancery\"}},\n\"elements\": {{\"nodes\": ["
    )?;
    // Before the threads that write parts ask for them.
    view.positions();
    parts::write(view.network.actors().len(), out, &mut loss, |at, line, loss| {
        let node = view.node(at);
        loss.add("reported clauses beyond three of an actor", node.actor.texts - node.actor.said.len());
        Object::in_line(line, at == 0, |element| {
            element.object("data", |data| {
                push_node(data, &node, |name| !matches!(name, "x" | "y"));
                // NetworkX keys its nodes by it.
                data.entry("value", &node.actor.iri);
                push_clauses(data, &node);
                data.entry("color", &style::color(node.actor.class).hex());
            });
            let place = node.place();
            element.object("position", |position| {
                position.entry("x", &rounded(place.x, 1e2));
                position.entry("y", &rounded(place.y, 1e2));
            });
            element.entry("classes", node.actor.class.as_str());
        });
    })?;
    write!(out, "\n], \"edges\": [")?;
    parts::write(view.network.ties().len(), out, &mut loss, |at, line, loss| {
        let edge = view.edge(at);
        loss.add("evidence sentences beyond three of a tie", edge.tie.count - edge.tie.evidence.len());
        Object::in_line(line, at == 0, |element| {
            element.object("data", |data| {
                data.entry("id", &format_args!("e{}", at + 1));
                data.entry("key", &format_args!("e{}", at + 1));
                data.entry("source", &view.network.actor(edge.from).iri);
                data.entry("target", &view.network.actor(edge.to).iri);
                push_edge(data, &edge);
            });
            element.entry("classes", edge.tie.status.as_str());
        });
    })?;
    writeln!(out, "\n]}}}}")?;
    Ok(loss)
}
