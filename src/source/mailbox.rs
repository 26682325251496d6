//! Mailboxes (`.mbox`, RFC 4155) to one document a mail.
//!
//! What comes in is a stream, of which a mail is held at a time; each is read as [`mail`] reads a file. A mail begins behind a line `From …`
//! that is the first or stands behind an empty one. Lines `>From` of a mail lose one `>`, as `mboxrd` writes them. A mail that is too
//! large is refused, and the next one read.

use std::io::{self, BufRead, Read as _};
use std::ops::ControlFlow;

use super::{Emit, Options, Place, mail};
use crate::diagnostic::Diagnostic;

/// How the line begins that stands before a mail.
const FROM: &[u8] = b"From ";

/// A mail as far as it was read.
#[derive(Default)]
struct Mail {
    /// The line of the mailbox in which it begins; 0 before the first.
    line: u32,
    bytes: Vec<u8>,
    is_too_large: bool,
}

/// Reads the mails.
pub(super) fn read(
    input: &mut dyn BufRead,
    place: &Place,
    options: &Options,
    emit: &mut Emit<'_>,
) -> ControlFlow<()> {
    // A mail without a Message-ID is called by its text: its place changes when others are deleted.
    let nameless = Place { id: None, origin: None, ..place.clone() };
    let max = options.limits.max_document_bytes;
    let (mut mail, mut line, mut number) = (Mail::default(), Vec::new(), 0_u32);
    let (mut is_start, mut is_behind_empty) = (true, true);
    loop {
        line.clear();
        match input.take(max + 1).read_until(b'\n', &mut line) {
            Ok(0) => return mail.end(&nameless, options, emit),
            Ok(_) => {}
            Err(error) => {
                mail.end(&nameless, options, emit)?;
                return emit(Err(unreadable(place, number, &error)));
            }
        }
        number = number.saturating_add(u32::from(is_start));
        if is_start && is_behind_empty && line.starts_with(FROM) {
            let next = Mail { line: number, ..Mail::default() };
            std::mem::replace(&mut mail, next).end(&nameless, options, emit)?;
        } else if mail.line > 0 {
            mail.add(&line, is_start, max);
        } else if !line.iter().all(u8::is_ascii_whitespace) {
            return emit(Err(no_mailbox(place, number)));
        }
        is_behind_empty = is_start && matches!(line.as_slice(), b"\n" | b"\r\n");
        is_start = line.ends_with(b"\n");
    }
}

impl Mail {
    fn add(&mut self, line: &[u8], is_start: bool, max: u64) {
        self.is_too_large |= (self.bytes.len() + line.len()) as u64 > max;
        if self.is_too_large {
            // What is refused need not be held.
            self.bytes = Vec::new();
            return;
        }
        let quoted = line.iter().position(|&byte| byte != b'>').filter(|&marks| marks > 0 && is_start);
        let is_quoted =
            quoted.is_some_and(|marks| line.get(marks..).is_some_and(|rest| rest.starts_with(FROM)));
        self.bytes.extend_from_slice(line.get(usize::from(is_quoted)..).unwrap_or_default());
    }

    /// Reads what is there of it as a document.
    fn end(self, place: &Place, options: &Options, emit: &mut Emit<'_>) -> ControlFlow<()> {
        if self.line == 0 {
            return ControlFlow::Continue(());
        }
        if self.is_too_large {
            let max = options.limits.max_document_bytes;
            let refused = format!("a mail of more than {max} bytes, the most that one document may have");
            return emit(Err(Diagnostic::error(&place.label, refused)
                .at(self.line, 1)
                .hint("attachments count; read it with --input-limit document-bytes=50M")));
        }
        mail::read(&self.bytes, place, options, &mut |item| {
            emit(item.map_err(|told| if told.position.is_none() { told.at(self.line, 1) } else { told }))
        })
    }
}

fn no_mailbox(place: &Place, line: u32) -> Diagnostic {
    Diagnostic::error(&place.label, "not a mailbox: it does not begin with a line \"From …\"")
        .at(line, 1)
        .hint("a single mail is --input-format mail")
}

fn unreadable(place: &Place, line: u32, error: &io::Error) -> Diagnostic {
    Diagnostic::error(&place.label, format!("cannot be read further: {error}")).at(line, 1)
}
