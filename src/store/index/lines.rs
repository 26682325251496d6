//! The canonical N-Quads of one document as numbers of its distinct terms.
//!
//! A line is cut into its four terms without reading them; only what differs from all before is read. The lines come
//! from a checked record that this program wrote, so that whatever does not fit the form is damage.

use std::collections::HashMap;
use std::str::FromStr as _;

use oxigraph::model::Term;

use super::page::Key;
use super::term;

/// Triple terms in triple terms: as deep as the parser of N-Quads goes.
const MAX_DEPTH: usize = 128;

/// Terms of a document in the order in which they first occur, and its quads: subject, predicate, object and graph as
/// places in that list.
#[derive(Debug, Default)]
pub(super) struct Lines {
    pub(super) terms: Vec<Term>,
    pub(super) quads: Vec<Key>,
}

impl Lines {
    /// Reads the quads of a document; `None` if they are not canonical N-Quads.
    pub(super) fn read(nquads: &str) -> Option<Self> {
        let mut lines = Self::default();
        let mut known: HashMap<&str, u32> = HashMap::new();
        for mut rest in nquads.lines() {
            let mut quad = Key::default();
            for place in &mut quad {
                let (token, after) = cut(rest, 0)?;
                rest = after.strip_prefix(' ')?;
                *place = match known.get(token) {
                    Some(&at) => at,
                    None => {
                        let at = u32::try_from(lines.terms.len()).ok()?;
                        lines.terms.push(term::canonical(Term::from_str(token).ok()?));
                        known.insert(token, at);
                        at
                    }
                };
            }
            if rest != "." {
                return None;
            }
            lines.quads.push(quad);
        }
        Some(lines)
    }
}

/// The term at the start of a line, and what follows it.
fn cut(line: &str, depth: usize) -> Option<(&str, &str)> {
    let length = match line.as_bytes().first()? {
        b'<' if line.starts_with("<<(") => triple_length(line, depth)?,
        b'<' => line.find('>')? + 1,
        b'"' => literal_length(line)?,
        _ => line.find(' ')?,
    };
    line.split_at_checked(length)
}

fn triple_length(line: &str, depth: usize) -> Option<usize> {
    if depth > MAX_DEPTH {
        return None;
    }
    let mut rest = line.strip_prefix("<<( ")?;
    for _ in 0..3 {
        rest = cut(rest, depth + 1)?.1.strip_prefix(' ')?;
    }
    Some(line.len() - rest.strip_prefix(")>>")?.len())
}

fn literal_length(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let mut at = 1;
    loop {
        match bytes.get(at)? {
            b'"' => break,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    at += 1;
    let rest = line.get(at..)?;
    Some(if rest.starts_with("^^<") {
        at + rest.find('>')? + 1
    } else if rest.starts_with('@') {
        at + rest.find(' ')?
    } else {
        at
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cut_into_their_terms() {
        let quad = |object: &str| format!("<http://e.org/s> <http://e.org/p> {object} <http://e.org/g> .\n");
        let objects = [
            "_:b",
            "\"a > \\\" b\"",
            "\"1.50\"^^<http://www.w3.org/2001/XMLSchema#decimal>",
            "\"1.5\"^^<http://www.w3.org/2001/XMLSchema#decimal>",
            "\"x\"@en",
            "<<( _:b <http://e.org/p> <<( _:b <http://e.org/p> \") >> .\" )>> )>>",
        ];
        let text: String = objects.iter().map(|object| quad(object)).collect();
        let lines = Lines::read(&text).unwrap();
        assert_eq!(lines.quads.len(), objects.len());
        assert_eq!(lines.quads[5], [0, 1, 8, 3]);
        assert_eq!(lines.terms[5], lines.terms[6], "one value");
        assert_eq!(lines.terms[8].to_string(), objects[5]);
        for bad in ["x", "<a> <b> <c> .", "<http://e.org/s> <http://e.org/p> \"a <http://e.org/g> ."] {
            assert!(Lines::read(bad).is_none(), "{bad}");
        }
        assert!(Lines::read(&quad(&"<<( ".repeat(100_000))).is_none());
    }
}
