//! Cuts long words before they are laid out: overflowing text is slow to draw, and a subject may be a megabyte.

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// At most so much of `text` as fits into `width` pixels at a type size of `size`, plain or strong, with an ellipsis where something was left off.
///
/// The width is estimated, with a little to spare, so a narrow text may be cut a bit early; nothing is laid out. Line breaks and
/// other control characters become spaces, and runs of spaces one. Cuts never part a letter from its marks, and
/// right-to-left text keeps its direction: the end in reading order is what goes. Explicit direction marks, with which mail can make
/// words appear in another order, are dropped.
pub fn shorten(text: &str, width: f32, size: f32, strong: bool) -> String {
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
            used += advance(c, strong);
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

/// Widths of our fonts' letters from the space to the tilde, in hundredths of the type size, rounded up.
const PLAIN: [u8; 95] = [
    24, 29, 42, 72, 60, 93, 70, 25, 34, 34, 45, 60, 28, 40, 28, 39, 60, 60, 60, 60, 60, 60, 60, 60, 60, 60, 30, 30, 60, 60, 60,
    48, 90, 65, 66, 63, 68, 59, 56, 70, 71, 40, 51, 64, 51, 82, 71, 71, 61, 71, 64, 59, 58, 68, 61, 90, 62, 60, 58, 32, 39, 32,
    60, 57, 60, 54, 58, 51, 58, 55, 33, 53, 57, 25, 25, 53, 28, 88, 57, 56, 58, 58, 37, 49, 36, 57, 50, 77, 51, 50, 47, 35, 32,
    35, 60,
];
const STRONG: [u8; 95] = [
    24, 31, 48, 66, 60, 96, 72, 26, 34, 34, 56, 60, 30, 41, 30, 44, 60, 60, 60, 60, 60, 60, 60, 60, 60, 60, 32, 32, 60, 60, 60,
    50, 90, 68, 67, 65, 69, 60, 58, 72, 72, 43, 55, 68, 53, 82, 72, 72, 65, 72, 67, 62, 58, 69, 64, 95, 66, 64, 60, 33, 44, 33,
    60, 56, 60, 56, 60, 52, 60, 56, 35, 55, 59, 28, 28, 57, 30, 89, 59, 57, 60, 60, 40, 50, 38, 59, 53, 82, 55, 53, 51, 37, 38,
    37, 60,
];

/// Width of a letter in units of the type size, for our font; generous where unsure.
fn advance(c: char, strong: bool) -> f32 {
    // A letter is as wide as it is without its accents.
    let mut base = c;
    decompose_canonical(c, |part| {
        if !is_combining_mark(part) {
            base = part;
        }
    });
    let widths = if strong { &STRONG } else { &PLAIN };
    if let Some(width) = (base as usize).checked_sub(0x20).and_then(|at| widths.get(at)) {
        return f32::from(*width) / 100.0;
    }
    match base {
        '·' => 0.35,
        '\u{2010}' | '\u{2011}' => 0.41,
        '„' | '“' | '”' | '‚' | '‘' | '’' => 0.52,
        '–' => 0.59,
        'ß' => 0.68,
        '\u{0590}'..='\u{08FF}' => 0.62,
        '\u{1100}'..='\u{11FF}'
        | '\u{2E80}'..='\u{A4CF}'
        | '\u{AC00}'..='\u{D7FF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FF00}'..='\u{FF60}' => 1.05,
        '\u{1F000}'..='\u{1FFFF}' => 1.3,
        _ => 0.7,
    }
}

#[cfg(test)]
mod tests;
