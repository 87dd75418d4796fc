//! A mail server in memory that breaks where it is told to.

use crate::mail::{MailboxInfo, MailboxName, MessageRef};
use crate::source::{
    Batch, Fingerprint, Known, MailSource, MailboxState, MoveOutcome, Result, SourceError, SourceInfo, SyncPoint,
};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, MutexGuard};

/// What a message is, wherever it lies. Twins are equal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Content {
    pub message_id: String,
    pub size: u32,
    pub body: u32,
}

#[derive(Debug, Clone)]
pub struct Stored {
    pub content: Content,
    pub deleted: bool,
}

#[derive(Debug, Clone)]
pub struct Mailbox {
    pub validity: u32,
    pub uid_next: u32,
    pub messages: BTreeMap<u32, Stored>,
}

impl Mailbox {
    pub fn add(&mut self, content: Content) -> u32 {
        let uid = self.uid_next;
        self.uid_next += 1;
        self.messages.insert(uid, Stored { content, deleted: false });
        uid
    }

    /// New numbers for everything, in another order of magnitude.
    fn rebuild(&mut self) {
        self.validity += 1;
        self.uid_next = self.uid_next / 2 + 1;
        self.renumber();
    }

    fn renumber(&mut self) {
        let messages = std::mem::take(&mut self.messages);
        for message in messages.into_values() {
            let uid = self.uid_next;
            self.uid_next += 1;
            self.messages.insert(uid, message);
        }
    }
}

/// What happens at one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The process dies before the server has heard of it.
    DieBefore,
    /// The process dies after the server did it (of a move: after this many messages, or phases of a copy).
    DieAfter(usize),
    /// The line breaks instead, and stays broken until the next session.
    DropBefore,
    DropAfter(usize),
    Refuse,
    OverQuota,
    /// A copy is made, and may not be completed: the originals are not marked...
    RefuseMark,
    /// ...or marked and not expunged.
    RefuseExpunge,
    /// Somebody else deletes the first message of INBOX.
    Delete,
    /// The server rebuilds a mailbox just before.
    RebuildInbox,
    RebuildTrash,
    /// All get new numbers, and UIDVALIDITY stays: each of them is as if deleted, and arrived anew.
    RenumberInbox,
    RenumberTrash,
    /// A twin of INBOX's first message arrives there.
    Twin,
    /// From now on the server shows this session a mailbox as empty, as long as the session holds on to what it knew.
    BlindInbox,
    BlindTrash,
}

/// How a server moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    MoveUidplus,
    /// MOVE, but no COPYUID.
    Move,
    /// COPY, STORE, UID EXPUNGE.
    CopyUidplus,
    /// COPY and STORE; the originals stay with \Deleted.
    Copy,
}

pub struct World {
    pub mailboxes: BTreeMap<String, Mailbox>,
    pub way: Way,
    /// By the number of the call.
    pub faults: BTreeMap<usize, Fault>,
    pub calls: usize,
    /// Messages that others deleted, and those that came in.
    pub deleted: Vec<Content>,
    pub arrived: Vec<Content>,
    /// A mailbox with \Noselect.
    pub unselectable: Option<String>,
    line: bool,
    blind: Option<&'static str>,
    anew: bool,
}

/// Thrown where the process dies.
pub struct Death;

impl World {
    pub fn shared(way: Way, inbox: &[Content]) -> Shared {
        let mut mailbox = Mailbox { validity: 7, uid_next: 11, messages: BTreeMap::new() };
        for content in inbox {
            mailbox.add(content.clone());
        }
        let trash = Mailbox { validity: 3, uid_next: 100, messages: BTreeMap::new() };
        let mailboxes = [("INBOX".to_owned(), mailbox), ("Trash".to_owned(), trash)].into();
        let faults = BTreeMap::new();
        let (deleted, arrived) = (Vec::new(), Vec::new());
        let world =
            Self { mailboxes, way, faults, calls: 0, deleted, arrived, unselectable: None, line: true, blind: None, anew: false };
        Shared(Arc::new(Mutex::new(world)))
    }

    /// What a session sees of a mailbox.
    fn seen(&self, mailbox: &MailboxName) -> BTreeMap<u32, Stored> {
        if self.blind == Some(mailbox.as_str()) {
            return BTreeMap::new();
        }
        let all = self.mailboxes[mailbox.as_str()].messages.iter();
        all.filter(|(_, m)| !(self.way == Way::Copy && m.deleted)).map(|(uid, m)| (*uid, m.clone())).collect()
    }

