//! Where messages begin and end in an mbox file: one pass with a bounded buffer, whatever the length of lines.
//!
//! From_ lines say it, or a Content-Length. The two agree but where a body holds something like a From_ line. Then a
//! Content-Length is believed if the file looks like one whose messages all have it ([`Lengths::Checked`]): any sender can
//! write that field, and a lie must not swallow the messages behind it.

use super::from_line;
use crate::mail::parse;
use jiff::Timestamp;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};

/// Octets of a line that are looked at.
const HEAD: usize = 600;

/// One message's place in the file, in octets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Of the From_ line.
    pub start: u64,
    /// Of the message's first octet.
    pub message: u64,
    /// Behind the message's last octet; the blank line that separates messages is not part of it.
    pub end: u64,
    /// By the From_ line.
    pub time: Option<Timestamp>,
    /// The end is where Content-Length leads (mboxcl, mboxcl2).
    pub counted: bool,
}

/// What a file's Content-Length fields are worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lengths {
    /// The dialect has none: what is there is the sender's.
    Ignored,
    /// The dialect lives on them.
    Believed,
    /// Nobody knows the dialect. `first`: the file's first message has one.
    Checked { first: bool },
}

pub struct Scanner<R: Read + Seek> {
    lengths: Lengths,
    input: BufReader<R>,
    offset: u64,
    length: u64,
    head: Vec<u8>,
    /// The line in `head` is a From_ line that has been read already, and where it began.
    from: Option<u64>,
}

impl<R: Read + Seek> Scanner<R> {
    /// Begins at `offset`, where a From_ line is expected (blank lines before it are skipped). Reads up to `length`, the
    /// file's size when the scan began: what others append meanwhile is for the next scan.
    pub fn new(input: R, offset: u64, length: u64, lengths: Lengths) -> io::Result<Self> {
        let mut input = BufReader::with_capacity(128 * 1024, input);
        input.seek(SeekFrom::Start(offset))?;
        Ok(Self { lengths, input, offset, length, head: Vec::with_capacity(HEAD), from: None })
    }

    /// The next message; None at the end, or where no From_ line stands.
    pub fn next(&mut self) -> io::Result<Option<Entry>> {
        let Some(start) = self.seek_from_line()? else { return Ok(None) };
        let time = from_line::time(&self.head);
        let message = self.offset;
        let mut counted_octets = None;
        // The header block.
        loop {
            let at = self.offset;
            let length = self.line()?;
            if length == 0 {
                return Ok(Some(Entry { start, message, end: self.offset, time, counted: false }));
            }
            if self.is_blank() {
                break;
            }
            // A From_ line is no header field: the message had no body and no blank line.
            if self.is_from_line() {
                self.from = Some(at);
                return Ok(Some(Entry { start, message, end: at, time, counted: false }));
            }
            if counted_octets.is_none() {
                counted_octets = content_length(&self.head);
            }
        }
        if let Some(end) = counted_octets.and_then(|n| self.offset.checked_add(n))
            && self.lengths != Lengths::Ignored
            && self.leads_on(end)?
            && self.is_one_body(end, start == 0)?
        {
            self.go(end)?;
            return Ok(Some(Entry { start, message, end, time, counted: true }));
        }
        // Octets of the blank line before the one under way. The one that ends the header block belongs to the message,
        // and yet a From_ line may follow it where there is no body.
        let mut blank = Some(0);
        loop {
            let at = self.offset;
            let length = self.line()?;
            let ends = length == 0 || self.begins_message(blank.is_some())?;
            if ends {
                self.from = (length > 0).then_some(at);
                return Ok(Some(Entry { start, message, end: at - blank.unwrap_or(0), time, counted: false }));
            }
            blank = self.is_blank().then_some(length);
        }
    }

    /// Where a From_ line begins, with that line in `head`.
    fn seek_from_line(&mut self) -> io::Result<Option<u64>> {
        if let Some(start) = self.from.take() {
            return Ok(Some(start));
        }
        loop {
            let at = self.offset;
            if self.line()? == 0 {
                return Ok(None);
            }
            if self.head.starts_with(b"From ") {
                return Ok(Some(at));
            }
            if !self.is_blank() {
                return Ok(None);
            }
        }
    }

    /// Whether a Content-Length leads to the end of the file or to a From_ line.
    fn leads_on(&mut self, end: u64) -> io::Result<bool> {
        let back = self.offset;
        if end > self.length {
            return Ok(false);
        }
        self.go(end)?;
        let honest = end == self.length || self.rest_is_blank_or_from_line()?;
        self.go(back)?;
        Ok(honest)
    }

