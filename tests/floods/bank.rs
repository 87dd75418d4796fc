//! The word banks: words/*.txt, one file a language. A line is `subject | text`, or only a text; the even lines of a section are
//! for training, the odd ones for measuring. A language that lacks a section uses English.

use super::Half;
use super::rng::Rng;
use std::collections::BTreeMap;
use std::sync::OnceLock;

macro_rules! languages {
    ($($lang:literal),* $(,)?) => {
        const FILES: &[(&str, &str)] = &[$(($lang, include_str!(concat!("words/", $lang, ".txt")))),*];
    };
}
languages!(
    "ar", "bg", "cs", "da", "de", "el", "en", "es", "fi", "fr", "he", "hr", "hu", "it", "ja", "ko", "nb", "nl", "pl", "pt", "ro",
    "ru", "sk", "sv", "tr", "uk", "zh"
);

/// Languages in which people and offices here write everything.
pub const FULL: [&str; 8] = ["de", "en", "fr", "es", "it", "nl", "pl", "tr"];

/// All languages there are.
pub fn all() -> Vec<&'static str> {
    FILES.iter().map(|(lang, _)| *lang).collect()
}

#[derive(Debug, Default)]
struct Language {
    sections: BTreeMap<&'static str, Vec<(&'static str, &'static str)>>,
    settings: BTreeMap<&'static str, &'static str>,
}

fn book() -> &'static BTreeMap<&'static str, Language> {
    static BOOK: OnceLock<BTreeMap<&'static str, Language>> = OnceLock::new();
    BOOK.get_or_init(|| FILES.iter().map(|(lang, file)| (*lang, read(file))).collect())
}

fn read(file: &'static str) -> Language {
    let mut language = Language::default();
    let mut section = "";
    for line in file.lines().map(str::trim).filter(|l| !l.is_empty()) {
        if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            section = name;
        } else if section.is_empty() {
            let (name, value) = line.split_once(": ").unwrap_or((line.trim_end_matches(':'), ""));
            language.settings.insert(name, value);
        } else {
            let pair = line.split_once(" | ").unwrap_or(("", line));
            language.sections.entry(section).or_default().push(pair);
        }
    }
    language
}

/// Subject and text of one line of a section.
pub fn line(rng: &mut Rng, half: Half, lang: &str, section: &str) -> (&'static str, &'static str) {
    let lines = book()[lang].sections.get(section).unwrap_or_else(|| &book()["en"].sections[section]);
    let mine: Vec<_> = lines.iter().skip(usize::from(half == Half::Measured)).step_by(2).collect();
    assert!(!mine.is_empty(), "words/{lang}.txt [{section}] has two lines");
    **rng.pick(&mine)
}

/// Does the language have this section itself?
pub fn has(lang: &str, section: &str) -> bool {
    book()[lang].sections.contains_key(section)
}

/// `reply`, `forward`, `wrote`.
pub fn setting(lang: &str, name: &str) -> &'static str {
    book()[lang].settings.get(name).copied().unwrap_or_else(|| book()["en"].settings[name])
}

/// A first and a last name.
pub fn name(rng: &mut Rng, half: Half, lang: &str) -> (&'static str, &'static str) {
    let pick = |rng: &mut Rng, what| {
        let all: Vec<&str> = setting(lang, what).split('|').skip(usize::from(half == Half::Measured)).step_by(2).collect();
        *rng.pick(&all)
    };
    (pick(rng, "first"), pick(rng, "last"))
}
