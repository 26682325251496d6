//! The bytes of the archive's record file.
//!
//! Comes in: payloads. Goes out: framed records with checksums, and from a file the list of its records. Never trusts a
//! length before it was checked against a checksum and the size of the file.
//!
//! ```text
//! file    = "chancery" version:u32 crc32:u32 record*
//! record  = head body
//! head    = 0x89 "rec" body_length:u32 body_crc32:u32 kind:u8 0:u8 id_length:u16 payload_hash:[32] content_hash:[32]
//!           id crc32:u32
//! body    = zstd frame of ( json_length:u32 json nquads )
//! ```
//!
//! All numbers are little endian. A head has its own checksum, so that a file can be listed without reading bodies and a
//! damaged length is never followed.

use std::io::{self, Read, Seek, SeekFrom};

use sha2::{Digest, Sha256};

/// First bytes of the file.
const MAGIC: [u8; 8] = *b"chancery";
/// Version of the file's format.
pub(super) const VERSION: u32 = 1;
/// Bytes before the first record.
pub(super) const FILE_HEAD: u64 = 16;
const MARK: [u8; 4] = *b"\x89rec";
/// Bytes of a head before the id.
const FIXED: usize = 80;
/// Bytes that one body may expand to: far above what the limits on documents allow.
const MAX_PAYLOAD: u64 = 1 << 30;

/// A hash of SHA-256.
pub(super) type Hash = [u8; 32];

/// What a record does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Adds a document or replaces its earlier state.
    Put,
    /// Takes a document out.
    Remove,
}

/// What stands before a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) kind: Kind,
    pub(super) id: String,
    pub(super) body_len: u32,
    pub(super) body_crc: u32,
    /// Of the record and its quads, without the link to an earlier version.
    pub(super) payload_hash: Hash,
    /// Of the text and its metadata.
    pub(super) content_hash: Hash,
}

impl Head {
    /// The head as bytes; `None` if the id is longer than the format allows.
    pub(super) fn to_bytes(&self) -> Option<Vec<u8>> {
        let id_len = u16::try_from(self.id.len()).ok()?;
        let mut bytes = Vec::with_capacity(FIXED + self.id.len() + 4);
        bytes.extend(MARK);
        bytes.extend(self.body_len.to_le_bytes());
        bytes.extend(self.body_crc.to_le_bytes());
        bytes.extend([u8::from(self.kind == Kind::Remove), 0]);
        bytes.extend(id_len.to_le_bytes());
        bytes.extend(self.payload_hash);
        bytes.extend(self.content_hash);
        bytes.extend(self.id.as_bytes());
        bytes.extend(crc32fast::hash(&bytes).to_le_bytes());
        Some(bytes)
    }

    /// The head at the start of `bytes` with its length; `None` if there is no whole valid one.
    pub(super) fn parse(bytes: &[u8]) -> Option<(Self, usize)> {
        let fixed = bytes.get(..FIXED)?;
        if fixed.get(..4)? != MARK {
            return None;
        }
        let id_len = usize::from(u16::from_le_bytes(fixed.get(14..16)?.try_into().ok()?));
        let end = FIXED + id_len;
        let crc = u32_at(bytes, end)?;
        if crc32fast::hash(bytes.get(..end)?) != crc {
            return None;
        }
        let kind = match fixed.get(12)? {
            0 => Kind::Put,
            1 => Kind::Remove,
            _ => return None,
        };
        let head = Self {
            kind,
            id: std::str::from_utf8(bytes.get(FIXED..end)?).ok()?.to_owned(),
            body_len: u32_at(bytes, 4)?,
            body_crc: u32_at(bytes, 8)?,
            payload_hash: fixed.get(16..48)?.try_into().ok()?,
            content_hash: fixed.get(48..80)?.try_into().ok()?,
        };
        Some((head, end + 4))
    }

    /// The running hash after this record.
    pub(super) fn chain(&self, before: &Hash) -> Hash {
        let mut hash = Sha256::new();
        hash.update(before);
        hash.update(self.to_bytes().unwrap_or_default());
        hash.finalize().into()
    }
}

/// The bytes before the first record.
pub(super) fn file_head() -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    bytes.extend(VERSION.to_le_bytes());
    bytes.extend(crc32fast::hash(&bytes).to_le_bytes());
    bytes
}

/// The version in a file's head; `None` if it is not the head of an archive.
pub(super) fn file_version(bytes: &[u8]) -> Option<u32> {
    let is_whole = bytes.get(..8)? == MAGIC && crc32fast::hash(bytes.get(..12)?) == u32_at(bytes, 12)?;
    is_whole.then(|| u32_at(bytes, 8)).flatten()
}

/// A body of JSON and N-Quads.
pub(super) fn pack(json: &[u8], nquads: &str) -> io::Result<Vec<u8>> {
    let length = u32::try_from(json.len()).map_err(|_| io::Error::other("the record is over 4 GB"))?;
    let mut payload = Vec::with_capacity(4 + json.len() + nquads.len());
    payload.extend(length.to_le_bytes());
    payload.extend(json);
    payload.extend(nquads.as_bytes());
    zstd::bulk::compress(&payload, 3)
}

