//! What mail that a web form sends off shows in any language. A form knows the address that was typed into it and nothing else of
//! whoever owns it: its mail holds a link, often with a long random token, and neither the member's name nor an amount, a day, an
//! hour or a number of its own, as mail about a purchase, an appointment or a booking does.

#[cfg(test)]
mod tests;

use super::fold::fold;
use crate::mail::text::{first_chars, first_digit};
use std::collections::BTreeSet;

/// How far a text is looked through, in characters: for a name, and for what tells of a matter of its own.
const GREETING: usize = 300;
const MATTER: usize = 800;
/// Links looked at.
const LINKS: usize = 20;
/// The shortest run of letters and digits that is a token.
const TOKEN: usize = 16;
/// As many digits in one part of a link are one too.
const TOKEN_NUMBER: usize = 12;
/// As many digits are a number of their own: of an order, of a booking, a code.
const NUMBER: usize = 4;

/// What a text shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Form {
    pub link: bool,
    /// A link has a long random part.
    pub token: bool,
    /// An amount, a day, an hour, or a number of its own.
    pub matter: bool,
    /// Speaks to somebody by one of the names.
    pub named: bool,
}

impl Form {
    /// `text` is the beginning of a message, in one line; `names` are folded words.
    pub fn of(text: &str, names: &BTreeSet<String>) -> Self {
        let mut form = Self::default();
        let mut plain = String::with_capacity(text.len().min(MATTER + TOKEN));
        let mut links = 0;
        let mut before_links = None;
        let mut rest = text;
        // Words with a link or an address are left out, and most texts hold few of them: what lies between is taken as a whole.
        while let Some((before, word, after)) = next_apart(rest) {
            add(&mut plain, before);
            if let Some((_, link)) = word.split_once("://") {
                // Numbers below the first link are a street's and a telephone's.
                before_links = before_links.or(Some(plain.len()));
                links += 1;
                form.token |= links <= LINKS && token(link);
            }
            rest = after;
        }
        add(&mut plain, rest);
        form.link = links > 0;
        let head = plain.get(..before_links.unwrap_or(plain.len())).unwrap_or("");
        form.matter = matter(head, true) || head.len() < plain.len() && matter(&plain, false);
        form.named = !names.is_empty() && speaks_to(&fold(first_chars(&plain, GREETING), GREETING), names);
        form
    }
}

/// Does a subject show a matter?
pub fn has_matter(subject: &str) -> bool {
    matter(subject, true)
}

/// The next word that holds a link or an address, with what stands before and after it.
fn next_apart(text: &str) -> Option<(&str, &str, &str)> {
    let octets = text.as_bytes();
    let mut signs = memchr::memchr2_iter(b'@', b':', octets);
    let at = signs.find(|at| octets.get(*at..).is_some_and(|o| o.starts_with(b"@") || o.starts_with(b"://")))?;
    let (head, tail) = text.split_at_checked(at)?;
    let (before, begun) = head.split_at_checked(memchr::memrchr(b' ', head.as_bytes()).map_or(0, |blank| blank + 1))?;
    let end = begun.len() + memchr::memchr(b' ', tail.as_bytes()).unwrap_or(tail.len());
    let (word, after) = text.get(before.len()..)?.split_at_checked(end)?;
    Some((before, word, after.strip_prefix(' ').unwrap_or(after)))
}

/// Adds the words that begin before there is enough.
fn add(plain: &mut String, words: &str) {
    let Some(room) = MATTER.checked_sub(plain.len()).filter(|room| *room > 0) else { return };
    let enough = words.as_bytes().get(room - 1..).and_then(|past| memchr::memchr(b' ', past)).map(|blank| room + blank);
    plain.push_str(enough.and_then(|end| words.get(..end)).unwrap_or(words));
}

/// Does one of the names stand in this folded text, be it inside a word? Most hold none, which is soon seen.
pub fn may_name(text: &str, names: &BTreeSet<String>) -> bool {
    names.iter().any(|name| stands_in(name, text))
}

fn stands_in(name: &str, text: &str) -> bool {
    text.contains(name)
}

/// Is one of the names a word of this folded text?
fn speaks_to(greeting: &str, names: &BTreeSet<String>) -> bool {
    names.iter().any(|name| stands_in(name, greeting) && greeting.split(|c: char| !c.is_alphanumeric()).any(|word| word == *name))
}

/// The words of a name, as they are looked for; initials are none.
pub fn names(name: &str) -> Vec<String> {
    let folded = fold(name, 100);
    let words = folded.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| word.chars().count() >= 3 && !word.bytes().any(|b| b.is_ascii_digit())).map(str::to_owned).collect()
}

