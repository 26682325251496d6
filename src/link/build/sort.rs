//! Sorting of more than fits into memory: sorted runs in files beside the output, merged as they are read back.
//!
//! ```text
//! run = ( key-length:u32 value-length:u32 key value )* 0xffffffff count:u64 crc32:u32
//! ```

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek as _, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::error::Error;

/// A key and a value; sorted by both.
pub(super) type Pair = (Vec<u8>, Vec<u8>);

const END: u32 = u32::MAX;
/// Bytes that a pair takes in memory besides its content.
const OVERHEAD: usize = 64;

/// Takes pairs in any order, and gives them back sorted.
pub(super) struct Sorter {
    folder: PathBuf,
    max_bytes: usize,
    is_keeping: bool,
    pairs: Vec<Pair>,
    bytes: usize,
    runs: Vec<Run>,
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
        let (folder, pairs, runs) = (folder.to_owned(), Vec::new(), Vec::new());
        Self { folder, max_bytes, is_keeping: false, pairs, bytes: 0, runs }
    }

    /// The same, with runs that can be kept.
    pub(super) fn keeping(folder: &Path, max_bytes: usize) -> Self {
        Self { is_keeping: true, ..Self::new(folder, max_bytes) }
    }

    pub(super) fn push(&mut self, key: Vec<u8>, value: Vec<u8>) -> Result<(), Error> {
        self.bytes += key.len() + value.len() + OVERHEAD;
        self.pairs.push((key, value));
        if self.bytes >= self.max_bytes {
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
        self.bytes = 0;
        written.and(run).map_err(failed)
    }

    /// Ends an input: what it gave becomes runs of these names, which stay if the build is ended.
    pub(super) fn keep(&mut self, name: impl Fn(usize) -> PathBuf, known: usize) -> Result<usize, Error> {
        if !self.pairs.is_empty() {
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
            while run.next()?.is_some() {}
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
    pub(super) fn finish(mut self) -> Result<Merge, Error> {
        self.pairs.sort_unstable();
        let mut merge = Merge {
            folder: self.folder,
            readings: Vec::new(),
            heap: BinaryHeap::new(),
            memory: self.pairs.into_iter(),
            runs: self.runs,
        };
        for run in &merge.runs {
            merge.readings.push(Reading::new(run.open().map_err(Error::write(&merge.folder))?));
        }
        for reading in 0..=merge.readings.len() {
            merge.refill(reading)?;
        }
        Ok(merge)
    }
}

fn write_run(pairs: &mut Vec<Pair>, file: &mut File) -> io::Result<()> {
    pairs.sort_unstable();
    let mut out = BufWriter::with_capacity(1 << 18, file);
    let (count, mut crc) = (pairs.len() as u64, crc32fast::Hasher::new());
    for (key, value) in pairs.drain(..) {
        out.write_all(&(key.len() as u32).to_le_bytes())?;
        out.write_all(&(value.len() as u32).to_le_bytes())?;
        for part in [key, value] {
            crc.update(&part);
            out.write_all(&part)?;
        }
    }
    out.write_all(&END.to_le_bytes())?;
    out.write_all(&count.to_le_bytes())?;
    out.write_all(&crc.finalize().to_le_bytes())?;
    out.flush()
}

/// A run that is being read; its checksum is looked at where it ends.
struct Reading {
    file: BufReader<File>,
    crc: crc32fast::Hasher,
    count: u64,
}

impl Reading {
    fn new(file: File) -> Self {
        let file = BufReader::with_capacity(1 << 16, file);
        Self { file, crc: crc32fast::Hasher::new(), count: 0 }
    }

    fn next(&mut self) -> io::Result<Option<Pair>> {
        let damaged = || io::Error::new(io::ErrorKind::InvalidData, "a run of the sort is damaged");
        let key = self.number()?;
        if key == END {
            let mut count = [0; 8];
            self.file.read_exact(&mut count)?;
            let crc = std::mem::take(&mut self.crc).finalize();
            let is_whole = self.number()? == crc && u64::from_le_bytes(count) == self.count;
            return if is_whole { Ok(None) } else { Err(damaged()) };
        }
        let value = self.number()?;
        let pair = (self.part(key)?, self.part(value)?);
        self.count += 1;
        Ok(Some(pair))
    }

    fn number(&mut self) -> io::Result<u32> {
        let mut bytes = [0; 4];
        self.file.read_exact(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    /// So many bytes; a length that is damaged ends with the file and is not believed before.
    fn part(&mut self, length: u32) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let read = self.file.by_ref().take(u64::from(length)).read_to_end(&mut bytes)?;
        if read as u64 != u64::from(length) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.crc.update(&bytes);
        Ok(bytes)
    }
}

/// All pairs of a sorter, sorted.
pub(super) struct Merge {
    folder: PathBuf,
    readings: Vec<Reading>,
    heap: BinaryHeap<Reverse<(Pair, usize)>>,
    memory: std::vec::IntoIter<Pair>,
    runs: Vec<Run>,
}

impl Merge {
    pub(super) fn next(&mut self) -> Result<Option<Pair>, Error> {
        let Some(Reverse((pair, reading))) = self.heap.pop() else { return Ok(None) };
        self.refill(reading)?;
        Ok(Some(pair))
    }

    /// The key of the next pair.
    pub(super) fn key(&self) -> Option<&[u8]> {
        self.heap.peek().map(|Reverse(((key, _), _))| key.as_slice())
    }

    fn refill(&mut self, reading: usize) -> Result<(), Error> {
        let next = match self.readings.get_mut(reading) {
            Some(run) => run.next().map_err(Error::write(&self.folder))?,
            None => self.memory.next(),
        };
        if let Some(pair) = next {
            self.heap.push(Reverse((pair, reading)));
        }
        Ok(())
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
                sorter.push((number * 7919 % 101).to_be_bytes().to_vec(), vec![number as u8]).unwrap();
            }
            let (runs, mut merge, mut all) = (sorter.runs(), sorter.finish().unwrap(), Vec::new());
            while let Some(pair) = merge.next().unwrap() {
                all.push(pair);
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
