//! What opens an account: passwords and tokens, from the member, from the system's keyring, or from the browser. What was granted in
//! the browser is held here as long as the engine runs, so that it works without a keyring too.

use super::{Error, SourceSpec};
use crate::account::oauth::{self, Client, Grant, Issuer, OAuthError, Registrations};
use crate::account::web::Web;
use crate::account::{PasswordKind, Secret, keyring, provider};
use crate::source::SourceError;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long a server that gives out tokens may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// Clones share what is at hand.
#[derive(Clone, Default)]
pub(super) struct Keys {
    /// By user and host.
    grants: Arc<Mutex<BTreeMap<(String, String), Held>>>,
    /// As whom this Deich is registered, as the settings say.
    registrations: Arc<Registrations>,
}

#[derive(Clone)]
struct Held {
    grant: Grant,
    /// The keyring has it too, and is kept up to date: an issuer may take back the old grant when it gives a new one
    /// (RFC 6749 section 6).
    kept: bool,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(..)")
    }
}

/// What is said to the server.
#[derive(Debug, Clone)]
pub(super) enum Key {
    /// A path needs none.
    None,
    Password(Secret),
    /// A token, which the keys hold.
    Granted,
}

impl Keys {
    pub fn new(registrations: Registrations) -> Self {
        Self { registrations: Arc::new(registrations), ..Self::default() }
    }

    fn held(&self) -> MutexGuard<'_, BTreeMap<(String, String), Held>> {
        self.grants.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What opens this account: what was given, what was granted, what the keyring has.
    pub fn find(&self, spec: &SourceSpec, given: Option<Secret>) -> Result<Key, Error> {
        let SourceSpec::Imap { user, host, .. } = spec else { return Ok(Key::None) };
        if let Some(given) = given {
            return Ok(Key::Password(given));
        }
        let id = (user.clone(), host.clone());
        if self.held().contains_key(&id) {
            return Ok(Key::Granted);
        }
        if let Some((issuer, client)) = registered(host, &self.registrations)
            && let Ok(Some(refresh)) = keyring::load(&token_name(user), host)
        {
            self.held().insert(id, Held { grant: Grant::kept(issuer, client, refresh), kept: true });
            return Ok(Key::Granted);
        }
        match keyring::load(user, host) {
            Ok(Some(secret)) => Ok(Key::Password(secret)),
            _ if wants_browser(host) => Err(Error::NeedsBrowser { host: host.clone() }),
            Ok(None) => Err(Error::NoSecret { user: user.clone(), host: host.clone() }),
            Err(error) => Err(Error::Keyring { detail: error.detail }),
        }
    }

    /// The secret to say now. A token that has run out is renewed.
    pub fn secret(&self, spec: &SourceSpec, key: &Key) -> Result<Option<Secret>, Error> {
        match (key, spec) {
            (Key::Password(secret), _) => Ok(Some(secret.clone())),
            (Key::Granted, SourceSpec::Imap { user, host, .. }) => {
                let id = (user.clone(), host.clone());
                let held = self.held().get(&id).cloned();
                let mut held = held.ok_or_else(|| Error::NeedsBrowser { host: host.clone() })?;
                let before = held.grant.refresh.clone();
                let token = held.grant.token(&Web::new(PATIENCE));
                let changed = held.grant.refresh != before;
                let kept = held.kept;
                match token {
                    Ok(token) => {
                        self.held().insert(id, held);
                        if kept && changed {
                            self.remember(spec, key);
                        }
                        Ok(Some(token))
                    }
                    Err(OAuthError::Expired) => {
                        self.held().remove(&id);
                        if kept && let Err(error) = keyring::delete(&token_name(user), host) {
                            tracing::warn!(%error, "the keyring did not forget a grant that ended");
                        }
                        Err(Error::NeedsBrowser { host: host.clone() })
                    }
                    Err(error) => Err(browser_failed(error)),
                }
            }
            _ => Ok(None),
        }
    }

    /// The server did not take the token: the next is a new one.
    pub fn distrust(&self, spec: &SourceSpec) {
        if let SourceSpec::Imap { user, host, .. } = spec
            && let Some(held) = self.held().get_mut(&(user.clone(), host.clone()))
        {
            held.grant.distrust();
        }
    }

    /// Takes what was granted in the browser.
    pub fn take(&self, spec: &SourceSpec, grant: Grant) {
        if let SourceSpec::Imap { user, host, .. } = spec {
            self.held().insert((user.clone(), host.clone()), Held { grant, kept: false });
        }
    }

    /// Keeps what opens an account in the keyring. That this fails does not stop anybody's work: it will be asked for next time.
    pub fn remember(&self, spec: &SourceSpec, key: &Key) {
        let SourceSpec::Imap { user, host, .. } = spec else { return };
        let kept = match key {
            Key::None => return,
            Key::Password(secret) => keyring::save(user, host, secret),
            Key::Granted => {
                let id = (user.clone(), host.clone());
                let refresh = self.held().get(&id).and_then(|held| held.grant.refresh.clone());
                let saved = refresh.map_or(Ok(()), |refresh| keyring::save(&token_name(user), host, &refresh));
                if let Some(held) = self.held().get_mut(&id) {
                    held.kept = saved.is_ok();
                }
                saved
            }
        };
        if let Err(error) = kept {
            tracing::warn!(%error, "the password is not kept");
        }
    }

    /// Forgets what opens an account, here and in the keyring.
    pub fn forget(&self, spec: &SourceSpec) -> Result<(), Error> {
        let SourceSpec::Imap { user, host, .. } = spec else { return Ok(()) };
        self.held().remove(&(user.clone(), host.clone()));
        for name in [user.clone(), token_name(user)] {
            keyring::delete(&name, host).map_err(|error| Error::KeyringKeeps { detail: error.detail })?;
        }
        Ok(())
    }

    /// Has the member sign in with the browser, and takes what that brings.
    pub fn sign_in(&self, spec: &SourceSpec, page: &str, cancelled: &dyn Fn() -> bool, open: &dyn Fn(&str)) -> Result<(), Error> {
        let SourceSpec::Imap { user, host, .. } = spec else { return Err(Error::NoBrowserHere { host: String::new() }) };
        let (issuer, client) =
            registered(host, &self.registrations).ok_or_else(|| Error::NoBrowserHere { host: host.clone() })?;
        let grant = oauth::sign_in(issuer, client, user, &Web::new(PATIENCE), page, cancelled, open).map_err(browser_failed)?;
        self.take(spec, grant);
        Ok(())
    }
}

/// Under which name the keyring has the token of a user.
fn token_name(user: &str) -> String {
    format!("browser:{user}")
}

fn registered(host: &str, settings: &Registrations) -> Option<(Issuer, Client)> {
    let issuer = oauth::issuer(host)?;
    let client = oauth::client(&issuer, settings)?;
    Some((issuer, client))
}

/// Can the member sign in with the browser at this server?
pub(super) fn browser_works(host: &str, settings: &Registrations) -> bool {
    registered(host, settings).is_some()
}

/// Is there no other way than the browser?
fn wants_browser(host: &str) -> bool {
    provider::by_host(host).is_some_and(|known| known.password == PasswordKind::OAuth)
}

fn browser_failed(error: OAuthError) -> Error {
    match error {
        OAuthError::Cancelled => SourceError::Cancelled.into(),
        OAuthError::Refused { said } => Error::BrowserRefused { said },
        OAuthError::TimedOut => Error::BrowserTimedOut,
        OAuthError::Expired => Error::BrowserRefused { said: String::new() },
        OAuthError::Failed { detail } => Error::Browser { detail },
    }
}
