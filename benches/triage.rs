//! Triage by size: messages a second, parsing and all; and that one more message costs the same in a large mailbox as in a
//! small one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use deich::mail::parse::{Arrival, envelope};
use deich::mail::{Envelope, Flags, MailboxName, MessageRef};
use deich::triage::{Context, Triage};
use jiff::Timestamp;
use std::time::Duration;

const NIGHT: i64 = 1_512_077_400;

/// Generated mail: a year of ordinary messages, then a flood of a fifth of them.
fn octets(count: usize) -> Vec<(i64, String)> {
    let flood = count / 5;
    let calm = (count - flood) as i64;
    let ordinary = (0..calm).map(|n| {
        let at = NIGHT - 365 * 86_400 + n * 365 * 86_400 / calm.max(1);
        (at, format!(
            "Delivered-To: jana@postfach.example\r\nReturn-Path: <freund{0}@post{1}.example>\r\nFrom: \"Freund {0}\" <freund{0}@post{1}.example>\r\n\
             To: jana@postfach.example\r\nSubject: Re: Treffen am Samstag\r\nMessage-ID: <{n}@post{1}.example>\r\nDate: Thu, 30 Nov 2017 22:30:00 +0100\r\n\
             MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nHallo Jana,\r\nhast du am Samstag Zeit? Dann gehen wir ins Kino.\r\n{2}\r\n",
            n % 300, n % 40, "Viele Grüße von uns allen und bis bald. ".repeat(10)
        ))
    });
    let noise = (0..flood as i64).map(|n| {
        let at = NIGHT + n * 6;
        let subject = ["Bitte bestätigen Sie Ihre Newsletter-Anmeldung", "AW: Neues Passwort", "Abwesenheitsnotiz: STOP"][(n % 3) as usize];
        (at, format!(
            "Delivered-To: jana@postfach.example\r\nFrom: <absender{n}@shop{0}.example>\r\nTo: alle@verein.example\r\nSubject: {subject}\r\n\
             Message-ID: <f{n}@shop{0}.example>\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Bitte <a href='https://shop{0}.example/confirm?t=1'>hier</a> bestätigen. {1}</p>\r\n",
            n % 900, "Noch ein Satz mehr. ".repeat(20)
        ))
    });
    ordinary.chain(noise).collect()
}

fn parse(number: usize, at: i64, text: &str) -> Envelope {
    let (mailbox, message) = (MailboxName::inbox(), MessageRef::new(&number.to_string()));
    let received = Timestamp::from_second(at).unwrap();
    envelope(Arrival { mailbox, message, received, size: text.len() as u32, flags: Flags::empty() }, text.as_bytes(), true)
}

fn envelopes(count: usize) -> Vec<Envelope> {
    octets(count).iter().enumerate().map(|(n, (at, text))| parse(n, *at, text)).collect()
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

fn speed(criterion: &mut Criterion) {
    // Compiles the phrases before anything is measured.
    drop(push(&envelopes(1)));
    let mut group = criterion.benchmark_group("triage");
    group.sample_size(10).warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(2));
    let source = octets(1_000);
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
criterion_main!(benches);
