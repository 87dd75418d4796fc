//! Names of scripts (RFC 5804 section 1.6).

use std::fmt;

/// Characters of a name that every server must take.
const MAX_CHARS: usize = 128;

/// The name of a script on a server: never empty, and without CR, LF and NUL.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ScriptName(String);

/// This can't be the name of a script: it is empty, longer than 128 characters, or has control characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadName;

impl ScriptName {
    /// A name of our own choice, in the form that every server must take.
    pub fn new(name: &str) -> Result<Self, BadName> {
        let forbidden = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
        let good = !name.is_empty() && name.chars().count() <= MAX_CHARS && !name.contains(forbidden);
        if good { Ok(Self(name.to_owned())) } else { Err(BadName) }
    }

    /// A name that a server gave: whatever can be said back to it.
    pub(super) fn listed(octets: &[u8]) -> Result<Self, BadName> {
        let name = std::str::from_utf8(octets).map_err(|_| BadName)?;
        // The empty name means "no script" in SETACTIVE (RFC 5804 section 2.8).
        if name.is_empty() || name.contains(['\r', '\n', '\0']) { Err(BadName) } else { Ok(Self(name.to_owned())) }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// As it stands: a server's name may hold control characters that no screen should see.
impl fmt::Display for ScriptName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests;
