//! A message: its envelope, excerpt and text; nothing unsafe for a screen comes out.
#![no_main]

use deich::mail::parse::{self, Arrival};
use deich::mail::text::is_unsafe;
use deich::mail::{Flags, MailboxName, MessageRef};
use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|octets: &[u8]| {
    let arrival = Arrival {
        mailbox: MailboxName::inbox(),
        message: MessageRef::from_uid(1),
        received: Timestamp::UNIX_EPOCH,
        size: 0,
        flags: Flags::empty(),
    };
    let envelope = parse::envelope(arrival, octets, true);
    assert!(!envelope.subject.chars().any(is_unsafe));
    assert_eq!(parse::excerpt(octets), envelope.excerpt.unwrap_or_default());
    assert!(parse::message_text(octets).chars().all(|c| c == '\n' || !is_unsafe(c)));
    assert!(parse::headers_block_len(octets) <= octets.len());
});
