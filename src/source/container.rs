//! Files, compressed files and archives to streams of bytes, with caps on what they may expand to.
//!
//! Sizes are counted while reading; what a header says of them is not believed. Nothing is ever written to a disk, so a
//! member called `../../etc/passwd` is just a name in a message.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use zip::ZipArchive;

use super::plan::{self, Compression, Names, Planned};
use super::{Emit, Format, Options, Place, guarded, unknown_format};
use crate::diagnostic::Diagnostic;
use crate::document::Origin;
use crate::limits::Limits;

/// Expansion below this many bytes is nobody's bomb, whatever its ratio.
const FREE_EXPANSION: u64 = 1 << 20;

/// An input that is ready to be read.
pub(super) enum Opened {
    Stream(Box<dyn BufRead>),
    Zip(BufReader<Counted<File>>),
}

/// Opens an input; what is too large by its size on disk is refused before it is read.
pub(super) fn open(
    input: &Planned,
    options: &Options,
    progress: &Arc<AtomicU64>,
) -> Result<Opened, Diagnostic> {
    let refuse = |error: io::Error| Diagnostic::error(&input.place.label, format!("cannot be read: {error}"));
    let Some(path) = &input.path else {
        return match input.format {
            Format::Zip => {
                Err(Diagnostic::error(&input.place.label, "a zip archive cannot be read from a pipe")
                    .hint("name the file instead"))
            }
            _ => piped(io::stdin(), options, progress).map(Opened::Stream).map_err(refuse),
        };
    };
    let file = File::open(path).map_err(refuse)?;
    let size = file.metadata().map_err(refuse)?.len();
    let is_one_document = !input.format.is_stream();
    if is_one_document && input.compression == Compression::None && size > options.limits.max_document_bytes {
        return Err(too_large(&input.place.label, options.limits.max_document_bytes));
    }
    let file = Counted { inner: file, seen: Arc::default(), progress: Arc::clone(progress) };
    if input.format == Format::Zip {
        return Ok(Opened::Zip(BufReader::new(file)));
    }
    let seen = Arc::clone(&file.seen);
    expanded(BufReader::new(file), input.compression, seen, options).map(Opened::Stream).map_err(refuse)
}

/// A pipe has no name to go by: its first bytes say how it is compressed.
fn piped(
    pipe: impl Read + 'static,
    options: &Options,
    progress: &Arc<AtomicU64>,
) -> io::Result<Box<dyn BufRead>> {
    let counted = Counted { inner: pipe, seen: Arc::default(), progress: Arc::clone(progress) };
    let seen = Arc::clone(&counted.seen);
    let mut reader = BufReader::new(counted);
    let compression = Compression::of_start(reader.fill_buf()?);
    expanded(reader, compression, seen, options)
}

/// What a compressed stream holds.
fn expanded<R: BufRead + 'static>(
    packed: R,
    compression: Compression,
    seen: Arc<AtomicU64>,
    options: &Options,
) -> io::Result<Box<dyn BufRead>> {
    Ok(match compression {
        Compression::None => Box::new(packed),
        Compression::Gzip => {
            let inner = flate2::bufread::MultiGzDecoder::new(packed);
            Box::new(BufReader::new(Expanding::new(inner, seen, &options.limits)))
        }
        Compression::Zstd => {
            let inner = zstd::Decoder::with_buffer(packed)?;
            Box::new(BufReader::new(Expanding::new(inner, seen, &options.limits)))
        }
    })
}

/// All that is left of a stream, if that is not too much.
pub(super) fn whole(input: &mut dyn BufRead, label: &str, max_bytes: u64) -> Result<Vec<u8>, Diagnostic> {
    let mut bytes = Vec::new();
    match input.take(max_bytes + 1).read_to_end(&mut bytes) {
        Ok(_) if bytes.len() as u64 > max_bytes => Err(too_large(label, max_bytes)),
        Ok(_) => Ok(bytes),
        Err(error) => Err(Diagnostic::error(label, format!("cannot be read: {error}"))),
    }
}

fn too_large(label: &str, max_bytes: u64) -> Diagnostic {
    Diagnostic::error(label, format!("larger than {max_bytes} bytes, the most that one document may have"))
        .hint("split it, or read it with --input-limit document-bytes=50M; many documents in one file are read as JSON Lines, one a line")
}

