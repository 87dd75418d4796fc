//! Text fit for a screen: one line, no control characters, links inert; HTML made plain.

/// One line fit for a screen: line breaks and tabs become blanks, other control characters (C0, C1, DEL) and the
/// invisible directional overrides (U+202A..U+202E, U+2066..U+2069) go, runs of blanks fold.
pub fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(4096));
    let mut blank = false;
    for c in text.chars() {
        if c.is_whitespace() {
            blank = true;
        } else if !is_unsafe(c) {
            if blank && !out.is_empty() {
                out.push(' ');
            }
            blank = false;
            out.push(c);
        }
    }
    out
}

/// Characters that must never reach a screen or a terminal from a message.
pub fn is_unsafe(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{feff}')
}
