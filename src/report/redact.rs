//! Blacks out what belongs to third parties: mail addresses, phone numbers, IBANs, postal addresses.
//!
//! One pass over one alternation, leftmost first: dates, times and counts are recognised too, so that they are left alone.

use regex::{Captures, Regex};
use std::sync::LazyLock;

/// What stands where something was blacked out.
pub const MARK: &str = "█████";

/// What each alternative is called, and what it looks like. Earlier ones win where two begin at the same place.
const SHAPES: &[(&str, &str)] = &[
    (
        "mail",
        r"[\p{L}\p{N}][\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]*@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]*\p{L}",
    ),
    (
        "spelled",
        r"(?i)[\p{L}\p{N}._+-]+ ?(?:\(at\)|\[at\]|\{at\}|\(ät\)|\[ät\]) ?[\p{L}\p{N}-]+(?: ?(?:\.|\(dot\)|\[dot\]|\(punkt\)|\[punkt\]) ?[\p{L}\p{N}-]+)+",
    ),
    ("iban", r"\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b"),
    ("date", r"\b[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[T ][0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?\b"),
    ("pairs", r"\b0[1-9](?:(?: [0-9]{2}){4}|(?:\.[0-9]{2}){4}|(?:-[0-9]{2}){4})\b"),
    ("day", r"\b[0-9]{1,2}(?:\. ?[0-9]{1,2}\. ?|/[0-9]{1,2}/|-[0-9]{1,2}-)(?:[12][0-9]{3}|[0-9]{2})\b"),
    ("time", r"\b[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?\b"),
    (
        "label",
        r"(?i)\b(?P<word>(?:tele?(?:fon|phone|fax)?|fon|phone|ph|mobil(?:e|funk|telefon)?|cell|handy|fax|tél(?:éphone)?|portable|whatsapp)(?:nummer|nr|-nr)?\.?\s{0,3}:?\s{0,3})(?P<number>\+?[(]?[0-9][0-9 ()/.\u{2013}-]{4,20}[0-9])",
    ),
    ("abroad", r"(?:\+|\b00)[1-9][0-9]{0,2}[ ./-]?(?:\(0?[0-9]{0,5}\)[ ./-]?)?[0-9](?:[ ./\u{2013}-]{0,3}[0-9]){5,12}\b"),
    ("area", r"\(0[0-9]{1,5}\) ?[/-]? ?[0-9](?:[ ./-]?[0-9]){3,9}\b"),
    ("inland", r"\b0[1-9][0-9]{1,4}(?: ?[/-] ?| |\u{2013})[0-9](?:[ ./-]?[0-9]){3,9}\b"),
    ("london", r"\b0[1-9]{1}0 [0-9]{4} [0-9]{4}\b"),
    ("plain", r"\b0[1-9][0-9]{7,11}\b"),
    ("american", r"(?:\b1[-. ])?(?:\([2-9][0-9]{2}\) ?|\b[2-9][0-9]{2}[-. ])[2-9][0-9]{2}[-. ][0-9]{4}\b"),
    (
        "street",
        r"\b\p{Lu}[\p{L}.-]*(?: \p{Lu}[\p{L}.-]*){0,3}(?:(?:-| )?(?:[Ss]traße|[Ss]trasse|[Ss]tr\.|STRASSE|[Ww]eg|[Pp]latz|[Aa]llee|[Gg]asse|[Rr]ing|[Uu]fer|[Dd]amm|[Cc]haussee)) ?[0-9]{1,4} ?[a-z]?\b(?:[,;]? {0,2}\n?\s{0,4}(?:D-|A-|CH-)?[0-9]{4,5} \p{Lu}[\p{L}-]+)?",
    ),
    (
        "road",
        r"\b[0-9]{1,5}[a-z]? (?:\p{Lu}[\p{L}'.-]* ){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Drive|Boulevard|Blvd|Square|Close)\b\.?",
    ),
    (
        "rue",
        r"\b[0-9]{1,4}(?: ?bis| ?ter)?,? (?:rue|avenue|boulevard|allée|chemin|impasse|quai) (?:(?:de|du|des|la|le|les|l'|d') ?)*\p{Lu}[\p{L}'-]*(?: \p{Lu}[\p{L}'-]*)*",
    ),
    ("town", r"(?m)^[ \t>]*(?:(?:D|DE|A|CH)-)?[0-9]{5} \p{Lu}[\p{L}.-]+(?: (?:am|an|der|im|bei|\p{Lu}[\p{L}.()-]+)){0,4}[ \t]*$"),
    ("coded", r"\b(?:D|DE)-[0-9]{5} \p{Lu}[\p{L}-]+"),
    ("postcode", r"\b[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}\b"),
    ("zip", r"\b\p{Lu}[\p{L}-]+, [A-Z]{2} [0-9]{5}(?:-[0-9]{4})?\b"),
];

