//! `chancery build --watch`: what appears in folders and files is added to the graph, round after round, until it is told to end.
//!
//! Files are looked at, not listened to: a file whose size and time of change were the same at two looks, and not those of
//! when it was read, is read. So a file that is still being written waits, and a feed that is fetched again is read again; of it
//! only what is new or changed is understood. Each round is committed whole and made safe against a loss of power.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::{Duration, Instant, SystemTime};

use super::add::{Event, Target, Work};
use crate::archive::Archive;
use crate::commands::Context;
use crate::commands::build::report::Report;
use crate::commands::refresh;
use crate::commands::stop::Stop;
use crate::commands::summary::Summary;
use crate::diagnostic::{Diagnostic, counted};
use crate::source::{self, Options};

/// The wait between the first two looks, which finds what is there already, is no longer than this.
const FIRST_WAIT: Duration = Duration::from_secs(1);
/// How long a wish to end may wait for a pause.
const NAP: Duration = Duration::from_millis(50);

/// What tells that a file has changed: its size and the time of its last change.
type Look = (u64, Option<SystemTime>);

/// Files as they were.
type Looks = BTreeMap<PathBuf, Look>;

/// What is watched, and how.
pub(super) struct Watch<'a> {
    pub(super) inputs: &'a [PathBuf],
    pub(super) options: &'a Options,
    pub(super) interval: Duration,
    /// When it is to end.
    pub(super) stop: &'a Stop,
    pub(super) context: &'a Context,
}

impl Watch<'_> {
    /// Adds what appears, one line a round, until the wish to end; gives what came of all rounds.
    ///
    /// # Errors
    /// The graph cannot be written.
    pub(super) fn run(
        &self,
        work: &mut Work<'_>,
        archive: &mut Archive,
        report: &mut Report,
    ) -> anyhow::Result<Summary> {
        let (mut total, mut read) = (Summary::default(), Looks::new());
        let mut last = self.look();
        self.context.say(format_args!("watching {}; end with Ctrl-C", counted(last.len(), "file")));
        self.wait(self.interval.min(FIRST_WAIT));
        while !self.is_over() {
            let now = self.look();
            let is_ready = |(path, look): &(&PathBuf, &Look)| {
                last.get(*path) == Some(*look) && read.get(*path) != Some(*look)
            };
            let ready: Looks =
                now.iter().filter(is_ready).map(|(path, look)| (path.clone(), *look)).collect();
            if !ready.is_empty() {
                total.absorb(self.round(&ready.keys().cloned().collect(), work, archive, report)?);
                read.extend(ready);
            }
            last = now;
            self.wait(self.interval);
        }
        // An article that changed meanwhile is counted as it is.
        total.recount(archive)?;
        Ok(total)
    }

    fn round(
        &self,
        files: &BTreeSet<PathBuf>,
        work: &mut Work<'_>,
        archive: &mut Archive,
        report: &mut Report,
    ) -> anyhow::Result<Summary> {
        let count = files.len();
        let readings = source::read_files(self.inputs, files, self.options)?;
        let summary = work.add(readings, Target::Graph(archive), &mut |event| {
            if let Event::Told(diagnostic) = event {
                report.told(diagnostic);
                self.context.report(diagnostic);
            }
        })?;
        let mut tell = |diagnostic: &Diagnostic| self.context.report(diagnostic);
        // Who is who is worked out of all documents: of a large graph not for every few, but when the index is made anew.
        if refresh::queries(archive, &mut tell) {
            refresh::digests(archive, &mut tell);
            refresh::who_is_who(archive, &mut tell);
        }
        self.context.say(format_args!("{}: {summary}", counted(count, "file")));
        Ok(summary)
    }

    /// The files that there are now. What cannot be looked at is not there.
    fn look(&self) -> Looks {
        let files = source::files(self.inputs, self.options).into_iter();
        let looks = files.filter_map(|path| {
            let metadata = std::fs::metadata(&path).ok()?;
            Some((path, (metadata.len(), metadata.modified().ok())))
        });
        looks.collect()
    }

    fn is_over(&self) -> bool {
        self.stop.is_wanted()
    }

    fn wait(&self, time: Duration) {
        let began = Instant::now();
        while !self.is_over() && began.elapsed() < time {
            std::thread::sleep(NAP.min(time.saturating_sub(began.elapsed())));
        }
    }
}
