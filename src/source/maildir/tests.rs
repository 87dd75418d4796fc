use super::*;
use crate::mail::Envelope;
use crate::mail::{Flags, SpecialUse};
use proptest::prelude::*;
use std::fs;

fn maildir() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    write::make_folder(dir.path(), false).unwrap();
    dir
}

fn put(dir: &Path, name: &str, octets: &[u8]) {
    fs::write(dir.join(name), octets).unwrap();
}

fn sync(source: &mut Maildir, mailbox: &MailboxName, known: &Known) -> Vec<Change> {
    let mut all = Vec::new();
    source
        .sync(mailbox, known, &mut |batch| {
            all.extend(batch.changes);
            ControlFlow::Continue(())
        })
        .unwrap();
    all
}

fn new(changes: &[Change]) -> Vec<&Envelope> {
    changes.iter().filter_map(|c| if let Change::New(e) = c { Some(&**e) } else { None }).collect()
}

const MAIL: &[u8] = b"Subject: Hallo\nMessage-ID: <1@a.example>\n\nText\n";

/// Every file under the folders, by mailbox: name and content.
fn everything(root: &Path) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    let mut open = vec![root.to_owned()];
    while let Some(dir) = open.pop() {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.file_name().unwrap() != "maildirfolder" {
                all.push(fs::read(path).unwrap());
            }
        }
    }
    all.sort();
    all
}

#[test]
fn folders_of_both_layouts_and_their_use() {
    let dir = maildir();
    for name in [".Papierkorb", ".Sent", ".Verein.Vorstand", ".Trash", ".Entw&APw-rfe", "Archiv/2017", ".kein-maildir"] {
        fs::create_dir_all(dir.path().join(name)).unwrap();
        if name != ".kein-maildir" {
            write::make_folder(&dir.path().join(name), true).unwrap();
        }
    }
    let mut source = Maildir::open(dir.path(), Cancel::default()).unwrap();
    let all: Vec<(String, Option<SpecialUse>)> =
        source.mailboxes().unwrap().into_iter().map(|m| (m.name.to_string(), m.special)).collect();
    let expected = [
        ("INBOX", Some(SpecialUse::Inbox)),
        ("Archiv/2017", None),
        ("Entwürfe", Some(SpecialUse::Drafts)),
        ("Papierkorb", None),
        ("Sent", Some(SpecialUse::Sent)),
        ("Trash", Some(SpecialUse::Trash)),
        ("Verein.Vorstand", None),
    ];
    assert_eq!(all, expected.map(|(n, s)| (n.to_owned(), s)));
}

#[test]
fn new_folders_follow_the_layout_and_stay_inside() {
    let dir = maildir();
    let mut source = Maildir::open(dir.path(), Cancel::default()).unwrap();
    let name = MailboxName::new("Mail-Sturm");
    source.create(&name).unwrap();
    source.create(&name).unwrap();
    assert!(dir.path().join(".Mail-Sturm/cur").is_dir());
    source.create(&MailboxName::new("Übles & mehr")).unwrap();
    assert!(dir.path().join(".&ANw-bles &- mehr/cur").is_dir());
    for bad in ["", ".", "..", "a/../b", "../x", "/etc", "a..b", "cur", "x\u{1b}", "a\\b", "a/b"] {
        assert!(source.create(&MailboxName::new(bad)).is_err(), "{bad}");
    }
    let nested = maildir();
    write::make_folder(&nested.path().join("Sub"), false).unwrap();
    let mut source = Maildir::open(nested.path(), Cancel::default()).unwrap();
    source.create(&MailboxName::new("Sub/Mail-Sturm")).unwrap();
    assert!(nested.path().join("Sub/Mail-Sturm/cur").is_dir());
}

