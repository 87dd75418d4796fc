//! The messages of one mailbox in memory, and how a batch is taken in there and in the store.

use super::super::Error;
use crate::mail::{Fresh, MessageRef, Packed};
use crate::source::{Batch, Change};
use crate::store::MailboxWriter;
use std::collections::HashMap;
use std::sync::Arc;

/// New messages of which blocks are made before they are stored.
const AT_ONCE: usize = 200;

/// One mailbox's messages, in mailbox order. Their texts are for triage alone, and stay in the store.
#[derive(Default)]
pub(super) struct Gathered {
    pub messages: Vec<Arc<Packed>>,
    pub index: HashMap<MessageRef, usize>,
    /// Some of `messages` are gone: they are in `index` no more.
    pub holes: bool,
}

impl Gathered {
    /// So many more messages are about to come.
    pub fn expect(&mut self, messages: usize) {
        self.messages.reserve_exact(messages);
        self.index.reserve(messages);
    }

    /// Takes in a message, or, where it is known, how it is now. Says whether it is a new one.
    pub fn put(&mut self, message: Arc<Packed>) -> bool {
        if let Some(known) = self.index.get(&message.message).and_then(|at| self.messages.get_mut(*at)) {
            *known = message;
            return false;
        }
        self.index.insert(message.message.clone(), self.messages.len());
        self.messages.push(message);
        true
    }

    /// Indices of those that are there.
    pub fn places(&self) -> impl Iterator<Item = usize> {
        let there = |(at, message): &(usize, &Arc<Packed>)| !self.holes || self.index.get(&message.message) == Some(at);
        self.messages.iter().enumerate().filter(there).map(|(at, _)| at)
    }

    pub fn change(&mut self, message: &MessageRef, change: impl FnOnce(&mut Packed)) {
        if let Some(known) = self.index.get(message).and_then(|at| self.messages.get_mut(*at)) {
            change(Arc::make_mut(known));
        }
    }

    pub fn alive(&self) -> impl Iterator<Item = &Arc<Packed>> {
        self.places().filter_map(|at| self.messages.get(at))
    }
}

/// Stores a batch and takes it in. Says whether its messages were all new ones.
pub(super) fn keep(mut write: MailboxWriter<'_>, gathered: &mut Gathered, batch: &Batch) -> Result<bool, Error> {
    let mut all_new = true;
    // New ones that follow each other are stored together; the others come one by one.
    let is_new = |change: &Change| matches!(change, Change::New(_));
    for changes in batch.changes.chunk_by(|one, next| is_new(one) && is_new(next)) {
        match changes {
            [] => {}
            [Change::New(_), ..] => {
                for some in changes.chunks(AT_ONCE) {
                    let new: Vec<Fresh<'_>> = some.iter().filter_map(new_message).collect();
                    write.put(&new)?;
                    for fresh in new {
                        all_new &= gathered.put(Arc::new(fresh.message));
                    }
                }
            }
            [Change::Flags(message, flags), ..] => {
                write.set_flags(message, *flags)?;
                gathered.change(message, |message| message.flags = *flags);
            }
            [Change::Gone(message), ..] => {
                write.remove(message)?;
                gathered.holes |= gathered.index.remove(message).is_some();
            }
            [Change::Afresh, ..] => {
                write.afresh()?;
                *gathered = Gathered::default();
            }
        }
    }
    if let Some(resume) = batch.resume {
        write.set_state(super::state(resume))?;
    }
    write.commit()?;
    Ok(all_new)
}

fn new_message(change: &Change) -> Option<Fresh<'_>> {
    if let Change::New(envelope) = change { Some((&**envelope).into()) } else { None }
}
