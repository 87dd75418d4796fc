//! What was scanned last: the open source, the picture of it, and where its messages lie by now.

use super::gather::Held;
use super::open::Way;
use super::patience::Errand;
use super::scan::Seen;
use super::{Error, Event, Picture, Scan};
use crate::mail::{MailboxInfo, MailboxName, MessageKey, Namespaces, SpecialUse};
use crate::plan::ActionId;
use crate::source::{MailSource, MailboxState, SourceError};
use crate::store::journal::ItemState;
use crate::store::{SourceId, Store};
use crate::triage::Context;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

pub(super) struct Session {
    pub source: Box<dyn MailSource>,
    pub way: Way,
    pub id: SourceId,
    /// What was asked for, without the secret.
    pub order: Scan,
    /// The folders that were read. The first is the one whose news are told at once.
    pub folders: Vec<MailboxName>,
    /// How the folders stood when they were last looked at; those that are missing: there is something new, or nobody knows.
    pub stood: BTreeMap<MailboxName, MailboxState>,
    /// What was seen since, and is not shown yet.
    pub news: Option<Box<Seen>>,
    /// UIDVALIDITY of the mailboxes that were read.
    pub validity: BTreeMap<MailboxName, u32>,
    /// Where whose mailboxes lie, as far as the source says so.
    pub namespaces: Option<Namespaces>,
    pub context: Context,
    pub picture: Arc<Picture>,
    /// The picture begins with so many messages that earlier actions moved away: where they were read. Their keys are the
    /// places they were moved to.
    pub homes: Vec<MailboxName>,
    /// Messages of the picture that actions moved since the scan: where they lie now; None where that is not known.
    /// Keys of the picture stay as they were read, so that nothing pointed at on the screen changes its meaning.
    pub places: BTreeMap<usize, Option<MessageKey>>,
    /// What the last look has gathered, for the next.
    pub held: Option<Box<Held>>,
}

/// Hands on what the server wants the member to read.
pub(super) fn tell_alerts(source: &mut dyn MailSource, say: &dyn Fn(Event)) {
    for alert in source.alerts() {
        say(Event::ServerSays(alert));
    }
}

impl Session {
    /// Where the message under a key of the picture lies now; None when that is not known any more.
    pub fn place(&self, key: &MessageKey) -> Option<MessageKey> {
        let moved = self.places.iter().find(|(index, _)| self.picture.message(**index).is_some_and(|m| m.key() == *key));
        moved.map_or_else(|| Some(key.clone()), |(_, place)| place.clone())
    }

    /// Indices of the picture's messages by their keys.
    pub fn indices(&self, keys: &[MessageKey]) -> Vec<usize> {
        let wanted: BTreeSet<_> = keys.iter().collect();
        let messages = self.picture.all().enumerate();
        messages.filter(|(_, message)| wanted.contains(&message.key())).map(|(index, _)| index).collect()
    }

    /// The mailbox with this special use.
    pub fn special(&self, special: SpecialUse) -> Option<MailboxName> {
        MailboxInfo::with_use(&self.picture.mailboxes, special).map(|info| info.name.clone())
    }

    /// From now on the picture is the one with the news in it.
    pub fn show_news(&mut self) {
        if let Some(seen) = self.news.take() {
            let Seen { folders, validity, context, picture, homes, .. } = *seen;
            (self.folders, self.validity, self.context) = (folders, validity, context);
            (self.picture, self.homes) = (picture, homes);
            self.places.clear();
        }
    }

    /// What was seen and is not shown is to be looked at again.
    pub fn drop_news(&mut self) {
        if self.news.take().is_some() {
            self.stood.clear();
        }
    }

    /// Makes sure that the line to the source is there: servers hang up on those who have been silent for long.
    pub fn revive(&mut self, errand: Errand<'_>) -> Result<(), Error> {
        let Some(mailbox) = self.validity.keys().next() else { return Ok(()) };
        match errand.patient(self.source.as_mut()).open(mailbox) {
            Err(SourceError::Dropped { .. } | SourceError::TimedOut { .. } | SourceError::Unreachable { .. }) => {
                self.source = self.way.open(errand)?;
                Ok(())
            }
            Err(error @ SourceError::Cancelled) => Err(error.into()),
            // Whatever else is wrong shows where the mailbox is used.
            _ => Ok(()),
        }
    }

    /// Follows what an action did to the picture's messages.
    pub fn follow(&mut self, store: &Store, action: ActionId) -> Result<(), Error> {
        let mut by_place: HashMap<MessageKey, usize> = HashMap::new();
        for (index, message) in self.picture.all().enumerate() {
            match self.places.get(&index) {
                None => _ = by_place.insert(message.key(), index),
                Some(Some(place)) => _ = by_place.insert(place.clone(), index),
                Some(None) => {}
            }
        }
        for step in store.steps(action)? {
            let step = store.step(action, step)?;
            for item in step.items {
                let from = MessageKey { mailbox: step.from.clone(), message: item.item.message };
                let Some(index) = by_place.get(&from) else { continue };
                match item.state {
                    ItemState::Moved => {
                        let to = item.new_place.map(|message| MessageKey { mailbox: step.to.clone(), message });
                        self.places.insert(*index, to);
                    }
                    ItemState::Gone => _ = self.places.insert(*index, None),
                    ItemState::Planned | ItemState::Sent | ItemState::Failed => {}
                }
            }
        }
        Ok(())
    }

    /// Does it lie elsewhere than where it was read?
    fn is_away(&self, index: usize) -> bool {
        let key = self.picture.message(index).map(|message| &message.mailbox);
        let now = self.places.get(&index).map_or(key, |place| place.as_ref().map(|place| &place.mailbox));
        now != self.homes.get(index).or(key)
    }

    /// The picture as it is after an action.
    pub fn renew(&mut self, open_action: Option<super::Action>) -> Arc<Picture> {
        let touched = (0..self.homes.len()).chain(self.places.keys().copied());
        let moved = Arc::new(touched.filter(|index| self.is_away(*index)).collect());
        self.picture = Arc::new(Picture { moved, open_action, ..Picture::clone(&self.picture) });
        Arc::clone(&self.picture)
    }
}
