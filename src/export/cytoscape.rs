//! JSON of Cytoscape.js, which Cytoscape and NetworkX (`cytoscape_graph`) read too: one line an element.

use std::io::{self, Write};

use serde_json::{Map, Value as Json, json};

use super::LossReport;
use super::node_link::{edge_data, node_data, write_line};
use super::view::View;

/// Writes `view` as elements of Cytoscape.js, with places.
pub fn write(view: &View, out: &mut dyn Write) -> io::Result<LossReport> {
    let mut loss = LossReport::new("Cytoscape JSON");
    write!(
        out,
        "{{\"format_version\": \"1.0\", \"generated_by\": \"chancery\", \"target_cytoscapejs_version\": \"~3.0\", \
         \"directed\": true, \"multigraph\": true, \"data\": {{\"name\": \"chancery\"}},\n\"elements\": {{\"nodes\": ["
    )?;
    for node in view.nodes() {
        loss.add("reported clauses beyond three of an actor", node.actor.texts - node.actor.said.len());
        let mut data = node_data(&node);
        // NetworkX keys its nodes by it.
        data.insert("value".to_owned(), node.actor.iri.as_str().into());
        let position = json!({"x": data.remove("x"), "y": data.remove("y")});
        let classes = Json::from(node.actor.class.as_str());
        let element = [("data", Json::Object(data)), ("position", position), ("classes", classes)];
        write_line(node.index == 0, &element.map(named).into_iter().collect(), out)?;
    }
    write!(out, "\n], \"edges\": [")?;
    for edge in view.edges() {
        loss.add("evidence sentences beyond three of a tie", edge.tie.count - edge.tie.evidence.len());
        let mut data = Map::new();
        let id = Json::from(format!("e{}", edge.index + 1));
        data.insert("id".to_owned(), id.clone());
        data.insert("key".to_owned(), id);
        data.insert("source".to_owned(), view.network.actor(edge.from).iri.as_str().into());
        data.insert("target".to_owned(), view.network.actor(edge.to).iri.as_str().into());
        data.extend(edge_data(&edge));
        let element = [("data", Json::Object(data)), ("classes", edge.tie.status.as_str().into())];
        write_line(edge.index == 0, &element.map(named).into_iter().collect(), out)?;
    }
    writeln!(out, "\n]}}}}")?;
    Ok(loss)
}

fn named((name, value): (&str, Json)) -> (String, Json) {
    (name.to_owned(), value)
}
