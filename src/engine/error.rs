//! What can go wrong in a use case, as data.

use crate::source::SourceError;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Source(#[from] SourceError),
    /// No secret was given and the keyring has none.
    #[error("no password for {user}@{host}")]
    NoSecret { user: String, host: String },
    #[error("keyring: {detail}")]
    Keyring { detail: String },
    #[error("store: {detail}")]
    Store { detail: String },
    /// The store was written by a newer Deich.
    #[error("the store is of version {found}, this program knows {known}")]
    StoreTooNew { found: u32, known: u32 },
    /// Another Deich is at work on the same store.
    #[error("the store is in use")]
    StoreBusy,
    /// A fault in Deich itself; the use case was given up, the engine goes on.
    #[error("internal fault: {detail}")]
    Internal { detail: String },
    #[error("nothing is open")]
    NothingOpen,
    #[error("there is no incident {0}")]
    NoSuchIncident(u32),
    #[error("there is no action {0}")]
    NoSuchAction(i64),
    #[error("nothing to undo")]
    NothingToUndo,
    #[error("no message is left to move")]
    NothingToMove,
    /// An earlier action is still open and must be finished or undone first.
    #[error("action {0} is still open")]
    ActionOpen(i64),
    #[error("the mailbox has no \\Trash")]
    NoTrash,
    #[error("no address to report to")]
    NoRecipient,
    #[error("{path}: {detail}")]
    File { path: std::path::PathBuf, detail: String },
    /// The file is there already.
    #[error("{path} exists")]
    FileExists { path: std::path::PathBuf },
}
