//! Documents as JSON lines (`chancery.document/1`): the one form that loses nothing.

use std::io::{self, Write};

use super::LossReport;
use crate::archive::DocumentRecord;
use crate::archive::digest::sketch::StatementSketch;
use crate::network::{Relations, Selection};

/// Writes those of the statements of `record` that `selection` takes, with the whole document, as one line.
pub fn write_line(
    record: &DocumentRecord,
    relations: &Relations,
    selection: &Selection,
    out: &mut dyn Write,
) -> io::Result<LossReport> {
    if selection.takes_all() {
        serde_json::to_writer(&mut *out, record)?;
    } else {
        let mut record = record.clone();
        let date = record.date.take();
        record
            .statements
            .retain(|statement| selection.takes(&StatementSketch::of(statement), date.as_deref(), relations));
        record.date = date;
        serde_json::to_writer(&mut *out, &record)?;
    }
    out.write_all(b"\n")?;
    Ok(LossReport::new("JSON lines"))
}
