//! Markdown with optional front matter to one document: the text without its marks.
//!
//! Not a Markdown renderer: it takes away what would disturb a parser of sentences, and keeps every word.

use std::ops::ControlFlow;

use super::article::Article;
use super::{Emit, Options, Place, byline, date, text};

/// Reads one document.
pub(super) fn read(bytes: &[u8], place: &Place, options: &Options, emit: &mut Emit<'_>) -> ControlFlow<()> {
    let Some(text) = text::decoded(bytes, None, place, emit)? else { return ControlFlow::Continue(()) };
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let (mut article, body) = front_matter(&text);
    let (heading, plain) = plain_text(body);
    if article.title.is_empty() {
        article.title = heading.unwrap_or_default();
    }
    article.author = article.author.or_else(|| byline::of_text(&plain));
    article.text = plain;
    emit(article.check(place, options))
}

/// Metadata between two `---` lines at the beginning: `key: value`, unknown keys ignored.
fn front_matter(text: &str) -> (Article, &str) {
    let mut article = Article::default();
    let Some(rest) = text.strip_prefix("---\n") else { return (article, text) };
    let Some(end) = rest.find("\n---") else { return (article, text) };
    for line in rest[..end].lines() {
        let Some((key, value)) = line.split_once(':') else { continue };
        let value = value.trim().trim_matches(['"', '\'']).to_owned();
        if value.is_empty() {
            continue;
        }
        match key.trim() {
            "id" => article.id = Some(value),
            "title" => article.title = value,
            "date" => article.date = date::find(&value),
            "url" => article.url = Some(value),
            "source" => article.source = Some(value),
            "author" | "authors" | "byline" => article.author = Some(value),
            "lang" | "language" => article.language = Some(value),
            _ => {}
        }
    }
    let body = &rest[end + 4..];
    (article, body.trim_start_matches('-').trim_start_matches('\n'))
}

/// The text without marks, and the first heading of the first level, which is the title and not part of the text.
fn plain_text(body: &str) -> (Option<String>, String) {
    let (mut heading, mut plain, mut is_code, mut has_words) = (None, String::new(), false, false);
    for line in body.lines() {
        let trimmed = line.trim_start();
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            is_code = !is_code;
            continue;
        }
        if is_code || trimmed.starts_with("<!--") || is_rule(trimmed) {
            continue;
        }
        if let Some(title) = trimmed.strip_prefix("# ").filter(|_| heading.is_none() && !has_words) {
            heading = Some(inline(title.trim_end_matches('#').trim()));
            continue;
        }
        let words = inline(without_lead(trimmed).trim_end());
        has_words |= !words.trim().is_empty();
        plain.push_str(&words);
        plain.push('\n');
    }
    (heading, plain)
}

fn is_rule(line: &str) -> bool {
    let marks: Vec<char> = line.chars().filter(|c| !c.is_whitespace()).collect();
    marks.len() >= 3 && "-*_".contains(marks[0]) && marks.iter().all(|&c| c == marks[0])
}

/// The line without the marks of headings, quotations and lists.
fn without_lead(line: &str) -> &str {
    let line = line.trim_start_matches('>').trim_start();
    let hashes = line.bytes().take_while(|&b| b == b'#').count();
    if (1..=6).contains(&hashes) && line[hashes..].starts_with(' ') {
        return line[hashes..].trim_end_matches('#').trim();
    }
    ["- ", "* ", "+ "].iter().find_map(|mark| line.strip_prefix(mark)).unwrap_or(line)
}

/// The line without emphasis and code marks; links by their text, pictures left out.
fn inline(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    // Behind the last one there is no end of a link, and nothing to look for.
    let last_end = line.rfind(')').unwrap_or(0);
    while let Some(c) = rest.chars().next() {
        let may_be_link = line.len() - rest.len() < last_end;
        if let Some(length) = may_be_link.then(|| link(rest)).flatten() {
            let (label, is_picture) = (&rest[length.label], rest.starts_with('!'));
            if !is_picture {
                out.push_str(&label.replace(['*', '`'], ""));
            }
            rest = &rest[length.end..];
            continue;
        }
        let after = &rest[c.len_utf8()..];
        let next_is_word = after.starts_with(char::is_alphanumeric);
        let follows_word = out.ends_with(char::is_alphanumeric);
        match c {
            '*' | '`' => {}
            // An underscore inside a word is part of it.
            '_' if !(next_is_word && follows_word) => {}
            '\\' if after.starts_with(|next: char| next.is_ascii_punctuation()) => {
                out.extend(after.chars().next());
                rest = &after[1..];
                continue;
            }
            _ => out.push(c),
        }
        rest = after;
    }
    out
}

struct Link {
    label: std::ops::Range<usize>,
    end: usize,
}

/// `[label](target)` or `![label](target)` at the beginning of `text`.
fn link(text: &str) -> Option<Link> {
    let open = if text.starts_with("![") { 2 } else { usize::from(text.starts_with('[')) };
    if open == 0 {
        return None;
    }
    // The label ends before the next bracket that opens: so every character is looked at once.
    let inside = &text[open..];
    let label = &inside[..inside.find('[').unwrap_or(inside.len())];
    let close = open + label.find("](")?;
    let end = close + 2 + text[close + 2..].find(')')? + 1;
    Some(Link { label: open..close, end })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn marks_go_and_words_stay() {
        let body = "# Talks in Geneva\n\n> **Iran** and [the P5+1](https://x.example/a) met.\n\n- ![map](m.png)Kerry's _view_, snake_case\n\n---\n## Later ##\n";
        let (heading, plain) = plain_text(body);
        assert_eq!(heading.as_deref(), Some("Talks in Geneva"));
        assert_eq!(plain.trim(), "Iran and the P5+1 met.\n\nKerry's view, snake_case\n\nLater");
    }

    #[test]
    fn front_matter_is_metadata() {
        let (article, body) =
            front_matter("---\ntitle: \"A: b\"\ndate: 2015-07-14\nmood: fine\n---\n\nText.\n");
        assert_eq!(article.title, "A: b");
        assert_eq!(article.date.unwrap().to_string(), "2015-07-14");
        assert_eq!(body, "Text.\n");
        assert_eq!(front_matter("--- no\n").1, "--- no\n");
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(body in "[\\[\\]()!*_#> \\\\`a-zé\n-]{0,80}") {
            let _ = plain_text(&body);
            let _ = front_matter(&format!("---\n{body}\n---"));
        }
    }
}
