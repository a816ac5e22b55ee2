//! Runs the library's work while the interpreter is free for others.
//!
//! The work has a separate thread, with the stack that deep trees need. The calling thread waits
//! for it: it checks for signals, so that Ctrl-C ends a conversion, and calls the callables that
//! are filters, so that they run in their owner's thread.

use std::fmt;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, SyncSender};
use std::thread;
use std::time::Duration;

use paiban::context::{Cancel, Filter};
use paiban::diag::{Code, Diagnostic, Error, Result, guarded};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::errors::exception;

/// A tree of the greatest depth needs up to 16 MB in an unoptimised build.
const STACK: usize = 32 << 20;

/// The interval between checks for signals.
const PAUSE: Duration = Duration::from_millis(50);

/// What the work needs from the waiting thread.
#[derive(Default)]
pub(crate) struct Work {
    /// Ends the work.
    pub(crate) cancel: Cancel,
    /// Callables, from the bytes of a document to those of another.
    pub(crate) filters: Vec<Py<PyAny>>,
}

/// A message to the waiting thread.
enum Event<T> {
    Call(Call),
    Done(T),
}

/// A request to call a callable.
struct Call {
    filter: usize,
    json: Vec<u8>,
    answer: SyncSender<Vec<u8>>,
}

/// A callable as the library's filter.
struct Callable<T> {
    index: usize,
    events: Sender<Event<T>>,
}

impl<T> fmt::Debug for Callable<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Callable({})", self.index)
    }
}

impl<T: Send> Filter for Callable<T> {
    fn name(&self) -> &str {
        "filter"
    }

    fn run(&self, json: Vec<u8>) -> Result<(Vec<u8>, Vec<Diagnostic>)> {
        let (answer, answered) = mpsc::sync_channel(1);
        let call = Event::Call(Call { filter: self.index, json, answer });
        // The caller no longer waits if the callable has raised.
        let gone = || Error::new(Code::Cancelled, []);
        self.events.send(call).map_err(|_| gone())?;
        let json = answered.recv().map_err(|_| gone())?;
        Ok((json, Vec::new()))
    }
}

/// Runs `task` with the filters on a thread of its own.
///
/// # Errors
///
/// Those of `task`, exceptions of filters and signals.
pub(crate) fn run<T, W>(py: Python<'_>, work: &Work, task: W) -> PyResult<T>
where
    T: Send + 'static,
    W: FnOnce(Vec<Arc<dyn Filter>>) -> Result<T> + Send + 'static,
{
    let (events, mut coming) = mpsc::channel();
    let callable =
        |index| -> Arc<dyn Filter> { Arc::new(Callable { index, events: events.clone() }) };
    let filters = (0..work.filters.len()).map(callable).collect();
    let start = move || {
        let done = guarded(|| task(filters));
        // If the caller no longer waits, the result is dropped.
        let _ = events.send(Event::Done(done));
    };
    thread::Builder::new()
        .stack_size(STACK)
        .spawn(start)
        .map_err(|error| PyRuntimeError::new_err(format!("no thread: {error}")))?;
    let outcome = loop {
        let event;
        (coming, event) = py.detach(move || next(coming));
        match event {
            Ok(Event::Done(done)) => return done.map_err(|error| exception(py, &error)),
            Ok(Event::Call(call)) => match answer(py, work, &call) {
                // The work waits for it.
                Ok(json) => drop(call.answer.send(json)),
                Err(raised) => break raised,
            },
            Err(RecvTimeoutError::Timeout) => {
                if let Err(raised) = py.check_signals() {
                    break raised;
                }
            }
            Err(RecvTimeoutError::Disconnected) => {
                return Err(PyRuntimeError::new_err("the conversion ended without a result"));
            }
        }
    };
    work.cancel.cancel();
    Err(outcome)
}

/// The next event; the receiver goes to the thread that waits, and comes back.
fn next<T>(
    coming: Receiver<Event<T>>,
) -> (Receiver<Event<T>>, std::result::Result<Event<T>, RecvTimeoutError>) {
    let event = coming.recv_timeout(PAUSE);
    (coming, event)
}

/// The result of a callable for a document.
fn answer(py: Python<'_>, work: &Work, call: &Call) -> PyResult<Vec<u8>> {
    let json = PyBytes::new(py, &call.json);
    work.filters[call.filter].call1(py, (json,))?.extract(py)
}
