//! The dialogue with one server: greeting, STARTTLS, sign-in, and one command after the other.
//!
//! Answers have no tags here: one that is left over would be taken for the next command's. So nothing is ever sent on a line
//! where an answer is still due, and after STARTTLS and sign-in, where servers differ in what they say unasked, a NOOP shows
//! where the next answer begins.

use super::SieveConfig;
use super::encode::Command;
use super::error::{Result, SieveError, refused, sign_in_refused};
use super::line::{self, Code, Condition, Line, Said, Word};
use crate::account::Security;
use crate::mail::text::one_line;
use crate::wire::{Cancel, Limits, Wire, WireError, sasl};
use std::collections::BTreeSet;

const MIB: usize = 1024 * 1024;
/// The largest script that is sent or taken: servers usually stop at one MiB.
pub const MAX_SCRIPT: usize = 4 * MIB;
const LIMITS: Limits = Limits { line: 64 * 1024, literal: MAX_SCRIPT, response: MAX_SCRIPT + 64 * 1024 };
/// Lines of one answer, and octets in all of them.
const MAX_LINES: usize = 10_000;
const MAX_ANSWER: usize = MAX_SCRIPT + 64 * 1024;
/// Answers that a server may give unasked.
const MAX_UNASKED: usize = 3;

/// What a server says of itself (RFC 5804 section 1.7).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Capabilities {
    /// One line, no control characters.
    pub implementation: String,
    /// The Sieve extensions that scripts may require, in lower case.
    pub extensions: BTreeSet<String>,
    /// SASL mechanisms, in upper case.
    mechanisms: BTreeSet<String>,
    start_tls: bool,
    /// Speaks RFC 5804 whole: CHECKSCRIPT, RENAMESCRIPT and NOOP are there.
    complete: bool,
}

impl Capabilities {
    fn of(lines: Vec<(Vec<u8>, Option<Word>)>) -> Self {
        let mut found = Self::default();
        for (name, value) in lines {
            let value = match value {
                Some(Word::Text(text)) => String::from_utf8_lossy(&text).into_owned(),
                Some(Word::Atom(_)) | None => String::new(),
            };
            let words = value.split_ascii_whitespace();
            match name.to_ascii_uppercase().as_slice() {
                b"IMPLEMENTATION" => found.implementation = one_line(&value),
                b"SIEVE" => found.extensions = words.map(str::to_ascii_lowercase).collect(),
                b"SASL" => found.mechanisms = words.map(str::to_ascii_uppercase).collect(),
                b"STARTTLS" => found.start_tls = true,
                b"VERSION" => found.complete = !value.is_empty(),
                _ => {}
            }
        }
        found
    }

    pub fn is_complete(&self) -> bool {
        self.complete
    }
}

/// A connection that has signed in.
pub struct Session {
    wire: Wire,
    pub capabilities: Capabilities,
}

/// How a command ended: its lines of data, and the last words.
#[derive(Debug, Default)]
pub struct Answer {
    pub lines: Vec<(Vec<u8>, Option<Word>)>,
    pub said: Said,
}

impl Session {
    pub fn open(config: &SieveConfig, cancel: &Cancel) -> Result<Self> {
        // Words for people are strings here: braces at the end of a line always announce a literal.
        let mut wire = Wire::connect(&config.server, cancel, |_| false)?;
        wire.limits = LIMITS;
        let mut session = Self { wire, capabilities: Capabilities::default() };
        let greeting = session.hear()?.map_err(|said| refused(&said))?;
        session.capabilities = Capabilities::of(greeting.lines);
        if config.server.security == Security::StartTls {
            session.start_tls(config)?;
        }
        session.sign_in(config)?;
        session.learn()?;
        Ok(session)
    }

    fn start_tls(&mut self, config: &SieveConfig) -> Result<()> {
        let no = || WireError::NoEncryption { host: config.server.host.clone() };
        if !self.capabilities.start_tls {
            return Err(no().into());
        }
        self.say(Command::new("STARTTLS"))?;
        if self.hear()?.is_err() {
            return Err(no().into());
        }
        // Whatever was said before TLS may have been said by anybody.
        self.capabilities = Capabilities::default();
        self.wire.encrypt(&config.server)?;
        self.learn()
    }

