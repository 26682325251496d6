//! Articles into a graph: understood by several threads, committed in their order by one.
//!
//! Comes in: what was read of the inputs. Goes out: documents in the archive, or, in a dry run, what would become of each. What is
//! wrong with one article costs that article only.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::ops::ControlFlow;
use std::sync::{Mutex, PoisonError};

use super::naming::Naming;
use super::preview::Preview;
use super::{replaced, report};
use crate::archive::{Archive, Committed, DocumentRecord, LeftOut};
use crate::commands::stop::Stop;
use crate::commands::summary::{Summary, hash_of};
use crate::commands::tally::{Tally, why_left_out};
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::graph::RelationIris;
use crate::graph::iri::Base;
use crate::pipeline::{Pipeline, batch};

/// Documents between two times that the archive is made safe against a loss of power.
const FLUSH_EVERY: usize = 1_000;

/// What happens while articles are added.
pub(crate) enum Event<'a> {
    /// One article is done.
    Done,
    /// Something is to be told of an input.
    Told(&'a Diagnostic),
}

/// How articles are understood.
pub(crate) struct Work<'a> {
    pipeline: &'a Pipeline,
    base: &'a Base,
    threads: usize,
    /// Fingerprints of the articles that need not be looked at again, if any need not.
    known: Option<HashSet<u64>>,
    /// What articles are called that are called after files.
    naming: Mutex<Naming>,
    /// Looked at after each article.
    stop: Stop,
}

