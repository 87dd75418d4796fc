//! The last step: drafts become incidents, every message gets its verdict, and the facts are counted.

use super::channel::{Place, shown};
use super::evidence::{Detail, Details, Reason};
use super::flood::{self, Draft};
use super::intern::Interner;
use super::ordered::Ordered;
use super::protect::{self, Case, Known};
use super::signals::{Marks, Signal};
use super::spread::Spread;
use super::weights::{Feature, Weights};
use super::{Context, Findings, Incident, IncidentKind, Kind, Protection, Verdict, hit, incident, junk, kind, repeats};
use std::ops::Range;

/// Reasons shown for one message.
const REASONS: usize = 3;
/// How much it says to stand in a flood, among the reasons.
const IN_FLOOD: i32 = 15;

/// Fewer messages are not worth a thread of their own.
pub const SHARE: usize = 1_000;

/// All messages in order of time, and which of them are in which flood.
pub struct Drawn<'a> {
    pub ordered: Ordered<'a>,
    pub drafts: Vec<Draft>,
    /// Members of bursts of shared channels, floods or not.
    pub lively: Vec<usize>,
    /// The draft each message belongs to.
    member: Vec<Option<usize>>,
}

impl<'a> Drawn<'a> {
    pub fn new(signals: &'a [Signal], texts: &'a Interner, context: &Context, weights: &'a Weights) -> Self {
        let ordered = Ordered::new(signals, texts, context, weights);
        let flood::Found { drafts, lively } = floods(&ordered);
        let mut member: Vec<Option<usize>> = vec![None; ordered.len()];
        for (nth, draft) in drafts.iter().enumerate() {
            for at in &draft.members {
                if let Some(slot) = member.get_mut(*at) {
                    *slot = Some(nth);
                }
            }
        }
        Self { ordered, drafts, lively, member }
    }

    pub fn draft(&self, at: usize) -> Option<&Draft> {
        self.member.get(at).copied().flatten().and_then(|nth| self.drafts.get(nth))
    }

    /// Features of each message, in the order in which they were given.
    pub fn features(&self) -> Vec<Vec<(Feature, i32)>> {
        let mut all = vec![Vec::new(); self.ordered.len()];
        for (at, signal) in self.ordered.signals.iter().enumerate() {
            let setting = self.ordered.setting(at, self.draft(at).map(|d| d.kind));
            if let Some(slot) = self.ordered.given.get(at).and_then(|given| all.get_mut(*given)) {
                kind::features(signal, setting, self.ordered.weights, |seen| slot.push((seen.feature, seen.value)));
            }
        }
        all
    }
}

/// Finds everything in what was drawn. Pure: the same signals give the same findings, however the work is spread.
pub fn findings(drawn: &Drawn<'_>, junk: &[Signal], context: &Context, spread: &impl Spread) -> Findings {
    let Drawn { ordered, drafts, member, .. } = drawn;
    let mut incidents: Vec<Incident> = drafts.iter().zip(1..).map(|(draft, id)| incident::incident(ordered, draft, id)).collect();
    let known = known(ordered, member);
    let houses: Vec<protect::Operator> = incidents.iter().zip(drafts).map(|(i, d)| incident::house(ordered, i, d)).collect();
    let judge = |share: Range<usize>| -> Vec<Verdict> {
        let mut details = Details::default();
        let signals = share.filter_map(|at| Some((at, ordered.signal(at)?)));
        let verdicts = signals.map(|(at, signal)| {
            let nth = member.get(at).copied().flatten();
            let inside = nth.and_then(|n| Some((incidents.get(n)?, houses.get(n)?, drafts.get(n)?)));
            verdict(ordered, at, signal, inside, &known, &incidents, &mut details)
        });
        verdicts.collect()
    };
    // One share after the other, so that there is never a second copy of all.
    let mut judged = spread.over(ordered.len(), SHARE, judge).into_iter();
    let mut verdicts = judged.next().unwrap_or_default();
    verdicts.reserve_exact(ordered.len().saturating_sub(verdicts.len()));
    judged.for_each(|share| verdicts.extend(share));
    for (at, verdict) in verdicts.iter().enumerate() {
        let Some(incident) = member.get(at).copied().flatten().and_then(|n| incidents.get_mut(n)) else { continue };
        if verdict.kind == Kind::Announcement {
            incident.announcements.push(ordered.given.get(at).copied().unwrap_or(at));
        }
        let (received, kind) = (ordered.time(at), verdict.kind);
        let (protected, personal_data) = (verdict.protected.is_some(), verdict.personal_data);
        incident::count(incident, incident::Counted { received, kind, protected, personal_data });
    }
    put_back(&mut verdicts, ordered.given.clone());
    let found_in_junk = junk::find(junk, ordered, &known, &mut Details::default());
    let mut me: Vec<Box<str>> = ordered.me.iter().map(|sym| ordered.texts.text(*sym).into()).collect();
    me.extend(context.me.iter().map(|a| a.as_str().into()));
    me.sort();
    me.dedup();
    Findings { incidents, verdicts, me, found_in_junk }
}

