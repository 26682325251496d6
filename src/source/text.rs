//! Plain text to one document. A headline and a byline are looked for; none is taken out.

use std::ops::ControlFlow;

use super::article::Article;
use super::{Emit, Options, Place, byline, decode};
use crate::diagnostic::Diagnostic;

/// Characters that a headline may have.
const MAX_HEADLINE: usize = 150;

/// Reads one document.
pub(super) fn read(bytes: &[u8], place: &Place, options: &Options, emit: &mut Emit<'_>) -> ControlFlow<()> {
    let text = decoded(bytes, None, place, emit)?;
    let Some(text) = text else { return ControlFlow::Continue(()) };
    let article = Article {
        title: headline(&text).unwrap_or_default(),
        author: byline::of_text(&text),
        text,
        ..Article::default()
    };
    emit(article.check(place, options))
}

/// The text of the bytes. What was repaired is told; what is no text is refused, and `None` comes back.
pub(super) fn decoded(
    bytes: &[u8],
    declared: Option<&str>,
    place: &Place,
    emit: &mut Emit<'_>,
) -> ControlFlow<(), Option<String>> {
    match decode::text(bytes, declared) {
        Ok(decoded) => {
            if let Some(repair) = decoded.repair {
                emit(Err(Diagnostic::warning(&place.label, repair)))?;
            }
            ControlFlow::Continue(Some(decoded.text))
        }
        Err(reason) => {
            emit(Err(Diagnostic::error(&place.label, reason).hint(decode::REMEDY)))?;
            ControlFlow::Continue(None)
        }
    }
}

/// A short first line that does not end like a sentence and stands alone.
fn headline(text: &str) -> Option<String> {
    let mut lines = text.trim_start().lines();
    let first = lines.next()?.trim();
    let stands_alone = lines.next().is_some_and(|line| line.trim().is_empty());
    let is_sentence = first.ends_with(['.', '”', '"', '!', ':', ',']);
    (stands_alone && !is_sentence && first.chars().count() <= MAX_HEADLINE).then(|| first.to_owned())
}
