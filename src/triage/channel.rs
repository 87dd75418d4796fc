//! How each message reached the member: through a list, a hidden alias, as one of a crowd, or directly.

use super::intern::{Interner, Sym};
use super::signals::{Marks, Signal};
use std::collections::{BTreeMap, BTreeSet};

/// A channel, small enough to be a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    Direct,
    List(Sym),
    Alias(Sym),
    /// The crowd's number.
    Crowd(u32),
}

/// How long a crowd stays the same crowd without a word, in seconds.
const CROWD_LASTS: i64 = 14 * 86_400;
/// Senders and organisations counted up to here.
const ENOUGH: usize = 8;

/// What is known of one address in To or Cc that is not the member's.
#[derive(Debug, Default)]
struct Address {
    messages: u32,
    /// Of these through a list that gives its name, and that list.
    listed: u32,
    list: Sym,
    senders: Vec<Sym>,
    organisations: Vec<Sym>,
}

impl Address {
    /// Shared by senders that have nothing to do with each other. Members at one provider are many senders of one
    /// organisation.
    fn shared(&self) -> bool {
        self.organisations.len() >= 3 && self.senders.len() >= 4 || self.senders.len() >= ENOUGH
    }

    fn mostly_listed(&self) -> bool {
        self.listed * 2 > self.messages
    }
}

/// Finds the channel of every message. `signals` in order of time.
pub fn places(signals: &[&Signal], me: &BTreeSet<Sym>, texts: &Interner) -> Vec<Place> {
    let addresses = addresses(signals, me);
    let mut crowds = Crowds::default();
    signals.iter().map(|signal| place(signal, me, &addresses, &mut crowds, texts)).collect()
}

/// Is one of the member's addresses in To or Cc? Which?
pub fn own_address(signal: &Signal, me: &BTreeSet<Sym>) -> Option<Sym> {
    signal.to.iter().copied().find(|a| me.contains(a))
}

fn addresses(signals: &[&Signal], me: &BTreeSet<Sym>) -> BTreeMap<Sym, Address> {
    let mut addresses: BTreeMap<Sym, Address> = BTreeMap::new();
    for signal in signals.iter().filter(|s| s.sketch().is_empty() && own_address(s, me).is_none()) {
        for to in signal.to.iter().filter(|to| **to != signal.from) {
            let known = addresses.entry(*to).or_default();
            known.messages += 1;
            if signal.list.is_some() {
                known.listed += 1;
                known.list = signal.list;
            }
            for (all, one) in [(&mut known.senders, signal.from), (&mut known.organisations, signal.organisation)] {
                if one.is_some() && all.len() < ENOUGH && !all.contains(&one) {
                    all.push(one);
                }
            }
        }
    }
    addresses
}

fn place(
    signal: &Signal,
    me: &BTreeSet<Sym>,
    addresses: &BTreeMap<Sym, Address>,
    crowds: &mut Crowds,
    texts: &Interner,
) -> Place {
    let direct = own_address(signal, me).is_some();
    if !signal.sketch().is_empty() && !signal.list.is_some() {
        return Place::Crowd(crowds.of(signal));
    }
    let shared = signal.to.iter().filter_map(|to| addresses.get(to).filter(|a| a.shared()).map(|a| (*to, a)));
    let shared = shared.max_by_key(|(to, a)| (a.messages, std::cmp::Reverse(texts.text(*to))));
    match shared {
        // A newsletter that signs up an alias brings its own list-id along; it came through the alias all the same.
        Some((alias, address)) if !direct && !address.mostly_listed() => Place::Alias(alias),
        // A bounce or reply to a list's address that has lost the list's headers.
        Some((_, address)) if !direct && !signal.list.is_some() => Place::List(address.list),
        // A bulk sender's list-id names its own addressees; nobody meets there. And a list server that asks whether one wants
        // to subscribe writes to that one alone.
        _ if direct && signal.list.is_some() && (!signal.is(Marks::POSTED) || signal.is(Marks::LIST_ROBOT)) => Place::Direct,
        _ if signal.list.is_some() => Place::List(signal.list),
        _ if signal.is(Marks::MANAGED) && !direct => signal.to.first().map_or(Place::Direct, |to| Place::List(*to)),
        _ => Place::Direct,
    }
}

/// Crowds met so far.
#[derive(Debug, Default)]
struct Crowds {
    known: Vec<(Box<[u64]>, i64)>,
    by_member: BTreeMap<u64, u32>,
    by_id: BTreeMap<u64, u32>,
}

impl Crowds {
    /// The crowd a message went to: the one most of whose members it names, or whose messages it answers, or a new one.
    fn of(&mut self, signal: &Signal) -> u32 {
        let members = signal.sketch();
        let similar = members.iter().filter_map(|d| self.by_member.get(d).copied()).find(|crowd| {
            self.known.get(*crowd as usize).is_some_and(|(sketch, last)| {
                let common = members.iter().filter(|d| sketch.contains(d)).count();
                signal.received - last <= CROWD_LASTS && common * 2 >= sketch.len().min(members.len())
            })
        });
        let crowd = similar.or_else(|| signal.parents.iter().find_map(|id| self.by_id.get(id).copied())).unwrap_or_else(|| {
            self.known.push((members.into(), signal.received));
            self.known.len() as u32 - 1
        });
        if let Some((_, last)) = self.known.get_mut(crowd as usize) {
            *last = (*last).max(signal.received);
        }
        for member in members {
            self.by_member.insert(*member, crowd);
        }
        if signal.id != 0 {
            self.by_id.insert(signal.id, crowd);
        }
        crowd
    }
}

/// The channel as findings show it. `chain` is the Message-ID of a crowd's root.
pub fn shown(place: Place, texts: &Interner, chain: &str) -> super::Channel {
    match place {
        Place::Direct => super::Channel::Direct,
        Place::List(list) => super::Channel::List(texts.shared(list)),
        Place::Alias(alias) => super::Channel::Alias(texts.shared(alias)),
        Place::Crowd(_) => super::Channel::Crowd(chain.into()),
    }
}
