//! Lines of an input, plain or compressed, with their numbers; a line is bounded.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::error::Error;

/// Bytes of a line: items of Wikidata have up to a few million.
const MAX_LINE: u64 = 1 << 27;
const BUFFER: usize = 1 << 17;

/// Lines of a file, one after the other.
pub(super) struct Lines {
    path: PathBuf,
    kind: &'static str,
    reader: Box<dyn BufRead>,
    bytes_read: Rc<Cell<u64>>,
    line: u64,
    buffer: Vec<u8>,
}

impl Lines {
    /// Opens a file; one that ends with `.gz`, `.bz2` or `.zst` is decompressed.
    pub(super) fn open(path: &Path, kind: &'static str) -> Result<Self, Error> {
        let bytes_read = Rc::new(Cell::new(0));
        let open = || -> io::Result<Box<dyn BufRead>> {
            let file = File::open(path)?;
            if file.metadata()?.is_dir() {
                return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is a folder"));
            }
            let counted =
                BufReader::with_capacity(BUFFER, Counted { inner: file, count: Rc::clone(&bytes_read) });
            let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or("");
            Ok(match extension {
                "gz" => buffered(flate2::bufread::MultiGzDecoder::new(counted)),
                "bz2" => buffered(bzip2::bufread::MultiBzDecoder::new(counted)),
                "zst" => buffered(zstd::Decoder::with_buffer(counted)?),
                _ => Box::new(counted),
            })
        };
        let failed = |source| Error::Read { path: path.to_owned(), line: 0, byte: 0, source };
        let reader = open().map_err(failed)?;
        Ok(Self { path: path.to_owned(), kind, reader, bytes_read, line: 0, buffer: Vec::new() })
    }

    /// The next line without its end; `None` behind the last.
    pub(super) fn next(&mut self) -> Result<Option<&str>, Error> {
        self.buffer.clear();
        let read = self.reader.by_ref().take(MAX_LINE).read_until(b'\n', &mut self.buffer);
        let read = read.map_err(|source| self.cannot_read(source))?;
        if read == 0 {
            return Ok(None);
        }
        self.line += 1;
        if read as u64 == MAX_LINE {
            return Err(self.wrong(format!("a line of more than {MAX_LINE} bytes")));
        }
        while self.buffer.last().is_some_and(|last| matches!(last, b'\n' | b'\r')) {
            self.buffer.pop();
        }
        match std::str::from_utf8(&self.buffer) {
            Ok(line) if self.line == 1 => Ok(Some(line.trim_start_matches('\u{feff}'))),
            Ok(line) => Ok(Some(line)),
            Err(error) => {
                let what = format!("byte {} of the line is not UTF-8", error.valid_up_to() + 1);
                Err(Error::Line { path: self.path.clone(), line: self.line, what, kind: self.kind })
            }
        }
    }

    /// Number of the line that was read last, from 1.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// Bytes of the file on disk that were read.
    pub(super) fn bytes_read(&self) -> u64 {
        self.bytes_read.get()
    }

    /// That the line that was read last is wrong.
    pub(super) fn wrong(&self, what: impl Into<String>) -> Error {
        Error::Line { path: self.path.clone(), line: self.line, what: what.into(), kind: self.kind }
    }

    /// That the file cannot be read on.
    pub(super) fn cannot_read(&self, source: io::Error) -> Error {
        Error::Read { path: self.path.clone(), line: self.line, byte: self.bytes_read(), source }
    }

    /// That the file ends too early.
    pub(super) fn cut(&self) -> Error {
        self.cannot_read(io::Error::new(io::ErrorKind::UnexpectedEof, "the file is cut short"))
    }

    /// The rest as bytes, for readers with a grammar of their own.
    pub(super) fn into_reader(self) -> Box<dyn BufRead> {
        self.reader
    }
}

fn buffered(reader: impl Read + 'static) -> Box<dyn BufRead> {
    Box::new(BufReader::with_capacity(BUFFER, reader))
}

/// Counts what is read.
struct Counted {
    inner: File,
    count: Rc<Cell<u64>>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.count.set(self.count.get() + read as u64);
        Ok(read)
    }
}

/// The fields of a line of comma-separated values (RFC 4180), which may go on in the next lines.
pub(super) fn csv_fields(lines: &mut Lines) -> Result<Option<Vec<String>>, Error> {
    let Some(line) = lines.next()? else { return Ok(None) };
    let mut text = line.to_owned();
    while text.matches('"').count() % 2 == 1 {
        match lines.next()? {
            Some(more) => {
                text.push('\n');
                text.push_str(more);
            }
            None => return Err(lines.wrong("a quotation mark is never closed")),
        }
        if text.len() as u64 > MAX_LINE {
            return Err(lines.wrong("a quotation mark is never closed"));
        }
    }
    Ok(Some(split(&text)))
}

fn split(text: &str) -> Vec<String> {
    let (mut fields, mut field, mut is_quoted) = (Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if is_quoted && chars.peek() == Some(&'"') => {
                chars.next();
                field.push('"');
            }
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => fields.push(std::mem::take(&mut field)),
            c => field.push(c),
        }
    }
    fields.push(field);
    fields
}

#[cfg(test)]
mod tests {
    #[test]
    fn quoted_fields_keep_commas_and_quotes() {
        assert_eq!(super::split("a,\"b, \"\"c\"\"\",,d"), ["a", "b, \"c\"", "", "d"]);
    }
}
