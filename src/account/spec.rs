//! SOURCE as the command line and the window name it: a path, or `imap[s]://USER@HOST[:PORT]` (RFC 5092, without its
//! path and its `;AUTH=`).

mod certificate;

pub use certificate::{CertificatePrint, NoPrint};

use crate::mail::text::one_line;
use std::ffi::OsStr;
use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::path::PathBuf;
use std::str::FromStr;
use zeroize::Zeroizing;

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
        /// As the server knows it, decoded.
        user: String,
        /// A name in its ASCII form (RFC 5891), or an address without brackets.
        host: String,
        port: u16,
        security: Security,
    },
}

impl Security {
    /// The port where none is named.
    pub const fn default_port(self) -> u16 {
        match self {
            Self::Tls => 993,
            Self::StartTls | Self::Plain => 143,
        }
    }

    const fn scheme(self) -> &'static str {
        match self {
            Self::Tls => "imaps",
            Self::StartTls => "imap+starttls",
            Self::Plain => "imap",
        }
    }
}

impl SourceSpec {
    /// From a command-line argument, which need not be UTF-8. With `starttls`, `imap://` means STARTTLS.
    pub fn from_arg(arg: &OsStr, starttls: bool) -> Result<Self, SpecError> {
        let Some(text) = arg.to_str() else { return Ok(Self::Path(arg.into())) };
        let mut spec: Self = text.parse()?;
        if starttls && let Self::Imap { security: security @ Security::Plain, .. } = &mut spec {
            *security = Security::StartTls;
        }
        Ok(spec)
    }

    /// An IMAP account from the parts a form asks for.
    pub fn imap(user: &str, host: &str, port: u16, security: Security) -> Result<Self, SpecError> {
        if user.is_empty() {
            return Err(SpecError::NoUser);
        }
        if user.chars().any(char::is_control) {
            return Err(SpecError::BadCharacter(one_line(user)));
        }
        if port == 0 {
            return Err(SpecError::BadPort("0".to_owned()));
        }
        Ok(Self::Imap { user: user.to_owned(), host: normal_host(host)?, port, security })
    }
}

/// The form that [`FromStr`] reads back to the same value (for a path that is UTF-8 and has no `://` in it).
impl fmt::Display for SourceSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(path) => path.display().fmt(f),
            Self::Imap { user, host, port, security } => {
                write!(f, "{}://{}@", security.scheme(), percent_encoded(user))?;
                let host = if host.contains(':') { format!("[{host}]") } else { host.clone() };
                f.write_str(&host)?;
                if *port == security.default_port() { Ok(()) } else { write!(f, ":{port}") }
            }
        }
    }
}

impl FromStr for SourceSpec {
    type Err = SpecError;

    fn from_str(text: &str) -> Result<Self, SpecError> {
        if text.is_empty() {
            return Err(SpecError::Empty);
        }
        let Some((scheme, rest)) = text.split_once("://") else { return Ok(Self::Path(text.into())) };
        let security = [Security::Tls, Security::StartTls, Security::Plain]
            .into_iter()
            .find(|security| scheme.eq_ignore_ascii_case(security.scheme()))
            .ok_or_else(|| SpecError::UnknownScheme(one_line(scheme)))?;
        // The last @ divides, so that the @ of an address need not be encoded.
        let (user, place) = rest.rsplit_once('@').ok_or(SpecError::NoUser)?;
        if user.contains(':') {
            return Err(SpecError::PasswordInAddress);
        }
        if user.is_empty() {
            return Err(SpecError::NoUser);
        }
        let user = percent_decoded(user)?;
        let (place, folder) = place.split_once('/').unwrap_or((place, ""));
        if !folder.is_empty() {
            return Err(SpecError::FolderInAddress);
        }
        let (host, port) = host_and_port(place)?;
        Self::imap(&user, host, port.unwrap_or(security.default_port()), security)
    }
}

