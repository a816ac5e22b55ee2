//! Turns a fault of the program itself into an error: runs work that may panic, and returns its
//! result, or [`Code::Fault`] with the panic's message.

use std::any::Any;
use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};

use super::{Code, Error, Result};

thread_local! {
    /// The message of the last panic in this thread, with its place in the program.
    static LAST_PANIC: Cell<Option<String>> = const { Cell::new(None) };
}

/// Keeps the message of every panic for [`guarded`] instead of printing it. For programs only: it
/// replaces the panic hook.
pub fn keep_panics() {
    panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(|place| format!(" ({place})")).unwrap_or_default();
        LAST_PANIC.set(Some(format!("{}{place}", carried(panic.payload()))));
    }));
}

/// Runs `work`; a panic in it is [`Code::Fault`]. Anything that `work` has modified must not be
/// used after a panic, since the change may be incomplete.
///
/// # Errors
///
/// Those of `work`, and a panic.
pub fn guarded<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    panic::catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|payload| {
        let message = LAST_PANIC.take().unwrap_or_else(|| carried(payload.as_ref()).to_owned());
        Err(Error::new(Code::Fault, [&message]))
    })
}

/// The message that a panic carries.
fn carried(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("panic")
}

#[cfg(test)]
mod tests {
    use super::guarded;
    use crate::diag::{Code, Error};

    #[test]
    fn a_panic_is_an_error() {
        for work in [|| panic!("a bug"), || panic!("{} bug", "a")] {
            let error = guarded::<()>(work).unwrap_err();
            assert_eq!(error, Error::new(Code::Fault, [&"a bug"]));
        }
        assert_eq!(guarded(|| Ok(1)), Ok(1));
    }
}
