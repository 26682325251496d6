//! `chancery build --dry-run`: what would become of each article, beside the graph that is there.
//!
//! Comes in: what was understood of each. Goes out: a row each, with the document whose text it prints, if there is one. Nothing is written to the graph.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::archive::duplicates::Collector;
use crate::archive::{Archive, Committed, Digests, DocumentRecord, Error};
use crate::commands::summary::hash_of;
use crate::commands::visible;
use crate::graph::RelationIris;

/// What would become of articles.
pub(crate) struct Preview {
    /// The graph that is there.
    archive: Option<Archive>,
    texts: Collector,
    rows: Vec<Row>,
    /// Hashes of text and metadata of what came, to tell those apart that have one identifier.
    came: BTreeMap<String, u64>,
}

struct Row {
    state: &'static str,
    id: String,
    title: String,
}

impl Preview {
    /// Beside the documents of `archive`.
    ///
    /// # Errors
    /// If a record of the graph is damaged.
    pub(super) fn beside(archive: Option<Archive>) -> Result<Self, Error> {
        let mut texts = Collector::default();
        if let Some(archive) = &archive {
            for print in Digests::open(archive)?.prints() {
                let (id, print) = print?;
                texts.add_print(id, print);
            }
        }
        Ok(Self { archive, texts, rows: Vec::new(), came: BTreeMap::new() })
    }

    /// The graph that is there.
    pub(super) fn archive(&self) -> Option<&Archive> {
        self.archive.as_ref()
    }

    /// Notes down what would become of a document.
    ///
    /// # Errors
    /// If the record does not fit the format of graphs.
    pub(super) fn take(
        &mut self,
        record: &DocumentRecord,
        relations: &RelationIris,
    ) -> Result<Committed, Error> {
        let content = content(record);
        let done = match (self.came.get(&record.id), &self.archive) {
            (Some(before), _) if *before == content => Committed::Unchanged,
            (Some(_), _) => Committed::NewVersion { of: String::new() },
            (None, Some(archive)) => archive.preview_commit(record, relations)?,
            (None, None) => Committed::New,
        };
        if matches!(done, Committed::New) {
            self.texts.add(record);
        }
        self.came.insert(record.id.clone(), content);
        let state = match done {
            Committed::New => "new",
            Committed::NewVersion { .. } => "replaces",
            Committed::Reanalysed => "read anew",
            Committed::Unchanged => "there",
        };
        self.rows.push(Row { state, id: record.id.clone(), title: record.title.clone() });
        Ok(done)
    }

    /// A row an article, with tabs: what would become of it, its identifier, the document that prints the same text, its headline.
    ///
    /// # Errors
    /// If it cannot be written.
    pub(super) fn write(self, out: &mut dyn Write) -> io::Result<usize> {
        let copies = self.texts.finish();
        let mut followers: BTreeMap<&str, &str> = BTreeMap::new();
        for (id, leader) in copies.iter() {
            followers.entry(leader).or_insert(id);
        }
        let mut count = 0;
        for Row { state, id, title } in &self.rows {
            let same = copies.leader(id).or_else(|| followers.get(id.as_str()).copied());
            let same = same.filter(|_| *state == "new").unwrap_or_default();
            count += usize::from(!same.is_empty());
            let cells = [state, id.as_str(), same, title.as_str()];
            writeln!(
                out,
                "{}",
                cells.map(|cell| visible(&cell.replace(['\t', '\n'], " ")).into_owned()).join("\t")
            )?;
        }
        Ok(count)
    }
}

/// A hash of text and metadata.
fn content(record: &DocumentRecord) -> u64 {
    let parts = [&record.date, &record.source, &record.author, &record.url, &record.lang];
    let metadata = parts.map(|part| part.as_deref().unwrap_or("\n")).join("\0");
    hash_of(&[metadata.as_str(), record.title.as_str(), record.text.as_str()].join("\0"))
}
