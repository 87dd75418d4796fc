//! Mailboxes, sync, excerpts, whole messages, finding again.

use super::end_to_end::desk::Desk;
use super::end_to_end::{order, scanned};
use super::*;
use deich::engine::{ActionState, CleanUp, Command, Target};
use deich::mail::SpecialUse;
use deich::source::Fingerprint;

#[test]
fn mailboxes_with_their_uses_and_any_name() {
    let server = Dovecot::start(&Options::default());
    let mut source = connect(&server);
    let names = ["Mail-Sturm", "Entwürfe & Träume", "日本語/Ünter \"x\" \\y"];
    server.deliver("a&AAk-b", []);
    for wanted in names {
        source.create(&name(wanted)).unwrap();
        source.create(&name(wanted)).unwrap();
    }
    let found = source.mailboxes().unwrap();
    assert_eq!(found[0].name, MailboxName::inbox());
    let special = |special| found.iter().find(|m| m.special == Some(special)).map(|m| m.name.as_str());
    assert_eq!(special(SpecialUse::Trash), Some("Trash"));
    assert_eq!(special(SpecialUse::Junk), Some("Junk"));
    assert_eq!(special(SpecialUse::Sent), Some("Sent"));
    for wanted in names {
        assert!(found.iter().any(|m| m.name.as_str() == wanted && m.selectable), "{wanted}: {found:?}");
    }
    // The one with a tab is shown as the server writes it, and can be opened all the same.
    assert!(found.iter().any(|m| m.name.as_str() == "a&AAk-b"), "{found:?}");
    for mailbox in &found {
        assert!(!mailbox.name.as_str().contains('\t'));
        if mailbox.selectable {
            source.open(&mailbox.name).unwrap();
        }
    }
    assert!(matches!(source.open(&name("Nicht da")), Err(SourceError::NoSuchMailbox { .. })));
    assert_eq!(source.open(&name("INBOX")).unwrap().exists, 0);
    let subscribed = server.doveadm(&["mailbox", "list", "-s", "-u", server.user]);
    assert!(subscribed.contains("Mail-Sturm"), "{subscribed}");
}

#[test]
fn the_first_sync_reads_all_and_the_next_only_what_changed() {
    for without in [vec![], vec!["QRESYNC"], vec!["CONDSTORE", "QRESYNC", "ESEARCH", "LITERAL+", "SASL-IR"]] {
        let server = Dovecot::start(&Options { without, ..Options::default() });
        server.deliver("INBOX", (1..=1000).map(message));
        let mut source = connect(&server);
        let mut kept = Kept::default();
        kept.sync(&mut source, "INBOX").unwrap();
        assert_eq!(kept.envelopes.len(), 1000);
        assert!(kept.batches.len() >= 4 && kept.batches.iter().all(|b| b.changes.len() <= 500));
        let last = kept.batches.last().unwrap();
        assert_eq!((last.done, last.total, last.resume), (1000, Some(1000), kept.known.point));
        assert!(last.octets > 100_000);
        for (i, envelope) in kept.envelopes.values().enumerate() {
            let i = i as u64 + 1;
            let sent = message(i);
            assert_eq!(&*envelope.subject, format!("Nachricht {i}"));
            assert_eq!(&*envelope.message_id, format!("{i}@example.org"));
            assert_eq!(envelope.received.as_second() as u64, sent.received);
            assert_eq!(envelope.size as usize, sent.octets.len());
            assert_eq!(envelope.flags.has(Flags::SEEN), i.is_multiple_of(3));
            assert_eq!(envelope.auto.return_path.as_deref(), Some("list@verein.example"));
        }

        kept.sync(&mut source, "INBOX").unwrap();
        assert_eq!(kept.changes(), 0);

        server.deliver("INBOX", (1001..=1003).map(message));
        kept.sync(&mut source, "INBOX").unwrap();
        assert_eq!((kept.changes(), kept.envelopes.len()), (3, 1003));

        let flag = |query: &[&str]| {
            server.doveadm(&[&["flags", "add", "-u", server.user, "\\Flagged", "mailbox", "INBOX"], query].concat())
        };
        flag(&["uid", "5:7"]);
        server.doveadm(&["flags", "remove", "-u", server.user, "\\Seen", "mailbox", "INBOX", "uid", "9"]);
        kept.sync(&mut source, "INBOX").unwrap();
        assert_eq!(kept.changes(), 4);
        let flagged: Vec<u32> = kept.envelopes.iter().filter(|(_, e)| e.flags.has(Flags::FLAGGED)).map(|(uid, _)| *uid).collect();
        assert_eq!(flagged, [5, 6, 7]);
        assert!(!kept.envelopes[&9].flags.has(Flags::SEEN));

        // One went and one came: their number is the same.
        server.doveadm(&["expunge", "-u", server.user, "mailbox", "INBOX", "uid", "2"]);
        server.deliver("INBOX", [message(1004)]);
        kept.sync(&mut source, "INBOX").unwrap();
        assert_eq!(kept.changes(), 2);
        assert!(!kept.envelopes.contains_key(&2) && kept.envelopes.contains_key(&1004));
        assert_eq!(seen(&kept), 1004 / 3 - 1);

        server.doveadm(&["mailbox", "update", "--uid-validity", "77", "-u", server.user, "INBOX"]);
        kept.sync(&mut source, "INBOX").unwrap();
        assert_eq!(kept.batches[0].changes, [Change::Afresh]);
        assert_eq!((kept.envelopes.len(), kept.known.point.unwrap().uid_validity), (1003, 77));
        server.doveadm(&["expunge", "-u", server.user, "mailbox", "INBOX", "ALL"]);
        kept.sync(&mut source, "INBOX").unwrap();
        assert!(kept.envelopes.is_empty());
    }
}

