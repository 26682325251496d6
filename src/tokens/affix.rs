//! What may be cut off a run of characters: prefixes, suffixes and infixes.
//!
//! The rules are those of spaCy's English tokenizer, written without regular expressions, because its patterns look
//! behind and ahead. Lengths are in bytes.

use super::class::CharSet;

/// The classes of characters that the affix rules go by.
#[derive(Clone, Debug, Default)]
pub struct Classes {
    /// Letters that a hyphen, comma, colon or slash may stand between.
    pub alpha: CharSet,
    /// Lower-case letters and those without case.
    pub lower: CharSet,
    /// Upper-case letters and those without case.
    pub upper: CharSet,
    /// Pictographs and other symbols.
    pub icons: CharSet,
    /// Quotation marks and brackets next to a full stop inside a run.
    pub quotes: CharSet,
    /// What may stand before a full stop that ends a run.
    pub before_dot: CharSet,
    /// Punctuation and quotation marks of one character.
    pub single: CharSet,
    /// Currency signs and codes.
    pub currency: Vec<String>,
    /// Units of measurement.
    pub units: Vec<String>,
    /// Hyphens, in the order in which they are tried.
    pub hyphens: Vec<String>,
}

/// The affix rules.
#[derive(Clone, Debug)]
pub(super) struct Affixes {
    pub(super) classes: Classes,
    prefix_one: CharSet,
    /// Currency codes of several characters.
    prefix_many: Vec<String>,
    suffix_one: CharSet,
    /// Currency and units, longest first.
    after_number: Vec<String>,
    longest_unit: usize,
}

impl Affixes {
    pub(super) fn new(classes: Classes) -> Self {
        let (one, many): (Vec<String>, Vec<String>) =
            classes.currency.iter().cloned().partition(|text| text.chars().count() == 1);
        let signs: String = one.concat();
        let mut after_number = [classes.currency.clone(), classes.units.clone()].concat();
        after_number.sort_by_key(|text| std::cmp::Reverse(text.len()));
        Self {
            prefix_one: with(&[&classes.single, &classes.icons], &format!("§%=—–{signs}")),
            suffix_one: with(&[&classes.single, &classes.icons], "—–"),
            prefix_many: many,
            longest_unit: after_number.first().map_or(0, String::len),
            after_number,
            classes,
        }
    }

    /// Length of the prefix of `s`, 0 if there is none.
    pub(super) fn prefix(&self, s: &str) -> usize {
        let mut chars = s.chars();
        let Some(c) = chars.next() else { return 0 };
        if self.prefix_one.contains(c) {
            return c.len_utf8();
        }
        match c {
            '+' => usize::from(!chars.next().is_some_and(|next| next.is_ascii_digit())),
            '.' => several(s.len() - s.trim_start_matches('.').len()),
            _ => self.prefix_many.iter().find(|code| s.starts_with(code.as_str())).map_or(0, String::len),
        }
    }

    /// Length of the longest suffix of `s`, 0 if there is none.
    pub(super) fn suffix(&self, s: &str) -> usize {
        let mut back = s.chars().rev();
        let (Some(c), before, second) = (back.next(), back.next(), back.next()) else { return 0 };
        let mut best = if self.suffix_one.contains(c) { c.len_utf8() } else { 0 };
        match c {
            '+' if is_digit(before) => best = 1,
            '.' => best = best.max(self.final_dot(s, before, second)),
            '…' if before == Some('…') => best = 2 * c.len_utf8(),
            's' | 'S' => {
                if let Some(quote @ ('\'' | '’')) = before {
                    best = 1 + quote.len_utf8();
                }
            }
            _ => {}
        }
        // A digit must stand before a unit, so most runs need no look at the list.
        let end = &s.as_bytes()[s.len().saturating_sub(self.longest_unit + 1)..];
        if end.iter().any(u8::is_ascii_digit) {
            best = best.max(self.after_number(s, c));
        }
        best
    }

