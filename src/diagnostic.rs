//! What is told to the user about an input: severity, place, message and hint.
//!
//! Diagnostics are values beside a result, never printed here.

use std::fmt;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing was lost.
    Note,
    /// Something was repaired or left out.
    Warning,
    /// The input, or a part of it, was refused.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// One message about an input, with the place that it is about.
///
/// Displayed as `source:line:column: severity: message` and, on a second line, `hint: …`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// File or stream that the message is about.
    pub source: String,
    /// Line and column, both from 1, where known.
    pub position: Option<(u32, u32)>,
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// An error about `source`.
    pub fn error(source: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, source, message)
    }

    /// A warning about `source`.
    pub fn warning(source: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, source, message)
    }

    /// A message of any severity about `source`.
    pub fn new(severity: Severity, source: impl Into<String>, message: impl Into<String>) -> Self {
        Self { severity, source: source.into(), position: None, message: message.into(), hint: None }
    }

    /// The same with a line and a column, both from 1.
    #[must_use]
    pub fn at(mut self, line: u32, column: u32) -> Self {
        self.position = Some((line, column));
        self
    }

    /// The same with what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// A number with what it counts, in the form that belongs to it: the one way in which counts are told.
///
/// ```
/// use chancery::diagnostic::counted;
/// assert_eq!(counted(1, "document"), "1 document");
/// assert_eq!(counted(0, "reported clause"), "0 reported clauses");
/// assert_eq!(counted(2, "entity"), "2 entities");
/// ```
pub fn counted(count: usize, noun: &str) -> String {
    match (count, noun.strip_suffix('y')) {
        (1, _) => format!("1 {noun}"),
        (_, Some(stem)) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{count} {stem}ies"),
        _ => format!("{count} {noun}s"),
    }
}

/// A number with a phrase about several, such as `reported clauses left out`, in the form that belongs to it: of one, the first word
/// that ends in "s" loses it.
///
/// ```
/// use chancery::diagnostic::agreed;
/// assert_eq!(agreed(1, "ties of an actor to itself not drawn"), "1 tie of an actor to itself not drawn");
/// assert_eq!(agreed(2, "reported clauses left out"), "2 reported clauses left out");
/// ```
pub fn agreed(count: usize, phrase: &str) -> String {
    let mut is_done = count != 1;
    let words = phrase.split(' ').map(|word| {
        let one = word.strip_suffix('s').filter(|_| !is_done);
        is_done |= one.is_some();
        one.unwrap_or(word)
    });
    format!("{count} {}", words.collect::<Vec<_>>().join(" "))
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.source)?;
        if let Some((line, column)) = self.position {
            write!(f, ":{line}:{column}")?;
        }
        write!(f, ": {}: {}", self.severity, self.message)?;
        if let Some(hint) = &self.hint {
            write!(f, "\n  hint: {hint}")?;
        }
        Ok(())
    }
}
