//! Whom the member trusts: addresses, whatever source their mail comes to.

use super::{Result, Store};
use std::collections::BTreeSet;

impl Store {
    /// Trusts an address (as `mail::address::normal` writes it) from now on, or no longer.
    pub fn trust(&mut self, address: &str, trust: bool) -> Result<()> {
        let sql =
            if trust { "INSERT OR IGNORE INTO trusted (address) VALUES (?1)" } else { "DELETE FROM trusted WHERE address = ?1" };
        self.db.execute(sql, [address])?;
        Ok(())
    }

    pub fn trusted(&self) -> Result<BTreeSet<String>> {
        let mut query = self.db.prepare_cached("SELECT address FROM trusted")?;
        let rows = query.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
