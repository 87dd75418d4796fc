//! Headers as a sync asks for them, made into envelopes: messages a second, by how plain the mail is.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use deich::mail::parse::{Arrival, envelope};
use deich::mail::{Envelope, Flags, MailboxName, MessageRef};
use jiff::Timestamp;
use std::hint::black_box;

const MESSAGES: usize = 1_000;

/// The fields of a message that came through a list; `from` and `subject` by the number.
fn header(number: usize, from: &str, subject: &str) -> String {
    format!(
        "Return-Path: <fan{number}@example.org>\r\nDelivered-To: member@example.org\r\n\
         Received: from mx{n}.verein.example (mx{n}.verein.example [192.0.2.{n}])\r\n\tby mail.example.org (Postfix) with ESMTPS id {number:012X}\r\n\
         \tfor <member@example.org>; Thu, 30 Nov 2017 22:30:{n:02} +0100 (CET)\r\n\
         Received: from localhost (localhost [127.0.0.1])\r\n\tby mx{n}.verein.example (Postfix) with ESMTP id {number:010X}\r\n\
         \tfor <mitglieder@verein.example>; Thu, 30 Nov 2017 22:30:{n:02} +0100 (CET)\r\n\
         Authentication-Results: mail.example.org; dkim=pass header.d=example.org; spf=pass smtp.mailfrom=fan{number}@example.org\r\n\
         From: {from} <fan{number}@example.org>\r\nTo: mitglieder@verein.example\r\nSubject: {subject} {number}\r\n\
         Message-ID: <{number}.abcdef@example.org>\r\nIn-Reply-To: <first@verein.example>\r\n\
         References: <first@verein.example> <{number}.before@example.org>\r\nDate: Thu, 30 Nov 2017 22:30:{n:02} +0100\r\n\
         Content-Type: text/plain; charset=utf-8\r\nX-Mailer: Example Mail 7.1\r\n\r\n",
        n = number % 60,
    )
}

fn parse(header: &str) -> Envelope {
    let (mailbox, message) = (MailboxName::inbox(), MessageRef::from_uid(1));
    let arrival = Arrival { mailbox, message, received: Timestamp::UNIX_EPOCH, size: 0, flags: Flags::empty() };
    envelope(arrival, header.as_bytes(), false)
}

fn headers(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("headers");
    group.throughput(Throughput::Elements(MESSAGES as u64));
    for (kind, from, subject) in [
        ("plain", "\"Fan of the Club\"", "Re: Password for the shop - please take me off the list"),
        ("encoded", "=?UTF-8?Q?J=C3=B6rg_Fan?=", "=?UTF-8?Q?Re:_Passwort_f=C3=BCr_den_Shop_-_bitte_aus_dem_Verteiler_nehmen?="),
    ] {
        let headers: Vec<String> = (0..MESSAGES).map(|number| header(number, from, subject)).collect();
        group.bench_function(kind, |bencher| {
            bencher.iter(|| headers.iter().for_each(|header| drop(black_box(parse(black_box(header))))));
        });
    }
    group.finish();
}

criterion_group!(benches, headers);
criterion_main!(benches);
