//! The storm filter on the member's own mail server, by ManageSieve: set in one step, taken away in one step.
//!
//! A script of the member's own is never written to. Ours is a script beside it, which names the one that was in force and hands on
//! to it; taken away, that one is in force again. What there is to know stands on the server: nothing is kept here.

use super::{Error, OnServer};
use crate::mail::text::one_line;
use crate::rule::{beside, ours};
use crate::sieve::{ManageSieve, Script, ScriptName, SieveConfig, SieveError, WireError};
use crate::source::{Cancel, SourceError};

/// How our script is called; with a number where the member has one of that name.
const NAME: &str = "deich";
/// Characters shown of what the server says of a script.
const SAID: usize = 300;

/// Our script on the server.
struct Found {
    name: ScriptName,
    active: bool,
    /// What was in force before, if it is still there.
    before: Option<ScriptName>,
}

/// Signs in where one of these servers is.
pub(super) fn connect(ways: &[SieveConfig], cancel: &Cancel) -> Result<ManageSieve, Error> {
    let mut nowhere = Error::NoFilterServer { host: String::new() };
    for way in ways {
        match ManageSieve::connect(way, cancel) {
            Ok(sieve) => return Ok(sieve),
            Err(error) => match Error::from(error) {
                // A name in DNS that leads nowhere is no reason not to look on the mail's own host.
                nobody @ (Error::NoFilterServer { .. } | Error::Source(SourceError::UnknownHost { .. })) => nowhere = nobody,
                error => return Err(error),
            },
        }
    }
    Err(nowhere)
}

/// Checks the filter, stores it beside what is in force, and puts it in force. It replaces an earlier one of ours.
pub(super) fn set(mut sieve: ManageSieve, script: &str) -> Result<OnServer, Error> {
    let scripts = sieve.list()?;
    let found = find(&mut sieve, &scripts)?;
    let before = match &found {
        Some(found) if found.active => found.before.clone(),
        _ => scripts.iter().find(|script| script.active).map(|script| script.name.clone()),
    };
    if let Some(before) = &before {
        let can = sieve.capabilities().extensions.contains("include") && ScriptName::new(before.as_str()).is_ok();
        if !can {
            return Err(Error::FilterInForce { name: shown(before) });
        }
    }
    let name = match found {
        Some(found) => found.name,
        None => free(&scripts)?,
    };
    // The server checks it first, and keeps what was there when it refuses. Until the next line everything is as before.
    sieve.put(&name, beside(script, before.as_ref().map(ScriptName::as_str)).as_bytes())?;
    sieve.activate(Some(&name))?;
    Ok(OnServer::Set { beside: before.as_ref().map(shown) })
}

/// Takes our filter away; what was in force before is again.
pub(super) fn remove(mut sieve: ManageSieve) -> Result<OnServer, Error> {
    let scripts = sieve.list()?;
    let Some(found) = find(&mut sieve, &scripts)? else { return Ok(OnServer::Nothing) };
    if found.active {
        sieve.activate(found.before.as_ref())?;
    }
    sieve.delete(&found.name)?;
    Ok(OnServer::Removed { restored: found.before.filter(|_| found.active).as_ref().map(shown) })
}

fn find(sieve: &mut ManageSieve, scripts: &[Script]) -> Result<Option<Found>, SieveError> {
    for script in scripts.iter().filter(|script| script.name.as_str().starts_with(NAME)) {
        if let Some(ours) = ours(&sieve.get(&script.name)?) {
            let before = scripts.iter().map(|script| &script.name).find(|name| ours.before.as_deref() == Some(name.as_str()));
            return Ok(Some(Found { name: script.name.clone(), active: script.active, before: before.cloned() }));
        }
    }
    Ok(None)
}

/// A name that no script has.
fn free(scripts: &[Script]) -> Result<ScriptName, SieveError> {
    let names = (1..=scripts.len() + 1).map(|n| if n == 1 { NAME.to_owned() } else { format!("{NAME}-{n}") });
    let free = names.map(|name| ScriptName::new(&name)).find(|name| {
        let taken = |name: &ScriptName| scripts.iter().any(|script| script.name == *name);
        name.as_ref().is_ok_and(|name| !taken(name))
    });
    free.unwrap_or(ScriptName::new(NAME)).map_err(SieveError::from)
}

/// A server's name may hold what no screen should see.
fn shown(name: &ScriptName) -> String {
    one_line(name.as_str())
}

impl From<SieveError> for Error {
    fn from(error: SieveError) -> Self {
        match error {
            SieveError::Line(
                WireError::Unreachable { host, .. } | WireError::TimedOut { host, .. } | WireError::NoEncryption { host },
            ) => Self::NoFilterServer { host },
            SieveError::Line(line) => SourceError::from(line).into(),
            SieveError::WrongPassword { said } => SourceError::WrongPassword { said }.into(),
            SieveError::SignInNotAllowed { said } => SourceError::SignInNotAllowed { said }.into(),
            SieveError::BadScript { said }
            | SieveError::NoRoom { said, .. }
            | SieveError::Wait { said }
            | SieveError::Refused { said } => Self::FilterRefused { said: one_line(&said).chars().take(SAID).collect() },
            other => Self::FilterRefused { said: one_line(&other.to_string()).chars().take(SAID).collect() },
        }
    }
}
