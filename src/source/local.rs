//! What the sources on this machine's disk share.

use super::finder::Finder;
use super::{Batch, Change, Fingerprint, Known, Result, SourceError, SyncPoint};
use crate::mail::parse::{self, Arrival};
use crate::mail::{Envelope, MailboxInfo, MailboxName, MessageRef, SpecialUse};
use crate::triage::{Looker, Seen};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::io::{Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;
use std::sync::mpsc::channel;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::SystemTime;

/// Messages handed over at a time.
const BATCH: usize = 200;

/// Collects what a sync finds and hands it over in batches.
pub struct Batches<'t> {
    take: &'t mut dyn FnMut(Batch) -> ControlFlow<()>,
    batch: Batch,
}

impl<'t> Batches<'t> {
    pub fn new(total: Option<u64>, take: &'t mut dyn FnMut(Batch) -> ControlFlow<()>) -> Self {
        Self { take, batch: Batch { total, ..Batch::default() } }
    }

    /// Adds a change; `octets` is what was read for it. Says whether it is time to hand over.
    pub fn add(&mut self, change: Change, octets: u64) -> bool {
        self.batch.done += u64::from(matches!(change, Change::New(_)));
        self.batch.octets += octets;
        self.batch.changes.push(change);
        self.batch.changes.len() >= BATCH
    }

    /// Adds a new message, and what was seen of it where it was looked at.
    pub fn add_new(&mut self, (envelope, seen): New, octets: u64) -> bool {
        self.batch.seen.extend(seen);
        self.add(Change::New(envelope), octets)
    }

    /// Hands over what there is; `resume` is where a sync can go on once that is stored.
    pub fn flush(&mut self, resume: SyncPoint) -> ControlFlow<()> {
        if self.batch.changes.is_empty() {
            return ControlFlow::Continue(());
        }
        self.batch.resume = Some(resume);
        let Batch { done, total, octets, .. } = self.batch;
        let rest = Batch { done, total, octets, ..Batch::default() };
        (self.take)(std::mem::replace(&mut self.batch, rest))
    }

    /// Adds a change and hands over when it is time, for sources whose point never changes.
    pub fn push(&mut self, change: Change, octets: u64, resume: SyncPoint) -> ControlFlow<()> {
        if self.add(change, octets) { self.flush(resume) } else { ControlFlow::Continue(()) }
    }

    /// The same for a new message.
    pub fn push_new(&mut self, new: New, octets: u64, resume: SyncPoint) -> ControlFlow<()> {
        if self.add_new(new, octets) { self.flush(resume) } else { ControlFlow::Continue(()) }
    }
}

/// A message that was read, and what was seen of it. Boxed, so that the thread that read it moves it where it stays.
pub type New = (Box<Envelope>, Option<Seen>);

/// Looks at a message where that is asked for.
pub fn looked_at(envelope: Envelope, known: &Known) -> New {
    let seen = known.look.as_ref().map(|looker| looker.look(&envelope));
    (Box::new(envelope), seen)
}

/// A message by its headers, looked at where that is asked for. Its text is read too where its headers, in a flood, would leave a doubt: what
/// becomes of it must not hang on what came before it was read.
pub fn by_headers(arrival: Arrival, octets: &[u8], look: Option<&Looker>) -> New {
    let Some(looker) = look else { return (Box::new(parse::envelope(arrival, octets, false)), None) };
    let mut seen = None;
    let envelope =
        parse::envelope_where(arrival, octets, |headers| looker.leaves_a_doubt(headers, seen.insert(looker.look(headers))));
    let mut seen = seen.unwrap_or_else(|| looker.look(&envelope));
    if let Some(text) = &envelope.excerpt {
        looker.read(&mut seen, text);
    }
    (Box::new(envelope), Some(seen))
}

/// Items that a thread works on before it hands over what it has, such stretches that are under way or wait to be taken (of all
/// threads together), and threads at most.
const STRETCH: usize = 64;
const UNDER_WAY: usize = 16;
const THREADS: usize = 8;

