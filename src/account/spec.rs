//! SOURCE as the command line and the window name it.

use std::fmt;
use std::path::PathBuf;

/// How the line to the server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Security {
    /// TLS from the first octet (RFC 8314), port 993.
    Tls,
    /// STARTTLS before sign-in (RFC 3501 section 6.2.1), port 143.
    StartTls,
    /// None at all: refused anywhere but on loopback.
    Plain,
}

/// Where mail is read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceSpec {
    /// A Maildir, an mbox file or a folder of .eml files; which of them is found out by looking.
    Path(PathBuf),
    Imap {
        user: String,
        host: String,
        port: u16,
        security: Security,
    },
}

/// Why a SOURCE can't be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SpecError {
    #[error("no user before the @")]
    NoUser,
    #[error("no host after the @")]
    NoHost,
    #[error("{0} is no port")]
    BadPort(String),
    #[error("{0} is no valid host name")]
    BadHost(String),
    #[error("a password does not belong in an address")]
    PasswordInAddress,
    #[error("bad percent-encoding or control character in {0}")]
    BadCharacter(String),
}

/// A password or token. Never printed, never logged.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    pub fn new(secret: impl Into<String>) -> Self {
        Self(secret.into())
    }
    /// The secret itself: for the sign-in and the keyring only.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}
