//! The whole way on a real server: 5,000 messages are scanned, cleaned up, the program is killed and the line cut in the
//! middle, the action is finished or undone, and the server's content is compared with what it was, message for message.

#[path = "../engine/support.rs"]
pub mod desk;

use crate::support::{Dovecot, Message, Options};
use deich::account::{Secret, Security};
use deich::demo;
use deich::engine::{ActionState, CleanUp, Command, Error, Event, Scan, SourceSpec, Target, Task};
use deich::mail::{Flags, MailboxName};
use deich::source::SourceError;
use desk::{Desk, snapshot};
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::Stdio;
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

pub const TARGET: &str = "Mail-Sturm";

type Content = Vec<(String, Vec<u8>)>;

pub fn fill(server: &Dovecot, size: usize) {
    fill_but(server, size, 0);
}

/// Fills all but the last so many messages of the inbox, and answers those.
pub fn fill_but(server: &Dovecot, size: usize, held: usize) -> Vec<Message> {
    fill_until("2017-12-01T12:00:00+01:00[Europe/Berlin]", server, size, held)
}

/// The same with a flood that ends then.
pub fn fill_until(end: &str, server: &Dovecot, size: usize, held: usize) -> Vec<Message> {
    let end = end.parse().unwrap();
    let letters = |flags: Flags| -> &'static str {
        let known = [(Flags::DRAFT, 'D'), (Flags::FLAGGED, 'F'), (Flags::ANSWERED, 'R'), (Flags::SEEN, 'S')];
        let letters: String = known.iter().filter(|(flag, _)| flags.has(*flag)).map(|(_, letter)| letter).collect();
        Box::leak(letters.into_boxed_str())
    };
    let mut sent = Vec::new();
    let inbox = demo::messages(size, 1, &end).filter_map(|m| {
        let received = u64::try_from(m.received.as_second()).unwrap();
        let message = Message { octets: m.octets, received, flags: letters(m.flags) };
        if m.mailbox == demo::Mailbox::Inbox {
            return Some(message);
        }
        sent.push(message);
        None
    });
    let mut inbox = inbox.collect::<Vec<_>>();
    inbox.sort_by_key(|message| message.received);
    let held = inbox.split_off(inbox.len() - held);
    server.deliver("INBOX", inbox);
    server.deliver("Sent", sent);
    held
}

pub fn order(server: &Dovecot, port: u16, security: Security) -> Command {
    let source = SourceSpec::Imap { user: server.user.into(), host: server.host.into(), port, security };
    let secret = Some(Secret::new(server.password));
    let me = vec![demo::ME.to_owned()];
    Command::Scan(Scan { source, secret, remember: false, me, folders: Vec::new(), ca: Some(server.ca_pem.clone()) })
}

pub fn inbox(server: &Dovecot) -> Content {
    snapshot(&server.maildir())["INBOX"].clone()
}

pub fn moved_so_far(server: &Dovecot) -> usize {
    let folder = server.mailbox_dir(TARGET);
    ["cur", "new"].iter().map(|part| std::fs::read_dir(folder.join(part)).map_or(0, Iterator::count)).sum()
}

/// Everything the member has, wherever it lies.
pub fn everything(server: &Dovecot) -> Content {
    let mut all: Content = snapshot(&server.maildir()).into_values().flatten().collect();
    all.sort();
    all
}

pub fn clean_up() -> Command {
    Command::Preview(CleanUp { incident: Some(1), selection: Vec::new(), to: Target::Mailbox(MailboxName::new(TARGET)) })
}

pub fn scanned(desk: &mut Desk, command: Command) -> Arc<deich::engine::Picture> {
    match desk.ask(command) {
        Event::Scanned(picture) => picture,
        other => panic!("{other:?}"),
    }
}

/// The program, on its way to clean the mailbox up, is killed when `threshold` messages have reached the target.
fn kill_in_the_middle(server: &Dovecot, desk: &Desk, threshold: usize) -> bool {
    let source = format!("imaps://{}@{}:{}", server.user.replace('@', "%40"), server.host, server.imaps_port);
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_deich"))
        .args(["clean", &source, "--me", demo::ME, "--incident", "1", "--to", TARGET, "--yes", "--password-stdin", "--data"])
        .arg(desk.data())
        .arg("--ca")
        .arg(&server.ca_pem)
        .env("DEICH_KEYRING", "off")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    writeln!(child.stdin.take().unwrap(), "{}", server.password).unwrap();
    let patience = Instant::now() + Duration::from_mins(5);
    while child.try_wait().unwrap().is_none() {
        if moved_so_far(server) >= threshold {
            child.kill().unwrap();
            child.wait().unwrap();
            return true;
        }
        assert!(Instant::now() < patience, "the program hangs");
        std::thread::sleep(Duration::from_millis(1));
    }
    false
}

