//! Floods of every kind, written as octets, with the verdicts a right triage gives. Seeded by counting: no chance in it.

use deich::demo;
use deich::mail::{Envelope, Flags, MailboxName, MessageRef, parse};
use deich::triage::{Channel, Findings, Incident, IncidentKind, Kind, Operator, Protection, Timeline, Verdict};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub const ME: &str = "jana.keller@postfach.example";
const BEGIN: i64 = 1_512_077_400;

/// A mailbox with one flood in it.
pub struct Flood {
    pub octets: Vec<Vec<u8>>,
    pub messages: Vec<Arc<Envelope>>,
    pub findings: Findings,
}

struct Maker {
    flood: Flood,
    channel: Channel,
}

struct Mail<'a> {
    from: &'a str,
    to: &'a str,
    subject: &'a str,
    extra: &'a str,
}

impl Maker {
    fn new(channel: Channel) -> Self {
        let findings = Findings { incidents: Vec::new(), verdicts: Vec::new(), me: vec![ME.into()], ..Findings::default() };
        Self { flood: Flood { octets: Vec::new(), messages: Vec::new(), findings }, channel }
    }

    fn add(&mut self, mail: &Mail<'_>, inside: bool, kind: Kind, protected: Option<Protection>) {
        let nth = self.flood.messages.len();
        let Mail { from, to, subject, extra } = mail;
        let octets = format!(
            "Delivered-To: {ME}\r\nFrom: {from}\r\nTo: {to}\r\nSubject: {subject}\r\nMessage-ID: <m{nth}@made.example>\r\n\
             Date: Thu, 30 Nov 2017 22:{:02}:00 +0100\r\n{extra}\r\nText.\r\n",
            nth % 60
        )
        .into_bytes();
        let seconds = if inside { BEGIN } else { BEGIN - 1_000_000 };
        self.flood.messages.push(Arc::new(envelope(nth, seconds + nth as i64, &octets)));
        self.flood.octets.push(octets);
        self.flood.findings.verdicts.push(Verdict {
            kind,
            channel: if inside { self.channel.clone() } else { Channel::Direct },
            incident: inside.then_some(1),
            protected,
            evidence: [].into(),
            personal_data: false,
        });
    }

    /// Mail that has nothing to do with it: from people and firms, some of it close to what the flood looks like.
    fn rest(&mut self) {
        for nth in 0..12 {
            let (from, subject) = match nth % 6 {
                0 => ("Uwe M <uwe@webpost.example>", "Treffen am Samstag"),
                1 => ("\"Hausbank\" <service@hausbank.example>", "=?utf-8?q?Best=C3=A4tigen_Sie_Ihre_=C3=9Cberweisung?="),
                2 => ("Petra <petra@t-post.example>", "Re: Neues Passwort"),
                3 => ("\"Shop\" <order@shop.example>", "Ihre Bestellung 4711"),
                4 => ("info@gemeinde.example", "=?utf-8?q?Best=C3=A4tigen_Sie_Ihren_Termin?="),
                _ => ("\"Zeitung\" <news@zeitung.example>", "Der Morgen"),
            };
            self.add(&Mail { from, to: ME, subject, extra: "" }, false, Kind::Ordinary, None);
        }
    }

    fn done(mut self, kind: IncidentKind, key: &str, trigger: Option<usize>) -> Flood {
        let findings = &mut self.flood.findings;
        let mut kinds = BTreeMap::new();
        for verdict in findings.verdicts.iter().filter(|v| v.incident.is_some()) {
            *kinds.entry(verdict.kind).or_default() += 1;
        }
        let members: Vec<usize> = findings.members(1).collect();
        let started = members.iter().map(|at| self.flood.messages[*at].received).min().unwrap();
        let senders: BTreeSet<&str> = members.iter().map(|at| self.flood.messages[*at].from_addr()).collect();
        let announcements = members.iter().copied().filter(|at| findings.verdicts[*at].kind == Kind::Announcement).collect();
        findings.incidents.push(Incident {
            id: 1,
            kind,
            key: key.into(),
            channel: self.channel,
            started,
            ended: members.iter().map(|at| self.flood.messages[*at].received).max().unwrap(),
            messages: members.len() as u32,
            protected: members.iter().filter(|at| findings.verdicts[**at].protected.is_some()).count() as u32,
            senders: senders.len() as u32,
            peak_per_minute: 9,
            kinds,
            trigger,
            announcements,
            personal_data: 0,
            operator: Operator { domain: "verein.example".into(), owner: None },
            timeline: Timeline { start: started, step: 60, buckets: Vec::new() },
        });
        self.flood
    }
}

