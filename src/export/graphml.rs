//! GraphML that igraph, NetworkX, Gephi, Cytoscape, Neo4j (APOC) and yEd read.
//!
//! No `long` (yEd refuses it), lower-case truth values, one key a name, unique identifiers of edges, and no
//! `directed` on single edges (NetworkX refuses mixed graphs): a tie that holds both ways has `symmetric` true.
//! <http://graphml.graphdrawing.org/primer/graphml-primer.html>

use std::fmt::Write as _;
use std::io::{self, Write};

use super::attribute::{Attribute, Edge, Kind, Node, edge_attributes, node_attributes, relationship_type};
use super::style::{self, Shape};
use super::view::{View, number, push_whole};
use super::xml::{escape, push_escaped};
use super::{LossReport, parts};
use crate::ontology::{Class, Status};

/// For whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flavour {
    /// For every reader.
    Plain,
    /// With yEd's own labels, shapes and places.
    Yed,
}

/// Writes `view` as GraphML.
pub fn write(view: &View, flavour: Flavour, out: &mut dyn Write) -> io::Result<LossReport> {
    let mut loss = LossReport::new("GraphML");
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    write!(out, "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\"")?;
    if flavour == Flavour::Yed {
        write!(out, " xmlns:y=\"http://www.yworks.com/xml/graphml\"")?;
    }
    writeln!(
        out,
        " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">"
    )?;
    write_keys(out, flavour)?;
    let directed = view.network.ties().any(|(_, _, tie)| !tie.symmetric) || view.network.ties().len() == 0;
    writeln!(
        out,
        "  <graph id=\"chancery\" edgedefault=\"{}\">",
        if directed { "directed" } else { "undirected" }
    )?;
    // Before the threads that write parts ask for them.
    view.positions();
    let columns = Columns::new("node", node_attributes());
    parts::write(view.network.actors().len(), out, &mut loss, |at, lines, loss| {
        let node = view.node(at);
        loss.add("reported clauses left out (they have no object to point to)", node.actor.texts);
        push_node(lines, flavour, &node, &columns);
    })?;
    let columns = Columns::new("edge", edge_attributes());
    parts::write(view.network.ties().len(), out, &mut loss, |at, lines, loss| {
        let edge = view.edge(at);
        loss.add("evidence sentences beyond the first of a tie", edge.tie.evidence.len().saturating_sub(1));
        let is_changed = directed && edge.tie.symmetric;
        loss.add("symmetric ties written as directed (marked symmetric=true)", usize::from(is_changed));
        push_edge(lines, flavour, &edge, &columns);
    })?;
    writeln!(out, "  </graph>\n</graphml>")?;
    Ok(loss)
}

fn write_keys(out: &mut dyn Write, flavour: Flavour) -> io::Result<()> {
    let mut key = |domain: &str, name: &str, kind: Kind| {
        let kind = match kind {
            Kind::Whole => "int",
            Kind::Decimal => "double",
            Kind::Truth => "boolean",
            Kind::Text | Kind::List | Kind::Day => "string",
        };
        let id = key_id(domain, name);
        writeln!(out, "  <key id=\"{id}\" for=\"{domain}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>")
    };
    key("node", "label", Kind::Text)?;
    node_attributes().iter().try_for_each(|attribute| key("node", attribute.name, attribute.kind))?;
    key("node", "color", Kind::Text)?;
    key("edge", "label", Kind::Text)?;
    key("edge", "weight", Kind::Decimal)?;
    edge_attributes().iter().try_for_each(|attribute| key("edge", attribute.name, attribute.kind))?;
    if flavour == Flavour::Yed {
        writeln!(out, "  <key id=\"yn\" for=\"node\" yfiles.type=\"nodegraphics\"/>")?;
        writeln!(out, "  <key id=\"ye\" for=\"edge\" yfiles.type=\"edgegraphics\"/>")?;
    }
    Ok(())
}

fn key_id(domain: &str, name: &str) -> String {
    format!("{}_{name}", &domain[..1])
}

/// What elements of a kind hold, one line a value.
struct Columns<T, const N: usize> {
    attributes: [Attribute<T>; N],
    /// How the line of each begins.
    openings: Vec<String>,
}

impl<T, const N: usize> Columns<T, N> {
    fn new(domain: &str, attributes: [Attribute<T>; N]) -> Self {
        let openings = attributes.iter().map(|attribute| opening(domain, attribute.name)).collect();
        Self { attributes, openings }
    }

    fn push(&self, lines: &mut String, item: &T) {
        for (attribute, opening) in self.attributes.iter().zip(&self.openings) {
            if let Some(value) = attribute.value(item) {
                lines.push_str(opening);
                value.push_escaped(lines, "; ", push_escaped);
                lines.push_str("</data>\n");
            }
        }
    }
}

fn opening(domain: &str, name: &str) -> String {
    format!("      <data key=\"{}\">", key_id(domain, name))
}

fn push_text(lines: &mut String, opening: &str, text: &str) {
    lines.push_str(opening);
    push_escaped(lines, text);
    lines.push_str("</data>\n");
}

