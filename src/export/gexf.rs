//! GEXF 1.3 for Gephi and Gephi Lite: dynamic by dates, with colours, sizes and places.
//!
//! A tie is there in the intervals of its statements' times, or else while it was reported; an actor as long as it
//! is mentioned or has a tie. Every tie of a pair has a `kind` of its own, so that Gephi does not merge them. All edges are
//! directed (NetworkX refuses mixed graphs): a tie that holds both ways stands once and has `symmetric` true.
//! <https://gexf.net/>

use std::collections::BTreeMap;
use std::io::{self, Write};

use jiff::civil::Date;

use super::LossReport;
use super::attribute::{Attribute, Edge, Kind, Node, edge_attributes, node_attributes};
use super::style::{self, Shape};
use super::view::{View, number};
use super::xml::{escape, push_escaped};
use crate::network::{Tie, days};
use crate::ontology::{Class, Status};

/// Writes `view` as GEXF.
pub fn write(view: &View, out: &mut dyn Write) -> io::Result<LossReport> {
    let mut loss = LossReport::new("GEXF");
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(
        out,
        "<gexf xmlns=\"http://gexf.net/1.3\" xmlns:viz=\"http://gexf.net/1.3/viz\" version=\"1.3\">"
    )?;
    writeln!(
        out,
        "  <meta>\n    <creator>chancery</creator>\n    <description>Actors and ties with status, speaker, time and evidence</description>\n  </meta>"
    )?;
    writeln!(
        out,
        "  <graph defaultedgetype=\"directed\" mode=\"dynamic\" timeformat=\"date\" timerepresentation=\"interval\">"
    )?;
    let (node_columns, edge_columns) = (node_attributes(), edge_attributes());
    write_columns(out, "node", &node_columns)?;
    write_columns(out, "edge", &edge_columns)?;
    let lives = lives(view);
    writeln!(out, "    <nodes>")?;
    for node in view.nodes() {
        loss.add("reported clauses left out (they have no object to point to)", node.actor.texts);
        loss.add("actors without a date (always visible)", usize::from(lives[node.index].is_none()));
        write_node(out, view, &node, &node_columns, lives[node.index])?;
    }
    writeln!(out, "    </nodes>\n    <edges>")?;
    let mut kinds = Kinds::default();
    for edge in view.edges() {
        loss.add("evidence sentences beyond the first of a tie", edge.tie.evidence.len().saturating_sub(1));
        loss.add(
            "symmetric ties written as directed (marked symmetric=true)",
            usize::from(edge.tie.symmetric),
        );
        loss.add("ties without a date (always visible)", usize::from(spells(edge.tie).is_empty()));
        write_edge(out, &edge, &edge_columns, &kinds.of(&edge))?;
    }
    writeln!(out, "    </edges>\n  </graph>\n</gexf>")?;
    Ok(loss)
}

fn write_columns<T>(out: &mut dyn Write, class: &str, columns: &[Attribute<T>]) -> io::Result<()> {
    writeln!(out, "    <attributes class=\"{class}\" mode=\"static\">")?;
    for column in columns {
        let kind = match column.kind {
            Kind::Whole => "integer",
            Kind::Decimal => "double",
            Kind::Truth => "boolean",
            Kind::Text | Kind::List | Kind::Day => "string",
        };
        writeln!(out, "      <attribute id=\"{0}\" title=\"{0}\" type=\"{kind}\"/>", column.name)?;
    }
    writeln!(out, "    </attributes>")
}

fn write_values<T>(out: &mut dyn Write, item: &T, columns: &[Attribute<T>]) -> io::Result<()> {
    let (mut lines, mut text) = (String::from("        <attvalues>\n"), String::new());
    for column in columns {
        if let Some(value) = column.value(item) {
            text.clear();
            value.push_text(&mut text, "; ");
            lines.extend(["          <attvalue for=\"", column.name, "\" value=\""]);
            push_escaped(&mut lines, &text);
            lines.push_str("\"/>\n");
        }
    }
    lines.push_str("        </attvalues>\n");
    out.write_all(lines.as_bytes())
}

fn write_node<'v>(
    out: &mut dyn Write,
    view: &View,
    node: &Node<'v>,
    columns: &[Attribute<Node<'v>>],
    life: Option<(Date, Date)>,
) -> io::Result<()> {
    write!(out, "      <node id=\"n{}\" label=\"{}\"", node.index + 1, escape(&node.actor.name))?;
    if let Some((first, last)) = life {
        write!(out, " start=\"{first}\" end=\"{last}\"")?;
    }
    writeln!(out, ">")?;
    write_values(out, node, columns)?;
    let (color, place) = (style::color(node.actor.class), view.positions()[node.index]);
    writeln!(out, "        <viz:color r=\"{}\" g=\"{}\" b=\"{}\"/>", color.0, color.1, color.2)?;
    // Gephi counts upwards.
    writeln!(
        out,
        "        <viz:position x=\"{}\" y=\"{}\" z=\"0\"/>",
        number(place.x, 2),
        number(-place.y, 2)
    )?;
    writeln!(out, "        <viz:size value=\"{}\"/>", number(style::radius(node.actor.statements), 2))?;
    writeln!(out, "        <viz:shape value=\"{}\"/>\n      </node>", shape(node.actor.class))
}