/// Does `work` for each item, on all cores, and gives the results to `take` in the items' order. Results that nobody took yet do not
/// fill the memory: they are of `UNDER_WAY` stretches at most. Each thread has room of its own to read into, again and again the same.
///
/// A thread that the system lets wait does not hold up the others before they have come so far: each takes the next stretch that
/// nobody has.
pub fn in_order<I: Sync, T: Send>(
    items: &[I],
    work: impl Fn(&I, &mut Vec<u8>) -> T + Sync,
    mut take: impl FnMut(T) -> ControlFlow<()>,
) {
    let cores = thread::available_parallelism().map_or(1, usize::from).min(THREADS);
    // Of few items, too, each thread has some.
    let stretches = items.chunks(items.len().div_ceil(cores).clamp(1, STRETCH));
    let count = stretches.len();
    let (order, ordered) = channel();
    let ordered = Mutex::new(ordered);
    let next = || ordered.lock().unwrap_or_else(PoisonError::into_inner).recv().ok();
    let (done, results) = channel();
    thread::scope(|scope| {
        let (work, next) = (&work, &next);
        for done in std::iter::repeat_n(done, cores.min(count)) {
            scope.spawn(move || {
                let mut room = Vec::new();
                while let Some((number, stretch)) = next() {
                    let stretch: &[I] = stretch;
                    let all = || stretch.iter().map(|item| work(item, &mut room)).collect::<Vec<_>>();
                    // A panic is the caller's: it would wait for this stretch.
                    let result = catch_unwind(AssertUnwindSafe(all));
                    // Nobody waits for the rest after a break.
                    if done.send((number, result)).is_err() {
                        break;
                    }
                }
            });
        }
        // They end with the closure, whatever ends it, and the threads with them.
        let (order, results) = (order, results);
        let mut stretches = stretches.enumerate();
        let mut more = |room: usize| {
            for stretch in stretches.by_ref().take(room) {
                // The other end lives here: it takes everything.
                let _ = order.send(stretch);
            }
        };
        more(UNDER_WAY);
        let mut early = BTreeMap::new();
        for number in 0..count {
            let result = loop {
                if let Some(result) = early.remove(&number) {
                    break result;
                }
                let Ok((other, result)) = results.recv() else { return };
                early.insert(other, result);
            };
            more(1);
            let results = result.unwrap_or_else(|panic| resume_unwind(panic));
            if results.into_iter().try_for_each(&mut take).is_break() {
                return;
            }
        }
    });
}

/// Looks for messages by fingerprint among files: reads those only whose size fits. `envelope` answers None for a file that
/// is not there any more.
pub fn find<P>(
    wanted: &[Fingerprint],
    files: impl IntoIterator<Item = P>,
    size: impl Fn(&P) -> u32,
    mut envelope: impl FnMut(&P) -> Result<Option<Envelope>>,
) -> Result<Vec<Option<MessageRef>>> {
    let mut finder = Finder::new(wanted);
    for file in files {
        if finder.is_done() {
            break;
        }
        if finder.may_match(size(&file))
            && let Some(envelope) = envelope(&file)?
        {
            finder.offer(&envelope.message, &envelope.message_id, envelope.size, envelope.received);
        }
    }
    Ok(finder.found())
}

/// FNV-1a, folded to 32 bits and never 0: tells whether octets are the same as before. No defence against forgery.
pub fn hash(octets: &[u8]) -> u32 {
    let hash = octets.iter().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3));
    ((hash ^ (hash >> 32)) as u32).max(1)
}

/// Up to `length` octets from `offset`.
pub fn read_at(file: &mut (impl Read + Seek), offset: u64, length: u64) -> std::io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(offset))?;
    let mut octets = Vec::with_capacity(usize::try_from(length.min(1 << 20)).unwrap_or(0));
    file.take(length).read_to_end(&mut octets)?;
    Ok(octets)
}

/// The whole of a file, refused past `limit`.
pub fn read_whole(path: &Path, limit: u64) -> Result<Vec<u8>> {
    let mut file = std::fs::File::open(path).map_err(|e| SourceError::io(path, &e))?;
    within(read_at(&mut file, 0, limit.saturating_add(1)).map_err(|e| SourceError::io(path, &e))?, limit)
}

/// Octets read up to one past the limit, refused where they are too many.
pub fn within(octets: Vec<u8>, limit: u64) -> Result<Vec<u8>> {
    if octets.len() as u64 > limit {
        return Err(SourceError::Limit { what: "message", limit });
    }
    Ok(octets)
}

/// Whole seconds: what every kind of source can say of an arrival.
pub fn seconds(time: SystemTime) -> Timestamp {
    let second = match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_secs()).unwrap_or(i64::MAX),
        Err(before) => -i64::try_from(before.duration().as_secs()).unwrap_or(i64::MAX),
    };
    Timestamp::from_second(second).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// The mailbox list of a source that is one heap of messages.
pub fn only_inbox() -> Vec<MailboxInfo> {
    vec![MailboxInfo { name: MailboxName::inbox(), separator: None, special: Some(SpecialUse::Inbox), selectable: true }]
}

/// Refuses every mailbox but the one such a source has.
pub fn inbox_only(mailbox: &MailboxName) -> Result<()> {
    if *mailbox == MailboxName::inbox() { Ok(()) } else { Err(SourceError::NoSuchMailbox { mailbox: mailbox.to_string() }) }
}

/// A size as envelopes hold it.
pub fn size(octets: u64) -> u32 {
    u32::try_from(octets).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
