//! Messages as a hostile sender writes them, several at once: findings hold together, and are the same a second time.
#![no_main]

use deich::mail::parse::{self, Arrival};
use deich::mail::{Flags, MailboxName, MessageRef};
use deich::triage::{Context, Triage};
use jiff::{SignedDuration, Timestamp};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|octets: &[u8]| {
    let mut context = Context::new(Timestamp::UNIX_EPOCH);
    context.me.insert("anna@club.example".into());
    let (mut once, mut again) = (Triage::new(context.clone()), Triage::new(context));
    // Each begins with the minutes since the one before.
    let (mut at, mut messages) = (Timestamp::UNIX_EPOCH, Vec::new());
    for (uid, message) in (1..=40).zip(octets.split(|octet| *octet == 0)) {
        let Some((minutes, message)) = message.split_first() else { continue };
        at += SignedDuration::from_mins(i64::from(*minutes));
        let arrival = Arrival {
            mailbox: MailboxName::inbox(),
            message: MessageRef::from_uid(uid),
            received: at,
            size: 0,
            flags: Flags::empty(),
        };
        messages.push(parse::envelope(arrival, message, true));
    }
    for message in &messages {
        once.push(message);
        let _ = (once.findings(), once.doubtful());
        again.push(message);
    }
    let findings = once.findings();
    assert_eq!(findings.verdicts.len(), messages.len());
    for incident in &findings.incidents {
        assert_eq!(findings.members(incident.id).count(), incident.messages as usize);
    }
    assert_eq!(again.findings(), findings);
});
