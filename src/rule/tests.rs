use super::simulate::contains;
use super::{Action, Condition, Rule, StormFilter, sieve};
use crate::mail::{Envelope, Flags, MailboxName, MessageRef, parse};
use crate::triage::{Channel, Findings, Incident, IncidentKind, Kind, Operator, Timeline, Verdict};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

fn rule(condition: Condition) -> Rule {
    Rule {
        title: "flood".to_owned(),
        condition,
        action: Action::FileInto(MailboxName::new("Mail-Sturm")),
        until: "2026-12-14T22:00:00Z".parse().unwrap(),
    }
}

#[test]
fn a_string_stays_one_whatever_it_holds() {
    assert_eq!(sieve::quoted(r#"a"b\c"#), r#""a\"b\\c""#);
    assert_eq!(sieve::quoted("a\r\nb\0c\u{85}d"), "\"abcd\"");
}

#[test]
fn a_title_cannot_leave_its_comment() {
    let mut rule = rule(Condition::Report);
    rule.title = "x\r\n\u{2028}discard;\u{b}\u{c}stop; */".to_owned();
    let script = sieve::script(&rule);
    assert_eq!(script.lines().next(), Some("# x discard; stop; */"));
}

#[test]
fn only_what_is_used_is_required() {
    assert!(sieve::script(&rule(Condition::Report)).contains(r#"require ["date", "fileinto", "mailbox", "relational"];"#));
    let nested = Condition::Any(vec![Condition::NullReturnPath.negated()]);
    assert!(sieve::script(&rule(nested)).contains(r#"require ["date", "envelope", "fileinto", "mailbox", "relational"];"#));
}

#[test]
fn the_end_is_a_day() {
    assert!(sieve::script(&rule(Condition::Report)).contains(r#":value "lt" "date" "2026-12-14""#));
}

#[test]
fn only_ascii_folds() {
    assert!(contains("BITTE bestätigen", "bitte BESTäTIGEN"));
    assert!(!contains("bestätigen", "bestÄtigen"));
    assert!(!contains("anything", ""));
    assert!(!contains("short", "longer than that"));
}

/// A mailbox: `before` are senders that wrote earlier, `flood` sender and subject of the bomb's messages.
fn bomb(before: &[String], flood: &[(String, String)]) -> (Findings, Vec<Arc<Envelope>>) {
    let quiet = before.iter().map(|from| (from.as_str(), "Hello", false));
    let loud = flood.iter().map(|(from, subject)| (from.as_str(), subject.as_str(), true));
    let (mut messages, mut verdicts) = (Vec::new(), Vec::new());
    for (nth, (from, subject, inside)) in quiet.chain(loud).enumerate() {
        let block = format!("From: {from}\r\nTo: me@postfach.example\r\nSubject: {subject}\r\n\r\n");
        let arrival = parse::Arrival {
            mailbox: MailboxName::inbox(),
            message: MessageRef::from_uid(nth as u32 + 1),
            received: Timestamp::from_second(nth as i64).unwrap(),
            size: 0,
            flags: Flags::empty(),
        };
        messages.push(Arc::new(parse::envelope(arrival, block.as_bytes(), false)));
        verdicts.push(Verdict {
            kind: if inside { Kind::Confirmation } else { Kind::Ordinary },
            channel: Channel::Direct,
            incident: inside.then_some(1),
            protected: None,
            evidence: [].into(),
            personal_data: false,
        });
    }
    let incident = Incident {
        id: 1,
        kind: IncidentKind::SubscriptionBomb,
        key: "me@postfach.example".into(),
        channel: Channel::Direct,
        started: Timestamp::from_second(before.len() as i64).unwrap(),
        ended: Timestamp::from_second(messages.len() as i64).unwrap(),
        messages: flood.len() as u32,
        protected: 0,
        senders: flood.len() as u32,
        peak_per_minute: 60,
        kinds: BTreeMap::new(),
        trigger: None,
        announcements: Vec::new(),
        personal_data: 0,
        operator: Operator::default(),
        timeline: Timeline { start: Timestamp::UNIX_EPOCH, step: 60, buckets: Vec::new() },
    };
    (Findings { incidents: vec![incident], verdicts, me: vec!["me@postfach.example".into()], ..Findings::default() }, messages)
}

fn filter(findings: &Findings, messages: &[Arc<Envelope>]) -> StormFilter {
    let until = "2026-12-14T00:00:00Z".parse().unwrap();
    StormFilter::for_incident(findings, messages, 1, &BTreeSet::new(), MailboxName::new("Mail-Sturm"), until).unwrap()
}

#[test]
fn a_script_stays_small_however_many_people_and_phrases_there_are() {
    let before: Vec<String> = (0..6_000).map(|n| format!("someone@a-rather-long-domain-{n}.example")).collect();
    let long = "ä".repeat(30);
    let flood: Vec<(String, String)> = (0..1_000)
        .map(|n| (format!("x@shop-{n}.example"), format!("=?utf-8?q?{}_{}_{}?=", n % 200, long.replace('ä', "=C3=A4"), n % 200)))
        .collect();
    let (findings, messages) = bomb(&before, &flood);
    let filter = filter(&findings, &messages);
    let script = filter.sieve();
    assert!(script.len() < 64 * 1024, "{}", script.len());
    assert!(script.len() > 40 * 1024, "{}", script.len());
    assert!(filter.sentence().left_out > 0);
    assert_eq!(filter.sentence().left_out + filter.sentence().exceptions, 6_000);
}

#[test]
fn a_whole_domain_is_left_alone_only_where_the_flood_has_nothing_from_it() {
    let before = ["service@bank.example".to_owned(), "letter@shop.example".to_owned()];
    let flood: Vec<(String, String)> = (0..6)
        .map(|n| (format!("news{n}@{}", ["shop.example", "other.example"][n % 2]), "Please confirm your subscription".to_owned()))
        .collect();
    let (findings, messages) = bomb(&before, &flood);
    let filter = filter(&findings, &messages);
    let with = |from: &str| {
        let mut message = Envelope::clone(&messages[2]);
        message.from = Some(crate::mail::Address::new("", from));
        filter.catches(&message)
    };
    assert!(!with("security@bank.example"), "another address of a known firm");
    assert!(!with("letter@shop.example"), "a known address");
    assert!(with("new@shop.example"), "the flood comes from there too");
    assert!(with("new@never-seen.example"));
}

#[test]
fn a_phrase_that_other_mail_shows_is_not_taken_from_the_flood() {
    let flood: Vec<(String, String)> =
        (0..8).map(|n| (format!("a@x{n}.example"), "Hello from the other side of town".to_owned())).collect();
    let (findings, mut messages) = bomb(&["friend@home.example".to_owned()], &flood);
    let one = filter(&findings, &messages);
    assert!(one.catches(&messages[1]) && one.catches(&messages[8]));
    Arc::make_mut(&mut messages[0]).subject = "Re: hello from the other side of town".into();
    assert!(!filter(&findings, &messages).catches(&messages[1]));
}
