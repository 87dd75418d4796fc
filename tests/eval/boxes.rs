//! Reads labelled mailboxes and the corpora for the tests of triage.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice, dead_code)]

use deich::mail::parse::{Arrival, PREFIX, envelope, received_or_date};
use deich::mail::{Envelope, Flags, MailboxName, MessageRef};
use jiff::Timestamp;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The folder that is shared beside the repository, or None: then the test says so and passes.
pub fn shared() -> Option<PathBuf> {
    let path =
        std::env::var_os("DEICH_SHARED").map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    path.is_dir().then_some(path)
}

/// The unpacked corpora, or None.
pub fn corpora() -> Option<PathBuf> {
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let cache = cache.or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache")))?;
    let path = cache.join("deich-corpora");
    path.is_dir().then_some(path)
}

/// The messages of an mboxrd file: octets from after the From_ line, and that line's time.
pub fn mbox(path: &Path) -> Vec<Arc<Envelope>> {
    let octets = std::fs::read(path).unwrap();
    let mut messages = Vec::new();
    let mut start: Option<(usize, &[u8])> = None;
    let (mut at, mut blank) = (0, true);
    for line in octets.split_inclusive(|b| *b == b'\n') {
        if blank && line.starts_with(b"From ") {
            if let Some((from, head)) = start {
                messages.push(one(head, &octets[from..at], messages.len()));
            }
            start = Some((at + line.len(), line));
        }
        blank = line == b"\n" || line == b"\r\n";
        at += line.len();
    }
    if let Some((from, head)) = start {
        messages.push(one(head, &octets[from..], messages.len()));
    }
    messages
}

/// All files below a folder, each one message, by name.
pub fn folder(path: &Path) -> Vec<Arc<Envelope>> {
    let mut files = Vec::new();
    let mut open = vec![path.to_owned()];
    while let Some(dir) = open.pop() {
        for entry in std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()) {
            if entry.is_dir() { open.push(entry) } else { files.push(entry) }
        }
    }
    files.retain(|f| f.extension().is_none_or(|e| e != "tsv" && e != "json" && e != "md"));
    files.sort();
    files.iter().enumerate().map(|(n, f)| one(b"", &std::fs::read(f).unwrap(), n)).collect()
}

pub fn one(head: &[u8], octets: &[u8], number: usize) -> Arc<Envelope> {
    let octets = &octets[..octets.len().min(PREFIX)];
    let head = String::from_utf8_lossy(head);
    let when = head.trim_end().split_once(' ').and_then(|(_, rest)| rest.split_once(' ')).map_or("", |(_, when)| when.trim());
    let received = jiff::civil::DateTime::strptime("%a %b %e %H:%M:%S %Y", when).ok();
    let received = received.and_then(|t| t.to_zoned(jiff::tz::TimeZone::UTC).ok()).map(|z| z.timestamp());
    let received = received.or_else(|| received_or_date(octets)).unwrap_or(Timestamp::UNIX_EPOCH);
    let (mailbox, message) = (MailboxName::inbox(), MessageRef::new(&number.to_string()));
    Arc::new(envelope(Arrival { mailbox, message, received, size: octets.len() as u32, flags: Flags::empty() }, octets, true))
}
