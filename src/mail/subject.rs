//! Subjects without their reply prefixes, list tags and counters, for joining what belongs together (RFC 5256 section 2.1).

#[cfg(test)]
mod tests;

use super::text::{first_chars, is_plain_line, nfkc};
use std::sync::OnceLock;

/// Longest beginning of a subject that is looked at, in characters. A subject of a megabyte costs no more than this.
const LOOKED_AT: usize = 400;
/// Longest `[list tag]`, in characters.
const TAG: usize = 40;

/// The prefixes of many languages, one language a line.
const PREFIXES: &str = include_str!("../../assets/subjects/prefixes.txt");

/// What a prefix says of its subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Prefix {
    Reply,
    Forward,
    Auto,
}

/// The prefixes in order, lower case, without the colon.
fn prefixes() -> &'static [(&'static str, Prefix)] {
    static TABLE: OnceLock<Vec<(&str, Prefix)>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let (mut table, mut what) = (Vec::new(), Prefix::Reply);
        for line in PREFIXES.lines().filter(|l| !l.starts_with('#')) {
            match line {
                "[reply]" => what = Prefix::Reply,
                "[forward]" => what = Prefix::Forward,
                "[auto]" => what = Prefix::Auto,
                _ => {
                    let words = line.split_once(": ").map_or("", |(_, words)| words);
                    table.extend(words.split(", ").map(|word| (word, what)));
                }
            }
        }
        // Where two languages disagree the earlier section stays: an answer more likely than a forward.
        table.sort_by_key(|(word, _)| *word);
        table.dedup_by_key(|(word, _)| *word);
        table
    })
}

fn prefix(word: &str) -> Option<Prefix> {
    let table = prefixes();
    table.binary_search_by_key(&word, |(known, _)| known).ok().and_then(|at| table.get(at)).map(|(_, what)| *what)
}

/// A subject taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subject {
    /// What remains: lower case, Unicode NFKC, blanks folded, no prefixes, tags or counters. Equal for messages of one thread.
    pub base: String,
    /// It carried a reply prefix.
    pub reply: bool,
    /// It carried a forward prefix.
    pub forward: bool,
    /// Its outermost prefix is an answering machine's.
    pub auto: bool,
}

/// Takes a subject apart. Never fails; an empty subject gives an empty base.
pub fn normal(subject: &str) -> Subject {
    let text = plain(first_chars(subject, LOOKED_AT));
    let mut out = Subject::default();
    let mut rest = text.as_str();
    // Every round takes at least one character away, so this ends.
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ':');
        if let Some(after) = without_prefix(rest, &mut out) {
            rest = after;
        } else if let Some(after) = without_tag(rest) {
            rest = after;
        } else {
            break;
        }
    }
    let base = without_tail(rest);
    out.base = if base.len() == text.len() { text } else { base.to_owned() };
    out
}

/// In NFKC and lower case, with one blank between words.
fn plain(subject: &str) -> String {
    if is_plain_line(subject) {
        return subject.to_ascii_lowercase();
    }
    let mut text = nfkc(subject).to_lowercase();
    // What is left of a Turkish capital I with its dot.
    if text.contains('\u{307}') {
        text.retain(|c| c != '\u{307}');
    }
    let mut spaced = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !spaced.is_empty() {
            spaced.push(' ');
        }
        spaced.push_str(word);
    }
    spaced
}

/// Takes one prefix with its colon away: `re:`, `re[2]:`, `aw (3):`, `re^2:`, `réponse automatique :`, and the full-width colon
/// that NFKC made plain.
fn without_prefix<'a>(text: &'a str, out: &mut Subject) -> Option<&'a str> {
    let (head, after) = text.split_once(':')?;
    if head.chars().count() > TAG {
        return None;
    }
    let word = without_counter(head.trim());
    match prefix(word)? {
        Prefix::Reply => out.reply = true,
        Prefix::Forward => out.forward = true,
        Prefix::Auto => out.auto |= !out.reply && !out.forward,
    }
    Some(after)
}

/// `re[2]`, `re(2)`, `re^2`, `re 2`, `re*2` without the number.
fn without_counter(head: &str) -> &str {
    let bare = head.trim_end_matches([']', ')']);
    let word = bare.trim_end_matches(|c: char| c.is_ascii_digit());
    if word.len() == bare.len() { head } else { word.trim_end_matches(['[', '(', '^', '*', ' ']).trim_end() }
}

/// Takes one leading `[list tag]` away, unless nothing would be left.
fn without_tag(text: &str) -> Option<&str> {
    let (tag, after) = text.strip_prefix('[')?.split_once(']')?;
    (tag.chars().count() <= TAG && !after.trim().is_empty()).then_some(after)
}

/// Takes `(fwd)`, `(2)` and `[3/7]` at the end away, unless nothing would be left.
fn without_tail(text: &str) -> &str {
    let mut text = text.trim();
    for (open, close) in [('(', ')'), ('[', ']')] {
        while let Some((head, inside)) = text.strip_suffix(close).and_then(|t| t.rsplit_once(open)) {
            let counter = inside == "fwd" || (!inside.is_empty() && inside.chars().all(|c| c.is_ascii_digit() || c == '/'));
            if !counter || head.trim().is_empty() {
                break;
            }
            text = head.trim_end();
        }
    }
    text
}