    /// Whether what lies before `end` is one body, and not a row of messages that a lie holds together.
    fn is_one_body(&mut self, end: u64, is_first: bool) -> io::Result<bool> {
        let Lengths::Checked { first } = self.lengths else { return Ok(true) };
        let back = self.offset;
        let one = match self.message_inside(end)? {
            None => true,
            // It has a length of its own that leads on: a message like the others.
            Some(true) => false,
            // A message without a length among others that have one is none.
            Some(false) => {
                self.go(end)?;
                self.next_has_length()?.unwrap_or(first && !is_first)
            }
        };
        self.go(back)?;
        Ok(one)
    }

    /// The first message that a From_ line before `end` would begin: whether it has a Content-Length that leads on.
    fn message_inside(&mut self, end: u64) -> io::Result<Option<bool>> {
        let mut blank = true;
        while self.offset < end && self.line()? > 0 {
            if self.begins_message(blank)? {
                let length = self.length_field()?;
                let inner = length.and_then(|n| self.offset.checked_add(n)).filter(|inner| *inner <= end);
                return inner.map_or(Ok(false), |inner| self.leads_on(inner)).map(Some);
            }
            blank = self.is_blank();
        }
        Ok(None)
    }

    /// Whether the message behind this one has a Content-Length; None where there is none.
    fn next_has_length(&mut self) -> io::Result<Option<bool>> {
        while self.line()? > 0 {
            if self.head.starts_with(b"From ") {
                return Ok(Some(self.length_field()?.is_some()));
            }
        }
        Ok(None)
    }

    /// The Content-Length in the header block that begins here. The scan goes on behind the block.
    fn length_field(&mut self) -> io::Result<Option<u64>> {
        let mut found = None;
        while self.line()? > 0 && !self.is_blank() && !self.is_from_line() {
            found = found.or_else(|| content_length(&self.head));
        }
        Ok(found)
    }

    fn rest_is_blank_or_from_line(&mut self) -> io::Result<bool> {
        // The line break that ends the last line, and the blank line.
        for _ in 0..3 {
            let length = self.line()?;
            if length == 0 || self.begins_message(true)? {
                return Ok(true);
            }
            if !self.is_blank() {
                return Ok(false);
            }
        }
        Ok(false)
    }

    fn go(&mut self, offset: u64) -> io::Result<()> {
        let by = i64::try_from(offset).ok().zip(i64::try_from(self.offset).ok()).map(|(to, from)| to - from);
        match by {
            Some(by) => self.input.seek_relative(by)?,
            None => {
                self.input.seek(SeekFrom::Start(offset))?;
            }
        }
        self.offset = offset;
        Ok(())
    }

    /// Reads a line, its beginning into `head`. Its length with the line break; 0 at the end.
    fn line(&mut self) -> io::Result<u64> {
        self.head.clear();
        let mut length = 0;
        loop {
            let left = self.length.saturating_sub(self.offset);
            let buffer = self.input.fill_buf()?;
            let buffer = buffer.get(..usize::try_from(left).unwrap_or(usize::MAX)).unwrap_or(buffer);
            if buffer.is_empty() {
                return Ok(length);
            }
            let (used, done) = memchr::memchr(b'\n', buffer).map_or((buffer.len(), false), |n| (n + 1, true));
            let kept = HEAD.saturating_sub(self.head.len()).min(used);
            self.head.extend_from_slice(buffer.get(..kept).unwrap_or_default());
            self.input.consume(used);
            self.offset += used as u64;
            length += used as u64;
            if done {
                return Ok(length);
            }
        }
    }

    fn is_blank(&self) -> bool {
        matches!(self.head.as_slice(), b"\n" | b"\r\n")
    }

    /// Whether the line in `head` begins the next message. A From_ line stands behind a blank line and has a date; where
    /// one of both is missing, as some programs write it, it is believed if a header field follows.
    fn begins_message(&mut self, after_blank: bool) -> io::Result<bool> {
        let Some(rest) = self.head.strip_prefix(b"From ") else { return Ok(false) };
        let dated = from_line::time(&self.head).is_some();
        if dated && after_blank {
            return Ok(true);
        }
        let rest = rest.trim_ascii();
        let bare = rest == b"-" || (rest.contains(&b'@') && !rest.contains(&b' '));
        if !(dated || after_blank && bare) {
            return Ok(false);
        }
        let (back, line) = (self.offset, self.head.clone());
        self.line()?;
        let field = parse::begins_with_field(&self.head);
        self.go(back)?;
        self.head = line;
        Ok(field)
    }

    fn is_from_line(&self) -> bool {
        self.head.starts_with(b"From ") && from_line::time(&self.head).is_some()
    }
}

fn content_length(line: &[u8]) -> Option<u64> {
    const NAME: &[u8] = b"content-length:";
    let name = line.get(..NAME.len())?;
    if !name.eq_ignore_ascii_case(NAME) {
        return None;
    }
    std::str::from_utf8(line.get(NAME.len()..)?).ok()?.trim().parse().ok()
}
