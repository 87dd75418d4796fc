//! What can go wrong in a use case, as data.

use crate::source::{Cancelled, SourceError};
use crate::store::StoreError;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Source(#[from] SourceError),
    /// No secret was given and the keyring has none.
    #[error("no password for {user}@{host}")]
    NoSecret { user: String, host: String },
    #[error("keyring: {detail}")]
    Keyring { detail: String },
    /// A password or a grant could not be deleted from the keyring.
    #[error("keyring keeps: {detail}")]
    KeyringKeeps { detail: String },
    /// This server takes no password from programs: the member signs in with the browser (again).
    #[error("{host} wants a sign-in in the browser")]
    NeedsBrowser { host: String },
    /// This Deich is not registered with who would grant it.
    #[error("no sign-in in the browser for {host}")]
    NoBrowserHere { host: String },
    #[error("sign-in in the browser refused: {said}")]
    BrowserRefused { said: String },
    #[error("nobody came back from the browser")]
    BrowserTimedOut,
    #[error("sign-in in the browser: {detail}")]
    Browser { detail: String },
    #[error("store: {detail}")]
    Store { detail: String },
    /// The store was written by a newer Deich.
    #[error("the store is of version {found}, this program knows {known}")]
    StoreTooNew { found: u32, known: u32 },
    /// Another Deich is at work on the same store.
    #[error("the store is in use")]
    StoreBusy,
    /// The store cannot be read. It is left as it is; `Command::SetAside` begins a new one beside it.
    #[error("the store is damaged: {detail}")]
    StoreDamaged { detail: String },
    /// A fault in Deich itself; the use case was given up, the engine goes on.
    #[error("internal fault: {detail}")]
    Internal { detail: String },
    #[error("nothing is open")]
    NothingOpen,
    #[error("there is no incident {0}")]
    NoSuchIncident(u32),
    /// The plan, or the action, belongs to another source than the one that is open.
    #[error("this belongs to another source")]
    OtherSource,
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
    /// The incident shows nothing that a narrow filter could hold on to.
    #[error("nothing narrow to filter by")]
    NothingNarrow,
    /// Filters cannot be set on this server: it does not speak ManageSieve, or does not answer.
    #[error("no filters can be set on {host}")]
    NoFilterServer { host: String },
    /// A script is in force that no other can be set beside.
    #[error("the script {name:?} is in force")]
    FilterInForce { name: String },
    #[error("the filter was refused: {said}")]
    FilterRefused { said: String },
    /// Empty, too long, or with control characters.
    #[error("{0:?} can't be a mailbox")]
    BadMailbox(String),
    #[error("no address to report to")]
    NoRecipient,
    /// Neither named nor learned: whose mailbox is this?
    #[error("the member's own address is not known")]
    NoSender,
    #[error("{path}: {detail}")]
    File { path: std::path::PathBuf, detail: String },
    /// The system has no program for this file.
    #[error("{path} cannot be opened: {detail}")]
    NoProgram { path: std::path::PathBuf, detail: String },
    /// A folder that holds something, and no sample mailbox that Deich made.
    #[error("{path} is no sample mailbox")]
    NotADemo { path: std::path::PathBuf },
    /// The file is there already.
    #[error("{path} exists")]
    FileExists { path: std::path::PathBuf },
}

impl From<Cancelled> for Error {
    fn from(cancelled: Cancelled) -> Self {
        Self::Source(cancelled.into())
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy => Self::StoreBusy,
            StoreError::TooNew { found, known } => Self::StoreTooNew { found, known },
            StoreError::Damaged { detail } => Self::StoreDamaged { detail },
            StoreError::NoPlace | StoreError::Database { .. } => Self::Store { detail: error.to_string() },
            StoreError::Io { path, detail } => Self::File { path, detail },
        }
    }
}
