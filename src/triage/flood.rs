//! Floods through a shared channel: the open list (a list or a hidden alias) and the reply-all storm (a visible crowd).

use super::channel::Place;
use super::intern::Sym;
use super::ordered::Ordered;
use super::phrases::Class;
use super::signals::{FINGERPRINT, Marks, Signal};
use super::weights::{Number, Weights};
use super::{IncidentKind, burst};
use std::collections::{BTreeMap, BTreeSet};

/// Messages an hour below which nothing through a channel is a flood.
const LEAST: usize = 12;
/// How far before the burst its trigger may lie, in seconds.
const TRIGGER_BEFORE: i64 = 48 * 3_600;

/// An incident in the making. Numbers are places in the order of time.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    pub kind: IncidentKind,
    pub place: Place,
    pub members: Vec<usize>,
    pub trigger: Option<usize>,
    /// The address that is hit or the other party's; for channels found by `place`.
    pub key: Sym,
    /// It is one message again and again.
    pub same: bool,
}

/// What the shared channels show.
#[derive(Debug, Default)]
pub struct Found {
    /// The floods.
    pub drafts: Vec<Draft>,
    /// Members of all bursts, floods or not.
    pub lively: Vec<usize>,
}

/// Looks through all shared channels.
pub fn find(ordered: &Ordered<'_>) -> Found {
    let mut found = Found::default();
    for (place, messages) in channels(ordered) {
        in_channel(ordered, place, &messages, &mut found);
    }
    found
}

fn channels(ordered: &Ordered<'_>) -> BTreeMap<Place, Vec<usize>> {
    let mut channels: BTreeMap<Place, Vec<usize>> = BTreeMap::new();
    for (at, place) in ordered.places.iter().enumerate().filter(|(_, place)| **place != Place::Direct) {
        channels.entry(*place).or_default().push(at);
    }
    channels
}

fn in_channel(ordered: &Ordered<'_>, place: Place, messages: &[usize], found: &mut Found) {
    let times: Vec<i64> = messages.iter().map(|at| ordered.time(*at)).collect();
    let bursts = burst::find(&times, LEAST);
    // Who wrote here before a burst: bursts come in order of time.
    let (mut known, mut seen) = (BTreeSet::new(), 0);
    for burst in bursts {
        let Some(span) = messages.get(burst.first..=burst.last) else { continue };
        found.lively.extend(span);
        let meanwhile = messages.get(seen..burst.first).unwrap_or_default();
        known.extend(meanwhile.iter().filter_map(|at| ordered.signal(*at)).map(|s| s.from));
        seen = burst.first;
        let said: Vec<Said> = span.iter().filter_map(|at| Said::of(ordered, place, &known, *at)).collect();
        if !Look::of(&said, burst.first).storm(place, &burst) {
            continue;
        }
        let trigger = trigger(ordered, place, span);
        // Where the channel was nearly silent, whoever never wrote there before belongs to the burst.
        let strangers = burst.expected(&times) * 8.0 < span.len() as f64;
        let mut members = selected(ordered, &said, trigger, strangers);
        if let Some(trigger) = trigger
            && !members.contains(&trigger)
        {
            members.push(trigger);
            members.sort_unstable();
        }
        let kind = if matches!(place, Place::Crowd(_)) { IncidentKind::ReplyAll } else { IncidentKind::OpenList };
        found.drafts.push(Draft { kind, place, members, trigger, key: Sym::NONE, same: false });
    }
}

/// Does a message look like part of a flood: a sign-up, a machine's answer, a call to be left alone?
pub fn disturbs(signal: &Signal, place: Place, weights: &Weights) -> bool {
    let scores = &signal.scores;
    let from = |points: i16, limit: Number| i32::from(points) >= weights.number(limit);
    let in_list = matches!(place, Place::List(_)) || signal.is(Marks::SERVED);
    let sign_up = !signal.is(Marks::REPLY)
        && (from(scores.asks, Number::Asks)
            || from(scores.welcomes, Number::Welcomes)
            || !in_list
                && (from(scores.fingerprint, Number::Fingerprint) && scores.words() > 0 || signal.marks.any(FINGERPRINT)));
    sign_up || scores.is_auto_reply(weights) || scores.is_bounce(weights) || from(scores.takes_off, Number::TakeMeOff)
}

/// What counts of one message in a burst. Taken once: of a flood, most signals are no longer in the processor's caches a second time.
#[derive(Debug)]
struct Said {
    at: usize,
    from: Sym,
    recipients: u32,
    disturbs: bool,
    reply: bool,
    /// Its sender was not in this channel before.
    fresh: bool,
    apology: bool,
}

impl Said {
    fn of(ordered: &Ordered<'_>, place: Place, known: &BTreeSet<Sym>, at: usize) -> Option<Self> {
        let signal = ordered.signal(at)?;
        Some(Self {
            at,
            from: signal.from,
            recipients: signal.recipients,
            disturbs: disturbs(signal, place, ordered.weights),
            reply: signal.is(Marks::REPLY),
            fresh: !known.contains(&signal.from),
            apology: signal.hits.of(Class::Apology).best() > 0,
        })
    }
}

/// A burst as it looks.
#[derive(Debug, Default)]
struct Look {
    messages: f64,
    disturbing: f64,
    replies: f64,
    senders: f64,
    /// Messages of senders who were not in this channel before.
    fresh: f64,
    /// There was a past to compare with.
    past: bool,
    recipients: u32,
}

