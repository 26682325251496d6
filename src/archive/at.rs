//! Reading one open file from many places and threads.
//!
//! Comes in: a file that stays open. Goes out: its bytes, by place. A reader keeps the file that it opened, so that what a
//! process beside puts in its place changes nothing under it. Never moves a shared cursor that anybody relies on.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

/// A place of one's own in a file.
pub(super) struct At<'a> {
    file: &'a File,
    at: u64,
}

impl<'a> At<'a> {
    /// The beginning of `file`.
    pub(super) fn begin(file: &'a File) -> Self {
        Self { file, at: 0 }
    }
}

impl Read for At<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = read_some(self.file, bytes, self.at)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for At<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let (from, by) = match to {
            SeekFrom::Start(at) => (at, 0),
            SeekFrom::Current(by) => (self.at, by),
            SeekFrom::End(by) => (self.file.metadata()?.len(), by),
        };
        let outside = || io::Error::new(io::ErrorKind::InvalidInput, "a place before the beginning");
        self.at = from.checked_add_signed(by).ok_or_else(outside)?;
        Ok(self.at)
    }
}

/// Fills `bytes` from byte `at` of `file` on.
pub(super) fn read_exact(file: &File, at: u64, bytes: &mut [u8]) -> io::Result<()> {
    At { file, at }.read_exact(bytes)
}

#[cfg(unix)]
fn read_some(file: &File, bytes: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, bytes, at)
}

#[cfg(windows)]
fn read_some(file: &File, bytes: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, bytes, at)
}
