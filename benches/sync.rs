//! Reading 50,000 messages from a real Dovecot, against a bare reader of the same answers in the same run.
//!
//! The bare reader sends the same request over the same kind of line and only tells lines and literals apart: its time is what the
//! server and the line take. Deich's is taken as the window has it: from the command, over sign-in, until every message is
//! understood and in the store. The ratio is held against a limit, on loopback and at 80 ms round trip. So is the time of a second
//! sync that finds nothing new, and when the flood is first seen: in the window, and by `deich scan --json` over TLS. For comparison:
//! Python's imaplib on the same answers, and mbsync, which takes the texts along.
//!
//! `cargo bench --bench sync`; `DEICH_MESSAGES` asks for another number. Without `--bench` it runs with few messages and no limits.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

mod support;

use deich::account::{Secret, Security};
use deich::mail::MailboxName;
use deich::source::imap::{FETCHED, ImapConfig, ImapSource, Patience};
use deich::source::{Batch, Cancel, Known, MailSource, SyncPoint};
use deich::store::Store;
use std::io::Write;
use std::ops::ControlFlow;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use support::bare::Bare;
use support::window::{Took, Window};
use support::{Dovecot, Options, delay, mail, median};

const MESSAGES: usize = 50_000;
const RUNS: usize = 5;
const ROUND_TRIP: Duration = Duration::from_millis(80);
/// At most so many times the bare reader's time: on loopback, and with that round trip.
const LOOPBACK: f64 = 1.5;
const FAR: f64 = 1.3;
/// A second sync that finds nothing new.
const AGAIN: Duration = Duration::from_millis(300);
/// The flood is on the screen. (A mail program that brings all headers into its window first takes minutes.)
const PICTURE: Duration = Duration::from_secs(4);

fn main() {
    let (measured, messages) = (support::measured(), support::messages(MESSAGES));
    let runs = if measured { RUNS } else { 1 };
    let server = Dovecot::start(&Options { in_memory: true, ..Options::default() });
    server.deliver("INBOX", (0..messages as u64).map(mail::message));
    // The server's own caches are warm after this.
    let warm = bare(&server, server.imap_port, messages, 1).1;
    let far = delay::line_to(server.imap_port, ROUND_TRIP);
    let mut within = true;
    for (line, port, limit, in_flight) in [("loopback", server.imap_port, LOOPBACK, 1), ("80 ms round trip", far, FAR, 4)] {
        let (mut bares, mut firsts, mut reads, mut wholes) = (vec![], vec![], vec![], vec![]);
        let (mut agains, mut again_wholes) = (vec![], vec![]);
        // One after the other, so that whatever else the machine does hits all of them.
        for _ in 0..runs {
            bares.push(bare(&server, port, messages, in_flight).0);
            let ([first, second], again) = deich(&server, port, messages);
            firsts.push(first.first);
            reads.push(first.read);
            wholes.push(first.all);
            agains.push(again);
            again_wholes.push(second.all);
        }
        let [bare, first, read, whole, again, again_whole] = [bares, firsts, reads, wholes, agains, again_wholes].map(median);
        let ratio = read.as_secs_f64() / bare.as_secs_f64();
        println!(
            "{line}: {messages} messages, {} lines, {} octets: bare reader, {in_flight} in flight, {bare:.2?}; deich {read:.2?}, \
             ratio {ratio:.2} (limit {limit}); the flood is seen after {first:.2?} (limit {PICTURE:?}), the whole picture after {whole:.2?}",
            warm.lines, warm.octets
        );
        println!(
            "{line}, nothing new: sync {again:.2?} (limit {AGAIN:?} on loopback); the whole picture after {again_whole:.2?}"
        );
        within &= !measured || (ratio <= limit && first <= PICTURE && (port != server.imap_port || again <= AGAIN));
    }
    println!("deich scan --json over TLS: {:.2?}", median((0..runs).map(|_| command_line(&server, messages)).collect()));
    if measured {
        for (name, time) in [("imaplib", imaplib(&server)), ("mbsync", mbsync(&server))] {
            match time {
                Some(time) => println!("loopback: {name} {time:.2?}"),
                None => eprintln!("{name} is not installed: nothing to compare with"),
            }
        }
    }
    // Not an exit: the server must be stopped on the way out.
    assert!(within, "beyond a limit");
}

/// Signs in, reads, counts.
fn bare(server: &Dovecot, port: u16, messages: usize, in_flight: usize) -> (Duration, Bare) {
    let begun = Instant::now();
    let mut bare = Bare::sign_in(server, port);
    bare.command("EXAMINE INBOX");
    // Pieces that are large enough for the server to be at work all the time.
    let piece = if in_flight == 1 { messages } else { 2_500 };
    let commands = (1..=messages).step_by(piece).map(|first| format!("UID FETCH {first}:{} {FETCHED}", first + piece - 1));
    bare.commands(commands, in_flight);
    (begun.elapsed(), bare)
}

