//! Names of files and folders in a Maildir, and what lies in them: every message that is listed can be read.
#![no_main]

use deich::source::maildir::Maildir;
use deich::source::{Cancel, Change, Known, MailSource};
use libfuzzer_sys::fuzz_target;
use std::ffi::OsStr;
use std::ops::ControlFlow;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

fn folder(at: &Path) -> bool {
    ["cur", "new", "tmp"].iter().all(|part| std::fs::create_dir_all(at.join(part)).is_ok())
}

fuzz_target!(|octets: &[u8]| {
    let Some(end) = octets.iter().position(|octet| *octet == b'\n') else { return };
    let (name, octets) = octets.split_at(end);
    if name.is_empty() || name.len() > 200 || name.iter().any(|octet| matches!(octet, 0 | b'/')) {
        return;
    }
    let root = tempfile::tempdir().unwrap();
    folder(root.path());
    let mut sub = vec![b'.'];
    sub.extend(name);
    for place in [root.path().join(OsStr::from_bytes(&sub)), root.path().join(OsStr::from_bytes(name))] {
        if folder(&place) {
            let _ = std::fs::write(place.join("cur").join(OsStr::from_bytes(name)), octets);
        }
    }
    let _ = std::fs::write(root.path().join("cur").join(OsStr::from_bytes(name)), octets);
    let mut source = Maildir::open(root.path(), Cancel::default()).unwrap();
    for mailbox in source.mailboxes().unwrap() {
        let mut found = Vec::new();
        let mut take = |batch: deich::source::Batch| {
            found.extend(batch.changes);
            ControlFlow::Continue(())
        };
        source.sync(&mailbox.name, &Known::default(), &mut take).unwrap();
        for change in found {
            if let Change::New(envelope) = change {
                source.read(&mailbox.name, &envelope.message, 1 << 20).unwrap();
            }
        }
    }
});
