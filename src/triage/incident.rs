//! From drafts to incidents: the facts of a flood as they are shown and reported.

use super::channel::{self, Place};
use super::flood::Draft;
use super::intern::Sym;
use super::ordered::Ordered;
use super::protect;
use super::{Channel, Incident, IncidentKind, Kind, Operator, Timeline};
use crate::mail::address;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// Widths a timeline's buckets may have, in seconds, and how many buckets there may be.
const STEPS: [i64; 9] = [60, 300, 600, 1_800, 3_600, 3 * 3_600, 6 * 3_600, 86_400, 7 * 86_400];
const BUCKETS: i64 = 180;

/// An incident without what depends on verdicts; `kinds` and counts are filled in by [`count`].
pub fn incident(ordered: &Ordered<'_>, draft: &Draft, id: u32) -> Incident {
    let time = |at: Option<&usize>| at.map_or(0, |at| ordered.time(*at));
    let chain = chain(ordered, draft);
    let channel = channel::shown(draft.place, ordered.texts, &chain);
    let key: Box<str> = match &channel {
        Channel::List(key) | Channel::Alias(key) | Channel::Crowd(key) => (&**key).into(),
        Channel::Direct => ordered.texts.text(draft.key).into(),
    };
    let senders: BTreeSet<Sym> = draft.members.iter().filter_map(|at| ordered.signal(*at)).map(|s| s.from).collect();
    let times: Vec<i64> = draft.members.iter().map(|at| ordered.time(*at)).collect();
    let started = draft.trigger.map_or(time(draft.members.first()), |at| ordered.time(at));
    Incident {
        id,
        kind: draft.kind,
        operator: operator(ordered, draft, &key),
        key,
        channel,
        started: stamp(started),
        ended: stamp(time(draft.members.last())),
        messages: draft.members.len() as u32,
        protected: 0,
        senders: senders.len() as u32,
        peak_per_minute: peak(&times),
        kinds: BTreeMap::new(),
        trigger: draft.trigger.and_then(|at| ordered.given.get(at).copied()),
        announcements: Vec::new(),
        personal_data: 0,
        timeline: timeline(started.min(time(draft.members.first())), time(draft.members.last())),
    }
}

pub fn stamp(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// The Message-ID of a crowd's root: of the message the first replies answer, here or only referred to.
fn chain(ordered: &Ordered<'_>, draft: &Draft) -> String {
    let text = |sym: Sym| ordered.texts.text(sym).to_owned();
    if !matches!(draft.place, Place::Crowd(_)) {
        return String::new();
    }
    if let Some(trigger) = draft.trigger.and_then(|at| ordered.signal(at)).filter(|s| s.id_text().is_some()) {
        return text(trigger.id_text());
    }
    let mut roots: BTreeMap<Sym, u32> = BTreeMap::new();
    for signal in draft.members.iter().filter_map(|at| ordered.signal(*at)) {
        *roots.entry(signal.root_text()).or_default() += 1;
    }
    let roots = roots.into_iter().filter(|(root, _)| root.is_some());
    most(roots, ordered).map_or_else(String::new, text)
}

/// The text that came most often; of several the first by name.
fn most(counted: impl Iterator<Item = (Sym, u32)>, ordered: &Ordered<'_>) -> Option<Sym> {
    counted.max_by_key(|(sym, times)| (*times, std::cmp::Reverse(ordered.texts.text(*sym)))).map(|(sym, _)| sym)
}

fn operator(ordered: &Ordered<'_>, draft: &Draft, key: &str) -> Operator {
    let host = match draft.place {
        Place::Crowd(_) | Place::Direct => "",
        _ if key.contains('@') => address::domain_of(key),
        // A list-id is a name in a domain of its own (RFC 2919).
        _ => key.split_once('.').map_or(key, |(_, host)| host),
    };
    let domain = address::organisation_of(host);
    // Anybody can write a List-Owner into a message to the list, and the report goes there: only an address at the
    // list's own house counts, and the one that most messages name.
    let mut owners: BTreeMap<Sym, u32> = BTreeMap::new();
    if matches!(draft.place, Place::List(_)) {
        for owner in draft.members.iter().filter_map(|at| ordered.signal(*at)).map(|s| s.owner).filter(|owner| owner.is_some()) {
            let at_home = address::organisation_of(address::domain_of(ordered.texts.text(owner))) == domain;
            if at_home {
                *owners.entry(owner).or_default() += 1;
            }
        }
    }
    let owner = most(owners.into_iter(), ordered).map(|owner| ordered.texts.text(owner).into());
    Operator { domain: domain.into(), owner }
}

/// The operator, for recognising its announcements.
pub fn house(ordered: &Ordered<'_>, incident: &Incident, draft: &Draft) -> protect::Operator {
    if incident.kind == IncidentKind::ReplyAll {
        let trigger = draft.trigger.and_then(|at| ordered.signal(at));
        let organisation = trigger.map_or(Sym::NONE, |s| s.organisation);
        return protect::Operator { organisation, owners: trigger.map(|s| s.from).into_iter().collect(), crowd: true };
    }
    let find = |text: &str| ordered.texts.get(text).unwrap_or_default();
    let owners = incident.operator.owner.iter().map(|owner| find(owner)).filter(|sym| sym.is_some()).collect();
    protect::Operator { organisation: find(&incident.operator.domain), owners, crowd: false }
}

fn peak(times: &[i64]) -> u32 {
    let (mut most, mut low) = (0, 0);
    for (at, now) in times.iter().enumerate() {
        while times.get(low).is_some_and(|t| *t <= now - 60) {
            low += 1;
        }
        most = most.max(at + 1 - low);
    }
    most as u32
}

fn timeline(first: i64, last: i64) -> Timeline {
    let span = (last - first).max(0) + 1;
    let step = STEPS.into_iter().find(|step| span <= step * BUCKETS).unwrap_or(span / BUCKETS + 1);
    let start = first.div_euclid(step) * step;
    let buckets = ((last - start).max(0) / step + 1).min(BUCKETS + 1);
    Timeline { start: stamp(start), step, buckets: vec![[0; 10]; buckets as usize] }
}

/// One member as it is counted.
#[derive(Debug, Clone, Copy)]
pub struct Counted {
    pub received: i64,
    pub kind: Kind,
    pub protected: bool,
    pub personal_data: bool,
}

/// Counts one member in.
pub fn count(incident: &mut Incident, member: Counted) {
    *incident.kinds.entry(member.kind).or_default() += 1;
    incident.protected += u32::from(member.protected);
    incident.personal_data += u32::from(member.personal_data);
    let timeline = &mut incident.timeline;
    let bucket = (member.received - timeline.start.as_second()).max(0) / timeline.step.max(1);
    let last = timeline.buckets.len().saturating_sub(1);
    if let Some(cell) = timeline.buckets.get_mut((bucket as usize).min(last)).and_then(|b| b.get_mut(member.kind as usize)) {
        *cell += 1;
    }
}

/// Can somebody explain it to all: whoever runs the channel, or whoever began?
pub fn has_operator(kind: IncidentKind) -> bool {
    matches!(kind, IncidentKind::OpenList | IncidentKind::ReplyAll)
}
