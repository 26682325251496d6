//! When two spans, two names or two identifiers are the same, and the largest matching of two lists.

use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A half-open range of code points.
pub(super) type Points = (usize, usize);

/// How well two spans must fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// Both borders are the same.
    Strict,
    /// One holds the other, or the head word of it.
    Relaxed,
    /// They share a character.
    Overlap,
}

/// A text that spans are compared in.
pub(super) struct Page {
    characters: Vec<char>,
}

impl Page {
    pub(super) fn new(text: &str) -> Self {
        Self { characters: text.chars().collect() }
    }

    /// The text of a span.
    pub(super) fn text(&self, (start, end): Points) -> String {
        let end = end.min(self.characters.len());
        self.characters.get(start.min(end)..end).unwrap_or_default().iter().collect()
    }

    pub(super) fn fits(&self, a: Points, b: Points, fit: Fit) -> bool {
        let overlaps = a.0 < b.1 && b.0 < a.1;
        match fit {
            Fit::Strict => a == b,
            Fit::Overlap => overlaps,
            Fit::Relaxed => {
                overlaps && (holds(a, b) || holds(b, a) || holds(b, self.head(a)) || holds(a, self.head(b)))
            }
        }
    }

    /// The last word before a comma, a bracket, a genitive or the first of some prepositions.
    pub(super) fn head(&self, span: Points) -> Points {
        static CUT: LazyLock<Option<Regex>> =
            LazyLock::new(|| Regex::new(r",| of | in | for | and | \(|['’]s$").ok());
        let text = self.text(span);
        let cut = CUT.as_ref().and_then(|cut| cut.find(&text)).map_or(text.len(), |found| found.start());
        let core = if cut == 0 { text.as_str() } else { text.get(..cut).unwrap_or(&text) };
        let trimmed = core.trim_end();
        let word = trimmed.rsplit(char::is_whitespace).next().unwrap_or_default();
        if word.is_empty() {
            return span;
        }
        let end = span.0 + trimmed.chars().count();
        (end - word.chars().count(), end)
    }
}

fn holds(outer: Points, inner: Points) -> bool {
    outer.0 <= inner.0 && inner.1 <= outer.1
}

/// A name without case, marks, brackets, genitive, punctuation and leading article.
pub(super) fn plain(name: &str) -> String {
    static BRACKETS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\(.*?\)|['’]s\b").ok());
    let bare: String = name.nfkd().filter(|c| !is_combining_mark(*c)).collect();
    let lower = bare.replace('_', " ").to_lowercase();
    let kept = BRACKETS.as_ref().map_or_else(|| lower.clone(), |cut| cut.replace_all(&lower, " ").into());
    let words: Vec<&str> =
        kept.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let text = words.join(" ");
    ["the ", "a ", "an "].iter().find_map(|article| text.strip_prefix(article)).unwrap_or(&text).to_owned()
}

/// The Wikidata identifier that an IRI or a text ends with.
pub(super) fn wikidata(iri: &str) -> Option<&str> {
    let at = iri.rfind('Q')?;
    let id = iri.get(at..)?;
    (id.len() > 1 && id.bytes().skip(1).all(|b| b.is_ascii_digit())).then_some(id)
}

/// The largest one-to-one matching of `left` and `right`: for each of the left its partner (Kuhn 1955).
pub(super) fn largest(left: usize, right: usize, fits: impl Fn(usize, usize) -> bool) -> Vec<Option<usize>> {
    let neighbours: Vec<Vec<usize>> =
        (0..left).map(|l| (0..right).filter(|&r| fits(l, r)).collect()).collect();
    let mut partner: Vec<Option<usize>> = vec![None; right];
    for l in 0..left {
        augment(l, &neighbours, &mut partner);
    }
    let mut matched = vec![None; left];
    for (r, l) in partner.iter().enumerate() {
        if let Some(l) = *l {
            matched[l] = Some(r);
        }
    }
    matched
}

/// Finds a partner for `start` by a search in width: an own queue instead of recursion.
fn augment(start: usize, neighbours: &[Vec<usize>], partner: &mut [Option<usize>]) {
    let mut came_from: Vec<Option<usize>> = vec![None; partner.len()];
    let mut queue = std::collections::VecDeque::from([start]);
    while let Some(l) = queue.pop_front() {
        for &r in &neighbours[l] {
            if came_from[r].is_some() {
                continue;
            }
            came_from[r] = Some(l);
            let Some(taken) = partner[r] else { return flip(r, start, &came_from, partner) };
            queue.push_back(taken);
        }
    }
}

/// Gives each of the left on the path from `end` back to `start` the one of the right that it came to.
fn flip(end: usize, start: usize, came_from: &[Option<usize>], partner: &mut [Option<usize>]) {
    let mut r = end;
    while let Some(l) = came_from[r] {
        let before = partner.iter().position(|other| *other == Some(l));
        partner[r] = Some(l);
        match before {
            Some(before) if l != start => r = before,
            _ => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_word_is_enough_where_a_span_is_longer() {
        let page = Page::new("the President of France, Macron");
        assert!(page.fits((0, 23), (4, 13), Fit::Relaxed));
        assert!(page.fits((4, 23), (4, 13), Fit::Relaxed));
        assert!(!page.fits((0, 13), (17, 23), Fit::Relaxed));
        assert!(!page.fits((0, 23), (4, 13), Fit::Strict));
        assert_eq!(page.head((0, 23)), (4, 13));
    }

    #[test]
    fn names_are_compared_without_marks_brackets_and_articles() {
        assert_eq!(plain("The_Côte d’Ivoire (country)"), "cote d ivoire");
        assert_eq!(plain("Putin's"), "putin");
    }

    #[test]
    fn wikidata_identifiers_are_read_from_the_end() {
        assert_eq!(wikidata("http://www.wikidata.org/entity/Q159"), Some("Q159"));
        assert_eq!(wikidata("Qatar"), None);
    }

    #[test]
    fn the_matching_is_the_largest_one() {
        // The first could take what only the second can have.
        let fits = |l: usize, r: usize| matches!((l, r), (0, 0 | 1) | (1, 0) | (2, 1 | 2));
        let matched = largest(3, 3, fits);
        assert_eq!(matched, [Some(1), Some(0), Some(2)]);
        assert_eq!(largest(2, 1, |_, _| true).iter().flatten().count(), 1);
    }
}
