//! Memory at 100,000 messages: a child process scans a generated mailbox from end to end, as the window would, and its greatest
//! size in memory is held against the limit. First from a file, then over IMAP from a real Dovecot; each twice, since a second
//! scan takes from the store what the first one read. Linux only (`VmHWM`).
//!
//! `cargo bench --bench memory`; `DEICH_MESSAGES` asks for another number. `cargo test` runs it with few messages, without a limit.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

#[path = "../tests/dovecot/support.rs"]
mod support;

use deich::account::{Secret, Security, SourceSpec};
use deich::engine::{Command, Event, Handle, Scan};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::channel;
use std::time::Instant;
use support::{Dovecot, Message, Options};

/// The program's own.
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
#[global_allocator]
static MEMORY: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// The most a scan may take, in MB (10^6 octets): of a file, and of a mailbox on a server.
const FILE_LIMIT: u64 = 250;
const IMAP_LIMIT: u64 = 150;
const MESSAGES: usize = 100_000;
const CHILD: &str = "DEICH_MEMORY_OF";
/// For the child: port, user and password where its messages lie in an IMAP mailbox.
const IMAP: &str = "DEICH_MEMORY_IMAP";

fn main() {
    if let Some(dir) = std::env::var_os(CHILD) {
        return child(&PathBuf::from(dir));
    }
    let measured = std::env::args().any(|arg| arg == "--bench");
    let asked = std::env::var("DEICH_MESSAGES").ok().map(|number| number.parse().expect("DEICH_MESSAGES is a number"));
    let messages = asked.unwrap_or(if measured { MESSAGES } else { 500 });
    let limited = measured || asked.is_some();
    let dir = tempfile::tempdir().unwrap();
    write_mbox(&dir.path().join("mail.mbox"), messages);
    let mut within = twice("mbox", dir.path(), None, limited.then_some(FILE_LIMIT));
    let server = Dovecot::start(&Options { in_memory: true, ..Options::default() });
    server.deliver(
        "INBOX",
        demo(messages).map(|message| Message {
            octets: message.octets,
            received: u64::try_from(message.received.as_second()).unwrap(),
            flags: "",
        }),
    );
    let dir = tempfile::tempdir().unwrap();
    let imap = format!("{} {} {}", server.imap_port, server.user, server.password);
    within &= twice("IMAP", dir.path(), Some(&imap), limited.then_some(IMAP_LIMIT));
    // Not an exit: the server must be stopped on the way out.
    assert!(within, "more memory than the limit");
}

/// A first and a second scan, each by a process of its own. Says whether both stayed within the limit.
fn twice(from: &str, dir: &Path, imap: Option<&str>, limit: Option<u64>) -> bool {
    let mut within = true;
    for pass in ["first scan", "second scan"] {
        let mut command = std::process::Command::new(std::env::current_exe().unwrap());
        let out = command.env(CHILD, dir).env(IMAP, imap.unwrap_or("")).output().unwrap();
        let said = String::from_utf8_lossy(&out.stdout).into_owned();
        assert!(out.status.success(), "{said}{}", String::from_utf8_lossy(&out.stderr));
        println!("{from}, {pass}: {}{}", said.trim(), limit.map(|limit| format!(" (limit {limit} MB)")).unwrap_or_default());
        match said.split_whitespace().nth(3).and_then(|number| number.parse::<u64>().ok()) {
            Some(peak) => within &= limit.is_none_or(|limit| peak <= limit),
            None => eprintln!("this system does not tell how much memory a process took; nothing is held against the limit"),
        }
    }
    within
}

fn demo(messages: usize) -> impl Iterator<Item = deich::demo::DemoMessage> {
    let end = "2017-12-01T12:00:00+01:00[Europe/Berlin]".parse().unwrap();
    deich::demo::messages(messages, 1, &end)
}

/// Messages of the demonstration, in one mbox file (the "mboxrd" kind).
fn write_mbox(path: &Path, messages: usize) {
    let mut out = BufWriter::new(File::create(path).unwrap());
    for message in demo(messages) {
        writeln!(out, "From x@example.org {}", message.received.strftime("%a %b %e %H:%M:%S %Y")).unwrap();
        let text = String::from_utf8_lossy(&message.octets).replace("\r\n", "\n");
        for line in text.lines() {
            let quoted = line.trim_start_matches('>').starts_with("From ");
            writeln!(out, "{}{line}", if quoted { ">" } else { "" }).unwrap();
        }
        writeln!(out).unwrap();
    }
    out.flush().unwrap();
}

/// Scans, holds the picture as the window would, and says what it took.
fn child(dir: &Path) {
    let (sender, events) = channel();
    let options = deich::engine::Options {
        data: Some(dir.join("data")),
        now: Some("2017-12-01T12:00:00Z".parse().unwrap()),
        ..Default::default()
    };
    let handle = Handle::start(options, move |event| _ = sender.send(event));
    let imap = std::env::var(IMAP).unwrap_or_default();
    let mut imap = imap.splitn(3, ' ').map(str::to_owned);
    let (source, secret) = match (imap.next(), imap.next(), imap.next()) {
        (Some(port), Some(user), Some(password)) => {
            let (host, port) = ("127.0.0.1".to_owned(), port.parse().unwrap());
            (SourceSpec::Imap { user, host, port, security: Security::Plain }, Some(Secret::new(password)))
        }
        _ => (SourceSpec::Path(dir.join("mail.mbox")), None),
    };
    let begun = Instant::now();
    handle.send(Command::Scan(Scan {
        source,
        secret,
        remember: false,
        me: vec![deich::demo::ME.to_owned()],
        folders: Vec::new(),
        ca: None,
    }));
    let mut growing = None;
    let picture = loop {
        match events.recv().unwrap() {
            Event::Scanned(picture) => break picture,
            Event::Growing(picture) => growing = Some(picture),
            Event::Failed { error, .. } => panic!("{error}"),
            _ => {}
        }
    };
    drop(growing);
    let incidents = picture.findings.incidents.len();
    let peak = high_water_mark().map_or_else(|| "?".to_owned(), |octets| (octets / 1_000_000).to_string());
    let seconds = begun.elapsed().as_secs_f64();
    println!("{} messages took {peak} MB at most and {seconds:.1} s; incidents: {incidents}", picture.messages.len());
}

fn high_water_mark() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|kibi| kibi * 1024)
}
