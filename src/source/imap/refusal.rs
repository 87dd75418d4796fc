//! What a server's NO means. Codes first (RFC 3501 section 7.1, RFC 5530), then the words that servers use in their place.

use super::response::{Code, Condition, Said};
use crate::mail::MailboxName;
use crate::source::SourceError;
use std::time::Duration;

/// The longest wait we believe a server.
const MAX_WAIT: Duration = Duration::from_hours(24);

/// Words of servers that are asked for too much at once. Gmail says `[OVERQUOTA] Account exceeded command or bandwidth limits`,
/// Exchange Online `Request is throttled. Suggested Backoff Time: N milliseconds`, Dovecot `Maximum number of connections from
/// user+IP exceeded`.
const TOO_MUCH: [&str; 7] =
    ["throttl", "too many", "rate limit", "backoff", "bandwidth limit", "simultaneous connections", "number of connections"];

/// A command was refused; `mailbox` is the one it was about.
pub fn refused(said: &Said, mailbox: Option<&MailboxName>) -> SourceError {
    let (code, words) = parts(said);
    let said_so = |any: &[&str]| any.iter().any(|w| words.contains(w));
    // Gmail says the one code of both, its disks and its lines.
    if (code == "OVERQUOTA" || said_so(&["quota"])) && !said_so(&["bandwidth limit"]) {
        return SourceError::OverQuota { said: said.text.clone() };
    }
    if let Some(wait) = wants_a_wait(said) {
        return wait;
    }
    if let Some(mailbox) = mailbox.map(ToString::to_string) {
        let missing =
            ["doesn't exist", "does not exist", "nonexistent", "non-existent", "no such", "not found", "unknown mailbox"];
        if matches!(code, "NONEXISTENT" | "TRYCREATE") || said_so(&missing) {
            return SourceError::NoSuchMailbox { mailbox };
        }
        if matches!(code, "READ-ONLY" | "NOPERM") || said_so(&["read-only", "read only", "readonly"]) {
            return SourceError::ReadOnly { mailbox };
        }
    }
    SourceError::Refused { said: said.text.clone() }
}

/// A sign-in was refused.
pub fn sign_in_refused(condition: Condition, said: &Said) -> SourceError {
    let (code, words) = parts(said);
    let said_so = |any: &[&str]| any.iter().any(|w| words.contains(w));
    let text = said.text.clone();
    let elsewhere = [
        "application-specific",
        "app password",
        "app-specific",
        "web browser",
        "web login",
        "not enabled",
        "disabled",
        "blocked",
        "not allowed",
        "oauth",
    ];
    match code {
        "UNAVAILABLE" | "LIMIT" | "INUSE" | "THROTTLED" => SourceError::Wait { said: text, wait: duration(&words) },
        "AUTHORIZATIONFAILED" | "PRIVACYREQUIRED" | "EXPIRED" | "CONTACTADMIN" | "WEBALERT" => {
            SourceError::SignInNotAllowed { said: text }
        }
        _ if said_so(&elsewhere) => SourceError::SignInNotAllowed { said: text },
        "AUTHENTICATIONFAILED" => SourceError::WrongPassword { said: text },
        // "Try again" alone is what many say to a wrong password.
        _ if said_so(&["try again later", "temporar"]) || said_so(&TOO_MUCH) => {
            SourceError::Wait { said: text, wait: duration(&words) }
        }
        _ if condition == Condition::Bad => SourceError::SignInNotAllowed { said: text },
        _ => SourceError::WrongPassword { said: text },
    }
}

/// Does the server ask to come back later?
pub fn wants_a_wait(said: &Said) -> Option<SourceError> {
    let (code, words) = parts(said);
    let wait = matches!(code, "THROTTLED" | "LIMIT" | "UNAVAILABLE" | "INUSE")
        || words.contains("try again")
        || TOO_MUCH.iter().any(|w| words.contains(w));
    wait.then(|| SourceError::Wait { said: said.text.clone(), wait: duration(&words) })
}

fn parts(said: &Said) -> (&str, String) {
    let code = if let Code::Word(word) = &said.code { word.as_str() } else { "" };
    (code, said.text.to_lowercase())
}

/// A time that the words name: `backoff time: 299961 milliseconds`, `in 5 minutes`.
fn duration(words: &str) -> Option<Duration> {
    let mut words = words.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).peekable();
    while let Some(word) = words.next() {
        let unit = word.trim_start_matches(|c: char| c.is_ascii_digit());
        let Ok(number) = word.get(..word.len() - unit.len()).unwrap_or_default().parse::<u64>() else { continue };
        let unit = if unit.is_empty() { words.peek().copied().unwrap_or_default() } else { unit };
        let milliseconds = match unit {
            "ms" | "msec" | "millisecond" | "milliseconds" => 1,
            "s" | "sec" | "secs" | "second" | "seconds" => 1_000,
            "m" | "min" | "mins" | "minute" | "minutes" => 60_000,
            "h" | "hour" | "hours" => 3_600_000,
            _ => continue,
        };
        return Some(Duration::from_millis(number.saturating_mul(milliseconds)).min(MAX_WAIT));
    }
    None
}

#[cfg(test)]
mod tests;
