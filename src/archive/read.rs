//! Reading records and quads in canonical order, and checking all of them.

use std::collections::BTreeSet;
use std::io::{self, BufReader};

use oxigraph::model::Quad;
use oxttl::NQuadsParser;
use rayon::prelude::*;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::at::{self, At};
use super::duplicates::Collector;
use super::manifest::{self, Manifest, hex};
use super::segment::{self, FILE_HEAD, Scanner};
use super::{Archive, DocumentRecord, Error, Place, digest, manifest_path, records_path};
use crate::diagnostic::{Diagnostic, counted};

/// A live document: its record and its canonical N-Quads.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// Entities and statements of the document.
    pub record: DocumentRecord,
    /// Its quads, one a line, sorted.
    pub nquads: String,
    /// Hash of the content that this one revises.
    pub revision_of: Option<String>,
}

/// Counts and the canonical hash of an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Info {
    /// Live documents.
    pub documents: usize,
    /// Documents among them that print the text of another.
    pub copies: usize,
    /// Distinct entities.
    pub entities: usize,
    /// Statements.
    pub statements: usize,
    /// Quads.
    pub quads: usize,
    /// Records in the file, those replaced or removed included.
    pub records: u64,
    /// Bytes of the record file.
    pub bytes: u64,
    /// SHA-256 over the N-Quads of all live documents in canonical order: what `export --format nquads` writes before the
    /// graph that says who is who. It does
    /// not depend on the order or the batches in which the documents came.
    pub hash: String,
}

/// Documents that a thread reads in one go.
const CHUNK: usize = 32;

impl Archive {
    /// The live documents with their quads, in the order of their ids.
    pub fn documents(&self) -> impl Iterator<Item = Result<Stored, Error>> {
        self.each(stored)
    }

    /// The live records, in the order of their ids.
    pub fn records(&self) -> impl Iterator<Item = Result<DocumentRecord, Error>> {
        self.records_as(|record| record)
    }

    /// What `make` makes of each live record, in the order of their ids.
    pub(super) fn records_as<T: Send>(
        &self,
        make: impl Fn(DocumentRecord) -> T + Copy + Send + Sync,
    ) -> impl Iterator<Item = Result<T, Error>> {
        self.each(move |body| Ok(make(parse_json(&segment::unpack_json(body)?)?.record)))
    }

    /// What `read` makes of the body of each live document, in the order of their ids. Several threads read ahead by a fixed
    /// number of documents.
    fn each<T: Send>(
        &self,
        read: impl Fn(&[u8]) -> io::Result<T> + Copy + Send + Sync,
    ) -> impl Iterator<Item = Result<T, Error>> {
        let mut places = self.live.iter();
        std::iter::from_fn(move || {
            let ahead = CHUNK * 2 * rayon::current_num_threads().max(1);
            let batch: Vec<_> = places.by_ref().take(ahead).collect();
            let one = |(id, place): &(&String, &Place)| {
                let body = body(self, id, place)?;
                read(&body).map_err(|error| self.damage(id, place, &error.to_string()))
            };
            let all = batch.par_chunks(CHUNK).map(|chunk| chunk.iter().map(one).collect::<Vec<_>>());
            let all: Vec<Vec<Result<T, Error>>> = all.collect();
            (!all.is_empty()).then_some(all)
        })
        .flatten()
        .flatten()
    }

    /// The record of one document.
    ///
    /// # Errors
    /// If there is no such document or its record is damaged.
    pub fn record(&self, id: &str) -> Result<DocumentRecord, Error> {
        let place = self.live.get(id).ok_or_else(|| Error::Unknown(id.to_owned()))?;
        let body = body(self, id, place)?;
        let record = segment::unpack_json(&body).and_then(|json| parse_json(&json));
        Ok(record.map_err(|error| self.damage(id, place, &error.to_string()))?.record)
    }

    /// The live documents with what names the state of each: the same of the same record and quads.
    pub fn states(&self) -> impl Iterator<Item = (&str, [u8; 16])> {
        self.live.iter().map(|(id, place)| (id.as_str(), digest::state_of(place)))
    }

    /// All quads in canonical order: by document, then by line.
    pub fn quads(&self) -> impl Iterator<Item = Result<Quad, Error>> {
        let parsed = self.each(|body| {
            let (_, nquads) = segment::unpack(body)?;
            NQuadsParser::new()
                .for_slice(nquads.as_bytes())
                .collect::<Result<Vec<_>, _>>()
                .map_err(Into::into)
        });
        parsed.flat_map(|quads| match quads {
            Ok(quads) => quads.into_iter().map(Ok).collect::<Vec<_>>(),
            Err(error) => vec![Err(error)],
        })
    }

    /// Counts and the canonical hash.
    ///
    /// # Errors
    /// If a record is damaged.
    pub fn info(&self) -> Result<Info, Error> {
        let mut hash = Sha256::new();
        let (mut entities, mut statements, mut quads) = (BTreeSet::new(), 0, 0);
        let mut copies = Collector::default();
        for stored in self.documents() {
            let stored = stored?;
            copies.add(&stored.record);
            hash.update(&stored.nquads);
            quads += stored.nquads.lines().count();
            statements += stored.record.statements.len();
            entities.extend(stored.record.entities.into_iter().map(|entity| entity.iri));
        }
        Ok(Info {
            documents: self.live.len(),
            copies: copies.finish().len(),
            entities: entities.len(),
            statements,
            quads,
            records: self.records,
            bytes: self.end,
            hash: hex(&hash.finalize()),
        })
    }

