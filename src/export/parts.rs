//! Many items written by several threads, in their order.
//!
//! Comes in: how many items there are, and what writes one of them behind a buffer. Goes out: what one thread would have written. Parts
//! of some hundred items are made ahead of those that are being written, by a fixed number, so that memory does not depend on how many
//! there are, and the bytes not on the number of threads.

use std::io::{self, Write};
use std::ops::Range;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::LossReport;

/// Items of a part: some hundred kilobytes.
const PART: usize = 256;

/// What items are written behind.
pub(super) trait Buffer: Default + Send {
    /// What was written.
    fn bytes(&self) -> &[u8];
    /// Makes room for other items.
    fn clear(&mut self);
}

impl Buffer for String {
    fn bytes(&self) -> &[u8] {
        self.as_bytes()
    }

    fn clear(&mut self) {
        self.clear();
    }
}

impl Buffer for Vec<u8> {
    fn bytes(&self) -> &[u8] {
        self
    }

    fn clear(&mut self) {
        self.clear();
    }
}

/// Writes what `each` writes of the items from 0 up to `count`, and adds what it counts as lost.
pub(super) fn write<B: Buffer>(
    count: usize,
    out: &mut dyn Write,
    loss: &mut LossReport,
    each: impl Fn(usize, &mut B, &mut LossReport) + Sync,
) -> io::Result<()> {
    let spent = Mutex::new(Vec::new());
    let make = |part: Range<usize>| {
        let mut buffer: B = spent.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
        let mut lost = LossReport::default();
        part.for_each(|at| each(at, &mut buffer, &mut lost));
        (buffer, lost)
    };
    let mut deliver = |(mut buffer, lost): (B, LossReport)| {
        loss.merge(&lost);
        out.write_all(buffer.bytes())?;
        buffer.clear();
        spent.lock().unwrap_or_else(PoisonError::into_inner).push(buffer);
        Ok(())
    };
    if count <= PART {
        return deliver(make(0..count));
    }
    let room = 2 * rayon::current_num_threads().max(1);
    let (ahead, ready) = sync_channel(room);
    std::thread::scope(|scope| {
        scope.spawn(move || make_ahead(count, room, make, &ahead));
        ready.into_iter().try_for_each(deliver)
    })
}

/// Hands on the parts in their order.
fn make_ahead<T: Send>(
    count: usize,
    room: usize,
    make: impl Fn(Range<usize>) -> T + Sync,
    ahead: &SyncSender<T>,
) {
    let parts: Vec<Range<usize>> =
        (0..count).step_by(PART).map(|start| start..count.min(start + PART)).collect();
    for parts in parts.chunks(room) {
        let made: Vec<T> = parts.par_iter().cloned().map(&make).collect();
        // Nobody takes what follows a failure.
        if made.into_iter().any(|part| ahead.send(part).is_err()) {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(count: usize, out: &mut dyn Write, loss: &mut LossReport) -> io::Result<()> {
        write(count, out, loss, |at, line: &mut String, loss| {
            line.push_str(&format!("{at}\n"));
            loss.add("odd numbers", at % 2);
        })
    }

    #[test]
    fn all_items_come_in_their_order() {
        for count in [0, 1, PART, PART + 1, 50 * PART + 7] {
            let (mut out, mut loss) = (Vec::new(), LossReport::new("numbers"));
            numbers(count, &mut out, &mut loss).unwrap();
            let expected: String = (0..count).map(|at| format!("{at}\n")).collect();
            assert!(out == expected.as_bytes(), "{count}");
            assert_eq!(loss.count("odd numbers"), count / 2);
        }
    }

    #[test]
    fn the_first_failure_ends_it() {
        struct Full(usize);
        impl Write for Full {
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                self.0 = self.0.checked_sub(bytes.len()).ok_or(io::ErrorKind::StorageFull)?;
                Ok(bytes.len())
            }

            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let error = numbers(100 * PART, &mut Full(10_000), &mut LossReport::default()).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::StorageFull);
    }
}
