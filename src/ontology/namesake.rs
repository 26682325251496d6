//! Of which states somebody of a name has held an office, at any time that the table of offices covers.
//!
//! In come an office and a name as a text has it; out come states. A surname may be that of several; who is meant, the text
//! has to tell.

use std::collections::{BTreeSet, HashMap};

use unicode_normalization::UnicodeNormalization;

use super::Office;

/// Shortest word of a name that is looked up alone.
const SHORTEST: usize = 3;

/// Holders of offices by the words of their names. Look-up only: the order of the map never reaches an output.
#[derive(Clone, Debug, Default)]
pub struct Namesakes {
    rows: Vec<Row>,
    by_word: HashMap<String, Vec<usize>>,
    known: BTreeSet<(&'static str, Office)>,
}

#[derive(Clone, Debug)]
struct Row {
    state: &'static str,
    office: Office,
    words: Vec<String>,
}

impl Namesakes {
    /// Of holders: state (Wikidata item such as `Q212`), office and name.
    pub fn of(holders: impl Iterator<Item = (&'static str, Office, &'static str)>) -> Self {
        let mut all = Self::default();
        for (state, office, name) in holders {
            let words = words_of(name);
            for word in &words {
                all.by_word.entry(word.clone()).or_default().push(all.rows.len());
            }
            all.known.insert((state, office));
            all.rows.push(Row { state, office, words });
        }
        all
    }

    /// The states whose `office` somebody of that name has held: of a whole name those whose holder has the surname and
    /// begins with the same letter, of a surname all that have a holder with it.
    ///
    /// ```
    /// use chancery::ontology::{Office, Offices};
    /// let namesakes = Offices::bundled().namesakes();
    /// assert!(namesakes.states(Office::President, "Vladimir Putin").contains("Q159"));
    /// assert!(namesakes.states(Office::President, "Anna Berg").is_empty());
    /// ```
    pub fn states(&self, office: Office, name: &str) -> BTreeSet<&'static str> {
        let asked = words_of(name);
        let Some(surname) = asked.last().filter(|word| word.chars().count() >= SHORTEST) else {
            return BTreeSet::new();
        };
        let is_it = |row: &&Row| {
            let first = |words: &[String]| words.first().and_then(|word| word.chars().next());
            row.office == office && (asked.len() == 1 || first(&row.words) == first(&asked))
        };
        let rows = self.by_word.get(surname).into_iter().flatten().map(|&number| &self.rows[number]);
        rows.filter(is_it).map(|row| row.state).collect()
    }

    /// Whether the table has holders of an office of a state, so that it would know one more.
    pub fn knows(&self, state: &str, office: Office) -> bool {
        self.known.contains(&(state, office))
    }
}

/// The words of a name in lower case, without marks, articles of Arabic names and what is no letter.
fn words_of(name: &str) -> Vec<String> {
    let bare: String = name.nfd().filter(|c| !matches!(c, '\u{300}'..='\u{36f}')).collect();
    let lower = bare.to_lowercase();
    let words = lower.split(|c: char| !(c.is_alphabetic() || c == '-'));
    let bared =
        |word: &str| word.trim_start_matches("al-").trim_start_matches("el-").trim_matches('-').to_owned();
    words.map(bared).filter(|word| !word.is_empty()).collect()
}
