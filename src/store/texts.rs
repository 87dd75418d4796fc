//! The beginnings of texts that were read, one at a time: all of them at once would take more memory than everything else.

use super::{Result, SourceId, Store};
use crate::mail::{MailboxName, MessageKey, MessageRef};
use rusqlite::{OptionalExtension, params};
use std::collections::HashMap;

/// Where a text is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextId {
    Envelope(i64),
    Evidence(i64),
}

impl Store {
    /// Where the texts are kept of what lies in these mailboxes, and of what was moved out of them, by where each message lies now.
    pub fn texts(&self, source: SourceId, mailboxes: &[MailboxName]) -> Result<HashMap<MessageKey, TextId>> {
        let sql = [
            "SELECT m.name, s.to_mailbox, i.new_place, v.id FROM evidence v JOIN mailbox m ON m.id = v.mailbox
             JOIN action_step s ON s.action = v.action AND s.step = v.step
             JOIN action_item i ON i.action = v.action AND i.step = v.step AND i.item = v.item
             WHERE m.source = ?1 AND i.state = 'moved' AND i.undone = 0 AND i.new_place IS NOT NULL AND v.excerpt <> ''",
            "SELECT m.name, m.name, e.place, e.id FROM envelope e JOIN mailbox m ON m.id = e.mailbox
             WHERE m.source = ?1 AND e.excerpt <> ''",
        ];
        let mut texts = HashMap::new();
        for (sql, kept) in sql.into_iter().zip([TextId::Evidence as fn(i64) -> TextId, TextId::Envelope]) {
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
                    texts.insert(MessageKey { mailbox, message: MessageRef::new(name(2)?) }, kept(row.get(3)?));
                }
            }
        }
        Ok(texts)
    }

    pub fn text(&self, text: TextId) -> Result<Option<Box<str>>> {
        let (sql, id) = match text {
            TextId::Envelope(id) => ("SELECT excerpt FROM envelope WHERE id = ?1", id),
            TextId::Evidence(id) => ("SELECT excerpt FROM evidence WHERE id = ?1", id),
        };
        let found = self.db.prepare_cached(sql)?.query_row(params![id], |row| row.get::<_, Option<Box<str>>>(0)).optional()?;
        Ok(found.flatten())
    }
}
