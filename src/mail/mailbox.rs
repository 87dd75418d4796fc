//! Mailboxes (folders) as IMAP names them (RFC 3501, RFC 6154).

use std::fmt;
use std::sync::Arc;

/// A mailbox's name as the member reads it: UTF-8, with the source's own hierarchy separator.
/// Modified UTF-7 and quoting are the IMAP source's business alone. Cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MailboxName(Arc<str>);

impl MailboxName {
    pub fn new(name: &str) -> Self {
        Self(name.into())
    }
    pub fn inbox() -> Self {
        Self::new("INBOX")
    }
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for MailboxName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a mailbox is for (RFC 6154, and INBOX from RFC 3501).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SpecialUse {
    Inbox,
    Sent,
    Trash,
    Junk,
    Drafts,
    Archive,
    All,
    Flagged,
}

impl SpecialUse {
    pub const ALL: [Self; 8] =
        [Self::Inbox, Self::Sent, Self::Trash, Self::Junk, Self::Drafts, Self::Archive, Self::All, Self::Flagged];

    /// The word used in the store, and as a key of texts (`mailbox-<word>`) for those that have one.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Inbox => "inbox",
            Self::Sent => "sent",
            Self::Trash => "trash",
            Self::Junk => "junk",
            Self::Drafts => "drafts",
            Self::Archive => "archive",
            Self::All => "all",
            Self::Flagged => "flagged",
        }
    }

    /// The use of this word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|special| special.as_str() == word)
    }
}

impl MailboxInfo {
    /// The mailbox for this use, where there is one that can be opened.
    pub fn with_use(mailboxes: &[Self], special: SpecialUse) -> Option<&Self> {
        mailboxes.iter().find(|info| info.special == Some(special) && info.selectable)
    }
}

/// One line of the mailbox list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailboxInfo {
    pub name: MailboxName,
    /// Hierarchy separator, where the source has one.
    pub separator: Option<char>,
    /// From SPECIAL-USE where offered, else guessed from well-known names.
    pub special: Option<SpecialUse>,
    /// `\Noselect` or `\NonExistent`: it can't be opened.
    pub selectable: bool,
}
