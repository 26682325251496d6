//! Whether an article that takes the place of another one under the same identifier may be another article.
//!
//! Comes in: the two records. Goes out: a warning, or nothing. The graph is not asked, and nothing is held back: an identifier that a
//! source gives is taken at its word.

use crate::archive::DocumentRecord;
use crate::diagnostic::Diagnostic;

/// The warning, if the two are from different addresses; where an address is not known, from different publishers, and where nothing
/// is known of these, if their headlines differ.
pub(super) fn warning(earlier: &DocumentRecord, later: &DocumentRecord) -> Option<Diagnostic> {
    let urls = earlier.url.as_deref().zip(later.url.as_deref());
    let publishers = earlier.source.as_deref().zip(later.source.as_deref());
    let titles = Some((earlier.title.as_str(), later.title.as_str()));
    let titles = titles.filter(|(before, now)| !before.is_empty() && !now.is_empty());
    let (what, (before, now)) = match (urls, publishers, titles) {
        (Some(urls), ..) => ("address", urls),
        (None, Some(publishers), _) => ("publisher", publishers),
        (None, None, Some(titles)) => ("headline", titles),
        (None, None, None) => return None,
    };
    let is_same = match what {
        "address" => page(before) == page(now),
        _ => before.trim().eq_ignore_ascii_case(now.trim()),
    };
    let message = format!("replaces an article of another {what}: {before:?} was there, {now:?} came");
    let hint = "if they are two articles, read them with identifiers of their own: remove the identifier, or put the source before it";
    (!is_same).then(|| Diagnostic::warning(&later.id, message).hint(hint))
}

/// What of an address says which page it is: not the protocol, nor what campaigns add.
fn page(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    let rest = rest.split('#').next().unwrap_or(rest);
    let rest = rest.split_once("utm_").map_or(rest, |(page, _)| page.trim_end_matches(['?', '&']));
    rest.trim_end_matches('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_page_are_the_same() {
        let same = page("https://www.x.example/a/");
        for url in
            ["http://x.example/a", "https://x.example/a?utm_source=rss&utm_medium=web", "x.example/a#top"]
        {
            assert_eq!(page(url), same, "{url}");
        }
        assert_ne!(page("https://x.example/a?id=1"), page("https://x.example/a?id=2"));
    }
}
