//! What can go wrong with a source, as data. Words are made in `lang`.

pub use crate::wire::CertificateProblem;

use crate::account::spec::CertificatePrint;
use crate::plan::{Problem, ProblemKind};
use crate::wire::{Cancelled, WireError};
use std::path::PathBuf;
use std::time::Duration;

/// A source's failure. Every `said` is the server's own text: one line, no control characters, at most 300 characters; empty
/// where it gave none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    #[error("unknown host {host}")]
    UnknownHost { host: String },
    #[error("cannot reach {host}:{port}: {detail}")]
    Unreachable { host: String, port: u16, detail: String },
    #[error("{host} did not answer within {seconds} s")]
    TimedOut { host: String, seconds: u64 },
    #[error("the connection to {host} broke off: {detail}")]
    Dropped { host: String, detail: String },
    #[error("certificate of {host} not accepted: {problem:?}: {detail}")]
    /// `print`: of the certificate that was not accepted.
    Certificate { host: String, problem: CertificateProblem, print: Option<CertificatePrint>, detail: String },
    #[error("{host} offers no encryption")]
    NoEncryption { host: String },
    #[error("sign-in refused: {said}")]
    WrongPassword { said: String },
    #[error("the server wants another way to sign in: {said}")]
    SignInNotAllowed { said: String },
    #[error("the server asks to wait: {said}")]
    Wait { said: String, wait: Option<Duration> },
    #[error("mailbox {mailbox} does not exist")]
    NoSuchMailbox { mailbox: String },
    /// No mailbox can have this name here, or the one that has it only holds other mailboxes (`\Noselect`).
    #[error("mailbox {mailbox} cannot hold messages")]
    NotForMessages { mailbox: String },
    #[error("mailbox {mailbox} is read-only")]
    ReadOnly { mailbox: String },
    #[error("over quota: {said}")]
    OverQuota { said: String },
    #[error("mailbox {mailbox} was rebuilt by the server; UIDs are void")]
    Rebuilt { mailbox: String },
    #[error("the server refused: {said}")]
    Refused { said: String },
    #[error("the server's answer makes no sense: {detail}")]
    Protocol { detail: String },
    /// `what`: `message`, `a mailbox` (of `limit` messages), `the nesting of a response` (of `limit` levels), or a part of the
    /// protocol.
    #[error("{what} is larger than {limit}")]
    Limit { what: &'static str, limit: u64 },
    #[error("{path}: {detail}")]
    Io { path: PathBuf, kind: std::io::ErrorKind, detail: String },
    #[error("{path} holds no mail")]
    NotMail { path: PathBuf },
    #[error("this cannot be done in this kind of source")]
    Unsupported,
    #[error("message {place} is no longer there")]
    Gone { place: String },
    #[error("cancelled")]
    Cancelled,
}

/// What sort of failure it is, as far as it decides what to do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Nature {
    /// The line, or who is at its other end: it may be better the next time.
    Line,
    /// Who wants to be let in.
    SignIn,
    /// The source asks for patience.
    Wait,
    /// The mailbox is none, or none for messages.
    Mailbox,
    /// A file or folder on this machine.
    Disk,
    /// The source can do such things, and would not do this.
    Refused,
    /// Larger than a limit of ours.
    TooLarge,
    /// No source of this sort does that.
    Unsupported,
    Cancelled,
}

impl SourceError {
    /// The one place where errors are sorted: a new one is given its place here.
    pub const fn nature(&self) -> Nature {
        match self {
            Self::UnknownHost { .. }
            | Self::Unreachable { .. }
            | Self::TimedOut { .. }
            | Self::Dropped { .. }
            | Self::Certificate { .. }
            | Self::NoEncryption { .. }
            | Self::Protocol { .. } => Nature::Line,
            Self::WrongPassword { .. } | Self::SignInNotAllowed { .. } => Nature::SignIn,
            Self::Wait { .. } => Nature::Wait,
            Self::NoSuchMailbox { .. } | Self::NotForMessages { .. } => Nature::Mailbox,
            Self::Io { .. } | Self::NotMail { .. } => Nature::Disk,
            Self::ReadOnly { .. } | Self::OverQuota { .. } | Self::Rebuilt { .. } | Self::Refused { .. } | Self::Gone { .. } => {
                Nature::Refused
            }
            Self::Limit { .. } => Nature::TooLarge,
            Self::Unsupported => Nature::Unsupported,
            Self::Cancelled => Nature::Cancelled,
        }
    }

