//! What can go wrong with the store, as data.

use std::path::{Path, PathBuf};

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Another Deich has it open.
    #[error("the store is in use")]
    Busy,
    #[error("the store is of version {found}, this program knows {known}")]
    TooNew { found: u32, known: u32 },
    /// No database, or a broken one. It is left as it is.
    #[error("the store is damaged: {detail}")]
    Damaged { detail: String },
    #[error("{path}: {detail}")]
    Io { path: PathBuf, detail: String },
    /// The system names no place for programs' data.
    #[error("no place for data")]
    NoPlace,
    #[error("{detail}")]
    Database { detail: String },
}

impl StoreError {
    pub(super) fn io(path: &Path, error: &std::io::Error) -> Self {
        Self::Io { path: path.to_owned(), detail: error.to_string() }
    }

    pub(super) fn damaged(detail: impl Into<String>) -> Self {
        Self::Damaged { detail: detail.into() }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        let detail = error.to_string();
        // Every question is written in this program: where SQLite does not understand one, the tables are not ours.
        if error.sqlite_error().is_some_and(|error| error.extended_code == rusqlite::ffi::SQLITE_ERROR) {
            return Self::Damaged { detail };
        }
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => Self::Damaged { detail },
            _ => Self::Database { detail },
        }
    }
}
