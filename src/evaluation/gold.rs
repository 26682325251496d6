//! Files of gold to [`GoldDocument`]s: JSON, JSON lines and CoNLL-U, each also compressed with gzip.
//!
//! Gold that is not whole is refused with its file and line: a figure over half of the gold would be wrong.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;

use super::Set;
use super::article::Article;
use super::chain::Chains;
use super::event::Events;
use super::linking::Links;
use super::name::Names;
use super::quote::Quotes;
use super::relation::Facts;
use super::tree::{Trees, Word};
use crate::document::{Document, DocumentId};
use crate::limits::Limits;
use crate::source::day_of;

/// Why gold cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file is not there, or cannot be read to its end.
    #[error("cannot read the gold {path}: {source}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The reason.
        #[source]
        source: io::Error,
    },
    /// The file expands to more than is read.
    #[error("the gold {path} holds more than {max} bytes; split it")]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// The cap.
        max: u64,
    },
    /// The extension says nothing, or does not fit the set.
    #[error(
        "the gold {path} has not one of the extensions of the set {set}: {extensions}, each also with .gz"
    )]
    Extension {
        /// The file.
        path: PathBuf,
        /// The set.
        set: Set,
        /// Those that fit.
        extensions: &'static str,
    },
    /// A row is not what the set wants.
    #[error("{path}:{line}: not gold of the set {set}: {reason}")]
    Row {
        /// The file.
        path: PathBuf,
        /// Line in it.
        line: usize,
        /// The set.
        set: Set,
        /// What is wrong.
        reason: String,
    },
    /// There is nothing in the files.
    #[error("no gold in {0}")]
    Empty(String),
    /// Two answers for one article.
    #[error("the article {0} has two answers; give one file of answers at a time")]
    AnsweredTwice(String),
    /// An article of the gold without an answer.
    #[error("the article {0} has no answer; a figure over some of the articles would not be that of all")]
    Unanswered(String),
}

/// A document with its gold.
#[derive(Clone, Debug)]
pub struct GoldDocument {
    /// Text, title and date: what the pipeline is given.
    pub document: Document,
    /// What people wrote down.
    pub gold: Gold,
}

/// What people wrote down of a document.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Gold {
    /// Entities and statements in the relations of the ontology.
    Article(Article),
    /// Relations between spans, in labels of their own.
    Facts(Facts),
    /// Coded events.
    Events(Events),
    /// Names with types.
    Names(Names),
    /// Chains of mentions.
    Chains(Chains),
    /// Quotations with their speakers.
    Quotes(Quotes),
    /// Links to the data of others.
    Links(Links),
    /// Dependency trees.
    Trees(Trees),
}

/// Reads all files, in their order.
///
/// # Errors
/// A file that cannot be read, or one that is not gold of `set`.
pub fn read(paths: &[PathBuf], set: Set, limits: &Limits) -> Result<Vec<GoldDocument>, Error> {
    let mut documents = Vec::new();
    for path in paths {
        let file = GoldFile { path, set, text: text(path, limits)? };
        file.read(&mut documents)?;
    }
    if documents.is_empty() {
        let names: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
        return Err(Error::Empty(names.join(", ")));
    }
    Ok(documents)
}

fn text(path: &Path, limits: &Limits) -> Result<String, Error> {
    let unreadable = |source| Error::Unreadable { path: path.to_owned(), source };
    let file = File::open(path).map_err(unreadable)?;
    let is_compressed = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("gz"));
    let input: Box<dyn Read> =
        if is_compressed { Box::new(flate2::read::MultiGzDecoder::new(file)) } else { Box::new(file) };
    let max = limits.max_expanded_bytes;
    let mut text = String::new();
    input.take(max.saturating_add(1)).read_to_string(&mut text).map_err(unreadable)?;
    if text.len() as u64 > max {
        return Err(Error::TooLarge { path: path.to_owned(), max });
    }
    Ok(text)
}

