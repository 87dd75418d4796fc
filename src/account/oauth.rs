//! Signing in with the browser: OAuth 2.0 for programs on the member's own machine (RFC 8252), with PKCE (RFC 7636) and a redirect to
//! this machine. The browser shows the provider's own page; Deich never sees that password.
//!
//! Google and Microsoft want every program to be registered with them. Deich's registrations are not in this source: whoever
//! builds or runs it names them in `DEICH_GOOGLE_CLIENT_ID`, `DEICH_GOOGLE_CLIENT_SECRET` (which for such programs is no secret, RFC 8252
//! section 8.5) and `DEICH_MICROSOFT_CLIENT_ID`, or in the settings. Without one, signing in with the browser is not offered.

#[cfg(fuzzing)]
pub mod fuzz;
mod redirect;

use super::Secret;
use super::web::{Answer, Web, WebError};
use crate::mail::base64;
use crate::mail::text::one_line;
use redirect::Redirect;
use ring::digest;
use ring::rand::{SecureRandom, SystemRandom};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// How long the member may take in the browser.
const PATIENCE: Duration = Duration::from_mins(10);
/// An access token is renewed so long before it ends.
const EARLY: Duration = Duration::from_mins(2);
/// How long one lasts where the server does not say (RFC 6749 section 5.1 only recommends that it does), and at most.
const LASTS: Duration = Duration::from_mins(30);
const LASTS_AT_MOST: Duration = Duration::from_hours(24);

/// Who gives out tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuer {
    pub id: &'static str,
    /// Where the browser goes, and where tokens are fetched: https.
    pub authorize: String,
    pub token: String,
    pub scope: &'static str,
    /// Further parameters of the first.
    pub more: &'static [(&'static str, &'static str)],
    /// This machine as the provider wants to hear it called.
    pub here: &'static str,
}

/// As whom a program is registered with an issuer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    pub id: String,
    pub secret: Option<Secret>,
}

/// The same as settings name it, where it may be read by everybody: no secret of the member's.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Registration {
    pub client_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_secret: Option<String>,
}

/// By the issuer's id.
pub type Registrations = BTreeMap<String, Registration>;

/// What the member granted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    pub issuer: Issuer,
    pub client: Client,
    pub refresh: Option<Secret>,
    access: Option<(Secret, Instant)>,
}

/// Why there is no token. Texts are one line and hold nothing secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OAuthError {
    /// The member, or the provider, said no in the browser.
    #[error("not granted: {said}")]
    Refused { said: String },
    /// What was granted is no longer valid: the member must sign in again.
    #[error("no longer granted")]
    Expired,
    #[error("nobody came back from the browser")]
    TimedOut,
    #[error("cancelled")]
    Cancelled,
    #[error("{detail}")]
    Failed { detail: String },
}

impl From<WebError> for OAuthError {
    fn from(error: WebError) -> Self {
        Self::Failed { detail: error.detail }
    }
}

/// Who gives out tokens for this mail server.
pub fn issuer(host: &str) -> Option<Issuer> {
    match host.to_ascii_lowercase().as_str() {
        "imap.gmail.com" => Some(Issuer {
            id: "google",
            authorize: "https://accounts.google.com/o/oauth2/v2/auth".into(),
            token: "https://oauth2.googleapis.com/token".into(),
            scope: "https://mail.google.com/",
            more: &[("access_type", "offline"), ("prompt", "consent")],
            here: "127.0.0.1",
        }),
        "outlook.office365.com" => Some(Issuer {
            id: "microsoft",
            authorize: "https://login.microsoftonline.com/common/oauth2/v2.0/authorize".into(),
            token: "https://login.microsoftonline.com/common/oauth2/v2.0/token".into(),
            scope: "https://outlook.office.com/IMAP.AccessAsUser.All offline_access",
            more: &[],
            // Any port is accepted for this name only.
            here: "localhost",
        }),
        _ => None,
    }
}

/// As whom this program is registered: what the environment says, else the settings, else what was said when it was built.
pub fn client(issuer: &Issuer, settings: &Registrations) -> Option<Client> {
    let variable = |what: &str| std::env::var(format!("DEICH_{}_CLIENT_{what}", issuer.id.to_ascii_uppercase())).ok();
    let set = settings.get(issuer.id).map(|set| (set.client_id.clone(), set.client_secret.clone()));
    let built = match issuer.id {
        "google" => option_env!("DEICH_GOOGLE_CLIENT_ID").zip(Some(option_env!("DEICH_GOOGLE_CLIENT_SECRET"))),
        _ => option_env!("DEICH_MICROSOFT_CLIENT_ID").zip(Some(None)),
    };
    let built = built.map(|(id, secret)| (id.to_owned(), secret.map(str::to_owned)));
    let named = [variable("ID").zip(Some(variable("SECRET"))), set, built].into_iter().flatten();
    let filled = |text: &String| !text.trim().is_empty();
    let (id, secret) = named.into_iter().find(|(id, _)| filled(id))?;
    Some(Client { id, secret: secret.filter(filled).map(Secret::new) })
}

