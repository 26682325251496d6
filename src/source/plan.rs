//! Inputs as a user names them to a list of files, sorted, each with its format.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use jiff::civil::Date;

use super::format::extensions;
use super::{Error, Format, Options, PASSED_OVER, Place, date, unknown_format};
use crate::diagnostic::Diagnostic;
use crate::document::Origin;

/// Compression around a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compression {
    None,
    Gzip,
    Zstd,
}

impl Compression {
    /// That of a stream by its first bytes (RFC 1952 section 2.3.1, RFC 8878 section 3.1.1).
    pub(super) fn of_start(bytes: &[u8]) -> Self {
        if bytes.starts_with(&[0x1f, 0x8b]) {
            Self::Gzip
        } else if bytes.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
            Self::Zstd
        } else {
            Self::None
        }
    }
}

/// One file, or standard input (no path).
#[derive(Clone, Debug)]
pub(super) struct Planned {
    pub(super) path: Option<PathBuf>,
    pub(super) format: Format,
    pub(super) compression: Compression,
    pub(super) place: Place,
}

/// All that will be read.
#[derive(Debug, Default)]
pub(super) struct Planning {
    pub(super) planned: Vec<Planned>,
    /// Inputs that cannot be read, each with the reason.
    pub(super) problems: Vec<Error>,
    /// Files in folders that are of no known format.
    pub(super) told: Vec<Diagnostic>,
    /// Bytes on disk; `None` with standard input.
    pub(super) bytes_total: Option<u64>,
    /// What is called what.
    pub(super) names: Names,
}

/// Looks at every input before the first is read, so that misspelt names are told at once. The others are read.
pub(super) fn plan(inputs: &[PathBuf], options: &Options) -> Planning {
    let mut planning = Planning { bytes_total: Some(0), ..Planning::default() };
    for input in inputs {
        if input.as_os_str() == "-" {
            planning.planned.push(stdin(options));
            planning.bytes_total = None;
            continue;
        }
        match std::fs::metadata(input) {
            Ok(metadata) if metadata.is_dir() => folder(input, options, &mut planning),
            Ok(_) => planning.add(file(input, name_of(input), options)),
            Err(_) if is_pattern(input) => pattern(input, options, &mut planning),
            Err(source) => planning.problems.push(Error::Unreadable { path: input.clone(), source }),
        }
    }
    planning.names = name_apart(&mut planning.planned);
    planning.bytes_total = planning.bytes_total.map(|_| {
        let paths = planning.planned.iter().filter_map(|planned| planned.path.as_ref());
        paths.filter_map(|path| std::fs::metadata(path).ok()).map(|metadata| metadata.len()).sum()
    });
    planning
}

impl Planning {
    fn add(&mut self, file: Result<Planned, Error>) {
        match file {
            Ok(planned) => self.planned.push(planned),
            Err(problem) => self.problems.push(problem),
        }
    }
}

/// The place of an input called `name` that is no file on this disk.
pub(super) fn place_of_name(name: &str) -> Place {
    let path = Path::new(name);
    Place { label: name.to_owned(), id: id_of(&name_of(path)), origin: None, date: date_of_name(path) }
}

fn stdin(options: &Options) -> Planned {
    Planned {
        path: None,
        // With a map it is JSON: an answer of a service, or several.
        format: options.format.unwrap_or(if options.map.is_some() { Format::Json } else { Format::Text }),
        compression: Compression::None,
        place: Place { label: "standard input".into(), id: None, origin: None, date: None },
    }
}

/// A file whose identifier is `name` without its extensions.
fn file(path: &Path, name: PathBuf, options: &Options) -> Result<Planned, Error> {
    let (compression, inner) = match lower_extension(path).as_str() {
        "gz" => (Compression::Gzip, path.with_extension("")),
        "zst" => (Compression::Zstd, path.with_extension("")),
        _ => (Compression::None, path.to_owned()),
    };
    let by_name = inner.extension().and_then(|extension| extension.to_str()).and_then(Format::of_extension);
    let format = options
        .format
        .or(by_name)
        .ok_or_else(|| Error::UnknownExtension { path: path.to_owned(), extensions: extensions() })?;
    let name = if compression == Compression::None { name } else { name.with_extension("") };
    Ok(Planned {
        path: Some(path.to_owned()),
        format,
        compression,
        place: Place {
            label: path.display().to_string(),
            id: id_of(&name),
            origin: None,
            date: date_of_name(path),
        },
    })
}

/// Everything below a folder, sorted by path. Hidden files are passed over, folders that are links are not entered.
fn folder(root: &Path, options: &Options, planning: &mut Planning) {
    let Below { found, problems, graphs } = files_below(root);
    if graphs.iter().any(|graph| graph == root) {
        return planning.problems.push(Error::Graph { path: root.to_owned() });
    }
    let (before, is_readable) = (planning.planned.len(), problems.is_empty());
    planning.problems.extend(problems);
    planning.told.extend(graphs.iter().map(|path| graph_passed_over(path)));
    for path in found {
        let name = path.strip_prefix(root).unwrap_or(&path).to_owned();
        match file(&path, name, options) {
            Ok(planned) => planning.planned.push(planned),
            Err(_) => planning.told.push(unknown_format(path.display().to_string())),
        }
    }
    if is_readable && planning.planned.len() == before {
        planning.problems.push(Error::NothingToRead { path: root.to_owned(), extensions: extensions() });
    }
}

/// What is below a folder, in order.
#[derive(Default)]
struct Below {
    found: Vec<PathBuf>,
    /// What cannot be looked at.
    problems: Vec<Error>,
    /// Folders that are graphs, which are not entered.
    graphs: Vec<PathBuf>,
}

