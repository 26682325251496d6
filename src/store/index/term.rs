//! Terms as bytes of the dictionary.
//!
//! A kind, then what the kind needs. Long beginnings that many terms share stand once: an IRI with a fragment names the term
//! that it is a fragment of, a typed literal its type, a triple term its three parts. Such a part always has a
//! smaller number than the whole.

use oxigraph::model::{BaseDirection, BlankNode, Literal, NamedNode, NamedOrBlankNode, Term, Triple};
use spareval::ExpressionTerm;

/// An IRI.
pub(super) const IRI: u8 = b'i';
/// An IRI that is another one, `#` and a fragment.
const FRAGMENT: u8 = b'f';
const BLANK: u8 = b'b';
/// A literal without type and language.
pub(super) const TEXT: u8 = b't';
/// A literal with a language: length of the tag, tag, value.
const TAGGED: u8 = b'l';
/// The same with a direction before the tag.
const DIRECTED: u8 = b'd';
/// A literal with a type.
const TYPED: u8 = b'y';
/// A triple term.
const TRIPLE: u8 = b'q';
/// Triple terms in triple terms: as deep as the parser of N-Quads goes.
const MAX_DEPTH: usize = 128;

/// Gives the number of the bytes of a term.
type Numbering<'n, E> = dyn FnMut(&[u8]) -> Result<Option<u32>, E> + 'n;

/// Bytes of a term. `number` gives the number of the bytes of a part, which it may have to make; `None` if it has none.
pub(super) fn encode<E>(term: &Term, number: &mut Numbering<'_, E>) -> Result<Option<Vec<u8>>, E> {
    Ok(Some(match term {
        Term::NamedNode(node) => return encode_iri(node.as_str(), number),
        Term::BlankNode(node) => plain(BLANK, node.as_str()),
        Term::Literal(literal) => match (literal.language(), literal.direction()) {
            (Some(tag), None) => tagged(&[TAGGED], tag, literal.value()),
            (Some(tag), Some(direction)) => {
                let right = u8::from(direction == BaseDirection::Rtl);
                tagged(&[DIRECTED, right], tag, literal.value())
            }
            _ if literal.datatype() == oxigraph::model::vocab::xsd::STRING => plain(TEXT, literal.value()),
            _ => {
                let Some(datatype) = encode_iri(literal.datatype().as_str(), number)? else {
                    return Ok(None);
                };
                let Some(datatype) = number(&datatype)? else { return Ok(None) };
                joined(TYPED, datatype, literal.value())
            }
        },
        Term::Triple(triple) => {
            let Triple { subject, predicate, object } = &**triple;
            let mut bytes = vec![TRIPLE];
            for part in [&subject.clone().into(), &predicate.clone().into(), object] {
                let Some(part) = encode(part, number)? else { return Ok(None) };
                let Some(part) = number(&part)? else { return Ok(None) };
                bytes.extend(part.to_le_bytes());
            }
            bytes
        }
    }))
}

fn encode_iri<E>(iri: &str, number: &mut Numbering<'_, E>) -> Result<Option<Vec<u8>>, E> {
    let Some((base, fragment)) = iri.split_once('#') else { return Ok(Some(plain(IRI, iri))) };
    Ok(number(&plain(IRI, base))?.map(|base| joined(FRAGMENT, base, fragment)))
}

fn plain(kind: u8, text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(1 + text.len());
    bytes.push(kind);
    bytes.extend(text.as_bytes());
    bytes
}

fn joined(kind: u8, part: u32, text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(5 + text.len());
    bytes.push(kind);
    bytes.extend(part.to_le_bytes());
    bytes.extend(text.as_bytes());
    bytes
}

fn tagged(head: &[u8], tag: &str, value: &str) -> Vec<u8> {
    let mut bytes = head.to_vec();
    bytes.extend((tag.len() as u32).to_le_bytes());
    bytes.extend(tag.as_bytes());
    bytes.extend(value.as_bytes());
    bytes
}

/// The term of some bytes; `part` gives the bytes of another term. `None` if that is no term.
pub(super) fn decode<'a>(
    number: u32,
    bytes: &'a [u8],
    part: &dyn Fn(u32) -> Option<&'a [u8]>,
) -> Option<Term> {
    decode_at(number, bytes, part, 0)
}

fn decode_at<'a>(
    number: u32,
    bytes: &'a [u8],
    part: &dyn Fn(u32) -> Option<&'a [u8]>,
    depth: usize,
) -> Option<Term> {
    // What is damaged may go round in circles.
    let inner = |other: u32| {
        let is_before = other < number && depth < MAX_DEPTH;
        is_before.then(|| decode_at(other, part(other)?, part, depth + 1)).flatten()
    };
    let (&kind, rest) = bytes.split_first()?;
    let text = |bytes: &'a [u8]| std::str::from_utf8(bytes).ok();
    Some(match kind {
        IRI => NamedNode::new(text(rest)?).ok()?.into(),
        FRAGMENT => {
            let base = u32_at(rest, 0).filter(|&base| base < number)?;
            let base = text(part(base)?.strip_prefix(&[IRI])?)?;
            NamedNode::new([base, "#", text(rest.get(4..)?)?].concat()).ok()?.into()
        }
        BLANK => BlankNode::new(text(rest)?).ok()?.into(),
        TEXT => Literal::new_simple_literal(text(rest)?).into(),
        TAGGED => {
            let (tag, value) = split_tag(rest)?;
            Literal::new_language_tagged_literal(value, tag).ok()?.into()
        }
        DIRECTED => {
            let (&right, rest) = rest.split_first()?;
            let (tag, value) = split_tag(rest)?;
            let direction = if right == 1 { BaseDirection::Rtl } else { BaseDirection::Ltr };
            Literal::new_directional_language_tagged_literal(value, tag, direction).ok()?.into()
        }
        TYPED => {
            let Term::NamedNode(datatype) = inner(u32_at(rest, 0)?)? else { return None };
            Literal::new_typed_literal(text(rest.get(4..)?)?, datatype).into()
        }
        TRIPLE => {
            let subject = match inner(u32_at(rest, 0)?)? {
                Term::NamedNode(node) => NamedOrBlankNode::from(node),
                Term::BlankNode(node) => node.into(),
                _ => return None,
            };
            let Term::NamedNode(predicate) = inner(u32_at(rest, 4)?)? else { return None };
            Term::Triple(Box::new(Triple::new(subject, predicate, inner(u32_at(rest, 8)?)?)))
        }
        _ => return None,
    })
}

