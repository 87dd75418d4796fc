//! Finds the phrases that stand in a text.
//!
//! A small table, which stays in the processor's cache as an automaton of all phrases does not, says of nearly all places that no phrase
//! begins like the text does there; at the others those that do are compared. Unlike an automaton it is made in a moment when the program
//! starts. Most phrases begin where a word does, and only there is asked for them; those that may begin inside a word have a table for
//! themselves, and their first octets are few.

use super::{Phrase, begins_word, in_word, takes_particles};

pub struct Finder {
    at_words: Begun<4>,
    /// The shortest of those, of which there are few.
    short: Begun<SHORTEST>,
    anywhere: Begun<SHORTEST>,
    /// What is known of each octet, as bits.
    octets: [u8; 256],
}

/// Some phrases at words, some anywhere begin with an octet.
const AT_WORDS: u8 = 1;
const ANYWHERE: u8 = 2;
/// One of the shortest at words does.
const SHORT: u8 = 8;
/// It is a letter or a digit of ASCII.
const IN_WORD: u8 = 4;

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
        let those = |wanted: fn(&Phrase) -> bool| {
            let wanted = phrases.iter().zip(0..).filter(|(phrase, _)| wanted(phrase));
            wanted.map(|(_, at)| at).collect()
        };
        let mut octets = [0; 256];
        for phrase in phrases {
            if let Some(known) = phrase.text.bytes().next().and_then(|first| octets.get_mut(usize::from(first))) {
                *known |= if floats(phrase) { ANYWHERE } else { AT_WORDS };
                *known |= if phrase.text.len() == SHORTEST { SHORT } else { 0 };
            }
        }
        for (octet, known) in (0..=u8::MAX).zip(&mut octets) {
            *known |= if octet.is_ascii_alphanumeric() { IN_WORD } else { 0 };
        }
        Self {
            at_words: Begun::of(those(|phrase| !floats(phrase) && phrase.text.len() > SHORTEST), phrases),
            short: Begun::of(those(|phrase| !floats(phrase) && phrase.text.len() == SHORTEST), phrases),
            anywhere: Begun::of(those(floats), phrases),
            octets,
        }
    }

    /// All phrases in a folded text that begin and end with a word, unless they are open there. In order.
    pub fn find(&self, text: &str, phrases: &[Phrase]) -> Vec<Met> {
        // Most texts meet some.
        let mut search = Search { text, phrases, met: Vec::with_capacity(16) };
        let mut inside = false;
        for (start, first) in text.bytes().enumerate() {
            let known = self.octets.get(usize::from(first)).copied().unwrap_or_default();
            if !inside && known & AT_WORDS != 0 {
                search.at_word(self, start, known & SHORT != 0);
            }
            if known & ANYWHERE != 0 && text.as_bytes().get(start..).is_some_and(|begun| self.anywhere.may_begin(begun)) {
                search.anywhere(self, start);
            }
            inside = match first {
                0..0x80 => known & IN_WORD != 0,
                // Inside a character: no phrase begins there.
                0x80..0xc0 => inside,
                _ => text.get(start..).and_then(|text| text.chars().next()).is_some_and(in_word),
            };
        }
        search.met.sort_unstable();
        search.met
    }
}

/// A text that is looked through, and what was met. What is seldom needed stays out of the loop over all its octets.
struct Search<'a> {
    text: &'a str,
    phrases: &'a [Phrase],
    met: Vec<Met>,
}

impl Search<'_> {
    #[inline(never)]
    fn at_word(&mut self, finder: &Finder, start: usize, short: bool) {
        let begun = self.text.as_bytes().get(start..).unwrap_or_default();
        finder.at_words.follow(begun, self.phrases, |at, phrase| self.take(start, at, phrase));
        if short {
            finder.short.follow(begun, self.phrases, |at, phrase| self.take(start, at, phrase));
        }
    }

    #[inline(never)]
    fn anywhere(&mut self, finder: &Finder, start: usize) {
        let (before, begun) = self.text.split_at_checked(start).unwrap_or_default();
        finder.anywhere.follow(begun.as_bytes(), self.phrases, |at, phrase| {
            if phrase.open_start || begins_word(before, &phrase.text) {
                self.take(start, at, phrase);
            }
        });
    }

    fn take(&mut self, start: usize, at: usize, phrase: &Phrase) {
        let end = start + phrase.text.len();
        let ends = || !self.text.get(end..).and_then(|behind| behind.chars().next()).is_some_and(in_word);
        if phrase.open_end || ends() {
            self.met.push(Met { end, start, phrase: at });
        }
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
    /// The phrases by group, there in the order of their texts.
    phrases: Vec<Begins>,
}

