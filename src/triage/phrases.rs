//! What is known of wordings: short phrases and stems of many languages, compiled once ([`finder`]).
//!
//! The data lies in assets/phrases, one file a language, in sections. A line is one phrase: `!` before it makes it strong,
//! `?` weak; `*` at its end lets the word go on (a stem), at its beginning lets the word have begun (a compound).
//! `#` starts a comment. Phrases and texts meet in the form of [`super::fold`].
//!
//! What a bank writes counts as money or security, a changed password as security, an appointment or a booking that waits to
//! be confirmed as an appointment: finer classes would change no decision. A code that "verifies an address" is a code. Words
//! that only go along with a matter (press the button, answer this message) are in no class: everybody writes them. What
//! private people write all the time ("we were on holiday", "the hotel") is weak at most; tests/data/neutral.txt has it.

mod finder;
#[cfg(test)]
mod tests;

use super::few::Few;
use super::fold::{fold, is_proclitic, joins_words, takes_particles};
use aho_corasick::AhoCorasick;
use finder::{Finder, Met};
use std::ops::Range;
use std::sync::OnceLock;

/// What a phrase speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Class {
    Confirmation,
    Welcome,
    Newsletter,
    AutoReply,
    Bounce,
    TakeMeOff,
    Apology,
    Money,
    Security,
    Order,
    Travel,
    Appointment,
    Code,
    /// Words that ask to confirm, to verify, to activate. Alone they say little.
    Ask,
    /// What one signs up for: a subscription, a list, an account. Alone they say little.
    SignUp,
    /// What forgers write to who has an account, a parcel or luck already: it will be closed, it waits, it was won.
    Lure,
    /// Where to click: a link, a button, an address to open. Only [`Near`] looks at them.
    Link,
    /// That a state was reached: is active, has been confirmed. What such words overlap asks for nothing; beside a plain word
    /// of a sign-up they greet.
    Reached,
}

impl Class {
    fn of_section(name: &str) -> Option<Self> {
        Some(match name {
            "confirmation" => Self::Confirmation,
            "welcome" => Self::Welcome,
            "newsletter" => Self::Newsletter,
            "auto_reply" => Self::AutoReply,
            "bounce" => Self::Bounce,
            "take_me_off" => Self::TakeMeOff,
            "apology" => Self::Apology,
            "money" => Self::Money,
            "security" => Self::Security,
            "order" => Self::Order,
            "travel" => Self::Travel,
            "appointment" => Self::Appointment,
            "code" => Self::Code,
            "ask" => Self::Ask,
            "sign_up" => Self::SignUp,
            "lure" => Self::Lure,
            "link" => Self::Link,
            "reached" => Self::Reached,
            _ => return None,
        })
    }
}

macro_rules! languages {
    ($($lang:literal),* $(,)?) => {
        /// Language and text of every phrase file.
        const FILES: &[(&str, &str)] = &[$(($lang, include_str!(concat!("../../assets/phrases/", $lang, ".txt")))),*];
    };
}
languages!(
    "af", "ar", "az", "be", "bg", "bn", "ca", "cs", "cy", "da", "de", "el", "en", "eo", "es", "et", "eu", "fa", "fi", "fr", "gl",
    "gu", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka", "kk", "km", "kn", "ko", "lb", "lo", "lt", "lv", "ml", "mn",
    "mr", "mt", "my", "ne", "nl", "no", "oc", "pa", "pl", "pt", "ro", "ru", "si", "sk", "sl", "sq", "sr", "sv", "sw", "ta", "te",
    "th", "tl", "tr", "uk", "ur", "vi", "zh"
);

/// How strongly a class was met: 0 not at all, 1 weak, 2 plain, 3 strong; and by which phrase.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Hit {
    pub subject: u8,
    pub body: u8,
    phrase: u16,
}

impl Hit {
    pub fn best(self) -> u8 {
        self.subject.max(self.body)
    }
    /// The phrase that was met, as the data file has it.
    pub fn phrase(self) -> &'static str {
        book().phrases.get(usize::from(self.phrase)).map_or("", |p| &p.shown)
    }
}

