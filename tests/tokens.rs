//! Text to tokens, compared with spaCy 3.8, and on any text at all.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use chancery::parse::Model;
use chancery::tokens::{Tokenizer, tokenize};
use proptest::prelude::*;
use serde_json::Value;
use std::sync::LazyLock;

/// Random mixtures of special cases, punctuation, units, addresses and scripts, as spaCy cuts them.
const RANDOM: &str = include_str!("data/tokens/random.jsonl");

static TOKENIZER: LazyLock<Tokenizer> = LazyLock::new(|| Model::bundled().unwrap().tokenizer);

fn texts(text: &str) -> Vec<&str> {
    tokenize(&TOKENIZER, text).iter().map(|token| &text[token.span.range()]).collect()
}

#[test]
fn mixtures_are_cut_as_spacy_cuts_them() {
    let mut count = 0;
    for line in RANDOM.lines() {
        let want: Value = serde_json::from_str(line).unwrap();
        let text = want["text"].as_str().unwrap();
        let spaces: Vec<u8> =
            tokenize(&TOKENIZER, text).iter().map(|token| u8::from(token.space_after)).collect();
        assert_eq!(serde_json::json!(texts(text)), want["tokens"], "{text:?}");
        assert_eq!(serde_json::json!(spaces), want["spaces"], "{text:?}");
        count += 1;
    }
    assert!(count > 500, "{count} texts");
}

#[test]
fn special_cases_bring_their_norms() {
    let tokens = tokenize(&TOKENIZER, "They can't go.");
    let norms: Vec<Option<&str>> =
        tokens.iter().map(|token| token.norm.map(|norm| TOKENIZER.norm(norm))).collect();
    assert_eq!(norms, [None, Some("can"), Some("not"), None, None]);
}

#[test]
fn a_special_case_that_affixes_break_is_put_together_again() {
    assert_eq!(texts("So (-: and ...:-), (ಠ_ಠ)."), ["So", "(-:", "and", "...", ":-)", ",", "(ಠ_ಠ)", "."]);
}

#[test]
fn addresses_stay_whole_and_private_networks_do_not() {
    for address in ["https://www.un.org/en?x=1,2", "a.b@mfa.gov.ua", "8.8.8.8:53", "ftp://u:p@x.org:21/a-b,c"]
    {
        assert_eq!(texts(address), [address]);
    }
    assert_eq!(texts("x.org,and"), ["x.org", ",", "and"]);
    assert_eq!(texts("172.40.1.1/a,b"), ["172.40.1.1/a,b"]);
    assert_eq!(texts("172.20.1.1/a,b"), ["172.20.1.1", "/", "a", ",", "b"]);
}

proptest! {
    #[test]
    fn tokens_and_single_spaces_cover_any_text(text in any_text()) {
        let mut at = 0;
        for token in tokenize(&TOKENIZER, &text) {
            prop_assert_eq!(token.span.start(), at);
            prop_assert!(!token.span.is_empty());
            prop_assert!(text.get(token.span.range()).is_some());
            at = token.span.end();
            if token.space_after {
                prop_assert_eq!(&text[at..at + 1], " ");
                at += 1;
            }
        }
        prop_assert_eq!(at, text.len());
    }
}

/// Any characters, bytes decoded with losses, and runs of what the rules look at.
pub(crate) fn any_text() -> impl Strategy<Value = String> {
    let bytes =
        prop::collection::vec(any::<u8>(), 0..120).prop_map(|b| String::from_utf8_lossy(&b).into_owned());
    let piece = prop::sample::select(vec![
        "the",
        "Kyiv",
        "can't",
        "U.S.",
        "...",
        "(",
        ")",
        "'s",
        "’",
        "\"",
        "-",
        "--",
        " ",
        "  ",
        "\n",
        "\t",
        "\u{a0}",
        "$5m",
        "3.5",
        "10km",
        "%",
        ":-)",
        "http://a.bc/d",
        "@",
        "🇺🇦",
        "👩‍👩‍👧",
        "e\u{301}",
        "\u{202e}שלום",
        "مرحبا",
        "北京",
        "\u{0}",
        "\u{1c}",
        "İ",
        "Σς",
        "ß",
        ",",
        ".",
        "!",
        "said",
        "Merkel",
        "in",
        "2024",
    ]);
    let mixture = prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat());
    prop_oneof![any::<String>(), bytes, mixture]
}
