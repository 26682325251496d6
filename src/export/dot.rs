//! DOT for Graphviz: clusters by class, every identifier and label quoted, no HTML labels.

use std::io::{self, Write};

use super::LossReport;
use super::attribute::{Edge, Node, Value, edge_attributes, node_attributes};
use super::style::{self, Color, Shape};
use super::view::{View, number};
use crate::network::{Actor, Footprint, Position};
use crate::ontology::Class;

/// Size of names, in points.
const FONT: f64 = 12.0;
/// Room for the labels of ties, which the layout does not know of.
const SPREAD: f64 = 1.35;

/// Writes `view` for Graphviz. `dot -Tsvg` keeps the places (the file asks for `neato` with fixed nodes);
/// `dot -Kdot -Tsvg` makes Graphviz' own layers.
pub fn write(view: &View, out: &mut dyn Write) -> io::Result<LossReport> {
    let mut loss = LossReport::new("DOT");
    writeln!(out, "digraph chancery {{")?;
    writeln!(
        out,
        "  graph [charset=\"UTF-8\", layout=\"neato\", inputscale=\"72\", overlap=\"true\", splines=\"line\", rankdir=\"LR\", outputorder=\"edgesfirst\"];"
    )?;
    writeln!(
        out,
        "  node [fontname=\"Helvetica,Arial,sans-serif\", fontsize=\"{FONT}\", margin=\"0.09,0.05\", style=\"filled\", color=\"#333d47\"];"
    )?;
    writeln!(
        out,
        "  edge [fontname=\"Helvetica,Arial,sans-serif\", fontsize=\"10\", fontcolor=\"#333d47\", arrowsize=\"0.7\"];"
    )?;
    let footprints: Vec<Footprint> = view.network.actors().map(footprint).collect();
    let positions = view.network.layout(&footprints);
    for class in Class::ALL {
        let nodes: Vec<Node<'_>> = view.nodes().filter(|node| node.actor.class == class).collect();
        if nodes.is_empty() {
            continue;
        }
        writeln!(out, "  subgraph {} {{", quote(&format!("cluster_{class}")))?;
        // Places are not by class, so boxes around classes would cover each other; the clusters are for layouts of
        // Graphviz' own and for readers.
        writeln!(out, "    label=\"\"; peripheries=\"0\"; comment={};", quote(style::class_label(class)))?;
        for node in nodes {
            loss.add("reported clauses left out (they have no object to point to)", node.actor.texts);
            write_node(out, &node, positions[node.index])?;
        }
        writeln!(out, "  }}")?;
    }
    for edge in view.edges() {
        loss.add("evidence sentences beyond the first of a tie", edge.tie.evidence.len().saturating_sub(1));
        write_edge(out, view, &edge)?;
    }
    writeln!(out, "}}")?;
    Ok(loss)
}

/// The room of a node whose name stands inside of it.
fn footprint(actor: &Actor) -> Footprint {
    // How much wider and higher than its text Graphviz makes an outline.
    let (wide, high) = match style::shape(actor.class) {
        Shape::Circle => (1.42, 1.42),
        Shape::Square | Shape::RoundedSquare | Shape::Document => (1.0, 1.0),
        Shape::Pentagon => (1.0, 1.5),
        Shape::Triangle | Shape::Diamond => (1.5, 1.2),
        Shape::Hexagon => (1.7, 1.4),
    };
    let (radius, letters) = (style::radius(actor.statements), actor.name.chars().count() as f64);
    let half_width = (letters * FONT * 0.27 + 8.0) * wide;
    Footprint { half_width: radius.max(half_width), half_height: radius.max(FONT * 0.9 * high) }
}

fn write_node(out: &mut dyn Write, node: &Node<'_>, place: Position) -> io::Result<()> {
    let class = node.actor.class;
    let size = number(style::radius(node.actor.statements) / 36.0, 3);
    write!(out, "    {} [label={}", quote(&node.actor.iri), quote(&node.actor.name))?;
    write!(out, ", shape={}, fillcolor={}", quote(shape(class)), quote(&style::color(class).hex()))?;
    // Graphviz counts upwards, in points.
    write!(
        out,
        ", pos=\"{},{}!\", width=\"{size}\", height=\"{size}\"",
        number(place.x * SPREAD, 2),
        number(-place.y * SPREAD, 2)
    )?;
    let Color(red, green, blue) = style::color(class);
    if u32::from(red) * 3 + u32::from(green) * 6 + u32::from(blue) < 1300 {
        write!(out, ", fontcolor=\"#ffffff\"")?;
    }
    if let Some(url) =
        [node.actor.links.first(), Some(&node.actor.iri)].into_iter().flatten().find(|iri| is_web(iri))
    {
        write!(out, ", URL={}", quote(url))?;
    }
    // The name is the label; an attribute `name` would stop pydot.
    for attribute in
        node_attributes().iter().filter(|attribute| !matches!(attribute.name, "name" | "x" | "y"))
    {
        if let Some(value) = attribute.value(node) {
            write!(out, ", {}={}", attribute.name, quote(&value.to_text("; ")))?;
        }
    }
    writeln!(out, "];")
}

