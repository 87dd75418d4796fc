//! The body: its parts one after the other (RFC 2046), and a part's text.
//!
//! A flat walk over the lines: no recursion, and each line is looked at once whatever the nesting, so that hostile mail
//! costs no more than its length. What nests deeper than [`MAX_DEPTH`] is one opaque part.

use super::fields::{self, Fields, loose_text};
use super::media::MediaType;
use super::names::Name;
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::charsets::map::charset_decoder;
use memchr::memmem::Finder;
use std::borrow::Cow;
use std::sync::LazyLock;

/// Multiparts inside one another that are opened.
const MAX_DEPTH: usize = 16;
/// Parts that are looked at.
const MAX_PARTS: usize = 200;

/// One leaf of the MIME tree.
#[derive(Debug)]
pub struct Part<'x> {
    pub media: MediaType<'x>,
    /// Content-Transfer-Encoding, lower case.
    encoding: Cow<'x, str>,
    body: &'x [u8],
    pub attachment: bool,
    /// Number of the outermost multipart/alternative the part stands in.
    pub alternative: Option<usize>,
}

/// What the header block of a message, or of a part, says of what is below it.
#[derive(Debug)]
pub struct Head<'x> {
    pub media: MediaType<'x>,
    /// Content-Transfer-Encoding, lower case.
    encoding: Cow<'x, str>,
    attachment: bool,
    /// Octets of the block.
    length: usize,
}

impl<'x> Head<'x> {
    pub fn of(fields: &Fields<'x>, length: usize) -> Self {
        let disposition = fields.first(Name::ContentDisposition).and_then(fields::keyword);
        Self {
            media: fields.first(Name::ContentType).map(MediaType::of).unwrap_or_default(),
            encoding: fields.first(Name::ContentTransferEncoding).and_then(fields::keyword).unwrap_or_default(),
            attachment: disposition.is_some_and(|d| d == "attachment"),
            length,
        }
    }

    /// The header block that `octets` begin with.
    pub fn read(octets: &'x [u8]) -> Self {
        let (fields, length) = Fields::read(octets);
        Self::of(&fields, length)
    }
}

/// A multipart that is open.
struct Level<'x> {
    boundary: Cow<'x, str>,
    alternative: Option<usize>,
}

/// The leaves of a message, in order. `head` is what its own header block says.
pub fn parts<'x>(octets: &'x [u8], head: Head<'x>) -> Vec<Part<'x>> {
    let mut known = Some(head);
    let mut leaves = Vec::new();
    let mut levels: Vec<Level<'_>> = Vec::new();
    let mut multiparts = 0;
    let mut at = 0;
    for _ in 0..MAX_PARTS {
        let head = known.take().unwrap_or_else(|| Head::read(octets.get(at..).unwrap_or_default()));
        let Head { media, encoding, attachment, length } = head;
        let body = at + length;
        let around = levels.last().and_then(|l| l.alternative);
        let end = if media.kind == "multipart"
            && levels.len() < MAX_DEPTH
            && let Some(boundary) = media.boundary
        {
            multiparts += 1;
            let alternative = around.or_else(|| (media.subtype == "alternative").then_some(multiparts));
            levels.push(Level { boundary, alternative });
            // The preamble is nobody's text.
            next_delimiter(octets, body, &levels)
        } else {
            let end = next_delimiter(octets, body, &levels);
            leaves.push(Part {
                encoding,
                body: octets.get(body..end.before).unwrap_or_default(),
                attachment,
                alternative: around,
                media,
            });
            end
        };
        // Closing delimiters may follow one another; text between them is an epilogue.
        let mut found = end;
        loop {
            match found.level {
                None => return leaves,
                Some((level, closing)) => {
                    levels.truncate(if closing { level } else { level + 1 });
                    if !closing {
                        at = found.after;
                        break;
                    }
                    found = next_delimiter(octets, found.after, &levels);
                }
            }
        }
    }
    leaves
}

/// A delimiter line, or the end of the octets.
struct Delimiter {
    /// Where the content before it ends.
    before: usize,
    /// Where the content after it begins.
    after: usize,
    /// Which level it belongs to, and whether it closes it.
    level: Option<(usize, bool)>,
}

/// What a line begins with that may be a delimiter.
static DASHES: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("\n--"));

