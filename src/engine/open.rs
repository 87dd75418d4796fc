//! From a SOURCE to an open source.

use super::{Access, Error, Event, Scan, Stage};
use crate::account::{Secret, SourceSpec, keyring};
use crate::source::imap::{ImapConfig, ImapSource, Patience};
use crate::source::open::open_path;
use crate::source::{Cancel, MailSource};

/// How to open a source, again if need be. Holds the secret as long as the source is in use.
#[derive(Debug, Clone)]
pub(super) struct Way {
    pub spec: SourceSpec,
    secret: Option<Secret>,
    ca: Option<std::path::PathBuf>,
}

impl Way {
    /// The way a scan names.
    pub fn of(scan: &Scan) -> Result<Self, Error> {
        Self::new(scan.source.clone(), scan.secret.clone(), scan.ca.clone())
    }

    /// The way that was named for it.
    pub fn named(access: Access) -> Result<Self, Error> {
        Self::new(access.source, access.secret, access.ca)
    }

    /// The way to a source that was scanned before.
    pub fn known(spec: SourceSpec) -> Result<Self, Error> {
        Self::new(spec, None, None)
    }

    /// The secret comes from the keyring where none is given.
    fn new(spec: SourceSpec, secret: Option<Secret>, ca: Option<std::path::PathBuf>) -> Result<Self, Error> {
        let secret = match (secret, &spec) {
            (None, SourceSpec::Imap { user, host, .. }) => Some(from_keyring(user, host)?),
            (secret, _) => secret,
        };
        Ok(Self { spec, secret, ca })
    }

    /// Opens it: a path by looking what it is, a server by signing in.
    pub fn open(&self, cancel: &Cancel, say: &dyn Fn(Event)) -> Result<Box<dyn MailSource>, Error> {
        match &self.spec {
            SourceSpec::Path(path) => Ok(open_path(path, cancel.clone())?),
            SourceSpec::Imap { user, host, port, security } => {
                say(Event::Stage(Stage::Connecting));
                let config = ImapConfig {
                    host: host.clone(),
                    port: *port,
                    security: *security,
                    user: user.clone(),
                    secret: self.secret.clone().ok_or_else(|| no_secret(user, host))?,
                    ca: self.ca.clone(),
                    patience: Patience::default(),
                };
                Ok(Box::new(ImapSource::connect(config, cancel.clone())?))
            }
        }
    }

    /// Keeps the secret in the keyring. That this fails does not stop anybody's work: it will be asked for next time.
    pub fn remember(&self) {
        if let (SourceSpec::Imap { user, host, .. }, Some(secret)) = (&self.spec, &self.secret)
            && let Err(error) = keyring::save(user, host, secret)
        {
            tracing::warn!(%error, "the password is not kept");
        }
    }
}

fn from_keyring(user: &str, host: &str) -> Result<Secret, Error> {
    match keyring::load(user, host) {
        Ok(Some(secret)) => Ok(secret),
        Ok(None) => Err(no_secret(user, host)),
        Err(error) => Err(Error::Keyring { detail: error.detail }),
    }
}

fn no_secret(user: &str, host: &str) -> Error {
    Error::NoSecret { user: user.to_owned(), host: host.to_owned() }
}