/// Reads one message as the sources do.
pub fn envelope(nth: usize, seconds: i64, octets: &[u8]) -> Envelope {
    let arrival = parse::Arrival {
        mailbox: MailboxName::inbox(),
        message: MessageRef::from_uid(nth as u32 + 1),
        received: Timestamp::from_second(seconds).unwrap(),
        size: octets.len() as u32,
        flags: Flags::empty(),
    };
    parse::envelope(arrival, octets, true)
}

/// A message with its labels.
pub struct Labelled {
    pub seconds: i64,
    pub octets: Vec<u8>,
    pub kind: Kind,
    pub incident: bool,
    pub wanted: bool,
}

/// A mailbox as a triage would find it that makes no mistake.
pub fn labelled(messages: Vec<Labelled>, kind: IncidentKind, key: &str, me: &str) -> Flood {
    let channel = if kind == IncidentKind::OpenList { Channel::Alias(key.into()) } else { Channel::Direct };
    let mut maker = Maker::new(channel.clone());
    maker.flood.findings.me = vec![me.into()];
    for (nth, message) in messages.into_iter().enumerate() {
        let protected = match message.kind {
            Kind::Trigger => Some(Protection::Evidence),
            Kind::Announcement => Some(Protection::Announcement),
            _ => message.wanted.then_some(Protection::KnownSender),
        };
        maker.flood.messages.push(Arc::new(envelope(nth, message.seconds, &message.octets)));
        maker.flood.octets.push(message.octets);
        maker.flood.findings.verdicts.push(Verdict {
            kind: message.kind,
            channel: if message.incident { channel.clone() } else { Channel::Direct },
            incident: message.incident.then_some(1),
            protected,
            evidence: [].into(),
            personal_data: false,
        });
    }
    let trigger = maker.flood.findings.verdicts.iter().position(|v| v.kind == Kind::Trigger && v.incident.is_some());
    maker.done(kind, key, trigger)
}

/// The inbox `deich demo` makes, with its labels.
pub fn demo(size: usize) -> Flood {
    let end: jiff::Zoned = "2026-11-22T09:00:00+01:00[Europe/Berlin]".parse().unwrap();
    let messages = demo::messages(size, 7, &end).filter(|m| m.mailbox == demo::Mailbox::Inbox).map(|m| Labelled {
        seconds: m.received.as_second(),
        octets: m.octets,
        kind: m.kind,
        incident: m.incident,
        wanted: m.wanted,
    });
    labelled(messages.collect(), IncidentKind::OpenList, demo::ALIAS, demo::ME)
}

/// Every kind of incident, by a name for its golden file.
pub fn all() -> Vec<(&'static str, Flood)> {
    vec![
        ("open_list_alias", alias()),
        ("open_list_list_id", list_id()),
        ("open_list_list_post", list_post()),
        ("reply_all", reply_all()),
        ("subscription_bomb", bomb(60)),
        ("auto_reply_loop", auto_loop()),
        ("backscatter", backscatter()),
    ]
}

const ALIAS: &str = "mitglieder@verein.example";

fn alias() -> Flood {
    let mut maker = Maker::new(Channel::Alias(ALIAS.into()));
    maker.rest();
    let trigger = maker.flood.messages.len();
    let asks = Mail { from: "Ordnung <ordnung@verein.example>", to: ALIAS, subject: "Neues Passwort", extra: "" };
    maker.add(&asks, true, Kind::Trigger, Some(Protection::Evidence));
    open_list(&mut maker, &format!("\"Alle\" <{}>", "Mitglieder@Verein.example"), "");
    let sorry = Mail { from: "\"Der Verein\" <info@verein.example>", to: ALIAS, subject: "Entschuldigung", extra: "" };
    maker.add(&sorry, true, Kind::Announcement, Some(Protection::Announcement));
    // Names the member besides the alias: meant for the member.
    let both = format!("{ALIAS}, {ME}");
    let mail = Mail { from: "Vera <vera@webpost.example>", to: &both, subject: "Kommst du?", extra: "" };
    maker.add(&mail, false, Kind::Ordinary, None);
    maker.done(IncidentKind::OpenList, ALIAS, Some(trigger))
}

