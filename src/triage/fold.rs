//! Text in the one form phrases are compared in: NFKC, lower case, without the accents people leave out.
//!
//! Accents fall for Latin and Greek letters (a subject in capitals has none), points for Hebrew and Arabic. Cyrillic and the
//! East Asian scripts keep theirs: there they make another letter; only Russian ё, which most people write as е, is one.
//! Letters that one keyboard has for another's (Arabic and Persian yeh and kaf, the Azerbaijani schwa) become the common one.

#[cfg(test)]
mod tests;

use crate::mail::text::{ascii_run, first_chars, is_tidy, nfkc};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Folds `text`, at most `limit` characters of it; blanks become one blank each.
pub fn fold(text: &str, limit: usize) -> String {
    let text = nfkc(first_chars(text, limit));
    let tidy = is_tidy(&text);
    if tidy && text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = &*text;
    while !rest.is_empty() {
        let (ascii, tail) = rest.split_at_checked(ascii_run(rest)).unwrap_or((rest, ""));
        // In a tidy text only what is left out, or a blank of another sort, can stand before a second blank.
        let (blanks, words) = ascii.split_at_checked(usize::from(tidy && ascii.starts_with(' '))).unwrap_or_default();
        if !blanks.is_empty() {
            blank(&mut out);
        }
        if tidy {
            out.push_str(words);
        } else {
            words.chars().for_each(|c| if c.is_whitespace() { blank(&mut out) } else { out.push(c) });
        }
        let mut others = tail.chars();
        match others.next() {
            Some(c) if is_lower(c) => push(c, &mut out),
            Some(c) if c.is_whitespace() => blank(&mut out),
            Some(c) => c.to_lowercase().for_each(|c| push(c, &mut out)),
            None => {}
        }
        rest = others.as_str();
    }
    out.make_ascii_lowercase();
    out
}

/// One blank, unless there is one or nothing yet.
fn blank(out: &mut String) {
    if !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
}

/// Letters of the common scripts that are lower case or have none.
fn is_lower(c: char) -> bool {
    matches!(c, 'ß'..='ÿ' | 'α'..='ώ' | 'а'..='џ' | 'א'..='ת' | 'ء'..='ي' | 'ぁ'..='ヺ' | '\u{4e00}'..='\u{9fff}' | '가'..='힣')
}

fn push(c: char, out: &mut String) {
    match c {
        'ß' => out.push_str("ss"),
        'æ' => out.push_str("ae"),
        'œ' => out.push_str("oe"),
        'ł' => out.push('l'),
        'à'..='å' => out.push('a'),
        'ç' => out.push('c'),
        'è'..='ë' | 'ə' => out.push('e'),
        'ì'..='ï' | 'ı' => out.push('i'),
        'ñ' => out.push('n'),
        'ò'..='ö' | 'ø' => out.push('o'),
        'ù'..='ü' => out.push('u'),
        'đ' | 'ð' => out.push('d'),
        'ё' => out.push('е'),
        'ς' => out.push('σ'),
        '’' | '‘' | 'ʼ' | '´' | '`' | '׳' => out.push('\''),
        '“' | '”' | '„' | '״' => out.push('"'),
        '‐' | '‑' | '–' | '—' => out.push('-'),
        // Tatweel, Arabic and Hebrew points, soft hyphen, zero-width characters, marks of direction.
        '\u{640}'
        | '\u{64b}'..='\u{65f}'
        | '\u{591}'..='\u{5c7}'
        | '\u{ad}'
        | '\u{300}'..='\u{36f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}' => {}
        'أ' | 'إ' | 'آ' => out.push('ا'),
        'ى' | 'ی' | 'ئ' => out.push('ي'),
        'ک' => out.push('ك'),
        'ة' | 'ۀ' | 'ە' => out.push('ه'),
        'ؤ' => out.push('و'),
        '\u{c0}'..='\u{24f}' | '\u{370}'..='\u{3ff}' | '\u{1e00}'..='\u{1fff}' => {
            out.extend(std::iter::once(c).nfd().filter(|c| !is_combining_mark(*c)));
        }
        c => out.push(c),
    }
}

/// Letters that Hebrew and Arabic put before a word without a blank (and, the, in, to, from, that, as).
pub fn is_proclitic(c: char) -> bool {
    matches!(c, 'ו' | 'ה' | 'ב' | 'ל' | 'מ' | 'ש' | 'כ' | 'و' | 'ا' | 'ل' | 'ب' | 'ك' | 'ف')
}

/// Hebrew and Arabic letters: words take particles at their beginning and endings at their end.
pub fn takes_particles(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{7ff}')
}

/// Scripts that write no blanks between words, or join endings to them: there a phrase may begin and end anywhere.
pub fn joins_words(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{fff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}')
}
