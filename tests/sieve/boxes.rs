//! The labelled mailboxes of ../shared/eval, with the labels as findings: the filter alone is measured here, not triage.

use crate::floods::{BEGIN, Flood};
use deich::mail::{Flags, MailboxName, MessageRef, parse};
use deich::triage::{Channel, Findings, Incident, IncidentKind, Kind, Operator, Protection, Timeline, Verdict};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// Where the labelled mailboxes are, if they are.
pub fn shared() -> Option<PathBuf> {
    let place = std::env::var_os("DEICH_SHARED")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared")), PathBuf::from)
        .join("eval");
    if !place.is_dir() {
        eprintln!("NOT RUN: the labelled mailboxes are not here ({}); set DEICH_SHARED", place.display());
        return None;
    }
    Some(place)
}

/// One labelled mailbox with its one incident.
pub fn read(name: &str, place: &std::path::Path) -> Flood {
    let mbox = std::fs::read(place.join(name).join("mail.mbox")).unwrap();
    let truth = std::fs::read_to_string(place.join(name).join("truth.tsv")).unwrap();
    let labels: BTreeMap<&str, Vec<&str>> =
        truth.lines().map(|line| line.split('\t').collect::<Vec<_>>()).map(|columns| (columns[0], columns)).collect();
    let (mut octets, mut messages, mut verdicts, mut found) = (split(&mbox), Vec::new(), Vec::new(), None);
    for (nth, (seconds, message)) in octets.iter().enumerate() {
        let arrival = parse::Arrival {
            mailbox: MailboxName::inbox(),
            message: MessageRef::from_uid(nth as u32 + 1),
            received: Timestamp::from_second(*seconds).unwrap(),
            size: message.len() as u32,
            flags: Flags::empty(),
        };
        let envelope = parse::envelope(arrival, message, true);
        let label = labels.get(&*envelope.message_id);
        let kind = label.and_then(|l| Kind::ALL.into_iter().find(|k| k.as_str() == l[1])).unwrap_or(Kind::Ordinary);
        let incident = label.map(|l| l[2]).filter(|i| *i != "-");
        if let Some(incident) = incident {
            found = Some(incident.to_owned());
        }
        let wanted = label.is_none_or(|l| l[3] == "1");
        verdicts.push(Verdict {
            kind,
            channel: Channel::Direct,
            incident: incident.map(|_| 1),
            protected: match kind {
                Kind::Trigger => Some(Protection::Evidence),
                Kind::Announcement => Some(Protection::Announcement),
                _ => wanted.then_some(Protection::KnownSender),
            },
            evidence: Vec::new(),
            personal_data: false,
        });
        messages.push(Arc::new(envelope));
    }
    let found = found.unwrap();
    let (kind, key) = found.split_once(':').unwrap();
    let kind = IncidentKind::ALL.into_iter().find(|k| k.as_str() == kind).unwrap();
    let channel = if kind == IncidentKind::OpenList { Channel::Alias(key.into()) } else { Channel::Direct };
    let incident = Incident {
        id: 1,
        kind,
        key: key.into(),
        channel,
        started: Timestamp::from_second(BEGIN).unwrap(),
        ended: Timestamp::from_second(BEGIN + 36_000).unwrap(),
        messages: verdicts.iter().filter(|v| v.incident.is_some()).count() as u32,
        protected: 0,
        senders: 0,
        peak_per_minute: 0,
        kinds: BTreeMap::new(),
        trigger: verdicts.iter().position(|v| v.kind == Kind::Trigger),
        announcements: Vec::new(),
        personal_data: 0,
        operator: Operator::default(),
        timeline: Timeline { start: Timestamp::UNIX_EPOCH, step: 60, buckets: Vec::new() },
    };
    let findings = Findings { incidents: vec![incident], verdicts, me: vec![crate::floods::ME.into()] };
    Flood { octets: octets.drain(..).map(|(_, message)| message).collect(), messages, findings }
}

/// The messages of an mbox file, with the second each was received.
fn split(mbox: &[u8]) -> Vec<(i64, Vec<u8>)> {
    let mut out: Vec<(i64, Vec<u8>)> = Vec::new();
    for line in mbox.split_inclusive(|octet| *octet == b'\n') {
        if let Some(rest) = line.strip_prefix(b"From - ") {
            let date = String::from_utf8_lossy(rest).trim().to_owned();
            let at = jiff::civil::DateTime::strptime("%a %b %d %H:%M:%S %Y", &date).unwrap();
            out.push((at.to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp().as_second(), Vec::new()));
        } else if let Some((_, message)) = out.last_mut() {
            message.extend_from_slice(line);
        }
    }
    out
}
