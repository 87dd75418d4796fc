//! Header fields: cutting the block into fields, and decoding one field's value (RFC 5322 section 2.2, RFC 2047).
//!
//! Every value is cut to a bound before mail-parser sees it, and handed over unfolded and in UTF-8: whatever a field
//! holds, its cost is bounded.

use crate::mail::address::normal;
use crate::mail::text::{cut_chars, cut_octets, first_chars, is_graphic, is_plain_line, one_line};
use crate::mail::{Address, address};
use jiff::Timestamp;
use mail_parser::HeaderValue;
use mail_parser::decoders::charsets::map::charset_decoder;
use mail_parser::parsers::MessageStream;
use std::borrow::Cow;

/// Fields read of one header block; more is rubbish or an attack.
const MAX_FIELDS: usize = 2_000;
/// Octets of a field's value that are decoded.
const MAX_VALUE: usize = 16 * 1024;
/// Octets of an address list that are decoded.
const MAX_ADDRESSES: usize = 64 * 1024;
/// Characters kept of a display name.
const MAX_NAME: usize = 200;
/// Octets kept of an address (RFC 5321 section 4.5.3.1: 64 + 1 + 255).
pub const MAX_ADDRESS: usize = 320;
/// Octets kept of an id.
pub const MAX_ID: usize = 250;

/// One field as it stands: the name, and everything after the colon up to the next field.
#[derive(Debug, Clone, Copy)]
pub struct Field<'x> {
    pub name: &'x [u8],
    pub value: &'x [u8],
    mark: u32,
}

impl Field<'_> {
    pub fn is(&self, name: &str) -> bool {
        self.is_marked(mark(name.as_bytes()), name)
    }

    fn is_marked(&self, mark: u32, name: &str) -> bool {
        self.mark == mark && self.name.eq_ignore_ascii_case(name.as_bytes())
    }
}

/// A number that few other names share, made of a name's length and three of its letters in lower case: names are asked for by
/// the dozen, and nearly all comparisons end here.
#[inline]
fn mark(name: &[u8]) -> u32 {
    let letter = |at: usize| name.get(at).map_or(0, u8::to_ascii_lowercase);
    u32::from_le_bytes([name.len() as u8, letter(0), letter(name.len() / 2), letter(name.len().wrapping_sub(1))])
}

/// One of 64 bits for a mark.
fn bit(mark: u32) -> u64 {
    1 << (mark.wrapping_mul(0x9e37_79b1) >> 26)
}

/// The fields of one header block, in order.
#[derive(Debug, Default)]
pub struct Fields<'x> {
    fields: Vec<Field<'x>>,
    /// The bits of all names: where a name's bit is missing, no field has it.
    bits: u64,
}

impl<'x> Fields<'x> {
    /// Cuts the header block that `octets` begin with. Also says where the body begins.
    pub fn read(octets: &'x [u8]) -> (Self, usize) {
        // Room for as many as most mail has.
        let mut fields: Vec<Field<'x>> = Vec::with_capacity(24);
        let mut at = 0;
        // Where the value of the field under way begins.
        let mut open: Option<(&'x [u8], usize)> = None;
        let mut body = octets.len();
        while at < octets.len() {
            let rest = octets.get(at..).unwrap_or_default();
            let length = memchr::memchr(b'\n', rest).map_or(rest.len(), |n| n + 1);
            let line = rest.get(..length).unwrap_or_default();
            let next = at + length;
            match line.first() {
                Some(b'\n') => {
                    body = next;
                    break;
                }
                Some(b'\r') if matches!(line, b"\r\n" | b"\r" | b"\r\r\n") => {
                    body = next;
                    break;
                }
                // A continuation. At the very beginning there is nothing to go on with: no header at all.
                Some(b' ' | b'\t') if open.is_some() => {}
                _ => {
                    let Some(colon) = field_name(line) else {
                        // An mbox line that a program left in is no field; anything else is the body, its blank line missing.
                        if line.starts_with(b"From ") || line.starts_with(b">From ") {
                            close(&mut fields, octets, &mut open, at);
                            at = next;
                            continue;
                        }
                        body = at;
                        break;
                    };
                    close(&mut fields, octets, &mut open, at);
                    let name = line.get(..colon).unwrap_or_default().trim_ascii_end();
                    open = Some((name, at + colon + 1));
                }
            }
            at = next;
        }
        close(&mut fields, octets, &mut open, at.min(body));
        let bits = fields.iter().fold(0, |bits, field| bits | bit(field.mark));
        (Self { fields, bits }, body)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Field<'x>> {
        self.fields.iter()
    }

    /// The fields of that name, topmost first.
    #[inline]
    pub fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Field<'x>> {
        let mark = mark(name.as_bytes());
        let fields = if self.bits & bit(mark) == 0 { &[][..] } else { &self.fields };
        fields.iter().filter(move |field| field.is_marked(mark, name))
    }

