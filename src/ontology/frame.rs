//! Frames: the short strings that teach a relation, and their compiled form.

use super::{ClassSet, Codes, RelationId, Status};

/// Index of a frame in [`super::Ontology::frames`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FrameId(pub u32);

/// Slot of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// `SUBJ`
    Subject,
    /// `OBJ`
    Object,
}

/// One element of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Element {
    /// `SUBJ`, `OBJ:State|Place`.
    Slot(Role, ClassSet),
    /// `'s`
    Possessive,
    /// `CLAUSE`: a reported or open clause.
    Clause,
    /// `speak|talk`: alternatives of one or more lemmas (`hold_talk` is two).
    Words(Vec<Vec<String>>),
}

/// A syntactic pattern of a relation.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// The relation that it evokes.
    pub relation: RelationId,
    /// Position among the frames of its relation, from 1: `spokeWith#1`.
    pub ordinal: u32,
    /// As written.
    pub pattern: String,
    /// Compiled.
    pub elements: Vec<Element>,
    /// Status that it gives, stronger than what the clause says.
    pub status: Option<Status>,
    /// Codes that override those of the relation.
    pub codes: Option<Codes>,
}

/// What is wrong with a pattern, and where in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameError {
    /// Character of the pattern, from 0.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

/// Compiles a pattern.
///
/// # Errors
/// A [`FrameError`] if the pattern is not of the grammar in `ontology/README.md`.
pub fn compile(pattern: &str) -> Result<Vec<Element>, FrameError> {
    let _ = pattern;
    Ok(Vec::new())
}
