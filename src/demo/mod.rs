//! A mailbox to try Deich with: two hundred days of ordinary mail, then the night of the open list. Everything in it is
//! invented; the same seed and the same end give the same octets.
//!
//! Level 1: a pure function of its arguments. Writing the messages somewhere is the engine's business.

mod everyday;
mod mime;
mod night;
mod rng;
mod texts;
mod words;

use crate::mail::Flags;
use crate::triage::Kind;
use jiff::civil::Time;
use jiff::{SignedDuration, Span, Timestamp, Zoned};
use mime::Mail;
use rng::Rng;

/// The member's address.
pub const ME: &str = "martina.lohse@postfach.example";
/// The member's name.
pub const ME_NAME: &str = "Martina Lohse";
/// The address that reaches every member of the club.
pub const ALIAS: &str = "mitglieder@rw-altbrunn.example";
/// The club's domain.
pub const CLUB: &str = "rw-altbrunn.example";
/// Messages where nobody says how many.
pub const SIZE: usize = 5_000;

const SERVER: &str = "mx.postfach.example";
/// Minutes from the trigger to the last message of the night.
const NIGHT: i64 = 550;
/// Minutes from the trigger to the club's apology.
const APOLOGY: i64 = 438;
const DAYS: i32 = 200;

/// Where a message lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mailbox {
    Inbox,
    Sent,
}

/// One message, and the truth about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoMessage {
    pub received: Timestamp,
    pub flags: Flags,
    pub mailbox: Mailbox,
    pub octets: Vec<u8>,
    pub kind: Kind,
    /// It came through the open list.
    pub incident: bool,
    /// The member would miss it.
    pub wanted: bool,
}

/// `size` messages, oldest first, made one by one as they are asked for. The night of the flood begins at 22:30 in `end`'s
/// time zone, on the last evening whose night was over by `end`. A size under 50 leaves little but the night's wanted mail.
pub fn messages(size: usize, seed: u64, end: &Zoned) -> impl Iterator<Item = DemoMessage> + use<> {
    Demo::new(size as u64, seed, end)
}

/// When the flood of a demo that ends at `end` begins.
pub fn night_of(end: &Zoned) -> Zoned {
    let evening = |day: &Zoned| day.date().to_datetime(Time::constant(22, 30, 0, 0)).to_zoned(day.time_zone().clone()).ok();
    let latest = end.saturating_sub(Span::new().minutes(NIGHT));
    let today = evening(&latest).filter(|evening| *evening <= latest);
    today.or_else(|| evening(&latest.saturating_sub(Span::new().days(1)))).unwrap_or(latest)
}

/// The three streams of messages, each in order of time; the one whose next message is oldest comes next.
struct Demo {
    seed: u64,
    night: Zoned,
    everyday: Stream,
    flood: Stream,
    fixed: Stream,
}

/// How many messages a stream has, and how many are out.
#[derive(Clone, Copy)]
struct Stream {
    next: u64,
    count: u64,
}

impl Stream {
    fn new(count: u64) -> Self {
        Self { next: 0, count }
    }

    fn take(&mut self) -> u64 {
        self.next += 1;
        self.next - 1
    }
}

/// The messages of the night that are there in any size: the trigger, the apology, and what is wanted.
fn fixed_minute(n: u64) -> i64 {
    let mut minutes: Vec<i64> = night::WANTED.iter().map(|w| w.minute).chain([0, APOLOGY]).collect();
    minutes.sort_unstable();
    usize::try_from(n).ok().and_then(|n| minutes.get(n).copied()).unwrap_or(NIGHT)
}

impl Demo {
    fn new(size: u64, seed: u64, end: &Zoned) -> Self {
        let fixed = (night::WANTED.len() as u64 + 2).min(size);
        let everyday = (size / 5).clamp(0, size - fixed);
        let flood = size - fixed - everyday;
        Self { seed, night: night_of(end), everyday: Stream::new(everyday), flood: Stream::new(flood), fixed: Stream::new(fixed) }
    }

    fn after_trigger(&self, seconds: i64) -> Zoned {
        self.night.saturating_add(SignedDuration::from_secs(seconds))
    }

    /// Spread over two hundred days, and within a day over the hours people are awake; rises with `n`.
    fn everyday_time(&self, n: u64) -> Zoned {
        let part = (n as f64 + Rng::new(self.seed, 3, n).unit()) / self.everyday.count.max(1) as f64;
        let days = part * f64::from(DAYS);
        // From half past six in the morning to ten in the evening, the last day's included.
        let seconds = (days.fract() * 15.5 + 6.5) * 3600.0;
        let back = i64::from(DAYS) - 1 - (days.floor() as i64).min(i64::from(DAYS) - 1);
        let day = self.night.date().saturating_sub(Span::new().days(back));
        let midnight = day.to_zoned(self.night.time_zone().clone()).unwrap_or_else(|_| self.night.clone());
        midnight.saturating_add(SignedDuration::from_secs(seconds as i64))
    }

