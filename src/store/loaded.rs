//! RDF of others beside the archive: named graphs that queries see and nothing else.
//!
//! Comes in: a file of RDF and the IRI of a graph. Goes out: its quads for queries, in that graph alone and not in the default graph,
//! so that nothing in it looks like what a document says. Never exported, never part of the hash of the graph.
//!
//! ```text
//! KG/loaded/<hash of the IRI>.rdf = head "\n" body
//! head = JSON: format, graph, source, triples, sha256 of the body;  body = zstd frame of sorted N-Triples
//! ```

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{BlankNode, GraphName, NamedNode, NamedOrBlankNode, Quad, Term, Triple};
use oxttl::NTriplesParser;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::file::{self, Lasting};
use crate::graph::iri::{self, Base};
use crate::limits::Limits;

/// Name and version of the format of the files.
const FORMAT: &str = "chancery.loaded/1";

/// Why RDF was not loaded, or cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The name of the file does not say what it is.
    #[error("{}: what is it? its name must end in .nt, .ttl, .nq, .trig, .rdf or .jsonld, perhaps with .gz or .zst behind it", .0.display())]
    Kind(PathBuf),
    /// It is not what its name says.
    #[error("{}: {why}; nothing was loaded", path.display())]
    Input {
        /// The file.
        path: PathBuf,
        /// What is wrong, with line and column.
        why: String,
    },
    /// Too much.
    #[error(
        "more than {0} triples would be loaded: each query reads them all; load a slice, or `chancery unload` what is no longer needed"
    )]
    TooMany(usize),
    /// No name for a graph.
    #[error("<{iri}> cannot be the name of the graph: {why}")]
    Graph {
        /// What was given.
        iri: String,
        /// Why not.
        why: &'static str,
    },
    /// A file that was loaded is not as it was written.
    #[error("{}: what was loaded is damaged: {why}; delete the file and load the RDF again", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        why: String,
    },
    /// The disk refuses.
    #[error("cannot {what} {}: {source}", path.display())]
    Io {
        /// What was tried.
        what: &'static str,
        /// On which file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl Error {
    fn io(what: &'static str, path: &Path) -> impl Fn(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { what, path: path.clone(), source }
    }
}

/// A graph that was loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loaded {
    /// IRI of the graph.
    pub graph: String,
    /// Name of the file that it is from.
    pub source: String,
    /// Its triples.
    pub triples: usize,
}

/// The graphs that are loaded beside the archive in `folder`, by IRI.
///
/// # Errors
/// If a file cannot be read or is damaged.
pub fn list(folder: &Path) -> Result<Vec<Loaded>, Error> {
    let mut found: Vec<Loaded> =
        files(folder)?.iter().map(|path| Ok(open(path)?.0)).collect::<Result<_, Error>>()?;
    found.sort_by(|a, b| a.graph.cmp(&b.graph));
    Ok(found)
}

/// A text for each graph that is loaded, which is another if anything of it is.
///
/// # Errors
/// If a file cannot be read or is damaged.
#[cfg(feature = "rocksdb")]
pub fn hashes(folder: &Path) -> Result<Vec<String>, Error> {
    let of = |path: &PathBuf| open(path).map(|(loaded, body)| format!("{} {}", hash(&body), loaded.graph));
    files(folder)?.iter().map(of).collect()
}

/// All quads that are loaded.
///
/// # Errors
/// If a file cannot be read or is damaged.
pub fn quads(folder: &Path) -> Result<Vec<Quad>, Error> {
    let mut all = Vec::new();
    for path in files(folder)? {
        let damaged = |why: String| Error::Damaged { path: path.clone(), why };
        let (head, body) = open(&path)?;
        let graph = iri::outside(&head.graph).ok_or_else(|| damaged("its graph has no name".to_owned()))?;
        let text = zstd::stream::decode_all(body.as_slice()).map_err(|error| damaged(error.to_string()))?;
        for triple in NTriplesParser::new().for_slice(&text) {
            let triple = triple.map_err(|error| damaged(error.to_string()))?;
            all.push(triple.in_graph(GraphName::NamedNode(graph.clone())));
        }
    }
    Ok(all)
}

/// Puts a file of RDF beside the archive in `folder`, as the graph `graph`, in place of what that held.
///
/// # Errors
/// If it is no RDF, too large, or the graph is one of chancery's own.
pub fn load(folder: &Path, base: &Base, graph: &str, input: &Path, limits: &Limits) -> Result<Loaded, Error> {
    let graph = name(base, graph)?;
    let others =
        list(folder)?.iter().filter(|other| other.graph != graph.as_str()).map(|other| other.triples).sum();
    let room = limits.max_loaded_triples.saturating_sub(others);
    let triples = read(input, &graph, room, limits)?.ok_or(Error::TooMany(limits.max_loaded_triples))?;
    let mut text = String::new();
    triples.iter().for_each(|line| text.push_str(line));
    let body = zstd::bulk::compress(text.as_bytes(), 3).map_err(Error::io("compress", input))?;
    let source = input.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let loaded = Loaded { graph: graph.as_str().to_owned(), source, triples: triples.len() };
    let head = json!({ "format": FORMAT, "graph": loaded.graph, "source": loaded.source,
        "triples": loaded.triples, "sha256": hash(&body) });
    write(&path(folder, graph.as_str()), format!("{head}\n").as_bytes(), &body)?;
    Ok(loaded)
}

