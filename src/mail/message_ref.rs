//! Where a message lies.

use super::MailboxName;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// A message's place inside its mailbox, as its source names it: for IMAP the UID in decimal (RFC 3501 section 2.3.1.1),
/// for Maildir the unique part of the file name (before `:2,`), for mbox the byte offset of the From_ line, for a folder
/// of .eml files the relative path. Stable as long as the mailbox's UIDVALIDITY (or the file) is. Cheap to clone.
///
/// Compared as text. A number stands in it as it is, since there may be a hundred thousand of them, several times; a longer
/// place is shared.
#[derive(Clone)]
pub struct MessageRef(Place);

/// The longest place that is not shared, in octets.
const SHORT: usize = 14;

#[derive(Clone)]
enum Place {
    /// How many octets, of ASCII.
    Short(u8, [u8; SHORT]),
    Long(Arc<String>),
}

impl MessageRef {
    pub fn new(place: &str) -> Self {
        let mut octets = [0; SHORT];
        match octets.get_mut(..place.len()) {
            Some(slots) if place.is_ascii() => {
                slots.copy_from_slice(place.as_bytes());
                Self(Place::Short(place.len() as u8, octets))
            }
            _ => Self(Place::Long(Arc::new(place.to_owned()))),
        }
    }
    pub fn from_uid(uid: u32) -> Self {
        Self::new(&uid.to_string())
    }
    /// The UID, where the place is one.
    pub fn uid(&self) -> Option<u32> {
        self.as_str().parse().ok().filter(|uid| *uid != 0)
    }
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Place::Short(..) => std::str::from_utf8(self.octets()).unwrap_or_default(),
            Place::Long(place) => place,
        }
    }
    fn octets(&self) -> &[u8] {
        match &self.0 {
            Place::Short(length, octets) => octets.get(..usize::from(*length)).unwrap_or_default(),
            Place::Long(place) => place.as_bytes(),
        }
    }
}

impl Default for MessageRef {
    fn default() -> Self {
        Self::new("")
    }
}

impl PartialEq for MessageRef {
    fn eq(&self, other: &Self) -> bool {
        self.octets() == other.octets()
    }
}

impl Eq for MessageRef {}

impl PartialOrd for MessageRef {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for MessageRef {
    fn cmp(&self, other: &Self) -> Ordering {
        self.octets().cmp(other.octets())
    }
}

impl Hash for MessageRef {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.octets().hash(state);
    }
}

impl fmt::Debug for MessageRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("MessageRef").field(&self.as_str()).finish()
    }
}

impl fmt::Display for MessageRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A message's place in the whole account.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MessageKey {
    pub mailbox: MailboxName,
    pub message: MessageRef,
}

#[cfg(test)]
mod tests;
