//! Decisions about who is who in the forms of other programs: the resolver file of
//! [nomenklatura](https://github.com/opensanctions/nomenklatura) (a JSON array a line), and a table as OpenRefine writes it after a column
//! was reconciled (CSV, TSV or JSON of its templating export, with the columns `id` and `match`, and perhaps `judgment`).
//!
//! Comes in: text, and what an identifier of the other program means here. Goes out: [`Decision`]s, and the other way round. What the form cannot say, or is not
//! about this graph, is counted and never guessed.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::unionfind::UnionFind;
use serde_json::{Value, json};

use crate::archive::Decision;
use crate::archive::decisions::Kind;

/// The IRI of the graph that an identifier means; `None` for what is not of this graph.
pub type Iris<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Decisions that were read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Taken {
    /// The decisions.
    pub decisions: Vec<Decision>,
    /// Lines that decide nothing: unsure, or without a match.
    pub undecided: usize,
    /// Lines about what is not in the graph.
    pub foreign: usize,
}

/// A line that is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {why}")]
pub struct Fault {
    /// Its number, from 1.
    pub line: usize,
    /// What is wrong.
    pub why: String,
}

/// Reads a resolver file: `[target, source, judgement, score, user, time]` a line.
///
/// nomenklatura gives those that are one an identifier of its own (`NK-…`); what hangs together by such identifiers is merged.
///
/// # Errors
/// [`Fault`] for the first line that is no such array.
pub fn from_nomenklatura(text: &str, iris: Iris<'_>) -> Result<Taken, Fault> {
    let mut taken = Taken::default();
    let mut groups = Groups::default();
    for (line, row) in text.lines().enumerate().filter(|(_, row)| !row.trim().is_empty()) {
        let fault = |why: &str| Fault { line: line + 1, why: why.to_owned() };
        let row: Value = serde_json::from_str(row).map_err(|error| fault(&error.to_string()))?;
        let part = |at: usize| row.get(at).and_then(Value::as_str);
        let (Some(a), Some(b), Some(judgement)) = (part(0), part(1), part(2)) else {
            return Err(fault("it is no array of target, source, judgement, score, user and time"));
        };
        match judgement {
            "positive" => groups.join(a, b),
            "negative" => match (iris(a), iris(b)) {
                (Some(a), Some(b)) if a != b => {
                    let decision = Decision::about(Kind::Reject, [a, b]);
                    let by = part(4).map(str::to_owned);
                    taken.decisions.push(Decision {
                        score: row.get(3).and_then(Value::as_f64),
                        by,
                        ..decision
                    });
                }
                _ => taken.foreign += 1,
            },
            "unsure" | "no_judgement" => taken.undecided += 1,
            other => return Err(fault(&format!("unknown judgement \"{other}\""))),
        }
    }
    for members in groups.sets() {
        let mut own: Vec<String> = members.iter().filter_map(|id| iris(id)).collect();
        own.sort();
        own.dedup();
        match own.len() {
            0 | 1 => taken.foreign += 1,
            _ => taken.decisions.push(Decision::about(Kind::Merge, own)),
        }
    }
    Ok(taken)
}

/// The decisions that hold as a resolver file, and how many it cannot say (splits).
pub fn to_nomenklatura(decisions: &[&Decision], ids: &dyn Fn(&str) -> String) -> (String, usize) {
    let (mut text, mut unsaid) = (String::new(), 0);
    for decision in decisions {
        let judgement = match decision.kind {
            Kind::Merge | Kind::Accept => "positive",
            Kind::Reject => "negative",
            Kind::Split | Kind::Undo | Kind::Lost => {
                unsaid += 1;
                continue;
            }
        };
        let Some((first, others)) = decision.ids.split_first() else { continue };
        for other in others {
            let user = decision.by.as_deref().unwrap_or("chancery");
            text.push_str(
                &json!([ids(first), ids(other), judgement, decision.score, user, null]).to_string(),
            );
            text.push('\n');
        }
    }
    (text, unsaid)
}

