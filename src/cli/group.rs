//! A program and all its child processes, which end together: a process group (POSIX.1-2024,
//! 3.284).
//!
//! On other systems only the program is ended. Running groups are listed, since a separate group
//! does not receive Ctrl-C. Starting one requires the lock of the list; the end of the run takes it
//! and never releases it.

use std::collections::BTreeSet;
use std::io;
use std::process::{Child, Command};
use std::sync::{Mutex, MutexGuard, PoisonError};

static RUNNING: Mutex<BTreeSet<u32>> = Mutex::new(BTreeSet::new());

fn running() -> MutexGuard<'static, BTreeSet<u32>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A running program.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) child: Child,
}

impl Group {
    /// Starts a program.
    ///
    /// # Errors
    ///
    /// Why the system can't.
    pub(super) fn start(command: &mut Command) -> io::Result<Self> {
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        let mut running = running();
        let child = command.spawn()?;
        running.insert(child.id());
        Ok(Self { child })
    }

    /// Ends the program and its child processes.
    pub(super) fn end(&mut self) {
        end(self.child.id());
        // One that has ended can't be killed, and need not be.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        running().remove(&self.child.id());
    }
}

/// Ends all running groups, and prevents others from starting.
pub(super) fn end_all() {
    let running = running();
    running.iter().for_each(|id| end(*id));
    std::mem::forget(running);
}

#[cfg(unix)]
fn end(id: u32) {
    use nix::sys::signal::{Signal, killpg};
    use nix::unistd::Pid;
    if let Ok(id) = id.try_into() {
        // An empty group has ended.
        let _ = killpg(Pid::from_raw(id), Signal::SIGKILL);
    }
}

#[cfg(not(unix))]
fn end(_: u32) {}
