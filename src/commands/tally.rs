//! Counting what became of the inputs of a command.

use super::Outcome;
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Document;
use crate::pipeline::batch::Panicked;

/// Inputs by what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Understood.
    pub documents: usize,
    /// Refused, each with a reason.
    pub rejected: usize,
    /// Passed over: empty, not in English, not a known format.
    pub skipped: usize,
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
                match diagnostic.severity {
                    Severity::Error => self.rejected += 1,
                    Severity::Note => self.skipped += 1,
                    Severity::Warning => {}
                }
                tell(&diagnostic);
                None
            }
        }
    }

    /// Negative if anything was refused.
    pub fn outcome(&self) -> Outcome {
        if self.rejected > 0 { Outcome::Negative } else { Outcome::Done }
    }
}
