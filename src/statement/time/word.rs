//! Text to words, numbers and marks, and what the grammar asks of them.

/// A word, a number or a mark, in lower case.
pub(super) struct Word {
    pub(super) text: String,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) is_capital: bool,
    /// Whether nothing stands between the word before and this one.
    pub(super) is_close: bool,
}

pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut open: Option<usize> = None;
    let mut last_end = 0;
    let mut push = |start: usize, end: usize, words: &mut Vec<Word>| {
        let Some(raw) = text.get(start..end) else { return };
        let is_close = !words.is_empty() && start == last_end;
        let is_capital = raw.starts_with(char::is_uppercase);
        words.push(Word { text: raw.to_lowercase(), start, end, is_capital, is_close });
        last_end = end;
    };
    for (at, c) in text.char_indices() {
        if c.is_alphanumeric() {
            open = open.or(Some(at));
            continue;
        }
        if let Some(start) = open.take() {
            push(start, at, &mut words);
        }
        if !c.is_whitespace() {
            push(at, at + c.len_utf8(), &mut words);
        }
    }
    if let Some(start) = open {
        push(start, text.len(), &mut words);
    }
    words
}

/// Looks at words by their number; beyond the last one there are only empty ones.
pub(super) struct Reader<'a> {
    pub(super) words: &'a [Word],
}

impl Reader<'_> {
    pub(super) fn word(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |word| word.text.as_str())
    }

    pub(super) fn is(&self, at: usize, words: &[&str]) -> bool {
        words.contains(&self.word(at))
    }

    pub(super) fn is_close(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| word.is_close)
    }

    pub(super) fn is_capital(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| word.is_capital)
    }

    /// The word before, if there is one.
    pub(super) fn before(&self, at: usize) -> &str {
        at.checked_sub(1).map_or("", |before| self.word(before))
    }
}