fn split_tag(bytes: &[u8]) -> Option<(&str, &str)> {
    let end = 4 + u32_at(bytes, 0)? as usize;
    let text = |bytes| std::str::from_utf8(bytes).ok();
    Some((text(bytes.get(4..end)?)?, text(bytes.get(end..)?)?))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// Whether the bytes are those of an IRI.
pub(super) fn is_iri(bytes: &[u8]) -> bool {
    matches!(bytes.first(), Some(&IRI | &FRAGMENT))
}

/// What stands behind the `#` of an IRI that is a fragment of `base`.
pub(super) fn fragment(bytes: &[u8], base: u32) -> Option<&str> {
    let rest = bytes.strip_prefix(&[FRAGMENT])?;
    (u32_at(rest, 0)? == base).then(|| std::str::from_utf8(rest.get(4..)?).ok()).flatten()
}

/// The numbers of the parts of a triple term. Parts have smaller numbers, so that what is damaged never goes in circles.
pub(super) fn parts(number: u32, bytes: &[u8]) -> Option<[u32; 3]> {
    let rest = bytes.strip_prefix(&[TRIPLE])?;
    let parts = [u32_at(rest, 0)?, u32_at(rest, 4)?, u32_at(rest, 8)?];
    parts.iter().all(|part| *part < number).then_some(parts)
}

/// The value of a literal.
pub(super) fn value(bytes: &[u8]) -> Option<&[u8]> {
    let (&kind, rest) = bytes.split_first()?;
    match kind {
        TEXT => Some(rest),
        TYPED => rest.get(4..),
        TAGGED => Some(split_tag(rest)?.1.as_bytes()),
        DIRECTED => Some(split_tag(rest.get(1..)?)?.1.as_bytes()),
        _ => None,
    }
}

/// The one form of a term that stands for all with the same value: numbers, dates and times are written as SPARQL writes
/// them, so that `0.50` and `0.5` are one term, as they are in oxigraph's stores.
pub(super) fn canonical(term: Term) -> Term {
    match term {
        Term::Literal(_) | Term::Triple(_) => ExpressionTerm::from(term).into(),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;
    use std::str::FromStr as _;

    #[test]
    fn terms_come_back_as_they_went_in() {
        let texts = [
            "<http://e.org/a>",
            "<http://e.org/a#b/c?d>",
            "<http://e.org/a#>",
            "_:b1",
            "\"\"",
            "\"a \\\"quoted\\\"\\nline\"",
            "\"x\"@en-gb",
            "\"x\"@ar--rtl",
            "\"2025-11\"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>",
            "\"x\"^^<http://e.org/type>",
            "<<( <http://e.org/a#b> <http://e.org/p> <<( _:b <http://e.org/p> \"x\"@en )>> )>>",
        ];
        let mut all: Vec<Vec<u8>> = Vec::new();
        for text in texts {
            let term = Term::from_str(text).unwrap();
            let number = add(&mut all, &term);
            let part = |number: u32| all.get(number as usize).map(Vec::as_slice);
            assert_eq!(decode(number, part(number).unwrap(), &part), Some(term));
        }
        let part = |number: u32| all.get(number as usize).map(Vec::as_slice);
        let circle = [&[TRIPLE][..], &[0; 12]].concat();
        assert_eq!(decode(0, &circle, &part), None);
        for bytes in [&b""[..], b"?", b"f", b"f\0\0", b"l\xff\xff\xff\xff", b"t\xff", b"ia b", b"y\0\0\0\0"] {
            assert_eq!(decode(0, bytes, &part), None, "{bytes:?}");
        }
    }

    fn add(all: &mut Vec<Vec<u8>>, term: &Term) -> u32 {
        let mut number = |bytes: &[u8]| -> Result<Option<u32>, Infallible> {
            let at = all.iter().position(|other| other == bytes).unwrap_or_else(|| {
                all.push(bytes.to_vec());
                all.len() - 1
            });
            Ok(Some(at as u32))
        };
        let bytes = encode(term, &mut number).unwrap().unwrap();
        number(&bytes).unwrap().unwrap()
    }

    #[test]
    fn equal_values_are_one_term() {
        let typed = |value: &str, name: &str| {
            let datatype = NamedNode::new(format!("http://www.w3.org/2001/XMLSchema#{name}")).unwrap();
            Term::from(Literal::new_typed_literal(value, datatype))
        };
        assert_eq!(canonical(typed("0.50", "decimal")), typed("0.5", "decimal"));
        assert_eq!(canonical(typed("+07", "integer")), typed("7", "integer"));
        assert_eq!(canonical(typed("seven", "integer")), typed("seven", "integer"));
    }
}