#[test]
fn time_flags_and_order() {
    let dir = maildir();
    put(dir.path(), "cur/1512077405.b:2,FS", MAIL);
    put(dir.path(), "new/1512077400.a", MAIL);
    put(dir.path(), "cur/ohne-zeit:2,RDT", MAIL);
    put(dir.path(), "cur/.hidden", MAIL);
    File::options()
        .write(true)
        .open(dir.path().join("cur/ohne-zeit:2,RDT"))
        .unwrap()
        .set_modified(std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000))
        .unwrap();
    let mut source = Maildir::open(dir.path(), Cancel::default()).unwrap();
    let changes = sync(&mut source, &MailboxName::inbox(), &Known::default());
    let read: Vec<(&str, i64, Flags)> =
        new(&changes).iter().map(|e| (e.message.as_str(), e.received.as_second(), e.flags)).collect();
    let expected = [
        ("ohne-zeit", 1_000_000_000, Flags::ANSWERED.with(Flags::DRAFT).with(Flags::DELETED)),
        ("1512077400.a", 1_512_077_400, Flags::empty()),
        ("1512077405.b", 1_512_077_405, Flags::FLAGGED.with(Flags::SEEN)),
    ];
    assert_eq!(read, expected);
    assert_eq!(source.open(&MailboxName::inbox()).unwrap().exists, 3);
}

#[test]
fn texts_are_read_where_they_are_asked_for() {
    let dir = maildir();
    for name in ["a", "b", "c", "d"] {
        let text = format!("Subject: Hallo\nContent-Type: text/html\n\n<p>Text {name}</p>\n");
        put(dir.path(), &format!("cur/1512077400.{name}:2,S"), text.as_bytes());
    }
    let mut source = Maildir::open(dir.path(), Cancel::default()).unwrap();
    let changes = sync(&mut source, &MailboxName::inbox(), &Known::default());
    assert!(new(&changes).iter().all(|envelope| envelope.excerpt.is_none()));
    // Another program marks one as unread, and deletes one.
    fs::rename(dir.path().join("cur/1512077400.a:2,S"), dir.path().join("cur/1512077400.a:2,")).unwrap();
    fs::remove_file(dir.path().join("cur/1512077400.b:2,S")).unwrap();
    let asked = ["c", "a", "b"].map(|name| MessageRef::new(&format!("1512077400.{name}")));
    let mut texts = Vec::new();
    let mut take = |message: MessageRef, text: Box<str>| {
        texts.push((message, text.into_string()));
        ControlFlow::Continue(())
    };
    source.excerpts(&MailboxName::inbox(), &asked, &mut take).unwrap();
    assert_eq!(texts, [(asked[0].clone(), "Text c".to_owned()), (asked[1].clone(), "Text a".to_owned())]);
}

#[test]
fn texts_are_read_at_once_where_headers_would_leave_a_doubt() {
    let dir = maildir();
    let put = |time: u32, name: &str, head: &str, text: &str| {
        let octets = format!("From: a@b.example\nTo: me@c.example\n{head}\n\n{text}\n");
        put(dir.path(), &format!("cur/{time}.{name}"), octets.as_bytes());
    };
    put(1_512_000_000, "doubt", "Subject: Hallo", "Text");
    let sure = "Subject: Confirm your subscription\nList-Unsubscribe: <u@b.example>";
    let invitation = "--x\nContent-Type: text/plain\n\nText\n--x\nContent-Type: text/calendar\n\nx\n--x--";
    put(1_512_000_001, "invitation", &format!("{sure}\nContent-Type: multipart/mixed; boundary=x"), invitation);
    for nth in 0..12 {
        put(1_512_077_400, &format!("doubt{nth}"), "Subject: Hallo", "Confirm your subscription");
        put(1_512_077_500, &format!("sure{nth}"), sure, "Text");
    }
    let mut context = crate::triage::Context::new(Timestamp::UNIX_EPOCH);
    context.me.insert("me@c.example".to_owned());
    let looker = crate::triage::Triage::new(context).looker();
    let known = Known { look: Some(looker.clone()), ..Known::default() };
    let mut source = Maildir::open(dir.path(), Cancel::default()).unwrap();
    let mut read = 0;
    let mut take = |batch: Batch| {
        for (change, seen) in batch.changes.iter().zip(&batch.seen) {
            let Change::New(envelope) = change else { panic!("{change:?}") };
            let doubtful = envelope.message.as_str().contains("doubt");
            assert_eq!(envelope.excerpt.is_some(), doubtful, "{}", envelope.message);
            assert_eq!(envelope.calendar, envelope.message.as_str().ends_with("invitation"));
            assert_eq!(*seen, looker.look(envelope));
            read += 1;
        }
        ControlFlow::Continue(())
    };
    source.sync(&MailboxName::inbox(), &known, &mut take).unwrap();
    assert_eq!(read, 26);
}

