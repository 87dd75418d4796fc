//! The watch: news are told while they come, on a real server, over a line that breaks, and without IDLE; standing orders.

use crate::end_to_end::desk::Desk;
use crate::end_to_end::{Line, everything, fill, fill_but, inbox, order, scanned};
use crate::support::{Dovecot, Message, Options};
use deich::account::Security;
use deich::engine::{ActionState, Command, Event, News, Picture, Target, Watch};
use deich::mail::MailboxName;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// Delivers a message as a mail server does.
fn lmtp(server: &Dovecot, subject: &str) {
    let stream = TcpStream::connect(("127.0.0.1", server.lmtp_port)).unwrap();
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let mut stream = stream;
    let mut expect = |code: &str| loop {
        let line = lines.next().unwrap().unwrap();
        assert!(line.starts_with(code), "{line}");
        if !line.starts_with(&format!("{code}-")) {
            return;
        }
    };
    let mut say = |line: &str| stream.write_all(format!("{line}\r\n").as_bytes()).unwrap();
    expect("220");
    say("LHLO mail.example");
    expect("250");
    say("MAIL FROM:<someone@example.org>");
    expect("250");
    say(&format!("RCPT TO:<{}>", server.user));
    expect("250");
    say("DATA");
    expect("354");
    say(&format!("From: someone@example.org\r\nSubject: {subject}\r\nMessage-ID: <{subject}@example.org>\r\n\r\nHello\r\n."));
    expect("250");
}

fn news(desk: &Desk) -> News {
    match desk.next() {
        Event::News(news) => news,
        other => panic!("{other:?}"),
    }
}

fn on(desk: &Desk) {
    let event = desk.next();
    assert!(matches!(event, Event::Watch(Watch::On)), "{event:?}");
}

fn watching(server: &Dovecot, port: u16, security: Security) -> (Desk, Arc<Picture>) {
    let mut desk = Desk::new();
    desk.handle().send(Command::Watch(true));
    let picture = scanned(&mut desk, order(server, port, security));
    on(&desk);
    (desk, picture)
}

/// What came is told and shown when the member wants it; what went is told too.
fn comes_and_goes(server: &Dovecot, patient: bool) {
    let (mut desk, picture) = watching(server, server.imaps_port, Security::Tls);
    let before = picture.messages.len();
    lmtp(server, "one");
    assert_eq!(news(&desk), News { new: 1, gone: 0, moved: 0 });
    // A command is answered meanwhile, by what is on the screen.
    assert_eq!(desk.history().len(), 0);
    let shown = scanned(&mut desk, Command::ShowNews);
    assert_eq!(shown.messages.len(), before + 1);
    assert!(shown.messages.iter().any(|message| message.subject() == "one"));
    if patient {
        server.doveadm(&["expunge", "-u", server.user, "mailbox", "INBOX", "header", "Message-ID", "one@example.org"]);
        assert_eq!(news(&desk), News { new: 0, gone: 1, moved: 0 });
        assert_eq!(scanned(&mut desk, Command::ShowNews).messages.len(), before);
        desk.handle().send(Command::Watch(false));
        let event = desk.next();
        assert!(matches!(event, Event::Watch(Watch::Off)), "{event:?}");
    }
}

#[test]
fn news_are_told_as_they_come() {
    let server = Dovecot::start(&Options::default());
    fill(&server, 200);
    comes_and_goes(&server, true);
}

#[test]
fn without_idle_the_mailbox_is_looked_at_now_and_then() {
    let server = Dovecot::start(&Options { without: vec!["IDLE"], ..Options::default() });
    fill(&server, 100);
    comes_and_goes(&server, false);
}

#[test]
fn a_line_that_breaks_is_built_again() {
    let server = Dovecot::start(&Options::default());
    fill(&server, 100);
    let line = Line::to(server.imap_port, "IDLE", false);
    let (mut desk, picture) = watching(&server, line.port, Security::Plain);
    // The next IDLE does not arrive: it comes at the latest after the first news.
    line.moves.store(0, Ordering::SeqCst);
    lmtp(&server, "one");
    let (mut told, mut lost, mut back) = (News::default(), false, false);
    while told != (News { new: 1, gone: 0, moved: 0 }) || !back {
        match desk.next() {
            Event::News(news) => told = news,
            Event::Watch(Watch::Offline { .. }) => lost = true,
            Event::Watch(Watch::On) => back = lost,
            other => panic!("{other:?}"),
        }
    }
    lmtp(&server, "two");
    assert_eq!(news(&desk), News { new: 2, gone: 0, moved: 0 });
    assert_eq!(scanned(&mut desk, Command::ShowNews).messages.len(), picture.messages.len() + 2);
}

/// What of a flood comes in anew is moved on, and nothing else; an undo brings it back, and it stays.
#[test]
fn a_standing_order_moves_what_comes_in() {
    let server = Dovecot::start(&Options::default());
    let held: Vec<Message> = fill_but(&server, 600, 60);
    let (mut desk, picture) = watching(&server, server.imaps_port, Security::Tls);
    let incident = picture.findings.incidents[0].id;
    let to = MailboxName::new("Mail-Sturm");
    let followed = |desk: &mut Desk, to| match desk.ask(Command::Follow { incident, to }) {
        Event::Changed(picture) => picture.followed.iter().copied().collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(followed(&mut desk, Some(Target::Mailbox(to))), [incident]);
    let came = held.len();
    server.deliver("INBOX", held);
    let all = everything(&server).len();
    // Some of them may be read while the others are still written. What was told as new can be moved once more of the flood is seen: the
    // end is reached when the same news tells of all.
    let (mut swept, mut told, mut actions) = (0, News::default(), Vec::new());
    while told.moved + told.new < came {
        match desk.next() {
            Event::Swept(action) => {
                assert_eq!((action.state, action.failed), (ActionState::Done, 0), "{action:?}");
                swept += action.moved;
                actions.push(action);
            }
            Event::News(news) => told = news,
            other => panic!("{other:?}"),
        }
    }
    assert!(swept > 20, "{swept}");
    assert_eq!((told.gone, told.moved, everything(&server).len()), (0, swept, all));
    let shown = scanned(&mut desk, Command::ShowNews);
    assert_eq!(shown.messages.len(), picture.messages.len() + came);
    // Of what came and is offered, nothing is left; what lay there before is left alone.
    let here = |picture: &Picture| {
        let offered = picture.findings.verdicts.iter().enumerate().filter(|(_, v)| v.offered() && v.incident == Some(incident));
        offered.filter(|(index, _)| !picture.moved.contains(index)).count()
    };
    assert!(here(&shown) >= here(&picture), "{} {}", here(&shown), here(&picture));
    assert!(shown.moved.iter().all(|index| shown.findings.verdicts[*index].protected.is_none()), "nothing kept safe was moved");
    assert_eq!((shown.moved.len(), !shown.followed.is_empty()), (swept, true));

    let before = inbox(&server).len();
    for action in actions.iter().rev() {
        let (undone, _) = desk.act(Command::Undo(Some(action.id)));
        assert_eq!((undone.state, undone.moved), (ActionState::Done, action.moved));
    }
    assert_eq!(inbox(&server).len(), before + swept);
    // Something else comes: what was brought back stays all the same.
    lmtp(&server, "else");
    loop {
        match desk.next() {
            Event::News(News { new: 1.., .. }) => break,
            Event::News(_) => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(inbox(&server).len(), before + swept + 1);
    assert_eq!(followed(&mut desk, None), Vec::<u32>::new());
}
