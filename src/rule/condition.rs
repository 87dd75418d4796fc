//! What a rule asks of a message, and what it does with it. Closed on purpose: every condition here can be answered for an
//! [`Envelope`](crate::mail::Envelope) and printed as Sieve, and both mean the same.

use crate::mail::MailboxName;
use jiff::Timestamp;

/// A question about one message. Strings are literal; comparisons fold the case of ASCII letters only (i;ascii-casemap,
/// RFC 4790 section 9.2), Message-IDs compare octet by octet. An empty list of strings is never true.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// Every one of them; true when there are none.
    All(Vec<Self>),
    /// At least one of them; false when there are none.
    Any(Vec<Self>),
    Not(Box<Self>),
    /// The list-id, without angle brackets (RFC 2919).
    ListId(String),
    /// The address a list is posted to: List-Post (RFC 2369) or X-BeenThere, X-Mailing-List, Mailing-List.
    ListPost(String),
    /// One of these addresses stands in To or Cc.
    Recipient(Vec<String>),
    /// From is one of these addresses.
    Sender(Vec<String>),
    /// From is at one of these domains (exactly, not below them).
    SenderDomain(Vec<String>),
    /// From has one of these local parts.
    SenderName(Vec<String>),
    /// From's address contains one of these.
    SenderHas(Vec<String>),
    /// The subject contains one of these.
    Subject(Vec<String>),
    /// In-Reply-To or References names one of these Message-IDs (without angle brackets).
    Answers(Vec<String>),
    /// The null return path `<>` of delivery notices (RFC 5321 section 4.5.5).
    NullReturnPath,
    /// multipart/report (RFC 6522).
    Report,
    /// Marked as sent by a machine (RFC 3834 and its older kin).
    Automatic,
    /// Marked as a machine's answer: the same, but for what machines send unasked (`auto-generated`), as shops and practices do.
    AutomaticAnswer,
}

impl Condition {
    /// `!self`, without doubling.
    #[must_use]
    pub fn negated(self) -> Self {
        match self {
            Self::Not(inner) => *inner,
            other => Self::Not(Box::new(other)),
        }
    }

    /// Is any part of this (itself too) one that `wanted` picks?
    pub(super) fn uses(&self, wanted: &dyn Fn(&Self) -> bool) -> bool {
        wanted(self)
            || match self {
                Self::All(parts) | Self::Any(parts) => parts.iter().any(|p| p.uses(wanted)),
                Self::Not(inner) => inner.uses(wanted),
                _ => false,
            }
    }
}

/// What happens to a message that the condition holds for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Into this mailbox, made where missing (RFC 5490); no later rule sees the message, so nothing answers it.
    FileInto(MailboxName),
}

/// One rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// What it is, for people who read the script. One line.
    pub title: String,
    pub condition: Condition,
    pub action: Action,
    /// The rule is in force before this moment's day (UTC) begins.
    pub until: Timestamp,
}
