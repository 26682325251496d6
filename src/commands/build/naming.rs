//! What articles are called that are called after their files, beside those that are in the graph.
//!
//! In come documents in the order of the input, out go their identifiers. The same file has the same identifier for good. A
//! file that is called as another one, with another text, has its folder in its identifier: `talks`, then `march/talks`. So one build
//! of two folders and two builds give the same. A text that is there under that name is the same article, wherever the file lies.

use std::collections::HashMap;

use crate::archive::{Archive, Error, Files};
use crate::commands::summary::hash_of;
use crate::document::{Document, DocumentId, Origin};

/// Who is called what.
#[derive(Debug, Default)]
pub(crate) struct Naming {
    files: Files,
    /// The graph as it was before.
    before: Option<Archive>,
    /// Hashes of the texts that were named by now.
    given: HashMap<String, u64>,
    /// Files that are called by their folder for the first time, and one of them.
    apart: usize,
    example: String,
    /// Files that are taken for new versions of documents of which no file is known, and one of them.
    assumed: usize,
    assumption: String,
}

impl Naming {
    /// Beside the documents of `before`.
    ///
    /// # Errors
    /// If what is known of the files of the graph cannot be read.
    pub(super) fn beside(before: Option<Archive>) -> Result<Self, Error> {
        let files = before.as_ref().map(|archive| Files::read(archive.folder())).transpose()?;
        Ok(Self { files: files.unwrap_or_default(), before, ..Self::default() })
    }

    /// Gives a document the identifier that it has in the graph, if it is called after a file.
    pub(super) fn name(&mut self, document: &mut Document) {
        let Some(origin) = &document.origin else { return };
        let text = document.whole();
        let (id, is_own) = self.id_for(origin, text);
        let Some(id) = DocumentId::new(id) else { return };
        if !is_own && origin.names().next().as_deref() != Some(id.as_str()) && !self.is_there(id.as_str()) {
            self.apart += 1;
            id.as_str().clone_into(&mut self.example);
        }
        if self.is_assumed(id.as_str(), text) {
            self.assumed += 1;
            id.as_str().clone_into(&mut self.assumption);
        }
        self.files.set(id.as_str(), origin.file());
        self.given.insert(id.as_str().to_owned(), hash_of(text));
        document.id = id;
    }

    /// What the file is called, and whether it was called so before.
    fn id_for(&self, origin: &Origin, text: &str) -> (String, bool) {
        if let Some(id) = self.files.id_of(origin.file()).filter(|id| self.is_there(id)) {
            return (id.to_owned(), true);
        }
        // Where nothing is known of files, the text tells.
        if let Some(name) = origin.names().find(|name| self.has_text(name, text)) {
            return (name, false);
        }
        let is_free = |name: &String| {
            let owner = self.files.file_of(name).filter(|owner| *owner != origin.file());
            owner.is_none() || !self.is_there(name)
        };
        let name = origin.names().find(is_free);
        (name.unwrap_or_else(|| DocumentId::from_content(origin.file(), text).to_string()), false)
    }

    fn is_there(&self, id: &str) -> bool {
        self.given.contains_key(id) || self.before.as_ref().is_some_and(|archive| archive.contains(id))
    }

    /// Whether a document of that name and another text is there, of which nobody knows whether the same file told it.
    fn is_assumed(&self, id: &str, text: &str) -> bool {
        let is_unknown = self.files.file_of(id).is_none() && !self.given.contains_key(id);
        is_unknown && self.is_there(id) && !self.has_text(id, text)
    }

    fn has_text(&self, id: &str, text: &str) -> bool {
        match (self.given.get(id), &self.before) {
            (Some(given), _) => *given == hash_of(text),
            (None, Some(archive)) if archive.contains(id) => {
                archive.record(id).is_ok_and(|record| record.text == text)
            }
            (None, _) => false,
        }
    }

    /// Keeps with the graph which files its documents are named after.
    ///
    /// # Errors
    /// If the disk refuses.
    pub(super) fn save(&mut self, archive: &Archive) -> Result<(), Error> {
        self.files.save(archive)
    }

    /// What to say of names of files, once.
    pub(super) fn notes(&mut self) -> Vec<String> {
        self.assumed().into_iter().chain(self.apart()).collect()
    }

    fn assumed(&mut self) -> Option<String> {
        let example = std::mem::take(&mut self.assumption);
        let what = match std::mem::take(&mut self.assumed) {
            0 => return None,
            1 => format!("{example} is taken for a new version of the document of that name"),
            more => format!(
                "{more} files are taken for new versions of the documents of their names, such as {example}"
            ),
        };
        Some(format!(
            "{what}: the graph does not know from which file it was; if it is another article, give the file another name, \
             and build the earlier one again"
        ))
    }

    /// Of files that have the name of another one.
    fn apart(&mut self) -> Option<String> {
        let example = std::mem::take(&mut self.example);
        match std::mem::take(&mut self.apart) {
            0 => None,
            1 => Some(format!("1 file has the name of another one: its article is called {example}")),
            more => Some(format!(
                "{more} files have the names of others: their articles have their folders in their identifiers, such as {example}"
            )),
        }
    }
}