/// Reads a table with the columns `id` and `match`, apart by commas or tabs, or as JSON (`{"rows": [{"id": …}]}`); a third, `judgment`, may say `none` or `new` of a match that does not count.
/// `outside` gives the IRI of a match in the data of others, such as `Q159`: that decides a link.
///
/// # Errors
/// [`Fault`] if the columns are missing or a quote is not closed.
pub fn from_openrefine(text: &str, iris: Iris<'_>, outside: Iris<'_>) -> Result<Taken, Fault> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let rows = if text.trim_start().starts_with(['{', '[']) { json_table(text)? } else { table(text)? };
    let header = rows.first().map(Vec::as_slice).unwrap_or_default();
    let column = |name: &str| header.iter().position(|cell| cell.trim().eq_ignore_ascii_case(name));
    let (Some(id), Some(same)) = (column("id"), column("match")) else {
        return Err(Fault { line: 1, why: "there are no columns `id` and `match`".to_owned() });
    };
    let judgment = column("judgment");
    let mut taken = Taken::default();
    for row in rows.iter().skip(1) {
        let cell = |at: usize| row.get(at).map_or("", |cell| cell.trim());
        let is_open = judgment.is_some_and(|at| !matches!(cell(at), "matched" | "distinct"));
        if cell(same).is_empty() || is_open {
            taken.undecided += 1;
            continue;
        }
        let kind =
            if judgment.is_some_and(|at| cell(at) == "distinct") { Kind::Reject } else { Kind::Accept };
        match (iris(cell(same)).or_else(|| outside(cell(same))), iris(cell(id))) {
            (Some(a), Some(b)) if a != b => taken.decisions.push(Decision::about(kind, [a, b])),
            (Some(_), Some(_)) => taken.undecided += 1,
            _ => taken.foreign += 1,
        }
    }
    Ok(taken)
}

/// The decisions that hold as such a table, and how many it cannot say (splits).
pub fn to_openrefine(decisions: &[&Decision]) -> (String, usize) {
    let (mut text, mut unsaid) = ("id,match,judgment\n".to_owned(), 0);
    for decision in decisions {
        let judgment = match decision.kind {
            Kind::Merge | Kind::Accept => "matched",
            Kind::Reject => "distinct",
            Kind::Split | Kind::Undo | Kind::Lost => {
                unsaid += 1;
                continue;
            }
        };
        let Some((first, others)) = decision.ids.split_first() else { continue };
        let quoted = |id: &str| format!("\"{}\"", id.replace('"', "\"\""));
        others
            .iter()
            .for_each(|other| text.push_str(&format!("{},{},{judgment}\n", quoted(other), quoted(first))));
    }
    (text, unsaid)
}

/// Cells of the rows of JSON, below a header of all names.
fn json_table(text: &str) -> Result<Vec<Vec<String>>, Fault> {
    let found: Value = serde_json::from_str(text)
        .map_err(|error| Fault { line: error.line(), why: format!("it is no JSON: {error}") })?;
    let rows = found.get("rows").unwrap_or(&found).as_array();
    let rows = rows.ok_or_else(|| Fault { line: 1, why: "there is no array `rows`".to_owned() })?;
    let objects: Vec<_> = rows.iter().filter_map(Value::as_object).collect();
    let names: BTreeSet<&String> = objects.iter().flat_map(|row| row.keys()).collect();
    let header = names.iter().map(|name| (*name).clone()).collect();
    let cell = |value: Option<&Value>| match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    let cells =
        |row: &serde_json::Map<String, Value>| names.iter().map(|name| cell(row.get(*name))).collect();
    Ok([header].into_iter().chain(objects.into_iter().map(cells)).collect())
}

/// Cells of CSV (RFC 4180), or of the same with tabs where the first line has one.
fn table(text: &str) -> Result<Vec<Vec<String>>, Fault> {
    let between = if text.lines().next().is_some_and(|line| line.contains('\t')) { '\t' } else { ',' };
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let (mut is_quoted, mut line, mut opened) = (false, 1, 1);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        line += usize::from(c == '\n');
        match c {
            '"' if is_quoted && rest.peek() == Some(&'"') => cell.extend(rest.next()),
            '"' => (is_quoted, opened) = (!is_quoted, line),
            c if c == between && !is_quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !is_quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            '\r' if !is_quoted => {}
            c => cell.push(c),
        }
    }
    if is_quoted {
        return Err(Fault { line: opened, why: "a quote is not closed".to_owned() });
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    Ok(rows)
}

/// Identifiers that hang together.
#[derive(Default)]
struct Groups {
    /// By identifier, in the order in which they came.
    numbers: BTreeMap<String, usize>,
    sets: UnionFind<usize>,
}

impl Groups {
    fn join(&mut self, a: &str, b: &str) {
        let (a, b) = (self.number(a), self.number(b));
        self.sets.union(a, b);
    }

    fn number(&mut self, id: &str) -> usize {
        let Self { numbers, sets } = self;
        *numbers.entry(id.to_owned()).or_insert_with(|| sets.new_set())
    }

