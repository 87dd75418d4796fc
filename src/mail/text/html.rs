//! HTML made plain: the words a reader would see, and nothing that acts. Links keep their text and lose their target,
//! pictures go, and so does what is hidden (styles, scripts, comments, `display:none`).
//!
//! One pass over the characters without recursion: no tree is built, so hostile nesting costs nothing.

use super::lines;

/// Elements whose content is no text.
const SILENT: [&str; 8] = ["script", "style", "head", "title", "template", "noscript", "svg", "object"];
/// Elements that begin a line of their own.
const BLOCKS: [&str; 24] = [
    "p",
    "div",
    "br",
    "tr",
    "li",
    "ul",
    "ol",
    "table",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "pre",
    "hr",
    "section",
    "article",
    "header",
    "footer",
    "address",
    "dt",
    "dd",
];
/// Elements without an end tag: they can hide nothing.
const VOID: [&str; 10] = ["br", "hr", "img", "input", "link", "meta", "area", "base", "col", "wbr"];

/// The visible text of HTML, lines as blocks make them.
pub fn html_to_text(html: &str) -> String {
    let mut out = String::with_capacity(html.len() / 3);
    // The hidden element we are in, and how many of its name are open inside.
    let mut hidden: Option<(String, u32)> = None;
    let mut rest = html;
    while let Some((text, tail)) = rest.split_once('<') {
        if hidden.is_none() {
            push_text(&mut out, text);
        }
        if let Some(comment) = tail.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        if !tail.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
            if hidden.is_none() {
                out.push('<');
            }
            rest = tail;
            continue;
        }
        let (tag, after) = split_tag(tail);
        rest = after;
        let closing = tag.starts_with('/');
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .take(20)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        match &mut hidden {
            Some((of, depth)) => {
                if *of == name {
                    *depth = if closing { depth.saturating_sub(1) } else { depth.saturating_add(1) };
                    if *depth == 0 {
                        hidden = None;
                    }
                }
                continue;
            }
            None if !closing && hides(&name, tag) => {
                // Inside of script and style only their own end tag counts.
                if matches!(name.as_str(), "script" | "style") {
                    rest = after_end_tag(rest, &name);
                } else {
                    hidden = Some((name, 1));
                }
                continue;
            }
            None => {}
        }
        match name.as_str() {
            "br" => out.push('\n'),
            "td" | "th" if closing => out.push(' '),
            "p" => out.push_str("\n\n"),
            "li" if !closing => out.push_str("\n- "),
            block if BLOCKS.contains(&block) && !out.ends_with('\n') => out.push('\n'),
            _ => {}
        }
    }
    // What was hidden and never ended hides the rest too: a reader would not have seen it either.
    if hidden.is_none() {
        push_text(&mut out, rest);
    }
    let mut text = lines(&out);
    text.truncate(text.trim_end().len());
    text.trim_start().to_owned()
}

/// A tag up to its `>`, quotes minded, and what follows. A tag that never ends is the rest.
fn split_tag(tail: &str) -> (&str, &str) {
    let mut quote = None;
    for (at, c) in tail.char_indices() {
        match (quote, c) {
            (None, '>') => {
                let (tag, after) = tail.split_at(at);
                return (tag, after.get(1..).unwrap_or(""));
            }
            (None, '"' | '\'') => quote = Some(c),
            (Some(q), c) if q == c => quote = None,
            // No honest attribute is that long: an unbalanced quote must not swallow the mail.
            _ if at > 8_000 => return tail.split_once('>').unwrap_or((tail, "")),
            _ => {}
        }
    }
    tail.split_once('>').unwrap_or((tail, ""))
}

/// What follows `</name ...>`; nothing where it never comes.
fn after_end_tag<'t>(text: &'t str, name: &str) -> &'t str {
    let mut rest = text;
    while let Some((_, tail)) = rest.split_once("</") {
        if tail.get(..name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name)) {
            return tail.split_once('>').map_or("", |(_, after)| after);
        }
        rest = tail;
    }
    ""
}

