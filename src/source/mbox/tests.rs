use super::*;
use jiff::Timestamp;
use proptest::prelude::*;
use std::io::Write;

fn at(text: &str) -> Option<Timestamp> {
    from_line::time(text.as_bytes())
}

#[test]
fn dates_of_many_shapes() {
    let expected: Option<Timestamp> = "2017-11-30T21:30:05Z".parse().ok();
    for line in [
        "From a@b.example Thu Nov 30 21:30:05 2017",
        "From a@b.example  Thu Nov 30 21:30:05 2017\r\n",
        "From - Thu Nov 30 21:30:05 2017",
        "From user at host.example  Thu Nov 30 21:30:05 2017",
        "From a@b.example Thu Nov 30 22:30:05 CET 2017",
        "From a@b.example Thu Nov 30 22:30:05 2017 +0100",
        "From 1234@xxx Thu Nov 30 22:30:05 +0100 2017",
        "From a@b.example Thu, 30 Nov 2017 21:30:05 +0000",
        "From a@b.example Thu, 30 Nov 2017 16:30:05 EST",
        "From a@b.example 2017-11-30T22:30:05+01:00",
        "From a@b.example 2017-11-30 21:30:05",
        "From MAILER-DAEMON Thu Nov 30 21:30:05 17 remote from x",
    ] {
        assert_eq!(at(line), expected, "{line}");
    }
    assert_eq!(at("From a@b.example Thu Nov 30 21:30 2017"), "2017-11-30T21:30:00Z".parse().ok());
    for line in [
        "From the beginning of time",
        "From here on, 30 Nov 2017",
        "From: a@b.example",
        "From x Thu Nov 31 21:30:05 2017",
        "From ",
    ] {
        assert_eq!(at(line), None, "{line}");
    }
}

fn file(octets: &[u8]) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(octets).unwrap();
    file.flush().unwrap();
    file
}

struct Synced {
    envelopes: Vec<crate::mail::Envelope>,
    afresh: bool,
    point: SyncPoint,
}

fn sync(source: &mut Mbox, known: &Known) -> Synced {
    let (mut envelopes, mut afresh) = (Vec::new(), false);
    let point = source
        .sync(&MailboxName::inbox(), known, &mut |batch| {
            for change in batch.changes {
                match change {
                    Change::New(envelope) => envelopes.push(*envelope),
                    Change::Afresh => afresh = true,
                    other => panic!("{other:?}"),
                }
            }
            ControlFlow::Continue(())
        })
        .unwrap();
    Synced { envelopes, afresh, point }
}

fn known(synced: &Synced) -> Known {
    let messages = synced.envelopes.iter().map(|e| (e.message.clone(), e.flags)).collect();
    Known { point: Some(synced.point), messages, ..Known::default() }
}

const TWO: &[u8] =
    b"From a@b.example Thu Nov 30 21:30:05 2017\nFrom: a@b.example\nSubject: eins\nStatus: RO\nX-Status: AF\n\nHallo\n\n\
From c@d.example Thu Nov 30 21:31:05 2017\nSubject: zwei\n\nText\n>From vorn\n\nFrom hier an weiter\n\n";

#[test]
fn two_messages_with_time_flags_and_text() {
    let file = file(TWO);
    let mut source = Mbox::open(file.path(), Cancel::default()).unwrap();
    let state = source.open(&MailboxName::inbox()).unwrap();
    assert_eq!((state.exists, state.read_only), (2, true));
    let synced = sync(&mut source, &Known::default());
    let subjects: Vec<&str> = synced.envelopes.iter().map(|e| &*e.subject).collect();
    assert_eq!(subjects, ["eins", "zwei"]);
    let first = synced.envelopes.first().unwrap();
    assert_eq!(first.flags, Flags::SEEN.with(Flags::ANSWERED).with(Flags::FLAGGED));
    assert_eq!(first.received, "2017-11-30T21:30:05Z".parse().unwrap());
    assert_eq!(first.excerpt.as_deref(), Some("Hallo"));
    let second = synced.envelopes.last().unwrap();
    let octets = source.read(&MailboxName::inbox(), &second.message, 1000).unwrap();
    assert_eq!(octets, b"Subject: zwei\n\nText\nFrom vorn\n\nFrom hier an weiter\n");
    assert!(matches!(source.read(&MailboxName::inbox(), &second.message, 3), Err(SourceError::Limit { .. })));
    assert!(matches!(source.read(&MailboxName::inbox(), &MessageRef::new("7"), 1000), Err(SourceError::Gone { .. })));
    let wanted: Vec<Fingerprint> =
        [second, first].map(|e| Fingerprint { message_id: e.message_id.clone(), size: e.size, received: e.received }).to_vec();
    let found = source.find(&MailboxName::inbox(), None, &wanted).unwrap();
    assert_eq!(found, [Some(second.message.clone()), Some(first.message.clone())]);
}

