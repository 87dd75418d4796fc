//! Reasons, as they are gathered: a code, a weight for a kind, and what it was seen in. Words are made in `lang`.

use super::Kind;
use super::findings::Evidence;
use super::intern::{Interner, Sym};

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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

impl Reason {
    pub fn evidence(&self, texts: &Interner) -> Evidence {
        let detail = match self.detail {
            Detail::Nothing => String::new(),
            Detail::Text(text) => text.to_owned(),
            Detail::Known(sym) => crate::mail::text::one_line(texts.text(sym)).chars().take(120).collect(),
            Detail::Count(n) => n.to_string(),
        };
        Evidence { code: self.code, detail: detail.into() }
    }
}
