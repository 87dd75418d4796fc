//! What a message is: every signal adds weight to a kind and says so; the heaviest kind wins.

use super::evidence::{Detail, Reason};
use super::phrases::{Class, Hit};
use super::signals::{FINGERPRINT, MACHINE, Marks, Signal};
use super::{IncidentKind, Kind};

/// Where a message stands when it is weighed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    pub channel: Channel,
    /// The flood it belongs to.
    pub flood: Option<IncidentKind>,
    /// Nothing came from its sender before.
    pub first_seen: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channel {
    Direct,
    List,
    Alias,
    Crowd,
}

/// Weights by strength of a phrase (none, weak, plain, strong), in the subject and in the text.
type Scale = ([i32; 4], [i32; 4]);
const CONFIRMATION: Scale = ([0, 12, 35, 60], [0, 8, 25, 45]);
const WELCOME: Scale = ([0, 12, 30, 55], [0, 8, 20, 40]);
const NEWSLETTER: Scale = ([0, 10, 20, 30], [0, 5, 10, 15]);
const AUTO_REPLY: Scale = ([0, 12, 30, 50], [0, 8, 20, 45]);
const BOUNCE: Scale = ([0, 10, 25, 50], [0, 5, 15, 25]);
const TAKE_ME_OFF: Scale = ([0, 10, 25, 40], [0, 8, 20, 35]);
const CONTENT: Scale = ([0, 12, 40, 60], [0, 8, 25, 40]);

fn points(hit: Hit, (subject, body): Scale) -> i32 {
    let at = |scale: [i32; 4], strength: u8| scale.get(usize::from(strength)).copied().unwrap_or(0);
    let (a, b) = (at(subject, hit.subject), at(body, hit.body));
    a.max(b) + a.min(b) / 3
}

/// How much the words alone speak for asking to confirm a sign-up, 0 to about 90.
pub fn asks(signal: &Signal) -> i32 {
    let said = points(signal.hits.of(Class::Confirmation), CONFIRMATION);
    let (ask, what) = (signal.hits.of(Class::Ask), signal.hits.of(Class::SignUp));
    let both = |a: u8, b: u8, plain: i32, weak: i32| match (a, b) {
        (0, _) | (_, 0) => 0,
        (_, 1) => weak,
        _ => plain,
    };
    let together = both(ask.subject, what.subject, 38, 30)
        .max(both(ask.body, what.body, 28, 16))
        .max(both(ask.subject, what.body, 26, 12))
        .max(both(ask.body, what.subject, 26, 12));
    // To ask alone, whatever for, is little, but something.
    let together = together.max(if ask.best() >= 2 { 12 } else { 0 });
    if said > 0 && together > 0 { said.max(together) + said.min(together) / 2 } else { said.max(together) }
}

/// How much the words alone speak for a welcome.
pub fn welcomes(signal: &Signal) -> i32 {
    points(signal.hits.of(Class::Welcome), WELCOME)
}

/// A bulk sender's or a web site's fingerprints, 0 to about 100; they know no language.
pub fn fingerprint(signal: &Signal) -> i32 {
    let weights = [
        (Marks::UNSUBSCRIBE, 35),
        (Marks::BULK, 35),
        (Marks::PRECEDENCE, 25),
        (Marks::SITE_MAILER, 30),
        (Marks::ONE_CLICK, 10),
        (Marks::TOKEN_LINK, 15),
        (Marks::AUTO_GENERATED, 5),
        (Marks::NO_REPLY, 5),
    ];
    weights.iter().filter(|(mark, _)| signal.is(*mark)).map(|(_, weight)| weight).sum()
}

/// The content that most deserves protection, and how much speaks for it.
pub fn content(signal: &Signal) -> Option<(Class, i32)> {
    let classes = [Class::Code, Class::Appointment, Class::Security, Class::Money, Class::Travel, Class::Order];
    // Of equals the first: `max_by_key` gives the last, so the list is read from its end.
    let weighed = classes.iter().rev().map(|class| (*class, points(signal.hits.of(*class), CONTENT)));
    weighed.filter(|(_, points)| *points > 0).max_by_key(|(_, points)| *points)
}

/// Is the mail about something that deserves protection, rather than about a sign-up? The words of both are held against
/// each other, the more so for a bulk sender; what stands in the subject counts more than what the text says by the way.
pub fn other_matter(signal: &Signal) -> bool {
    let Some((class, points)) = content(signal) else { return false };
    let words = asks(signal).max(welcomes(signal));
    let by_the_way = signal.hits.of(class).subject == 0;
    // Sign-ups speak of passwords and codes too; of bookings and bills they do not.
    let near = matches!(class, Class::Security | Class::Code);
    let against = match fingerprint(signal) >= 25 {
        true if words >= 12 && near && by_the_way => (words + 10).max(45),
        true if words >= 12 && near => (words + 10).max(50),
        true if words >= 25 => words + 10,
        false if words >= 35 => words - 5,
        _ => 0,
    };
    points >= 40 && points >= against
}

