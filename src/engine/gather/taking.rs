//! Triage takes new messages in on a thread of its own, while they are stored.
//!
//! One thread for all batches: where threads come and go, an allocator gives back to the system, each time, what the next one asks
//! for again.

use super::take_in;
use crate::source::{Batch, Change};
use crate::triage::{Seen, Triage};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread;

/// The way to that thread, which ends with it.
pub(super) struct Taking(Sender<Work>);

/// A triage and new messages.
struct Work {
    triage: Triage,
    batch: Arc<Batch>,
    /// What the source has seen of them.
    seen: Vec<Seen>,
    done: Sender<thread::Result<Triage>>,
}

impl Taking {
    pub fn new() -> Self {
        let (way, work) = channel::<Work>();
        thread::spawn(move || {
            for Work { triage, batch, seen, done } in work {
                let taken = catch_unwind(AssertUnwindSafe(move || taken_in(triage, &batch, seen)));
                // Where the storing has panicked, nobody waits for it.
                let _ = done.send(taken);
            }
        });
        Self(way)
    }

    /// Has triage take in what is new in a batch, and does something beside. A panic in triage is one here. No triage comes back only if
    /// there were no thread any more.
    pub fn beside<T>(
        &self,
        triage: Triage,
        batch: &Arc<Batch>,
        seen: Vec<Seen>,
        something: impl FnOnce() -> T,
    ) -> (Option<Triage>, T) {
        let (done, taken) = channel();
        let _ = self.0.send(Work { triage, batch: Arc::clone(batch), seen, done });
        let outcome = something();
        (taken.recv().ok().map(|taken| taken.unwrap_or_else(|panic| resume_unwind(panic))), outcome)
    }
}

fn taken_in(mut triage: Triage, batch: &Batch, seen: Vec<Seen>) -> Triage {
    let new = batch.changes.iter().filter_map(|change| match change {
        Change::New(envelope) => Some(&**envelope),
        _ => None,
    });
    take_in(&mut triage, &new.collect::<Vec<_>>(), seen);
    triage
}
