//! Commands as they go out. The only place that writes one, so that nothing from outside can end a command and begin another:
//! mailbox names hold no control characters by then, strings are quoted or literals, and CR, LF and NUL do not pass.

use super::utf7;
use crate::mail::{MailboxName, UidSet};
use std::io::Write as _;

/// A mailbox's name in the form the server knows: printable ASCII, but for servers that write otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WireName(Vec<u8>);

impl WireName {
    /// In modified UTF-7.
    pub fn of(name: &MailboxName) -> Self {
        Self(utf7::encode(name.as_str()).into_bytes())
    }

    /// As it is, where the server takes UTF-8 (RFC 6855, RFC 9051).
    pub fn utf8(name: &MailboxName) -> Self {
        Self::raw(name.as_str().as_bytes()).unwrap_or_else(|| Self::of(name))
    }

    /// A name as a server wrote it, where it can be sent back as it stands: quoted, as no string may hold control characters.
    pub fn raw(octets: &[u8]) -> Option<Self> {
        (!octets.iter().any(u8::is_ascii_control)).then(|| Self(octets.to_vec()))
    }

    #[cfg(any(test, fuzzing))]
    pub fn octets(&self) -> &[u8] {
        &self.0
    }
}

/// A string that IMAP has no way to say: it holds CR, LF or NUL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unsayable;

/// A command without its tag. (No Debug: it may hold a password.)
pub struct Command {
    /// Lines without line end; behind all but the last a literal follows.
    line: Vec<u8>,
    literals: Vec<(Vec<u8>, Vec<u8>)>,
}

impl Command {
    /// Begins with words of our own.
    pub fn new(words: &'static str) -> Self {
        Self { line: words.into(), literals: Vec::new() }
    }

    /// Further words of our own.
    pub fn words(mut self, words: &'static str) -> Self {
        self.line.push(b' ');
        self.line.extend_from_slice(words.as_bytes());
        self
    }

    pub fn mailbox(mut self, name: &WireName) -> Self {
        self.line.push(b' ');
        quote(&name.0, &mut self.line);
        self
    }

    /// ` +X-GM-LABELS ("name")`: a label is named like the mailbox that shows it.
    pub fn add_label(mut self, name: &WireName) -> Self {
        self.line.extend_from_slice(b" +X-GM-LABELS (");
        quote(&name.0, &mut self.line);
        self.line.push(b')');
        self
    }

    pub fn uids(mut self, uids: &UidSet) -> Self {
        // Writing to memory cannot fail.
        let _ = write!(self.line, " {uids}");
        self
    }

    /// `FIRST:*`
    pub fn uids_from(mut self, first: u32) -> Self {
        let _ = write!(self.line, " {first}:*");
        self
    }

    pub fn number(mut self, before: &'static str, number: u64, after: &'static str) -> Self {
        let _ = write!(self.line, "{before}{number}{after}");
        self
    }

    /// The first response of a SASL mechanism, in base64 (RFC 4959).
    pub fn initial(mut self, response: &str) -> Self {
        debug_assert!(response.bytes().all(|b| b.is_ascii_graphic()), "not base64");
        self.line.push(b' ');
        self.line.extend_from_slice(response.as_bytes());
        self
    }

    /// A string: quoted where it is printable ASCII, else a literal.
    pub fn string(mut self, text: &str) -> Result<Self, Unsayable> {
        if text.contains(['\r', '\n', '\0']) {
            return Err(Unsayable);
        }
        self.line.push(b' ');
        if text.bytes().all(|b| matches!(b, b' '..=b'~')) {
            quote(text.as_bytes(), &mut self.line);
        } else {
            self.literals.push((std::mem::take(&mut self.line), text.as_bytes().to_vec()));
        }
        Ok(self)
    }

    /// The octets to send under `tag`, in pieces: the server must ask (`+`) for every piece but the first. With
    /// `LITERAL+` (RFC 7888) there is one piece only.
    pub fn pieces(&self, tag: &str, literal_plus: bool) -> Vec<Vec<u8>> {
        let plus = if literal_plus { "+" } else { "" };
        let mut pieces = vec![format!("{tag} ").into_bytes()];
        let mut put = |octets: &[u8], fresh: bool| match pieces.last_mut() {
            Some(piece) if !fresh => piece.extend_from_slice(octets),
            _ => pieces.push(octets.to_vec()),
        };
        for (line, literal) in &self.literals {
            put(line, false);
            put(format!("{{{}{plus}}}\r\n", literal.len()).as_bytes(), false);
            put(literal, !literal_plus);
        }
        put(&self.line, false);
        put(b"\r\n", false);
        pieces
    }
}

fn quote(text: &[u8], out: &mut Vec<u8>) {
    out.push(b'"');
    for octet in text {
        if matches!(octet, b'"' | b'\\') {
            out.push(b'\\');
        }
        out.push(*octet);
    }
    out.push(b'"');
}

#[cfg(test)]
mod tests;
