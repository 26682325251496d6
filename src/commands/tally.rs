//! Counting what became of the inputs of a command.

use super::Outcome;
use crate::archive::left_out::Kind;
use crate::diagnostic::{Diagnostic, Severity, counted};
use crate::document::Document;
use crate::pipeline::batch::Panicked;
use crate::source;

/// Inputs by what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Understood.
    pub documents: usize,
    /// Refused, each with a reason.
    pub rejected: usize,
    /// Passed over: empty, or not in English.
    pub skipped: usize,
    /// Passed over in a folder or an archive: not a known format.
    pub unknown: usize,
}

impl Tally {
    /// Name of an input, in case that work on it fails.
    pub fn name(reading: &Result<Document, Diagnostic>) -> String {
        reading
            .as_ref()
            .map_or_else(|diagnostic| diagnostic.source.clone(), |document| document.id.to_string())
    }

    /// Counts what became of an input and tells of what went wrong; gives what came out.
    pub fn take<T>(
        &mut self,
        result: Result<Result<T, Diagnostic>, Panicked>,
        tell: impl FnOnce(&Diagnostic),
    ) -> Option<T> {
        let result = result.unwrap_or_else(|panicked| {
            let message = format!("understanding it failed: {}", panicked.message);
            Err(Diagnostic::error(panicked.name, message)
                .hint("this is a fault of chancery, not of the article: please report it"))
        });
        match result {
            Ok(found) => {
                self.documents += 1;
                Some(found)
            }
            Err(diagnostic) => {
                match why_left_out(&diagnostic) {
                    Some(Kind::Rejected) => self.rejected += 1,
                    Some(Kind::UnknownFormat) => self.unknown += 1,
                    Some(Kind::Skipped) => self.skipped += 1,
                    None => {}
                }
                tell(&diagnostic);
                None
            }
        }
    }

    /// Adds what was counted elsewhere.
    pub(super) fn absorb(&mut self, other: Self) {
        self.documents += other.documents;
        self.rejected += other.rejected;
        self.skipped += other.skipped;
        self.unknown += other.unknown;
    }

    /// What did not become a document, such as `, 2 rejected, 1 file of no known format skipped (-v names it)`.
    pub fn left_out(&self) -> String {
        let mut text = String::new();
        for (count, what) in [(self.rejected, "rejected"), (self.skipped, "skipped")] {
            if count > 0 {
                text.push_str(&format!(", {count} {what}"));
            }
        }
        if self.unknown > 0 {
            let them = if self.unknown == 1 { "it" } else { "them" };
            let files = counted(self.unknown, "file");
            text.push_str(&format!(", {files} of no known format skipped (-v names {them})"));
        }
        text
    }

    /// Negative if anything was refused.
    pub fn outcome(&self) -> Outcome {
        if self.rejected > 0 { Outcome::Negative } else { Outcome::Done }
    }
}

/// Why an input of which this is told did not become a document; `None` if it is only a remark.
pub(super) fn why_left_out(diagnostic: &Diagnostic) -> Option<Kind> {
    match diagnostic.severity {
        Severity::Error => Some(Kind::Rejected),
        Severity::Note if source::is_passed_over(diagnostic) => Some(Kind::UnknownFormat),
        _ if source::is_passed_over(diagnostic) => Some(Kind::Skipped),
        Severity::Warning | Severity::Note => None,
    }
}
