//! Reasons, as they are gathered: a code, a weight for a kind, and what it was seen in. Words are made in `lang`.

use super::Kind;
use super::findings::Evidence;
use super::intern::{Interner, Quick, Sym};
use crate::mail::text::{first_chars, is_plain_line, one_line};
use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// Every code that can stand in [`Evidence`]; `lang` has a text `evidence-<code>` for each.
pub const EVIDENCE_CODES: &[&str] = &[
    "alias",
    "announcement",
    "answers_trigger",
    "apology",
    "appointment_words",
    "asks_for_sign_up",
    "auto_header",
    "auto_reply_words",
    "auto_subject",
    "auto_submitted",
    "bare_answer",
    "bounce_words",
    "bulk_sender",
    "burst",
    "calendar",
    "code_words",
    "confirmation_words",
    "crowd",
    "daemon",
    "delivery_report",
    "direct",
    "first_answered",
    "first_of_same",
    "first_seen",
    "flagged",
    "forged",
    "known_sender",
    "list",
    "list_robot",
    "look_alike",
    "loop",
    "machine_answer",
    "money_words",
    "newsletter_words",
    "null_path",
    "operator",
    "order_words",
    "own_thread",
    "person",
    "precedence",
    "reply",
    "same_again",
    "security_words",
    "site_mailer",
    "take_me_off_words",
    "token_link",
    "travel_words",
    "trusted",
    "unasked_bounce",
    "unsubscribe",
    "welcome_words",
    "wrote_to",
];

/// The longest detail, in characters.
const LONGEST: usize = 120;

/// What fills the text's `{ $detail }`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Detail {
    Nothing,
    Text(&'static str),
    Known(Sym),
    Count(u32),
}

/// One reason for a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reason {
    pub kind: Kind,
    pub weight: i32,
    pub code: &'static str,
    pub detail: Detail,
}

/// What of a reason is shown.
type Key = (&'static str, Detail);

/// Reasons as they are shown, each kept once: a hundred thousand verdicts share a few thousand of them.
#[derive(Debug, Default)]
pub struct Details {
    details: BTreeMap<Detail, Arc<str>>,
    /// By the digest of their reasons, which are compared once more.
    lists: BTreeMap<u64, (Vec<Key>, Arc<[Evidence]>)>,
}

impl Details {
    pub fn evidence(&mut self, reason: &Reason, texts: &Interner) -> Evidence {
        let shown = || match reason.detail {
            Detail::Nothing => Arc::default(),
            Detail::Text(text) => text.into(),
            Detail::Known(sym) => first_chars(&one_line(texts.text(sym)), LONGEST).into(),
            Detail::Count(n) => n.to_string().into(),
        };
        // Most addresses are shown as they are.
        if let Detail::Known(sym) = reason.detail
            && let text = texts.text(sym)
            && text.len() <= LONGEST
            && is_plain_line(text)
        {
            return Evidence { code: reason.code, detail: texts.shared(sym) };
        }
        Evidence { code: reason.code, detail: self.details.entry(reason.detail).or_insert_with(shown).clone() }
    }

    /// All reasons of one message.
    pub fn list(&mut self, reasons: &[Reason], texts: &Interner) -> Arc<[Evidence]> {
        let key = |reason: &Reason| -> Key { (reason.code, reason.detail) };
        let mut hasher = Quick::default();
        for reason in reasons {
            key(reason).hash(&mut hasher);
        }
        let digest = hasher.finish();
        if let Some((known, list)) = self.lists.get(&digest)
            && known.iter().copied().eq(reasons.iter().map(key))
        {
            return list.clone();
        }
        let list: Arc<[Evidence]> = reasons.iter().map(|reason| self.evidence(reason, texts)).collect();
        self.lists.insert(digest, (reasons.iter().map(key).collect(), list.clone()));
        list
    }
}
