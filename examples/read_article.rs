//! Reads one article and prints its statements, each with status, speaker and the words that it was read from.
//!
//!     cargo run --release --example read_article examples/articles/witkoff-leak.md

use std::error::Error;
use std::path::PathBuf;

use chancery::entity::EntityIndex;
use chancery::limits::Limits;
use chancery::ontology;
use chancery::parse::Model;
use chancery::pipeline::Pipeline;
use chancery::source;
use chancery::statement::Object;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).unwrap_or_else(|| "examples/articles/witkoff-leak.md".into());
    let pipeline = Pipeline::new(Model::bundled()?, ontology::load::bundled()?, Limits::default());
    let mut lines = String::new();
    for reading in source::read(&[PathBuf::from(path)], &source::Options::default())? {
        let document = match reading {
            Ok(document) => document,
            Err(diagnostic) => {
                lines.push_str(&format!("{diagnostic}\n"));
                continue;
            }
        };
        let analysis = pipeline.analyse(document);
        let name = |index: EntityIndex| analysis.entities[index.0 as usize].name.as_str();
        for statement in &analysis.statements {
            let object = match &statement.object {
                Object::Entity(index) => name(*index),
                Object::Text(span) => analysis.document.text(*span),
                Object::Date(time) => time.value.as_str(),
                Object::Value(_, value) => value.as_str(),
            };
            let speaker = statement.attribution.map_or("", |attribution| name(attribution.speaker));
            lines.push_str(&format!(
                "{} | {} | {object} | {} | {speaker} | {}\n",
                name(statement.subject),
                statement.relation,
                statement.status,
                analysis.document.text(statement.evidence.trigger),
            ));
        }
    }
    std::io::Write::write_all(&mut std::io::stdout(), lines.as_bytes())?;
    Ok(())
}
