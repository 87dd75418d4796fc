//! Writes texts as mail programs do: dates, encoded words, quoted-printable, base64, Latin 1.

use jiff::Timestamp;
use jiff::tz::Offset;
use std::fmt::Write;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coding {
    EightBit,
    Quoted,
    Base64,
    /// Quoted-printable in ISO-8859-1 where the text allows it.
    Latin,
}

/// RFC 5322 section 3.3.
pub fn date(at: i64, hours: i8) -> String {
    let zone = Offset::constant(hours).to_time_zone();
    Timestamp::from_second(at).unwrap().to_zoned(zone).strftime("%a, %d %b %Y %H:%M:%S %z").to_string()
}

/// A display name and an address.
pub fn address(name: &str, addr: &str) -> String {
    if name.is_empty() {
        return addr.to_owned();
    }
    if name.is_ascii() {
        if name.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ') {
            format!("{name} <{addr}>")
        } else {
            format!("\"{name}\" <{addr}>")
        }
    } else {
        format!("{} <{addr}>", words(name))
    }
}

/// Free text in a header (RFC 2047): as it stands where it is ASCII.
pub fn words(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut chunk = String::new();
    for c in text.chars().chain(['\0']) {
        if c == '\0' || chunk.len() + c.len_utf8() > 42 {
            let before = if out.is_empty() { "" } else { "\r\n " };
            write!(out, "{before}=?UTF-8?B?{}?=", base64(chunk.as_bytes())).unwrap();
            chunk.clear();
        }
        chunk.push(c);
    }
    out
}

/// A part's header fields and its body.
pub fn part(subtype: &str, text: &str, coding: Coding) -> (String, Vec<u8>) {
    let crlf = text.replace('\n', "\r\n");
    let latin = coding == Coding::Latin && text.chars().all(|c| u32::from(c) < 256);
    let charset = if latin { "iso-8859-1" } else { "utf-8" };
    let (name, body) = match coding {
        Coding::EightBit => ("8bit", crlf.into_bytes()),
        Coding::Base64 => ("base64", base64_lines(crlf.as_bytes())),
        Coding::Latin if latin => {
            let octets: Vec<u8> = text.chars().map(|c| u32::from(c) as u8).collect();
            ("quoted-printable", quoted(&octets).into_bytes())
        }
        Coding::Quoted | Coding::Latin => ("quoted-printable", quoted(text.as_bytes()).into_bytes()),
    };
    (format!("Content-Type: text/{subtype}; charset={charset}\r\nContent-Transfer-Encoding: {name}\r\n"), body)
}

fn quoted(octets: &[u8]) -> String {
    let mut out = String::with_capacity(octets.len() * 5 / 4);
    for line in octets.split(|b| *b == b'\n') {
        let mut column = 0;
        for (at, b) in line.iter().enumerate() {
            let last_blank = *b == b' ' && at + 1 == line.len();
            let plain = matches!(b, b' '..=b'~') && *b != b'=' && !last_blank;
            let width = if plain { 1 } else { 3 };
            if column + width > 75 {
                out.push_str("=\r\n");
                column = 0;
            }
            if plain {
                out.push(char::from(*b));
            } else {
                write!(out, "={b:02X}").unwrap();
            }
            column += width;
        }
        out.push_str("\r\n");
    }
    out
}

fn base64_lines(octets: &[u8]) -> Vec<u8> {
    octets.chunks(57).flat_map(|line| format!("{}\r\n", base64(line)).into_bytes()).collect()
}

pub fn base64(octets: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for group in octets.chunks(3) {
        let bits = group.iter().fold(0_u32, |bits, b| bits << 8 | u32::from(*b)) << (8 * (3 - group.len()));
        for n in 0..4 {
            out.push(if n <= group.len() { char::from(LETTERS[(bits >> (18 - 6 * n) & 63) as usize]) } else { '=' });
        }
    }
    out
}
