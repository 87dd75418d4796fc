//! Messages that actions moved away. Triage still sees them, so that after a clean-up, and another scan, the flood can still be
//! reported and filtered, and what comes in late is still known to belong to it. No plan ever holds one.
//!
//! The journal takes a message in when it confirms the move, and lets it go when an undo has brought it back.

use super::{Result, SourceId, Store, StoreError};
use crate::mail::packed::{Columns, unpack};
use crate::mail::{Envelope, Flags, MailboxName, MessageRef};
use jiff::Timestamp;
use rusqlite::params;

/// A number for one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EvidenceId(i64);

/// A message that was moved away.
#[derive(Debug, Clone)]
pub struct Evidence {
    pub id: EvidenceId,
    /// Where it was read, and moved from.
    pub from: MailboxName,
    /// The message at the place it was moved to; an empty place where the source did not say which.
    pub envelope: Envelope,
}

impl Store {
    /// What was moved out of these mailboxes, in the order in which it was moved.
    pub fn evidence(&self, source: SourceId, mailboxes: &[MailboxName], mut take: impl FnMut(Evidence)) -> Result<()> {
        let mut query = self.db.prepare_cached(
            "SELECT v.id, m.name, s.to_mailbox, i.new_place, v.flags, v.excerpt, v.head FROM evidence v
             JOIN mailbox m ON m.id = v.mailbox
             JOIN action_step s ON s.action = v.action AND s.step = v.step
             JOIN action_item i ON i.action = v.action AND i.step = v.step AND i.item = v.item
             WHERE m.source = ?1 AND i.state = 'moved' AND i.undone = 0 ORDER BY v.id",
        )?;
        let mut rows = query.query([source.0])?;
        while let Some(row) = rows.next()? {
            let from = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
            let Some(from) = mailboxes.iter().find(|mailbox| mailbox.as_str() == from) else { continue };
            let columns = Columns {
                mailbox: row.get_ref(2)?.as_str().map(MailboxName::new).map_err(rusqlite::Error::from)?,
                message: row
                    .get_ref(3)?
                    .as_str_or_null()
                    .map_err(rusqlite::Error::from)?
                    .map(MessageRef::new)
                    .unwrap_or_default(),
                flags: Flags::from_bits(row.get(4)?),
                excerpt: row.get_ref(5)?.as_str_or_null().map_err(rusqlite::Error::from)?.map(Into::into),
            };
            let head = row.get_ref(6)?.as_blob().map_err(rusqlite::Error::from)?;
            let envelope = unpack(columns, head).ok_or_else(|| StoreError::damaged("evidence that cannot be read"))?;
            take(Evidence { id: EvidenceId(row.get(0)?), from: from.clone(), envelope });
        }
        Ok(())
    }

    /// Lets evidence go: its message is back.
    pub fn drop_evidence(&mut self, gone: &[EvidenceId]) -> Result<()> {
        let change = self.db.transaction()?;
        for id in gone {
            change.prepare_cached("DELETE FROM evidence WHERE id = ?1")?.execute([id.0])?;
        }
        Ok(change.commit()?)
    }

    /// Lets the evidence of actions go that were begun before this: an old flood is no news.
    pub fn forget_evidence(&mut self, before: Timestamp) -> Result<()> {
        let sql = "DELETE FROM evidence WHERE action IN (SELECT id FROM action WHERE begun < ?1)";
        self.db.execute(sql, params![before.as_second()])?;
        Ok(())
    }
}
