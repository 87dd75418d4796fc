//! Modified UTF-7, in which IMAP names mailboxes (RFC 3501 section 5.1.3).

use crate::mail::base64::{self, MODIFIED};

/// The wire form of a mailbox name: nothing but printable ASCII, whatever the name holds.
pub fn encode(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut shifted: Vec<u8> = Vec::new();
    for c in name.chars() {
        if matches!(c, ' '..='~') {
            leave(&mut shifted, &mut out);
            out.push(c);
            if c == '&' {
                out.push('-');
            }
        } else {
            shifted.extend(c.encode_utf16(&mut [0; 2]).iter().flat_map(|unit| unit.to_be_bytes()));
        }
    }
    leave(&mut shifted, &mut out);
    out
}

/// Writes what was gathered as one shifted run.
fn leave(shifted: &mut Vec<u8>, out: &mut String) {
    if !shifted.is_empty() {
        out.push('&');
        base64::encode(shifted, MODIFIED, out);
        out.push('-');
        shifted.clear();
    }
}

/// The name behind a wire form; None where it is no modified UTF-7.
pub fn decode(wire: &str) -> Option<String> {
    let mut out = String::with_capacity(wire.len());
    let mut rest = wire;
    while let Some((plain, after)) = rest.split_once('&') {
        out.push_str(plain);
        let (run, after) = after.split_once('-')?;
        if run.is_empty() {
            out.push('&');
        } else {
            let octets = base64::decode(run, MODIFIED)?;
            let units = octets.chunks_exact(2);
            if !units.remainder().is_empty() {
                return None;
            }
            let units = units.map(|u| u.iter().fold(0_u16, |n, b| n << 8 | u16::from(*b)));
            out.push_str(&char::decode_utf16(units).collect::<Result<String, _>>().ok()?);
        }
        rest = after;
    }
    out.push_str(rest);
    Some(out)
}

#[cfg(test)]
mod tests;
