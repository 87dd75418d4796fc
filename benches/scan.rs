//! `deich scan` of a Maildir of 50,000 messages, from the program's start to the last octet of its JSON, against `mu index` and
//! `notmuch new` on the same files in the same run.
//!
//! The peers index the whole text for searching, which Deich does not do: the figure says how soon a member sees the flood, not
//! that the same work is done faster. A peer's time is until it is gone, as nothing else tells its end; Deich is gone some hundredth
//! of a second behind its last octet. Every run begins without a database; the files are in the system's cache for all three. A peer
//! that is not installed is named and left out (Debian: maildir-utils, notmuch).
//!
//! `cargo bench --bench scan`; `DEICH_MESSAGES` asks for another number. Without `--bench` it runs with few messages and without the
//! peers. Unix only, as the peers are.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How many times faster than the peers a scan must be.
const MU: f64 = 25.0;
const NOTMUCH: f64 = 40.0;
const MESSAGES: usize = 50_000;
/// Scans before and after each run of a peer; the median of all counts.
const RUNS: usize = 5;

fn main() {
    let measured = std::env::args().any(|arg| arg == "--bench");
    let asked = std::env::var("DEICH_MESSAGES").ok().map(|number| number.parse().expect("DEICH_MESSAGES is a number"));
    let messages = asked.unwrap_or(if measured { MESSAGES } else { 300 });
    let dir = tempfile::tempdir().unwrap();
    let mail = dir.path().join("mail");
    let octets = write_maildir(&mail, messages);
    let mut deich = Vec::new();
    let mut scans = || deich.extend((0..if measured { RUNS } else { 1 }).map(|_| scan(dir.path(), &mail, messages)));
    scans();
    let mut peers: Vec<(&str, f64, Option<Duration>)> = Vec::new();
    if measured {
        // A machine is not as fast in one minute as in the next: scans before and after each run of a peer, and the one that is near its
        // limit twice.
        for (name, limit, peer) in [("mu index", MU, mu as Peer), ("mu index", MU, mu), ("notmuch new", NOTMUCH, notmuch)] {
            peers.push((name, limit, peer(dir.path(), &mail)));
            scans();
        }
    }
    deich.sort_unstable();
    let median = deich[deich.len() / 2];
    println!(
        "{messages} messages, {octets} octets: deich scan {median:.2?} (median of {}, {:.2?} at best)",
        deich.len(),
        deich[0]
    );
    let mut slow = Vec::new();
    for same in peers.chunk_by(|one, next| one.0 == next.0) {
        let (name, limit, _) = same[0];
        let times: Vec<Duration> = same.iter().filter_map(|(.., time)| *time).collect();
        if times.is_empty() {
            eprintln!("{name} is not installed: nothing to compare with");
            continue;
        }
        let mean = times.iter().sum::<Duration>() / times.len() as u32;
        let ratio = mean.as_secs_f64() / median.as_secs_f64();
        println!("{name} {times:.2?} (with the text): {ratio:.1} times as long as deich (limit {limit})");
        if ratio < limit {
            slow.push(name);
        }
    }
    assert!(slow.is_empty(), "too slow beside {}", slow.join(" and "));
}

/// Takes in a Maildir, with a place for what it keeps. None when there is no such program.
type Peer = fn(&Path, &Path) -> Option<Duration>;

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

/// One cold start, its JSON read through a pipe: how long until its last octet was there.
fn scan(dir: &Path, mail: &Path, messages: usize) -> Duration {
    let data = dir.join("data");
    let begun = Instant::now();
    let mut deich = Command::new(env!("CARGO_BIN_EXE_deich"));
    deich.arg("--data").arg(&data).arg("scan").arg(mail).args(["--json", "--me", deich::demo::ME]);
    let mut running = deich.stderr(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
    let mut pipe = running.stdout.take().unwrap();
    let (mut json, mut took) = (Vec::new(), Duration::ZERO);
    let mut part = vec![0; 1 << 16];
    while let read @ 1.. = pipe.read(&mut part).unwrap() {
        json.extend_from_slice(&part[..read]);
        took = begun.elapsed();
    }
    let status = running.wait().unwrap();
    fs::remove_dir_all(&data).unwrap();
    // 1: nothing found, which so few messages as a test has may be.
    assert!(matches!(status.code(), Some(0 | 1)), "{status}");
    assert!(json.ends_with(b"}\n"));
    let found = memchr::memmem::find_iter(&json, b"\"message_id\":").count();
    assert_eq!(found, messages);
    took
}

fn mu(dir: &Path, mail: &Path) -> Option<Duration> {
    let home = dir.join("mu");
    if home.exists() {
        fs::remove_dir_all(&home).unwrap();
    }
    let home = format!("--muhome={}", home.display());
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