/// The whole way: waits on this machine, has `open` show the provider's page in the browser (it is given the address, always the
/// issuer's own), takes what the browser brings back, once, and changes it for tokens. `page`: what the browser shows at the end.
pub fn sign_in(
    issuer: Issuer,
    client: Client,
    address: &str,
    web: &Web,
    page: &str,
    cancelled: &dyn Fn() -> bool,
    open: &dyn Fn(&str),
) -> Result<Grant, OAuthError> {
    let redirect = Redirect::listen(issuer.here)?;
    let (verifier, state) = (random()?, random()?);
    let challenge = url_safe(digest::digest(&digest::SHA256, verifier.reveal().as_bytes()).as_ref());
    let mut query = form_urlencoded::Serializer::new(String::new());
    query
        .append_pair("response_type", "code")
        .append_pair("client_id", &client.id)
        .append_pair("redirect_uri", redirect.uri())
        .append_pair("scope", issuer.scope)
        .append_pair("state", state.reveal())
        .append_pair("code_challenge", &challenge)
        .append_pair("code_challenge_method", "S256")
        .append_pair("login_hint", address)
        .extend_pairs(issuer.more);
    open(&format!("{}?{}", issuer.authorize, query.finish()));
    let code = redirect.wait(&state, page, Instant::now() + PATIENCE, cancelled)?;
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code.reveal()),
        ("redirect_uri", redirect.uri()),
        ("code_verifier", verifier.reveal()),
    ];
    let mut grant = Grant { issuer, client, refresh: None, access: None };
    grant.fetch(web, &form)?;
    Ok(grant)
}

impl Grant {
    /// What an earlier run kept.
    pub const fn kept(issuer: Issuer, client: Client, refresh: Secret) -> Self {
        Self { issuer, client, refresh: Some(refresh), access: None }
    }

    /// A token for the mail server: the one at hand while it lasts, else a new one.
    pub fn token(&mut self, web: &Web) -> Result<Secret, OAuthError> {
        if let Some((access, until)) = &self.access
            && Instant::now() < *until
        {
            return Ok(access.clone());
        }
        let refresh = self.refresh.clone().ok_or(OAuthError::Expired)?;
        self.fetch(web, &[("grant_type", "refresh_token"), ("refresh_token", refresh.reveal())])
    }

    /// The mail server did not take the token at hand.
    pub fn distrust(&mut self) {
        self.access = None;
    }

    fn fetch(&mut self, web: &Web, form: &[(&str, &str)]) -> Result<Secret, OAuthError> {
        let mut form = form.to_vec();
        form.push(("client_id", &self.client.id));
        if let Some(secret) = &self.client.secret {
            form.push(("client_secret", secret.reveal()));
        }
        let tokens = tokens(&web.post(&self.issuer.token, &form)?)?;
        let lasts = tokens.expires_in.map_or(LASTS, Duration::from_secs).min(LASTS_AT_MOST);
        let access = Secret::token(tokens.access_token);
        self.access = Some((access.clone(), Instant::now() + lasts.saturating_sub(EARLY)));
        // One that is not renewed goes on (RFC 6749 section 6).
        if let Some(refresh) = tokens.refresh_token.filter(|token| !token.is_empty()) {
            self.refresh = Some(Secret::token(refresh));
        }
        Ok(access)
    }
}

/// RFC 6749 section 5.1. (No Debug: it holds secrets.)
#[derive(serde::Deserialize)]
struct Tokens {
    access_token: String,
    token_type: String,
    expires_in: Option<u64>,
    refresh_token: Option<String>,
}

/// RFC 6749 section 5.2.
#[derive(serde::Deserialize)]
struct Denied {
    error: String,
    error_description: Option<String>,
}

fn tokens(answer: &Answer) -> Result<Tokens, OAuthError> {
    if answer.status != 200 {
        let denied: Option<Denied> = serde_json::from_str(&answer.text).ok();
        return Err(match denied {
            Some(denied) if denied.error == "invalid_grant" => OAuthError::Expired,
            Some(denied) => OAuthError::Refused { said: said(&denied.error_description.unwrap_or(denied.error)) },
            None => OAuthError::Failed { detail: format!("HTTP {}", answer.status) },
        });
    }
    let failed = |detail: &str| OAuthError::Failed { detail: detail.to_owned() };
    // What serde says of it could quote a token.
    let tokens: Tokens = serde_json::from_str(&answer.text).map_err(|_| failed("an answer that holds no token"))?;
    if !tokens.token_type.eq_ignore_ascii_case("bearer") || tokens.access_token.is_empty() {
        return Err(failed("a token of another kind"));
    }
    Ok(tokens)
}

/// Foreign words, fit to be shown.
fn said(words: &str) -> String {
    one_line(words).chars().take(300).collect()
}

/// 256 bits that nobody can guess (RFC 7636 section 4.1).
fn random() -> Result<Secret, OAuthError> {
    let mut octets = [0; 32];
    SystemRandom::new().fill(&mut octets).map_err(|_| OAuthError::Failed { detail: "no randomness".into() })?;
    Ok(Secret::new(url_safe(&octets)))
}

/// Base64url without padding (RFC 4648 section 5).
fn url_safe(octets: &[u8]) -> String {
    let mut out = String::new();
    base64::encode(octets, base64::URL_SAFE, &mut out);
    out
}

#[cfg(test)]
mod tests;
