//! Every file of the unpacked corpora reads: no panic, within bounds. Prints counts and nothing of the mail.
//!
//! The corpora lie in `DEICH_CORPORA`, else in `~/.cache/deich-corpora`; without them this says so and passes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

use deich::mail::parse::{self, Arrival, EXCERPT, MAX_RECIPIENTS, MAX_TEXT, PREFIX};
use deich::mail::text::is_unsafe;
use deich::mail::{Envelope, Flags, MailboxName, MessageRef};
use deich::source::{Cancel, Change, Known, SourceError, open_path};
use jiff::Timestamp;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// Says so on the real standard error, which the test runner does not swallow.
macro_rules! not_run {
    ($($words:tt)*) => {{
        use std::io::Write as _;
        let mut out = std::io::stderr();
        writeln!(out, $($words)*).unwrap();
    }};
}

const LIMIT: u64 = 64 * 1024 * 1024;

fn corpora() -> Option<PathBuf> {
    let path = match std::env::var_os("DEICH_CORPORA") {
        Some(path) => PathBuf::from(path),
        None => PathBuf::from(std::env::var_os("HOME")?).join(".cache/deich-corpora"),
    };
    path.is_dir().then_some(path)
}

fn files(root: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut open = vec![root.to_owned()];
    while let Some(dir) = open.pop() {
        for entry in std::fs::read_dir(dir).unwrap() {
            let entry = entry.unwrap();
            let kind = entry.file_type().unwrap();
            if kind.is_dir() {
                open.push(entry.path());
            } else if kind.is_file() {
                files.push(entry.path());
            }
        }
    }
    files.sort();
    files
}

fn bounded(e: &Envelope) -> bool {
    let addresses = e.from.iter().chain(&e.sender).chain(&e.reply_to).chain(&e.to).chain(&e.cc);
    let mut texts: Vec<&str> = addresses.flat_map(|a| [&*a.name, &*a.addr]).collect();
    texts.extend([&*e.message_id, &*e.subject, &*e.content_type]);
    texts.extend(e.references.iter().chain(&e.in_reply_to).chain(&e.delivered_to).map(|t| &**t));
    texts.extend([&e.excerpt, &e.mailer, &e.list.id, &e.list.post, &e.list.unsubscribe].into_iter().flatten().map(|t| &**t));
    texts.iter().all(|t| !t.chars().any(is_unsafe))
        && e.subject.chars().count() <= MAX_TEXT
        && e.excerpt.as_ref().is_some_and(|x| x.len() <= EXCERPT)
        && e.to.len() <= MAX_RECIPIENTS
        && e.cc.len() <= MAX_RECIPIENTS
        && e.recipients as usize >= e.to.len() + e.cc.len()
}

fn shown(text: &str) -> bool {
    text.len() <= parse::MAX_SHOWN && text.chars().all(|c| c == '\n' || !is_unsafe(c))
}

#[derive(Default)]
struct Counts {
    files: usize,
    messages: usize,
    no_mail: usize,
    with_text: usize,
    with_date: usize,
    with_from: usize,
}

/// Reads a file by the way the program would, and a second time as a message whatever it is.
fn read(path: &Path, counts: &mut Counts) {
    counts.files += 1;
    let octets = std::fs::read(path).unwrap();
    let arrival = Arrival {
        mailbox: MailboxName::inbox(),
        message: MessageRef::new("1"),
        received: Timestamp::UNIX_EPOCH,
        size: 0,
        flags: Flags::empty(),
    };
    assert!(bounded(&parse::envelope(arrival, &octets[..octets.len().min(PREFIX)], true)), "{}", path.display());
    assert!(shown(&parse::message_text(&octets)), "{}", path.display());
    let mut source = match open_path(path, Cancel::default()) {
        Ok(source) => source,
        Err(SourceError::NotMail { .. }) => {
            counts.no_mail += 1;
            return;
        }
        Err(error) => panic!("{}: {error}", path.display()),
    };
    let inbox = MailboxName::inbox();
    let exists = source.open(&inbox).unwrap().exists;
    let mut places = Vec::new();
    source
        .sync(&inbox, &Known::default(), &mut |batch| {
            for change in batch.changes {
                let Change::New(e) = change else { panic!("{}: not new", path.display()) };
                assert!(bounded(&e), "{} at {}", path.display(), e.message);
                counts.messages += 1;
                counts.with_text += usize::from(e.excerpt.as_ref().is_some_and(|x| !x.is_empty()));
                counts.with_date += usize::from(e.date.is_some());
                counts.with_from += usize::from(!e.from_addr().is_empty());
                places.push(e.message);
            }
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(places.len(), exists as usize, "{}", path.display());
    // The whole of some: the first, the last, and every fiftieth.
    for place in places.iter().step_by(50).chain(places.last()) {
        let octets = source.read(&inbox, place, LIMIT).unwrap();
        assert!(shown(&parse::message_text(&octets)), "{} at {place}", path.display());
    }
}

#[test]
fn every_file_of_the_corpora_reads() {
    let Some(root) = corpora() else {
        not_run!("NOT RUN: the corpora are not unpacked (DEICH_CORPORA, or ~/.cache/deich-corpora): nothing was read");
        return;
    };
    let files = files(&root);
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let all = std::thread::scope(|scope| {
        let work: Vec<_> = (0..threads)
            .map(|n| {
                let files = &files;
                scope.spawn(move || {
                    let mut counts = Counts::default();
                    files.iter().skip(n).step_by(threads).for_each(|path| read(path, &mut counts));
                    counts
                })
            })
            .collect();
        work.into_iter().map(|work| work.join().unwrap()).collect::<Vec<_>>()
    });
    let sum = |of: fn(&Counts) -> usize| all.iter().map(of).sum::<usize>();
    eprintln!(
        "corpora: {} files, {} of them no mail; {} messages, {} with text, {} with a date, {} with a sender",
        sum(|c| c.files),
        sum(|c| c.no_mail),
        sum(|c| c.messages),
        sum(|c| c.with_text),
        sum(|c| c.with_date),
        sum(|c| c.with_from)
    );
    assert_eq!(sum(|c| c.files), files.len());
    assert!(sum(|c| c.messages) > 1_000, "these are not the corpora");
}
