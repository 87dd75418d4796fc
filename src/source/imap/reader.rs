//! Reads the tokens of a response: atoms, strings, literals, lists (RFC 3501 section 9). Zero-copy, never recursive.

use std::borrow::Cow;

/// Parentheses that may be open at once.
pub const MAX_DEPTH: usize = 64;

/// Why a response can't be understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bad {
    Malformed,
    TooDeep,
}

/// A place in a response.
#[derive(Debug, Clone)]
pub struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub fn new(octets: &'a [u8]) -> Self {
        Self(octets)
    }

    /// Everything that was not read yet.
    pub fn rest(&self) -> &'a [u8] {
        self.0
    }

    pub fn peek(&self) -> Option<u8> {
        self.0.first().copied()
    }

    pub fn spaces(&mut self) {
        self.take(|b| b == b' ');
    }

    /// Up to the next blank.
    pub fn word(&mut self) -> &'a [u8] {
        self.take(|b| b != b' ')
    }

    /// The name of a FETCH attribute, up to its section or value.
    pub fn name(&mut self) -> &'a [u8] {
        self.take(|b| !matches!(b, b' ' | b'[' | b'(' | b')' | b'"'))
    }

    /// What stands in brackets behind an attribute's name, with the origin `<0>` behind it passed over.
    pub fn section(&mut self) -> Result<Option<&'a [u8]>, Bad> {
        if self.peek() != Some(b'[') {
            return Ok(None);
        }
        self.expect(b'[')?;
        let section = self.take_to(b']');
        self.expect(b']')?;
        if self.peek() == Some(b'<') {
            self.take(|b| b != b'>');
            self.expect(b'>')?;
        }
        Ok(Some(section))
    }

    pub fn expect(&mut self, octet: u8) -> Result<(), Bad> {
        self.0 = self.0.strip_prefix(&[octet]).ok_or(Bad::Malformed)?;
        Ok(())
    }

    pub fn number(&mut self) -> Result<u64, Bad> {
        let digits = self.take(|b| b.is_ascii_digit());
        std::str::from_utf8(digits).ok().and_then(|d| d.parse().ok()).ok_or(Bad::Malformed)
    }

    /// A list of atoms: `(\Seen $Junk)`.
    pub fn atoms(&mut self) -> Result<Vec<&'a [u8]>, Bad> {
        self.expect(b'(')?;
        let inner = self.take(|b| b != b')');
        self.expect(b')')?;
        Ok(inner.split(|b| *b == b' ').filter(|a| !a.is_empty()).collect())
    }

    /// A string or NIL.
    pub fn nstring(&mut self) -> Result<Option<Cow<'a, [u8]>>, Bad> {
        match self.peek() {
            Some(b'"') => self.quoted().map(Some),
            Some(b'{' | b'~') => self.literal().map(|l| Some(Cow::Borrowed(l))),
            _ if self.atom().eq_ignore_ascii_case(b"NIL") => Ok(None),
            _ => Err(Bad::Malformed),
        }
    }

    /// An atom or a string.
    pub fn astring(&mut self) -> Result<Cow<'a, [u8]>, Bad> {
        match self.peek() {
            Some(b'"') => self.quoted(),
            Some(b'{') => self.literal().map(Cow::Borrowed),
            _ => match self.word() {
                b"" => Err(Bad::Malformed),
                word => Ok(Cow::Borrowed(word)),
            },
        }
    }

    /// A list of atoms and strings, at most so many; what is NIL in it is left out. Atoms end at a parenthesis.
    pub fn strings(&mut self, most: usize) -> Result<Vec<Cow<'a, [u8]>>, Bad> {
        self.expect(b'(')?;
        let mut found = Vec::new();
        loop {
            self.spaces();
            let string = match self.peek() {
                Some(b')') => {
                    self.expect(b')')?;
                    return Ok(found);
                }
                Some(b'"') => self.quoted()?,
                Some(b'{') => Cow::Borrowed(self.literal()?),
                _ => match self.atom() {
                    b"" => return Err(Bad::Malformed),
                    nil if nil.eq_ignore_ascii_case(b"NIL") => continue,
                    atom => Cow::Borrowed(atom),
                },
            };
            if found.len() == most {
                return Err(Bad::Malformed);
            }
            found.push(string);
        }
    }

    /// Passes over one value, whatever it is.
    pub fn skip(&mut self) -> Result<(), Bad> {
        let mut depth = 0_usize;
        loop {
            match self.peek().ok_or(Bad::Malformed)? {
                b'(' => {
                    self.expect(b'(')?;
                    depth += 1;
                    if depth > MAX_DEPTH {
                        return Err(Bad::TooDeep);
                    }
                }
                b')' => {
                    self.expect(b')')?;
                    depth = depth.checked_sub(1).ok_or(Bad::Malformed)?;
                }
                b' ' => self.spaces(),
                b'"' => drop(self.quoted()?),
                // Only what a literal looks like is one: some servers write braces in atoms.
                b'{' | b'~' if self.clone().literal().is_ok() => drop(self.literal()?),
                _ if self.atom().is_empty() => return Err(Bad::Malformed),
                _ => {}
            }
            if depth == 0 {
                return Ok(());
            }
        }
    }

    fn atom(&mut self) -> &'a [u8] {
        self.take(|b| !matches!(b, b' ' | b'(' | b')' | b'"'))
    }

    fn quoted(&mut self) -> Result<Cow<'a, [u8]>, Bad> {
        self.expect(b'"')?;
        let plain = self.take(|b| !matches!(b, b'"' | b'\\'));
        if self.peek() == Some(b'"') {
            self.expect(b'"')?;
            return Ok(Cow::Borrowed(plain));
        }
        let mut text = plain.to_vec();
        loop {
            match self.octet()? {
                b'"' => return Ok(Cow::Owned(text)),
                b'\\' => text.push(self.octet()?),
                other => text.push(other),
            }
        }
    }

    fn octet(&mut self) -> Result<u8, Bad> {
        let (first, rest) = self.0.split_first().ok_or(Bad::Malformed)?;
        self.0 = rest;
        Ok(*first)
    }

    fn literal(&mut self) -> Result<&'a [u8], Bad> {
        self.0 = self.0.strip_prefix(b"~").unwrap_or(self.0);
        self.expect(b'{')?;
        let size = usize::try_from(self.number()?).map_err(|_| Bad::Malformed)?;
        self.0 = self.0.strip_prefix(b"+").unwrap_or(self.0);
        self.expect(b'}')?;
        self.0 = self.0.strip_prefix(b"\r").unwrap_or(self.0);
        self.expect(b'\n')?;
        let (octets, rest) = self.0.split_at_checked(size).ok_or(Bad::Malformed)?;
        self.0 = rest;
        Ok(octets)
    }

    /// What stands before this octet.
    fn take_to(&mut self, end: u8) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(memchr::memchr(end, self.0).unwrap_or(self.0.len()));
        self.0 = rest;
        taken
    }

    fn take(&mut self, belongs: impl Fn(u8) -> bool) -> &'a [u8] {
        let end = self.0.iter().position(|b| !belongs(*b)).unwrap_or(self.0.len());
        let (taken, rest) = self.0.split_at(end);
        self.0 = rest;
        taken
    }
}