/// How much speaks for a bounce, and for an answering machine.
pub fn bounces(signal: &Signal) -> i32 {
    let marks = [(Marks::DELIVERY_REPORT, 90), (Marks::DAEMON, 45), (Marks::NULL_PATH, 20)];
    let words = points(signal.hits.of(Class::Bounce), BOUNCE);
    // Words of a bounce in a message of a person are a quotation.
    let words =
        if signal.marks.any(Marks::DAEMON.with(Marks::NULL_PATH).with(Marks::DELIVERY_REPORT)) { words } else { words / 3 };
    words + marks.iter().filter(|(mark, _)| signal.is(*mark)).map(|(_, w)| w).sum::<i32>()
}

pub fn auto_replies(signal: &Signal) -> i32 {
    let marks = [(Marks::AUTO_REPLIED, 60), (Marks::AUTO_HEADER, 50), (Marks::AUTO_SUBJECT, 45), (Marks::NULL_PATH, 10)];
    let words = points(signal.hits.of(Class::AutoReply), AUTO_REPLY);
    let words = if signal.marks.any(FINGERPRINT) { words / 2 } else { words };
    words + marks.iter().filter(|(mark, _)| signal.is(*mark)).map(|(_, w)| w).sum::<i32>()
}

pub fn takes_off(signal: &Signal) -> i32 {
    points(signal.hits.of(Class::TakeMeOff), TAKE_ME_OFF)
}

/// Weighs a message: its kind, and the reasons for that kind, heaviest first.
pub fn weigh(signal: &Signal, setting: Setting) -> (Kind, Vec<Reason>) {
    let mut scale = Balance::default();
    signs_of_sign_up(signal, setting, &mut scale);
    signs_of_machines(signal, &mut scale);
    signs_of_people(signal, setting, &mut scale);
    scale.verdict()
}

#[derive(Default)]
struct Balance {
    score: [i32; 10],
    reasons: Vec<Reason>,
}

impl Balance {
    /// Adds weight, with the reason when there is something to say.
    fn add(&mut self, kind: Kind, weight: i32, code: &'static str, detail: Detail) {
        if weight > 0 {
            self.reasons.push(Reason { kind, weight, code, detail });
        }
        self.shift(kind, weight);
    }

    fn shift(&mut self, kind: Kind, weight: i32) {
        if let Some(score) = self.score.get_mut(kind as usize) {
            *score += weight;
        }
    }

    fn words(&mut self, kind: Kind, weight: i32, code: &'static str, hit: Hit) {
        self.add(kind, weight, code, Detail::Text(hit.phrase()));
    }

    fn verdict(mut self) -> (Kind, Vec<Reason>) {
        let best = Kind::ALL.into_iter().zip(self.score).max_by_key(|(kind, score)| (*score, std::cmp::Reverse(*kind)));
        let kind = best.map_or(Kind::Ordinary, |(kind, _)| kind);
        self.reasons.retain(|r| r.kind == kind);
        self.reasons.sort_by_key(|r| (std::cmp::Reverse(r.weight), r.code));
        (kind, self.reasons)
    }
}

