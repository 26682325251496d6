//! Web archives (WARC 1.0 and 1.1, ISO 28500) to one document a page.
//!
//! Only responses with HTML or plain text are read. Records are read one at a time; what is no page is passed over unread.

use std::io::{self, BufRead, Read as _};
use std::ops::ControlFlow;

use super::{Emit, Options, Place, date, html, text};
use crate::diagnostic::Diagnostic;

/// Bytes of the header of one record.
const MAX_HEADER_BYTES: u64 = 1 << 16;

/// Reads the records.
pub(super) fn records(
    input: &mut dyn BufRead,
    place: &Place,
    options: &Options,
    emit: &mut Emit<'_>,
) -> ControlFlow<()> {
    loop {
        let header = match header(input) {
            Ok(Some(header)) => header,
            Ok(None) => return ControlFlow::Continue(()),
            Err(error) => {
                return emit(Err(Diagnostic::error(
                    &place.label,
                    format!("cannot be read further: {error}"),
                )));
            }
        };
        let length: u64 = field(&header, "content-length").and_then(|n| n.parse().ok()).unwrap_or(0);
        let is_page = field(&header, "warc-type") == Some("response");
        let url = field(&header, "warc-target-uri").map(|url| url.trim_matches(['<', '>']).to_owned());
        let label = url.clone().map_or_else(|| place.label.clone(), |url| format!("{}:{url}", place.label));
        let mut block = input.take(length);
        let mut body = Vec::new();
        let outcome = if is_page && length <= options.limits.max_document_bytes {
            block.read_to_end(&mut body).map(|_| ())
        } else {
            io::copy(&mut block, &mut io::sink()).map(|_| ())
        };
        if let Err(error) = outcome {
            return emit(Err(Diagnostic::error(label, format!("cannot be read further: {error}"))));
        }
        if is_page && length > options.limits.max_document_bytes {
            let max = options.limits.max_document_bytes;
            emit(Err(Diagnostic::error(
                label,
                format!("larger than {max} bytes, the most that one document may have"),
            )))?;
        } else if is_page {
            let day = field(&header, "warc-date").and_then(date::find);
            page(
                &body,
                url.as_deref(),
                &Place { id: url.clone(), origin: None, label, date: day },
                options,
                emit,
            )?;
        }
    }
}

/// The lines up to the empty one; `None` at the end.
fn header(input: &mut dyn BufRead) -> io::Result<Option<String>> {
    let mut header = Vec::new();
    let mut limited = input.take(MAX_HEADER_BYTES);
    loop {
        let before = header.len();
        let count = limited.read_until(b'\n', &mut header)?;
        let line = header.get(before..).unwrap_or_default();
        if count == 0 {
            let is_cut = !header.is_empty();
            return if is_cut { Err(io::Error::other("a record is cut off")) } else { Ok(None) };
        }
        if line.iter().all(u8::is_ascii_whitespace) {
            header.truncate(before);
            if before > 0 {
                break;
            }
        }
    }
    if !header.starts_with(b"WARC/1.") {
        return Err(io::Error::other("a record does not begin with WARC/1"));
    }
    Ok(Some(String::from_utf8_lossy(&header).into_owned()))
}

/// The value of a header field.
fn field<'a>(header: &'a str, name: &str) -> Option<&'a str> {
    header.lines().skip(1).find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.trim().eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

/// The document of an HTTP response.
fn page(
    response: &[u8],
    url: Option<&str>,
    place: &Place,
    options: &Options,
    emit: &mut Emit<'_>,
) -> ControlFlow<()> {
    let Some(split) = response.windows(4).position(|window| window == b"\r\n\r\n") else {
        return ControlFlow::Continue(());
    };
    let head = String::from_utf8_lossy(&response[..split]).into_owned();
    let body = &response[split + 4..];
    let is_ok = head.split_whitespace().nth(1) == Some("200");
    let kind = field(&head, "content-type").unwrap_or("").to_ascii_lowercase();
    if !is_ok
        || field(&head, "content-encoding").is_some_and(|coding| !coding.eq_ignore_ascii_case("identity"))
    {
        return ControlFlow::Continue(());
    }
    let unchunked;
    let is_chunked =
        field(&head, "transfer-encoding").is_some_and(|coding| coding.eq_ignore_ascii_case("chunked"));
    let body = if is_chunked {
        unchunked = without_chunks(body);
        unchunked.as_slice()
    } else {
        body
    };
    if kind.contains("html") {
        html::read(body, url.filter(|url| url.starts_with("http")), place, options, emit)
    } else if kind.starts_with("text/plain") {
        text::read(body, place, options, emit)
    } else {
        ControlFlow::Continue(())
    }
}

/// The body of a chunked response (RFC 9112, 7.1); as far as it is whole.
fn without_chunks(mut body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    while let Some(end) = body.iter().position(|&b| b == b'\n') {
        let size = String::from_utf8_lossy(&body[..end]);
        let size = size.split(';').next().unwrap_or("").trim();
        let Ok(size) = usize::from_str_radix(size, 16) else { break };
        let rest = &body[end + 1..];
        let Some(chunk) = rest.get(..size).filter(|_| size > 0) else { break };
        out.extend_from_slice(chunk);
        body = rest.get(size + 2..).unwrap_or_default();
    }
    out
}
