//! Whom the member trusts, and what triage says of the open source once that has changed.

use super::session::Session;
use super::{Error, Picture};
use crate::mail::packed::Columns;
use crate::mail::{Envelope, MessageKey, Packed, SpecialUse};
use crate::store::{Store, WholeId};
use crate::triage::Triage;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A message as it was read: what of it is not in memory, from the store, if it is kept there.
fn whole(store: &Store, message: &Packed, kept: Option<WholeId>) -> Result<Envelope, Error> {
    let (mailbox, place) = (message.mailbox.clone(), message.message.clone());
    let columns = Columns { mailbox, message: place, flags: message.flags, excerpt: None };
    let whole = kept.map(|kept| store.whole(kept, columns)).transpose()?.flatten();
    // Its place may be another message's by now.
    let same = |whole: &Envelope| {
        (&*whole.message_id, whole.received, whole.size) == (message.message_id(), message.received, message.size)
    };
    let whole = whole.filter(same).unwrap_or_else(|| message.open());
    Ok(Envelope { excerpt: message.read.then(|| whole.excerpt.unwrap_or_default()), ..whole })
}

impl Session {
    /// Triage anew, of the same messages: only what the member said of people is another.
    pub fn look_again(&mut self, store: &Store) -> Result<Arc<Picture>, Error> {
        self.context.trusted = store.trusted()?;
        let mailboxes: Vec<_> = self.validity.keys().cloned().collect();
        let wholes = store.wholes(self.id, &mailboxes)?;
        let mut triage = Triage::new(self.context.clone());
        for (index, message) in self.picture.messages.iter().enumerate() {
            let now = self.places.get(&index).cloned().flatten().unwrap_or_else(|| message.key());
            let key = message.key();
            let kept = || [&now, &key].into_iter().filter_map(|place| wholes.get(place));
            let kept = kept().find(|kept| kept.text).or_else(|| kept().next());
            triage.push(&whole(store, message, kept.copied())?);
        }
        let mut there = Vec::new();
        if let Some(junk) = self.special(SpecialUse::Junk).filter(|junk| self.validity.contains_key(junk)) {
            store.envelopes(self.id, &junk, |envelope| {
                triage.push_junk(&envelope);
                there.push(Packed::of(&envelope));
            })?;
        }
        let findings = triage.findings();
        let junk: Vec<Arc<Packed>> =
            findings.found_in_junk.iter().filter_map(|found| there.get(found.at)).cloned().map(Arc::new).collect();
        self.follow_junk(&junk);
        let moved = self.picture.moved.iter().copied().filter(|index| *index < self.picture.messages.len()).collect();
        self.picture =
            Arc::new(Picture { findings: Arc::new(findings), junk, moved: Arc::new(moved), ..Picture::clone(&self.picture) });
        let open = self.picture.open_action.clone();
        Ok(self.renew(open))
    }

    /// The wanted ones among the junk may be others now: where they lie is kept under their new numbers.
    fn follow_junk(&mut self, junk: &[Arc<Packed>]) {
        let first = self.picture.messages.len();
        let at: BTreeMap<MessageKey, usize> = junk.iter().enumerate().map(|(at, message)| (message.key(), first + at)).collect();
        let before = std::mem::take(&mut self.places);
        self.places = before
            .into_iter()
            .filter_map(|(index, place)| {
                let now =
                    if index < first { Some(index) } else { self.picture.message(index).and_then(|m| at.get(&m.key()).copied()) };
                Some((now?, place))
            })
            .collect();
    }
}
