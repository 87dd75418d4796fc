//! Which addresses are the member's own: those that were named, and those to which the mail was delivered again and again.

use super::intern::{Interner, Sym};
use super::signals::{Marks, Signal};
use crate::mail::address::local_of;
use std::collections::{BTreeMap, BTreeSet};

const DAY: i64 = 86_400;

/// Days on which something was seen; meant to be told of messages in order of time.
#[derive(Debug, Clone, Copy, Default)]
struct Days {
    last: i64,
    count: u32,
    messages: u32,
    replies: u32,
}

impl Days {
    fn see(&mut self, signal: &Signal) {
        let day = signal.received.div_euclid(DAY) + 1;
        if day != self.last {
            self.count += 1;
            self.last = day;
        }
        self.messages += 1;
        self.replies += u32::from(signal.is(Marks::REPLY));
    }
}

/// Learns the member's addresses. `signals` in order of time; `named` are those the member gave.
///
/// Counted are days, not messages: a flood through an alias is many messages of one night, the member's own address is
/// there on most days. Only the last hop's address counts (the first in header order): the ones before it may be the alias.
pub fn learn(signals: &[&Signal], texts: &Interner, named: &BTreeSet<String>) -> BTreeSet<Sym> {
    let mut me: BTreeSet<Sym> = named.iter().filter_map(|a| texts.get(a)).collect();
    let mut all = Days::default();
    let (mut last_hop, mut other_hops): (BTreeMap<Sym, Days>, BTreeMap<Sym, Days>) = Default::default();
    for signal in signals.iter().filter(|s| !s.delivered.is_empty()) {
        all.see(signal);
        for (at, address) in signal.delivered.iter().enumerate() {
            let hops = if at == 0 { &mut last_hop } else { &mut other_hops };
            hops.entry(*address).or_default().see(signal);
        }
    }
    let often = |d: &Days| d.messages >= 5 && d.count >= 3 && d.count * 10 >= all.count;
    me.extend(last_hop.iter().filter(|(_, d)| often(d)).map(|(a, _)| *a));
    if me.is_empty() {
        me.extend(most(&last_hop, texts).map(|(a, _)| a));
    }
    if me.is_empty() {
        me.extend(from_recipients(signals, texts));
    }
    // The same name at another domain of the provider (gmx.de, gmx.net) is the same person.
    let locals: BTreeSet<&str> = me.iter().map(|a| local_of(texts.text(*a))).collect();
    let kin = other_hops.iter().filter(|(a, d)| d.messages >= 3 && locals.contains(local_of(texts.text(**a))));
    let kin: Vec<Sym> = kin.map(|(a, _)| *a).collect();
    me.extend(kin);
    me
}

/// Without any trace of delivery: the address that stands in To on most days, unless it looks like a list's (mostly replies).
fn from_recipients(signals: &[&Signal], texts: &Interner) -> Option<Sym> {
    let (mut all, mut to) = (Days::default(), BTreeMap::<Sym, Days>::new());
    for signal in signals {
        all.see(signal);
        for address in signal.to.iter() {
            to.entry(*address).or_default().see(signal);
        }
    }
    let (address, days) = most(&to, texts)?;
    (days.messages >= 3 && days.count * 2 >= all.count && days.replies * 2 < days.messages).then_some(address)
}

/// The one seen on most days; of several the first by name.
fn most(seen: &BTreeMap<Sym, Days>, texts: &Interner) -> Option<(Sym, Days)> {
    let best = seen.iter().max_by(|(a, x), (b, y)| {
        (x.count, x.messages).cmp(&(y.count, y.messages)).then_with(|| texts.text(**b).cmp(texts.text(**a)))
    });
    best.map(|(a, d)| (*a, *d))
}
