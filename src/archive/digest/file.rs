//! The bytes of the file of digests: its directory, its blocks, and writing them.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use super::{BLOCK, Digest, at, code};
use crate::archive::{Archive, Error, Place};

const MAGIC: [u8; 8] = *b"chadigst";
/// Of the format, and of what a digest holds.
const VERSION: u32 = 1;
/// Bytes of the end of the file.
const TAIL: usize = 20;
/// Bytes that the digests of a block may expand to: far above what the limits on documents allow.
const MAX_BLOCK: usize = 1 << 30;
/// As with records: more takes longer and gains little.
const LEVEL: i32 = 3;

/// What names the state of a document.
pub(super) type State = [u8; 16];

/// The state of a document in the archive.
pub(super) fn state_of(place: &Place) -> State {
    std::array::from_fn(|at| place.payload_hash[at])
}

/// A file of digests that is open.
#[derive(Debug)]
pub(super) struct File {
    file: fs::File,
    blocks: Vec<Block>,
}

/// Where a block stands, and what it holds.
#[derive(Debug)]
pub(super) struct Block {
    start: u64,
    packed: u32,
    shingles: u32,
    crc32: u32,
    pub(super) documents: Vec<Kept>,
}

/// A document of a block.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Kept {
    pub(super) id: String,
    pub(super) state: State,
    shingles: u32,
}

impl File {
    /// Opens a file; `Err` says what is wrong with it.
    pub(super) fn open(path: &Path) -> Result<Self, &'static str> {
        const DAMAGED: &str = "it is damaged";
        let file = fs::File::open(path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => "it is missing",
            _ => "it cannot be read",
        })?;
        let metadata = file.metadata().map_err(|_| "it cannot be read")?;
        if !metadata.is_file() {
            return Err("it is no file");
        }
        let body = metadata.len().checked_sub(TAIL as u64).ok_or(DAMAGED)?;
        let mut tail = [0; TAIL];
        at::read_exact(&file, body, &mut tail).map_err(|_| "it cannot be read")?;
        let mut rest = &tail[..];
        let [length, crc32, version] = [(); 3].map(|()| number(&mut rest).unwrap_or_default());
        if rest != MAGIC {
            return Err(DAMAGED);
        }
        if version != VERSION {
            return Err("another version wrote it");
        }
        let start = body.checked_sub(u64::from(length)).ok_or(DAMAGED)?;
        let mut directory = vec![0; length as usize];
        at::read_exact(&file, start, &mut directory).map_err(|_| "it cannot be read")?;
        if crc32fast::hash(&directory) != crc32 {
            return Err(DAMAGED);
        }
        let blocks = blocks(&directory, start).ok_or(DAMAGED)?;
        Ok(Self { file, blocks })
    }

    pub(super) fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The documents with their states, in order.
    pub(super) fn documents(&self) -> impl Iterator<Item = &Kept> {
        self.blocks.iter().flat_map(|block| &block.documents)
    }

    /// The digests of a block; `None` if it is damaged.
    pub(super) fn read(&self, block: &Block) -> Option<Vec<Digest>> {
        let mut bytes = vec![0; block.packed as usize + block.shingles as usize];
        at::read_exact(&self.file, block.start, &mut bytes).ok()?;
        if crc32fast::hash(&bytes) != block.crc32 {
            return None;
        }
        let (packed, mut shingles) = bytes.split_at(block.packed as usize);
        let length = zstd::zstd_safe::get_frame_content_size(packed).ok()??;
        let length = usize::try_from(length).ok().filter(|&length| length <= MAX_BLOCK)?;
        let raw = zstd::bulk::decompress(packed, length).ok()?;
        let records = code::decode(&raw, block.documents.len())?;
        let with_shingles = records.into_iter().zip(&block.documents).map(|(record, kept)| {
            let (own, rest) = shingles.split_at_checked(kept.shingles as usize * 4)?;
            shingles = rest;
            let own = own.as_chunks::<4>().0.iter().map(|bytes| u32::from_le_bytes(*bytes)).collect();
            (record.id == kept.id).then_some(Digest { record, shingles: own })
        });
        with_shingles.collect()
    }
}

fn number(bytes: &mut &[u8]) -> Option<u32> {
    let (number, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(u32::from_le_bytes(*number))
}

/// What a directory tells of the blocks, which end where it begins.
fn blocks(mut bytes: &[u8], end: u64) -> Option<Vec<Block>> {
    let (mut blocks, mut start) = (Vec::new(), 0);
    for _ in 0..number(&mut bytes)? {
        let [packed, shingles, crc32] = [number(&mut bytes)?, number(&mut bytes)?, number(&mut bytes)?];
        let mut documents = Vec::new();
        for _ in 0..number(&mut bytes)? {
            let (length, rest) = bytes.split_first_chunk()?;
            let (id, rest) = rest.split_at_checked(usize::from(u16::from_le_bytes(*length)))?;
            let (state, rest) = rest.split_first_chunk()?;
            bytes = rest;
            let id = std::str::from_utf8(id).ok()?.to_owned();
            documents.push(Kept { id, state: *state, shingles: number(&mut bytes)? });
        }
        blocks.push(Block { start, packed, shingles, crc32, documents });
        start += u64::from(packed) + u64::from(shingles);
    }
    (bytes.is_empty() && start == end).then_some(blocks)
}

/// Writes the digests of all documents of `archive`, which are `digests`, in order.
pub(super) fn write(
    archive: &Archive,
    digests: impl Iterator<Item = Result<Digest, Error>>,
    out: &mut dyn Write,
) -> Result<(), Error> {
    let failed = |source| Error::io("write", &super::path(archive.folder()))(source);
    let mut places = archive.live.iter();
    let (mut count, mut directory) = (0_u32, Vec::new());
    let mut block = Vec::with_capacity(BLOCK);
    let mut digests = digests.peekable();
    while let Some(digest) = digests.next() {
        block.push(digest?);
        if block.len() < BLOCK && digests.peek().is_some() {
            continue;
        }
        let documents: Vec<_> = places.by_ref().take(block.len()).collect();
        let (bytes, packed) = pack(&mut block).map_err(failed)?;
        let lengths = [packed, bytes.len() - packed].map(|length| (length as u32).to_le_bytes());
        lengths.iter().for_each(|length| directory.extend(length));
        directory.extend(crc32fast::hash(&bytes).to_le_bytes());
        directory.extend((block.len() as u32).to_le_bytes());
        for ((id, place), digest) in documents.into_iter().zip(&block) {
            // The record file has ids of that length.
            directory.extend((id.len() as u16).to_le_bytes());
            directory.extend(id.as_bytes());
            directory.extend(state_of(place));
            directory.extend((digest.shingles.len() as u32).to_le_bytes());
        }
        out.write_all(&bytes).map_err(failed)?;
        count += 1;
        block.clear();
    }
    directory.splice(0..0, count.to_le_bytes());
    out.write_all(&directory).map_err(failed)?;
    for number in [directory.len() as u32, crc32fast::hash(&directory), VERSION] {
        out.write_all(&number.to_le_bytes()).map_err(failed)?;
    }
    out.write_all(&MAGIC).map_err(failed)
}

/// A block as bytes, and how many of them are compressed.
fn pack(digests: &mut [Digest]) -> io::Result<(Vec<u8>, usize)> {
    let mut bytes = zstd::bulk::compress(&code::encode(digests), LEVEL)?;
    let packed = bytes.len();
    bytes
        .extend(digests.iter().flat_map(|digest| &digest.shingles).flat_map(|shingle| shingle.to_le_bytes()));
    Ok((bytes, packed))
}
