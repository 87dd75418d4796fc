//! Wanted mail that lies among the junk: appointments, codes, bookings, and whoever the member knows.
//!
//! Junk is full of forgeries, so words alone are worth less here than in the inbox: bank, security and parcel mail of
//! strangers is never called wanted, and nothing is that the member's own server found forged.

use super::evidence::{Details, Reason};
use super::ordered::Ordered;
use super::phrases::Class;
use super::protect::{self, Known};
use super::signals::{CROWD, FINGERPRINT, Marks, Signal};
use super::weights::Number;
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
    let before = known.wrote.get(&signal.from).is_some_and(|first| *first < signal.received);
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
    let (class, points) = signal.scores.content?;
    let known = before || signal.is(Marks::VOUCHED);
    let believed = match class {
        Class::Appointment | Class::Code | Class::Travel => known || !signal.marks.any(FINGERPRINT),
        Class::Order => known,
        _ => before,
    };
    if signal.scores.look_alike && !(before && signal.is(Marks::VOUCHED)) {
        return None;
    }
    let enough = i32::from(points) >= ordered.weights.number(Number::Protects) && signal.scores.other_matter;
    (believed && enough).then(|| protect::of_class(class))
}
