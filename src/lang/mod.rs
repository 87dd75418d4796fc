//! Words: Fluent texts in German and English, and errors explained.
//!
//! Level 4. Everything a member reads is made here. The texts lie in `assets/lang/<language>/*.ftl`; the two languages
//! have the same keys with the same variables, which a test proves.

mod bundle;
mod explain;
mod findings;
mod numbers;
mod times;

use crate::mail::text::one_line;
use fluent_bundle::{FluentArgs, FluentValue};
use jiff::tz::TimeZone;
use std::borrow::Cow;

/// A language the program speaks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Locale {
    German,
    English,
}

impl Locale {
    pub const ALL: [Self; 2] = [Self::German, Self::English];

    /// `DEICH_LANG` where it is set, else the system's language; English for every language but German.
    pub fn from_system() -> Self {
        Self::named().unwrap_or_else(|| Self::from_tag(&sys_locale::get_locale().unwrap_or_default()))
    }

    /// What `DEICH_LANG` names, where it is set.
    pub fn named() -> Option<Self> {
        std::env::var("DEICH_LANG").ok().filter(|name| !name.is_empty()).map(|name| Self::from_tag(&name))
    }

    /// From a language tag such as `de`, `de-AT` or `de_DE.UTF-8`.
    pub fn from_tag(tag: &str) -> Self {
        let language = tag.split(['-', '_', '.']).next().unwrap_or_default();
        if language.eq_ignore_ascii_case("de") { Self::German } else { Self::English }
    }

    /// The language tag (BCP 47).
    pub const fn tag(self) -> &'static str {
        match self {
            Self::German => "de",
            Self::English => "en",
        }
    }
}

/// What fills a variable of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arg<'a> {
    Text(Cow<'a, str>),
    /// Shown with the language's digit groups, and chooses the plural.
    Number(i64),
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}
impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}
impl From<String> for Arg<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}
impl From<i64> for Arg<'_> {
    fn from(n: i64) -> Self {
        Self::Number(n)
    }
}
impl From<u32> for Arg<'_> {
    fn from(n: u32) -> Self {
        Self::Number(n.into())
    }
}
impl From<u64> for Arg<'_> {
    fn from(n: u64) -> Self {
        Self::Number(i64::try_from(n).unwrap_or(i64::MAX))
    }
}
impl From<usize> for Arg<'_> {
    fn from(n: usize) -> Self {
        Self::Number(i64::try_from(n).unwrap_or(i64::MAX))
    }
}

/// An error in words: what happened, what it means, what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub happened: String,
    pub means: String,
    pub to_do: String,
}

/// All texts of one language, and how it writes numbers and times. Share it by `Arc`.
pub struct Lang {
    locale: Locale,
    zone: TimeZone,
    bundle: bundle::Bundle,
}

impl std::fmt::Debug for Lang {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lang").field("locale", &self.locale).finish_non_exhaustive()
    }
}

impl Lang {
    /// The texts of a language; times are shown in the system's zone.
    pub fn new(locale: Locale) -> Self {
        Self::with_zone(locale, TimeZone::system())
    }

    /// The same with times in a zone of the caller's choice.
    pub fn with_zone(locale: Locale, zone: TimeZone) -> Self {
        Self { locale, zone, bundle: bundle::load(locale) }
    }

    /// The same times in another language.
    #[must_use]
    pub fn speaking(&self, locale: Locale) -> Self {
        Self::with_zone(locale, self.zone.clone())
    }

    pub fn locale(&self) -> Locale {
        self.locale
    }

    /// A text without variables. `key.attribute` names an attribute. A key without text gives the key in ⟦⟧.
    pub fn t(&self, key: &str) -> String {
        self.tf(key, &[])
    }

    /// A text with its variables filled in. What fills them becomes one inert line.
    pub fn tf(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        let mut filled = FluentArgs::with_capacity(args.len());
        for (name, arg) in args {
            let value = match arg {
                Arg::Text(text) => FluentValue::from(one_line(text)),
                Arg::Number(n) => FluentValue::from(*n),
            };
            filled.set((*name).to_owned(), value);
        }
        bundle::text(&self.bundle, key, &filled).unwrap_or_else(|| format!("⟦{key}⟧"))
    }

    /// Whether a text of this key exists.
    pub fn has(&self, key: &str) -> bool {
        bundle::has(&self.bundle, key)
    }
}

#[cfg(test)]
mod tests;