/// Whether an element's content is not shown.
fn hides(name: &str, tag: &str) -> bool {
    if tag.ends_with('/') || VOID.contains(&name) {
        return false;
    }
    if SILENT.contains(&name) {
        return true;
    }
    let tag = super::beginning(tag, 4_000).to_ascii_lowercase();
    let dense: String = tag.chars().filter(|c| !c.is_whitespace()).collect();
    dense.contains("display:none") || dense.contains("visibility:hidden") || dense.contains("mso-hide:all")
}

/// Text between tags: blanks and line breaks fold, entities become what they stand for.
fn push_text(out: &mut String, text: &str) {
    let mut rest = text;
    loop {
        let Some((plain, tail)) = rest.split_once('&') else {
            fold(out, rest);
            return;
        };
        fold(out, plain);
        let end = tail.bytes().take(12).position(|b| !b.is_ascii_alphanumeric() && b != b'#').unwrap_or(tail.len().min(12));
        let name = tail.get(..end).unwrap_or("");
        let after = tail.get(end..).unwrap_or("");
        if let Some(c) = entity(name) {
            // A character reference is text even where it is a blank; control characters go in `lines`.
            out.push(if c == '\n' || c == '\r' { ' ' } else { c });
            rest = after.strip_prefix(';').unwrap_or(after);
        } else {
            out.push('&');
            rest = tail;
        }
    }
}

fn fold(out: &mut String, text: &str) {
    for c in text.chars() {
        // Not the no-break space: that is a character people see.
        if c.is_ascii_whitespace() {
            if !out.ends_with([' ', '\n']) {
                out.push(' ');
            }
        // Soft hyphens and zero-width characters pad preview texts.
        } else if !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{34f}') {
            out.push(c);
        }
    }
}

/// U+00A0 to U+00FF by their HTML names, in order.
const LATIN1: [&str; 96] = [
    "nbsp", "iexcl", "cent", "pound", "curren", "yen", "brvbar", "sect", "uml", "copy", "ordf", "laquo", "not", "shy", "reg",
    "macr", "deg", "plusmn", "sup2", "sup3", "acute", "micro", "para", "middot", "cedil", "sup1", "ordm", "raquo", "frac14",
    "frac12", "frac34", "iquest", "Agrave", "Aacute", "Acirc", "Atilde", "Auml", "Aring", "AElig", "Ccedil", "Egrave", "Eacute",
    "Ecirc", "Euml", "Igrave", "Iacute", "Icirc", "Iuml", "ETH", "Ntilde", "Ograve", "Oacute", "Ocirc", "Otilde", "Ouml",
    "times", "Oslash", "Ugrave", "Uacute", "Ucirc", "Uuml", "Yacute", "THORN", "szlig", "agrave", "aacute", "acirc", "atilde",
    "auml", "aring", "aelig", "ccedil", "egrave", "eacute", "ecirc", "euml", "igrave", "iacute", "icirc", "iuml", "eth",
    "ntilde", "ograve", "oacute", "ocirc", "otilde", "ouml", "divide", "oslash", "ugrave", "uacute", "ucirc", "uuml", "yacute",
    "thorn", "yuml",
];

const OTHERS: [(&str, char); 30] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("euro", '€'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("sbquo", '‚'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("bdquo", '„'),
    ("lsaquo", '‹'),
    ("rsaquo", '›'),
    ("hellip", '…'),
    ("bull", '•'),
    ("trade", '™'),
    ("rarr", '→'),
    ("larr", '←'),
    ("raquo", '»'),
    ("ensp", ' '),
    ("emsp", ' '),
    ("thinsp", ' '),
    ("OElig", 'Œ'),
    ("oelig", 'œ'),
    ("Scaron", 'Š'),
    ("scaron", 'š'),
    ("zwnj", ' '),
];

fn entity(name: &str) -> Option<char> {
    if !(2..=8).contains(&name.len()) {
        return None;
    }
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| *c != '\0');
    }
    if let Some((_, c)) = OTHERS.iter().find(|(n, _)| *n == name) {
        return Some(*c);
    }
    let at = LATIN1.iter().position(|n| *n == name)?;
    char::from_u32(0xa0 + u32::try_from(at).ok()?)
}
