//! What the flood's screen shows of a picture.

use crate::engine::Picture;
use crate::gui::screen::fate::{Fate, beside, fate};
use crate::triage::{Kind, Protection};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// Senders and channels shown of a calm mailbox.
const TOP: usize = 6;

/// What is on screen of the picture, worked out when it arrives.
#[derive(Debug, Default)]
pub struct Seen {
    /// Offered messages still here, and those moved away already.
    pub offered: usize,
    pub moved: usize,
    /// By reason; None: the member's own decision.
    pub kept: Vec<(Option<Protection>, Vec<usize>)>,
    pub kept_total: usize,
    /// What came straight to the member in the same hours, no part of the flood: most wanted first.
    pub beside: Vec<usize>,
    /// Messages in the picked span.
    pub in_span: usize,
    /// For a calm mailbox: newsletters and lists, and who writes most.
    pub calm: Calm,
}

#[derive(Debug, Default)]
pub struct Calm {
    pub kinds: Vec<(Kind, usize)>,
    pub senders: Vec<(String, usize)>,
    pub lists: Vec<(String, usize)>,
}

pub fn seen(picture: &Picture, incident: Option<u32>, span: Option<(Timestamp, Timestamp)>) -> Seen {
    let mut seen = Seen::default();
    let Some(id) = incident else {
        seen.calm = calm(picture);
        return seen;
    };
    let mut kept: BTreeMap<Option<Protection>, Vec<usize>> = BTreeMap::new();
    for index in picture.findings.members(id) {
        let Some(message) = picture.messages.get(index) else {
            continue;
        };
        if span.is_some_and(|(from, to)| message.received >= from && message.received < to) {
            seen.in_span += 1;
        }
        match fate(picture, index) {
            Fate::Moved => seen.moved += 1,
            Fate::Kept(reason) => kept.entry(Some(reason)).or_default().push(index),
            Fate::Chosen => kept.entry(None).or_default().push(index),
            Fate::Offered => seen.offered += 1,
            Fate::Outside => {}
        }
    }
    if let Some(incident) = picture.findings.incident(id) {
        seen.beside = beside(picture, incident);
    }
    seen.kept_total = kept.values().map(Vec::len).sum();
    seen.kept = kept.into_iter().collect();
    // What the member misses most stands first: few of a kind, and evidence for the report last.
    seen.kept.sort_by_key(|(reason, members)| (*reason == Some(Protection::Evidence), members.len()));
    seen
}

fn calm(picture: &Picture) -> Calm {
    let mut kinds: BTreeMap<Kind, usize> = BTreeMap::new();
    let mut senders: BTreeMap<&str, usize> = BTreeMap::new();
    let mut lists: BTreeMap<&str, usize> = BTreeMap::new();
    for (message, verdict) in picture.messages.iter().zip(&picture.findings.verdicts) {
        *kinds.entry(verdict.kind).or_default() += 1;
        *senders.entry(message.from_addr()).or_default() += 1;
        if let Some(id) = message.list_id() {
            *lists.entry(id).or_default() += 1;
        }
    }
    let top = |counts: BTreeMap<&str, usize>| {
        let mut counts: Vec<(String, usize)> =
            counts.into_iter().filter(|(name, _)| !name.is_empty()).map(|(name, n)| (name.to_owned(), n)).collect();
        counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        counts.truncate(TOP);
        counts
    };
    let mut kinds: Vec<(Kind, usize)> = kinds.into_iter().collect();
    kinds.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    Calm { kinds, senders: top(senders), lists: top(lists) }
}
