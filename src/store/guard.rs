//! What a query may be: checks before it is parsed and before it is evaluated.
//!
//! Parser and planner recurse and take time that grows with the cube of the number of patterns, so that a short query
//! can end a process. These checks refuse such queries; what slips through ends only the child process.

use spargebra::Query;
use spargebra::algebra::{AggregateExpression, Expression, GraphPattern, OrderExpression};

use super::query::Error;
use crate::limits::Limits;

/// Checks length and bracket depth of a query's text.
///
/// # Errors
/// [`Error::TooLong`] or [`Error::TooDeep`].
pub fn check_text(query: &str, limits: &Limits) -> Result<(), Error> {
    if query.len() > limits.max_query_bytes {
        return Err(Error::TooLong { bytes: query.len(), limit: limits.max_query_bytes });
    }
    let depth = bracket_depth(query);
    if depth > limits.max_query_depth {
        return Err(Error::TooDeep { depth, limit: limits.max_query_depth });
    }
    Ok(())
}

/// Checks what a parsed query asks for: no SERVICE, and few enough patterns.
///
/// # Errors
/// [`Error::Service`] or [`Error::TooManyPatterns`].
pub fn check_parsed(query: &Query, limits: &Limits) -> Result<(), Error> {
    let count = Count::of(query);
    if count.has_service {
        return Err(Error::Service);
    }
    if count.patterns > limits.max_query_patterns {
        return Err(Error::TooManyPatterns { patterns: count.patterns, limit: limits.max_query_patterns });
    }
    Ok(())
}

/// The deepest nesting of brackets outside strings, comments and IRIs. In doubt it counts.
fn bracket_depth(query: &str) -> usize {
    let (mut depth, mut deepest) = (0usize, 0);
    each_bracket(query, |byte| match byte {
        b'{' | b'(' | b'[' => {
            depth += 1;
            deepest = deepest.max(depth);
        }
        _ => depth = depth.saturating_sub(1),
    });
    deepest
}

/// The last bracket that is opened and never closed, if the others fit.
pub(super) fn unclosed(query: &str) -> Option<char> {
    let (mut open, mut fits) = (Vec::new(), true);
    each_bracket(query, |byte| match byte {
        b'{' | b'(' | b'[' => open.push(byte),
        _ => {
            let pair = open.pop().map(|open| (open, byte));
            fits &= matches!(pair, Some((b'{', b'}') | (b'(', b')') | (b'[', b']')));
        }
    });
    open.pop().filter(|_| fits).map(char::from)
}

/// Hands on each bracket outside strings, comments and IRIs.
fn each_bracket(query: &str, mut take: impl FnMut(u8)) {
    let bytes = query.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        at += match byte {
            b'{' | b'(' | b'[' | b'}' | b')' | b']' => {
                take(byte);
                1
            }
            b'#' => bytes.iter().skip(at).position(|&b| b == b'\n' || b == b'\r').unwrap_or(bytes.len()),
            b'"' | b'\'' => string_length(bytes.get(at..).unwrap_or_default()),
            b'<' => iri_length(bytes.get(at..).unwrap_or_default()).unwrap_or(1),
            b'\\' => 2,
            _ => 1,
        };
    }
}

/// The length of the string at the start of `bytes`. One that does not end is taken for its quote alone.
fn string_length(bytes: &[u8]) -> usize {
    let quote = bytes.first().copied().unwrap_or(b'"');
    let is_long = bytes.get(..3) == Some(&[quote; 3]);
    let close: &[u8] = if is_long { &[quote; 3][..] } else { &[quote][..] };
    let mut at = close.len();
    while let Some(&byte) = bytes.get(at) {
        if byte == b'\\' {
            at += 2;
        } else if bytes.get(at..at + close.len()) == Some(close) {
            return at + close.len();
        } else if !is_long && (byte == b'\n' || byte == b'\r') {
            break;
        } else {
            at += 1;
        }
    }
    1
}

/// The length of the IRI at the start of `bytes`; `None` if `<` is an operator. A bracket before the first colon
/// makes it one.
fn iri_length(bytes: &[u8]) -> Option<usize> {
    let mut has_colon = false;
    for (at, &byte) in bytes.iter().enumerate().skip(1) {
        match byte {
            b'>' => return Some(at + 1),
            b':' => has_colon = true,
            b'(' | b'[' if !has_colon => return None,
            0..=0x20 | b'<' | b'"' | b'{' | b'}' | b'|' | b'^' | b'`' | b'\\' => return None,
            _ => {}
        }
    }
    None
}

/// What a query holds, counted without recursion.
#[derive(Default)]
struct Count<'a> {
    patterns: usize,
    has_service: bool,
    todo: Vec<&'a GraphPattern>,
    expressions: Vec<&'a Expression>,
}

