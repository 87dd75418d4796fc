//! The report as a message any mail program opens (RFC 5322, RFC 2046), the evidence in it octet for octet.

use super::letter::Letter;
use jiff::Timestamp;
use mail_builder::MessageBuilder;
use mail_builder::headers::address::Address;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::raw::Raw;
use mail_builder::mime::{BodyPart, MimePart};
use std::fmt::Write as _;

/// Builds the message. Addresses are sound already; Message-ID and boundary come from what is in it.
pub fn message(from: &str, to: &[String], letter: &Letter, evidence: Option<&[u8]>, now: Timestamp) -> Vec<u8> {
    let seed = seed(&[from.as_bytes(), letter.subject.as_bytes(), letter.text.as_bytes(), evidence.unwrap_or_default()], now);
    let domain = crate::mail::address::domain_of(from);
    let text = MimePart::new(ContentType::new("text/plain").attribute("charset", "utf-8"), letter.text.replace('\n', "\r\n"));
    let body = match evidence {
        None => text,
        Some(octets) => {
            let attached = MimePart::new("message/rfc822", BodyPart::Binary(octets.into()))
                .transfer_encoding(encoding(octets))
                .attachment(letter.file.as_str());
            let boundary = boundary(seed, octets);
            MimePart::new(ContentType::new("multipart/mixed").attribute("boundary", boundary), vec![text, attached])
        }
    };
    let mut out = Vec::new();
    MessageBuilder::new()
        .from(Address::from(from))
        .to(Address::from(to.iter().map(String::as_str).collect::<Vec<_>>()))
        .subject(letter.subject.as_str())
        .date(now.as_second())
        .message_id(format!("deich.{seed:016x}.{}@{domain}", now.as_second()))
        // Outlook opens such a file as a draft that can be sent, others take no notice.
        .header("X-Unsent", Raw::new("1"))
        .body(body)
        .serialize(&mut out);
    out
}

/// message/rfc822 goes as it is (RFC 2046 section 5.2.1): never base64 or quoted-printable.
fn encoding(octets: &[u8]) -> &'static str {
    if octets.is_ascii() { "7bit" } else { "8bit" }
}

/// A boundary that stands nowhere in the evidence, which may know how this one is made.
fn boundary(seed: u64, octets: &[u8]) -> String {
    let mut boundary = format!("=_deich_{seed:016x}");
    let mut more = seed;
    while octets.windows(boundary.len()).any(|window| window == boundary.as_bytes()) && boundary.len() < 60 {
        more = more.rotate_left(7).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let _ = write!(boundary, "{:02x}", more & 0xff);
    }
    boundary
}

/// FNV-1a over everything that makes this report this one.
fn seed(parts: &[&[u8]], now: Timestamp) -> u64 {
    let now = now.as_second().to_be_bytes();
    parts
        .iter()
        .copied()
        .chain([now.as_slice()])
        .flat_map(|part| part.iter().chain(&[0]))
        .fold(0xcbf2_9ce4_8422_2325, |hash, octet| (hash ^ u64::from(*octet)).wrapping_mul(0x0100_0000_01b3))
}