#[test]
fn a_second_sync_tells_what_changed() {
    let dir = maildir();
    for n in 0..3 {
        put(dir.path(), &format!("new/151207740{n}.x"), MAIL);
    }
    let mut source = Maildir::open(dir.path(), Cancel::default()).unwrap();
    let first = sync(&mut source, &MailboxName::inbox(), &Known::default());
    let known = Known {
        point: Some(POINT),
        messages: new(&first).iter().map(|e| (e.message.clone(), e.flags)).collect(),
        ..Known::default()
    };
    assert!(sync(&mut source, &MailboxName::inbox(), &known).is_empty());
    fs::rename(dir.path().join("new/1512077400.x"), dir.path().join("cur/1512077400.x:2,S")).unwrap();
    fs::remove_file(dir.path().join("new/1512077401.x")).unwrap();
    put(dir.path(), "new/1512077409.x", MAIL);
    let second = sync(&mut source, &MailboxName::inbox(), &known);
    assert_eq!(
        second[..2],
        [Change::Flags(MessageRef::new("1512077400.x"), Flags::SEEN), Change::Gone(MessageRef::new("1512077401.x")),]
    );
    assert_eq!(new(&second).len(), 1);
}

#[test]
fn a_move_keeps_flags_and_follows_renames_and_says_what_is_gone() {
    let dir = maildir();
    let to = MailboxName::new("Papierkorb");
    for (name, octets) in
        [("cur/1512077401.a:2,FS", "a"), ("new/1512077402.b", "b"), ("new/1512077403.c", "c"), ("new/1512077404.d", "d")]
    {
        put(dir.path(), name, octets.as_bytes());
    }
    let mut source = Maildir::open(dir.path(), Cancel::default()).unwrap();
    source.create(&to).unwrap();
    let inbox = MailboxName::inbox();
    let all: Vec<MessageRef> = new(&sync(&mut source, &inbox, &Known::default())).iter().map(|e| e.message.clone()).collect();
    fs::rename(dir.path().join("new/1512077402.b"), dir.path().join("cur/1512077402.b:2,RS")).unwrap();
    fs::remove_file(dir.path().join("new/1512077403.c")).unwrap();
    // A stranger of the same name lies in the target.
    put(&dir.path().join(".Papierkorb"), "new/1512077404.d", b"fremd");
    let outcome = source.move_messages(&inbox, VALIDITY, &all, &to);
    assert_eq!(outcome.error, None);
    assert_eq!(outcome.gone, [MessageRef::new("1512077403.c")]);
    assert_eq!(outcome.moved.len(), 3);
    let files: Vec<String> = {
        let mut names: Vec<String> = fs::read_dir(dir.path().join(".Papierkorb/cur"))
            .unwrap()
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    };
    assert_eq!(files, ["1512077401.a:2,FS", "1512077402.b:2,RS", "1512077404.d0_d:2,"]);
    assert_eq!(fs::read(dir.path().join(".Papierkorb/new/1512077404.d")).unwrap(), b"fremd");
    for (from, to_ref) in &outcome.moved {
        assert!(source.present(&inbox, std::slice::from_ref(from)).unwrap().is_empty());
        assert_eq!(source.present(&to, std::slice::from_ref(to_ref)).unwrap().len(), 1);
    }
    assert!(source.move_messages(&inbox, 7, &all, &to).error.is_some());
    let missing = source.move_messages(&inbox, VALIDITY, &all, &MailboxName::new("Nirgends"));
    assert!(matches!(missing.error, Some(SourceError::NoSuchMailbox { .. })));
}

#[test]
fn a_file_renamed_between_listing_and_reading_is_found() {
    let dir = maildir();
    put(dir.path(), "new/1512077401.a", MAIL);
    let mut source = Maildir::open(dir.path(), Cancel::default()).unwrap();
    source.open(&MailboxName::inbox()).unwrap();
    fs::rename(dir.path().join("new/1512077401.a"), dir.path().join("cur/1512077401.a:2,S")).unwrap();
    let message = MessageRef::new("1512077401.a");
    assert_eq!(source.read(&MailboxName::inbox(), &message, 1000).unwrap(), MAIL);
    assert!(matches!(source.read(&MailboxName::inbox(), &message, 5), Err(SourceError::Limit { .. })));
    fs::remove_file(dir.path().join("cur/1512077401.a:2,S")).unwrap();
    assert!(matches!(source.read(&MailboxName::inbox(), &message, 1000), Err(SourceError::Gone { .. })));
}

