//! Header fields: cutting the block into fields, and decoding one field's value (RFC 5322 section 2.2, RFC 2047).
//!
//! Every value is cut to a bound before mail-parser sees it, and handed over unfolded and in UTF-8: whatever a field
//! holds, its cost is bounded.

use super::encoded;
use super::names::Name;
use crate::mail::address::normal;
use crate::mail::text::{cut_chars, cut_octets, first_chars, is_graphic, is_plain_line, one_line};
use crate::mail::{Address, address};
use jiff::{Timestamp, civil::DateTime, tz::Offset};
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
    pub label: &'x [u8],
    pub name: Name,
    pub value: &'x [u8],
}

impl Field<'_> {
    /// Whatever the case of its name's letters.
    pub fn is(&self, name: &str) -> bool {
        self.label.eq_ignore_ascii_case(name.as_bytes())
    }
}

/// The fields of one header block, in order.
#[derive(Debug)]
pub struct Fields<'x> {
    fields: Vec<Field<'x>>,
    /// Where the topmost field of each name stands; past the end where there is none.
    first: [u16; Name::KNOWN],
}

impl<'x> Fields<'x> {
    /// Cuts the header block that `octets` begin with. Also says where the body begins.
    pub fn read(octets: &'x [u8]) -> (Self, usize) {
        // Room for as many as most mail has.
        let mut all = Self { fields: Vec::with_capacity(24), first: [u16::MAX; Name::KNOWN] };
        let mut at = 0;
        // The label of the field under way, and where its value begins.
        let mut open: Option<(&'x [u8], usize)> = None;
        let mut body = octets.len();
        while at < octets.len() {
            let rest = octets.get(at..).unwrap_or_default();
            let length = memchr::memchr(b'\n', rest).map_or(rest.len(), |n| n + 1);
            let line = rest.get(..length).unwrap_or_default();
            let next = at + length;
            match line {
                [b'\n', ..] | b"\r\n" | b"\r" | b"\r\r\n" => {
                    body = next;
                    break;
                }
                // A continuation. At the very beginning there is nothing to go on with: no header at all.
                [b' ' | b'\t', ..] if open.is_some() => {}
                _ => {
                    let Some((label, colon)) = label(line) else {
                        // An mbox line that a program left in is no field; anything else is the body, its blank line missing.
                        if line.starts_with(b"From ") || line.starts_with(b">From ") {
                            all.close(octets, open.take(), at);
                            at = next;
                            continue;
                        }
                        body = at;
                        break;
                    };
                    all.close(octets, open.replace((label, at + colon + 1)), at);
                }
            }
            at = next;
        }
        all.close(octets, open, at.min(body));
        (all, body)
    }

    /// Ends the field under way at `end`.
    fn close(&mut self, octets: &'x [u8], open: Option<(&'x [u8], usize)>, end: usize) {
        let Some((label, start)) = open.filter(|_| self.fields.len() < MAX_FIELDS) else { return };
        let name = Name::of(label);
        if let Some(first) = self.first.get_mut(name as usize) {
            *first = (*first).min(self.fields.len() as u16);
        }
        self.fields.push(Field { label, name, value: octets.get(start..end).unwrap_or_default() });
    }

    pub fn iter(&self) -> impl Iterator<Item = &Field<'x>> {
        self.fields.iter()
    }

    fn index_of_first(&self, name: Name) -> usize {
        self.first.get(name as usize).copied().unwrap_or(u16::MAX).into()
    }

    pub fn has(&self, name: Name) -> bool {
        self.index_of_first(name) < self.fields.len()
    }

    /// The topmost field of that name: the one a server near to the member wrote.
    pub fn first(&self, name: Name) -> Option<&'x [u8]> {
        self.fields.get(self.index_of_first(name)).map(|field| field.value)
    }

    /// The fields of that name, topmost first.
    pub fn all(&self, name: Name) -> impl Iterator<Item = &'x [u8]> {
        let from = self.fields.get(self.index_of_first(name)..).unwrap_or_default();
        from.iter().filter(move |field| field.name == name).map(|field| field.value)
    }
}

