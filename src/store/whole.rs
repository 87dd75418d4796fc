//! Whole messages as they were read, with the beginning of their texts, one at a time: all of them at once would take more memory than
//! everything else.

use super::{Result, SourceId, Store};
use crate::mail::packed::{Columns, unpack};
use crate::mail::{Envelope, MailboxName, MessageKey, MessageRef};
use rusqlite::{OptionalExtension, params};
use std::collections::HashMap;

/// Where a message is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WholeId {
    place: Place,
    /// There is a text.
    pub text: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Envelope(i64),
    Evidence(i64),
}

impl Store {
    /// Where is kept what lies in these mailboxes, and what was moved out of them, by where each message lies now.
    pub fn wholes(&self, source: SourceId, mailboxes: &[MailboxName]) -> Result<HashMap<MessageKey, WholeId>> {
        let sql = [
            "SELECT m.name, s.to_mailbox, i.new_place, v.id, coalesce(v.excerpt <> '', 0) FROM evidence v
             JOIN mailbox m ON m.id = v.mailbox
             JOIN action_step s ON s.action = v.action AND s.step = v.step
             JOIN action_item i ON i.action = v.action AND i.step = v.step AND i.item = v.item
             WHERE m.source = ?1 AND i.state = 'moved' AND i.undone = 0 AND i.new_place IS NOT NULL",
            "SELECT m.name, m.name, e.place, e.id, coalesce(e.excerpt <> '', 0) FROM envelope e
             JOIN mailbox m ON m.id = e.mailbox WHERE m.source = ?1",
        ];
        let mut wholes: HashMap<MessageKey, WholeId> = HashMap::new();
        for (sql, kept) in sql.into_iter().zip([Place::Evidence as fn(i64) -> Place, Place::Envelope]) {
            let mut query = self.db.prepare_cached(sql)?;
            let mut rows = query.query([source.0])?;
            while let Some(row) = rows.next()? {
                let name = |at| -> Result<_> { Ok(row.get_ref(at)?.as_str().map_err(rusqlite::Error::from)?) };
                let read_in = name(0)?;
                if mailboxes.iter().any(|mailbox| mailbox.as_str() == read_in) {
                    // One name for all messages of a mailbox.
                    let lies_in = name(1)?;
                    let mailbox = mailboxes.iter().find(|mailbox| mailbox.as_str() == lies_in).cloned();
                    let mailbox = mailbox.unwrap_or_else(|| MailboxName::new(lies_in));
                    let key = MessageKey { mailbox, message: MessageRef::new(name(2)?) };
                    let whole = WholeId { place: kept(row.get(3)?), text: row.get(4)? };
                    let known = wholes.entry(key).or_insert(whole);
                    // What is kept twice has its text perhaps in one place.
                    if whole.text || !known.text {
                        *known = whole;
                    }
                }
            }
        }
        Ok(wholes)
    }

    /// The envelope that is kept there, with these columns and the text that is kept with it, if any. None where it is gone.
    pub fn whole(&self, id: WholeId, columns: Columns) -> Result<Option<Envelope>> {
        let (sql, id) = match id.place {
            Place::Envelope(id) => ("SELECT head, excerpt FROM envelope WHERE id = ?1", id),
            Place::Evidence(id) => ("SELECT head, excerpt FROM evidence WHERE id = ?1", id),
        };
        let mut query = self.db.prepare_cached(sql)?;
        let found = query.query_row(params![id], |row| {
            let excerpt = row.get::<_, Option<Box<str>>>(1)?;
            Ok(unpack(Columns { excerpt, ..columns }, row.get_ref(0)?.as_blob()?))
        });
        Ok(found.optional()?.flatten())
    }
}
