//! What people decided about who is who: `decisions.jsonl` beside the records.
//!
//! Comes in: [`Decision`]s. Goes out: the same, numbered from 1 in the order in which they were taken. Lines are only ever
//! added; taking one back is a line too. Each has a checksum. A last line that is not whole was never acknowledged: it is
//! left out, and cut by the next decision. A damaged line is named and passed over, never rewritten. What was extracted from
//! the documents is not touched by any of this.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::manifest::hex;
use super::repair::set_aside;
use super::{Archive, Error};
use crate::diagnostic::Diagnostic;
use crate::file::{Beside, Lasting, sync_folder};

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// All of these are one; the first gives the IRI.
    Merge,
    /// What was merged into this one is taken apart, or these documents speak of somebody else.
    Split,
    /// A proposed pair is one; the first gives the IRI.
    Accept,
    /// A proposed pair is two.
    Reject,
    /// An earlier decision no longer holds.
    Undo,
    /// A line that was damaged: nothing is known of it but its number.
    Lost,
}

/// One line of the log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// What was decided.
    pub kind: Kind,
    /// IRIs of the entities that it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ids: Vec<String>,
    /// Of a split: the documents that speak of somebody else; empty to take all apart.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<String>,
    /// Of an undo: the number of the decision that no longer holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undoes: Option<u64>,
    /// The score that the pair had when it was decided, 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// Who decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Decision {
    /// A decision about some entities.
    pub fn about(kind: Kind, ids: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let ids = ids.into_iter().map(Into::into).collect();
        Self { kind, ids, documents: Vec::new(), undoes: None, score: None, by: None, reason: None }
    }

    /// Takes back the decision of that number.
    pub fn undo(number: u64) -> Self {
        Self { undoes: Some(number), ..Self::about(Kind::Undo, Vec::<String>::new()) }
    }

    /// What is wrong with it, if it could never be replayed.
    pub fn fault(&self) -> Option<&'static str> {
        match self.kind {
            Kind::Merge | Kind::Accept | Kind::Reject
                if self.ids.iter().collect::<BTreeSet<_>>().len() < 2 =>
            {
                Some("it needs two different IRIs")
            }
            Kind::Accept | Kind::Reject if self.ids.len() != 2 => Some("it is about two IRIs"),
            Kind::Split if self.ids.len() != 1 => Some("it is about one IRI"),
            Kind::Lost if !self.ids.is_empty() => Some("nothing can be known of it"),
            Kind::Undo if self.undoes.is_none() => Some("it does not say which decision it takes back"),
            _ => None,
        }
    }
}

/// A line with the CRC32 of its JSON.
#[derive(Serialize, Deserialize)]
struct Line {
    n: u64,
    #[serde(flatten)]
    decision: Decision,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    crc32: String,
}

/// The decisions of a graph.
#[derive(Clone, Debug, Default)]
pub struct Decisions {
    /// By number; damaged lines are missing.
    lines: Vec<(u64, Decision)>,
    /// Lines, damaged ones included.
    count: u64,
    /// Bytes of whole lines.
    end: u64,
    hash: String,
    findings: Vec<Diagnostic>,
}