#[test]
fn a_sync_that_breaks_off_goes_on_where_it_was() {
    let server = Dovecot::start(&Options::default());
    server.deliver("INBOX", (1..=3000).map(message));
    let mut source = connect(&server);
    let mut kept = Kept::default();
    kept.sync_at_most(&mut source, "INBOX", 3).unwrap();
    let had = kept.envelopes.len();
    assert!((300..=900).contains(&had), "{had}");
    kept.sync(&mut source, "INBOX").unwrap();
    assert_eq!(kept.batches.last().unwrap().done as usize, 3000 - had);
    assert_eq!(kept.envelopes.len(), 3000);
}

#[test]
fn odd_messages_are_read_without_harm() {
    let server = Dovecot::start(&Options::default());
    let odd: [&[u8]; 6] = [
        b"",
        b"no header at all\r\n",
        b"\r\nonly a body\r\n",
        b"Subject: a\0b\r\nMessage-ID: <n\0ul@example.org>\r\n\r\n\0\0\0\r\n",
        b"Subject: \xff\xfe\x80\r\nFrom: \xe4\xf6\xfc@example.org\r\n\r\n\xff\r\n",
        b"List-Id: \"a \\\" b\r\n c\" <x\r\n .example.org>\r\nSubject: lists\r\n\r\nx\r\n",
    ];
    let long = [b"Subject: ".as_slice(), &b"x".repeat(1_048_576), b"\r\n\r\nbody\r\n"].concat();
    let all = odd.iter().map(|o| o.to_vec()).chain([long.clone()]);
    server.deliver("INBOX", all.map(|octets| Message { octets, received: 1_512_077_400, flags: "" }));
    let mut source = connect(&server);
    let mut kept = Kept::default();
    kept.sync(&mut source, "INBOX").unwrap();
    assert_eq!(kept.envelopes.len(), 7);
    assert!(kept.envelopes.values().all(|e| e.subject.len() <= 4096 && !e.subject.contains(char::is_control)));
    let messages = refs(1..=7);
    let mut excerpts = BTreeMap::new();
    source
        .excerpts(&name("INBOX"), &messages, &mut |message, text| {
            excerpts.insert(message, text);
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(excerpts.len(), 7);
    for message in &messages {
        let octets = source.read(&name("INBOX"), message, 2_000_000).unwrap();
        assert_eq!(octets.len(), kept.envelopes[&message.uid().unwrap()].size as usize);
        if octets.len() > 1_000_000 {
            assert_eq!(octets, long);
            let refused = source.read(&name("INBOX"), message, 1_000_000);
            assert!(matches!(refused, Err(SourceError::Limit { limit: 1_000_000, .. })), "{refused:?}");
        }
    }
    assert!(matches!(source.read(&name("INBOX"), &MessageRef::from_uid(99), 10), Err(SourceError::Gone { .. })));
}

#[test]
fn excerpts_are_decoded_and_nothing_gets_seen() {
    let server = Dovecot::start(&Options::default());
    let encoded = b"Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n\
        R3LDvMOfZQ==\r\n";
    let encoded = Message { octets: encoded.to_vec(), received: 1_512_077_400, flags: "" };
    server.deliver("INBOX", std::iter::once(encoded).chain((1..200).map(message)));
    let mut source = connect(&server);
    let mut kept = Kept::default();
    kept.sync(&mut source, "INBOX").unwrap();
    let before = seen(&kept);
    let mut texts = BTreeMap::new();
    let all: Vec<MessageRef> = kept.known.messages.keys().cloned().collect();
    source
        .excerpts(&name("INBOX"), &all, &mut |message, text| {
            texts.insert(message.uid().unwrap(), text);
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(texts.len(), 200);
    assert_eq!(&*texts[&1], "Grüße");
    assert_eq!(&*texts[&2], "Stop bitte den Spam, sagt Nummer 1.");
    assert_eq!(source.read(&name("INBOX"), &MessageRef::from_uid(2), 10_000).unwrap(), message(1).octets);
    source.find(&name("INBOX"), None, &[]).unwrap();
    let mut again = Kept::default();
    again.sync(&mut source, "INBOX").unwrap();
    assert_eq!(seen(&again), before);
}

#[test]
fn messages_are_found_again_by_fingerprint() {
    let server = Dovecot::start(&Options::default());
    let twin = |received| Message { received, ..message(7) };
    let nameless = |received| Message { octets: b"Subject: x\r\n\r\nx\r\n".to_vec(), received, flags: "" };
    let all =
        [message(1), twin(1_512_000_000), twin(1_512_000_001), nameless(1_512_000_002), nameless(1_512_000_003), message(2)];
    server.deliver("INBOX", all);
    let mut source = connect(&server);
    let mut kept = Kept::default();
    kept.sync(&mut source, "INBOX").unwrap();
    let print = |uid: u32| {
        let e = &kept.envelopes[&uid];
        Fingerprint { message_id: e.message_id.clone(), size: e.size, received: e.received }
    };
    let uids = |found: Vec<Option<MessageRef>>| found.into_iter().map(|f| f.and_then(|m| m.uid())).collect::<Vec<_>>();
    let mut find = |since, wanted: &[Fingerprint]| uids(source.find(&name("INBOX"), since, wanted).unwrap());
    // In any order each gets its own, twins too.
    assert_eq!(find(None, &[print(3), print(5), print(2), print(1)]), [Some(3), Some(5), Some(2), Some(1)]);
    // One message answers one fingerprint.
    assert_eq!(find(None, &[print(2), print(2), print(2)]).iter().flatten().count(), 2);
    // Where the time did not survive, Message-ID and size do; without a Message-ID nothing does.
    let late = |uid| Fingerprint { received: "2020-01-01T00:00:00Z".parse().unwrap(), ..print(uid) };
    assert_eq!(find(None, &[late(1), late(4)]), [Some(1), None]);
    assert_eq!(find(Some(6), &[print(1), print(6)]), [None, Some(6)]);
    assert_eq!(find(Some(7), &[print(6)]), [None]);
}

/// A server whose member may make mailboxes in one place only, and says which (RFC 2342).
#[test]
fn the_namespace_says_where_a_new_mailbox_belongs() {
    for (prefix, own) in [("INBOX/", "INBOX/Mail-Sturm"), ("Post/", "Post/Mail-Sturm"), ("", "Mail-Sturm")] {
        let more = format!("namespace inbox {{\n  prefix = {prefix}\n}}\n");
        let server = Dovecot::start(&Options { more, ..Options::default() });
        server.deliver("INBOX", (0..6).map(message));
        let mut desk = Desk::new();
        let picture = scanned(&mut desk, order(&server, server.imaps_port, Security::Tls));
        assert_eq!(picture.messages.len(), 6, "{}", server.log());
        let selection: Vec<_> = picture.messages.iter().take(4).map(|message| message.key()).collect();
        let to = Target::Mailbox(name("Mail-Sturm"));
        let preview = desk.preview(Command::Preview(CleanUp { incident: None, selection, to }));
        assert_eq!(preview.plan().steps[0].to.as_str(), own);
        let (done, _) = desk.act(Command::Execute((*preview).clone().approve()));
        assert_eq!((done.state, done.moved, &done.problem), (ActionState::Done, 4, &None), "{prefix}");
        assert_eq!((server.contents("INBOX").len(), server.contents("Mail-Sturm").len()), (2, 4), "{prefix}");
        let (undone, _) = desk.act(Command::Undo(None));
        assert_eq!((undone.moved, server.contents("INBOX").len()), (4, 6), "{prefix}");
    }
}