#[test]
fn five_thousand_messages_killed_in_the_middle_finished_and_undone() {
    let server = Dovecot::start(&Options::default());
    fill(&server, 5000);
    let (before, all) = (inbox(&server), everything(&server));
    assert!(before.len() > 4500);
    let mut killed = 0;
    for (threshold, finish) in [(1, false), (1500, true)] {
        let mut desk = Desk::new();
        desk.stop();
        let in_the_middle = kill_in_the_middle(&server, &desk, threshold);
        assert!(in_the_middle, "the program was through before {threshold} messages were seen in {TARGET}: {}", server.log());
        desk.restart();
        let picture = scanned(&mut desk, order(&server, server.imaps_port, Security::Tls));
        // The kill may have come just after the last step.
        let Some(open) = picture.open_action.clone() else { panic!("no open action") };
        killed += 1;
        assert_eq!(everything(&server), all, "no message is lost, doubled or changed");
        let command = if finish { Command::Finish(open.id) } else { Command::Undo(Some(open.id)) };
        let (done, _) = desk.act(command);
        assert_eq!((done.state, done.failed, done.gone), (ActionState::Done, 0, 0), "{done:?}");
        assert_eq!(everything(&server), all);
        if finish {
            assert_eq!((done.moved, moved_so_far(&server)), (open.planned, open.planned));
            let (undone, _) = desk.act(Command::Undo(None));
            assert_eq!((undone.state, undone.moved), (ActionState::Done, open.planned));
        }
        assert_eq!(moved_so_far(&server), 0);
        assert_eq!(inbox(&server), before, "every message is where it was, with its flags");
    }
    assert_eq!(killed, 2);
}

/// A line that can be cut: it passes everything on until it has seen so many of one command.
pub struct Line {
    pub port: u16,
    /// Moves to let pass; negative: all.
    pub moves: Arc<AtomicI32>,
}

impl Line {
    /// `deliver`: whether the command (`at`) at which it breaks still reaches the server.
    pub fn to(port: u16, at: &'static str, deliver: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let moves = Arc::new(AtomicI32::new(-1));
        let line = Self { port: listener.local_addr().unwrap().port(), moves: Arc::clone(&moves) };
        std::thread::spawn(move || {
            for client in listener.incoming() {
                let (client, server) = (client.unwrap(), TcpStream::connect(("127.0.0.1", port)).unwrap());
                let cut = Arc::new(Mutex::new(false));
                let (from, to, cut_too) = (server.try_clone().unwrap(), client.try_clone().unwrap(), Arc::clone(&cut));
                std::thread::spawn(move || pass(from, to, |_| !*cut_too.lock().unwrap()));
                let moves = Arc::clone(&moves);
                std::thread::spawn(move || {
                    let mut out = server.try_clone().unwrap();
                    pass(client.try_clone().unwrap(), server.try_clone().unwrap(), |octets| {
                        let is_move = octets.windows(at.len()).any(|window| window == at.as_bytes());
                        if !is_move || moves.load(Ordering::SeqCst) < 0 || moves.fetch_sub(1, Ordering::SeqCst) > 0 {
                            return true;
                        }
                        moves.store(-1, Ordering::SeqCst);
                        *cut.lock().unwrap() = true;
                        if deliver {
                            out.write_all(octets).unwrap();
                            // So that the server does it, and its answer is lost.
                            std::thread::sleep(Duration::from_millis(1500));
                        }
                        let _ = client.shutdown(Shutdown::Both);
                        let _ = server.shutdown(Shutdown::Both);
                        false
                    });
                });
            }
        });
        line
    }
}

fn pass(mut from: TcpStream, mut to: TcpStream, mut may: impl FnMut(&[u8]) -> bool) {
    let mut buffer = vec![0; 64 * 1024];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        if !may(&buffer[..count]) || to.write_all(&buffer[..count]).is_err() {
            return;
        }
    }
    let _ = to.shutdown(Shutdown::Write);
}

