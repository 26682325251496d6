//! Evaluating one query in this process, with a deadline and a cap on rows.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use oxigraph::model::{NamedNode, Term, Triple};
use oxigraph::sparql::{CancellationToken, QueryEvaluationError, QueryResults};
use spareval::QueryEvaluator;
use spargebra::{Query, SparqlParser};

use super::index::Snapshot;
use super::query::{Answer, Error, QueryOutput, Truncated};
use super::{distance, guard};
use crate::graph::iri::Base;
use crate::graph::vocabulary;
use crate::limits::Limits;

/// Bytes that a result may have for each byte of memory that the query may take.
const SHARE_OF_MEMORY: u64 = 4;

/// Time that hints on an empty result may take.
const PATIENCE_FOR_NOTES: Duration = Duration::from_millis(500);

impl Snapshot {
    /// Evaluates a query in this process. Use [`super::query::run_in_child`] for queries from outside: a hostile one
    /// ends the process that evaluates it.
    ///
    /// The default graph is the union of all documents.
    ///
    /// # Errors
    /// [`Error`] if the query is refused, wrong or took too long.
    pub fn evaluate(
        &self,
        query: &str,
        base: &Base,
        limits: &Limits,
        cancel: &CancellationToken,
    ) -> Result<QueryOutput, Error> {
        let parsed = checked(query, base, limits)?;
        let mut evaluator = QueryEvaluator::new().with_cancellation_token(cancel.clone());
        for (name, function) in functions() {
            evaluator = evaluator.with_custom_function(name, function);
        }
        let collector = Collector::new(limits);
        let deadline = collector.deadline;
        let results = evaluator.prepare(&parsed).execute(self.view());
        let answer =
            results.map_err(|error| collector.refused(&error)).and_then(|all| collector.collect(all));
        // Some of the evaluator's readers take what cannot be read for nothing.
        if let Some(damage) = self.damage() {
            return Err(Error::Index(damage.to_string()));
        }
        finish(answer?, deadline, limits, |deadline| self.unknown_names(query, deadline))
    }

    /// For each of chancery's terms in a query that is nowhere in the graph: which was probably meant.
    fn unknown_names(&self, query: &str, deadline: Instant) -> Vec<String> {
        let Some(known) = self.known_names(deadline.min(Instant::now() + PATIENCE_FOR_NOTES)) else {
            return Vec::new();
        };
        hints(query, &known)
    }

    /// Local names of chancery's terms: those that are always there, and the relations and classes of the graph; `None`
    /// if the graph is so large that looking for them would take too long.
    fn known_names(&self, deadline: Instant) -> Option<BTreeSet<String>> {
        let mut known = own_terms();
        let fragments = self.fragments(vocabulary::CH.trim_end_matches('#'));
        for (i, name) in fragments.enumerate() {
            if i % 1024 == 0 && Instant::now() > deadline {
                return None;
            }
            known.extend(name.ok()?);
        }
        Some(known)
    }
}

/// A function of a query: its value, if the arguments are as they should be.
pub(super) type Function = fn(&[Term]) -> Option<Term>;

/// The functions that queries may call besides those of SPARQL.
pub(super) fn functions() -> impl Iterator<Item = (NamedNode, Function)> {
    let distance: Function = distance::distance;
    crate::graph::iri::outside(distance::DISTANCE).into_iter().map(move |name| (name, distance))
}

/// A query that is not refused for what it is.
pub(super) fn checked(query: &str, base: &Base, limits: &Limits) -> Result<Query, Error> {
    guard::check_text(query, limits)?;
    let parsed = parse(query, base)?;
    guard::check_parsed(&parsed, limits)?;
    Ok(parsed)
}

/// An answer that came in time, with hints if nothing was found.
pub(super) fn finish(
    (answer, truncated): (Answer, Option<Truncated>),
    deadline: Instant,
    limits: &Limits,
    hints: impl FnOnce(Instant) -> Vec<String>,
) -> Result<QueryOutput, Error> {
    // What came late was perhaps cut short by the clock: an answer is whole or none.
    if Instant::now() > deadline && truncated.is_none() {
        return Err(Error::Timeout(limits.query_timeout_ms));
    }
    let notes = if is_empty(&answer) { hints(deadline) } else { Vec::new() };
    Ok(QueryOutput { answer, truncated, notes })
}

/// For each of chancery's terms in a query that is none of the `known` ones: which was probably meant.
pub(super) fn hints(query: &str, known: &BTreeSet<String>) -> Vec<String> {
    let mut notes = Vec::new();
    for name in own_names(query) {
        if known.contains(name) {
            continue;
        }
        let nearest = nearest(name, known.iter().map(String::as_str));
        let hint = nearest.map(|nearest| format!("; did you mean ch:{nearest}?")).unwrap_or_default();
        notes.push(format!("ch:{name} is nowhere in this graph{hint}"));
    }
    notes.dedup();
    notes
}

/// Parses a query; known prefixes need no declaration.
///
/// # Errors
/// [`Error::Syntax`] with the place and a hint, or [`Error::Update`].
fn parse(query: &str, base: &Base) -> Result<Query, Error> {
    let refused = |error: &dyn std::fmt::Display| Error::Syntax(error.to_string());
    parser(base).map_err(|error| refused(&error))?.parse_query(query).map_err(|error| {
        match parser(base).map(|parser| parser.parse_update(query)) {
            // An empty text is an update of nothing.
            Ok(Ok(update)) if !update.operations.is_empty() => Error::Update,
            _ => refused(&error),
        }
    })
}

