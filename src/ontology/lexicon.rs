//! Word lists from Turtle: every `ch:entry` of a `ch:Lexicon`, and all words of a long list in one `ch:words`.

use std::collections::BTreeMap;

use hashbrown::{HashMap, HashSet};
use oxigraph::model::Literal;

use super::facts::{Facts, Report};
use super::near;
use super::turtle::Part;
use super::vocabulary as v;

/// A list of words. Words of one entry are joined by `_`, as in `chief_of_staff`.
type Lexicon = HashSet<String>;

/// All word lists, kept by word: most words that are asked about are in none, and one look answers for all lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lexicons {
    names: Vec<String>,
    /// The place in `groups` of each word.
    by_word: HashMap<Box<str>, usize>,
    /// Lists that hold the same words, by their places in `names`: most words are in one list, thousands in the same.
    groups: Vec<Vec<usize>>,
    /// What stands last in the entries of several words.
    last_words: HashSet<Box<str>>,
}

impl Lexicons {
    fn new(lists: &BTreeMap<String, Lexicon>) -> Self {
        let mut holders: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (number, words) in lists.values().enumerate() {
            words.iter().for_each(|word| holders.entry(word).or_default().push(number));
        }
        let mut numbers: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
        let mut lexicons = Self { names: lists.keys().cloned().collect(), ..Self::default() };
        for (word, holders) in holders {
            if let Some((_, last)) = word.rsplit_once('_') {
                lexicons.last_words.insert(last.into());
            }
            let next = numbers.len();
            let group = *numbers.entry(holders).or_insert_with_key(|holders| {
                lexicons.groups.push(holders.clone());
                next
            });
            lexicons.by_word.insert(word.into(), group);
        }
        lexicons
    }

    /// Whether `list` holds `word` (words of one entry joined by `_`).
    pub fn holds(&self, list: &str, word: &str) -> bool {
        self.by_word.get(word).is_some_and(|&group| self.groups[group].iter().any(|&i| self.names[i] == list))
    }

    /// Whether `word` stands last in an entry of several words of any list: "media" of `state_media`.
    pub fn ends_entry(&self, word: &str) -> bool {
        self.last_words.contains(word)
    }

    /// The words of the lists whose names are `wanted`, each with the list; in no order, but of one word in that of the names.
    pub fn words_of(&self, wanted: impl Fn(&str) -> bool) -> impl Iterator<Item = (&str, &str)> {
        let is_wanted: Vec<bool> = self.names.iter().map(|name| wanted(name)).collect();
        self.by_word.iter().flat_map(move |(word, &group)| {
            let lists = self.groups[group].iter().filter(|&&i| is_wanted[i]);
            lists.map(|&i| (self.names[i].as_str(), &**word)).collect::<Vec<_>>()
        })
    }
}

/// Reads all lists, by local name. A list may be added to in any file once it is declared.
pub(super) fn read(facts: &Facts<'_>, report: &mut Report<'_>) -> Lexicons {
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
    Lexicons::new(&lexicons)
}
