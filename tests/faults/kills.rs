//! The program, killed (SIGKILL) while it scans, cleans up or undoes: at any command or response on its line, and some time after.

use crate::member::{Member, Servers, TARGET, Way};
use crate::support::Message;
use crate::{in_parallel, scatter, wanted};
use deich::demo;
use deich::mail::Flags;
use std::io::Write as _;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// The demonstration's flood, small.
fn flood() -> [Vec<Message>; 1] {
    let end = "2017-12-01T12:00:00+01:00[Europe/Berlin]".parse().unwrap();
    let inbox = demo::messages(60, 1, &end).filter(|m| m.mailbox == demo::Mailbox::Inbox);
    let message = |m: demo::DemoMessage| Message {
        received: u64::try_from(m.received.as_second()).unwrap(),
        flags: if m.flags.has(Flags::SEEN) { "S" } else { "" },
        octets: m.octets,
    };
    [inbox.map(message).collect()]
}

/// Starts the program in the place of the member's own Deich.
fn deich(member: &mut Member, words: &[&str]) -> Child {
    let data = member.leave_to_others();
    let mut child = Command::new(env!("CARGO_BIN_EXE_deich"))
        .args(words)
        .arg("--password-stdin")
        .arg("--data")
        .arg(data)
        .env("DEICH_KEYRING", "off")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    writeln!(child.stdin.take().unwrap(), "x").unwrap();
    child
}

/// Starts the program and kills it once so much has passed on its line, and this much later. Answers whether it was killed.
fn killed(member: &mut Member, words: &[&str], after: usize, later: Duration) -> bool {
    let child = Arc::new(Mutex::new(None::<Child>));
    let theirs = Arc::clone(&child);
    member.line.trap(after, move || {
        thread::spawn(move || {
            thread::sleep(later);
            if let Some(child) = theirs.lock().unwrap().as_mut() {
                let _ = child.kill();
            }
        });
    });
    // Held until it is in its place, so that the trap finds it.
    let mut place = child.lock().unwrap();
    *place = Some(deich(member, words));
    drop(place);
    let status = loop {
        if let Some(status) = child.lock().unwrap().as_mut().unwrap().try_wait().unwrap() {
            break status;
        }
        thread::sleep(Duration::from_millis(1));
    };
    member.line.disarm();
    std::os::unix::process::ExitStatusExt::signal(&status) == Some(9)
}

/// Answers whether the kill came before the program was through.
fn run(servers: &Servers, number: usize, points: usize) -> bool {
    let chance = scatter(number);
    let way = Way::ALL[number % Way::ALL.len()];
    let mut member = Member::with(servers, way, &format!("k{number}"), &["INBOX"], flood());
    let source = format!("imap://{}@127.0.0.1:{}", member.user, member.line.port);
    let clean = ["clean", &source, "--me", demo::ME, "--incident", "1", "--to", TARGET, "--yes"];
    let later = Duration::from_micros((chance / 128 % 4000) as u64);
    let undoing = number % 4 == 3;
    let words: &[&str] = if undoing {
        assert!(deich(&mut member, &clean).wait().unwrap().success());
        &["undo"]
    } else {
        &clean
    };
    // Of a clean-up, more of the moving than of what comes before it.
    let after =
        if undoing || chance.is_multiple_of(4) { chance / 4 % points } else { points / 2 + chance / 4 % (points - points / 2) };
    let hit = killed(&mut member, words, after, later);
    member.come_back();
    member.bring_to_an_end(chance.is_multiple_of(2), chance.is_multiple_of(3), None);
    member.check();
    member.undo(None);
    member.bring_to_an_end(true, false, None);
    member.check();
    member.check_all_is_back();
    hit
}

#[test]
fn the_program_may_be_killed_at_any_moment() {
    let servers = Servers::start();
    let mut member = Member::with(&servers, Way::Move, "undisturbed", &["INBOX"], flood());
    let source = format!("imap://{}@127.0.0.1:{}", member.user, member.line.port);
    let child = deich(&mut member, &["clean", &source, "--me", demo::ME, "--incident", "1", "--to", TARGET, "--yes"]);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let (commands, responses) = member.line.passed();
    assert!(member.moved() > 10);
    in_parallel("DEICH_KILLS", wanted("DEICH_KILLS", 20), |number| run(&servers, number, commands + responses));
}
