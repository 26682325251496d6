//! What the ontology still misses: the words that join two entities most often and that no frame takes.
//!
//! Comes in: analyses with open statements, one after the other. Goes out: paths with their number, the classes that they
//! join and an example. Memory is bounded: when there are too many paths, the rarest are forgotten, and what is said of the
//! rest says by how much it may fall short (lossy counting; Manku and Motwani 2002).

use std::collections::BTreeMap;

use serde::Serialize;

use crate::entity::EntityIndex;
use crate::ontology::Class;
use crate::statement::{Analysis, Object, Statement};

/// Paths that are remembered at a time; eight and a half thousand short news texts have twenty thousand.
const MAX_PATHS: usize = 1 << 18;
/// Characters of an example.
const MAX_EXAMPLE_CHARS: usize = 240;

/// One occurrence of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    path: String,
    classes: (Class, Class),
    example: String,
}

/// The open statements of a document.
pub fn occurrences(analysis: &Analysis) -> Vec<Occurrence> {
    analysis.statements.iter().filter_map(|statement| occurrence(analysis, statement)).collect()
}

fn occurrence(analysis: &Analysis, statement: &Statement) -> Option<Occurrence> {
    let path = statement.path.clone()?;
    let Object::Entity(object) = statement.object else { return None };
    let class = |index: EntityIndex| analysis.entities.get(index.0 as usize).map(|entity| entity.class);
    let classes = (class(statement.subject)?, class(object)?);
    if classes.0 == Class::Share || classes.1 == Class::Share {
        return None;
    }
    let text = analysis.document.text(statement.evidence.span);
    let example: Vec<&str> = text.split_whitespace().collect();
    let example: String = example.join(" ").chars().take(MAX_EXAMPLE_CHARS).collect();
    Some(Occurrence { path, classes, example })
}

/// How often each path was seen.
#[derive(Clone, Debug)]
pub struct Coverage {
    paths: BTreeMap<String, Seen>,
    max_paths: usize,
    missed: usize,
}

#[derive(Clone, Debug, Default)]
struct Seen {
    count: usize,
    classes: BTreeMap<(Class, Class), usize>,
    example: String,
}

/// A path with what was seen of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Path {
    /// How often.
    pub count: usize,
    /// The lemmas, as a frame would have them.
    pub path: String,
    /// Classes of subject and object, the most frequent first.
    pub classes: Vec<Classes>,
    /// The shortest clause of it, the first of equals.
    pub example: String,
}

/// Classes that a path joins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Classes {
    /// Class of the subject.
    pub subject: &'static str,
    /// Class of the object.
    pub object: &'static str,
    /// How often.
    pub count: usize,
}

impl Default for Coverage {
    fn default() -> Self {
        Self { paths: BTreeMap::new(), max_paths: MAX_PATHS, missed: 0 }
    }
}

impl Coverage {
    /// Counts what a document says.
    pub fn add(&mut self, occurrences: Vec<Occurrence>) {
        for Occurrence { path, classes, example } in occurrences {
            let seen = self.paths.entry(path).or_default();
            seen.count += 1;
            *seen.classes.entry(classes).or_default() += 1;
            if seen.count == 1 || example.chars().count() < seen.example.chars().count() {
                seen.example = example;
            }
        }
        while self.paths.len() > self.max_paths {
            self.forget();
        }
    }

    /// The `limit` most frequent paths, those of one number in alphabetical order.
    pub fn most_frequent(&self, limit: usize) -> Vec<Path> {
        let mut paths: Vec<(&String, &Seen)> = self.paths.iter().collect();
        paths.sort_by(|a, b| b.1.count.cmp(&a.1.count).then(a.0.cmp(b.0)));
        paths.into_iter().take(limit).map(|(path, seen)| seen.path(path)).collect()
    }

    /// Number of different paths that are remembered.
    pub fn len(&self) -> usize {
        self.paths.len()
    }

    /// Whether nothing was seen.
    pub fn is_empty(&self) -> bool {
        self.paths.is_empty()
    }

    /// By how much a number may fall short, because paths had to be forgotten.
    pub fn missed(&self) -> usize {
        self.missed
    }

    /// Forgets the paths that were seen least.
    fn forget(&mut self) {
        let Some(least) = self.paths.values().map(|seen| seen.count).min() else { return };
        self.paths.retain(|_, seen| seen.count > least);
        self.missed += least;
    }
}

impl Seen {
    fn path(&self, path: &str) -> Path {
        let mut classes: Vec<Classes> = self
            .classes
            .iter()
            .map(|(&(subject, object), &count)| Classes {
                subject: subject.as_str(),
                object: object.as_str(),
                count,
            })
            .collect();
        classes.sort_by_key(|pair| std::cmp::Reverse(pair.count));
        Path { count: self.count, path: path.to_owned(), classes, example: self.example.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(path: &str, example: &str) -> Occurrence {
        Occurrence { path: path.into(), classes: (Class::State, Class::Place), example: example.into() }
    }

    #[test]
    fn the_rarest_are_forgotten_and_it_is_said() {
        let mut coverage = Coverage { max_paths: 2, ..Coverage::default() };
        coverage.add(vec![seen("a", "longer"), seen("b", "b"), seen("a", "short"), seen("b", "b")]);
        assert_eq!((coverage.len(), coverage.missed()), (2, 0));
        coverage.add(vec![seen("c", "c"), seen("a", "the longest")]);
        assert_eq!((coverage.len(), coverage.missed()), (2, 1));
        let best = coverage.most_frequent(1);
        assert_eq!((best[0].path.as_str(), best[0].count, best[0].example.as_str()), ("a", 3, "short"));
    }
}
