//! What is going to happen to a message of the picture: by triage's verdict and the member's own decisions.

use crate::engine::Picture;
use crate::mail::SpecialUse;
use crate::triage::{Channel, Evidence, Incident, Kind, Protection, Verdict};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Moved away since the scan.
    Moved,
    /// Kept by the member's own decision.
    Chosen,
    Kept(Protection),
    /// Offered for clean-up.
    Offered,
    /// No part of a flood.
    Outside,
}

impl Fate {
    pub const fn kept(self) -> bool {
        matches!(self, Self::Chosen | Self::Kept(_))
    }
}

/// The fate of the message at `index`.
pub fn fate(picture: &Picture, index: usize) -> Fate {
    if picture.moved.contains(&index) {
        return Fate::Moved;
    }
    let Some(verdict) = picture.findings.verdicts.get(index) else { return Fate::Outside };
    let decision = if picture.decisions.is_empty() {
        None
    } else {
        picture.messages.get(index).and_then(|m| picture.decisions.get(&m.key())).copied()
    };
    match (decision, verdict.incident, verdict.protected) {
        (Some(true), ..) => Fate::Chosen,
        (None, _, Some(reason)) if verdict.incident.is_some() => Fate::Kept(reason),
        (_, Some(_), _) => Fate::Offered,
        (_, None, _) => Fate::Outside,
    }
}

/// The messages that came straight to the member while an incident went on and are no part of any: what must not be
/// overlooked beside it. What the member most likely waits for stands first, the newest of a sort before the older.
pub fn beside(picture: &Picture, incident: &Incident) -> Vec<usize> {
    let mut found: Vec<usize> = (0..picture.messages.len()).filter(|index| is_beside(picture, incident, *index)).collect();
    found.sort_by_cached_key(|index| {
        let reason = picture.findings.verdicts.get(*index).and_then(matter);
        let received = picture.messages.get(*index).map(|message| message.received);
        (rank(reason), std::cmp::Reverse(received), *index)
    });
    found
}

/// Whether the message at `index` is one of them.
pub fn is_beside(picture: &Picture, incident: &Incident, index: usize) -> bool {
    let (Some(message), Some(verdict)) = (picture.messages.get(index), picture.findings.verdicts.get(index)) else {
        return false;
    };
    if verdict.incident.is_some()
        || verdict.channel != Channel::Direct
        || message.received < incident.started
        || message.received > incident.ended
        || picture.moved.contains(&index)
    {
        return false;
    }
    let own = |addr: &str| picture.findings.me.iter().any(|me| me.eq_ignore_ascii_case(addr));
    if own(message.from_addr()) {
        return false;
    }
    let special = picture.mailboxes.iter().find(|info| info.name == message.mailbox).and_then(|info| info.special);
    match special {
        _ if message.mailbox.as_str().eq_ignore_ascii_case("INBOX") => wanted(verdict.protected, verdict.kind),
        Some(SpecialUse::Inbox) => wanted(verdict.protected, verdict.kind),
        // What lies there was sorted out before, or is no mail that came.
        Some(SpecialUse::Sent | SpecialUse::Drafts | SpecialUse::Trash | SpecialUse::Junk) => false,
        _ => verdict.protected.is_some(),
    }
}

/// What a protected message is about, where that was seen; else why it is protected.
pub fn matter(verdict: &Verdict) -> Option<Protection> {
    let about = |evidence: &Evidence| match evidence.code {
        "security_words" => Some(Protection::Security),
        "code_words" => Some(Protection::Code),
        "money_words" => Some(Protection::Money),
        "order_words" => Some(Protection::Order),
        "travel_words" => Some(Protection::Travel),
        "appointment_words" => Some(Protection::Appointment),
        "calendar" => Some(Protection::Calendar),
        _ => None,
    };
    let protected = verdict.protected?;
    Some(verdict.evidence.iter().find_map(about).unwrap_or(protected))
}

fn wanted(protected: Option<Protection>, kind: Kind) -> bool {
    protected.is_some() || kind == Kind::Ordinary
}

const fn rank(reason: Option<Protection>) -> u8 {
    match reason {
        Some(Protection::Security) => 0,
        Some(Protection::Code) => 1,
        Some(Protection::Money) => 2,
        Some(Protection::Order) => 3,
        Some(Protection::Travel) => 4,
        Some(Protection::Appointment | Protection::Calendar) => 5,
        Some(_) => 6,
        None => 7,
    }
}
