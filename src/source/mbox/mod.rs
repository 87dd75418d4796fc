//! An mbox file as a source: all four dialects, read only, in constant memory.
//!
//! The dialects differ in how they keep a body's line "From ..." from being taken for the next message (see
//! [`Dialect`]). The file doesn't say which one it is; what a Content-Length is worth ([`Lengths`]) and what quoting is to be
//! undone is decided message by message.

pub mod from_line;
mod scan;

use super::finder::Finder;
use super::local::{self, Batches};
use super::{Batch, Cancel, Change, Fingerprint, Known, MailSource, MailboxState, Result, SourceError, SourceInfo, SyncPoint};
use crate::mail::parse::{self, Arrival, PREFIX};
use crate::mail::{Flags, MailboxInfo, MailboxName, MessageRef};
use scan::{Entry, Lengths, Scanner};
use std::fs::File;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// Octets hashed to see whether a file still is the one it was.
const PRINT: u64 = 1024;
/// Octets of the first message in which its Content-Length is looked for.
const HEADER: u64 = 32 * 1024;

/// How a body's lines that look like a From_ line are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// "From " becomes ">From "; nothing else is quoted, so that reading can't always undo it.
    Mboxo,
    /// Every ">"* "From " gets one more ">"; reading takes one away.
    Mboxrd,
    /// Quoted as mboxrd, and with a Content-Length of the quoted body.
    Mboxcl,
    /// Not quoted; Content-Length alone says where the body ends.
    Mboxcl2,
}

pub struct Mbox {
    path: PathBuf,
    id: String,
    dialect: Option<Dialect>,
    cancel: Cancel,
    /// The file's size and its messages at the last count.
    counted: Option<(u64, u32)>,
}

impl Mbox {
    /// Opens a file that begins with a From_ line; an empty file is an empty mailbox.
    pub fn open(path: &Path, cancel: Cancel) -> Result<Self> {
        let error = |e: std::io::Error| SourceError::io(path, &e);
        let mut file = File::open(path).map_err(error)?;
        let head = local::read_at(&mut file, 0, PRINT).map_err(error)?;
        if !head.is_empty() && !begins_as_mbox(&head) {
            return Err(SourceError::NotMail { path: path.to_owned() });
        }
        let canonical = path.canonicalize().map_err(error)?;
        let id = format!("mbox:{}", canonical.display());
        Ok(Self { path: path.to_owned(), id, dialect: None, cancel, counted: None })
    }

    /// The same, for a file whose dialect is known.
    pub fn open_as(path: &Path, dialect: Dialect, cancel: Cancel) -> Result<Self> {
        Ok(Self { dialect: Some(dialect), ..Self::open(path, cancel)? })
    }

    fn error(&self, error: &std::io::Error) -> SourceError {
        SourceError::io(&self.path, error)
    }

    fn file(&self) -> Result<(File, u64)> {
        let file = File::open(&self.path).map_err(|e| self.error(&e))?;
        let length = file.metadata().map_err(|e| self.error(&e))?.len();
        Ok((file, length))
    }

    fn scanner(&self, offset: u64) -> Result<(Scanner<File>, u64)> {
        let (mut file, length) = self.file()?;
        let lengths = match self.dialect {
            Some(Dialect::Mboxo | Dialect::Mboxrd) => Lengths::Ignored,
            Some(Dialect::Mboxcl | Dialect::Mboxcl2) => Lengths::Believed,
            None => Lengths::Checked { first: self.first_has_length(&mut file)? },
        };
        Ok((Scanner::new(file, offset, length, lengths).map_err(|e| self.error(&e))?, length))
    }

    /// Whether the file's first message has a Content-Length.
    fn first_has_length(&self, file: &mut File) -> Result<bool> {
        let head = local::read_at(file, 0, HEADER).map_err(|e| self.error(&e))?;
        let header = memchr::memchr(b'\n', head.trim_ascii_start()).and_then(|end| head.trim_ascii_start().get(end + 1..));
        Ok(header.is_some_and(|header| parse::raw_field(header, "content-length").is_some()))
    }

    /// Every message from `offset` on, until `each` breaks off. Says where the scan ended.
    fn walk(&self, offset: u64, mut each: impl FnMut(&Entry) -> Result<ControlFlow<()>>) -> Result<u64> {
        let (mut scanner, _) = self.scanner(offset)?;
        let mut at = offset;
        while let Some(entry) = scanner.next().map_err(|e| self.error(&e))? {
            self.cancel.check()?;
            if each(&entry)?.is_break() {
                return Ok(entry.start);
            }
            at = entry.end;
        }
        Ok(at)
    }