/// The name that a line begins with, if it begins a field (RFC 5322 section 2.2: printable, no colon), and where its colon stands.
/// Blanks before the colon are forgiven.
pub fn label(line: &[u8]) -> Option<(&[u8], usize)> {
    let line = line.get(..200).unwrap_or(line);
    let end = line.iter().position(|b| *b == b':' || !b.is_ascii_graphic())?;
    let (label, rest) = line.split_at_checked(end)?;
    let blanks = rest.iter().take_while(|b| b.is_ascii_whitespace()).count();
    (!label.is_empty() && rest.get(blanks) == Some(&b':')).then_some((label, end + blanks))
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

/// What stands before and after the first of an octet of ASCII.
pub fn cut(text: &str, octet: u8) -> Option<(&str, &str)> {
    let at = memchr::memchr(octet, text.as_bytes())?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// In lower case, where it is ASCII.
pub fn lower(text: &str) -> Cow<'_, str> {
    if text.bytes().any(|b| b.is_ascii_uppercase()) { text.to_ascii_lowercase().into() } else { text.into() }
}

/// A value unfolded, in UTF-8, at most `limit` octets of it, ended by the line feed mail-parser asks for.
pub fn unfolded(value: &[u8], limit: usize) -> Vec<u8> {
    let value = value.trim_ascii();
    let text = loose_text(value.get(..limit).unwrap_or(value));
    let mut line = Vec::with_capacity(text.len() + 1);
    line.extend(text.bytes().map(|b| if b < b' ' || b == 0x7f { b' ' } else { b }));
    line.push(b'\n');
    line
}

/// A value in which nothing but a fold needs that, at most `limit` octets of it: visible ASCII. What most mail holds.
pub fn visible(value: &[u8], limit: usize) -> Option<&str> {
    let value = value.trim_ascii();
    let value = value.get(..limit).unwrap_or(value);
    let is_kept = |b: u8| matches!(b, b' '..=b'~' | b'\t' | b'\r' | b'\n');
    if value.iter().fold(true, |visible, b| visible & is_kept(*b)) { std::str::from_utf8(value).ok() } else { None }
}

/// A value as it stands, one line, without decoding, at most `limit` characters.
pub fn raw_text(value: &[u8], limit: usize) -> Box<str> {
    let bound = value.get(..limit.saturating_mul(4).max(MAX_VALUE)).unwrap_or(value);
    let mut text = one_line(loose_text(bound).trim_ascii());
    cut_chars(&mut text, limit);
    text.into()
}

/// An unstructured value (a subject) with its encoded words decoded, at most `limit` characters.
pub fn text(value: &[u8], limit: usize) -> Box<str> {
    let visible = visible(value, MAX_VALUE).and_then(encoded::decoded);
    if let Some(Cow::Borrowed(plain)) = visible
        && is_plain_line(plain)
    {
        return first_chars(plain, limit).into();
    }
    let mut text = visible.map_or_else(|| decoded_text(&unfolded(value, MAX_VALUE)), |text| one_line(&text));
    cut_chars(&mut text, limit);
    text.into()
}

pub fn decoded_text(line: &[u8]) -> String {
    match MessageStream::new(line).parse_unstructured() {
        HeaderValue::Text(text) => one_line(&text),
        _ => String::new(),
    }
}

/// The first address of a list.
pub fn first_address(value: &[u8]) -> Option<Address> {
    match visible(value, MAX_ADDRESSES).filter(|_| value.len() <= MAX_ADDRESSES).and_then(simple_address) {
        Some((name, addr)) => Some(bounded(&name, addr)),
        None => addresses(value, 1).0.pop(),
    }
}

/// The addresses of a list, at most `limit`, and how many the value names in all.
pub fn addresses(value: &[u8], limit: usize) -> (Vec<Address>, usize) {
    let simple = visible(value, MAX_ADDRESSES).filter(|_| value.len() <= MAX_ADDRESSES);
    let simple = simple.and_then(|text| simple_addresses(text, limit));
    simple.unwrap_or_else(|| all_addresses(value, &unfolded(value, MAX_ADDRESSES), limit))
}

/// What most mail holds: `a@b.example`, `<a@b.example>`, `Name <a@b.example>` and `"Name" <a@b.example>`, between commas; encoded
/// words for a name. None where anything needs a closer look: comments, groups, escapes, a comma in quotes.
fn simple_addresses(text: &str, limit: usize) -> Option<(Vec<Address>, usize)> {
    let named = memchr::memchr_iter(b',', text.as_bytes()).count() + 1;
    let mut kept = Vec::with_capacity(named.min(limit));
    let mut rest = Some(text);
    while let Some(list) = rest {
        let (item, tail) = cut(list, b',').map_or((list, None), |(item, tail)| (item, Some(tail)));
        let (name, addr) = simple_address(item.trim_ascii())?;
        if kept.len() < limit {
            kept.push(bounded(&name, addr));
        }
        rest = tail;
    }
    Some((kept, named))
}

fn simple_address(item: &str) -> Option<(Cow<'_, str>, &str)> {
    let is_special = |b| matches!(b, b'"' | b'(' | b')' | b',' | b':'..=b'<' | b'>' | b'\\');
    // Nothing special, and no equals sign: encoded words have them.
    let is_kept = |b| matches!(b, b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-'..=b'9' | b'?'..=b'[' | b']'..=b'~');
    let (name, addr) = match item.strip_suffix('>') {
        Some(open) => cut(open, b'<')?,
        None => ("", item),
    };
    let whole = memchr::memchr(b'@', addr.as_bytes()).is_some() && addr.bytes().fold(true, |kept, b| kept & is_kept(b));
    let name = name.trim_ascii_end();
    let bare = name.strip_prefix('"').map_or(Some(name), |quoted| quoted.strip_suffix('"'))?;
    if !whole || bare.bytes().fold(false, |special, b| special | is_special(b)) {
        return None;
    }
    let name = if encoded::has_words(name.as_bytes()) { encoded::only_words(name)?.into() } else { bare.into() };
    Some((name, addr))
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
    Address { name: name.into(), addr: plain_address(addr).into() }
}

/// An addr-spec in the form it is compared in, bounded; empty where it would show nothing but rubbish.
fn plain_address(addr: &str) -> Cow<'_, str> {
    let bare = addr.trim_ascii().trim_start_matches('<').trim_end_matches('>');
    let is_kept = |b: u8| matches!(b, b'!'..=b'~') & !b.is_ascii_uppercase();
    if bare.len() <= MAX_ADDRESS && bare.bytes().fold(true, |kept, b| kept & is_kept(b)) {
        return bare.into();
    }
    let mut addr = normal(&one_line(addr));
    addr.retain(|c| !crate::mail::text::is_unsafe(c));
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
    let text = loose_text(value.get(..MAX_ADDRESSES).unwrap_or(value));
    let mut found: Vec<Box<str>> = bracketed_ids(&text).take(limit).collect();
    if found.is_empty() {
        found.extend(bare_id(&text));
    }
    found
}

/// The first of them.
pub fn first_id(value: &[u8]) -> Option<Box<str>> {
    let text = loose_text(value.get(..MAX_ADDRESSES).unwrap_or(value));
    bracketed_ids(&text).next().or_else(|| bare_id(&text))
}

fn bracketed_ids(text: &str) -> impl Iterator<Item = Box<str>> {
    let mut rest = text;
    let inside = std::iter::from_fn(move || {
        loop {
            (_, rest) = cut(rest, b'<')?;
            let end = memchr::memchr2(b'<', b'>', rest.as_bytes())?;
            let (inside, tail) = rest.split_at_checked(end)?;
            rest = tail;
            if tail.starts_with('>') {
                return Some(inside);
            }
        }
    });
    inside.filter_map(id)
}

fn bare_id(text: &str) -> Option<Box<str>> {
    text.split_whitespace().next().filter(|_| !text.contains('<')).and_then(id)
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
    let is_link = |colon: &usize| {
        text.get(..*colon).and_then(|t| t.get(t.len().checked_sub(6)?..)).is_some_and(|t| t.eq_ignore_ascii_case("mailto"))
    };
    let start = memchr::memchr_iter(b':', text.as_bytes()).find(is_link).map(|colon| colon + 1);
    let candidate = match start {
        Some(start) => text.get(start..)?.split(['>', '?', ',', '<']).next(),
        None => text
            .split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | ',' | ';' | '"' | '(' | ')'))
            .find(|word| word.contains('@') && !word.contains("://")),
    }?;
    let compact: String = candidate.chars().filter(|c| !c.is_whitespace()).collect();
    let addr = plain_address(&compact);
    (!address::domain_of(&addr).is_empty()).then(|| addr.into())
}

