//! Secrets in the system's own keyring: Secret Service, Keychain or Credential Manager. Never in a file.

use super::Secret;
use crate::mail::text::one_line;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

/// Under which name the keyring's own window shows Deich's entries.
const SERVICE: &str = "Deich";

/// How long the keyring may take. It may have to ask the member to unlock it, so this is not short.
const PATIENCE: Duration = Duration::from_secs(45);

/// Set to `off`, this variable keeps Deich away from the keyring.
pub const SWITCH: &str = "DEICH_KEYRING";

/// The keyring is not there or does not answer. `detail` is one line and never holds a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct KeyringError {
    pub detail: String,
    /// This system has none, or it is switched off: nothing can be in it.
    pub absent: bool,
}

impl KeyringError {
    fn of(detail: &str) -> Self {
        Self { detail: one_line(detail).chars().take(300).collect(), absent: false }
    }

    fn absent(detail: &str) -> Self {
        Self { absent: true, ..Self::of(detail) }
    }
}

/// The secret of a user at a host; None when the keyring has none.
pub fn load(user: &str, host: &str) -> Result<Option<Secret>, KeyringError> {
    patiently(entry_name(user, host), |entry| match entry.get_password() {
        Ok(password) => Ok(Some(Secret::new(password))),
        Err(keyring::Error::NoEntry) => Ok(None),
        Err(error) => Err(error),
    })
}

/// Keeps a secret, in place of the one that was there.
pub fn save(user: &str, host: &str, secret: &Secret) -> Result<(), KeyringError> {
    let secret = secret.clone();
    patiently(entry_name(user, host), move |entry| entry.set_password(secret.reveal()))
}

/// Forgets a secret. That there was none is no error, nor that there is no keyring.
pub fn delete(user: &str, host: &str) -> Result<(), KeyringError> {
    let deleted = patiently(entry_name(user, host), |entry| match entry.delete_credential() {
        Err(keyring::Error::NoEntry) => Ok(()),
        other => other,
    });
    deleted.or_else(|error| if error.absent { Ok(()) } else { Err(error) })
}

fn entry_name(user: &str, host: &str) -> String {
    format!("{user}@{host}")
}

/// Talks to the keyring on a thread of its own, because the system's service may hang, and gives up on it after
/// [`PATIENCE`]. The thread is then left behind; it holds nothing anybody waits for.
fn patiently<T: Send + 'static>(
    name: String,
    work: impl FnOnce(&keyring::Entry) -> keyring::Result<T> + Send + 'static,
) -> Result<T, KeyringError> {
    if std::env::var_os(SWITCH).is_some_and(|value| value == "off") {
        return Err(KeyringError::absent(&format!("{SWITCH}=off")));
    }
    let (answer, wait) = channel();
    std::thread::Builder::new()
        .name("deich-keyring".into())
        .spawn(move || {
            let result = keyring::Entry::new(SERVICE, &name).and_then(|entry| work(&entry));
            // Nobody listens any more when the patience ran out.
            let _ = answer.send(result.map_err(|error| in_short(&error)));
        })
        .map_err(|error| KeyringError::of(&error.to_string()))?;
    match wait.recv_timeout(PATIENCE) {
        Ok(result) => result,
        Err(RecvTimeoutError::Timeout) => Err(KeyringError::of("no answer")),
        Err(RecvTimeoutError::Disconnected) => Err(KeyringError::of("no keyring")),
    }
}

/// The error without the octets of a secret that some variants carry.
fn in_short(error: &keyring::Error) -> KeyringError {
    match error {
        keyring::Error::BadEncoding(_) | keyring::Error::BadDataFormat(..) => KeyringError::of("the entry is not text"),
        keyring::Error::Ambiguous(_) => KeyringError::of("more than one entry"),
        keyring::Error::NoDefaultStore => match keyring::Entry::store_status() {
            Err(reason) if !matches!(reason, keyring::Error::NoDefaultStore) => KeyringError { absent: true, ..in_short(reason) },
            _ => KeyringError::absent("no keyring"),
        },
        other => KeyringError::of(&other.to_string()),
    }
}

#[cfg(test)]
mod tests;
