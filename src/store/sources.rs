//! The sources that were scanned, and how to open them again. Without secrets.

use super::{Result, Store, StoreError};
use crate::account::{Security, SourceSpec};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};
use std::path::PathBuf;

/// A source's number in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub(super) i64);

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceRecord {
    /// Its stable name: what `SourceInfo::id` says once it is open.
    pub identity: String,
    pub label: String,
    pub spec: SourceSpec,
    pub last_scan: Timestamp,
}

impl Store {
    /// Notes that a source is being scanned; `identity` is its stable name. Answers with its number.
    pub fn source(&mut self, identity: &str, label: &str, spec: &SourceSpec, now: Timestamp) -> Result<SourceId> {
        let (kind, location, user, port) = match spec {
            // A path that is no UTF-8 is still scanned; it just can't be offered again.
            SourceSpec::Path(path) => ("path", path.to_string_lossy().into_owned(), None, None),
            SourceSpec::Imap { user, host, port, security } => {
                let kind = match security {
                    Security::Tls => "tls",
                    Security::StartTls => "starttls",
                    Security::Plain => "plain",
                };
                (kind, host.clone(), Some(user), Some(*port))
            }
        };
        let id = self.db.query_row(
            "INSERT INTO source (identity, label, kind, location, user, port, last_scan) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (identity) DO UPDATE SET label = ?2, kind = ?3, location = ?4, user = ?5, port = ?6, last_scan = ?7
             RETURNING id",
            params![identity, label, kind, location, user, port, now.as_second()],
            |row| row.get(0),
        )?;
        Ok(SourceId(id))
    }

    /// The number of a source by its stable name.
    pub fn known_source(&self, identity: &str) -> Result<Option<SourceId>> {
        let found = self.db.query_row("SELECT id FROM source WHERE identity = ?1", [identity], |row| row.get(0));
        Ok(found.optional()?.map(SourceId))
    }

    /// Forgets a source, what was read of it, and what was done there.
    pub fn forget_source(&mut self, source: SourceId) -> Result<()> {
        let change = self.db.transaction()?;
        change.execute("DELETE FROM action WHERE source = ?1", [source.0])?;
        for what in ["certificate", "authority"] {
            let named = "SELECT user, location, port FROM source WHERE id = ?1";
            change.execute(&format!("DELETE FROM {what} WHERE (user, host, port) IN ({named})"), [source.0])?;
        }
        change.execute("DELETE FROM source WHERE id = ?1", [source.0])?;
        Ok(change.commit()?)
    }

    /// Every source, the last scanned first.
    pub fn sources(&self) -> Result<Vec<SourceRecord>> {
        let mut query = self.db.prepare(
            "SELECT kind, location, user, port, label, last_scan, identity FROM source ORDER BY last_scan DESC, id DESC",
        )?;
        let rows = query.query_map([], record)?;
        rows.map(|row| row?.ok_or_else(|| StoreError::damaged("a source of no known kind"))).collect()
    }

    /// One source.
    pub fn source_record(&self, id: SourceId) -> Result<SourceRecord> {
        let sql = "SELECT kind, location, user, port, label, last_scan, identity FROM source WHERE id = ?1";
        self.db.query_row(sql, [id.0], record)?.ok_or_else(|| StoreError::damaged("a source of no known kind"))
    }
}

fn record(row: &rusqlite::Row<'_>) -> rusqlite::Result<Option<SourceRecord>> {
    let (spec, last_scan) = (spec(row, 0)?, Timestamp::from_second(row.get(5)?));
    let (Some(spec), Ok(last_scan)) = (spec, last_scan) else { return Ok(None) };
    Ok(Some(SourceRecord { identity: row.get(6)?, label: row.get(4)?, spec, last_scan }))
}

/// How to open a source, from four columns: kind, location, user, port. None: no kind that this program knows.
pub(super) fn spec(row: &rusqlite::Row<'_>, at: usize) -> rusqlite::Result<Option<SourceSpec>> {
    let kind: String = row.get(at)?;
    let location: String = row.get(at + 1)?;
    let user: Option<String> = row.get(at + 2)?;
    let port: Option<u16> = row.get(at + 3)?;
    let security = match kind.as_str() {
        "tls" => Some(Security::Tls),
        "starttls" => Some(Security::StartTls),
        "plain" => Some(Security::Plain),
        _ => None,
    };
    Ok(match (security, user, port) {
        (Some(security), Some(user), Some(port)) => Some(SourceSpec::Imap { user, host: location, port, security }),
        (None, _, _) if kind == "path" => Some(SourceSpec::Path(PathBuf::from(location))),
        _ => None,
    })
}
