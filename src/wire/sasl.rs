//! What SASL mechanisms say (RFC 4422): the same in every protocol, which only wraps it.
//!
//! An [`Exchange`] is one sign-in by one mechanism, without any input or output: it is asked, and answers. No mechanism here
//! hides the password from whoever listens but SCRAM; all are used inside TLS only, which is the line's business.

#[cfg(fuzzing)]
pub mod fuzz;
mod scram;

use crate::account::Secret;
use crate::mail::base64;
use scram::Scram;
use std::collections::VecDeque;
use zeroize::Zeroizing;

/// The ways to sign in that Deich knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mechanism {
    /// RFC 5802, RFC 7677: the server sees no password, and must prove that it knows it too.
    ScramSha256,
    /// RFC 4616.
    Plain,
    /// Asks for the name and then for the secret. Old, never a standard, and on some servers the only one.
    Login,
    /// RFC 7628: a token in place of a password.
    OAuthBearer,
    /// The same before it was a standard; all that Google's and Microsoft's servers surely know.
    XOAuth2,
}

impl Mechanism {
    /// Those that a secret is good for, the best first.
    pub const fn for_secret(secret: &Secret) -> &'static [Self] {
        if secret.is_token() { &[Self::OAuthBearer, Self::XOAuth2] } else { &[Self::ScramSha256, Self::Plain, Self::Login] }
    }

    /// Its registered name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ScramSha256 => "SCRAM-SHA-256",
            Self::Plain => "PLAIN",
            Self::Login => "LOGIN",
            Self::OAuthBearer => "OAUTHBEARER",
            Self::XOAuth2 => "XOAUTH2",
        }
    }
}

/// One sign-in. (No Debug: it holds a secret.)
pub struct Exchange {
    mechanism: Mechanism,
    /// What is still to be said, in this order.
    next: VecDeque<Zeroizing<Vec<u8>>>,
    scram: Option<Scram>,
    /// Something was said by which the server can tell a right secret from a wrong one.
    shown: bool,
}

impl Exchange {
    /// None: the name or the secret holds what the mechanism cannot say, such as a NUL.
    pub fn new(mechanism: Mechanism, user: &str, secret: &Secret, server: (&str, u16)) -> Option<Self> {
        let mut scram = None;
        let next = match mechanism {
            Mechanism::ScramSha256 => {
                scram = Some(Scram::new(user, secret.reveal())?);
                Vec::new()
            }
            Mechanism::Plain => {
                let sayable = !user.contains('\0') && !secret.reveal().contains('\0');
                vec![sayable.then(|| format!("\0{user}\0{}", secret.reveal()))?]
            }
            Mechanism::Login => vec![user.to_owned(), secret.reveal().to_owned()],
            Mechanism::OAuthBearer | Mechanism::XOAuth2 => vec![bearer(mechanism, user, secret, server)?],
        };
        let next = next.into_iter().map(|text| Zeroizing::new(text.into_bytes())).collect();
        Some(Self { mechanism, next, scram, shown: false })
    }

    pub const fn mechanism(&self) -> Mechanism {
        self.mechanism
    }

    /// What is said unasked where the protocol has room for it (RFC 4959), in base64. None: the server speaks first.
    pub fn first(&mut self) -> Option<String> {
        if self.mechanism == Mechanism::Login {
            return None;
        }
        self.answer(b"").ok()
    }

    /// The answer to the server's question, both in base64. An error says what makes no sense about the question; it may stand
    /// in a log, and holds nothing secret.
    pub fn answer(&mut self, question: &[u8]) -> Result<String, &'static str> {
        if let Some(scram) = &mut self.scram {
            let question = std::str::from_utf8(question).ok().and_then(|text| base64::decode_padded(text.trim()));
            let answer = scram.answer(&question.ok_or("a question that is not base64")?)?;
            self.shown = scram.is_shown();
            return Ok(base64::padded(answer.as_bytes()));
        }
        if let Some(next) = self.next.pop_front() {
            self.shown |= self.next.is_empty();
            // The error a server with a token finds is acknowledged before it says NO (RFC 7628 section 3.2.3).
            return Ok(base64::padded(&next));
        }
        match self.mechanism {
            Mechanism::OAuthBearer if self.shown => {
                self.shown = false;
                Ok(base64::padded(b"\x01"))
            }
            Mechanism::XOAuth2 if self.shown => {
                self.shown = false;
                Ok(String::new())
            }
            _ => Err("the server asks for more than the way to sign in has"),
        }
    }

    /// Was it refused without a look at the secret, so that another mechanism may succeed with it?
    pub const fn can_be_tried_otherwise(&self) -> bool {
        self.scram.is_some() && !self.shown
    }

    /// Once the server says that it worked: has it done what the mechanism asks of it?
    pub fn is_proven(&self) -> Result<(), &'static str> {
        if self.scram.as_ref().is_none_or(Scram::is_proven) { Ok(()) } else { Err("the server has not proved who it is") }
    }
}

/// The one message of the two mechanisms for tokens.
fn bearer(mechanism: Mechanism, user: &str, secret: &Secret, (host, port): (&str, u16)) -> Option<String> {
    let token = secret.reveal();
    // A token is printable and without blanks (RFC 6750 section 2.1); more would end its field.
    if token.is_empty() || !token.bytes().all(|b| b.is_ascii_graphic()) || user.contains(char::is_control) {
        return None;
    }
    Some(if mechanism == Mechanism::XOAuth2 {
        format!("user={user}\x01auth=Bearer {token}\x01\x01")
    } else {
        format!("n,a={},\x01host={host}\x01port={port}\x01auth=Bearer {token}\x01\x01", scram::name(user))
    })
}

#[cfg(test)]
mod tests;
