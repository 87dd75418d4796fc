//! Writes messages as mail programs do: header fields, encoded words, quoted-printable, base64, alternatives.

use crate::mail::base64;
use jiff::Zoned;
use std::fmt::Write;

/// How a text part is put on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    EightBit,
    QuotedPrintable,
    Base64,
}

/// One message under construction.
pub struct Mail {
    head: String,
    encoding: Encoding,
}

impl Mail {
    pub fn new(encoding: Encoding) -> Self {
        Self { head: String::with_capacity(1500), encoding }
    }

    /// A field whose value is ASCII and short enough, or folded already.
    pub fn field(&mut self, name: &str, value: &str) -> &mut Self {
        let _ = write!(self.head, "{name}: {value}\r\n");
        self
    }

    /// A field with free text in it.
    pub fn text_field(&mut self, name: &str, value: &str) -> &mut Self {
        let value = words(value);
        self.field(name, &value)
    }

    pub fn date(&mut self, at: &Zoned) -> &mut Self {
        let date = date(at);
        self.field("Date", &date)
    }

    /// Ends it with a plain text, and the same as HTML where there is one.
    pub fn finish(mut self, plain: &str, html: Option<&str>, boundary: &str) -> Vec<u8> {
        self.field("MIME-Version", "1.0");
        let Some(html) = html else {
            let (fields, body) = self.part("plain", plain);
            return format!("{}{fields}\r\n{body}", self.head).into_bytes();
        };
        self.field("Content-Type", &format!("multipart/alternative;\r\n boundary=\"{boundary}\""));
        let (plain_fields, plain) = self.part("plain", plain);
        let (html_fields, html) = self.part("html", html);
        format!(
            "{}\r\nThis is a multi-part message in MIME format.\r\n--{boundary}\r\n{plain_fields}\r\n{plain}\r\n--{boundary}\r\n\
             {html_fields}\r\n{html}\r\n--{boundary}--\r\n",
            self.head
        )
        .into_bytes()
    }

    /// Ends it with a body written by hand.
    pub fn finish_raw(mut self, content_type: &str, body: &str) -> Vec<u8> {
        self.field("MIME-Version", "1.0").field("Content-Type", content_type);
        format!("{}\r\n{}", self.head, crlf(body)).into_bytes()
    }

    fn part(&self, subtype: &str, text: &str) -> (String, String) {
        let (name, body) = match self.encoding {
            Encoding::EightBit => ("8bit", crlf(text)),
            Encoding::QuotedPrintable => ("quoted-printable", quoted_printable(text)),
            Encoding::Base64 => ("base64", base64_lines(crlf(text).as_bytes())),
        };
        (format!("Content-Type: text/{subtype}; charset=utf-8\r\nContent-Transfer-Encoding: {name}\r\n"), body)
    }
}

/// RFC 5322 section 3.3.
pub fn date(at: &Zoned) -> String {
    at.strftime("%a, %d %b %Y %H:%M:%S %z").to_string()
}

/// A display name and an address, the name quoted or encoded as it needs.
pub fn person(name: &str, addr: &str) -> String {
    if name.is_empty() {
        return addr.to_owned();
    }
    if name.is_ascii() { format!("\"{name}\" <{addr}>") } else { format!("{} <{addr}>", words(name)) }
}

/// Free text in a header: as it stands where it is ASCII, else as encoded words (RFC 2047) of at most 75 characters.
pub fn words(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut chunk = String::new();
    let mut flush = |chunk: &mut String| {
        if !chunk.is_empty() {
            let break_before = if out.is_empty() { "" } else { "\r\n " };
            let _ = write!(out, "{break_before}=?utf-8?B?{}?=", base64::padded(chunk.as_bytes()));
            chunk.clear();
        }
    };
    for c in text.chars() {
        if chunk.len() + c.len_utf8() > 42 {
            flush(&mut chunk);
        }
        chunk.push(c);
    }
    flush(&mut chunk);
    out
}

fn crlf(text: &str) -> String {
    text.replace('\n', "\r\n")
}

fn quoted_printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 5 / 4);
    for line in text.split('\n') {
        let mut column = 0;
        let mut bytes = line.bytes().peekable();
        while let Some(b) = bytes.next() {
            let last_blank = b == b' ' && bytes.peek().is_none();
            let plain = matches!(b, b' '..=b'~') && b != b'=' && !last_blank;
            let width = if plain { 1 } else { 3 };
            if column + width > 75 {
                out.push_str("=\r\n");
                column = 0;
            }
            if plain {
                out.push(char::from(b));
            } else {
                let _ = write!(out, "={b:02X}");
            }
            column += width;
        }
        out.push_str("\r\n");
    }
    out
}

fn base64_lines(octets: &[u8]) -> String {
    octets.chunks(57).fold(String::new(), |mut out, line| {
        out.push_str(&base64::padded(line));
        out.push_str("\r\n");
        out
    })
}
