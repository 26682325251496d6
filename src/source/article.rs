//! What a format says of one article to a [`Document`], or the reason why there is none.

use jiff::civil::Date;

use super::language::{self, Language};
use super::{Options, PASSED_OVER, Place, byline, date};
use crate::diagnostic::Diagnostic;
use crate::document::{DateSource, Document, DocumentId};

/// What a reader found out about one article.
#[derive(Clone, Debug, Default)]
pub(super) struct Article {
    pub(super) id: Option<String>,
    pub(super) title: String,
    pub(super) date: Option<Date>,
    pub(super) url: Option<String>,
    pub(super) source: Option<String>,
    /// Who wrote it, in the words of the source.
    pub(super) author: Option<String>,
    pub(super) language: Option<String>,
    pub(super) text: String,
}

impl Article {
    /// The document, if there is text, English and not too much of it.
    ///
    /// Line ends become `\n`, other control characters go: all offsets refer to the text after that, which every
    /// record carries.
    pub(super) fn check(self, place: &Place, options: &Options) -> Result<Document, Diagnostic> {
        let text = clean(&self.text);
        let skip = |why: &str| Err(Diagnostic::warning(&place.label, format!("{PASSED_OVER}{why}")));
        if text.is_empty() {
            return skip("no text");
        }
        let chars = text.chars().count();
        let max = options.limits.max_text_chars;
        if chars > max {
            return Err(Diagnostic::error(
                &place.label,
                format!("{chars} characters of text, at most {max} are read"),
            )
            .hint("split it into articles, or read it with --input-limit text-chars=5M"));
        }
        let language = self.language.map(|tag| line(&tag)).filter(|tag| !tag.is_empty());
        match &language {
            Some(tag) if !is_english(tag) => return skip(&format!("its language is {tag}")),
            None if language::of(&text) == Language::Foreign => {
                return skip("the text is not in English");
            }
            _ => {}
        }
        let source_name = self.url.as_deref().unwrap_or(&place.label);
        let given = self.id.and_then(|id| DocumentId::new(id.trim()));
        let named = place.id.clone().and_then(DocumentId::new).filter(|_| given.is_none());
        let origin = place.origin.clone().filter(|_| named.is_some());
        let id = given.or(named).unwrap_or_else(|| DocumentId::from_content(source_name, &text));
        let found = self.date.is_none().then(|| found_day(&text, place, options)).flatten();
        let mut document = Document::new(id, text);
        document.origin = origin;
        document.title = line(&self.title);
        document.date = self.date.or(found.map(|(day, _)| day));
        document.date_source = found.map(|(_, source)| source);
        document.url = self.url.map(|url| line(&url)).filter(|url| !url.is_empty());
        document.source = self.source.map(|name| line(&name)).filter(|name| !name.is_empty());
        document.author = self.author.as_deref().and_then(byline::names);
        document.language = language;
        Ok(document)
    }
}

/// The day of an article whose metadata have none: a line of the text, the name of the file, the dateline, what the user says.
fn found_day(text: &str, place: &Place, options: &Options) -> Option<(Date, DateSource)> {
    let of_text = |day: Option<Date>| day.map(|day| (day, DateSource::Text));
    of_text(date::of_date_line(text))
        .or_else(|| place.date.map(|day| (day, DateSource::File)))
        .or_else(|| of_text(date::of_dateline(text)))
        .or_else(|| options.date.map(|day| (day, DateSource::Option)))
}

/// Text with `\n` at line ends, without control characters but tab, and without space around it.
fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                chars.next_if_eq(&'\n');
                cleaned.push('\n');
            }
            '\n' | '\t' => cleaned.push(c),
            '\u{0}'..='\u{1f}' | '\u{7f}' => {}
            _ => cleaned.push(c),
        }
    }
    let trimmed = cleaned.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if trimmed.len() == cleaned.len() { cleaned } else { trimmed.to_owned() }
}

/// Metadata on one line.
pub(super) fn line(text: &str) -> String {
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()).collect();
    words.join(" ")
}

fn is_english(tag: &str) -> bool {
    let tag = tag.to_ascii_lowercase();
    tag == "en" || tag == "eng" || tag == "english" || tag.starts_with("en-") || tag.starts_with("en_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_go_and_line_ends_are_one_character() {
        assert_eq!(clean("\u{feff}\r\na\u{1b}[31mb\r\nc\rd\te\u{0}\n "), "a[31mb\nc\nd\te");
    }

    #[test]
    fn language_tags_of_english_are_known() {
        assert!(["en", "en-GB", "EN_us", "eng"].iter().all(|tag| is_english(tag)));
        assert!(!["de", "enm", ""].iter().any(|tag| is_english(tag)));
    }
}
