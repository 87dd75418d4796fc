//! A Maildir as a source: reads, creates folders, moves by renaming.
//!
//! At every moment a message lies in one folder whole, or in two ([`moving`]). No name is ever overwritten.

mod folders;
mod moving;
mod names;
mod parts;
mod write;

pub use write::{Delivery, write};

use super::local::{self, Batches};
use super::{
    Batch, Cancel, Change, Fingerprint, Known, MailSource, MailboxState, MoveOutcome, Result, SourceError, SourceInfo, SyncPoint,
};
use crate::mail::parse::{self, Arrival, PREFIX};
use crate::mail::{MailboxInfo, MailboxName, MessageRef};
use folders::Folders;
use jiff::Timestamp;
use parts::Parts;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// Places are the unique parts of names: they never lose their meaning.
const VALIDITY: u32 = 1;
const POINT: SyncPoint = SyncPoint { uid_validity: VALIDITY, uid_next: 1, mod_seq: None };
/// How often a file that another program renamed is looked for again.
const TRIES: usize = 3;

pub struct Maildir {
    root: PathBuf,
    id: String,
    label: String,
    cancel: Cancel,
    folders: Folders,
    /// The last listing of a folder, to find files by.
    listed: Option<(MailboxName, Listing)>,
}

/// Where messages lie in a folder. A file that is renamed from `new` to `cur` meanwhile is seen twice rather than not at all.
const PARTS: [&str; 2] = ["new", "cur"];

/// Files of a folder by the unique part of their names.
type Listing = BTreeMap<MessageRef, Place>;

#[derive(Debug, Clone)]
struct Place {
    /// `cur` or `new`.
    part: &'static str,
    name: OsString,
}

impl Place {
    fn path(&self, folder: &Path) -> PathBuf {
        let mut path = PathBuf::with_capacity(folder.as_os_str().len() + self.name.len() + 5);
        path.extend([folder.as_os_str(), self.part.as_ref(), &self.name]);
        path
    }

    fn text(&self) -> std::borrow::Cow<'_, str> {
        names::text(&self.name)
    }
}

impl Maildir {
    /// Opens a directory that is a Maildir or holds some.
    pub fn open(path: &Path, cancel: Cancel) -> Result<Self> {
        let error = |e: std::io::Error| SourceError::io(path, &e);
        let root = path.canonicalize().map_err(error)?;
        let folders = Folders::find(&root).map_err(error)?;
        if folders.is_empty() {
            return Err(SourceError::NotMail { path: path.to_owned() });
        }
        let id = format!("maildir:{}", root.display());
        Ok(Self { root, id, label: path.display().to_string(), cancel, folders, listed: None })
    }

    fn refresh(&mut self) -> Result<()> {
        self.folders = Folders::find(&self.root).map_err(|e| SourceError::io(&self.root, &e))?;
        Ok(())
    }

    /// The folder's directory; looked for again where it is not known yet.
    fn folder(&mut self, mailbox: &MailboxName) -> Result<PathBuf> {
        if self.folders.path(mailbox).is_err() {
            self.refresh()?;
        }
        self.folders.path(mailbox).map(Path::to_owned)
    }

    /// Lists a folder's messages.
    fn list(&self, folder: &Path) -> Result<Listing> {
        let mut listing = Vec::new();
        for part in PARTS {
            let directory = folder.join(part);
            let entries = std::fs::read_dir(&directory).map_err(|e| SourceError::io(&directory, &e))?;
            for entry in entries {
                self.cancel.check()?;
                let entry = entry.map_err(|e| SourceError::io(&directory, &e))?;
                let name = entry.file_name();
                let text = names::text(&name);
                // No links: what they point to is not part of the Maildir. No dot files: other programs' own.
                if text.starts_with('.') || !entry.file_type().is_ok_and(|kind| kind.is_file()) {
                    continue;
                }
                let place = MessageRef::new(names::unique(&text));
                listing.push((place, Place { part, name }));
            }
        }
        Ok(listing.into_iter().collect())
    }

    fn listing(&mut self, mailbox: &MailboxName, again: bool) -> Result<&Listing> {
        let folder = self.folder(mailbox)?;
        let fresh = match self.listed.take() {
            Some((name, listing)) if name == *mailbox && !again => listing,
            _ => self.list(&folder)?,
        };
        Ok(&self.listed.insert((mailbox.clone(), fresh)).1)
    }

