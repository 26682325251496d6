//! How far a long command has come: a bar on a terminal, a line every ten seconds otherwise.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Context;
use crate::diagnostic::{Diagnostic, counted};
use crate::source::Readings;

const LINE_EVERY: Duration = Duration::from_secs(10);
const DRAW_EVERY: Duration = Duration::from_millis(100);

/// Progress of a command that reads articles.
pub(super) struct Progress<'a> {
    context: &'a Context,
    bar: Option<ProgressBar>,
    bytes_read: Arc<AtomicU64>,
    bytes_total: Option<u64>,
    documents: usize,
    began: Instant,
    shown: Instant,
}

impl<'a> Progress<'a> {
    /// Begins to watch `readings`.
    pub(super) fn new(context: &'a Context, readings: &Readings) -> Self {
        let began = Instant::now();
        let bytes_total = readings.bytes_total();
        let bar = (context.stderr_is_terminal && !context.quiet && !is_plain_terminal())
            .then(|| bar(bytes_total))
            .flatten();
        Self { context, bar, bytes_read: readings.progress(), bytes_total, documents: 0, began, shown: began }
    }

    /// One document more is done.
    pub(super) fn step(&mut self) {
        self.documents += 1;
        let every = if self.bar.is_some() { DRAW_EVERY } else { LINE_EVERY };
        if self.shown.elapsed() < every {
            return;
        }
        self.shown = Instant::now();
        let rate = self.documents as f64 / self.began.elapsed().as_secs_f64().max(0.001);
        let read = self.bytes_read.load(Ordering::Relaxed);
        if let Some(bar) = &self.bar {
            bar.set_position(read);
            bar.set_message(format!("{}, {rate:.0}/s", counted(self.documents, "document")));
        } else {
            let share =
                self.bytes_total.filter(|&total| total > 0).map(|total| 100 * read.min(total) / total);
            let share = share.map(|percent| format!(", {percent} % of the input")).unwrap_or_default();
            self.context.say(format_args!("{}, {rate:.0}/s{share}", counted(self.documents, "document")));
        }
    }

    /// Tells of an input, beside the bar.
    pub(super) fn report(&self, diagnostic: &Diagnostic) {
        match &self.bar {
            Some(bar) => bar.suspend(|| self.context.report(diagnostic)),
            None => self.context.report(diagnostic),
        }
    }

    /// Ends it, and gives the time that it took.
    pub(super) fn finish(self) -> Duration {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        self.began.elapsed()
    }
}

fn bar(bytes_total: Option<u64>) -> Option<ProgressBar> {
    let target = ProgressDrawTarget::stderr();
    let (bar, template) = match bytes_total {
        Some(total) => (
            ProgressBar::with_draw_target(Some(total), target),
            "{wide_bar} {percent:>3} %  {msg}  {eta} left",
        ),
        None => (ProgressBar::with_draw_target(None, target), "{spinner} {msg}"),
    };
    Some(bar.with_style(ProgressStyle::with_template(template).ok()?))
}

/// Whether a bar would only make noise: in continuous integration, or on a terminal that cannot move its cursor.
#[expect(clippy::disallowed_methods, reason = "the terminal is described by the environment")]
fn is_plain_terminal() -> bool {
    std::env::var_os("CI").is_some() || std::env::var_os("TERM").is_some_and(|term| term == "dumb")
}
