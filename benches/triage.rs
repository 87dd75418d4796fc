//! Triage by size: messages a second, parsing and all; that one more message costs the same in a large mailbox as in a small one;
//! and two limits that are held: messages a second on one core once they are parsed, and memory at a million messages.
//!
//! The messages are as a first sync hands them over, headers alone; with texts, which triage asks for where headers leave a doubt,
//! the figure is printed beside. Memory is that of a process of its own that pushes every message and lets it go, as triage keeps
//! none, and then holds the findings (Linux only: `VmHWM`).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use criterion::{BatchSize, Criterion, Throughput, criterion_group};
use deich::mail::parse::{Arrival, envelope};
use deich::mail::{Envelope, Flags, MailboxName, MessageRef};
use deich::triage::{Context, Triage};
use jiff::Timestamp;
use std::time::Duration;

/// The program's own, whose memory this is about.
#[cfg(all(target_os = "linux", target_arch = "x86_64", feature = "engine"))]
#[global_allocator]
static MEMORY: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

const NIGHT: i64 = 1_512_077_400;

/// Generated mail: a year of ordinary messages, then a flood of a fifth of them.
fn octets(count: usize) -> impl Iterator<Item = (i64, String)> {
    let flood = count / 5;
    let calm = (count - flood) as i64;
    let ordinary = (0..calm).map(move |n| {
        let at = NIGHT - 365 * 86_400 + n * 365 * 86_400 / calm.max(1);
        (at, format!(
            "Delivered-To: jana@postfach.example\r\nReturn-Path: <freund{0}@post{1}.example>\r\nFrom: \"Freund {0}\" <freund{0}@post{1}.example>\r\n\
             To: jana@postfach.example\r\nSubject: Re: Treffen am Samstag\r\nMessage-ID: <{n}@post{1}.example>\r\nDate: Thu, 30 Nov 2017 22:30:00 +0100\r\n\
             MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nHallo Jana,\r\nhast du am Samstag Zeit? Dann gehen wir ins Kino.\r\n{2}\r\n",
            n % 300, n % 40, "Viele Grüße von uns allen und bis bald. ".repeat(10)
        ))
    });
    let noise = (0..flood as i64).map(move |n| {
        let at = NIGHT + n * 6;
        let subject = ["Bitte bestätigen Sie Ihre Newsletter-Anmeldung", "AW: Neues Passwort", "Abwesenheitsnotiz: STOP"][(n % 3) as usize];
        (at, format!(
            "Delivered-To: jana@postfach.example\r\nFrom: <absender{n}@shop{0}.example>\r\nTo: alle@verein.example\r\nSubject: {subject}\r\n\
             Message-ID: <f{n}@shop{0}.example>\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Bitte <a href='https://shop{0}.example/confirm?t=1'>hier</a> bestätigen. {1}</p>\r\n",
            n % 900, "Noch ein Satz mehr. ".repeat(20)
        ))
    });
    ordinary.chain(noise)
}

fn parse(number: usize, at: i64, text: &str) -> Envelope {
    let (mailbox, message) = (MailboxName::inbox(), MessageRef::new(&number.to_string()));
    let received = Timestamp::from_second(at).unwrap();
    envelope(Arrival { mailbox, message, received, size: text.len() as u32, flags: Flags::empty() }, text.as_bytes(), true)
}

fn envelopes(count: usize) -> Vec<Envelope> {
    octets(count).enumerate().map(|(n, (at, text))| parse(n, at, &text)).collect()
}

/// Without their texts.
fn headers(count: usize) -> Vec<Envelope> {
    let mut messages = envelopes(count);
    for message in &mut messages {
        message.excerpt = None;
    }
    messages
}

fn context() -> Context {
    let mut context = Context::new(Timestamp::UNIX_EPOCH);
    context.me.insert("jana@postfach.example".to_owned());
    context
}

fn push(messages: &[Envelope]) -> Triage {
    let mut triage = Triage::new(context());
    for message in messages {
        triage.push(message);
    }
    triage
}

/// Messages a second, at least, and what so many are measured with.
const PER_SECOND: f64 = 300_000.0;
const AT_SPEED: usize = 100_000;
/// Memory in MB (10^6 octets), at most, for so many messages.
const MEGABYTES: u64 = 700;
const MILLION: usize = 1_000_000;
/// One more message takes at most so many times as long in a large mailbox as in a small one: the tree that finds an address again
/// grows by a level or two, and no longer fits into the processor's caches.
const GROWS: f64 = 2.0;
const ALREADY: [usize; 3] = [10_000, 100_000, MILLION];
const CHILD: &str = "DEICH_TRIAGE_OF";

