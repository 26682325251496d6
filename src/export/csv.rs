//! Two CSV files for Neo4j (`neo4j-admin database import`, `LOAD CSV`), pandas and spreadsheets.
//!
//! RFC 4180 with a quote around every text. A cell that a spreadsheet would take for a formula gets an apostrophe.

use std::io::{self, Write};

use super::attribute::{Kind, Value, edge_attributes, node_attributes, relationship_type};
use super::view::{View, push_whole};
use super::{LossReport, parts};

/// Name of the file with the actors.
pub const NODES: &str = "nodes.csv";
/// Name of the file with the ties.
pub const RELATIONSHIPS: &str = "relationships.csv";

const BREAKS: &str = "line breaks in cells turned into spaces";

/// Writes the actors: `id:ID`, `name`, `:LABEL` and their attributes.
pub fn write_nodes(view: &View, out: &mut dyn Write) -> io::Result<LossReport> {
    let mut loss = LossReport::new("CSV");
    let attributes = node_attributes();
    let columns =
        || attributes.iter().filter(|attribute| !matches!(attribute.name, "name" | "iri" | "class"));
    write!(out, "id:ID,name,:LABEL")?;
    for attribute in columns() {
        write!(out, ",{}{}", attribute.name, suffix(attribute.kind))?;
    }
    write!(out, "\r\n")?;
    // Before the threads that write parts ask for them.
    view.positions();
    parts::write(view.network.actors().len(), out, &mut loss, |at, row: &mut String, loss| {
        let node = view.node(at);
        loss.add("reported clauses left out (they have no object to point to)", node.actor.texts);
        push_cell(row, &node.actor.iri, loss);
        for text in [&node.actor.name, node.actor.class.as_str()] {
            row.push(',');
            push_cell(row, text, loss);
        }
        for attribute in columns() {
            row.push(',');
            attribute.value(&node).iter().for_each(|value| push_value(row, value, loss));
        }
        row.push_str("\r\n");
    })?;
    Ok(loss)
}

/// Writes the ties: `:START_ID`, `:END_ID`, `:TYPE` and their attributes.
pub fn write_relationships(view: &View, out: &mut dyn Write) -> io::Result<LossReport> {
    let mut loss = LossReport::new("CSV");
    let attributes = edge_attributes();
    write!(out, ":START_ID,:END_ID,:TYPE,id")?;
    for attribute in &attributes {
        write!(out, ",{}{}", attribute.name, suffix(attribute.kind))?;
    }
    write!(out, "\r\n")?;
    parts::write(view.network.ties().len(), out, &mut loss, |at, row: &mut String, loss| {
        let edge = view.edge(at);
        loss.add("evidence sentences beyond the first of a tie", edge.tie.evidence.len().saturating_sub(1));
        let [from, to] = [edge.from, edge.to].map(|at| &view.network.actor(at).iri);
        for text in [from, to, &relationship_type(&edge.tie.relation)] {
            push_cell(row, text, loss);
            row.push(',');
        }
        row.push('e');
        push_whole(row, edge.index as u64 + 1);
        for attribute in &attributes {
            row.push(',');
            attribute.value(&edge).iter().for_each(|value| push_value(row, value, loss));
        }
        row.push_str("\r\n");
    })?;
    Ok(loss)
}

/// Neo4j's name of a kind.
fn suffix(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "",
        Kind::Whole => ":int",
        Kind::Decimal => ":double",
        Kind::Truth => ":boolean",
        Kind::List => ":string[]",
        Kind::Day => ":date",
    }
}

fn push_value(row: &mut String, value: &Value<'_>, loss: &mut LossReport) {
    match value {
        Value::Text(text) => push_cell(row, text, loss),
        Value::List(values) => {
            let inner = values.iter().filter(|value| value.contains(';')).count();
            loss.add("semicolons inside the values of a list turned into commas", inner);
            match *values {
                [only] if inner == 0 => push_cell(row, only, loss),
                _ => {
                    let values: Vec<String> = values.iter().map(|value| value.replace(';', ",")).collect();
                    push_cell(row, &values.join(";"), loss);
                }
            }
        }
        Value::Day(_) => push_cell(row, &value.to_text(";"), loss),
        // Numbers and truth values are never formulas.
        Value::Whole(_) | Value::Decimal(_) | Value::Truth(_) => value.push_text(row, ";"),
    }
}

/// Writes `text` as a quoted cell: quotes doubled, NUL and line breaks taken out (Neo4j's importer reads a record a line),
/// and an apostrophe in front of what a spreadsheet would calculate.
fn push_cell(row: &mut String, text: &str, loss: &mut LossReport) {
    row.push('"');
    if starts_formula(text) {
        row.push('\'');
        loss.add("cells defused by an apostrophe (a spreadsheet would calculate them)", 1);
    }
    // Most texts have nothing to escape. Without an end at the first, so that many bytes are looked at together.
    let is_suspect = |byte: u8| matches!(byte, b'"' | b'\n' | b'\r' | b'\0');
    if !text.bytes().fold(false, |found, byte| found | is_suspect(byte)) {
        row.extend([text, "\""]);
        return;
    }
    let mut broken = false;
    for character in text.chars() {
        match character {
            '"' => row.push_str("\"\""),
            '\n' | '\r' => {
                broken = true;
                row.push(' ');
            }
            '\0' => row.push('\u{FFFD}'),
            _ => row.push(character),
        }
    }
    row.push('"');
    loss.add(BREAKS, usize::from(broken));
}

/// Whether a spreadsheet would take `text` for a formula; blanks in front do not hinder it.
pub(super) fn starts_formula(text: &str) -> bool {
    let first = text.trim_start_matches([' ', '\u{A0}', '\u{FEFF}', '\u{200B}']).chars().next();
    first.is_some_and(|first| {
        matches!(first, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠' | '|')
    })
}

#[cfg(test)]
mod tests {
    use super::push_cell;
    use crate::export::LossReport;

    #[test]
    fn cells_are_quoted_and_formulas_defused() {
        for (text, expected) in [
            ("plain", "\"plain\""),
            ("a,b;c", "\"a,b;c\""),
            ("say \"hi\"", "\"say \"\"hi\"\"\""),
            ("=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\""),
            ("+1", "\"'+1\""),
            ("-2+3", "\"'-2+3\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("  =1", "\"'  =1\""),
            ("\t=1", "\"'\t=1\""),
            ("\r=1", "\"' =1\""),
            ("＝1", "\"'＝1\""),
            ("a\r\nb", "\"a  b\""),
            ("a\0b", "\"a\u{FFFD}b\""),
            ("", "\"\""),
        ] {
            let mut cell = String::new();
            push_cell(&mut cell, text, &mut LossReport::new("CSV"));
            assert_eq!(cell, expected, "{text:?}");
        }
    }
}