fn write_edge(out: &mut dyn Write, view: &View, edge: &Edge<'_>) -> io::Result<()> {
    let (from, to) = (view.network.actor(edge.from), view.network.actor(edge.to));
    write!(out, "  {} -> {} [id=\"e{}\"", quote(&from.iri), quote(&to.iri), edge.index + 1)?;
    write!(out, ", label={}", quote(&edge_label(edge)))?;
    if edge.tie.symmetric {
        write!(out, ", dir=\"none\"")?;
    }
    if style::line(edge.tie.status).crossed {
        write!(out, ", arrowhead=\"tee\", fontcolor={}", quote(&style::line(edge.tie.status).color.hex()))?;
    }
    let (tooltip, width) = (edge.tie.evidence.first(), 1.0 + (edge.tie.count as f64).sqrt() * 0.4);
    write!(out, ", penwidth=\"{}\"", number(width.min(5.0), 2))?;
    if let Some(sentence) = tooltip {
        write!(out, ", tooltip={}", quote(&sentence.text))?;
    }
    for attribute in &edge_attributes() {
        if let Some(value) = attribute.value(edge) {
            write!(out, ", {}={}", attribute.name, quote(&Value::to_text(&value, "; ")))?;
        }
    }
    writeln!(out, "];")
}

/// Relation, and the status unless it is asserted.
fn edge_label(edge: &Edge<'_>) -> String {
    match edge.tie.status {
        crate::ontology::Status::Asserted => edge.tie.label.clone(),
        status => format!("{} ({status})", edge.tie.label),
    }
}

fn is_web(iri: &str) -> bool {
    iri.starts_with("https://") || iri.starts_with("http://")
}

/// Graphviz' outline of a class: one that has room for a name.
fn shape(class: Class) -> &'static str {
    match style::shape(class) {
        Shape::Circle => "ellipse",
        Shape::Square | Shape::RoundedSquare => "box",
        Shape::Triangle => "trapezium",
        Shape::Pentagon => "house",
        Shape::Diamond => "hexagon",
        Shape::Document => "note",
        Shape::Hexagon => "parallelogram",
    }
}

/// `text` as a quoted string of DOT. Backslashes are doubled, so that none starts an escape such as `\N` or takes the
/// closing quote; line breaks are `\n`; other control characters, NUL among them, are U+FFFD.
pub fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    let mut before = ' ';
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' if before == '\r' => {}
            '\n' | '\r' => quoted.push_str("\\n"),
            '\t' => quoted.push(' '),
            _ if character.is_control() => quoted.push('\u{FFFD}'),
            _ => quoted.push(character),
        }
        before = character;
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::quote;
    use proptest::prelude::*;

    #[test]
    fn quotes_and_backslashes() {
        for (text, expected) in [
            ("plain", "\"plain\""),
            ("\"];x[label=\"", "\"\\\"];x[label=\\\"\""),
            ("\\", "\"\\\\\""),
            ("\\N and \\G", "\"\\\\N and \\\\G\""),
            ("a\\\"", "\"a\\\\\\\"\""),
            ("<b>bold</b>", "\"<b>bold</b>\""),
            ("a\r\nb\rc\nd", "\"a\\nb\\nc\\nd\""),
            ("a\0b\u{1b}[31m", "\"a\u{FFFD}b\u{FFFD}[31m\""),
        ] {
            assert_eq!(quote(text), expected, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn the_first_bare_quote_ends_the_string(text in any::<String>()) {
            let quoted = quote(&text);
            let (mut ends, mut escaped) = (Vec::new(), false);
            for (at, character) in quoted.char_indices().skip(1) {
                match character {
                    _ if escaped => escaped = false,
                    '\\' => escaped = true,
                    '"' => ends.push(at),
                    _ => prop_assert!(!character.is_control()),
                }
            }
            prop_assert_eq!(ends, vec![quoted.len() - 1]);
        }
    }
}
