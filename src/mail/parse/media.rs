//! Content-Type (RFC 2045 section 5).

use super::encoded::has_words;
use super::fields::{cut, lower, unfolded, visible};
use crate::mail::text::{cut_octets, one_line};
use mail_parser::HeaderValue;
use mail_parser::parsers::MessageStream;
use std::borrow::Cow;

/// Octets of a value that are read.
const MAX_VALUE: usize = 4096;

/// A media type and the parameters Deich reads.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MediaType<'x> {
    /// `text`, lower case; empty when the field was absent or made no sense.
    pub kind: Cow<'x, str>,
    pub subtype: Cow<'x, str>,
    pub boundary: Option<Cow<'x, str>>,
    pub charset: Option<Cow<'x, str>>,
    pub report_type: Option<Cow<'x, str>>,
}

impl<'x> MediaType<'x> {
    pub fn of(value: &'x [u8]) -> Self {
        visible(value, MAX_VALUE).and_then(simple_type).unwrap_or_else(|| any_type(&unfolded(value, MAX_VALUE)))
    }

    pub fn is(&self, kind: &str, subtype: &str) -> bool {
        self.kind == kind && self.subtype == subtype
    }
}

/// What most mail holds: a type and parameters that are plain words or stand in quotes, folded between them or not. None where
/// anything needs a closer look: comments, escapes, encoded words, parameters in pieces (RFC 2231), a semicolon or a fold in quotes.
fn simple_type(text: &str) -> Option<MediaType<'_>> {
    let item = |text| cut(text, b';').map_or((text, None), |(item, rest)| (item, Some(rest)));
    let (whole, mut rest) = item(text);
    let (kind, subtype) = cut(whole.trim_ascii(), b'/').filter(|(kind, subtype)| is_word(kind) && is_word(subtype))?;
    let mut media = MediaType { kind: lower(kind), subtype: lower(subtype), ..MediaType::default() };
    while let Some(text) = rest {
        let parameter;
        (parameter, rest) = item(text);
        let parameter = parameter.trim_ascii();
        if parameter.is_empty() {
            continue;
        }
        let (name, value) = cut(parameter, b'=').filter(|(name, _)| is_word(name))?;
        let value = match value.strip_prefix('"') {
            Some(quoted) => quoted.strip_suffix('"').filter(|value| is_quotable(value))?,
            None => Some(value).filter(|value| is_word(value))?,
        };
        let is = |known: &str| name.eq_ignore_ascii_case(known);
        let (slot, value) = if is("boundary") {
            (&mut media.boundary, value.into())
        } else if is("charset") {
            (&mut media.charset, lower(value))
        } else if is("report-type") {
            (&mut media.report_type, lower(value))
        } else {
            continue;
        };
        // Which of two counts, and how much of a long one, is for the long way to say.
        if slot.is_some() || value.len() > 100 || value.contains(' ') {
            return None;
        }
        *slot = Some(value);
    }
    Some(media)
}

fn is_word(text: &str) -> bool {
    let plain = |b: u8| matches!(b, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'+');
    (1..=100).contains(&text.len()) && text.bytes().all(plain)
}

/// Whether what stands in quotes stands for itself.
fn is_quotable(text: &str) -> bool {
    let plain = |b: u8| matches!(b, b' '..=b'~') && !matches!(b, b'"' | b'\\');
    text.bytes().all(plain) && !text.is_empty() && text.trim_ascii().len() == text.len() && !has_words(text.as_bytes())
}

/// The same by mail-parser, which knows all that a media type can be.
fn any_type(line: &[u8]) -> MediaType<'static> {
    let HeaderValue::ContentType(parsed) = MessageStream::new(line).parse_content_type() else {
        return MediaType::default();
    };
    let word = |text: &str| -> Cow<'static, str> {
        let mut word = one_line(text).to_lowercase();
        cut_octets(&mut word, 100);
        word.into()
    };
    let attribute = |name: &str| parsed.attribute(name);
    MediaType {
        kind: word(&parsed.c_type),
        subtype: word(parsed.c_subtype.as_deref().unwrap_or("")),
        // RFC 2046 section 5.1.1: at most 70 characters; some programs write more.
        boundary: attribute("boundary").map(str::trim_end).filter(|b| (1..=250).contains(&b.len())).map(|b| b.to_owned().into()),
        charset: attribute("charset").map(word),
        report_type: attribute("report-type").map(word),
    }
}

#[cfg(test)]
mod tests;
