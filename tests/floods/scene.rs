//! A mailbox under construction: the member, what their server writes on top of each message, and the messages so far.

use super::mime::{self, Coding};
use super::people::{self, Person, Site, Threading};
use super::rng::Rng;
use super::senders::Sender;
use super::{Expected, Half, Labelled, Message, Offered, Size, Truth, bank};
use deich::mail::Flags;
use deich::triage::{IncidentKind, Kind};
use jiff::Timestamp;

pub const MINUTE: i64 = 60;
pub const HOUR: i64 = 3_600;
pub const DAY: i64 = 86_400;

/// Whose server the member's mail lies on, and so which traces of delivery it writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inbox {
    /// Delivered-To, X-Original-To, Received "for".
    Postfix,
    /// Return-Path, Delivered-To, LMTP.
    Dovecot,
    /// Envelope-To.
    Nemesis,
    /// Delivered-To, X-Received, ARC.
    Gmail,
    /// No trace of the recipient at all.
    Exchange,
    /// Fetched by fetchmail from another provider, whose traces stand below.
    Fetchmail,
    /// Fetched by POP into a webmail account.
    PopFetch,
}

#[derive(Debug, Clone)]
pub struct Member {
    pub person: Person,
    /// Other addresses that end up here.
    pub aliases: Vec<String>,
    pub server: Inbox,
    pub host: String,
}

/// A message before it is delivered.
#[derive(Debug, Clone)]
pub struct Draft {
    pub from: (String, String),
    pub to: Vec<(String, String)>,
    pub cc: Vec<(String, String)>,
    pub subject: String,
    /// Without brackets; None: the message has no Message-ID.
    pub id: Option<String>,
    /// What it answers, oldest first.
    pub answers: Vec<String>,
    pub threading: Threading,
    /// Further fields, as they stand.
    pub fields: Vec<(String, String)>,
    /// Return-Path; empty for the null path.
    pub path: String,
    pub text: String,
    pub html: Option<String>,
    /// Content-Type and body written by hand.
    pub raw: Option<(String, String)>,
    pub coding: Coding,
    /// How wrong the Date header is, in seconds.
    pub skew: i64,
    pub hours: i8,
    /// Hosts on the way, the one nearest to the member first.
    pub hops: Vec<String>,
    /// Which of the member's addresses it was sent to.
    pub rcpt: String,
    /// What the member's server says of DMARC.
    pub dmarc: &'static str,
}

impl Draft {
    pub fn field(&mut self, name: &str, value: impl Into<String>) -> &mut Self {
        self.fields.push((name.to_owned(), value.into()));
        self
    }
}

pub struct Scene {
    pub rng: Rng,
    pub seed: u64,
    pub half: Half,
    pub size: Size,
    pub me: Member,
    /// The language of the member.
    pub lang: &'static str,
    /// When the flood begins.
    pub start: i64,
    pub friends: Vec<Person>,
    /// Newsletters the member reads, and houses the member deals with; made when the first history is.
    pub letters: Vec<(Site, Sender)>,
    pub shops: Vec<(Site, Sender)>,
    /// Did the member name their address, and which?
    pub named: Vec<String>,
    /// Is there a Sent mailbox?
    pub has_sent: bool,
    messages: Vec<Message>,
    junk: Vec<Message>,
    sent: Vec<(Vec<u8>, Timestamp)>,
    pub sent_ids: Vec<(String, String)>,
    incidents: Vec<Expected>,
}

/// The truth of mail outside any flood.
pub fn calm(kind: Kind, lang: &'static str) -> Truth {
    Truth { kind, incident: None, wanted: false, offered: Offered::No, lang }
}

pub fn wanted(kind: Kind, lang: &'static str) -> Truth {
    Truth { wanted: true, ..calm(kind, lang) }
}

pub fn flood(kind: Kind, incident: usize, lang: &'static str) -> Truth {
    Truth { kind, incident: Some(incident), wanted: false, offered: Offered::Yes, lang }
}

