//! Certificates that the member trusts for one account each: a server's own, and those of whoever vouches for it.

use super::{Result, Store};
use crate::account::SourceSpec;
use crate::account::spec::CertificatePrint;
use rusqlite::{OptionalExtension, params};
use std::sync::Arc;

impl Store {
    /// Trusts this certificate for this account from now on, and no other that nobody vouches for; None: none any more.
    pub fn trust_certificate(&mut self, account: &SourceSpec, print: Option<CertificatePrint>) -> Result<()> {
        let SourceSpec::Imap { user, host, port, .. } = account else { return Ok(()) };
        match print {
            Some(print) => self.db.execute(
                "INSERT INTO certificate (user, host, port, print) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (user, host, port) DO UPDATE SET print = excluded.print",
                params![user, host, port, print.to_string()],
            )?,
            None => self
                .db
                .execute("DELETE FROM certificate WHERE user = ?1 AND host = ?2 AND port = ?3", params![user, host, port])?,
        };
        Ok(())
    }

    /// The certificate that the member trusts for this account.
    pub fn trusted_certificate(&self, account: &SourceSpec) -> Result<Option<CertificatePrint>> {
        let SourceSpec::Imap { user, host, port, .. } = account else { return Ok(None) };
        let sql = "SELECT print FROM certificate WHERE user = ?1 AND host = ?2 AND port = ?3";
        let found: Option<String> = self.db.query_row(sql, params![user, host, port], |row| row.get(0)).optional()?;
        // What can't be read is not trusted.
        Ok(found.and_then(|print| print.parse().ok()))
    }

    /// Notes further CA certificates (PEM) for this account, in place of those before.
    pub fn keep_authorities(&mut self, account: &SourceSpec, pem: &[u8]) -> Result<()> {
        let SourceSpec::Imap { user, host, port, .. } = account else { return Ok(()) };
        self.db.execute(
            "INSERT INTO authority (user, host, port, pem) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (user, host, port) DO UPDATE SET pem = excluded.pem WHERE pem <> excluded.pem",
            params![user, host, port, pem],
        )?;
        Ok(())
    }

    /// The further CA certificates of this account.
    pub fn authorities(&self, account: &SourceSpec) -> Result<Option<Arc<[u8]>>> {
        let SourceSpec::Imap { user, host, port, .. } = account else { return Ok(None) };
        let sql = "SELECT pem FROM authority WHERE user = ?1 AND host = ?2 AND port = ?3";
        let found: Option<Vec<u8>> = self.db.query_row(sql, params![user, host, port], |row| row.get(0)).optional()?;
        Ok(found.map(Into::into))
    }
}