    /// A value that changes when the file's beginning does: the From_ line and header block of its first message, at most
    /// [`PRINT`] octets, so that appending leaves it alone.
    fn validity(&self, file: &mut File) -> Result<u32> {
        let head = local::read_at(file, 0, PRINT).map_err(|e| self.error(&e))?;
        let end = memchr::memmem::find(&head, b"\n\n").or_else(|| memchr::memmem::find(&head, b"\n\r\n"));
        Ok(local::hash(head.get(..end.unwrap_or(head.len())).unwrap_or(&head)))
    }

    /// A print of the octets before `offset`.
    fn print_before(&self, file: &mut File, offset: u64) -> Result<u32> {
        let from = offset.saturating_sub(PRINT);
        local::read_at(file, from, offset - from).map(|o| local::hash(&o)).map_err(|e| self.error(&e))
    }

    /// The point after everything before `end` was read.
    fn point(&self, file: &mut File, uid_validity: u32, end: u64) -> Result<SyncPoint> {
        Ok(SyncPoint { uid_validity, uid_next: self.print_before(file, end)?, mod_seq: Some(end) })
    }

    /// Where to go on, if all before is as it was: what follows the old end is nothing, or a From_ line.
    fn resume(&self, file: &mut File, length: u64, point: &SyncPoint) -> Result<Option<u64>> {
        let Some(offset) = point.mod_seq.filter(|offset| *offset <= length) else { return Ok(None) };
        if point.uid_validity != self.validity(file)? || point.uid_next != self.print_before(file, offset)? {
            return Ok(None);
        }
        let head = local::read_at(file, offset, 64).map_err(|e| self.error(&e))?;
        Ok((head.trim_ascii().is_empty() || begins_as_mbox(&head)).then_some(offset))
    }

    /// The entry at the place a [`MessageRef`] names.
    fn entry(&self, place: &MessageRef) -> Result<Entry> {
        let gone = || SourceError::Gone { place: place.to_string() };
        let offset: u64 = place.as_str().parse().map_err(|_| gone())?;
        let (mut scanner, _) = self.scanner(offset)?;
        let entry = scanner.next().map_err(|e| self.error(&e))?;
        entry.filter(|e| e.start == offset).ok_or_else(gone)
    }

    fn arrival(&self, mailbox: &MailboxName, entry: &Entry, head: &[u8]) -> Result<Arrival> {
        let received = if let Some(time) = entry.time.or_else(|| parse::received_or_date(head)) {
            time
        } else {
            let modified = std::fs::metadata(&self.path).and_then(|m| m.modified());
            modified.map(local::seconds).map_err(|e| self.error(&e))?
        };
        Ok(Arrival {
            mailbox: mailbox.clone(),
            message: place(entry),
            received,
            size: local::size(entry.end - entry.message),
            flags: flags(head),
        })
    }
}

impl MailSource for Mbox {
    fn info(&self) -> SourceInfo {
        SourceInfo { id: self.id.clone(), label: self.path.display().to_string(), can_move: false, server: None }
    }

    fn mailboxes(&mut self) -> Result<Vec<MailboxInfo>> {
        Ok(local::only_inbox())
    }

    fn open(&mut self, mailbox: &MailboxName) -> Result<MailboxState> {
        local::inbox_only(mailbox)?;
        let (mut file, length) = self.file()?;
        let exists = match self.counted {
            Some((at, count)) if at == length => count,
            _ => {
                let mut count = 0;
                self.walk(0, |_| {
                    count += 1;
                    Ok(ControlFlow::Continue(()))
                })?;
                self.counted = Some((length, count));
                count
            }
        };
        let uid_validity = self.validity(&mut file)?;
        Ok(MailboxState { uid_validity, uid_next: None, mod_seq: None, exists, read_only: true })
    }

    /// The point it returns holds in `mod_seq` the offset up to which the file was read, and in `uid_next` a print of
    /// the octets before.
    fn sync(
        &mut self,
        mailbox: &MailboxName,
        known: &Known,
        take: &mut dyn FnMut(Batch) -> ControlFlow<()>,
    ) -> Result<SyncPoint> {
        local::inbox_only(mailbox)?;
        let (mut file, length) = self.file()?;
        let validity = self.validity(&mut file)?;
        let resumed = match &known.point {
            Some(point) => self.resume(&mut file, length, point)?,
            None => None,
        };
        let afresh = known.point.is_some() && resumed.is_none();
        let total = self.counted.filter(|(at, _)| *at == length && resumed.is_none()).map(|(_, count)| u64::from(count));
        let mut batches = Batches::new(total, take);
        if afresh {
            batches.add(Change::Afresh, 0);
        }
        let mut broken = false;
        let end = self.walk(resumed.unwrap_or(0), |entry| {
            // Broken off after the message before this one: the walk ends where this one begins.
            if broken {
                return Ok(ControlFlow::Break(()));
            }
            let place = place(entry);
            if !afresh && known.messages.contains_key(&place) {
                return Ok(ControlFlow::Continue(()));
            }
            let octets = local::read_at(&mut file, entry.message, (entry.end - entry.message).min(PREFIX as u64))
                .map_err(|e| self.error(&e))?;
            let envelope = parse::envelope(self.arrival(mailbox, entry, &octets)?, &octets, true);
            if batches.add(Change::New(Box::new(envelope)), octets.len() as u64) {
                let resume = self.point(&mut file, validity, entry.end)?;
                broken = batches.flush(resume).is_break();
            }
            Ok(ControlFlow::Continue(()))
        })?;
        let point = self.point(&mut file, validity, end)?;
        if !broken {
            // It may break off here too: all is read.
            let _ = batches.flush(point);
        }
        Ok(point)
    }

