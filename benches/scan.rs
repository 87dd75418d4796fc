//! `deich scan` of a Maildir of 50,000 messages, from the program's start to the last octet of its JSON, against `mu index` and
//! `notmuch new` on the same files in the same run.
//!
//! The peers index the whole text for searching, which Deich does not do: the figure says how soon a member sees the flood, not
//! that the same work is done faster. Every run begins without a database; the files are in the system's cache for all three. A peer
//! that is not installed is named and left out (Debian: maildir-utils, notmuch).
//!
//! `cargo bench --bench scan`; `DEICH_MESSAGES` asks for another number. Without `--bench` it runs with few messages and without the
//! peers. Unix only, as the peers are.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How many times faster than the peers a scan must be.
const MU: f64 = 25.0;
const NOTMUCH: f64 = 40.0;
const MESSAGES: usize = 50_000;
/// Scans before and after each peer; their median counts.
const RUNS: usize = 5;

fn main() {
    let measured = std::env::args().any(|arg| arg == "--bench");
    let asked = std::env::var("DEICH_MESSAGES").ok().map(|number| number.parse().expect("DEICH_MESSAGES is a number"));
    let messages = asked.unwrap_or(if measured { MESSAGES } else { 300 });
    let dir = tempfile::tempdir().unwrap();
    let mail = dir.path().join("mail");
    let octets = write_maildir(&mail, messages);
    let scans = || (0..if measured { RUNS } else { 1 }).map(|_| scan(dir.path(), &mail, messages)).collect::<Vec<_>>();
    let mut before = scans();
    println!("{messages} messages, {octets} octets: deich scan {:.2?}", median(&mut before));
    if !measured {
        return;
    }
    let mut slow = Vec::new();
    let peers: [(&str, f64, Peer); 2] = [("mu index", MU, mu), ("notmuch new", NOTMUCH, notmuch)];
    for (name, limit, peer) in peers {
        let Some(time) = peer(dir.path(), &mail) else {
            eprintln!("{name} is not installed: nothing to compare with");
            continue;
        };
        // A machine is not as fast in one minute as in the next: as many scans before the peer as after it.
        let after = scans();
        let deich = median(&mut [before, after.clone()].concat());
        before = after;
        let ratio = time.as_secs_f64() / deich.as_secs_f64();
        println!(
            "{name} {time:.2?} (with the text): {ratio:.1} times as long as deich, {deich:.2?} before and after it (limit {limit})"
        );
        if ratio < limit {
            slow.push(name);
        }
    }
    assert!(slow.is_empty(), "too slow beside {}", slow.join(" and "));
}

/// Takes in a Maildir, with a place for what it keeps. None when there is no such program.
type Peer = fn(&Path, &Path) -> Option<Duration>;

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// The demonstration's inbox, one file a message. Answers with the octets of all.
fn write_maildir(mail: &Path, messages: usize) -> usize {
    for part in ["cur", "new", "tmp"] {
        fs::create_dir_all(mail.join(part)).unwrap();
    }
    let end = "2017-12-01T12:00:00+01:00[Europe/Berlin]".parse().unwrap();
    let written = deich::demo::messages(messages, 1, &end).enumerate().map(|(number, message)| {
        let name = format!("{}.M{number}P1.bench.example:2,S", message.received.as_second());
        fs::write(mail.join("cur").join(name), &message.octets).unwrap();
        message.octets.len()
    });
    written.sum()
}

/// One cold start, its JSON read through a pipe.
fn scan(dir: &Path, mail: &Path, messages: usize) -> Duration {
    let data = dir.join("data");
    let begun = Instant::now();
    let mut deich = Command::new(env!("CARGO_BIN_EXE_deich"));
    deich.arg("--data").arg(&data).arg("scan").arg(mail).args(["--json", "--me", deich::demo::ME]);
    let out = deich.stderr(Stdio::null()).output().unwrap();
    let took = begun.elapsed();
    fs::remove_dir_all(&data).unwrap();
    // 1: nothing found, which so few messages as a test has may be.
    assert!(matches!(out.status.code(), Some(0 | 1)), "{}", out.status);
    let found = memchr::memmem::find_iter(&out.stdout, b"\"message_id\":").count();
    assert_eq!(found, messages);
    took
}

fn mu(dir: &Path, mail: &Path) -> Option<Duration> {
    let home = format!("--muhome={}", dir.join("mu").display());
    run(Command::new("mu").args(["init", &home, &format!("--maildir={}", mail.display())]))?;
    run(Command::new("mu").args(["index", &home, "--quiet"]))
}

fn notmuch(dir: &Path, mail: &Path) -> Option<Duration> {
    let path = dir.join("notmuch-config");
    let mut config = fs::File::create(&path).unwrap();
    writeln!(config, "[database]\npath={}\n[user]\nprimary_email={}", mail.display(), deich::demo::ME).unwrap();
    run(Command::new("notmuch").args(["new", "--quiet"]).env("NOTMUCH_CONFIG", path))
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
