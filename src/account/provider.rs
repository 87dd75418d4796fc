//! The built-in table of mail providers: where the mail of a domain lies, and what its provider wants of a program.

use super::{Security, SourceSpec, SpecError};
use crate::mail::address::domain_of;
use std::collections::BTreeMap;
use std::sync::LazyLock;

static TABLE: &str = include_str!("../../assets/providers.tsv");

/// What a provider wants instead of, or besides, the password of its web mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PasswordKind {
    /// The password of the web mail.
    Password,
    /// One made for programs, in the provider's settings.
    AppPassword,
    /// The password of the web mail, once IMAP is switched on there.
    EnableImapFirst,
    /// No password at all: sign-in in the browser.
    OAuth,
    /// The provider's own program on this computer offers IMAP.
    Bridge,
    /// The provider offers no IMAP.
    NoImap,
}

impl PasswordKind {
    pub const ALL: [Self; 6] =
        [Self::Password, Self::AppPassword, Self::EnableImapFirst, Self::OAuth, Self::Bridge, Self::NoImap];

    /// The word used in the table, and a key of texts.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::AppPassword => "app_password",
            Self::EnableImapFirst => "enable_imap_first",
            Self::OAuth => "oauth",
            Self::Bridge => "bridge",
            Self::NoImap => "no_imap",
        }
    }
}

/// One server of a provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Provider {
    /// Key of its hint: `provider-hint-<id>`, where lang has one.
    pub id: &'static str,
    pub name: &'static str,
    /// Empty where there is no IMAP.
    pub host: &'static str,
    pub port: u16,
    pub security: Security,
    /// The server wants the part before the @ instead of the whole address.
    pub login_local: bool,
    pub password: PasswordKind,
}

impl Provider {
    /// The account of an address at this provider.
    pub fn source(&self, address: &str) -> Result<SourceSpec, SpecError> {
        let address = address.trim();
        let local = address.rsplit_once('@').map_or(address, |(local, _)| local);
        SourceSpec::imap(if self.login_local { local } else { address }, self.host, self.port, self.security)
    }
}

/// All providers by domain (ASCII, lower case).
static BY_DOMAIN: LazyLock<BTreeMap<&'static str, Provider>> = LazyLock::new(|| {
    let rows = TABLE.lines().filter(|line| !line.starts_with('#')).skip(1).filter_map(row);
    rows.flat_map(|(provider, domains)| domains.split(' ').map(move |domain| (domain, provider))).collect()
});

/// A row of the table: the provider and its domains. A test proves that no row is left out.
fn row(line: &'static str) -> Option<(Provider, &'static str)> {
    let mut fields = line.split('\t');
    let mut next = || fields.next();
    let (id, name, host, port) = (next()?, next()?, next()?, next()?.parse().ok()?);
    let security = match next()? {
        "tls" => Security::Tls,
        "starttls" => Security::StartTls,
        _ => return None,
    };
    let login_local = match next()? {
        "local" => true,
        "address" => false,
        _ => return None,
    };
    let word = next()?;
    let password = PasswordKind::ALL.into_iter().find(|kind| kind.as_str() == word)?;
    Some((Provider { id, name, host, port, security, login_local, password }, next()?))
}

/// The provider of an address, by its domain, which may be an internationalised one.
pub fn find(address: &str) -> Option<Provider> {
    BY_DOMAIN.get(ascii_domain(address)?.as_str()).copied()
}

/// The provider whose server this is.
pub fn by_host(host: &str) -> Option<Provider> {
    BY_DOMAIN.values().find(|provider| !provider.host.is_empty() && provider.host.eq_ignore_ascii_case(host)).copied()
}

/// Hosts worth trying, in this order, for an address at no known provider. Empty where the address has no domain.
pub fn guess(address: &str) -> Vec<String> {
    ascii_domain(address).map(|domain| vec![format!("imap.{domain}"), format!("mail.{domain}"), domain]).unwrap_or_default()
}

/// The domain of an address (or a bare domain) in lower-case ASCII (RFC 5891).
pub fn ascii_domain(address: &str) -> Option<String> {
    let address = address.trim();
    let domain = if address.contains('@') { domain_of(address) } else { address };
    let ascii = idna::domain_to_ascii(domain).ok()?;
    let ascii = ascii.trim_end_matches('.');
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_');
    (ascii.contains('.') && ascii.bytes().all(plain)).then(|| ascii.to_owned())
}

#[cfg(test)]
mod tests;