    fn final_dot(&self, s: &str, before: Option<char>, second: Option<char>) -> usize {
        let run = several(s.len() - s.trim_end_matches('.').len());
        let upper = &self.classes.upper;
        let ends = self.classes.before_dot.has(before)
            || upper.has(before) && upper.has(second)
            || second == Some('°') && before.is_some_and(|c| "FfCcKk".contains(c));
        run.max(usize::from(ends))
    }

    /// Length of the longest currency sign or unit that ends `s` and follows a digit.
    fn after_number(&self, s: &str, last: char) -> usize {
        let fits = |text: &&String| {
            text.ends_with(last)
                && s.strip_suffix(text.as_str())
                    .is_some_and(|rest| rest.ends_with(|c: char| c.is_ascii_digit()))
        };
        self.after_number.iter().find(fits).map_or(0, String::len)
    }

    /// The infixes of `s` from left to right, as byte ranges.
    pub(super) fn infixes(&self, s: &str) -> Vec<(usize, usize)> {
        let (mut found, mut at, mut before) = (Vec::new(), 0, None);
        while let Some(c) = s[at..].chars().next() {
            let length =
                if self.is_behind_letters(&s[..at], &s[at..]) { 1 } else { self.infix(&s[at..], c, before) };
            if length > 0 {
                found.push((at, at + length));
                before = s[..at + length].chars().next_back();
                at += length;
            } else {
                before = Some(c);
                at += c.len_utf8();
            }
        }
        found
    }

    /// "U.S.-led": a hyphen between letters with dots and a word parts them, as it does in "US-led".
    fn is_behind_letters(&self, before: &str, rest: &str) -> bool {
        let Some(tail) = rest.strip_prefix('-') else { return false };
        let mut last = before.chars().rev();
        last.next() == Some('.')
            && self.classes.upper.has(last.next())
            && last.next() == Some('.')
            && self.classes.alpha.has(tail.chars().next())
    }

    /// Length of the infix at the start of `rest`, whose first character is `c`, after `before`.
    fn infix(&self, rest: &str, c: char, before: Option<char>) -> usize {
        // Letters and digits open no infix.
        if c.is_ascii_alphanumeric() {
            return 0;
        }
        let classes = &self.classes;
        let after = rest[c.len_utf8()..].chars().next();
        if c == '.' && after == Some('.') {
            return rest.len() - rest.trim_start_matches('.').len();
        }
        if c == '…' || classes.icons.contains(c) {
            return c.len_utf8();
        }
        if "+-*^".contains(c) && is_digit(before) && (is_digit(after) || after == Some('-')) {
            return 1;
        }
        let inside = |class: &CharSet, next: Option<char>| class.has(next) || classes.quotes.has(next);
        if c == '.' && inside(&classes.lower, before) && inside(&classes.upper, after) {
            return 1;
        }
        if c == ',' && classes.alpha.has(before) && classes.alpha.has(after) {
            return 1;
        }
        if !(classes.alpha.has(before) || is_digit(before)) {
            return 0;
        }
        let joins = |hyphen: &&String| {
            rest.strip_prefix(hyphen.as_str()).is_some_and(|tail| classes.alpha.has(tail.chars().next()))
        };
        match classes.hyphens.iter().find(joins) {
            Some(hyphen) => hyphen.len(),
            None => usize::from(":<>=/".contains(c) && classes.alpha.has(after)),
        }
    }
}

/// The union of `sets` and the characters of `more`.
fn with(sets: &[&CharSet], more: &str) -> CharSet {
    let mut ranges: Vec<(u32, u32)> = sets.iter().flat_map(|set| set.ranges().iter().copied()).collect();
    ranges.extend(more.chars().map(|c| (u32::from(c), u32::from(c))));
    CharSet::new(ranges)
}

fn is_digit(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_ascii_digit())
}

/// `n` if it is more than one, else 0.
fn several(n: usize) -> usize {
    if n > 1 { n } else { 0 }
}
