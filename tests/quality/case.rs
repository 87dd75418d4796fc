//! A labelled mailbox as it is scored: made by `floods`, or read from a folder with mail.mbox, truth.tsv and meta.json.

use crate::floods::{Labelled, Offered, Truth};
use deich::mail::parse::{Arrival, PREFIX, envelope, headers_block_len, received_or_date};
use deich::mail::{Envelope, Flags, MailboxName, MessageRef};
use deich::triage::{Context, IncidentKind, Kind};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

#[derive(Debug, Clone)]
pub struct Case {
    pub name: String,
    /// With text, as a file source gives them.
    pub messages: Vec<Arc<Envelope>>,
    /// Without, as IMAP gives them at first.
    pub bare: Vec<Arc<Envelope>>,
    /// Parallel to the messages; None where nothing is known.
    pub truth: Vec<Option<Truth>>,
    /// What lies in the mailbox for junk, by both roads, and whether it is wanted.
    pub junk: Vec<(Arc<Envelope>, Arc<Envelope>, Truth)>,
    pub expected: BTreeSet<(IncidentKind, String)>,
    /// The same as the truth counts them; empty where a folder was read.
    pub incidents: Vec<(IncidentKind, String)>,
    pub context: Context,
}

/// The key of a reply-all storm where the truth does not name its root.
pub const ANY_CHAIN: &str = "cc";

fn arrival(received: Timestamp, flags: Flags, size: usize, number: usize) -> Arrival {
    let (mailbox, message) = (MailboxName::inbox(), MessageRef::new(&number.to_string()));
    Arrival { mailbox, message, received, size: size as u32, flags }
}

/// One message by both roads.
fn read(octets: &[u8], received: Timestamp, flags: Flags, number: usize) -> (Arc<Envelope>, Arc<Envelope>) {
    let prefix = &octets[..octets.len().min(PREFIX)];
    let whole = envelope(arrival(received, flags, octets.len(), number), prefix, true);
    let head = &octets[..headers_block_len(octets)];
    let bare = envelope(arrival(received, flags, octets.len(), number), head, false);
    (Arc::new(whole), Arc::new(bare))
}

impl Case {
    pub fn of(made: &Labelled) -> Self {
        let mut case = Self::empty(made.name.to_owned());
        case.context.me.extend(made.me.iter().cloned());
        for (octets, at) in &made.sent {
            case.context.learn_sent(&read(octets, *at, Flags::SEEN, 0).0);
        }
        for message in &made.messages {
            case.push(&message.octets, message.received, message.flags, Some(message.truth));
        }
        for (nth, message) in made.junk.iter().enumerate() {
            let (whole, bare) = read(&message.octets, message.received, message.flags, nth);
            case.junk.push((whole, bare, message.truth));
        }
        case.incidents = made.incidents.iter().map(|i| (i.kind, i.key.clone())).collect();
        case.expected = case.incidents.iter().cloned().collect();
        case
    }

    fn empty(name: String) -> Self {
        let (messages, bare, truth, junk, expected, incidents) = Default::default();
        Self { name, messages, bare, truth, junk, expected, incidents, context: Context::new(Timestamp::UNIX_EPOCH) }
    }

    fn push(&mut self, octets: &[u8], received: Timestamp, flags: Flags, truth: Option<Truth>) {
        let (whole, bare) = read(octets, received, flags, self.messages.len());
        self.messages.push(whole);
        self.bare.push(bare);
        self.truth.push(truth);
    }

    /// Reads a folder in the form of a labelled mailbox; without truth.tsv nothing in it may be found.
    pub fn read(dir: &Path) -> Self {
        let mut case =
            Self::empty(dir.file_name().map_or_else(|| dir.display().to_string(), |n| n.to_string_lossy().into_owned()));
        let truth = std::fs::read_to_string(dir.join("truth.tsv")).map(|text| rows(&text)).unwrap_or_default();
        if let Ok(text) = std::fs::read_to_string(dir.join("meta.json")) {
            let meta: serde_json::Value = serde_json::from_str(&text).expect("meta.json is JSON");
            case.context.me.extend(meta["me"].as_str().map(str::to_owned));
            for incident in meta["incidents"].as_array().into_iter().flatten() {
                let kind = IncidentKind::ALL.into_iter().find(|k| Some(k.as_str()) == incident["kind"].as_str()).expect("a kind");
                case.expected.insert((kind, incident["key"].as_str().unwrap_or("").to_owned()));
            }
        }
        each_mbox(&std::fs::read(dir.join("mail.mbox")).expect("mail.mbox is there"), |head, octets| {
            case.push(octets, arrived(head, octets), Flags::empty(), None);
        });
        let label = |m: &Arc<Envelope>| truth.get(&*m.message_id).copied();
        case.truth = case.messages.iter().map(label).collect();
        let known = case.truth.iter().flatten().count();
        assert!(truth.is_empty() || known >= truth.len(), "{}: every labelled message is there", dir.display());
        case
    }

    /// Real mail in which nothing happened.
    pub fn calm(name: &str, messages: Vec<(Vec<u8>, Timestamp)>) -> Self {
        let mut case = Self::empty(name.to_owned());
        for (octets, at) in messages {
            case.push(&octets, at, Flags::empty(), None);
        }
        case
    }
}

/// truth.tsv: message_id, kind, incident, wanted, lang.
fn rows(text: &str) -> BTreeMap<String, Truth> {
    let row = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        let kind = Kind::ALL.into_iter().find(|k| k.as_str() == cells[1]).unwrap_or_else(|| panic!("a kind: {}", cells[1]));
        let (flood, wanted) = (cells[2] != "-", cells[3] == "1");
        let offered = match (flood, wanted, kind) {
            (true, _, Kind::Trigger) => Offered::Either,
            (true, false, _) => Offered::Yes,
            _ => Offered::No,
        };
        let lang = crate::floods::known_language(cells.get(4).copied().unwrap_or("?"));
        (cells[0].to_owned(), Truth { kind, incident: flood.then_some(0), wanted, offered, lang })
    };
    text.lines().skip(1).map(row).collect()
}

/// The messages of an mboxrd file: the From_ line, and the octets after it.
pub fn each_mbox(octets: &[u8], mut take: impl FnMut(&[u8], &[u8])) {
    let mut start: Option<(usize, &[u8])> = None;
    let (mut at, mut blank) = (0, true);
    for line in octets.split_inclusive(|b| *b == b'\n') {
        if blank && line.starts_with(b"From ") {
            if let Some((from, head)) = start {
                take(head, &octets[from..at]);
            }
            start = Some((at + line.len(), line));
        }
        blank = line == b"\n" || line == b"\r\n";
        at += line.len();
    }
    if let Some((from, head)) = start {
        take(head, &octets[from..]);
    }
}

/// The From_ line's time, else what the message says.
pub fn arrived(head: &[u8], octets: &[u8]) -> Timestamp {
    let head = String::from_utf8_lossy(head);
    let when = head.trim_end().split_once(' ').and_then(|(_, rest)| rest.split_once(' ')).map_or("", |(_, when)| when.trim());
    let received = jiff::civil::DateTime::strptime("%a %b %e %H:%M:%S %Y", when).ok();
    let received = received.and_then(|t| t.to_zoned(jiff::tz::TimeZone::UTC).ok()).map(|z| z.timestamp());
    received.or_else(|| received_or_date(&octets[..octets.len().min(PREFIX)])).unwrap_or(Timestamp::UNIX_EPOCH)
}
