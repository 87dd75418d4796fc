//! The worker: takes one command after the other to the use case that answers it, and outlives all of them.

use super::handle::Outbox;
use super::{Command, Error, Event, Options, Task};
use crate::source::{Cancel, SourceError};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

pub(super) struct Worker {
    #[expect(dead_code, reason = "read once the store is wired")]
    options: Options,
    outbox: Outbox,
    #[expect(dead_code, reason = "handed to sources once they are wired")]
    cancel: Cancel,
}

impl Worker {
    pub(super) fn new(options: Options, outbox: Outbox, cancel: Cancel) -> Self {
        Self { options, outbox, cancel }
    }

    pub(super) fn say(&self, event: Event) {
        self.outbox.say(event);
    }

    /// Answers a command. A failure, and even a panic, becomes an event: the worker never dies of one.
    pub(super) fn run(&mut self, command: Command) {
        let task = command.task();
        // What a use case leaves half done lies in the store, which knows how to go on; the worker's own state is
        // replaced as a whole, so nothing half changed is seen after a panic.
        let result = catch_unwind(AssertUnwindSafe(|| self.answer(command)));
        match result {
            Ok(Ok(())) => {}
            Ok(Err(error)) => self.failed(task, error),
            Err(panic) => self.failed(task, Error::Internal { detail: panic_text(panic.as_ref()) }),
        }
    }

    fn failed(&self, task: Task, error: Error) {
        match error {
            Error::Source(SourceError::Cancelled) => self.say(Event::Cancelled(task)),
            error => self.say(Event::Failed { task, error: Arc::new(error) }),
        }
    }

    #[expect(clippy::unused_self, clippy::needless_pass_by_value, reason = "use cases follow")]
    fn answer(&mut self, _command: Command) -> Result<(), Error> {
        Err(Error::NothingOpen)
    }
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|s| (*s).to_owned()).or_else(|| panic.downcast_ref::<String>().cloned());
    crate::mail::text::one_line(&text.unwrap_or_default()).chars().take(300).collect()
}