impl Scene {
    pub fn new(seed: u64, stream: u64, size: Size) -> Self {
        let mut rng = Rng::new(seed, stream);
        let half = Half::of(seed);
        let lang = if half == Half::Training || !rng.percent(45) { "de" } else { *rng.pick(&bank::FULL) };
        let mut scene = Self {
            seed,
            half,
            size,
            lang,
            me: Member {
                person: people::person(&mut rng, half, lang, None),
                aliases: Vec::new(),
                server: Inbox::Dovecot,
                host: String::new(),
            },
            start: 0,
            friends: Vec::new(),
            letters: Vec::new(),
            shops: Vec::new(),
            named: Vec::new(),
            has_sent: true,
            messages: Vec::new(),
            junk: Vec::new(),
            sent: Vec::new(),
            sent_ids: Vec::new(),
            incidents: Vec::new(),
            rng,
        };
        // Some evening between 2019 and 2025.
        scene.start = 1_546_300_800 + scene.rng.between(0, 2_300) * DAY + 20 * HOUR + scene.rng.between(0, 3 * HOUR);
        scene.live_on(Inbox::Dovecot);
        let server = *scene.rng.pick(&[Inbox::Postfix, Inbox::Dovecot, Inbox::Nemesis, Inbox::Gmail]);
        scene.live_on(server);
        scene.speak(lang);
        scene
    }

    /// The member's language, name and friends.
    pub fn speak(&mut self, lang: &'static str) {
        self.lang = lang;
        self.me.person = people::person(&mut self.rng, self.half, lang, None);
        self.me.person.threading = Threading::Full;
        self.me.host = format!("mx.{}", self.me.person.domain());
        self.named = vec![self.me.person.addr.clone()];
        self.friends = (0..14).map(|_| people::person(&mut self.rng, self.half, lang, None)).collect();
    }

    pub fn live_on(&mut self, server: Inbox) {
        self.me.server = server;
    }

    pub fn me(&self) -> String {
        self.me.person.addr.clone()
    }

    /// So many in a full box, fewer in a small one.
    pub fn count(&self, full: usize) -> usize {
        match self.size {
            Size::Full => full,
            Size::Small => (full * 3 / 10).max(full.min(90)),
        }
    }

    pub fn incident(&mut self, kind: IncidentKind, key: &str) -> usize {
        let one = Expected { kind, key: key.to_lowercase() };
        let one = if kind == IncidentKind::ReplyAll { Expected { key: key.to_owned(), ..one } } else { one };
        if let Some(known) = self.incidents.iter().position(|i| *i == one) {
            return known;
        }
        self.incidents.push(one);
        self.incidents.len() - 1
    }

    /// A message of a person to the member.
    pub fn letter(&mut self, from: &Person, subject: &str, text: &str) -> Draft {
        let id = from.message_id(&mut self.rng);
        let text = if from.signature.is_empty() { text.to_owned() } else { format!("{text}\n\n{}", from.signature) };
        let mut draft = Draft {
            from: (from.name(), from.addr.clone()),
            to: vec![(self.me.person.name(), self.me())],
            cc: Vec::new(),
            subject: subject.to_owned(),
            id: Some(id),
            answers: Vec::new(),
            threading: from.threading,
            fields: Vec::new(),
            path: from.addr.clone(),
            text,
            html: None,
            raw: None,
            coding: self.rng.weighted(&[(Coding::EightBit, 40), (Coding::Quoted, 30), (Coding::Base64, 15), (Coding::Latin, 15)]),
            skew: 0,
            hours: from.hours,
            hops: vec![format!("mail.{}", from.domain())],
            rcpt: self.me(),
            dmarc: "pass",
        };
        if self.rng.percent(30) {
            draft.html = Some(html(&draft.text));
        }
        if !from.mailer.is_empty() {
            let name =
                if from.mailer.starts_with("Mozilla") || from.mailer.starts_with("Round") { "User-Agent" } else { "X-Mailer" };
            draft.field(name, from.mailer);
        }
        draft
    }

