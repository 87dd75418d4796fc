//! What Deich keeps of a message: the fields that triage reads, and nothing more.

use super::{Address, ListHeaders, MailboxName, MessageKey, MessageRef};
use jiff::Timestamp;

/// One message, as far as triage, plans and lists on the screen need it.
///
/// Every text in here is decoded, bounded in length, and free of control characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    pub mailbox: MailboxName,
    pub message: MessageRef,
    /// Message-ID without angle brackets; empty when the message has none. Not unique: senders repeat them.
    pub message_id: Box<str>,
    /// When the server received it (INTERNALDATE, the Maildir file name, the From_ line). This rules; Date can lie.
    pub received: Timestamp,
    /// The Date header, where it is valid.
    pub date: Option<Timestamp>,
    /// Octets, as the server counts them.
    pub size: u32,
    pub flags: Flags,
    pub from: Option<Address>,
    pub sender: Option<Address>,
    pub reply_to: Vec<Address>,
    /// At most `parse::MAX_RECIPIENTS` of To.
    pub to: Vec<Address>,
    /// At most `parse::MAX_RECIPIENTS` of Cc.
    pub cc: Vec<Address>,
    /// How many addresses To and Cc named before they were cut.
    pub recipients: u32,
    /// The subject, decoded, one line.
    pub subject: Box<str>,
    pub in_reply_to: Vec<Box<str>>,
    /// At most `parse::MAX_REFERENCES`: the first and the newest.
    pub references: Vec<Box<str>>,
    pub list: ListHeaders,
    pub auto: AutoHeaders,
    /// Delivered-To, X-Original-To, Envelope-To and the "for" of the topmost Received lines: lower case, in header
    /// order, no repeats. Which of them are the member's own is for triage to learn.
    pub delivered_to: Vec<Box<str>>,
    /// Authentication-Results, topmost first, one line each, at most 3.
    pub authentication_results: Vec<Box<str>>,
    /// The media type of the whole message, lower case, such as `multipart/report`; empty when absent.
    pub content_type: Box<str>,
    /// The `report-type` parameter (`delivery-status`, `feedback-report`, `disposition-notification`), lower case.
    pub report_type: Option<Box<str>>,
    /// A calendar part (text/calendar) is among the first parts that were read.
    pub calendar: bool,
    /// User-Agent or X-Mailer.
    pub mailer: Option<Box<str>>,
    /// The beginning of the text (plain, or made plain from HTML), at most `parse::EXCERPT` octets of it;
    /// None while nobody has read the body. Only triage needs it.
    pub excerpt: Option<Box<str>>,
}

impl Envelope {
    pub fn key(&self) -> MessageKey {
        MessageKey { mailbox: self.mailbox.clone(), message: self.message.clone() }
    }

    /// The sender's addr-spec in lower case; empty when there is none.
    pub fn from_addr(&self) -> &str {
        self.from.as_ref().map_or("", |a| &a.addr)
    }
}

/// Marks of mail that no hand wrote (RFC 3834 and its older kin).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AutoHeaders {
    /// Auto-Submitted, the keyword in lower case (`no`, `auto-replied`, `auto-generated`, ...).
    pub auto_submitted: Option<Box<str>>,
    /// Precedence in lower case (`bulk`, `list`, `junk`, `auto_reply`).
    pub precedence: Option<Box<str>>,
    /// X-Autoreply, X-Autorespond, X-Auto-Response-Suppress from an answering machine and kin.
    pub auto_reply: bool,
    /// X-Auto-Response-Suppress, as it stands.
    pub response_suppress: bool,
    /// Return-Path in lower case without brackets; `Some("")` is the null path `<>` (RFC 5321 section 4.5.5).
    pub return_path: Option<Box<str>>,
    /// Feedback-ID, X-Mailgun-Sid, X-SG-EID, X-Campaign and kin: a bulk sender's fingerprint.
    pub bulk: bool,
}

/// System flags (RFC 3501 section 2.3.2) as one small set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Flags(u8);

impl Flags {
    pub const SEEN: Self = Self(1);
    pub const ANSWERED: Self = Self(2);
    pub const FLAGGED: Self = Self(4);
    pub const DELETED: Self = Self(8);
    pub const DRAFT: Self = Self(16);

    pub const fn empty() -> Self {
        Self(0)
    }
    pub const fn from_bits(bits: u8) -> Self {
        Self(bits & 31)
    }
    pub const fn bits(self) -> u8 {
        self.0
    }
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}
