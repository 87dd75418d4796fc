//! `kill -9` at any moment of a clean-up and of its undo: the next Deich finds the open action and brings it to an end, and no
//! message is lost, doubled or changed. Until then, the one message that was on its way may lie in both folders.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

#[path = "engine/support.rs"]
mod support;

use deich::demo;
use deich::engine::{ActionState, Command, Event};
use deich::plan::Purpose;
use std::fs;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};
use support::{Desk, snapshot};

const TARGET: &str = "Mail-Sturm";
const SIZE: usize = 1600;

/// Starts the program on the same store.
fn deich(desk: &Desk, args: &[&str]) -> Child {
    std::process::Command::new(env!("CARGO_BIN_EXE_deich"))
        .arg("--data")
        .arg(desk.data())
        .args(args)
        .env("DEICH_KEYRING", "off")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn messages_in(dir: &Path) -> usize {
    fs::read_dir(dir.join("cur")).map_or(0, Iterator::count)
}

/// Kills the program with SIGKILL as soon as `reached`. False: it was through before.
fn kill_when(mut child: Child, reached: impl Fn() -> bool) -> bool {
    let patience = Instant::now() + Duration::from_mins(5);
    while child.try_wait().unwrap().is_none() {
        if reached() {
            child.kill().unwrap();
            let status = child.wait().unwrap();
            return std::os::unix::process::ExitStatusExt::signal(&status) == Some(9);
        }
        assert!(Instant::now() < patience, "the program hangs");
    }
    false
}

/// What a mailbox holds in all, wherever it lies: to compare without regard to folders.
fn everything(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all: Vec<_> = snapshot(dir).into_values().flatten().collect();
    all.sort();
    all
}

/// A kill may come too late on a fast machine: then it is tried again, this often.
const TRIES: usize = 6;

#[test]
fn killed_while_moving_then_finished_or_undone() {
    for (threshold, finish) in [(1, true), (600, false), (1100, true)] {
        let hit = (0..TRIES).any(|_| one_kill_while_moving(threshold, finish));
        assert!(hit, "the program was always faster than the kill at {threshold}");
    }
}

/// Answers whether the kill came in the middle.
fn one_kill_while_moving(threshold: usize, finish: bool) -> bool {
    let mut desk = Desk::new();
    let (picture, dir) = desk.demo(SIZE);
    let offered = picture.findings.verdicts.iter().filter(|v| v.offered()).count();
    let before = snapshot(&dir);
    let all = everything(&dir);
    desk.stop();
    let target = dir.join(format!(".{TARGET}"));
    let args = ["clean", dir.to_str().unwrap(), "--me", demo::ME, "--incident", "1", "--to", TARGET, "--yes"];
    let hit = kill_when(deich(&desk, &args), || messages_in(&target) >= threshold);
    let mut left = everything(&dir);
    let both = left.len() - all.len();
    left.dedup();
    assert_eq!(left, all, "nothing is lost or changed by the kill itself");
    assert!(both <= 1, "{both} messages were on their way at once");

    desk.restart();
    let (picture, _) = desk.scan(&dir);
    // A kill after the last step leaves nothing open.
    let Some(open) = picture.open_action.clone().filter(|_| hit) else { return false };
    assert_eq!((open.state, open.planned), (ActionState::Open, offered));
    assert_eq!(open.moved, messages_in(&target) - both, "what happened is worked out from where the messages are");
    let (done, _) = desk.act(if finish { Command::Finish(open.id) } else { Command::Undo(Some(open.id)) });
    assert_eq!(done.state, ActionState::Done);
    assert_eq!(everything(&dir), all);
    if finish {
        assert_eq!((done.moved, messages_in(&target)), (offered, offered));
        desk.act(Command::Undo(None));
    }
    assert_eq!(snapshot(&dir)["INBOX"], before["INBOX"]);
    assert_eq!(messages_in(&target), 0);
    assert!(desk.scan(&dir).0.open_action.is_none());
    true
}

#[test]
fn killed_while_undoing() {
    let hit = (0..TRIES).any(|_| one_kill_while_undoing());
    assert!(hit, "the program was always faster than the kill");
}

fn one_kill_while_undoing() -> bool {
    let mut desk = Desk::new();
    let (_, dir) = desk.demo(SIZE);
    let before = snapshot(&dir);
    desk.stop();
    let args = ["clean", dir.to_str().unwrap(), "--me", demo::ME, "--incident", "1", "--to", TARGET, "--yes"];
    assert!(deich(&desk, &args).wait().unwrap().success());
    let target = dir.join(format!(".{TARGET}"));
    let moved = messages_in(&target);
    assert!(moved > 900);
    let killed = kill_when(deich(&desk, &["undo"]), || messages_in(&target) < moved);
    desk.restart();
    let (picture, _) = desk.scan(&dir);
    let open = picture.open_action.clone().filter(|_| killed);
    if let Some(open) = &open {
        assert!(matches!(open.purpose, Purpose::Undo(_)));
        // Asking for the undo again goes on with it.
        let (done, _) = desk.act(Command::Undo(None));
        assert_eq!((done.id, done.state, done.moved), (open.id, ActionState::Done, moved));
    }
    assert_eq!(snapshot(&dir)["INBOX"], before["INBOX"]);
    assert!(matches!(desk.ask(Command::History), Event::History(h) if h.iter().all(|a| a.state != ActionState::Open)));
    open.is_some()
}
