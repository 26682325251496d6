//! How the ontology's relations, classes and actors are called in a set of gold: tab-separated rows of data.
//!
//! Rows are `relation`, `class`, `gold`, `code`, `planned` or `actor`, a name of ours, a name of the set, and for relations
//! conditions: `same` or `inverse` direction, or the `office` or `rank` that the words of a role give in place of the
//! object; classes of subject and of object (`A|B` or `*`); words of which the trigger must be one, and words of which the
//! name of the object must have one, or none if the first has `!` before it. Lines that begin with `#` are comments. Each set has a bundled mapping; a file can replace it.

use super::Set;

/// What the name of ours belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A relation of the ontology to a label of the gold.
    Relation,
    /// A class of the ontology, or `Adjective`, to a type.
    Class,
    /// A type of the gold to the type that it counts as.
    Gold,
    /// An event code of ours to one of the gold.
    Code,
    /// An event code of ours to that of the event that it is as long as it is planned or possible.
    Planned,
    /// A name or Wikidata identifier to the code of an actor.
    Actor,
}

/// What the object of a fact is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Taken {
    /// The object of the statement.
    #[default]
    Object,
    /// The words of the role with the object: "mayor of Oslo".
    Office,
    /// The words of the role: "mayor".
    Rank,
}

/// One row.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) kind: Kind,
    pub(super) own: String,
    pub(super) other: String,
    pub(super) is_inverse: bool,
    pub(super) taken: Taken,
    subject: Vec<String>,
    object: Vec<String>,
    words: Vec<String>,
    object_words: Vec<String>,
    /// Whether the name of the object must have none of the words.
    is_without: bool,
}

impl Row {
    /// Whether a statement of these classes, evoked by `trigger`, is meant.
    pub(super) fn admits(&self, subject: &str, object: &str, trigger: &str) -> bool {
        let admits = |names: &[String], name: &str| names.is_empty() || names.iter().any(|n| n == name);
        admits(&self.subject, subject)
            && admits(&self.object, object)
            && (self.words.is_empty()
                || trigger.split_whitespace().any(|word| admits(&self.words, &word.to_lowercase())))
    }
}

impl Row {
    /// Whether the name of an object, in lower case, has one of the words that the row asks for.
    pub(super) fn admits_object(&self, name: &str) -> bool {
        let has = name.split_whitespace().any(|word| self.object_words.iter().any(|wanted| wanted == word));
        self.object_words.is_empty() || has != self.is_without
    }
}

/// Why a mapping cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "line {line} of the mapping: {reason}; a row is `relation|class|gold|code|planned|actor`, our name, the set's name"
)]
pub struct Error {
    /// Line in it.
    pub line: usize,
    /// What is wrong.
    pub reason: String,
}

/// All rows of a set.
#[derive(Clone, Debug, Default)]
pub struct Mapping {
    rows: Vec<Row>,
}

impl Mapping {
    /// The mapping that comes with the program; empty for sets that need none.
    ///
    /// # Errors
    /// A bundled mapping that is faulty, which the tests rule out.
    pub fn bundled(set: Set) -> Result<Self, Error> {
        let text = match set {
            Set::Knowledgenet => include_str!("../../evaluation/mappings/knowledgenet.tsv"),
            Set::Redocred => include_str!("../../evaluation/mappings/redocred.tsv"),
            Set::Text2kgbench => include_str!("../../evaluation/mappings/text2kgbench.tsv"),
            Set::Plover => concat!(
                include_str!("../../evaluation/mappings/plover.tsv"),
                include_str!("../../evaluation/mappings/actors.tsv")
            ),
            Set::Petrarch => concat!(
                include_str!("../../evaluation/mappings/petrarch.tsv"),
                include_str!("../../evaluation/mappings/actors.tsv")
            ),
            Set::Ner => include_str!("../../evaluation/mappings/ner.tsv"),
            Set::Articles | Set::Coref | Set::Quotes | Set::Dep | Set::Linking => "",
        };
        Self::from_text(text)
    }

    /// Reads rows.
    ///
    /// # Errors
    /// A row that is not one.
    pub fn from_text(text: &str) -> Result<Self, Error> {
        let lines =
            text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
        let rows = lines.map(|(at, line)| row(line).map_err(|reason| Error { line: at + 1, reason }));
        Ok(Self { rows: rows.collect::<Result<_, _>>()? })
    }