fn parser(base: &Base) -> Result<SparqlParser, oxigraph::model::IriParseError> {
    let mut parser = SparqlParser::new();
    for (prefix, iri) in vocabulary::PREFIXES.into_iter().chain(distance::PREFIXES) {
        parser = parser.with_prefix(prefix, iri)?;
    }
    for (prefix, iri) in base.prefixes() {
        parser = parser.with_prefix(prefix, iri)?;
    }
    Ok(parser)
}

/// Local names of those of chancery's terms that are always there.
pub(super) fn own_terms() -> BTreeSet<String> {
    let own = |iri: &str| iri.strip_prefix(vocabulary::CH).map(str::to_owned);
    vocabulary::TERMS.iter().filter_map(|term| own(term.as_str())).collect()
}

/// Local names after `ch:` in a query, in order.
fn own_names(query: &str) -> BTreeSet<&str> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    query
        .match_indices("ch:")
        .filter(|(at, _)| !query.get(..*at).unwrap_or("").ends_with(is_name))
        .filter_map(|(at, _)| query.get(at + 3..))
        .map(|rest| rest.split(|c| !is_name(c)).next().unwrap_or(""))
        .filter(|name| !name.is_empty())
        .collect()
}

/// The candidate that is most like `word`, if any is like it at all.
pub(super) fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    candidates
        .map(|candidate| (strsim::jaro_winkler(&lower, &candidate.to_lowercase()), candidate))
        .filter(|(likeness, _)| *likeness > 0.82)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, candidate)| candidate)
}

fn is_empty(answer: &Answer) -> bool {
    match answer {
        Answer::Boolean(is_true) => !is_true,
        Answer::Solutions { rows, .. } => rows.is_empty(),
        Answer::Graph(triples) => triples.is_empty(),
    }
}

/// Takes results until a limit is reached.
pub(super) struct Collector<'a> {
    limits: &'a Limits,
    pub(super) deadline: Instant,
    bytes: u64,
}

impl<'a> Collector<'a> {
    pub(super) fn new(limits: &'a Limits) -> Self {
        let deadline = Instant::now() + Duration::from_millis(limits.query_timeout_ms);
        Self { limits, deadline, bytes: 0 }
    }

    pub(super) fn collect(mut self, results: QueryResults<'_>) -> Result<(Answer, Option<Truncated>), Error> {
        match results {
            QueryResults::Boolean(is_true) => Ok((Answer::Boolean(is_true), None)),
            QueryResults::Solutions(solutions) => {
                let variables: Vec<String> =
                    solutions.variables().iter().map(|variable| variable.as_str().to_owned()).collect();
                let mut rows = Vec::new();
                for solution in solutions {
                    if let Some(why) = self.is_full(rows.len())? {
                        return Ok((Answer::Solutions { variables, rows }, Some(why)));
                    }
                    match solution {
                        Ok(solution) => {
                            let row: Vec<_> = solution.values().to_vec();
                            self.bytes += row.iter().flatten().map(results_size).sum::<u64>();
                            rows.push(row);
                        }
                        Err(error) => return Err(self.refused(&error)),
                    }
                }
                Ok((Answer::Solutions { variables, rows }, None))
            }
            QueryResults::Graph(triples) => {
                let mut sorted: BTreeMap<String, Triple> = BTreeMap::new();
                let mut truncated = None;
                for triple in triples {
                    truncated = self.is_full(sorted.len())?;
                    if truncated.is_some() {
                        break;
                    }
                    let triple = triple.map_err(|error| self.refused(&error))?;
                    let line = triple.to_string();
                    self.bytes += 2 * line.len() as u64;
                    sorted.insert(line, triple);
                }
                Ok((Answer::Graph(sorted.into_values().collect()), truncated))
            }
        }
    }

    /// Whether no further row is taken.
    fn is_full(&self, rows: usize) -> Result<Option<Truncated>, Error> {
        if rows >= self.limits.max_query_rows {
            Ok(Some(Truncated::Rows))
        } else if self.bytes > self.limits.max_query_memory_bytes / SHARE_OF_MEMORY {
            Ok(Some(Truncated::Size))
        } else if Instant::now() > self.deadline {
            Err(Error::Timeout(self.limits.query_timeout_ms))
        } else {
            Ok(None)
        }
    }

    pub(super) fn refused(&self, error: &QueryEvaluationError) -> Error {
        match error {
            QueryEvaluationError::Cancelled => Error::Timeout(self.limits.query_timeout_ms),
            QueryEvaluationError::Dataset(damage) => Error::Index(damage.to_string()),
            other => Error::Evaluation(other.to_string()),
        }
    }
}

fn results_size(term: &Term) -> u64 {
    (match term {
        Term::NamedNode(node) => node.as_str().len(),
        Term::BlankNode(node) => node.as_str().len(),
        Term::Literal(literal) => literal.value().len(),
        Term::Triple(triple) => triple.to_string().len(),
    }) as u64
        + 32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_query_are_found() {
        let names: Vec<&str> =
            own_names("SELECT * { ?a ch:spokeWit ?b ; dch:no 1 . ?x a ch:Person }").into_iter().collect();
        assert_eq!(names, ["Person", "spokeWit"]);
        assert_eq!(nearest("spokeWit", ["said", "spokeWith", "visited"].into_iter()), Some("spokeWith"));
        assert_eq!(nearest("zzz", ["said"].into_iter()), None);
    }
}
