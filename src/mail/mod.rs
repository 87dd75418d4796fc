//! The nouns of mail: what a message, a mailbox and an address are to the rest of the house.
//!
//! Level 0: pure data and pure functions. Nothing here knows a file, a socket or a clock.

pub mod address;
pub mod base64;
pub mod envelope;
pub mod list;
pub mod mailbox;
pub mod message_ref;
pub mod packed;
pub mod parse;
pub mod subject;
pub mod text;
pub mod uid_set;

pub use address::Address;
pub use envelope::{AutoHeaders, Envelope, Flags};
pub use list::ListHeaders;
pub use mailbox::{MailboxInfo, MailboxName, Namespaces, SpecialUse};
pub use message_ref::{MessageKey, MessageRef};
pub use packed::{Fresh, Packed};
pub use uid_set::UidSet;
