//! Where a message lies.

use super::MailboxName;
use std::fmt;
use std::sync::Arc;

/// A message's place inside its mailbox, as its source names it: for IMAP the UID in decimal (RFC 3501 section 2.3.1.1),
/// for Maildir the unique part of the file name (before `:2,`), for mbox the byte offset of the From_ line, for a folder
/// of .eml files the relative path. Stable as long as the mailbox's UIDVALIDITY (or the file) is. Cheap to clone.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MessageRef(Arc<str>);

impl MessageRef {
    pub fn new(place: &str) -> Self {
        Self(place.into())
    }
    pub fn from_uid(uid: u32) -> Self {
        Self(uid.to_string().into())
    }
    /// The UID, where the place is one.
    pub fn uid(&self) -> Option<u32> {
        self.0.parse().ok().filter(|uid| *uid != 0)
    }
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for MessageRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A message's place in the whole account.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MessageKey {
    pub mailbox: MailboxName,
    pub message: MessageRef,
}
