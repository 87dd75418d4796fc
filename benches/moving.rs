//! Moving 40,000 messages on a real Dovecot with the journal, against a bare client that sends UID MOVE of the same sets in the
//! same run; and against imapfilter and Python's imaplib, as one would use them for it.
//!
//! Deich's time is from the member's yes until the action is at its end in the journal. The way back is an undo.
//!
//! `cargo bench --bench moving`; `DEICH_MESSAGES` asks for another number. Without `--bench` it runs with few messages and no limits.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

mod support;

use deich::engine::{Action, ActionState, CleanUp, Command, Event, Target};
use std::process::Stdio;
use std::time::{Duration, Instant};
use support::bare::Bare;
use support::window::Window;
use support::{Dovecot, Options, mail, median};

const MESSAGES: usize = 40_000;
const RUNS: usize = 3;
/// At most so many times the bare client's time.
const LIMIT: f64 = 1.15;
type Other = fn(&Dovecot) -> Option<Duration>;
/// Who else moves all of it from INBOX to Trash. Deich is to be faster than the first.
const OTHERS: [(&str, Other); 2] = [("imapfilter", imapfilter), ("imaplib", imaplib)];

fn main() {
    let (measured, messages) = (support::measured(), support::messages(MESSAGES));
    let (mut bares, mut moves, mut undoes) = (vec![], vec![], vec![]);
    let mut others = OTHERS.map(|_| vec![]);
    for _ in 0..if measured { RUNS } else { 1 } {
        // Each on a server of its own, so that nobody finds what another left behind.
        bares.push(bare(&server(messages), messages));
        let (there, back) = deich(&server(messages), messages);
        eprintln!("bare {:.2?}, deich {there:.2?}, undo {back:.2?}", bares[bares.len() - 1]);
        moves.push(there);
        undoes.push(back);
        if measured {
            for ((name, other), times) in OTHERS.iter().zip(&mut others) {
                let server = server(messages);
                let took = other(&server);
                if took.is_some() {
                    assert_eq!((server.contents("INBOX").len(), server.contents("Trash").len()), (0, messages), "{name}");
                }
                times.extend(took);
            }
        }
    }
    let [bare, deich, back] = [bares, moves, undoes].map(median);
    let ratio = deich.as_secs_f64() / bare.as_secs_f64();
    println!(
        "{messages} messages: bare UID MOVE {bare:.2?}; deich {deich:.2?}, ratio {ratio:.2} (limit {LIMIT}); its undo {back:.2?}"
    );
    if measured {
        let others = others.map(|times| (!times.is_empty()).then(|| median(times)));
        for ((name, _), other) in OTHERS.iter().zip(others) {
            match other {
                Some(other) => {
                    println!("{name} {other:.2?}: {:.2} times as long as deich", other.as_secs_f64() / deich.as_secs_f64());
                }
                None => eprintln!("{name} is not there or failed: nothing to compare with"),
            }
        }
        assert!(ratio <= LIMIT, "too slow: {ratio:.2} times the bare client's time, {LIMIT} is the limit");
        assert!(others[0].is_none_or(|other| deich < other), "slower than imapfilter");
    }
}

fn server(messages: usize) -> Dovecot {
    let server = Dovecot::start(&Options { in_memory: true, ..Options::default() });
    server.deliver("INBOX", (0..messages as u64).map(mail::message));
    // Its caches are warm after this, as they are when a member has just looked at the flood.
    let mut bare = Bare::sign_in(&server, server.imap_port);
    bare.command("EXAMINE INBOX");
    bare.command(&format!("UID FETCH 1:* {}", deich::source::imap::FETCHED));
    server
}

fn bare(server: &Dovecot, messages: usize) -> Duration {
    let mut bare = Bare::sign_in(server, server.imap_port);
    let begun = Instant::now();
    bare.command("SELECT INBOX");
    let mut first = 1;
    let sets = (0..).map_while(|nth| {
        let last = messages.min(first + deich::plan::step_size(nth) - 1);
        let set = (first <= last).then(|| format!("UID MOVE {first}:{last} Trash"));
        first = last + 1;
        set
    });
    bare.commands(sets, 1);
    begun.elapsed()
}

/// The way there and the way back.
fn deich(server: &Dovecot, messages: usize) -> (Duration, Duration) {
    let data = tempfile::tempdir().unwrap();
    let window = Window::open(data.path());
    let (picture, _) = window.scan(server, server.imap_port);
    let selection: Vec<_> = picture.messages.iter().map(|message| message.key()).collect();
    window.handle.send(Command::Decide { messages: selection.clone(), keep: false });
    window.wait(|event| matches!(event, Event::Scanned(_)).then_some(()));
    window.handle.send(Command::Preview(CleanUp { incident: None, selection, to: Target::Trash }));
    let preview = window.wait(|event| if let Event::Preview(_, preview) = event { Some(preview) } else { None });
    assert_eq!(preview.plan().messages(), messages);
    let act = |command| {
        let begun = Instant::now();
        window.handle.send(command);
        let done: Action = window.wait(|event| if let Event::Done(action) = event { Some(action) } else { None });
        assert_eq!((done.state, done.moved, done.planned), (ActionState::Done, messages, messages), "{:?}", done.problem);
        begun.elapsed()
    };
    (act(Command::Execute((*preview).clone().approve())), act(Command::Undo(None)))
}

/// Moves them 500 at a time, as Python's own library asks for it: the numbers that a search told, one by one.
fn imaplib(server: &Dovecot) -> Option<Duration> {
    let program = "import imaplib, sys\n\
        line = imaplib.IMAP4('127.0.0.1', int(sys.argv[1]))\n\
        line.login(sys.argv[2], sys.argv[3])\n\
        line.select('INBOX')\n\
        uids = line.uid('SEARCH', 'ALL')[1][0].split()\n\
        for first in range(0, len(uids), 500):\n\
        \x20   said = line.uid('MOVE', b','.join(uids[first:first + 500]).decode(), 'Trash')\n\
        \x20   assert said[0] == 'OK', said\n\
        line.logout()\n";
    let port = server.imap_port.to_string();
    run(std::process::Command::new("python3").args(["-c", program, &port, server.user, server.password]))
}

/// Moves them in one go, by COPY, STORE and EXPUNGE: it knows no MOVE.
fn imapfilter(server: &Dovecot) -> Option<Duration> {
    let dir = tempfile::tempdir().unwrap();
    let config = dir.path().join("config.lua");
    // It puts a backslash before the quotes of a password, and none before a backslash: that is made up for first, then it is Lua's turn.
    let password = server.password.replace('\\', "\\\\");
    let password = password.replace('\\', "\\\\").replace('"', "\\\"");
    let text = format!(
        "options.timeout = 120\noptions.create = false\noptions.starttls = false\noptions.certificates = false\n\
         account = IMAP {{ server = '127.0.0.1', port = {}, username = '{}', password = \"{password}\" }}\n\
         all = account.INBOX:select_all()\nall:move_messages(account.Trash)\n",
        server.imap_port, server.user
    );
    std::fs::write(&config, text).unwrap();
    run(std::process::Command::new("imapfilter").arg("-c").arg(&config).env("HOME", dir.path()))
}

/// None when there is no such program, or it could not do it.
fn run(command: &mut std::process::Command) -> Option<Duration> {
    let begun = Instant::now();
    let out = match command.stdin(Stdio::null()).output() {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return None,
        out => out.unwrap(),
    };
    let took = begun.elapsed();
    if out.status.success() {
        return Some(took);
    }
    eprintln!("{command:?}: {}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    None
}
