//! Memory at 100,000 messages: a child process scans a generated mailbox from end to end, as the window would, and its greatest
//! size in memory is held against the limit. Linux only (`VmHWM`).
//!
//! `cargo bench --bench memory`; `DEICH_MESSAGES` asks for another number. `cargo test` runs it with few messages, without a limit.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use deich::engine::{Command, Event, Handle, Options, Scan, SourceSpec};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::channel;
use std::time::Instant;

/// The most a scan may take, in MB (10^6 octets).
const LIMIT: u64 = 250;
const MESSAGES: usize = 100_000;
const CHILD: &str = "DEICH_MEMORY_OF";

fn main() {
    if let Some(dir) = std::env::var_os(CHILD) {
        return child(&PathBuf::from(dir));
    }
    let measured = std::env::args().any(|arg| arg == "--bench");
    let asked = std::env::var("DEICH_MESSAGES").ok().map(|number| number.parse().expect("DEICH_MESSAGES is a number"));
    let messages = asked.unwrap_or(if measured { MESSAGES } else { 500 });
    let dir = tempfile::tempdir().unwrap();
    write_mbox(&dir.path().join("mail.mbox"), messages);
    for pass in ["first scan", "second scan"] {
        let out = std::process::Command::new(std::env::current_exe().unwrap()).env(CHILD, dir.path()).output().unwrap();
        let said = String::from_utf8_lossy(&out.stdout).into_owned();
        assert!(out.status.success(), "{said}{}", String::from_utf8_lossy(&out.stderr));
        println!("{pass}: {}", said.trim());
        let peak: Option<u64> = said.split_whitespace().nth(3).and_then(|number| number.parse().ok());
        match peak {
            Some(peak) if (measured || asked.is_some()) && peak > LIMIT => {
                eprintln!("more than {LIMIT} MB");
                std::process::exit(1);
            }
            Some(_) => {}
            None => eprintln!("this system does not tell how much memory a process took; nothing is held against the limit"),
        }
    }
}

/// Messages of the demonstration, in one mbox file (the "mboxrd" kind).
fn write_mbox(path: &Path, messages: usize) {
    let end = "2017-12-01T12:00:00+01:00[Europe/Berlin]".parse().unwrap();
    let mut out = BufWriter::new(File::create(path).unwrap());
    for message in deich::demo::messages(messages, 1, &end) {
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
    let options = Options { data: Some(dir.join("data")), now: Some("2017-12-01T12:00:00Z".parse().unwrap()) };
    let handle = Handle::start(options, move |event| _ = sender.send(event));
    let begun = Instant::now();
    handle.send(Command::Scan(Scan {
        source: SourceSpec::Path(dir.join("mail.mbox")),
        secret: None,
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
    println!(
        "{} messages took {peak} MB at most (limit {LIMIT}) and {seconds:.1} s; incidents: {incidents}",
        picture.messages.len()
    );
}

fn high_water_mark() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|kibi| kibi * 1024)
}
