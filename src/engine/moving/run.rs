//! One run over the steps of an action: each is sent once it is written down, and what became of it is written down while the next
//! is on its way.
//!
//! A crash in between leaves a step as `sent` that the source has confirmed: it is settled like every other that was sent.

use super::Ground;
use crate::engine::Error;
use crate::mail::{MailboxName, MessageRef};
use crate::plan::ActionId;
use crate::source::{MailSource, MoveOutcome};
use crate::store::journal::{ItemState, StepRecord, TargetMark};
use std::collections::{BTreeMap, BTreeSet};
use std::thread;

type News = Vec<(usize, ItemState, Option<MessageRef>)>;

#[derive(Default)]
pub(super) struct Run {
    /// How targets stand, by what was confirmed of the steps before.
    marks: BTreeMap<MailboxName, TargetMark>,
    /// What became of a step whose items have all reached their end, not yet written down.
    unwritten: Option<(u32, News)>,
    /// Mailboxes that were seen to have this UIDVALIDITY.
    seen: BTreeSet<(MailboxName, u32)>,
}

impl Run {
    /// Nothing of this step was ever sent, and its mailbox was seen to be as the plan has it: there is nothing to settle.
    pub fn is_settled(&self, record: &StepRecord) -> bool {
        record.items.iter().all(|item| item.state == ItemState::Planned)
            && self.seen.contains(&(record.from.clone(), record.uid_validity))
    }

    /// This step was settled, and the mailbox looked at if there is still something to move.
    pub fn settled(&mut self, record: &StepRecord) {
        if record.items.iter().any(|item| item.state == ItemState::Planned) {
            self.seen.insert((record.from.clone(), record.uid_validity));
        }
    }

    /// How the target stands just before a step, and whether it was looked at for that. What the step before has put there is the
    /// last that came, but for what others put there since.
    pub fn mark(&mut self, ground: &mut Ground<'_>, target: &MailboxName) -> Result<(TargetMark, bool), Error> {
        if let Some(mark) = self.marks.remove(target) {
            return Ok((mark, false));
        }
        let state = ground.source.open(target)?;
        Ok((TargetMark { uid_validity: state.uid_validity, uid_next: state.uid_next, exists: Some(state.exists) }, true))
    }

    /// Has the source move, and writes down meanwhile what became of the step before.
    pub fn send(
        &mut self,
        ground: &mut Ground<'_>,
        action: ActionId,
        moving: impl FnOnce(&mut dyn MailSource) -> MoveOutcome,
    ) -> Result<MoveOutcome, Error> {
        let Some((before, news)) = self.unwritten.take() else { return Ok(moving(ground.source)) };
        let (source, store) = (&mut *ground.source, &mut *ground.store);
        let (outcome, written) = thread::scope(|scope| {
            let writer = scope.spawn(move || store.record(action, before, &news));
            (moving(source), writer.join())
        });
        written.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        Ok(outcome)
    }

    /// A step's items have all reached their end: they are written down when the next is sent, or by [`Self::write`].
    pub fn done(
        &mut self,
        ground: &mut Ground<'_>,
        step: u32,
        to: MailboxName,
        mark: TargetMark,
        news: News,
    ) -> Result<(), Error> {
        let last = news.iter().map(|(_, _, place)| place.as_ref().and_then(MessageRef::uid)).max().flatten();
        // A cut copy is told from others' messages by the mark alone; there it is taken anew for every step.
        if let Some(last) = last
            && !ground.source.moves_by_copy()?
        {
            let came = u32::try_from(news.len()).unwrap_or(u32::MAX);
            let exists = mark.exists.map(|before| before.saturating_add(came));
            self.marks.insert(to, TargetMark { uid_next: last.checked_add(1), exists, ..mark });
        }
        self.unwritten = Some((step, news));
        Ok(())
    }

    /// Is what became of this step still to be written down?
    pub fn holds(&self, step: u32) -> Option<usize> {
        self.unwritten.as_ref().filter(|(held, _)| *held == step).map(|(_, news)| news.len())
    }

    /// Writes down what is left to be.
    pub fn write(&mut self, ground: &mut Ground<'_>, action: ActionId) -> Result<(), Error> {
        if let Some((step, news)) = self.unwritten.take() {
            ground.store.record(action, step, &news)?;
        }
        Ok(())
    }
}