/// Return-Path: what stands in the brackets; the null path `<>` is an empty text.
pub fn path(value: &[u8]) -> Cow<'_, str> {
    fn inside(text: &str) -> Cow<'_, str> {
        plain_address(cut(text, b'<').and_then(|(_, tail)| cut(tail, b'>')).map_or(text, |(inside, _)| inside))
    }
    match loose_text(value.get(..MAX_VALUE).unwrap_or(value)) {
        Cow::Borrowed(text) => inside(text),
        Cow::Owned(text) => inside(&text).into_owned().into(),
    }
}

/// The address a Received line says the mail is "for" (RFC 5321 section 4.4), outside its comments.
pub fn received_for(value: &[u8]) -> Option<String> {
    let value = value.get(..4096).unwrap_or(value);
    // Of several lines most name no address.
    memchr::memchr(b'@', value)?;
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
    let is_gap = |b: &u8| matches!(b, b' ' | b'\t' | b'\r' | b'\n' | b';');
    let mut words = memchr::memchr2_iter(b'f', b'F', &open).filter_map(|at| {
        let (before, (word, after)) = (open.get(..at)?, open.get(at..)?.split_at_checked(3)?);
        let alone = before.last().is_none_or(is_gap) && after.first().is_none_or(is_gap);
        (alone && word.eq_ignore_ascii_case(b"for")).then_some(after)
    });
    let word = words.next()?.split(is_gap).find(|word| !word.is_empty())?;
    let addr = plain_address(std::str::from_utf8(word).ok()?);
    (!address::domain_of(&addr).is_empty()).then(|| addr.into_owned())
}

