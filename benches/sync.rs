//! Header sync of 50,000 messages from a real Dovecot, against a bare reader of the same FETCH responses in the same run.
//!
//! The bare reader sends the same request over the same kind of line and only tells lines and literals apart. Its time is
//! what the server and the line take; the ratio is what framing, parsing and making envelopes cost on top. At most 1.5.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

#[path = "../tests/dovecot/support.rs"]
mod support;

use criterion::Criterion;
use deich::account::{Secret, Security};
use deich::mail::MailboxName;
use deich::source::imap::{FETCHED, ImapConfig, ImapSource, Patience};
use deich::source::{Cancel, Change, Known, MailSource};
use std::hint::black_box;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};
use support::{Dovecot, Message, Options};

const MESSAGES: u64 = 50_000;
const LIMIT: f64 = 1.5;

fn main() {
    let server = Dovecot::start(&Options::default());
    server.deliver("INBOX", (0..MESSAGES).map(message));
    let (mut bare, mut deich) = (Vec::new(), Vec::new());
    // The server's own caches are warm after this.
    let (lines, octets) = read_bare(&server);
    read_deich(&server);
    let mut criterion = Criterion::default().sample_size(10).measurement_time(Duration::from_secs(20)).configure_from_args();
    let mut group = criterion.benchmark_group("sync of 50,000 headers");
    group.bench_function("bare reader", |b| b.iter_custom(|n| timed(n, &mut bare, || black_box(read_bare(&server)))));
    group.bench_function("deich", |b| b.iter_custom(|n| timed(n, &mut deich, || black_box(read_deich(&server)))));
    group.finish();
    if bare.is_empty() || deich.is_empty() {
        // One of them was filtered out.
        return;
    }
    let (bare, deich) = (median(bare), median(deich));
    let ratio = deich.as_secs_f64() / bare.as_secs_f64();
    println!("{MESSAGES} messages, {lines} lines, {octets} octets: bare reader {bare:?}, deich {deich:?}, ratio {ratio:.2}");
    // Not an exit: the server must be stopped on the way out.
    assert!(ratio <= LIMIT, "too slow: {ratio:.2} times the bare reader's time, {LIMIT} is the limit");
}

fn timed<T>(runs: u64, times: &mut Vec<Duration>, mut work: impl FnMut() -> T) -> Duration {
    let all = (0..runs).map(|_| {
        let begun = Instant::now();
        work();
        let time = begun.elapsed();
        times.push(time);
        time
    });
    all.sum()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// Signs in, reads, counts.
fn read_bare(server: &Dovecot) -> (u64, u64) {
    let stream = TcpStream::connect(("127.0.0.1", server.imap_port)).unwrap();
    stream.set_nodelay(true).unwrap();
    let mut reader = BufReader::with_capacity(64 * 1024, stream);
    let password = server.password.replace('\\', "\\\\").replace('"', "\\\"");
    let login = format!("LOGIN {} \"{password}\"", server.user);
    let (mut lines, mut octets, mut line) = (0, 0, Vec::new());
    for command in [login, "EXAMINE INBOX".to_owned(), format!("UID FETCH 1:* {FETCHED}")] {
        reader.get_mut().write_all(format!("t {command}\r\n").as_bytes()).unwrap();
        loop {
            line.clear();
            octets += reader.read_until(b'\n', &mut line).unwrap() as u64;
            lines += 1;
            if line.starts_with(b"t ") {
                assert!(line.starts_with(b"t OK"), "{}", String::from_utf8_lossy(&line));
                break;
            }
            if let Some(announced) = line.strip_suffix(b"}\r\n") {
                let open = announced.iter().rposition(|b| *b == b'{').unwrap();
                let size: u64 = std::str::from_utf8(&announced[open + 1..]).unwrap().parse().unwrap();
                octets += std::io::copy(&mut reader.by_ref().take(size), &mut std::io::sink()).unwrap();
            }
        }
    }
    (lines, octets)
}

/// Connects and reads everything, as a first scan does.
fn read_deich(server: &Dovecot) -> u64 {
    let config = ImapConfig {
        host: server.host.to_owned(),
        port: server.imap_port,
        security: Security::Plain,
        user: server.user.to_owned(),
        secret: Secret::new(server.password),
        ca: None,
        trusted: None,
        patience: Patience::default(),
    };
    let mut source = ImapSource::connect(config, Cancel::default()).unwrap();
    let mut found = 0;
    source
        .sync(&MailboxName::inbox(), &Known::default(), &mut |batch| {
            found += batch.changes.iter().filter(|change| matches!(change, Change::New(_))).count() as u64;
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(found, MESSAGES);
    found
}

/// A message of an open list as it comes out of a large provider: long Received and DKIM lines, of which triage reads the former.
fn message(number: u64) -> Message {
    let octets = format!(
        "Return-Path: <fan{number}@example.org>\r\n\
         Delivered-To: member@example.org\r\n\
         Received: from mx{n}.verein.example (mx{n}.verein.example [192.0.2.{n}])\r\n\tby mail.example.org (Postfix) with ESMTPS id {number:012X}\r\n\
         \tfor <member@example.org>; Thu, 30 Nov 2017 22:30:{n:02} +0100 (CET)\r\n\
         Received: from localhost (localhost [127.0.0.1])\r\n\tby mx{n}.verein.example (Postfix) with ESMTP id {number:010X}\r\n\
         \tfor <mitglieder@verein.example>; Thu, 30 Nov 2017 22:30:{n:02} +0100 (CET)\r\n\
         DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.org; s=mail; t=1512077400;\r\n\tbh={pad}; h=From:To:Subject;\r\n\tb={pad}{pad}\r\n\
         Authentication-Results: mail.example.org; dkim=pass header.d=example.org; spf=pass smtp.mailfrom=fan{number}@example.org\r\n\
         From: =?UTF-8?Q?J=C3=B6rg_Fan_{number}?= <fan{number}@example.org>\r\n\
         To: mitglieder@verein.example\r\n\
         Subject: =?UTF-8?Q?Re:_Passwort_f=C3=BCr_den_Shop_-_bitte_aus_dem_Verteiler_nehmen_{number}?=\r\n\
         Message-ID: <{number}.abcdef@example.org>\r\n\
         In-Reply-To: <first@verein.example>\r\n\
         References: <first@verein.example> <{before}.abcdef@example.org>\r\n\
         Date: Thu, 30 Nov 2017 22:30:{n:02} +0100\r\n\
         MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\nX-Mailer: Example Mail 7.1\r\n\r\n\
         Bitte nehmt mich aus dem Verteiler.\r\n",
        n = number % 60,
        before = number.saturating_sub(1),
        pad = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2",
    );
    Message {
        octets: octets.into_bytes(),
        received: 1_512_077_400 + number,
        flags: if number.is_multiple_of(5) { "S" } else { "" },
    }
}
