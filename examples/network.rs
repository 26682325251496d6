//! Reads articles and prints who has the most ties: a network without a graph on disk.
//!
//!     cargo run --release --example network examples/articles

use std::error::Error;
use std::path::PathBuf;

use chancery::archive::DocumentRecord;
use chancery::graph::iri::Base;
use chancery::limits::Limits;
use chancery::network::{Network, Relations, Selection};
use chancery::ontology;
use chancery::parse::Model;
use chancery::pipeline::Pipeline;
use chancery::source;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "examples/articles".into());
    let pipeline = Pipeline::new(Model::bundled()?, ontology::load::bundled()?, Limits::default());
    let base = Base::default();
    let records: Vec<DocumentRecord> = source::read(&[PathBuf::from(folder)], &source::Options::default())?
        .flatten()
        .map(|document| DocumentRecord::from_analysis(&pipeline.analyse(document), &base))
        .collect();
    let network = Network::project(&records, &Relations::new(), &Selection::default())?;
    let mut actors: Vec<_> = network.actors().collect();
    actors.sort_by(|a, b| b.statements.cmp(&a.statements).then_with(|| a.iri.cmp(&b.iri)));
    let lines: String = actors
        .iter()
        .take(15)
        .map(|actor| format!("{:>4}  {} ({})\n", actor.statements, actor.name, actor.class))
        .collect();
    std::io::Write::write_all(&mut std::io::stdout(), lines.as_bytes())?;
    Ok(())
}
