//! Sorting of more than fits into memory: sorted runs in files beside the output, merged as they are read back.
//!
//! ```text
//! run = ( key-length:u32 value-length:u32 key value )* 0xffffffff count:u64 crc32:u32
//! ```
//!
//! The checksum is of all before it but the count. Pairs lie behind each other in one piece of memory and are sorted by an
//! index with sixteen bytes of each key, so that most comparisons are of two numbers.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::fs::File;
use std::io::{self, Read, Seek as _, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::error::Error;

const END: u32 = u32::MAX;
/// Bytes that are written and read at once.
const BLOCK: usize = 1 << 16;

/// Takes pairs of a key and a value in any order, and gives them back sorted by both.
pub(super) struct Sorter {
    folder: PathBuf,
    max_bytes: usize,
    is_keeping: bool,
    pairs: Pairs,
    runs: Vec<Run>,
}

/// Pairs in memory.
#[derive(Default)]
struct Pairs {
    bytes: Vec<u8>,
    index: Vec<Place>,
}

/// Where a pair lies, and sixteen bytes of its key.
#[derive(Clone, Copy)]
struct Place {
    lead: u128,
    at: usize,
    key: u32,
    value: u32,
}

impl Pairs {
    fn size(&self) -> usize {
        self.bytes.len() + self.index.len() * size_of::<Place>()
    }

    fn key(&self, place: &Place) -> &[u8] {
        self.bytes.get(place.at..place.at + place.key as usize).unwrap_or_default()
    }

    /// Key and value of a pair.
    fn pair(&self, place: &Place) -> Slices<'_> {
        let end = place.at + (place.key + place.value) as usize;
        self.bytes.get(place.at..end).unwrap_or_default().split_at(place.key as usize)
    }

    fn sort(&mut self) {
        let mut index = std::mem::take(&mut self.index);
        let shared = self.shared(&index);
        for place in &mut index {
            let mut lead = [0; 16];
            let rest = self.key(place).get(shared..).unwrap_or_default();
            let length = rest.len().min(16);
            lead[..length].copy_from_slice(&rest[..length]);
            place.lead = u128::from_be_bytes(lead);
        }
        index.sort_unstable_by(|a, b| match a.lead.cmp(&b.lead) {
            Ordering::Equal => self.pair(a).cmp(&self.pair(b)),
            other => other,
        });
        self.index = index;
    }

    /// Bytes that all keys begin with.
    fn shared(&self, index: &[Place]) -> usize {
        let Some(first) = index.first().map(|place| self.key(place)) else { return 0 };
        let same = |key: &[u8], shared: usize| {
            first.iter().zip(key).take(shared).take_while(|(a, b)| a == b).count()
        };
        index.iter().fold(first.len(), |shared, place| same(self.key(place), shared))
    }

    fn clear(&mut self) {
        self.bytes.clear();
        self.index.clear();
    }
}

/// A file of sorted pairs.
pub(super) enum Run {
    /// Without a name: it is gone when the process is, however that ends.
    Unnamed(File),
    /// With a name that it gets for good when its input is finished.
    Named(NamedTempFile),
    /// Kept, so that an interrupted build can go on.
    Kept(PathBuf),
}

impl Run {
    /// The run from its beginning; it is read once.
    fn open(&self) -> io::Result<File> {
        match self {
            Self::Unnamed(file) => {
                let mut again = file.try_clone()?;
                again.rewind()?;
                Ok(again)
            }
            Self::Named(file) => File::open(file.path()),
            Self::Kept(path) => File::open(path),
        }
    }
}

impl Sorter {
    /// Sorts with `max_bytes` of memory and runs in `folder`.
    pub(super) fn new(folder: &Path, max_bytes: usize) -> Self {
        let (folder, pairs, runs) = (folder.to_owned(), Pairs::default(), Vec::new());
        Self { folder, max_bytes, is_keeping: false, pairs, runs }
    }

    /// The same, with runs that can be kept.
    pub(super) fn keeping(folder: &Path, max_bytes: usize) -> Self {
        Self { is_keeping: true, ..Self::new(folder, max_bytes) }
    }

    /// Takes a pair.
    pub(super) fn push(&mut self, key: &[u8], value: &[u8]) -> Result<(), Error> {
        let length = |part: &[u8]| u32::try_from(part.len()).ok().filter(|length| *length < END / 2);
        let (Some(key_length), Some(value_length)) = (length(key), length(value)) else {
            return Err(Error::write(&self.folder)(io::Error::other("a record of 2 GiB or more")));
        };
        let Pairs { bytes, index } = &mut self.pairs;
        index.push(Place { lead: 0, at: bytes.len(), key: key_length, value: value_length });
        bytes.extend_from_slice(key);
        bytes.extend_from_slice(value);
        if self.pairs.size() >= self.max_bytes {
            let run = self.spill()?;
            self.runs.push(run);
        }
        Ok(())
    }

