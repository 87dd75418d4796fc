//! Cuts the octets of a server into complete responses: lines with their literals (RFC 3501 section 4.3, RFC 5804
//! section 4). Sans I/O.
//!
//! Knows nothing of what a response means, and believes no size a server names before it has the room for it.

use super::Limits;
use std::ops::Range;

/// A limit was passed; what follows on this connection can no longer be understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLarge {
    pub what: &'static str,
    pub limit: u64,
}

#[derive(Debug)]
pub struct Framer {
    has_free_text: fn(&[u8]) -> bool,
    buffer: Vec<u8>,
    /// Octets of `buffer` that were handed out already.
    start: usize,
    /// Where the line now being looked at begins, and how far it was looked at.
    line: usize,
    seen: usize,
    /// Does that response end in words for people? Known from its first line on.
    wordy: bool,
}

impl Framer {
    /// `has_free_text` knows a response's first line: does it end in words for people, where braces mean nothing?
    pub fn new(has_free_text: fn(&[u8]) -> bool) -> Self {
        Self { has_free_text, buffer: Vec::new(), start: 0, line: 0, seen: 0, wordy: false }
    }

    /// One of the same kind that has heard nothing yet.
    pub fn afresh(&self) -> Self {
        Self::new(self.has_free_text)
    }

    /// Gives back what was taken in and not handed out yet.
    pub fn take_rest(&mut self) -> Vec<u8> {
        let rest = self.buffer.split_off(self.start.min(self.buffer.len()));
        *self = self.afresh();
        rest
    }

    /// Takes in what arrived.
    pub fn push(&mut self, octets: &[u8]) {
        if self.start > 0 && self.start >= self.buffer.len() / 2 {
            self.buffer.drain(..self.start);
            self.line -= self.start;
            self.seen -= self.start;
            self.start = 0;
        }
        self.buffer.extend_from_slice(octets);
    }

    /// The next complete response, without its line end, as a place for [`Self::octets`]; None: more must arrive first.
    pub fn next(&mut self, limits: &Limits) -> Result<Option<Range<usize>>, TooLarge> {
        loop {
            let rest = self.buffer.get(self.seen..).unwrap_or_default();
            let Some(end) = memchr::memchr(b'\n', rest).map(|i| self.seen + i) else {
                if self.seen <= self.buffer.len() {
                    self.seen = self.buffer.len();
                    within("a line", self.seen - self.line, limits.line)?;
                }
                return Ok(None);
            };
            within("a line", end - self.line, limits.line)?;
            let line = self.buffer.get(self.line..end).unwrap_or_default();
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if self.line == self.start {
                self.wordy = (self.has_free_text)(line);
            }
            let announced = if self.wordy { None } else { literal(line) };
            let Some(size) = announced else {
                let response = self.start..self.line + line.len();
                within("a response", response.len(), limits.response)?;
                self.start = end + 1;
                self.line = self.start;
                self.seen = self.start;
                return Ok(Some(response));
            };
            let limit = limits.literal as u64;
            if size > limit {
                return Err(TooLarge { what: "a literal", limit });
            }
            // The octets of the literal are passed over, not looked at.
            self.line = end + 1 + size as usize;
            self.seen = self.line;
            within("a response", self.line - self.start, limits.response)?;
        }
    }

    /// The octets of a response that [`Self::next`] named; good until the next push.
    pub fn octets(&self, response: Range<usize>) -> &[u8] {
        self.buffer.get(response).unwrap_or_default()
    }
}

fn within(what: &'static str, size: usize, limit: usize) -> Result<(), TooLarge> {
    if size <= limit { Ok(()) } else { Err(TooLarge { what, limit: limit as u64 }) }
}

/// The size of the literal that the line announces at its end (`{310}`, `{310+}`, `~{310}`); the largest
/// number for one past counting.
fn literal(line: &[u8]) -> Option<u64> {
    let inner = line.strip_suffix(b"}")?;
    let inner = inner.strip_suffix(b"+").unwrap_or(inner);
    let digits = inner.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    let (head, digits) = inner.split_at_checked(inner.len() - digits)?;
    if digits.is_empty() || !head.ends_with(b"{") {
        return None;
    }
    Some(digits.iter().fold(0, |n: u64, d| n.saturating_mul(10).saturating_add(u64::from(d - b'0'))))
}

#[cfg(test)]
mod tests;
