use super::letter::Words;
use super::recipients::sound;
use super::*;
use crate::mail::parse;
use crate::mail::{Flags, MailboxName, MessageRef};
use crate::triage::{Channel, Incident, IncidentKind, Kind, Operator, Timeline, Verdict};
use proptest::prelude::*;

const ME: &str = "jana.keller@postfach.example";

/// A mailbox with one incident; each header block is one message of it.
fn mailbox(kind: IncidentKind, channel: Channel, key: &str, blocks: &[&str]) -> (Findings, Vec<Arc<Envelope>>) {
    let messages: Vec<Arc<Envelope>> = blocks
        .iter()
        .enumerate()
        .map(|(nth, block)| {
            let arrival = parse::Arrival {
                mailbox: MailboxName::inbox(),
                message: MessageRef::from_uid(nth as u32 + 1),
                received: Timestamp::from_second(1_512_077_400 + nth as i64).unwrap(),
                size: 0,
                flags: Flags::empty(),
            };
            Arc::new(parse::envelope(arrival, format!("{block}\r\n\r\n").as_bytes(), false))
        })
        .collect();
    let verdict = Verdict {
        kind: Kind::ReplyAll,
        channel: channel.clone(),
        incident: Some(7),
        protected: None,
        evidence: [].into(),
        personal_data: false,
    };
    let incident = Incident {
        id: 7,
        kind,
        key: key.into(),
        channel,
        started: Timestamp::from_second(1_512_077_400).unwrap(),
        ended: Timestamp::from_second(1_512_080_000).unwrap(),
        messages: blocks.len() as u32,
        protected: 0,
        senders: 3,
        peak_per_minute: 2,
        kinds: std::collections::BTreeMap::from([(Kind::ReplyAll, blocks.len() as u32)]),
        trigger: None,
        announcements: Vec::new(),
        personal_data: 0,
        operator: Operator::default(),
        timeline: Timeline { start: Timestamp::from_second(1_512_077_400).unwrap(), step: 60, buckets: Vec::new() },
    };
    let verdicts = vec![verdict; blocks.len()];
    (Findings { incidents: vec![incident], verdicts, me: vec![ME.into()], ..Findings::default() }, messages)
}

fn report(findings: &Findings, messages: &[Arc<Envelope>], trigger: Option<&[u8]>) -> Result<Draft, ReportError> {
    draft(&Input {
        findings,
        messages,
        incident: 7,
        from: ME,
        language: Language::German,
        trigger,
        letter: None,
        zone: &TimeZone::UTC,
        now: Timestamp::from_second(1_512_090_000).unwrap(),
    })
}

const ALIAS: &str = "alle@listen.verein.example";

#[test]
fn the_desk_is_the_owner_or_the_domains_own() {
    let channel = Channel::Alias(ALIAS.into());
    let (mut findings, messages) = mailbox(IncidentKind::OpenList, channel, ALIAS, &["Subject: Stop"]);
    let to = |findings: &Findings| report(findings, &messages, None).unwrap().to;
    assert_eq!(to(&findings), ["postmaster@listen.verein.example", "abuse@listen.verein.example"]);
    findings.incidents[0].operator.owner = Some("Wart@Verein.example".into());
    assert_eq!(to(&findings), ["wart@verein.example"]);
    for bad in [ALIAS, ME, "wart@verein.example\r\nBcc: x@y.example", "a b@verein.example", "wart@localhost", "wart"] {
        findings.incidents[0].operator.owner = Some(bad.into());
        assert_eq!(to(&findings)[0], "postmaster@listen.verein.example", "{bad}");
    }
}

#[test]
fn never_the_list_itself() {
    let channel = Channel::List("alle.verein.example".into());
    let posted = ["Subject: Stop\r\nList-Post: <mailto:postmaster@verein.example>"];
    let (mut findings, messages) = mailbox(IncidentKind::OpenList, channel, "alle.verein.example", &posted);
    findings.incidents[0].operator.owner = Some("postmaster@verein.example".into());
    assert_eq!(report(&findings, &messages, None).unwrap().to, ["abuse@verein.example"]);
    // A list whose every desk is the list: nobody to write to.
    let channel = Channel::Alias("postmaster@verein.example".into());
    let both = ["List-Post: <mailto:abuse@verein.example>"];
    let (findings, messages) = mailbox(IncidentKind::OpenList, channel, "postmaster@verein.example", &both);
    assert_eq!(report(&findings, &messages, None), Err(ReportError::NoRecipient));
}

#[test]
fn the_party_that_can_act() {
    let chain = Channel::Crowd("r@firma.example".into());
    let (mut findings, messages) = mailbox(IncidentKind::ReplyAll, chain, "r@firma.example", &["From: chef@haus.example"]);
    findings.incidents[0].trigger = Some(0);
    assert_eq!(report(&findings, &messages, None).unwrap().to, ["postmaster@haus.example", "abuse@haus.example"]);
    for kind in [IncidentKind::SubscriptionBomb, IncidentKind::Backscatter] {
        let (findings, messages) = mailbox(kind, Channel::Direct, ME, &["From: a@b.example"]);
        assert_eq!(report(&findings, &messages, None).unwrap().to, ["abuse@postfach.example", "postmaster@postfach.example"]);
    }
    let (findings, messages) =
        mailbox(IncidentKind::AutoReplyLoop, Channel::Direct, "weg@amt.example", &["From: weg@amt.example"]);
    assert_eq!(report(&findings, &messages, None).unwrap().to, ["postmaster@amt.example"]);
    let (findings, messages) = mailbox(IncidentKind::AutoReplyLoop, Channel::Direct, "no address", &["From: x"]);
    assert_eq!(report(&findings, &messages, None), Err(ReportError::NoRecipient));
}

