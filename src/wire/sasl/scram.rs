//! SCRAM-SHA-256 (RFC 5802, RFC 7677), without channel binding.

use crate::mail::base64;
use ring::rand::{SecureRandom, SystemRandom};
use ring::{digest, hmac, pbkdf2};
use std::num::NonZeroU32;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

/// RFC 7677 section 4 asks for so many at least; with fewer, a stolen exchange is easily guessed from.
const FEWEST_ITERATIONS: u32 = 4_096;
/// What a server may make us compute: about half a second.
const MOST_ITERATIONS: u32 = 1_000_000;
/// "n,,": no channel binding, and no other authorization identity.
const HEADER: &str = "n,,";

enum State {
    Begun,
    /// The client's first message was said.
    Greeted,
    /// The proof was said; with this the server must answer it.
    Shown {
        server_key: hmac::Key,
        exchange: String,
    },
    Refused,
    Proven,
}

pub struct Scram {
    password: Zeroizing<String>,
    /// The client's first message without its header.
    bare: String,
    nonce: String,
    state: State,
}

impl Scram {
    /// None: a name or password that SCRAM cannot say, or no randomness.
    pub fn new(user: &str, password: &str) -> Option<Self> {
        let mut random = [0; 18];
        SystemRandom::new().fill(&mut random).ok()?;
        Self::with_nonce(user, password, base64::padded(&random))
    }

    pub fn with_nonce(user: &str, password: &str, nonce: String) -> Option<Self> {
        let password = Zeroizing::new(prepared(password));
        let user = prepared(user);
        if user.is_empty() || password.is_empty() || user.contains(char::is_control) || password.contains(char::is_control) {
            return None;
        }
        let bare = format!("n={},r={nonce}", name(&user));
        Some(Self { password, bare, nonce, state: State::Begun })
    }

    /// What to say to the server's message.
    pub fn answer(&mut self, said: &[u8]) -> Result<String, &'static str> {
        let said = std::str::from_utf8(said).map_err(|_| "SCRAM that is not text")?;
        match std::mem::replace(&mut self.state, State::Refused) {
            State::Begun if said.is_empty() => {
                self.state = State::Greeted;
                Ok(format!("{HEADER}{}", self.bare))
            }
            State::Greeted => self.prove(said),
            State::Shown { server_key, exchange } => {
                if said.starts_with("e=") {
                    // It says so once more, as the answer to the command.
                    return Ok(String::new());
                }
                let verifier = said.strip_prefix("v=").and_then(|v| v.split(',').next()).and_then(base64::decode_padded);
                let proven = verifier.is_some_and(|v| hmac::verify(&server_key, exchange.as_bytes(), &v).is_ok());
                if !proven {
                    return Err("the server does not know the password either");
                }
                self.state = State::Proven;
                Ok(String::new())
            }
            State::Begun | State::Refused | State::Proven => Err("SCRAM in the wrong order"),
        }
    }

    /// Answers the server's first message (RFC 5802 section 5.1 and 3).
    fn prove(&mut self, first: &str) -> Result<String, &'static str> {
        let mut parts = first.split(',');
        let mut part = |key: &str| parts.next().and_then(|part| part.strip_prefix(key)).ok_or("SCRAM with a part missing");
        // An extension that must be understood (m=) would stand first.
        let (nonce, salt, iterations) = (part("r=")?, part("s=")?, part("i=")?);
        if !nonce.starts_with(&self.nonce) || nonce.len() == self.nonce.len() {
            return Err("SCRAM with a nonce that is not ours");
        }
        let salt = base64::decode_padded(salt).filter(|salt| !salt.is_empty()).ok_or("SCRAM without salt")?;
        let iterations: u32 = iterations.parse().map_err(|_| "SCRAM without iterations")?;
        let in_range = (FEWEST_ITERATIONS..=MOST_ITERATIONS).contains(&iterations);
        let iterations = NonZeroU32::new(iterations).filter(|_| in_range).ok_or("SCRAM with too few or too many iterations")?;

        let mut salted = Zeroizing::new([0; digest::SHA256_OUTPUT_LEN]);
        pbkdf2::derive(pbkdf2::PBKDF2_HMAC_SHA256, iterations, &salt, self.password.as_bytes(), salted.as_mut());
        let key = |octets: &[u8]| hmac::Key::new(hmac::HMAC_SHA256, octets);
        let salted = key(salted.as_ref());
        let client_key = hmac::sign(&salted, b"Client Key");
        let stored_key = digest::digest(&digest::SHA256, client_key.as_ref());
        let last = format!("c={},r={nonce}", base64::padded(HEADER.as_bytes()));
        let exchange = format!("{},{first},{last}", self.bare);
        let signature = hmac::sign(&key(stored_key.as_ref()), exchange.as_bytes());
        let proof: Vec<u8> = client_key.as_ref().iter().zip(signature.as_ref()).map(|(a, b)| a ^ b).collect();
        let server_key = key(hmac::sign(&salted, b"Server Key").as_ref());
        self.state = State::Shown { server_key, exchange };
        Ok(format!("{last},p={}", base64::padded(&proof)))
    }

    /// The server can tell a right password from a wrong one by what was said.
    pub const fn is_shown(&self) -> bool {
        !matches!(self.state, State::Begun | State::Greeted)
    }

    /// The server has shown that it knows the password.
    pub const fn is_proven(&self) -> bool {
        matches!(self.state, State::Proven)
    }
}

/// A name as it stands in a SCRAM message (RFC 5802 section 5.1).
pub fn name(user: &str) -> String {
    user.replace('=', "=3D").replace(',', "=2C")
}

/// SASLprep (RFC 4013) as far as it matters for what people type: blanks of all kinds, what shows nothing, compatibility forms.
fn prepared(text: &str) -> String {
    const NOTHING: [char; 8] = ['\u{ad}', '\u{34f}', '\u{180b}', '\u{180c}', '\u{180d}', '\u{200b}', '\u{2060}', '\u{feff}'];
    let blank = |c: char| {
        if matches!(c, '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}') { ' ' } else { c }
    };
    text.chars().filter(|c| !NOTHING.contains(c)).map(blank).nfkc().collect()
}