#[test]
fn windows_line_ends_and_truncated_files() {
    let crlf = String::from_utf8(TWO.to_vec()).unwrap().replace('\n', "\r\n");
    let whole = file(crlf.as_bytes());
    assert_eq!(sync(&mut Mbox::open(whole.path(), Cancel::default()).unwrap(), &Known::default()).envelopes.len(), 2);
    for length in 1..TWO.len() {
        let cut = file(&TWO[..length]);
        if let Ok(mut source) = Mbox::open(cut.path(), Cancel::default()) {
            let synced = sync(&mut source, &Known::default());
            assert!((1..=2).contains(&synced.envelopes.len()));
            for e in &synced.envelopes {
                source.read(&MailboxName::inbox(), &e.message, 1000).unwrap();
            }
        } else {
            assert!(length < 5, "{length}");
        }
    }
}

#[test]
fn a_second_sync_reads_only_what_was_appended() {
    let mut file = file(TWO);
    let mut source = Mbox::open(file.path(), Cancel::default()).unwrap();
    let first = sync(&mut source, &Known::default());
    let mut memory = known(&first);
    let again = sync(&mut source, &memory);
    assert!(again.envelopes.is_empty() && !again.afresh);
    assert_eq!(again.point, first.point);
    // Known messages are not looked up: what is before the point is not read again.
    memory.messages.clear();
    file.write_all(b"From x@y.example Thu Nov 30 21:32:05 2017\nSubject: drei\n\nneu\n").unwrap();
    let third = sync(&mut source, &memory);
    assert_eq!(third.envelopes.iter().map(|e| &*e.subject).collect::<Vec<_>>(), ["drei"]);
    assert!(!third.afresh);
    assert_eq!(source.open(&MailboxName::inbox()).unwrap().exists, 3);
}

#[test]
fn a_changed_file_is_read_afresh() {
    let file = file(TWO);
    let first = sync(&mut Mbox::open(file.path(), Cancel::default()).unwrap(), &Known::default());
    let text = String::from_utf8(TWO.to_vec()).unwrap();
    for changed in [
        text.replace("eins", "neun"),
        text.replace("Text", "Texte"),
        text.replace("weiter", "weiteR"),
        text.chars().take(150).collect(),
    ] {
        std::fs::write(file.path(), &changed).unwrap();
        let again = sync(&mut Mbox::open(file.path(), Cancel::default()).unwrap(), &known(&first));
        assert!(again.afresh && !again.envelopes.is_empty(), "{changed}");
    }
}

#[test]
fn a_sync_that_was_broken_off_goes_on() {
    let mut octets = Vec::new();
    for n in 0..500 {
        octets.extend_from_slice(format!("From a@b.example Thu Nov 30 21:30:05 2017\nSubject: {n}\n\nText\n\n").as_bytes());
    }
    let file = file(&octets);
    let mut source = Mbox::open(file.path(), Cancel::default()).unwrap();
    let mut seen = Vec::new();
    let mut memory = Known::default();
    let mut rounds = 0;
    while seen.len() < 500 && rounds < 5 {
        let point = source.sync(&MailboxName::inbox(), &memory.clone(), &mut |batch| {
            for change in batch.changes {
                let Change::New(e) = change else { panic!("{change:?}") };
                memory.messages.insert(e.message.clone(), e.flags);
                seen.push(e.subject.to_string());
            }
            ControlFlow::Break(())
        });
        memory.point = point.ok();
        rounds += 1;
    }
    assert_eq!(seen, (0..500).map(|n| n.to_string()).collect::<Vec<_>>());
}

