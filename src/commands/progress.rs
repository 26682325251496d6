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
            let left = self.bytes_total.and_then(|total| time_left(self.began.elapsed(), read, total));
            let left = left.map(|left| format!(", {} left", in_words(left))).unwrap_or_default();
            let documents = counted(self.documents, "document");
            self.context.say(format_args!("{documents}, {rate:.0}/s{share}{left}"));
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

/// How long it will take yet if it goes on like this; `None` if that cannot be told.
fn time_left(elapsed: Duration, read: u64, total: u64) -> Option<Duration> {
    let seconds = elapsed.as_secs_f64() * total.saturating_sub(read) as f64 / read as f64;
    Duration::try_from_secs_f64(seconds).ok().filter(|_| read > 0)
}

/// `40 s`, `3 min`, `2 h 5 min`.
fn in_words(time: Duration) -> String {
    let seconds = time.as_secs();
    match (seconds / 3600, seconds.div_ceil(60)) {
        (0, 0 | 1) => format!("{seconds} s"),
        (0, minutes) => format!("{minutes} min"),
        (hours, minutes) => format!("{hours} h {} min", minutes % 60),
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

#[cfg(test)]
mod tests {
    use super::{in_words, time_left};
    use std::time::Duration;

    #[test]
    fn the_time_left_follows_from_what_is_read() {
        let left = |read, total| time_left(Duration::from_secs(30), read, total);
        assert_eq!(left(25, 100), Some(Duration::from_secs(90)));
        assert_eq!(left(100, 100), Some(Duration::ZERO));
        assert_eq!(left(120, 100), Some(Duration::ZERO));
        assert_eq!(left(0, 100), None);
        let words = |seconds| in_words(Duration::from_secs(seconds));
        assert_eq!([words(0), words(59), words(61), words(7500)], ["0 s", "59 s", "2 min", "2 h 5 min"]);
    }
}
