//! What an item of a feed said of an article, and the document that it is.
//!
//! What was said first counts, and nothing empty is ever put in its place: feeds say the same several times, in several vocabularies.

use std::ops::ControlFlow;

use jiff::civil::Date;

use super::super::article::{self, Article};
use super::super::{Emit, Options, Place, byline, date, html, identifier};
use super::vocabulary::Field;

/// What a feed says of itself.
#[derive(Default)]
pub(super) struct About {
    pub(super) title: String,
    /// Its identifier (Atom) and addresses, the one to go by first.
    id: String,
    link: String,
    own_link: String,
    /// Who writes what names nobody (RFC 4287 section 4.1.1).
    authors: Vec<String>,
}

/// What an item has said so far.
#[derive(Default)]
pub(super) struct Item {
    title: String,
    link: String,
    id: String,
    /// Whether the identifier is said to be no address.
    is_opaque: bool,
    published: Option<Date>,
    updated: Option<Date>,
    summary: String,
    content: String,
    language: String,
    authors: Vec<String>,
    /// The feed that the item was taken from by this one, and who writes there (RFC 4287 section 4.2.11).
    pub(super) publisher: String,
    pub(super) source_authors: Vec<String>,
}

/// Puts a value where there is none yet.
fn fill(slot: &mut String, value: &str) {
    if slot.is_empty() {
        value.trim().clone_into(slot);
    }
}

/// A name or a headline, without markup.
pub(super) fn plain(value: &str) -> String {
    html::fragment(value.trim())
}

impl About {
    pub(super) fn store(&mut self, field: Field, value: &str) {
        match field {
            Field::Title => fill(&mut self.title, &plain(value)),
            Field::Id => fill(&mut self.id, value),
            Field::Link => fill(&mut self.link, value),
            Field::Author | Field::Name => self.authors.push(plain(value)),
            _ => {}
        }
    }

    /// Where the feed itself is.
    pub(super) fn store_own_link(&mut self, value: &str) {
        fill(&mut self.own_link, value);
    }

    /// What stands for this feed and no other one.
    fn iri(&self) -> Option<&str> {
        let all = [&self.id, &self.link, &self.own_link];
        all.into_iter().map(String::as_str).find(|iri| identifier::is_absolute(iri))
    }
}

impl Item {
    pub(super) fn store(&mut self, field: Field, value: &str) {
        match field {
            Field::Title => fill(&mut self.title, &plain(value)),
            Field::Link => fill(&mut self.link, value),
            Field::Published => self.published = self.published.or_else(|| date::find(value)),
            Field::Updated => self.updated = self.updated.or_else(|| date::find(value)),
            Field::Summary => fill(&mut self.summary, value),
            Field::Content => fill(&mut self.content, value),
            Field::Id => fill(&mut self.id, &article::line(value)),
            Field::Language => fill(&mut self.language, value),
            Field::Author | Field::Name => self.authors.push(plain(value)),
        }
    }

    /// Says that the identifier is no address, whatever it looks like.
    pub(super) fn mark_opaque(&mut self) {
        self.is_opaque = true;
    }

    /// The document of the item.
    pub(super) fn finish(
        self,
        feed: &About,
        place: &Place,
        options: &Options,
        emit: &mut Emit<'_>,
    ) -> ControlFlow<()> {
        let place = self.place(feed, place);
        let (by_line, text) = byline::taken_out(self.text());
        let authors = [&self.authors, &self.source_authors, &feed.authors];
        let written_by = authors.into_iter().find(|authors| !authors.is_empty());
        let written_by = written_by.and_then(|authors| byline::joined(authors.iter().map(String::as_str)));
        let is_address = |id: &&str| id.starts_with("https://") || id.starts_with("http://");
        let permanent = Some(self.id.as_str()).filter(|_| !self.is_opaque).filter(is_address);
        let url = Some(self.link.as_str()).filter(|link| !link.is_empty()).or(permanent);
        let publisher = if self.publisher.is_empty() { &feed.title } else { &self.publisher };
        let article = Article {
            id: self.id_in(feed),
            date: self.published.or(self.updated),
            url: url.map(str::to_owned),
            source: Some(publisher.clone()),
            author: written_by.or(by_line),
            language: Some(self.language).filter(|tag| !tag.is_empty()),
            title: self.title,
            text,
        };
        emit(article.check(&place, options))
    }

    /// The whole text, or else the summary: some feeds put but a picture where the text should be.
    fn text(&self) -> String {
        let content = html::fragment(&self.content);
        if content.trim().is_empty() { html::fragment(&self.summary) } else { content }
    }

    /// An identifier that no other feed gives to another article; `None` if there is nothing but the file to go by.
    fn id_in(&self, feed: &About) -> Option<String> {
        let given = Some(self.id.as_str()).filter(|id| !id.is_empty());
        let own = given.filter(|id| identifier::is_absolute(id)).map(str::to_owned);
        let qualified = || Some(identifier::within(feed.iri()?, given?));
        own.or_else(qualified).or_else(|| Some(self.link.clone()).filter(|link| !link.is_empty()))
    }

    /// Where the item is: in a feed that says nothing of itself, its identifier is that of the file and its own.
    fn place(&self, feed: &About, place: &Place) -> Place {
        let id = self.id_in(feed).unwrap_or_else(|| self.id.clone());
        let label = if id.is_empty() { place.label.clone() } else { format!("{}:{id}", place.label) };
        let nameless = Place { label, id: None, origin: None, date: None };
        if self.id.is_empty() {
            return nameless;
        }
        let origin = place.origin.as_ref().map(|origin| origin.within(&self.id, &self.id));
        let by_file = origin.as_ref().and_then(|origin| origin.names().next());
        let by_name = place.id.as_ref().map(|name| format!("{name}/{}", self.id));
        let by_title = || format!("{}/{}", feed.title, self.id).trim_start_matches('/').to_owned();
        Place { id: by_file.or(by_name).or_else(|| Some(by_title())), origin, ..nameless }
    }
}