/// Words after which a number is an order's, a ticket's, a customer's: not a phone's.
const NUMBERED: &str = r"(?i)(?:(?:bestell|auftrag|kunden|rechnung|order|invoice|ticket|vorgang|artikel|sendung|paket|tracking|customer|booking|buchung|mitglied|vertrag|aktenzeichen|referen[cz]|commande|facture|case|id)\p{L}*[ .:#-]{0,3}(?:nr|nummer|no|number|num|code|id)?|#|\bnr|n°|\bno)[ .:#]{0,3}$";

/// Nouns that are counted, not lived in: "10000 Mails" is no town.
const COUNTED: &str = r"(?i)\b[0-9]{5} (?:e-?mails?|mails?|nachrichten|messages?|mitglied\p{L}*|members?|empfänger\p{L}*|euro?|eur|usd|uhr|mal|personen|leute|users?|nutzer\p{L}*|kunden|adressen|stück)\b";

static SHAPE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let parts: Vec<String> = SHAPES.iter().map(|(name, shape)| format!("(?P<{name}>{shape})")).collect();
    Regex::new(&parts.join("|")).ok()
});
static AFTER_NUMBERED: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(NUMBERED).ok());
static COUNT: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(COUNTED).ok());

/// Blacks out third parties' data in quoted text; gives the text and how many places were blacked out. `keep` are mail
/// addresses that may stay: the member's own, the channel's, those the letter goes to.
pub fn redact(text: &str, keep: &[&str]) -> (String, usize) {
    let (mut out, mut total) = (text.to_owned(), 0);
    // What stood glued to something that went may show itself only then.
    for _ in 0..4 {
        let (next, count) = pass(&out, keep);
        if count == 0 {
            break;
        }
        (out, total) = (next, total + count);
    }
    (out, total)
}

fn pass(text: &str, keep: &[&str]) -> (String, usize) {
    let Some(shape) = SHAPE.as_ref() else { return (MARK.to_owned(), 1) };
    let mut count = 0;
    let out = shape.replace_all(text, |found: &Captures<'_>| {
        let Some(whole) = found.get(0) else { return String::new() };
        let named = |name: &str| found.name(name).is_some();
        if named("date") || named("day") || named("time") || spared(text, whole.start(), whole.as_str(), &named, keep) {
            return whole.as_str().to_owned();
        }
        count += 1;
        match found.name("word") {
            Some(word) => format!("{}{MARK}", word.as_str()),
            None => MARK.to_owned(),
        }
    });
    (out.into_owned(), count)
}

fn spared(text: &str, at: usize, found: &str, named: &dyn Fn(&str) -> bool, keep: &[&str]) -> bool {
    if named("mail") {
        return keep.iter().any(|kept| kept.to_lowercase() == found.to_lowercase());
    }
    if named("town") {
        return COUNT.as_ref().is_some_and(|c| c.is_match(found));
    }
    if named("label") || named("iban") || named("spelled") {
        return false;
    }
    let before = text.get(..at).unwrap_or_default();
    let line: String = before.chars().rev().take(30).take_while(|c| *c != '\n').collect::<Vec<_>>().into_iter().rev().collect();
    if ["inland", "plain", "american", "pairs", "area", "london"].into_iter().any(named) {
        return AFTER_NUMBERED.as_ref().is_some_and(|r| r.is_match(&line)) || line.ends_with(['-', '.', '/', '=', '_']);
    }
    false
}

#[cfg(test)]
mod tests;