/// Takes a loaded graph away; `false` if there is none of that name.
///
/// # Errors
/// If the disk refuses.
pub fn unload(folder: &Path, graph: &str) -> Result<bool, Error> {
    let path = path(folder, graph);
    match fs::remove_file(&path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(Error::io("remove", &path)(error)),
    }
}

/// The name of a graph that is none of chancery's own.
fn name(base: &Base, graph: &str) -> Result<NamedNode, Error> {
    let refused = |why| Error::Graph { iri: graph.to_owned(), why };
    let node = iri::outside(graph).ok_or_else(|| refused("it is no absolute IRI"))?;
    let own = [base.resolution(), base.inferred(), base.places()];
    if graph.starts_with(base.document("").as_str()) || own.contains(&node) {
        return Err(refused("the graph keeps what it knows there; choose one of your own"));
    }
    Ok(node)
}

/// The triples of a file as sorted lines; `None` if there are more than `room`.
fn read(
    input: &Path,
    graph: &NamedNode,
    room: usize,
    limits: &Limits,
) -> Result<Option<BTreeSet<String>>, Error> {
    let lower = input.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let (plain, packing) = match lower.rsplit_once('.') {
        Some((plain, packing @ ("gz" | "zst"))) => (plain, packing),
        _ => (lower.as_str(), ""),
    };
    let ending = plain.rsplit('.').next().filter(|ending| *ending != plain);
    let format = ending.and_then(RdfFormat::from_extension).ok_or_else(|| Error::Kind(input.to_owned()))?;
    let file = BufReader::new(File::open(input).map_err(Error::io("read", input))?);
    let reader: Box<dyn Read> = match packing {
        "gz" => Box::new(flate2::bufread::MultiGzDecoder::new(file)),
        "zst" => Box::new(zstd::Decoder::with_buffer(file).map_err(Error::io("read", input))?),
        _ => Box::new(file),
    };
    let wrong = |why: String| Error::Input { path: input.to_owned(), why };
    let parser = RdfParser::from_format(format).with_base_iri(graph.as_str());
    let parser = parser.map_err(|error| wrong(error.to_string()))?;
    let mark = hash(graph.as_str().as_bytes());
    let mut found = BTreeSet::new();
    // One byte more than may be read, so that the end of the limit is not taken for the end of the file.
    let mut bounded = reader.take(limits.max_expanded_bytes.saturating_add(1));
    for quad in parser.for_reader(&mut bounded) {
        let Quad { subject, predicate, object, .. } = quad.map_err(|error| wrong(error.to_string()))?;
        let subject = match marked(subject.into(), &mark) {
            Term::NamedNode(node) => NamedOrBlankNode::from(node),
            Term::BlankNode(node) => node.into(),
            _ => return Err(wrong("a triple whose subject is neither an IRI nor a blank node".to_owned())),
        };
        found.insert(format!("{} .\n", Triple::new(subject, predicate, marked(object, &mark))));
        if found.len() > room {
            return Ok(None);
        }
    }
    if bounded.limit() == 0 {
        return Err(wrong(format!(
            "it expands to more than {} bytes; load a slice",
            limits.max_expanded_bytes
        )));
    }
    Ok(Some(found))
}

/// Blank nodes of two files are never the same.
fn marked(term: Term, mark: &str) -> Term {
    match term {
        Term::BlankNode(node) => {
            let id = format!("l{}{}", mark.get(..8).unwrap_or_default(), node.as_str());
            BlankNode::new(id).map_or(Term::BlankNode(node), Term::from)
        }
        other => other,
    }
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let folder = folder.join("loaded");
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Error::io("read", &folder)(error)),
    };
    let mut found: Vec<PathBuf> = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<_>>()
        .map_err(Error::io("read", &folder))?;
    found.retain(|path| path.extension().is_some_and(|ending| ending == "rdf"));
    found.sort();
    Ok(found)
}

fn path(folder: &Path, graph: &str) -> PathBuf {
    let hash = hash(graph.as_bytes());
    folder.join("loaded").join(format!("{}.rdf", hash.get(..16).unwrap_or_default()))
}

/// What a file says of itself, and its body, checked.
fn open(path: &Path) -> Result<(Loaded, Vec<u8>), Error> {
    let damaged = |why: &str| Error::Damaged { path: path.to_owned(), why: why.to_owned() };
    let bytes = fs::read(path).map_err(Error::io("read", path))?;
    let end = bytes.iter().position(|&byte| byte == b'\n').ok_or_else(|| damaged("it is cut"))?;
    let (head, body) = bytes.split_at(end);
    let body = body.get(1..).unwrap_or_default();
    let head: Value = serde_json::from_slice(head).map_err(|_| damaged("its head cannot be read"))?;
    let text = |key: &str| head.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    if text("format") != FORMAT {
        return Err(damaged("it is of another version"));
    }
    if text("sha256") != hash(body) {
        return Err(damaged("its checksum is wrong"));
    }
    let triples = head.get("triples").and_then(Value::as_u64).and_then(|count| usize::try_from(count).ok());
    let loaded = Loaded { graph: text("graph"), source: text("source"), triples: triples.unwrap_or(0) };
    Ok((loaded, body.to_owned()))
}

/// Puts a file in place as a whole.
fn write(path: &Path, head: &[u8], body: &[u8]) -> Result<(), Error> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).map_err(Error::io("make", folder))?;
    file::put(path, Lasting::Name, Error::io("write", path), |out| {
        out.write_all(head).and_then(|()| out.write_all(body)).map_err(Error::io("write", path))
    })
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
