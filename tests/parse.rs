//! Tokens to parses, compared with what spaCy 3.8 says of the same texts.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::LazyLock;

use chancery::parse::model::Error;
use chancery::parse::{Model, Parse, Token};
use proptest::prelude::*;
use serde_json::{Value, json};

static MODEL: LazyLock<Model> = LazyLock::new(|| Model::bundled().unwrap());

const BYTES: &[u8] = include_bytes!("../model/en_core_web_sm.bin");

const GOLDEN: &str = include_str!("data/parse/golden.jsonl");

#[test]
fn every_field_of_every_text_is_what_spacy_says() {
    let model = Model::bundled().unwrap();
    let mut parser = model.parser();
    let mut wrong = Vec::new();
    let mut texts = 0;
    for line in GOLDEN.lines() {
        let golden: Value = serde_json::from_str(line).unwrap();
        let text = golden["text"].as_str().unwrap();
        let found = fields(text, &parser.parse(text));
        for (field, value) in found.as_object().unwrap() {
            if value != &golden[field] {
                wrong.push(format!("{text:?} {field}\n  want {}\n  have {value}", golden[field]));
            }
        }
        texts += 1;
    }
    assert!(wrong.is_empty(), "{} differences\n{}", wrong.len(), wrong.join("\n"));
    assert!(texts > 250, "{texts} texts");
}

fn fields(text: &str, parse: &Parse) -> Value {
    let column = |value: fn(&Token) -> Value| parse.tokens.iter().map(value).collect::<Vec<Value>>();
    let starts: Vec<usize> = (0..parse.tokens.len()).filter(|&at| parse.tokens[at].opens_sentence).collect();
    let name = |name: &chancery::parse::Name| json!([name.tokens.start, name.tokens.end, name.kind.as_str()]);
    json!({
        "tokens": parse.tokens.iter().map(|token| &text[token.span.range()]).collect::<Vec<&str>>(),
        "spaces": column(|token| u8::from(token.space_after).into()),
        "tags": column(|token| token.tag.as_str().into()),
        "pos": column(|token| token.pos.as_str().into()),
        "morphs": column(|token| (*token.morph).into()),
        "lemmas": column(|token| (*token.lemma).into()),
        "heads": column(|token| token.head.into()),
        "deps": column(|token| token.label.as_str().into()),
        "sent_starts": starts,
        "ents": parse.names.iter().map(name).collect::<Vec<Value>>(),
    })
}

#[test]
fn what_was_parsed_before_changes_nothing() {
    let model = Model::bundled().unwrap();
    let texts: Vec<Value> = GOLDEN.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let texts: Vec<&str> = texts.iter().map(|golden| golden["text"].as_str().unwrap()).collect();
    let alone: Vec<Parse> = texts.iter().step_by(9).map(|text| model.parse(text)).collect();
    let mut parser = model.parser();
    // More distinct words than a parser remembers, so that it forgets some in between.
    for part in 0..12 {
        let words: Vec<String> = (0..1000).map(|i| format!("w{part}x{i}")).collect();
        parser.parse(&words.join(" "));
        for (text, want) in texts.iter().step_by(9).zip(&alone) {
            assert_eq!(&parser.parse(text), want, "{text:?}");
        }
    }
}

#[test]
fn a_sentence_of_two_thousand_tokens_is_one_tree_or_several() {
    let model = Model::bundled().unwrap();
    for text in ["war and ".repeat(1000), "(".repeat(2000), "a ".repeat(2000), "\u{301}".repeat(2000)] {
        check(&text, &model.parse(&text));
    }
}

#[test]
fn nothing_comes_of_nothing() {
    let parse = Model::bundled().unwrap().parse("");
    assert!(parse.tokens.is_empty() && parse.names.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn any_text_becomes_trees_over_its_tokens(text in super::tokens::any_text()) {
        check(&text, &MODEL.parse(&text));
    }
}

/// Spans slice the text in order, heads exist, every token reaches a root, names do not overlap.
fn check(text: &str, parse: &Parse) {
    let mut at = 0;
    for token in &parse.tokens {
        assert!(token.span.start() >= at && !token.span.is_empty(), "{text:?}");
        assert!(text.get(token.span.range()).is_some(), "{text:?}");
        assert!(token.head < parse.tokens.len(), "{text:?}");
        at = token.span.end();
    }
    for start in 0..parse.tokens.len() {
        let (mut token, mut steps) = (start, 0);
        while parse.tokens[token].head != token {
            token = parse.tokens[token].head;
            steps += 1;
            assert!(steps <= parse.tokens.len(), "token {start} of {text:?} hangs in a circle");
        }
    }
    let mut end = 0;
    for name in &parse.names {
        assert!(name.tokens.start >= end && !name.tokens.is_empty(), "{text:?}");
        assert!(name.tokens.end <= parse.tokens.len(), "{text:?}");
        end = name.tokens.end;
    }
}

#[test]
fn a_model_can_be_shared_between_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    shared(&*MODEL);
    let text = "Ghana and Togo signed the treaty in Accra.";
    let alone = MODEL.parse(text);
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| MODEL.parse(text))).collect();
        for thread in threads {
            assert_eq!(thread.join().unwrap(), alone);
        }
    });
}