impl Look {
    /// `before`: messages of the channel before the burst.
    fn of(burst: &[Said], before: usize) -> Self {
        let mut look = Self { past: before >= 20, messages: burst.len() as f64, ..Self::default() };
        for said in burst {
            look.disturbing += f64::from(u8::from(said.disturbs));
            look.replies += f64::from(u8::from(said.reply));
            look.fresh += f64::from(u8::from(said.fresh));
            look.recipients = look.recipients.max(said.recipients);
        }
        let mut senders: Vec<Sym> = burst.iter().map(|said| said.from).collect();
        senders.sort_unstable();
        senders.dedup();
        look.senders = senders.len() as f64;
        look
    }

    /// A flood, or only a lively day? Not the number decides but what is said, and by whom.
    fn storm(&self, place: Place, burst: &burst::Burst) -> bool {
        let share = |part: f64| part / self.messages.max(1.0);
        let rise = f64::from(burst.peak) / burst.usual.max(0.2);
        if self.senders < 5.0 {
            return false;
        }
        // Most of it is noise.
        share(self.disturbing) >= 0.35
            // Some of it is noise, and those who write never wrote here before.
            || share(self.disturbing) >= 0.15 && share(self.fresh) >= 0.6 && share(self.senders) >= 0.4 && rise >= 15.0
            // Everybody answers, each once, who never wrote here: in any language.
            // A small crowd in which everybody answers again and again.
            || matches!(place, Place::Crowd(_)) && share(self.disturbing) >= 0.1 && self.restless(rise)
            || self.replies_of_all(rise) && (self.past || matches!(place, Place::Crowd(_)) && self.recipients >= 25)
    }

    fn restless(&self, rise: f64) -> bool {
        let share = |part: f64| part / self.messages.max(1.0);
        self.messages >= 40.0 && rise >= 30.0 && self.senders >= 8.0 && share(self.replies) >= 0.5 && self.recipients >= 20
    }

    fn replies_of_all(&self, rise: f64) -> bool {
        let share = |part: f64| part / self.messages.max(1.0);
        self.messages >= 30.0
            && rise >= 30.0
            && share(self.senders) >= 0.6
            && share(self.replies) >= 0.5
            && share(self.fresh) >= 0.8
    }
}

/// What of a burst is flood: the noise itself, the threads that are mostly noise or hang on the trigger, and whoever never
/// wrote here and answers now; with `strangers` whoever never wrote here. The talk of those who always did goes on beside it.
fn selected(ordered: &Ordered<'_>, burst: &[Said], trigger: Option<usize>, strangers: bool) -> Vec<usize> {
    let mut said: Vec<(u32, bool)> = burst.iter().map(|said| (ordered.threads.of(said.at), said.disturbs)).collect();
    said.sort_unstable();
    let same_thread = said.chunk_by(|(one, _), (other, _)| one == other);
    // How many messages each thread has, and how many of them are noise.
    let threads: Vec<(u32, usize, usize)> = same_thread
        .filter_map(|same| Some((same.first()?.0, same.len(), same.iter().filter(|(_, noise)| *noise).count())))
        .collect();
    let counted = |thread: u32| {
        let at = threads.binary_search_by_key(&thread, |(known, ..)| *known).ok();
        at.and_then(|at| threads.get(at)).map_or((0, 0), |(_, all, noise)| (*all, *noise))
    };
    let hot = trigger.map(|at| ordered.threads.of(at));
    let belongs = |said: &&Said| {
        let thread = ordered.threads.of(said.at);
        let (all, noise) = counted(thread);
        said.disturbs
            || hot == Some(thread)
            || all >= 4 && noise * 3 >= all
            // The operator, who always wrote here, may explain himself.
            || !said.reply && said.apology
            || said.fresh && (strangers || said.reply && noise * 4 >= all)
    };
    burst.iter().filter(belongs).map(|said| said.at).collect()
}

/// The message that the first replies answer: of the threads in the burst the one most messages hang on, and there the
/// message nothing came before. A person wrote it.
fn trigger(ordered: &Ordered<'_>, place: Place, span: &[usize]) -> Option<usize> {
    let start = ordered.time(*span.first()?);
    // The oldest message of this channel that one refers to.
    let parent = |at: usize| {
        let parents = ordered.signal(at)?.parents.iter().filter_map(|id| ordered.threads.message(*id));
        parents.filter(|p| *p < at && ordered.place(*p) == place).min()
    };
    let mut answered: BTreeMap<usize, u32> = BTreeMap::new();
    for parent in span.iter().filter_map(|at| parent(*at)) {
        *answered.entry(parent).or_default() += 1;
    }
    // A reply that is itself answered passes what it gathered on to what it answers: the newest first, as that is always older.
    let mut roots: BTreeMap<usize, u32> = BTreeMap::new();
    while let Some((message, count)) = answered.pop_last() {
        let gathers = if let Some(up) = parent(message) { answered.entry(up) } else { roots.entry(message) };
        *gathers.or_default() += count;
    }
    let human = |at: usize| {
        ordered.signal(at).is_some_and(|s| {
            s.personal_mail(matches!(place, Place::List(_)) || s.is(Marks::SERVED))
                && !s.is(Marks::REPLY)
                && !s.scores.is_auto_reply(ordered.weights)
        })
    };
    let fits = |at: usize| ordered.time(at) >= start - TRIGGER_BEFORE && human(at);
    // The one with many replies that was answered first.
    let most = roots.iter().filter(|(at, _)| fits(**at)).map(|(_, count)| *count).max()?;
    roots.iter().filter(|(at, count)| fits(**at) && **count * 5 >= most).min_by_key(|(at, _)| **at).map(|(at, _)| *at)
}
