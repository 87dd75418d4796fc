//! What can go wrong with the scripts on a server, as data, and what a server's NO and BYE mean. Words are made in `lang`.

use super::line::{Code, Quota, Said};
use super::name::BadName;
use crate::wire::WireError;

pub type Result<T> = std::result::Result<T, SieveError>;

/// Every `said` is the server's own text: one line, no control characters, at most 300 characters, if not said otherwise.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SieveError {
    /// The line itself: no such host, no trust, no encryption, silence, an end.
    #[error(transparent)]
    Line(#[from] WireError),
    #[error("sign-in refused: {said}")]
    WrongPassword { said: String },
    /// The server wants another way to sign in, or a better protected line.
    #[error("the server wants another way to sign in: {said}")]
    SignInNotAllowed { said: String },
    /// The scripts are on another server. It is named, and never gone to by itself: a server could send the password anywhere.
    #[error("the server refers to {to}: {said}")]
    Elsewhere { to: String, said: String },
    #[error("the server asks to wait: {said}")]
    Wait { said: String },
    /// The server can't make sense of the script, or does not know an extension that it needs. `said` has lines, at most 4,000
    /// characters.
    #[error("the script was not accepted: {said}")]
    BadScript { said: String },
    #[error("no room for the script ({what:?}): {said}")]
    NoRoom { what: Quota, said: String },
    #[error("there is no such script: {said}")]
    NoSuchScript { said: String },
    #[error("there is a script of that name: {said}")]
    NameTaken { said: String },
    /// The active script can't be deleted.
    #[error("the script is active: {said}")]
    Active { said: String },
    #[error("the server refused: {said}")]
    Refused { said: String },
    #[error("this can't be the name of a script")]
    BadName,
    /// A server from before RFC 5804.
    #[error("the server cannot do this")]
    Unsupported,
    #[error("the server's answer makes no sense: {detail}")]
    Protocol { detail: String },
}

impl From<BadName> for SieveError {
    fn from(BadName: BadName) -> Self {
        Self::BadName
    }
}

/// A command was refused.
pub fn refused(said: &Said) -> SieveError {
    let text = said.line();
    match &said.code {
        Code::Quota(what) => SieveError::NoRoom { what: *what, said: text },
        Code::Referral(to) => SieveError::Elsewhere { to: to.clone(), said: text },
        Code::TryLater => SieveError::Wait { said: text },
        Code::Active => SieveError::Active { said: text },
        Code::NonExistent => SieveError::NoSuchScript { said: text },
        Code::AlreadyExists => SieveError::NameTaken { said: text },
        Code::AuthTooWeak | Code::EncryptNeeded | Code::TransitionNeeded => SieveError::SignInNotAllowed { said: text },
        Code::None | Code::Sasl(_) | Code::Tag(_) | Code::Warnings | Code::Other(_) => SieveError::Refused { said: text },
    }
}

/// A script was refused: a NO without a reason of its own is about the script (RFC 5804 section 2.6).
pub fn script_refused(said: &Said) -> SieveError {
    match refused(said) {
        SieveError::Refused { .. } => SieveError::BadScript { said: said.text.clone() },
        other => other,
    }
}

/// A NO to HAVESPACE is about room, whatever reason it names (RFC 5804 section 2.5).
pub fn no_room(said: &Said) -> SieveError {
    match refused(said) {
        SieveError::Refused { said } => SieveError::NoRoom { what: Quota::Unnamed, said },
        other => other,
    }
}

/// A sign-in was refused: a NO without a reason of its own is about the password.
pub fn sign_in_refused(said: &Said) -> SieveError {
    match refused(said) {
        SieveError::Refused { said } => SieveError::WrongPassword { said },
        other => other,
    }
}
