//! Which file each document is named after: `files.jsonl` beside the records.
//!
//! In come identifiers of documents, and files by the hash of where they lie ([`Origin`](crate::document::Origin)); out
//! comes who has which name, so that a file of the same name elsewhere does not take the place of an article. No path is
//! kept. It is no part of what the graph holds: lines that are torn or damaged are passed over, and a document that it does not know
//! is taken for that of the file that has its name.

use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{Archive, Error};

/// A line of the file.
#[derive(Serialize, Deserialize)]
struct Line {
    id: String,
    file: String,
}

/// Files by the documents that are named after them.
#[derive(Clone, Debug, Default)]
pub struct Files {
    by_id: BTreeMap<String, String>,
    by_file: BTreeMap<String, String>,
    /// What differs from the disk, with what is there.
    changed: BTreeMap<String, Option<String>>,
    /// Whether the last line on the disk is not whole.
    is_torn: bool,
}

impl Files {
    /// Those of the graph in `folder`; none if there is no file.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn read(folder: &Path) -> Result<Self, Error> {
        let path = path(folder);
        let bytes = super::read_if_there(&path)?;
        let is_torn = bytes.last().is_some_and(|&byte| byte != b'\n');
        let mut files = Self { is_torn, ..Self::default() };
        for line in bytes.split(|&byte| byte == b'\n') {
            if let Ok(Line { id, file }) = serde_json::from_slice(line) {
                files.put(id, file);
            }
        }
        Ok(files)
    }

    /// The file that a document is named after.
    pub fn file_of(&self, id: &str) -> Option<&str> {
        self.by_id.get(id).map(String::as_str)
    }

    /// The document that is named after a file.
    pub fn id_of(&self, file: &str) -> Option<&str> {
        self.by_file.get(file).map(String::as_str)
    }

    /// Says that a document is named after a file from now on.
    pub fn set(&mut self, id: &str, file: &str) {
        let before = self.file_of(id).map(str::to_owned);
        if before.as_deref() == Some(file) {
            return;
        }
        let kept = self.changed.remove(id).unwrap_or(before);
        if kept.as_deref() != Some(file) {
            self.changed.insert(id.to_owned(), kept);
        }
        self.put(id.to_owned(), file.to_owned());
    }

    fn put(&mut self, id: String, file: String) {
        if let Some(before) = self.by_id.insert(id.clone(), file.clone())
            && self.by_file.get(&before) == Some(&id)
        {
            self.by_file.remove(&before);
        }
        self.by_file.insert(file, id);
    }

    /// Adds what is new to the file of the graph.
    ///
    /// # Errors
    /// If the archive was opened for reading, or the disk refuses.
    pub fn save(&mut self, archive: &Archive) -> Result<(), Error> {
        if archive.writer.is_none() {
            return Err(Error::ReadOnly(archive.folder().to_owned()));
        }
        if self.changed.is_empty() {
            return Ok(());
        }
        let path = path(archive.folder());
        let mut bytes = if self.is_torn { vec![b'\n'] } else { Vec::new() };
        for id in self.changed.keys() {
            let file = self.by_id.get(id).cloned().unwrap_or_default();
            let line = serde_json::to_vec(&Line { id: id.clone(), file });
            bytes.extend(line.map_err(io::Error::from).map_err(Error::io("write", &path))?);
            bytes.push(b'\n');
        }
        let opened = OpenOptions::new().append(true).create(true).open(&path);
        opened.and_then(|mut file| file.write_all(&bytes)).map_err(Error::io("write", &path))?;
        (self.is_torn, self.changed) = (false, BTreeMap::new());
        Ok(())
    }
}

/// The file of a graph.
pub fn path(folder: &Path) -> PathBuf {
    folder.join("files.jsonl")
}