/// Brings what stands in order of time back to where each was given.
fn put_back<T>(some: &mut [T], mut given: Vec<usize>) {
    for at in 0..some.len().min(given.len()) {
        // Each swap brings one to its place, where none was before.
        while let Some(place) = given.get(at).copied().filter(|place| *place < some.len() && given.get(*place) != Some(place)) {
            some.swap(at, place);
            given.swap(at, place);
        }
    }
}

/// All floods, in order of their beginning. No message is in two.
fn floods(ordered: &Ordered<'_>) -> flood::Found {
    let flood::Found { mut drafts, lively } = flood::find(ordered);
    let mut taken = vec![false; ordered.len()];
    for at in drafts.iter().flat_map(|d| &d.members) {
        if let Some(slot) = taken.get_mut(*at) {
            *slot = true;
        }
    }
    drafts.extend(repeats::find(ordered, &mut taken));
    drafts.extend(hit::find(ordered, &mut taken));
    drafts.retain(|d| !d.members.is_empty());
    let key = |d: &Draft| ordered.texts.text(d.key).to_owned();
    drafts.sort_by(|a, b| {
        let order = |d: &Draft| (d.trigger.or(d.members.first().copied()), d.kind, d.place);
        order(a).cmp(&order(b)).then_with(|| key(a).cmp(&key(b)))
    });
    flood::Found { drafts, lively }
}

/// Who wrote to the member before, and in which threads the member took part.
fn known(ordered: &Ordered<'_>, member: &[Option<usize>]) -> Known {
    let mut known = Known::default();
    for (at, signal) in ordered.signals.iter().enumerate() {
        let free = member.get(at).copied().flatten().is_none();
        let machine = signal.scores.is_bounce(ordered.weights) || signal.is(Marks::FORGED);
        if free && ordered.place(at) == Place::Direct && signal.from.is_some() && !machine {
            known.wrote.put_first(signal.from, signal.received);
        }
        if ordered.mine(signal) || signal.is(Marks::ANSWERS_ME) {
            known.own_threads.entry(ordered.threads.of(at)).or_insert(signal.received);
        }
    }
    known
}

type Inside<'a> = (&'a Incident, &'a protect::Operator, &'a Draft);

