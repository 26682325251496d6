//! Identifiers that sources give to articles: those that stand for one article wherever they are met, and those that only their
//! source understands, such as `101`. What comes in is text, what goes out is text; no address is looked at.

/// Whether an identifier is an absolute IRI (RFC 3987 section 2.2): nobody else means another article by it.
pub(super) fn is_absolute(id: &str) -> bool {
    let Some((scheme, rest)) = id.split_once(':') else { return false };
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
    let is_iri_char = |c: char| !c.is_whitespace() && !c.is_control() && !"<>\"{}|\\^`".contains(c);
    is_scheme && !rest.is_empty() && rest.chars().all(is_iri_char)
}

/// What `source`, an absolute IRI, calls `id`.
pub(super) fn within(source: &str, id: &str) -> String {
    format!("{source}#{id}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absolute_iris_are_told_from_numbers_and_words() {
        for id in ["https://x.example/1", "tag:x.example,2025:1", "urn:uuid:7", "nyt://article/1"] {
            assert!(is_absolute(id), "{id}");
        }
        for id in ["101", "world/2025/talks", "10:30", "Note: more", "https:", ":1", "", "é:1"] {
            assert!(!is_absolute(id), "{id}");
        }
    }
}
