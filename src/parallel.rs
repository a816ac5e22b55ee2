//! The threads of one conversion, all spawned here.
//!
//! Without the feature `parallel` the same work is done sequentially in the caller's thread. The
//! results are the same either way: threads share nothing but their input.

#[cfg(feature = "parallel")]
use std::{
    panic::resume_unwind,
    sync::mpsc::sync_channel,
    thread::{self, Builder, ScopedJoinHandle},
};

use crate::diag::{Result, guarded};

/// The stack of a thread that walks the trees of documents and drawings, in bytes: the deepest
/// allowed ones take half of it in an unoptimised build.
#[cfg(feature = "parallel")]
const STACK: usize = 32 << 20;
/// The number of items buffered in a pipeline, so that a book is never held in memory.
#[cfg(feature = "parallel")]
const WAITING: usize = 8;

/// The default number of threads: one per processor core.
pub(crate) fn cores() -> usize {
    #[cfg(feature = "parallel")]
    return thread::available_parallelism().map_or(1, usize::from);
    #[cfg(not(feature = "parallel"))]
    1
}

/// Runs `beside` in parallel with `main`, which runs in the caller's thread; after it if no thread
/// can be started.
pub(crate) fn join<A, B: Send>(
    main: impl FnOnce() -> A,
    beside: impl Fn() -> Result<B> + Sync,
) -> (A, Result<B>) {
    let beside = || guarded(&beside);
    #[cfg(feature = "parallel")]
    return thread::scope(|scope| {
        let helper = Builder::new().stack_size(STACK).spawn_scoped(scope, beside);
        (main(), helper.map_or_else(|_| beside(), joined))
    });
    #[cfg(not(feature = "parallel"))]
    (main(), beside())
}

/// Runs `work` on a stack for deep trees; returns `None` if it panics or no thread can be started.
pub(crate) fn deep<T: Send>(work: impl FnOnce() -> T + Send) -> Option<T> {
    let work = || guarded(|| Ok(work())).ok();
    #[cfg(feature = "parallel")]
    return thread::scope(|scope| {
        let helper = Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        helper.map_or(None, joined)
    });
    #[cfg(not(feature = "parallel"))]
    work()
}

/// Runs `work` for each of these, in separate threads.
///
/// # Errors
///
/// The first of theirs in their order; a panic is one.
pub(crate) fn each<T: Send>(
    parts: Vec<T>,
    work: impl Fn(T) -> Result<()> + Sync,
) -> Result<()> {
    let work = |part| guarded(|| work(part));
    #[cfg(feature = "parallel")]
    return thread::scope(|scope| {
        let work = &work;
        let helpers: Vec<_> =
            parts.into_iter().map(|part| scope.spawn(move || work(part))).collect();
        helpers.into_iter().try_for_each(joined)
    });
    #[cfg(not(feature = "parallel"))]
    parts.into_iter().try_for_each(work)
}

/// Runs `produce`, which passes items on; each is processed by `step` in order, in parallel if
/// there may be more than one thread. Returns the result of `produce`, and the last state.
///
/// # Errors
///
/// That `step` panicked.
pub(crate) fn pipeline<T: Send, S: Send, R>(
    threads: usize,
    mut state: S,
    step: impl Fn(&mut S, T) + Send,
    produce: impl FnOnce(&mut dyn FnMut(T)) -> R,
) -> Result<(R, S)> {
    #[cfg(feature = "parallel")]
    if threads > 1 {
        return thread::scope(|scope| {
            let (sender, receiver) = sync_channel(WAITING);
            let consume = move || {
                guarded(|| {
                    receiver.iter().for_each(|item| step(&mut state, item));
                    Ok(state)
                })
            };
            let consumer = scope.spawn(consume);
            // A consumer that is gone has panicked, which `joined` reports.
            let produced = produce(&mut |item| drop(sender.send(item)));
            drop(sender);
            Ok((produced, joined(consumer)?))
        });
    }
    #[cfg(not(feature = "parallel"))]
    let _ = threads;
    let produced = produce(&mut |item| step(&mut state, item));
    Ok((produced, state))
}

/// The result of a thread.
#[cfg(feature = "parallel")]
fn joined<T>(helper: ScopedJoinHandle<'_, T>) -> T {
    helper.join().unwrap_or_else(|fault| resume_unwind(fault))
}

#[cfg(test)]
mod tests {
    use super::{deep, each, join, pipeline};
    use crate::diag::{Code, Result};
    use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

    #[test]
    fn both_results_are_returned() {
        let (main, beside) = join(|| 1, || Ok(2));
        assert_eq!((main, beside.unwrap()), (1, 2));
    }

    #[test]
    fn a_panic_beside_is_its_error() {
        let (main, beside) = join(|| 1, || -> Result<u8> { panic!("a bug") });
        assert_eq!(main, 1);
        assert_eq!(beside.unwrap_err().diagnostic().code, Code::Fault);
        assert_eq!(deep(|| -> u8 { panic!("a bug") }), None);
        assert!(
            each(vec![1, 2], |part| if part == 1 { Ok(()) } else { panic!("a bug") }).is_err()
        );
    }

    #[test]
    fn every_part_is_worked_on_once() {
        let sum = AtomicUsize::new(0);
        let work = |part| {
            sum.fetch_add(part, Relaxed);
            Ok(())
        };
        each((1..=10).collect(), work).unwrap();
        assert_eq!(sum.into_inner(), 55);
    }

    #[test]
    fn items_pass_a_pipeline_in_order() {
        for threads in [1, 2] {
            let produce = |pass: &mut dyn FnMut(usize)| (0..100).for_each(pass);
            let step = |seen: &mut Vec<usize>, item| seen.push(item);
            let ((), seen) = pipeline(threads, Vec::new(), step, produce).unwrap();
            assert_eq!(seen, (0..100).collect::<Vec<_>>());
        }
    }
}
