//! Base forms by word lists and suffix rules (those of WordNet's "morphy").

use std::ops::Range;

use super::label::Pos;
use super::lexeme::Lexicon;

/// The tables of one coarse tag.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    /// Ending and what replaces it.
    pub(super) suffixes: Vec<(String, String)>,
    /// Known base forms: where they stand among the words.
    pub(super) index: Range<usize>,
    /// Irregular forms: where they stand among the words.
    pub(super) exceptions: Range<usize>,
}

/// Tables for all coarse tags that have any.
#[derive(Clone, Debug, Default)]
pub(super) struct Lemmatizer {
    pub(super) tables: Vec<(Pos, Table)>,
    /// Sorted lines, block after block.
    pub(super) words: String,
}

impl Lemmatizer {
    /// The base form of `text`, whose lower-cased text is `lower`.
    pub(super) fn lemma(&self, lexicon: &Lexicon, text: &str, lower: &str, pos: Pos, morph: &str) -> String {
        if matches!(pos, Pos::None | Pos::Space) || is_base_form(pos, morph) {
            return lower.to_owned();
        }
        let Some((_, table)) = self.tables.iter().find(|(of, _)| *of == pos) else {
            return if pos == Pos::Propn { text.to_owned() } else { lower.to_owned() };
        };
        self.forms(lexicon, table, lower).unwrap_or_else(|| text.to_owned())
    }

    /// The best form: irregular ones before those of the word list, of each the last; then what does not consist of
    /// letters, then any other.
    fn forms(&self, lexicon: &Lexicon, table: &Table, lower: &str) -> Option<String> {
        let index = self.block(&table.index);
        let (mut forms, mut unknown): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
        for form in candidates(table, lower) {
            if find(index, &form).is_some() {
                forms.insert(0, form);
            } else if lexicon.is_alphabetic(&form) {
                unknown.push(form);
            } else {
                forms.push(form);
            }
        }
        let irregular = find(self.block(&table.exceptions), lower).unwrap_or_default();
        for form in irregular.split('\t').filter(|form| !form.is_empty()) {
            if !forms.iter().any(|known| known == form) {
                forms.insert(0, form.to_owned());
            }
        }
        forms.into_iter().chain(unknown).next()
    }

    fn block(&self, range: &Range<usize>) -> &str {
        self.words.get(range.clone()).unwrap_or("")
    }
}

/// Forms that the suffix rules make.
fn candidates(table: &Table, lower: &str) -> impl Iterator<Item = String> {
    table.suffixes.iter().filter_map(move |(old, new)| {
        let form = lower.strip_suffix(old.as_str())?.to_owned() + new;
        (!form.is_empty()).then_some(form)
    })
}

/// Whether the token's morphology says that it stands in its base form.
fn is_base_form(pos: Pos, morph: &str) -> bool {
    let value = |name: &str| morph.split('|').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
    match pos {
        Pos::Noun if value("Number") == Some("Sing") => true,
        Pos::Verb
            if value("VerbForm") == Some("Fin")
                && value("Tense") == Some("Pres")
                && value("Number").is_none() =>
        {
            true
        }
        _ => matches!(value("VerbForm"), Some("Inf" | "None")) || value("Degree") == Some("Pos"),
    }
}

/// The rest of the line that begins with `word` in a block of sorted lines, by binary search.
fn find<'a>(block: &'a str, word: &str) -> Option<&'a str> {
    let (mut low, mut high) = (0, block.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let bytes = block.as_bytes();
        let start = bytes[low..middle].iter().rposition(|&byte| byte == b'\n').map_or(low, |at| low + at + 1);
        let end = bytes[middle..high].iter().position(|&byte| byte == b'\n').map_or(high, |at| middle + at);
        let line = block.get(start..end)?;
        let key = line.split('\t').next().unwrap_or(line);
        match key.cmp(word) {
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Greater => high = start,
            std::cmp::Ordering::Equal => return line.get(key.len()..),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_a_block_is_found_and_nothing_else() {
        let block = "a\nabaci\tabacus\nabacus\nwolves\twolf\twolve\nzoo\n";
        assert_eq!(find(block, "a"), Some(""));
        assert_eq!(find(block, "abaci"), Some("\tabacus"));
        assert_eq!(find(block, "wolves"), Some("\twolf\twolve"));
        assert_eq!(find(block, "zoo"), Some(""));
        for missing in ["", "ab", "abacuss", "b", "zoos", "wolf"] {
            assert_eq!(find(block, missing), None, "{missing}");
        }
        assert_eq!(find("", "a"), None);
    }
}
