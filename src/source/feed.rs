//! RSS and Atom to one document an item.
//!
//! Only what the feed itself carries is read; links are kept, never followed. An element counts by its namespace and for what it
//! stands in: the title of a picture, or of the feed that an item was taken from, is not that of the item. Document types and
//! entities of a feed's own are not expanded.

mod item;
mod vocabulary;

use std::ops::ControlFlow;

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

use super::{Emit, Options, Place, decode, html, text};
use crate::diagnostic::Diagnostic;
use item::{About, Item, plain};
use vocabulary::{Field, Vocabulary};

/// Elements that an end tag may close at once, where others were left open.
const MAX_UNCLOSED: usize = 64;

/// What an open element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// The root, or the channel in it.
    Feed,
    Item,
    /// Who wrote it: a name as text (RSS) or in an element of its own (Atom).
    Author,
    /// Where the item was taken from: a name as text (RSS) or a feed's head (Atom).
    Source,
    Field(Field),
    /// Markup inside a field: its words count.
    Inside,
    Other,
}

/// The state while reading: where we are, and the text of the field that is open.
#[derive(Default)]
struct State {
    /// Open elements with their names, the root first.
    open: Vec<(String, Role)>,
    /// Whether the root is that of a feed; `None` before the root.
    is_feed: Option<bool>,
    about: About,
    items: Vec<Item>,
    item: Option<Item>,
    value: String,
}

/// Reads the items.
pub(super) fn read(bytes: &[u8], place: &Place, options: &Options, emit: &mut Emit<'_>) -> ControlFlow<()> {
    let declared = decode::declared_charset(bytes);
    let Some(xml) = text::decoded(bytes, declared.as_deref(), place, emit)? else {
        return ControlFlow::Continue(());
    };
    let mut state = State::default();
    let end = state.read(&xml);
    for item in std::mem::take(&mut state.items) {
        item.finish(&state.about, place, options, emit)?;
    }
    let refused = |message: String| Diagnostic::error(&place.label, message);
    match end {
        Err((message, (line, column))) => emit(Err(refused(message).at(line, column))),
        Ok(()) if state.is_feed != Some(true) => emit(Err(refused("neither RSS nor Atom".to_owned())
            .hint("other XML is not read: convert it to .jsonl or .txt"))),
        Ok(()) if state.item.is_some() => {
            emit(Err(refused("ends in the middle of an item, which was left out".to_owned())
                .hint("fetch the feed again: the file is cut off")))
        }
        Ok(()) => ControlFlow::Continue(()),
    }
}

impl State {
    /// Reads as far as it is XML; what is wrong then, and where.
    fn read(&mut self, xml: &str) -> Result<(), (String, (u32, u32))> {
        let mut reader = NsReader::from_str(xml);
        reader.config_mut().check_end_names = false;
        while self.is_feed != Some(false) {
            let (namespace, event) = match reader.read_resolved_event() {
                Ok(resolved) => resolved,
                Err(error) => {
                    let message = format!("not well-formed: {error}");
                    return Err((message, position(xml, reader.error_position())));
                }
            };
            match event {
                Event::Eof => break,
                Event::Start(tag) => self.open(&namespace, &tag),
                Event::Empty(tag) => {
                    self.open(&namespace, &tag);
                    self.close_last();
                }
                Event::End(tag) => self.close(tag.name().as_ref()),
                Event::Text(text) if self.is_listening() => self.value.push_str(&text.xml10_content()),
                Event::CData(text) if self.is_listening() => self.value.push_str(&text.xml10_content()),
                Event::GeneralRef(name) if self.is_listening() => self.value.push_str(&resolved(&name)),
                _ => {}
            }
        }
        Ok(())
    }

    fn last(&self) -> Option<Role> {
        self.open.last().map(|(_, role)| *role)
    }

    /// Whether the text that comes now is part of a value.
    fn is_listening(&self) -> bool {
        matches!(self.last(), Some(Role::Field(_) | Role::Inside | Role::Author | Role::Source))
    }

    fn open(&mut self, namespace: &ResolveResult<'_>, tag: &BytesStart<'_>) {
        let (name, local) = (tag.name(), tag.local_name());
        let role = self.role(Vocabulary::of(namespace), local.into_inner(), tag);
        match role {
            Role::Item => self.item = Some(Item::default()),
            Role::Field(_) | Role::Author | Role::Source => self.value.clear(),
            _ => {}
        }
        let name: &str = name.as_ref();
        self.open.push((name.to_owned(), role));
    }