    /// An answer of a person to `subject`, quoting `quoted`.
    pub fn answer(&mut self, from: &Person, subject: &str, answers: &[String], text: &str, quoted: (&str, &str)) -> Draft {
        let (prefix, wrote) = (bank::setting(from.lang, "reply"), bank::setting(from.lang, "wrote"));
        let at = mime::date(self.start, 1);
        let wrote = wrote.replace("{date}", at.get(5..16).unwrap_or("")).replace("{name}", quoted.0);
        let quote: String = quoted.1.lines().map(|l| format!("> {l}\n")).collect();
        let signature = if from.signature.is_empty() { String::new() } else { format!("\n\n{}", from.signature) };
        let text = if from.tops {
            format!("{text}{signature}\n\n{wrote}\n{quote}")
        } else {
            format!("{wrote}\n{quote}\n{text}{signature}")
        };
        let bare = Person { signature: String::new(), ..from.clone() };
        let subject = if subject.starts_with(prefix) { subject.to_owned() } else { format!("{prefix} {subject}") };
        let mut draft = self.letter(&bare, &subject, &text);
        draft.answers = answers.to_vec();
        draft
    }

    /// Hands a message to the member's server.
    pub fn deliver(&mut self, mut draft: Draft, at: i64, truth: Truth) {
        // Some senders' clocks are wrong by hours, few by years.
        if draft.skew == 0 {
            draft.skew = match self.rng.below(100) {
                0 => -400 * DAY,
                1 => 3 * HOUR,
                2 => -7 * HOUR,
                _ => -self.rng.between(0, 20),
            };
        }
        let octets = self.octets(&draft, at);
        let old = at < self.start;
        let flags = if old && self.rng.percent(90) { Flags::SEEN } else { Flags::empty() };
        self.messages.push(Message { octets, received: Timestamp::from_second(at).unwrap(), flags, truth });
    }

    /// The same, but it ends in the mailbox for junk.
    pub fn deliver_as_junk(&mut self, draft: Draft, at: i64, truth: Truth) {
        self.deliver(draft, at, truth);
        self.last_to_junk();
    }

    /// What was delivered last lies in the mailbox for junk, unread.
    pub fn last_to_junk(&mut self) {
        self.junk.extend(self.messages.pop().map(|message| Message { flags: Flags::empty(), ..message }));
    }

    /// Puts a message into the Sent mailbox, and remembers what can be answered.
    pub fn send(&mut self, to: (&str, &str), subject: &str, text: &str, at: i64) -> String {
        let me = self.me.person.clone();
        let mut draft = self.letter(&me, subject, text);
        draft.to = vec![(to.0.to_owned(), to.1.to_owned())];
        let id = draft.id.clone().unwrap();
        let mut head =
            format!("Received: from [192.0.2.10] by smtp.{} with ESMTPSA;\r\n\t{}\r\n", me.domain(), mime::date(at, 1));
        head.push_str(&fields(&draft, at));
        let octets = body(head, &draft, &mut self.rng);
        if self.has_sent {
            self.sent.push((octets, Timestamp::from_second(at).unwrap()));
        }
        self.sent_ids.push((id.clone(), subject.to_owned()));
        id
    }

    fn octets(&mut self, draft: &Draft, at: i64) -> Vec<u8> {
        let mut head = self.traces(draft, at);
        head.push_str(&fields(draft, at));
        body(head, draft, &mut self.rng)
    }

