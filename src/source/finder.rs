//! Finding messages again by what they are, where their place is not known: the same rule for every kind of source.

use super::Fingerprint;
use crate::mail::MessageRef;
use jiff::Timestamp;
use std::collections::BTreeMap;

/// Answers fingerprints from messages offered one by one. A message answers at most one of them.
///
/// Message-ID and size must agree. Of several such messages the one of the same arrival answers; else the first, for an
/// arrival may not survive a copy. Without a Message-ID the arrival must agree: size alone is no proof.
pub struct Finder<'w> {
    wanted: &'w [Fingerprint],
    /// Fingerprints without an answer, by Message-ID and size.
    open: BTreeMap<(&'w str, u32), Vec<usize>>,
    answer: Vec<Option<MessageRef>>,
    left: usize,
    /// Messages that agree in all but the arrival, in the order they were offered.
    spare: Vec<(MessageRef, (&'w str, u32))>,
}

impl<'w> Finder<'w> {
    pub fn new(wanted: &'w [Fingerprint]) -> Self {
        let mut open: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (index, print) in wanted.iter().enumerate() {
            open.entry((&*print.message_id, print.size)).or_default().push(index);
        }
        Self { wanted, open, answer: vec![None; wanted.len()], left: wanted.len(), spare: Vec::new() }
    }

    /// Every fingerprint has the answer of its own arrival: nothing offered can change that.
    pub fn is_done(&self) -> bool {
        self.left == 0
    }

    /// Whether a message of that size can be among the wanted: saves reading those that can't.
    pub fn may_match(&self, size: u32) -> bool {
        self.open.keys().any(|(_, wanted)| *wanted == size)
    }

    /// Whether a message like this can answer anything.
    pub fn is_wanted(&self, message_id: &str, size: u32) -> bool {
        self.open.contains_key(&(message_id, size))
    }

    pub fn offer(&mut self, place: &MessageRef, message_id: &str, size: u32, received: Timestamp) {
        let Some(key) = self.key(message_id, size) else { return };
        let Some(open) = self.open.get_mut(&key) else { return };
        let same = |index: &usize| self.wanted.get(*index).is_some_and(|w| w.received == received);
        if let Some(at) = open.iter().position(same) {
            let index = open.remove(at);
            if open.is_empty() {
                self.open.remove(&key);
            }
            self.left -= 1;
            self.fill(index, place.clone());
        } else if !message_id.is_empty() {
            self.spare.push((place.clone(), key));
        }
    }

    /// The answers, parallel to what was wanted.
    pub fn found(mut self) -> Vec<Option<MessageRef>> {
        for (place, key) in std::mem::take(&mut self.spare) {
            let index = self.open.get_mut(&key).filter(|open| !open.is_empty()).map(|open| open.remove(0));
            if let Some(index) = index {
                self.fill(index, place);
            }
        }
        self.answer
    }

    fn fill(&mut self, index: usize, place: MessageRef) {
        if let Some(slot) = self.answer.get_mut(index) {
            *slot = Some(place);
        }
    }

    /// A key of `open` that lives as long as what is wanted.
    fn key(&self, message_id: &str, size: u32) -> Option<(&'w str, u32)> {
        let first = *self.open.get(&(message_id, size))?.first()?;
        self.wanted.get(first).map(|wanted| (&*wanted.message_id, size))
    }
}

#[cfg(test)]
mod tests;
