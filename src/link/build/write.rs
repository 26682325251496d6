//! Sorted records to the file: entries in order of their identifiers, then keys in their order.

use std::collections::BTreeMap;
use std::io::{BufWriter, Write};
use std::path::Path;

use super::error::Error;
use super::key::Found;
use super::record::{Sorted, Source};
use super::sort::{Merge, Sorter};
use super::{Input, Options, Report, State};
use crate::file::{Beside, Lasting};
use crate::link::entry::{Entry, NameKind};
use crate::link::index::EntryId;
use crate::link::layout::{Directory, ENTRIES, MAGIC, Page, Tail};
use crate::link::normalise;
use crate::link::shard::{self, Posting};
use crate::ontology::Class;

/// Level of compression: the ninth saves one part in a hundred and takes twice the time.
const LEVEL: i32 = 5;

/// Writes the index beside `output` and puts it in its place.
pub(super) fn write(
    mut state: State,
    inputs: &[Input],
    output: &Path,
    options: &Options,
    report: &mut Report,
) -> Result<(), Error> {
    let folder = output.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let failed = Error::write(output);
    let mut beside = Beside::new(output, Lasting::Content).map_err(&failed)?;
    state.tree.finish();
    let compressor = zstd::bulk::Compressor::new(LEVEL).map_err(&failed)?;
    let mut out =
        Out { file: BufWriter::with_capacity(1 << 18, beside.file()), compressor, offset: 0, output };
    out.put(&MAGIC)?;
    let mut writer = Writer {
        directory: Directory::default(),
        keys: Sorter::new(folder, options.max_bytes),
        page: Vec::new(),
        found: Found::default(),
        name: String::new(),
        counts: (vec![0; state.sources.len()], BTreeMap::new()),
    };
    writer.entries(state, inputs, &mut out, report)?;
    if report.contents.entries == 0 {
        return Err(Error::Empty);
    }
    writer.names(&mut out, report)?;
    report.size = out.end()?;
    drop(out);
    beside.place().map_err(failed)
}

/// The file that is written.
struct Out<'a, W: Write> {
    file: BufWriter<W>,
    compressor: zstd::bulk::Compressor<'static>,
    offset: u64,
    output: &'a Path,
}

impl<W: Write> Out<'_, W> {
    fn put(&mut self, bytes: &[u8]) -> Result<Page, Error> {
        self.file.write_all(bytes).map_err(Error::write(self.output))?;
        let length = u32::try_from(bytes.len())
            .map_err(|_| Error::write(self.output)(std::io::Error::other("a page of 4 GiB or more")))?;
        let page = Page { offset: self.offset, length, crc: crc32fast::hash(bytes) };
        self.offset += u64::from(length);
        Ok(page)
    }

    /// Compresses a page and puts it.
    fn pack(&mut self, bytes: &[u8]) -> Result<Page, Error> {
        let packed = self.compressor.compress(bytes).map_err(Error::write(self.output))?;
        self.put(&packed)
    }

    fn end(&mut self) -> Result<u64, Error> {
        self.file.flush().map_err(Error::write(self.output))?;
        Ok(self.offset)
    }
}

struct Writer {
    directory: Directory,
    keys: Sorter,
    page: Vec<Entry>,
    /// Keys of the entry at hand.
    found: Found,
    /// Memory for a name of a class.
    name: String,
    /// Entries by source, and by class and kind.
    counts: (Vec<u64>, BTreeMap<String, u64>),
}

