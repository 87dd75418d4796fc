use super::*;
use crate::mail::parse::{self, Arrival};
use crate::mail::{Envelope, MailboxName, MessageRef};
use std::collections::{BTreeMap, BTreeSet};

fn end() -> Zoned {
    "2017-12-01T18:00:00+01:00[+01:00]".parse().unwrap()
}

fn read(message: &DemoMessage) -> Envelope {
    let arrival = Arrival {
        mailbox: MailboxName::inbox(),
        message: MessageRef::from_uid(1),
        received: message.received,
        size: message.octets.len() as u32,
        flags: message.flags,
    };
    parse::envelope(arrival, &message.octets, true)
}

#[test]
fn the_same_seed_gives_the_same_octets_and_another_gives_others() {
    let all = |seed| messages(300, seed, &end()).collect::<Vec<_>>();
    assert_eq!(all(1), all(1));
    assert_ne!(all(1), all(2));
}

#[test]
fn every_size_is_kept_and_in_order_of_time() {
    for size in [0, 1, 20, 100, 1_000] {
        let all: Vec<DemoMessage> = messages(size, 7, &end()).collect();
        assert_eq!(all.len(), size);
        assert!(all.is_sorted_by_key(|m| m.received));
        assert!(all.iter().all(|m| m.received <= end().timestamp()));
    }
}

#[test]
fn the_night_is_the_last_one_that_is_over() {
    for (end, night) in [
        ("2017-12-01T18:00:00+01:00[+01:00]", "2017-11-30T22:30:00+01:00"),
        ("2017-12-01T07:00:00+01:00[+01:00]", "2017-11-29T22:30:00+01:00"),
        ("2017-12-01T23:59:00+01:00[+01:00]", "2017-11-30T22:30:00+01:00"),
    ] {
        let end: Zoned = end.parse().unwrap();
        assert_eq!(night_of(&end).timestamp(), night.parse().unwrap());
    }
}

#[test]
fn every_message_reads_back_as_it_was_meant() {
    let all: Vec<DemoMessage> = messages(2_000, 3, &end()).collect();
    let mut ids = BTreeSet::new();
    for message in &all {
        let e = read(message);
        let text = String::from_utf8_lossy(&message.octets);
        assert!(ids.insert(e.message_id.clone()), "{text}");
        assert!(!e.subject.is_empty() && !e.subject.contains(['{', '\u{fffd}']) && !e.subject.contains("=?"), "{text}");
        assert!(e.excerpt.as_ref().is_some_and(|x| x.len() > 20 && !x.contains(['{', '\u{fffd}'])), "{text}");
        assert_eq!(e.date, Some(message.received), "{text}");
        let from = e.from.clone().unwrap();
        assert!(from.domain().ends_with(".example"), "{text}");
        assert!(e.to.iter().all(|a| a.domain().ends_with(".example")), "{text}");
        assert_eq!(e.to.iter().any(|a| &*a.addr == ALIAS), message.incident, "{text}");
        assert!(!(message.incident && e.list.is_list()), "{text}");
        assert_eq!(e.list.id.is_some(), message.kind == Kind::List);
        match message.mailbox {
            Mailbox::Sent => assert_eq!(&*from.addr, ME),
            Mailbox::Inbox => assert_eq!(e.delivered_to, [ME.into()]),
        }
        match message.kind {
            Kind::Bounce => {
                assert_eq!((&*e.content_type, e.report_type.as_deref()), ("multipart/report", Some("delivery-status")));
            }
            Kind::AutoReply => {
                assert_eq!(e.auto.auto_submitted.as_deref(), Some("auto-replied"));
            }
            _ => {}
        }
        assert!(text.lines().all(|line| line.len() <= 998), "{text}");
    }
}

#[test]
fn the_truth_is_consistent() {
    let all: Vec<DemoMessage> = messages(SIZE, 1, &end()).collect();
    let mut kinds: BTreeMap<Kind, usize> = BTreeMap::new();
    for message in all.iter().filter(|m| m.incident) {
        *kinds.entry(message.kind).or_default() += 1;
    }
    assert_eq!(kinds.get(&Kind::Trigger), Some(&1));
    assert_eq!(kinds.get(&Kind::Announcement), Some(&1));
    for kind in [Kind::Confirmation, Kind::Welcome, Kind::Newsletter, Kind::ReplyAll, Kind::AutoReply, Kind::Bounce] {
        assert!(kinds.get(&kind).is_some_and(|n| *n > 100), "{kinds:?}");
    }
    let night = night_of(&end()).timestamp();
    assert!(all.iter().filter(|m| m.incident).all(|m| m.received >= night));
    assert!(all.iter().filter(|m| m.received < night).all(|m| m.wanted && !m.incident));
    assert_eq!(all.iter().filter(|m| m.received >= night && m.wanted).count(), night::WANTED.len() + 1);
    assert!(all.iter().filter(|m| m.mailbox == Mailbox::Sent).count() > 80);
}