    fn spill(&mut self) -> Result<Run, Error> {
        let failed = Error::write(&self.folder);
        let mut run = if self.is_keeping {
            let mut builder = tempfile::Builder::new();
            builder.prefix(".chancery-run-").suffix(".tmp").tempfile_in(&self.folder).map(Run::Named)
        } else {
            tempfile::tempfile_in(&self.folder).map(Run::Unnamed)
        };
        let written = match &mut run {
            Ok(Run::Named(file)) => write_run(&mut self.pairs, file.as_file_mut()),
            Ok(Run::Unnamed(file)) => write_run(&mut self.pairs, file),
            Ok(Run::Kept(_)) | Err(_) => Ok(()),
        };
        written.and(run).map_err(failed)
    }

    /// Ends an input: what it gave becomes runs of these names, which stay if the build is ended.
    pub(super) fn keep(&mut self, name: impl Fn(usize) -> PathBuf, known: usize) -> Result<usize, Error> {
        if !self.pairs.index.is_empty() {
            let run = self.spill()?;
            self.runs.push(run);
        }
        for (number, run) in self.runs.iter_mut().skip(known).enumerate() {
            let path = name(number);
            let kept = std::mem::replace(run, Run::Kept(path.clone()));
            if let Run::Named(file) = kept {
                file.as_file().sync_all().map_err(Error::write(&path))?;
                file.persist(&path)
                    .map_err(|error| Error::Write { path: path.clone(), source: error.error })?;
            }
        }
        Ok(self.runs.len())
    }

    /// Adds a run that an earlier build kept, if it is whole.
    pub(super) fn take(&mut self, path: PathBuf) -> bool {
        let is_whole = File::open(&path).and_then(|file| {
            let mut run = Reading::new(file);
            let (mut key, mut value) = (Vec::new(), Vec::new());
            while run.next(&mut key, &mut value)? {}
            Ok(())
        });
        if is_whole.is_ok() {
            self.runs.push(Run::Kept(path));
        }
        is_whole.is_ok()
    }

    /// The number of runs in files.
    pub(super) fn runs(&self) -> usize {
        self.runs.len()
    }

    /// All pairs, sorted.
    pub(super) fn finish(self) -> Result<Merge, Error> {
        let Self { folder, mut pairs, runs, .. } = self;
        pairs.sort();
        let mut source = Source { readings: Vec::new(), pairs, taken: 0, _runs: Vec::new() };
        for run in &runs {
            source.readings.push(Reading::new(run.open().map_err(Error::write(&folder))?));
        }
        source._runs = runs;
        let mut heap = BinaryHeap::new();
        for reading in 0..=source.readings.len() {
            let mut head = Head { reading, ..Head::default() };
            if source.refill(&mut head).map_err(Error::write(&folder))? {
                heap.push(Reverse(head));
            }
        }
        Ok(Merge { folder, source, heap, current: Head::default() })
    }
}

fn write_run(pairs: &mut Pairs, file: &mut File) -> io::Result<()> {
    pairs.sort();
    let (count, mut crc) = (pairs.index.len() as u64, crc32fast::Hasher::new());
    let mut block = Vec::with_capacity(BLOCK * 2);
    for place in &pairs.index {
        let (key, value) = pairs.pair(place);
        block.extend_from_slice(&place.key.to_le_bytes());
        block.extend_from_slice(&place.value.to_le_bytes());
        block.extend_from_slice(key);
        block.extend_from_slice(value);
        if block.len() >= BLOCK {
            crc.update(&block);
            file.write_all(&block)?;
            block.clear();
        }
    }
    block.extend_from_slice(&END.to_le_bytes());
    crc.update(&block);
    block.extend_from_slice(&count.to_le_bytes());
    block.extend_from_slice(&crc.finalize().to_le_bytes());
    file.write_all(&block)?;
    pairs.clear();
    file.flush()
}

/// A run that is being read; its checksum is looked at where it ends.
struct Reading {
    file: File,
    block: Vec<u8>,
    /// What of the block was read.
    at: usize,
    crc: crc32fast::Hasher,
    count: u64,
}

impl Reading {
    fn new(file: File) -> Self {
        Self { file, block: Vec::new(), at: 0, crc: crc32fast::Hasher::new(), count: 0 }
    }

    /// Reads the next pair into these; `false` behind the last.
    fn next(&mut self, key: &mut Vec<u8>, value: &mut Vec<u8>) -> io::Result<bool> {
        let length = self.number()?;
        if length == END {
            return self.end().map(|()| false);
        }
        let value_length = self.number()?;
        self.part(length, key)?;
        self.part(value_length, value)?;
        self.count += 1;
        Ok(true)
    }

