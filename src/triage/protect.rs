//! What is kept safe, and why. Beats the incident.

use super::evidence::{Detail, Reason};
use super::intern::{BySym, Sym};
use super::phrases::Class;
use super::signals::{Marks, Signal};
use super::weights::{Number, Weights, Words};
use super::{Incident, IncidentKind, Kind, Protection};
use std::collections::{BTreeMap, BTreeSet};

/// What protection knows of the mailbox as a whole.
#[derive(Debug, Default)]
pub struct Known {
    /// When each sender first wrote to the member directly, incidents left out.
    pub wrote: BySym<i64>,
    /// Threads the member took part in, and since when.
    pub own_threads: BTreeMap<u32, i64>,
}

/// One message as protection sees it.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    pub signal: &'a Signal,
    pub kind: Kind,
    pub thread: u32,
    /// The incident it belongs to, when it began, and whether the message is its trigger or the operator's announcement.
    pub incident: Option<&'a Incident>,
    pub started: i64,
    pub trigger: bool,
    pub announcement: bool,
    /// It came to the member directly, not through a shared channel.
    pub direct: bool,
    /// Some incident was going on when it came.
    pub meanwhile: bool,
    /// Its sender wrote to the member before.
    pub known: bool,
}

/// The reason to keep a message safe, if there is one; the strongest first.
pub fn protection(case: &Case<'_>, known: &Known, weights: &Weights) -> Option<Protection> {
    let signal = case.signal;
    if case.trigger {
        return Some(Protection::Evidence);
    }
    if case.announcement {
        return Some(Protection::Announcement);
    }
    if signal.is(Marks::FLAGGED) {
        return Some(Protection::Flagged);
    }
    // What a forger writes in a friend's name is not the friend's; what a machine sends back by itself is nobody's wish.
    let machine = matches!(case.kind, Kind::Bounce) || case.incident.is_some_and(|i| i.kind == IncidentKind::AutoReplyLoop);
    if !signal.is(Marks::FORGED) && !machine {
        if signal.is(Marks::TRUSTED) {
            return Some(Protection::Trusted);
        }
        if signal.is(Marks::WROTE_TO) {
            return Some(Protection::WroteTo);
        }
        if own_thread(case, known) {
            return Some(Protection::OwnThread);
        }
        if (case.incident.is_some() || case.meanwhile) && known.wrote.get(signal.from).is_some_and(|first| *first < case.started)
        {
            return Some(Protection::KnownSender);
        }
    }
    by_content(case, weights)
}

/// The member's own thread; the flood itself does not become it because the member asked for peace in it.
fn own_thread(case: &Case<'_>, known: &Known) -> bool {
    let answers = case.signal.is(Marks::ANSWERS_ME) && (case.direct || case.incident.is_none());
    let since = known.own_threads.get(&case.thread).copied();
    answers || since.is_some_and(|since| case.incident.is_none() || since < case.started)
}

/// Money, security, orders, travel, appointments and codes count where the member is meant: in direct mail. What came
/// through a shared address was meant for nobody.
pub fn by_content(case: &Case<'_>, weights: &Weights) -> Option<Protection> {
    let signal = case.signal;
    if !case.direct || matches!(case.kind, Kind::Bounce | Kind::AutoReply) {
        return None;
    }
    if signal.is(Marks::FORGED) {
        return None;
    }
    if signal.is(Marks::CALENDAR) {
        return Some(Protection::Calendar);
    }
    let (class, points) = signal.scores.content?;
    // A look-alike of a bank's, a guard's or a shop's mail is theirs only if the member's own server vouches for the sender and
    // the sender wrote before.
    let forgers_want = matches!(class, Class::Money | Class::Security | Class::Code | Class::Order);
    if forgers_want && signal.scores.look_alike && !(signal.is(Marks::VOUCHED) && case.known) {
        return None;
    }
    let stranger = case.incident.is_some_and(|i| i.kind == IncidentKind::SubscriptionBomb);
    if i32::from(points) < weights.number(Number::Protects) || stranger && !signal.scores.other_matter {
        return None;
    }
    Some(of_class(class))
}