/// JSON and N-Quads of a body.
pub(super) fn unpack(body: &[u8]) -> io::Result<(Vec<u8>, String)> {
    let mut payload = Vec::new();
    zstd::stream::read::Decoder::new(body)?.take(MAX_PAYLOAD).read_to_end(&mut payload)?;
    let bad = || io::Error::new(io::ErrorKind::InvalidData, "the payload is cut short");
    let length = u32_at(&payload, 0).ok_or_else(bad)? as usize;
    let json = payload.get(4..4 + length).ok_or_else(bad)?.to_vec();
    let nquads = payload.split_off(4 + length);
    let nquads =
        String::from_utf8(nquads).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
    Ok((json, nquads))
}

/// The JSON of a body; what follows it is not even expanded.
pub(super) fn unpack_json(body: &[u8]) -> io::Result<Vec<u8>> {
    let mut decoder = zstd::stream::read::Decoder::new(body)?;
    let mut length = [0; 4];
    decoder.read_exact(&mut length)?;
    let length = u64::from(u32::from_le_bytes(length)).min(MAX_PAYLOAD);
    let mut json = Vec::new();
    decoder.take(length).read_to_end(&mut json)?;
    Ok(json)
}

/// A record of the file.
pub(super) struct Found {
    pub(super) head: Head,
    /// Byte of the file at which the record begins.
    pub(super) offset: u64,
    /// Byte of the file at which its body begins.
    pub(super) body: u64,
    /// Whether the body was read and has the right checksum; `None` if it was not looked at.
    pub(super) is_sound: Option<bool>,
}

impl Found {
    /// One past the record's last byte.
    pub(super) fn end(&self) -> u64 {
        self.body + u64::from(self.head.body_len)
    }
}

/// Reads record after record of a file of `len` bytes.
pub(super) struct Scanner<R> {
    reader: R,
    at: u64,
    len: u64,
}

impl<R: Read + Seek> Scanner<R> {
    /// A scanner that begins at `at`.
    pub(super) fn new(mut reader: R, at: u64, len: u64) -> io::Result<Self> {
        reader.seek(SeekFrom::Start(at))?;
        Ok(Self { reader, at, len })
    }

    /// Where the next record begins.
    pub(super) fn offset(&self) -> u64 {
        self.at
    }

    /// The next record; `None` at the end of the file or where no whole record with a valid head stands.
    pub(super) fn next(&mut self, reads_body: bool) -> io::Result<Option<Found>> {
        let Some(bytes) = self.head_bytes()? else { return Ok(None) };
        let Some((head, length)) = Head::parse(&bytes) else { return Ok(None) };
        let body = self.at + length as u64;
        let mut found = Found { head, offset: self.at, body, is_sound: None };
        if found.end() > self.len {
            return Ok(None);
        }
        if reads_body {
            let mut bytes = vec![0; found.head.body_len as usize];
            self.reader.read_exact(&mut bytes)?;
            found.is_sound = Some(crc32fast::hash(&bytes) == found.head.body_crc);
        } else {
            self.reader.seek_relative(i64::from(found.head.body_len))?;
        }
        self.at = found.end();
        Ok(Some(found))
    }

    fn head_bytes(&mut self) -> io::Result<Option<Vec<u8>>> {
        let left = self.len - self.at;
        if left < FIXED as u64 + 4 {
            return Ok(None);
        }
        let mut bytes = vec![0; FIXED];
        self.reader.read_exact(&mut bytes)?;
        let rest = bytes.get(14..16).and_then(|b| b.try_into().ok()).map_or(0, u16::from_le_bytes);
        let rest = usize::from(rest) + 4;
        if ((FIXED + rest) as u64) > left {
            return Ok(None);
        }
        bytes.resize(FIXED + rest, 0);
        self.reader.read_exact(bytes.get_mut(FIXED..).unwrap_or_default())?;
        Ok(Some(bytes))
    }
}

/// Whether a valid head begins anywhere in `bytes`: then what stands before it is damage and not a torn end.
pub(super) fn holds_head(bytes: &[u8]) -> bool {
    marks(bytes).any(|at| bytes.get(at..).and_then(Head::parse).is_some())
}

/// Where a head may begin in `bytes`.
pub(super) fn marks(bytes: &[u8]) -> impl Iterator<Item = usize> {
    bytes.windows(4).enumerate().filter(|(_, mark)| *mark == MARK).map(|(at, _)| at)
}

/// The id in a head at the start of `bytes` that is not valid, if it reads like one: better than nothing for a message.
pub(super) fn readable_id(bytes: &[u8]) -> Option<String> {
    let id_len = usize::from(u16::from_le_bytes(bytes.get(14..16)?.try_into().ok()?));
    let id = std::str::from_utf8(bytes.get(FIXED..FIXED + id_len)?).ok()?;
    let is_legible = !id.is_empty() && id.len() <= 1_000 && !id.chars().any(char::is_control);
    is_legible.then(|| id.to_owned())
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}