    fn end(&mut self) -> io::Result<()> {
        self.crc.update(self.block.get(..self.at).unwrap_or_default());
        let crc = std::mem::take(&mut self.crc).finalize();
        let count = [self.number()?, self.number()?].map(u64::from);
        let is_whole = count[0] | count[1] << 32 == self.count && self.number()? == crc;
        if is_whole { Ok(()) } else { Err(damaged()) }
    }

    fn number(&mut self) -> io::Result<u32> {
        self.need(4)?;
        let bytes = self.block.get(self.at..self.at + 4).and_then(|bytes| bytes.try_into().ok());
        self.at += 4;
        bytes.map(u32::from_le_bytes).ok_or_else(damaged)
    }

    fn part(&mut self, length: u32, out: &mut Vec<u8>) -> io::Result<()> {
        let length = length as usize;
        self.need(length)?;
        out.clear();
        out.extend_from_slice(self.block.get(self.at..self.at + length).unwrap_or_default());
        self.at += length;
        Ok(())
    }

    /// Sees to it that so many bytes are there; a length that is damaged ends with the file and is not believed before.
    fn need(&mut self, count: usize) -> io::Result<()> {
        while self.block.len() - self.at < count {
            self.crc.update(self.block.get(..self.at).unwrap_or_default());
            self.block.drain(..self.at);
            self.at = 0;
            let read = Read::by_ref(&mut self.file).take(BLOCK as u64).read_to_end(&mut self.block)?;
            if read == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        Ok(())
    }
}

fn damaged() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "a run of the sort is damaged")
}

/// The next pair of a run.
#[derive(Default, PartialEq, Eq, PartialOrd, Ord)]
struct Head {
    key: Vec<u8>,
    value: Vec<u8>,
    /// Number of the run; the pairs in memory come behind the last.
    reading: usize,
}

/// Runs, and pairs in memory.
struct Source {
    readings: Vec<Reading>,
    pairs: Pairs,
    /// Pairs in memory that were given.
    taken: usize,
    /// Held, so that files stay until all is read.
    _runs: Vec<Run>,
}

impl Source {
    /// Reads the next pair of the run of `head` into it; `false` behind the last.
    fn refill(&mut self, head: &mut Head) -> io::Result<bool> {
        if let Some(run) = self.readings.get_mut(head.reading) {
            return run.next(&mut head.key, &mut head.value);
        }
        let Some(place) = self.pairs.index.get(self.taken) else { return Ok(false) };
        let (key, value) = self.pairs.pair(place);
        for (out, part) in [(&mut head.key, key), (&mut head.value, value)] {
            out.clear();
            out.extend_from_slice(part);
        }
        self.taken += 1;
        Ok(true)
    }
}

/// A key and a value.
type Slices<'m> = (&'m [u8], &'m [u8]);

/// Sorted pairs, as they are read back.
pub(super) struct Merge {
    folder: PathBuf,
    source: Source,
    heap: BinaryHeap<Reverse<Head>>,
    current: Head,
}

impl Merge {
    /// The next key and value.
    pub(super) fn next(&mut self) -> Result<Option<Slices<'_>>, Error> {
        let Some(mut top) = self.heap.peek_mut() else { return Ok(None) };
        // The memory of the pair before takes the next one of the same run.
        std::mem::swap(&mut self.current, &mut top.0);
        top.0.reading = self.current.reading;
        if !self.source.refill(&mut top.0).map_err(Error::write(&self.folder))? {
            PeekMut::pop(top);
        }
        Ok(Some((&self.current.key, &self.current.value)))
    }

    /// The key of the next pair.
    pub(super) fn key(&self) -> Option<&[u8]> {
        self.heap.peek().map(|Reverse(head)| head.key.as_slice())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_in_files_give_the_same_as_memory() {
        let folder = tempfile::tempdir().unwrap();
        let sorted = |max_bytes| {
            let mut sorter = Sorter::new(folder.path(), max_bytes);
            for number in 0..500_u32 {
                sorter.push(&(number * 7919 % 101).to_be_bytes(), &[number as u8]).unwrap();
            }
            let (runs, mut merge, mut all) = (sorter.runs(), sorter.finish().unwrap(), Vec::new());
            while let Some((key, value)) = merge.next().unwrap() {
                all.push((key.to_vec(), value.to_vec()));
            }
            (runs, all)
        };
        let (few, many) = (sorted(usize::MAX), sorted(1000));
        assert!(few.0 == 0 && many.0 > 10);
        assert_eq!(few.1, many.1);
        assert!(few.1.is_sorted());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "runs are removed");
    }
}
