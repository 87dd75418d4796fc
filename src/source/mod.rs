//! Where mail comes from: one trait, and the kinds of places that offer it.
//!
//! Level 2. A source reads and moves; it never expunges what Deich did not copy first, never marks a message as seen,
//! and never changes a flag but `\Deleted` on what it copied, where MOVE is missing.

pub mod eml;
pub mod error;
mod finder;
pub mod imap;
mod local;
pub mod maildir;
pub mod mbox;
pub mod open;
mod special;
mod watch;

pub use crate::wire::{Cancel, Cancelled};
pub use error::{CertificateProblem, Nature, SourceError};
pub use open::open_path;
pub use watch::rest;

use crate::mail::{Envelope, Flags, MailboxInfo, MailboxName, MessageRef, Namespaces};
use crate::triage::{Looker, Seen};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;

pub type Result<T> = std::result::Result<T, SourceError>;

/// What a source is and can do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceInfo {
    /// Stable identity under which the store keeps what it read: `imap:user@host:port`, or `maildir:` / `mbox:` /
    /// `eml:` with the canonical path. Holds no secret.
    pub id: String,
    /// What a member would call it: the address or the path.
    pub label: String,
    /// Messages can be moved here (not in mbox and .eml folders).
    pub can_move: bool,
    /// The authserv-id candidates whose Authentication-Results count: the server's own host name.
    pub server: Option<String>,
}

/// A mailbox as it stood when it was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailboxState {
    /// UIDVALIDITY; for files a value that changes when the places in [`MessageRef`] lose their meaning.
    pub uid_validity: u32,
    /// The server's UIDNEXT; None where the source has no such thing.
    pub uid_next: Option<u32>,
    /// HIGHESTMODSEQ (RFC 7162), where offered.
    pub mod_seq: Option<u64>,
    /// Messages in it.
    pub exists: u32,
    pub read_only: bool,
}

/// Where the last sync ended: kept by the store, understood by the source.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SyncPoint {
    pub uid_validity: u32,
    /// Everything below was read.
    pub uid_next: u32,
    pub mod_seq: Option<u64>,
}

/// What the store already has of a mailbox.
#[derive(Debug, Clone, Default)]
pub struct Known {
    pub point: Option<SyncPoint>,
    /// Every message already read, with the flags it had.
    pub messages: BTreeMap<MessageRef, Flags>,
    /// How to look at new messages where they are read, on the threads that read them ([`Batch::seen`]). A source may leave it.
    pub look: Option<Looker>,
}

/// One thing a sync found out.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// A message not known before.
    New(Box<Envelope>),
    Flags(MessageRef, Flags),
    /// It is no longer there.
    Gone(MessageRef),
    /// UIDVALIDITY changed: everything known of this mailbox is void. Comes first, if at all.
    Afresh,
}

/// Progress of a sync, handed over with every batch.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Batch {
    pub changes: Vec<Change>,
    /// What was seen of the new messages among them, in their order; empty where the source did not look ([`Known::look`]).
    pub seen: Vec<Seen>,
    /// Messages read so far in this sync.
    pub done: u64,
    /// Messages this sync will read in all, as far as the source knows.
    pub total: Option<u64>,
    /// Octets read so far in this sync.
    pub octets: u64,
    /// Once this batch is stored, a sync can go on from here, whatever becomes of the rest: to be stored with it.
    pub resume: Option<SyncPoint>,
}

/// What tells a message from others where its place is not known: after a crash, or where the server does not say
/// where it put a message (no UIDPLUS).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fingerprint {
    /// Empty when the message has none: then size and arrival must do.
    pub message_id: Box<str>,
    pub size: u32,
    pub received: Timestamp,
}

/// A label on a message, in the words of the source: a mailbox's name, or a word that begins with a backslash.
pub type Label = Arc<str>;

/// What a move did. The journal is written from this and never from the request.
#[derive(Debug, Default)]
pub struct MoveOutcome {
    /// Confirmed by the source (COPYUID, rename): from where to where.
    pub moved: Vec<(MessageRef, MessageRef)>,
    /// Moved, as the source's mailbox shows, but it did not say where to (no UIDPLUS).
    pub moved_unplaced: Vec<MessageRef>,
    /// Not there any more when the move was tried; somebody else moved or deleted them.
    pub gone: Vec<MessageRef>,
    /// What stopped the move part way, if anything did. What is in neither list above is unknown or untouched.
    pub error: Option<SourceError>,
}

/// A place with mailboxes in it.
pub trait MailSource: Send {
    fn info(&self) -> SourceInfo;

    /// What the server wants the member to read, since this was last asked (RFC 3501 section 7.1, ALERT): its own text, each one
    /// line, no control characters, at most 300 characters.
    fn alerts(&mut self) -> Vec<String> {
        Vec::new()
    }

    /// The mailboxes, INBOX first, then by name.
    fn mailboxes(&mut self) -> Result<Vec<MailboxInfo>>;

    /// Says which mailbox, of which nothing is known, will be read first: a source may begin with it when it is asked for its mailboxes.
    fn expect(&mut self, _mailbox: &MailboxName) {}

    /// Where whose mailboxes lie; None where the source has no such thing, or does not say.
    fn namespaces(&mut self) -> Result<Option<Namespaces>> {
        Ok(None)
    }

    /// Opens a mailbox for reading (EXAMINE) and says how it stands. Fresh numbers at every call.
    fn open(&mut self, mailbox: &MailboxName) -> Result<MailboxState>;

