//! Reasons, as they are gathered: a code, a weight for a kind, and what it was seen in. Words are made in `lang`.

use super::Kind;
use super::findings::Evidence;
use super::intern::{Interner, Sym};
use std::collections::BTreeMap;
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
    "first_seen",
    "flagged",
    "forged",
    "known_sender",
    "list",
    "list_robot",
    "loop",
    "money_words",
    "newsletter_words",
    "null_path",
    "operator",
    "order_words",
    "own_thread",
    "person",
    "precedence",
    "reply",
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

/// What fills the text's `{ $detail }`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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

/// Details as they are shown, each kept once: a hundred thousand verdicts share a few thousand of them.
#[derive(Debug, Default)]
pub struct Details(BTreeMap<Detail, Arc<str>>);

impl Details {
    pub fn evidence(&mut self, reason: &Reason, texts: &Interner) -> Evidence {
        let shown = || match reason.detail {
            Detail::Nothing => Arc::default(),
            Detail::Text(text) => text.into(),
            Detail::Known(sym) => crate::mail::text::one_line(texts.text(sym)).chars().take(120).collect::<String>().into(),
            Detail::Count(n) => n.to_string().into(),
        };
        Evidence { code: reason.code, detail: self.0.entry(reason.detail).or_insert_with(shown).clone() }
    }
}
