//! Tables (CSV, TSV) to one document a row. The first row names the columns.
//!
//! What comes in is a stream, of which a row is held at a time; what goes out are documents, and what is wrong by its line. Columns are
//! known by the names that people give them, or by a map ([`FieldMap`]). Cells apart by commas, semicolons, tabs or bars, with quotes as
//! in RFC 4180; what the first row has most of counts, or what a line `sep=;` before it says, as Excel reads it. Formulas are text.

use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;
use std::rc::Rc;

use csv::{ByteRecord, Reader, ReaderBuilder};
use serde_json::{Map, Value};

use super::article::Article;
use super::map::FieldMap;
use super::{Emit, Options, PASSED_OVER, Place, container, decode, identifier};
use crate::diagnostic::Diagnostic;

/// What separates cells, the most usual first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Reads the rows.
pub(super) fn read(
    input: &mut dyn BufRead,
    place: &Place,
    options: &Options,
    emit: &mut Emit<'_>,
) -> ControlFlow<()> {
    let start = match input.fill_buf() {
        Ok(start) => start,
        Err(error) => return emit(Err(unreadable(place, 1, &error.to_string()))),
    };
    if !start.starts_with(&[0xff, 0xfe]) && !start.starts_with(&[0xfe, 0xff]) {
        return rows(input, place, options, emit);
    }
    // Spreadsheets write UTF-16, which is read whole.
    let bytes = match container::whole(input, &place.label, options.limits.max_document_bytes) {
        Ok(bytes) => bytes,
        Err(refused) => return emit(Err(refused)),
    };
    match super::text::decoded(&bytes, None, place, emit)? {
        Some(text) => rows(&mut text.as_bytes(), place, options, emit),
        None => ControlFlow::Continue(()),
    }
}

fn rows(input: &mut dyn BufRead, place: &Place, options: &Options, emit: &mut Emit<'_>) -> ControlFlow<()> {
    let left = Rc::new(Cell::new(0));
    let max = options.limits.max_document_bytes;
    left.set(max);
    let start = input.fill_buf().unwrap_or_default();
    let told = told_delimiter(start);
    let delimiter = told.unwrap_or_else(|| delimiter(start));
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .has_headers(false)
        .from_reader(Capped { inner: input, left: Rc::clone(&left) });
    let mut row = ByteRecord::new();
    if told.is_some() && !next(&mut reader, &mut row, place, emit)? {
        return ControlFlow::Continue(());
    }
    let Some(columns) = next(&mut reader, &mut row, place, emit)?.then(|| names(&row)) else {
        return ControlFlow::Continue(());
    };
    let found;
    let map = match &options.map {
        Some(map) => map.as_ref(),
        None => {
            let Some(known) = FieldMap::of_columns(&columns) else {
                return emit(Err(no_text(place, &columns)));
            };
            found = known;
            &found
        }
    };
    loop {
        left.set(max);
        if !next(&mut reader, &mut row, place, emit)? {
            return ControlFlow::Continue(());
        }
        let line = row.position().map_or(0, |position| u32::try_from(position.line()).unwrap_or(u32::MAX));
        match item(&columns, &row) {
            Ok((item, repair)) => {
                if let Some(repair) = repair {
                    emit(Err(Diagnostic::warning(&place.label, repair).at(line, 1)))?;
                }
                article(map, &item, line, place, options, emit)?;
            }
            Err(reason) => {
                emit(Err(Diagnostic::error(&place.label, reason).at(line, 1).hint(decode::REMEDY)))?;
            }
        }
    }
}

/// What separates the cells by a line of its own before the first row: `sep=;`.
fn told_delimiter(start: &[u8]) -> Option<u8> {
    let start = start.strip_prefix("\u{feff}".as_bytes()).unwrap_or(start);
    let line = start.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let line = line.strip_prefix(b"\"").and_then(|line| line.strip_suffix(b"\"")).unwrap_or(line);
    match line {
        [s, e, p, b'=', delimiter] if [*s, *e, *p].eq_ignore_ascii_case(b"sep") => {
            Some(*delimiter).filter(|byte| byte.is_ascii() && *byte != b'"')
        }
        _ => None,
    }
}

/// What separates the cells of the first line.
fn delimiter(start: &[u8]) -> u8 {
    let line = start.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let mut counts = [0_usize; DELIMITERS.len()];
    let mut is_quoted = false;
    for byte in line {
        is_quoted ^= *byte == b'"';
        if let Some(at) = DELIMITERS.iter().position(|delimiter| delimiter == byte).filter(|_| !is_quoted) {
            counts[at] += 1;
        }
    }
    let most = counts.iter().max().copied().unwrap_or(0);
    DELIMITERS
        .into_iter()
        .zip(counts)
        .find(|(_, count)| *count == most)
        .map_or(b',', |(delimiter, _)| delimiter)
}