#[test]
fn from_lines_without_a_blank_line_or_a_date() {
    let count = |octets: &str| {
        let file = file(octets.as_bytes());
        sync(&mut Mbox::open(file.path(), Cancel::default()).unwrap(), &Known::default()).envelopes.len()
    };
    let line = "From a@b.example Thu Nov 30 21:30:05 2017\n";
    assert_eq!(count(&format!("{line}Subject: a\n\nText\n{line}Subject: b\n\nText\n")), 2);
    assert_eq!(count(&format!("{line}Subject: a\n\nText\n{line}wrote something.\n")), 1);
    for bare in ["From -\n", "From a@b.example\r\n"] {
        assert_eq!(count(&format!("{bare}Subject: a\n\nText\n\n{bare}Subject: b\n\n{bare}Subject: c\n\n")), 3);
        assert_eq!(count(&format!("{bare}Subject: a\n\nText\n{bare}Subject: b\n\n{bare}says nothing\n\n")), 1);
    }
}

#[test]
fn content_length_counts_only_where_it_leads_on() {
    let honest = b"From a@b.example Thu Nov 30 21:30:05 2017\nContent-Length: 60\n\nx\n\nFrom a@b.example Thu Nov 30 21:30:05 2017\nSubject: innen\n\n\nFrom a@b.example Thu Nov 30 21:30:05 2017\nSubject: zwei\nContent-Length: 0\n\n";
    assert_eq!(subjects(honest).len(), 2);
    for lie in ["58", "3", "99999999999999999999", "-1", "10000"] {
        let octets = String::from_utf8(honest.to_vec()).unwrap().replace("60", lie);
        assert_eq!(subjects(octets.as_bytes()).len(), 3, "{lie}");
    }
}

/// Subjects of the messages of a file whose dialect nobody names.
fn subjects(octets: &[u8]) -> Vec<String> {
    let file = file(octets);
    let synced = sync(&mut Mbox::open(file.path(), Cancel::default()).unwrap(), &Known::default());
    synced.envelopes.iter().map(|e| e.subject.to_string()).collect()
}

#[test]
fn a_length_that_lies_swallows_no_message() {
    let message =
        |subject: &str, field: &str| format!("From a@b.example Thu Nov 30 21:30:05 2017\nSubject: {subject}\n{field}\nText\n\n");
    // Each other message without a length, or with its own.
    for field in ["", "Content-Length: 5\n"] {
        for liar in 0..4 {
            for swallowed in 1..4 - liar {
                let plain: Vec<String> = (0..4).map(|n| message(&n.to_string(), field)).collect();
                let octets: usize = plain[liar + 1..=liar + swallowed].iter().map(String::len).sum();
                for more in [5, 6] {
                    let mut all = plain.clone();
                    all[liar] = message(&liar.to_string(), &format!("Content-Length: {}\n", octets + more));
                    let found = subjects(all.concat().as_bytes());
                    assert_eq!(found, ["0", "1", "2", "3"], "{liar} swallows {swallowed}: {}", all.concat());
                }
            }
        }
    }
}

#[test]
fn a_from_line_inside_of_a_counted_body_begins_nothing() {
    let body = "Text\n\nFrom x@y.example Thu Nov 30 21:30:05 2017\nSubject: innen\n\nText\nFrom x@y.example Thu Nov 30 21:30:05 2017\n\nEnde\n";
    let messages: Vec<Vec<u8>> = (0..3).map(|n| format!("Subject: {n}\n\n{body}").into_bytes()).collect();
    let written = write(&messages, Dialect::Mboxcl2);
    assert_eq!(subjects(&written), ["0", "1", "2"]);
    let file = file(&written);
    let mut source = Mbox::open(file.path(), Cancel::default()).unwrap();
    for envelope in sync(&mut source, &Known::default()).envelopes {
        let octets = source.read(&MailboxName::inbox(), &envelope.message, 1 << 20).unwrap();
        assert!(octets.ends_with(body.as_bytes()), "{}", envelope.subject);
    }
}

#[test]
fn other_files_are_no_mail() {
    for octets in [&b"Hallo"[..], b"From: a@b.example\n\n"] {
        assert!(matches!(Mbox::open(file(octets).path(), Cancel::default()), Err(SourceError::NotMail { .. })));
    }
    let missing = Mbox::open(Path::new("/nonexistent/x.mbox"), Cancel::default());
    assert!(matches!(missing, Err(SourceError::Io { kind: std::io::ErrorKind::NotFound, .. })));
}

