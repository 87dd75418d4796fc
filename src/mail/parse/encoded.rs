//! Encoded words (RFC 2047) as nearly all programs write them: whole characters of UTF-8 in each. What is odd is left to mail-parser.

use crate::mail::base64;
use std::borrow::Cow;

/// Whether something begins like an encoded word.
pub fn has_words(text: &[u8]) -> bool {
    first_word(text).is_some()
}

fn first_word(text: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b'=', text).find(|at| text.get(at + 1) == Some(&b'?'))
}

/// The text with its encoded words decoded: nothing between two of them, a blank between one and what is none. None where one is odd.
pub fn decoded(text: &str) -> Option<Cow<'_, str>> {
    let mut rest = text.as_bytes();
    let mut next = first_word(rest);
    if next.is_none() {
        return Some(text.into());
    }
    // What is encoded is longer than what it says.
    let mut out = Vec::with_capacity(text.len());
    let mut after_word = true;
    while let Some((before, word)) = next.and_then(|at| rest.split_at_checked(at)) {
        if add_plain(before, &mut out) {
            after_word = false;
        }
        if !after_word {
            out.push(b' ');
        }
        rest = add_word(word, &mut out)?;
        next = first_word(rest);
        after_word = true;
    }
    add_plain(rest, &mut out);
    String::from_utf8(out).ok().map(Cow::Owned)
}

/// Encoded words and nothing else, decoded.
pub fn only_words(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while !rest.is_empty() {
        rest = add_word(rest, &mut out)?.trim_ascii_start();
    }
    String::from_utf8(out).ok()
}

/// Adds what stands outside encoded words. False where it is but blanks.
fn add_plain(text: &[u8], out: &mut Vec<u8>) -> bool {
    let text = text.trim_ascii();
    if !out.is_empty() && !text.is_empty() {
        out.push(b' ');
    }
    out.extend_from_slice(text);
    !text.is_empty()
}

/// Adds what the encoded word says that `text` begins with, and gives what comes after it.
fn add_word<'x>(text: &'x [u8], out: &mut Vec<u8>) -> Option<&'x [u8]> {
    let (charset, rest) = text.strip_prefix(b"=?")?.split_at_checked(b"utf-8?".len())?;
    let ([encoding, b'?', rest @ ..], true) = (rest, charset.eq_ignore_ascii_case(b"utf-8?")) else { return None };
    let end = memchr::memchr_iter(b'?', rest).find(|at| rest.get(at + 1) == Some(&b'='))?;
    let (letters, after) = (rest.get(..end)?, rest.get(end + 2..)?);
    let start = out.len();
    match encoding {
        b'B' | b'b' => out.extend(base64::decode_padded(std::str::from_utf8(letters).ok()?)?),
        b'Q' | b'q' => add_quoted(letters, out)?,
        _ => return None,
    }
    // Half a character is for mail-parser to say something of.
    out.get(start..).is_some_and(|word| std::str::from_utf8(word).is_ok()).then_some(after)
}

fn add_quoted(letters: &[u8], out: &mut Vec<u8>) -> Option<()> {
    let mut rest = letters;
    while let [letter, tail @ ..] = rest {
        let octet;
        (octet, rest) = match (letter, tail) {
            (b'=', [high, low, tail @ ..]) => (super::mime::hex(*high)? << 4 | super::mime::hex(*low)?, tail),
            (b'_', _) => (b' ', tail),
            (b'!'..=b'~', _) if *letter != b'=' => (*letter, tail),
            _ => return None,
        };
        out.push(octet);
    }
    Some(())
}

#[cfg(test)]
mod tests;
