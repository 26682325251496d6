//! RSS and Atom to one document an item.
//!
//! Only what the feed itself carries is read; links are kept, never followed. Document types and entities of a feed's own
//! are not expanded.

use std::ops::ControlFlow;

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::article::Article;
use super::{Emit, Options, Place, byline, date, decode, html, text};
use crate::diagnostic::Diagnostic;

/// What an item has said so far.
#[derive(Default)]
struct Item {
    article: Article,
    summary: String,
    content: String,
    authors: Vec<String>,
}

/// The state while reading: where we are, and the text of the field that is open.
#[derive(Default)]
struct State {
    kind: Option<&'static str>,
    channel: String,
    /// Who writes what names nobody (RFC 4287 section 4.1.1).
    channel_authors: Vec<String>,
    /// Whether an Atom author is open, whose `name` is wanted.
    is_author: bool,
    item: Option<Item>,
    /// The open field and how many elements are open in it.
    field: Option<(String, usize)>,
    value: String,
}

/// Reads the items.
pub(super) fn read(bytes: &[u8], place: &Place, options: &Options, emit: &mut Emit<'_>) -> ControlFlow<()> {
    let declared = decode::declared_charset(bytes);
    let Some(xml) = text::decoded(bytes, declared.as_deref(), place, emit)? else {
        return ControlFlow::Continue(());
    };
    let mut reader = Reader::from_str(&xml);
    reader.config_mut().check_end_names = false;
    let mut state = State::default();
    loop {
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                let (line, column) = position(&xml, reader.error_position());
                return emit(Err(
                    Diagnostic::error(&place.label, format!("not well-formed: {error}")).at(line, column)
                ));
            }
        };
        match event {
            Event::Eof => break,
            Event::Start(tag) => state.open(&tag),
            Event::Empty(tag) => {
                state.open(&tag);
                if let Some(item) = state.close(tag.local_name().as_ref()) {
                    item.finish(&state, place, options, emit)?;
                }
            }
            Event::End(tag) => {
                if let Some(item) = state.close(tag.local_name().as_ref()) {
                    item.finish(&state, place, options, emit)?;
                }
            }
            Event::Text(text) if state.field.is_some() => state.value.push_str(&text.xml10_content()),
            Event::CData(text) if state.field.is_some() => state.value.push_str(&text.xml10_content()),
            Event::GeneralRef(name) if state.field.is_some() => state.value.push_str(&resolved(&name)),
            _ => {}
        }
        if state.kind == Some("") {
            break;
        }
    }
    if state.kind.unwrap_or("").is_empty() {
        return emit(Err(Diagnostic::error(&place.label, "neither RSS nor Atom")
            .hint("other XML is not read: convert it to .jsonl or .txt")));
    }
    if state.item.is_some() {
        return emit(Err(Diagnostic::error(
            &place.label,
            "ends in the middle of an item, which was left out",
        )
        .hint("fetch the feed again: the file is cut off")));
    }
    ControlFlow::Continue(())
}

impl State {
    fn open(&mut self, tag: &BytesStart<'_>) {
        let name = String::from_utf8_lossy(tag.local_name().as_ref().as_ref()).into_owned();
        if self.kind.is_none() {
            self.kind = Some(match name.as_str() {
                "rss" | "RDF" => "rss",
                "feed" => "atom",
                _ => "",
            });
            return;
        }
        if let Some((_, depth)) = &mut self.field {
            // Markup inside Atom's XHTML content: its words count, and blocks are apart.
            *depth += 1;
            self.value.push_str(if matches!(name.as_str(), "p" | "div" | "br" | "li") { "<p>" } else { "" });
            return;
        }
        match name.as_str() {
            "item" | "entry" => self.item = Some(Item::default()),
            "link" if self.kind == Some("atom") => self.atom_link(tag),
            "author" if self.kind == Some("atom") => self.is_author = true,
            "name" if !self.is_author => {}
            "title" | "link" | "pubDate" | "date" | "published" | "updated" | "description" | "summary"
            | "content" | "encoded" | "guid" | "id" | "language" | "author" | "creator" | "name" => {
                self.field = Some((name, 0));
                self.value.clear();
            }
            _ => {}
        }
    }