    #[inline]
    pub fn has(&self, name: &str) -> bool {
        self.named(name).next().is_some()
    }

    /// The topmost field of that name: the one a server near to the member wrote.
    #[inline]
    pub fn first(&self, name: &str) -> Option<&'x [u8]> {
        self.named(name).next().map(|field| field.value)
    }

    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'x [u8]> + 'a {
        self.named(name).map(|field| field.value)
    }
}

/// Ends the field under way at `end`.
fn close<'x>(fields: &mut Vec<Field<'x>>, octets: &'x [u8], open: &mut Option<(&'x [u8], usize)>, end: usize) {
    if let Some((name, start)) = open.take()
        && fields.len() < MAX_FIELDS
    {
        fields.push(Field { name, value: octets.get(start..end).unwrap_or_default(), mark: mark(name) });
    }
}

/// Where the colon stands, if the line begins with a field name (RFC 5322 section 2.2: printable, no colon), with
/// blanks before the colon forgiven.
pub fn field_name(line: &[u8]) -> Option<usize> {
    let head = line.get(..200).unwrap_or(line);
    let colon = memchr::memchr(b':', head)?;
    let name = head.get(..colon)?.trim_ascii_end();
    (!name.is_empty() && name.iter().all(u8::is_ascii_graphic)).then_some(colon)
}

/// Octets of any origin as text: UTF-8 where it is that, else Windows-1252, as old programs wrote it.
pub fn loose_text(octets: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(octets) {
        Ok(text) => text.into(),
        // Cut in the middle of a character: that is UTF-8 all the same.
        Err(error) if error.error_len().is_none() && error.valid_up_to() > 0 => {
            String::from_utf8_lossy(octets.get(..error.valid_up_to()).unwrap_or_default())
        }
        Err(_) => match charset_decoder(b"windows-1252") {
            Some(decode) => decode(octets).into(),
            None => String::from_utf8_lossy(octets),
        },
    }
}

/// A value unfolded, in UTF-8, at most `limit` octets of it, ended by the line feed mail-parser asks for.
fn unfolded(value: &[u8], limit: usize) -> Vec<u8> {
    let value = value.trim_ascii();
    let text = loose_text(value.get(..limit).unwrap_or(value));
    let mut line = Vec::with_capacity(text.len() + 1);
    line.extend(text.bytes().map(|b| if b < b' ' || b == 0x7f { b' ' } else { b }));
    line.push(b'\n');
    line
}

/// A value that needs none of that, at most `limit` octets of it: one line of visible ASCII with nothing encoded. What most mail holds.
fn plain(value: &[u8], limit: usize) -> Option<&str> {
    let value = value.trim_ascii();
    let value = value.get(..limit).unwrap_or(value);
    let visible = value.iter().fold(true, |visible, b| visible & matches!(b, b' '..=b'~'));
    if visible { undecoded(value) } else { None }
}

/// A line in which there is nothing to decode: ASCII without an encoded word.
fn undecoded(line: &[u8]) -> Option<&str> {
    let undecoded = line.is_ascii() && memchr::memchr_iter(b'=', line).all(|at| line.get(at + 1) != Some(&b'?'));
    if undecoded { std::str::from_utf8(line).ok() } else { None }
}

/// A value as it stands, one line, without decoding, at most `limit` characters.
pub fn raw_text(value: &[u8], limit: usize) -> Box<str> {
    let bound = value.get(..limit.saturating_mul(4).max(MAX_VALUE)).unwrap_or(value);
    let mut text = one_line(&loose_text(bound));
    cut_chars(&mut text, limit);
    text.into()
}

/// An unstructured value (a subject) with its encoded words decoded, at most `limit` characters.
pub fn text(value: &[u8], limit: usize) -> Box<str> {
    if let Some(plain) = plain(value, MAX_VALUE).filter(|plain| is_plain_line(plain)) {
        return first_chars(plain, limit).into();
    }
    let line = unfolded(value, MAX_VALUE);
    let mut text = undecoded(&line).map_or_else(|| decoded_text(&line), one_line);
    cut_chars(&mut text, limit);
    text.into()
}