#[test]
fn the_line_is_cut_in_the_middle_of_a_move() {
    let server = Dovecot::start(&Options::default());
    fill(&server, 1500);
    let (before, all) = (inbox(&server), everything(&server));
    for deliver in [true, false] {
        for finish in [true, false] {
            let line = Line::to(server.imap_port, "UID MOVE", deliver);
            let mut desk = Desk::new();
            let picture = scanned(&mut desk, order(&server, line.port, Security::Plain));
            let offered = picture.findings.verdicts.iter().filter(|v| v.offered()).count();
            assert!(offered > 1000);
            let preview = desk.preview(clean_up());
            line.moves.store(1, Ordering::SeqCst);
            match desk.ask(Command::Execute((*preview).clone().approve())) {
                Event::Failed { task: Task::Execute, error, .. } => {
                    assert!(matches!(*error, Error::Source(SourceError::Dropped { .. })), "{error:?}");
                }
                other => panic!("{other:?}"),
            }
            let Event::Done(open) = desk.next() else { panic!() };
            assert_eq!((open.state, open.moved), (ActionState::Open, 500));
            let Event::Changed(picture) = desk.next() else { panic!() };
            assert_eq!(picture.open_action.as_ref().map(|a| a.id), Some(open.id));
            assert_eq!(everything(&server), all);
            let (done, _) = desk.act(if finish { Command::Finish(open.id) } else { Command::Undo(Some(open.id)) });
            assert_eq!((done.state, done.failed, done.gone), (ActionState::Done, 0, 0), "{done:?}");
            if finish {
                assert_eq!(done.moved, offered);
                desk.act(Command::Undo(None));
            }
            assert_eq!(inbox(&server), before);
            assert_eq!(everything(&server), all);
        }
    }
}

/// What a mailbox shows: where nothing can be expunged alone, messages stay behind with a mark.
fn shown(content: Content) -> Content {
    let marked = |flags: &str| flags.rsplit(',').next().is_some_and(|flags| flags.contains('T'));
    content.into_iter().filter(|(flags, _)| !marked(flags)).collect()
}

/// Where a move is a copy and a removal, the line is cut between the two, before and after the originals are marked.
#[test]
fn the_line_is_cut_between_copy_and_removal() {
    let cuts = [
        (vec!["MOVE"], "UID STORE", false),
        (vec!["MOVE"], "UID STORE", true),
        (vec!["MOVE"], "UID EXPUNGE", true),
        (vec!["MOVE", "UIDPLUS"], "UID STORE", false),
        (vec!["MOVE", "UIDPLUS"], "UID STORE", true),
    ];
    for (without, at, deliver) in cuts {
        for finish in [true, false] {
            let server = Dovecot::start(&Options { without: without.clone(), ..Options::default() });
            fill(&server, 300);
            let (before, all) = (inbox(&server), everything(&server));
            let line = Line::to(server.imap_port, at, deliver);
            let mut desk = Desk::new();
            let picture = scanned(&mut desk, order(&server, line.port, Security::Plain));
            let offered = picture.findings.verdicts.iter().filter(|v| v.offered()).count();
            let preview = desk.preview(clean_up());
            line.moves.store(0, Ordering::SeqCst);
            match desk.ask(Command::Execute((*preview).clone().approve())) {
                Event::Failed { task: Task::Execute, error, .. } => {
                    assert!(matches!(*error, Error::Source(SourceError::Dropped { .. })), "{error:?}");
                }
                other => panic!("{other:?}"),
            }
            let Event::Done(open) = desk.next() else { panic!() };
            assert_eq!(open.state, ActionState::Open);
            let Event::Changed(_) = desk.next() else { panic!() };
            let (done, _) = desk.act(if finish { Command::Finish(open.id) } else { Command::Undo(Some(open.id)) });
            assert_eq!((done.state, done.failed, done.gone), (ActionState::Done, 0, 0), "{without:?} {at} {deliver} {done:?}");
            if finish {
                assert_eq!(done.moved, offered, "{without:?} {at} {deliver}");
                let there = shown(snapshot(&server.maildir())[TARGET].clone()).len();
                assert_eq!((there, shown(everything(&server)).len()), (offered, all.len()), "{without:?} {at} {deliver}");
                desk.act(Command::Undo(None));
            }
            assert_eq!(shown(inbox(&server)), before, "{without:?} {at} {deliver} {finish}");
            assert_eq!(shown(everything(&server)), all, "{without:?} {at} {deliver} {finish}");
        }
    }
}

