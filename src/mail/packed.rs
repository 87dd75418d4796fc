//! An envelope as one block of octets: for those that stay in memory by the hundred thousand, and in the store.

mod codec;

use super::parse::{self, Arrival};
use super::{Envelope, Flags, MailboxName, MessageKey, MessageRef};
use codec::{Block, Glance};
use jiff::Timestamp;

/// An envelope, packed. Takes about a third of the room of an open one. What lists on the screen show can be read from it as
/// it is; [`Packed::open`] gives the whole.
///
/// It does not hold what only triage needs, nearly half of an envelope: where the message was delivered, what servers say of its
/// origin, with what it was written. The store has them ([`Fresh`]). Of a text that was read, an empty one comes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    pub mailbox: MailboxName,
    pub message: MessageRef,
    /// As [`Envelope::received`].
    pub received: Timestamp,
    /// Octets.
    pub size: u32,
    pub flags: Flags,
    /// The text was read, even if there was none.
    pub read: bool,
    head: Box<[u8]>,
}

/// What of an envelope is not in its block: its place, and what changes.
#[derive(Debug)]
pub struct Columns {
    pub mailbox: MailboxName,
    pub message: MessageRef,
    pub flags: Flags,
    pub excerpt: Option<Box<str>>,
}

impl Packed {
    pub fn of(envelope: &Envelope) -> Self {
        Self::with(envelope, &codec::encode(envelope))
    }

    fn with(envelope: &Envelope, block: &Block) -> Self {
        Self {
            mailbox: envelope.mailbox.clone(),
            message: envelope.message.clone(),
            received: envelope.received,
            size: envelope.size,
            flags: envelope.flags,
            read: envelope.excerpt.is_some(),
            head: block.brief(),
        }
    }

    pub fn key(&self) -> MessageKey {
        MessageKey { mailbox: self.mailbox.clone(), message: self.message.clone() }
    }

    /// As [`Envelope::message_id`].
    pub fn message_id(&self) -> &str {
        codec::message_id(&self.head).unwrap_or_default()
    }

    /// The subject, decoded, one line.
    pub fn subject(&self) -> &str {
        self.glance().subject
    }

    /// The sender's addr-spec in lower case; empty when there is none.
    pub fn from_addr(&self) -> &str {
        self.glance().from.1
    }

    /// The sender's name, or the address of who has none; empty when there is neither.
    pub fn from_name(&self) -> &str {
        let (name, addr) = self.glance().from;
        if name.is_empty() { addr } else { name }
    }

    /// As [`super::ListHeaders::id`].
    pub fn list_id(&self) -> Option<&str> {
        self.glance().list_id
    }

    /// The envelope again, but for what is not held.
    pub fn open(&self) -> Envelope {
        let columns = Columns {
            mailbox: self.mailbox.clone(),
            message: self.message.clone(),
            flags: self.flags,
            excerpt: self.read.then(Box::default),
        };
        // It was packed here, so that it opens. If it ever did not, it would be a message that says nothing of itself.
        codec::decode(columns, &self.head).unwrap_or_else(|| {
            let (mailbox, message) = (self.mailbox.clone(), self.message.clone());
            let arrival = Arrival { mailbox, message, received: self.received, size: self.size, flags: self.flags };
            parse::envelope(arrival, b"", false)
        })
    }

    fn glance(&self) -> Glance<'_> {
        codec::glance(&self.head).unwrap_or_default()
    }
}

/// A message that comes in: as it is held, and what the store keeps of it besides.
#[derive(Debug)]
pub struct Fresh<'e> {
    pub message: Packed,
    /// The whole envelope but for its place, its flags and its excerpt. [`unpack`] makes an envelope of it.
    pub block: Vec<u8>,
    pub excerpt: Option<&'e str>,
}

impl<'e> From<&'e Envelope> for Fresh<'e> {
    fn from(envelope: &'e Envelope) -> Self {
        let block = codec::encode(envelope);
        Self { message: Packed::with(envelope, &block), block: block.octets, excerpt: envelope.excerpt.as_deref() }
    }
}

/// The envelope of a block that was kept elsewhere; None when the block is damaged.
pub fn unpack(columns: Columns, head: &[u8]) -> Option<Envelope> {
    codec::decode(columns, head)
}

#[cfg(test)]
mod tests;