    /// Reads what `known` does not hold, oldest first, in batches; `take` may break off, which is no error.
    /// Returns the point from which the next sync goes on (after a break: from which it can safely go on).
    fn sync(&mut self, mailbox: &MailboxName, known: &Known, take: &mut dyn FnMut(Batch) -> ControlFlow<()>)
    -> Result<SyncPoint>;

    /// Waits until a mailbox is no longer as it `stood`, or anything at all happened to it. Comes back now and then without news, and
    /// as soon as `enough` says so, which is asked several times a second. Answers whether there is news, and how the mailbox
    /// stands by its numbers.
    fn watch(
        &mut self,
        mailbox: &MailboxName,
        stood: Option<&MailboxState>,
        enough: &dyn Fn() -> bool,
    ) -> Result<(bool, MailboxState)> {
        watch::poll(watch::EVERY, stood, enough, || self.open(mailbox))
    }

    /// Completes envelopes with their excerpt (the first text of the body) for those messages that have none.
    /// Sources that read bodies during sync have nothing to do here.
    fn excerpts(
        &mut self,
        _mailbox: &MailboxName,
        _messages: &[MessageRef],
        _take: &mut dyn FnMut(MessageRef, Box<str>) -> ControlFlow<()>,
    ) -> Result<()> {
        Ok(())
    }

    /// A whole message, octet for octet. Refuses past `limit` octets with [`SourceError::Limit`].
    fn read(&mut self, mailbox: &MailboxName, message: &MessageRef, limit: u64) -> Result<Vec<u8>>;

    /// Creates a mailbox; that it exists already is no error. Subscribes it where the source knows subscriptions.
    /// A source that is only read says so, here and for a move.
    fn create(&mut self, _mailbox: &MailboxName) -> Result<()> {
        Err(SourceError::Unsupported)
    }

    /// Moves at most 500 messages; `uid_validity` is what the plan was made under, and is checked first.
    fn move_messages(&mut self, _from: &MailboxName, _uid_validity: u32, _: &[MessageRef], _to: &MailboxName) -> MoveOutcome {
        MoveOutcome { error: Some(SourceError::Unsupported), ..MoveOutcome::default() }
    }

    /// Do labels hang on messages here, which a move may take off (Gmail)? Where not, nobody asks for them.
    fn has_labels(&mut self) -> Result<bool> {
        Ok(false)
    }

    /// The labels that a move may take off these messages and that can be hung on again, in no order; `uid_validity` is checked first.
    fn labels(&mut self, _mailbox: &MailboxName, _uid_validity: u32, _: &[MessageRef]) -> Result<Vec<(MessageRef, Label)>> {
        Ok(Vec::new())
    }

    /// Hangs a label on messages; those that have it keep it. `uid_validity` is checked first.
    fn add_label(&mut self, _mailbox: &MailboxName, _uid_validity: u32, _: &[MessageRef], _label: &str) -> Result<()> {
        Err(SourceError::Unsupported)
    }

    /// Does a move here consist of a copy and a removal that a broken line can come between (IMAP without MOVE)?
    fn moves_by_copy(&mut self) -> Result<bool> {
        Ok(false)
    }

    /// Is there any message before this UID? Only where [`Self::moves_by_copy`]: where there were some and are none, a server has given
    /// all of them new numbers, and what seems to have come since a UID may have been there before.
    fn any_before(&mut self, _mailbox: &MailboxName, _uid: u32) -> Result<bool> {
        Err(SourceError::Unsupported)
    }

    /// Completes a move that was cut between copy and removal: takes away (`\Deleted`, and UID EXPUNGE where UIDPLUS is
    /// offered) messages whose twins the caller has just seen elsewhere, octet for octet. Only where [`Self::moves_by_copy`].
    /// Answers with those that are removed; `uid_validity` is checked first.
    fn remove_copied(&mut self, _mailbox: &MailboxName, _uid_validity: u32, _messages: &[MessageRef]) -> Result<Vec<MessageRef>> {
        Err(SourceError::Unsupported)
    }

    /// These messages stay, though a move of them to `to` may have been cut: takes the mark of a removal (`\Deleted`) off
    /// again, or what the cut left in the target away. Only where [`Self::moves_by_copy`]. Answers with those that are there
    /// and whole; `uid_validity` is checked first.
    fn keep(
        &mut self,
        _mailbox: &MailboxName,
        _uid_validity: u32,
        _messages: &[MessageRef],
        _to: &MailboxName,
    ) -> Result<Vec<MessageRef>> {
        Err(SourceError::Unsupported)
    }

    /// Lets go of whatever is held of how mailboxes stood, so that the next call looks anew. For IMAP a new connection: a server may
    /// show a session a mailbox as it was before it was rebuilt, or as empty. Nothing where files are looked at each time. Every source
    /// says so itself: one that stands before another and forgot to pass it on would make the last look worthless.
    fn look_anew(&mut self);

    /// Which of these are (still) in the mailbox.
    fn present(&mut self, mailbox: &MailboxName, messages: &[MessageRef]) -> Result<Vec<MessageRef>>;

    /// Finds messages by fingerprint among those at or after `since` (a UIDNEXT noted earlier; None: everywhere).
    /// The answer is parallel to `wanted`; one message answers at most one fingerprint. None is said only once every message that
    /// the source lists was looked at; one that cannot be is an error.
    fn find(&mut self, mailbox: &MailboxName, since: Option<u32>, wanted: &[Fingerprint]) -> Result<Vec<Option<MessageRef>>>;
}