    /// What servers write on top, the member's own first.
    fn traces(&mut self, draft: &Draft, at: i64) -> String {
        let me = self.me();
        let (host, path, rcpt) = (self.me.host.clone(), draft.path.as_str(), draft.rcpt.as_str());
        let (date, id) = (mime::date(at, 0), self.rng.hex(10));
        let from = draft.hops.first().map_or("localhost", String::as_str);
        let net = format!("203.0.113.{}", 1 + self.rng.below(250));
        let domain = path.rsplit_once('@').map_or("", |(_, d)| d);
        let header = draft.from.1.rsplit_once('@').map_or("", |(_, d)| d);
        let results = format!(
            "Authentication-Results: {host};\r\n\tdkim=pass header.d={header}; spf=pass smtp.mailfrom={domain};\r\n\tdmarc={} header.from={header}\r\n",
            draft.dmarc
        );
        let mut out = match self.me.server {
            Inbox::Dovecot => format!(
                "Return-Path: <{path}>\r\nDelivered-To: {me}\r\nReceived: from {host}\r\n\tby store3.{host} with LMTP\r\n\tid {id}\r\n\t(envelope-from <{path}>)\r\n\tfor <{me}>; {date}\r\n\
                 Received: from {from} ({from} [{net}])\r\n\tby {host} (Postfix) with ESMTPS id {id}\r\n\tfor <{rcpt}>; {date}\r\n{results}"
            ),
            Inbox::Postfix => format!(
                "Return-Path: <{path}>\r\nX-Original-To: {rcpt}\r\nDelivered-To: {me}\r\nReceived: from {from} ({from} [{net}])\r\n\tby {host} (Postfix) with ESMTPS id {id}\r\n\tfor <{rcpt}>; {date}\r\n{results}"
            ),
            Inbox::Nemesis => format!(
                "Return-Path: <{path}>\r\n{results}Received: from {from} ([{net}]) by {host} (mxnode{} [{net}])\r\n\twith ESMTPS (Nemesis) id {id} for <{me}>; {date}\r\nEnvelope-To: <{rcpt}>\r\n",
                self.rng.below(90)
            ),
            Inbox::Gmail => format!(
                "Delivered-To: {me}\r\nReceived: by 2002:a05:{}:{}:b0:{} with SMTP id {}csp{};\r\n        {date}\r\nX-Received: by 2002:a17:{} with SMTP id {id};\r\n        {date}\r\n\
                 ARC-Seal: i=1; a=rsa-sha256; d={host}; s=arc-20240605; cv=none; b={}\r\nReturn-Path: <{path}>\r\nReceived: from {from} ({from}. [{net}])\r\n        by {host} with ESMTPS id {id}\r\n        for <{rcpt}>\r\n        (version=TLS1_3);\r\n        {date}\r\n{results}",
                self.rng.hex(4),
                self.rng.hex(4),
                self.rng.hex(3),
                self.rng.hex(12),
                self.rng.digits(6),
                self.rng.hex(4),
                self.rng.word(40)
            ),
            Inbox::Exchange => format!(
                "Received: from DB9PR04MB1234.eurprd04.{host} (2603:10a6:10:2f0::7)\r\n by AM6PR0402MB3414.eurprd04.{host} with HTTPS; {date}\r\n\
                 Received: from {from} ({net}) by DB5EUR01FT012.mail.{host} (10.152.4.241)\r\n with Microsoft SMTP Server; {date}\r\n{results}X-MS-Exchange-Organization-SCL: 1\r\n"
            ),
            Inbox::Fetchmail => {
                let old = &rcpt;
                format!(
                    "Received: from pop.{domain_old} [198.51.100.7]\r\n\tby kiste.{home} with POP3 (fetchmail-6.4.37)\r\n\tfor <user@localhost> (single-drop); {date}\r\n\
                     Return-Path: <{path}>\r\nDelivered-To: {old}\r\nReceived: from {from} ({from} [{net}])\r\n\tby mx.{domain_old} (Postfix) with ESMTPS id {id}\r\n\tfor <{old}>; {date}\r\n{results}",
                    domain_old = old.rsplit_once('@').map_or("", |(_, d)| d),
                    home = self.me.person.domain(),
                )
            }
            Inbox::PopFetch => format!(
                "Delivered-To: {me}\r\nReceived: by 2002:a05:{} with POP3 id {id};\r\n        {date}\r\nX-Gmail-Fetch-Info: {rcpt} 1 pop.{old} 995 {rcpt}\r\nReturn-Path: <{path}>\r\nEnvelope-To: <{rcpt}>\r\n\
                 Received: from {from} ([{net}]) by mx.{old} with ESMTPS id {id} for <{rcpt}>; {date}\r\n{results}",
                self.rng.hex(4),
                old = rcpt.rsplit_once('@').map_or("", |(_, d)| d),
            ),
        };
        for pair in draft.hops.windows(2) {
            out.push_str(&format!(
                "Received: from {b} ({b} [198.51.100.{}])\r\n\tby {a} with ESMTPS id {}; {date}\r\n",
                1 + self.rng.below(250),
                self.rng.hex(9),
                a = pair[0],
                b = pair[1]
            ));
        }
        if !header.is_empty() && draft.dmarc == "pass" && self.rng.percent(85) {
            out.push_str(&format!(
                "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d={header}; s=s{};\r\n\th=from:to:subject:date:message-id; bh={}=;\r\n\tb={}\r\n",
                self.rng.below(9),
                self.rng.word(43),
                self.rng.word(60)
            ));
        }
        out
    }