#[test]
fn messages_are_found_again_by_fingerprint() {
    let dir = maildir();
    put(dir.path(), "cur/1512077401.a:2,", MAIL);
    put(dir.path(), "cur/1512077402.b:2,", MAIL);
    let mut source = Maildir::open(dir.path(), Cancel::default()).unwrap();
    let print = |second| Fingerprint {
        message_id: "1@a.example".into(),
        size: MAIL.len() as u32,
        received: Timestamp::from_second(second).unwrap(),
    };
    let wanted = [print(1_512_077_402), print(1_512_077_401), print(1_512_077_402)];
    let found = source.find(&MailboxName::inbox(), None, &wanted).unwrap();
    assert_eq!(found, [Some(MessageRef::new("1512077402.b")), Some(MessageRef::new("1512077401.a")), None]);
}

#[cfg(unix)]
#[test]
fn links_lead_nowhere_outside() {
    let outside = maildir();
    put(outside.path(), "new/1512077401.fremd", MAIL);
    let dir = maildir();
    std::os::unix::fs::symlink(outside.path(), dir.path().join(".Fremd")).unwrap();
    std::os::unix::fs::symlink(outside.path().join("new/1512077401.fremd"), dir.path().join("new/1512077401.link")).unwrap();
    let mut source = Maildir::open(dir.path(), Cancel::default()).unwrap();
    assert_eq!(source.mailboxes().unwrap().len(), 1);
    assert_eq!(source.open(&MailboxName::inbox()).unwrap().exists, 0);
}

/// A Maildir with one message in the inbox and an empty trash.
fn one_message() -> (tempfile::TempDir, Maildir, MessageRef) {
    let dir = maildir();
    put(dir.path(), "cur/1512077401.a:2,S", MAIL);
    let mut source = Maildir::open(dir.path(), Cancel::default()).unwrap();
    source.create(&MailboxName::new("Trash")).unwrap();
    (dir, source, MessageRef::new("1512077401.a"))
}

#[test]
fn what_a_cut_move_left_is_known_again() {
    // Cut after the link; cut after the empty name was taken, where there are no links; the same behind a stranger's name.
    for (name, link, strangers) in
        [("1512077401.a:2,S", true, 0), ("1512077401.a:2,S", false, 0), ("1512077401.d0_a:2,S", true, 1)]
    {
        for again in [true, false] {
            let (dir, mut source, message) = one_message();
            let (inbox, trash) = (MailboxName::inbox(), MailboxName::new("Trash"));
            let there = dir.path().join(".Trash/cur").join(name);
            if strangers > 0 {
                fs::write(there.with_file_name("1512077401.a:2,"), MAIL).unwrap();
            }
            if link {
                fs::hard_link(dir.path().join("cur/1512077401.a:2,S"), there).unwrap();
            } else {
                fs::write(there, b"").unwrap();
            }
            assert!(source.moves_by_copy().unwrap());
            let asked = std::slice::from_ref(&message);
            if again {
                let outcome = source.move_messages(&inbox, VALIDITY, asked, &trash);
                assert_eq!((outcome.error, outcome.moved.len()), (None, 1));
                assert_eq!(source.open(&inbox).unwrap().exists, 0);
                assert_eq!(source.read(&trash, &outcome.moved[0].1, 1000).unwrap(), MAIL);
            } else {
                assert!(matches!(source.keep(&inbox, 7, asked, &trash), Err(SourceError::Rebuilt { .. })));
                assert_eq!(source.keep(&inbox, VALIDITY, asked, &trash).unwrap(), asked);
                assert_eq!(source.read(&inbox, &message, 1000).unwrap(), MAIL);
                assert_eq!(source.open(&trash).unwrap().exists as usize, strangers);
            }
            assert_eq!(everything(dir.path()), vec![MAIL.to_vec(); 1 + strangers], "{name}");
        }
    }
}

/// A copy that somebody made is no left-over: on this file system only the same file is.
#[cfg(unix)]
#[test]
fn a_copy_of_the_same_name_is_kept() {
    let (dir, mut source, message) = one_message();
    let (inbox, trash) = (MailboxName::inbox(), MailboxName::new("Trash"));
    put(dir.path(), ".Trash/cur/1512077401.a:2,S", MAIL);
    let asked = std::slice::from_ref(&message);
    assert_eq!(source.keep(&inbox, VALIDITY, asked, &trash).unwrap(), asked);
    assert_eq!(source.move_messages(&inbox, VALIDITY, asked, &trash).moved, [(message, MessageRef::new("1512077401.d0_a"))]);
    assert_eq!(everything(dir.path()), [MAIL, MAIL]);
}