    fn atom_link(&mut self, tag: &BytesStart<'_>) {
        let Some(item) = &mut self.item else { return };
        let attribute = |key: &str| {
            let found = tag.attributes().flatten().find(|attribute| {
                let name: &[u8] = attribute.key.as_ref().as_ref();
                name == key.as_bytes()
            })?;
            Some(html::fragment(&String::from_utf8_lossy(found.value.as_ref().as_ref())))
        };
        if attribute("rel").is_none_or(|rel| rel == "alternate") {
            item.article.url = attribute("href");
        }
    }

    /// Ends an element; gives the item if that was one.
    fn close(&mut self, name: impl AsRef<[u8]>) -> Option<Item> {
        if let Some((field, depth)) = self.field.take() {
            if depth > 0 {
                self.field = Some((field, depth - 1));
            } else {
                let value = std::mem::take(&mut self.value);
                self.store(&field, value);
            }
            return None;
        }
        self.is_author &= name.as_ref() != b"author";
        matches!(name.as_ref(), b"item" | b"entry").then(|| self.item.take()).flatten()
    }

    fn store(&mut self, field: &str, value: String) {
        let Some(item) = &mut self.item else {
            match field {
                "title" if self.channel.is_empty() => self.channel = html::fragment(value.trim()),
                "name" => self.channel_authors.push(html::fragment(value.trim())),
                _ => {}
            }
            return;
        };
        let article = &mut item.article;
        match field {
            "title" => article.title = html::fragment(value.trim()),
            "link" => article.url = Some(value.trim().to_owned()).filter(|url| !url.is_empty()),
            "pubDate" | "date" | "published" => article.date = date::find(&value).or(article.date),
            "updated" => article.date = article.date.or_else(|| date::find(&value)),
            "description" | "summary" => item.summary = value,
            "content" | "encoded" => item.content = value,
            "guid" | "id" => article.id = Some(value.trim().to_owned()),
            "author" | "creator" | "name" => item.authors.push(html::fragment(value.trim())),
            "language" => article.language = Some(value.trim().to_owned()),
            _ => {}
        }
    }
}

impl Item {
    /// The document of the item: its content, or else its summary.
    fn finish(self, state: &State, place: &Place, options: &Options, emit: &mut Emit<'_>) -> ControlFlow<()> {
        let mut article = self.article;
        let content = if self.content.trim().is_empty() { self.summary } else { self.content };
        let (by_line, text) = byline::taken_out(html::fragment(content.trim()));
        article.text = text;
        let authors = if self.authors.is_empty() { &state.channel_authors } else { &self.authors };
        article.author = byline::joined(authors.iter().map(String::as_str)).or(by_line);
        article.id = article.id.filter(|id| !id.is_empty()).or_else(|| article.url.clone());
        article.source = Some(state.channel.clone());
        let label =
            article.id.as_ref().map_or_else(|| place.label.clone(), |id| format!("{}:{id}", place.label));
        let place = Place { label, id: None, origin: None, date: None };
        emit(article.check(&place, options))
    }
}

/// A character reference, one of XML's five entities, or the reference as it stands (HTML's are resolved later).
fn resolved(reference: &BytesRef<'_>) -> String {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return c.to_string();
    }
    let name = reference.xml10_content();
    resolve_predefined_entity(&name).map_or_else(|| format!("&{name};"), str::to_owned)
}

fn position(xml: &str, byte: u64) -> (u32, u32) {
    let before = xml.as_bytes().get(..usize::try_from(byte).unwrap_or(usize::MAX)).unwrap_or(xml.as_bytes());
    let line = before.iter().filter(|&&b| b == b'\n').count() + 1;
    let column = before.iter().rev().take_while(|&&b| b != b'\n').count() + 1;
    (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
}
