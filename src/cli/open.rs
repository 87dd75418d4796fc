//! Opening a source: its words understood, its password found, its messages read.

use super::args::{Global, Reading};
use super::exit::{self, Failure, Trouble, USAGE};
use super::session::Session;
use super::terminal::{Terminal, password_from_stdin, shortened};
use crate::engine::{Command, Error, Event, Picture, Scan, SourceError, SourceSpec, provider};
use crate::mail::MailboxName;
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use std::ffi::OsStr;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

/// How often a password is asked for.
const TRIES: u32 = 3;
/// Octets of a file of certificates.
const LARGEST_CA: u64 = 4 * 1024 * 1024;

/// A SOURCE as it was typed. What is wrong with it is said.
pub fn spec(source: &OsStr, global: &Global, terminal: &mut Terminal) -> Result<SourceSpec, Failure> {
    SourceSpec::from_arg(source, global.starttls).map_err(|error| {
        let notice = terminal.lang.explain_spec(&error);
        Trouble { code: USAGE, kind: "bad_source".to_owned(), notice }.into()
    })
}

/// Reads the mailbox that was named.
pub fn read(reading: &Reading, global: &Global, session: &Session, terminal: &mut Terminal) -> Result<Arc<Picture>, Failure> {
    if let Some(odd) = reading.me.iter().find(|me| !is_address(me)) {
        let args = [("address", shortened(odd, 100).into())];
        return Err(Trouble::new(USAGE, "bad_address", &terminal.lang, "cli-bad-address", &args).into());
    }
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

/// Something before an @, something behind the last one, no blanks.
fn is_address(text: &str) -> bool {
    let parts = text.trim().rsplit_once('@');
    parts.is_some_and(|(user, host)| !user.is_empty() && !host.is_empty()) && !text.trim().contains(char::is_whitespace)
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
        return once(scan, session, terminal).map_err(|error| explained(&error, &host, terminal).into());
    }
    for _ in 0..TRIES {
        let error = match once(scan.clone(), session, terminal) {
            Ok(picture) => return Ok(picture),
            Err(error) => error,
        };
        let wrong = matches!(&*error, Error::Source(SourceError::WrongPassword { .. }));
        let missing = matches!(&*error, Error::NoSecret { .. } | Error::Keyring { .. });
        if !Terminal::can_ask() || !(wrong || missing) {
            let mut trouble = explained(&error, &host, terminal);
            if missing {
                trouble.notice.to_do = terminal.lang.t("cli-password-hint");
            }
            return Err(trouble.into());
        }
        if wrong {
            let notice = explained(&error, &host, terminal).notice;
            terminal.notice(&notice);
        }
        match terminal.ask_password(&user, &host) {
            Some(secret) => scan.secret = Some(secret),
            // Where it was wrong, that is said.
            None if wrong => return Err(exit::for_programs(&explained(&error, &host, terminal), terminal)?),
            None => return Err(explained(&error, &host, terminal).into()),
        }
    }
    once(scan, session, terminal).map_err(|error| explained(&error, &host, terminal).into())
}

/// An error with what the provider of this host wants.
fn explained(error: &Error, host: &str, terminal: &Terminal) -> Trouble {
    let notice = terminal.lang.explain_for(error, provider::by_host(host).as_ref());
    Trouble { notice, ..Trouble::of(error, &terminal.lang) }
}

/// Refuses early what is no certificate file, before anybody is asked for a password.
pub fn check_ca(global: &Global, terminal: &Terminal) -> Result<(), Failure> {
    let Some(path) = &global.ca else { return Ok(()) };
    certificates(path).map_err(|detail| {
        let args = [("path", path.to_string_lossy().into_owned().into()), ("detail", detail.into())];
        Trouble::new(USAGE, "bad_ca", &terminal.lang, "cli-bad-ca", &args).into()
    })
}

/// Whether a file holds certificates, and nothing that is none; else what is wrong with it.
fn certificates(path: &Path) -> Result<(), String> {
    let text = |error: &dyn std::fmt::Display| error.to_string();
    // A pipe or a device would keep us waiting for its end.
    let regular = path.metadata().map_err(|e| text(&e))?.is_file();
    let file = File::open(path).map_err(|e| text(&e))?;
    let mut octets = Vec::new();
    file.take(if regular { LARGEST_CA } else { 0 }).read_to_end(&mut octets).map_err(|e| text(&e))?;
    let mut store = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(&octets) {
        store.add(certificate.map_err(|e| text(&e))?).map_err(|e| text(&e))?;
    }
    if store.is_empty() { Err("PEM: 0".to_owned()) } else { Ok(()) }
}

/// Refuses early to write over a file, before a mailbox is read for it.
pub fn refuse_existing(path: &Path) -> Result<(), Failure> {
    match path.symlink_metadata() {
        Ok(_) => Err(Error::FileExists { path: path.to_owned() }.into()),
        Err(_) => Ok(()),
    }
}

fn no_password(terminal: &Terminal) -> Failure {
    Trouble::new(USAGE, "no_password", &terminal.lang, "cli-no-password-on-stdin", &[]).into()
}

fn once(scan: Scan, session: &Session, terminal: &mut Terminal) -> Result<Arc<Picture>, Arc<Error>> {
    session.ask(Command::Scan(scan), terminal, |event| if let Event::Scanned(picture) = event { Some(picture) } else { None })
}
