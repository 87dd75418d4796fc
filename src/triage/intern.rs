//! Texts that repeat, kept once: addresses, domains, list names. A hundred thousand messages share a few thousand of them.

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
/// They are found by their digests, which are quicker to compare than texts. Should two texts ever share one, the second is found
/// by itself.
#[derive(Debug, Default)]
pub struct Interner {
    texts: Vec<Arc<str>>,
    numbers: BTreeMap<u64, u32>,
    twins: BTreeMap<Arc<str>, u32>,
}

impl Interner {
    pub fn put(&mut self, text: &str) -> Sym {
        if text.is_empty() {
            return Sym::NONE;
        }
        let (digest, next) = (digest(text), self.texts.len() as u32 + 1);
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
        let found = self.numbers.get(&digest(text)).copied().filter(|number| self.text(Sym(*number)) == text);
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
