//! GraphML that igraph, NetworkX, Gephi, Cytoscape, Neo4j (APOC) and yEd read.
//!
//! No `long` (yEd refuses it), lower-case truth values, one key a name, unique identifiers of edges, and no
//! `directed` on single edges (NetworkX refuses mixed graphs): a tie that holds both ways has `symmetric` true.
//! <http://graphml.graphdrawing.org/primer/graphml-primer.html>

use std::io::{self, Write};

use super::LossReport;
use super::attribute::{
    Attribute, Edge, Kind, Node, Value, edge_attributes, node_attributes, relationship_type,
};
use super::style::{self, Shape};
use super::view::{View, number};
use super::xml::{escape, push_escaped};
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
    let (attributes, ties) = (node_attributes(), edge_attributes());
    let mut element = Element::new('n', &attributes);
    for node in view.nodes() {
        loss.add("reported clauses left out (they have no object to point to)", node.actor.texts);
        write_node(out, view, flavour, &node, &mut element)?;
    }
    let mut element = Element::new('e', &ties);
    for edge in view.edges() {
        loss.add("evidence sentences beyond the first of a tie", edge.tie.evidence.len().saturating_sub(1));
        if directed && edge.tie.symmetric {
            loss.add("symmetric ties written as directed (marked symmetric=true)", 1);
        }
        write_edge(out, flavour, &edge, &mut element)?;
    }
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

/// Writes what elements hold, one line a value.
struct Element<'c, T> {
    /// `n` or `e`, as in the identifiers of keys.
    domain: char,
    attributes: &'c [Attribute<T>],
    /// The lines, and a value before it is escaped.
    lines: String,
    value: String,
}

impl<'c, T> Element<'c, T> {
    fn new(domain: char, attributes: &'c [Attribute<T>]) -> Self {
        Self { domain, attributes, lines: String::new(), value: String::new() }
    }

    fn data(&mut self, name: &str, value: &Value<'_>) {
        self.value.clear();
        value.push_text(&mut self.value, "; ");
        self.lines.push_str("      <data key=\"");
        self.lines.push(self.domain);
        self.lines.extend(["_", name, "\">"]);
        push_escaped(&mut self.lines, &self.value);
        self.lines.push_str("</data>\n");
    }

    fn attributes(&mut self, item: &T) {
        for attribute in self.attributes {
            if let Some(value) = attribute.value(item) {
                self.data(attribute.name, &value);
            }
        }
    }

    fn write(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(self.lines.as_bytes())?;
        self.lines.clear();
        Ok(())
    }
}

fn write_node<'v>(
    out: &mut dyn Write,
    view: &View,
    flavour: Flavour,
    node: &Node<'v>,
    element: &mut Element<'_, Node<'v>>,
) -> io::Result<()> {
    writeln!(out, "    <node id=\"n{}\" labels=\":{}\">", node.index + 1, node.actor.class)?;
    element.data("label", &Value::Text(node.actor.name.as_str().into()));
    element.attributes(node);
    element.data("color", &Value::Text(style::color(node.actor.class).hex().into()));
    element.write(out)?;
    if flavour == Flavour::Yed {
        write_yed_node(out, view, node)?;
    }
    writeln!(out, "    </node>")
}

fn write_edge<'v>(
    out: &mut dyn Write,
    flavour: Flavour,
    edge: &Edge<'v>,
    element: &mut Element<'_, Edge<'v>>,
) -> io::Result<()> {
    let kind = relationship_type(&edge.tie.relation);
    writeln!(
        out,
        "    <edge id=\"e{}\" source=\"n{}\" target=\"n{}\" label=\"{}\">",
        edge.index + 1,
        edge.from + 1,
        edge.to + 1,
        escape(&kind)
    )?;
    element.data("label", &Value::Text(label(edge).into()));
    element.data("weight", &Value::Decimal(edge.tie.count as f64));
    element.attributes(edge);
    element.write(out)?;
    if flavour == Flavour::Yed {
        write_yed_edge(out, edge)?;
    }
    writeln!(out, "    </edge>")
}

/// Relation, and the status unless it is asserted.
fn label(edge: &Edge<'_>) -> String {
    match edge.tie.status {
        Status::Asserted => edge.tie.label.clone(),
        status => format!("{} ({status})", edge.tie.label),
    }
}

fn write_yed_node(out: &mut dyn Write, view: &View, node: &Node<'_>) -> io::Result<()> {
    let (place, radius) = (view.positions()[node.index], style::radius(node.actor.statements));
    let size = number(2.0 * radius, 2);
    let (x, y) = (number(place.x - radius, 2), number(place.y - radius, 2));
    writeln!(out, "      <data key=\"yn\"><y:ShapeNode>")?;
    writeln!(out, "        <y:Geometry height=\"{size}\" width=\"{size}\" x=\"{x}\" y=\"{y}\"/>")?;
    writeln!(
        out,
        "        <y:Fill color=\"{}\" transparent=\"false\"/>",
        style::color(node.actor.class).hex()
    )?;
    writeln!(out, "        <y:BorderStyle color=\"#333d47\" type=\"line\" width=\"1.0\"/>")?;
    writeln!(
        out,
        "        <y:NodeLabel alignment=\"center\" fontFamily=\"Dialog\" fontSize=\"11\" modelName=\"sides\" modelPosition=\"s\">{}</y:NodeLabel>",
        escape(&node.actor.name)
    )?;
    writeln!(out, "        <y:Shape type=\"{}\"/>", yed_shape(node.actor.class))?;
    writeln!(out, "      </y:ShapeNode></data>")
}

fn write_yed_edge(out: &mut dyn Write, edge: &Edge<'_>) -> io::Result<()> {
    let line = style::line(edge.tie.status);
    let kind = if line.word == "solid" { "line" } else { line.word };
    let arrow = match (edge.tie.symmetric, line.crossed) {
        (true, false) => "none",
        (_, true) => "cross",
        (false, false) => "standard",
    };
    let width = number((1.0 + (edge.tie.count as f64).sqrt() * 0.4).min(5.0), 2);
    writeln!(out, "      <data key=\"ye\"><y:PolyLineEdge>")?;
    writeln!(out, "        <y:LineStyle color=\"{}\" type=\"{kind}\" width=\"{width}\"/>", line.color.hex())?;
    writeln!(out, "        <y:Arrows source=\"none\" target=\"{arrow}\"/>")?;
    writeln!(
        out,
        "        <y:EdgeLabel fontFamily=\"Dialog\" fontSize=\"9\">{}</y:EdgeLabel>",
        escape(&label(edge))
    )?;
    writeln!(out, "      </y:PolyLineEdge></data>")
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