/// Whatever the server can or cannot do: there and back.
#[test]
fn every_kind_of_server_is_cleaned_up_and_put_back() {
    for without in [vec!["MOVE"], vec!["UIDPLUS"], vec!["MOVE", "UIDPLUS"], vec!["CONDSTORE", "QRESYNC", "ESEARCH"]] {
        let server = Dovecot::start(&Options { without: without.clone(), ..Options::default() });
        fill(&server, 700);
        let (before, all) = (inbox(&server), everything(&server));
        let mut desk = Desk::new();
        let picture = scanned(&mut desk, order(&server, server.imaps_port, Security::Tls));
        let offered = picture.findings.verdicts.iter().filter(|v| v.offered()).count();
        let preview = desk.preview(clean_up());
        let (done, _) = desk.act(Command::Execute((*preview).clone().approve()));
        assert_eq!((done.state, done.moved), (ActionState::Done, offered), "without {without:?}");
        let there = shown(snapshot(&server.maildir())[TARGET].clone()).len();
        assert_eq!((there, shown(everything(&server)).len()), (offered, all.len()));
        let (undone, _) = desk.act(Command::Undo(None));
        assert_eq!((undone.state, undone.moved), (ActionState::Done, offered), "without {without:?}");
        assert_eq!(shown(inbox(&server)), before, "without {without:?}");
        assert_eq!(shown(everything(&server)), all, "without {without:?}");
        // Mail that arrived, and what is new after all the moving, is all that the next scan reads.
        let again = scanned(&mut desk, order(&server, server.imaps_port, Security::Tls));
        assert_eq!(again.messages.len(), picture.messages.len());
        assert_eq!(again.findings.incidents.len(), picture.findings.incidents.len());
    }
}

/// The server numbers the mailbox anew: what the member decided still holds, message by message.
#[test]
fn the_members_word_outlives_a_rebuilt_mailbox() {
    let server = Dovecot::start(&Options::default());
    fill(&server, 100);
    let mut desk = Desk::new();
    let picture = scanned(&mut desk, order(&server, server.imaps_port, Security::Tls));
    let offered: Vec<_> = picture.findings.verdicts.iter().zip(&picture.messages).filter(|(v, _)| v.offered()).collect();
    let (kept, given_up) = (offered[0].1.clone(), offered[1].1.clone());
    desk.decide(&kept.key(), true);
    desk.decide(&given_up.key(), false);
    // The first goes, so that every other has a new number as well.
    let first = picture.messages.iter().map(|m| m.message.uid().unwrap()).min().unwrap();
    server.doveadm(&["expunge", "-u", server.user, "mailbox", "INBOX", "uid", &first.to_string()]);
    for name in std::fs::read_dir(server.maildir()).unwrap().map(|entry| entry.unwrap().file_name()) {
        if name.to_string_lossy().starts_with("dovecot") && !name.to_string_lossy().contains("acl") {
            std::fs::remove_file(server.maildir().join(name)).unwrap();
        }
    }
    server.doveadm(&["mailbox", "update", "--uid-validity", "77", "-u", server.user, "INBOX"]);
    let again = scanned(&mut desk, order(&server, server.imaps_port, Security::Tls));
    assert_eq!(again.messages.len(), picture.messages.len() - 1);
    let decided: Vec<_> = again.messages.iter().filter_map(|m| Some((m.message_id(), again.decisions.get(&m.key())?))).collect();
    let mut expected = vec![(kept.message_id(), &true), (given_up.message_id(), &false)];
    expected.retain(|(id, _)| again.messages.iter().any(|m| m.message_id() == *id));
    assert_eq!(decided.iter().collect::<std::collections::BTreeSet<_>>(), expected.iter().collect());
    assert_eq!(expected.len(), 2);
    let preview = desk.preview(clean_up());
    assert_eq!(preview.stays().iter().filter(|(_, why)| *why == deich::plan::Stay::Kept).count(), 1);
}

/// A line that answers some commands itself, and leaves out of the server's answers what it is told to.
struct Censor {
    port: u16,
    /// Commands with this word are refused and do not reach the server; none where it is empty.
    refused: Arc<Mutex<&'static str>>,
}

