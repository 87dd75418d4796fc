//! Phone numbers and postal addresses in a text: what a report blacks out and the member is told about.

#[cfg(test)]
mod tests;

use crate::mail::text::{ascii_run, digits};
use regex::RegexSet;
use std::sync::OnceLock;

/// Does the text show a phone number or a postal address?
///
/// Looked for are numbers after a word for telephone, numbers in international form, streets with a house number (before or
/// after the name) and postal codes with a town in the German form. Links are no reason.
pub fn shows(text: &str) -> bool {
    // The scan of digits is cheap, and without digits there is neither.
    digits(text) >= 3 && patterns().is_some_and(|p| p.is_match(&plain(text)))
}

/// Compiles what the first message needs.
pub fn prepare() {
    patterns();
}

/// The text in ASCII, letters without their accents, so that the patterns can be looked for by a plain automaton (one that knows
/// all of Unicode's word borders is fifty times slower). Letters of other scripts become some letter: `X`, `x`, or `_` for those
/// that have no case.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    loop {
        let (plain, tail) = rest.split_at_checked(ascii_run(rest)).unwrap_or((rest, ""));
        out.push_str(plain);
        let mut others = tail.chars();
        let Some(c) = others.next() else { return out };
        rest = others.as_str();
        match c {
            'ß' => out.push_str("ss"),
            'À'..='Å' => out.push('A'),
            'à'..='å' => out.push('a'),
            'È'..='Ë' => out.push('E'),
            'è'..='ë' => out.push('e'),
            'Ò'..='Ö' => out.push('O'),
            'ò'..='ö' => out.push('o'),
            'º' | '°' => out.push('^'),
            // Accents that stand for themselves.
            '\u{300}'..='\u{36f}' => {}
            c if c.is_uppercase() => out.push('X'),
            c if c.is_lowercase() => out.push('x'),
            c if c.is_alphanumeric() => out.push('_'),
            c if c.is_whitespace() => out.push(' '),
            _ => out.push('|'),
        }
    }
}

fn patterns() -> Option<&'static RegexSet> {
    static PATTERNS: OnceLock<Option<RegexSet>> = OnceLock::new();
    let words = r"(?i-u)\b(?:tel|telefon|telephone|phone|fon|handy|mobil|mobile|mobiel|cell|fax|telefono|telefoon|movil|portable|komorka|gsm)\b";
    PATTERNS
        .get_or_init(|| {
            RegexSet::new([
                &format!(r"{words}[.:\s]{{0,4}}(?:nr\.?\s*)?\+?\(?\d[\d\s()/.-]{{5,18}}"),
                r"(?-u)(?:^|[\s:(])(?:\+|00)[1-9]\d{0,2}[\s/.-]?\(?\d[\d\s()/.-]{6,16}\d",
                r"(?i-u)\b[a-z_.-]{2,30}(?:str\.|strasse|weg|allee|gasse|platz|ring|damm|ufer|straat|laan|gatan|gata|vej)\s{1,2}\d{1,4}\s?[a-z]?\b",
                r"(?i-u)\b\d{1,5}\s+(?:[a-z_.]{2,20}\s+){1,3}(?:street|st\.|road|rd\.?|avenue|ave\.?|lane|ln\.?|drive|blvd\.?)\b",
                r"(?i-u)\b\d{1,4}(?:\s?(?:bis|ter))?,?\s+(?:rue|avenue|boulevard|bd|chemin|place|impasse)\s+[a-z_]",
                r"(?i-u)\b(?:calle|via|viale|piazza|rua|ulica|ul\.|avenida|corso)\s+[a-z_ .]{2,30},?\s+(?:n[.^]?\s*)?\d{1,4}\b",
                r"(?-u)(?:^|[\s,])(?:D-)?\d{5} [A-Z][a-z]{2,}",
            ])
            .ok()
        })
        .as_ref()
}
