//! The IMAP source against servers that are broken, hostile, or poorer than most.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

mod compress;
#[path = "../engine/support.rs"]
mod desk;
mod fake;
mod gmail;
mod lines;
mod moves;
mod names;
mod patience;
mod resync;
mod scans;

use deich::account::{Secret, Security};
use deich::mail::{MailboxName, MessageRef};
use deich::source::imap::{ImapConfig, ImapSource, Patience};
use deich::source::{Batch, Cancel, Change, Known, MailSource, SourceError, SyncPoint};
use fake::{Act, EXAMINED, Fake, fetched, say};
use std::ops::ControlFlow;
use std::time::Duration;

fn config(fake: &Fake) -> ImapConfig {
    config_at(fake.port)
}

fn config_at(port: u16) -> ImapConfig {
    ImapConfig {
        host: "127.0.0.1".into(),
        port,
        security: Security::Plain,
        user: "anna".into(),
        secret: Secret::new("geheim"),
        ca: None,
        trusted: None,
        patience: Patience { connect: Duration::from_secs(5), answer: Duration::from_secs(5), ..Patience::default() },
    }
}

fn connect(fake: &Fake) -> ImapSource {
    ImapSource::connect(config(fake), Cancel::default()).unwrap()
}

fn inbox() -> MailboxName {
    MailboxName::inbox()
}

fn refs(uids: impl IntoIterator<Item = u32>) -> Vec<MessageRef> {
    uids.into_iter().map(MessageRef::from_uid).collect()
}

/// Syncs what is not known; answers the UIDs that were handed over.
fn sync(source: &mut ImapSource, known: &mut Known) -> (Vec<u32>, Result<SyncPoint, SourceError>) {
    let mut batches: Vec<Batch> = Vec::new();
    let outcome = source.sync(&inbox(), known, &mut |batch| {
        batches.push(batch);
        ControlFlow::Continue(())
    });
    let mut new = Vec::new();
    for batch in batches {
        for change in batch.changes {
            if let Change::New(envelope) = change {
                new.push(envelope.message.uid().unwrap());
                known.messages.insert(envelope.message.clone(), envelope.flags);
            }
        }
        known.point = batch.resume.or(known.point);
    }
    (new, outcome)
}

fn sync_error(source: &mut ImapSource) -> SourceError {
    sync(source, &mut Known::default()).1.unwrap_err()
}

#[test]
fn an_untagged_no_in_select_is_only_a_warning() {
    let fake = Fake::start(|command| {
        command.starts_with("EXAMINE").then(|| say(format!("* NO [ALERT] the disk is nearly full\r\n* BAD x\r\n{EXAMINED}")))
    });
    assert_eq!(connect(&fake).open(&inbox()).unwrap().exists, 3);
}

/// The server's own words for the member (RFC 3501 section 7.1), wherever they come, once each and fit for a screen.
#[test]
fn alerts_are_kept_for_the_member() {
    let fake = Fake::greeting("* OK [ALERT] Wartung um 22 Uhr\r\n", |command| match command.split(' ').next().unwrap() {
        "CAPABILITY" => Some(say("* CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR\r\nTAG OK done\r\n")),
        "AUTHENTICATE" => Some(say("* NO [ALERT] the disk\x1b[2J is\tnearly full\r\nTAG OK [ALERT] change your password\r\n")),
        "EXAMINE" => Some(say(format!("* BAD [alert]\r\n* OK [ALERT] Wartung um 22 Uhr\r\n{EXAMINED}"))),
        "UID" if command.starts_with("UID FETCH") => {
            Some(say(format!("{}* OK [ALERT] {}\r\nTAG OK [ALERT] go home\r\n", fetched(1), "x".repeat(1_000))))
        }
        _ => None,
    });
    let mut source = connect(&fake);
    assert_eq!(source.alerts(), ["Wartung um 22 Uhr", "the disk[2J is nearly full", "change your password"]);
    assert_eq!(source.alerts(), Vec::<String>::new());
    source.open(&inbox()).unwrap();
    assert_eq!(source.alerts(), Vec::<String>::new());
    sync(&mut source, &mut Known::default()).1.unwrap();
    let alerts = source.alerts();
    assert_eq!((alerts.len(), alerts[0].trim_end_matches('x'), &*alerts[1]), (2, "", "go home"));
    assert!(alerts[0].chars().count() <= 300);

    let fake = Fake::start(|command| {
        let alerts: Vec<_> = (0..1_000).map(|n| format!("* OK [ALERT] number {n}\r\n")).collect();
        command.starts_with("LIST").then(|| say(alerts.concat() + "TAG OK done\r\n"))
    });
    let mut source = connect(&fake);
    source.mailboxes().unwrap();
    assert_eq!(source.alerts().len(), 10);

    // Why a sign-in failed is often said before the last word.
    let fake = Fake::start(|command| {
        let refused = "* NO [WEBALERT https://mail.example/unlock] Web login required.\r\nTAG NO [AUTHENTICATIONFAILED] no\r\n";
        command.starts_with("AUTH").then(|| say(refused))
    });
    let refused = ImapSource::connect(config(&fake), Cancel::default()).err().unwrap();
    let SourceError::SignInNotAllowed { said } = &refused else { panic!("{refused:?}") };
    assert_eq!(said, "Web login required. [AUTHENTICATIONFAILED] no");
}