    /// The same to keep: the next who asks lists the folder again.
    fn take_listing(&mut self, mailbox: &MailboxName) -> Result<Listing> {
        self.listing(mailbox, false)?;
        Ok(self.listed.take().map(|(_, listing)| listing).unwrap_or_default())
    }

    /// Does something with a message's file, looking again where another program renamed it meanwhile.
    fn with_file<T>(
        &mut self,
        mailbox: &MailboxName,
        message: &MessageRef,
        mut act: impl FnMut(&Place, &Path) -> std::io::Result<T>,
    ) -> Result<T> {
        let folder = self.folder(mailbox)?;
        for attempt in 0..=TRIES {
            let Some(place) = self.listing(mailbox, attempt > 0)?.get(message).cloned() else {
                // Not in the old listing: perhaps in a new one.
                if attempt == 0 {
                    continue;
                }
                break;
            };
            let path = place.path(&folder);
            match act(&place, &path) {
                Err(error) if error.kind() == ErrorKind::NotFound && path.symlink_metadata().is_err() => {}
                result => return result.map_err(|e| SourceError::io(path, &e)),
            }
        }
        Err(SourceError::Gone { place: message.to_string() })
    }

    /// Moves one message's file; where it lies then.
    fn move_one(&mut self, from: &MailboxName, message: &MessageRef, target: &Path, taken: &mut Listing) -> Result<MessageRef> {
        let mut there = message.clone();
        let mut n = 0;
        while let Some(twin) = taken.get(&there).map(|place| place.path(target)) {
            if self.take_back(from, message, &twin)? {
                break;
            }
            there = MessageRef::new(&names::fresh(message.as_str(), n));
            n += 1;
        }
        let moved = self.with_file(from, message, |place, path| {
            let info = match names::info(&place.text()) {
                "" => names::info_for(crate::mail::Flags::empty()),
                info => info.to_owned(),
            };
            // The name as it stands where it can stay, so that names that are no UTF-8 survive.
            let name = if there != *message || names::info(&place.text()).is_empty() {
                let mut name = if there == *message { place.name.clone() } else { OsString::from(there.as_str()) };
                name.push(info);
                name
            } else {
                place.name.clone()
            };
            let to = target.join("cur").join(&name);
            moving::rename(&moving::System, path, &to, &target.join("tmp"))?;
            Ok(Place { part: "cur", name })
        })?;
        taken.insert(there.clone(), moved);
        if let Some((_, listing)) = &mut self.listed {
            listing.remove(message);
        }
        Ok(there)
    }

    /// Removes what a move of this message left in the target when it died. Says whether it was that.
    fn take_back(&mut self, from: &MailboxName, message: &MessageRef, twin: &Path) -> Result<bool> {
        self.with_file(from, message, |_, path| match moving::is_left_over(path, twin) {
            Ok(true) => std::fs::remove_file(twin).map(|()| true),
            // Gone meanwhile.
            Err(error) if error.kind() == ErrorKind::NotFound && twin.symlink_metadata().is_err() => Ok(true),
            result => result,
        })
    }

    fn move_all(
        &mut self,
        from: &MailboxName,
        messages: &[MessageRef],
        to: &MailboxName,
        outcome: &mut MoveOutcome,
    ) -> Result<()> {
        let source = self.folder(from)?;
        let target = self.folder(to)?;
        if source == target {
            return Err(SourceError::Refused { said: to.to_string() });
        }
        let mut listing = self.listing(from, true)?;
        if messages.iter().any(|m| !listing.contains_key(m)) {
            // A file that is renamed while the directory is read can be missed: look twice before saying it is gone.
            listing = self.listing(from, true)?;
        }
        let gone: BTreeSet<&MessageRef> = messages.iter().filter(|m| !listing.contains_key(*m)).collect();
        let mut taken = self.list(&target)?;
        for message in messages {
            self.cancel.check()?;
            if gone.contains(message) {
                outcome.gone.push(message.clone());
                continue;
            }
            match self.move_one(from, message, &target, &mut taken) {
                Ok(there) => outcome.moved.push((message.clone(), there)),
                Err(SourceError::Gone { .. }) => outcome.gone.push(message.clone()),
                Err(SourceError::Io { path, kind, detail }) => return Err(blame(path, kind, detail, to)),
                Err(error) => return Err(error),
            }
        }
        // The journal will say these are moved: the directories must say so too after a power cut.
        for directory in [target.join("cur"), source.join("cur"), source.join("new")] {
            if let Ok(directory) = File::open(directory) {
                // Not every file system can; a rename is ordered there all the same.
                let _ = directory.sync_all();
            }
        }
        Ok(())
    }

