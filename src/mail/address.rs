//! Mail addresses as triage and reports compare them (RFC 5322 section 3.4).

use std::fmt;

/// One address: a display name for people and an addr-spec for comparing.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    /// The display name, decoded (RFC 2047), free of control characters; empty when there is none.
    pub name: Box<str>,
    /// The addr-spec in lower case, without angle brackets; empty when the header held none.
    pub addr: Box<str>,
}

impl Address {
    /// Builds an address, putting the addr-spec into the form it is compared in.
    pub fn new(name: &str, addr: &str) -> Self {
        Self { name: super::text::one_line(name).into(), addr: normal(addr).into() }
    }

    /// The part after the last `@`; empty when there is none.
    pub fn domain(&self) -> &str {
        domain_of(&self.addr)
    }

    /// The domain an organisation registered (`mail.shop.co.uk` gives `shop.co.uk`), by the Public Suffix List;
    /// the whole domain where the list knows nothing better.
    pub fn organisation(&self) -> &str {
        organisation_of(self.domain())
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.name.is_empty() { write!(f, "{}", self.addr) } else { write!(f, "{} <{}>", self.name, self.addr) }
    }
}

/// The form addresses are compared in: trimmed, without angle brackets and control characters, lower case.
pub fn normal(addr: &str) -> String {
    addr.trim()
        .trim_start_matches('<')
        .trim_end_matches('>')
        .chars()
        .filter(|c| !c.is_control())
        .collect::<String>()
        .to_lowercase()
}

/// The part of an addr-spec after the last `@`; empty when there is none.
pub fn domain_of(addr: &str) -> &str {
    memchr::memrchr(b'@', addr.as_bytes()).and_then(|at| addr.get(at + 1..)).unwrap_or("")
}

/// The part before the first `@`, or all of it.
pub fn local_of(addr: &str) -> &str {
    memchr::memchr(b'@', addr.as_bytes()).and_then(|at| addr.get(..at)).unwrap_or(addr)
}

/// The registrable domain by the Public Suffix List, or the domain itself.
pub fn organisation_of(domain: &str) -> &str {
    psl::domain_str(domain).unwrap_or(domain)
}

/// Did one organisation register both domains?
pub fn of_one_organisation(one: &str, other: &str) -> bool {
    one == other || organisation_of(one) == organisation_of(other)
}