/// Has a path or a query of this link a long part that is no word: letters and digits in turn, or a very long number?
fn token(link: &str) -> bool {
    let (_, path) = link.split_once('/').unwrap_or_default();
    path.split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-').filter(|part| part.len() >= TOKEN_NUMBER).any(|part| {
        let bytes = part.as_bytes();
        let digits = bytes.iter().filter(|b| b.is_ascii_digit()).count();
        // From a letter to a digit, or from a small letter to a capital.
        let turns = |pair: &&[u8]| {
            matches!(pair, [a, b] if a.is_ascii_alphabetic() && b.is_ascii_digit() || a.is_ascii_lowercase() && b.is_ascii_uppercase())
        };
        part.len() >= TOKEN && bytes.windows(2).filter(turns).count() >= 3 || digits >= TOKEN_NUMBER
    })
}

/// Does the text show an amount, a day or an hour; with `numbers` also any long number that stands for itself?
fn matter(text: &str, numbers: bool) -> bool {
    let mut rest = text;
    let mut last = ' ';
    let mut groups = 0;
    while let Some(at) = first_digit(rest) {
        let (before, tail) = rest.split_at_checked(at).unwrap_or((rest, ""));
        let end = tail.bytes().position(|b| !b.is_ascii_digit()).unwrap_or(tail.len());
        let (digits, after) = tail.split_at_checked(end).unwrap_or((tail, ""));
        last = before.chars().next_back().unwrap_or(last);
        // `12.05.2024`, `2024-05-12`, but no address of a host, which has four numbers.
        groups = if at == 1 && matches!(last, '.' | '/' | '-') && digits.len() <= 4 { groups + 1 } else { 0 };
        let goes_on = after.starts_with(['.', '/', '-']) && after.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
        let day = groups == 2 && !goes_on || digits.len() == 4 && after.starts_with(['年', '년']);
        let minutes = after.strip_prefix(':').unwrap_or("");
        let minutes = minutes.find(|c: char| !c.is_ascii_digit()).unwrap_or(minutes.len()) == 2;
        let hour = digits.len() <= 2 && minutes && last != ':';
        let alone = !last.is_alphanumeric() && !after.starts_with(|c: char| c.is_alphanumeric());
        let year = digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
        if day || hour || amount(before, after) || numbers && alone && digits.len() >= NUMBER && !year {
            return true;
        }
        last = digits.chars().next_back().unwrap_or(last);
        rest = after;
    }
    false
}

/// Does the text show a day (`12.05.2024`, `2024-05-12`, `5月12日`) or an hour (`8:45`, `8h45`, `8.45`)?
pub fn when(text: &str) -> bool {
    let number = |part: &str, most: usize| (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let below = |part: &str, limit: u8| number(part, 2) && part.parse::<u8>().is_ok_and(|n| n < limit);
    text.split(' ').filter(|word| !word.contains(['@', '%']) && !word.contains("://")).any(|word| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        if let Some((month, day)) = bare.split_once(['月', '월']) {
            return month.ends_with(|c: char| c.is_ascii_digit()) && day.trim_start().starts_with(|c: char| c.is_ascii_digit());
        }
        let parts: Vec<&str> = bare.split(['.', '/', '-', ':', 'h', '\'', '’']).take(4).collect();
        match parts.as_slice() {
            // Four numbers are a host's.
            [_, _, _, d] if number(d, 3) => false,
            [a, b, c, ..] if number(a, 4) && below(b, 32) && number(c, 4) => true,
            [hour, minute, ..] => {
                minute.len() == 2 && below(hour, 24) && below(minute, 60) && !word.contains(|c| SIGNS.contains(c))
            }
            _ => false,
        }
    })
}

const SIGNS: &str = "€$£¥₽₺₴₪₹₩₫฿円元원";
const MONEY: [&str; 24] = [
    "eur", "usd", "gbp", "chf", "zł", "zl", "pln", "kč", "kc", "czk", "kr", "nok", "sek", "dkk", "ft", "huf", "lei", "ron", "tl",
    "лв", "руб", "грн", "kn", "rub",
];

/// Stands an amount of money here: a sign or a currency's name before or behind the number?
fn amount(before: &str, after: &str) -> bool {
    let ahead = before.trim_end();
    let cents = after.strip_prefix(['.', ',']).and_then(|rest| rest.split_at_checked(2));
    let behind = match cents {
        Some((cents, rest)) if cents.bytes().all(|b| b.is_ascii_digit()) => rest,
        _ => after,
    };
    let behind = behind.trim_start();
    let word: String = letters(behind.chars()).collect();
    let backwards: String = letters(ahead.chars().rev()).collect();
    let before: String = backwards.chars().rev().collect();
    ahead.ends_with(|c| SIGNS.contains(c))
        || behind.starts_with(|c| SIGNS.contains(c))
        || MONEY.contains(&&*word)
        || before.len() == 3 && MONEY.contains(&&*before)
}

/// The letters that come first, as many as the name of a currency may have and one more, in lower case.
fn letters(text: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    text.take_while(|c| c.is_alphabetic()).take(5).flat_map(char::to_lowercase)
}
