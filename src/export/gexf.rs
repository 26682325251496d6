//! GEXF 1.3 for Gephi and Gephi Lite: dynamic by dates, with colours, sizes and places.
//!
//! A tie is there in the intervals of its statements' times, or else while it was reported; an actor as long as it
//! is mentioned or has a tie. Every tie of a pair has a `kind` of its own, so that Gephi does not merge them. All edges are
//! directed (NetworkX refuses mixed graphs): a tie that holds both ways stands once and has `symmetric` true.
//! <https://gexf.net/>

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use jiff::civil::Date;

use super::attribute::{Attribute, Edge, Kind, Node, edge_attributes, node_attributes};
use super::style::{self, Color, Shape};
use super::view::{View, push_day, push_number, push_whole};
use super::xml::push_escaped;
use super::{LossReport, parts};
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
    write_columns(out, "node", &node_attributes())?;
    write_columns(out, "edge", &edge_attributes())?;
    let lives = lives(view);
    writeln!(out, "    <nodes>")?;
    // Before the threads that write parts ask for them.
    view.positions();
    let columns = Columns::new(node_attributes());
    parts::write(view.network.actors().len(), out, &mut loss, |at, lines, loss| {
        let (node, life) = (view.node(at), lives[at]);
        loss.add("reported clauses left out (they have no object to point to)", node.actor.texts);
        loss.add("actors without a date (always visible)", usize::from(life.is_none()));
        push_node(lines, &node, &columns, life);
    })?;
    writeln!(out, "    </nodes>\n    <edges>")?;
    let (columns, kinds) = (Columns::new(edge_attributes()), numbered_kinds(view));
    parts::write(view.network.ties().len(), out, &mut loss, |at, lines, loss| {
        let edge = view.edge(at);
        let (spells, is_symmetric) = (spells(edge.tie), usize::from(edge.tie.symmetric));
        loss.add("evidence sentences beyond the first of a tie", edge.tie.evidence.len().saturating_sub(1));
        loss.add("symmetric ties written as directed (marked symmetric=true)", is_symmetric);
        loss.add("ties without a date (always visible)", usize::from(spells.is_empty()));
        let kind = kinds.get(&at).map_or_else(|| label_kind(edge.tie).into(), |kind| Cow::Borrowed(&**kind));
        push_edge(lines, &edge, &columns, (&kind, &spells));
    })?;
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

/// The values of items of a kind, one line a value.
struct Columns<T, const N: usize> {
    attributes: [Attribute<T>; N],
    /// How the line of each begins.
    openings: Vec<String>,
}

impl<T, const N: usize> Columns<T, N> {
    fn new(attributes: [Attribute<T>; N]) -> Self {
        let opening =
            |attribute: &Attribute<T>| format!("          <attvalue for=\"{}\" value=\"", attribute.name);
        Self { openings: attributes.iter().map(opening).collect(), attributes }
    }

    fn push(&self, lines: &mut String, item: &T) {
        lines.push_str("        <attvalues>\n");
        for (attribute, opening) in self.attributes.iter().zip(&self.openings) {
            if let Some(value) = attribute.value(item) {
                lines.push_str(opening);
                value.push_escaped(lines, "; ", push_escaped);
                lines.push_str("\"/>\n");
            }
        }
        lines.push_str("        </attvalues>\n");
    }
}

fn push_node<'v, const N: usize>(
    lines: &mut String,
    node: &Node<'v>,
    columns: &Columns<Node<'v>, N>,
    life: Option<(Date, Date)>,
) {
    lines.push_str("      <node id=\"n");
    push_whole(lines, node.index as u64 + 1);
    lines.push_str("\" label=\"");
    push_escaped(lines, &node.actor.name);
    lines.push('"');
    life.into_iter().for_each(|life| push_span(lines, life));
    lines.push_str(">\n");
    columns.push(lines, node);
    push_color(lines, style::color(node.actor.class));
    let place = node.place();
    // Gephi counts upwards.
    for (before, value) in [("        <viz:position x=\"", place.x), ("\" y=\"", -place.y)] {
        lines.push_str(before);
        push_number(lines, value, 2);
    }
    lines.push_str("\" z=\"0\"/>\n        <viz:size value=\"");
    push_number(lines, style::radius(node.actor.statements), 2);
    lines.extend(["\"/>\n        <viz:shape value=\"", shape(node.actor.class), "\"/>\n      </node>\n"]);
}

/// `spells` are when the tie is there.
fn push_edge<'v, const N: usize>(
    lines: &mut String,
    edge: &Edge<'v>,
    columns: &Columns<Edge<'v>, N>,
    (kind, spells): (&str, &[(Date, Date)]),
) {
    let tie = edge.tie;
    let ends = [("      <edge id=\"e", edge.index), ("\" source=\"n", edge.from), ("\" target=\"n", edge.to)];
    for (before, at) in ends {
        lines.push_str(before);
        push_whole(lines, at as u64 + 1);
    }
    for (before, text) in [("\" kind=\"", kind), ("\" label=\"", &label(tie))] {
        lines.push_str(before);
        push_escaped(lines, text);
    }
    lines.push_str("\" weight=\"");
    push_whole(lines, tie.count as u64);
    lines.push('"');
    if let [spell] = *spells {
        push_span(lines, spell);
    }
    lines.push_str(">\n");
    columns.push(lines, edge);
    if spells.len() > 1 {
        lines.push_str("        <spells>\n");
        for &spell in spells {
            lines.push_str("          <spell");
            push_span(lines, spell);
            lines.push_str("/>\n");
        }
        lines.push_str("        </spells>\n");
    }
    let line = style::line(tie.status);
    push_color(lines, line.color);
    lines.push_str("        <viz:thickness value=\"");
    push_number(lines, (tie.count as f64).sqrt(), 2);
    lines.extend(["\"/>\n        <viz:shape value=\"", line.word, "\"/>\n      </edge>\n"]);
}

fn push_span(lines: &mut String, (first, last): (Date, Date)) {
    for (before, day) in [(" start=\"", first), ("\" end=\"", last)] {
        lines.push_str(before);
        push_day(lines, day);
    }
    lines.push('"');
}

fn push_color(lines: &mut String, color: Color) {
    let parts = [("        <viz:color r=\"", color.0), ("\" g=\"", color.1), ("\" b=\"", color.2)];
    for (before, part) in parts {
        lines.push_str(before);
        push_whole(lines, part.into());
    }
    lines.push_str("\"/>\n");
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

/// The kinds of ties where others of the pair have the same relation, status and speaker, by their positions: speakers may share a name,
/// so a number may follow.
fn numbered_kinds(view: &View) -> BTreeMap<usize, String> {
    let ends = |(at, (from, to, _)): (usize, (usize, usize, &Tie))| (from.min(to), from.max(to), at);
    let mut pairs: Vec<(usize, usize, usize)> = view.network.ties().enumerate().map(ends).collect();
    pairs.sort_unstable();
    let mut numbered = BTreeMap::new();
    for ties in
        pairs.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1)).filter(|ties| ties.len() > 1)
    {
        let mut given = BTreeSet::new();
        for &(_, _, at) in ties {
            let stem = label_kind(view.network.tie(at).2);
            let (mut kind, mut number) = (stem.clone(), 1);
            while given.contains(&kind) {
                number += 1;
                kind = format!("{stem} {number}");
            }
            if number > 1 {
                numbered.insert(at, kind.clone());
            }
            given.insert(kind);
        }
    }
    numbered
}

/// Relation, status and speaker: what Gephi must not merge.
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