    pub fn contents(&self, mailbox: &str) -> Vec<Content> {
        let messages = self.mailboxes[mailbox].messages.values().filter(|m| !m.deleted);
        let mut contents: Vec<_> = messages.map(|m| m.content.clone()).collect();
        contents.sort();
        contents
    }
}

#[derive(Clone)]
pub struct Shared(Arc<Mutex<World>>);

impl Shared {
    pub fn world(&self) -> MutexGuard<'_, World> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// A new session on the server.
    pub fn connect(&self) -> Self {
        let mut world = self.world();
        (world.line, world.blind, world.anew) = (true, None, false);
        self.clone()
    }

    /// Counts a call and answers with the fault that concerns it, after the faults that only change the world.
    fn call(&self) -> Result<Option<Fault>> {
        let mut world = self.world();
        if !world.line {
            return Err(dropped());
        }
        world.calls += 1;
        let call = world.calls;
        let fault = world.faults.remove(&call);
        match fault {
            Some(Fault::Delete) => {
                let inbox = world.mailboxes.get_mut("INBOX").unwrap();
                if let Some((_, message)) = inbox.messages.pop_first().filter(|(_, m)| !m.deleted) {
                    world.deleted.push(message.content);
                }
            }
            Some(Fault::Twin) => {
                let inbox = world.mailboxes.get_mut("INBOX").unwrap();
                let twin = inbox.messages.values().find(|m| !m.deleted).map(|m| m.content.clone());
                if let Some(twin) = twin {
                    inbox.add(twin.clone());
                    world.arrived.push(twin);
                }
            }
            Some(Fault::RebuildInbox) => world.mailboxes.get_mut("INBOX").unwrap().rebuild(),
            Some(Fault::RebuildTrash) => world.mailboxes.get_mut("Trash").unwrap().rebuild(),
            Some(Fault::RenumberInbox) => world.mailboxes.get_mut("INBOX").unwrap().renumber(),
            Some(Fault::RenumberTrash) => world.mailboxes.get_mut("Trash").unwrap().renumber(),
            Some(Fault::BlindInbox) => world.blind = Some("INBOX").filter(|_| !world.anew),
            Some(Fault::BlindTrash) => world.blind = Some("Trash").filter(|_| !world.anew),
            Some(Fault::DieBefore) => {
                drop(world);
                std::panic::resume_unwind(Box::new(Death));
            }
            Some(Fault::DropBefore) => {
                world.line = false;
                return Err(dropped());
            }
            other => return Ok(other),
        }
        Ok(None)
    }

    fn is_there(&self, mailbox: &MailboxName) -> Result<()> {
        let there = self.world().mailboxes.contains_key(mailbox.as_str());
        if there { Ok(()) } else { Err(SourceError::NoSuchMailbox { mailbox: mailbox.to_string() }) }
    }

    /// What becomes of the answer to a call that was done.
    fn answer<T>(&self, fault: Option<Fault>, value: T) -> Result<T> {
        match fault {
            Some(Fault::DieAfter(_)) => std::panic::resume_unwind(Box::new(Death)),
            Some(Fault::DropAfter(_)) => {
                self.world().line = false;
                Err(dropped())
            }
            _ => Ok(value),
        }
    }
}

fn dropped() -> SourceError {
    SourceError::Dropped { host: "mail.example".into(), detail: "gone".into() }
}

fn received(content: &Content) -> Timestamp {
    Timestamp::from_second(1_512_081_000 + i64::from(content.body)).unwrap()
}

pub fn fingerprint(content: &Content) -> Fingerprint {
    Fingerprint { message_id: content.message_id.as_str().into(), size: content.size, received: received(content) }
}

fn refusal(fault: Option<Fault>) -> Option<SourceError> {
    match fault {
        Some(Fault::Refuse) => Some(SourceError::Refused { said: "no".into() }),
        Some(Fault::OverQuota) => Some(SourceError::OverQuota { said: "full".into() }),
        _ => None,
    }
}

impl MailSource for Shared {
    fn info(&self) -> SourceInfo {
        SourceInfo { id: "imap:world".into(), label: "world".into(), can_move: true, server: None }
    }

