//! Keeping below `KG/index` what is found out of all documents together, so that a large graph is not read whole by every
//! command.
//!
//! In comes an archive, out go its resolution, which documents print one text, and the decisions. The file is never the truth: it names the state of the archive and the
//! decisions that it was made of, has a checksum for each part, and whatever is missing, damaged or of another state is made anew.
//!
//! ```text
//! file = head "\n" resolution "\n" copies "\n" queue "\n"      (JSON each; the queue is read only where it is wanted)
//! ```

use std::convert::identity;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{Candidate, Resolution, known};
use crate::archive::duplicates::Copies;
use crate::archive::{Archive, Decisions, Error};
use crate::diagnostic::{Diagnostic, Severity};
use crate::file::{self, Lasting};
use crate::ontology::Offices;

/// Of the rules: a file of another revision is made anew.
const REVISION: u32 = 3;

/// A resolution with what it was made of.
#[derive(Debug)]
pub struct Resolved {
    /// Who is who.
    pub resolution: Resolution,
    /// Documents that print the text of another.
    pub copies: Copies,
    /// What was decided.
    pub decisions: Decisions,
    /// What was done about a file that could not be used or written.
    pub note: Option<String>,
}

/// What a file was made of, and what it must hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Head {
    format: String,
    revision: u32,
    program: String,
    records: u64,
    bytes: u64,
    hash: String,
    decisions: String,
    resolution_crc32: String,
    copies_crc32: String,
    queue_crc32: String,
}

/// The file of the resolution of a graph.
pub fn path(folder: &Path) -> PathBuf {
    folder.join("index").join("resolution")
}

/// Resolves an archive, or reads what was kept of that; `with_queue` if the pairs to look at are wanted.
///
/// # Errors
/// If a record or the decisions cannot be read.
pub fn load(archive: &Archive, with_queue: bool) -> Result<Resolved, Error> {
    let decisions = Decisions::read(archive.folder())?;
    let path = path(archive.folder());
    let key = key(archive, &decisions);
    let found = fs::read(&path);
    if let Some((resolution, copies)) = found.as_ref().ok().and_then(|bytes| read(bytes, &key, with_queue)) {
        return Ok(Resolved { resolution, copies, decisions, note: None });
    }
    let (resolver, copies) = known::facts(archive)?;
    let resolution = resolver.finish(&decisions, &Offices::bundled());
    let kept = written(&resolution, &copies, &key)
        .and_then(|bytes| file::put(&path, Lasting::Derived, identity, |out| out.write_all(&bytes)));
    let note = kept.err().map(|error| {
        format!(
            "who is who could not be kept in {} ({error}), so that the next command takes as long",
            path.display()
        )
    });
    Ok(Resolved { resolution, copies, decisions, note })
}

/// Resolves an archive anew, and finds which documents print one text.
///
/// # Errors
/// If a record cannot be read.
pub fn resolve(archive: &Archive, decisions: &Decisions) -> Result<(Resolution, Copies), Error> {
    let (resolver, copies) = known::anew(archive)?;
    Ok((resolver.finish(decisions, &Offices::bundled()), copies))
}

/// What is wrong with decisions and with what was kept; damage of the latter is a note, since it is made anew.
///
/// # Errors
/// If a record or the decisions cannot be read.
pub fn check(archive: &Archive) -> Result<Vec<Diagnostic>, Error> {
    let decisions = Decisions::read(archive.folder())?;
    let mut findings = decisions.findings().to_vec();
    let (resolver, copies) = known::anew(archive)?;
    let is_sound = known::is_sound(archive, &resolver);
    let resolution = resolver.finish(&decisions, &Offices::bundled());
    let name = crate::archive::decisions::path(archive.folder()).display().to_string();
    findings.extend(
        resolution.notes().iter().map(|note| Diagnostic::new(Severity::Note, name.clone(), note.clone())),
    );
    if !is_sound {
        let message = "what documents tell of who is who, as it was kept, is damaged";
        let path = known::path(archive.folder()).display().to_string();
        findings.push(
            Diagnostic::new(Severity::Warning, path, message)
                .hint("remove the file: it is no part of what is known, and the next command makes it anew"),
        );
    }
    let path = path(archive.folder());
    if let Ok(bytes) = fs::read(&path) {
        let key = key(archive, &decisions);
        let is_current = head_of(&bytes).is_none_or(|head| is_of(&head, &key));
        if is_current && written(&resolution, &copies, &key).is_ok_and(|expected| expected != bytes) {
            let message = "who is who, as it was kept, is damaged";
            let finding = Diagnostic::new(Severity::Warning, path.display().to_string(), message);
            findings.push(finding.hint("it is no part of what is known: the next command makes it anew"));
        }
    }
    Ok(findings)
}

fn key(archive: &Archive, decisions: &Decisions) -> Head {
    let state = archive.state();
    Head {
        format: "chancery.resolution/1".to_owned(),
        revision: REVISION,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        records: state.records,
        bytes: state.bytes,
        hash: state.hash.iter().map(|byte| format!("{byte:02x}")).collect(),
        decisions: decisions.hash().to_owned(),
        resolution_crc32: String::new(),
        copies_crc32: String::new(),
        queue_crc32: String::new(),
    }
}

/// Whether a head is that of a state, whatever follows.
fn is_of(head: &Head, key: &Head) -> bool {
    let none = String::new;
    let bare = Head { resolution_crc32: none(), copies_crc32: none(), queue_crc32: none(), ..head.clone() };
    bare == *key
}

fn head_of(bytes: &[u8]) -> Option<Head> {
    serde_json::from_slice(bytes.split(|&byte| byte == b'\n').next()?).ok()
}

fn read(bytes: &[u8], key: &Head, with_queue: bool) -> Option<(Resolution, Copies)> {
    let mut lines = bytes.split(|&byte| byte == b'\n');
    let head: Head = serde_json::from_slice(lines.next()?).ok()?;
    let (resolution, copies, queue) = (lines.next()?, lines.next()?, lines.next()?);
    let is_whole = |line: &[u8], crc32: &str| checksum(line) == crc32;
    let is_sound = is_whole(resolution, &head.resolution_crc32) && is_whole(copies, &head.copies_crc32);
    if !is_of(&head, key) || !is_sound {
        return None;
    }
    let mut resolution: Resolution = serde_json::from_slice(resolution).ok()?;
    if with_queue {
        if !is_whole(queue, &head.queue_crc32) {
            return None;
        }
        resolution.queue = serde_json::from_slice::<Vec<Candidate>>(queue).ok()?;
    }
    Some((resolution, serde_json::from_slice(copies).ok()?))
}

fn written(resolution: &Resolution, copies: &Copies, key: &Head) -> io::Result<Vec<u8>> {
    let (body, queue) = (serde_json::to_vec(resolution)?, serde_json::to_vec(&resolution.queue)?);
    let copies = serde_json::to_vec(copies)?;
    let head = Head {
        resolution_crc32: checksum(&body),
        copies_crc32: checksum(&copies),
        queue_crc32: checksum(&queue),
        ..key.clone()
    };
    let mut bytes = serde_json::to_vec(&head)?;
    for part in [body, copies, queue] {
        bytes.push(b'\n');
        bytes.extend(part);
    }
    bytes.push(b'\n');
    Ok(bytes)
}

fn checksum(bytes: &[u8]) -> String {
    format!("{:08x}", crc32fast::hash(bytes))
}