fn signs_of_sign_up(signal: &Signal, setting: Setting, scale: &mut Balance) {
    let confirmation = signal.hits.of(Class::Confirmation);
    let (asks, welcomes) = (asks(signal), welcomes(signal));
    if confirmation.best() > 0 {
        scale.words(Kind::Confirmation, asks, "confirmation_words", confirmation);
    } else {
        scale.words(Kind::Confirmation, asks, "asks_for_sign_up", signal.hits.of(Class::Ask));
    }
    scale.words(Kind::Welcome, welcomes, "welcome_words", signal.hits.of(Class::Welcome));
    scale.words(
        Kind::Newsletter,
        points(signal.hits.of(Class::Newsletter), NEWSLETTER),
        "newsletter_words",
        signal.hits.of(Class::Newsletter),
    );
    if asks > 0 && signal.is(Marks::TOKEN_LINK) {
        scale.add(Kind::Confirmation, 15, "token_link", Detail::Nothing);
    }
    // A bulk sender's mail is a newsletter, unless it is the first one of a stranger in a wave of sign-ups: then it asks to
    // confirm, in whatever language.
    // A list marks all its mail as bulk; there only what no list adds tells the bulk sender.
    let own_marks = Marks::BULK.with(Marks::SITE_MAILER).with(Marks::TOKEN_LINK).with(Marks::AUTO_GENERATED);
    let through_list = setting.channel == Channel::List;
    let wave = setting.flood.is_some() && setting.first_seen && (!through_list || signal.marks.any(own_marks));
    let kind = if wave { Kind::Confirmation } else { Kind::Newsletter };
    let bulk = [
        (Marks::UNSUBSCRIBE, 25, "unsubscribe"),
        (Marks::BULK, 20, "bulk_sender"),
        (Marks::PRECEDENCE, 8, "precedence"),
        (Marks::SITE_MAILER, 12, "site_mailer"),
    ];
    let mut fingerprints = 0;
    for (_, weight, code) in bulk.into_iter().filter(|(mark, ..)| signal.is(*mark)) {
        fingerprints += weight;
        scale.add(kind, if wave { 0 } else { weight }, code, Detail::Nothing);
    }
    if wave && fingerprints > 0 {
        // Enough to beat an ordinary message, not a welcome that says so.
        scale.add(Kind::Confirmation, 30, "first_seen", Detail::Known(signal.from));
        scale.shift(Kind::Welcome, 22);
    }
    if fingerprints > 0 && !wave {
        scale.shift(Kind::Confirmation, 10);
        scale.shift(Kind::Welcome, 10);
    }
    if signal.is(Marks::REPLY) && !signal.marks.any(FINGERPRINT) {
        scale.shift(Kind::Confirmation, -40);
        scale.shift(Kind::Welcome, -40);
    }
    if through_list && setting.flood.is_none() || signal.marks.any(MACHINE) {
        for kind in [Kind::Confirmation, Kind::Welcome, Kind::Newsletter] {
            scale.shift(kind, -40);
        }
    }
    if let Some((_, weight)) = content(signal)
        && setting.flood.is_none()
    {
        scale.shift(Kind::Ordinary, weight / 2);
    }
}

fn signs_of_machines(signal: &Signal, scale: &mut Balance) {
    let bounce = bounces(signal);
    let reply = auto_replies(signal);
    let marks = [
        (Marks::DELIVERY_REPORT, Kind::Bounce, 90, "delivery_report"),
        (Marks::DAEMON, Kind::Bounce, 45, "daemon"),
        (Marks::NULL_PATH, Kind::Bounce, 20, "null_path"),
        (Marks::NULL_PATH, Kind::AutoReply, 10, "null_path"),
        (Marks::AUTO_REPLIED, Kind::AutoReply, 60, "auto_submitted"),
        (Marks::AUTO_HEADER, Kind::AutoReply, 50, "auto_header"),
        (Marks::AUTO_SUBJECT, Kind::AutoReply, 45, "auto_subject"),
    ];
    let (mut said_bounce, mut said_reply) = (0, 0);
    for (mark, kind, weight, code) in marks {
        if signal.is(mark) {
            scale.add(kind, weight, code, Detail::Nothing);
            if kind == Kind::Bounce { said_bounce += weight } else { said_reply += weight }
        }
    }
    scale.words(Kind::Bounce, bounce - said_bounce, "bounce_words", signal.hits.of(Class::Bounce));
    scale.words(Kind::AutoReply, reply - said_reply, "auto_reply_words", signal.hits.of(Class::AutoReply));
}

fn signs_of_people(signal: &Signal, setting: Setting, scale: &mut Balance) {
    let shared = matches!(setting.channel, Channel::Alias | Channel::List | Channel::Crowd);
    match setting.channel {
        Channel::List => {
            let weight = if setting.flood.is_some() { 20 } else { 50 };
            scale.add(Kind::List, weight, "list", Detail::Known(signal.list));
        }
        Channel::Alias if setting.flood.is_none() => {
            scale.add(Kind::List, 40, "alias", Detail::Known(signal.to.first().copied().unwrap_or_default()));
        }
        _ => {}
    }
    scale.add(Kind::Ordinary, 24, "direct", Detail::Nothing);
    if !shared || !signal.personal_mail(setting.channel == Channel::List) {
        return;
    }
    // A person who writes to everybody during a flood is part of it; before and after, only when answering a crowd.
    let base = match (setting.flood.is_some(), setting.channel) {
        (true, _) => 36,
        (false, Channel::Crowd) if signal.is(Marks::REPLY) => 26,
        _ => return,
    };
    scale.add(Kind::ReplyAll, base, "person", Detail::Nothing);
    if signal.is(Marks::REPLY) {
        scale.add(Kind::ReplyAll, 20, "reply", Detail::Nothing);
    }
    scale.words(Kind::ReplyAll, takes_off(signal), "take_me_off_words", signal.hits.of(Class::TakeMeOff));
}
