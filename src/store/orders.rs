//! Standing orders: floods whose new messages the member wants moved as they come in.

use super::{Result, SourceId, Store};
use crate::mail::{MailboxName, Packed};
use rusqlite::params;
use std::collections::BTreeSet;

/// What of a flood comes in anew goes there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingOrder {
    /// The incident, by its kind's word and its key.
    pub kind: String,
    pub key: String,
    pub to: MailboxName,
}

/// By what a message is known again that was moved and brought back.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Print {
    message_id: String,
    size: u32,
    /// Seconds since 1970, and nanoseconds.
    received: (i64, i32),
}

impl Print {
    pub fn of(message: &Packed) -> Self {
        let received = (message.received.as_second(), message.received.subsec_nanosecond());
        Self { message_id: message.message_id().to_owned(), size: message.size, received }
    }
}

impl Store {
    /// The messages that actions moved in this source, undone or not.
    pub fn moved_before(&self, source: SourceId) -> Result<BTreeSet<Print>> {
        let mut query = self.db.prepare_cached(
            "SELECT i.message_id, i.size, i.received, i.received_ns FROM action_item i JOIN action a ON a.id = i.action
             WHERE a.source = ?1 AND i.state = 'moved'",
        )?;
        let prints = query.query_map([source.0], |row| {
            Ok(Print { message_id: row.get(0)?, size: row.get(1)?, received: (row.get(2)?, row.get(3)?) })
        })?;
        Ok(prints.collect::<rusqlite::Result<_>>()?)
    }

    /// In order of kind and key.
    pub fn standing_orders(&self, source: SourceId) -> Result<Vec<StandingOrder>> {
        let sql = "SELECT kind, key, to_mailbox FROM standing_order WHERE source = ?1 ORDER BY kind, key";
        let mut query = self.db.prepare_cached(sql)?;
        let orders = query.query_map([source.0], |row| {
            let to = row.get_ref(2)?.as_str().map(MailboxName::new)?;
            Ok(StandingOrder { kind: row.get(0)?, key: row.get(1)?, to })
        })?;
        Ok(orders.collect::<rusqlite::Result<_>>()?)
    }

    /// Replaces what held for the same incident.
    pub fn set_standing_order(&mut self, source: SourceId, order: &StandingOrder) -> Result<()> {
        let sql = "INSERT OR REPLACE INTO standing_order (source, kind, key, to_mailbox) VALUES (?1, ?2, ?3, ?4)";
        self.db.execute(sql, params![source.0, order.kind, order.key, order.to.as_str()])?;
        Ok(())
    }

    /// That there is none is no error.
    pub fn end_standing_order(&mut self, source: SourceId, kind: &str, key: &str) -> Result<()> {
        let sql = "DELETE FROM standing_order WHERE source = ?1 AND kind = ?2 AND key = ?3";
        self.db.execute(sql, params![source.0, kind, key])?;
        Ok(())
    }
}
