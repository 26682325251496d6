//! DOT for Graphviz: clusters by class, every identifier and label quoted, no HTML labels.

use std::io::{self, Write};

use super::attribute::{Attribute, Edge, Node, Value, edge_attributes, node_attributes};
use super::style::{self, Color, Shape};
use super::view::{View, push_number, push_whole};
use super::{LossReport, kept, parts};
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
    let positions = view.places(&footprints, kept::PLACES_IN_DOT);
    let attributes = node_attributes();
    for class in Class::ALL {
        let nodes: Vec<usize> =
            view.nodes().filter(|node| node.actor.class == class).map(|node| node.index).collect();
        if nodes.is_empty() {
            continue;
        }
        writeln!(out, "  subgraph {} {{", quote(&format!("cluster_{class}")))?;
        // Places are not by class, so boxes around classes would cover each other; the clusters are for layouts of
        // Graphviz' own and for readers.
        writeln!(out, "    label=\"\"; peripheries=\"0\"; comment={};", quote(style::class_label(class)))?;
        parts::write(nodes.len(), out, &mut loss, |at, line, loss| {
            let node = view.node(nodes[at]);
            loss.add("reported clauses left out (they have no object to point to)", node.actor.texts);
            node_line(line, &node, &attributes, positions[node.index]);
        })?;
        writeln!(out, "  }}")?;
    }
    let attributes = edge_attributes();
    parts::write(view.network.ties().len(), out, &mut loss, |at, line, loss| {
        let edge = view.edge(at);
        loss.add("evidence sentences beyond the first of a tie", edge.tie.evidence.len().saturating_sub(1));
        edge_line(line, view, &edge, &attributes);
    })?;
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

fn node_line<'v>(line: &mut String, node: &Node<'v>, attributes: &[Attribute<Node<'v>>], place: Position) {
    let class = node.actor.class;
    line.push_str("    ");
    push_quoted(line, &node.actor.iri);
    line.push_str(" [label=");
    push_quoted(line, &node.actor.name);
    line.push_str(", shape=");
    push_quoted(line, shape(class));
    line.push_str(", fillcolor=");
    push_quoted(line, &style::color(class).hex());
    // Graphviz counts upwards, in points.
    line.push_str(", pos=\"");
    push_number(line, place.x * SPREAD, 2);
    line.push(',');
    push_number(line, -place.y * SPREAD, 2);
    line.push_str("!\"");
    for side in ["width", "height"] {
        line.extend([", ", side, "=\""]);
        push_number(line, style::radius(node.actor.statements) / 36.0, 3);
        line.push('"');
    }
    let Color(red, green, blue) = style::color(class);
    if u32::from(red) * 3 + u32::from(green) * 6 + u32::from(blue) < 1300 {
        line.push_str(", fontcolor=\"#ffffff\"");
    }
    if let Some(url) =
        [node.actor.links.first(), Some(&node.actor.iri)].into_iter().flatten().find(|iri| is_web(iri))
    {
        line.push_str(", URL=");
        push_quoted(line, url);
    }
    // The name is the label; an attribute `name` would stop pydot.
    for attribute in attributes.iter().filter(|attribute| !matches!(attribute.name, "name" | "x" | "y")) {
        if let Some(value) = attribute.value(node) {
            push_attribute(line, attribute.name, &value);
        }
    }
    line.push_str("];\n");
}

fn edge_line<'v>(line: &mut String, view: &View, edge: &Edge<'v>, attributes: &[Attribute<Edge<'v>>]) {
    let (from, to) = (view.network.actor(edge.from), view.network.actor(edge.to));
    line.push_str("  ");
    push_quoted(line, &from.iri);
    line.push_str(" -> ");
    push_quoted(line, &to.iri);
    line.push_str(" [id=\"e");
    push_whole(line, edge.index as u64 + 1);
    line.push_str("\", label=");
    push_quoted(line, &edge_label(edge));
    if edge.tie.symmetric {
        line.push_str(", dir=\"none\"");
    }
    if style::line(edge.tie.status).crossed {
        line.push_str(", arrowhead=\"tee\", fontcolor=");
        push_quoted(line, &style::line(edge.tie.status).color.hex());
    }
    let (tooltip, width) = (edge.tie.evidence.first(), 1.0 + (edge.tie.count as f64).sqrt() * 0.4);
    line.push_str(", penwidth=\"");
    push_number(line, width.min(5.0), 2);
    line.push('"');
    if let Some(sentence) = tooltip {
        line.push_str(", tooltip=");
        push_quoted(line, &sentence.text);
    }
    for attribute in attributes {
        if let Some(value) = attribute.value(edge) {
            push_attribute(line, attribute.name, &value);
        }
    }
    line.push_str("];\n");
}

fn push_attribute(line: &mut String, name: &str, value: &Value<'_>) {
    line.extend([", ", name, "="]);
    match value {
        Value::Text(text) => push_quoted(line, text),
        _ => {
            line.push('"');
            value.push_escaped(line, "; ", push_escaped);
            line.push('"');
        }
    }
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
    push_quoted(&mut quoted, text);
    quoted
}

/// Writes a text behind another as [`quote`] has it.
fn push_quoted(line: &mut String, text: &str) {
    line.push('"');
    push_escaped(line, text);
    line.push('"');
}

/// What stands between the quotes.
fn push_escaped(line: &mut String, text: &str) {
    // Controls are also two bytes, from 0xC2 on.
    let is_suspect = |byte: u8| matches!(byte, 0..0x20 | b'"' | b'\\' | 0x7f | 0xc2);
    // Most texts have nothing to escape. Without an end at the first, so that many bytes are looked at together.
    if !text.bytes().fold(false, |found, byte| found | is_suspect(byte)) {
        return line.push_str(text);
    }
    // What stands between two that are escaped is copied at once.
    let mut start = 0;
    for (at, byte) in text.bytes().enumerate().filter(|(_, byte)| is_suspect(*byte)) {
        let escaped = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' if text.get(..at).is_some_and(|before| before.ends_with('\r')) => "",
            b'\n' | b'\r' => "\\n",
            b'\t' => " ",
            _ => "\u{FFFD}",
        };
        let length = match text.get(at..).and_then(|rest| rest.chars().next()) {
            Some(character) if byte != 0xc2 || character.is_control() => character.len_utf8(),
            _ => continue,
        };
        line.push_str(text.get(start..at).unwrap_or_default());
        line.push_str(escaped);
        start = at + length;
    }
    line.push_str(text.get(start..).unwrap_or_default());
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
            ("a\u{80}b\u{9f}\u{7f}", "\"a\u{FFFD}b\u{FFFD}\u{FFFD}\""),
            ("«Erdoğan» 😀", "\"«Erdoğan» 😀\""),
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