/// Reads the members of a zip archive in the order of the archive.
pub(super) fn members<R: Read + Seek>(
    file: R,
    place: &Place,
    names: &mut Names,
    options: &Options,
    emit: &mut Emit<'_>,
) -> ControlFlow<()> {
    let mut archive = match ZipArchive::new(file) {
        Ok(archive) => archive,
        Err(error) => {
            return emit(Err(Diagnostic::error(&place.label, format!("not a zip archive: {error}"))));
        }
    };
    if archive.len() > options.limits.max_archive_members {
        let (found, max) = (archive.len(), options.limits.max_archive_members);
        return emit(Err(Diagnostic::error(
            &place.label,
            format!("{found} members, at most {max} are read"),
        )
        .hint("unpack it and give chancery the folder")));
    }
    let mut left = options.limits.max_expanded_bytes;
    for index in 0..archive.len() {
        member(&mut archive, index, place, names, options, &mut left, emit)?;
    }
    ControlFlow::Continue(())
}

fn member<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    index: usize,
    place: &Place,
    names: &mut Names,
    options: &Options,
    left: &mut u64,
    emit: &mut Emit<'_>,
) -> ControlFlow<()> {
    let entry = match archive.by_index(index) {
        Ok(entry) => entry,
        Err(error) => {
            return emit(Err(Diagnostic::error(
                format!("{}:#{}", place.label, index + 1),
                error.to_string(),
            )));
        }
    };
    let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
    let base = name.rsplit(['/', '\\']).next().unwrap_or(&name).to_owned();
    if entry.is_dir() || base.is_empty() || base.starts_with('.') || name.starts_with("__MACOSX/") {
        return ControlFlow::Continue(());
    }
    let label = format!("{}:{name}", place.label);
    let is_packed = [".gz", ".zst"].iter().any(|end| base.to_ascii_lowercase().ends_with(end));
    let by_name = Path::new(&base).extension().and_then(|e| e.to_str()).and_then(Format::of_extension);
    let Some(format) = by_name.or(is_packed.then_some(Format::Zip)) else {
        return emit(Err(unknown_format(label)));
    };
    let inner = place_within(place, &name, label, format, names);
    let packed = Arc::new(AtomicU64::new(entry.compressed_size()));
    let mut limits = options.limits.clone();
    limits.max_expanded_bytes = *left;
    let mut stream = BufReader::new(Expanding::new(entry, packed, &limits));
    let flow = guarded(format, &mut stream, &inner, options, emit);
    *left = left.saturating_sub(stream.get_ref().expanded);
    flow
}

/// The place of the member called `name`. As with files, a member that is called as another one (`a.txt`, `a.md`) has a longer name.
fn place_within(place: &Place, name: &str, label: String, format: Format, names: &mut Names) -> Place {
    let archive = place.id.as_deref().unwrap_or(&place.label);
    let (_, base) = name.rsplit_once(['/', '\\']).unwrap_or(("", name));
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let shortest = format!("{archive}/{stem}");
    let origin = place.origin.as_ref().map(|origin| origin.within(name, stem));
    let id = if format.is_named_after_file() {
        let owner = origin.as_ref().map_or(label.as_str(), Origin::file);
        let paths = origin.iter().flat_map(Origin::names);
        let unplaced = origin.is_none().then_some(shortest).into_iter();
        names.claim(paths.chain(unplaced).chain([format!("{archive}/{name}")]), owner)
    } else {
        Some(shortest)
    };
    Place { label, id, origin, date: plan::place_of_name(base).date }
}

/// A file or a pipe that counts what is read from it.
#[derive(Debug)]
pub(super) struct Counted<R> {
    inner: R,
    seen: Arc<AtomicU64>,
    progress: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.seen.fetch_add(count as u64, Ordering::Relaxed);
        self.progress.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

impl<R: Seek> Seek for Counted<R> {
    fn seek(&mut self, position: SeekFrom) -> io::Result<u64> {
        self.inner.seek(position)
    }
}

/// A decompressed stream that fails when it grows beyond reason.
struct Expanding<R> {
    inner: R,
    /// Compressed bytes that have gone in.
    packed: Arc<AtomicU64>,
    expanded: u64,
    max_bytes: u64,
    max_ratio: u64,
}

impl<R> Expanding<R> {
    fn new(inner: R, packed: Arc<AtomicU64>, limits: &Limits) -> Self {
        let (max_bytes, max_ratio) = (limits.max_expanded_bytes, limits.max_expansion_ratio);
        Self { inner, packed, expanded: 0, max_bytes, max_ratio }
    }
}

impl<R: Read> Read for Expanding<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.expanded += count as u64;
        if self.expanded > self.max_bytes {
            return Err(io::Error::other(format!("it expands to more than {} bytes", self.max_bytes)));
        }
        let packed = self.packed.load(Ordering::Relaxed).max(1);
        if self.expanded > FREE_EXPANSION && self.expanded / packed > self.max_ratio {
            return Err(io::Error::other(format!("it expands more than {}-fold", self.max_ratio)));
        }
        Ok(count)
    }
}