#[test]
fn damaged_models_are_refused_with_a_reason() {
    for length in [0, 7, 8, 20, 47, 48, 1000, BYTES.len() - 1] {
        assert!(
            matches!(Model::from_bytes(&BYTES[..length]), Err(Error::Truncated { .. })),
            "{length} bytes"
        );
    }
    assert!(matches!(Model::from_bytes(&[BYTES, b"x"].concat()), Err(Error::Truncated { .. })));
    assert!(matches!(Model::from_bytes(&[b'x'; 100]), Err(Error::NotAModel)));
    for at in [20, 30, 48, 40_000, 300_000, BYTES.len() - 1] {
        let mut bytes = BYTES.to_vec();
        bytes[at] ^= 4;
        let error = Model::from_bytes(&bytes).unwrap_err();
        assert!(matches!(error, Error::Checksum | Error::Truncated { .. }), "{at}: {error}");
    }
    let mut bytes = BYTES.to_vec();
    bytes[8] = 9;
    let message = Model::from_bytes(&bytes).unwrap_err().to_string();
    assert!(message.contains("layout 9") && message.contains("convert.py"), "{message}");
}

#[test]
fn models_whose_parts_do_not_fit_are_refused_with_a_reason() {
    let cases = [
        ("[\"norm\",8,5000]", "[\"norm\",8,5001]", "weights"),
        ("[\"norm\",8,5000]", "[\"lemma\",8,5000]", "tok2vec"),
        ("[\"tagger.W\",[50,96]]", "[\"tagger.W\",[96,50]]", "tagger.W"),
        ("[\"tagger.W\",[50,96]]", "[\"tagger.W\",[50,99999999999999999]]", "weights"),
        ("[\"tagger.W\",[50,96]]", "[\"tagger.X\",[50,96]]", "tagger.W is missing"),
        ("\"L-det\"", "\"L-dot\"", "L-dot"),
        ("\"B-ORG\"", "\"Q-ORG\"", "Q-ORG"),
        ("\"PDT\",\"POS\"", "\"PDQ\",\"POS\"", "PDQ"),
        ("[\"index\",\"noun\",", "[\"index\",\"noun\",9", "words"),
        ("\"index\":0", "\"index\":2", "pattern"),
        ("\"parser_moves\"", "\"other_moves\"", "parser_moves"),
    ];
    for (old, new, reason) in cases {
        let error = Model::from_bytes(&with_rules(old, new)).unwrap_err().to_string();
        assert!(error.contains(reason), "{new}: {error}");
    }
    assert!(Model::from_bytes(&with_rules("MIT", "MIT")).is_ok());
}

/// The bundled model with another text in its rules and the lengths and checksum that fit.
fn with_rules(old: &str, new: &str) -> Vec<u8> {
    let size = |at: usize| u32::from_le_bytes(BYTES[at..at + 4].try_into().unwrap()) as usize;
    let rules = zstd::bulk::decompress(&BYTES[48..48 + size(24)], size(28)).unwrap();
    let rules = String::from_utf8(rules).unwrap();
    assert!(rules.contains(old), "{old}");
    let rules = rules.replacen(old, new, 1);
    let packed = zstd::bulk::compress(rules.as_bytes(), 1).unwrap();
    let rest = &BYTES[48 + size(24)..];
    let mut body = Vec::new();
    body.extend(u64::to_le_bytes((48 + packed.len() + rest.len()) as u64));
    body.extend(u32::to_le_bytes(u32::try_from(packed.len()).unwrap()));
    body.extend(u32::to_le_bytes(u32::try_from(rules.len()).unwrap()));
    body.extend(&BYTES[32..48]);
    body.extend(&packed);
    body.extend(rest);
    let mut bytes = BYTES[..12].to_vec();
    bytes.extend(u32::to_le_bytes(crc32fast::hash(&body)));
    bytes.extend(body);
    bytes
}