    fn mailboxes(&mut self) -> Result<Vec<MailboxInfo>> {
        let fault = self.call()?;
        let names: Vec<String> = self.world().mailboxes.keys().cloned().collect();
        let unselectable = self.world().unselectable.clone();
        let info = |name: String| MailboxInfo {
            name: MailboxName::new(&name),
            separator: None,
            special: None,
            selectable: unselectable.as_ref() != Some(&name),
        };
        self.answer(fault, names.into_iter().map(info).collect())
    }

    fn open(&mut self, mailbox: &MailboxName) -> Result<MailboxState> {
        let fault = self.call()?;
        self.is_there(mailbox)?;
        let state = {
            let world = self.world();
            let exists = world.seen(mailbox).len() as u32;
            let mailbox = &world.mailboxes[mailbox.as_str()];
            MailboxState {
                uid_validity: mailbox.validity,
                uid_next: Some(mailbox.uid_next),
                mod_seq: None,
                exists,
                read_only: false,
            }
        };
        self.answer(fault, state)
    }

    fn sync(&mut self, _: &MailboxName, _: &Known, _: &mut dyn FnMut(Batch) -> ControlFlow<()>) -> Result<SyncPoint> {
        Err(SourceError::Unsupported)
    }

    fn excerpts(
        &mut self,
        _: &MailboxName,
        _: &[MessageRef],
        _: &mut dyn FnMut(MessageRef, Box<str>) -> ControlFlow<()>,
    ) -> Result<()> {
        Err(SourceError::Unsupported)
    }

    fn read(&mut self, mailbox: &MailboxName, message: &MessageRef, _: u64) -> Result<Vec<u8>> {
        let fault = self.call()?;
        let found = self.world().seen(mailbox).remove(&message.uid().unwrap());
        let found = found.ok_or_else(|| SourceError::Gone { place: message.to_string() })?;
        self.answer(fault, format!("{:?}", found.content).into_bytes())
    }

    fn create(&mut self, _: &MailboxName) -> Result<()> {
        Err(SourceError::Refused { said: "no".into() })
    }

    fn move_messages(&mut self, from: &MailboxName, validity: u32, messages: &[MessageRef], to: &MailboxName) -> MoveOutcome {
        let failed = |error| MoveOutcome { error: Some(error), ..MoveOutcome::default() };
        let fault = match self.call() {
            Ok(fault) => fault,
            Err(error) => return failed(error),
        };
        if let Some(error) = refusal(fault) {
            return failed(error);
        }
        let mut outcome = MoveOutcome::default();
        {
            for mailbox in [from, to] {
                if let Err(error) = self.is_there(mailbox) {
                    return failed(error);
                }
            }
            let mut world = self.world();
            if world.mailboxes[from.as_str()].validity != validity {
                return failed(SourceError::Rebuilt { mailbox: from.to_string() });
            }
            let uids: Vec<u32> = messages.iter().map(|m| m.uid().unwrap()).collect();
            assert_eq!(uids.iter().collect::<BTreeSet<_>>().len(), uids.len(), "one message twice: {uids:?} {from:?}");
            let seen = world.seen(from);
            let (there, gone): (Vec<u32>, Vec<u32>) = uids.into_iter().partition(|uid| seen.contains_key(uid));
            outcome.gone = gone.into_iter().map(MessageRef::from_uid).collect();
            // How much of it is done before the cut: messages of a MOVE, phases of a COPY.
            let cut = match fault {
                Some(Fault::DieAfter(n) | Fault::DropAfter(n)) => n,
                Some(Fault::RefuseMark) => 0,
                Some(Fault::RefuseExpunge) => 1,
                _ => usize::MAX,
            };
            match world.way {
                Way::Move | Way::MoveUidplus => {
                    let placed = world.way == Way::MoveUidplus;
                    for uid in there.into_iter().take(cut) {
                        let message = world.mailboxes.get_mut(from.as_str()).unwrap().messages.remove(&uid).unwrap();
                        let new = world.mailboxes.get_mut(to.as_str()).unwrap().add(message.content);
                        if placed {
                            outcome.moved.push((MessageRef::from_uid(uid), MessageRef::from_uid(new)));
                        } else {
                            outcome.moved_unplaced.push(MessageRef::from_uid(uid));
                        }
                    }
                }
                Way::Copy | Way::CopyUidplus => {
                    let placed = world.way == Way::CopyUidplus;
                    for uid in there {
                        let Stored { content, deleted } = world.mailboxes[from.as_str()].messages[&uid].clone();
                        let target = world.mailboxes.get_mut(to.as_str()).unwrap();
                        let new = target.add(content);
                        target.messages.get_mut(&new).unwrap().deleted = deleted;
                        let old = world.mailboxes.get_mut(from.as_str()).unwrap().messages.get_mut(&uid).unwrap();
                        old.deleted |= cut > 0;
                        if cut > 1 && placed {
                            world.mailboxes.get_mut(from.as_str()).unwrap().messages.remove(&uid);
                        }
                        if placed {
                            outcome.moved.push((MessageRef::from_uid(uid), MessageRef::from_uid(new)));
                        } else {
                            outcome.moved_unplaced.push(MessageRef::from_uid(uid));
                        }
                    }
                }
            }
        }
        match self.answer(fault, ()) {
            Ok(()) if matches!(fault, Some(Fault::RefuseMark | Fault::RefuseExpunge)) => {
                failed(SourceError::Refused { said: "no".into() })
            }
            Ok(()) => outcome,
            Err(error) => failed(error),
        }
    }

