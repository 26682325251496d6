//! Tokens to parses, compared with what spaCy 3.8 says of the same texts.

use chancery::parse::{Model, Parse, Token};
use serde_json::{Value, json};

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
