//! ManageSieve (RFC 5804): the filter scripts on the member's mail server, listed, read, checked, stored, switched on and off.
//!
//! Level 2. `wire` (socket, TLS, complete lines) > `line` (what they mean) > `dialogue` (greeting, sign-in, one command at a
//! time) > this page (what can be done). Commands are written by `encode` alone.
//!
//! Nothing here decides anything: whoever stores a script says under which name, and has read what was there before. A
//! connection that broke stays broken: what it was doing is not tried twice by itself.

mod dialogue;
mod encode;
mod error;
#[cfg(fuzzing)]
pub mod fuzz;
mod line;
mod name;
#[cfg(test)]
mod tests;

pub use crate::wire::{Endpoint, Patience, WireError};
pub use dialogue::{Capabilities, MAX_SCRIPT};
pub use error::{Result, SieveError};
pub use line::Quota;
pub use name::{BadName, ScriptName};

use crate::account::Secret;
use crate::wire::Cancel;
use dialogue::{Answer, Session};
use encode::Command;
use error::{no_room, refused, script_refused};
use line::{Code, Word};

/// Where servers speak ManageSieve, if nothing else is known (RFC 5804 section 1.8).
pub const PORT: u16 = 4190;

/// Where and as whom to sign in.
#[derive(Debug, Clone)]
pub struct SieveConfig {
    pub server: Endpoint,
    pub user: String,
    pub secret: Secret,
}

/// A script on the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    pub name: ScriptName,
    /// It is the one that filters mail: at most one does.
    pub active: bool,
}

/// The scripts of one member.
pub struct ManageSieve(Session);

impl ManageSieve {
    /// Connects and signs in.
    pub fn connect(config: &SieveConfig, cancel: &Cancel) -> Result<Self> {
        Ok(Self(Session::open(config, cancel)?))
    }

    /// What the server can do, as it said after sign-in.
    pub fn capabilities(&self) -> &Capabilities {
        &self.0.capabilities
    }

    /// All scripts, in the server's order (LISTSCRIPTS).
    pub fn list(&mut self) -> Result<Vec<Script>> {
        let answer = self.0.ask(Command::new("LISTSCRIPTS"), refused)?;
        let mut scripts = Vec::with_capacity(answer.lines.len());
        for (name, mark) in answer.lines {
            let active = matches!(&mark, Some(Word::Atom(word)) if word.eq_ignore_ascii_case(b"ACTIVE"));
            let Ok(name) = ScriptName::listed(&name) else {
                return Err(self.0.nonsense("a script's name that can't be said"));
            };
            scripts.push(Script { name, active });
        }
        // Who can't tell which script is in force must not touch any.
        if scripts.iter().filter(|s| s.active).count() > 1 {
            return Err(self.0.nonsense("more than one active script"));
        }
        Ok(scripts)
    }

    /// A script, octet for octet (GETSCRIPT).
    pub fn get(&mut self, name: &ScriptName) -> Result<Vec<u8>> {
        let answer = self.0.ask(Command::new("GETSCRIPT").name(name), refused)?;
        let mut lines = answer.lines.into_iter();
        match (lines.next(), lines.next()) {
            (Some((script, None)), None) => Ok(script),
            _ => Err(self.0.nonsense("not one script in the answer to GETSCRIPT")),
        }
    }

    /// Has the server look at a script without keeping it. Answers with what it warns of (lines, at most 4,000 characters);
    /// [`SieveError::BadScript`] where it would not take the script.
    ///
    /// A server from before RFC 5804 has no CHECKSCRIPT: there the script is stored under a name that nobody uses, which checks it
    /// all the same and leaves every other script and the active one as they are, and is deleted again. Cut between the two, a
    /// script named `deich-check` stays behind, not active.
    pub fn check(&mut self, script: &[u8]) -> Result<Option<String>> {
        fits(script)?;
        if self.0.capabilities.is_complete() {
            return Ok(warnings(self.0.ask(Command::new("CHECKSCRIPT").string(script), script_refused)?));
        }
        let taken = self.list()?;
        let free = (0..=taken.len()).map(|n| if n == 0 { "deich-check".to_owned() } else { format!("deich-check-{n}") });
        let free = free.map(|n| ScriptName::new(&n)).find(|n| n.as_ref().is_ok_and(|n| taken.iter().all(|s| s.name != *n)));
        let name = free.unwrap_or(Err(BadName))?;
        let warned = self.put(&name, script)?;
        self.delete(&name)?;
        Ok(warned)
    }

    /// Stores a script, in place of one of that name if there is one; if that is active, the new one is at once. The server checks
    /// it first, and keeps what was there when it refuses (RFC 5804 section 2.6). Answers like [`Self::check`].
    pub fn put(&mut self, name: &ScriptName, script: &[u8]) -> Result<Option<String>> {
        fits(script)?;
        Ok(warnings(self.0.ask(Command::new("PUTSCRIPT").name(name).string(script), script_refused)?))
    }

    /// Makes this script the active one in place of any other (SETACTIVE); None: no script is.
    pub fn activate(&mut self, name: Option<&ScriptName>) -> Result<()> {
        self.0.ask(Command::new("SETACTIVE").string(name.map_or("", ScriptName::as_str).as_bytes()), refused)?;
        Ok(())
    }

    /// Deletes a script that is not active (DELETESCRIPT).
    pub fn delete(&mut self, name: &ScriptName) -> Result<()> {
        self.0.ask(Command::new("DELETESCRIPT").name(name), refused)?;
        Ok(())
    }

    /// Gives a script another name; an active one stays active (RENAMESCRIPT). Servers from before RFC 5804 can't:
    /// [`SieveError::Unsupported`].
    pub fn rename(&mut self, from: &ScriptName, to: &ScriptName) -> Result<()> {
        if !self.0.capabilities.is_complete() {
            return Err(SieveError::Unsupported);
        }
        self.0.ask(Command::new("RENAMESCRIPT").name(from).name(to), refused)?;
        Ok(())
    }

    /// Is there room for a script of so many octets under this name (HAVESPACE)? [`SieveError::NoRoom`] where not.
    pub fn have_space(&mut self, name: &ScriptName, octets: u32) -> Result<()> {
        self.0.ask(Command::new("HAVESPACE").name(name).number(octets), no_room)?;
        Ok(())
    }

    /// Says good-bye. An error here has no meaning for what was done before.
    pub fn log_out(mut self) -> Result<()> {
        match self.0.ask(Command::new("LOGOUT"), refused) {
            // Some say BYE in place of OK.
            Ok(_) | Err(SieveError::Line(WireError::Dropped { .. })) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

/// What is stored must be possible to read back.
fn fits(script: &[u8]) -> Result<()> {
    let limit = MAX_SCRIPT as u64;
    if script.len() > MAX_SCRIPT { Err(WireError::Limit { what: "a script", limit }.into()) } else { Ok(()) }
}

fn warnings(answer: Answer) -> Option<String> {
    (answer.said.code == Code::Warnings).then_some(answer.said.text)
}
