//! What is going to happen to a message of the picture: by triage's verdict and the member's own decisions.

use crate::engine::Picture;
use crate::triage::Protection;

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
