//! A folder of .eml files, or a single one, as a source: read only.

use super::local::{self, Batches};
use super::{Batch, Cancel, Change, Fingerprint, Known, MailSource, MailboxState, Result, SourceError, SourceInfo, SyncPoint};
use crate::mail::parse::{self, Arrival, PREFIX};
use crate::mail::{Envelope, Flags, MailboxInfo, MailboxName, MessageRef};
use std::fs::File;
use std::ops::ControlFlow;
use std::path::{Component, Path, PathBuf};

/// Folders inside one another that are walked.
const MAX_DEPTH: usize = 32;

pub struct Eml {
    /// The folder, or the folder of the single file.
    root: PathBuf,
    /// The one file, where it is one.
    single: Option<PathBuf>,
    id: String,
    label: String,
    cancel: Cancel,
}

impl Eml {
    /// Opens a folder with messages in it, one a file, or one such file.
    pub fn open(path: &Path, cancel: Cancel) -> Result<Self> {
        let error = |e: std::io::Error| SourceError::io(path, &e);
        let canonical = path.canonicalize().map_err(error)?;
        let id = format!("eml:{}", canonical.display());
        let single = canonical.is_file().then(|| canonical.clone());
        let root = match &single {
            Some(file) => file.parent().map_or_else(PathBuf::new, Path::to_owned),
            None => canonical,
        };
        let source = Self { root, single, id, label: path.display().to_string(), cancel };
        if source.files()?.is_empty() {
            return Err(SourceError::NotMail { path: path.to_owned() });
        }
        Ok(source)
    }

    /// Relative paths of the messages, sorted. A file counts by its ending, or, with none that means another kind of
    /// file, by what it begins with.
    fn files(&self) -> Result<Vec<PathBuf>> {
        if let Some(file) = &self.single {
            let there = is_message(file);
            return Ok(file.file_name().map(PathBuf::from).filter(|_| there).into_iter().collect());
        }
        let mut files = Vec::new();
        let mut open = vec![(PathBuf::new(), 0)];
        while let Some((folder, depth)) = open.pop() {
            let path = self.root.join(&folder);
            let entries = match std::fs::read_dir(&path) {
                // A folder inside that is not ours to read is passed over; the folder itself must be.
                Err(_) if depth > 0 => continue,
                entries => entries.map_err(|e| SourceError::io(&path, &e))?,
            };
            for entry in entries {
                self.cancel.check()?;
                let entry = entry.map_err(|e| SourceError::io(&path, &e))?;
                let relative = folder.join(entry.file_name());
                // What a link points to is not part of the folder.
                match entry.file_type() {
                    Ok(kind) if kind.is_dir() && depth < MAX_DEPTH => open.push((relative, depth + 1)),
                    Ok(kind) if kind.is_file() && is_message(&entry.path()) => files.push(relative),
                    _ => {}
                }
            }
        }
        files.sort();
        Ok(files)
    }

    /// The file a place names; never outside of the folder.
    fn path(&self, place: &MessageRef) -> Result<PathBuf> {
        let relative = Path::new(place.as_str());
        let inside = relative.components().all(|c| matches!(c, Component::Normal(_)));
        let path = self.root.join(relative);
        if inside && path.symlink_metadata().is_ok_and(|m| m.is_file()) {
            Ok(path)
        } else {
            Err(SourceError::Gone { place: place.to_string() })
        }
    }

    fn envelope(&self, mailbox: &MailboxName, relative: &Path, with_text: bool) -> Result<(Envelope, u64)> {
        let path = self.root.join(relative);
        let error = |e: std::io::Error| SourceError::io(&path, &e);
        let mut file = File::open(&path).map_err(error)?;
        let about = file.metadata().map_err(error)?;
        let octets = local::read_at(&mut file, 0, PREFIX as u64).map_err(error)?;
        let received = match parse::received_or_date(&octets) {
            Some(time) => time,
            None => local::seconds(about.modified().map_err(error)?),
        };
        let arrival = Arrival {
            mailbox: mailbox.clone(),
            message: place(relative),
            received,
            size: local::size(about.len()),
            flags: Flags::empty(),
        };
        Ok((parse::envelope(arrival, &octets, with_text), octets.len() as u64))
    }
}

impl MailSource for Eml {
    fn info(&self) -> SourceInfo {
        SourceInfo { id: self.id.clone(), label: self.label.clone(), can_move: false, server: None }
    }

