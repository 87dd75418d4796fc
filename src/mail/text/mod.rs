//! Text fit for a screen: one line, no control characters, links inert; HTML made plain.

mod compat;
mod html;

pub use compat::nfkc;
pub use html::html_to_text;

/// One line fit for a screen: line breaks and tabs become blanks, other control characters (C0, C1, DEL) and the
/// invisible directional overrides (U+202A..U+202E, U+2066..U+2069) go, runs of blanks fold.
pub fn one_line(text: &str) -> String {
    if is_plain_line(text) {
        return text.to_owned();
    }
    let mut line = OneLine { out: String::with_capacity(text.len().min(4096)), blank: false };
    let mut rest = text;
    while !rest.is_empty() {
        let (ascii, tail) = rest.split_at_checked(ascii_run(rest)).unwrap_or((rest, ""));
        for (nth, part) in ascii.split('\n').enumerate() {
            line.blank |= nth > 0;
            line.push_ascii(part);
        }
        let mut others = tail.chars();
        others.next().into_iter().for_each(|c| line.push_char(c));
        rest = others.as_str();
    }
    line.out
}

/// One line in the making.
struct OneLine {
    out: String,
    /// A blank is due before what comes next.
    blank: bool,
}

impl OneLine {
    /// Adds what needs no look at its characters.
    fn push(&mut self, plain: &str) {
        if self.blank && !self.out.is_empty() {
            self.out.push(' ');
        }
        self.blank = false;
        self.out.push_str(plain);
    }

    fn push_char(&mut self, c: char) {
        if c.is_whitespace() {
            self.blank = true;
        } else if !is_unsafe(c) {
            self.push(c.encode_utf8(&mut [0; 4]));
        }
    }

    fn push_ascii(&mut self, text: &str) {
        let tail = text.trim_ascii_start();
        let words = tail.trim_ascii_end();
        self.blank |= tail.len() < text.len();
        if is_plain_line(words) && !words.is_empty() {
            self.push(words);
        } else {
            words.chars().for_each(|c| self.push_char(c));
        }
        self.blank |= words.len() < tail.len();
    }
}

/// How many octets of ASCII a text begins with.
pub fn ascii_run(text: &str) -> usize {
    const BLOCK: usize = 16;
    let octets = text.as_bytes();
    let blocks = octets.chunks(BLOCK).take_while(|block| block.is_ascii()).count() * BLOCK;
    let rest = octets.get(blocks..).unwrap_or_default();
    blocks.min(octets.len()) + rest.iter().take_while(|b| b.is_ascii()).count()
}

/// How many digits there are. Counted in parts, so that the compiler does many octets at a time.
pub fn digits(text: &str) -> usize {
    let in_part = |part: &[u8]| part.iter().fold(0, |digits: u8, b| digits + u8::from(b.is_ascii_digit()));
    text.as_bytes().chunks(usize::from(u8::MAX)).map(|part| usize::from(in_part(part))).sum()
}

/// Where the first digit stands.
pub fn first_digit(text: &str) -> Option<usize> {
    let (blocks, _) = text.as_bytes().as_chunks::<16>();
    let without = blocks.iter().take_while(|block| !block.iter().fold(false, |digit, b| digit | b.is_ascii_digit())).count();
    let rest = text.as_bytes().get(without * 16..).unwrap_or_default();
    rest.iter().position(u8::is_ascii_digit).map(|at| without * 16 + at)
}

/// Words of visible ASCII with one blank between each: what most headers hold, and what [`one_line`] leaves as it is.
/// Folds that look at every octet: those the compiler does many octets at a time.
/// Two octets of these that make a blank when their bits are joined are two blanks: taken off a blank, only these leave nothing.
pub fn is_plain_line(text: &str) -> bool {
    text.is_ascii() && is_tidy(text)
}

/// The same of any script: of ASCII, visible characters and one blank between words alone.
pub fn is_tidy(text: &str) -> bool {
    let octets = text.as_bytes();
    let pairs = octets.iter().zip(octets.get(1..).unwrap_or_default());
    octets.iter().fold(true, |tidy, b| tidy & !b.is_ascii_control())
        && pairs.fold(u8::MAX, |least, (a, b)| least.min((a | b) ^ b' ')) != 0
        && !text.starts_with(' ')
        && !text.ends_with(' ')
}

/// Visible ASCII alone: no blank, no control character, nothing that [`is_unsafe`] knows.
pub fn is_graphic(text: &str) -> bool {
    text.bytes().fold(true, |graphic, b| graphic & b.is_ascii_graphic())
}

/// Characters that must never reach a screen or a terminal from a message.
pub fn is_unsafe(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{feff}')
}

/// Text for a reading pane: lines kept and ended by `\n` alone, blanks at their ends gone, at most two empty lines in a
/// row, and nothing of [`is_unsafe`] else.
pub fn lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut empty = 0_u32;
    // U+0085, U+2028 and U+2029 break lines too; a bare CR does in mail from old programs.
    for line in text.replace("\r\n", "\n").split(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}', '\u{c}']) {
        let before = out.len();
        if !out.is_empty() {
            for _ in 0..=empty.min(2) {
                out.push('\n');
            }
        }
        let start = out.len();
        out.extend(line.chars().map(|c| if c == '\t' { ' ' } else { c }).filter(|c| !is_unsafe(*c)));
        out.truncate(out.trim_end_matches([' ', '\u{a0}']).len().max(start));
        if out.len() == start {
            out.truncate(before);
            empty = empty.saturating_add(1);
        } else {
            empty = 0;
        }
    }
    out
}

/// Cuts a text to at most `limit` characters.
pub fn cut_chars(text: &mut String, limit: usize) {
    let kept = first_chars(text, limit).len();
    text.truncate(kept);
}

/// At most the first `limit` characters of a text.
pub fn first_chars(text: &str, limit: usize) -> &str {
    if text.len() <= limit {
        return text;
    }
    text.char_indices().nth(limit).and_then(|(at, _)| text.get(..at)).unwrap_or(text)
}

/// Cuts a text to at most `limit` octets, at a character's border.
pub fn cut_octets(text: &mut String, limit: usize) {
    let kept = beginning(text, limit).len();
    text.truncate(kept);
}

/// At most the first `limit` octets of a text, up to a character's border.
pub fn beginning(text: &str, limit: usize) -> &str {
    if text.len() <= limit {
        return text;
    }
    (0..=limit).rev().find_map(|at| text.get(..at)).unwrap_or("")
}

#[cfg(test)]
mod tests;
