//! Quotations: stretches between quotation marks, paired within a paragraph.

use std::ops::Range;

use super::Quote;
use crate::parse::{Tag, Tree};

/// The quotations of a text, in order. A mark that is never closed runs to the end of its paragraph, as in a quotation
/// over several paragraphs.
pub fn find(tree: &Tree<'_>) -> Vec<Quote> {
    let paragraph_of = paragraphs(tree);
    let mut quotes = Vec::new();
    let mut open: Option<(usize, Mark)> = None;
    for i in 0..tree.len() {
        if let Some((start, _)) = open
            && paragraph_of[start] != paragraph_of[i]
        {
            push(&mut quotes, start..i, &paragraph_of);
            open = None;
        }
        let Some(mark) = mark_of(tree, i) else { continue };
        match open {
            None if mark != Mark::Closing => open = Some((i + 1, mark)),
            Some((start, opener)) if closes(opener, mark) => {
                push(&mut quotes, start..i, &paragraph_of);
                open = None;
            }
            _ => {}
        }
    }
    if let Some((start, _)) = open {
        push(&mut quotes, start..tree.len(), &paragraph_of);
    }
    quotes
}

/// Number of the paragraph of each token: a line break in a space token, or between two tokens, begins a new one.
pub fn paragraphs(tree: &Tree<'_>) -> Vec<usize> {
    let mut number = 0;
    let mut numbers = Vec::with_capacity(tree.len());
    for i in 0..tree.len() {
        if tree.tag(i) == Tag::Space && tree.text(i).contains('\n') {
            number += 1;
        }
        numbers.push(number);
    }
    numbers
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Straight,
    Opening,
    Closing,
}

fn mark_of(tree: &Tree<'_>, i: usize) -> Option<Mark> {
    match tree.text(i) {
        "\"" => Some(Mark::Straight),
        "“" | "„" | "«" | "``" => Some(Mark::Opening),
        "”" | "»" | "''" => Some(Mark::Closing),
        _ => None,
    }
}

fn closes(opener: Mark, mark: Mark) -> bool {
    match opener {
        Mark::Straight => mark == Mark::Straight,
        _ => mark == Mark::Closing,
    }
}

fn push(quotes: &mut Vec<Quote>, tokens: Range<usize>, paragraph_of: &[usize]) {
    if !tokens.is_empty() {
        quotes.push(Quote { paragraph: paragraph_of[tokens.start], tokens });
    }
}