fn write_edge<'v>(
    out: &mut dyn Write,
    edge: &Edge<'v>,
    columns: &[Attribute<Edge<'v>>],
    kind: &str,
) -> io::Result<()> {
    let tie = edge.tie;
    write!(
        out,
        "      <edge id=\"e{}\" source=\"n{}\" target=\"n{}\" kind=\"{}\" label=\"{}\" weight=\"{}\"",
        edge.index + 1,
        edge.from + 1,
        edge.to + 1,
        escape(kind),
        escape(&label(tie)),
        tie.count
    )?;
    let spells = spells(tie);
    if let [(first, last)] = spells[..] {
        write!(out, " start=\"{first}\" end=\"{last}\"")?;
    }
    writeln!(out, ">")?;
    write_values(out, edge, columns)?;
    if spells.len() > 1 {
        writeln!(out, "        <spells>")?;
        for (first, last) in spells {
            writeln!(out, "          <spell start=\"{first}\" end=\"{last}\"/>")?;
        }
        writeln!(out, "        </spells>")?;
    }
    let line = style::line(tie.status);
    writeln!(
        out,
        "        <viz:color r=\"{}\" g=\"{}\" b=\"{}\"/>",
        line.color.0, line.color.1, line.color.2
    )?;
    writeln!(out, "        <viz:thickness value=\"{}\"/>", number((tie.count as f64).sqrt(), 2))?;
    writeln!(out, "        <viz:shape value=\"{}\"/>\n      </edge>", line.word)
}

/// Relation, and the status unless it is asserted.
fn label(tie: &Tie) -> String {
    match tie.status {
        Status::Asserted => tie.label.clone(),
        status => format!("{} ({status})", tie.label),
    }
}

/// When a tie holds, as far as its statements say; else while it was reported. Sorted, without overlaps.
fn spells(tie: &Tie) -> Vec<(Date, Date)> {
    let mut all: Vec<(Date, Date)> = tie.times.iter().filter_map(|time| days(time)).collect();
    if all.is_empty() {
        return tie.reported_first.zip(tie.reported_last).into_iter().collect();
    }
    all.sort_unstable();
    let mut merged: Vec<(Date, Date)> = Vec::new();
    for (first, last) in all {
        match merged.last_mut() {
            Some(before) if first <= before.1 => before.1 = before.1.max(last),
            _ => merged.push((first, last)),
        }
    }
    merged
}

/// From when to when each actor is mentioned or has a tie.
fn lives(view: &View) -> Vec<Option<(Date, Date)>> {
    let mut lives: Vec<Option<(Date, Date)>> =
        view.network.actors().map(|actor| actor.first.zip(actor.last)).collect();
    for (from, to, tie) in view.network.ties() {
        for (first, last) in spells(tie) {
            for life in [from, to] {
                let (start, end) = lives[life].unwrap_or((first, last));
                lives[life] = Some((start.min(first), end.max(last)));
            }
        }
    }
    lives
}

/// Kinds given so far to each pair.
#[derive(Default)]
struct Kinds(BTreeMap<(usize, usize), Vec<String>>);

impl Kinds {
    /// Relation, status and speaker: what Gephi must not merge. Speakers may share a name, so a number may follow.
    fn of(&mut self, edge: &Edge<'_>) -> String {
        let mut kind = label_kind(edge.tie);
        let given = self.0.entry((edge.from.min(edge.to), edge.from.max(edge.to))).or_default();
        let stem = kind.clone();
        let mut number = 1;
        while given.contains(&kind) {
            number += 1;
            kind = format!("{stem} {number}");
        }
        given.push(kind.clone());
        kind
    }
}

fn label_kind(tie: &Tie) -> String {
    let status = if tie.status == Status::Asserted { String::new() } else { format!(" {}", tie.status) };
    let speaker = tie.speaker.as_ref().map(|speaker| format!(" by {}", speaker.name)).unwrap_or_default();
    format!("{}{status}{speaker}", tie.relation)
}

/// GEXF knows four shapes.
fn shape(class: Class) -> &'static str {
    match style::shape(class) {
        Shape::Circle | Shape::Hexagon | Shape::Pentagon => "disc",
        Shape::Square | Shape::RoundedSquare | Shape::Document => "square",
        Shape::Triangle => "triangle",
        Shape::Diamond => "diamond",
    }
}