    /// Did the source itself say this, so that the line is whole and it can be asked how things stand?
    pub const fn is_answer(&self) -> bool {
        match self.nature() {
            Nature::Wait | Nature::Mailbox | Nature::Refused | Nature::TooLarge | Nature::Unsupported => true,
            Nature::Line | Nature::SignIn | Nature::Disk | Nature::Cancelled => false,
        }
    }

    pub fn io(path: impl Into<PathBuf>, error: &std::io::Error) -> Self {
        Self::Io { path: path.into(), kind: error.kind(), detail: error.to_string() }
    }

    /// What the journal keeps of it.
    pub fn problem(&self) -> Problem {
        use ProblemKind as K;
        let of = Problem::new;
        match self {
            Self::UnknownHost { host } => of(K::UnknownHost, host, ""),
            Self::Unreachable { host, .. } => of(K::Unreachable, host, ""),
            Self::TimedOut { host, .. } => of(K::TimedOut, host, ""),
            Self::Dropped { host, .. } => of(K::Dropped, host, ""),
            Self::Certificate { host, .. } => of(K::Certificate, host, ""),
            Self::NoEncryption { host } => of(K::NoEncryption, host, ""),
            Self::WrongPassword { said } => of(K::WrongPassword, "", said),
            Self::SignInNotAllowed { said } => of(K::SignInNotAllowed, "", said),
            Self::Wait { said, .. } => of(K::Wait, "", said),
            Self::NoSuchMailbox { mailbox } => of(K::NoSuchMailbox, mailbox, ""),
            Self::NotForMessages { mailbox } => of(K::NotForMessages, mailbox, ""),
            Self::ReadOnly { mailbox } => of(K::ReadOnly, mailbox, ""),
            Self::OverQuota { said } => of(K::OverQuota, "", said),
            Self::Rebuilt { mailbox } => of(K::Rebuilt, mailbox, ""),
            Self::Refused { said } => of(K::Refused, "", said),
            Self::Protocol { .. } => of(K::Answer, "", ""),
            Self::Limit { .. } => of(K::TooLarge, "", ""),
            Self::Io { path, .. } => of(K::Disk, &path.to_string_lossy(), ""),
            Self::NotMail { path } => of(K::NotMail, &path.to_string_lossy(), ""),
            Self::Unsupported => of(K::Unsupported, "", ""),
            Self::Gone { .. } => of(K::Gone, "", ""),
            Self::Cancelled => of(K::Cancelled, "", ""),
        }
    }
}

impl From<Cancelled> for SourceError {
    fn from(Cancelled: Cancelled) -> Self {
        Self::Cancelled
    }
}

impl From<WireError> for SourceError {
    fn from(error: WireError) -> Self {
        match error {
            WireError::UnknownHost { host } => Self::UnknownHost { host },
            WireError::Unreachable { host, port, detail } => Self::Unreachable { host, port, detail },
            WireError::TimedOut { host, seconds } => Self::TimedOut { host, seconds },
            WireError::Dropped { host, detail } => Self::Dropped { host, detail },
            WireError::Certificate { host, problem, print, detail } => Self::Certificate { host, problem, print, detail },
            WireError::NoEncryption { host } => Self::NoEncryption { host },
            WireError::Garbled { detail, .. } => Self::Protocol { detail: detail.to_owned() },
            WireError::Limit { what, limit } => Self::Limit { what, limit },
            WireError::Authorities { path, kind, detail } => Self::Io { path, kind, detail },
            WireError::Cancelled => Self::Cancelled,
        }
    }
}
