//! JSON documents: one, an array, or one a line.
//!
//! The fields are `{"id","title","date","text","url"?,"source"?,"author"?,"lang"?}`; only `text` must be there, others are ignored.
//! A line that is wrong is refused with its place, and the next one is read.

use std::io::{BufRead, Read as _};
use std::ops::ControlFlow;

use serde::Deserialize;
use serde_json::Value;

use super::article::Article;
use super::map::FieldMap;
use super::{Emit, Options, PASSED_OVER, Place, byline, date, decode};
use crate::diagnostic::Diagnostic;

const SHAPE: &str = r#"a document is {"id", "title", "date", "text", "url"?, "source"?, "author"?, "lang"?}; all values are strings"#;

#[derive(Deserialize)]
struct Fields {
    id: Option<Id>,
    title: Option<String>,
    date: Option<String>,
    text: String,
    url: Option<String>,
    source: Option<String>,
    author: Option<Value>,
    authors: Option<Value>,
    byline: Option<Value>,
    #[serde(alias = "language")]
    lang: Option<String>,
}

/// Identifiers are often numbers elsewhere.
#[derive(Deserialize)]
#[serde(untagged)]
enum Id {
    Text(String),
    Number(i64),
}

/// Reads a document a line. Memory holds one line.
pub(super) fn lines(
    input: &mut dyn BufRead,
    place: &Place,
    options: &Options,
    emit: &mut Emit<'_>,
) -> ControlFlow<()> {
    let max = options.limits.max_document_bytes;
    let (mut number, mut line) = (0_u32, Vec::new());
    loop {
        line.clear();
        number = number.saturating_add(1);
        match input.take(max + 1).read_until(b'\n', &mut line) {
            Ok(0) => return ControlFlow::Continue(()),
            Ok(_) if line.len() as u64 > max && !line.ends_with(b"\n") => {
                let message = format!("a line of more than {max} bytes, the most that one document may have");
                emit(Err(Diagnostic::error(&place.label, message).at(number, 1).hint(
                    "put one document on each line; a single document or an array is --input-format json",
                )))?;
                if let Err(error) = input.skip_until(b'\n') {
                    return emit(Err(unreadable(place, number, &error)));
                }
            }
            Ok(_) if line.iter().all(u8::is_ascii_whitespace) => {}
            Ok(_) => one_line(&line, number, place, options, emit)?,
            Err(error) => return emit(Err(unreadable(place, number, &error))),
        }
    }
}

fn unreadable(place: &Place, line: u32, error: &std::io::Error) -> Diagnostic {
    Diagnostic::error(&place.label, format!("cannot be read further: {error}")).at(line, 1)
}

fn one_line(
    line: &[u8],
    number: u32,
    place: &Place,
    options: &Options,
    emit: &mut Emit<'_>,
) -> ControlFlow<()> {
    let text = match decode::text(line, Some("utf-8")) {
        Ok(decoded) => {
            if let Some(repair) = decoded.repair {
                emit(Err(Diagnostic::warning(&place.label, repair).at(number, 1)))?;
            }
            decoded.text
        }
        Err(reason) => {
            return emit(Err(Diagnostic::error(&place.label, reason).at(number, 1).hint(decode::REMEDY)));
        }
    };
    if let Some(map) = &options.map {
        return mapped(map, text.trim_end(), Some(number), place, options, emit);
    }
    if let Some(kind) = not_an_object(&text) {
        let refused = Diagnostic::error(&place.label, format!("not a document: {kind}"));
        return emit(Err(refused.at(number, 1).hint(SHAPE)));
    }
    match serde_json::from_str(text.trim_end()) {
        Ok(fields) => article(fields, Some((number, 1)), place, options, emit),
        Err(error) => {
            emit(Err(refusal(place, &error, number, u32::try_from(error.column()).unwrap_or(u32::MAX))))
        }
    }
}

/// Reads one document or an array of them.
pub(super) fn whole(bytes: &[u8], place: &Place, options: &Options, emit: &mut Emit<'_>) -> ControlFlow<()> {
    let Some(text) = super::text::decoded(bytes, Some("utf-8"), place, emit)? else {
        return ControlFlow::Continue(());
    };
    if let Some(map) = &options.map {
        return mapped(map, &text, None, place, options, emit);
    }
    let position = |error: &serde_json::Error| {
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        (number(error.line()), number(error.column()))
    };
    // The strict reading of one document comes first, because its errors have a place.
    let is_array = text.trim_start().starts_with('[');
    if !is_array {
        if let Some(kind) = not_an_object(&text) {
            return emit(Err(Diagnostic::error(&place.label, format!("not a document: {kind}"))
                .at(1, 1)
                .hint(SHAPE)));
        }
        return match serde_json::from_str(&text) {
            Ok(fields) => article(fields, None, place, options, emit),
            Err(error) => {
                let (line, column) = position(&error);
                emit(Err(refusal(place, &error, line, column)))
            }
        };
    }
    match serde_json::from_str(&text) {
        Ok(values) => {
            let values: Vec<serde_json::Value> = values;
            let numbered = Place { id: None, ..place.clone() };
            for (index, value) in values.into_iter().enumerate() {
                let label = format!("{}[{index}]", place.label);
                if let Some(kind) = not_an_object(&value.to_string()) {
                    emit(Err(Diagnostic::error(label, format!("not a document: {kind}")).hint(SHAPE)))?;
                    continue;
                }
                match serde_json::from_value(value) {
                    Ok(fields) => article(fields, None, &Place { label, ..numbered.clone() }, options, emit)?,
                    Err(error) => {
                        let message = format!("not a document: {}", in_words(&error));
                        emit(Err(Diagnostic::error(label, message).hint(SHAPE)))?;
                    }
                }
            }
            ControlFlow::Continue(())
        }
        Err(error) => {
            let (line, column) = position(&error);
            emit(Err(refusal(place, &error, line, column)))
        }
    }
}

