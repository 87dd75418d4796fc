//! Patience: a source that asks for a pause is given it. The member sees until when and may end it; then the work goes on where it was.
//!
//! A question that changes nothing when it is asked twice is asked again by [`Patient`]. Between two attempts of a sync or of a move
//! the store has a part to play: those wait by themselves, with a [`Patience`] of their own.

use super::{Error, Event};
use crate::mail::{MailboxInfo, MailboxName, MessageRef, Namespaces};
use crate::source::{
    Batch, Cancel, Fingerprint, Known, Label, MailSource, MailboxState, MoveOutcome, SourceError, SourceInfo, SyncPoint,
};
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::hash::{BuildHasher, RandomState};
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

/// A source that names no time is left alone for so long, and at most for so long...
const WAIT: Duration = Duration::from_secs(10);
const LONGEST: Duration = Duration::from_mins(5);
/// ...and so often in a row, and in all for so long, whatever it names: then the member decides.
const TIMES: u32 = 8;
const IN_ALL: Duration = Duration::from_hours(1);
/// How often a wait looks whether it was cancelled.
const TICK: Duration = Duration::from_millis(50);

type Result<T> = std::result::Result<T, SourceError>;

/// A task at work: who may end it, its clock, and whom it tells.
#[derive(Clone, Copy)]
pub(super) struct Errand<'a> {
    pub cancel: &'a Cancel,
    /// A fixed clock; None: the system's.
    pub clock: Option<Timestamp>,
    pub say: &'a (dyn Fn(Event) + Sync),
    /// It waits where a source asks for it. Else that is a failure like every other.
    pub waits: bool,
}

impl<'a> Errand<'a> {
    pub fn now(&self) -> Timestamp {
        self.clock.unwrap_or_else(Timestamp::now)
    }

    /// A source for this errand.
    pub fn patient<'s>(self, source: &'s mut dyn MailSource) -> Patient<'s>
    where
        'a: 's,
    {
        Patient { source, errand: self }
    }

    /// Does it, and again as long as the answer is a wish to wait.
    pub fn again<T>(self, mut attempt: impl FnMut() -> std::result::Result<T, Error>) -> std::result::Result<T, Error> {
        let mut patience = Patience::new(self);
        loop {
            match attempt() {
                Err(Error::Source(error)) => patience.wait(error)?,
                done => return done,
            }
        }
    }
}

/// How patient an errand still is.
pub(super) struct Patience<'a> {
    errand: Errand<'a>,
    times: u32,
    waited: Duration,
}

impl<'a> Patience<'a> {
    pub fn new(errand: Errand<'a>) -> Self {
        Self { errand, times: 0, waited: Duration::ZERO }
    }

    /// The work got on since the source asked last.
    pub fn got_on(&mut self) {
        (self.times, self.waited) = (0, Duration::ZERO);
    }

    /// Waits, where the error is a wish to wait; every other is the answer, and this one too once it came too often.
    pub fn wait(&mut self, error: SourceError) -> Result<()> {
        let SourceError::Wait { wait, .. } = error else { return Err(error) };
        let length = length(wait, self.times).filter(|length| self.errand.waits && self.waited.saturating_add(*length) <= IN_ALL);
        let Some(length) = length else { return Err(error) };
        self.times += 1;
        self.waited += length;
        let length = length + jitter(length, RandomState::new().hash_one(()));
        tracing::info!(%error, ?length, "the source asks for patience");
        let now = self.errand.now();
        let until = now.checked_add(length).unwrap_or(now);
        (self.errand.say)(Event::Waiting { until, problem: error.problem() });
        let begun = Instant::now();
        while let Some(left) = length.checked_sub(begun.elapsed()) {
            self.errand.cancel.check()?;
            std::thread::sleep(left.min(TICK));
        }
        self.errand.cancel.check()?;
        (self.errand.say)(Event::GoesOn);
        Ok(())
    }
}

/// How long to wait at least after so many waits in a row that were of no use; None: no longer.
fn length(asked: Option<Duration>, times: u32) -> Option<Duration> {
    let longer = |wait: Duration| wait.saturating_mul(1_u32 << times);
    (times < TIMES).then(|| asked.map_or_else(|| longer(WAIT).min(LONGEST), longer))
}

/// How much longer than asked for, up to a quarter: many programs that were sent away together must not come back all at once.
fn jitter(wait: Duration, chance: u64) -> Duration {
    wait.mul_f64((chance % 1024) as f64 / 4096.0)
}

/// A source that is asked again after it asked for a pause. Not so for syncs, moves and the watch.
pub(super) struct Patient<'a> {
    source: &'a mut dyn MailSource,
    errand: Errand<'a>,
}

