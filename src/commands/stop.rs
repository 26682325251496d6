//! Ending a long command when the system or the user asks for it: after the document at hand, with all of it flushed.
//!
//! Comes in: SIGINT or SIGTERM. Goes out: the wish to stop, which the command looks at between two documents. A command that
//! waits for input that does not come is ended after [`PATIENCE`]; a second signal ends it at once. What was committed is
//! whole in either case.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};
use std::time::Duration;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use super::{Outcome, talk};

/// How long the document at hand may take after a signal.
const PATIENCE: Duration = Duration::from_secs(4);

/// Whether a command is to stop.
#[derive(Clone, Debug, Default)]
pub(super) struct Stop {
    /// The signal that asked for it; zero for none.
    signal: Arc<AtomicI32>,
}

impl Stop {
    /// Listens from now on.
    ///
    /// # Errors
    /// If the system lets no signal be caught.
    pub(super) fn on_signals() -> io::Result<Self> {
        let stop = Self::default();
        let mut signals = Signals::new([SIGINT, SIGTERM])?;
        let wish = stop.clone();
        std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
            for signal in signals.forever() {
                if wish.signal.swap(signal, Ordering::SeqCst) != 0 {
                    std::process::exit(status(signal));
                }
                let _ = std::thread::Builder::new().spawn(move || {
                    std::thread::sleep(PATIENCE);
                    talk("stopped while the document at hand was waited for; what came before it is saved\n");
                    std::process::exit(status(signal));
                });
            }
        })?;
        Ok(stop)
    }

    /// Whether a signal came.
    pub(super) fn is_wanted(&self) -> bool {
        self.signal.load(Ordering::SeqCst) != 0
    }

    /// How the command ends that would have ended with `outcome`.
    pub(super) fn outcome(&self, outcome: Outcome) -> Outcome {
        if self.signal.load(Ordering::SeqCst) == SIGINT { Outcome::Interrupted } else { outcome }
    }
}

/// An end that was asked for is no failure; an interrupt at a keyboard is told to the shell as usual.
fn status(signal: i32) -> i32 {
    if signal == SIGINT { 130 } else { 0 }
}
