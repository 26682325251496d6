//! Mails (`.eml`, RFC 5322) and saved pages (`.mht`, RFC 2557) to one document: what a newsletter, a letter or the page says.
//!
//! Attachments are passed over, pictures are not fetched, and nobody is answered.

use std::ops::ControlFlow;

use jiff::civil::Date;
use mail_parser::{Addr, Header, Message, MessageParser, MessagePart};

use super::article::Article;
use super::{Emit, Options, Place, byline, html};
use crate::diagnostic::Diagnostic;

/// Headers that only mails to many have.
const LIST_HEADERS: [&str; 2] = ["List-Id", "List-Unsubscribe"];

/// Reads one mail or page.
pub(super) fn read(bytes: &[u8], place: &Place, options: &Options, emit: &mut Emit<'_>) -> ControlFlow<()> {
    let message = MessageParser::default().parse(bytes);
    let Some(message) = message.filter(|message| message.from().is_some() || address(message).is_some())
    else {
        return emit(Err(Diagnostic::error(&place.label, "neither a mail nor a saved page").hint(
            "a mail begins with its headers, From: among them; a mailbox of many is --input-format mbox",
        )));
    };
    let article = match address(&message) {
        Some(url) => page(&message, &url),
        None => Ok(letter(&message)),
    };
    match article {
        Ok(article) => emit(article.check(place, options)),
        Err(reason) => emit(Err(Diagnostic::error(&place.label, reason))),
    }
}

/// Where a saved page is from; a mail has no such address.
fn address(message: &Message<'_>) -> Option<String> {
    let saved = message.header("Snapshot-Content-Location");
    let located = message.html_bodies().next().into_iter().flat_map(MessagePart::headers);
    let located = located.filter(|header| header.name().eq_ignore_ascii_case("Content-Location"));
    let all = saved.into_iter().chain(located.map(Header::value));
    let mut urls = all.filter_map(|value| value.as_text()).map(str::trim);
    urls.find(|url| url.starts_with("https://") || url.starts_with("http://")).map(str::to_owned)
}

/// A page; it was published by the day on which it was saved.
fn page(message: &Message<'_>, url: &str) -> Result<Article, String> {
    let body = message.body_html(0).unwrap_or_default();
    let article = html::article(&body, Some(url))?;
    let title = if article.title.is_empty() {
        message.subject().unwrap_or_default().to_owned()
    } else {
        article.title
    };
    Ok(Article { title, date: article.date.or_else(|| day(message)), ..article })
}

/// A letter: as text if it was sent as such, else what its markup says.
fn letter(message: &Message<'_>) -> Article {
    let parts = message.text_bodies().filter(|part| part.is_text() && !part.is_text_html());
    let plain: Vec<&str> =
        parts.filter_map(|part| part.text_contents()).filter(|text| !text.trim().is_empty()).collect();
    let text = if plain.is_empty() {
        html::fragment(message.body_html(0).unwrap_or_default().trim())
    } else {
        plain.join("\n\n")
    };
    let (by_line, text) = byline::taken_out(text);
    let sender = message.from().and_then(|from| from.first()).and_then(called);
    let is_list = LIST_HEADERS.iter().any(|name| message.header(*name).is_some());
    Article {
        // The IRI of a mail (RFC 2392).
        id: message.message_id().map(|id| format!("mid:{}", id.trim())),
        title: message.subject().unwrap_or_default().to_owned(),
        date: day(message),
        url: None,
        author: by_line.or_else(|| sender.clone().filter(|_| !is_list)),
        source: sender,
        language: None,
        text,
    }
}

/// The name of a sender, or else where the mail is from.
fn called(sender: &Addr<'_>) -> Option<String> {
    let name = sender.name().map(str::trim).filter(|name| !name.is_empty());
    let host = || sender.address()?.rsplit_once('@').map(|(_, host)| host);
    name.or_else(host).map(str::to_owned)
}

/// The day on which it was sent, where the sender was.
fn day(message: &Message<'_>) -> Option<Date> {
    let date = message.date()?;
    let (month, day) = (i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?);
    Date::new(i16::try_from(date.year).ok()?, month, day).ok()
}
