//! Cuts long words before they are laid out: overflowing text is slow to draw, and a subject may be a megabyte.

use unicode_normalization::char::is_combining_mark;

/// At most so much of `text` as fits into `width` pixels at a type size of `size`, with an ellipsis where something was left off.
///
/// The width is estimated, with a little to spare, so a narrow text may be cut a bit early; nothing is laid out. Line breaks and
/// other control characters become spaces, and runs of spaces one. Cuts never part a letter from its marks, and
/// right-to-left text keeps its direction: the end in reading order is what goes. Explicit direction marks, with which mail can make
/// words appear in another order, are dropped.
pub fn shorten(text: &str, width: f32, size: f32) -> String {
    let room = width / size.max(1.0);
    let mut out = String::new();
    let mut used = 0.0;
    // Where to cut if it turns out that not everything fits: the last place that leaves room for the ellipsis.
    let mut cut = 0;
    let mut joined = false;
    for c in tidy(text) {
        let joins =
            joined || is_combining_mark(c) || matches!(c, '\u{200D}' | '\u{FE0E}' | '\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}');
        joined = c == '\u{200D}';
        if !joins {
            if used + ELLIPSIS <= room {
                cut = out.len();
            }
            used += advance(c);
            if used > room {
                out.truncate(cut);
                out.truncate(out.trim_end().len());
                out.push('…');
                return out;
            }
        }
        out.push(c);
        // Nobody stacks a hundred accents on a letter but to break something.
        if out.len() > 16 * 1024 {
            out.push('…');
            return out;
        }
    }
    out
}

const ELLIPSIS: f32 = 0.88;

/// One line without anything that moves or hides other letters.
fn tidy(text: &str) -> impl Iterator<Item = char> + '_ {
    let mut marks = 0;
    let mut space = true;
    text.chars()
        .map(|c| if c.is_control() || c.is_whitespace() { ' ' } else { c })
        .filter(|c| {
            !matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
        })
        .filter(move |c| {
            marks = if is_combining_mark(*c) { marks + 1 } else { 0 };
            marks <= 4
        })
        .filter(move |c| {
            let again = *c == ' ' && space;
            space = *c == ' ';
            !again
        })
}

/// Width of a letter in units of the type size, for our font at its heavier weight; generous where unsure.
fn advance(c: char) -> f32 {
    match c {
        ' ' | '\'' | 'i' | 'j' => 0.28,
        '.' | ',' | 'l' | '!' | ':' | ';' => 0.32,
        '[' | ']' | '(' | ')' | 'f' | '·' => 0.35,
        '{' | '}' | 't' | '|' | 'r' | '-' | '\u{2011}' => 0.41,
        'I' | '/' | '\\' => 0.44,
        '"' | '?' | 's' | 'z' | 'c' => 0.52,
        'L' | 'v' | 'y' | 'J' | 'g' | 'x' | '*' | 'a' | 'e' | '„' | '“' | '”' => 0.56,
        'm' | 'M' | 'w' | 'W' | '@' | '%' => 0.96,
        '&' | '#' | 'G' | 'H' | 'N' | 'O' | 'Q' | 'D' | 'U' | 'A' | 'K' | 'B' | 'R' => 0.72,
        'X' | 'C' | 'P' | 'V' | 'Y' => 0.66,
        ' '..='~' | '–' => 0.62,
        'à'..='ž' if c.is_lowercase() => 0.62,
        '\u{0590}'..='\u{08FF}' => 0.62,
        '\u{1100}'..='\u{11FF}'
        | '\u{2E80}'..='\u{A4CF}'
        | '\u{AC00}'..='\u{D7FF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FF00}'..='\u{FF60}' => 1.05,
        '\u{1F000}'..='\u{1FFFF}' => 1.3,
        _ => 0.75,
    }
}

#[cfg(test)]
mod tests;
