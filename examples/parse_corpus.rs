//! Parses a corpus, one JSON record a line, and writes one JSON record a line: tokens, tags, heads, names.
//!
//!     cargo run --release --example parse_corpus -- corpus.jsonl > parses.jsonl
//!
//! A record of the corpus needs a field `text`; `id` is passed on. Without a path the corpus is read from standard
//! input. Token offsets of names are half open. The last line on standard error counts tokens.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};

use chancery::parse::{Model, Parse};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let input: Box<dyn BufRead> = match std::env::args().nth(1) {
        Some(path) => Box::new(BufReader::new(File::open(path)?)),
        None => Box::new(io::stdin().lock()),
    };
    let model = Model::bundled()?;
    let mut parser = model.parser();
    let mut out = BufWriter::new(io::stdout().lock());
    let (mut documents, mut tokens) = (0, 0);
    for line in input.lines() {
        let record: Value = serde_json::from_str(&line?)?;
        let text = record["text"].as_str().unwrap_or_default();
        let parse = parser.parse(text);
        documents += 1;
        tokens += parse.tokens.len();
        serde_json::to_writer(&mut out, &to_json(&record["id"], text, &parse))?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    writeln!(io::stderr(), "{documents} documents, {tokens} tokens")?;
    Ok(())
}

fn to_json(id: &Value, text: &str, parse: &Parse) -> Value {
    let tokens = &parse.tokens;
    let column =
        |value: fn(&chancery::parse::Token) -> Value| tokens.iter().map(value).collect::<Vec<Value>>();
    let starts: Vec<usize> = (0..tokens.len()).filter(|&at| tokens[at].opens_sentence).collect();
    let names: Vec<Value> = parse
        .names
        .iter()
        .map(|name| json!([name.tokens.start, name.tokens.end, name.kind.as_str()]))
        .collect();
    json!({
        "id": id,
        "text": text,
        "tokens": tokens.iter().map(|token| &text[token.span.range()]).collect::<Vec<&str>>(),
        "spaces": column(|token| u8::from(token.space_after).into()),
        "tags": column(|token| token.tag.as_str().into()),
        "pos": column(|token| token.pos.as_str().into()),
        "morphs": column(|token| (*token.morph).into()),
        "lemmas": column(|token| (*token.lemma).into()),
        "heads": column(|token| token.head.into()),
        "deps": column(|token| token.label.as_str().into()),
        "sent_starts": starts,
        "ents": names,
    })
}
