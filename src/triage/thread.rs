//! Which messages answer which: by References and In-Reply-To first, then, inside one channel and a few days, by subject.

use super::channel::Place;
use super::signals::{Marks, Signal};

/// How long a subject alone joins, in seconds.
const BY_SUBJECT: i64 = 4 * 86_400;

/// A forest over messages.
#[derive(Debug, Default)]
pub struct Threads {
    parent: Vec<u32>,
    /// Message-IDs and the first message of each, in order.
    ids: Vec<(u64, u32)>,
}

impl Threads {
    /// Joins by ids. `signals` in order of time; a message's number is its place there.
    pub fn by_reference(signals: &[&Signal]) -> Self {
        let numbered = || signals.iter().zip(0..);
        let mut ids: Vec<(u64, u32)> = numbered().map(|(signal, at)| (signal.id, at)).filter(|(id, _)| *id != 0).collect();
        let mut named: Vec<(u64, u32)> =
            numbered().flat_map(|(signal, at)| signal.parents.iter().map(move |id| (*id, at))).collect();
        ids.sort_unstable();
        named.sort_unstable();
        let mut threads = Self { parent: (0..signals.len() as u32).collect(), ids: Vec::new() };
        // What has one id, and what refers to it, is one thread. A message repeated under its id stands where the first one stands.
        for same in ids.chunk_by(|a, b| a.0 == b.0) {
            threads.join_all(same);
        }
        ids.dedup_by_key(|(id, _)| *id);
        let mut known = ids.iter().peekable();
        for same in named.chunk_by(|a, b| a.0 == b.0) {
            let Some((id, at)) = same.first().copied() else { continue };
            while known.next_if(|(known, _)| *known < id).is_some() {}
            if let Some((_, message)) = known.peek().filter(|(known, _)| *known == id) {
                threads.join(at, *message);
            }
            threads.join_all(same);
        }
        threads.ids = ids;
        threads
    }

    fn join_all(&mut self, same: &[(u64, u32)]) {
        for ((_, one), (_, other)) in same.iter().zip(same.iter().skip(1)) {
            self.join(*one, *other);
        }
    }

    /// Joins by subject inside the channel: what replies, or what is not the first, joins what was there within days.
    pub fn by_subject(&mut self, signals: &[&Signal], places: &[Place]) {
        let named = signals.iter().zip(places).zip(0_u32..).filter(|((signal, _), _)| signal.subject != 0);
        let mut named: Vec<(u64, Place, u32)> = named.map(|((signal, place), at)| (signal.subject, *place, at)).collect();
        named.sort_unstable();
        for ((subject, place, before), (next, next_place, at)) in named.iter().zip(named.iter().skip(1)) {
            let signal = |at: u32| signals.get(at as usize);
            if (subject, place) == (next, next_place)
                && let Some((last, signal)) = signal(*before).zip(signal(*at))
                && signal.received - last.received <= BY_SUBJECT
                && signal.is(Marks::REPLY)
            {
                self.join(*at, *before);
            }
        }
    }

    /// The number that all messages of one thread share.
    pub fn of(&self, at: usize) -> u32 {
        let mut node = at as u32;
        while let Some(up) = self.parent.get(node as usize).copied()
            && up != node
        {
            node = up;
        }
        node
    }

    /// The message with this id, if it is here.
    pub fn message(&self, id: u64) -> Option<usize> {
        let at = self.ids.binary_search_by_key(&id, |(known, _)| *known).ok()?;
        self.ids.get(at).map(|(_, message)| *message as usize)
    }

    fn root(&mut self, mut node: u32) -> u32 {
        // Path halving keeps the way short, so a chain of a million replies costs no more than others.
        while let Some(up) = self.parent.get(node as usize).copied()
            && up != node
        {
            let above = self.parent.get(up as usize).copied().unwrap_or(up);
            if let Some(slot) = self.parent.get_mut(node as usize) {
                *slot = above;
            }
            node = above;
        }
        node
    }

    /// The smaller number becomes the root, so the result does not hang on the order of joins.
    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        if a != b
            && let Some(slot) = self.parent.get_mut(a.max(b) as usize)
        {
            *slot = a.min(b);
        }
    }

    /// Shortens every way to one step.
    pub fn settle(&mut self) {
        for node in 0..self.parent.len() as u32 {
            let root = self.root(node);
            if let Some(slot) = self.parent.get_mut(node as usize) {
                *slot = root;
            }
        }
    }
}