type Expected = fn(&SourceError) -> bool;

/// Whatever breaks a sync off, what was handed over counts, and the next sync on a new connection reads the rest.
#[test]
fn a_sync_that_is_cut_off_goes_on_later() {
    let cut: [(&str, Expected); 5] = [
        ("* BYE shutting down\r\n", |e| matches!(e, SourceError::Dropped { detail, .. } if detail == "shutting down")),
        ("* BYE [UNAVAILABLE] try again in 5 minutes\r\n", |e| matches!(e, SourceError::Wait { wait: Some(_), .. })),
        ("", |e| matches!(e, SourceError::Dropped { .. })),
        ("* 3 FETCH (UID 3 BODY[HEADER] {500}\r\nSubject: half", |e| matches!(e, SourceError::Dropped { .. })),
        ("\x16\x03\x01\x02\r\n", |e| matches!(e, SourceError::Protocol { .. })),
    ];
    for (last_words, expected) in cut {
        let mut first = true;
        let fake = Fake::start(move |command| {
            if !command.starts_with("UID FETCH") {
                return None;
            }
            if std::mem::take(&mut first) {
                return Some(Act::Drop(format!("{}{}{last_words}", fetched(1), fetched(2))));
            }
            Some(say(format!("{}TAG OK done\r\n", fetched(3))))
        });
        let mut source = connect(&fake);
        let mut known = Known::default();
        let (new, outcome) = sync(&mut source, &mut known);
        assert!(expected(&outcome.unwrap_err()), "{last_words}");
        assert_eq!(new, [1, 2], "{last_words}");
        let (new, outcome) = sync(&mut source, &mut known);
        assert_eq!(new, [3], "{last_words}");
        assert_eq!(outcome.unwrap(), SyncPoint { uid_validity: 7, uid_next: 4, mod_seq: None });
        assert!(fake.heard_any("UID FETCH 3 "), "{:?}", fake.heard());
    }
}