/// The fields that every gold document has.
#[derive(Deserialize)]
struct Fields {
    id: String,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    date: Option<String>,
    text: String,
}

struct GoldFile<'a> {
    path: &'a Path,
    set: Set,
    text: String,
}

impl GoldFile<'_> {
    fn read(&self, into: &mut Vec<GoldDocument>) -> Result<(), Error> {
        let name = self.path.to_string_lossy().to_ascii_lowercase();
        let name = name.strip_suffix(".gz").unwrap_or(&name);
        let is_trees = self.set == Set::Dep;
        if is_trees && name.ends_with(".conllu") {
            self.trees(into)?;
        } else if !is_trees && name.ends_with(".jsonl") {
            let rows = self.text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
            for (number, line) in rows {
                let value = serde_json::from_str(line).map_err(|error| self.wrong(number + 1, error))?;
                into.push(self.document(value, number + 1)?);
            }
        } else if !is_trees && name.ends_with(".json") {
            let value = serde_json::from_str(&self.text).map_err(|error| self.wrong(error.line(), error))?;
            match value {
                Value::Array(values) => {
                    for value in values {
                        into.push(self.document(value, 1)?);
                    }
                }
                value => into.push(self.document(value, 1)?),
            }
        } else {
            let extensions = if is_trees { ".conllu" } else { ".json, .jsonl" };
            return Err(Error::Extension { path: self.path.to_owned(), set: self.set, extensions });
        }
        Ok(())
    }

    fn document(&self, value: Value, line: usize) -> Result<GoldDocument, Error> {
        let wrong = |error| self.wrong(line, error);
        let fields = Fields::deserialize(&value).map_err(wrong)?;
        let gold = match self.set {
            Set::Articles => Gold::Article(serde_json::from_value(value).map_err(wrong)?),
            Set::Knowledgenet | Set::Redocred | Set::Text2kgbench => {
                Gold::Facts(serde_json::from_value(value).map_err(wrong)?)
            }
            Set::Plover | Set::Petrarch => Gold::Events(serde_json::from_value(value).map_err(wrong)?),
            Set::Ner => Gold::Names(serde_json::from_value(value).map_err(wrong)?),
            Set::Coref => Gold::Chains(serde_json::from_value(value).map_err(wrong)?),
            Set::Quotes => Gold::Quotes(serde_json::from_value(value).map_err(wrong)?),
            Set::Linking => Gold::Links(serde_json::from_value(value).map_err(wrong)?),
            Set::Dep => Gold::Trees(Trees::default()),
        };
        let id = DocumentId::new(fields.id.as_str())
            .ok_or_else(|| self.wrong(line, format!("the id {:?} is empty or not text", fields.id)))?;
        let mut document = Document::new(id, fields.text);
        document.title = fields.title.unwrap_or_default();
        // Where the gold has no date, what its text says, as for any text that is read.
        document.date = fields.date.and_then(|date| date.parse().ok()).or_else(|| day_of(document.whole()));
        Ok(GoldDocument { document, gold })
    }

    fn wrong(&self, line: usize, reason: impl std::fmt::Display) -> Error {
        Error::Row { path: self.path.to_owned(), line, set: self.set, reason: reason.to_string() }
    }

    /// Documents of CoNLL-U: words are put together again by `SpaceAfter`, sentences by a blank, blocks by a line.
    fn trees(&self, into: &mut Vec<GoldDocument>) -> Result<(), Error> {
        let mut open: Option<OpenTrees> = None;
        for (number, line) in self.text.lines().enumerate() {
            if let Some(id) = line.strip_prefix("# newdoc") {
                let id = id.trim().trim_start_matches("id").trim().trim_start_matches('=').trim();
                into.extend(open.replace(OpenTrees::new(id)).and_then(OpenTrees::close));
            } else if line.starts_with("# newpar") {
                open.iter_mut().for_each(OpenTrees::break_line);
            } else if line.trim().is_empty() {
                let ended = open.as_mut().map_or(Ok(()), OpenTrees::end_sentence);
                ended.map_err(|reason| self.wrong(number + 1, reason))?;
            } else if !line.starts_with('#') {
                let name = self.path.to_string_lossy();
                let trees = open.get_or_insert_with(|| OpenTrees::new(&name));
                trees.word(line).map_err(|reason| self.wrong(number + 1, reason))?;
            }
        }
        if let Some(trees) = &mut open {
            trees.end_sentence().map_err(|reason| self.wrong(self.text.lines().count(), reason))?;
        }
        into.extend(open.and_then(OpenTrees::close));
        Ok(())
    }
}