/// A first scan into an empty store, a second one by a new Deich; and the sync of the latter alone.
fn deich(server: &Dovecot, port: u16, messages: usize) -> ([Took; 2], Duration) {
    let data = tempfile::tempdir().unwrap();
    let scans = [(); 2].map(|()| {
        let (picture, took) = Window::open(data.path()).scan(server, port);
        assert_eq!(picture.messages.len(), messages);
        took
    });
    let begun = Instant::now();
    let store = Store::open(data.path()).unwrap();
    let mut source = ImapSource::connect(config(server, port), Cancel::default()).unwrap();
    let id = store.known_source(&source.info().id).unwrap().unwrap();
    let (state, messages) = store.known(id, &MailboxName::inbox()).unwrap();
    let point = state.map(|s| SyncPoint { uid_validity: s.uid_validity, uid_next: s.uid_next, mod_seq: s.mod_seq });
    let mut news = 0;
    let mut count = |batch: Batch| {
        news += batch.changes.len();
        ControlFlow::Continue(())
    };
    source.sync(&MailboxName::inbox(), &Known { point, messages, ..Known::default() }, &mut count).unwrap();
    assert_eq!(news, 0);
    (scans, begun.elapsed())
}

/// From the start of the program until its document is there: reading, with texts, and the picture of a mailbox that was never read.
fn command_line(server: &Dovecot, messages: usize) -> Duration {
    let data = tempfile::tempdir().unwrap();
    let source = format!("imaps://{}@{}:{}", server.user.replace('@', "%40"), server.host, server.imaps_port);
    let begun = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_deich"))
        .args(["scan", &source, "--json", "--password-stdin", "--ca"])
        .arg(&server.ca_pem)
        .arg("--data")
        .arg(data.path())
        .env("DEICH_KEYRING", "off")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    writeln!(child.stdin.take().unwrap(), "{}", server.password).unwrap();
    let out = child.wait_with_output().unwrap();
    let took = begun.elapsed();
    let document: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(document["messages"].as_array().unwrap().len(), messages);
    took
}

fn config(server: &Dovecot, port: u16) -> ImapConfig {
    ImapConfig {
        host: "127.0.0.1".to_owned(),
        port,
        security: Security::Plain,
        user: server.user.to_owned(),
        secret: Secret::new(server.password),
        ca: None,
        trusted: None,
        patience: Patience::default(),
    }
}

/// Reads the same answers with Python's own library, and takes the fields apart with its own parser.
fn imaplib(server: &Dovecot) -> Option<Duration> {
    let program = "import email, imaplib, sys\n\
        line = imaplib.IMAP4('127.0.0.1', int(sys.argv[1]))\n\
        line.login(sys.argv[2], sys.argv[3])\n\
        line.select('INBOX', readonly=True)\n\
        answers = line.uid('FETCH', '1:*', sys.argv[4])[1]\n\
        headers = [email.message_from_bytes(answer[1]).items() for answer in answers if isinstance(answer, tuple)]\n\
        line.logout()\n";
    let port = server.imap_port.to_string();
    run(Command::new("python3").args(["-c", program, &port, server.user, server.password, FETCHED]))
}

/// Brings the whole messages into a Maildir.
fn mbsync(server: &Dovecot) -> Option<Duration> {
    let dir = tempfile::tempdir().unwrap();
    let (here, config) = (dir.path().display(), dir.path().join("mbsyncrc"));
    let password = server.password.replace('\\', "\\\\").replace('"', "\\\"");
    std::fs::create_dir(dir.path().join("mail")).unwrap();
    let text = format!(
        "FSync no\nIMAPAccount a\nHost 127.0.0.1\nPort {}\nUser {}\nPass \"{password}\"\nSSLType None\nAuthMechs LOGIN\n\n\
         IMAPStore far\nAccount a\n\nMaildirStore near\nPath {here}/mail/\nInbox {here}/mail/inbox\nSubFolders Verbatim\n\n\
         Channel c\nFar :far:\nNear :near:\nPatterns INBOX\nCreate Near\nSync Pull\nSyncState *\n",
        server.imap_port, server.user
    );
    std::fs::write(&config, text).unwrap();
    run(Command::new("mbsync").args(["-q", "-c"]).arg(&config).arg("c"))
}

/// None when there is no such program.
fn run(command: &mut Command) -> Option<Duration> {
    let begun = Instant::now();
    let out = match command.stdin(Stdio::null()).output() {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return None,
        out => out.unwrap(),
    };
    assert!(out.status.success(), "{command:?}: {}", String::from_utf8_lossy(&out.stderr));
    Some(begun.elapsed())
}