/// A date where it is a valid one (RFC 5322 section 3.3).
pub fn date(value: &[u8]) -> Option<Timestamp> {
    simple_date(value).or_else(|| any_date(value))
}

/// What most mail holds: `Fri, 1 Dec 2017 07:34:51 +0100`, with or without the weekday and the zone's name in brackets. None where
/// anything needs a closer look, an impossible date too.
fn simple_date(value: &[u8]) -> Option<Timestamp> {
    const MONTHS: [[u8; 3]; 12] =
        [*b"Jan", *b"Feb", *b"Mar", *b"Apr", *b"May", *b"Jun", *b"Jul", *b"Aug", *b"Sep", *b"Oct", *b"Nov", *b"Dec"];
    let number = |digits: &[u8]| {
        let add = |number, digit: &u8| digit.is_ascii_digit().then(|| number * 10 + i16::from(digit - b'0'));
        digits.iter().try_fold(0_i16, add)
    };
    let small = |digits: &[u8]| number(digits).and_then(|number| i8::try_from(number).ok());
    let value = match value.trim_ascii() {
        [a, b, c, b',', b' ', rest @ ..] if [a, b, c].iter().all(|letter| letter.is_ascii_alphabetic()) => rest,
        whole => whole,
    };
    let (day, rest) = value.split_at_checked(value.iter().take(3).position(|b| *b == b' ')?)?;
    let [b' ', m1, m2, m3, b' ', y1, y2, y3, y4, b' ', rest @ ..] = rest else { return None };
    let [h1, h2, b':', n1, n2, b':', s1, s2, b' ', sign, z1, z2, z3, z4, rest @ ..] = rest else { return None };
    let named = matches!(rest, [b' ', b'(', name @ .., b')'] if name.iter().all(|b| b.is_ascii_alphanumeric() || *b == b' '));
    let year = number(&[*y1, *y2, *y3, *y4]).filter(|year| (1970..=2100).contains(year) && (rest.is_empty() || named))?;
    let month = MONTHS.iter().zip(1..).find_map(|(name, month)| (*name == [*m1, *m2, *m3]).then_some(month))?;
    let (hour, minute, second) = (small(&[*h1, *h2])?, small(&[*n1, *n2])?, small(&[*s1, *s2])?);
    let local = DateTime::new(year, month, small(day)?, hour, minute, second, 0).ok()?;
    let hours = small(&[*z1, *z2]).filter(|hours| *hours < 24)?;
    let minutes = small(&[*z3, *z4]).filter(|minutes| *minutes < 60)?;
    let east = i32::from(hours) * 3600 + i32::from(minutes) * 60;
    let offset = match sign {
        b'+' => Offset::from_seconds(east).ok()?,
        b'-' => Offset::from_seconds(-east).ok()?,
        _ => return None,
    };
    offset.to_timestamp(local).ok()
}

fn any_date(value: &[u8]) -> Option<Timestamp> {
    let line = unfolded(value, 512);
    match MessageStream::new(&line).parse_date() {
        HeaderValue::DateTime(date) if date.is_valid() => Timestamp::from_second(date.to_timestamp()).ok(),
        _ => None,
    }
}

/// The first word of a value, lower case (Content-Transfer-Encoding, Precedence, Auto-Submitted).
pub fn keyword(value: &[u8]) -> Option<Cow<'_, str>> {
    let bare = value.trim_ascii();
    let is_one = (1..=200).contains(&bare.len()) && bare.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    if is_one && let Ok(word) = std::str::from_utf8(bare) {
        return Some(lower(word));
    }
    let text = raw_text(value, 200).to_lowercase();
    let word = text.split([';', ' ', '(']).find(|w| !w.is_empty())?;
    Some(word.to_owned().into())
}

#[cfg(test)]
mod tests;
