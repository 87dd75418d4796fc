//! The demonstration mailbox on the disk.

use super::{Error, Scan, SourceSpec};
use crate::demo::{self, Mailbox};
use crate::mail::MailboxName;
use crate::source::maildir::{Delivery, write};
use crate::source::{Cancel, SourceError};
use crate::store::Store;
use jiff::{Timestamp, tz::TimeZone};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// The same flood for everybody.
const SEED: u64 = 1;

/// A file in a sample mailbox's folder that says what it is: a real mailbox is never opened in its place.
const MARK: &str = ".deich-demo";
const MARKED: &[u8] = b"An invented mailbox, made by deich demo. Everything in it may go.\n";

/// Where it lies when the member names no place for it.
pub(super) fn own_place(data: &Path) -> PathBuf {
    data.join("demo")
}

/// Writes the mailbox where there is none yet, and says how to scan it. In its own place an older one is written anew,
/// unless an action on it is open; one the member has named a place for stays as it is.
pub(super) fn make(store: &mut Store, dir: Option<PathBuf>, size: usize, now: Timestamp, cancel: &Cancel) -> Result<Scan, Error> {
    let own = own_place(store.dir());
    let place = dir.unwrap_or_else(|| own.clone());
    if place == own {
        clear(store, &own)?;
    }
    let is_there = place.join("cur").is_dir() && place.join("new").is_dir();
    let is_ours = place == own || place.join(MARK).is_file();
    if !(is_there && is_ours) {
        let is_free = match std::fs::read_dir(&place) {
            Ok(mut entries) => entries.next().is_none(),
            Err(error) => error.kind() == std::io::ErrorKind::NotFound,
        };
        if !is_free {
            return Err(Error::NotADemo { path: place });
        }
        fill(&place, size, now, cancel)?;
        let failed = |error: std::io::Error| Error::File { path: place.clone(), detail: error.to_string() };
        std::fs::write(place.join(MARK), MARKED).map_err(failed)?;
    }
    let me = vec![demo::ME.to_owned()];
    Ok(Scan { source: SourceSpec::Path(place), secret: None, remember: false, me, folders: Vec::new(), ca: None })
}

/// Takes the older mailbox away, and with it what was done there.
fn clear(store: &mut Store, own: &Path) -> Result<(), Error> {
    if let Ok(place) = own.canonicalize()
        && let Some(source) = store.known_source(&format!("maildir:{}", place.display()))?
    {
        if store.open_action(source)?.is_some() {
            return Ok(());
        }
        store.forget_source(source)?;
    }
    remove(own)
}

/// Takes the mailbox in its own place away.
pub(super) fn remove(own: &Path) -> Result<(), Error> {
    match std::fs::remove_dir_all(own) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Error::File { path: own.to_owned(), detail: error.to_string() })
        }
        _ => Ok(()),
    }
}

fn fill(place: &Path, size: usize, now: Timestamp, cancel: &Cancel) -> Result<(), Error> {
    let end = now.to_zoned(TimeZone::system());
    let deliveries = demo::messages(size, SEED, &end).map(|message| Delivery {
        mailbox: match message.mailbox {
            Mailbox::Inbox => MailboxName::inbox(),
            Mailbox::Sent => MailboxName::new("Sent"),
        },
        received: message.received,
        flags: message.flags,
        octets: message.octets,
    });
    let stop = |_| if cancel.is_cancelled() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
    let written = write(place, deliveries, &mut { stop });
    if cancel.is_cancelled() || written.is_err() {
        // Half a flood is of no use to anybody; there was nothing here before.
        remove(place)?;
    }
    written?;
    if cancel.is_cancelled() { Err(SourceError::Cancelled.into()) } else { Ok(()) }
}