/// Words of a sign-up that stand close together in a text, in whatever order: this needs no sentence to be known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Near(u8);

impl Near {
    /// A word that asks beside a weak word of a sign-up (confirm ... address).
    pub const WEAK: Self = Self(1);
    /// A word that asks beside a plain one (confirm ... subscription).
    pub const PLAIN: Self = Self(2);
    /// The same with a link or a button beside them.
    pub const WEAK_LINK: Self = Self(4);
    pub const PLAIN_LINK: Self = Self(8);
    /// A weak word that asks (complete) beside a plain one of a sign-up and a link.
    pub const DONE_LINK: Self = Self(16);
    /// A plain word of an order beside a plain one of a sign-up, in subject or text: a newsletter is ordered.
    pub const ORDERED: Self = Self(32);

    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// Where the words for [`Near`] ended that were met last.
#[derive(Default)]
struct Lately {
    ask: Option<usize>,
    done: Option<usize>,
    plain: Option<usize>,
    weak: Option<usize>,
    link: Option<usize>,
    /// And which phrase it was.
    reached: Option<(usize, u16)>,
    order: Option<usize>,
}

impl Lately {
    /// Is it one of these words?
    fn meet(&mut self, class: Class, weight: u8, end: usize, phrase: u16) -> bool {
        if class == Class::Reached {
            self.reached = Some((end, phrase));
            return true;
        }
        let last = match (class, weight) {
            (Class::Ask, 1) => &mut self.done,
            (Class::Ask, _) => &mut self.ask,
            (Class::SignUp, 1) => &mut self.weak,
            (Class::SignUp, _) => &mut self.plain,
            (Class::Link, _) => &mut self.link,
            (Class::Order, 2) => &mut self.order,
            _ => return false,
        };
        *last = Some(end);
        true
    }

    /// What stands within [`Near`]'s reach before `end`.
    fn near(&self, text: &str, end: usize) -> Near {
        let close = |word: Option<usize>| close(text, word, end, REACH);
        let (ask, plain, weak, link) = (close(self.ask), close(self.plain), close(self.weak), close(self.link));
        let met = [
            (ask && weak, Near::WEAK),
            (ask && plain, Near::PLAIN),
            (ask && weak && link, Near::WEAK_LINK),
            (ask && plain && link, Near::PLAIN_LINK),
            (plain && link && close(self.done), Near::DONE_LINK),
            (self.ordered(text, end), Near::ORDERED),
        ];
        Near(met.iter().filter(|(met, _)| *met).map(|(_, near)| near.0).sum())
    }

    fn ordered(&self, text: &str, end: usize) -> bool {
        [self.order, self.plain].into_iter().all(|word| close(text, word, end, REACH / 4))
    }

    /// The phrase that says of a sign-up that it was done, where both stand in a short sentence.
    fn done(&self, text: &str, end: usize) -> Option<u16> {
        let (reached, phrase) = self.reached?;
        let both = close(text, Some(reached), end, REACH / 2) && close(text, self.plain, end, REACH / 2);
        both.then_some(phrase)
    }
}

/// Lie at most `reach` characters between the end of a word and `end`?
fn close(text: &str, word: Option<usize>, end: usize, reach: usize) -> bool {
    word.and_then(|at| text.get(at..end)).is_some_and(|between| {
        // A character has at most four bytes; only what lies between needs counting.
        between.len() <= reach || between.len() <= 4 * reach && between.chars().count() <= reach
    })
}

/// What was met in one message, by class.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Hits {
    classes: [Hit; 16],
    near: Near,
}

impl Hits {
    /// Words of a sign-up close together in the text.
    pub fn near(&self) -> Near {
        self.near
    }

    pub fn of(&self, class: Class) -> Hit {
        self.classes.get(class as usize).copied().unwrap_or_default()
    }

    /// Looks through subject and the beginning of the text, at most `SUBJECT` and `BODY` characters.
    #[cfg(test)]
    pub fn read(subject: &str, text: &str) -> Self {
        let mut hits = Self::of_subject(subject);
        hits.add_text(&body(text));
        hits
    }

