//! Ctrl-C and termination: no temporary file is left, no document is half written, and no filter
//! keeps running.
//!
//! All temporary files are listed. Creating, renaming or deleting one requires the lock of the
//! list; the end of the run takes it and never releases it.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::group;

/// The exit status of an interrupted run, by the convention of shells: 128 plus the signal's
/// number.
const INTERRUPTED: i32 = 130;

static TEMPORARY: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// The existing temporary files.
pub(super) fn temporary() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    TEMPORARY.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Installs the handler: on an interrupt it deletes temporary files, ends filters, prints
/// `farewell` and exits.
pub(super) fn watch(farewell: impl Fn() -> String + Send + 'static) {
    let end = move || {
        // Held to the end, so that no file is created or renamed.
        let temporary = temporary();
        for path in temporary.iter() {
            // A failure to delete is ignored.
            let _ = fs::remove_file(path);
        }
        group::end_all();
        let _ = io::stderr().write_all(farewell().as_bytes());
        process::exit(INTERRUPTED);
    };
    // Without a handler the system ends the run, and the next one deletes what is left.
    let _ = ctrlc::set_handler(end);
}
