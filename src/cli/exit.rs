//! How a command ends: exit codes, and what is said of a failure.

use super::json::ErrorDocument;
use super::terminal::Terminal;
use crate::engine::{Error, Nature, SourceError};
use crate::lang::{Arg, Lang, Notice};
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
    Engine(Arc<Error>),
    Trouble(Box<Trouble>),
    /// Standard output can't be written.
    Output(std::io::Error),
    /// Words are said already.
    Said(u8),
}

/// What stands in a command's way: in words, and for programs.
#[derive(Debug)]
pub struct Trouble {
    pub code: u8,
    /// The word for it in JSON.
    pub kind: String,
    pub notice: Notice,
}

impl Trouble {
    /// What the engine says.
    pub fn of(error: &Error, lang: &Lang) -> Self {
        Self { code: code(error), kind: lang.error_word(error), notice: lang.explain(error) }
    }

    /// What the command line itself finds; `key` names a text with its `.means` and its `.do`.
    pub fn new(code: u8, kind: &str, lang: &Lang, key: &str, args: &[(&str, Arg<'_>)]) -> Self {
        Self { code, kind: kind.to_owned(), notice: lang.notice(key, args) }
    }
}

impl From<Trouble> for Failure {
    fn from(trouble: Trouble) -> Self {
        Self::Trouble(Box::new(trouble))
    }
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

/// Writes the document of a trouble whose words are said already.
pub fn for_programs(trouble: &Trouble, terminal: &mut Terminal) -> Result<Failure, Failure> {
    if terminal.owes_json() {
        terminal.write_json(&ErrorDocument::new(trouble))?;
    }
    Ok(Failure::Said(trouble.code))
}

pub const DONE: u8 = 0;
pub const NOTHING: u8 = 1;
pub const USAGE: u8 = 2;
pub const SOURCE: u8 = 3;
/// Broken off by the member, as shells say it (128 and the number of SIGINT).
pub const INTERRUPTED: u8 = 130;

/// The exit code of an error: 3 where the source could not be reached or read, 2 where what was asked for cannot be, else 1.
pub fn code(error: &Error) -> u8 {
    match error {
        Error::BadMailbox(_) | Error::Source(SourceError::NotForMessages { .. }) => USAGE,
        Error::Source(error) => match error.nature() {
            Nature::Refused | Nature::Unsupported | Nature::Cancelled => NOTHING,
            Nature::Line | Nature::SignIn | Nature::Wait | Nature::Mailbox | Nature::Disk | Nature::TooLarge => SOURCE,
        },
        Error::NoSecret { .. }
        | Error::Keyring { .. }
        | Error::KeyringKeeps { .. }
        | Error::NeedsBrowser { .. }
        | Error::NoBrowserHere { .. }
        | Error::BrowserRefused { .. }
        | Error::BrowserTimedOut
        | Error::Browser { .. } => SOURCE,
        _ => NOTHING,
    }
}