    /// In the order in which the first of each came.
    fn sets(&self) -> Vec<Vec<&str>> {
        let mut by_number: Vec<(usize, &str)> =
            self.numbers.iter().map(|(id, number)| (*number, id.as_str())).collect();
        by_number.sort_unstable();
        let mut places: BTreeMap<usize, usize> = BTreeMap::new();
        let mut sets: Vec<Vec<&str>> = Vec::new();
        for (number, id) in by_number {
            let place = *places.entry(self.sets.find(number)).or_insert(sets.len());
            match sets.get_mut(place) {
                Some(set) => set.push(id),
                None => sets.push(vec![id]),
            }
        }
        sets
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Identifiers of the graph begin with `e:`.
    fn iri(id: &str) -> Option<String> {
        id.starts_with("e:").then(|| id.to_owned())
    }

    #[test]
    fn a_resolver_file_is_read_and_written() {
        let text = "[\"NK-1\",\"e:a\",\"positive\",0.9,\"ann\",\"2024-01-01\"]\n[\"NK-1\",\"e:b\",\"positive\",null,\"ann\",null]\n\
            [\"e:c\",\"e:d\",\"negative\",0.5,\"bo\",null]\n[\"e:a\",\"e:d\",\"unsure\",null,null,null]\n[\"e:x\",\"Q1\",\"negative\",null,null,null]\n";
        let taken = from_nomenklatura(text, &iri).unwrap();
        assert_eq!((taken.undecided, taken.foreign, taken.decisions.len()), (1, 1, 2));
        let reject = Decision {
            score: Some(0.5),
            by: Some("bo".into()),
            ..Decision::about(Kind::Reject, ["e:c", "e:d"])
        };
        assert_eq!(taken.decisions, [reject, Decision::about(Kind::Merge, ["e:a", "e:b"])]);
        let all: Vec<&Decision> = taken.decisions.iter().collect();
        let (written, unsaid) = to_nomenklatura(&all, &str::to_owned);
        assert_eq!(unsaid, 0);
        assert_eq!(from_nomenklatura(&written, &iri).unwrap().decisions.len(), 2);
        for wrong in ["{", "[]", "[\"a\",\"b\",\"maybe\"]", "[1,2,3]"] {
            assert_eq!(from_nomenklatura(wrong, &iri).unwrap_err().line, 1, "{wrong}");
        }
    }

    #[test]
    fn many_lines_that_hang_together_in_any_order_are_one() {
        // Each with the next, the even ones first: pairs that are joined later.
        let line = |number: usize| format!("[\"e:{number:05}\", \"e:{:05}\", \"positive\"]\n", number + 1);
        let apart = "[\"e:x\", \"NK-1\", \"positive\"]\n[\"e:y\", \"NK-1\", \"positive\"]\n";
        let (even, odd) = ((0..40_000).step_by(2), (1..40_000).step_by(2));
        let text: String = even.chain(odd).map(line).chain([apart.to_owned()]).collect();
        let taken = from_nomenklatura(&text, &iri).unwrap();
        let sizes: Vec<usize> = taken.decisions.iter().map(|decision| decision.ids.len()).collect();
        assert_eq!((sizes, taken.foreign), (vec![40_001, 2], 0));
        assert_eq!(taken.decisions[1].ids, ["e:x", "e:y"]);
    }

    #[test]
    fn a_reconciled_table_is_read_and_written() {
        let text = "\u{feff}name,id,match,judgment\r\n\"A, \"\"B\"\"\",e:a,e:b,matched\r\nC,e:c,,none\r\nD,e:d,e:a,distinct\r\nE,Q1,e:a,matched\r\n";
        let taken = from_openrefine(text, &iri, &|_| None).unwrap();
        assert_eq!((taken.undecided, taken.foreign), (1, 1));
        assert_eq!(
            taken.decisions,
            [Decision::about(Kind::Accept, ["e:b", "e:a"]), Decision::about(Kind::Reject, ["e:a", "e:d"])]
        );
        let all: Vec<&Decision> = taken.decisions.iter().collect();
        assert_eq!(
            from_openrefine(&to_openrefine(&all).0, &iri, &|_| None).unwrap().decisions,
            taken.decisions
        );
        let tabs = text.replace("\"A, \"\"B\"\"\"", "A, B").replace(',', "\t").replace("A\t B", "A, B");
        assert_eq!(from_openrefine(&tabs, &iri, &|_| None).unwrap(), taken);
        let json = r#"{"rows": [{"name": "A, \"B\"", "id": "e:a", "match": "e:b", "judgment": "matched"},
            {"name": "C", "id": "e:c", "match": null, "judgment": "none"}, {"id": "e:d", "match": "e:a", "judgment": "distinct"},
            {"name": 5, "id": "Q1", "match": "e:a", "judgment": "matched"}]}"#;
        assert_eq!(from_openrefine(json, &iri, &|_| None).unwrap(), taken);
        let array = json.trim_start_matches("{\"rows\": ").trim_end_matches('}');
        assert_eq!(from_openrefine(array, &iri, &|_| None).unwrap(), taken);
        for wrong in ["{", "{\"rows\": 1}", "[{\"a\": 1}]", "[]"] {
            assert_eq!(from_openrefine(wrong, &iri, &|_| None).unwrap_err().line, 1, "{wrong}");
        }
        assert_eq!(from_openrefine("a,b\n", &iri, &|_| None).unwrap_err().line, 1);
        assert_eq!(
            from_openrefine("id,match\n\"e:a,e:b\n", &iri, &|_| None).unwrap_err().why,
            "a quote is not closed"
        );
    }
}