/// Writes messages in a dialect. They end in a line break.
fn write(messages: &[Vec<u8>], dialect: Dialect) -> Vec<u8> {
    let mut out = Vec::new();
    for message in messages {
        let header = parse::headers_block_len(message);
        let mut body = Vec::new();
        for line in message[header..].split_inclusive(|b| *b == b'\n') {
            let marks = line.iter().take_while(|b| **b == b'>').count();
            let like = line[marks..].starts_with(b"From ");
            let quote = match dialect {
                Dialect::Mboxo => like && marks == 0,
                Dialect::Mboxrd | Dialect::Mboxcl => like,
                Dialect::Mboxcl2 => false,
            };
            if quote {
                body.push(b'>');
            }
            body.extend_from_slice(line);
        }
        out.extend_from_slice(b"From a@b.example Thu Nov 30 21:30:05 2017\n");
        out.extend_from_slice(&message[..header - 1]);
        if matches!(dialect, Dialect::Mboxcl | Dialect::Mboxcl2) {
            out.extend_from_slice(format!("Content-Length: {}\n", body.len()).as_bytes());
        }
        out.push(b'\n');
        out.extend_from_slice(&body);
        out.push(b'\n');
    }
    out
}

fn bodies() -> impl Strategy<Value = Vec<Vec<u8>>> {
    let line = prop_oneof![
        prop::sample::select(vec![
            "",
            "From ",
            "From x@y.example Thu Nov 30 21:30:05 2017",
            ">From oben",
            ">>From weit oben",
            ">",
            "> From",
            "Text",
            "Content-Length: 3",
        ])
        .prop_map(str::to_owned),
        "[ -~]{0,20}",
    ];
    let message = prop::collection::vec(line, 0..12).prop_map(|lines| {
        let mut octets = b"Subject: x\n\n".to_vec();
        for line in lines {
            octets.extend_from_slice(line.as_bytes());
            octets.push(b'\n');
        }
        octets
    });
    prop::collection::vec(message, 1..6)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn what_is_written_in_a_dialect_reads_back(messages in bodies()) {
        for dialect in [Dialect::Mboxo, Dialect::Mboxrd, Dialect::Mboxcl, Dialect::Mboxcl2] {
            let written = file(&write(&messages, dialect));
            let mut source = Mbox::open_as(written.path(), dialect, Cancel::default()).unwrap();
            let synced = sync(&mut source, &Known::default());
            prop_assert_eq!(synced.envelopes.len(), messages.len(), "{:?}", dialect);
            for (envelope, message) in synced.envelopes.iter().zip(&messages) {
                let mut octets = source.read(&MailboxName::inbox(), &envelope.message, 1 << 20).unwrap();
                let text = String::from_utf8(octets.clone()).unwrap();
                if let Some(at) = text.find("Content-Length: ").filter(|at| *at < 12) {
                    let end = text.get(at..).and_then(|t| t.find('\n')).unwrap();
                    octets.drain(at..=at + end);
                }
                // mboxo can't tell a quoted line from one that was written that way.
                let expected = if dialect == Dialect::Mboxo {
                    String::from_utf8(message.clone()).unwrap().replace("\n>From ", "\nFrom ").into_bytes()
                } else {
                    message.clone()
                };
                prop_assert_eq!(octets, expected, "{:?}", dialect);
            }
        }
    }

    #[test]
    fn any_octets_scan(octets in prop::collection::vec(prop::sample::select(
        vec![&b"From "[..], b"From a Thu Nov 30 21:30:05 2017\n", b"\n", b"\r\n", b"Content-Length: 1", b"x", b"\0", b": "]), 0..40)) {
        let mut all = b"From ".to_vec();
        all.extend(octets.concat());
        let written = file(&all);
        let mut source = Mbox::open(written.path(), Cancel::default()).unwrap();
        let synced = sync(&mut source, &Known::default());
        prop_assert_eq!(synced.envelopes.len() as u32, source.open(&MailboxName::inbox()).unwrap().exists);
        for e in &synced.envelopes {
            prop_assert!(source.read(&MailboxName::inbox(), &e.message, 1 << 20).is_ok());
        }
    }
}