/// The reason that words of this class give.
pub fn of_class(class: Class) -> Protection {
    match class {
        Class::Code => Protection::Code,
        Class::Appointment => Protection::Appointment,
        Class::Security => Protection::Security,
        Class::Money => Protection::Money,
        Class::Travel => Protection::Travel,
        _ => Protection::Order,
    }
}

/// The reason in words: what was seen.
pub fn reason(protection: Protection, signal: &Signal, kind: Kind) -> Reason {
    let words = |class: Class| Detail::Text(signal.hits.of(class).phrase());
    let (code, detail) = match protection {
        Protection::WroteTo => ("wrote_to", Detail::Known(signal.from)),
        Protection::KnownSender => ("known_sender", Detail::Known(signal.from)),
        Protection::OwnThread => ("own_thread", Detail::Nothing),
        Protection::Flagged => ("flagged", Detail::Nothing),
        Protection::Trusted => ("trusted", Detail::Known(signal.from)),
        Protection::Announcement => ("announcement", Detail::Known(signal.from)),
        Protection::Money => ("money_words", words(Class::Money)),
        Protection::Security => ("security_words", words(Class::Security)),
        Protection::Order => ("order_words", words(Class::Order)),
        Protection::Travel => ("travel_words", words(Class::Travel)),
        Protection::Appointment => ("appointment_words", words(Class::Appointment)),
        Protection::Code => ("code_words", words(Class::Code)),
        Protection::Calendar => ("calendar", Detail::Nothing),
        Protection::Evidence => ("first_answered", Detail::Nothing),
    };
    Reason { kind, weight: 1_000, code, detail }
}

/// The code of words of this class.
pub fn content_code(class: Class) -> &'static str {
    match class {
        Class::Code => "code_words",
        Class::Appointment => "appointment_words",
        Class::Security => "security_words",
        Class::Money => "money_words",
        Class::Travel => "travel_words",
        _ => "order_words",
    }
}

/// Is this the operator's own word: from the channel's own organisation, explaining or apologising, no answer to anybody?
pub fn announces(signal: &Signal, operator: &Operator, after_start: bool, weights: &Weights) -> bool {
    if !after_start
        || signal.is(Marks::REPLY)
        || signal.is(Marks::FORWARD)
        || !signal.personal_mail(signal.marks.any(Marks::LISTED.with(Marks::SERVED))) && !signal.is(Marks::NO_REPLY)
    {
        return false;
    }
    let apology = signal.hits.of(Class::Apology);
    let owner = operator.owners.contains(&signal.from);
    let role = signal.is(Marks::ROLE) || !operator.crowd;
    let house = operator.organisation.is_some() && signal.organisation == operator.organisation && role;
    // An office, or whoever began a storm among a crowd, writes to all in the middle of it, and not to sign anybody up: that
    // is the operator's word, whatever the words are.
    let speaks = house && signal.is(Marks::ROLE) || owner && operator.crowd;
    let speaks = speaks && signal.scores.words() < weights.number(Number::SignUpWords) && !signal.scores.is_auto_reply(weights);
    if speaks {
        return true;
    }
    if apology.best() == 0 {
        return false;
    }
    let (in_subject, in_text) = weights.in_both(Words::Apology, apology);
    let who = [(owner, Number::Owner), (house, Number::House), (signal.is(Marks::ROLE), Number::Role)];
    let who: i32 = who.into_iter().filter(|(is, _)| *is).map(|(_, number)| weights.number(number)).sum();
    let complains = i32::from(signal.scores.takes_off) * weights.number(Number::OperatorTakeMeOff) / 100;
    (owner || house) && in_subject + in_text + who + complains >= weights.number(Number::Announcement)
}

/// Who runs the channel, for comparing.
#[derive(Debug, Default)]
pub struct Operator {
    pub organisation: Sym,
    pub owners: BTreeSet<Sym>,
    /// Nobody runs it: a crowd of recipients, where only the sender of the trigger and the offices of that house speak.
    pub crowd: bool,
}
