//! Signing in (RFC 3501 section 6.2.2 and 6.2.3): the best mechanism that both sides know, LOGIN where there is none.

use super::ImapConfig;
use super::dialogue::{Failed, Outcome, Session};
use super::encode::Command;
use super::refusal::sign_in_refused;
use super::response::{Code, Condition, MAX_SAID, Said};
use crate::source::{Result, SourceError};
use crate::wire::sasl::{Exchange, Mechanism};

impl Session {
    pub(super) fn sign_in(&mut self, config: &ImapConfig) -> Result<()> {
        let unsayable = || SourceError::WrongPassword { said: String::new() };
        let mut refused = None;
        for mechanism in Mechanism::for_secret(&config.secret) {
            if !self.has(&format!("AUTH={}", mechanism.name())) || self.prefers_login(*mechanism) {
                continue;
            }
            let server = (config.host.as_str(), config.port);
            let Some(mut exchange) = Exchange::new(*mechanism, &config.user, &config.secret, server) else { continue };
            match self.authenticate(&mut exchange) {
                Ok(answer) => {
                    exchange.is_proven().map_err(|detail| self.nonsense(detail))?;
                    self.signed_in(answer.codes.into_iter().chain([answer.said.code]));
                    return Ok(());
                }
                // Refused before the password was looked at: it keeps it in a form that this mechanism has no use for.
                Err(Failed::Said(Condition::No, answer)) if exchange.can_be_tried_otherwise() => {
                    refused = Some(sign_in_refused(Condition::No, &self.with_alerts(answer.said)));
                }
                Err(failed) => return Err(self.sign_in_failed(failed)),
            }
        }
        if config.secret.is_token() || self.has("LOGINDISABLED") {
            return Err(refused.unwrap_or(SourceError::SignInNotAllowed { said: String::new() }));
        }
        let login = Command::new("LOGIN").string(&config.user).and_then(|c| c.string(config.secret.reveal()));
        let login = login.map_err(|_| unsayable())?;
        let answer = self.exchange(&login, &mut |_| Ok(())).map_err(|failed| self.sign_in_failed(failed))?;
        self.signed_in(answer.codes.into_iter().chain([answer.said.code]));
        Ok(())
    }

    /// The mechanism LOGIN does in three steps what the command does in one, where that is allowed.
    fn prefers_login(&self, mechanism: Mechanism) -> bool {
        mechanism == Mechanism::Login && !self.has("LOGINDISABLED")
    }

    fn authenticate(&mut self, exchange: &mut Exchange) -> Outcome {
        let mut command = Command::new("AUTHENTICATE").words(exchange.mechanism().name());
        if self.has("SASL-IR")
            && let Some(first) = exchange.first()
        {
            command = command.initial(&first);
        }
        let octets = self.tagged(&command).concat();
        let mut answer = |question: &[u8]| exchange.answer(question).map(|line| format!("{line}\r\n").into_bytes());
        self.converse(&octets, &mut answer, &mut |_| Ok(()))
    }

    /// What was offered before sign-in need not hold after it.
    fn signed_in(&mut self, codes: impl Iterator<Item = Code>) {
        self.capabilities.clear();
        codes.for_each(|code| self.note_capabilities(code));
    }

    fn sign_in_failed(&self, failed: Failed) -> SourceError {
        match failed {
            Failed::Said(condition, answer) => sign_in_refused(condition, &self.with_alerts(answer.said)),
            Failed::Other(error) => error,
        }
    }

    /// The last words of a server that was about to be left, with what it said before them.
    fn with_alerts(&self, said: Said) -> Said {
        let text = self.alerts.iter().map(String::as_str).chain([said.text.as_str()]).collect::<Vec<_>>().join(" ");
        Said { text: text.chars().take(MAX_SAID).collect(), ..said }
    }
}