    pub fn finish(mut self, name: &'static str) -> Labelled {
        self.messages.sort_by_key(|m| m.received);
        self.junk.sort_by_key(|m| m.received);
        let Self { seed, named: me, messages, sent, junk, incidents, .. } = self;
        Labelled { name, seed, me, messages, sent, junk, incidents }
    }

    pub fn len(&self) -> usize {
        self.messages.len()
    }
}

fn list(addresses: &[(String, String)]) -> String {
    addresses.iter().map(|(name, addr)| mime::address(name, addr)).collect::<Vec<_>>().join(",\r\n ")
}

/// The writer's own header fields.
fn fields(draft: &Draft, at: i64) -> String {
    let mut out = String::new();
    let mut put = |name: &str, value: &str| out.push_str(&format!("{name}: {value}\r\n"));
    put("Date", &mime::date(at + draft.skew, draft.hours));
    put("From", &mime::address(&draft.from.0, &draft.from.1));
    if !draft.to.is_empty() {
        put("To", &list(&draft.to));
    }
    if !draft.cc.is_empty() {
        put("Cc", &list(&draft.cc));
    }
    put("Subject", &mime::words(&draft.subject));
    if let Some(id) = &draft.id {
        put("Message-ID", &format!("<{id}>"));
    }
    if let Some(last) = draft.answers.last().filter(|_| draft.threading != Threading::Nothing) {
        put("In-Reply-To", &format!("<{last}>"));
        if draft.threading == Threading::Full {
            let all: Vec<String> = draft.answers.iter().map(|id| format!("<{id}>")).collect();
            put("References", &all.join("\r\n "));
        }
    }
    for (name, value) in &draft.fields {
        put(name, value);
    }
    out
}

fn body(mut head: String, draft: &Draft, rng: &mut Rng) -> Vec<u8> {
    head.push_str("MIME-Version: 1.0\r\n");
    if let Some((media, raw)) = &draft.raw {
        head.push_str(&format!("Content-Type: {media}\r\n\r\n{}", raw.replace('\n', "\r\n")));
        return head.into_bytes();
    }
    let (kind, plain) = mime::part("plain", &draft.text, draft.coding);
    let Some(html) = &draft.html else {
        let mut octets = format!("{head}{kind}\r\n").into_bytes();
        octets.extend(plain);
        octets.extend(b"\r\n");
        return octets;
    };
    let (html_kind, html) = mime::part("html", html, draft.coding);
    let boundary = format!("=_{}", rng.hex(16));
    // Bulk senders often send HTML alone.
    if draft.text.is_empty() {
        let mut octets = format!("{head}{html_kind}\r\n").into_bytes();
        octets.extend(html);
        return octets;
    }
    let mut octets =
        format!("{head}Content-Type: multipart/alternative;\r\n boundary=\"{boundary}\"\r\n\r\n--{boundary}\r\n{kind}\r\n")
            .into_bytes();
    octets.extend(plain);
    octets.extend(format!("\r\n--{boundary}\r\n{html_kind}\r\n").into_bytes());
    octets.extend(html);
    octets.extend(format!("\r\n--{boundary}--\r\n").into_bytes());
    octets
}

/// A text as a web page of the plain sort.
pub fn html(text: &str) -> String {
    let body: String = text
        .lines()
        .map(|line| {
            let line = line.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            format!("<p>{line}</p>\n")
        })
        .collect();
    format!(
        "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><style>p {{ margin: 0 }} .a {{ color: #333 }}</style></head>\n<body>{body}</body></html>\n"
    )
}
