//! Web pages to the main text of their article, and fragments of HTML to plain text.
//!
//! Scripts and styles never reach the text. Nothing that a page refers to is loaded.

use std::ops::ControlFlow;

use dom_smoothie::{Config, Readability, TextMode};

use super::article::Article;
use super::{Emit, Options, Place, byline, date, decode, text};
use crate::diagnostic::Diagnostic;

/// Elements inside each other that a page may have: parsers of HTML recurse.
const MAX_DEPTH: usize = 512;
/// Elements of a page; the search for the main text looks at each several times.
const MAX_ELEMENTS: usize = 200_000;
/// Attributes of one element: parsers of HTML compare each with all before it.
const MAX_ATTRIBUTES: usize = 1_000;
/// Ampersands of a page: parsers of HTML copy the text that they have at each.
const MAX_AMPERSANDS: usize = 100_000;
/// Stands for an end of line while references are resolved; of private use, so no text has it.
const LINE_END: char = '\u{f8fe}';
/// Elements that HTML closes by itself, or that hold nothing.
const UNNESTED: [&str; 26] = [
    "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "br", "img", "hr", "meta",
    "link", "input", "source", "area", "base", "col", "embed", "param", "track", "wbr", "rp",
];

/// Reads one page; `url` is where it was found, if that is known.
pub(super) fn read(
    bytes: &[u8],
    url: Option<&str>,
    place: &Place,
    options: &Options,
    emit: &mut Emit<'_>,
) -> ControlFlow<()> {
    let declared = decode::declared_charset(bytes);
    let Some(page) = text::decoded(bytes, declared.as_deref(), place, emit)? else {
        return ControlFlow::Continue(());
    };
    match article(&page, url) {
        Ok(article) => emit(article.check(place, options)),
        Err(reason) => emit(Err(Diagnostic::error(&place.label, reason))),
    }
}

/// What a page says of its article; `url` is where it was found, if that is known.
pub(super) fn article(page: &str, url: Option<&str>) -> Result<Article, String> {
    check(page)?;
    let config = Config {
        text_mode: TextMode::Formatted,
        max_elements_to_parse: MAX_ELEMENTS,
        char_threshold: 200,
        ..Config::default()
    };
    let mut reader = Readability::new(page, url, Some(config)).map_err(|error| error.to_string())?;
    let canonical = reader.doc.select("link[rel=canonical]").attr("href").map(|href| href.to_string());
    let time = reader.doc.select("time[datetime]").attr("datetime").map(|time| time.to_string());
    let found = reader.parse().map_err(|_| "no main text found in the page".to_owned())?;
    let date =
        found.published_time.as_deref().and_then(date::find).or_else(|| time.as_deref().and_then(date::find));
    let is_address = |text: &String| text.starts_with("http://") || text.starts_with("https://");
    let (by_line, text) = byline::taken_out(paragraphs(&found.text_content));
    Ok(Article {
        id: None,
        title: found.title,
        date,
        url: url.map(str::to_owned).or(found.url).or(canonical).filter(is_address),
        source: found.site_name,
        author: found.byline.filter(|names| byline::names(names).is_some()).or(by_line),
        language: found.lang,
        text,
    })
}

/// The text of a fragment, as feeds carry them, without scripts, styles and pictures. Where there are references but no elements, its
/// lines stay as they are.
pub(super) fn fragment(html: &str) -> String {
    if !html.contains(['<', '&']) {
        return html.to_owned();
    }
    let is_markup = |(at, _): (usize, &str)| {
        html[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'))
    };
    let has_markup = html.match_indices('<').any(is_markup);
    if check(html).is_err() {
        return if has_markup { without_tags(html) } else { html.to_owned() };
    }
    if has_markup {
        let reader = Readability::from(html);
        reader.doc.select("script, style, template, noscript, iframe, object").remove();
        return paragraphs(&reader.doc.formatted_text());
    }
    let reader = Readability::from(html.replace('\n', &LINE_END.to_string()));
    reader.doc.formatted_text().replace(LINE_END, "\n")
}

/// What stands outside of tags, where nothing more can be made of the markup.
fn without_tags(html: &str) -> String {
    let behind = |part: &str| part.split_once('>').map_or_else(String::new, |(_, words)| words.to_owned());
    let mut parts = html.split('<');
    let first = parts.next().unwrap_or_default().to_owned();
    paragraphs(&std::iter::once(first).chain(parts.map(behind)).collect::<Vec<_>>().join("\n"))
}

/// What makes the markup one that nobody should parse.
fn check(page: &str) -> Result<(), String> {
    let Shape { depth, attributes } = shape(page);
    if depth > MAX_DEPTH {
        return Err(format!("elements are nested more than {MAX_DEPTH} deep"));
    }
    if attributes > MAX_ATTRIBUTES {
        return Err(format!("an element has more than {MAX_ATTRIBUTES} attributes"));
    }
    if page.bytes().filter(|&byte| byte == b'&').count() > MAX_AMPERSANDS {
        return Err(format!("it has more than {MAX_AMPERSANDS} ampersands"));
    }
    Ok(())
}

/// Paragraphs apart by one empty line, without space at the ends of lines.
fn paragraphs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut is_gap = false;
    for line in text.lines() {
        let line = line.trim();
        if line.is_empty() {
            is_gap = !out.is_empty();
            continue;
        }
        if !out.is_empty() {
            out.push_str(if is_gap { "\n\n" } else { "\n" });
        }
        out.push_str(line);
        is_gap = false;
    }
    out
}