    /// What an element is by where it stands.
    fn role(&mut self, vocabulary: Vocabulary, name: &str, tag: &BytesStart<'_>) -> Role {
        let Some(last) = self.last() else {
            self.is_feed = Some(self.is_feed.unwrap_or(false) || matches!(name, "rss" | "RDF" | "feed"));
            return Role::Feed;
        };
        let is_core = vocabulary == Vocabulary::Core;
        match (last, name) {
            (Role::Field(_) | Role::Inside, "script" | "style" | "template" | "iframe" | "object") => {
                Role::Other
            }
            (Role::Field(_) | Role::Inside, _) => {
                // Blocks are apart, also where nothing but markup is between them.
                let is_block = matches!(name, "p" | "div" | "br" | "li" | "tr" | "blockquote");
                let is_block = is_block || (name.starts_with('h') && name.len() == 2);
                self.value.push_str(if is_block { "<p>" } else { "" });
                Role::Inside
            }
            (Role::Feed, "channel") if is_core => Role::Feed,
            (Role::Feed | Role::Other, "item" | "entry") if is_core && self.item.is_none() => Role::Item,
            (Role::Feed | Role::Item | Role::Source, "author") if is_core => Role::Author,
            (Role::Item, "source") if is_core => Role::Source,
            (Role::Author, "name") if is_core => Role::Field(Field::Name),
            (Role::Source, "title") if is_core => Role::Field(Field::Title),
            (Role::Feed | Role::Item, _) => {
                self.field(vocabulary, name, tag).map_or(Role::Other, Role::Field)
            }
            _ => Role::Other,
        }
    }

    /// The field that an element in a feed or an item holds as its text; what is in attributes is taken at once.
    fn field(&mut self, vocabulary: Vocabulary, name: &str, tag: &BytesStart<'_>) -> Option<Field> {
        let attribute = |name: &str| {
            let found = tag.try_get_attribute(name).ok().flatten()?;
            Some(html::fragment(found.value.as_ref()).trim().to_owned())
        };
        let field = Field::of(vocabulary, name)?;
        let href = attribute("href").filter(|_| field == Field::Link);
        if let Some(href) = href {
            let rel = attribute("rel").unwrap_or_else(|| "alternate".to_owned());
            match (rel.as_str(), &mut self.item) {
                ("alternate", Some(item)) => item.store(Field::Link, &href),
                ("alternate", None) => self.about.store(Field::Link, &href),
                ("self", None) => self.about.store_own_link(&href),
                _ => {}
            }
            return None;
        }
        if name == "guid"
            && attribute("isPermaLink").is_some_and(|value| value.eq_ignore_ascii_case("false"))
            && let Some(item) = &mut self.item
        {
            item.mark_opaque();
        }
        // What is elsewhere or is no text (RFC 4287 section 4.1.3).
        let kind = attribute("type").unwrap_or_default();
        let is_text = !kind.contains('/') || kind.starts_with("text/") || kind.contains("html");
        (field != Field::Content || (is_text && attribute("src").is_none())).then_some(field)
    }

    /// Closes the element of that name and what was left open in it; an end tag of nothing closes nothing.
    fn close(&mut self, name: &str) {
        let near = self.open.len().saturating_sub(MAX_UNCLOSED);
        let found = self.open.iter().skip(near).rposition(|(open, _)| open == name);
        let Some(at) = found.map(|at| near + at) else { return };
        while self.open.len() > at {
            self.close_last();
        }
    }

    fn close_last(&mut self) {
        let Some((_, role)) = self.open.pop() else { return };
        match role {
            Role::Item => self.items.extend(self.item.take()),
            Role::Field(field) => {
                let value = std::mem::take(&mut self.value);
                self.store(field, &value);
            }
            Role::Author => {
                let value = std::mem::take(&mut self.value);
                if !value.trim().is_empty() {
                    self.store_author(&value);
                }
            }
            Role::Source => {
                let value = std::mem::take(&mut self.value);
                self.store_publisher(&value);
            }
            Role::Feed | Role::Inside | Role::Other => {}
        }
    }

    fn store(&mut self, field: Field, value: &str) {
        match (self.last(), &mut self.item) {
            (Some(Role::Author), _) => self.store_author_of_parent(value),
            (Some(Role::Source), _) => self.store_publisher(value),
            (_, Some(item)) => item.store(field, value),
            (_, None) => self.about.store(field, value),
        }
    }

    /// The name in an author that is still open.
    fn store_author_of_parent(&mut self, value: &str) {
        let author = self.open.pop();
        self.store_author(value);
        self.open.extend(author);
    }

    fn store_author(&mut self, value: &str) {
        match (self.last(), &mut self.item) {
            (Some(Role::Source), Some(item)) => item.source_authors.push(plain(value)),
            (_, Some(item)) => item.store(Field::Author, value),
            (_, None) => self.about.store(Field::Author, value),
        }
    }

    fn store_publisher(&mut self, value: &str) {
        if let Some(item) = self.item.as_mut().filter(|item| item.publisher.is_empty()) {
            item.publisher = plain(value);
        }
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
