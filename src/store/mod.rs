//! What Deich keeps on this machine: what it read, what the member decided, and the journal of everything it did.
//!
//! Level 2. One SQLite file (`deich.db`, WAL, written through to the disk at every commit, but for what was read and can be read
//! again) in the place the system keeps programs' data in, and a lock beside it: one Deich at a time. No secret and no whole
//! message is ever in it.

mod certificates;
mod decisions;
pub mod error;
mod evidence;
pub mod journal;
mod labels;
mod messages;
mod orders;
mod sources;
#[cfg(test)]
mod tests;
mod trusted;
mod whole;

pub use decisions::print;
pub use error::StoreError;
pub use evidence::{Evidence, EvidenceId};
pub use labels::{LabelNote, LooseLabel};
pub use messages::{MailboxWriter, SyncState};
pub use orders::{OrderId, Print, StandingOrder};
pub use sources::{SourceId, SourceRecord};
pub use whole::WholeId;

use rusqlite::{Connection, OpenFlags};
use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

pub type Result<T> = std::result::Result<T, StoreError>;

/// Version of the schema this program writes (PRAGMA user_version).
const VERSION: u32 = 7;
/// Each brings the schema from its index to the next version.
const MIGRATIONS: [&str; VERSION as usize] = [
    include_str!("schema.sql"),
    include_str!("v2.sql"),
    include_str!("v3.sql"),
    include_str!("v4.sql"),
    include_str!("v5.sql"),
    include_str!("v6.sql"),
    include_str!("v7.sql"),
];

const DATABASE: &str = "deich.db";
/// The database and what SQLite keeps beside it.
const FILES: [&str; 3] = [DATABASE, "deich.db-wal", "deich.db-shm"];

/// The open store.
#[derive(Debug)]
pub struct Store {
    db: Connection,
    dir: PathBuf,
    /// Holds the lock as long as the store is open; the system frees it when the process dies, however it dies.
    lock: File,
}

/// Where the store lies unless told otherwise: `~/.local/share/deich` (Linux), `%LOCALAPPDATA%\Deich\data` (Windows),
/// `~/Library/Application Support/de.Deich` (macOS). Local, not roaming: a mailbox's headers do not belong on a file server.
pub fn default_place() -> Result<PathBuf> {
    directories::ProjectDirs::from("de", "", "Deich").map(|dirs| dirs.data_local_dir().to_owned()).ok_or(StoreError::NoPlace)
}

impl Store {
    /// Opens the store in this directory and makes both where missing. The directory is the member's alone (mode 0700).
    pub fn open(dir: &Path) -> Result<Self> {
        make_dir(dir)?;
        let lock = take_lock(dir)?;
        let path = dir.join(DATABASE);
        // SQLite gives its side files the mode of the database, so that one is made first.
        private_file(&path)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut db = Connection::open_with_flags(&path, flags)?;
        db.set_prepared_statement_cache_capacity(64);
        let found: u32 = db.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        if found > VERSION {
            return Err(StoreError::TooNew { found, known: VERSION });
        }
        // The page size counts where the database is made now: of twice the usual size, more of each page is filled, and half as many
        // are written.
        db.execute_batch(
            "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;
             PRAGMA temp_store = MEMORY; PRAGMA cache_size = -4000; PRAGMA journal_size_limit = 8000000;
             PRAGMA wal_autocheckpoint = 2000;",
        )?;
        migrate(&mut db, found)?;
        Ok(Self { db, dir: dir.to_owned(), lock })
    }

    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Closes the store and deletes it. Only Deich's own files go.
    pub fn forget(self) -> Result<()> {
        let Self { db, dir, lock } = self;
        drop(db);
        for name in FILES {
            let path = dir.join(name);
            match std::fs::remove_file(&path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(StoreError::io(&path, &error)),
                _ => {}
            }
        }
        drop(lock);
        Ok(())
    }

    /// Moves a store that cannot be opened aside, so that the next open begins a new one. Nothing is deleted.
    /// `mark` tells several such from each other. Answers with the new path of the database.
    pub fn set_aside(dir: &Path, mark: &str) -> Result<PathBuf> {
        let _lock = take_lock(dir)?;
        let aside = |name: &str| dir.join(name.replacen(DATABASE, &format!("deich-damaged-{mark}.db"), 1));
        for name in FILES {
            let (from, to) = (dir.join(name), aside(name));
            if to.exists() {
                return Err(StoreError::Io { path: to, detail: "exists".into() });
            }
            if from.exists() {
                std::fs::rename(&from, &to).map_err(|error| StoreError::io(&from, &error))?;
            }
        }
        Ok(aside(DATABASE))
    }
}

/// Brings the schema up to date, all at once: each change by itself would wait for the disk.
fn migrate(db: &mut Connection, found: u32) -> Result<()> {
    let scripts = MIGRATIONS.get(found as usize..).unwrap_or_default();
    if scripts.is_empty() {
        return Ok(());
    }
    let change = db.transaction()?;
    for script in scripts {
        change.execute_batch(script)?;
    }
    change.pragma_update(None, "user_version", VERSION)?;
    Ok(change.commit()?)
}

/// Makes the directory, the member's alone, where it is missing.
pub fn make_dir(dir: &Path) -> Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir).map_err(|error| StoreError::io(dir, &error))
}

/// How long a Deich that is just ending is waited for. So long, too, a program that another thread starts may hold all that is open
/// here, and with it the lock of a store that was closed meanwhile.
const PARTING: Duration = Duration::from_millis(400);

fn take_lock(dir: &Path) -> Result<File> {
    let path = dir.join("deich.lock");
    let lock = private_file(&path)?;
    let until = Instant::now() + PARTING;
    loop {
        match lock.try_lock() {
            Ok(()) => return Ok(lock),
            Err(TryLockError::WouldBlock) if Instant::now() < until => std::thread::sleep(PARTING / 20),
            Err(TryLockError::WouldBlock) => return Err(StoreError::Busy),
            Err(TryLockError::Error(error)) => return Err(StoreError::io(&path, &error)),
        }
    }
}

fn private_file(path: &Path) -> Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(|error| StoreError::io(path, &error))
}
