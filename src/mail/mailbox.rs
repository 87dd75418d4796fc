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

/// Under which beginnings of names a server keeps whose mailboxes (RFC 2342), such as `INBOX.`, each with the separator at its end
/// where there is one; an empty one is the top.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Namespaces {
    /// The member's own.
    pub personal: Vec<String>,
    /// Other people's, and those that are shared.
    pub foreign: Vec<String>,
}

impl Namespaces {
    /// The name under which a new mailbox of the member's is made: below the first beginning of their own, unless the name says
    /// already where it lies, or the top is theirs.
    pub fn home(&self, mailbox: &MailboxName) -> MailboxName {
        let all = self.personal.iter().chain(&self.foreign).filter(|beginning| !beginning.is_empty());
        let lies = all.into_iter().any(|beginning| below(mailbox, beginning).is_some());
        match self.personal.first() {
            Some(first) if !lies && !self.personal.iter().any(String::is_empty) => MailboxName::new(&format!("{first}{mailbox}")),
            _ => mailbox.clone(),
        }
    }
}

/// What of a mailbox's name comes behind this beginning, where it has it. INBOX may be written in any case (RFC 3501 section 5.1).
pub fn below<'a>(mailbox: &'a MailboxName, beginning: &str) -> Option<&'a str> {
    let (begins, rest) = mailbox.as_str().split_at_checked(beginning.len())?;
    let inbox = beginning.get(..5).is_some_and(|word| word.eq_ignore_ascii_case("INBOX"));
    (begins == beginning || inbox && begins.eq_ignore_ascii_case(beginning)).then_some(rest)
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

#[cfg(test)]
mod tests;
