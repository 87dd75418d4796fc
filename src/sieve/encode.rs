//! Commands as they go out. The only place that writes one: words of our own and strings, quoted or counted, so that nothing from
//! outside can end a command and begin another.

use super::name::ScriptName;

/// Octets between the quotes of a quoted string (RFC 5804 section 4, erratum 2655).
const MAX_QUOTED: usize = 1024;

/// A command, ready to be sent but for its line end. (No Debug: it may hold a password.)
pub struct Command(Vec<u8>);

impl Command {
    /// Begins with a word of our own.
    pub fn new(word: &'static str) -> Self {
        Self(word.as_bytes().to_vec())
    }

    /// An answer to a server's question during sign-in: a string alone.
    pub fn answer(octets: &[u8]) -> Self {
        let mut out = Vec::new();
        string(octets, &mut out);
        Self(out)
    }

    pub fn name(self, name: &ScriptName) -> Self {
        self.string(name.as_str().as_bytes())
    }

    pub fn string(mut self, octets: &[u8]) -> Self {
        self.0.push(b' ');
        string(octets, &mut self.0);
        self
    }

    pub fn number(mut self, number: u32) -> Self {
        self.0.extend_from_slice(format!(" {number}").as_bytes());
        self
    }

    /// The octets to send.
    pub fn octets(mut self) -> Vec<u8> {
        self.0.extend_from_slice(b"\r\n");
        self.0
    }
}

/// Quoted where that can say it, else a literal that the server need not ask for.
fn string(octets: &[u8], out: &mut Vec<u8>) {
    if let Some(quoted) = quoted(octets) {
        out.extend_from_slice(&quoted);
    } else {
        out.extend_from_slice(format!("{{{}+}}\r\n", octets.len()).as_bytes());
        out.extend_from_slice(octets);
    }
}

fn quoted(octets: &[u8]) -> Option<Vec<u8>> {
    let escapes = octets.iter().filter(|b| matches!(b, b'"' | b'\\')).count();
    let sayable = std::str::from_utf8(octets).is_ok_and(|text| !text.contains(['\r', '\n', '\0']));
    if !sayable || octets.len() + escapes > MAX_QUOTED {
        return None;
    }
    let mut out = vec![b'"'];
    for octet in octets {
        if matches!(octet, b'"' | b'\\') {
            out.push(b'\\');
        }
        out.push(*octet);
    }
    out.push(b'"');
    Some(out)
}

#[cfg(test)]
mod tests;
