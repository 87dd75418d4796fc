//! TLS by rustls; whom to believe is the platform's decision, with at most one more CA of the member's choice, and at most one
//! certificate that the member looked at and trusts for this account.

use super::{Authorities, CertificateProblem, Endpoint, WireError};
use crate::account::spec::CertificatePrint;
use crate::mail::text::one_line;
use ring::digest;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::pem::{Error as PemError, PemObject};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, ClientConnection, DigitallySignedStruct, Error, SignatureScheme, StreamOwned};
use rustls_platform_verifier::Verifier;
use std::io;
use std::net::TcpStream;
use std::path::Path;
use std::sync::{Arc, OnceLock};

type Result<T> = std::result::Result<T, WireError>;

pub type Tls = StreamOwned<ClientConnection, TcpStream>;

/// A connection that will prove to be `config.host` during its handshake, and who judges that.
pub fn client(config: &Endpoint, socket: TcpStream) -> Result<(Tls, Arc<Judge>)> {
    let extra = config.ca.as_ref().map_or(Ok(Vec::new()), authorities)?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let other = |error: &Error| WireError::Dropped { host: config.host.clone(), detail: one_line(&error.to_string()) };
    let platform = Verifier::new_with_extra_roots(extra, provider.clone()).map_err(|e| other(&e))?;
    let judge = Arc::new(Judge { platform, trusted: config.trusted, refused: OnceLock::new() });
    let settings = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|e| other(&e))?
        .dangerous()
        // "Dangerous" is any verifier of one's own; this one asks the platform's.
        .with_custom_certificate_verifier(judge.clone())
        .with_no_client_auth();
    let unknown = || WireError::UnknownHost { host: config.host.clone() };
    let name = ascii(&config.host).ok_or_else(unknown)?;
    let bare = name.trim_start_matches('[').trim_end_matches(']').to_owned();
    let name = ServerName::try_from(bare).map_err(|_| unknown())?;
    let connection = ClientConnection::new(Arc::new(settings), name).map_err(|e| other(&e))?;
    Ok((StreamOwned::new(connection, socket), judge))
}

/// Decides whom to believe.
#[derive(Debug)]
pub struct Judge {
    platform: Verifier,
    /// What the member trusts for this account, whatever the platform says of it.
    trusted: Option<CertificatePrint>,
    /// The certificate that was not accepted.
    refused: OnceLock<CertificatePrint>,
}

impl ServerCertVerifier for Judge {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> std::result::Result<ServerCertVerified, Error> {
        let print = print(end_entity);
        if print.is_some() && print == self.trusted {
            return Ok(ServerCertVerified::assertion());
        }
        self.platform.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now).inspect_err(|_| {
            if let Some(print) = print {
                let _ = self.refused.set(print);
            }
        })
    }

    // That the server holds the certificate's key is proved by these, for a trusted certificate as for any other.
    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> std::result::Result<HandshakeSignatureValid, Error> {
        self.platform.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> std::result::Result<HandshakeSignatureValid, Error> {
        self.platform.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.platform.supported_verify_schemes()
    }
}

fn print(certificate: &CertificateDer<'_>) -> Option<CertificatePrint> {
    let digest = digest::digest(&digest::SHA256, certificate);
    digest.as_ref().try_into().ok().map(CertificatePrint)
}

/// A host name as DNS and certificates have it.
pub fn ascii(host: &str) -> Option<String> {
    if host.is_ascii() { Some(host.to_owned()) } else { idna::domain_to_ascii(host).ok() }
}

fn authorities(ca: &Authorities) -> Result<Vec<CertificateDer<'static>>> {
    let path = if let Authorities::File(path) = ca { path.as_path() } else { Path::new("PEM") };
    let failed = |error: PemError| match error {
        PemError::Io(error) => WireError::authorities(path, &error),
        other => WireError::authorities(path, &io::Error::new(io::ErrorKind::InvalidData, other.to_string())),
    };
    let found: std::result::Result<Vec<_>, _> = match ca {
        Authorities::File(path) => CertificateDer::pem_file_iter(path).map_err(failed)?.collect(),
        Authorities::Pem(pem) => CertificateDer::pem_slice_iter(pem).collect(),
    };
    let found = found.map_err(failed)?;
    if found.is_empty() { Err(failed(PemError::NoItemsFound)) } else { Ok(found) }
}

/// Why a handshake failed.
pub fn explain(error: &io::Error, host: &str, judge: &Judge) -> WireError {
    let host = host.to_owned();
    let tls = error.get_ref().and_then(|inner| inner.downcast_ref::<Error>());
    let detail = one_line(&tls.map_or_else(|| error.to_string(), ToString::to_string));
    match tls {
        Some(Error::InvalidCertificate(problem)) => {
            // The member trusts one certificate here, and this is another.
            let changed = judge.trusted.is_some();
            let problem = if changed { CertificateProblem::Changed } else { certificate(problem) };
            WireError::Certificate { host, problem, print: judge.refused.get().copied(), detail }
        }
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