    pub fn of_subject(subject: &str) -> Self {
        let mut hits = Self::default();
        hits.look(&fold(subject, SUBJECT), true);
        hits
    }

    /// Adds what the text says, as [`body`] gives it.
    pub fn add_text(&mut self, body: &str) {
        self.look(body, false);
    }

    fn look(&mut self, text: &str, in_subject: bool) {
        let (before, met) = (*self, book().finder.find(text, &book().phrases));
        let reached = self.meet_all(text, &met, in_subject, &[]);
        // Few texts say so; only these are looked through again, without what they overlap.
        if !reached.is_empty() {
            *self = before;
            self.meet_all(text, &met, in_subject, &reached);
        }
    }

    /// Takes in every phrase that was `met` in `text`, but none that asks where a state was `reached`; and says where one was.
    fn meet_all(&mut self, text: &str, met: &[Met], in_subject: bool, reached: &[Range<usize>]) -> Vec<Range<usize>> {
        let book = book();
        let mut lately = Lately::default();
        let mut states = Vec::new();
        for met in met {
            let Some(phrase) = book.phrases.get(met.phrase) else { continue };
            let nth = met.phrase as u16;
            let overlaps = || reached.iter().any(|state| state.start < met.end && met.start < state.end);
            for (class, weight) in &phrase.says {
                if *class == Class::Reached {
                    states.push(met.start..met.end);
                } else if matches!(class, Class::Ask | Class::Confirmation) && overlaps() {
                    continue;
                }
                if lately.meet(*class, *weight, met.end, nth) {
                    let near = lately.near(text, met.end).0;
                    self.near.0 |= if in_subject { near & Near::ORDERED.0 } else { near };
                    if let Some(done) = lately.done(text, met.end) {
                        self.hit(Class::Welcome, 2, done, in_subject);
                    }
                }
                self.hit(*class, *weight, nth, in_subject);
            }
        }
        states
    }

    fn hit(&mut self, class: Class, weight: u8, phrase: u16, in_subject: bool) {
        let Some(hit) = self.classes.get_mut(class as usize) else { return };
        if weight > hit.best() {
            hit.phrase = phrase;
        }
        let side = if in_subject { &mut hit.subject } else { &mut hit.body };
        *side = (*side).max(weight);
    }
}

/// [`Hits`] as they are kept: few messages meet more than two or three classes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Kept {
    /// The class, how strongly it was met in subject and text (four and twice two bits), and by which phrase. First, where there is
    /// one, and with no strength at all, what stood together.
    met: Few<(u8, u16), 3>,
}

impl From<&Hits> for Kept {
    fn from(hits: &Hits) -> Self {
        let near = (hits.near != Near::default()).then_some((0, u16::from(hits.near.0)));
        let met = hits.classes.iter().zip(0_u8..).filter(|(hit, _)| hit.best() > 0);
        let met = met.map(|(hit, class)| (class << 4 | hit.subject << 2 | hit.body, hit.phrase));
        Self { met: near.into_iter().chain(met).collect() }
    }
}

impl From<&Kept> for Hits {
    fn from(kept: &Kept) -> Self {
        let mut hits = Self::default();
        for (what, phrase) in kept.met.iter().copied() {
            if what & Kept::STRENGTH == 0 {
                hits.near = Near(phrase as u8);
            } else if let Some(hit) = hits.classes.get_mut(usize::from(what >> 4)) {
                *hit = Hit { subject: what >> 2 & 3, body: what & 3, phrase };
            }
        }
        hits
    }
}

impl Kept {
    const STRENGTH: u8 = 15;

    pub fn of(&self, class: Class) -> Hit {
        let met = self.met.iter().copied().find(|(what, _)| what >> 4 == class as u8 && what & Self::STRENGTH != 0);
        met.map_or_else(Hit::default, |(what, phrase)| Hit { subject: what >> 2 & 3, body: what & 3, phrase })
    }
}

