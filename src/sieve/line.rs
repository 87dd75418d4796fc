//! What a server's line means (RFC 5804 section 4): one complete line with its literals in, its meaning out. Never recursive.

use crate::mail::text::{self, cut_chars, one_line};

/// Characters kept of what a server says to people: a compiler's list of errors is longer than other words.
const MAX_SAID: usize = 4_000;
/// Characters kept of a code's name or string.
const MAX_CODE: usize = 300;

#[derive(Debug, PartialEq, Eq)]
pub enum Line {
    /// The end of an answer.
    Done(Condition, Said),
    /// A string, and what stands behind it: a capability, a script's name, a script, a question during sign-in.
    Data(Vec<u8>, Option<Word>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Word {
    Atom(Vec<u8>),
    Text(Vec<u8>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    Ok,
    No,
    Bye,
}

/// Code and words of the end of an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    pub code: Code,
    /// For people: lines, no other control characters, at most 4,000 characters.
    pub text: String,
}

impl Said {
    /// The words in one line of at most 300 characters.
    pub fn line(&self) -> String {
        let mut line = one_line(&self.text);
        cut_chars(&mut line, MAX_CODE);
        line
    }
}

/// Response codes (RFC 5804 section 1.3). Strings in them are one line, no control characters, at most 300 characters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Code {
    #[default]
    None,
    AuthTooWeak,
    EncryptNeeded,
    Quota(Quota),
    /// Another server does this: its URL.
    Referral(String),
    /// The last word of a sign-in.
    Sasl(String),
    TransitionNeeded,
    TryLater,
    Active,
    NonExistent,
    AlreadyExists,
    Tag(String),
    Warnings,
    Other(String),
}

/// What there is too much of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quota {
    Unnamed,
    Scripts,
    Size,
}

/// This is no line of ManageSieve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Malformed;

/// Understands one complete line.
pub fn read(octets: &[u8]) -> Result<Line, Malformed> {
    let mut reader = Reader(octets);
    let line = if matches!(reader.peek(), Some(b'"' | b'{')) {
        let first = reader.string()?;
        reader.spaces();
        let second = match reader.peek() {
            None => None,
            Some(b'"' | b'{') => Some(Word::Text(reader.string()?)),
            Some(_) => Some(Word::Atom(reader.atom()?.to_vec())),
        };
        Line::Data(first, second)
    } else {
        let condition = match reader.atom()?.to_ascii_uppercase().as_slice() {
            b"OK" => Condition::Ok,
            b"NO" => Condition::No,
            b"BYE" => Condition::Bye,
            _ => return Err(Malformed),
        };
        reader.spaces();
        let code = if reader.peek() == Some(b'(') { reader.code()? } else { Code::None };
        reader.spaces();
        let words = if reader.peek().is_some() { reader.string()? } else { Vec::new() };
        let mut text = text::lines(&String::from_utf8_lossy(&words));
        cut_chars(&mut text, MAX_SAID);
        Line::Done(condition, Said { code, text })
    };
    reader.spaces();
    if reader.peek().is_none() { Ok(line) } else { Err(Malformed) }
}

/// A place in a line.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<u8> {
        self.0.first().copied()
    }

    fn next(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn take(&mut self, wanted: impl Fn(u8) -> bool) -> &'a [u8] {
        let end = self.0.iter().position(|b| !wanted(*b)).unwrap_or(self.0.len());
        let (taken, rest) = self.0.split_at_checked(end).unwrap_or((self.0, &[]));
        self.0 = rest;
        taken
    }

    fn spaces(&mut self) {
        self.take(|b| b == b' ');
    }

    /// A word without quotes: at least one octet.
    fn atom(&mut self) -> Result<&'a [u8], Malformed> {
        let atom = self.take(|b| b.is_ascii_graphic() && !matches!(b, b'(' | b')' | b'{' | b'}' | b'"' | b'\\'));
        if atom.is_empty() { Err(Malformed) } else { Ok(atom) }
    }

    fn string(&mut self) -> Result<Vec<u8>, Malformed> {
        match self.next() {
            Some(b'"') => self.quoted(),
            Some(b'{') => self.literal(),
            _ => Err(Malformed),
        }
    }

    fn quoted(&mut self) -> Result<Vec<u8>, Malformed> {
        let mut out = Vec::new();
        loop {
            out.extend_from_slice(self.take(|b| !matches!(b, b'"' | b'\\' | b'\r' | b'\n' | b'\0')));
            match self.next() {
                Some(b'"') => return Ok(out),
                Some(b'\\') => match self.next() {
                    Some(octet @ (b'"' | b'\\')) => out.push(octet),
                    _ => return Err(Malformed),
                },
                _ => return Err(Malformed),
            }
        }
    }

    fn literal(&mut self) -> Result<Vec<u8>, Malformed> {
        let digits = self.take(|b| b.is_ascii_digit());
        let size: usize = std::str::from_utf8(digits).ok().and_then(|d| d.parse().ok()).ok_or(Malformed)?;
        let rest = self.0.strip_prefix(b"+").unwrap_or(self.0).strip_prefix(b"}").ok_or(Malformed)?;
        let rest = rest.strip_prefix(b"\r").unwrap_or(rest).strip_prefix(b"\n").ok_or(Malformed)?;
        let (literal, rest) = rest.split_at_checked(size).ok_or(Malformed)?;
        self.0 = rest;
        Ok(literal.to_vec())
    }

    /// `(NAME ...)`; of what stands behind the name only the first string counts.
    fn code(&mut self) -> Result<Code, Malformed> {
        self.next();
        let name = String::from_utf8_lossy(self.atom()?).to_ascii_uppercase();
        let (mut first, mut open) = (None, 1_usize);
        while open > 0 {
            self.spaces();
            match self.peek().ok_or(Malformed)? {
                b'(' => {
                    self.next();
                    open += 1;
                }
                b')' => {
                    self.next();
                    open -= 1;
                }
                b'"' | b'{' => {
                    let string = self.string()?;
                    first.get_or_insert(string);
                }
                _ => {
                    self.atom()?;
                }
            }
        }
        let string = || short(&String::from_utf8_lossy(&first.unwrap_or_default()));
        Ok(match name.as_str() {
            "AUTH-TOO-WEAK" => Code::AuthTooWeak,
            "ENCRYPT-NEEDED" => Code::EncryptNeeded,
            "QUOTA" => Code::Quota(Quota::Unnamed),
            "QUOTA/MAXSCRIPTS" => Code::Quota(Quota::Scripts),
            "QUOTA/MAXSIZE" => Code::Quota(Quota::Size),
            "REFERRAL" => Code::Referral(string()),
            "SASL" => Code::Sasl(string()),
            "TRANSITION-NEEDED" => Code::TransitionNeeded,
            "TRYLATER" => Code::TryLater,
            "ACTIVE" => Code::Active,
            "NONEXISTENT" => Code::NonExistent,
            "ALREADYEXISTS" => Code::AlreadyExists,
            "TAG" => Code::Tag(string()),
            "WARNINGS" => Code::Warnings,
            // A code may be refined by what follows a slash; who does not know the refinement goes by the code.
            other if other.starts_with("QUOTA/") => Code::Quota(Quota::Unnamed),
            other => Code::Other(short(other)),
        })
    }
}

fn short(text: &str) -> String {
    let mut line = one_line(text);
    cut_chars(&mut line, MAX_CODE);
    line
}

#[cfg(test)]
mod tests;