fn next_delimiter(octets: &[u8], from: usize, levels: &[Level<'_>]) -> Delimiter {
    // Where a line begins.
    let mut at = from;
    while !levels.is_empty() {
        let rest = octets.get(at..).unwrap_or_default();
        if let Some(rest) = rest.strip_prefix(b"--") {
            let length = memchr::memchr(b'\n', rest).map_or(rest.len(), |n| n + 1);
            let line = rest.get(..length).unwrap_or_default().trim_ascii_end();
            let hit = levels.iter().enumerate().rev().find_map(|(n, level)| {
                let tail = line.strip_prefix(level.boundary.as_bytes())?;
                match tail {
                    b"" => Some((n, false)),
                    b"--" => Some((n, true)),
                    _ => None,
                }
            });
            if hit.is_some() {
                // The line break before a delimiter belongs to it (RFC 2046 section 5.1.1).
                let content = octets.get(from..at).unwrap_or_default();
                let content = content.strip_suffix(b"\n").unwrap_or(content);
                let content = content.strip_suffix(b"\r").unwrap_or(content);
                return Delimiter { before: from + content.len(), after: at + 2 + length, level: hit };
            }
        }
        let Some(next) = DASHES.find(rest) else { break };
        at += next + 1;
    }
    Delimiter { before: octets.len(), after: octets.len(), level: None }
}

impl<'x> Part<'x> {
    /// Plain text: said so, or said nothing at all (RFC 2045 section 5.2).
    pub fn is_plain(&self) -> bool {
        !self.attachment && (self.media.kind.is_empty() || self.media.is("text", "plain"))
    }

    pub fn is_html(&self) -> bool {
        !self.attachment && self.media.is("text", "html")
    }

    /// The part's text from at most `limit` octets of its body.
    pub fn text(&self, limit: usize) -> Cow<'x, str> {
        let body = self.body.get(..limit).unwrap_or(self.body);
        let decoded: Cow<'x, [u8]> = match &*self.encoding {
            "base64" => base64(body).into(),
            "quoted-printable" => quoted_printable(body).into(),
            _ => body.into(),
        };
        match self.media.charset.as_deref() {
            None | Some("" | "us-ascii" | "ascii" | "utf-8" | "utf8") => loose(decoded),
            Some(name) => match charset_decoder(name.as_bytes()) {
                Some(decode) => decode(&decoded).into(),
                None => loose(decoded),
            },
        }
    }
}

/// [`loose_text`] of what may be one's own.
fn loose(octets: Cow<'_, [u8]>) -> Cow<'_, str> {
    match octets {
        Cow::Borrowed(octets) => loose_text(octets),
        Cow::Owned(octets) => match String::from_utf8(octets) {
            Ok(text) => text.into(),
            Err(error) => loose_text(error.as_bytes()).into_owned().into(),
        },
    }
}

/// Base64 with everything left out that is not of its alphabet, and without a half group at the end (RFC 2045 section 6.8).
fn base64(body: &[u8]) -> Vec<u8> {
    let mut letters: Vec<u8> = Vec::with_capacity(body.len());
    for b in body {
        match b {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/' => letters.push(*b),
            b'=' => {
                // Padding ends a run; some programs glue several runs together.
                while !letters.len().is_multiple_of(4) {
                    letters.push(b'=');
                }
            }
            _ => {}
        }
    }
    letters.truncate(letters.len() / 4 * 4);
    base64_decode(&letters).unwrap_or_default()
}

/// Quoted-printable, forgiving (RFC 2045 section 6.7): what is no escape stands for itself.
fn quoted_printable(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some(at) = memchr::memchr(b'=', rest) {
        let (before, from) = rest.split_at(at);
        out.extend_from_slice(before);
        let tail = from.get(1..).unwrap_or_default();
        rest = match tail {
            [b'\n', tail @ ..] | [b'\r', b'\n', tail @ ..] => tail,
            [high, low, after @ ..] => match (hex(*high), hex(*low)) {
                (Some(high), Some(low)) => {
                    out.push(high << 4 | low);
                    after
                }
                // A soft break with blanks after it.
                _ if matches!(*high, b' ' | b'\t') => match memchr::memchr(b'\n', tail.get(..80).unwrap_or(tail)) {
                    Some(n) if tail.get(..n).is_some_and(|t| t.trim_ascii().is_empty()) => tail.get(n + 1..).unwrap_or_default(),
                    _ => {
                        out.push(b'=');
                        tail
                    }
                },
                _ => {
                    out.push(b'=');
                    tail
                }
            },
            // Cut off in the middle of an escape.
            _ => &[],
        };
    }
    out.extend_from_slice(rest);
    out
}

pub fn hex(b: u8) -> Option<u8> {
    char::from(b).to_digit(16).and_then(|d| u8::try_from(d).ok())
}