impl Writer {
    fn entries<W: Write>(
        &mut self,
        state: State,
        inputs: &[Input],
        out: &mut Out<'_, W>,
        report: &mut Report,
    ) -> Result<(), Error> {
        let State { sorter, mut tree, infos, sources, .. } = state;
        let (sources, numbers) = in_order(&sources);
        let mut merge = sorter.finish()?;
        while let Some(records) = same(&mut merge, out.output)? {
            check_duplicates(&records, inputs)?;
            let items: Vec<u32> = records.iter().flat_map(|record| record.instance_of.clone()).collect();
            let taken = tree.class_of(&items);
            // An item of Wikidata is known by its classes, or by another source.
            let is_known = |record: &Sorted| !record.entry.label.is_empty() && record.instance_of.is_empty();
            match (taken, records.iter().any(is_known)) {
                (Some(taken), false) => {
                    let mut entry = merged(records, &numbers);
                    entry.class = taken.class;
                    taken.kind.clone_into(&mut entry.kind);
                    if entry.label.is_empty() { report.orphans += 1 } else { self.entry(entry, out)? }
                }
                (_, true) => self.entry(merged(records, &numbers), out)?,
                (None, false) if items.is_empty() => report.orphans += 1,
                (None, false) => report.other_classes += 1,
            }
        }
        self.flush(out)?;
        let contents = &mut self.directory.contents;
        contents.inputs = infos;
        contents.licences = sources.iter().map(|(_, licence)| licence.to_string()).collect();
        contents.sources =
            sources.into_iter().map(|(name, _)| name.into_owned()).zip(self.counts.0.clone()).collect();
        contents.classes = std::mem::take(&mut self.counts.1).into_iter().collect();
        report.contents = contents.clone();
        Ok(())
    }

    fn entry<W: Write>(&mut self, entry: Entry, out: &mut Out<'_, W>) -> Result<(), Error> {
        let number = self.directory.contents.entries;
        let id = u32::try_from(number).map(EntryId).map_err(|_| {
            Error::write(out.output)(std::io::Error::other("more entries than an index can hold"))
        })?;
        self.directory.contents.entries += 1;
        for source in &entry.sources {
            self.counts.0.get_mut(usize::from(*source)).into_iter().for_each(|count| *count += 1);
        }
        self.count(&entry);
        self.found.of(&entry);
        for (key, kind) in self.found.iter() {
            let [a, b, c, d] = id.0.to_be_bytes();
            self.keys.push(key, &[a, b, c, d, kind as u8])?;
        }
        self.page.push(entry);
        if self.page.len() == ENTRIES as usize { self.flush(out) } else { Ok(()) }
    }

    /// Counts an entry by its class and kind.
    fn count(&mut self, entry: &Entry) {
        self.name.clear();
        self.name.push_str(entry.class.as_str());
        if !entry.kind.is_empty() {
            self.name.push('/');
            self.name.push_str(&entry.kind);
        }
        match self.counts.1.get_mut(self.name.as_str()) {
            Some(count) => *count += 1,
            None => drop(self.counts.1.insert(self.name.clone(), 1)),
        }
    }

    fn flush<W: Write>(&mut self, out: &mut Out<'_, W>) -> Result<(), Error> {
        if self.page.is_empty() {
            return Ok(());
        }
        let mut bytes = vec![0; 4 * ENTRIES as usize];
        for (number, entry) in self.page.drain(..).enumerate() {
            let start = (bytes.len() as u32).to_le_bytes();
            bytes
                .get_mut(4 * number..4 * number + 4)
                .into_iter()
                .for_each(|slot| slot.copy_from_slice(&start));
            entry.write(&mut bytes);
        }
        let page = out.pack(&bytes)?;
        self.directory.entries.push((page, bytes.len() as u32));
        Ok(())
    }

