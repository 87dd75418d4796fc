//! Modified UTF-7, in which IMAP names mailboxes (RFC 3501 section 5.1.3), and the base64 that goes with it and with sign-in.

const STANDARD: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const MODIFIED: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

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
        base64(shifted, MODIFIED, out);
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
            let octets = unbase64(run)?;
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

/// Base64 with padding, for SASL (RFC 4648 section 4).
pub fn base64_padded(octets: &[u8]) -> String {
    let mut out = String::with_capacity(octets.len().div_ceil(3) * 4);
    base64(octets, STANDARD, &mut out);
    while !out.len().is_multiple_of(4) {
        out.push('=');
    }
    out
}

fn base64(octets: &[u8], alphabet: &[u8; 64], out: &mut String) {
    for group in octets.chunks(3) {
        let bits = group.iter().fold(0_u32, |n, b| n << 8 | u32::from(*b)) << (8 * (3 - group.len()));
        for i in 0..=group.len() {
            let digit = (bits >> (18 - 6 * i)) & 63;
            out.extend(alphabet.get(digit as usize).map(|b| char::from(*b)));
        }
    }
}

fn unbase64(run: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(run.len());
    let (mut bits, mut held) = (0_u32, 0);
    for b in run.bytes() {
        let digit = MODIFIED.iter().position(|a| *a == b)?;
        bits = bits << 6 | digit as u32;
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

#[cfg(test)]
mod tests;