#[test]
fn a_sender_must_be_an_address() {
    let channel = Channel::Alias(ALIAS.into());
    let (findings, messages) = mailbox(IncidentKind::OpenList, channel, ALIAS, &["Subject: Stop"]);
    let zone = TimeZone::UTC;
    for from in ["", "jana", "jana@", "a@b.example\r\nBcc: c@d.example", "<a@b.example>"] {
        let input = Input {
            findings: &findings,
            messages: &messages,
            incident: 7,
            from,
            language: Language::English,
            trigger: None,
            letter: None,
            zone: &zone,
            now: Timestamp::UNIX_EPOCH,
        };
        assert_eq!(draft(&input), Err(ReportError::BadSender(from.to_owned())));
        assert_eq!(draft(&Input { incident: 8, ..input }), Err(ReportError::NoSuchIncident(8)));
    }
}

#[test]
fn sound_addresses() {
    assert_eq!(sound("Jörg@b.example"), None);
    assert_eq!(sound("joerg@müller.example").as_deref(), Some("joerg@xn--mller-kva.example"));
    assert_eq!(sound("a..b@c.example"), None);
    assert_eq!(sound("\"a b\"@c.example"), None);
    assert_eq!(sound("a@[192.0.2.1]"), None);
    assert_eq!(sound("a@192.0.2.1"), None);
    assert_eq!(sound(&format!("{}@c.example", "a".repeat(65))), None);
}

#[test]
fn both_languages_say_the_same_things_and_fill_every_gap() {
    let (de, en) = (Words::new(Language::German), Words::new(Language::English));
    assert_eq!(de.names(), en.names());
    for name in de.names() {
        assert!(!de.section(name).is_empty() && !en.section(name).is_empty(), "{name}");
        let gaps = |text: &str| -> std::collections::BTreeSet<String> {
            text.split('{').skip(1).filter_map(|t| t.split_once('}')).map(|(gap, _)| gap.to_owned()).collect()
        };
        if !["moment", "short"].contains(&name) {
            assert_eq!(gaps(de.section(name)), gaps(en.section(name)), "{name}");
        }
    }
    for kind in IncidentKind::ALL {
        for part in ["subject", "what", "ask"] {
            assert!(!de.section(&format!("{part}.{}", kind.as_str())).is_empty(), "{part}.{}", kind.as_str());
        }
    }
    for kind in Kind::ALL {
        assert!(!de.section(&format!("kind.{}", kind.as_str())).is_empty(), "{}", kind.as_str());
    }
}

#[test]
fn third_parties_are_blacked_out_and_counted() {
    let channel = Channel::Alias(ALIAS.into());
    let subject = "Subject: Stop! Ruft mich an: 0631 1234567 oder max@t-post.example, nicht alle@listen.verein.example";
    let (findings, messages) = mailbox(IncidentKind::OpenList, channel, ALIAS, &[subject]);
    let draft = report(&findings, &messages, None).unwrap();
    assert_eq!(draft.redacted, 2);
    assert!(!draft.text.contains("1234567") && !draft.text.contains("max@"), "{}", draft.text);
    let flat = draft.text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("Ruft mich an: █████ oder █████, nicht alle@listen.verein.example"), "{flat}");
}

#[test]
fn a_hostile_boundary_is_stepped_over() {
    let channel = Channel::Alias(ALIAS.into());
    let (findings, messages) = mailbox(IncidentKind::OpenList, channel, ALIAS, &["Subject: Stop"]);
    let first = report(&findings, &messages, Some(b"Subject: x\r\n\r\n--=_deich_\r\n")).unwrap();
    let eml = String::from_utf8(first.eml).unwrap();
    assert_eq!(eml.matches("\r\nContent-Type: ").count(), 3, "{eml}");
}

proptest! {
    #[test]
    fn nothing_from_mail_reaches_the_header_or_breaks_a_line(key in "\\PC{0,40}|(?s).{0,40}", subject in "(?s).{0,60}", owner in "(?s).{0,40}") {
        let key = format!("{key}@verein.example");
        let (mut findings, messages) = mailbox(IncidentKind::OpenList, Channel::Alias(key.as_str().into()), &key, &["Subject: Stop"]);
        findings.incidents[0].operator.owner = Some(owner.into());
        let mut message = Envelope::clone(&messages[0]);
        message.subject = subject.into();
        let messages = vec![Arc::new(message)];
        findings.incidents[0].trigger = Some(0);
        let draft = report(&findings, &messages, Some(b"Subject: a\n\n\xff\0b")).unwrap();
        for line in draft.text.lines() {
            prop_assert!(line.chars().count() <= 76, "{}", line);
        }
        prop_assert!(!draft.text.chars().any(|c| c != '\n' && c.is_control()));
        prop_assert!(!draft.subject.chars().any(char::is_control));
        let at = draft.eml.windows(4).position(|w| w == b"\r\n\r\n").unwrap();
        let head = std::str::from_utf8(&draft.eml[..at]).unwrap();
        prop_assert!(head.is_ascii());
        let names: Vec<&str> = head.split("\r\n").filter(|l| !l.starts_with([' ', '\t'])).map(|l| l.split(':').next().unwrap()).collect();
        prop_assert_eq!(names, ["From", "To", "Subject", "Date", "Message-ID", "X-Unsent", "MIME-Version", "Content-Type"]);
    }
}
