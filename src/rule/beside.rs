//! A storm filter beside the script that is in force on a server: ours is a script of its own, which hands on to the other whatever it
//! does not catch (`include`, RFC 6609). So the other one stays as it is, octet for octet, and ours remembers which it was.

use super::sieve::quoted;

/// How the first line of our scripts begins.
const MARK: &str = "# Deich: a storm filter, set beside ";
const NOTHING: &str = "nothing";

/// `script` as it is stored on a server where the script named `before` was in force, and goes on behind it. The name has no control
/// characters.
pub fn beside(script: &str, before: Option<&str>) -> String {
    match before.map(quoted) {
        // Requirements stand before everything else (RFC 5228 section 3.2).
        Some(name) => {
            format!(
                "{MARK}{name}\r\nrequire \"include\";\r\n{script}\r\n# What goes on behind it.\r\ninclude :personal {name};\r\n"
            )
        }
        None => format!("{MARK}{NOTHING}\r\n{script}"),
    }
}

/// A script of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ours {
    /// The script that was in force before.
    pub before: Option<String>,
}

/// What a script on a server is, if it is one of ours.
pub fn ours(script: &[u8]) -> Option<Ours> {
    let script = std::str::from_utf8(script).ok()?;
    let name = script.lines().next()?.strip_prefix(MARK)?;
    if name == NOTHING {
        return Some(Ours { before: None });
    }
    let name = name.strip_prefix('"')?.strip_suffix('"')?;
    let mut plain = String::with_capacity(name.len());
    let mut letters = name.chars();
    while let Some(letter) = letters.next() {
        plain.push(if letter == '\\' { letters.next()? } else { letter });
    }
    Some(Ours { before: Some(plain) })
}

#[cfg(test)]
mod tests;
