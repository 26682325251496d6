//! The bytes of the file of digests: its directory, its blocks, and writing them.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use super::code::{self, Part, piece, put};
use super::sketch::Sketch;
use super::{BLOCK, at};
use crate::archive::duplicates::Print;
use crate::archive::record::DocumentRecord;
use crate::archive::{Archive, Error, Place};

const MAGIC: [u8; 8] = *b"chadigst";
/// Of the format, and of what a digest holds.
const VERSION: u32 = 3;
/// Bytes of the end of the file.
const TAIL: usize = 20;
/// Bytes that the digests of a block may expand to: far above what the limits on documents allow.
const MAX_BLOCK: usize = 1 << 30;
/// As with records: more takes longer and gains little.
const LEVEL: i32 = 3;

/// Before the date of a print; without it there is none.
const DATED: char = '@';

/// What names the state of a document.
pub(crate) type State = [u8; 16];

/// The state of a document in the archive.
pub(in crate::archive) fn state_of(place: &Place) -> State {
    std::array::from_fn(|at| place.payload_hash[at])
}

/// A file of digests that is open.
#[derive(Debug)]
pub(super) struct File {
    file: fs::File,
    blocks: Vec<Block>,
}

/// Where the parts of a block stand, and what documents it holds.
#[derive(Debug)]
pub(super) struct Block {
    parts: [Piece; 3],
    pub(super) documents: Vec<Kept>,
}

/// Bytes of a file.
#[derive(Clone, Copy, Debug)]
struct Piece {
    start: u64,
    length: u32,
    crc32: u32,
}

/// A document of a block.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Kept {
    pub(super) id: String,
    pub(super) state: State,
}

/// What is kept of a document: its record without the text, and what the text prints.
pub(super) struct Made {
    record: DocumentRecord,
    print: Print,
}

impl Made {
    pub(super) fn of(mut record: DocumentRecord) -> Self {
        let print = Print::of(&record);
        record.text = String::new();
        Self { record, print }
    }
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

    /// Heads of a block, and the rest if it is wanted; `None` if they are damaged.
    pub(super) fn read(&self, block: &Block, with_rest: bool) -> Option<Raw> {
        let [heads, rest, _] = block.parts;
        let rest = if with_rest { Some(unpack(&self.bytes(rest)?)?) } else { None };
        Some(Raw { heads: unpack(&self.bytes(heads)?)?, rest, count: block.documents.len() })
    }

    /// Prints of the documents of a block; `None` if they are damaged.
    pub(super) fn prints(&self, block: &Block) -> Option<Vec<Print>> {
        let bytes = self.bytes(block.parts[2])?;
        let mut rest = &bytes[..];
        let prints: Option<Vec<Print>> = block
            .documents
            .iter()
            .map(|_| {
                let mut text = || Some(std::str::from_utf8(piece(&mut rest)?).ok()?.to_owned());
                let (date, fingerprint) = (text()?, text()?);
                let date = date.strip_prefix(DATED).map(str::to_owned);
                let (shingles, odd) = piece(&mut rest)?.as_chunks::<4>();
                let shingles = shingles.iter().map(|bytes| u32::from_le_bytes(*bytes)).collect();
                odd.is_empty().then_some(Print { date, fingerprint, shingles })
            })
            .collect();
        prints.filter(|_| rest.is_empty())
    }

    /// Whether all parts of all blocks are whole.
    pub(super) fn is_whole(&self) -> bool {
        self.blocks.iter().all(|block| {
            let sketches = self.read(block, true).is_some_and(|raw| raw.with(|parts| parts.is_some()));
            sketches && self.prints(block).is_some()
        })
    }

    fn bytes(&self, piece: Piece) -> Option<Vec<u8>> {
        let mut bytes = vec![0; piece.length as usize];
        at::read_exact(&self.file, piece.start, &mut bytes).ok()?;
        (crc32fast::hash(&bytes) == piece.crc32).then_some(bytes)
    }
}

/// The bytes of a block, of which sketches borrow their strings.
pub(super) struct Raw {
    heads: Vec<u8>,
    rest: Option<Vec<u8>>,
    count: usize,
}

/// Heads, and the rest if it was read.
pub(super) type Parts<'b> = (Part<'b>, Option<Part<'b>>);

impl Raw {
    /// Hands the parts to `each`; `None` if they are none.
    pub(super) fn with<T>(&self, each: impl FnOnce(Option<Parts<'_>>) -> T) -> T {
        let parts = || {
            let heads = Part::of(&self.heads, self.count)?;
            let rest = match &self.rest {
                Some(rest) => Some(Part::of(rest, self.count)?),
                None => None,
            };
            Some((heads, rest))
        };
        each(parts())
    }
}

fn unpack(packed: &[u8]) -> Option<Vec<u8>> {
    let length = zstd::zstd_safe::get_frame_content_size(packed).ok()??;
    let length = usize::try_from(length).ok().filter(|&length| length <= MAX_BLOCK)?;
    zstd::bulk::decompress(packed, length).ok()
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
        let mut parts = [Piece { start, length: 0, crc32: 0 }; 3];
        for part in &mut parts {
            *part = Piece { start, length: number(&mut bytes)?, crc32: number(&mut bytes)? };
            start += u64::from(part.length);
        }
        let mut documents = Vec::new();
        for _ in 0..number(&mut bytes)? {
            let (length, rest) = bytes.split_first_chunk()?;
            let (id, rest) = rest.split_at_checked(usize::from(u16::from_le_bytes(*length)))?;
            let (state, rest) = rest.split_first_chunk()?;
            bytes = rest;
            let id = std::str::from_utf8(id).ok()?.to_owned();
            documents.push(Kept { id, state: *state });
        }
        blocks.push(Block { parts, documents });
    }
    (bytes.is_empty() && start == end).then_some(blocks)
}

/// Writes the digests of all documents of `archive`, which are `digests`, in order.
pub(super) fn write(
    archive: &Archive,
    digests: impl Iterator<Item = Result<Made, Error>>,
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
        for part in pack(&block).map_err(failed)? {
            directory.extend((part.len() as u32).to_le_bytes());
            directory.extend(crc32fast::hash(&part).to_le_bytes());
            out.write_all(&part).map_err(failed)?;
        }
        directory.extend((block.len() as u32).to_le_bytes());
        for (id, place) in documents {
            // The record file has ids of that length.
            directory.extend((id.len() as u16).to_le_bytes());
            directory.extend(id.as_bytes());
            directory.extend(state_of(place));
        }
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

/// The parts of a block: heads, the rest, and prints.
fn pack(made: &[Made]) -> io::Result<[Vec<u8>; 3]> {
    let mut sketches: Vec<Sketch<'_>> = made.iter().map(|made| Sketch::of(&made.record)).collect();
    let [heads, rest] = code::encode(&mut sketches);
    let mut prints = Vec::new();
    for Print { date, fingerprint, shingles } in made.iter().map(|made| &made.print) {
        let date = date.as_ref().map(|date| format!("{DATED}{date}")).unwrap_or_default();
        for text in [&date, fingerprint] {
            put(&mut prints, text.len() as u64);
            prints.extend(text.as_bytes());
        }
        put(&mut prints, shingles.len() as u64 * 4);
        prints.extend(shingles.iter().flat_map(|shingle| shingle.to_le_bytes()));
    }
    Ok([zstd::bulk::compress(&heads, LEVEL)?, zstd::bulk::compress(&rest, LEVEL)?, prints])
}
