//! Subjects without their reply prefixes, list tags and counters, for joining what belongs together (RFC 5256 section 2.1).

#[cfg(test)]
mod tests;

use super::text::{first_chars, nfkc};

/// Longest beginning of a subject that is looked at, in characters. A subject of a megabyte costs no more than this.
const LOOKED_AT: usize = 400;
/// Longest `[list tag]`, in characters.
const TAG: usize = 40;

/// Reply prefixes, lower case, without the colon. Where they come from: the mail programs' own translations.
const REPLY: &[&str] = &[
    "re",
    "aw",
    "antw",
    "antwort",
    "sv",
    "vs",
    "ynt",
    "yan",
    "odp",
    "res",
    "rif",
    "r",
    "ref",
    "bls",
    "balas",
    "ha",
    "vá",
    "válasz",
    "va",
    "ats",
    "atb",
    "vast",
    "απ",
    "σχετ",
    "отв",
    "ответ",
    "відп",
    "на",
    "одг",
    "rép",
    "rép.",
    "réf",
    "réponse",
    "respuesta",
    "resposta",
    "risposta",
    "antwoord",
    "svar",
    "răspuns",
    "odg",
    "hs",
    "haid",
    "תגובה",
    "תשובה",
    "השב",
    "רד",
    "رد",
    "پاسخ",
    "回复",
    "答复",
    "回覆",
    "返信",
    "답장",
    "回信",
    "ตอบ",
    "ตอบกลับ",
    "trả lời",
];
/// Forward prefixes.
const FORWARD: &[&str] = &[
    "fwd",
    "fw",
    "wg",
    "tr",
    "rv",
    "enc",
    "i",
    "doorst",
    "vb",
    "vl",
    "vl.",
    "vs fwd",
    "pd",
    "ilt",
    "fs",
    "továbbítva",
    "továbbítás",
    "πρθ",
    "fwd.",
    "пер",
    "перес",
    "переслано",
    "trs",
    "weitergeleitet",
    "reenv",
    "inoltro",
    "inol",
    "ml",
    "pfwd",
    "edasi",
    "pārs",
    "persiųsti",
    "предн",
    "הועבר",
    "إعادة توجيه",
    "转发",
    "轉寄",
    "転送",
    "전달",
    "chuyển tiếp",
    "terusan",
];
/// What answering machines put before the subject they answer.
const AUTO: &[&str] = &[
    "automatische antwort",
    "abwesenheitsnotiz",
    "abwesenheitsassistent",
    "abwesend",
    "abwesenheit",
    "automatic reply",
    "auto reply",
    "auto-reply",
    "autoreply",
    "auto response",
    "autoresponse",
    "automatic response",
    "out of office",
    "out of the office",
    "out of office autoreply",
    "out of office reply",
    "réponse automatique",
    "réponse automatique d'absence",
    "absent du bureau",
    "respuesta automática",
    "fuera de oficina",
    "risposta automatica",
    "fuori sede",
    "fuori ufficio",
    "automatisch antwoord",
    "afwezig",
    "afwezigheidsbericht",
    "autom. antwoord",
    "automatyczna odpowiedź",
    "odpowiedź automatyczna",
    "poza biurem",
    "otomatik yanıt",
    "otomatik cevap",
    "ofis dışında",
    "resposta automática",
    "ausência temporária",
    "fora do escritório",
    "automatiskt svar",
    "autosvar",
    "frånvaromeddelande",
    "automatisk svar",
    "fravær",
    "fraværende",
    "automaattinen vastaus",
    "poissaoloviesti",
    "poissa",
    "automatická odpověď",
    "automatická odpoveď",
    "mimo kancelář",
    "automatikus válasz",
    "házon kívül",
    "răspuns automat",
    "automatski odgovor",
    "samodejni odgovor",
    "samodejni odgovor o odsotnosti",
    "автоматический ответ",
    "автоответ",
    "автоматична відповідь",
    "автоматичен отговор",
    "αυτόματη απάντηση",
    "automaatvastus",
    "automātiska atbilde",
    "automātiskā atbilde",
    "automatinis atsakymas",
    "resposta automàtica",
    "trả lời tự động",
    "balasan otomatis",
    "自动答复",
    "自动回复",
    "自動回覆",
    "自動返信",
    "自動応答",
    "자동 회신",
    "자동 응답",
    "부재중",
    "الرد التلقائي",
    "رد تلقائي",
    "תשובה אוטומטית",
    "מענה אוטומטי",
    "vacation",
    "vacation reply",
    "away",
    "urlaub",
];

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
    let mut text = nfkc(first_chars(subject, LOOKED_AT)).to_lowercase();
    // What is left of a Turkish capital I with its dot.
    text.retain(|c| c != '\u{307}');
    let text = single_spaced(text);
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
    out.base = without_tail(rest).to_owned();
    out
}

fn single_spaced(text: String) -> String {
    let plain = |text: &str| text.is_ascii() && !text.contains("  ") && !text.contains(['\t', '\n', '\x0b', '\x0c', '\r']);
    if plain(&text) && text.trim_ascii().len() == text.len() {
        return text;
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Takes one prefix with its colon away: `re:`, `re[2]:`, `aw (3):`, `re^2:`, `réponse automatique :`, and the full-width colon
/// that NFKC made plain.
fn without_prefix<'a>(text: &'a str, out: &mut Subject) -> Option<&'a str> {
    let (head, after) = text.split_once(':')?;
    if head.chars().count() > TAG {
        return None;
    }
    let word = without_counter(head.trim());
    if REPLY.contains(&word) {
        out.reply = true;
    } else if FORWARD.contains(&word) {
        out.forward = true;
    } else if AUTO.contains(&word) {
        out.auto |= !out.reply && !out.forward;
    } else {
        return None;
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
