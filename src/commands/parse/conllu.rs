//! A parse as CoNLL-U and as JSON.
//!
//! CoNLL-U has no tokens of white space: they are left out and stand as `SpacesAfter` at the token before them. JSON
//! has every token. Offsets are Unicode code points of the document's text.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::ops::Range;

use serde_json::{Value, json};

use crate::document::{CodePoints, Document};
use crate::parse::{Parse, Pos, Token};

/// Writes one document: ten columns a token, `_` where there is nothing.
///
/// Columns 5 and 8 hold the model's fine tag and arc label; the last column holds `start_char`, `end_char`, `NER` and `SpaceAfter`.
///
/// # Errors
/// `out` refuses.
pub(super) fn write(document: &Document, parse: &Parse, out: &mut dyn Write) -> io::Result<()> {
    let points = CodePoints::new(document.whole());
    let names = name_tags(parse);
    writeln!(out, "# newdoc id = {}", one_line(document.id.as_str()))?;
    if !document.title.is_empty() {
        writeln!(out, "# title = {}", one_line(&document.title))?;
    }
    let mut number = 0;
    for sentence in parse.sentences() {
        let numbers = token_numbers(&parse.tokens, &sentence);
        if numbers.iter().all(|&n| n == 0) {
            continue;
        }
        number += 1;
        writeln!(out, "# sent_id = {}-{number}", one_line(document.id.as_str()))?;
        writeln!(out, "# text = {}", sentence_text(document, parse, &sentence))?;
        for index in sentence.clone() {
            let token = &parse.tokens[index];
            let own = numbers[index - sentence.start];
            if own == 0 {
                continue;
            }
            let head = head_number(&parse.tokens, index, &sentence, &numbers);
            writeln!(
                out,
                "{own}\t{}\t{}\t{}\t{}\t{}\t{head}\t{}\t_\t{}",
                cell(document.text(token.span)),
                cell(&token.lemma),
                cell(token.pos.as_str()),
                cell(token.tag.as_str()),
                cell(&token.morph),
                cell(token.label.as_str()),
                misc(document, parse, index, &points, names[index].as_deref()),
            )?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// One document as a JSON object with one list for each layer; heads are indexes of tokens.
pub(super) fn to_json(document: &Document, parse: &Parse) -> Value {
    let points = CodePoints::new(document.whole());
    let list = |layer: &dyn Fn(usize, &Token) -> Value| -> Vec<Value> {
        parse.tokens.iter().enumerate().map(|(index, token)| layer(index, token)).collect()
    };
    json!({
        "id": document.id.as_str(),
        "text": document.whole(),
        "tokens": list(&|_, token| document.text(token.span).into()),
        "offsets": list(&|_, token| json!(points.of_span(token.span))),
        "spaces": list(&|_, token| token.space_after.into()),
        "tags": list(&|_, token| token.tag.as_str().into()),
        "pos": list(&|_, token| token.pos.as_str().into()),
        "morphs": list(&|_, token| token.morph.as_ref().into()),
        "lemmas": list(&|_, token| token.lemma.as_ref().into()),
        "heads": list(&|_, token| token.head.into()),
        "deps": list(&|_, token| token.label.as_str().into()),
        "sent_starts": list(&|index, token| (index == 0 || token.opens_sentence).into()),
        "ents": parse.names.iter()
            .map(|name| json!([name.tokens.start, name.tokens.end, name.kind.as_str()]))
            .collect::<Vec<_>>(),
    })
}

/// Numbers from 1 in the sentence; 0 for white space.
fn token_numbers(tokens: &[Token], sentence: &Range<usize>) -> Vec<usize> {
    let mut next = 0;
    sentence
        .clone()
        .map(|index| {
            let is_word = !is_space(&tokens[index]);
            next += usize::from(is_word);
            if is_word { next } else { 0 }
        })
        .collect()
}

/// Number of the head, past heads of white space; 0 for the root.
fn head_number(tokens: &[Token], index: usize, sentence: &Range<usize>, numbers: &[usize]) -> usize {
    let (mut at, mut steps) = (index, 0);
    while steps <= sentence.len() {
        let head = tokens[at].head;
        if head == at || !sentence.contains(&head) {
            return 0;
        }
        let number = numbers[head - sentence.start];
        if number > 0 {
            return number;
        }
        (at, steps) = (head, steps + 1);
    }
    0
}

/// The tokens with the spaces between them, on one line.
fn sentence_text(document: &Document, parse: &Parse, sentence: &Range<usize>) -> String {
    let mut text = String::new();
    for index in sentence.clone() {
        let token = &parse.tokens[index];
        if is_space(token) {
            continue;
        }
        text.push_str(&cell(document.text(token.span)));
        if is_followed_by_space(parse, index) {
            text.push(' ');
        }
    }
    text.trim_end().to_owned()
}

fn misc(document: &Document, parse: &Parse, index: usize, points: &CodePoints, name: Option<&str>) -> String {
    let token = &parse.tokens[index];
    let (start, end) = points.of_span(token.span);
    let mut misc = format!("start_char={start}|end_char={end}");
    // Writing into a String cannot fail.
    if let Some(name) = name {
        let _ = write!(misc, "|NER={name}");
    }
    if !is_followed_by_space(parse, index) {
        misc.push_str("|SpaceAfter=No");
    } else if let Some(space) = parse.tokens.get(index + 1).filter(|next| is_space(next)) {
        let lead = if token.space_after { " " } else { "" };
        let spaces = format!("{lead}{}", document.text(space.span));
        let shown: String = spaces.chars().map(escaped_space).collect();
        let _ = write!(misc, "|SpacesAfter={shown}");
    }
    misc
}

/// As Universal Dependencies write white space.
fn escaped_space(c: char) -> String {
    match c {
        ' ' => "\\s".into(),
        '\n' => "\\n".into(),
        '\t' => "\\t".into(),
        '\r' => "\\r".into(),
        c => c.into(),
    }
}

fn is_followed_by_space(parse: &Parse, index: usize) -> bool {
    parse.tokens[index].space_after || parse.tokens.get(index + 1).is_some_and(is_space)
}

fn is_space(token: &Token) -> bool {
    token.pos == Pos::Space
}

/// `B-GPE` and `I-GPE` for the tokens of names.
fn name_tags(parse: &Parse) -> Vec<Option<String>> {
    let mut tags = vec![None; parse.tokens.len()];
    for name in &parse.names {
        for index in name.tokens.clone() {
            let place = if index == name.tokens.start { "B" } else { "I" };
            if let Some(tag) = tags.get_mut(index) {
                *tag = Some(format!("{place}-{}", name.kind));
            }
        }
    }
    tags
}

/// What a column holds: nothing that would end it, and never nothing.
fn cell(text: &str) -> String {
    if text.is_empty() { "_".into() } else { text.replace(['\t', '\n', '\r'], " ") }
}

fn one_line(text: &str) -> String {
    text.replace(|c: char| c.is_control(), " ")
}
