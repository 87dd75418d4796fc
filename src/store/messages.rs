//! What was read of the mailboxes: envelopes, and where the next sync goes on.

use super::decisions::any_loose;
use super::{Result, SourceId, Store, StoreError};
use crate::mail::packed::{Columns, unpack};
use crate::mail::{Envelope, Flags, Fresh, MailboxName, MessageRef};
use rusqlite::{Connection, OptionalExtension, ToSql, Transaction, params};
use std::collections::BTreeMap;

/// Where a mailbox's last sync ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SyncState {
    pub uid_validity: u32,
    /// Everything below was read.
    pub uid_next: u32,
    pub mod_seq: Option<u64>,
}

/// Changes to one mailbox, written in one transaction.
#[derive(Debug)]
pub struct MailboxWriter<'a> {
    pub(super) change: Transaction<'a>,
    pub(super) mailbox: i64,
    /// A message that comes in may be one that the member has decided on before.
    loose: bool,
    // After the transaction, so that it ends after it.
    _unhurried: Unhurried<'a>,
}

/// As long as it lives, a commit does not wait until the disk has it (WAL with synchronous = NORMAL): after a power cut the last
/// of what was read may be missing, and is read again. The next commit that does wait brings it to the disk too.
#[derive(Debug)]
struct Unhurried<'a>(&'a Connection);

impl<'a> Unhurried<'a> {
    fn new(db: &'a Connection) -> Result<Self> {
        db.pragma_update(None, "synchronous", "NORMAL")?;
        Ok(Self(db))
    }
}

impl Drop for Unhurried<'_> {
    fn drop(&mut self) {
        // Outside a transaction, which has ended by now, SQLite takes it without doing anything that can fail.
        if let Err(error) = self.0.pragma_update(None, "synchronous", "FULL") {
            tracing::error!(%error, "the store no longer waits for the disk");
        }
    }
}

impl Store {
    /// Where the next sync of a mailbox goes on, and what is known of it.
    pub fn known(&self, source: SourceId, mailbox: &MailboxName) -> Result<(Option<SyncState>, BTreeMap<MessageRef, Flags>)> {
        let sql = "SELECT id, uid_validity, uid_next, mod_seq FROM mailbox WHERE source = ?1 AND name = ?2";
        let found = self.db.query_row(sql, params![source.0, mailbox.as_str()], |row| {
            let state = match (row.get(1)?, row.get(2)?) {
                (Some(uid_validity), Some(uid_next)) => {
                    Some(SyncState { uid_validity, uid_next, mod_seq: row.get::<_, Option<i64>>(3)?.map(|m| m as u64) })
                }
                _ => None,
            };
            Ok((row.get::<_, i64>(0)?, state))
        });
        let Some((id, state)) = found.optional()? else { return Ok((None, BTreeMap::new())) };
        let mut query = self.db.prepare_cached("SELECT place, flags FROM envelope WHERE mailbox = ?1")?;
        let rows = query.query_map([id], |row| {
            let place = row.get_ref(0)?.as_str().map(MessageRef::new)?;
            Ok((place, Flags::from_bits(row.get(1)?)))
        })?;
        Ok((state, rows.collect::<rusqlite::Result<_>>()?))
    }

    /// Was a mailbox read, at least in part?
    pub fn has_read(&self, source: SourceId, mailbox: &MailboxName) -> Result<bool> {
        let sql = "SELECT 1 FROM mailbox WHERE source = ?1 AND name = ?2 AND uid_next IS NOT NULL";
        Ok(self.db.prepare_cached(sql)?.exists(params![source.0, mailbox.as_str()])?)
    }

    /// Begins to write what a sync found in a mailbox. Nothing stays without [`MailboxWriter::commit`], which does not wait for
    /// the disk.
    pub fn write(&mut self, source: SourceId, mailbox: &MailboxName) -> Result<MailboxWriter<'_>> {
        let unhurried = Unhurried::new(&self.db)?;
        // Unchecked is only whether there is another one: nobody else can begin one while the store is lent.
        let change = self.db.unchecked_transaction()?;
        let mailbox = mailbox_id(&change, source, mailbox)?;
        let loose = any_loose(&change)?;
        Ok(MailboxWriter { change, mailbox, loose, _unhurried: unhurried })
    }

    /// Every message of a mailbox, in mailbox order.
    pub fn envelopes(&self, source: SourceId, mailbox: &MailboxName, mut take: impl FnMut(Envelope)) -> Result<()> {
        let mut query = self.db.prepare_cached(
            "SELECT e.place, e.flags, e.head, e.excerpt FROM envelope e JOIN mailbox m ON m.id = e.mailbox
             WHERE m.source = ?1 AND m.name = ?2 ORDER BY e.id",
        )?;
        let mut rows = query.query(params![source.0, mailbox.as_str()])?;
        while let Some(row) = rows.next()? {
            let columns = Columns {
                mailbox: mailbox.clone(),
                message: MessageRef::new(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?),
                flags: Flags::from_bits(row.get(1)?),
                excerpt: row.get_ref(3)?.as_str_or_null().map_err(rusqlite::Error::from)?.map(Into::into),
            };
            let head = row.get_ref(2)?.as_blob().map_err(rusqlite::Error::from)?;
            take(unpack(columns, head).ok_or_else(|| StoreError::damaged("an envelope that cannot be read"))?);
        }
        Ok(())
    }
}

