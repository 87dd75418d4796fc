//! Opening a source: its words understood, its password found, its messages read.

use super::args::{Global, Reading};
use super::exit::{self, Failure, Trouble, USAGE};
use super::session::Session;
use super::terminal::{Terminal, password_from_stdin, shortened};
use crate::engine::{Command, Error, Event, Picture, Scan, Secret, SourceError, SourceSpec, provider};
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

/// The same where an address alone may name the mailbox: its server is then looked for.
pub fn find(source: &OsStr, global: &Global, session: &Session, terminal: &mut Terminal) -> Result<SourceSpec, Failure> {
    match source.to_str().filter(|text| is_address(text) && !text.contains(['/', '\\']) && !Path::new(text).exists()) {
        Some(address) => server_of(address, global, session, terminal),
        None => spec(source, global, terminal),
    }
}

/// Where the mailbox of an address is.
fn server_of(address: &str, global: &Global, session: &Session, terminal: &mut Terminal) -> Result<SourceSpec, Failure> {
    let ask = Command::Discover { address: address.to_owned(), ca: global.ca.clone() };
    let pick = |event| if let Event::Discovered(found) = event { Some(found) } else { None };
    let discovery = session.ask(ask, terminal, pick)?;
    let Some(found) = discovery.found.first() else {
        let args = [("address", shortened(address, 100).into())];
        return Err(Trouble::new(exit::SOURCE, "no_server", &terminal.lang, "cli-no-server", &args).into());
    };
    let host = if let SourceSpec::Imap { host, .. } = &found.source { host.clone() } else { String::new() };
    let args = [("host", host.as_str().into()), ("source", found.source.to_string().into())];
    // DNS can be forged: the name must be looked at before a password goes there (RFC 6186 section 6).
    if found.outside && terminal.confirm(&terminal.lang.tf("cli-server-outside", &args)) != Some(true) {
        return Err(Trouble::new(exit::SOURCE, "server_not_confirmed", &terminal.lang, "cli-server-not-confirmed", &args).into());
    }
    let line = terminal.lang.tf("cli-server-found", &args);
    terminal.note(&line);
    Ok(found.source.clone())
}

/// Reads the mailbox that was named.
pub fn read(reading: &Reading, global: &Global, session: &Session, terminal: &mut Terminal) -> Result<Arc<Picture>, Failure> {
    if let Some(odd) = reading.me.iter().find(|me| !is_address(me)) {
        let args = [("address", shortened(odd, 100).into())];
        return Err(Trouble::new(USAGE, "bad_address", &terminal.lang, "cli-bad-address", &args).into());
    }
    let scan = Scan {
        source: find(&reading.source, global, session, terminal)?,
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

/// Scans; asks for the password where the keyring has none, and again where it was wrong.
fn scanned(mut scan: Scan, global: &Global, session: &Session, terminal: &mut Terminal) -> Result<Arc<Picture>, Failure> {
    signed_in(&scan.source.clone(), global, session, terminal, |secret, terminal| {
        scan.secret = secret;
        once(scan.clone(), session, terminal)
    })
}

/// Does what needs the password of a source: with the one from standard input, with the keyring's, or by asking for one; or what the
/// browser is asked for in its place. What `--trust-certificate` says is kept for it first.
pub fn signed_in<T>(
    source: &SourceSpec,
    global: &Global,
    session: &Session,
    terminal: &mut Terminal,
    mut attempt: impl FnMut(Option<Secret>, &mut Terminal) -> Result<T, Arc<Error>>,
) -> Result<T, Failure> {
    let SourceSpec::Imap { user, host, .. } = source else {
        return Ok(attempt(None, terminal)?);
    };
    if let Some(print) = global.trust_certificate {
        session.tell(Command::TrustCertificate { source: source.clone(), certificate: Some(print) });
    }
    if global.password_stdin {
        let secret = password_from_stdin().ok_or_else(|| no_password(terminal))?;
        return attempt(Some(secret), terminal).map_err(|error| explained(&error, host, terminal).into());
    }
    if global.browser {
        let ask = Command::SignIn { source: source.clone(), page: terminal.lang.t("browser-page") };
        let granted = session.ask(ask, terminal, |event| matches!(event, Event::SignedIn(_)).then_some(()));
        let done = granted.and_then(|()| attempt(None, terminal));
        return done.map_err(|error| explained(&error, host, terminal).into());
    }
    let mut secret = None;
    for _ in 0..TRIES {
        let error = match attempt(secret, terminal) {
            Ok(done) => return Ok(done),
            Err(error) => error,
        };
        let wrong = matches!(&*error, Error::Source(SourceError::WrongPassword { .. }));
        let missing = matches!(&*error, Error::NoSecret { .. } | Error::Keyring { .. });
        if !Terminal::can_ask() || !(wrong || missing) {
            let mut trouble = explained(&error, host, terminal);
            if missing {
                trouble.notice.to_do = terminal.lang.t("cli-password-hint");
            }
            return Err(trouble.into());
        }
        if wrong {
            let notice = explained(&error, host, terminal).notice;
            terminal.notice(&notice);
        }
        secret = terminal.ask_password(user, host);
        if secret.is_none() {
            let trouble = explained(&error, host, terminal);
            // Where it was wrong, that is said.
            return Err(if wrong { exit::for_programs(&trouble, terminal)? } else { trouble.into() });
        }
    }
    attempt(secret, terminal).map_err(|error| explained(&error, host, terminal).into())
}

/// An error with what the provider of this host wants.
fn explained(error: &Error, host: &str, terminal: &Terminal) -> Trouble {
    let mut notice = terminal.lang.explain_for(error, provider::by_host(host).as_ref());
    if let Error::Source(SourceError::Certificate { print: Some(print), .. }) = error {
        notice.to_do += " ";
        notice.to_do += &terminal.lang.tf("cli-certificate-print", &[("print", print.to_string().into())]);
    }
    if matches!(error, Error::NeedsBrowser { .. }) {
        notice.to_do += " ";
        notice.to_do += &terminal.lang.t("cli-browser-hint");
    }
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
