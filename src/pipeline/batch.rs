//! Work on a sequence with several threads: results come in the order of the input, memory stays bounded.
//!
//! A slow item holds back at most [`WINDOW`] others a thread. Work that panics costs its own item only. What the work
//! is does not matter here, and neither files nor the clock are looked at.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Items a thread that may be begun before the oldest one is handed on.
const WINDOW: usize = 8;
/// Stack of a working thread.
const STACK_BYTES: usize = 16 << 20;

/// A piece of work that panicked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Panicked {
    /// Name of the item.
    pub name: String,
    /// What the panic said.
    pub message: String,
}

/// How far the results have come.
struct Window {
    handed_on: usize,
    is_over: bool,
}

/// What the threads share.
struct Shared<I> {
    items: Mutex<(I, usize)>,
    window: Mutex<Window>,
    moved: Condvar,
    width: usize,
}

/// Hands every item of `items` to a worker and every result to `each`, in the order of the items.
///
/// `worker` is called once a thread, and again after a panic, so that a worker may keep buffers between items. `name`
/// says which item panicked. When `each` breaks, no further item is begun.
///
/// ```
/// use std::ops::ControlFlow;
/// let mut squares = Vec::new();
/// chancery::pipeline::batch::run(0..10, 3, |n| n.to_string(), || |n| n * n, |square| {
///     squares.push(square.unwrap());
///     ControlFlow::Continue(())
/// });
/// assert_eq!(squares[9], 81);
/// ```
pub fn run<T, R, W>(
    items: impl Iterator<Item = T> + Send,
    threads: usize,
    name: impl Fn(&T) -> String + Sync,
    worker: impl Fn() -> W + Sync,
    mut each: impl FnMut(Result<R, Panicked>) -> ControlFlow<()>,
) where
    T: Send,
    R: Send,
    W: FnMut(T) -> R,
{
    let threads = threads.max(1);
    let shared = Shared {
        items: Mutex::new((items, 0)),
        window: Mutex::new(Window { handed_on: 0, is_over: false }),
        moved: Condvar::new(),
        width: threads * WINDOW,
    };
    std::thread::scope(|scope| {
        let (sender, receiver) = channel();
        let mut started = 0;
        for number in 0..threads {
            let (sender, shared, name, worker) = (sender.clone(), &shared, &name, &worker);
            let thread = std::thread::Builder::new().name(format!("worker {number}")).stack_size(STACK_BYTES);
            started +=
                usize::from(thread.spawn_scoped(scope, move || work(shared, name, worker, &sender)).is_ok());
        }
        if started == 0 {
            // No thread to be had: the work is done here, which needs the window to be open.
            lock(&shared.window).handed_on = usize::MAX / 2;
            work(&shared, &name, &worker, &sender);
        }
        drop(sender);
        let (mut waiting, mut next) = (BTreeMap::new(), 0);
        for (index, result) in receiver {
            waiting.insert(index, result);
            while let Some(result) = waiting.remove(&next) {
                next += 1;
                let is_over = each(result).is_break();
                let mut window = lock(&shared.window);
                window.handed_on = window.handed_on.max(next);
                window.is_over = is_over;
                shared.moved.notify_all();
                if is_over {
                    return;
                }
            }
        }
    });
}

fn work<T, R, W: FnMut(T) -> R>(
    shared: &Shared<impl Iterator<Item = T>>,
    name: &impl Fn(&T) -> String,
    worker: &impl Fn() -> W,
    sender: &Sender<(usize, Result<R, Panicked>)>,
) {
    let mut work = worker();
    while let Some((index, item)) = take(shared) {
        let label = name(&item);
        let result = catch_unwind(AssertUnwindSafe(|| work(item))).map_err(|panic| {
            work = worker();
            let text = panic.downcast_ref::<String>().map(String::as_str);
            let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
            Panicked { name: label, message: text.unwrap_or("no message").to_owned() }
        });
        if sender.send((index, result)).is_err() {
            return;
        }
    }
}

/// The next item with its number, as soon as it is in the window.
fn take<T>(shared: &Shared<impl Iterator<Item = T>>) -> Option<(usize, T)> {
    let mut items = lock(&shared.items);
    let index = items.1;
    let mut window = lock(&shared.window);
    while index >= window.handed_on.saturating_add(shared.width) && !window.is_over {
        window = shared.moved.wait(window).unwrap_or_else(PoisonError::into_inner);
    }
    let is_over = window.is_over;
    drop(window);
    let item = if is_over { None } else { items.0.next() }?;
    items.1 += 1;
    Some((index, item))
}

/// A lock whose holder panicked is still good: nothing is done under it that can be left half done.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn squares(threads: usize, count: usize) -> Vec<usize> {
        let mut found = Vec::new();
        run(
            0..count,
            threads,
            usize::to_string,
            || {
                |n: usize| {
                    // Uneven work, so that results overtake each other.
                    (0..(n * 7919) % 1000).fold(0_usize, |sum, i| sum.wrapping_add(std::hint::black_box(i)));
                    n * n
                }
            },
            |square| {
                found.push(square.unwrap());
                ControlFlow::Continue(())
            },
        );
        found
    }

    #[test]
    fn the_order_does_not_depend_on_the_threads() {
        let expected: Vec<usize> = (0..500).map(|n| n * n).collect();
        for threads in [0, 1, 2, 8] {
            assert_eq!(squares(threads, 500), expected, "{threads} threads");
        }
        assert!(squares(4, 0).is_empty());
    }

    #[test]
    fn one_panic_costs_one_item() {
        let (built, mut panics, mut done) = (AtomicUsize::new(0), Vec::new(), 0);
        let worker = || {
            built.fetch_add(1, Ordering::Relaxed);
            |n: i32| assert_ne!(n, 7, "seven")
        };
        run(
            0..20,
            2,
            |n| format!("item {n}"),
            worker,
            |result| {
                match result {
                    Ok(()) => done += 1,
                    Err(panicked) => panics.push(panicked),
                }
                ControlFlow::Continue(())
            },
        );
        assert_eq!((done, panics.len()), (19, 1));
        assert_eq!(panics[0].name, "item 7");
        assert!(panics[0].message.contains("seven"));
        assert_eq!(built.load(Ordering::Relaxed), 3);
    }

    #[test]
    fn no_more_is_begun_than_the_window_holds() {
        let begun = AtomicUsize::new(0);
        let mut handed_on = 0;
        let worker = || {
            |n: usize| {
                begun.fetch_add(1, Ordering::SeqCst);
                n
            }
        };
        run(0..1_000, 2, usize::to_string, worker, |_| {
            let ahead = begun.load(Ordering::SeqCst) - handed_on;
            assert!(ahead <= 2 * WINDOW + 1, "{ahead} ahead");
            handed_on += 1;
            if handed_on == 100 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert!(begun.load(Ordering::SeqCst) <= 100 + 2 * WINDOW + 1);
    }
}
