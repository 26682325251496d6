//! Word lists from Turtle: every `ch:entry` of a `ch:Lexicon`, and all words of a long list in one `ch:words`.

use std::collections::BTreeMap;

use hashbrown::{HashMap, HashSet};
use oxigraph::model::Literal;

use super::facts::{Facts, Report};
use super::turtle::Part;
use super::vocabulary as v;
use super::{Lexicon, near};

/// The lists by the words they hold: most words that are asked about are in none, and are answered by one look.
#[derive(Clone, Debug, Default)]
pub(super) struct ListIndex {
    names: Vec<String>,
    by_word: HashMap<String, Vec<u16>>,
    /// What stands last in the entries of several words.
    last_words: HashSet<String>,
}

impl ListIndex {
    pub(super) fn new(lexicons: &BTreeMap<String, Lexicon>) -> Self {
        let mut index = Self::default();
        for (number, (name, words)) in (0..=u16::MAX).zip(lexicons) {
            index.names.push(name.clone());
            words.iter().for_each(|word| index.by_word.entry_ref(word.as_str()).or_default().push(number));
            let pairs = words.iter().filter_map(|word| word.rsplit_once('_'));
            index.last_words.extend(pairs.map(|(_, last)| last.to_owned()));
        }
        index
    }

    pub(super) fn holds(&self, list: &str, word: &str) -> bool {
        self.by_word
            .get(word)
            .is_some_and(|numbers| numbers.iter().any(|&number| self.names[usize::from(number)] == list))
    }

    pub(super) fn ends_entry(&self, word: &str) -> bool {
        self.last_words.contains(word)
    }
}

/// Reads all lists, by local name. A list may be added to in any file once it is declared.
pub(super) fn read(facts: &Facts<'_>, report: &mut Report<'_>) -> BTreeMap<String, Lexicon> {
    let mut lexicons: BTreeMap<String, Lexicon> = BTreeMap::new();
    for subject in facts.subjects.iter().filter(|subject| subject.is_a(v::LEXICON)) {
        lexicons.entry(v::local_name(subject.name).to_owned()).or_default();
    }
    for subject in &facts.subjects {
        let name = v::local_name(subject.name);
        for (fact, is_whole) in subject
            .all(v::ENTRY)
            .map(|fact| (fact, false))
            .chain(subject.all(v::WORDS).map(|fact| (fact, true)))
        {
            let Some(list) = lexicons.get_mut(name) else {
                let hint = near(name, lexicons.keys().map(String::as_str));
                let hint = hint.map_or_else(
                    || "declare it: `a ch:Lexicon`".to_owned(),
                    |near| format!("did you mean `lex:{near}`?"),
                );
                report.error(fact, Part::Subject, format!("unknown lexicon `{name}`"), hint);
                break;
            };
            let Some(word) = fact.literal().map(Literal::value) else { continue };
            if is_whole {
                list.extend(word.split_whitespace().map(str::to_owned));
            } else if word.is_empty() || word.contains(char::is_whitespace) {
                let hint = format!(
                    "join the words of an entry by `_`: \"{}\"",
                    word.replace(char::is_whitespace, "_")
                );
                report.error(fact, Part::Object, format!("\"{word}\" is no entry of a lexicon"), hint);
            } else {
                list.insert(word.to_owned());
            }
        }
    }
    lexicons
}
