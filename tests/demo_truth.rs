//! Triage on the demo, held against what the generator knows of every message.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

use deich::demo::{self, DemoMessage, Mailbox};
use deich::mail::parse::{self, Arrival};
use deich::mail::{Envelope, MailboxName, MessageRef};
use deich::triage::{self, Context, Findings, IncidentKind, Kind};
use jiff::Zoned;
use std::collections::BTreeMap;
use std::sync::Arc;

fn look(size: usize, seed: u64) -> (Vec<DemoMessage>, Vec<Arc<Envelope>>, Findings) {
    let end: Zoned = "2017-12-01T18:00:00+01:00[+01:00]".parse().unwrap();
    let mut context = Context::new(end.timestamp());
    let (mut made, mut read) = (Vec::new(), Vec::new());
    for (n, message) in demo::messages(size, seed, &end).enumerate() {
        let arrival = Arrival {
            mailbox: MailboxName::inbox(),
            message: MessageRef::from_uid(n as u32 + 1),
            received: message.received,
            size: message.octets.len() as u32,
            flags: message.flags,
        };
        let envelope = parse::envelope(arrival, &message.octets, true);
        if message.mailbox == Mailbox::Sent {
            context.learn_sent(&envelope);
        } else {
            read.push(Arc::new(envelope));
            made.push(message);
        }
    }
    context.me.insert(demo::ME.to_owned());
    let findings = triage::triage(&read, &context);
    (made, read, findings)
}

#[test]
fn triage_finds_the_night_and_nothing_wanted_is_offered() {
    for (size, seed) in [(demo::SIZE, 1), (1_500, 2), (600, 3)] {
        let (made, read, findings) = look(size, seed);
        let incidents: Vec<(IncidentKind, &str)> = findings.incidents.iter().map(|i| (i.kind, &*i.key)).collect();
        assert_eq!(incidents, [(IncidentKind::OpenList, demo::ALIAS)], "{size}");
        let (mut hit, mut offered, mut flood) = (0_u32, 0_u32, 0_u32);
        let mut confused: BTreeMap<(Kind, Kind), u32> = BTreeMap::new();
        for ((message, envelope), verdict) in made.iter().zip(&read).zip(&findings.verdicts) {
            assert!(!(message.wanted && verdict.offered()), "{size}: offered {:?} {verdict:?}", envelope.subject);
            // The trigger may be kept as evidence.
            let target = message.incident && !message.wanted && message.kind != Kind::Trigger;
            hit += u32::from(target && verdict.offered());
            offered += u32::from(verdict.offered() && message.kind != Kind::Trigger);
            flood += u32::from(target);
            if message.incident && message.kind != verdict.kind {
                let seen = confused.entry((message.kind, verdict.kind)).or_default();
                *seen += 1;
                if *seen == 1 {
                    eprintln!("{:?} taken for {:?}: {:?}: {:?}", message.kind, verdict.kind, envelope.subject, verdict.evidence);
                }
            }
        }
        let (precision, recall) = (f64::from(hit) / f64::from(offered), f64::from(hit) / f64::from(flood));
        let kept = findings.incidents[0].protected;
        eprintln!("{size}: precision {precision:.4}, recall {recall:.4}, {kept} kept safe, kinds confused {confused:?}");
        assert!(precision >= 0.99 && recall >= 0.97, "{size}: precision {precision:.4}, recall {recall:.4}");
        // A shop that sends its newsletter at once asks nobody to confirm anything.
        let taken = |seen: Kind| confused.get(&(Kind::Newsletter, seen)).copied().unwrap_or(0);
        assert_eq!((taken(Kind::Confirmation), taken(Kind::Welcome)), (0, 0), "{size}: {confused:?}");
        let incident = &findings.incidents[0];
        assert_eq!(incident.trigger.map(|at| made[at].kind), Some(Kind::Trigger));
        assert_eq!(incident.announcements.iter().map(|at| made[*at].kind).collect::<Vec<_>>(), [Kind::Announcement]);
    }
}