/// A document of CoNLL-U that is being read.
struct OpenTrees {
    id: String,
    text: String,
    /// Code points of `text`.
    length: usize,
    words: Vec<Word>,
    /// Number of words before this sentence.
    first: usize,
    /// Last number of a word that a range like `3-4` spells as one.
    spelt_until: usize,
}

impl OpenTrees {
    fn new(id: &str) -> Self {
        let (id, text) = (id.to_owned(), String::new());
        Self { id, text, length: 0, words: Vec::new(), first: 0, spelt_until: 0 }
    }

    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.length += text.chars().count();
    }

    fn break_line(&mut self) {
        if self.length > 0 {
            self.text.truncate(self.text.trim_end().len());
            self.length = self.text.chars().count();
            self.push("\n");
        }
    }

    fn end_sentence(&mut self) -> Result<(), String> {
        let end = self.words.len();
        if self.words.iter().skip(self.first).any(|word| word.head.is_some_and(|head| head >= end)) {
            return Err("a head is no word of the sentence above".to_owned());
        }
        self.first = self.words.len();
        self.spelt_until = 0;
        if !self.text.is_empty() && !self.text.ends_with(char::is_whitespace) {
            self.push(" ");
        }
        Ok(())
    }

    fn word(&mut self, line: &str) -> Result<(), String> {
        let cells: Vec<&str> = line.split('\t').collect();
        let [number, form, _, tag, _, _, head, label, _, more] = cells[..] else {
            return Err(format!("{} columns, not ten", cells.len()));
        };
        let space = if more.split('|').any(|entry| entry == "SpaceAfter=No") { "" } else { " " };
        if let Some((_, last)) = number.split_once('-') {
            self.spelt_until = last.parse().map_err(|_| format!("{number:?} is no range of words"))?;
            self.push(form);
            self.push(space);
            return Ok(());
        }
        if number.contains('.') {
            return Ok(());
        }
        let number: usize = number.parse().map_err(|_| format!("{number:?} is no number of a word"))?;
        let head: usize = head.parse().map_err(|_| format!("{head:?} is no number of a head"))?;
        let start = if number <= self.spelt_until {
            // Words of a contraction follow each other at the end of its spelling, as a tokenizer would cut them.
            self.place_of_part(form)
        } else {
            let start = self.length;
            self.push(form);
            self.push(space);
            start
        };
        let span = (start, start + form.chars().count());
        let head = head.checked_sub(1).map(|head| self.first + head);
        let label = label.split(':').next().unwrap_or(label).to_owned();
        self.words.push(Word { span, tag: tag.to_owned(), head, label });
        Ok(())
    }

    /// Where a part of a contraction that was just written begins.
    fn place_of_part(&self, form: &str) -> usize {
        let from = self.words.last().map_or(0, |word| word.span.1);
        let rest: String = self.text.chars().skip(from).collect();
        let at = rest.find(form).and_then(|at| rest.get(..at)).map_or(0, |before| before.chars().count());
        from + at
    }

    fn close(self) -> Option<GoldDocument> {
        if self.words.is_empty() {
            return None;
        }
        let id = DocumentId::new(self.id)?;
        let document = Document::new(id, self.text);
        Some(GoldDocument { document, gold: Gold::Trees(Trees { words: self.words }) })
    }
}
