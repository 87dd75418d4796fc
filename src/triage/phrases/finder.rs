//! Finds the phrases that stand in a text.
//!
//! Most phrases begin where a word does. There a small table, which stays in the processor's cache as an automaton of all phrases does
//! not, says of nearly all words that no phrase begins like them; the others are followed letter by letter until none goes on. Phrases
//! that may begin inside a word, and the shortest, have an automaton for themselves that looks everywhere.

use super::{Phrase, begins_word, empty, in_word, takes_particles};
use aho_corasick::automaton::{Automaton, StateID};
use aho_corasick::nfa::contiguous::NFA;
use aho_corasick::{AhoCorasick, AhoCorasickKind, Anchored, MatchKind};

pub struct Finder {
    /// With its first state, and the phrases' numbers.
    words: Option<(NFA, StateID)>,
    beginnings: Beginnings,
    word: Vec<usize>,
    anywhere: AhoCorasick,
    floating: Vec<usize>,
}

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
        let short = |phrase: &Phrase| begin(phrase.text.as_bytes()).is_none();
        let floats = |phrase: &Phrase| phrase.open_start || phrase.text.starts_with(takes_particles) || short(phrase);
        let (floating, word): (Vec<usize>, Vec<usize>) = (0..phrases.len()).partition(|at| phrases.get(*at).is_some_and(floats));
        let texts = |numbers: &[usize]| -> Vec<&str> {
            numbers.iter().filter_map(|at| phrases.get(*at)).map(|phrase| &*phrase.text).collect()
        };
        let words = NFA::builder().match_kind(MatchKind::Standard).build(texts(&word)).ok();
        let anywhere = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(texts(&floating));
        Self {
            // Only a pattern set of gigabytes can fail to build; then nothing is ever met, and headers alone decide.
            words: words.and_then(|nfa| nfa.start_state(Anchored::Yes).ok().map(|start| (nfa, start))),
            beginnings: Beginnings::of(&texts(&word)),
            anywhere: anywhere.unwrap_or_else(|_| empty()),
            word,
            floating,
        }
    }

    /// All phrases in a folded text that begin and end with a word, unless they are open there. In order.
    pub fn find(&self, text: &str, phrases: &[Phrase]) -> Vec<Met> {
        let mut met = Vec::new();
        let mut take = |start: usize, end: usize, number: Option<&usize>| {
            let Some((at, phrase)) = number.and_then(|at| Some((*at, phrases.get(*at)?))) else { return };
            let ends = || !text.get(end..).and_then(|behind| behind.chars().next()).is_some_and(in_word);
            if phrase.open_end || ends() {
                met.push(Met { end, start, phrase: at });
            }
        };
        let mut inside = false;
        for (start, c) in text.char_indices() {
            if !inside
                && let Some((nfa, first)) = &self.words
                && let Some(octets) = text.as_bytes().get(start..).filter(|octets| self.beginnings.may_hold(octets))
            {
                follow(nfa, *first, octets, |length, number| take(start, start + length, self.word.get(number)));
            }
            inside = if c.is_ascii() { c.is_ascii_alphanumeric() } else { in_word(c) };
        }
        for found in self.anywhere.find_overlapping_iter(text) {
            let number = self.floating.get(found.pattern().as_usize());
            let phrase = number.and_then(|at| phrases.get(*at));
            let before = || text.get(..found.start()).unwrap_or("");
            if phrase.is_some_and(|phrase| phrase.open_start || begins_word(before(), &phrase.text)) {
                take(found.start(), found.end(), number);
            }
        }
        met.sort_unstable();
        met
    }
}

/// Which first octets phrases have, as bits: one that is not set says that none begins so.
struct Beginnings(Vec<u64>);

/// Octets that are looked at, and the power of two of bits: 16 KB.
const BEGIN: usize = 4;
const BITS: u32 = 17;

impl Beginnings {
    fn of(texts: &[&str]) -> Self {
        let mut bits = vec![0_u64; 1 << (BITS - 6)];
        for place in texts.iter().filter_map(|text| begin(text.as_bytes())) {
            if let Some(some) = bits.get_mut(place / 64) {
                *some |= 1 << (place % 64);
            }
        }
        Self(bits)
    }

    fn may_hold(&self, octets: &[u8]) -> bool {
        begin(octets).and_then(|place| self.0.get(place / 64).map(|some| some >> (place % 64) & 1)) == Some(1)
    }
}

/// The bit for what octets begin with; None where they are fewer.
fn begin(octets: &[u8]) -> Option<usize> {
    let first: [u8; BEGIN] = octets.get(..BEGIN)?.try_into().ok()?;
    Some((u32::from_le_bytes(first).wrapping_mul(0x9e37_79b1) >> (32 - BITS)) as usize)
}

/// Follows the patterns that `octets` begin with, and gives the length and number of each that ends.
fn follow(nfa: &NFA, first: StateID, octets: &[u8], mut take: impl FnMut(usize, usize)) {
    let mut state = first;
    for (octet, length) in octets.iter().zip(1..) {
        state = nfa.next_state(Anchored::Yes, state, *octet);
        if nfa.is_dead(state) {
            return;
        }
        if nfa.is_match(state) {
            // A state also knows what ends there and began later.
            let ended = (0..nfa.match_len(state)).map(|nth| nfa.match_pattern(state, nth));
            ended.filter(|pattern| nfa.pattern_len(*pattern) == length).for_each(|pattern| take(length, pattern.as_usize()));
        }
    }
}
