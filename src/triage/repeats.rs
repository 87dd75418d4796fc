//! One message again and again: a mail bomb through a list, a gateway that repeats what it passes on, a machine that answers a list.
//!
//! The first of them may be somebody's word and is kept; the copies are the flood. People write under one subject many times a day,
//! too: they answer, and no two of their messages are of one size.

use super::channel::Place;
use super::flood::Draft;
use super::intern::Sym;
use super::ordered::Ordered;
use super::signals::{Marks, Signal};
use super::{IncidentKind, burst, hit};
use std::collections::BTreeMap;

/// Copies an hour (of a machine's answers, which are no talk, fewer), and copies in all, below which nothing is a flood of them.
const LEAST: usize = 15;
const LEAST_ANSWERS: usize = 8;
const COPIES: usize = 18;

/// Finds them all; `taken` says which messages belong to an incident already.
pub fn find(ordered: &Ordered<'_>, taken: &mut [bool]) -> Vec<Draft> {
    let mut groups: BTreeMap<(Place, Sym, u64), Vec<usize>> = BTreeMap::new();
    for at in 0..ordered.len() {
        let free = !taken.get(at).copied().unwrap_or(true);
        if let Some(signal) = ordered.signal(at).filter(|s| free && repeatable(ordered, at, s)) {
            groups.entry((ordered.place(at), signal.from, signal.subject)).or_default().push(at);
        }
    }
    let mut drafts = Vec::new();
    for ((place, from, _), group) in groups.into_iter().filter(|(_, group)| group.len() >= COPIES) {
        let times: Vec<i64> = group.iter().map(|at| ordered.time(*at)).collect();
        let machine = by_machine(ordered, &group);
        for burst in burst::find(&times, if machine { LEAST_ANSWERS } else { LEAST }) {
            let Some(members) = group.get(burst.first..=burst.last).filter(|m| m.len() >= COPIES && alike(ordered, m)) else {
                continue;
            };
            for at in members {
                if let Some(slot) = taken.get_mut(*at) {
                    *slot = true;
                }
            }
            drafts.push(draft(machine, place, from, members.to_vec()));
        }
    }
    drafts
}

/// A machine that answers is a loop, and the other party its key. Else the channel is flooded, and the first message is kept.
fn draft(machine: bool, place: Place, from: Sym, members: Vec<usize>) -> Draft {
    let kind = match place {
        _ if machine => IncidentKind::AutoReplyLoop,
        Place::Crowd(_) => IncidentKind::ReplyAll,
        _ => IncidentKind::OpenList,
    };
    let trigger = members.first().copied().filter(|_| !machine);
    Draft { kind, place: if machine { Place::Direct } else { place }, members, trigger, key: from, same: true }
}

fn by_machine(ordered: &Ordered<'_>, group: &[usize]) -> bool {
    let answers = |at: &&usize| ordered.signal(**at).is_some_and(|s| hit::answers(s, ordered.weights));
    group.iter().filter(answers).count() * 2 > group.len()
}

/// Came through a shared channel, or names no recipient at all; no answer in a talk, and no machine's notice that says so.
fn repeatable(ordered: &Ordered<'_>, at: usize, signal: &Signal) -> bool {
    let shared = ordered.place(at) != Place::Direct;
    let hidden = signal.to.is_empty() && signal.recipients == 0;
    let answers = hit::answers(signal, ordered.weights);
    (shared || hidden && answers)
        && signal.from.is_some()
        && signal.subject != 0
        && !ordered.mine(signal)
        && (answers || !signal.marks.any(Marks::REPLY.with(Marks::AUTO_GENERATED).with(Marks::CALENDAR)))
}

/// Are most of one size?
fn alike(ordered: &Ordered<'_>, members: &[usize]) -> bool {
    let mut sizes: Vec<u32> = members.iter().filter_map(|at| ordered.signal(*at)).map(|s| s.size).collect();
    sizes.sort_unstable();
    let middle = sizes.get(sizes.len() / 2).copied().unwrap_or_default();
    let near = sizes.iter().filter(|size| size.abs_diff(middle).saturating_mul(10) <= middle).count();
    near * 10 >= sizes.len() * 7
}
