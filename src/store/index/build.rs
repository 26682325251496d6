//! Making an index of an archive.
//!
//! Documents are read by several threads and numbered by one in the order of their ids, so that the same documents
//! give the same bytes, whatever the threads and the order in which they came. What is held in memory are the terms
//! and the quads as numbers, packed until the terms are written.

use std::io::{self, Write};

use rayon::prelude::*;

use super::dictionary::Dictionary;
use super::heap::Heap;
use super::layout::{self, Page, Pages, SLOTS, TERMS, Tail};
use super::lines::Lines;
use super::names::{self, Names};
use super::page::{self, KEYS, Key};
use super::{Order, layout::MAGIC};
use crate::archive::{self, Archive};
use oxigraph::model::NamedNode;

/// Documents that a thread reads in one go.
const CHUNK: usize = 32;

/// Why an index could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The archive could not be read.
    #[error(transparent)]
    Archive(#[from] archive::Error),
    /// The quads of a document are not canonical N-Quads.
    #[error("the quads of the document \"{0}\" cannot be read; `chancery check` names the damage")]
    Quads(String),
    /// The output refused.
    #[error(transparent)]
    Write(#[from] io::Error),
}

/// Writes the index of an archive.
///
/// # Errors
/// If a record is damaged or `output` refuses.
pub(super) fn build(archive: &Archive, output: &mut dyn Write) -> Result<(), Error> {
    let state = archive.state();
    let mut dictionary = Dictionary::new();
    let naming = names::PREDICATES.map(|predicate| dictionary.add(&NamedNode::from(predicate).into()));
    let mut names = Names::new(naming);
    let mut quads = Heap::default();
    let ids: Vec<&str> = archive.ids().collect();
    for batch in ids.chunks(CHUNK * 2 * rayon::current_num_threads().max(1)) {
        let read: Vec<Result<Vec<Lines>, Error>> =
            batch.par_chunks(CHUNK).map(|ids| read(archive, ids)).collect();
        for lines in read {
            for lines in lines? {
                number(lines, &mut dictionary, &mut names, &mut quads);
            }
        }
    }
    let mut names = names.into_keys(|form| dictionary.get(form), |quad| quads.push(quad));
    let mut output = Output { to: output, at: 0, sections: Vec::new() };
    output.put(&MAGIC)?;
    output.terms(&dictionary)?;
    output.slots(dictionary.slots())?;
    let terms = dictionary.len() as u32;
    drop(dictionary);
    let (mut keys, mut before) = (quads.into_keys()?, Order::Spog);
    for order in Order::ALL {
        // In place: the keys are the greater part of the memory by now.
        keys.par_iter_mut().for_each(|key| *key = order.key(before.quad(*key)));
        output.sorted(&mut keys)?;
        before = order;
    }
    output.sorted(&mut names)?;
    let directory = layout::write_directory(&output.sections);
    let at = output.at;
    output.put(&directory)?;
    let crc = crc32fast::hash(&directory);
    let tail = Tail { state, terms, directory: at, length: directory.len() as u64, crc };
    output.put(&tail.to_bytes())?;
    Ok(())
}

/// The quads of some documents.
pub(super) fn read(archive: &Archive, ids: &[&str]) -> Result<Vec<Lines>, Error> {
    let texts = archive.nquads_of(ids)?;
    let lines = texts.iter().zip(ids);
    lines.map(|(text, id)| Lines::read(text).ok_or_else(|| Error::Quads((*id).to_owned()))).collect()
}

/// Numbers the terms of a document; what names an entity goes to `names`, all else to `quads`.
fn number(lines: Lines, dictionary: &mut Dictionary, names: &mut Names, quads: &mut Heap) {
    let numbers: Vec<u32> = lines.terms.iter().map(|term| dictionary.add(term)).collect();
    for [s, p, o, g] in lines.quads {
        let [s, p, o, g] = [s, p, o, g].map(|at| numbers.get(at as usize).copied().unwrap_or_default());
        if !names.takes(p) {
            quads.push([s, p, o, g]);
        } else if let Some(form) = names::form(dictionary.get(s), dictionary.get(o)) {
            let form = form.map_or(o, |form| dictionary.add_bytes(&form));
            names.add(s, p, form, g);
        }
    }
}

struct Output<'w> {
    to: &'w mut dyn Write,
    at: u64,
    sections: Vec<Pages>,
}

impl Output<'_> {
    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.to.write_all(bytes)?;
        self.at += bytes.len() as u64;
        Ok(())
    }

    fn page(&mut self, bytes: &[u8], first: Key) -> io::Result<Page> {
        let length = u32::try_from(bytes.len()).map_err(|_| io::Error::other("a page is over 4 GB"))?;
        let page = Page { offset: self.at, length, crc: crc32fast::hash(bytes), first };
        self.put(bytes)?;
        Ok(page)
    }

    fn terms(&mut self, dictionary: &Dictionary) -> io::Result<()> {
        let mut pages = Vec::new();
        for start in (0..dictionary.len()).step_by(TERMS) {
            let numbers = start as u32..dictionary.len().min(start + TERMS) as u32;
            let (mut ends, mut bytes): (Vec<u8>, Vec<u8>) = (Vec::new(), Vec::new());
            for number in numbers {
                bytes.extend(dictionary.get(number));
                ends.extend((bytes.len() as u32).to_le_bytes());
            }
            ends.extend(bytes);
            pages.push(self.page(&ends, Key::default())?);
        }
        self.sections.push(Pages { entries: dictionary.len() as u64, pages });
        Ok(())
    }

    fn slots(&mut self, slots: &[u32]) -> io::Result<()> {
        let mut pages = Vec::new();
        for slots in slots.chunks(SLOTS) {
            let bytes: Vec<u8> = slots.iter().flat_map(|slot| slot.to_le_bytes()).collect();
            pages.push(self.page(&bytes, Key::default())?);
        }
        self.sections.push(Pages { entries: slots.len() as u64, pages });
        Ok(())
    }

    fn sorted(&mut self, keys: &mut Vec<Key>) -> io::Result<()> {
        keys.par_sort_unstable();
        keys.dedup();
        let mut pages = Vec::new();
        for keys in keys.chunks(KEYS) {
            let first = keys.first().copied().unwrap_or_default();
            pages.push(self.page(&page::pack(keys), first)?);
        }
        self.sections.push(Pages { entries: keys.len() as u64, pages });
        Ok(())
    }
}