const NODE_LABEL: &str = "      <data key=\"n_label\">";
const NODE_COLOR: &str = "      <data key=\"n_color\">";
const EDGE_LABEL: &str = "      <data key=\"e_label\">";
const EDGE_WEIGHT: &str = "      <data key=\"e_weight\">";

fn push_node<'v, const N: usize>(
    lines: &mut String,
    flavour: Flavour,
    node: &Node<'v>,
    columns: &Columns<Node<'v>, N>,
) {
    lines.push_str("    <node id=\"n");
    push_whole(lines, node.index as u64 + 1);
    lines.extend(["\" labels=\":", node.actor.class.as_str(), "\">\n"]);
    push_text(lines, NODE_LABEL, &node.actor.name);
    columns.push(lines, node);
    push_text(lines, NODE_COLOR, &style::color(node.actor.class).hex());
    if flavour == Flavour::Yed {
        push_yed_node(lines, node);
    }
    lines.push_str("    </node>\n");
}

fn push_edge<'v, const N: usize>(
    lines: &mut String,
    flavour: Flavour,
    edge: &Edge<'v>,
    columns: &Columns<Edge<'v>, N>,
) {
    let ends = [("    <edge id=\"e", edge.index), ("\" source=\"n", edge.from), ("\" target=\"n", edge.to)];
    for (before, at) in ends {
        lines.push_str(before);
        push_whole(lines, at as u64 + 1);
    }
    lines.push_str("\" label=\"");
    push_escaped(lines, &relationship_type(&edge.tie.relation));
    lines.push_str("\">\n");
    push_text(lines, EDGE_LABEL, &label(edge));
    lines.push_str(EDGE_WEIGHT);
    push_whole(lines, edge.tie.count as u64);
    lines.push_str("</data>\n");
    columns.push(lines, edge);
    if flavour == Flavour::Yed {
        push_yed_edge(lines, edge);
    }
    lines.push_str("    </edge>\n");
}

/// Relation, and the status unless it is asserted.
fn label(edge: &Edge<'_>) -> String {
    match edge.tie.status {
        Status::Asserted => edge.tie.label.clone(),
        status => format!("{} ({status})", edge.tie.label),
    }
}

fn push_yed_node(lines: &mut String, node: &Node<'_>) {
    let (place, radius) = (node.place(), style::radius(node.actor.statements));
    let size = number(2.0 * radius, 2);
    let (x, y) = (number(place.x - radius, 2), number(place.y - radius, 2));
    // Writing into a String cannot fail.
    let _ = writeln!(lines, "      <data key=\"yn\"><y:ShapeNode>");
    let _ = writeln!(lines, "        <y:Geometry height=\"{size}\" width=\"{size}\" x=\"{x}\" y=\"{y}\"/>");
    let _ = writeln!(
        lines,
        "        <y:Fill color=\"{}\" transparent=\"false\"/>",
        style::color(node.actor.class).hex()
    );
    let _ = writeln!(lines, "        <y:BorderStyle color=\"#333d47\" type=\"line\" width=\"1.0\"/>");
    let _ = writeln!(
        lines,
        "        <y:NodeLabel alignment=\"center\" fontFamily=\"Dialog\" fontSize=\"11\" modelName=\"sides\" modelPosition=\"s\">{}</y:NodeLabel>",
        escape(&node.actor.name)
    );
    let _ = writeln!(lines, "        <y:Shape type=\"{}\"/>", yed_shape(node.actor.class));
    let _ = writeln!(lines, "      </y:ShapeNode></data>");
}

fn push_yed_edge(lines: &mut String, edge: &Edge<'_>) {
    let line = style::line(edge.tie.status);
    let kind = if line.word == "solid" { "line" } else { line.word };
    let arrow = match (edge.tie.symmetric, line.crossed) {
        (true, false) => "none",
        (_, true) => "cross",
        (false, false) => "standard",
    };
    let width = number((1.0 + (edge.tie.count as f64).sqrt() * 0.4).min(5.0), 2);
    let _ = writeln!(lines, "      <data key=\"ye\"><y:PolyLineEdge>");
    let _ = writeln!(
        lines,
        "        <y:LineStyle color=\"{}\" type=\"{kind}\" width=\"{width}\"/>",
        line.color.hex()
    );
    let _ = writeln!(lines, "        <y:Arrows source=\"none\" target=\"{arrow}\"/>");
    let _ = writeln!(
        lines,
        "        <y:EdgeLabel fontFamily=\"Dialog\" fontSize=\"9\">{}</y:EdgeLabel>",
        escape(&label(edge))
    );
    let _ = writeln!(lines, "      </y:PolyLineEdge></data>");
}

fn yed_shape(class: Class) -> &'static str {
    match style::shape(class) {
        Shape::Circle => "ellipse",
        Shape::Square | Shape::Document => "rectangle",
        Shape::RoundedSquare => "roundrectangle",
        Shape::Triangle => "triangle",
        Shape::Pentagon => "octagon",
        Shape::Diamond => "diamond",
        Shape::Hexagon => "hexagon",
    }
}
