//! Answers of a query as people read them: a table with prefixed names and literals without quotes, nothing that a terminal obeys.

use std::io::{self, Write};

use comfy_table::{ContentArrangement, Table, presets};
use oxigraph::model::{NamedNode, Term};

use crate::commands::{Context, visible};
use crate::graph::iri::Base;
use crate::graph::vocabulary::PREFIXES;
use crate::store::query::Answer;

/// Writes rows as a table that fits the terminal, and a yes or no as a word.
pub(super) fn write(answer: &Answer, context: &Context, base: &Base, to: &mut dyn Write) -> io::Result<()> {
    let (variables, rows) = match answer {
        Answer::Boolean(is_true) => return writeln!(to, "{}", if *is_true { "yes" } else { "no" }),
        Answer::Graph(_) => return Ok(()),
        Answer::Solutions { variables, rows } => (variables, rows),
    };
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    if let (true, Some((width, _))) = (context.stdout_is_terminal, terminal_size()) {
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
    }
    table.set_header(variables);
    for row in rows {
        table.add_row(row.iter().map(|term| term.as_ref().map(|term| shown(term, base)).unwrap_or_default()));
    }
    for line in table.lines() {
        writeln!(to, "{}", line.trim_end())?;
    }
    Ok(())
}

#[cfg(unix)]
fn terminal_size() -> Option<(u16, u16)> {
    let size = rustix::termios::tcgetwinsize(io::stdout()).ok()?;
    (size.ws_col > 0).then_some((size.ws_col, size.ws_row))
}

#[cfg(not(unix))]
fn terminal_size() -> Option<(u16, u16)> {
    None
}

/// A term as people read it: prefixed names, literals without quotes, nothing that a terminal obeys.
fn shown(term: &Term, base: &Base) -> String {
    match term {
        Term::NamedNode(node) => short(node, base),
        Term::BlankNode(node) => node.to_string(),
        Term::Literal(literal) => in_one_line(literal.value()),
        Term::Triple(triple) => {
            let subject = shown(&triple.subject.clone().into(), base);
            format!("<<( {subject} {} {} )>>", short(&triple.predicate, base), shown(&triple.object, base))
        }
    }
}

fn short(node: &NamedNode, base: &Base) -> String {
    let own = base.prefixes();
    let own = own.iter().map(|(prefix, iri)| (*prefix, iri.as_str()));
    for (prefix, iri) in own.chain(PREFIXES) {
        if let Some(rest) = node.as_str().strip_prefix(iri) {
            return in_one_line(&format!("{prefix}:{rest}"));
        }
    }
    in_one_line(node.as_str())
}

/// In one line, with what is not seen spelt out.
fn in_one_line(text: &str) -> String {
    visible(&text.replace(['\n', '\r', '\t'], " ")).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_a_terminal_obeys_is_shown() {
        assert_eq!(in_one_line("a\x1b[31mb\u{202e}c\nd"), "a\\x1b[31mb\\u{202e}c d");
    }
}
