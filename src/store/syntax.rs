//! What the parser of SPARQL says, in words that help: the place, what is wrong there, and what to write.

use super::{evaluate, guard};
use crate::graph::vocabulary;

/// Alternatives that are listed at most.
const MAX_EXPECTED: usize = 8;
/// How a query begins, besides its prologue.
const FORMS: [&str; 4] = ["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"];

/// A syntax error with the line, a caret and a hint.
pub(super) fn explain(text: &str, query: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    let Some((line, column)) = position(&text) else { return format!("the query is not SPARQL: {text}") };
    let shown = query.lines().nth(line.saturating_sub(1)).unwrap_or("");
    let width = line.to_string().len();
    let pad = " ".repeat(width);
    let caret = " ".repeat(column.saturating_sub(1));
    let expected = text.split_once(": ").map_or(text.as_str(), |(_, what)| what);
    let prefix =
        expected.contains("Prefix not found").then(|| unknown_prefix(query, shown, column)).flatten();
    let (what, hint) = match prefix {
        Some(prefix) => ("an unknown prefix".to_owned(), Some(prefix_hint(&prefix))),
        None => in_words(expected, query),
    };
    let mut message = format!("query:{line}:{column}: {what}\n{pad} |\n{line} | {shown}\n{pad} | {caret}^");
    if let Some(hint) = hint {
        message.push_str(&format!("\nhint: {hint}"));
    }
    message
}

fn prefix_hint(prefix: &str) -> String {
    let known = vocabulary::PREFIXES.iter().map(|(prefix, _)| *prefix).chain(["doc", "ex", "geof", "uom"]);
    match evaluate::nearest(prefix, known) {
        Some(nearest) => format!("the prefix {prefix}: is not declared; did you mean {nearest}:?"),
        None => format!("the prefix {prefix}: is not declared; begin the query with PREFIX {prefix}: <IRI>"),
    }
}

/// What is wrong, and a hint if there is one.
fn in_words(expected: &str, query: &str) -> (String, Option<String>) {
    let list = expected.strip_prefix("expected one of ").or_else(|| expected.strip_prefix("expected "));
    let all: Vec<&str> = list.unwrap_or_default().split(", ").collect();
    if all.contains(&"\"\\\\\"") {
        return (
            "a string that does not end".to_owned(),
            Some("close it with the quote that opened it".to_owned()),
        );
    }
    if let Some(open) = guard::unclosed(query) {
        let close = match open {
            '(' => ')',
            '[' => ']',
            _ => '}',
        };
        return (format!("{open} is not closed"), Some(format!("add {close} where the group ends")));
    }
    // Character classes and names of grammar rules tell people nothing.
    let is_readable = |word: &&str| !word.contains(['[', ']', '\\']) && !word.contains("Prefix not found");
    let words: Vec<&str> = all.into_iter().filter(is_readable).filter(|word| !word.is_empty()).collect();
    let hint = misspelt_form(query).map(|form| format!("did you mean {form}?"));
    let what = match words.as_slice() {
        _ if hint.is_some() => format!("expected one of {}", FORMS.join(", ")),
        [] if list.is_some() => "something else is expected here".to_owned(),
        [] => expected.to_owned(),
        [word] => format!("expected {word}"),
        words if words.len() <= MAX_EXPECTED => format!("expected one of {}", words.join(", ")),
        _ => "something else is expected here".to_owned(),
    };
    (what, hint)
}

/// The form that was probably meant, if the first word of the query is none.
fn misspelt_form(query: &str) -> Option<&'static str> {
    let first = query.split_whitespace().next()?;
    let is_prologue = ["PREFIX", "BASE"].iter().any(|word| first.eq_ignore_ascii_case(word));
    let is_form = FORMS.iter().any(|form| first.to_uppercase().starts_with(form));
    if is_prologue || is_form || first.starts_with('#') {
        return None;
    }
    evaluate::nearest(first, FORMS.into_iter()).and_then(|near| FORMS.into_iter().find(|form| *form == near))
}

/// Line and column of `error at 1:23: …`.
fn position(text: &str) -> Option<(usize, usize)> {
    let (line, rest) = text.strip_prefix("error at ")?.split_once(':')?;
    let column = rest.split_once(':').map_or(rest, |(column, _)| column);
    Some((line.parse().ok()?, column.parse().ok()?))
}

/// A prefix at or just before the place that neither the query declares nor everyone knows.
fn unknown_prefix(query: &str, line: &str, column: usize) -> Option<String> {
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let declared = |prefix: &str| {
        let lower = query.to_lowercase();
        lower
            .split("prefix")
            .skip(1)
            .any(|rest| rest.trim_start().starts_with(&format!("{}:", prefix.to_lowercase())))
    };
    let known = |prefix: &str| {
        vocabulary::PREFIXES.iter().any(|(known, _)| *known == prefix)
            || matches!(prefix, "doc" | "ex" | "geof" | "uom")
    };
    let mut best: Option<(usize, String)> = None;
    for (at, _) in line.match_indices(':') {
        let before = line.get(..at).unwrap_or("");
        let prefix: String =
            before.chars().rev().take_while(|&c| is_name(c)).collect::<Vec<_>>().into_iter().rev().collect();
        let is_scheme = line.get(at + 1..).is_some_and(|rest| rest.starts_with("//"));
        if prefix.is_empty() || is_scheme || known(&prefix) || declared(&prefix) {
            continue;
        }
        let distance = before.chars().count().abs_diff(column);
        if best.as_ref().is_none_or(|(least, _)| distance < *least) {
            best = Some((distance, prefix));
        }
    }
    best.map(|(_, prefix)| prefix)
}
