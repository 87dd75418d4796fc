//! Wanted mail that lies among the junk: appointments, codes, bookings, and whoever the member knows.
//!
//! Junk is full of forgeries, so words alone are worth less here than in the inbox: bank, security and parcel mail of
//! strangers is never called wanted, and nothing is that the member's own server found forged. A stranger's word must show what it is
//! about: an appointment or a journey its day or hour, a code its number, a shop the name of whom it sold to.

use super::evidence::{Details, Reason};
use super::ordered::Ordered;
use super::phrases::Class;
use super::protect::{self, Known};
use super::signals::{CROWD, FINGERPRINT, Marks, OWN_MATTER, Signal};
use super::weights::{Number, Weights};
use super::{FoundInJunk, Kind, Protection, channel};

/// Finds it. `junk` as it was given, outside the order of time.
pub fn find(junk: &[Signal], ordered: &Ordered<'_>, known: &Known, details: &mut Details) -> Vec<FoundInJunk> {
    let mut found = Vec::new();
    for (at, signal) in junk.iter().enumerate() {
        if let Some(reason) = wanted(signal, ordered, known) {
            let why: Reason = protect::reason(reason, signal, Kind::Ordinary);
            found.push(FoundInJunk { at, reason, evidence: vec![details.evidence(&why, ordered.texts)] });
        }
    }
    found
}

fn wanted(signal: &Signal, ordered: &Ordered<'_>, known: &Known) -> Option<Protection> {
    let to_me = channel::own_address(signal, &ordered.me).is_some() && signal.recipients < CROWD;
    if !to_me || signal.is(Marks::FORGED) || ordered.mine(signal) || signal.scores.is_bounce(ordered.weights) {
        return None;
    }
    let by_hand = [
        (Marks::TRUSTED, Protection::Trusted),
        (Marks::WROTE_TO, Protection::WroteTo),
        (Marks::ANSWERS_ME, Protection::OwnThread),
    ];
    if let Some((_, reason)) = by_hand.into_iter().find(|(mark, _)| signal.is(*mark)) {
        return Some(reason);
    }
    let before = known.wrote.get(signal.from).is_some_and(|first| *first < signal.received);
    // A known shop's advertising lies here because the member put it here.
    if before && !signal.marks.any(FINGERPRINT) {
        return Some(Protection::KnownSender);
    }
    by_content(signal, before, ordered)
}

fn by_content(signal: &Signal, before: bool, ordered: &Ordered<'_>) -> Option<Protection> {
    if signal.is(Marks::CALENDAR) {
        return (before || signal.is(Marks::VOUCHED)).then_some(Protection::Calendar);
    }
    let (class, _) = signal.scores.content?;
    let vouched = signal.is(Marks::VOUCHED);
    let plain = vouched || !signal.marks.any(FINGERPRINT);
    let dated = Marks::WHEN.with(Marks::NAMED);
    let believed = match class {
        _ if before => true,
        // A forger's words need not fill the measure here, where most mail is a forger's.
        _ if signal.hits.of(Class::Lure).best() > 0 => false,
        Class::Appointment | Class::Travel => plain && signal.marks.any(dated),
        // A code is typed in; beside a link it is a prize's.
        Class::Code => plain && signal.marks.any(OWN_MATTER) && !signal.is(Marks::LINK),
        Class::Order => vouched && signal.is(Marks::NAMED),
        _ => false,
    };
    if signal.scores.look_alike && !(before && vouched) {
        return None;
    }
    (believed && enough(signal, ordered.weights)).then(|| protect::of_class(class))
}

fn enough(signal: &Signal, weights: &Weights) -> bool {
    let points = signal.scores.content.map_or(0, |(_, points)| i32::from(points));
    points >= weights.number(Number::Protects) && signal.scores.other_matter
}

/// Junk whose headers speak of what may be wanted, or say nothing but that the sender is no forger, and whose text, which would have
/// to show it, nobody read yet.
pub fn doubtful(junk: &[Signal], weights: &Weights) -> Vec<usize> {
    let matters = |class| matches!(class, Class::Appointment | Class::Travel | Class::Code | Class::Order);
    let open = |signal: &Signal| {
        !signal.marks.any(Marks::READ.with(Marks::FORGED))
            && !signal.scores.look_alike
            && signal.scores.content.map_or(signal.is(Marks::VOUCHED), |(class, _)| matters(class) && enough(signal, weights))
    };
    junk.iter().enumerate().filter(|(_, signal)| open(signal)).map(|(at, _)| at).collect()
}
