//! Moving 40,000 messages on a real Dovecot with the journal, against a bare client that sends UID MOVE of the same sets in the
//! same run; and against imapfilter.
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

fn main() {
    let (measured, messages) = (support::measured(), support::messages(MESSAGES));
    let (mut bares, mut moves, mut undoes, mut others) = (vec![], vec![], vec![], vec![]);
    for _ in 0..if measured { RUNS } else { 1 } {
        // Each on a server of its own, so that nobody finds what another left behind.
        bares.push(bare(&server(messages), messages));
        let (there, back) = deich(&server(messages), messages);
        eprintln!("bare {:.2?}, deich {there:.2?}, undo {back:.2?}", bares[bares.len() - 1]);
        moves.push(there);
        undoes.push(back);
        if measured {
            others.extend(imapfilter(&server(messages)));
        }
    }
    let [bare, deich, back] = [bares, moves, undoes].map(median);
    let ratio = deich.as_secs_f64() / bare.as_secs_f64();
    println!(
        "{messages} messages: bare UID MOVE {bare:.2?}; deich {deich:.2?}, ratio {ratio:.2} (limit {LIMIT}); its undo {back:.2?}"
    );
    let other = (!others.is_empty()).then(|| median(others));
    match other {
        Some(other) => {
            println!("imapfilter {other:.2?}: {:.2} times as long as deich", other.as_secs_f64() / deich.as_secs_f64());
        }
        None if measured => eprintln!("imapfilter is not there or failed: nothing to compare with"),
        None => {}
    }
    if measured {
        assert!(ratio <= LIMIT, "too slow: {ratio:.2} times the bare client's time, {LIMIT} is the limit");
        assert!(other.is_none_or(|other| deich < other), "slower than imapfilter");
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
    let step = deich::plan::STEP;
    let commands = (1..=messages).step_by(step).map(|first| format!("UID MOVE {first}:{} Trash", messages.min(first + step - 1)));
    bare.commands(commands, 1);
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

/// None when there is no such program, or it could not do it.
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
    let begun = Instant::now();
    let mut command = std::process::Command::new("imapfilter");
    let out = match command.arg("-c").arg(&config).env("HOME", dir.path()).stdin(Stdio::null()).output() {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return None,
        out => out.unwrap(),
    };
    let took = begun.elapsed();
    if !out.status.success() {
        eprintln!("imapfilter: {}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
        return None;
    }
    assert!(server.contents("INBOX").is_empty(), "{}", String::from_utf8_lossy(&out.stdout));
    Some(took)
}
