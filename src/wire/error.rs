//! What can go wrong on the way to a server, as data. The rooms that speak a protocol make it part of their own errors.

use super::Cancelled;
use super::framer::TooLarge;
use crate::account::spec::CertificatePrint;
use std::path::PathBuf;

/// Why a server's certificate was not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CertificateProblem {
    UnknownIssuer,
    WrongName,
    Expired,
    NotYetValid,
    /// It is not the one that the member trusts here, and nobody else vouches for it.
    Changed,
    Other,
}

/// A failure of the line itself.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WireError {
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
    /// It has none to offer, or it would go unprotected to another machine.
    #[error("{host} offers no encryption")]
    NoEncryption { host: String },
    /// What comes on a compressed line cannot be read.
    #[error("{host}: {detail}")]
    Garbled { host: String, detail: &'static str },
    #[error("{what} is larger than {limit} octets")]
    Limit { what: &'static str, limit: u64 },
    /// The file of further CA certificates can't be read.
    #[error("{path}: {detail}")]
    Authorities { path: PathBuf, kind: std::io::ErrorKind, detail: String },
    #[error("cancelled")]
    Cancelled,
}

impl WireError {
    pub(super) fn authorities(path: impl Into<PathBuf>, error: &std::io::Error) -> Self {
        Self::Authorities { path: path.into(), kind: error.kind(), detail: error.to_string() }
    }
}

impl From<Cancelled> for WireError {
    fn from(Cancelled: Cancelled) -> Self {
        Self::Cancelled
    }
}

impl From<TooLarge> for WireError {
    fn from(TooLarge { what, limit }: TooLarge) -> Self {
        Self::Limit { what, limit }
    }
}
