//! `open_path` finds out what a path is, and what it opens can be read.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

use deich::demo::{self, Mailbox};
use deich::mail::{Envelope, Flags, MailboxName, MessageRef};
use deich::source::maildir::{Delivery, write};
use deich::source::{Cancel, Change, Known, MailSource, SourceError, open_path};
use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

const MAIL: &str = "From: a@b.example\nTo: c@d.example\nSubject: Hallo\nMessage-ID: <1@b.example>\n\nText\n";

fn open(path: &Path) -> Box<dyn MailSource> {
    open_path(path, Cancel::default()).unwrap()
}

fn sync(source: &mut dyn MailSource, mailbox: &MailboxName) -> Vec<Envelope> {
    let mut all = Vec::new();
    source
        .sync(mailbox, &Known::default(), &mut |batch| {
            for change in batch.changes {
                let Change::New(envelope) = change else { panic!("{change:?}") };
                all.push(*envelope);
            }
            ControlFlow::Continue(())
        })
        .unwrap();
    all
}

#[test]
fn a_path_is_what_it_holds() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name);
    fs::create_dir_all(at("maildir/cur")).unwrap();
    fs::create_dir_all(at("maildir/new")).unwrap();
    fs::create_dir_all(at("folder/tiefer")).unwrap();
    fs::create_dir_all(at("leer")).unwrap();
    fs::write(at("maildir/new/1512077400.a"), MAIL).unwrap();
    fs::write(at("folder/b.eml"), MAIL).unwrap();
    fs::write(at("folder/tiefer/ohne-endung"), MAIL).unwrap();
    fs::write(at("folder/notizen.txt"), "kein Brief\n").unwrap();
    fs::write(at("archiv"), format!("From a@b.example Thu Nov 30 21:30:05 2017\n{MAIL}\n")).unwrap();
    fs::write(at("eins.eml"), MAIL).unwrap();
    fs::write(at("kopflos.eml"), "nur Text\n").unwrap();
    fs::write(at("bild"), [0_u8, 1, 2, 255]).unwrap();
    for (name, kind, count) in [
        ("maildir", "maildir:", 1),
        ("folder", "eml:", 2),
        ("archiv", "mbox:", 1),
        ("eins.eml", "eml:", 1),
        ("kopflos.eml", "eml:", 1),
    ] {
        let mut source = open(&at(name));
        assert!(source.info().id.starts_with(kind), "{name}: {}", source.info().id);
        assert_eq!(source.info().can_move, kind == "maildir:");
        let inbox = source.mailboxes().unwrap()[0].name.clone();
        assert_eq!(source.open(&inbox).unwrap().exists, count, "{name}");
        let read = sync(&mut *source, &inbox);
        assert_eq!(read.len(), count as usize, "{name}");
        // A Maildir's texts are read when they are asked for.
        let has_text = |e: &Envelope| e.excerpt.as_ref().is_some_and(|x| !x.is_empty());
        assert!(read.iter().all(|e| has_text(e) || kind == "maildir:"), "{name}");
        for e in &read {
            assert!(!source.read(&inbox, &e.message, 1000).unwrap().is_empty());
            assert_eq!(source.present(&inbox, std::slice::from_ref(&e.message)).unwrap().len(), 1);
        }
        assert!(matches!(source.open(&MailboxName::new("Nirgends")), Err(SourceError::NoSuchMailbox { .. })));
    }
    for name in ["leer", "bild", "folder/notizen.txt"] {
        assert!(matches!(open_path(&at(name), Cancel::default()), Err(SourceError::NotMail { .. })), "{name}");
    }
    #[cfg(unix)]
    assert!(matches!(open_path(Path::new("/dev/null"), Cancel::default()), Err(SourceError::NotMail { .. })));
    let missing = open_path(&at("fehlt"), Cancel::default());
    assert!(matches!(missing, Err(SourceError::Io { kind: std::io::ErrorKind::NotFound, .. })));
}

#[test]
fn places_of_a_folder_never_lead_outside() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("folder")).unwrap();
    fs::write(dir.path().join("geheim.eml"), MAIL).unwrap();
    fs::write(dir.path().join("folder/a.eml"), MAIL).unwrap();
    let mut source = open(&dir.path().join("folder"));
    for place in ["../geheim.eml", "/etc/passwd", "a.eml/..", ""] {
        let read = source.read(&MailboxName::inbox(), &MessageRef::new(place), 1000);
        assert!(matches!(read, Err(SourceError::Gone { .. })), "{place}");
    }
}

#[test]
fn a_cancelled_source_stops() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.eml"), MAIL).unwrap();
    let cancel = Cancel::default();
    let mut source = open_path(dir.path(), cancel.clone()).unwrap();
    cancel.cancel();
    let result = source.sync(&MailboxName::inbox(), &Known::default(), &mut |_| ControlFlow::Continue(()));
    assert_eq!(result, Err(SourceError::Cancelled));
}

/// Every message of every folder, by content.
fn contents(source: &mut dyn MailSource) -> BTreeMap<Vec<u8>, (String, Flags)> {
    let mut all = BTreeMap::new();
    for mailbox in source.mailboxes().unwrap() {
        for e in sync(source, &mailbox.name) {
            let octets = source.read(&mailbox.name, &e.message, 1 << 20).unwrap();
            assert!(all.insert(octets, (mailbox.name.to_string(), e.flags)).is_none());
        }
    }
    all
}

#[test]
fn the_demo_as_a_maildir_moves_and_comes_back() {
    let dir = tempfile::tempdir().unwrap();
    let end = "2017-12-01T18:00:00+01:00[+01:00]".parse().unwrap();
    let made: Vec<_> = demo::messages(600, 1, &end).collect();
    let deliveries = made.iter().map(|m| Delivery {
        mailbox: match m.mailbox {
            Mailbox::Inbox => MailboxName::inbox(),
            Mailbox::Sent => MailboxName::new("Sent"),
        },
        received: m.received,
        flags: m.flags,
        octets: m.octets.clone(),
    });
    assert_eq!(write(dir.path(), deliveries, &mut |_| ControlFlow::Continue(())).unwrap(), 600);
    let mut source = open(dir.path());
    let before = contents(&mut *source);
    assert_eq!(before.len(), 600);
    for m in &made {
        assert_eq!(before[&m.octets].1, m.flags);
    }
    let inbox = MailboxName::inbox();
    let to = MailboxName::new("Mail-Sturm");
    source.create(&to).unwrap();
    let flood: Vec<MessageRef> = sync(&mut *source, &inbox)
        .iter()
        .filter(|e| e.to.iter().any(|a| &*a.addr == demo::ALIAS))
        .map(|e| e.message.clone())
        .collect();
    let validity = source.open(&inbox).unwrap().uid_validity;
    let outcome = source.move_messages(&inbox, validity, &flood, &to);
    assert_eq!((outcome.error, outcome.moved.len()), (None, flood.len()));
    assert_eq!(source.open(&to).unwrap().exists as usize, flood.len());
    let back: Vec<MessageRef> = outcome.moved.into_iter().map(|(_, there)| there).collect();
    let outcome = source.move_messages(&to, validity, &back, &inbox);
    assert_eq!((outcome.error, outcome.moved.len()), (None, flood.len()));
    assert_eq!(contents(&mut *source), before);
}