/// Where articles go.
pub(crate) enum Target<'a> {
    /// Into a graph.
    Graph(&'a mut Archive),
    /// Nowhere: what would become of them is noted down.
    Nowhere(&'a mut Preview),
}

/// An article that was understood, or that was passed over because it is known.
enum Read {
    Record(Box<DocumentRecord>),
    Known,
}

impl<'a> Work<'a> {
    /// Work of `threads` threads.
    pub(crate) fn new(pipeline: &'a Pipeline, base: &'a Base, threads: usize) -> Self {
        let naming = Mutex::default();
        Self { pipeline, base, threads, known: None, naming, stop: Stop::default() }
    }

    /// The same, ending after the article at hand when `stop` wants it.
    pub(crate) fn until(self, stop: &Stop) -> Self {
        Self { stop: stop.clone(), ..self }
    }

    /// The same, calling articles after files as those of a graph are called.
    pub(crate) fn naming(self, naming: Naming) -> Self {
        Self { naming: Mutex::new(naming), ..self }
    }

    /// What articles are called that are called after files.
    pub(crate) fn names(&mut self) -> &mut Naming {
        self.naming.get_mut().unwrap_or_else(PoisonError::into_inner)
    }

    /// The same, passing over what is in the archive with the same text, and what comes twice.
    pub(crate) fn knowing(self, archive: Option<&Archive>) -> Self {
        let records = archive.into_iter().flat_map(Archive::records).filter_map(Result::ok);
        Self { known: Some(records.map(|record| fingerprint_of(&record.id, &record.text)).collect()), ..self }
    }

    /// Understands articles with several threads and commits them in their order with one.
    pub(crate) fn add(
        &mut self,
        readings: impl Iterator<Item = Result<Document, Diagnostic>> + Send,
        mut target: Target<'_>,
        tell: &mut dyn FnMut(Event<'_>),
    ) -> anyhow::Result<Summary> {
        let relations = RelationIris::from_ontology(self.pipeline.ontology());
        let (known, naming, stop) = (&self.known, &self.naming, &self.stop);
        let names = || naming.lock().unwrap_or_else(PoisonError::into_inner);
        let named = |mut reading: Result<Document, Diagnostic>| {
            if let Ok(document) = &mut reading {
                names().name(document);
            }
            reading
        };
        let mut fresh = Vec::new();
        let mut summary = Summary::default();
        let mut seen = HashSet::new();
        let mut left_out = LeftOut::default();
        let mut failure = None;
        let (pipeline, base) = (self.pipeline, self.base);
        let worker = || {
            let mut reader = pipeline.reader();
            move |reading: Result<Document, Diagnostic>| {
                let document = reading?;
                #[cfg(debug_assertions)]
                panic_on_request(&document);
                if known.as_ref().is_some_and(|known| known.contains(&fingerprint(&document))) {
                    return Ok(Read::Known);
                }
                Ok(Read::Record(Box::new(reader.record(document, base))))
            }
        };
        batch::run(readings.map(named), self.threads, Tally::name, worker, |result| {
            let told = |diagnostic: &Diagnostic| {
                if let Some(why) = why_left_out(diagnostic) {
                    left_out.add(why, &report::place(diagnostic));
                }
                tell(Event::Told(diagnostic));
            };
            let Some(read) = summary.tally.take(result, told) else {
                return go_on(stop);
            };
            tell(Event::Done);
            let Read::Record(record) = read else {
                summary.unchanged += 1;
                return go_on(stop);
            };
            fresh.push(fingerprint_of(&record.id, &record.text));
            let is_first = seen.insert(hash_of(&record.id));
            let is_batch = summary.tally.documents.is_multiple_of(FLUSH_EVERY);
            let earlier = target.earlier(&record).filter(|_| is_first);
            match target.take(&record, &relations) {
                Ok(done) => {
                    summary.count(&record, &done);
                    if let Some(warning) = earlier.and_then(|earlier| replaced::warning(&earlier, &record)) {
                        tell(Event::Told(&warning));
                    }
                    if !is_first && matches!(done, Committed::NewVersion { .. }) {
                        let message =
                            "two inputs of this build have this identifier: the later text was kept";
                        tell(Event::Told(&Diagnostic::warning(&record.id, message)));
                    }
                }
                Err(error) => failure = Some(error),
            }
            if failure.is_none() && is_batch {
                failure = target.flush(&mut names()).err();
            }
            if failure.is_some() { ControlFlow::Break(()) } else { go_on(stop) }
        });
        if let Some(known) = self.known.as_mut().filter(|_| failure.is_none()) {
            known.extend(fresh);
        }
        // What is whole is kept, also when the disk refused what came after it.
        let flushed = target.flush(&mut names());
        if let (Target::Graph(archive), Ok(())) = (&mut target, &flushed)
            && let Err(error) = archive.add_left_out(left_out)
        {
            let message = format!("what was left out is not counted: {error}");
            tell(Event::Told(&Diagnostic::warning(archive.folder().display().to_string(), message)));
        }
        match failure {
            Some(error) => Err(error.into()),
            None => Ok(flushed.map(|()| summary)?),
        }
    }
}

impl Target<'_> {
    fn take(
        &mut self,
        record: &DocumentRecord,
        relations: &RelationIris,
    ) -> Result<Committed, crate::archive::Error> {
        match self {
            Self::Graph(archive) => archive.commit(record, relations),
            Self::Nowhere(preview) => preview.take(record, relations),
        }
    }

    /// What the graph has under the identifier of an article, if that is of another content.
    fn earlier(&self, record: &DocumentRecord) -> Option<DocumentRecord> {
        let archive = match self {
            Self::Graph(archive) => archive,
            Self::Nowhere(preview) => preview.archive()?,
        };
        let is_other = archive.contains(&record.id) && !archive.holds_content(record);
        // A record that is damaged is told of when the archive is read.
        is_other.then(|| archive.record(&record.id).ok()).flatten()
    }

    fn flush(&mut self, naming: &mut Naming) -> Result<(), crate::archive::Error> {
        match self {
            Self::Graph(archive) => archive.flush().and_then(|()| naming.save(archive)),
            Self::Nowhere(_) => Ok(()),
        }
    }
}

/// Goes on, unless it was told to end.
fn go_on(stop: &Stop) -> ControlFlow<()> {
    if stop.is_wanted() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
}

/// Lets a test see what a panic in a stage does to a real build; in a release build there is no such thing.
#[cfg(debug_assertions)]
#[expect(clippy::disallowed_methods, clippy::panic, reason = "a fault on request, for tests only")]
fn panic_on_request(document: &Document) {
    if std::env::var("CHANCERY_TEST_PANIC").is_ok_and(|id| id == document.id.as_str()) {
        std::panic::panic_any("a panic on request");
    }
}

fn fingerprint(document: &Document) -> u64 {
    fingerprint_of(document.id.as_str(), document.whole())
}

fn fingerprint_of(id: &str, text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (id, text).hash(&mut hasher);
    hasher.finish()
}
