//! Ctrl-C, and being asked to end: no temporary file stays, no document is half in place, and no
//! filter runs on.
//!
//! Every temporary file is listed as long as it is there. Whoever makes, places or removes one
//! holds the list; so does the end, which never gives it back.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::group;

/// The status of a run that was interrupted, as shells count: 128 and the signal's number.
const INTERRUPTED: i32 = 130;

static TEMPORARY: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// The temporary files that are there.
pub(super) fn temporary() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    TEMPORARY.lock().unwrap_or_else(PoisonError::into_inner)
}

/// From now on an interrupted run removes its temporary files, ends its filters, says `farewell`
/// and ends.
pub(super) fn watch(farewell: impl Fn() -> String + Send + 'static) {
    let end = move || {
        // Held to the end, so that nobody makes or places another.
        let temporary = temporary();
        for path in temporary.iter() {
            // Nothing more can be done if it stays.
            let _ = fs::remove_file(path);
        }
        group::end_all();
        let _ = io::stderr().write_all(farewell().as_bytes());
        process::exit(INTERRUPTED);
    };
    // Without it the run ends as the system has it, and the next sweeps up.
    let _ = ctrlc::set_handler(end);
}
