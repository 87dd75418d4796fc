//! From a SOURCE to an open source.

use super::keys::{Key, Keys};
use super::patience::Errand;
use super::{Access, Error, Event, Scan, Stage};
use crate::account::discover::is_within;
use crate::account::dns::Dns;
use crate::account::spec::CertificatePrint;
use crate::account::{Secret, Security, SourceSpec, provider};
use crate::sieve::{Endpoint, SieveConfig};
use crate::source::imap::{Authorities, ImapConfig, ImapSource, Patience};
use crate::source::open::open_path;
use crate::source::{MailSource, SourceError};
use crate::store::Store;
use std::net::IpAddr;
use std::path::PathBuf;

/// How to open a source, again if need be. Holds the secret as long as the source is in use.
#[derive(Debug, Clone)]
pub(super) struct Way {
    pub spec: SourceSpec,
    key: Key,
    keys: Keys,
    /// What was given with the account, now or earlier.
    ca: Option<Authorities>,
    trusted: Option<CertificatePrint>,
}

impl Way {
    /// The way a scan names.
    pub fn of(scan: &Scan, keys: &Keys, store: &Store) -> Result<Self, Error> {
        Self::new(scan.source.clone(), scan.secret.clone(), scan.ca.clone(), keys, store)
    }

    /// The way that was named for it.
    pub fn named(access: Access, keys: &Keys, store: &Store) -> Result<Self, Error> {
        Self::new(access.source, access.secret, access.ca, keys, store)
    }

    /// The way to a source that was scanned before.
    pub fn known(spec: SourceSpec, keys: &Keys, store: &Store) -> Result<Self, Error> {
        Self::new(spec, None, None, keys, store)
    }

    /// The secret comes from the keyring, or from the browser, where none is given.
    fn new(spec: SourceSpec, secret: Option<Secret>, ca: Option<PathBuf>, keys: &Keys, store: &Store) -> Result<Self, Error> {
        let key = keys.find(&spec, secret)?;
        let trusted = store.trusted_certificate(&spec)?;
        // What was given once holds until something else is.
        let ca = match ca {
            Some(ca) => Some(ca.into()),
            None => store.authorities(&spec)?.map(Authorities::Pem),
        };
        Ok(Self { spec, key, keys: keys.clone(), ca, trusted })
    }

    /// Opens it: a path by looking what it is, a server by signing in. Waits where the server asks for it.
    pub fn open(&self, errand: Errand<'_>) -> Result<Box<dyn MailSource>, Error> {
        match errand.again(|| self.attempt(errand)) {
            // A token may end before its time: a new one is fetched once.
            Err(Error::Source(SourceError::WrongPassword { .. })) if matches!(self.key, Key::Granted) => {
                self.keys.distrust(&self.spec);
                errand.again(|| self.attempt(errand))
            }
            outcome => outcome,
        }
    }

    fn attempt(&self, Errand { cancel, say, .. }: Errand<'_>) -> Result<Box<dyn MailSource>, Error> {
        match &self.spec {
            SourceSpec::Path(path) => Ok(open_path(path, cancel.clone())?),
            SourceSpec::Imap { user, host, port, security } => {
                say(Event::Stage(Stage::Connecting));
                let secret = self.keys.secret(&self.spec, &self.key)?;
                let config = ImapConfig {
                    host: host.clone(),
                    port: *port,
                    security: *security,
                    user: user.clone(),
                    secret: secret.ok_or_else(|| Error::NoSecret { user: user.clone(), host: host.clone() })?,
                    ca: self.ca.clone(),
                    trusted: self.trusted,
                    patience: Patience::default(),
                };
                let source = ImapSource::connect(config, cancel.clone())?;
                if !matches!(self.key, Key::Granted) {
                    return Ok(Box::new(source));
                }
                // A token ends within the hour, a flood may take the day.
                let way = self.clone();
                let renew = move || match way.keys.secret(&way.spec, &way.key) {
                    Ok(secret) => secret,
                    Err(error) => {
                        tracing::warn!(%error, "no new token");
                        None
                    }
                };
                Ok(Box::new(source.renewing(Box::new(renew))))
            }
        }
    }

    /// The ways to the filters of the same account, the likeliest first: where the address' domain says in DNS (RFC 5804 section
    /// 1.8), then the host of the mail; never without encryption where the mail has it. DNS can be forged, and nobody is asked before
    /// the password goes there: it may name a host only of those who have the password already.
    pub fn filters(&self, port: Option<u16>, dns: &Dns) -> Result<Vec<SieveConfig>, Error> {
        let SourceSpec::Imap { user, host, security, .. } = &self.spec else {
            return Err(Error::NoFilterServer { host: String::new() });
        };
        let secret = self.keys.secret(&self.spec, &self.key)?;
        let secret = secret.ok_or_else(|| Error::NoSecret { user: user.clone(), host: host.clone() })?;
        // TLS from the first octet is not in RFC 5804.
        let security = if *security == Security::Plain { Security::Plain } else { Security::StartTls };
        let mut places = Vec::new();
        if port.is_none()
            && let Some(domain) = provider::ascii_domain(user).filter(|_| user.contains('@'))
        {
            let (found, _) = dns.ask(&[format!("_sieve._tcp.{domain}")], None);
            let address = host.parse::<IpAddr>().is_ok();
            let theirs = |named: &str| named == host.as_str() || !address && is_within(named, host);
            let named = found.into_iter().flatten().filter(|named| theirs(&named.host));
            places.extend(named.map(|named| (named.host, named.port)));
        }
        let usual = (host.clone(), port.unwrap_or(crate::sieve::PORT));
        if !places.contains(&usual) {
            places.push(usual);
        }
        let config = |(at, port): (String, u16)| {
            // What was trusted was the certificate of the mail server.
            let trusted = self.trusted.filter(|_| at == *host);
            let server = Endpoint { host: at, port, security, ca: self.ca.clone(), trusted, patience: Patience::default() };
            SieveConfig { server, user: user.clone(), secret: secret.clone() }
        };
        Ok(places.into_iter().map(config).collect())
    }

    /// Notes with the account whom its owner has Deich trust there: the source is open. An undo in a later run needs it again.
    pub fn keep_authorities(&self, store: &mut Store) -> Result<(), Error> {
        match &self.ca {
            Some(ca @ Authorities::File(_)) => Ok(ca.pem().map_or(Ok(()), |pem| store.keep_authorities(&self.spec, &pem))?),
            Some(Authorities::Pem(_)) | None => Ok(()),
        }
    }

    /// Keeps the secret in the keyring. That this fails does not stop anybody's work: it will be asked for next time.
    pub fn remember(&self) {
        self.keys.remember(&self.spec, &self.key);
    }
}
