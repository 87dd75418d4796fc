//! Standing orders: floods whose new messages the member wants moved as they come in.

use super::{Result, SourceId, Store};
use crate::mail::{MailboxName, Packed};
use jiff::Timestamp;
use rusqlite::params;
use std::collections::BTreeSet;

/// A number for one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrderId(pub i64);

/// What of a flood comes in anew goes there. Times in whole seconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingOrder {
    /// The incident, by its kind's word and its key...
    pub kind: String,
    pub key: String,
    /// ...and by when it began: one of the same name that was over before is another.
    pub since: Timestamp,
    /// Ends by itself then.
    pub until: Timestamp,
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

    /// Those of one source that hold at this time, in order of kind and key.
    pub fn standing_orders(&self, source: SourceId, now: Timestamp) -> Result<Vec<StandingOrder>> {
        let all = self.all_standing_orders(now)?.into_iter();
        Ok(all.filter(|(_, of, _)| *of == source).map(|(_, _, order)| order).collect())
    }

    /// Those of all sources that hold at this time, in order of source, kind and key.
    pub fn all_standing_orders(&self, now: Timestamp) -> Result<Vec<(OrderId, SourceId, StandingOrder)>> {
        let sql = "SELECT id, source, kind, key, since, until, to_mailbox FROM standing_order WHERE until > ?1
             ORDER BY source, kind, key";
        let mut query = self.db.prepare_cached(sql)?;
        let orders = query.query_map([now.as_second()], |row| {
            let time = |second| Timestamp::from_second(second).unwrap_or(Timestamp::UNIX_EPOCH);
            let to = row.get_ref(6)?.as_str().map(MailboxName::new)?;
            let order =
                StandingOrder { kind: row.get(2)?, key: row.get(3)?, since: time(row.get(4)?), until: time(row.get(5)?), to };
            Ok((OrderId(row.get(0)?), SourceId(row.get(1)?), order))
        })?;
        Ok(orders.collect::<rusqlite::Result<_>>()?)
    }

    /// Replaces what held for an incident of this name. What is over at this time is forgotten.
    pub fn set_standing_order(&mut self, source: SourceId, order: &StandingOrder, now: Timestamp) -> Result<()> {
        self.db.execute("DELETE FROM standing_order WHERE until <= ?1", [now.as_second()])?;
        let sql =
            "INSERT OR REPLACE INTO standing_order (source, kind, key, since, until, to_mailbox) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let StandingOrder { kind, key, since, until, to } = order;
        self.db.execute(sql, params![source.0, kind, key, since.as_second(), until.as_second(), to.as_str()])?;
        Ok(())
    }

    /// That there is none is no error.
    pub fn end_standing_order(&mut self, source: SourceId, kind: &str, key: &str) -> Result<()> {
        let sql = "DELETE FROM standing_order WHERE source = ?1 AND kind = ?2 AND key = ?3";
        self.db.execute(sql, params![source.0, kind, key])?;
        Ok(())
    }

    /// The same by its number.
    pub fn end_order(&mut self, order: OrderId) -> Result<()> {
        self.db.execute("DELETE FROM standing_order WHERE id = ?1", [order.0])?;
        Ok(())
    }
}