#[test]
fn what_is_written_reads_back() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("Demo");
    let delivery = |mailbox: &str, second, flags, octets: &[u8]| Delivery {
        mailbox: MailboxName::new(mailbox),
        received: Timestamp::from_second(second).unwrap(),
        flags,
        octets: octets.to_vec(),
    };
    let messages = [
        delivery("INBOX", 1_512_077_401, Flags::empty(), MAIL),
        delivery("Sent", 1_512_077_402, Flags::SEEN, b"Subject: gesendet\n\n"),
        delivery("INBOX", 1_512_077_403, Flags::SEEN.with(Flags::ANSWERED), b"Subject: zwei\n\n"),
    ];
    assert_eq!(write(&root, messages, &mut |_| ControlFlow::Continue(())).unwrap(), 3);
    let mut source = Maildir::open(&root, Cancel::default()).unwrap();
    let inbox = sync(&mut source, &MailboxName::inbox(), &Known::default());
    let read: Vec<(&str, i64, Flags)> = new(&inbox).iter().map(|e| (&*e.subject, e.received.as_second(), e.flags)).collect();
    assert_eq!(read, [("Hallo", 1_512_077_401, Flags::empty()), ("zwei", 1_512_077_403, Flags::SEEN.with(Flags::ANSWERED))]);
    let sent = MailboxName::new("Sent");
    assert_eq!(new(&sync(&mut source, &sent, &Known::default())).len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn a_move_and_its_undo_keep_every_octet(
        mails in prop::collection::vec((prop::collection::vec(any::<u8>(), 0..60), 0..4_i64, any::<bool>(), "[FRSTD]{0,3}"), 1..12),
        strangers in prop::collection::vec(0..4_i64, 0..4),
        pick in prop::collection::vec(any::<bool>(), 12),
    ) {
        let dir = maildir();
        for (n, (octets, time, seen, letters)) in mails.iter().enumerate() {
            let name = if *seen { format!("cur/151207740{time}.{}:2,{letters}", n / 2 * 2 + n % 2) } else { format!("new/151207740{time}.{n}") };
            put(dir.path(), &name, octets);
        }
        let mut source = Maildir::open(dir.path(), Cancel::default()).unwrap();
        let (inbox, trash) = (MailboxName::inbox(), MailboxName::new("Trash"));
        source.create(&trash).unwrap();
        for (n, time) in strangers.iter().enumerate() {
            put(&dir.path().join(".Trash"), &format!("cur/151207740{time}.{n}:2,S"), b"fremd");
        }
        let before = everything(dir.path());
        let all = new(&sync(&mut source, &inbox, &Known::default())).iter().map(|e| (e.message.clone(), e.flags)).collect::<Vec<_>>();
        let chosen: Vec<MessageRef> = all.iter().zip(&pick).filter(|(_, p)| **p).map(|((m, _), _)| m.clone()).collect();
        let there = source.move_messages(&inbox, VALIDITY, &chosen, &trash);
        prop_assert_eq!(there.error, None);
        prop_assert_eq!(there.moved.len(), chosen.len());
        prop_assert_eq!(&everything(dir.path()), &before);
        let back: Vec<MessageRef> = there.moved.iter().map(|(_, to)| to.clone()).collect();
        let back = source.move_messages(&trash, VALIDITY, &back, &inbox);
        prop_assert_eq!(back.moved.len(), chosen.len());
        prop_assert_eq!(&everything(dir.path()), &before);
        let after = new(&sync(&mut source, &inbox, &Known::default())).iter().map(|e| e.flags).collect::<Vec<_>>();
        prop_assert_eq!(after.len(), all.len());
    }
}

#[test]
fn the_time_that_a_name_begins_with() {
    for (name, time) in [
        ("1512082800.M1P2.host:2,S", Some(1_512_082_800)),
        ("999999999", Some(999_999_999)),
        ("1512082800:2,S", None),
        ("15120828001.M1P2.host", None),
        ("15120828.M1P2.host", None),
        ("x1512082800.M1", None),
        (".1512082800", None),
        ("", None),
        ("1512082800\u{661}.M1", None),
    ] {
        assert_eq!(names::seconds(name), time, "{name}");
    }
}