/// Writers as text, as an object with a `name`, or as a list of these.
fn written_by(value: &Value) -> Option<String> {
    fn name(value: &Value) -> Option<&str> {
        value.as_str().or_else(|| value.get("name")?.as_str())
    }
    match value {
        Value::Array(values) => byline::joined(values.iter().filter_map(name)),
        one => byline::names(name(one)?),
    }
}

/// The articles in what a service answered, one value or several after each other; `line` if that is a line of its own.
fn mapped(
    map: &FieldMap,
    text: &str,
    line: Option<u32>,
    place: &Place,
    options: &Options,
    emit: &mut Emit<'_>,
) -> ControlFlow<()> {
    for (number, value) in serde_json::Deserializer::from_str(text).into_iter::<Value>().enumerate() {
        let value = match value {
            Ok(value) => value,
            Err(error) => {
                let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
                let message = format!("not JSON: {}", in_words(&error));
                let line = line.unwrap_or_else(|| number(error.line()));
                return emit(Err(
                    Diagnostic::error(&place.label, message).at(line, number(error.column()).max(1))
                ));
            }
        };
        let locate = |diagnostic: Diagnostic| match line {
            Some(line) => diagnostic.at(line, 1),
            None => diagnostic,
        };
        let label =
            if number == 0 { place.label.clone() } else { format!("{}({})", place.label, number + 1) };
        match map.items(&value) {
            Ok(items) if items.is_empty() => {
                let message = format!("{PASSED_OVER}no articles in it");
                emit(Err(locate(Diagnostic::warning(label, message))))?;
            }
            Ok(items) => {
                for (index, item) in items.into_iter().enumerate() {
                    mapped_item(map, item, &format!("{label}[{index}]"), &locate, options, emit)?;
                }
            }
            Err(reason) => {
                let refused = Diagnostic::error(label, format!("no articles found: {reason}"));
                emit(Err(locate(refused.hint("say where they are with --map items=path,text=path"))))?;
            }
        }
    }
    ControlFlow::Continue(())
}

fn mapped_item(
    map: &FieldMap,
    item: &Value,
    label: &str,
    locate: &dyn Fn(Diagnostic) -> Diagnostic,
    options: &Options,
    emit: &mut Emit<'_>,
) -> ControlFlow<()> {
    match map.article(item) {
        Ok(found) => {
            for (warning, hint) in found.warnings {
                let told = locate(Diagnostic::warning(label, warning));
                emit(Err(match hint {
                    Some(hint) => told.hint(hint),
                    None => told,
                }))?;
            }
            let place = Place { label: label.to_owned(), id: None, origin: None, date: None };
            emit(found.article.check(&place, options).map_err(locate))
        }
        Err(reason) => {
            let refused = Diagnostic::error(label, format!("not a document: {reason}"));
            emit(Err(locate(refused.hint("say where the text is with --map text=path|other.path"))))
        }
    }
}

fn refusal(place: &Place, error: &serde_json::Error, line: u32, column: u32) -> Diagnostic {
    Diagnostic::error(&place.label, format!("not a document: {}", in_words(error)))
        .at(line, column.max(1))
        .hint(SHAPE)
}

/// What the parser says, without its place and without names of our types.
fn in_words(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or(&message);
    message.replace(
        "data did not match any variant of untagged enum Id",
        "`id` is neither text nor a whole number",
    )
}

/// What stands there instead of an object, in words.
fn not_an_object(text: &str) -> Option<&'static str> {
    match text.trim_start().chars().next()? {
        '[' => Some("an array, where one object is expected"),
        '"' => Some("a string, where an object is expected"),
        '-' | '0'..='9' => Some("a number, where an object is expected"),
        't' | 'f' | 'n' => Some("a word, where an object is expected"),
        _ => None,
    }
}

fn article(
    fields: Fields,
    position: Option<(u32, u32)>,
    place: &Place,
    options: &Options,
    emit: &mut Emit<'_>,
) -> ControlFlow<()> {
    let locate = |diagnostic: Diagnostic| match position {
        Some((line, column)) => diagnostic.at(line, column),
        None => diagnostic,
    };
    let date = fields.date.as_deref().filter(|date| !date.trim().is_empty());
    let day = date.and_then(date::find);
    if let (Some(date), None) = (date, day) {
        let message = format!("cannot read the date {date:?}: the document goes without");
        emit(Err(locate(Diagnostic::warning(&place.label, message).hint(date::remedy(date)))))?;
    }
    let article = Article {
        id: fields.id.map(|id| match id {
            Id::Text(text) => text,
            Id::Number(number) => number.to_string(),
        }),
        title: fields.title.unwrap_or_default(),
        date: day,
        url: fields.url,
        source: fields.source,
        author: [fields.author, fields.authors, fields.byline].iter().flatten().find_map(written_by),
        language: fields.lang,
        text: fields.text,
    };
    // A line has no name of its own: its identifier is given or comes from its content.
    let nameless = Place { id: position.map_or_else(|| place.id.clone(), |_| None), ..place.clone() };
    emit(article.check(&nameless, options).map_err(locate))
}