fn decoded_text(line: &[u8]) -> String {
    match MessageStream::new(line).parse_unstructured() {
        HeaderValue::Text(text) => one_line(&text),
        _ => String::new(),
    }
}

/// The addresses of a list, at most `limit`, and how many the value names in all.
pub fn addresses(value: &[u8], limit: usize) -> (Vec<Address>, usize) {
    let whole = value.len() <= MAX_ADDRESSES;
    if let Some(found) = plain(value, MAX_ADDRESSES).filter(|_| whole).and_then(|text| simple_addresses(text, limit)) {
        return found;
    }
    let line = unfolded(value, MAX_ADDRESSES);
    let text = undecoded(&line).filter(|_| whole);
    text.and_then(|text| simple_addresses(text, limit)).unwrap_or_else(|| all_addresses(value, &line, limit))
}

/// What most mail holds: `a@b.example`, `<a@b.example>`, `Name <a@b.example>` and `"Name" <a@b.example>`, between commas. None where
/// anything needs a closer look: comments, groups, escapes, a comma in quotes. No encoded words.
fn simple_addresses(text: &str, limit: usize) -> Option<(Vec<Address>, usize)> {
    let (mut kept, mut named) = (Vec::new(), 0);
    for item in text.split(',') {
        let (name, addr) = simple_address(item.trim())?;
        named += 1;
        if kept.len() < limit {
            kept.push(bounded(name, addr));
        }
    }
    Some((kept, named))
}

fn simple_address(item: &str) -> Option<(&str, &str)> {
    let is_special = |b| matches!(b, b'"' | b'\\' | b'(' | b')' | b'<' | b'>' | b':' | b';' | b',');
    let special = |text: &str| text.bytes().fold(false, |special, b| special | is_special(b));
    let (name, addr) = match item.strip_suffix('>') {
        Some(open) => open.split_once('<')?,
        None => ("", item),
    };
    let name = name.trim_end();
    let name = name.strip_prefix('"').map_or(Some(name), |quoted| quoted.strip_suffix('"'))?;
    let simple = is_graphic(addr) && addr.contains('@') && !special(addr) && !special(name);
    simple.then_some((name, addr))
}

/// The same by mail-parser, which knows all that addresses can be.
fn all_addresses(value: &[u8], line: &[u8], limit: usize) -> (Vec<Address>, usize) {
    let mut kept = Vec::new();
    if let HeaderValue::Address(list) = MessageStream::new(line).parse_address() {
        for one in list.iter() {
            let address = bounded(one.name.as_deref().unwrap_or(""), one.address.as_deref().unwrap_or(""));
            if address.name.is_empty() && address.addr.is_empty() {
                continue;
            }
            kept.push(address);
            if kept.len() == limit {
                break;
            }
        }
    }
    let named = count_addresses(value).max(kept.len());
    (kept, named)
}

fn bounded(name: &str, addr: &str) -> Address {
    let mut name = one_line(name);
    cut_chars(&mut name, MAX_NAME);
    Address { name: name.into(), addr: plain_address(addr) }
}

/// An addr-spec in the form it is compared in, bounded; empty where it would show nothing but rubbish.
pub fn plain_address(addr: &str) -> Box<str> {
    let addr = addr.trim();
    let mut addr = if is_graphic(addr) {
        addr.trim_start_matches('<').trim_end_matches('>').to_ascii_lowercase()
    } else {
        let mut addr = normal(&one_line(addr));
        addr.retain(|c| !crate::mail::text::is_unsafe(c));
        addr
    };
    cut_octets(&mut addr, MAX_ADDRESS);
    addr.into()
}

/// How many addresses a list names: items with an `@` between commas that stand in no quotes and no comment.
fn count_addresses(value: &[u8]) -> usize {
    let (mut count, mut at, mut quoted, mut escaped, mut depth) = (0, false, false, false, 0_usize);
    for b in value {
        if escaped {
            escaped = false;
            continue;
        }
        match b {
            b'\\' => escaped = true,
            b'"' if depth == 0 => quoted = !quoted,
            b'(' if !quoted => depth += 1,
            b')' if !quoted => depth = depth.saturating_sub(1),
            b'@' if !quoted && depth == 0 => at = true,
            b',' | b';' if !quoted && depth == 0 => count += usize::from(std::mem::take(&mut at)),
            _ => {}
        }
    }
    count + usize::from(at)
}