/// Whether a folder is what `chancery build` made.
fn is_graph(folder: &Path) -> bool {
    folder.join("settings.json").is_file() && folder.join("archive").is_dir()
}

fn graph_passed_over(folder: &Path) -> Diagnostic {
    let label = folder.display().to_string();
    let message = format!("{PASSED_OVER}a graph, not articles");
    Diagnostic::warning(label, message)
        .hint("what its documents say is in it already; `chancery export` writes it for others")
}

/// The files below a folder.
fn files_below(root: &Path) -> Below {
    let Below { mut found, mut problems, mut graphs } = Below::default();
    let mut pending = vec![root.to_owned()];
    while let Some(dir) = pending.pop() {
        if is_graph(&dir) {
            graphs.push(dir);
            continue;
        }
        let entries = match std::fs::read_dir(&dir) {
            Ok(entries) => entries,
            Err(source) => {
                problems.push(Error::Unreadable { path: dir, source });
                continue;
            }
        };
        for entry in entries {
            let kind = entry.and_then(|entry| Ok((entry.file_type()?, entry.path())));
            match kind {
                Err(source) => problems.push(Error::Unreadable { path: dir.clone(), source }),
                Ok((_, path)) if is_hidden(&path) => {}
                Ok((kind, path)) if kind.is_dir() => pending.push(path),
                Ok((kind, path)) if kind.is_symlink() => match std::fs::metadata(&path) {
                    Ok(target) if target.is_file() => found.push(path),
                    Ok(_) => {}
                    Err(source) => problems.push(Error::Unreadable { path, source }),
                },
                Ok((kind, path)) if kind.is_file() => found.push(path),
                Ok(_) => {}
            }
        }
    }
    found.sort();
    graphs.sort();
    problems.sort_by_cached_key(ToString::to_string);
    Below { found, problems, graphs }
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'))
}

/// Files that a pattern such as `news/*.txt` stands for, where the shell has not resolved it.
fn pattern(input: &Path, options: &Options, planning: &mut Planning) {
    let text = input.to_string_lossy();
    let paths = match glob::glob(&text) {
        Ok(paths) => paths,
        Err(error) => {
            let (pattern, reason) = (text.to_string(), error.msg.to_owned());
            planning.problems.push(Error::BadPattern { pattern, reason });
            return;
        }
    };
    let mut found: Vec<PathBuf> = paths.filter_map(Result::ok).filter(|path| path.is_file()).collect();
    found.sort();
    if found.is_empty() {
        planning.problems.push(Error::NothingToRead { path: input.to_owned(), extensions: extensions() });
    }
    for path in found {
        let name = name_of(&path);
        planning.add(file(&path, name, options));
    }
}

/// Who is called what by now, among all that is read.
#[derive(Debug, Default)]
pub(super) struct Names {
    owners: BTreeMap<String, String>,
}

impl Names {
    /// The first of `names` that is nobody else's; it is `owner`'s from now on.
    pub(super) fn claim(&mut self, mut names: impl Iterator<Item = String>, owner: &str) -> Option<String> {
        let name = names.find(|name| self.owners.get(name).is_none_or(|other| other == owner))?;
        self.owners.insert(name.clone(), owner.to_owned());
        Some(name)
    }
}

/// Says which file each is, and gives each a name of its own: one that is called as one before it has its folder in its name.
fn name_apart(planned: &mut [Planned]) -> Names {
    let (mut folders, mut names) = (BTreeMap::new(), Names::default());
    for input in planned {
        let Some((path, id)) = input.path.as_ref().zip(input.place.id.as_ref()) else { continue };
        let origin = origin_of(path, id, &mut folders);
        if input.format.is_named_after_file() {
            input.place.id = names.claim(origin.names(), origin.file());
        }
        input.place.origin = Some(origin);
    }
    names
}

/// Where a file that is called `id` by its input lies; `folders` is what is known of folders by now.
fn origin_of(path: &Path, id: &str, folders: &mut BTreeMap<PathBuf, String>) -> Origin {
    let parent = path.parent().map_or_else(PathBuf::new, Path::to_owned);
    let folder = folders.entry(parent).or_insert_with_key(|parent| whole_path(parent));
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let stem = id.rsplit('/').next().unwrap_or(id);
    Origin::new(folder, &name, stem, id.split('/').count())
}

/// A folder by all its names from the root of the disk, apart by `/`; links are followed.
fn whole_path(folder: &Path) -> String {
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let whole = here.canonicalize().unwrap_or_else(|_| here.to_owned());
    let names = whole.components().filter_map(|part| match part {
        Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
        Component::Prefix(disk) => Some(disk.as_os_str().to_string_lossy().into_owned()),
        _ => None,
    });
    names.collect::<Vec<_>>().join("/")
}

fn is_pattern(input: &Path) -> bool {
    input.to_string_lossy().contains(['*', '?', '['])
}

fn name_of(path: &Path) -> PathBuf {
    path.file_name().map_or_else(|| path.to_owned(), PathBuf::from)
}

/// `2025/talks.txt` to `2025/talks`, the same on every system.
fn id_of(name: &Path) -> Option<String> {
    let stem = name.with_extension("");
    let parts: Vec<_> = stem.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    (!parts.is_empty()).then(|| parts.join("/"))
}

fn date_of_name(path: &Path) -> Option<Date> {
    let name = path.file_name()?.to_str()?;
    date::iso(name.get(..10)?)
}

fn lower_extension(path: &Path) -> String {
    path.extension().and_then(|extension| extension.to_str()).unwrap_or("").to_ascii_lowercase()
}