    /// Reads everything and names each record that is damaged; empty if all is well.
    ///
    /// # Errors
    /// If the files cannot be read at all.
    pub fn check(&self) -> Result<Vec<Diagnostic>, Error> {
        let path = records_path(&self.folder);
        let name = path.display().to_string();
        let mut findings = self.findings.clone();
        let mut scanner =
            Scanner::new(BufReader::with_capacity(1 << 16, At::begin(&self.file)), FILE_HEAD, self.end)
                .map_err(Error::io("read", &path))?;
        let mut records = 0;
        while let Some(found) = scanner.next(true).map_err(Error::io("read", &path))? {
            records += 1;
            if found.is_sound == Some(false) {
                let (id, offset) = (&found.head.id, found.offset);
                let message =
                    format!("record {records}, document \"{id}\", at byte {offset}: wrong checksum");
                findings.push(Diagnostic::error(name.clone(), message).hint(REMEDY));
            }
        }
        if records != self.records {
            let message =
                format!("{records} of {} records can be read, up to byte {}", self.records, scanner.offset());
            findings.push(Diagnostic::error(name.clone(), message).hint(REMEDY));
        }
        findings.extend(self.check_live(&name));
        findings.extend(self.check_manifest());
        Ok(findings)
    }

    /// Whether what the sound records hold can be understood.
    fn check_live(&self, name: &str) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        for (id, place) in &self.live {
            let parsed = self.read_body(id, place).and_then(|stored| {
                if stored.record.id != *id {
                    return Err(self.damage(id, place, "it holds another document"));
                }
                self.parse(&stored)
            });
            if let Err(error) = parsed
                && !error.to_string().contains(WRONG_CHECKSUM)
            {
                findings.push(Diagnostic::error(name, error.to_string()));
            }
        }
        findings
    }

    /// The manifest may count less than there is (a batch that did not end), never more.
    fn check_manifest(&self) -> Option<Diagnostic> {
        let path = manifest_path(&self.folder);
        let name = path.display().to_string();
        match manifest::read::<Manifest>(&path) {
            Err(error) => Some(Diagnostic::error(name, error.to_string()).hint(REMEDY)),
            Ok(manifest) if manifest.records > self.records => {
                let message =
                    format!("it counts {} records, but there are {}", manifest.records, self.records);
                Some(Diagnostic::error(name, message).hint(REMEDY))
            }
            Ok(manifest) if manifest.records < self.records && self.writer.is_none() => {
                let behind = self.records - manifest.records;
                Some(
                    Diagnostic::warning(
                        name,
                        format!(
                            "the last batch did not end: not counted yet are {}",
                            counted(behind as usize, "record")
                        ),
                    )
                    .hint("nothing is lost; the next `chancery build` counts them"),
                )
            }
            Ok(_) => None,
        }
    }

    pub(super) fn read_body(&self, id: &str, place: &Place) -> Result<Stored, Error> {
        let body = body(self, id, place)?;
        stored(&body).map_err(|error| self.damage(id, place, &error.to_string()))
    }

    fn parse(&self, stored: &Stored) -> Result<Vec<Quad>, Error> {
        let id = &stored.record.id;
        let parsed: Result<Vec<Quad>, _> = NQuadsParser::new().for_slice(stored.nquads.as_bytes()).collect();
        parsed.map_err(|error| match self.live.get(id) {
            Some(place) => self.damage(id, place, &error.to_string()),
            None => Error::Unknown(id.clone()),
        })
    }

    pub(super) fn damage(&self, id: &str, place: &Place, what: &str) -> Error {
        let path = records_path(&self.folder);
        Error::damaged(&path, place.offset, format!("the record of \"{id}\": {what}"))
    }
}

const WRONG_CHECKSUM: &str = "wrong checksum";
const REMEDY: &str =
    "restore a backup, or run `chancery check` with --repair: it sets the damage aside and keeps the rest";

/// The body of a record, with the right checksum.
pub(super) fn body(archive: &Archive, id: &str, place: &Place) -> Result<Vec<u8>, Error> {
    let path = records_path(&archive.folder);
    let mut body = vec![0; place.body_len as usize];
    at::read_exact(&archive.file, place.body, &mut body).map_err(Error::io("read", &path))?;
    if crc32fast::hash(&body) != place.body_crc {
        return Err(archive.damage(id, place, WRONG_CHECKSUM));
    }
    Ok(body)
}

/// What a body holds.
pub(super) fn stored(body: &[u8]) -> io::Result<Stored> {
    let (json, nquads) = segment::unpack(body)?;
    let StoredJson { revision_of, record } = parse_json(&json)?;
    Ok(Stored { record, nquads, revision_of })
}

fn parse_json(json: &[u8]) -> io::Result<StoredJson> {
    Ok(serde_json::from_slice(json)?)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StoredJson {
    revision_of: Option<String>,
    record: DocumentRecord,
}
