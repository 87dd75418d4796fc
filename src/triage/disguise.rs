//! What gives a forger away in any language: letters nobody sees, letters of another script that look the same, a name spelt out, a
//! sender without a domain, and a well-known house's name over somebody else's address.

use super::fold::fold;
use crate::mail::Address;
use crate::mail::text::{first_chars, is_plain_line, nfkc};
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Characters of a name or a subject that are looked at.
const LOOKED_AT: usize = 200;
/// Single letters in a row from which on a name is spelt out.
const SPELT: usize = 5;

/// Is a name or a subject written so that machines cannot read it?
pub fn hides(text: &str) -> bool {
    // Of Latin letters alone, those with accents included (below U+0240), none is unseen and none looks like another script's.
    if text.bytes().fold(0, u8::max) < 0xc9 {
        return false;
    }
    let mut chars = text.chars().take(LOOKED_AT).peekable();
    while let Some(c) = chars.next() {
        let mut unseen = false;
        while c.is_ascii_alphabetic() && chars.next_if(|next| is_unseen(*next)).is_some() {
            unseen = true;
        }
        if unseen && chars.peek().is_some_and(char::is_ascii_alphabetic) {
            return true;
        }
    }
    text.split(|c: char| !c.is_alphanumeric()).take(40).any(mixes)
}

/// Characters without a width of their own, where Latin letters need none.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{34f}' | '\u{332}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e01ef}')
}

/// Latin letters and such as only look like them, in one word. A Russian ending behind a Latin abbreviation looks like none.
fn mixes(word: &str) -> bool {
    const ALIKE: &str = "аесорхуіјѕԁһԛԝАВЕКМНОРСТХІЈЅοανιρυκΑΒΕΖΗΙΚΜΝΟΡΤΥΧꓮꓐꓚᎪᏴᏟᎬᏀᎻᎫᏦᏞᎷΝᏢᏒᏚᎢᏙᏔᏃ";
    let (mut latin, mut alike) = (0, 0);
    for c in word.chars().take(40) {
        match c {
            _ if c.is_ascii_alphabetic() => latin += 1,
            _ if ALIKE.contains(c) => alike += 1,
            _ => return false,
        }
    }
    latin >= 2 && alike >= 1
}

/// Is a display name spelt out letter by letter (`N e t b a n k`)?
pub fn spelt_out(name: &str) -> bool {
    // So many letters stand apart only where enough stands between them.
    if name.bytes().filter(|b| !b.is_ascii_alphanumeric()).count() < SPELT - 1 {
        return false;
    }
    let mut run = 0;
    for word in name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(40) {
        run = if word.chars().nth(1).is_none() && word.chars().all(char::is_alphabetic) { run + 1 } else { 0 };
        if run >= SPELT {
            return true;
        }
    }
    false
}

/// A sender at no domain of the net, such as `bank@campaign4711`.
pub fn homeless(from: &Address) -> bool {
    let domain = from.domain();
    !domain.is_empty() && domain != "localhost" && !domain.contains('.')
}

/// Does the text name a well-known house at whose domain `from` is not?
pub fn borrows_a_name(text: &str, from: &Address) -> bool {
    let houses = houses();
    if !houses.first_words.is_match(text) {
        return false;
    }
    let folded = folded(text);
    let words: Vec<&str> = words(&folded).collect();
    let elsewhere = |house: &House| {
        let label = address_label(from.organisation());
        !house.domains.iter().any(|own| owns(own, &label))
    };
    (0..words.len()).any(|at| {
        let known = words.get(at).and_then(|word| houses.by_first_word.get(*word)).map_or(&[][..], |known| known);
        let named = |house: &House| words.get(at..at + house.name.len()).is_some_and(|named| *named == *house.name);
        known.iter().any(|house| named(house) && elsewhere(house))
    })
}

/// What an organisation registered, without the public suffix and the marks in it.
fn address_label(organisation: &str) -> String {
    let label = organisation.split_once('.').map_or(organisation, |(label, _)| label);
    label.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Short words are in many others.
fn owns(own: &str, label: &str) -> bool {
    if own.chars().nth(3).is_none() { own == label } else { label.contains(own) }
}

/// One whose name is often borrowed.
struct House {
    /// Its name, word by word, as [`words`] gives it.
    name: Vec<String>,
    /// What stands in its domains.
    domains: Vec<String>,
}

/// All houses.
struct Houses {
    /// Most names and subjects hold the first word of none: this tells so at once.
    first_words: AhoCorasick,
    by_first_word: BTreeMap<String, Vec<House>>,
}

fn houses() -> &'static Houses {
    static HOUSES: OnceLock<Houses> = OnceLock::new();
    HOUSES.get_or_init(|| {
        let mut by_first_word = BTreeMap::<String, Vec<House>>::new();
        let mut first_words = Vec::new();
        for line in include_str!("../../assets/houses.txt").lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            let (shown, more) = line.split_once(':').unwrap_or((line, ""));
            let name: Vec<String> = words(&folded(shown)).map(str::to_owned).collect();
            let Some(first) = name.first().cloned() else { continue };
            // As it is written, too: with its accents.
            first_words.extend([first.clone(), shown.split([' ', '.', '+']).next().unwrap_or("").to_lowercase()]);
            let more = more.split(',').map(|word| address_label(word.trim())).filter(|word| !word.is_empty());
            let domains = more.chain([name.concat()]).collect();
            by_first_word.entry(first).or_default().push(House { name, domains });
        }
        let kind = Some(AhoCorasickKind::DFA);
        let first_words = AhoCorasick::builder().ascii_case_insensitive(true).kind(kind).build(&first_words);
        // Only gigabytes of names could fail to build; then no name is known.
        Houses { first_words: first_words.unwrap_or_else(|_| super::phrases::empty()), by_first_word }
    })
}

/// Compiles what the first message needs.
pub fn prepare() {
    houses();
}

/// A text in lower case, without accents and what nobody sees.
fn folded(text: &str) -> String {
    let text = first_chars(text, LOOKED_AT);
    if is_plain_line(text) && !text.contains('\'') {
        return text.to_ascii_lowercase();
    }
    let seen: String = text.chars().filter(|c| !is_unseen(*c) && !matches!(c, '™' | '®' | '©' | '\'' | '’')).collect();
    fold(&nfkc(&seen), LOOKED_AT)
}

fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests;