impl Decisions {
    /// Those of the graph in `folder`; none if there is no file.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn read(folder: &Path) -> Result<Self, Error> {
        let path = path(folder);
        let bytes = super::read_if_there(&path)?;
        Ok(Self::parse(&bytes, &path.display().to_string()))
    }

    fn parse(bytes: &[u8], name: &str) -> Self {
        let end = bytes.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
        let (whole, torn) = bytes.split_at(end);
        let mut decisions = Self { end: end as u64, hash: hex(&Sha256::digest(whole)), ..Self::default() };
        for line in whole.split_inclusive(|&byte| byte == b'\n') {
            decisions.count += 1;
            let number = decisions.count;
            match read_line(line, number) {
                Ok(decision) => decisions.lines.push((number, decision)),
                Err(what) => {
                    let place = u32::try_from(number).unwrap_or(u32::MAX);
                    let finding =
                        Diagnostic::error(name, format!("decision {number} is passed over: {what}"));
                    decisions.findings.push(
                        finding.at(place, 1).hint(
                            "restore the file from a backup, or keep the others with `chancery check --repair` and decide it again",
                        ),
                    );
                }
            }
        }
        if !torn.is_empty() {
            let message = format!("{} bytes of a decision that was never finished are left out", torn.len());
            decisions.findings.push(Diagnostic::warning(name, message).hint("the next decision cuts them"));
        }
        decisions
    }

    /// The lines by number, those that no longer hold included; damaged ones are missing.
    pub fn all(&self) -> impl Iterator<Item = (u64, &Decision)> {
        self.lines.iter().map(|(number, decision)| (*number, decision))
    }

    /// What holds: neither an undo nor undone. An undo that was undone takes nothing back.
    pub fn active(&self) -> Vec<(u64, &Decision)> {
        let mut undone = BTreeSet::new();
        let mut active = Vec::new();
        for (number, decision) in self.lines.iter().rev() {
            if undone.contains(number) {
                continue;
            }
            match decision.undoes.filter(|_| decision.kind == Kind::Undo) {
                Some(other) => drop(undone.insert(other)),
                None => active.push((*number, decision)),
            }
        }
        active.reverse();
        active
    }

    /// Lines, damaged ones included.
    pub fn len(&self) -> u64 {
        self.count
    }

    /// Whether nothing was ever decided.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// SHA-256 of the whole lines.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// Damaged lines and a torn end.
    pub fn findings(&self) -> &[Diagnostic] {
        &self.findings
    }

    /// Adds decisions, all or none of them, and returns the number of the first. They are on disk when this returns.
    ///
    /// # Errors
    /// If the archive was opened for reading, one can never be replayed, or the disk refuses.
    pub fn append(&mut self, archive: &Archive, decisions: &[Decision]) -> Result<u64, Error> {
        let path = path(archive.folder());
        if archive.writer.is_none() {
            return Err(Error::ReadOnly(archive.folder().to_owned()));
        }
        let first = self.count + 1;
        let mut bytes = Vec::new();
        for (number, decision) in (first..).zip(decisions) {
            let known = decision.undoes.is_none_or(|other| (1..number).contains(&other));
            let fault =
                decision.fault().or((!known).then_some("there is no decision of that number before it"));
            let fault = fault.or((decision.kind == Kind::Lost).then_some("it decides nothing"));
            if let Some(fault) = fault {
                return Err(Error::Decision { number, why: fault });
            }
            write_line(&mut bytes, number, decision).map_err(Error::io("write", &path))?;
        }
        let is_new = self.end == 0;
        write_at(&path, self.end, &bytes).map_err(Error::io("write", &path))?;
        if is_new {
            sync_folder(archive.folder()).map_err(Error::io("sync", archive.folder()))?;
        }
        *self = Self::read(archive.folder())?;
        Ok(first)
    }
}

/// Sets a file with damaged lines aside and keeps the whole ones, with their numbers. Returns the file as it was and the numbers
/// that are lost; `None` if no line is damaged.
///
/// # Errors
/// If the archive was opened for reading or the disk refuses.
pub fn repair(archive: &Archive) -> Result<Option<(PathBuf, Vec<u64>)>, Error> {
    let path = path(archive.folder());
    let log = Decisions::read(archive.folder())?;
    let kept: BTreeMap<u64, &Decision> = log.all().collect();
    let lost: Vec<u64> = (1..=log.count).filter(|number| !kept.contains_key(number)).collect();
    if lost.is_empty() {
        return Ok(None);
    }
    if archive.writer.is_none() {
        return Err(Error::ReadOnly(archive.folder().to_owned()));
    }
    let mut bytes = Vec::new();
    let nothing = Decision::about(Kind::Lost, Vec::<String>::new());
    for number in 1..=log.count {
        let decision = kept.get(&number).copied().unwrap_or(&nothing);
        write_line(&mut bytes, number, decision).map_err(Error::io("write", &path))?;
    }
    let failed = Error::io("write", &path);
    let mut beside = Beside::new(&path, Lasting::Name).map_err(&failed)?;
    beside.file().write_all(&bytes).map_err(&failed)?;
    let aside = set_aside(&path).map_err(Error::io("set aside", &path))?;
    beside.place().map_err(failed)?;
    Ok(Some((aside.unwrap_or(path), lost)))
}

/// The file of a graph's decisions.
pub fn path(folder: &Path) -> PathBuf {
    folder.join("decisions.jsonl")
}

/// Cuts what was left unfinished and adds `bytes`; if they cannot be written whole they are cut again.
fn write_at(path: &Path, end: u64, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().append(true).create(true).open(path)?;
    file.set_len(end)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).inspect_err(|_| {
        let _ = file.set_len(end);
    })
}

fn write_line(out: &mut Vec<u8>, number: u64, decision: &Decision) -> io::Result<()> {
    let mut line = Line { n: number, decision: decision.clone(), crc32: String::new() };
    line.crc32 = format!("{:08x}", crc32fast::hash(&serde_json::to_vec(&line)?));
    serde_json::to_writer(&mut *out, &line)?;
    out.push(b'\n');
    Ok(())
}

fn read_line(bytes: &[u8], number: u64) -> Result<Decision, String> {
    let mut line: Line = serde_json::from_slice(bytes).map_err(|error| format!("no decision: {error}"))?;
    let crc32 = std::mem::take(&mut line.crc32);
    let written = serde_json::to_vec(&line).map_err(|error| error.to_string())?;
    if crc32 != format!("{:08x}", crc32fast::hash(&written)) {
        return Err("wrong checksum".to_owned());
    }
    if line.n != number {
        return Err(format!("it says that it is number {}", line.n));
    }
    match line.decision.fault() {
        Some(fault) => Err(fault.to_owned()),
        None => Ok(line.decision),
    }
}
