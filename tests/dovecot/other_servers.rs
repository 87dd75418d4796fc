//! The whole way on Cyrus and on Courier, each with what it offers and lacks: scanned, cleaned up, undone, with the line whole and
//! with the line cut; and what another mail program sees before and after.

use super::end_to_end::desk::Desk;
use super::others::{Eyes, Other, PASSWORD, Seen, USER, courier, cyrus};
use super::proxy::{Fault, Kind, Line};
use deich::account::{Secret, Security};
use deich::engine::{ActionState, CleanUp, Command, Event, Picture, Scan, SourceSpec, Target};
use deich::mail::{MailboxInfo, MailboxName, SpecialUse};
use std::sync::Arc;

const MESSAGES: u64 = 24;

fn message(number: u64) -> Seen {
    let octets = format!(
        "Return-Path: <list@verein.example>\r\nFrom: \"Fan {number}\" <fan{number}@example.org>\r\nTo: mitglieder@verein.example\r\n\
         Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe_{number}?=\r\nMessage-ID: <{}@example.org>\r\nDate: Thu, 30 Nov 2017 22:30:00 +0100\r\n\r\n\
         Nummer {number}\r\n",
        // Some have the same Message-ID.
        number / 2 * 2 + number % 4 / 2
    );
    let flags = if number.is_multiple_of(3) { vec!["\\Seen".to_owned()] } else { Vec::new() };
    Seen {
        flags,
        arrived: format!("{:02}-Nov-2017 22:30:{:02} +0000", number % 20 + 10, number % 60),
        octets: octets.into_bytes(),
    }
}

fn scanned(desk: &mut Desk, port: u16) -> Arc<Picture> {
    let source = SourceSpec::Imap { user: USER.into(), host: "127.0.0.1".into(), port, security: Security::Plain };
    let secret = Some(Secret::new(PASSWORD));
    let order = Scan { source, secret, remember: false, me: vec!["member@example.org".into()], folders: Vec::new(), ca: None };
    match desk.ask(Command::Scan(order)) {
        Event::Scanned(picture) => picture,
        other => panic!("{other:?}"),
    }
}

/// Moves two of three.
fn order(picture: &Picture, to: Target) -> (Command, usize) {
    let chosen = picture.messages.iter().enumerate().filter(|(n, _)| n % 3 != 1).map(|(_, m)| m.key());
    let selection: Vec<_> = chosen.collect();
    let count = selection.len();
    (Command::Preview(CleanUp { incident: None, selection, to }), count)
}

fn there_and_back(server: &Other) {
    let name = server.name;
    let mut eyes = Eyes::open(server.port);
    let (trash, sent) = (format!("{}Trash", server.prefix), format!("{}Sent", server.prefix));
    if name == "Courier" {
        eyes.command(&format!("CREATE \"{trash}\""));
        eyes.command(&format!("CREATE \"{sent}\""));
    }
    // A name that is not ASCII.
    eyes.command(&format!("CREATE \"{}M&APY-wen\"", server.prefix));
    for number in 0..MESSAGES {
        eyes.append("INBOX", &message(number));
    }
    eyes.append(&sent, &message(100));
    let before = eyes.look("INBOX");
    assert_eq!(before.len() as u64, MESSAGES, "{name}");

    let mut desk = Desk::new();
    let picture = scanned(&mut desk, server.port);
    assert_eq!(picture.messages.len() as u64, MESSAGES, "{name}");
    let special = |special| MailboxInfo::with_use(&picture.mailboxes, special).map(|info| info.name.as_str().to_owned());
    assert_eq!((special(SpecialUse::Trash), special(SpecialUse::Sent)), (Some(trash.clone()), Some(sent)), "{name}");
    let gull = format!("{}Möwen", server.prefix);
    assert!(picture.mailboxes.iter().any(|info| info.name.as_str() == gull), "{name}: {:?}", picture.mailboxes);

    // Into the bin; into a mailbox that is made for it; and into one whose name is not ASCII.
    // The member need not know that all mailboxes lie below INBOX here.
    let storm = format!("{}Mail-Sturm", server.prefix);
    for (to, wire) in [
        (Target::Trash, trash.clone()),
        (Target::Mailbox(MailboxName::new("Mail-Sturm")), storm),
        (Target::Mailbox(MailboxName::new(&gull)), format!("{}M&APY-wen", server.prefix)),
    ] {
        let picture = scanned(&mut desk, server.port);
        let (command, count) = order(&picture, to);
        let preview = desk.preview(command);
        let (done, _) = desk.act(Command::Execute((*preview).clone().approve()));
        assert_eq!((done.state, done.moved, &done.problem), (ActionState::Done, count, &None), "{name} {}", server.stderr());
        let (inbox, moved) = (eyes.look("INBOX"), eyes.look(&wire));
        assert_eq!((inbox.len(), moved.len()), (before.len() - count, count), "{name} {wire}");
        let mut all = [inbox, moved].concat();
        all.sort();
        assert_eq!(all, before, "{name} {wire}");
        let (undone, _) = desk.act(Command::Undo(None));
        assert_eq!((undone.state, undone.moved, &undone.problem), (ActionState::Done, count, &None), "{name} {wire}");
        assert_eq!((eyes.look("INBOX"), eyes.look(&wire).len()), (before.clone(), 0), "{name} {wire}");
    }

    // The answers to each command of a clean-up are lost in turn, and the line is cut.
    let mut cuts = 0;
    for after in 0.. {
        let line = Line::to(server.port);
        let mut desk = Desk::new();
        let picture = scanned(&mut desk, line.port);
        let (command, count) = order(&picture, Target::Mailbox(MailboxName::new(&trash)));
        let preview = desk.preview(command);
        line.arm(Some(Fault { kind: Kind::AnswersLost, after, within: 0 }));
        desk.handle().send(Command::Execute((*preview).clone().approve()));
        let (_, mut history) = desk.all_said();
        let hit = line.disarm();
        if let Some(open) = history.first().filter(|action| action.state == ActionState::Open) {
            cuts += 1;
            line.wait_for_server(false);
            desk.handle().send(Command::Finish(open.id));
            history = desk.all_said().1;
        }
        // Nothing is in the history where nothing had been begun.
        if let Some(done) = history.first() {
            assert_eq!((done.state, done.moved), (ActionState::Done, count), "{name} {after} {done:?}");
            assert_eq!((eyes.look("INBOX").len(), eyes.look(&trash).len()), (before.len() - count, count), "{name} {after}");
            let (undone, _) = desk.act(Command::Undo(None));
            assert_eq!((undone.state, undone.moved), (ActionState::Done, count), "{name} {after}");
        }
        assert_eq!((eyes.look("INBOX"), eyes.look(&trash).len()), (before.clone(), 0), "{name} {after}");
        if !hit {
            break;
        }
    }
    assert!(cuts > 3, "{name}: {cuts}");
}

#[test]
fn cyrus_is_cleaned_up_and_put_back() {
    there_and_back(&cyrus());
}

#[test]
fn courier_is_cleaned_up_and_put_back() {
    there_and_back(&courier());
}