    /// Learns what the server can do from here on. After STARTTLS it says so unasked (RFC 5804 section 2.2), though some did not;
    /// after sign-in it need not, though some do. Capabilities are lines of data, and the answer to NOOP, even a NO from those
    /// that don't know it, has none: so what comes before that was said unasked.
    fn learn(&mut self) -> Result<()> {
        self.say(Command::new("NOOP"))?;
        let mut unasked = None;
        for _ in 0..=MAX_UNASKED {
            match self.hear()? {
                Ok(answer) if !answer.lines.is_empty() => unasked = Some(answer),
                _ => {
                    let answer = match unasked {
                        Some(answer) => answer,
                        None => self.ask(Command::new("CAPABILITY"), refused)?,
                    };
                    self.capabilities = Capabilities::of(answer.lines);
                    return Ok(());
                }
            }
        }
        Err(self.nonsense("capabilities without end"))
    }

    fn sign_in(&mut self, config: &SieveConfig) -> Result<()> {
        // SCRAM's last word comes in a place of its own here (RFC 5804 section 2.1); inside TLS the others do.
        let known = sasl::Mechanism::for_secret(&config.secret).iter().filter(|m| **m != sasl::Mechanism::ScramSha256);
        let mechanism = known.copied().find(|m| self.capabilities.mechanisms.contains(m.name()));
        let mechanism = mechanism.ok_or_else(|| SieveError::SignInNotAllowed { said: String::new() })?;
        let server = (config.server.host.as_str(), config.server.port);
        let exchange = sasl::Exchange::new(mechanism, &config.user, &config.secret, server);
        let mut exchange = exchange.ok_or_else(|| SieveError::WrongPassword { said: String::new() })?;
        let mut command = Command::new("AUTHENTICATE").string(mechanism.name().as_bytes());
        if let Some(first) = exchange.first() {
            command = command.string(first.as_bytes());
        }
        self.say(command)?;
        loop {
            match self.line()? {
                Line::Done(Condition::Ok, _) => return Ok(()),
                Line::Done(Condition::No, said) => return Err(sign_in_refused(&said)),
                Line::Done(Condition::Bye, said) => return Err(self.good_bye(&said)),
                Line::Data(question, _) => {
                    let answer = exchange.answer(&question).map_err(|detail| self.nonsense(detail))?;
                    self.say(Command::answer(answer.as_bytes()))?;
                }
            }
        }
    }

    /// One command and its answer; `explain` says what a NO to it means.
    pub fn ask(&mut self, command: Command, explain: fn(&Said) -> SieveError) -> Result<Answer> {
        self.say(command)?;
        self.hear()?.map_err(|said| explain(&said))
    }

    fn say(&mut self, command: Command) -> Result<()> {
        if self.wire.is_broken() {
            return Err(self.wire.dropped("it broke earlier").into());
        }
        Ok(self.wire.send(&command.octets())?)
    }

    /// The next whole answer; Err within Ok: a NO.
    fn hear(&mut self) -> Result<std::result::Result<Answer, Said>> {
        let mut lines = Vec::new();
        let mut octets = 0_usize;
        loop {
            match self.line()? {
                Line::Data(first, second) => {
                    octets += first.len() + second.as_ref().map_or(0, |(Word::Atom(w) | Word::Text(w))| w.len());
                    if octets > MAX_ANSWER || lines.len() >= MAX_LINES {
                        return Err(self.wire.give_up(WireError::Limit { what: "an answer", limit: MAX_ANSWER as u64 }.into()));
                    }
                    lines.push((first, second));
                }
                Line::Done(Condition::Ok, said) => return Ok(Ok(Answer { lines, said })),
                Line::Done(Condition::No, said) => return Ok(Err(said)),
                Line::Done(Condition::Bye, said) => return Err(self.good_bye(&said)),
            }
        }
    }

    fn line(&mut self) -> Result<Line> {
        self.wire.response(|octets| {
            line::read(octets).map_err(|line::Malformed| {
                let shown = octets.get(..octets.len().min(80)).unwrap_or_default();
                SieveError::Protocol { detail: one_line(&String::from_utf8_lossy(shown)) }
            })
        })
    }

    fn good_bye(&mut self, said: &Said) -> SieveError {
        let dropped = self.wire.dropped(&said.line());
        match said.code {
            Code::TryLater | Code::Referral(_) | Code::Quota(_) => refused(said),
            _ => dropped.into(),
        }
    }

    /// The server said what makes no sense: nothing that follows can be trusted.
    pub fn nonsense(&mut self, detail: &str) -> SieveError {
        self.wire.give_up(SieveError::Protocol { detail: detail.to_owned() })
    }
}