    fn flood_part(&self, n: u64) -> f64 {
        (n as f64 + Rng::new(self.seed, 4, n).unit()) / self.flood.count.max(1) as f64
    }

    fn flood_time(&self, n: u64) -> Zoned {
        self.after_trigger((night::minutes(self.flood_part(n)) * 60.0) as i64)
    }

    fn everyday_message(&mut self, at: &Zoned) -> DemoMessage {
        let made = everyday::make(self.seed, self.everyday.take(), at);
        let everyday::Made { mailbox, flags, octets, kind } = made;
        DemoMessage { received: at.timestamp(), flags, mailbox, octets, kind, incident: false, wanted: true }
    }

    fn flood_message(&mut self, at: &Zoned) -> DemoMessage {
        let n = self.flood.take();
        let (octets, kind) = night::flood(self.seed, n, self.flood_part(n), at);
        tonight(at, octets, kind, true, false)
    }

    fn fixed_message(&mut self, at: &Zoned) -> DemoMessage {
        match fixed_minute(self.fixed.take()) {
            0 => tonight(at, night::trigger(at), Kind::Trigger, true, false),
            APOLOGY => tonight(at, night::apology(at), Kind::Announcement, true, true),
            minute => {
                let Some(one) = night::WANTED.iter().find(|w| w.minute == minute) else {
                    return tonight(at, night::trigger(at), Kind::Trigger, true, false);
                };
                let (octets, kind) = night::wanted(one, at);
                tonight(at, octets, kind, one.to_all, true)
            }
        }
    }
}

fn tonight(at: &Zoned, octets: Vec<u8>, kind: Kind, incident: bool, wanted: bool) -> DemoMessage {
    let flags = Flags::empty();
    DemoMessage { received: at.timestamp(), flags, mailbox: Mailbox::Inbox, octets, kind, incident, wanted }
}

impl Iterator for Demo {
    type Item = DemoMessage;

    fn next(&mut self) -> Option<DemoMessage> {
        if self.everyday.next < self.everyday.count {
            let at = self.everyday_time(self.everyday.next);
            return Some(self.everyday_message(&at));
        }
        let fixed = (self.fixed.next < self.fixed.count).then(|| self.after_trigger(fixed_minute(self.fixed.next) * 60));
        let flood = (self.flood.next < self.flood.count).then(|| self.flood_time(self.flood.next));
        match (fixed, flood) {
            (Some(fixed), Some(flood)) if fixed <= flood => Some(self.fixed_message(&fixed)),
            (Some(fixed), None) => Some(self.fixed_message(&fixed)),
            (_, Some(flood)) => Some(self.flood_message(&flood)),
            (None, None) => None,
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = [self.everyday, self.flood, self.fixed].iter().map(|s| s.count - s.next).sum::<u64>();
        usize::try_from(left).map_or((usize::MAX, None), |left| (left, Some(left)))
    }
}

/// What the member's server writes on top: from whom it got the message, and what it thinks of that. `through` is the
/// domain a message came from before the club's server sent it on to all.
fn received(mail: &mut Mail, at: &Zoned, rng: &mut Rng, path: &str, from: &str, through: Option<&str>) {
    let (date, id) = (mime::date(at), rng.next() >> 20);
    let signer = through.unwrap_or_else(|| path.rsplit_once('@').map_or("", |(_, domain)| domain));
    let host = 1 + rng.below(250);
    mail.field("Return-Path", &format!("<{path}>")).field("Delivered-To", ME).field(
        "Received",
        &format!("from {from} ({from} [192.0.2.{host}])\r\n\tby {SERVER} with ESMTPS id {id:x}\r\n\tfor <{ME}>; {date}"),
    );
    if let Some(domain) = through {
        mail.field(
            "Received",
            &format!(
                "from mail.{domain} (mail.{domain} [198.51.100.{host}])\r\n\tby {from} with ESMTPS id {:x};\r\n\t{date}",
                id / 3
            ),
        );
    }
    mail.field("Authentication-Results", &format!("{SERVER};\r\n\tdkim=pass header.d={signer}; spf=pass smtp.mailfrom={signer}"));
}

/// What the member's own program writes.
fn sent(mail: &mut Mail, at: &Zoned) {
    mail.field("Received", &format!("from [192.0.2.10] by smtp.postfach.example with ESMTPSA;\r\n\t{}", mime::date(at)))
        .field("User-Agent", "Blatt Mail 6");
}

#[cfg(test)]
mod tests;