/// Message-IDs: what stands in angle brackets, or the first word where nothing does. At most `limit`.
pub fn ids(value: &[u8], limit: usize) -> Vec<Box<str>> {
    let value = value.get(..MAX_ADDRESSES).unwrap_or(value);
    let text = loose_text(value);
    let mut found: Vec<Box<str>> = Vec::new();
    for piece in text.split('<').skip(1) {
        if let Some((inside, _)) = piece.split_once('>')
            && let Some(id) = id(inside)
        {
            found.push(id);
            if found.len() == limit {
                break;
            }
        }
    }
    if found.is_empty() && !text.contains('<') {
        found.extend(text.split_whitespace().next().and_then(id));
    }
    found
}

fn id(text: &str) -> Option<Box<str>> {
    if is_graphic(text) && (1..=MAX_ID).contains(&text.len()) {
        return Some(text.into());
    }
    let mut id: String = text.chars().filter(|c| !c.is_whitespace() && !crate::mail::text::is_unsafe(*c)).collect();
    cut_octets(&mut id, MAX_ID);
    (!id.is_empty()).then(|| id.into())
}

/// What stands between the last pair of angle brackets, without blanks and quotes, lower case; without brackets the whole
/// value (RFC 2919 section 2: the list-id).
pub fn list_id(value: &[u8]) -> Option<Box<str>> {
    let value = value.get(..MAX_VALUE).unwrap_or(value);
    let text = loose_text(value);
    let inside = match text.rsplit_once('<') {
        Some((_, tail)) => tail.split_once('>').map_or(tail, |(id, _)| id),
        None => &text,
    };
    let mut id: String =
        inside.chars().filter(|c| !c.is_whitespace() && *c != '"' && !crate::mail::text::is_unsafe(*c)).collect();
    id = id.to_lowercase();
    cut_octets(&mut id, MAX_ID);
    (!id.is_empty()).then(|| id.into())
}

/// The address of the first `mailto:` link in a List-* field (RFC 2369), or the first bare address.
pub fn list_address(value: &[u8]) -> Option<Box<str>> {
    let value = value.get(..MAX_VALUE).unwrap_or(value);
    let text = loose_text(value);
    let start = text.to_ascii_lowercase().find("mailto:").map(|n| n + "mailto:".len());
    let candidate = match start {
        Some(start) => text.get(start..)?.split(['>', '?', ',', '<']).next(),
        None => text
            .split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | ',' | ';' | '"' | '(' | ')'))
            .find(|word| word.contains('@') && !word.contains("://")),
    }?;
    let compact: String = candidate.chars().filter(|c| !c.is_whitespace()).collect();
    let addr = plain_address(&compact);
    (!address::domain_of(&addr).is_empty()).then_some(addr)
}

/// Return-Path: what stands in the brackets; the null path `<>` is an empty text.
pub fn path(value: &[u8]) -> Box<str> {
    let value = value.get(..MAX_VALUE).unwrap_or(value);
    let text = loose_text(value);
    let inside = text.split_once('<').and_then(|(_, tail)| tail.split_once('>')).map_or(text.trim(), |(inside, _)| inside);
    plain_address(inside)
}

/// The address a Received line says the mail is "for" (RFC 5321 section 4.4), outside its comments.
pub fn received_for(value: &[u8]) -> Option<Box<str>> {
    let value = value.get(..4096).unwrap_or(value);
    let text = loose_text(value);
    let mut open = Vec::with_capacity(text.len());
    let (mut depth, mut rest) = (0_usize, text.as_bytes());
    while let Some((before, [paren, after @ ..])) = memchr::memchr2(b'(', b')', rest).and_then(|at| rest.split_at_checked(at)) {
        if depth == 0 {
            open.extend_from_slice(before);
        }
        depth = if *paren == b'(' { depth + 1 } else { depth.saturating_sub(1) };
        rest = after;
    }
    if depth == 0 {
        open.extend_from_slice(rest);
    }
    let mut words = open.split(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n' | b';')).filter(|word| !word.is_empty());
    words.find(|word| word.eq_ignore_ascii_case(b"for"))?;
    let addr = plain_address(std::str::from_utf8(words.next()?).ok()?);
    (!address::domain_of(&addr).is_empty()).then_some(addr)
}

/// A date where it is a valid one (RFC 5322 section 3.3).
pub fn date(value: &[u8]) -> Option<Timestamp> {
    let line = unfolded(value, 512);
    match MessageStream::new(&line).parse_date() {
        HeaderValue::DateTime(date) if date.is_valid() => Timestamp::from_second(date.to_timestamp()).ok(),
        _ => None,
    }
}

/// A media type and the parameters Deich reads.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MediaType {
    /// `text`, lower case; empty when the field was absent or made no sense.
    pub kind: String,
    pub subtype: String,
    pub boundary: Option<String>,
    pub charset: Option<String>,
    pub report_type: Option<String>,
}

