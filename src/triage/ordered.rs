//! All messages in order of time, with what only shows when they are seen together: channels, threads, who was there before.

use super::channel::{self, Place};
use super::intern::{BySym, Interner, Sym};
use super::signals::{Marks, Signal};
use super::thread::Threads;
use super::weights::Weights;
use super::{Context, kind};
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// A sender seen for the first time less than this ago is still new: reminders follow confirmations.
const NEW: i64 = 3 * 86_400;
/// Senders at one domain from which on the domain is a provider's and says nothing of its senders.
const PROVIDER: usize = 4;

/// Messages in order of time. A message's number here is its place in that order.
pub struct Ordered<'a> {
    pub signals: Vec<&'a Signal>,
    /// The place of each in the order in which it was given.
    pub given: Vec<usize>,
    pub places: Vec<Place>,
    pub threads: Threads,
    pub me: BTreeSet<Sym>,
    pub texts: &'a Interner,
    pub weights: &'a Weights,
    first_from: BySym<i64>,
    first_domain: BySym<i64>,
    providers: BySym<()>,
}

impl<'a> Ordered<'a> {
    pub fn new(given: &'a [Signal], texts: &'a Interner, context: &Context, weights: &'a Weights) -> Self {
        let mut order: Vec<usize> = (0..given.len()).collect();
        order.sort_by(|a, b| match (given.get(*a), given.get(*b)) {
            (Some(one), Some(other)) => in_time(one, other, texts).then(a.cmp(b)),
            _ => a.cmp(b),
        });
        let signals: Vec<&Signal> = order.iter().filter_map(|at| given.get(*at)).collect();
        let me = super::me::learn(&signals, texts, &context.me);
        let places = channel::places(&signals, &me, texts);
        let mut threads = Threads::by_reference(&signals);
        threads.by_subject(&signals, &places);
        threads.settle();
        let (first_from, first_domain, providers) = history(&signals);
        Self { signals, given: order, places, threads, me, texts, weights, first_from, first_domain, providers }
    }

    pub fn len(&self) -> usize {
        self.signals.len()
    }

    pub fn signal(&self, at: usize) -> Option<&'a Signal> {
        self.signals.get(at).copied()
    }

    pub fn place(&self, at: usize) -> Place {
        self.places.get(at).copied().unwrap_or(Place::Direct)
    }

    pub fn time(&self, at: usize) -> i64 {
        self.signal(at).map_or(0, |s| s.received)
    }

    /// Nothing came from this sender, nor from its domain unless that is a mail provider's, until shortly before.
    pub fn first_seen(&self, at: usize) -> bool {
        self.signal(at).is_some_and(|signal| {
            let old = |first: Option<&i64>| first.is_some_and(|first| *first < signal.received - NEW);
            let provider = self.providers.get(signal.domain).is_some();
            !old(self.first_from.get(signal.from)) && (provider || !old(self.first_domain.get(signal.domain)))
        })
    }

    /// Nothing came from this very address until shortly before.
    pub fn first_address(&self, at: usize) -> bool {
        self.signal(at).is_some_and(|s| self.first_from.get(s.from).is_none_or(|first| *first >= s.received - NEW))
    }

    /// Written by the member.
    pub fn mine(&self, signal: &Signal) -> bool {
        self.me.contains(&signal.from)
    }

    pub fn setting(&self, at: usize, flood: Option<super::IncidentKind>) -> kind::Setting {
        let channel = match self.place(at) {
            Place::Direct => kind::Channel::Direct,
            Place::List(_) => kind::Channel::List,
            Place::Alias(_) => kind::Channel::Alias,
            Place::Crowd(_) => kind::Channel::Crowd,
        };
        kind::Setting { channel, flood, first_seen: self.first_seen(at) }
    }
}

/// The order of time. Of one second, what answers more comes later; for the rest any order will do that does not hang on how the
/// messages came in.
fn in_time(one: &Signal, other: &Signal, texts: &Interner) -> Ordering {
    let key = |s: &Signal| (s.parents.len(), s.id, s.subject, s.recipients, s.marks);
    let of_one_second = || key(one).cmp(&key(other)).then_with(|| texts.text(one.from).cmp(texts.text(other.from)));
    one.received.cmp(&other.received).then_with(of_one_second)
}

type History = (BySym<i64>, BySym<i64>, BySym<()>);

/// When each sender and each domain wrote first, and the domains of many senders.
fn history(signals: &[&Signal]) -> History {
    let (mut from, mut domain, mut providers) = History::default();
    let mut people: BySym<[Sym; PROVIDER]> = BySym::default();
    for signal in signals {
        if signal.from.is_some() {
            from.put_first(signal.from, signal.received);
            domain.put_first(signal.domain, signal.received);
            // Only people make a provider: a shop writes from many addresses too.
            let person = !signal.is(Marks::UNSUBSCRIBE) && signal.personal_mail(signal.is(Marks::LISTED));
            if let Some(senders) = people.get_mut(signal.domain).filter(|_| person)
                && let Some(sender) = senders.iter_mut().find(|sender| !sender.is_some() || **sender == signal.from)
            {
                *sender = signal.from;
                if senders.iter().all(|sender| sender.is_some()) {
                    providers.put_first(signal.domain, ());
                }
            }
        }
    }
    (from, domain, providers)
}