/// What makes a page hard to parse.
#[derive(Default)]
struct Shape {
    /// How deep elements stand inside each other at most.
    depth: usize,
    /// Attributes that one element has at most.
    attributes: usize,
}

/// The shape of a page, by a scan that takes no stack. Depth counts every mark, also in comments and values: rather too much than too
/// little. Attributes are looked for outside of these.
fn shape(page: &str) -> Shape {
    let (mut shape, mut depth, mut looked_at) = (Shape::default(), 0_usize, 0);
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let here = page.len() - rest.len();
        if here >= looked_at {
            let (attributes, end) = attributes(rest);
            shape.attributes = shape.attributes.max(attributes);
            looked_at = here + end;
        }
        let is_end = rest.starts_with('/');
        let name: String = rest
            .trim_start_matches('/')
            .chars()
            .take(16)
            .take_while(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        if name.is_empty() || UNNESTED.contains(&name.as_str()) {
            continue;
        }
        if is_end {
            depth = depth.saturating_sub(1);
        } else {
            depth += 1;
            shape.depth = shape.depth.max(depth);
        }
        if name == "script" || name == "style" {
            // What is inside is no markup.
            rest = rest.find("</").map_or("", |end| &rest[end..]);
        }
    }
    shape
}

/// Attributes of the tag that `tag` begins with, behind its first character, and where it ends.
fn attributes(tag: &str) -> (usize, usize) {
    if let Some(comment) = tag.strip_prefix("!--") {
        return (0, comment.find("-->").map_or(tag.len(), |end| end + 3));
    }
    if !tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') {
        return (0, 0);
    }
    let (mut count, mut quote, mut is_value, mut is_apart) = (0, None, false, false);
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if byte == open => (quote, is_apart) = (None, true),
            (Some(_), _) => {}
            (None, b'>') => return (count, at),
            (None, b'"' | b'\'') if is_value => (quote, is_value) = (Some(byte), false),
            (None, b'=') => (is_value, is_apart) = (true, false),
            (None, b'/') | (None, b' ' | b'\t' | b'\n' | b'\r' | 0x0c) => is_apart |= !is_value,
            (None, _) => {
                count += usize::from(is_apart);
                (is_apart, is_value) = (false, false);
            }
        }
    }
    (count, tag.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fragments_lose_markup_and_keep_words() {
        assert_eq!(
            fragment("<p>Iran &amp; the <b>P5+1</b></p><script>alert(1)</script><p>met.</p>"),
            "Iran & the P5+1\n\nmet."
        );
        assert_eq!(fragment("plain"), "plain");
        assert_eq!(
            fragment("A &lt; B.\n\nAT&T & C &mdash; a < b.\nEnd."),
            "A < B.\n\nAT&T & C — a < b.\nEnd."
        );
    }

    #[test]
    fn a_fragment_that_nobody_should_parse_loses_its_tags() {
        let deep = format!("a{}<p class=x>Iran met.{}", "<i>".repeat(MAX_DEPTH + 1), "</i>".repeat(9));
        assert_eq!(fragment(&deep), "a\n\nIran met.");
        let many = "& ".repeat(MAX_AMPERSANDS + 1);
        assert_eq!(fragment(&many), many);
    }

    #[test]
    fn attributes_are_counted_outside_of_values() {
        for (tag, count) in [
            ("p>", 0),
            ("p class=a id='b > c' hidden>x y z", 3),
            ("a href = \"x y\"title=\"z\"/>", 2),
            ("a b=1 c", 2),
            ("a b=\"1 c d", 1),
        ] {
            assert_eq!(attributes(tag).0, count, "{tag}");
        }
        assert_eq!(&"p class=a>x"[attributes("p class=a>x").1..], ">x");
    }

    #[test]
    fn a_page_that_is_too_deep_is_refused_without_recursion() {
        let page = "<div>".repeat(1_000_000);
        assert!(article(&page, None).unwrap_err().contains("nested"));
        assert!(shape("<div><p>a<p>b<br></div><div></div><script>if (a<b) {}</script>").depth <= 2);
    }
}
