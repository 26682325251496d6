//! Inputs that were finished before a build was ended: their sorted records, kept in a folder beside the output.
//!
//! `OUTPUT.parts/finished` says, a line an input, what was read of it; the files `INPUT-RUN.run` hold the records and
//! have a checksum each. An input that is not the file that it was (size, time of change) is read again, and all behind it.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use serde_json::{Value, json};

use super::error::Error;
use super::{Input, State};
use crate::link::layout::InputInfo;
use crate::link::normalise;

const FINISHED: &str = "finished";
/// Counted up when records are written otherwise: what another version of the program kept is read again.
const RECORDS: u32 = 2;

/// The folder, where a build can be resumed.
pub(super) struct Parts {
    folder: Option<PathBuf>,
    /// Lines of an earlier build that were not used yet.
    earlier: std::vec::IntoIter<Value>,
    is_going: bool,
}

impl Parts {
    pub(super) fn open(output: &Path, is_resumable: bool) -> Result<Self, Error> {
        let mut parts = Self { folder: None, earlier: Vec::new().into_iter(), is_going: true };
        if !is_resumable {
            return Ok(parts);
        }
        let folder = PathBuf::from(format!("{}.parts", output.display()));
        std::fs::create_dir_all(&folder).map_err(Error::write(&folder))?;
        let mut text = String::new();
        if let Ok(mut file) = File::open(folder.join(FINISHED)) {
            file.read_to_string(&mut text).map_err(Error::write(&folder))?;
        }
        let lines: Vec<Value> = text.lines().map_while(|line| serde_json::from_str(line).ok()).collect();
        parts.earlier = lines.into_iter();
        parts.folder = Some(folder);
        Ok(parts)
    }

    /// Where runs are written, if they are kept.
    pub(super) fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// Takes what an earlier build had of `input`, if it is whole and of the same file.
    pub(super) fn resume(&mut self, state: &mut State, input: &Input) -> Result<bool, Error> {
        let Some(folder) = self.folder.clone().filter(|_| self.is_going) else { return Ok(false) };
        let known = self.earlier.next().filter(|line| line["input"] == identity(input));
        let is_taken = known.as_ref().is_some_and(|line| take(line, &folder, state));
        if !is_taken {
            // What comes behind an input that changed is read again too.
            self.is_going = false;
            let kept = text_of_first(&folder, state.number)?;
            std::fs::remove_file(folder.join(FINISHED)).ok();
            append(&folder, &kept)?;
        }
        Ok(is_taken)
    }

    /// Notes that `input` was read: the runs and pairs of classes from these numbers on are its own.
    pub(super) fn finish(
        &mut self,
        state: &mut State,
        input: &Input,
        runs: usize,
        edges: usize,
    ) -> Result<(), Error> {
        let Some(folder) = &self.folder else { return Ok(()) };
        let number = state.number;
        let end = state.sorter.keep(|run| folder.join(format!("{number}-{run}.run")), runs)?;
        let Some(info) = state.infos.last() else { return Ok(()) };
        let line = json!({
            "input": identity(input),
            "runs": end - runs,
            "name": info.name, "kind": info.kind, "records": info.records, "lines": info.lines,
            "sources": state.sources,
            "subclasses": state.tree.edges_from(edges),
        });
        append(folder, &format!("{line}\n"))
    }

    /// Removes the folder: the index is there.
    pub(super) fn remove(&self) {
        // What stays behind is in nobody's way but of the disk.
        self.folder.iter().for_each(|folder| drop(std::fs::remove_dir_all(folder)));
    }
}

fn take(line: &Value, folder: &Path, state: &mut State) -> bool {
    let count = line["runs"].as_u64().unwrap_or(u64::MAX);
    let all_there =
        (0..count).all(|run| state.sorter.take(folder.join(format!("{}-{run}.run", state.number))));
    if !all_there {
        return false;
    }
    let text = |name: &str| line[name].as_str().unwrap_or_default().to_owned();
    let number = |name: &str| line[name].as_u64().unwrap_or(0);
    state.infos.push(InputInfo {
        name: text("name"),
        kind: text("kind"),
        records: number("records"),
        lines: number("lines"),
    });
    for source in line["sources"].as_array().into_iter().flatten() {
        let part = |at: usize| source[at].as_str().unwrap_or_default().to_owned().into();
        let source = (part(0), part(1));
        if !state.sources.contains(&source) {
            state.sources.push(source);
        }
    }
    for pair in line["subclasses"].as_array().into_iter().flatten() {
        let part = |at: usize| pair[at].as_u64().and_then(|number| u32::try_from(number).ok());
        if let (Some(class), Some(parent)) = (part(0), part(1)) {
            state.tree.add(class, parent);
        }
    }
    true
}

/// What tells a file from what it was: path, size, time of change, kind, and the rules for names.
fn identity(input: &Input) -> Value {
    let found = std::fs::metadata(&input.path).ok();
    let changed = found.as_ref().and_then(|found| found.modified().ok());
    let changed = changed
        .and_then(|time| time.duration_since(UNIX_EPOCH).ok())
        .map(|since| since.as_nanos().to_string());
    json!([
        input.path.display().to_string(),
        found.map(|found| found.len()),
        changed,
        input.kind.map(super::Kind::as_str),
        normalise::version(),
        RECORDS,
    ])
}

/// The first lines of the list.
fn text_of_first(folder: &Path, count: u32) -> Result<String, Error> {
    let mut text = String::new();
    if let Ok(mut file) = File::open(folder.join(FINISHED)) {
        file.read_to_string(&mut text).map_err(Error::write(folder))?;
    }
    Ok(text.lines().take(count as usize).map(|line| format!("{line}\n")).collect())
}

fn append(folder: &Path, text: &str) -> Result<(), Error> {
    let path = folder.join(FINISHED);
    let mut file = OpenOptions::new().create(true).append(true).open(&path).map_err(Error::write(&path))?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(Error::write(&path))
}
