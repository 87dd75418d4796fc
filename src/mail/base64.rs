//! Base64 (RFC 4648 section 4) as sign-in and MIME have it, without padding as the names of IMAP mailboxes have it (RFC 3501
//! section 5.1.3), and as addresses on the web have it (RFC 4648 section 5).

pub type Alphabet = [u8; 64];

pub const STANDARD: &Alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
pub const MODIFIED: &Alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";
pub const URL_SAFE: &Alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// With padding, in the standard alphabet.
pub fn padded(octets: &[u8]) -> String {
    let mut out = String::with_capacity(octets.len().div_ceil(3) * 4);
    encode(octets, STANDARD, &mut out);
    while !out.len().is_multiple_of(4) {
        out.push('=');
    }
    out
}

/// Without padding.
pub fn encode(octets: &[u8], alphabet: &Alphabet, out: &mut String) {
    for group in octets.chunks(3) {
        let bits = group.iter().fold(0_u32, |n, b| n << 8 | u32::from(*b)) << (8 * (3 - group.len()));
        for i in 0..=group.len() {
            let digit = (bits >> (18 - 6 * i)) & 63;
            out.extend(alphabet.get(digit as usize).map(|b| char::from(*b)));
        }
    }
}

/// What was encoded with padding, in the standard alphabet; None for anything else.
pub fn decode_padded(text: &str) -> Option<Vec<u8>> {
    let bare = text.strip_suffix("==").or_else(|| text.strip_suffix('=')).unwrap_or(text);
    if text.len().is_multiple_of(4) { decode(bare, STANDARD) } else { None }
}

/// What was encoded without padding; None for anything else.
pub fn decode(text: &str, alphabet: &Alphabet) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len());
    let (mut bits, mut held) = (0_u32, 0);
    for b in text.bytes() {
        bits = bits << 6 | u32::from(digit(b, alphabet)?);
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held) as u8);
            bits &= (1 << held) - 1;
        }
    }
    // What is left are fill bits: fewer than a digit, and zero.
    (held < 6 && bits == 0).then_some(out)
}

/// Alphabets differ in their last two digits alone.
fn digit(letter: u8, alphabet: &Alphabet) -> Option<u8> {
    Some(match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        _ => (62..).zip(alphabet.iter().skip(62)).find(|(_, known)| **known == letter)?.0,
    })
}

#[cfg(test)]
mod tests;