    fn read(&mut self, mailbox: &MailboxName, message: &MessageRef, limit: u64) -> Result<Vec<u8>> {
        local::inbox_only(mailbox)?;
        let entry = self.entry(message)?;
        if entry.end - entry.message > limit {
            return Err(SourceError::Limit { what: "message", limit });
        }
        let (mut file, _) = self.file()?;
        let octets = local::read_at(&mut file, entry.message, entry.end - entry.message).map_err(|e| self.error(&e))?;
        Ok(unquoted(octets, self.dialect.unwrap_or(if entry.counted { Dialect::Mboxcl } else { Dialect::Mboxrd })))
    }

    fn look_anew(&mut self) {}

    fn present(&mut self, mailbox: &MailboxName, messages: &[MessageRef]) -> Result<Vec<MessageRef>> {
        local::inbox_only(mailbox)?;
        let mut there = Vec::new();
        for message in messages {
            match self.entry(message) {
                Ok(_) => there.push(message.clone()),
                Err(SourceError::Gone { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(there)
    }

    fn find(&mut self, mailbox: &MailboxName, _since: Option<u32>, wanted: &[Fingerprint]) -> Result<Vec<Option<MessageRef>>> {
        local::inbox_only(mailbox)?;
        let mut finder = Finder::new(wanted);
        let (mut file, _) = self.file()?;
        self.walk(0, |entry| {
            let size = local::size(entry.end - entry.message);
            if finder.may_match(size) {
                let octets =
                    local::read_at(&mut file, entry.message, u64::from(size).min(PREFIX as u64)).map_err(|e| self.error(&e))?;
                let envelope = parse::envelope(self.arrival(mailbox, entry, &octets)?, &octets, false);
                finder.offer(&envelope.message, &envelope.message_id, size, envelope.received);
            }
            Ok(if finder.is_done() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
        })?;
        Ok(finder.found())
    }
}

/// Whether octets begin with a From_ line, blank lines before it forgiven.
pub fn begins_as_mbox(head: &[u8]) -> bool {
    head.trim_ascii_start().starts_with(b"From ")
}

fn place(entry: &Entry) -> MessageRef {
    MessageRef::new(&entry.start.to_string())
}

/// Flags as mbox programs keep them: Status and X-Status.
fn flags(head: &[u8]) -> Flags {
    let read = |name: &str| parse::raw_field(head, name).unwrap_or_default();
    let (status, more) = (read("status"), read("x-status"));
    let marks = [
        (status.contains('R'), Flags::SEEN),
        (more.contains('A'), Flags::ANSWERED),
        (more.contains('F'), Flags::FLAGGED),
        (more.contains('D'), Flags::DELETED),
        (more.contains('T'), Flags::DRAFT),
    ];
    marks.iter().filter(|(set, _)| *set).fold(Flags::empty(), |all, (_, flag)| all.with(*flag))
}

/// Undoes the quoting of lines that look like a From_ line.
fn unquoted(octets: Vec<u8>, dialect: Dialect) -> Vec<u8> {
    if dialect == Dialect::Mboxcl2 {
        return octets;
    }
    let header = parse::headers_block_len(&octets);
    let body = octets.get(header..).unwrap_or_default();
    // A line "From " that stands there unquoted: whoever wrote this does not quote.
    if dialect == Dialect::Mboxcl && (body.starts_with(b"From ") || memchr::memmem::find(body, b"\nFrom ").is_some()) {
        return octets;
    }
    if memchr::memmem::find(body, b">From ").is_none() {
        return octets;
    }
    let mut out = Vec::with_capacity(octets.len());
    out.extend_from_slice(octets.get(..header).unwrap_or_default());
    for line in body.split_inclusive(|b| *b == b'\n') {
        let marks = line.iter().take_while(|b| **b == b'>').count();
        let quoted = marks > 0 && line.get(marks..).is_some_and(|rest| rest.starts_with(b"From "));
        let undo = quoted && (dialect != Dialect::Mboxo || marks == 1);
        out.extend_from_slice(line.get(usize::from(undo)..).unwrap_or_default());
    }
    out
}

#[cfg(test)]
mod tests;
