//! TLS by rustls; whom to believe is the platform's decision, with at most one more CA of the member's choice.

use super::{CertificateProblem, Endpoint, WireError};
use crate::mail::text::one_line;
use rustls::pki_types::pem::{Error as PemError, PemObject};
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{CertificateError, ClientConfig, ClientConnection, Error, StreamOwned};
use rustls_platform_verifier::Verifier;
use std::io;
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;

type Result<T> = std::result::Result<T, WireError>;

pub type Tls = StreamOwned<ClientConnection, TcpStream>;

/// A connection that will prove to be `config.host` during its handshake.
pub fn client(config: &Endpoint, socket: TcpStream) -> Result<Tls> {
    let extra = config.ca.as_deref().map_or(Ok(Vec::new()), authorities)?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let other = |error: &Error| explain(&io::Error::other(error.clone()), &config.host);
    let verifier = Verifier::new_with_extra_roots(extra, provider.clone()).map_err(|e| other(&e))?;
    let settings = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|e| other(&e))?
        .dangerous()
        // "Dangerous" is any verifier of one's own; this one is the platform's.
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    let unknown = || WireError::UnknownHost { host: config.host.clone() };
    let name = ascii(&config.host).ok_or_else(unknown)?;
    let bare = name.trim_start_matches('[').trim_end_matches(']').to_owned();
    let name = ServerName::try_from(bare).map_err(|_| unknown())?;
    let connection = ClientConnection::new(Arc::new(settings), name).map_err(|e| other(&e))?;
    Ok(StreamOwned::new(connection, socket))
}

/// A host name as DNS and certificates have it.
pub fn ascii(host: &str) -> Option<String> {
    if host.is_ascii() { Some(host.to_owned()) } else { idna::domain_to_ascii(host).ok() }
}

fn authorities(path: &Path) -> Result<Vec<CertificateDer<'static>>> {
    let failed = |error: PemError| match error {
        PemError::Io(error) => WireError::authorities(path, &error),
        other => WireError::authorities(path, &io::Error::new(io::ErrorKind::InvalidData, other.to_string())),
    };
    let found: Vec<_> =
        CertificateDer::pem_file_iter(path).map_err(failed)?.collect::<std::result::Result<_, _>>().map_err(failed)?;
    if found.is_empty() { Err(failed(PemError::NoItemsFound)) } else { Ok(found) }
}

/// Why a handshake failed.
pub fn explain(error: &io::Error, host: &str) -> WireError {
    let host = host.to_owned();
    let tls = error.get_ref().and_then(|inner| inner.downcast_ref::<Error>());
    let detail = one_line(&tls.map_or_else(|| error.to_string(), ToString::to_string));
    match tls {
        Some(Error::InvalidCertificate(problem)) => WireError::Certificate { host, problem: certificate(problem), detail },
        // It answered in something that is not TLS at all.
        Some(Error::InvalidMessage(_)) => WireError::NoEncryption { host },
        _ => WireError::Dropped { host, detail },
    }
}

fn certificate(error: &CertificateError) -> CertificateProblem {
    match error {
        CertificateError::UnknownIssuer => CertificateProblem::UnknownIssuer,
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => CertificateProblem::WrongName,
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => CertificateProblem::Expired,
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => CertificateProblem::NotYetValid,
        _ => CertificateProblem::Other,
    }
}
