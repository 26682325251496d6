//! Results of queries in the W3C formats, and back.

use std::io::{self, Write};

use oxigraph::model::{Literal, Term, Triple, Variable};
use oxigraph::sparql::results::{
    QueryResultsFormat, QueryResultsParser, QueryResultsSerializer, SliceQueryResultsParserOutput,
};
use oxttl::{NTriplesParser, NTriplesSerializer};

use super::query::Answer;

/// How rows and truth values are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResultFormat {
    /// SPARQL 1.1 Query Results JSON.
    Json,
    /// SPARQL 1.1 Query Results XML.
    Xml,
    /// SPARQL 1.1 Query Results CSV: values only. Text that a spreadsheet would take for a formula gets an apostrophe.
    Csv,
    /// The same as it is.
    RawCsv,
    /// SPARQL 1.1 Query Results TSV: terms as in Turtle.
    Tsv,
}

impl ResultFormat {
    fn to_oxigraph(self) -> QueryResultsFormat {
        match self {
            Self::Json => QueryResultsFormat::Json,
            Self::Xml => QueryResultsFormat::Xml,
            Self::Csv | Self::RawCsv => QueryResultsFormat::Csv,
            Self::Tsv => QueryResultsFormat::Tsv,
        }
    }
}

/// Writes rows or a truth value. Triples are the business of the RDF writers: for them nothing is written.
///
/// # Errors
/// If `output` refuses.
pub fn write(answer: &Answer, format: ResultFormat, output: &mut dyn Write) -> io::Result<()> {
    let serializer = QueryResultsSerializer::from_format(format.to_oxigraph());
    match answer {
        Answer::Boolean(is_true) => serializer.serialize_boolean_to_writer(output, *is_true).map(drop),
        Answer::Graph(_) => Ok(()),
        Answer::Solutions { variables, rows } => {
            let variables = to_variables(variables)?;
            let mut writer = serializer.serialize_solutions_to_writer(output, variables.clone())?;
            for row in rows {
                let row: Vec<Option<Term>> =
                    row.iter().map(|term| term.as_ref().map(|term| safe(term, format))).collect();
                let bound =
                    variables.iter().zip(&row).filter_map(|(v, term)| term.as_ref().map(|term| (v, term)));
                writer.serialize(bound)?;
            }
            writer.finish().map(drop)
        }
    }
}

/// A term that the format can carry: XML takes no control characters, a spreadsheet runs formulas.
fn safe(term: &Term, format: ResultFormat) -> Term {
    let Term::Literal(literal) = term else { return term.clone() };
    let value = literal.value();
    let changed = match format {
        ResultFormat::Xml if value.chars().any(is_illegal_in_xml) => {
            value.chars().map(|c| if is_illegal_in_xml(c) { '\u{fffd}' } else { c }).collect()
        }
        ResultFormat::Csv if is_text(literal) && opens_formula(value) => format!("'{value}"),
        _ => return term.clone(),
    };
    match literal.language() {
        Some(tag) => {
            Literal::new_language_tagged_literal(changed, tag).map_or_else(|_| term.clone(), Term::from)
        }
        None => Literal::new_typed_literal(changed, literal.datatype()).into(),
    }
}

fn is_illegal_in_xml(c: char) -> bool {
    c < ' ' && !matches!(c, '\t' | '\n' | '\r') || matches!(c, '\u{fffe}' | '\u{ffff}')
}

fn is_text(literal: &Literal) -> bool {
    literal.language().is_some() || literal.datatype() == oxigraph::model::vocab::xsd::STRING
}

fn opens_formula(value: &str) -> bool {
    value.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
}

fn to_variables(names: &[String]) -> io::Result<Vec<Variable>> {
    names.iter().map(|name| Variable::new(name.as_str()).map_err(io::Error::other)).collect()
}

/// Rows or a truth value from JSON.
pub(super) fn from_json(bytes: &[u8]) -> io::Result<Answer> {
    let parsed = QueryResultsParser::from_format(QueryResultsFormat::Json).for_slice(bytes);
    match parsed.map_err(io::Error::other)? {
        SliceQueryResultsParserOutput::Boolean(is_true) => Ok(Answer::Boolean(is_true)),
        SliceQueryResultsParserOutput::Solutions(solutions) => {
            let variables =
                solutions.variables().iter().map(|variable| variable.as_str().to_owned()).collect();
            let rows: Result<Vec<_>, _> =
                solutions.map(|solution| solution.map(|solution| solution.values().to_vec())).collect();
            Ok(Answer::Solutions { variables, rows: rows.map_err(io::Error::other)? })
        }
    }
}

/// Triples from N-Triples.
pub(super) fn from_ntriples(bytes: &[u8]) -> io::Result<Answer> {
    let triples: Result<Vec<Triple>, _> = NTriplesParser::new().for_slice(bytes).collect();
    Ok(Answer::Graph(triples.map_err(io::Error::other)?))
}

/// Triples as N-Triples.
pub(super) fn to_ntriples(triples: &[Triple], output: &mut dyn Write) -> io::Result<()> {
    let mut writer = NTriplesSerializer::new().for_writer(output);
    for triple in triples {
        writer.serialize_triple(triple)?;
    }
    writer.finish();
    Ok(())
}
