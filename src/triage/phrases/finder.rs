//! Finds the phrases that stand in a text.
//!
//! A small table, which stays in the processor's cache as an automaton of all phrases does not, says of nearly all places that no phrase
//! begins like the text does there; at the others the text is followed letter by letter until none goes on. Most phrases begin where a
//! word does, and only there is asked for them; those that may begin inside a word have a table and an automaton for themselves.

use super::{Phrase, begins_word, in_word, takes_particles};
use aho_corasick::automaton::{Automaton, StateID};
use aho_corasick::nfa::contiguous::NFA;
use aho_corasick::{Anchored, MatchKind};

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
        let short = |phrase: &Phrase| begin::<4>(phrase.text.as_bytes()).is_none();
        let floats = |phrase: &Phrase| phrase.open_start || phrase.text.starts_with(takes_particles) || short(phrase);
        let (floating, word): (Vec<usize>, Vec<usize>) = (0..phrases.len()).partition(|at| phrases.get(*at).is_some_and(floats));
        Self { at_words: Begun::of(word, phrases), anywhere: Begun::of(floating, phrases) }
    }

    /// All phrases in a folded text that begin and end with a word, unless they are open there. In order.
    pub fn find(&self, text: &str, phrases: &[Phrase]) -> Vec<Met> {
        let mut met = Vec::new();
        let mut take = |start: usize, end: usize, at: usize, phrase: &Phrase| {
            let ends = || !text.get(end..).and_then(|behind| behind.chars().next()).is_some_and(in_word);
            if phrase.open_end || ends() {
                met.push(Met { end, start, phrase: at });
            }
        };
        let mut inside = false;
        for (start, c) in text.char_indices() {
            let octets = text.as_bytes().get(start..).unwrap_or_default();
            if !inside && self.at_words.may_hold(octets) {
                self.at_words.follow(octets, phrases, |length, at, phrase| take(start, start + length, at, phrase));
            }
            if self.anywhere.may_hold(octets) {
                let before = text.get(..start).unwrap_or("");
                self.anywhere.follow(octets, phrases, |length, at, phrase| {
                    if phrase.open_start || begins_word(before, &phrase.text) {
                        take(start, start + length, at, phrase);
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
    /// Which those are, as bits: one that is not set says that none begins so.
    bits: Vec<u64>,
    /// With its first state.
    nfa: Option<(NFA, StateID)>,
    /// Their numbers.
    phrases: Vec<usize>,
}

/// The power of two of bits: 16 KB.
const BITS: u32 = 17;

impl<const N: usize> Begun<N> {
    fn of(numbers: Vec<usize>, phrases: &[Phrase]) -> Self {
        let texts: Vec<&str> = numbers.iter().filter_map(|at| phrases.get(*at)).map(|phrase| &*phrase.text).collect();
        let mut bits = vec![0_u64; 1 << (BITS - 6)];
        for place in texts.iter().filter_map(|text| begin::<N>(text.as_bytes())) {
            if let Some(some) = bits.get_mut(place / 64) {
                *some |= 1 << (place % 64);
            }
        }
        // Only a pattern set of gigabytes can fail to build; then nothing is ever met, and headers alone decide.
        let nfa = NFA::builder().match_kind(MatchKind::Standard).build(&texts).ok();
        let nfa = nfa.and_then(|nfa| nfa.start_state(Anchored::Yes).ok().map(|start| (nfa, start)));
        Self { bits, nfa, phrases: numbers }
    }

    #[inline]
    fn may_hold(&self, octets: &[u8]) -> bool {
        begin::<N>(octets).and_then(|place| self.bits.get(place / 64).map(|some| some >> (place % 64) & 1)) == Some(1)
    }

    /// Follows those that `octets` begin with, and gives the length and number of each that ends.
    fn follow(&self, octets: &[u8], phrases: &[Phrase], mut take: impl FnMut(usize, usize, &Phrase)) {
        let Some((nfa, first)) = &self.nfa else { return };
        let mut state = *first;
        for (octet, length) in octets.iter().zip(1..) {
            state = nfa.next_state(Anchored::Yes, state, *octet);
            if nfa.is_dead(state) {
                return;
            }
            if nfa.is_match(state) {
                // A state also knows what ends there and began later.
                let ended = (0..nfa.match_len(state)).map(|nth| nfa.match_pattern(state, nth));
                for pattern in ended.filter(|pattern| nfa.pattern_len(*pattern) == length) {
                    if let Some((at, phrase)) = self.phrases.get(pattern.as_usize()).and_then(|at| Some((*at, phrases.get(*at)?)))
                    {
                        take(length, at, phrase);
                    }
                }
            }
        }
    }
}

/// The bit for what octets begin with; None where they are fewer.
#[inline]
fn begin<const N: usize>(octets: &[u8]) -> Option<usize> {
    let first = match octets {
        [a, b, c, d, ..] if N == 4 => [*a, *b, *c, *d],
        [a, b, c, ..] if N == 3 => [*a, *b, *c, 0],
        _ => return None,
    };
    Some((u32::from_le_bytes(first).wrapping_mul(0x9e37_79b1) >> (32 - BITS)) as usize)
}