impl<'a> Count<'a> {
    fn of(query: &'a Query) -> Self {
        let mut count = Self::default();
        match query {
            Query::Construct { template, pattern, .. } => {
                count.patterns += template.len();
                count.todo.push(pattern);
            }
            Query::Select { pattern, .. } | Query::Describe { pattern, .. } | Query::Ask { pattern, .. } => {
                count.todo.push(pattern);
            }
        }
        loop {
            if let Some(pattern) = count.todo.pop() {
                count.pattern(pattern);
            } else if let Some(expression) = count.expressions.pop() {
                count.expression(expression);
            } else {
                return count;
            }
        }
    }

    fn pattern(&mut self, pattern: &'a GraphPattern) {
        match pattern {
            GraphPattern::Bgp { patterns } => self.patterns += patterns.len(),
            GraphPattern::Path { .. } => self.patterns += 1,
            GraphPattern::Values { .. } => {}
            GraphPattern::Join { left, right }
            | GraphPattern::Lateral { left, right }
            | GraphPattern::Union { left, right }
            | GraphPattern::Minus { left, right } => self.todo.extend([&**left, &**right]),
            GraphPattern::LeftJoin { left, right, expression } => {
                self.todo.extend([&**left, &**right]);
                self.expressions.extend(expression);
            }
            GraphPattern::Filter { expr, inner } => {
                self.expressions.push(expr);
                self.todo.push(inner);
            }
            GraphPattern::Extend { inner, expression, .. } => {
                self.expressions.push(expression);
                self.todo.push(inner);
            }
            GraphPattern::OrderBy { inner, expression } => {
                self.todo.push(inner);
                self.expressions.extend(expression.iter().map(|order| match order {
                    OrderExpression::Asc(expression) | OrderExpression::Desc(expression) => expression,
                }));
            }
            GraphPattern::Group { inner, aggregates, .. } => {
                self.todo.push(inner);
                self.expressions.extend(aggregates.iter().filter_map(|(_, aggregate)| match aggregate {
                    AggregateExpression::FunctionCall { expr, .. } => Some(expr),
                    AggregateExpression::CountSolutions { .. } => None,
                }));
            }
            GraphPattern::Graph { inner, .. }
            | GraphPattern::Project { inner, .. }
            | GraphPattern::Distinct { inner }
            | GraphPattern::Reduced { inner }
            | GraphPattern::Slice { inner, .. } => self.todo.push(inner),
            GraphPattern::Service { inner, .. } => {
                self.has_service = true;
                self.todo.push(inner);
            }
        }
    }

    fn expression(&mut self, expression: &'a Expression) {
        match expression {
            Expression::Exists(pattern) => self.todo.push(pattern),
            Expression::NamedNode(_)
            | Expression::Literal(_)
            | Expression::Variable(_)
            | Expression::Bound(_) => {}
            Expression::Or(a, b)
            | Expression::And(a, b)
            | Expression::Equal(a, b)
            | Expression::SameTerm(a, b)
            | Expression::Greater(a, b)
            | Expression::GreaterOrEqual(a, b)
            | Expression::Less(a, b)
            | Expression::LessOrEqual(a, b)
            | Expression::Add(a, b)
            | Expression::Subtract(a, b)
            | Expression::Multiply(a, b)
            | Expression::Divide(a, b) => self.expressions.extend([&**a, &**b]),
            Expression::UnaryPlus(a) | Expression::UnaryMinus(a) | Expression::Not(a) => {
                self.expressions.push(a);
            }
            Expression::If(a, b, c) => self.expressions.extend([&**a, &**b, &**c]),
            Expression::In(a, list) => {
                self.expressions.push(a);
                self.expressions.extend(list);
            }
            Expression::Coalesce(list) | Expression::FunctionCall(_, list) => self.expressions.extend(list),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_are_counted_outside_strings_comments_and_iris() {
        for (query, depth) in [
            ("ASK {{{}}}", 3),
            ("ASK { ?s ?p \"(((((\" }", 1),
            ("ASK { ?s ?p '''(((\n(((''' }", 1),
            ("ASK { ?s ?p \"a\\\"((((\" }", 1),
            ("ASK { # ((((\n }", 1),
            ("ASK { <http://x/a_(b)#((> ?p ?o }", 1),
            ("ASK { FILTER(1<((((1>2)))) }", 6),
            ("ASK { FILTER(?a<(1>1&&1<(1>1&&1<(1)))) }", 5),
            ("ASK { \"not closed (((", 4),
        ] {
            assert_eq!(bracket_depth(query), depth, "{query}");
        }
    }
}