impl MediaType {
    pub fn is(&self, kind: &str, subtype: &str) -> bool {
        self.kind == kind && self.subtype == subtype
    }
}

/// Content-Type (RFC 2045 section 5).
pub fn media_type(value: &[u8]) -> MediaType {
    if let Some(media) = plain(value, 4096).and_then(simple_media_type) {
        return media;
    }
    let line = unfolded(value, 4096);
    undecoded(&line).and_then(simple_media_type).unwrap_or_else(|| any_media_type(&line))
}

/// What most mail holds: a type and parameters that are plain words or stand in quotes. None where anything needs a closer look:
/// comments, escapes, parameters in pieces (RFC 2231), a semicolon in quotes. No encoded words.
fn simple_media_type(text: &str) -> Option<MediaType> {
    let is_word = |text: &str| {
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'+');
        (1..=100).contains(&text.len()) && text.bytes().all(plain)
    };
    let mut items = text.trim().split(';').map(str::trim);
    let (kind, subtype) = items.next()?.split_once('/').filter(|(kind, subtype)| is_word(kind) && is_word(subtype))?;
    let mut media = MediaType { kind: kind.to_ascii_lowercase(), subtype: subtype.to_ascii_lowercase(), ..MediaType::default() };
    for item in items.filter(|item| !item.is_empty()) {
        let (name, value) = item.split_once('=').filter(|(name, _)| is_word(name))?;
        let value = match value.strip_prefix('"') {
            Some(quoted) => {
                let value = quoted.strip_suffix('"')?;
                let plain = value.bytes().all(|b| matches!(b, b' '..=b'~') && !matches!(b, b'"' | b'\\'));
                Some(value).filter(|value| plain && !value.is_empty() && value.trim().len() == value.len())?
            }
            None => Some(value).filter(|value| is_word(value))?,
        };
        let is = |known: &str| name.eq_ignore_ascii_case(known);
        let (slot, value) = if is("boundary") {
            (&mut media.boundary, value.to_owned())
        } else if is("charset") {
            (&mut media.charset, value.to_ascii_lowercase())
        } else if is("report-type") {
            (&mut media.report_type, value.to_ascii_lowercase())
        } else {
            continue;
        };
        // Which of two counts, and how much of a long one, is for the long way to say.
        if slot.is_some() || value.len() > 100 || value.as_bytes().windows(2).any(|pair| pair == b"  ") {
            return None;
        }
        *slot = Some(value);
    }
    Some(media)
}

/// The same by mail-parser, which knows all that a media type can be.
fn any_media_type(line: &[u8]) -> MediaType {
    let HeaderValue::ContentType(parsed) = MessageStream::new(line).parse_content_type() else {
        return MediaType::default();
    };
    let word = |text: &str| {
        let mut word = one_line(text).to_lowercase();
        cut_octets(&mut word, 100);
        word
    };
    let attribute = |name: &str| parsed.attribute(name).map(str::to_owned);
    MediaType {
        kind: word(&parsed.c_type),
        subtype: word(parsed.c_subtype.as_deref().unwrap_or("")),
        // RFC 2046 section 5.1.1: at most 70 characters; some programs write more.
        boundary: attribute("boundary").map(|b| b.trim_end().to_owned()).filter(|b| !b.is_empty() && b.len() <= 250),
        charset: attribute("charset").map(|c| word(&c)),
        report_type: attribute("report-type").map(|r| word(&r)),
    }
}

/// The first word of a value, lower case (Content-Transfer-Encoding, Precedence, Auto-Submitted).
pub fn keyword(value: &[u8]) -> Option<Box<str>> {
    let bare = value.trim_ascii();
    let is_one = (1..=200).contains(&bare.len()) && bare.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    if is_one && let Ok(word) = std::str::from_utf8(bare) {
        return Some(word.to_ascii_lowercase().into());
    }
    let text = raw_text(value, 200).to_lowercase();
    let word = text.split([';', ' ', '(']).find(|w| !w.is_empty())?;
    Some(word.into())
}

#[cfg(test)]
mod tests;
