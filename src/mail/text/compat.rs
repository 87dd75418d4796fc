//! Unicode's compatibility composition (NFKC, UAX 15), without the work where there is nothing to do: most of what is in mail.

use super::ascii_run;
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// The text in NFKC.
pub fn nfkc(text: &str) -> Cow<'_, str> {
    if all_settled(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        // A settled character can still be the one that a mark behind it joins.
        let odd = rest.char_indices().find(|(_, c)| !is_settled(*c)).map_or(rest.len(), |(at, _)| at);
        let before = rest.get(..odd).unwrap_or("");
        let joined = if odd < rest.len() { before.chars().next_back().map_or(0, char::len_utf8) } else { 0 };
        let (settled, tail) = rest.split_at_checked(odd - joined).unwrap_or((rest, ""));
        out.push_str(settled);
        let held = tail.get(joined..).unwrap_or("");
        let end = held.char_indices().find(|(_, c)| is_settled(*c)).map_or(held.len(), |(at, _)| at);
        let (unsettled, after) = tail.split_at_checked(joined + end).unwrap_or((tail, ""));
        out.extend(unsettled.nfkc());
        rest = after;
    }
    Cow::Owned(out)
}

fn all_settled(text: &str) -> bool {
    let mut rest = text;
    loop {
        let mut others = rest.get(ascii_run(rest)..).unwrap_or("").chars();
        match others.next() {
            Some(c) if is_settled(c) => rest = others.as_str(),
            other => return other.is_none(),
        }
    }
}

/// Is a character its own NFKC, whatever stands before it? Only of the common scripts' plain letters and signs: of others it
/// is worked out.
fn is_settled(c: char) -> bool {
    matches!(c, '\0'..='\x7f'
        // Latin
        | 'À'..='ı' | 'Ĵ'..='ľ' | 'Ł'..='ň' | 'Ŋ'..='ž' | 'Ș'..='ț' | 'Ạ'..='ỹ' | '«' | '»' | '§' | '°' | '©' | '®'
        // Greek, Cyrillic without its marks
        | 'Α'..='Ρ' | 'Σ'..='ώ' | '\u{400}'..='\u{482}' | '\u{48a}'..='\u{52f}'
        // Dashes and quotation marks
        | '\u{2013}'..='\u{2016}' | '\u{2018}'..='\u{2022}' | '€' | '、' | '。' | '「' | '」' | 'ー'
        // Armenian, Hebrew, Arabic, Thai, Georgian letters without points
        | '\u{531}'..='\u{556}' | '\u{561}'..='\u{586}' | '\u{5d0}'..='\u{5ea}' | '\u{621}'..='\u{64a}'
        | '\u{679}'..='\u{6bf}' | '\u{6cc}' | '\u{e01}'..='\u{e30}' | '\u{e40}'..='\u{e46}' | '\u{10d0}'..='\u{10fa}'
        // Kana, ideographs, Hangul
        | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}

#[cfg(test)]
mod tests;