    /// The rows of `kind` about a name of ours, in order.
    pub(super) fn all<'a, 'o>(
        &'a self,
        kind: Kind,
        own: &'o str,
    ) -> impl Iterator<Item = &'a Row> + use<'a, 'o> {
        self.rows.iter().filter(move |row| row.kind == kind && row.own == own)
    }

    /// What the first row of `kind` about a name says.
    pub(super) fn one<'a>(&'a self, kind: Kind, own: &str) -> Option<&'a str> {
        self.all(kind, own).next().map(|row| row.other.as_str())
    }

    /// Whether some relation maps to `label`.
    pub(super) fn covers(&self, label: &str) -> bool {
        self.rows.iter().any(|row| row.kind == Kind::Relation && row.other == label)
    }
}

fn row(line: &str) -> Result<Row, String> {
    let mut cells = line.split('\t').map(str::trim);
    let mut next = || cells.next().unwrap_or_default();
    let kind = match next() {
        "relation" => Kind::Relation,
        "class" => Kind::Class,
        "gold" => Kind::Gold,
        "code" => Kind::Code,
        "planned" => Kind::Planned,
        "actor" => Kind::Actor,
        other => return Err(format!("{other:?} is no kind of row")),
    };
    let (own, other) = (next().to_owned(), next().to_owned());
    if own.is_empty() || other.is_empty() {
        return Err("a name is missing".to_owned());
    }
    let (is_inverse, taken) = match next() {
        "inverse" => (true, Taken::Object),
        "" | "same" => (false, Taken::Object),
        "office" => (false, Taken::Office),
        "rank" => (false, Taken::Rank),
        other => return Err(format!("{other:?} is none of same, inverse, office and rank")),
    };
    let names = |cell: &str| match cell {
        "" | "*" => Vec::new(),
        cell => cell.split('|').map(str::to_owned).collect(),
    };
    let (subject, object, words, last) = (names(next()), names(next()), names(next()), next());
    let is_without = last.starts_with('!');
    let object_words = names(last.trim_start_matches('!'));
    Ok(Row { kind, own, other, is_inverse, taken, subject, object, words, object_words, is_without })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_have_conditions() {
        let text = "# a comment\nrelation\theadOf\tCEO\tinverse\tPerson\tOrganization\tchief|ceo\n";
        let mapping = Mapping::from_text(text).unwrap();
        let row = mapping.all(Kind::Relation, "headOf").next().unwrap();
        assert!(row.is_inverse && row.admits("Person", "Organization", "CEO"));
        assert!(!row.admits("Person", "State", "CEO") && !row.admits("Person", "Organization", "leader"));
        assert!(mapping.covers("CEO") && !mapping.covers("SPOUSE"));
    }

    #[test]
    fn an_office_is_taken_for_the_object_where_its_body_is_one_of_those_named() {
        let mapping = Mapping::from_text("relation\tmemberOf\tbranch\trank\t*\t*\t*\tarmy|navy\n").unwrap();
        let row = mapping.all(Kind::Relation, "memberOf").next().unwrap();
        assert_eq!(row.taken, Taken::Rank);
        assert!(row.admits_object("royal navy") && !row.admits_object("labour party"));
        let mapping =
            Mapping::from_text("relation\tmemberOf\tmember of\tsame\t*\t*\t*\t!party|greens\n").unwrap();
        let row = mapping.all(Kind::Relation, "memberOf").next().unwrap();
        assert!(row.admits_object("royal society") && !row.admits_object("labour party"));
    }

    #[test]
    fn what_is_no_row_is_refused_with_its_line() {
        let error = Mapping::from_text("\nrelatoin\ta\tb\n").unwrap_err();
        assert_eq!(error.line, 2);
        assert!(Mapping::from_text("class\tPerson\n").is_err());
        assert!(Mapping::from_text("relation\ta\tb\tbackwards\n").is_err());
    }

    #[test]
    fn bundled_mappings_are_faultless() {
        for set in Set::ALL {
            Mapping::bundled(set).unwrap();
        }
    }
}
