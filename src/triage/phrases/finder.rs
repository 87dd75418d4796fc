//! Finds the phrases that stand in a text.
//!
//! A small table, which stays in the processor's cache as an automaton of all phrases does not, says of nearly all places that no phrase
//! begins like the text does there; at the others those that do are compared. Unlike an automaton it is made in a moment when the program
//! starts. Most phrases begin where a word does, and only there is asked for them; those that may begin inside a word have a table for
//! themselves.

use super::{Phrase, begins_word, in_word, takes_particles};

pub struct Finder {
    at_words: Begun<4>,
    /// With the shortest, of which there are few.
    anywhere: Begun<SHORTEST>,
}

/// Octets that the shortest phrase has.
pub const SHORTEST: usize = 3;

/// A phrase as it was met. Ordered by where it ends; of several the longest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Met {
    pub end: usize,
    pub start: usize,
    /// The phrase's number.
    pub phrase: usize,
}

impl Finder {
    pub fn new(phrases: &[Phrase]) -> Self {
        let short = |phrase: &Phrase| phrase.text.len() < 4;
        let floats = |phrase: &Phrase| phrase.open_start || phrase.text.starts_with(takes_particles) || short(phrase);
        let (floating, word): (Vec<usize>, Vec<usize>) = (0..phrases.len()).partition(|at| phrases.get(*at).is_some_and(floats));
        Self { at_words: Begun::of(word, phrases), anywhere: Begun::of(floating, phrases) }
    }

    /// All phrases in a folded text that begin and end with a word, unless they are open there. In order.
    pub fn find(&self, text: &str, phrases: &[Phrase]) -> Vec<Met> {
        let mut met = Vec::new();
        let mut take = |start: usize, at: usize, phrase: &Phrase| {
            let end = start + phrase.text.len();
            let ends = || !text.get(end..).and_then(|behind| behind.chars().next()).is_some_and(in_word);
            if phrase.open_end || ends() {
                met.push(Met { end, start, phrase: at });
            }
        };
        let mut inside = false;
        for (start, c) in text.char_indices() {
            let octets = text.as_bytes().get(start..).unwrap_or_default();
            if !inside && let Some(group) = self.at_words.group(octets) {
                follow(group, octets, phrases, |at, phrase| take(start, at, phrase));
            }
            if let Some(group) = self.anywhere.group(octets) {
                let before = text.get(..start).unwrap_or("");
                follow(group, octets, phrases, |at, phrase| {
                    if phrase.open_start || begins_word(before, &phrase.text) {
                        take(start, at, phrase);
                    }
                });
            }
            inside = if c.is_ascii() { c.is_ascii_alphanumeric() } else { in_word(c) };
        }
        met.sort_unstable();
        met
    }
}

/// Phrases that are looked for where they may begin: by their first `N` octets, three or four.
struct Begun<const N: usize> {
    /// Which those are, as bits ([`place`]): one that is not set says that none begins so.
    bits: Vec<u64>,
    /// How many bits are set before each word of them: the number of a set bit is that of its group.
    ranks: Vec<u16>,
    /// Where the phrases of each group end; they begin where those of the one before end.
    ends: Vec<u16>,
    /// The phrases' numbers, by group, there in the order of their texts.
    phrases: Vec<usize>,
}

/// The power of two of bits: 16 KB.
const BITS: u32 = 17;
/// So few phrases are compared one by one.
const FEW: usize = 4;

impl<const N: usize> Begun<N> {
    fn of(mut numbers: Vec<usize>, phrases: &[Phrase]) -> Self {
        let group = |at: usize| phrases.get(at).and_then(|phrase| place::<N>(phrase.text.as_bytes()));
        numbers.retain(|at| group(*at).is_some());
        // As they are given, their texts are in order.
        numbers.sort_by_cached_key(|at| group(*at));
        let mut bits = vec![0_u64; 1 << (BITS - 6)];
        let mut ends: Vec<u16> = Vec::new();
        let mut last = None;
        for (place, nth) in numbers.iter().filter_map(|at| group(*at)).zip(1..) {
            if let Some(some) = bits.get_mut(place / 64) {
                *some |= 1 << (place % 64);
            }
            if last.replace(place) == Some(place) {
                ends.pop();
            }
            ends.push(nth);
        }
        let ranks = bits.iter().scan(0, |rank, some| Some(std::mem::replace(rank, *rank + some.count_ones() as u16))).collect();
        Self { bits, ranks, ends, phrases: numbers }
    }

    /// Those that may begin as `octets` do.
    #[inline]
    fn group(&self, octets: &[u8]) -> Option<&[usize]> {
        let place = place::<N>(octets)?;
        let some = *self.bits.get(place / 64)?;
        if some >> (place % 64) & 1 == 0 {
            return None;
        }
        let before = some & ((1 << (place % 64)) - 1);
        let group = usize::from(*self.ranks.get(place / 64)?) + before.count_ones() as usize;
        let from = group.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        self.phrases.get(usize::from(from)..usize::from(*self.ends.get(group)?))
    }
}

/// Gives those of a group that `octets` begin with.
fn follow(mut group: &[usize], octets: &[u8], phrases: &[Phrase], mut take: impl FnMut(usize, &Phrase)) {
    let text = |at: usize| phrases.get(at).map_or(&[][..], |phrase| phrase.text.as_bytes());
    let mut length = 0;
    while group.len() > FEW {
        // In their order, what the first and the last have in common is common to all.
        let ends = group.first().zip(group.last()).map(|(first, last)| (text(*first), text(*last)));
        let (first, last) = ends.unwrap_or_default();
        let shared = first.iter().zip(last).skip(length).take_while(|(one, other)| one == other).count() + length;
        if octets.get(length..shared) != first.get(length..shared) {
            return;
        }
        length = shared;
        // And what ends here comes first.
        while let Some((at, longer)) = group.split_first().filter(|(at, _)| text(**at).len() == length) {
            if let Some(phrase) = phrases.get(*at) {
                take(*at, phrase);
            }
            group = longer;
        }
        let Some(next) = octets.get(length) else { return };
        let go_on = |at: &usize| text(*at).get(length).copied().unwrap_or_default();
        let from = group.partition_point(|at| go_on(at) < *next);
        let to = group.partition_point(|at| go_on(at) <= *next);
        group = group.get(from..to).unwrap_or_default();
        length += 1;
    }
    for (at, phrase) in group.iter().filter_map(|at| Some((*at, phrases.get(*at)?))) {
        if octets.starts_with(phrase.text.as_bytes()) {
            take(at, phrase);
        }
    }
}

/// The bit for what octets begin with; None where they are fewer.
#[inline]
fn place<const N: usize>(octets: &[u8]) -> Option<usize> {
    let first = match octets {
        [a, b, c, d, ..] if N == 4 => [*a, *b, *c, *d],
        [a, b, c, ..] if N == 3 => [*a, *b, *c, 0],
        _ => return None,
    };
    Some((u32::from_le_bytes(first).wrapping_mul(0x9e37_79b1) >> (32 - BITS)) as usize)
}
