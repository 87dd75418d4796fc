//! Builders of envelopes.

use crate::mail::{Address, AutoHeaders, Envelope, Flags, ListHeaders, MailboxName, MessageRef};
use crate::triage::{Context, Findings, Verdict};
use jiff::Timestamp;
use std::sync::Arc;

pub const ME: &str = "jana@postfach.example";
pub const ALIAS: &str = "alle@verein.example";
/// The evening it happens.
pub const NIGHT: i64 = 1_512_077_400;
pub const DAY: i64 = 86_400;

/// A message from `from` to the member at `at`, nothing else in it.
pub fn mail(at: i64, from: &str, subject: &str) -> Envelope {
    Envelope {
        mailbox: MailboxName::inbox(),
        message: MessageRef::new(&format!("{at}-{from}")),
        message_id: format!("{at}.{from}").into(),
        received: Timestamp::from_second(at).unwrap(),
        date: None,
        size: 2_000,
        flags: Flags::empty(),
        from: Some(Address::new("", from)),
        sender: None,
        reply_to: Vec::new(),
        to: vec![Address::new("", ME)],
        cc: Vec::new(),
        recipients: 1,
        subject: subject.into(),
        in_reply_to: Vec::new(),
        references: Vec::new(),
        list: ListHeaders::default(),
        auto: AutoHeaders { return_path: Some(from.into()), ..AutoHeaders::default() },
        delivered_to: vec![ME.into()],
        authentication_results: Vec::new(),
        content_type: "text/plain".into(),
        report_type: None,
        calendar: false,
        mailer: None,
        excerpt: Some("".into()),
    }
}

/// Changes to a message, for chains.
pub trait Make: Sized {
    fn to(self, to: &[&str]) -> Self;
    fn text(self, text: &str) -> Self;
    fn answers(self, other: &Envelope) -> Self;
    fn newsletter(self) -> Self;
    fn auto_reply(self) -> Self;
    fn bounce(self) -> Self;
    fn list(self, id: &str) -> Self;
}

impl Make for Envelope {
    fn to(mut self, to: &[&str]) -> Self {
        self.to = to.iter().map(|a| Address::new("", a)).collect();
        self.recipients = to.len() as u32;
        self
    }
    fn text(mut self, text: &str) -> Self {
        self.excerpt = Some(text.into());
        self
    }
    fn answers(mut self, other: &Envelope) -> Self {
        self.in_reply_to = vec![other.message_id.clone()];
        self.references = other.references.iter().chain([&other.message_id]).cloned().collect();
        self
    }
    fn newsletter(mut self) -> Self {
        self.list.unsubscribe = Some("<https://shop.example/u/1>".into());
        self.auto.bulk = true;
        self
    }
    fn auto_reply(mut self) -> Self {
        self.auto.auto_submitted = Some("auto-replied".into());
        self
    }
    fn bounce(mut self) -> Self {
        self.auto.return_path = Some("".into());
        self.content_type = "multipart/report".into();
        self.report_type = Some("delivery-status".into());
        self
    }
    fn list(mut self, id: &str) -> Self {
        self.list.id = Some(id.into());
        self.list.post = Some(id.replacen('.', "@", 1).into());
        self
    }
}

/// Two hundred quiet days: friends, a shop's newsletter, now and then a bill.
pub fn past() -> Vec<Envelope> {
    let day = |n: i64| NIGHT - 200 * DAY + n * DAY;
    let friends = (0..200).map(|n| mail(day(n) + 3_600, &format!("freund{}@mail{}.example", n % 9, n % 9), "Treffen am Samstag"));
    let shop = (0..25).map(|n| mail(day(n * 8) + 7_200, "news@buchladen.example", "Neu eingetroffen").newsletter());
    let bills = (0..6).map(|n| mail(day(n * 30) + 9_000, "rechnung@stadtwerke.example", "Ihre Rechnung"));
    friends.chain(shop).chain(bills).collect()
}

/// Sign-ups from strangers to `to`, one every `step` seconds from `start`.
pub fn sign_ups(start: i64, count: i64, step: i64, to: &str) -> Vec<Envelope> {
    let one = |n: i64| {
        let from = format!("news@shop{n}-{start}.example");
        match n % 3 {
            0 => mail(start + n * step, &from, "Bitte bestätigen Sie Ihre Newsletter-Anmeldung"),
            1 => mail(start + n * step, &from, "Confirm your subscription"),
            _ => mail(start + n * step, &from, "Bienvenue").text("Merci de votre inscription"),
        }
        .newsletter()
        .to(&[to])
    };
    (0..count).map(one).collect()
}

/// The trigger and `count` people who answer it to everybody in `to`.
pub fn storm(start: i64, count: i64, step: i64, to: &[&str]) -> Vec<Envelope> {
    let trigger = mail(start, "leiter@verein.example", "Neues Passwort für den Shop").to(to);
    let subjects = ["AW: Neues Passwort für den Shop", "STOP", "Re: Neues Passwort für den Shop", "please remove me"];
    let texts = ["Bitte nehmt mich aus dem Verteiler", "Hört auf, allen zu antworten!", "Was soll das?", "Tel. 030 23125014"];
    let mut all = vec![trigger.clone()];
    for n in 0..count {
        let nth = (n % 4) as usize;
        let one = mail(start + 40 + n * step, &format!("mitglied{n}@post{}.example", n % 7), subjects[nth])
            .to(to)
            .text(texts[(n % 3) as usize + usize::from(n % 7 == 0)]);
        all.push(if nth.is_multiple_of(2) { one.answers(&trigger) } else { one });
    }
    all
}

pub fn context() -> Context {
    let mut context = Context::new(Timestamp::UNIX_EPOCH);
    context.me.insert(ME.to_owned());
    context
}

pub fn triage(messages: Vec<Envelope>, context: &Context) -> Findings {
    let messages: Vec<Arc<Envelope>> = messages.into_iter().map(Arc::new).collect();
    crate::triage::triage(&messages, context)
}

/// Findings of the past, `flood` and, last of all, one more message; and that message's verdict.
pub fn with_last(flood: Vec<Envelope>, last: Envelope, context: &Context) -> (Findings, Verdict) {
    let mut all = past();
    all.extend(flood);
    all.push(last);
    let findings = triage(all, context);
    let verdict = findings.verdicts.last().cloned().unwrap();
    (findings, verdict)
}