impl Censor {
    fn to(port: u16, hides_copyuid: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let censor = Self { port: listener.local_addr().unwrap().port(), refused: Arc::default() };
        let refused = Arc::clone(&censor.refused);
        let copyuid = regex::bytes::Regex::new(r"\[COPYUID [^\]]*\] ").unwrap();
        std::thread::spawn(move || {
            for client in listener.incoming() {
                let (client, server) = (client.unwrap(), TcpStream::connect(("127.0.0.1", port)).unwrap());
                // A command at a time goes to and fro: none of them may wait for company.
                client.set_nodelay(true).unwrap();
                server.set_nodelay(true).unwrap();
                let (commands, answers) = (client.try_clone().unwrap(), server.try_clone().unwrap());
                // Both sides write whole lines to the client, one at a time.
                let out = Arc::new(Mutex::new(client));
                let (refused, to_client) = (Arc::clone(&refused), Arc::clone(&out));
                std::thread::spawn(move || {
                    by_line(commands, |line| {
                        let word = *refused.lock().unwrap();
                        if word.is_empty() || !line.windows(word.len()).any(|window| window == word.as_bytes()) {
                            return (&server).write_all(line).is_ok();
                        }
                        let tag = line.split(|octet| *octet == b' ').next().unwrap();
                        to_client.lock().unwrap().write_all(&[tag, b" NO not today\r\n"].concat()).is_ok()
                    });
                    let _ = server.shutdown(Shutdown::Both);
                });
                let copyuid = copyuid.clone();
                std::thread::spawn(move || {
                    by_line(answers, |line| {
                        let line = if hides_copyuid { copyuid.replace(line, b"".as_slice()) } else { line.into() };
                        out.lock().unwrap().write_all(&line).is_ok()
                    });
                    let _ = out.lock().unwrap().shutdown(Shutdown::Both);
                });
            }
        });
        censor
    }
}

fn by_line(from: TcpStream, mut pass: impl FnMut(&[u8]) -> bool) {
    let mut lines = std::io::BufReader::new(from);
    let mut line = Vec::new();
    while let Ok(1..) = std::io::BufRead::read_until(&mut lines, b'\n', &mut line) {
        if !pass(&line) {
            return;
        }
        line.clear();
    }
}

/// A server that says it has UIDPLUS and does not say where it put things: they are found, and found again by the undo.
#[test]
fn what_is_moved_without_a_word_about_where_is_found() {
    for without in [vec![], vec!["MOVE"]] {
        let server = Dovecot::start(&Options { without: without.clone(), ..Options::default() });
        fill(&server, 300);
        let (before, all) = (inbox(&server), everything(&server));
        let censor = Censor::to(server.imap_port, true);
        let mut desk = Desk::new();
        let picture = scanned(&mut desk, order(&server, censor.port, Security::Plain));
        let offered = picture.findings.verdicts.iter().filter(|v| v.offered()).count();
        let preview = desk.preview(clean_up());
        let (done, _) = desk.act(Command::Execute((*preview).clone().approve()));
        assert_eq!((done.state, done.moved, done.problem), (ActionState::Done, offered, None), "without {without:?}");
        assert_eq!((moved_so_far(&server), everything(&server).len()), (offered, all.len()));
        let (undone, _) = desk.act(Command::Undo(None));
        assert_eq!((undone.state, undone.moved), (ActionState::Done, offered), "without {without:?}");
        assert_eq!((inbox(&server), everything(&server)), (before, all), "without {without:?}");
    }
}

/// Copies can be made, and nothing can be taken away: no message is lost, all are said to have failed and why; and once it
/// can, the next try completes the copies that are there instead of making more.
#[test]
fn what_can_be_copied_and_not_taken_away_is_finished_later() {
    for without in [vec!["MOVE"], vec!["MOVE", "UIDPLUS"]] {
        let server = Dovecot::start(&Options { without: without.clone(), ..Options::default() });
        fill(&server, 40);
        let (before, all) = (inbox(&server), everything(&server));
        let censor = Censor::to(server.imap_port, false);
        let mut desk = Desk::new();
        let picture = scanned(&mut desk, order(&server, censor.port, Security::Plain));
        let offered = picture.findings.verdicts.iter().filter(|v| v.offered()).count();
        let preview = desk.preview(clean_up());
        *censor.refused.lock().unwrap() = "UID STORE";
        let (done, _) = desk.act(Command::Execute((*preview).clone().approve()));
        assert_eq!((done.state, done.moved, done.failed), (ActionState::Partly, 0, offered), "without {without:?}");
        let problem = done.problem.unwrap();
        assert_eq!((problem.kind, &*problem.said), (deich::plan::ProblemKind::Refused, "not today"));
        assert_eq!(shown(inbox(&server)), before, "nothing is lost");
        assert_eq!(moved_so_far(&server), offered, "the copies could not be taken back either");

        *censor.refused.lock().unwrap() = "";
        let (done, _) = desk.act(Command::Finish(done.id));
        assert_eq!((done.state, done.moved, done.failed), (ActionState::Done, offered, 0), "without {without:?}");
        assert_eq!(shown(everything(&server)), all, "every message once");
        desk.act(Command::Undo(None));
        assert_eq!((shown(inbox(&server)), shown(everything(&server))), (before, all), "without {without:?}");
    }
}
