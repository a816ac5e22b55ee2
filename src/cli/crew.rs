//! Several hands for many documents: each takes the next that is left, and the results come
//! back in the order of the documents, whoever is done first.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use super::STACK;

/// How often a run that goes on is told of.
const BEAT: Duration = Duration::from_millis(100);

/// What happens in a run.
#[derive(Debug)]
pub(super) enum Event<'a, T> {
    /// A document is done, not necessarily the next.
    Done(&'a T),
    /// The result of the next document.
    Result(T),
    /// Time goes by.
    Beat,
}

/// Does `work` for `0..count`, by as many `hands`, and hears `hear` of it in this thread.
pub(super) fn go<T: Send>(
    count: usize,
    hands: usize,
    work: impl Fn(usize) -> T + Sync,
    mut hear: impl FnMut(Event<'_, T>),
) {
    let next = AtomicUsize::new(0);
    let hand = |results: Sender<(usize, T)>| {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            // Nobody listens any more only where the run has failed.
            if index >= count || results.send((index, work(index))).is_err() {
                break;
            }
        }
    };
    thread::scope(|scope| {
        let (results, inbox) = mpsc::channel();
        let mut working = 0;
        // One document needs no hand but this one.
        let helpers = if count > 1 { hands.min(count) } else { 0 };
        for _ in 0..helpers {
            let (hand, results) = (&hand, results.clone());
            let helper = thread::Builder::new().stack_size(STACK);
            // Where the system has no thread to give, those that there are do it all.
            working += usize::from(helper.spawn_scoped(scope, move || hand(results)).is_ok());
        }
        if working == 0 {
            hand(results.clone());
        }
        drop(results);
        let mut waiting = BTreeMap::new();
        let mut due = 0;
        loop {
            match inbox.recv_timeout(BEAT) {
                Ok((index, result)) => {
                    hear(Event::Done(&result));
                    waiting.insert(index, result);
                }
                Err(RecvTimeoutError::Timeout) => hear(Event::Beat),
                Err(RecvTimeoutError::Disconnected) => break,
            }
            while let Some(result) = waiting.remove(&due) {
                hear(Event::Result(result));
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
        for (count, hands) in [(0, 2), (1, 4), (40, 1), (40, 3)] {
            let (mut order, mut done) = (Vec::new(), 0);
            let work = |index: usize| {
                let busy = std::time::Duration::from_micros((index as u64 * 7919) % 900);
                std::thread::sleep(busy);
                index * index
            };
            go(count, hands, work, |event| match event {
                Event::Done(_) => done += 1,
                Event::Result(result) => order.push(result),
                Event::Beat => {}
            });
            assert_eq!(done, count);
            assert_eq!(order, (0..count).map(|i| i * i).collect::<Vec<_>>());
        }
    }
}
