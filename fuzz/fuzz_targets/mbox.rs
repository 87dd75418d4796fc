//! A file that says it is an mbox: read as one, and each message again by its place.
#![no_main]

use deich::mail::MailboxName;
use deich::source::mbox::Mbox;
use deich::source::{Cancel, Change, Known, MailSource};
use libfuzzer_sys::fuzz_target;
use std::io::Write as _;
use std::ops::ControlFlow;

fuzz_target!(|octets: &[u8]| {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(b"From ").unwrap();
    file.write_all(octets).unwrap();
    let mut source = Mbox::open(file.path(), Cancel::default()).unwrap();
    let mut found = Vec::new();
    let mut take = |batch: deich::source::Batch| {
        found.extend(batch.changes);
        ControlFlow::Continue(())
    };
    source.sync(&MailboxName::inbox(), &Known::default(), &mut take).unwrap();
    for change in found {
        if let Change::New(envelope) = change {
            source.read(&MailboxName::inbox(), &envelope.message, 1 << 20).unwrap();
        }
    }
});
