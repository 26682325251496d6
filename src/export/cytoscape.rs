//! JSON of Cytoscape.js, which Cytoscape and NetworkX (`cytoscape_graph`) read too: one line an element.

use std::io::{self, Write};

use serde_json::{Map, Value as Json, json};

use super::LossReport;
use super::node_link::{edge_data, node_data};
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
        let comma = if node.index == 0 { "" } else { "," };
        let mut data = node_data(&node);
        // NetworkX keys its nodes by it.
        data.insert("value".to_owned(), node.actor.iri.as_str().into());
        let position = json!({"x": data.remove("x"), "y": data.remove("y")});
        let element = json!({"data": data, "position": position, "classes": node.actor.class.as_str()});
        write!(out, "{comma}\n{element}")?;
    }
    write!(out, "\n], \"edges\": [")?;
    for edge in view.edges() {
        loss.add("evidence sentences beyond three of a tie", edge.tie.count - edge.tie.evidence.len());
        let comma = if edge.index == 0 { "" } else { "," };
        let mut data = Map::new();
        let id = Json::from(format!("e{}", edge.index + 1));
        data.insert("id".to_owned(), id.clone());
        data.insert("key".to_owned(), id);
        data.insert("source".to_owned(), view.network.actor(edge.from).iri.as_str().into());
        data.insert("target".to_owned(), view.network.actor(edge.to).iri.as_str().into());
        data.extend(edge_data(&edge));
        let element = json!({"data": data, "classes": edge.tie.status.as_str()});
        write!(out, "{comma}\n{element}")?;
    }
    writeln!(out, "\n]}}}}")?;
    Ok(loss)
}
