//! Handing a report to the member's own mail server (SMTP submission: RFC 6409, RFC 8314; on `lettre`).
//!
//! Level 2. It sends one finished message to the addresses the report names, and nothing else: never a reply to a list.

#[cfg(test)]
mod tests;

use crate::account::{Secret, Security};
use crate::mail::text::one_line;
use lettre::address::{Address, Envelope};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{SmtpTransport, Transport};
use std::path::PathBuf;
use std::time::Duration;

/// Seconds to wait for the server at each step.
const PATIENCE: Duration = Duration::from_mins(1);

/// The member's submission server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    pub host: String,
    /// 465 with [`Security::Tls`], 587 with [`Security::StartTls`] at most providers.
    pub port: u16,
    pub security: Security,
    pub user: String,
    /// One more CA certificate to trust (PEM).
    pub ca: Option<PathBuf>,
}

/// Why a report was not sent. `said` is the server's own text, one line, at most 300 characters.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    #[error("{0} is no address to send to or from")]
    BadAddress(String),
    #[error("{path}: {detail}")]
    Ca { path: PathBuf, detail: String },
    /// Nothing but loopback is spoken to without encryption.
    #[error("{host} offers no encryption")]
    NoEncryption { host: String },
    #[error("certificate or encryption of {host} not accepted: {detail}")]
    Tls { host: String, detail: String },
    #[error("sign-in refused: {said}")]
    SignIn { said: String },
    /// 4xx: the same may work later.
    #[error("not now: {said}")]
    NotNow { said: String },
    /// 5xx: it will not work this way.
    #[error("refused: {said}")]
    Refused { said: String },
    #[error("cannot reach {host}: {detail}")]
    Unreachable { host: String, detail: String },
}

/// Sends `message` (RFC 5322 octets, sent as they are) from `from` to every address of `to`.
///
/// When this answers `Ok`, the server has taken the message for all of them; on an error it has taken it for none.
pub fn send(server: &Submission, secret: &Secret, from: &str, to: &[String], message: &[u8]) -> Result<(), SendError> {
    let address = |text: &str| text.parse::<Address>().map_err(|_| SendError::BadAddress(short(text)));
    let recipients = to.iter().map(|to| address(to)).collect::<Result<Vec<_>, _>>()?;
    let envelope = Envelope::new(Some(address(from)?), recipients).map_err(|_| SendError::BadAddress(String::new()))?;
    let transport = SmtpTransport::builder_dangerous(&server.host)
        .port(server.port)
        .timeout(Some(PATIENCE))
        .credentials(Credentials::new(server.user.clone(), secret.reveal().to_owned()))
        .tls(tls(server)?)
        .build();
    // lettre ends the data with a line end of its own.
    let message = message.strip_suffix(b"\r\n").unwrap_or(message);
    transport.send_raw(&envelope, message).map(|_| ()).map_err(|error| explain(server, &error))
}

fn tls(server: &Submission) -> Result<Tls, SendError> {
    let parameters = || {
        let mut builder = TlsParameters::builder(server.host.clone());
        if let Some(path) = &server.ca {
            let wrong = |detail: String| SendError::Ca { path: path.clone(), detail: short(&detail) };
            let pem = std::fs::read(path).map_err(|error| wrong(error.to_string()))?;
            builder = builder.add_root_certificate(Certificate::from_pem(&pem).map_err(|error| wrong(error.to_string()))?);
        }
        builder.build().map_err(|error| SendError::Tls { host: server.host.clone(), detail: short(&error.to_string()) })
    };
    match server.security {
        Security::Tls => Ok(Tls::Wrapper(parameters()?)),
        Security::StartTls => Ok(Tls::Required(parameters()?)),
        Security::Plain if is_loopback(&server.host) => Ok(Tls::None),
        Security::Plain => Err(SendError::NoEncryption { host: server.host.clone() }),
    }
}

/// Only literal loopback addresses and the name reserved for them (RFC 6761 section 6.3).
fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn explain(server: &Submission, error: &lettre::transport::smtp::Error) -> SendError {
    let said = short(&error.to_string());
    let host = server.host.clone();
    // 530, 534, 535, 538: authentication asked for, too weak, wrong, wants encryption (RFC 4954 section 6).
    let sign_in = error.status().is_some_and(|code| matches!(u16::from(code), 530 | 534 | 535 | 538));
    if sign_in {
        SendError::SignIn { said }
    } else if error.is_tls() || said.contains("certificate") {
        SendError::Tls { host, detail: said }
    } else if error.is_transient() {
        SendError::NotNow { said }
    } else if error.is_permanent() {
        SendError::Refused { said }
    } else if error.is_client() && server.security == Security::StartTls {
        SendError::NoEncryption { host }
    } else {
        SendError::Unreachable { host, detail: said }
    }
}

fn short(text: &str) -> String {
    one_line(text).chars().take(300).collect()
}
