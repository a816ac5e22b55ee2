//! A pool of workers for many documents: each takes the next one, and the results are returned
//! in the order of the documents.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use super::STACK;

/// How often a run in progress is reported.
const BEAT: Duration = Duration::from_millis(100);

/// What happens in a run.
#[derive(Debug)]
pub(super) enum Event<'a, T> {
    /// A document is done, not necessarily in order.
    Done(&'a T),
    /// The next result in order.
    Result(T),
    /// Some time has passed.
    Beat,
}

/// Does `work` for `0..count` with this many `workers`; calls `on_event` in this thread.
pub(super) fn go<T: Send>(
    count: usize,
    workers: usize,
    work: impl Fn(usize) -> T + Sync,
    mut on_event: impl FnMut(Event<'_, T>),
) {
    let next = AtomicUsize::new(0);
    let work_on = |results: Sender<(usize, T)>| {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            // The channel is closed only if the run has failed.
            if index >= count || results.send((index, work(index))).is_err() {
                break;
            }
        }
    };
    thread::scope(|scope| {
        let (results, inbox) = mpsc::channel();
        let mut working = 0;
        // A single document needs only this thread.
        let helpers = if count > 1 { workers.min(count) } else { 0 };
        for _ in 0..helpers {
            let (work_on, results) = (&work_on, results.clone());
            let helper = thread::Builder::new().stack_size(STACK);
            // If the system refuses further threads, the existing ones do all the work.
            working +=
                usize::from(helper.spawn_scoped(scope, move || work_on(results)).is_ok());
        }
        if working == 0 {
            work_on(results.clone());
        }
        drop(results);
        let mut waiting = BTreeMap::new();
        let mut due = 0;
        loop {
            match inbox.recv_timeout(BEAT) {
                Ok((index, result)) => {
                    on_event(Event::Done(&result));
                    waiting.insert(index, result);
                }
                Err(RecvTimeoutError::Timeout) => on_event(Event::Beat),
                Err(RecvTimeoutError::Disconnected) => break,
            }
            while let Some(result) = waiting.remove(&due) {
                on_event(Event::Result(result));
                due += 1;
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::{Event, go};

    #[test]
    fn results_come_in_order() {
        for (count, workers) in [(0, 2), (1, 4), (40, 1), (40, 3)] {
            let (mut order, mut done) = (Vec::new(), 0);
            let work = |index: usize| {
                let busy = std::time::Duration::from_micros((index as u64 * 7919) % 900);
                std::thread::sleep(busy);
                index * index
            };
            go(count, workers, work, |event| match event {
                Event::Done(_) => done += 1,
                Event::Result(result) => order.push(result),
                Event::Beat => {}
            });
            assert_eq!(done, count);
            assert_eq!(order, (0..count).map(|i| i * i).collect::<Vec<_>>());
        }
    }
}