#[test]
fn hostile_answers_are_limited() {
    let limit = |answer: String| {
        let fake = Fake::start(move |command| command.starts_with("UID FETCH").then(|| say(answer.clone())));
        match sync_error(&mut connect(&fake)) {
            SourceError::Limit { what, .. } => what,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(limit(format!("* 1 FETCH (X {}\r\n", "(".repeat(200_000))), "the nesting of a response");
    assert_eq!(limit("* 1 FETCH (UID 1 BODY[HEADER] {4294967296}\r\n".into()), "a literal");
    assert_eq!(limit("x".repeat(17 * 1024 * 1024)), "a line");
    let literal = format!("{{33000000}}\r\n{}", "x".repeat(33_000_000));
    assert_eq!(limit(format!("* 1 FETCH (UID 1 A {literal} B {literal} C {literal})\r\n")), "a response");
}

#[test]
fn a_server_that_names_more_than_there_can_be_is_not_believed() {
    let fake = Fake::greeting("* OK [CAPABILITY IMAP4rev1 ESEARCH AUTH=PLAIN SASL-IR] hello\r\n", |command| {
        command.starts_with("UID SEARCH").then(|| say("* ESEARCH (TAG \"TAG\") UID ALL 1:4294967295\r\nTAG OK done\r\n"))
    });
    assert!(matches!(sync_error(&mut connect(&fake)), SourceError::Limit { what: "a mailbox", .. }));
    let fake = Fake::start(|command| command.starts_with("UID FETCH").then(|| say(fetched(1).repeat(1000))));
    assert!(matches!(sync_error(&mut connect(&fake)), SourceError::Protocol { .. }));
    for answer in
        ["+ more\r\n", "D999 OK done\r\n", "* 1 FETCH UID 1\r\n", "* 1 FETCH (UID 99999999999999999999)\r\n", "\r\n", "\0\0\r\n"]
    {
        let fake = Fake::start(move |command| command.starts_with("UID FETCH").then(|| say(answer)));
        assert!(matches!(sync_error(&mut connect(&fake)), SourceError::Protocol { .. }), "{answer:?}");
    }
    let fake = Fake::start(|command| command.starts_with("EXAMINE").then(|| say("* 1 EXISTS\r\nTAG OK done\r\n")));
    assert!(matches!(sync_error(&mut connect(&fake)), SourceError::Protocol { .. }));
}

#[test]
fn a_message_without_date_or_size_or_flags_is_read_all_the_same() {
    let bare = "* 1 FETCH (UID 1 INTERNALDATE NIL BODY[HEADER.FIELDS (SUBJECT)] NIL)\r\n* 2 FETCH (UID 2 BODY[HEADER.FIELDS (SUBJECT)] \"\")\r\n\
                * 3 FETCH (FLAGS (\\Seen))\r\nTAG OK done\r\n";
    let fake = Fake::start(move |command| command.starts_with("UID FETCH").then(|| say(bare)));
    let (new, outcome) = sync(&mut connect(&fake), &mut Known::default());
    assert_eq!((new, outcome.unwrap().uid_next), (vec![2], 4));
}

#[test]
fn a_request_to_wait_is_heard_everywhere() {
    for (when, answer) in [
        ("UID FETCH", "TAG NO [THROTTLED] slow down\r\n"),
        ("UID FETCH", "TAG BAD Request is throttled. Suggested Backoff Time: 60000 milliseconds\r\n"),
        ("UID SEARCH", "TAG NO [LIMIT] too many searches\r\n"),
        ("EXAMINE", "TAG NO [UNAVAILABLE] try again\r\n"),
    ] {
        let fake = Fake::start(move |command| command.starts_with(when).then(|| say(answer)));
        let mut source = connect(&fake);
        assert!(matches!(sync_error(&mut source), SourceError::Wait { .. }), "{answer}");
        // The connection is still good.
        source.mailboxes().unwrap();
        assert_eq!(fake.heard().iter().filter(|c| c.starts_with("AUTHENTICATE")).count(), 1);
    }
    let fake =
        Fake::start(|command| command.starts_with("AUTH").then(|| say("TAG NO [LIMIT] Too many simultaneous connections\r\n")));
    let outcome = ImapSource::connect(config(&fake), Cancel::default()).err().unwrap();
    assert!(matches!(outcome, SourceError::Wait { .. }), "{outcome:?}");
}

#[test]
fn silence_ends_by_time_out_and_by_cancel() {
    let silent = || Fake::start(|command| command.starts_with("UID FETCH").then(|| Act::Hang(fetched(1))));
    let fake = silent();
    let patience = Patience { answer: Duration::from_secs(1), ..Patience::default() };
    let mut source = ImapSource::connect(ImapConfig { patience, ..config(&fake) }, Cancel::default()).unwrap();
    assert_eq!(sync_error(&mut source), SourceError::TimedOut { host: "127.0.0.1".into(), seconds: 1 });

    let fake = silent();
    let cancel = Cancel::default();
    let patience = Patience { answer: Duration::from_mins(10), ..Patience::default() };
    let mut source = ImapSource::connect(ImapConfig { patience, ..config(&fake) }, cancel.clone()).unwrap();
    let canceller = std::thread::spawn({
        let cancel = cancel.clone();
        move || {
            // The command is under way before it is cancelled.
            while !fake.heard_any("UID FETCH") {
                std::thread::yield_now();
            }
            cancel.cancel();
        }
    });
    assert_eq!(sync_error(&mut source), SourceError::Cancelled);
    canceller.join().unwrap();
    assert_eq!(source.mailboxes().unwrap_err(), SourceError::Cancelled);
}

/// A member may read a preview for an hour, and servers end what is idle for half of one.
#[test]
fn a_connection_that_was_ended_while_idle_is_replaced_unnoticed() {
    let mut first = true;
    let fake = Fake::start(move |command| {
        let over = command == "NOOP" && std::mem::take(&mut first);
        over.then(|| Act::Drop("* BYE idle for too long\r\n".into()))
    });
    let patience = Patience { idle: Duration::ZERO, ..Patience::default() };
    let mut source = ImapSource::connect(ImapConfig { patience, ..config(&fake) }, Cancel::default()).unwrap();
    assert_eq!(source.open(&inbox()).unwrap().exists, 3);
    assert_eq!(source.open(&inbox()).unwrap().exists, 3);
    let heard = |word: &str| fake.heard().iter().filter(|c| c.starts_with(word)).count();
    assert_eq!((heard("NOOP"), heard("AUTHENTICATE"), heard("EXAMINE")), (2, 2, 2));
}

/// A token ends within the hour.
#[test]
fn a_line_that_is_built_again_asks_for_the_secret_that_holds_now() {
    let fake = Fake::greeting("* OK [CAPABILITY IMAP4rev1] hello\r\n", |command| {
        (command == "NOOP").then(|| Act::Drop("* BYE\r\n".into()))
    });
    let patience = Patience { idle: Duration::ZERO, ..Patience::default() };
    let source = ImapSource::connect(ImapConfig { patience, ..config(&fake) }, Cancel::default()).unwrap();
    let mut next = [None, Some(Secret::new("third"))].into_iter();
    let mut source = source.renewing(Box::new(move || next.next().flatten()));
    for _ in 0..3 {
        source.open(&inbox()).unwrap();
    }
    let logins: Vec<String> = fake.heard().into_iter().filter(|c| c.starts_with("LOGIN")).collect();
    // Where there is nothing new, it is the one from before.
    let said = ["geheim", "geheim", "third", "third"].map(|secret| format!("LOGIN \"anna\" \"{secret}\""));
    assert_eq!(logins, said);
}

#[test]
fn lists_of_anything_come_to_an_end() {
    // Nobody could hold all of this; the server would never say that it is done.
    let endless = |command: &'static str, line: String, times: usize| {
        Fake::start(move |heard| heard.starts_with(command).then(|| Act::Hang(line.repeat(times))))
    };
    let fake = endless("LIST", "* LIST () \"/\" x\r\n".into(), 100_001);
    assert!(matches!(connect(&fake).mailboxes(), Err(SourceError::Protocol { .. })));
    let fake = endless("EXAMINE", "* OK [UIDNEXT 4] x\r\n".into(), 4_001);
    assert!(matches!(connect(&fake).open(&inbox()), Err(SourceError::Protocol { .. })));
    let odd = (1..200_000).map(|i| (i * 2).to_string()).collect::<Vec<_>>().join(" ");
    let fake = endless("UID SEARCH", format!("* SEARCH {odd}\r\n"), 21);
    assert!(matches!(sync_error(&mut connect(&fake)), SourceError::Limit { what: "a mailbox", .. }));
    // What nobody asked for is passed over, however much of it there is; a name past all measure is left out.
    let long = "y".repeat(1025);
    let lines =
        format!("{}* LIST () \"/\" {long}\r\n* LIST () \"/\" INBOX\r\nTAG OK done\r\n", "* OK [NOISE] x\r\n".repeat(5_000));
    let fake = Fake::start(move |heard| heard.starts_with("LIST").then(|| say(lines.clone())));
    assert_eq!(connect(&fake).mailboxes().unwrap().len(), 1);
}