fn main() {
    if let Some(count) = std::env::var_os(CHILD) {
        return child(count.to_str().unwrap().parse().unwrap());
    }
    benches();
    if !std::env::args().any(|arg| arg == "--bench") {
        return;
    }
    let with_texts = per_second(&envelopes(AT_SPEED));
    let fastest = per_second(&headers(AT_SPEED));
    println!(
        "triage alone, {AT_SPEED} messages, one core: {fastest:.0} a second by their headers (limit {PER_SECOND}), {with_texts:.0} with their texts"
    );
    let out = std::process::Command::new(std::env::current_exe().unwrap()).env(CHILD, MILLION.to_string()).output().unwrap();
    let said = String::from_utf8_lossy(&out.stdout).into_owned();
    assert!(out.status.success(), "{said}{}", String::from_utf8_lossy(&out.stderr));
    let (peak, more) = said.trim().split_once(' ').unwrap();
    println!("{MILLION} messages took {peak} MB at most (limit {MEGABYTES})");
    let more: Vec<f64> = more.split(' ').map(|nanos| nanos.parse().unwrap()).collect();
    for (already, nanos) in ALREADY.iter().zip(&more) {
        println!("one more message after {already}: {nanos:.0} ns, {:.2} times as long as after {}", nanos / more[0], ALREADY[0]);
    }
    assert!(fastest >= PER_SECOND, "too slow");
    assert!(more.iter().all(|nanos| *nanos <= more[0] * GROWS), "one more message takes longer the more there are");
    match peak.parse::<u64>() {
        Ok(peak) => assert!(peak <= MEGABYTES, "too much memory"),
        Err(_) => eprintln!("this system does not tell how much memory a process took; nothing is held against the limit"),
    }
}

/// The best of five passes: other programs only ever take time away.
fn per_second(messages: &[Envelope]) -> f64 {
    let pass = || {
        let begun = std::time::Instant::now();
        std::hint::black_box(push(messages).findings());
        begun.elapsed()
    };
    let best = (0..5).map(|_| pass()).min().unwrap();
    messages.len() as f64 / best.as_secs_f64()
}

/// Nanoseconds that one more message takes, of strangers and of known senders: the best of some rounds.
fn one_more(triage: &mut Triage) -> f64 {
    let already = triage.len();
    let more = |n: usize| {
        let text = format!(
            "Delivered-To: jana@postfach.example\r\nFrom: \"Freund\" <freund{0}@post{1}.example>\r\nTo: jana@postfach.example\r\n\
             Subject: Re: Treffen am Samstag\r\nMessage-ID: <m{n}.{already}@post{1}.example>\r\nIn-Reply-To: <{n}@post{1}.example>\r\n\r\n",
            if n.is_multiple_of(2) { n % 300 } else { already + n },
            n % 40
        );
        Envelope { excerpt: None, ..parse(n, NIGHT + 86_400, &text) }
    };
    let rounds = (0..10).map(|round| {
        let messages: Vec<Envelope> = (0..100).map(|n| more(round * 100 + n)).collect();
        let begun = std::time::Instant::now();
        for message in &messages {
            triage.push(message);
        }
        begun.elapsed().as_nanos() as f64 / messages.len() as f64
    });
    rounds.fold(f64::INFINITY, f64::min)
}

fn child(count: usize) {
    let mut triage = Triage::new(context());
    let mut more = Vec::new();
    for (n, (at, text)) in octets(count).enumerate() {
        triage.push(&Envelope { excerpt: None, ..parse(n, at, &text) });
        if ALREADY.contains(&(n + 1)) {
            more.push(one_more(&mut triage).to_string());
        }
    }
    let count = triage.len();
    let findings = triage.findings();
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.split_whitespace().next()?.parse::<u64>().ok());
    assert_eq!(findings.verdicts.len(), count);
    println!("{} {}", peak.map_or_else(|| "?".to_owned(), |kibi| (kibi * 1024 / 1_000_000).to_string()), more.join(" "));
}

fn speed(criterion: &mut Criterion) {
    // Compiles the phrases before anything is measured.
    drop(push(&envelopes(1)));
    let mut group = criterion.benchmark_group("triage");
    group.sample_size(10).warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(2));
    let source: Vec<(i64, String)> = octets(1_000).collect();
    group.throughput(Throughput::Elements(1_000));
    group.bench_function("parse and triage, 1,000 messages", |bench| {
        bench.iter(|| {
            let messages: Vec<Envelope> = source.iter().enumerate().map(|(n, (at, text))| parse(n, *at, text)).collect();
            push(&messages).findings()
        });
    });
    for count in [1_000, 100_000] {
        let messages = envelopes(count);
        group.throughput(Throughput::Elements(count as u64));
        group.bench_function(format!("triage, {count} messages"), |bench| bench.iter(|| push(&messages).findings()));
        let full = push(&messages);
        group.bench_function(format!("findings, {count} messages"), |bench| bench.iter(|| full.findings()));
        group.throughput(Throughput::Elements(100));
        let mut full = full;
        let more = &messages[..100];
        group.bench_function(format!("100 more after {count} messages"), |bench| {
            bench.iter_batched(|| (), |()| more.iter().for_each(|m| full.push(m)), BatchSize::SmallInput);
        });
    }
    group.finish();
}

criterion_group!(benches, speed);