/// How a phrase begins: most that are not met are told from the text by this alone.
struct Begins {
    /// Its first octets ([`first`]).
    first: u64,
    phrase: u16,
    /// Where among those of its group the next shorter stands that it begins with.
    shorter: Option<u16>,
}

/// Those that may begin inside a word, or behind a particle.
fn floats(phrase: &Phrase) -> bool {
    phrase.open_start || phrase.text.starts_with(takes_particles)
}

/// The power of two of bits: 16 KB.
const BITS: u32 = 17;

impl<const N: usize> Begun<N> {
    /// Of the phrases of these numbers.
    fn of(mut numbers: Vec<u16>, phrases: &[Phrase]) -> Self {
        let text = |at: u16| phrases.get(usize::from(at)).map_or(&[][..], |phrase| phrase.text.as_bytes());
        numbers.retain(|at| place::<N>(text(*at)).is_some());
        // As they are given, their texts are in order.
        numbers.sort_by_cached_key(|at| place::<N>(text(*at)));
        let mut begun = Self { bits: vec![0; 1 << (BITS - 6)], ranks: Vec::new(), ends: Vec::new(), phrases: Vec::new() };
        for group in numbers.chunk_by(|one, other| place::<N>(text(*one)) == place::<N>(text(*other))) {
            let place = group.first().and_then(|at| place::<N>(text(*at))).unwrap_or_default();
            if let Some(some) = begun.bits.get_mut(place / 64) {
                *some |= 1 << (place % 64);
            }
            // Of those before, the ones that the next begins with: each begins with the one before it.
            let mut shorter: Vec<u16> = Vec::new();
            for (at, nth) in group.iter().zip(0..) {
                let begun_with =
                    |short: &u16| group.get(usize::from(*short)).is_some_and(|short| text(*at).starts_with(text(*short)));
                shorter.truncate(shorter.iter().rposition(begun_with).map_or(0, |last| last + 1));
                begun.phrases.push(Begins { first: first(text(*at)), phrase: *at, shorter: shorter.last().copied() });
                shorter.push(nth);
            }
            begun.ends.push(begun.phrases.len() as u16);
        }
        let ranks = begun.bits.iter().scan(0, |rank, some| Some(std::mem::replace(rank, *rank + some.count_ones() as u16)));
        begun.ranks = ranks.collect();
        begun
    }

    /// May some begin as `octets` do?
    #[inline]
    fn may_begin(&self, octets: &[u8]) -> bool {
        let bit = place::<N>(octets).and_then(|place| Some(self.bits.get(place / 64)? >> (place % 64)));
        bit.is_some_and(|bit| bit & 1 == 1)
    }

    /// Those that may begin as `octets` do.
    fn group(&self, octets: &[u8]) -> Option<&[Begins]> {
        if !self.may_begin(octets) {
            return None;
        }
        let place = place::<N>(octets)?;
        let before = self.bits.get(place / 64)? & ((1 << (place % 64)) - 1);
        let group = usize::from(*self.ranks.get(place / 64)?) + before.count_ones() as usize;
        let from = group.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        self.phrases.get(usize::from(from)..usize::from(*self.ends.get(group)?))
    }

    /// Gives those that `octets` begin with.
    ///
    /// All of them are no greater than `octets`, and the greatest that is not begins with each of them.
    fn follow(&self, octets: &[u8], phrases: &[Phrase], mut take: impl FnMut(usize, &Phrase)) {
        let Some(group) = self.group(octets) else { return };
        let key = first(octets);
        let phrase = |begins: &Begins| phrases.get(usize::from(begins.phrase));
        let no_greater = |one: &Begins| {
            one.first < key || one.first == key && phrase(one).is_some_and(|phrase| phrase.text.as_bytes() <= octets)
        };
        let mut last = group.partition_point(no_greater).checked_sub(1);
        while let Some(begins) = last.and_then(|at| group.get(at)) {
            if begins.may_begin(key)
                && let Some(phrase) = phrase(begins).filter(|phrase| octets.starts_with(phrase.text.as_bytes()))
            {
                take(usize::from(begins.phrase), phrase);
            }
            last = begins.shorter.map(usize::from);
        }
    }
}

impl Begins {
    /// Are its first octets those of a text?
    fn may_begin(&self, text: u64) -> bool {
        let zeros = self.first.trailing_zeros() / 8;
        (self.first ^ text) >> (8 * zeros) == 0
    }
}

/// The first eight octets, in the order of texts; where there are fewer, zeros.
#[inline]
fn first(octets: &[u8]) -> u64 {
    match octets.first_chunk() {
        Some(first) => u64::from_be_bytes(*first),
        None => octets.iter().fold(0, |first, octet| first << 8 | u64::from(*octet)).unbounded_shl(64 - 8 * octets.len() as u32),
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
