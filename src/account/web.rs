//! HTTPS as little as is needed: one answer of a bounded size in a bounded time, never unprotected, whoever redirects.

use crate::mail::text::one_line;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use ureq::tls::{Certificate, RootCerts, TlsConfig, TlsProvider};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};

/// Octets of an answer that are taken.
const LARGEST: u64 = 256 * 1024;
/// Redirects that are followed, to https only.
const MOST_REDIRECTS: u32 = 3;

/// Why there is no answer. `status`: of one that was an error. `detail` is one line, in the technicians' English.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct WebError {
    pub status: Option<u16>,
    pub detail: String,
}

/// Something that asks.
#[derive(Debug, Clone)]
pub struct Web(ureq::Agent);

impl Web {
    /// Believes whom the system believes. `patience`: for one answer, redirects included.
    pub fn new(patience: Duration) -> Self {
        Self::with(patience, RootCerts::PlatformVerifier, None)
    }

    /// Believes only this CA (PEM), and finds every name at one address: for servers on loopback, as tests have them.
    pub fn closed(patience: Duration, ca: &[u8], at: SocketAddr) -> Result<Self, WebError> {
        let ca = Certificate::from_pem(ca).map_err(|error| failed(&error))?;
        Ok(Self::with(patience, RootCerts::new_with_certs(&[ca]), Some(at)))
    }

    fn with(patience: Duration, roots: RootCerts, at: Option<SocketAddr>) -> Self {
        let crypto = Arc::new(rustls::crypto::ring::default_provider());
        let tls = TlsConfig::builder().provider(TlsProvider::Rustls).root_certs(roots).unversioned_rustls_crypto_provider(crypto);
        let config = ureq::Agent::config_builder()
            .tls_config(tls.build())
            .https_only(true)
            .max_redirects(MOST_REDIRECTS)
            .timeout_global(Some(patience))
            .http_status_as_error(false)
            .max_response_header_size(32 * 1024)
            // Who we are is nobody's business but the mail server's.
            .user_agent("")
            .build();
        Self(ureq::Agent::with_parts(config, DefaultConnector::default(), Names { at, system: DefaultResolver::default() }))
    }

    /// The text at an address.
    pub fn get(&self, url: &str) -> Result<String, WebError> {
        read(self.0.get(url).call())
    }

    /// The answer to a form. An answer that says it is an error is returned all the same, as [`Answer::status`].
    pub fn post(&self, url: &str, form: &[(&str, &str)]) -> Result<Answer, WebError> {
        let answer = self.0.post(url).header("Accept", "application/json").send_form(form.iter().copied());
        let mut answer = answer.map_err(|error| failed(&error))?;
        let status = answer.status().as_u16();
        Ok(Answer { status, text: body(&mut answer)? })
    }
}

/// An answer, and whether it is one: 200, or the number of an error.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub text: String,
}

fn read(answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Result<String, WebError> {
    let mut answer = answer.map_err(|error| failed(&error))?;
    match answer.status().as_u16() {
        200 => body(&mut answer),
        status => Err(WebError { status: Some(status), detail: format!("HTTP {status}") }),
    }
}

fn body(answer: &mut ureq::http::Response<ureq::Body>) -> Result<String, WebError> {
    answer.body_mut().with_config().limit(LARGEST).lossy_utf8(true).read_to_string().map_err(|error| failed(&error))
}

fn failed(error: &ureq::Error) -> WebError {
    WebError { status: None, detail: one_line(&error.to_string()).chars().take(300).collect() }
}

/// Finds names, or one place for all of them.
#[derive(Debug)]
struct Names {
    at: Option<SocketAddr>,
    system: DefaultResolver,
}

impl Resolver for Names {
    fn resolve(
        &self,
        uri: &ureq::http::Uri,
        config: &ureq::config::Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let Some(at) = self.at else { return self.system.resolve(uri, config, timeout) };
        let mut found = self.empty();
        found.push(at);
        Ok(found)
    }
}
