//! Phone numbers and postal addresses in a text: what a report blacks out and the member is told about.

use regex::RegexSet;
use std::sync::OnceLock;

/// Does the text show a phone number or a postal address?
///
/// Looked for are numbers after a word for telephone, numbers in international form, streets with a house number (before or
/// after the name) and postal codes with a town in the German form. Links are no reason.
pub fn shows(text: &str) -> bool {
    // The scan of digits is cheap, and without digits there is neither.
    text.bytes().filter(u8::is_ascii_digit).count() >= 3 && patterns().is_some_and(|p| p.is_match(text))
}

fn patterns() -> Option<&'static RegexSet> {
    static PATTERNS: OnceLock<Option<RegexSet>> = OnceLock::new();
    let words = r"(?i)\b(?:tel|telefon|telephone|phone|fon|handy|mobil|mobile|mobiel|cell|fax|tél|téléphone|teléfono|telefono|telefoon|móvil|portable|komórka|gsm)\b";
    PATTERNS
        .get_or_init(|| {
            RegexSet::new([
                &format!(r"{words}[.:\s]{{0,4}}(?:nr\.?\s*)?\+?\(?\d[\d\s()/.-]{{5,18}}"),
                r"(?:^|[\s:(])(?:\+|00)[1-9]\d{0,2}[\s/.-]?\(?\d[\d\s()/.-]{6,16}\d",
                r"(?i)\b[\p{L}.-]{2,30}(?:str\.|straße|strasse|weg|allee|gasse|platz|ring|damm|ufer|straat|laan|gatan|gata|vej)\s{1,2}\d{1,4}\s?[a-z]?\b",
                r"(?i)\b\d{1,5}\s+(?:[\p{L}.]{2,20}\s+){1,3}(?:street|st\.|road|rd\.?|avenue|ave\.?|lane|ln\.?|drive|blvd\.?)\b",
                r"(?i)\b\d{1,4}(?:\s?(?:bis|ter))?,?\s+(?:rue|avenue|boulevard|bd|chemin|place|impasse)\s+\p{L}",
                r"(?i)\b(?:calle|via|viale|piazza|rua|ulica|ul\.|avenida|corso)\s+[\p{L} .]{2,30},?\s+(?:n[.º°]?\s*)?\d{1,4}\b",
                r"(?:^|[\s,])(?:D-)?\d{5} \p{Lu}\p{Ll}{2,}",
            ])
            .ok()
        })
        .as_ref()
}