    fn moves_by_copy(&mut self) -> Result<bool> {
        Ok(matches!(self.world().way, Way::Copy | Way::CopyUidplus))
    }

    fn any_before(&mut self, mailbox: &MailboxName, uid: u32) -> Result<bool> {
        let fault = self.call()?;
        let any = self.world().seen(mailbox).keys().any(|there| *there < uid);
        self.answer(fault, any)
    }

    fn remove_copied(&mut self, mailbox: &MailboxName, validity: u32, messages: &[MessageRef]) -> Result<Vec<MessageRef>> {
        let fault = self.call()?;
        if let Some(error) = refusal(fault) {
            return Err(error);
        }
        {
            let mut world = self.world();
            let expunges = world.way == Way::CopyUidplus;
            let mailbox = world.mailboxes.get_mut(mailbox.as_str()).unwrap();
            if mailbox.validity != validity {
                return Err(SourceError::Rebuilt { mailbox: "INBOX".into() });
            }
            let marked_only = matches!(fault, Some(Fault::DieAfter(0) | Fault::DropAfter(0) | Fault::RefuseExpunge));
            for message in messages {
                if expunges && !marked_only {
                    mailbox.messages.remove(&message.uid().unwrap());
                } else if let Some(message) = mailbox.messages.get_mut(&message.uid().unwrap()) {
                    message.deleted = true;
                }
            }
            if expunges && fault == Some(Fault::RefuseExpunge) {
                return Err(SourceError::Refused { said: "no".into() });
            }
        }
        self.answer(fault, messages.to_vec())
    }

    fn keep(
        &mut self,
        mailbox: &MailboxName,
        validity: u32,
        messages: &[MessageRef],
        _: &MailboxName,
    ) -> Result<Vec<MessageRef>> {
        let fault = self.call()?;
        let mut kept = Vec::new();
        {
            let mut world = self.world();
            let mailbox = world.mailboxes.get_mut(mailbox.as_str()).unwrap();
            if mailbox.validity != validity {
                return Err(SourceError::Rebuilt { mailbox: "INBOX".into() });
            }
            for place in messages {
                if let Some(message) = mailbox.messages.get_mut(&place.uid().unwrap()) {
                    message.deleted = false;
                    kept.push(place.clone());
                }
            }
        }
        self.answer(fault, kept)
    }

    fn look_anew(&mut self) {
        let mut world = self.world();
        (world.blind, world.anew) = (None, true);
    }

    fn present(&mut self, mailbox: &MailboxName, messages: &[MessageRef]) -> Result<Vec<MessageRef>> {
        let fault = self.call()?;
        let present = {
            let seen = self.world().seen(mailbox);
            messages.iter().filter(|m| seen.contains_key(&m.uid().unwrap())).cloned().collect()
        };
        self.answer(fault, present)
    }

    fn find(&mut self, mailbox: &MailboxName, since: Option<u32>, wanted: &[Fingerprint]) -> Result<Vec<Option<MessageRef>>> {
        let fault = self.call()?;
        let found = {
            let mut there: Vec<_> =
                self.world().seen(mailbox).into_iter().filter(|(uid, _)| *uid >= since.unwrap_or(0)).collect();
            let mut take = |print: &Fingerprint| {
                let at = there.iter().position(|(_, m)| fingerprint(&m.content) == *print)?;
                Some(MessageRef::from_uid(there.remove(at).0))
            };
            wanted.iter().map(&mut take).collect()
        };
        self.answer(fault, found)
    }
}