    /// Hands over what `known` does not hold of a listing, and what is gone of it.
    fn read_new(
        &mut self,
        mailbox: &MailboxName,
        known: &Known,
        listing: &Listing,
        gone: Vec<MessageRef>,
        take: &mut dyn FnMut(Batch) -> ControlFlow<()>,
    ) -> Result<SyncPoint> {
        let folder = self.folder(mailbox)?;
        let (mut changes, mut new) = (Vec::new(), Vec::new());
        for (message, place) in listing {
            let name = place.text();
            let Some(before) = known.messages.get(message) else {
                new.push((when(place, &folder), message, place));
                continue;
            };
            let flags = names::flags(&name);
            if *before != flags {
                changes.push(Change::Flags(message.clone(), flags));
            }
        }
        changes.extend(gone.into_iter().map(Change::Gone));
        new.sort_by_key(|(time, message, _)| (*time, *message));
        let mut batches = Batches::new(Some(new.len() as u64), take);
        for change in changes {
            if batches.push(change, 0, POINT).is_break() {
                return Ok(POINT);
            }
        }
        let (mut outcome, mut enough) = (Ok(()), false);
        let cancel = self.cancel.clone();
        let look = known.look.as_ref();
        let parts = Parts::of(&folder);
        let look_at = |(arrival, octets): (Arrival, &[u8])| (local::by_headers(arrival, octets, look), octets.len() as u64);
        let read = |(_, message, place): &(i64, &MessageRef, &Place), room: &mut Vec<u8>| {
            cancel.check().map_err(SourceError::from)?;
            let read = parts.file(place).and_then(|file| beginning(mailbox, message, place, file, PREFIX, room));
            Ok(((*message).clone(), read.map(look_at)))
        };
        local::in_order(&new, read, |read| {
            let read = read.and_then(|(message, read)| {
                // Another program renamed its file.
                let again = |_| {
                    self.with_file(mailbox, &message, |place, path| {
                        beginning(mailbox, &message, place, File::open(path)?, PREFIX, &mut Vec::new()).map(look_at)
                    })
                };
                read.or_else(again)
            });
            match read {
                Ok((new, octets)) => {
                    let flow = batches.push_new(new, octets, POINT);
                    enough = flow.is_break();
                    flow
                }
                // Deleted since the folder was listed.
                Err(SourceError::Gone { .. }) => ControlFlow::Continue(()),
                Err(error) => {
                    outcome = Err(error);
                    ControlFlow::Break(())
                }
            }
        });
        outcome?;
        if enough {
            return Ok(POINT);
        }
        // It may break off here too: all is read.
        let _ = batches.flush(POINT);
        Ok(POINT)
    }
}

/// Reads at most so many octets of the beginning of the message in a file, into `room`.
fn beginning<'r>(
    mailbox: &MailboxName,
    message: &MessageRef,
    place: &Place,
    mut file: File,
    most: usize,
    room: &'r mut Vec<u8>,
) -> std::io::Result<(Arrival, &'r [u8])> {
    room.resize(most, 0);
    let mut filled = 0;
    while let Some(rest) = room.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match file.read(rest) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    let name = place.text();
    let named = names::time(&name);
    // Who has read a file to its end knows how large it is: most need not be asked for.
    let about = if filled == room.len() || named.is_none() { Some(file.metadata()?) } else { None };
    let received = named.or_else(|| about.as_ref()?.modified().ok().map(local::seconds));
    let arrival = Arrival {
        mailbox: mailbox.clone(),
        message: message.clone(),
        received: received.unwrap_or(Timestamp::UNIX_EPOCH),
        size: local::size(about.map_or(filled as u64, |about| about.len())),
        flags: names::flags(&name),
    };
    Ok((arrival, room.get(..filled).unwrap_or_default()))
}

