//! Commits documents that were analysed before (`chancery extract --format jsonl`, or lines of your own) to a new graph.
//!
//!     cargo run --release --example graph_from_records tests/data/export/documents.jsonl kg

use std::error::Error;
use std::io::BufRead as _;
use std::path::PathBuf;

use chancery::archive::{Archive, DocumentRecord};
use chancery::graph::RelationIris;
use chancery::graph::iri::Base;
use chancery::ontology;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(lines), Some(folder)) = (arguments.next(), arguments.next()) else {
        return Err("two arguments are expected: a file of records, and the folder of the new graph".into());
    };
    let relations = RelationIris::from_ontology(&ontology::load::bundled()?);
    let mut archive = Archive::create(&PathBuf::from(folder), &Base::default())?;
    for line in std::io::BufReader::new(std::fs::File::open(lines)?).lines() {
        let record: DocumentRecord = serde_json::from_str(&line?)?;
        archive.commit(&record, &relations)?;
    }
    archive.flush()?;
    Ok(())
}
