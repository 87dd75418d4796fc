//! Opening a source: its words understood, its password found, its messages read.

use super::args::{Global, Reading};
use super::exit::Failure;
use super::session::Session;
use super::terminal::{Terminal, password_from_stdin};
use crate::engine::{Command, Error, Event, Picture, Scan, SourceError, SourceSpec, provider};
use crate::mail::MailboxName;
use std::ffi::OsStr;
use std::path::Path;
use std::sync::Arc;

/// How often a password is asked for.
const TRIES: u32 = 3;

/// A SOURCE as it was typed. What is wrong with it is said.
pub fn spec(source: &OsStr, global: &Global, terminal: &mut Terminal) -> Result<SourceSpec, Failure> {
    SourceSpec::from_arg(source, global.starttls).map_err(|error| {
        let notice = terminal.lang.explain_spec(&error);
        terminal.notice(&notice);
        Failure::Usage
    })
}

/// Reads the mailbox that was named.
pub fn read(reading: &Reading, global: &Global, session: &Session, terminal: &mut Terminal) -> Result<Arc<Picture>, Failure> {
    let scan = Scan {
        source: spec(&reading.source, global, terminal)?,
        secret: None,
        remember: global.remember,
        me: reading.me.clone(),
        folders: reading.folder.iter().map(|name| MailboxName::new(name)).collect(),
        ca: global.ca.clone(),
    };
    scanned(scan, global, session, terminal)
}

/// Reads a source that is known already.
pub fn reopen(source: SourceSpec, global: &Global, session: &Session, terminal: &mut Terminal) -> Result<Arc<Picture>, Failure> {
    let (me, folders) = (Vec::new(), Vec::new());
    let scan = Scan { source, secret: None, remember: global.remember, me, folders, ca: global.ca.clone() };
    scanned(scan, global, session, terminal)
}

/// Scans; asks for the password where the keyring has none, and again where it was wrong.
fn scanned(mut scan: Scan, global: &Global, session: &Session, terminal: &mut Terminal) -> Result<Arc<Picture>, Failure> {
    let SourceSpec::Imap { user, host, .. } = scan.source.clone() else {
        return Ok(once(scan, session, terminal)?);
    };
    if global.password_stdin {
        scan.secret = Some(password_from_stdin().ok_or_else(|| no_password(terminal))?);
        return once(scan, session, terminal).map_err(|error| explained(&error, &host, terminal));
    }
    for _ in 0..TRIES {
        let error = match once(scan.clone(), session, terminal) {
            Ok(picture) => return Ok(picture),
            Err(error) => error,
        };
        let wrong = matches!(&*error, Error::Source(SourceError::WrongPassword { .. }));
        let missing = matches!(&*error, Error::NoSecret { .. } | Error::Keyring { .. });
        if !Terminal::can_ask() || !(wrong || missing) {
            let failure = explained(&error, &host, terminal);
            if missing {
                let line = terminal.lang.t("cli-password-hint");
                terminal.note(&line);
            }
            return Err(failure);
        }
        if wrong {
            let _ = explained(&error, &host, terminal);
        }
        match terminal.ask_password(&user, &host) {
            Some(secret) => scan.secret = Some(secret),
            None => return Err(Failure::Said(super::exit::code(&error))),
        }
    }
    once(scan, session, terminal).map_err(|error| explained(&error, &host, terminal))
}

/// Says an error with what the provider of this host wants.
fn explained(error: &Error, host: &str, terminal: &mut Terminal) -> Failure {
    let notice = terminal.lang.explain_for(error, provider::by_host(host).as_ref());
    terminal.notice(&notice);
    Failure::Said(super::exit::code(error))
}

/// Refuses early to write over a file, before a mailbox is read for it.
pub fn refuse_existing(path: &Path) -> Result<(), Failure> {
    match path.symlink_metadata() {
        Ok(_) => Err(Error::FileExists { path: path.to_owned() }.into()),
        Err(_) => Ok(()),
    }
}

fn no_password(terminal: &mut Terminal) -> Failure {
    let line = terminal.lang.t("cli-no-password-on-stdin");
    terminal.note(&line);
    Failure::Usage
}

fn once(scan: Scan, session: &Session, terminal: &mut Terminal) -> Result<Arc<Picture>, Arc<Error>> {
    session.ask(Command::Scan(scan), terminal, |event| if let Event::Scanned(picture) = event { Some(picture) } else { None })
}
