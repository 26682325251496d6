//! What the model sees of a token alone: ids of its norm, first character, last three and shape.

use std::collections::HashMap;

use super::hash::string_hash;
use crate::tokens::{CharSet, is_space};

/// What depends on a token's text (and the norm of a special case) only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lexeme {
    /// Ids of norm, prefix, suffix and shape: what the embedding tables hash.
    pub(super) ids: [u64; 4],
    /// Whether it is whitespace.
    pub(super) is_space: bool,
}

/// The tables from which lexemes are made.
#[derive(Clone, Debug, Default)]
pub(super) struct Lexicon {
    /// Strings whose id is a small number instead of their hash.
    pub(super) symbols: HashMap<String, u64>,
    /// Norms that differ from the lower-cased text, sorted by the id of the text.
    pub(super) norms: Vec<(u64, String)>,
    /// General category L.
    pub(super) letters: CharSet,
    /// Decimal and other digits.
    pub(super) digits: CharSet,
    /// Upper-case characters.
    pub(super) capitals: CharSet,
}

impl Lexicon {
    /// The lexeme of `text`, with `norm` if a special case gives one.
    pub(super) fn lexeme(&self, text: &str, norm: Option<&str>) -> Lexeme {
        let mut chars = text.char_indices();
        let prefix = chars.nth(1).map_or(text, |(second, _)| &text[..second]);
        let suffix = text.char_indices().rev().nth(2).map_or(text, |(third, _)| &text[third..]);
        let norm = match norm {
            Some(norm) => self.id(norm),
            None => self.norm_id(text),
        };
        Lexeme {
            ids: [norm, self.id(prefix), self.id(suffix), self.id(&self.shape(text))],
            is_space: !text.is_empty() && text.chars().all(is_space),
        }
    }

    /// The id of a string.
    pub(super) fn id(&self, text: &str) -> u64 {
        match self.symbols.get(text) {
            Some(&id) => id,
            None if text.is_empty() => 0,
            None => string_hash(text),
        }
    }

    fn norm_id(&self, text: &str) -> u64 {
        let id = self.id(text);
        match self.norms.binary_search_by_key(&id, |(key, _)| *key) {
            Ok(at) => self.id(&self.norms[at].1),
            Err(_) => self.id(&text.to_lowercase()),
        }
    }

    /// Letters become `X` or `x`, digits `d`; runs of one character are cut to four.
    pub(super) fn shape(&self, text: &str) -> String {
        const LONG: usize = 100;
        let mut shape = String::new();
        let (mut last, mut run) = (None, 0);
        for (count, c) in text.chars().enumerate() {
            if count + 1 >= LONG {
                return "LONG".to_owned();
            }
            let mapped = match c {
                _ if self.letters.contains(c) => {
                    if self.capitals.contains(c) {
                        'X'
                    } else {
                        'x'
                    }
                }
                _ if self.digits.contains(c) => 'd',
                _ => c,
            };
            run = if last == Some(mapped) { run + 1 } else { 0 };
            last = Some(mapped);
            if run < 4 {
                shape.push(mapped);
            }
        }
        shape
    }

    /// Whether `text` consists of letters (and is not empty).
    pub(super) fn is_alphabetic(&self, text: &str) -> bool {
        !text.is_empty() && text.chars().all(|c| self.letters.contains(c))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::super::hash::table_rows;
    use super::super::model::Model;

    /// What spaCy computes for a few strings, keys and tokens.
    fn expected() -> Value {
        serde_json::from_str(include_str!("../../tests/data/parse/ids.json")).unwrap()
    }

    fn number(value: &Value) -> u64 {
        value.as_str().unwrap().parse().unwrap()
    }

    #[test]
    fn strings_have_the_ids_that_the_model_was_trained_with() {
        let model = Model::bundled().unwrap();
        for (text, id) in expected()["string_ids"].as_object().unwrap() {
            assert_eq!(model.lexicon.id(text), number(id), "{text:?}");
        }
    }

    #[test]
    fn keys_hash_to_the_rows_that_the_model_was_trained_with() {
        for row in expected()["rows"].as_array().unwrap() {
            let size = |at: usize| u32::try_from(row[at].as_u64().unwrap()).unwrap();
            let want: Vec<usize> = serde_json::from_value(row[3].clone()).unwrap();
            assert_eq!(table_rows(number(&row[0]), size(1), size(2)).as_slice(), want, "{row}");
        }
    }

    #[test]
    fn tokens_have_the_attributes_that_the_model_was_trained_with() {
        let model = Model::bundled().unwrap();
        for row in expected()["tokens"].as_array().unwrap() {
            let lexeme = model.lexicon.lexeme(row[0].as_str().unwrap(), None);
            let want: Vec<u64> = row[1].as_array().unwrap().iter().map(number).collect();
            assert_eq!(lexeme.ids.as_slice(), want, "{row}");
            assert_eq!(u64::from(lexeme.is_space), row[2].as_u64().unwrap(), "{row}");
        }
    }

    #[test]
    fn shapes_cut_runs_and_mark_long_words() {
        let model = Model::bundled().unwrap();
        for (text, shape) in
            [("Kyiv", "Xxxx"), ("Zelenskyy", "Xxxxx"), ("1,000,000", "d,ddd,ddd"), ("²½", "d½")]
        {
            assert_eq!(model.lexicon.shape(text), shape);
        }
        assert_eq!(model.lexicon.shape(&"é".repeat(99)), "xxxx");
        assert_eq!(model.lexicon.shape(&"é".repeat(100)), "LONG");
    }
}
