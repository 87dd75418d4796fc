//! The line to a mail server: connecting, TLS, waiting, and complete responses with limits on all that a server sends.
//!
//! Level 2, one step below the rooms that speak a protocol on it. IMAP (RFC 3501) and ManageSieve (RFC 5804) frame their
//! responses alike, lines with literals in them, and need the same care: every wait ends and can be cancelled, STARTTLS
//! carries no plain octet into TLS, no size a server names is believed before there is room for it. `source` and `sieve`
//! may not use each other; this is what they share, so that there is one such line in the house.
//!
//! `socket` (connect, encrypt, send, wait) > `framer` (complete responses), `tls` (whom to believe), `deflate` (compressed lines), `error`, `cancel`; `sasl`
//! for the sign-in that both do alike.
//! What a response means is its protocol's business, and none of this room's.

mod cancel;
mod deflate;
mod error;
mod framer;
pub mod sasl;
mod socket;
mod tls;

pub use cancel::{Cancel, Cancelled};
pub use error::{CertificateProblem, WireError};
pub use framer::{Framer, TooLarge};
pub use socket::Wire;

use crate::account::Security;
use crate::account::spec::CertificatePrint;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// A server, and how to reach it.
#[derive(Debug, Clone)]
pub struct Endpoint {
    /// A name, or an address (IPv6 with or without brackets).
    pub host: String,
    pub port: u16,
    /// `Plain` is refused but for `localhost` and literal loopback addresses.
    pub security: Security,
    /// Further CA certificates to trust.
    pub ca: Option<Authorities>,
    /// A certificate that the member trusts here, whoever issued it and whatever stands in it.
    pub trusted: Option<CertificatePrint>,
    pub patience: Patience,
}

/// CA certificates (PEM).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Authorities {
    File(PathBuf),
    /// As they stood in a file.
    Pem(Arc<[u8]>),
}

/// Octets of a file of certificates that are kept.
const LARGEST_KEPT: u64 = 1024 * 1024;

impl Authorities {
    /// The octets, to be kept. None: not to be had any more, or too many.
    pub fn pem(&self) -> Option<Arc<[u8]>> {
        match self {
            Self::Pem(pem) => Some(Arc::clone(pem)),
            Self::File(path) => {
                let short = path.metadata().is_ok_and(|file| file.len() <= LARGEST_KEPT);
                short.then(|| std::fs::read(path).ok()).flatten().map(Into::into)
            }
        }
    }
}

impl From<PathBuf> for Authorities {
    fn from(file: PathBuf) -> Self {
        Self::File(file)
    }
}

/// How long to wait for a server.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// Looking up the name, connecting, and TLS, each.
    pub connect: Duration,
    /// Silence while an answer is due.
    pub answer: Duration,
    /// A connection that was not used for so long is asked whether it still stands, before anything depends on it:
    /// servers end idle ones (RFC 3501 section 5.4).
    pub idle: Duration,
    /// How long a connection may be silent while news are waited for, before it is asked whether it still stands: below the half hour after
    /// which servers may end it (RFC 2177), and below what routers remember of a connection.
    pub watch: Duration,
    /// How often a mailbox is looked at where the server does not tell its news by itself.
    pub poll: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(20),
            answer: Duration::from_mins(1),
            idle: Duration::from_secs(30),
            watch: Duration::from_mins(5),
            poll: Duration::from_secs(15),
        }
    }
}

/// How much a server may send at once.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Octets of a line.
    pub line: usize,
    /// Octets of a literal.
    pub literal: usize,
    /// Octets of a response, with its literals.
    pub response: usize,
}

const MIB: usize = 1024 * 1024;

impl Default for Limits {
    fn default() -> Self {
        Self { line: 16 * MIB, literal: 32 * MIB, response: 64 * MIB }
    }
}
