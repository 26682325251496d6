//! Where the bytes of an index come from: a file that is read piece by piece, or bytes at hand.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// A file, or bytes.
#[derive(Debug)]
pub(super) enum Source {
    File(Mutex<File>, u64),
    Bytes(Cow<'static, [u8]>),
}

impl Source {
    /// Opens a file.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let found = file.metadata()?;
        if !found.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a file"));
        }
        Ok(Self::File(Mutex::new(file), found.len()))
    }

    /// How many bytes there are.
    pub(super) fn length(&self) -> u64 {
        match self {
            Self::File(_, length) => *length,
            Self::Bytes(bytes) => bytes.len() as u64,
        }
    }

    /// `length` bytes from `offset` on.
    pub(super) fn read(&self, offset: u64, length: usize) -> io::Result<Cow<'static, [u8]>> {
        let cut = || io::Error::from(io::ErrorKind::UnexpectedEof);
        if offset.checked_add(length as u64).is_none_or(|end| end > self.length()) {
            return Err(cut());
        }
        match self {
            Self::File(file, _) => {
                let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
                file.seek(SeekFrom::Start(offset))?;
                let mut bytes = vec![0; length];
                file.read_exact(&mut bytes)?;
                Ok(Cow::Owned(bytes))
            }
            Self::Bytes(bytes) => {
                let from = usize::try_from(offset).map_err(|_| cut())?;
                match bytes {
                    Cow::Borrowed(bytes) => bytes.get(from..from + length).map(Cow::Borrowed),
                    Cow::Owned(bytes) => bytes.get(from..from + length).map(|part| Cow::Owned(part.to_vec())),
                }
                .ok_or_else(cut)
            }
        }
    }
}
