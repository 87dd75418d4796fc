//! Texts that repeat, kept once: addresses, domains, list names. A hundred thousand messages share a few thousand of them.

use crate::mail::address::organisation_of;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

/// A text's number. Zero is the empty text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sym(u32);

impl Sym {
    pub const NONE: Self = Self(0);
    pub fn is_some(self) -> bool {
        self.0 != 0
    }
}

/// All texts, in the order in which they were first met: the same input gives the same numbers.
///
/// They are found by their digests, which are quicker to compare than texts. Where two texts share one, be it that somebody looked for
/// them, the second is found by itself.
#[derive(Debug)]
pub struct Interner {
    texts: Vec<Arc<str>>,
    numbers: BTreeMap<u64, u32>,
    twins: BTreeMap<Arc<str>, u32>,
    /// Digests met last, each where its last bits say: most texts come again soon, and are found here without a search.
    lately: Box<[(u64, u32)]>,
    /// The organisations of domains that were asked for, by the domain's number.
    organisations: BTreeMap<Sym, Sym>,
}

const LATELY: usize = 1 << 11;

impl Default for Interner {
    fn default() -> Self {
        Self {
            texts: Vec::new(),
            numbers: BTreeMap::new(),
            twins: BTreeMap::new(),
            lately: vec![(0, 0); LATELY].into(),
            organisations: BTreeMap::new(),
        }
    }
}

impl Interner {
    pub fn put(&mut self, text: &str) -> Sym {
        if text.is_empty() {
            return Sym::NONE;
        }
        let digest = quick_digest(text);
        let place = digest as usize % LATELY;
        if let Some((_, number)) = self.lately.get(place).filter(|(known, _)| *known == digest)
            && self.text(Sym(*number)) == text
        {
            return Sym(*number);
        }
        let found = self.search(text, digest);
        if let Some(slot) = self.lately.get_mut(place) {
            *slot = (digest, found.0);
        }
        found
    }

    /// The organisation that a domain belongs to; the Public Suffix List is asked once for each.
    pub fn organisation(&mut self, domain: Sym) -> Sym {
        if let Some(known) = self.organisations.get(&domain) {
            return *known;
        }
        let name = self.shared(domain);
        let organisation = self.put(organisation_of(&name));
        self.organisations.insert(domain, organisation);
        organisation
    }

    /// The number of a text, a new one for a new text.
    fn search(&mut self, text: &str, digest: u64) -> Sym {
        let next = self.texts.len() as u32 + 1;
        let found = *self.numbers.entry(digest).or_insert(next);
        let taken = found != next && self.text(Sym(found)) != text;
        let found = if taken { self.twins.get(text).copied().unwrap_or(next) } else { found };
        if found == next {
            let text: Arc<str> = text.into();
            if taken {
                self.twins.insert(text.clone(), next);
            }
            self.texts.push(text);
        }
        Sym(found)
    }

    /// The number of a text that was met already.
    pub fn get(&self, text: &str) -> Option<Sym> {
        let found = self.numbers.get(&quick_digest(text)).copied().filter(|number| self.text(Sym(*number)) == text);
        found.or_else(|| self.twins.get(text).copied()).map(Sym)
    }

    pub fn text(&self, sym: Sym) -> &str {
        self.known(sym).map_or("", |t| t)
    }

    /// The text to keep, without another copy of it.
    pub fn shared(&self, sym: Sym) -> Arc<str> {
        self.known(sym).cloned().unwrap_or_default()
    }

    fn known(&self, sym: Sym) -> Option<&Arc<str>> {
        (sym.0 as usize).checked_sub(1).and_then(|i| self.texts.get(i))
    }
}

/// What is known of some texts, by their numbers.
#[derive(Debug)]
pub struct BySym<T>(Vec<Option<T>>);

impl<T> Default for BySym<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> BySym<T> {
    pub fn get(&self, sym: Sym) -> Option<&T> {
        self.0.get(sym.0 as usize)?.as_ref()
    }

    /// Notes what is known first; what comes later changes nothing.
    pub fn put_first(&mut self, sym: Sym, value: T) {
        if let Some(slot) = self.slot(sym).filter(|slot| slot.is_none()) {
            *slot = Some(value);
        }
    }

    /// What is known, to add to it. There is always something.
    pub fn get_mut(&mut self, sym: Sym) -> Option<&mut T>
    where
        T: Default,
    {
        self.slot(sym).map(Option::get_or_insert_default)
    }

    fn slot(&mut self, sym: Sym) -> Option<&mut Option<T>> {
        let at = sym.0 as usize;
        if at >= self.0.len() {
            self.0.resize_with(at + 1, || None);
        }
        self.0.get_mut(at)
    }
}

/// Digests for what is compared once more where they agree: nothing is lost if somebody chooses texts of one digest, and they are several
/// times as quick as those of the standard library. The same input gives the same digests.
#[derive(Debug, Default)]
pub struct Quick(u64);

impl Hasher for Quick {
    fn write(&mut self, octets: &[u8]) {
        let (words, rest) = octets.as_chunks();
        for word in words {
            self.write_u64(u64::from_le_bytes(*word));
        }
        self.write_u64(rest.iter().fold(rest.len() as u64, |word, octet| word << 8 | u64::from(*octet)));
    }

    fn write_u8(&mut self, number: u8) {
        self.write_u64(number.into());
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(number.into());
    }

    /// Both halves of a product hang on all bits of its factors.
    fn write_u64(&mut self, number: u64) {
        let product = u128::from(self.0 ^ number ^ 0x243f_6a88_85a3_08d3) * 0x9e37_79b9_7f4a_7c15;
        self.0 = (product >> 64) as u64 ^ product as u64;
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

fn quick_digest(text: &str) -> u64 {
    let mut hasher = Quick::default();
    hasher.write(text.as_bytes());
    hasher.finish()
}

/// 64 bits that stand for a text where the text itself is never shown (Message-IDs, subjects); never 0 for a text.
/// The hasher has fixed keys: the same input gives the same findings.
pub fn digest(text: &str) -> u64 {
    if text.is_empty() {
        return 0;
    }
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish().max(1)
}
