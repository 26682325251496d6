//! Two CSV files for Neo4j (`neo4j-admin database import`, `LOAD CSV`), pandas and spreadsheets.
//!
//! RFC 4180 with a quote around every text. A cell that a spreadsheet would take for a formula gets an apostrophe.

use std::io::{self, Write};

use super::LossReport;
use super::attribute::{Kind, Value, edge_attributes, node_attributes, relationship_type};
use super::view::View;

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
    for node in view.nodes() {
        loss.add("reported clauses left out (they have no object to point to)", node.actor.texts);
        let id = cell(&node.actor.iri, &mut loss);
        write!(
            out,
            "{id},{},{}",
            cell(&node.actor.name, &mut loss),
            cell(node.actor.class.as_str(), &mut loss)
        )?;
        for attribute in columns() {
            write!(out, ",{}", value_cell(attribute.value(&node), &mut loss))?;
        }
        write!(out, "\r\n")?;
    }
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
    for edge in view.edges() {
        loss.add("evidence sentences beyond the first of a tie", edge.tie.evidence.len().saturating_sub(1));
        let from = cell(&view.network.actor(edge.from).iri, &mut loss);
        let to = cell(&view.network.actor(edge.to).iri, &mut loss);
        let kind = cell(&relationship_type(&edge.tie.relation), &mut loss);
        write!(out, "{from},{to},{kind},e{}", edge.index + 1)?;
        for attribute in &attributes {
            write!(out, ",{}", value_cell(attribute.value(&edge), &mut loss))?;
        }
        write!(out, "\r\n")?;
    }
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

fn value_cell(value: Option<Value<'_>>, loss: &mut LossReport) -> String {
    match value {
        None => String::new(),
        Some(Value::Text(text)) => cell(&text, loss),
        Some(Value::List(values)) => {
            let inner = values.iter().filter(|value| value.contains(';')).count();
            loss.add("semicolons inside the values of a list turned into commas", inner);
            let values: Vec<String> = values.iter().map(|value| value.replace(';', ",")).collect();
            cell(&values.join(";"), loss)
        }
        // Numbers and truth values are never formulas.
        Some(value) => value.to_text(";"),
    }
}

/// `text` as a quoted cell: quotes doubled, NUL and line breaks taken out (Neo4j's importer reads a record a line),
/// and an apostrophe in front of what a spreadsheet would calculate.
fn cell(text: &str, loss: &mut LossReport) -> String {
    let mut quoted = String::with_capacity(text.len() + 3);
    quoted.push('"');
    if starts_formula(text) {
        quoted.push('\'');
        loss.add("cells defused by an apostrophe (a spreadsheet would calculate them)", 1);
    }
    let mut broken = false;
    // Most texts have nothing to escape.
    let is_plain = text.bytes().all(|byte| !matches!(byte, b'"' | b'\n' | b'\r' | b'\0'));
    if is_plain {
        quoted.push_str(text);
    }
    for character in text.chars().filter(|_| !is_plain) {
        match character {
            '"' => quoted.push_str("\"\""),
            '\n' | '\r' => {
                broken = true;
                quoted.push(' ');
            }
            '\0' => quoted.push('\u{FFFD}'),
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    loss.add(BREAKS, usize::from(broken));
    quoted
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
    use super::cell;
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
            assert_eq!(cell(text, &mut LossReport::new("CSV")), expected, "{text:?}");
        }
    }
}
