//! How a command ends: exit codes, and what is said of a failure.

use crate::engine::{Error, SourceError};
use std::sync::Arc;

/// How a command ended, when nothing went wrong on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// Nothing was found, or what was asked for was refused.
    Nothing,
}

/// Why a command was given up.
#[derive(Debug)]
pub enum Failure {
    /// The command line makes no sense: words are said already.
    Usage,
    Engine(Arc<Error>),
    /// Standard output can't be written.
    Output(std::io::Error),
    /// Words are said already.
    Said(u8),
}

impl From<Arc<Error>> for Failure {
    fn from(error: Arc<Error>) -> Self {
        Self::Engine(error)
    }
}
impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Engine(Arc::new(error))
    }
}

pub const DONE: u8 = 0;
pub const NOTHING: u8 = 1;
pub const USAGE: u8 = 2;
pub const SOURCE: u8 = 3;

/// The exit code of an error: 3 where the source could not be reached or read, else 1.
pub fn code(error: &Error) -> u8 {
    match error {
        Error::Source(error) => match error {
            SourceError::ReadOnly { .. }
            | SourceError::NotForMessages { .. }
            | SourceError::OverQuota { .. }
            | SourceError::Rebuilt { .. }
            | SourceError::Refused { .. }
            | SourceError::Unsupported
            | SourceError::Gone { .. }
            | SourceError::Cancelled => NOTHING,
            _ => SOURCE,
        },
        Error::NoSecret { .. } | Error::Keyring { .. } => SOURCE,
        _ => NOTHING,
    }
}