fn verdict(
    ordered: &Ordered<'_>,
    at: usize,
    signal: &Signal,
    inside: Option<Inside<'_>>,
    known: &Known,
    incidents: &[Incident],
    details: &mut Details,
) -> Verdict {
    let place = ordered.place(at);
    let (mut kind, mut reasons) = kind::weigh(signal, ordered.setting(at, inside.map(|(i, ..)| i.kind)), ordered.weights);
    let started = inside.map(|(i, ..)| i.started.as_second());
    let trigger = inside.is_some_and(|(_, _, d)| d.trigger == Some(at));
    let announcement = !trigger
        && inside.is_some_and(|(i, house, _)| {
            incident::has_operator(i.kind)
                && protect::announces(signal, house, signal.received > i.started.as_second(), ordered.weights)
        });
    if trigger {
        let code = if inside.is_some_and(|(_, _, draft)| draft.same) { "first_of_same" } else { "first_answered" };
        (kind, reasons) = (Kind::Trigger, vec![reason(Kind::Trigger, 900, code, Detail::Nothing)]);
    } else if announcement {
        kind = Kind::Announcement;
        reasons = vec![
            reason(kind, 900, "operator", Detail::Known(signal.domain)),
            reason(kind, 800, "apology", Detail::Text(signal.hits.of(super::phrases::Class::Apology).phrase())),
        ];
    }
    let meanwhile =
        incidents.iter().take(16).find(|i| i.started.as_second() <= signal.received && signal.received <= i.ended.as_second());
    let case = Case {
        signal,
        kind,
        thread: ordered.threads.of(at),
        incident: inside.map(|(i, ..)| i),
        started: started.or(meanwhile.map(|i| i.started.as_second())).unwrap_or(signal.received),
        trigger,
        announcement,
        direct: place == Place::Direct,
        meanwhile: meanwhile.is_some(),
        known: known.wrote.get(signal.from).is_some_and(|first| *first < signal.received),
    };
    let protected = if ordered.mine(signal) { None } else { protect::protection(&case, known, ordered.weights) };
    if let Some(protection) = protected.filter(|p| !matches!(p, Protection::Evidence)) {
        reasons.insert(0, protect::reason(protection, signal, kind));
        // A known sender's password mail is a password mail too.
        if let Some(content) = protect::by_content(&case, ordered.weights).filter(|content| *content != protection) {
            reasons.insert(1, protect::reason(content, signal, kind));
        }
    }
    if let Some((incident, _, draft)) = inside {
        let answered = draft.trigger.and_then(|at| ordered.signal(at)).map_or(0, |s| s.id);
        if answered != 0 && signal.parents.contains(&answered) {
            reasons.push(reason(kind, 10, "answers_trigger", Detail::Nothing));
        }
        reasons.push(in_flood(incident, draft));
        if signal.is(Marks::FORGED) {
            reasons.push(reason(kind, 20, "forged", Detail::Known(signal.domain)));
        }
    }
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.weight));
    reasons.truncate(REASONS);
    let chain = match place {
        Place::Crowd(_) => ordered.texts.text(signal.root_text()),
        _ => "",
    };
    Verdict {
        kind,
        channel: inside.map_or_else(|| shown(place, ordered.texts, chain), |(i, ..)| i.channel.clone()),
        incident: inside.map(|(i, ..)| i.id),
        protected,
        evidence: details.list(&reasons, ordered.texts),
        personal_data: signal.is(Marks::PERSONAL) && !ordered.mine(signal) && people(kind),
    }
}

fn reason(kind: Kind, weight: i32, code: &'static str, detail: Detail) -> Reason {
    Reason { kind, weight, code, detail }
}

/// Kinds that people write: a shop's own address is no third party's.
fn people(kind: Kind) -> bool {
    matches!(kind, Kind::Trigger | Kind::ReplyAll | Kind::AutoReply | Kind::List | Kind::Ordinary)
}

/// Why it counts as part of the flood.
fn in_flood(incident: &Incident, draft: &Draft) -> Reason {
    let peak = Detail::Count(incident.peak_per_minute);
    let (code, detail) = match incident.kind {
        _ if draft.same => ("same_again", Detail::Count(incident.messages)),
        IncidentKind::OpenList | IncidentKind::SubscriptionBomb => ("burst", peak),
        IncidentKind::ReplyAll => ("crowd", peak),
        IncidentKind::AutoReplyLoop => ("loop", Detail::Known(draft.key)),
        IncidentKind::Backscatter => ("unasked_bounce", Detail::Nothing),
    };
    Reason { kind: Kind::Ordinary, weight: IN_FLOOD, code, detail }
}