impl Patient<'_> {
    fn ask<T>(&mut self, question: impl Fn(&mut dyn MailSource) -> Result<T>) -> Result<T> {
        let mut patience = Patience::new(self.errand);
        loop {
            match question(self.source) {
                Err(error) => patience.wait(error)?,
                answer => return answer,
            }
        }
    }
}

impl MailSource for Patient<'_> {
    fn info(&self) -> SourceInfo {
        self.source.info()
    }

    fn alerts(&mut self) -> Vec<String> {
        self.source.alerts()
    }

    fn mailboxes(&mut self) -> Result<Vec<MailboxInfo>> {
        self.ask(|source| source.mailboxes())
    }

    fn expect(&mut self, mailbox: &MailboxName) {
        self.source.expect(mailbox);
    }

    fn namespaces(&mut self) -> Result<Option<Namespaces>> {
        self.ask(|source| source.namespaces())
    }

    fn open(&mut self, mailbox: &MailboxName) -> Result<MailboxState> {
        self.ask(|source| source.open(mailbox))
    }

    fn sync(
        &mut self,
        mailbox: &MailboxName,
        known: &Known,
        take: &mut dyn FnMut(Batch) -> ControlFlow<()>,
    ) -> Result<SyncPoint> {
        self.source.sync(mailbox, known, take)
    }

    fn watch(
        &mut self,
        mailbox: &MailboxName,
        stood: Option<&MailboxState>,
        enough: &dyn Fn() -> bool,
    ) -> Result<(bool, MailboxState)> {
        self.source.watch(mailbox, stood, enough)
    }

    /// What came is not asked for again.
    fn excerpts(
        &mut self,
        mailbox: &MailboxName,
        messages: &[MessageRef],
        take: &mut dyn FnMut(MessageRef, Box<str>) -> ControlFlow<()>,
    ) -> Result<()> {
        let mut patience = Patience::new(self.errand);
        let mut left = messages.to_vec();
        loop {
            let mut came = BTreeSet::new();
            let outcome = self.source.excerpts(mailbox, &left, &mut |message, text| {
                came.insert(message.clone());
                take(message, text)
            });
            let Err(error) = outcome else { return Ok(()) };
            if !came.is_empty() {
                patience.got_on();
                left.retain(|message| !came.contains(message));
            }
            patience.wait(error)?;
        }
    }

    fn read(&mut self, mailbox: &MailboxName, message: &MessageRef, limit: u64) -> Result<Vec<u8>> {
        self.ask(|source| source.read(mailbox, message, limit))
    }

    fn create(&mut self, mailbox: &MailboxName) -> Result<()> {
        self.ask(|source| source.create(mailbox))
    }

    fn move_messages(&mut self, from: &MailboxName, uid_validity: u32, messages: &[MessageRef], to: &MailboxName) -> MoveOutcome {
        self.source.move_messages(from, uid_validity, messages, to)
    }

    fn has_labels(&mut self) -> Result<bool> {
        self.ask(|source| source.has_labels())
    }

    fn labels(&mut self, mailbox: &MailboxName, uid_validity: u32, messages: &[MessageRef]) -> Result<Vec<(MessageRef, Label)>> {
        self.ask(|source| source.labels(mailbox, uid_validity, messages))
    }

    fn add_label(&mut self, mailbox: &MailboxName, uid_validity: u32, messages: &[MessageRef], label: &str) -> Result<()> {
        self.ask(|source| source.add_label(mailbox, uid_validity, messages, label))
    }

    fn moves_by_copy(&mut self) -> Result<bool> {
        self.ask(|source| source.moves_by_copy())
    }

    fn any_before(&mut self, mailbox: &MailboxName, uid: u32) -> Result<bool> {
        self.ask(|source| source.any_before(mailbox, uid))
    }

    fn remove_copied(&mut self, mailbox: &MailboxName, uid_validity: u32, messages: &[MessageRef]) -> Result<Vec<MessageRef>> {
        self.ask(|source| source.remove_copied(mailbox, uid_validity, messages))
    }

    fn keep(
        &mut self,
        mailbox: &MailboxName,
        uid_validity: u32,
        messages: &[MessageRef],
        to: &MailboxName,
    ) -> Result<Vec<MessageRef>> {
        self.ask(|source| source.keep(mailbox, uid_validity, messages, to))
    }

    fn look_anew(&mut self) {
        self.source.look_anew();
    }

    fn present(&mut self, mailbox: &MailboxName, messages: &[MessageRef]) -> Result<Vec<MessageRef>> {
        self.ask(|source| source.present(mailbox, messages))
    }

    fn find(&mut self, mailbox: &MailboxName, since: Option<u32>, wanted: &[Fingerprint]) -> Result<Vec<Option<MessageRef>>> {
        self.ask(|source| source.find(mailbox, since, wanted))
    }
}

#[cfg(test)]
mod tests;
