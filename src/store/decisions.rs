//! The member's decisions on messages: keep it or not.
//!
//! A decision hangs on a message as long as that is known. When the message leaves (UIDVALIDITY changed, it was moved, another
//! program took it away for a while), the decision stays, and hangs itself on the first message that comes in with the same
//! [`print`].

use super::messages::MailboxWriter;
use super::{Result, SourceId, Store};
use crate::mail::{MailboxName, MessageKey, MessageRef, Packed};
use rusqlite::{OptionalExtension, Transaction, params};
use std::collections::BTreeMap;

/// What a message is known by when its place is not: Message-ID and size; without an id arrival, size and subject.
pub fn print(message: &Packed) -> String {
    // None of these holds a line break, so that no two messages make one text by chance.
    let id = message.message_id();
    if id.is_empty() {
        format!("{}\n{}\n{}", message.received.as_second(), message.size, message.subject())
    } else {
        format!("{id}\n{}", message.size)
    }
}

impl Store {
    /// The member's decision on messages: keep them or not. A message that is not known where it lies (an undo has just brought it
    /// back, or it was moved away), or of which nobody knows where it lies (None), is decided on all the same: see [`print`].
    pub fn decide<'a>(
        &mut self,
        source: SourceId,
        messages: impl IntoIterator<Item = (&'a Packed, Option<MessageKey>)>,
        keep: bool,
    ) -> Result<()> {
        let change = self.db.transaction()?;
        {
            let mut find = change.prepare_cached(
                "SELECT e.id FROM envelope e JOIN mailbox m ON m.id = e.mailbox WHERE m.source = ?1 AND m.name = ?2 AND e.place = ?3",
            )?;
            let mut decide = change.prepare_cached(
                "INSERT INTO decision (source, envelope, print, keep) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (envelope) DO UPDATE SET keep = excluded.keep",
            )?;
            let sql = "UPDATE decision SET keep = ?3 WHERE source = ?1 AND print = ?2 AND envelope IS NULL";
            let mut change_loose = change.prepare_cached(sql)?;
            for (message, place) in messages {
                let print = print(message);
                let find = |place: MessageKey| {
                    let at = params![source.0, place.mailbox.as_str(), place.message.as_str()];
                    find.query_row(at, |row| row.get::<_, i64>(0)).optional()
                };
                let known = place.map(find).transpose()?.flatten();
                // What was decided on it before it went away waits for it.
                if known.is_some() || change_loose.execute(params![source.0, print, keep])? == 0 {
                    decide.execute(params![source.0, known, print, keep])?;
                }
            }
        }
        Ok(change.commit()?)
    }

    /// Every decision on messages of this source that are known: true = keep.
    pub fn decisions(&self, source: SourceId) -> Result<BTreeMap<MessageKey, bool>> {
        let mut query = self.db.prepare_cached(
            "SELECT m.name, e.place, d.keep FROM decision d JOIN envelope e ON e.id = d.envelope
             JOIN mailbox m ON m.id = e.mailbox WHERE d.source = ?1",
        )?;
        let rows = query.query_map([source.0], |row| {
            let mailbox = row.get_ref(0)?.as_str().map(MailboxName::new)?;
            let message = row.get_ref(1)?.as_str().map(MessageRef::new)?;
            Ok((MessageKey { mailbox, message }, row.get(2)?))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

/// Are there decisions whose message is not known at present?
pub(super) fn any_loose(change: &Transaction<'_>) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM decision WHERE envelope IS NULL)";
    Ok(change.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

impl MailboxWriter<'_> {
    /// Hangs a decision that lost its message on this one, if it is the same.
    pub(super) fn attach(&self, message: &Packed) -> Result<()> {
        let sql = "UPDATE OR IGNORE decision
             SET envelope = (SELECT id FROM envelope WHERE mailbox = ?1 AND place = ?2)
             WHERE id = (SELECT d.id FROM decision d JOIN mailbox m ON m.source = d.source
                         WHERE m.id = ?1 AND d.print = ?3 AND d.envelope IS NULL ORDER BY d.id LIMIT 1)";
        self.change.prepare_cached(sql)?.execute(params![self.mailbox, message.message.as_str(), print(message)])?;
        Ok(())
    }
}