/// Does a word begin after `before`? In Hebrew and Arabic up to three particles may stand between.
fn begins_word(before: &str, phrase: &str) -> bool {
    let particles = if phrase.chars().next().is_some_and(takes_particles) { 3 } else { 0 };
    let mut back = before.chars().rev();
    for _ in 0..=particles {
        match back.next() {
            Some(c) if in_word(c) && !(particles > 0 && is_proclitic(c)) => return false,
            Some(c) if in_word(c) => {}
            _ => return true,
        }
    }
    false
}

/// Goes a word on with `c`? A script without blanks beside a Latin word does not make it longer.
fn in_word(c: char) -> bool {
    !joins_words(c) && c.is_alphanumeric()
}

/// So many characters lie at most between the ends of words that stand close together: about a long sentence.
const REACH: usize = 120;
const SUBJECT: usize = 300;
const BODY: usize = 2048;

/// The beginning of a text in the form it is looked through in.
pub fn body(text: &str) -> String {
    fold(text, BODY)
}

struct Phrase {
    /// Folded, as it is looked for.
    text: String,
    /// As people write it.
    shown: String,
    open_start: bool,
    open_end: bool,
    says: Vec<(Class, u8)>,
}

struct Book {
    finder: Finder,
    phrases: Vec<Phrase>,
}

fn book() -> &'static Book {
    static BOOK: OnceLock<Book> = OnceLock::new();
    BOOK.get_or_init(|| {
        let phrases = compile(FILES);
        let finder = Finder::new(&phrases);
        Book { finder, phrases }
    })
}

/// Compiles what the first message needs.
pub fn prepare() {
    book();
}

#[allow(clippy::expect_used, reason = "an automaton of no patterns always builds")]
pub fn empty() -> AhoCorasick {
    AhoCorasick::new(std::iter::empty::<&str>()).expect("no patterns")
}

/// The phrases of all files, each text once, in order.
fn compile(files: &[(&str, &str)]) -> Vec<Phrase> {
    let mut phrases = Vec::new();
    for (lang, file) in files {
        let mut class = None;
        for line in file.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
            if let Some(section) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                class = Class::of_section(section);
                continue;
            }
            let Some(class) = class else { continue };
            phrases.extend(phrase(line, class));
            phrases.extend(without_umlauts(lang, line).and_then(|line| phrase(&line, class)));
        }
    }
    // Of equal ones the first stays, and says what the others say, too.
    let key = |phrase: &Phrase| (phrase.open_start, phrase.open_end);
    phrases.sort_by(|one, other| one.text.cmp(&other.text).then_with(|| key(one).cmp(&key(other))));
    phrases.dedup_by(|next, phrase| {
        let same = next.text == phrase.text && key(next) == key(phrase);
        for (class, weight) in next.says.iter().filter(|_| same) {
            match phrase.says.iter_mut().find(|(c, _)| c == class) {
                Some((_, w)) => *w = *weight.max(w),
                None => phrase.says.push((*class, *weight)),
            }
        }
        same
    });
    phrases
}

/// What a line says of its class; None where nothing is left to look for.
fn phrase(line: &str, class: Class) -> Option<Phrase> {
    let (weight, form) = match line.as_bytes().first() {
        Some(b'!') => (3, line.trim_start_matches('!')),
        Some(b'?') => (1, line.trim_start_matches('?')),
        _ => (2, line),
    };
    let bare = form.trim_start_matches('*').trim_end_matches('*');
    let folded = fold(bare, 200);
    let text = if folded.trim().len() < folded.len() { folded.trim().to_owned() } else { folded };
    let (first, last) = (text.chars().next()?, text.chars().next_back()?);
    Some(Phrase {
        open_start: form.starts_with('*') || joins_words(first),
        open_end: form.ends_with('*') || joins_words(last) || takes_particles(last) && text.chars().count() > 4,
        shown: bare.trim().to_owned(),
        text,
        says: vec![(class, weight)],
    })
}

/// A line as people write it who lack the keys of German: with `ae` for `ä` and so on.
fn without_umlauts(lang: &str, line: &str) -> Option<String> {
    let any = lang == "de" && line.contains(['ä', 'ö', 'ü', 'Ä', 'Ö', 'Ü']);
    any.then(|| line.to_lowercase().replace('ä', "ae").replace('ö', "oe").replace('ü', "ue"))
}
