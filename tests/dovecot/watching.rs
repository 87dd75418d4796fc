//! The watch: news are told while they come, on a real server, over a line that breaks, and without IDLE; standing orders.

use crate::end_to_end::desk::Desk;
use crate::end_to_end::{Line, TARGET, everything, fill, fill_but, fill_until, inbox, order, scanned};
use crate::proxy;
use crate::support::{Dovecot, Message, Options};
use deich::account::Security;
use deich::engine::{Action, ActionState, Command, Error, Event, News, Picture, Scan, Target, Task, Watch};
use deich::mail::{MailboxName, Packed};
use deich::source::{MailSource, SourceError};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

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

/// Ends the program however the test ends.
struct Running(std::process::Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// `deich watch` on a real server over TLS: told line by line, cleared away, ended by Ctrl-C while a flood comes in.
#[test]
fn the_command_line_watches_until_it_is_asked_to_end() {
    let server = Dovecot::start(&Options::default());
    let held = fill_until(&jiff::Zoned::now().to_string(), &server, 600, 40);
    let user = server.user.replace('@', "%40");
    let source = format!("imaps://{user}@{}:{}", server.host, server.imaps_port);
    let data = tempfile::tempdir().unwrap();
    let command = |words: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_deich"));
        command.args(words).args(["--data", data.path().to_str().unwrap()]);
        command.env("DEICH_LANG", "en").env("DEICH_KEYRING", "off").stdin(Stdio::piped()).stdout(Stdio::piped());
        command
    };
    let ca = server.ca_pem.to_str().unwrap();
    let words =
        ["watch", &source, "--me", deich::demo::ME, "--follow", "1", "--to", TARGET, "--json", "--password-stdin", "--ca", ca];
    let mut running = Running(command(&words).spawn().unwrap());
    writeln!(running.0.stdin.take().unwrap(), "{}", server.password).unwrap();
    let mut lines = BufReader::new(running.0.stdout.take().unwrap()).lines().map(Result::unwrap);
    let read = |line: Option<String>| serde_json::from_str::<serde_json::Value>(&line.expect("it ended")).unwrap();
    assert_eq!(read(lines.next())["state"], "on");
    lmtp(&server, "one");
    let first = read(lines.next());
    assert_eq!((&first["event"], &first["subject"]), (&"new".into(), &"one".into()));
    let all = everything(&server).len() + held.len();
    server.deliver("INBOX", held);
    let swept = loop {
        let line = read(lines.next());
        if line["event"] == "swept" {
            break line;
        }
    };
    assert_eq!((&swept["action"]["state"], &swept["action"]["to"][0]), (&"done".into(), &TARGET.into()), "{swept}");
    // Perhaps in the middle of the next look, or sweep.
    let pid = running.0.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    let last = read(lines.last());
    assert_eq!(running.0.wait().unwrap().code(), Some(0), "{last}");
    assert_eq!(last["event"], "ended");
    let moved = usize::try_from(last["moved"].as_u64().unwrap()).unwrap();
    assert!(moved > 10 && last["new"].as_u64() >= Some(1), "{last}");
    // Whole on the server, and in the journal.
    assert_eq!((crate::end_to_end::moved_so_far(&server), everything(&server).len()), (moved, all));
    let history = command(&["history", "--json"]).output().unwrap();
    let history: serde_json::Value = serde_json::from_slice(&history.stdout).unwrap();
    let actions = history["actions"].as_array().unwrap();
    assert!(actions.iter().all(|action| action["state"] == "done"), "{history}");
    assert_eq!(actions.iter().map(|action| action["moved"].as_u64().unwrap()).sum::<u64>(), moved as u64);
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

/// A line tells of one folder at once; the others are looked at every minute, and first of all.
#[test]
fn every_folder_is_watched() {
    let server = Dovecot::start(&Options::default());
    fill(&server, 100);
    server.deliver("Verein", std::iter::empty());
    let mut desk = Desk::new();
    desk.handle().send(Command::Watch(true));
    let Command::Scan(scan) = order(&server, server.imaps_port, Security::Tls) else { panic!() };
    let folders = vec![MailboxName::new("Verein"), MailboxName::inbox()];
    let picture = scanned(&mut desk, Command::Scan(Scan { folders, ..scan }));
    on(&desk);
    lmtp(&server, "one");
    desk.handle().send(Command::Watch(false));
    desk.handle().send(Command::Watch(true));
    let told = loop {
        match desk.next() {
            Event::Watch(_) => {}
            Event::News(news) => break news,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(told, News { new: 1, gone: 0, moved: 0 });
    desk.handle().send(Command::ShowNews);
    let shown = loop {
        match desk.next() {
            // It may have been told before the two commands were heard.
            Event::Watch(_) => {}
            Event::Scanned(shown) => break shown,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(shown.messages.len(), picture.messages.len() + 1);
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
    let shared = picture.messages.iter().filter(|message| shown.messages.iter().any(|other| Arc::ptr_eq(message, other)));
    assert_eq!(shared.count(), before, "what is as it was is held once");
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
    assert_eq!(follow(&mut desk, incident, true), [incident]);
    let came = held.len();
    let all = everything(&server).len() + came;
    server.deliver("INBOX", held);
    let (actions, told) = sweeps(&desk, came);
    let swept = actions.iter().map(|action| action.moved).sum::<usize>();
    assert!(swept > 20, "{swept}");
    assert_eq!((told.gone, told.moved, everything(&server).len()), (0, swept, all));
    let shown = scanned(&mut desk, Command::ShowNews);
    assert_eq!(shown.messages.len(), picture.messages.len() + came);
    check_swept(&picture, &shown);
    assert_eq!(shown.moved.len(), swept);

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
    assert_eq!(follow(&mut desk, incident, false), Vec::<u32>::new());
}

/// Follows an incident into a mailbox, or no longer, and answers which are followed then.
fn follow(desk: &mut Desk, incident: u32, on: bool) -> Vec<u32> {
    let to = on.then(|| Target::Mailbox(MailboxName::new(TARGET)));
    match desk.ask(Command::Follow { incident, to }) {
        Event::Changed(picture) => picture.followed.keys().copied().collect(),
        other => panic!("{other:?}"),
    }
}

/// Waits until the same news tells of so many messages, moved or not, and answers the actions and that news. (Some may be read while the
/// others are still written, and what was told as new can be moved once more of the flood is seen.)
fn sweeps(desk: &Desk, came: usize) -> (Vec<Action>, News) {
    let (mut actions, mut told): (Vec<Action>, _) = (Vec::new(), News::default());
    while told.moved + told.new < came {
        match desk.next() {
            Event::Swept(action) => {
                assert_eq!((action.state, action.failed), (ActionState::Done, 0), "{action:?}");
                actions.push(action);
            }
            Event::Changed(picture) => assert_eq!(picture.open_action, None),
            Event::News(news) => told = news,
            other => panic!("{other:?}"),
        }
    }
    (actions, told)
}

/// Of what came and is offered, nothing is left; what lay there before lies there still; nothing kept safe was moved.
fn check_swept(before: &Picture, shown: &Picture) {
    let is_here = |(index, _): &(usize, &Arc<Packed>)| !shown.moved.contains(index);
    let here: BTreeMap<_, _> = shown.messages.iter().enumerate().filter(is_here).map(|(at, m)| (m.key(), at)).collect();
    let was: BTreeSet<_> = before.messages.iter().map(|message| message.key()).collect();
    assert_eq!(was.iter().filter(|key| !here.contains_key(*key)).collect::<Vec<_>>(), [] as [&_; 0]);
    let due = |at: usize| {
        let verdict = &shown.findings.verdicts[at];
        verdict.offered() && verdict.incident.is_some_and(|id| shown.followed.contains_key(&id))
    };
    let left: Vec<_> = here.iter().filter(|(key, at)| !was.contains(*key) && due(**at)).collect();
    assert_eq!(left, []);
    assert_eq!(shown.moved.iter().filter(|at| !due(**at)).collect::<Vec<_>>(), [] as [&usize; 0]);
}

/// A member who walks through the list asks for texts and cancels them. That is no reason to leave a sweep half way; and what was
/// kept aside before it, as it was then, is never shown.
#[test]
fn a_sweep_is_carried_to_its_end_whatever_is_asked_for_meanwhile() {
    let server = Dovecot::start(&Options::default());
    let held = fill_but(&server, 600, 60);
    let line = proxy::Line::to(server.imap_port);
    let (mut desk, picture) = watching(&server, line.port, Security::Plain);
    let incident = picture.findings.incidents[0].id;
    follow(&mut desk, incident, true);
    lmtp(&server, "aside");
    assert_eq!(news(&desk), News { new: 1, gone: 0, moved: 0 });

    let (reached, at_move) = channel();
    let (go_on, wait) = channel();
    line.call_at("UID MOVE", move || {
        reached.send(()).unwrap();
        wait.recv_timeout(Duration::from_mins(1)).unwrap();
    });
    let came = held.len();
    server.deliver("INBOX", held);
    at_move.recv_timeout(Duration::from_mins(2)).unwrap();
    desk.handle().send(Command::ShowNews);
    desk.handle().send(Command::Text(picture.messages[0].key()));
    desk.handle().cancel();
    // Longer than a wait on the line takes to see that.
    std::thread::sleep(Duration::from_millis(500));
    go_on.send(()).unwrap();

    let mut swept = 0;
    loop {
        match desk.next() {
            Event::Swept(action) => {
                assert_eq!((action.state, action.failed), (ActionState::Done, 0), "{action:?}");
                swept += action.moved;
            }
            Event::Changed(picture) => assert_eq!(picture.open_action, None),
            // Between look and sweep the first part of the rest may have been told.
            Event::News(_) if swept == 0 => {}
            Event::Scanned(shown) => {
                assert_eq!(shown.messages.len(), picture.messages.len(), "older than the sweep");
                break;
            }
            other => panic!("{other:?}"),
        }
    }
    assert!(swept > 0);
    let event = desk.next();
    assert!(matches!(event, Event::Cancelled(Task::Text)), "{event:?}");
    let (_, told) = sweeps(&desk, came + 1 - swept);
    assert!(told.new > 0);
    let shown = scanned(&mut desk, Command::ShowNews);
    assert_eq!(shown.messages.len(), picture.messages.len() + came + 1);
    check_swept(&picture, &shown);
    assert_eq!(shown.open_action, None);
}

/// Two waves through one alias have one name. Whichever the member follows is followed, and not the one that was over before.
#[test]
fn a_second_wave_is_followed() {
    let server = Dovecot::start(&Options::default());
    fill_until("2017-10-20T12:00:00+02:00[Europe/Berlin]", &server, 300, 0);
    let held = fill_but(&server, 600, 60);
    let (mut desk, picture) = watching(&server, server.imaps_port, Security::Tls);
    let [first, .., second] = picture.findings.incidents.as_slice() else { panic!("{:?}", picture.findings.incidents) };
    assert_eq!((first.kind, &first.key), (second.kind, &second.key));
    assert_eq!(follow(&mut desk, second.id, true), [second.id]);
    let came = held.len();
    server.deliver("INBOX", held);
    let (actions, _) = sweeps(&desk, came);
    assert!(actions.iter().map(|action| action.moved).sum::<usize>() > 20);
    check_swept(&picture, &scanned(&mut desk, Command::ShowNews));
    // Who follows the first follows what goes on under its name.
    assert_eq!(follow(&mut desk, first.id, true), [first.id, second.id]);
    assert_eq!(follow(&mut desk, second.id, false), Vec::<u32>::new());
}

/// It ends by itself, holds in the next run, and is seen and ended without a mailbox that is open.
#[test]
fn a_standing_order_is_seen_and_ended_from_outside() {
    let server = Dovecot::start(&Options::default());
    fill(&server, 300);
    let (mut desk, picture) = watching(&server, server.imaps_port, Security::Tls);
    let incident = picture.findings.incidents[0].id;
    assert_eq!(follow(&mut desk, incident, true), [incident]);
    desk.restart();
    let orders = |event| match event {
        Event::Orders(orders) => orders,
        other => panic!("{other:?}"),
    };
    let held = orders(desk.ask(Command::Orders));
    let [order] = held.as_slice() else { panic!("{held:?}") };
    assert_eq!((order.source.as_str(), order.to.as_str()), (server.user, TARGET));
    assert_eq!(*order.key, *picture.findings.incidents[0].key);
    assert_eq!(order.until, "2017-12-15T12:00:00Z".parse().unwrap());
    let again = scanned(&mut desk, self::order(&server, server.imaps_port, Security::Tls));
    assert_eq!(again.followed, [(incident, order.until)].into());
    assert_eq!(orders(desk.ask(Command::EndOrder(order.id))), []);
    let Event::Changed(picture) = desk.next() else { panic!() };
    assert!(picture.followed.is_empty());
}

/// What cannot mend itself ends the watch on what is open, and is said; whatever is opened next is watched.
#[test]
fn a_watch_that_failed_is_said_and_begins_again_with_the_next_scan() {
    let server = Dovecot::start(&Options::default());
    fill(&server, 100);
    let line = Line::to(server.imap_port, "IDLE", false);
    let (mut desk, _) = watching(&server, line.port, Security::Plain);
    let users = server.dir().join("users");
    let right = std::fs::read_to_string(&users).unwrap();
    std::fs::write(&users, format!("{}:{{PLAIN}}another\n", server.user)).unwrap();
    line.moves.store(0, Ordering::SeqCst);
    lmtp(&server, "one");
    loop {
        match desk.next() {
            Event::News(_) | Event::Watch(Watch::Offline { .. } | Watch::On) => {}
            Event::Failed { task: Task::Watch, error, .. } => {
                assert!(matches!(*error, Error::Source(SourceError::WrongPassword { .. })), "{error:?}");
                break;
            }
            other => panic!("{other:?}"),
        }
    }
    let event = desk.next();
    assert!(matches!(event, Event::Watch(Watch::Off)), "{event:?}");
    std::fs::write(&users, right).unwrap();
    scanned(&mut desk, order(&server, line.port, Security::Plain));
    on(&desk);
    lmtp(&server, "two");
    assert_eq!(news(&desk), News { new: 1, gone: 0, moved: 0 });
}

/// Who is wanted does not wait for a server that is silent.
#[test]
fn a_dead_line_does_not_hold_a_command_up() {
    let server = Dovecot::start(&Options::default());
    fill(&server, 100);
    let line = proxy::Line::to(server.imap_port);
    let (reached, idle) = channel();
    line.call_at(" IDLE", move || reached.send(()).unwrap());
    let (mut desk, _) = watching(&server, line.port, Security::Plain);
    idle.recv_timeout(Duration::from_mins(1)).unwrap();
    line.arm(Some(proxy::Fault { kind: proxy::Kind::Stall, after: 0, within: 0 }));
    let asked = Instant::now();
    desk.history();
    // A server that is asked for something gets a minute to answer.
    assert!(asked.elapsed() < Duration::from_secs(30), "{:?}", asked.elapsed());
    assert!(line.disarm(), "the line was whole");
    lmtp(&server, "one");
    assert_eq!(news(&desk), News { new: 1, gone: 0, moved: 0 });
}

/// How a mailbox stands after news is how the next wait begins.
#[test]
fn the_same_news_are_told_once() {
    for without in [vec![], vec!["CONDSTORE", "QRESYNC"]] {
        let server = Dovecot::start(&Options { without, ..Options::default() });
        fill(&server, 20);
        let mut source = crate::connect(&server);
        let inbox = MailboxName::inbox();
        let (_, stood) = source.watch(&inbox, None, &|| true).unwrap();
        let come = std::thread::scope(|scope| {
            scope.spawn(|| {
                // The wait has begun by then.
                std::thread::sleep(Duration::from_secs(1));
                lmtp(&server, "one");
            });
            source.watch(&inbox, Some(&stood), &|| false).unwrap()
        });
        assert!(come.0 && come.1 != stood);
        assert_eq!(source.watch(&inbox, Some(&come.1), &|| true).unwrap(), (false, come.1));
    }
}

/// New mail is read, triaged and told soon; how soon stands in docs/imap.md.
#[test]
fn new_mail_is_told_soon() {
    let server = Dovecot::start(&Options::default());
    fill(&server, 500);
    let (desk, _) = watching(&server, server.imaps_port, Security::Tls);
    for count in 1..=3 {
        let came = Instant::now();
        lmtp(&server, &format!("soon-{count}"));
        assert_eq!(news(&desk), News { new: count, gone: 0, moved: 0 });
        let took = came.elapsed();
        eprintln!("told after {took:?}");
        assert!(took < Duration::from_secs(20), "{took:?}");
        // Looks that follow each other rest longer than they took: here it is the first that counts.
        std::thread::sleep(took * 4);
    }
}

/// A line that breaks in the middle of a sweep leaves it open; once it is back, the sweep goes on by itself.
#[test]
fn a_sweep_that_was_cut_goes_on_by_itself() {
    for deliver in [true, false] {
        let server = Dovecot::start(&Options::default());
        let held = fill_but(&server, 400, 60);
        let line = Line::to(server.imap_port, "UID MOVE", deliver);
        let (mut desk, picture) = watching(&server, line.port, Security::Plain);
        let incident = picture.findings.incidents[0].id;
        follow(&mut desk, incident, true);
        line.moves.store(0, Ordering::SeqCst);
        let came = held.len();
        // Not taken from the disk after the delivery: the first sweep may be moving by then.
        let mut all = everything(&server);
        all.extend(held.iter().map(|message| (message.flags.to_owned(), message.octets.clone())));
        all.sort();
        server.deliver("INBOX", held);
        let (mut told, mut open, mut ended) = (News::default(), None, false);
        while told.moved + told.new < came || !ended {
            match desk.next() {
                Event::Swept(action) if action.state == ActionState::Open => open = Some(action.id),
                Event::Swept(action) => {
                    assert_eq!((action.state, action.failed), (ActionState::Done, 0), "{action:?}");
                    ended |= open == Some(action.id);
                }
                Event::Changed(picture) => {
                    assert_eq!(
                        picture.open_action.as_ref().map(|action| action.id),
                        open.filter(|_| !ended),
                        "the member sees it"
                    );
                }
                Event::News(news) => told = news,
                Event::Watch(Watch::Offline { .. } | Watch::On) => {}
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(everything(&server), all);
        check_swept(&picture, &scanned(&mut desk, Command::ShowNews));
    }
}