/// `HOST`, `HOST:PORT`, `[IPv6]` or `[IPv6]:PORT`.
fn host_and_port(place: &str) -> Result<(&str, Option<u16>), SpecError> {
    let (host, port) = if let Some(bracketed) = place.strip_prefix('[') {
        let (host, rest) = bracketed.split_once(']').ok_or_else(|| bad_host(place))?;
        host.parse::<Ipv6Addr>().map_err(|_| bad_host(place))?;
        match rest.strip_prefix(':') {
            Some(port) => (host, Some(port)),
            None if rest.is_empty() => (host, None),
            None => return Err(bad_host(place)),
        }
    } else {
        match place.split_once(':') {
            Some((host, port)) if !port.contains(':') => (host, Some(port)),
            Some(_) => return Err(bad_host(place)),
            None => (place, None),
        }
    };
    let Some(port) = port else { return Ok((host, None)) };
    // `parse` alone would take +993.
    let number = port.bytes().all(|b| b.is_ascii_digit()).then(|| port.parse().ok()).flatten();
    let number = number.filter(|port| *port != 0).ok_or_else(|| SpecError::BadPort(one_line(port)))?;
    Ok((host, Some(number)))
}

/// A host in the form it is looked up in: an address, or a name in lower-case ASCII.
fn normal_host(host: &str) -> Result<String, SpecError> {
    if host.is_empty() {
        return Err(SpecError::NoHost);
    }
    if let Ok(address) = host.parse::<Ipv6Addr>() {
        return Ok(address.to_string());
    }
    if let Ok(address) = host.parse::<Ipv4Addr>() {
        return Ok(address.to_string());
    }
    let name = idna::domain_to_ascii(host).map_err(|_| bad_host(host))?;
    let label_is_good = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let name = name.strip_suffix('.').unwrap_or(&name);
    if name.len() > 253 || !name.split('.').all(label_is_good) {
        return Err(bad_host(host));
    }
    Ok(name.to_owned())
}

fn bad_host(host: &str) -> SpecError {
    SpecError::BadHost(one_line(host))
}

/// The user part with everything but unreserved characters (RFC 3986 section 2.3) percent-encoded.
fn percent_encoded(user: &str) -> String {
    use fmt::Write;
    let mut out = String::with_capacity(user.len());
    for byte in user.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

fn percent_decoded(user: &str) -> Result<String, SpecError> {
    let bad = || SpecError::BadCharacter(one_line(user));
    let mut octets = Vec::with_capacity(user.len());
    let mut bytes = user.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'%' => {
                let mut digit = || bytes.next().and_then(|b| char::from(b).to_digit(16));
                let (high, low) = (digit().ok_or_else(bad)?, digit().ok_or_else(bad)?);
                octets.push((high * 16 + low) as u8);
            }
            // `;` begins RFC 5092's own parameters, the others end the part.
            b';' | b'/' | b'?' | b'#' => return Err(bad()),
            _ => octets.push(byte),
        }
    }
    String::from_utf8(octets).map_err(|_| bad())
}

/// Why a SOURCE can't be understood. Holds nothing that could be a password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SpecError {
    #[error("nothing named")]
    Empty,
    #[error("{0}:// is no kind of mailbox that can be opened")]
    UnknownScheme(String),
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
    #[error("a folder does not belong in an address")]
    FolderInAddress,
    #[error("bad percent-encoding or control character in {0}")]
    BadCharacter(String),
}

/// A password or token. Never printed, never logged; wiped from memory when it is let go.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret {
    text: Zeroizing<String>,
    token: bool,
}

impl Secret {
    /// A password.
    pub fn new(secret: impl Into<String>) -> Self {
        Self { text: Zeroizing::new(secret.into()), token: false }
    }
    /// A bearer token (RFC 6750), as a sign-in in the browser ends with.
    pub fn token(secret: impl Into<String>) -> Self {
        Self { text: Zeroizing::new(secret.into()), token: true }
    }
    pub const fn is_token(&self) -> bool {
        self.token
    }
    /// The secret itself: for the sign-in and the keyring only.
    pub fn reveal(&self) -> &str {
        &self.text
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

#[cfg(test)]
mod tests;
