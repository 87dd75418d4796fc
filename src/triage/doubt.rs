//! Whose text is worth a look: where the headers leave a doubt that the text could end.
//!
//! Asked for are only texts that nobody read yet, and of these
//! - what a flood upon the member took in without its subject saying so: the text may show an appointment or a code;
//! - what people and answering machines wrote in a flood: the text tells the one from the other, and whether it shows third
//!   parties' personal data;
//! - what else in a flood weighs nearly the same for two kinds;
//! - what strangers wrote to the member around the time of a flood, or many of them within an hour: it may belong to one;
//! - the newest bursts of a channel that look like no flood by their headers.

use super::Kind;
use super::channel::Place;
use super::kind::{self, Setting};
use super::ordered::Ordered;
use super::signals::{MACHINE, Marks, Signal};
use super::spread::Spread;
use super::verdict::{self, Drawn};
use super::weights::{Number, Weights};
use std::ops::Range;

/// Around a flood, in seconds.
const AROUND: i64 = 48 * 3_600;
/// So many strangers within an hour.
const MANY: usize = 12;
/// Kinds less than this apart are nearly the same.
const CLOSE: i32 = 20;
/// Bursts that look like no flood are asked about among so many newest messages.
const NEWEST: usize = 2_000;

/// Numbers of the messages, in the order in which they were given.
pub fn doubtful(drawn: &Drawn<'_>, spread: &impl Spread) -> Vec<usize> {
    let ordered = &drawn.ordered;
    let spans: Vec<(i64, i64, Place)> = drawn
        .drafts
        .iter()
        .filter_map(|d| Some((ordered.time(*d.members.first()?) - AROUND, ordered.time(*d.members.last()?) + AROUND, d.place)))
        .collect();
    let strangers = strangers(ordered);
    let mut lively = vec![false; ordered.len()];
    for at in &drawn.lively {
        if let Some(slot) = lively.get_mut(*at) {
            *slot = at + NEWEST >= ordered.len();
        }
    }
    let is_doubtful = |at: &usize| {
        let Some(signal) = ordered.signal(*at).filter(|s| open(ordered, s)) else { return false };
        if let Some(draft) = drawn.draft(*at) {
            return in_flood(signal, ordered.setting(*at, Some(draft.kind)), ordered.weights);
        }
        let (time, place) = (signal.received, ordered.place(*at));
        let mut near = spans.iter().filter(|(from, to, _)| (*from..=*to).contains(&time));
        match place {
            Place::Direct if is_stranger(ordered, *at, signal) => near.next().is_some() || in_a_rush(&strangers, time),
            Place::Direct => false,
            _ => lively.get(*at).copied().unwrap_or_default() || near.any(|(_, _, flooded)| *flooded == place),
        }
    };
    let given = |at: usize| ordered.given.get(at).copied();
    let some = |share: Range<usize>| share.filter(is_doubtful).filter_map(given).collect::<Vec<_>>();
    let mut doubtful = spread.over(ordered.len(), verdict::SHARE, some).concat();
    doubtful.sort_unstable();
    doubtful
}

/// Nobody read its text, and nothing else decides.
fn open(ordered: &Ordered<'_>, signal: &Signal) -> bool {
    !signal.marks.any(Marks::DECIDED.with(Marks::READ)) && !ordered.mine(signal)
}

/// Would the text of what stands there, in a flood, tell more than the headers?
pub fn in_flood(signal: &Signal, setting: Setting, weights: &Weights) -> bool {
    let (kind, lead) = kind::lead(signal, setting, weights);
    let upon_me = setting.channel == kind::Channel::Direct;
    match kind {
        Kind::Bounce => lead < CLOSE,
        // The subject says in so many words that it is a sign-up: upon the member, and of nothing else; in a list's, and of which sort.
        Kind::Confirmation | Kind::Welcome => {
            let said = signal.scores.words() >= weights.number(Number::SignUpWords);
            // Upon the member, who keeps no list of addresses may have been asked for it: the text would show the name and the matter.
            let asked = signal.scores.content.is_some() || !signal.is(Marks::UNSUBSCRIBE) && !signal.is(Marks::LIST_ROBOT);
            let open = if upon_me { asked } else { lead < CLOSE };
            !said || open
        }
        Kind::Newsletter if !upon_me => lead < CLOSE,
        _ => true,
    }
}

fn is_stranger(ordered: &Ordered<'_>, at: usize, signal: &Signal) -> bool {
    !signal.marks.any(MACHINE) && ordered.first_seen(at)
}

/// When strangers wrote to the member.
fn strangers(ordered: &Ordered<'_>) -> Vec<i64> {
    let direct = (0..ordered.len()).filter(|at| ordered.place(*at) == Place::Direct);
    direct.filter_map(|at| ordered.signal(at).filter(|s| is_stranger(ordered, at, s)).map(|s| s.received)).collect()
}

fn in_a_rush(strangers: &[i64], time: i64) -> bool {
    let from = strangers.partition_point(|t| *t < time - 3_600);
    let to = strangers.partition_point(|t| *t <= time + 3_600);
    to - from >= MANY
}
