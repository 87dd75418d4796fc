//! Breaking off from another thread.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// Cancels work from another thread: checked between responses, batches and files, and in every wait.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<Flags>);

#[derive(Debug, Default)]
struct Flags {
    cancelled: AtomicBool,
    /// No wait for a server lasts longer than until then.
    until: Mutex<Option<Instant>>,
}

/// The work was broken off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cancelled;

impl Cancel {
    pub fn cancel(&self) {
        self.0.cancelled.store(true, Ordering::Relaxed);
    }
    pub fn is_cancelled(&self) -> bool {
        self.0.cancelled.load(Ordering::Relaxed)
    }
    /// Ready for the next piece of work.
    pub fn reset(&self) {
        self.0.cancelled.store(false, Ordering::Relaxed);
        *self.until() = None;
    }
    /// Work that goes on may go on, but it no longer waits for a server that is silent then. An earlier end stays.
    pub fn hurry(&self, until: Instant) {
        self.until().get_or_insert(until);
    }
    /// `Err(Cancelled)` once cancelled, for `?` in loops.
    pub fn check(&self) -> Result<(), Cancelled> {
        if self.is_cancelled() { Err(Cancelled) } else { Ok(()) }
    }
    /// The same for a wait: it is over as well when it is to hurry and has not.
    pub fn check_wait(&self) -> Result<(), Cancelled> {
        if self.until().is_some_and(|until| Instant::now() >= until) { Err(Cancelled) } else { self.check() }
    }

    fn until(&self) -> MutexGuard<'_, Option<Instant>> {
        self.0.until.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