    fn names<W: Write>(self, out: &mut Out<'_, W>, report: &mut Report) -> Result<(), Error> {
        let Self { mut directory, keys, .. } = self;
        let mut merge = keys.finish()?;
        let mut shard = shard::Writer::default();
        let (mut key, mut postings) = (Vec::new(), Vec::new());
        while let Some((next, first)) = merge.next()? {
            key.clear();
            key.extend_from_slice(next);
            postings.clear();
            postings.extend(posting(first));
            while merge.key() == Some(&key) {
                let Some((_, value)) = merge.next()? else { break };
                // They come sorted: the surest kind of an entry first.
                let next = posting(value)
                    .filter(|next| postings.last().is_none_or(|last: &Posting| last.entry != next.entry));
                postings.extend(next);
            }
            shard.push(&key, &postings).map_err(|error| damaged_key(out.output, &error))?;
            directory.contents.keys += 1;
            if shard.is_full() {
                close(&mut shard, &mut directory, out)?;
            }
        }
        close(&mut shard, &mut directory, out)?;
        report.contents.keys = directory.contents.keys;
        let bytes = directory.to_bytes();
        let directory = out.put(&bytes)?;
        out.put(&Tail { keys: normalise::version(), directory }.to_bytes())?;
        Ok(())
    }
}

fn close<W: Write>(
    shard: &mut shard::Writer,
    directory: &mut Directory,
    out: &mut Out<'_, W>,
) -> Result<(), Error> {
    if let Some((bytes, first)) = shard.finish().map_err(|error| damaged_key(out.output, &error))? {
        directory.names.push((out.pack(&bytes)?, bytes.len() as u32, first));
    }
    Ok(())
}

fn damaged_key(output: &Path, error: &fst::Error) -> Error {
    Error::write(output)(std::io::Error::other(error.to_string()))
}

fn posting(value: &[u8]) -> Option<Posting> {
    let (entry, kind) = value.split_first_chunk::<4>()?;
    let kind = *NameKind::ALL.get(usize::from(*kind.first()?))?;
    Some(Posting { entry: EntryId(u32::from_be_bytes(*entry)), kind })
}

/// Sources in their order, and the number there of each as it was met.
fn in_order(met: &[Source]) -> (Vec<Source>, Vec<u16>) {
    let mut sources = met.to_vec();
    sources.sort();
    sources.dedup();
    let number =
        |source| u16::try_from(sources.binary_search(source).unwrap_or_default()).unwrap_or(u16::MAX);
    let numbers = met.iter().map(number).collect();
    (sources, numbers)
}

/// All records of the next identifier, in order of their places.
fn same(merge: &mut Merge, output: &Path) -> Result<Option<Vec<Sorted>>, Error> {
    let damaged = || Error::write(output)(std::io::Error::other("a run of the sort is damaged"));
    let Some((_, value)) = merge.next()? else { return Ok(None) };
    let mut records = vec![Sorted::from_value(value).ok_or_else(damaged)?];
    while merge.key() == records.first().map(|record| record.entry.identifier().as_bytes()) {
        let Some((_, value)) = merge.next()? else { break };
        records.push(Sorted::from_value(value).ok_or_else(damaged)?);
    }
    Ok(Some(records))
}

fn check_duplicates(records: &[Sorted], inputs: &[Input]) -> Result<(), Error> {
    let mut whole = records.iter().filter(|record| !record.is_addition).peekable();
    while let Some(record) = whole.next() {
        if let Some(next) = whole.peek().filter(|next| next.place.0 == record.place.0) {
            return Err(Error::Duplicate {
                path: inputs.get(record.place.0 as usize).map(|input| input.path.clone()).unwrap_or_default(),
                identifier: record.entry.identifier().to_owned(),
                first: record.place.1,
                second: next.place.1,
            });
        }
    }
    Ok(())
}

/// One entry of several records: those with a label first, in the order of the inputs.
fn merged(mut records: Vec<Sorted>, numbers: &[u16]) -> Entry {
    records.sort_by_key(|record| (record.entry.label.is_empty(), record.place));
    let mut whole: Option<Entry> = None;
    for Sorted { mut entry, source, .. } in records {
        entry.sources = vec![numbers.get(source as usize).copied().unwrap_or_default()];
        match &mut whole {
            Some(whole) => whole.absorb(entry),
            None => whole = Some(entry),
        }
    }
    whole.unwrap_or_else(|| Entry::new("", "", Class::Event))
}