    fn mailboxes(&mut self) -> Result<Vec<MailboxInfo>> {
        Ok(local::only_inbox())
    }

    fn open(&mut self, mailbox: &MailboxName) -> Result<MailboxState> {
        local::inbox_only(mailbox)?;
        let exists = local::size(self.files()?.len() as u64);
        Ok(MailboxState { uid_validity: 1, uid_next: None, mod_seq: None, exists, read_only: true })
    }

    /// A path names the same file as before: what is known is not read again.
    fn sync(
        &mut self,
        mailbox: &MailboxName,
        known: &Known,
        take: &mut dyn FnMut(Batch) -> ControlFlow<()>,
    ) -> Result<SyncPoint> {
        local::inbox_only(mailbox)?;
        let point = SyncPoint { uid_validity: 1, uid_next: 1, mod_seq: None };
        let files = self.files()?;
        let places: std::collections::BTreeSet<MessageRef> = files.iter().map(|f| place(f)).collect();
        let new: Vec<&PathBuf> = files.iter().filter(|f| !known.messages.contains_key(&place(f))).collect();
        let mut batches = Batches::new(Some(new.len() as u64), take);
        for gone in known.messages.keys().filter(|place| !places.contains(place)) {
            if batches.push(Change::Gone(gone.clone()), 0, point).is_break() {
                return Ok(point);
            }
        }
        let (mut outcome, mut enough) = (Ok(()), false);
        let read = |relative: &&PathBuf, _: &mut Vec<u8>| {
            self.cancel.check()?;
            self.envelope(mailbox, relative, true).map(|(envelope, octets)| (local::looked_at(envelope, known), octets))
        };
        local::in_order(&new, read, |read| match read {
            Ok((new, octets)) => {
                let flow = batches.push_new(new, octets, point);
                enough = flow.is_break();
                flow
            }
            // Deleted since the folder was listed.
            Err(SourceError::Io { kind: std::io::ErrorKind::NotFound, .. }) => ControlFlow::Continue(()),
            Err(error) => {
                outcome = Err(error);
                ControlFlow::Break(())
            }
        });
        outcome?;
        if enough {
            return Ok(point);
        }
        // It may break off here too: all is read.
        let _ = batches.flush(point);
        Ok(point)
    }

    fn read(&mut self, mailbox: &MailboxName, message: &MessageRef, limit: u64) -> Result<Vec<u8>> {
        local::inbox_only(mailbox)?;
        local::read_whole(&self.path(message)?, limit)
    }

    fn look_anew(&mut self) {}

    fn present(&mut self, mailbox: &MailboxName, messages: &[MessageRef]) -> Result<Vec<MessageRef>> {
        local::inbox_only(mailbox)?;
        Ok(messages.iter().filter(|m| self.path(m).is_ok()).cloned().collect())
    }

    fn find(&mut self, mailbox: &MailboxName, _since: Option<u32>, wanted: &[Fingerprint]) -> Result<Vec<Option<MessageRef>>> {
        local::inbox_only(mailbox)?;
        let size = |relative: &PathBuf| self.root.join(relative).metadata().map_or(0, |m| local::size(m.len()));
        local::find(wanted, self.files()?, size, |relative| match self.envelope(mailbox, relative, false) {
            Ok((envelope, _)) => Ok(Some(envelope)),
            // Deleted since the folder was listed.
            Err(SourceError::Io { kind: std::io::ErrorKind::NotFound, .. }) => Ok(None),
            Err(error) => Err(error),
        })
    }
}

/// The relative path with `/` on every system.
fn place(relative: &Path) -> MessageRef {
    let parts: Vec<_> = relative.components().map(|c| c.as_os_str().to_string_lossy()).collect();
    MessageRef::new(&parts.join("/"))
}

/// Whether a file in a folder is a message: .eml says so; other endings are asked by what they begin with.
pub fn is_message(path: &Path) -> bool {
    const OTHERS: [&str; 10] = ["msf", "dat", "zip", "pdf", "html", "mbox", "json", "sqlite", "xz", "gz"];
    let ending = path.extension().map(|e| e.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    match ending.as_str() {
        "eml" => true,
        other if OTHERS.contains(&other) => false,
        _ => begins_as_mail(path).unwrap_or(false),
    }
}

/// Whether a file begins with a header block.
pub fn begins_as_mail(path: &Path) -> std::io::Result<bool> {
    let mut file = File::open(path)?;
    Ok(parse::looks_like_mail(&local::read_at(&mut file, 0, 16 * 1024)?))
}