impl MailSource for Maildir {
    fn info(&self) -> SourceInfo {
        SourceInfo { id: self.id.clone(), label: self.label.clone(), can_move: true, server: None }
    }

    fn mailboxes(&mut self) -> Result<Vec<MailboxInfo>> {
        self.refresh()?;
        Ok(self.folders.list())
    }

    fn open(&mut self, mailbox: &MailboxName) -> Result<MailboxState> {
        let exists = local::size(self.listing(mailbox, true)?.len() as u64);
        Ok(MailboxState { uid_validity: VALIDITY, uid_next: None, mod_seq: None, exists, read_only: false })
    }

    fn sync(
        &mut self,
        mailbox: &MailboxName,
        known: &Known,
        take: &mut dyn FnMut(Batch) -> ControlFlow<()>,
    ) -> Result<SyncPoint> {
        let listing = self.listing(mailbox, true)?;
        let mut gone: Vec<MessageRef> = known.messages.keys().filter(|m| !listing.contains_key(*m)).cloned().collect();
        if !gone.is_empty() {
            // A file that is renamed while the directory is read can be missed: look twice before saying it is gone.
            let listing = self.listing(mailbox, true)?;
            gone.retain(|m| !listing.contains_key(m));
        }
        let listing = self.take_listing(mailbox)?;
        let synced = self.read_new(mailbox, known, &listing, gone, take);
        self.listed.get_or_insert_with(|| (mailbox.clone(), listing));
        synced
    }

    fn excerpts(
        &mut self,
        mailbox: &MailboxName,
        messages: &[MessageRef],
        take: &mut dyn FnMut(MessageRef, Box<str>) -> ControlFlow<()>,
    ) -> Result<()> {
        let folder = self.folder(mailbox)?;
        let listing = self.listing(mailbox, false)?;
        let files: Vec<(&MessageRef, Option<Place>)> = messages.iter().map(|m| (m, listing.get(m).cloned())).collect();
        let (cancel, parts) = (self.cancel.clone(), Parts::of(&folder));
        let excerpt = |(message, place): &(&MessageRef, Option<Place>), room: &mut Vec<u8>| {
            let place = place.as_ref().filter(|_| !cancel.is_cancelled())?;
            let read = parts.file(place).and_then(|file| beginning(mailbox, message, place, file, PREFIX, room));
            read.ok().map(|(_, octets)| parse::excerpt(octets))
        };
        let mut outcome = Ok(());
        let mut messages = messages.iter();
        local::in_order(&files, excerpt, |text| {
            let (Some(message), Ok(())) = (messages.next(), self.cancel.check()) else { return ControlFlow::Break(()) };
            // Another program renamed its file, perhaps.
            let read = text.map_or_else(|| self.excerpt(mailbox, message), Ok);
            match read {
                Ok(text) => take(message.clone(), text),
                Err(SourceError::Gone { .. }) => ControlFlow::Continue(()),
                Err(error) => {
                    outcome = Err(error);
                    ControlFlow::Break(())
                }
            }
        });
        outcome?;
        Ok(self.cancel.check()?)
    }

    fn read(&mut self, mailbox: &MailboxName, message: &MessageRef, limit: u64) -> Result<Vec<u8>> {
        let octets = self.with_file(mailbox, message, |_, path| {
            let mut file = File::open(path)?;
            local::read_at(&mut file, 0, limit.saturating_add(1))
        })?;
        local::within(octets, limit)
    }

    fn create(&mut self, mailbox: &MailboxName) -> Result<()> {
        self.refresh()?;
        if self.folders.path(mailbox).is_ok() {
            return Ok(());
        }
        let path = self.folders.place(mailbox)?;
        write::make_folder(&path, path.parent() == Some(&self.root)).map_err(|e| SourceError::io(&path, &e))?;
        self.refresh()
    }

    fn move_messages(&mut self, from: &MailboxName, uid_validity: u32, messages: &[MessageRef], to: &MailboxName) -> MoveOutcome {
        let mut outcome = MoveOutcome::default();
        let result = if uid_validity == VALIDITY {
            self.move_all(from, messages, to, &mut outcome)
        } else {
            Err(SourceError::Rebuilt { mailbox: from.to_string() })
        };
        outcome.error = result.err();
        outcome
    }