/// Reads the next row; `false` at the end, and where it cannot go on, which is told.
fn next<R: Read>(
    reader: &mut Reader<R>,
    row: &mut ByteRecord,
    place: &Place,
    emit: &mut Emit<'_>,
) -> ControlFlow<(), bool> {
    match reader.read_byte_record(row) {
        Ok(is_there) => ControlFlow::Continue(is_there),
        Err(error) => {
            let line = u32::try_from(reader.position().line()).unwrap_or(u32::MAX);
            emit(Err(unreadable(place, line, &error.to_string())))?;
            ControlFlow::Continue(false)
        }
    }
}

fn unreadable(place: &Place, line: u32, reason: &str) -> Diagnostic {
    Diagnostic::error(&place.label, format!("cannot be read further: {reason}")).at(line, 1)
}

fn no_text(place: &Place, columns: &[String]) -> Diagnostic {
    let columns: Vec<&str> = columns.iter().map(String::as_str).take(20).collect();
    let message = format!(
        "{PASSED_OVER}no column is called text, content, body or the like; the columns are {}",
        columns.join(", ")
    );
    Diagnostic::warning(&place.label, message)
        .at(1, 1)
        .hint("say where the text is with --map text=column,title=column; the first row has the names of the columns")
}

/// The names of the columns, as the first row writes them.
fn names(row: &ByteRecord) -> Vec<String> {
    row.iter().map(|cell| String::from_utf8_lossy(cell).trim_matches(['\u{feff}', ' ']).to_owned()).collect()
}

/// A row by the names of its columns; of two columns of one name the first with a value counts. Beside it, what had to be repaired.
fn item(columns: &[String], row: &ByteRecord) -> Result<(Value, Option<String>), String> {
    let (mut item, mut repair) = (Map::new(), None);
    for (name, cell) in columns.iter().zip(row) {
        let decoded = decode::text(cell, None)?;
        repair = repair.or(decoded.repair);
        let before = item.entry(name.as_str()).or_insert_with(|| Value::String(String::new()));
        if before.as_str().is_some_and(|before| before.trim().is_empty()) {
            *before = Value::String(decoded.text);
        }
    }
    Ok((Value::Object(item), repair))
}

fn article(
    map: &FieldMap,
    item: &Value,
    line: u32,
    place: &Place,
    options: &Options,
    emit: &mut Emit<'_>,
) -> ControlFlow<()> {
    let found = match map.article(item) {
        Ok(found) => found,
        // Rows without a text are usual: a page that could not be fetched, or a line between.
        Err(reason) => {
            let told = Diagnostic::warning(&place.label, format!("{PASSED_OVER}no text")).at(line, 1);
            return emit(Err(told.hint(reason)));
        }
    };
    for (warning, hint) in found.warnings {
        let told = Diagnostic::warning(&place.label, warning).at(line, 1);
        emit(Err(match hint {
            Some(hint) => told.hint(hint),
            None => told,
        }))?;
    }
    let (article, row) = named(found.article, place);
    emit(article.check(&row, options).map_err(|told| told.at(line, 1)))
}

/// The article with an identifier that nobody else has, and its place. Numbers of rows are the table's: `articles/7`.
fn named(article: Article, place: &Place) -> (Article, Place) {
    let nameless = Place { id: None, origin: None, ..place.clone() };
    let given = article.id.as_deref().map(super::article::line).filter(|id| !id.is_empty());
    let is_iri = |id: &String| identifier::is_absolute(id);
    let url = article.url.clone().filter(is_iri);
    match given {
        Some(id) if !is_iri(&id) => {
            let origin = place.origin.as_ref().map(|origin| origin.within(&id, &id));
            let by_file = origin.as_ref().and_then(|origin| origin.names().next());
            let by_name = place.id.as_ref().map(|name| format!("{name}/{id}"));
            let name = by_file.or(by_name).unwrap_or(id);
            (Article { id: None, ..article }, Place { id: Some(name), origin, ..nameless })
        }
        given => (Article { id: given.or(url), ..article }, nameless),
    }
}

/// A stream of which not more is read than is left, so that a quote that is never closed fills no memory.
struct Capped<'a> {
    inner: &'a mut dyn BufRead,
    left: Rc<Cell<u64>>,
}

impl Read for Capped<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        let left = self.left.get().checked_sub(count as u64);
        self.left.set(left.ok_or_else(|| {
            io::Error::other("a row is larger than one document may be; is a quote not closed?")
        })?);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_separates_cells_is_what_the_first_line_has_most_of() {
        for (start, expected) in [
            ("id,title,text\n1;2;3;4;5", b','),
            ("id;title;\"a,b,c,d,e\"\n", b';'),
            ("id\ttitle, short\ttext", b'\t'),
            ("id|text", b'|'),
            ("text", b','),
            ("", b','),
        ] {
            assert_eq!(delimiter(start.as_bytes()), expected, "{start}");
        }
    }
}