fn list_id() -> Flood {
    let mut maker = Maker::new(Channel::List("mitglieder.verein.example".into()));
    maker.rest();
    let listed = "List-Id: \"Alle \\\" Mitglieder\"\r\n <Mitglieder.Verein.example>\r\n";
    open_list(&mut maker, ALIAS, listed);
    // A list whose id only ends like this one's.
    let near = "List-Id: <alt-mitglieder.verein.example>\r\n";
    maker.add(&Mail { from: "a@b.example", to: "alt@verein.example", subject: "Alt", extra: near }, false, Kind::List, None);
    maker.done(IncidentKind::OpenList, "mitglieder.verein.example", None)
}

fn list_post() -> Flood {
    let mut maker = Maker::new(Channel::List(ALIAS.into()));
    maker.rest();
    open_list(&mut maker, ALIAS, "List-Post: <mailto:mitglieder@verein.example>\r\n");
    // Bounces come to the list's address and say nothing of the list.
    let bounce = Mail { from: "mailer-daemon@firma.example", to: ALIAS, subject: "Undelivered", extra: "Return-Path: <>\r\n" };
    maker.add(&bounce, true, Kind::Bounce, None);
    let near = "List-Post: <mailto:alle-mitglieder@verein.example>\r\n";
    maker.add(&Mail { from: "a@b.example", to: "x@verein.example", subject: "Alt", extra: near }, false, Kind::List, None);
    maker.done(IncidentKind::OpenList, ALIAS, None)
}

fn open_list(maker: &mut Maker, to: &str, extra: &str) {
    for nth in 0..30 {
        let (kind, subject) = match nth % 4 {
            0 => (Kind::ReplyAll, "Re: Neues Passwort"),
            1 => (Kind::Confirmation, "=?utf-8?q?Bitte_best=C3=A4tige_deine_Anmeldung?="),
            2 => (Kind::Welcome, "Welcome to our newsletter"),
            _ => (Kind::AutoReply, "Automatische Antwort: Neues Passwort"),
        };
        let from = format!("\"Person {nth}\" <person{nth}@firma-{}.example>", nth % 9);
        maker.add(&Mail { from: &from, to, subject, extra }, true, kind, None);
    }
    // Somebody the member knows answers everybody: kept, and left alone by the filter.
    let known = Mail { from: "Uwe M <uwe@webpost.example>", to, subject: "Re: Neues Passwort", extra };
    maker.add(&known, true, Kind::ReplyAll, Some(Protection::KnownSender));
}

fn reply_all() -> Flood {
    let root = "wurzel.1@firma.example";
    let crowd: String = (0..30).map(|n| format!("Kollege {n} <k{n}@firma.example>,\r\n ")).collect::<Vec<_>>().concat() + ME;
    let mut maker = Maker::new(Channel::Crowd(root.into()));
    maker.rest();
    let trigger = maker.flood.messages.len();
    maker.add(
        &Mail { from: "chef@firma.example", to: &crowd, subject: "Parkplatz \"Ost\" \\ gesperrt", extra: "" },
        true,
        Kind::Trigger,
        Some(Protection::Evidence),
    );
    for nth in 0..24 {
        let extra = match nth % 3 {
            0 => format!("In-Reply-To: <{root}>\r\nReferences: <{root}>\r\n"),
            // A chain of many: folded, the root first.
            1 => format!("References: <{root}>\r\n\t<other{nth}@firma.example>\r\n <and.more@firma.example>\r\n"),
            // A program that keeps no chain.
            _ => String::new(),
        };
        let from = format!("k{nth}@firma.example");
        let subject = "AW: Parkplatz \"Ost\" \\ gesperrt";
        maker.add(&Mail { from: &from, to: &crowd, subject, extra: &extra }, true, Kind::ReplyAll, None);
    }
    // The same subject between two people is theirs.
    let two = Mail { from: "nachbar@webpost.example", to: ME, subject: "Parkplatz \"Ost\" \\ gesperrt", extra: "" };
    maker.add(&two, false, Kind::Ordinary, None);
    maker.done(IncidentKind::ReplyAll, root, Some(trigger))
}

