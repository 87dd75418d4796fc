//! What a certificate is known by.

use std::fmt;
use std::str::FromStr;

/// SHA-256 of a certificate as it came over the line (DER): what servers' owners call its fingerprint.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CertificatePrint(pub [u8; 32]);

/// Not 64 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no SHA-256 fingerprint")]
pub struct NoPrint;

/// As `openssl x509 -fingerprint -sha256` shows it: `AB:CD:...`.
impl fmt::Display for CertificatePrint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, byte) in self.0.iter().enumerate() {
            write!(f, "{}{byte:02X}", if i == 0 { "" } else { ":" })?;
        }
        Ok(())
    }
}

impl fmt::Debug for CertificatePrint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// With or without colons and blanks, in either case.
impl FromStr for CertificatePrint {
    type Err = NoPrint;

    fn from_str(text: &str) -> Result<Self, NoPrint> {
        let mut digits = text.chars().filter(|c| !matches!(c, ':' | ' ')).map(|c| c.to_digit(16));
        let mut print = [0; 32];
        for byte in &mut print {
            let (high, low) = (digits.next().flatten().ok_or(NoPrint)?, digits.next().flatten().ok_or(NoPrint)?);
            *byte = (high * 16 + low) as u8;
        }
        if digits.next().is_none() { Ok(Self(print)) } else { Err(NoPrint) }
    }
}