/// Messages that one statement takes in, and how many of the rest: their places mostly lie behind one another, and are found at once; and
/// with each statement of several, SQLite notes how the pages were that it changes.
pub(super) const TOGETHER: usize = 100;
pub(super) const FEW: usize = 10;

/// Takes in so many messages: the mailbox, then the place, flags, block and text of each.
fn put_statement(messages: usize) -> String {
    let row = |first: usize| format!("(?1, ?{first}, ?{}, ?{}, ?{})", first + 1, first + 2, first + 3);
    let rows: Vec<String> = (0..messages).map(|nth| row(2 + 4 * nth)).collect();
    format!(
        "INSERT INTO envelope (mailbox, place, flags, head, excerpt) VALUES {}
         ON CONFLICT (mailbox, place) DO UPDATE
         SET flags = excluded.flags, head = excluded.head, excerpt = coalesce(excluded.excerpt, excerpt)",
        rows.join(", ")
    )
}

fn mailbox_id(change: &Transaction<'_>, source: SourceId, mailbox: &MailboxName) -> Result<i64> {
    // The empty update makes RETURNING answer for a row that is there already.
    let sql = "INSERT INTO mailbox (source, name) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET name = name RETURNING id";
    Ok(change.prepare_cached(sql)?.query_row(params![source.0, mailbox.as_str()], |row| row.get(0))?)
}

impl MailboxWriter<'_> {
    /// UIDVALIDITY changed: what was known of the mailbox is void. What the member decided waits for the messages to be read
    /// again.
    pub fn afresh(&mut self) -> Result<()> {
        self.loose = true;
        self.change.execute("DELETE FROM envelope WHERE mailbox = ?1", [self.mailbox])?;
        let sql = "UPDATE mailbox SET uid_validity = NULL, uid_next = NULL, mod_seq = NULL WHERE id = ?1";
        self.change.execute(sql, [self.mailbox])?;
        Ok(())
    }

    /// Takes in messages.
    pub fn put(&mut self, messages: &[Fresh<'_>]) -> Result<()> {
        let (many, rest) = messages.as_chunks::<TOGETHER>();
        let (few, rest) = rest.as_chunks::<FEW>();
        many.iter().try_for_each(|group| self.put_some(group))?;
        few.iter().try_for_each(|group| self.put_some(group))?;
        rest.iter().try_for_each(|one| self.put_some(std::slice::from_ref(one)))?;
        if self.loose { messages.iter().try_for_each(|fresh| self.attach(&fresh.message)) } else { Ok(()) }
    }

    fn put_some(&mut self, messages: &[Fresh<'_>]) -> Result<()> {
        let mut put = self.change.prepare_cached(&put_statement(messages.len()))?;
        put.raw_bind_parameter(1, self.mailbox)?;
        let mut next = 2..;
        for Fresh { message, block, excerpt } in messages {
            let mut bind = |value: &dyn ToSql| next.next().map_or(Ok(()), |at: usize| put.raw_bind_parameter(at, value));
            bind(&message.message.as_str())?;
            bind(&message.flags.bits())?;
            bind(block)?;
            bind(excerpt)?;
        }
        put.raw_execute()?;
        Ok(())
    }

    pub fn set_flags(&mut self, message: &MessageRef, flags: Flags) -> Result<()> {
        let sql = "UPDATE envelope SET flags = ?3 WHERE mailbox = ?1 AND place = ?2";
        self.change.prepare_cached(sql)?.execute(params![self.mailbox, message.as_str(), flags.bits()])?;
        Ok(())
    }

    /// Keeps the beginning of a message's text. Answers with the message's block, for [`unpack`], where it is known.
    pub fn set_excerpt(&mut self, message: &MessageRef, excerpt: &str) -> Result<Option<Vec<u8>>> {
        let sql = "UPDATE envelope SET excerpt = ?3 WHERE mailbox = ?1 AND place = ?2 RETURNING head";
        let mut set = self.change.prepare_cached(sql)?;
        Ok(set.query_row(params![self.mailbox, message.as_str(), excerpt], |row| row.get(0)).optional()?)
    }

    pub fn remove(&mut self, message: &MessageRef) -> Result<()> {
        self.loose = true;
        let sql = "DELETE FROM envelope WHERE mailbox = ?1 AND place = ?2";
        self.change.prepare_cached(sql)?.execute(params![self.mailbox, message.as_str()])?;
        Ok(())
    }

    /// Where the next sync goes on.
    pub fn set_state(&mut self, state: SyncState) -> Result<()> {
        let sql = "UPDATE mailbox SET uid_validity = ?2, uid_next = ?3, mod_seq = ?4 WHERE id = ?1";
        let mod_seq = state.mod_seq.map(|m| m as i64);
        self.change.execute(sql, params![self.mailbox, state.uid_validity, state.uid_next, mod_seq])?;
        Ok(())
    }

    pub fn commit(self) -> Result<()> {
        Ok(self.change.commit()?)
    }
}