/// A sign-up bomb of so many messages.
pub fn bomb(size: usize) -> Flood {
    let mut maker = Maker::new(Channel::Direct);
    maker.rest();
    for nth in 0..size {
        let (kind, subject) = match nth % 8 {
            0 => (Kind::Confirmation, "=?utf-8?q?Bitte_best=C3=A4tige_deine_Anmeldung_bei?= Garten".to_owned()),
            1 => (Kind::Confirmation, "Please confirm your subscription".to_owned()),
            2 => (Kind::Confirmation, format!("Confirmez votre inscription \"{nth}\"")),
            // Japanese, Greek and Turkish: "please confirm your registration"
            3 => (Kind::Confirmation, encoded("メールアドレスの登録を確認してください")),
            4 => (Kind::Confirmation, encoded("Επιβεβαιώστε την εγγραφή σας")),
            5 => (Kind::Confirmation, encoded("Üyeliğinizi onaylayın lütfen")),
            6 => (Kind::Welcome, format!("Welcome to the club, friend {nth}")),
            _ => (Kind::Welcome, "YOU ARE ON THE LIST NOW".to_owned()),
        };
        let from = format!("\"Laden {nth}\" <noreply@laden-{nth}.example.net>");
        maker.add(&Mail { from: &from, to: ME, subject: &subject, extra: "" }, true, kind, None);
    }
    // A firm the member knows, with the very words of the flood.
    let known =
        Mail { from: "\"Hausbank\" <sicher@hausbank.example>", to: ME, subject: "Please confirm your subscription", extra: "" };
    maker.add(&known, false, Kind::Confirmation, Some(Protection::KnownSender));
    maker.done(IncidentKind::SubscriptionBomb, ME, None)
}

const ANSWERING: [&str; 8] = [
    "X-Autoreply: yes\r\n",
    "X-Autorespond: 1\r\n",
    "X-Autoresponder: ja\r\n",
    "X-Autoreply-From: antwort@amt.example\r\n",
    "X-Mail-Autoreply: vacation\r\n",
    "X-Auto-Reply: true\r\n",
    "X-Vacation: on\r\n",
    "X-Autogenerated: Reply\r\n",
];

fn auto_loop() -> Flood {
    let other = "antwort@amt.example";
    let mut maker = Maker::new(Channel::Direct);
    maker.rest();
    for nth in 0..32 {
        let (extra, subject) = match nth % 4 {
            0 => ("Auto-Submitted: auto-replied (vacation)\r\n", "Ihre Nachricht"),
            1 => ("Precedence: auto_reply\r\n", "Ihre Nachricht"),
            2 => (ANSWERING[nth / 4 % ANSWERING.len()], "Ihre Nachricht"),
            _ => ("", "Automatische Antwort: Ihre Nachricht"),
        };
        maker.add(&Mail { from: "Amt <Antwort@Amt.example>", to: ME, subject, extra }, true, Kind::AutoReply, None);
    }
    // The same address, but a person writes.
    let human = Mail {
        from: "Amt <antwort@amt.example>",
        to: ME,
        subject: "Ihr Antrag",
        extra: "Auto-Submitted: no\r\nX-Autoreply: no\r\n",
    };
    maker.add(&human, false, Kind::Ordinary, None);
    maker.done(IncidentKind::AutoReplyLoop, other, None)
}

fn backscatter() -> Flood {
    let mut maker = Maker::new(Channel::Direct);
    maker.rest();
    for nth in 0..20 {
        let (from, extra) = match nth % 4 {
            0 => ("Postmaster <postmaster@firma.example>", "Return-Path: <>\r\n"),
            1 => (
                "Mail <mail@firma.example>",
                "Content-Type: multipart/report;\r\n\treport-type=delivery-status; boundary=\"b\"\r\n",
            ),
            2 => ("Mail Delivery System <MAILER-DAEMON@firma.example>", "Return-Path: <bounce@firma.example>\r\n"),
            _ => ("Abwesend <weg@firma.example>", "Auto-Submitted: auto-replied\r\n"),
        };
        let kind = if nth % 4 == 3 { Kind::AutoReply } else { Kind::Bounce };
        maker.add(&Mail { from, to: ME, subject: "Undelivered Mail Returned to Sender", extra }, true, kind, None);
    }
    maker.done(IncidentKind::Backscatter, ME, None)
}

/// An encoded word (RFC 2047, Q) of any text, in pieces of at most 75 columns.
fn encoded(text: &str) -> String {
    let mut words = vec![String::new()];
    for c in text.chars() {
        let piece: String = c.to_string().bytes().map(|b| format!("={b:02X}")).collect::<Vec<_>>().concat();
        if words.last().unwrap().len() + piece.len() > 60 {
            words.push(String::new());
        }
        words.last_mut().unwrap().push_str(&piece);
    }
    words.iter().map(|w| format!("=?utf-8?q?{w}?=")).collect::<Vec<_>>().join("\r\n ")
}