    /// By link and removal: see [`moving`].
    fn moves_by_copy(&mut self) -> Result<bool> {
        Ok(true)
    }

    /// Not needed: a move tried again completes one that was cut.
    fn remove_copied(&mut self, _: &MailboxName, _: u32, _: &[MessageRef]) -> Result<Vec<MessageRef>> {
        Err(SourceError::Unsupported)
    }

    fn keep(
        &mut self,
        mailbox: &MailboxName,
        uid_validity: u32,
        messages: &[MessageRef],
        to: &MailboxName,
    ) -> Result<Vec<MessageRef>> {
        if uid_validity != VALIDITY {
            return Err(SourceError::Rebuilt { mailbox: mailbox.to_string() });
        }
        let target = self.folder(to)?;
        let taken = self.list(&target)?;
        for message in messages {
            self.cancel.check()?;
            let names =
                std::iter::once(message.clone()).chain((0..).map(|n| MessageRef::new(&names::fresh(message.as_str(), n))));
            for twin in names.map_while(|name| taken.get(&name)) {
                match self.take_back(mailbox, message, &twin.path(&target)) {
                    Ok(false) => {}
                    Ok(true) | Err(SourceError::Gone { .. }) => break,
                    Err(error) => return Err(error),
                }
            }
        }
        let listing = self.listing(mailbox, true)?;
        Ok(messages.iter().filter(|m| listing.contains_key(*m)).cloned().collect())
    }

    fn look_anew(&mut self) {}

    fn present(&mut self, mailbox: &MailboxName, messages: &[MessageRef]) -> Result<Vec<MessageRef>> {
        let listing = self.listing(mailbox, true)?;
        Ok(messages.iter().filter(|m| listing.contains_key(*m)).cloned().collect())
    }

    fn find(&mut self, mailbox: &MailboxName, _since: Option<u32>, wanted: &[Fingerprint]) -> Result<Vec<Option<MessageRef>>> {
        let folder = self.folder(mailbox)?;
        let listing = self.listing(mailbox, true)?;
        let files: Vec<(MessageRef, PathBuf)> =
            listing.iter().map(|(message, place)| (message.clone(), place.path(&folder))).collect();
        let size = |(_, path): &(MessageRef, PathBuf)| path.metadata().map_or(0, |m| local::size(m.len()));
        local::find(wanted, files, size, |(message, _)| {
            self.cancel.check()?;
            let read = self.with_file(mailbox, message, |place, path| {
                let mut room = Vec::new();
                let (arrival, octets) = beginning(mailbox, message, place, File::open(path)?, PREFIX / 4, &mut room)?;
                Ok(parse::envelope(arrival, octets, false))
            });
            match read {
                Ok(envelope) => Ok(Some(envelope)),
                Err(SourceError::Gone { .. }) => Ok(None),
                Err(error) => Err(error),
            }
        })
    }
}

impl Maildir {
    /// The beginning of a text, where its file was not at its place.
    fn excerpt(&mut self, mailbox: &MailboxName, message: &MessageRef) -> Result<Box<str>> {
        self.with_file(mailbox, message, |place, path| {
            beginning(mailbox, message, place, File::open(path)?, PREFIX, &mut Vec::new())
                .map(|(_, octets)| parse::excerpt(octets))
        })
    }
}

/// When a message was delivered, in seconds.
fn when(place: &Place, folder: &Path) -> i64 {
    names::seconds(&place.text()).unwrap_or_else(|| {
        let modified = place.path(folder).metadata().and_then(|m| m.modified());
        modified.map_or(0, |time| local::seconds(time).as_second())
    })
}

/// What stopped a move, in words of mailboxes.
fn blame(path: PathBuf, kind: ErrorKind, detail: String, to: &MailboxName) -> SourceError {
    match kind {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => SourceError::ReadOnly { mailbox: to.to_string() },
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => SourceError::OverQuota { said: detail },
        _ => SourceError::Io { path, kind, detail },
    }
}

#[cfg(test)]
mod tests;
