//! The messages of a scan while they come in: every batch goes into the store and into memory, and now and then triage
//! looks at what is there so far. Runs beside the reading.

use super::{Error, Event, Picture};
use crate::mail::{Envelope, MailboxInfo, MailboxName, MessageKey, MessageRef, Packed, SpecialUse};
use crate::source::{Batch, Change, Known, SourceInfo, SyncPoint};
use crate::store::{EvidenceId, MailboxWriter, SourceId, Store, SyncState, print};
use crate::triage::{Context, Seen, Triage};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::panic::resume_unwind;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

/// The picture grows on the screen at most this often...
const GROWING: Duration = Duration::from_millis(350);
/// ...and triage takes at most this share of the time meanwhile (one in so many).
const SHARE: u32 = 4;

/// A message that an action moved away.
struct Evidence {
    id: EvidenceId,
    /// Where it was read.
    from: MailboxName,
    /// Where it lies now.
    message: Arc<Packed>,
}

/// One mailbox's messages, in mailbox order. Their texts are for triage alone, and stay in the store.
#[derive(Default)]
struct Gathered {
    messages: Vec<Arc<Packed>>,
    index: HashMap<MessageRef, usize>,
    /// Some of `messages` are gone: they are in `index` no more.
    holes: bool,
}

impl Gathered {
    /// Takes in a message, or, where it is known, how it is now. Says whether it is a new one.
    fn put(&mut self, message: Arc<Packed>) -> bool {
        if let Some(known) = self.index.get(&message.message).and_then(|at| self.messages.get_mut(*at)) {
            *known = message;
            return false;
        }
        self.index.insert(message.message.clone(), self.messages.len());
        self.messages.push(message);
        true
    }

    fn change(&mut self, message: &MessageRef, change: impl FnOnce(&mut Packed)) {
        if let Some(known) = self.index.get(message).and_then(|at| self.messages.get_mut(*at)) {
            change(Arc::make_mut(known));
        }
    }

    fn alive(&self) -> impl Iterator<Item = &Arc<Packed>> {
        let there = |(at, message): &(usize, &Arc<Packed>)| !self.holes || self.index.get(&message.message) == Some(at);
        self.messages.iter().enumerate().filter(there).map(|(_, message)| message)
    }
}

/// Stores a batch and takes it in. Says whether its messages were all new ones.
fn keep(mut write: MailboxWriter<'_>, gathered: &mut Gathered, batch: &Batch) -> Result<bool, Error> {
    let mut all_new = true;
    for change in &batch.changes {
        match change {
            Change::New(envelope) => {
                let message = Packed::of(envelope);
                write.put(&message, envelope.excerpt.as_deref())?;
                all_new &= gathered.put(Arc::new(message));
            }
            Change::Flags(message, flags) => {
                write.set_flags(message, *flags)?;
                gathered.change(message, |message| message.flags = *flags);
            }
            Change::Gone(message) => {
                write.remove(message)?;
                gathered.holes |= gathered.index.remove(message).is_some();
            }
            Change::Afresh => {
                write.afresh()?;
                *gathered = Gathered::default();
            }
        }
    }
    if let Some(resume) = batch.resume {
        write.set_state(state(resume))?;
    }
    write.commit()?;
    Ok(all_new)
}

/// Messages that are worth a thread of their own.
const WORTH_A_THREAD: usize = 100;

/// Takes messages into triage. Where the source has not `seen` them, they are looked at on all cores.
fn take_in(triage: &mut Triage, messages: &[&Envelope], seen: Vec<Seen>) {
    let seen = if seen.len() == messages.len() { seen } else { look_at(triage, messages) };
    for (message, seen) in messages.iter().zip(seen) {
        triage.push_seen(message, seen);
    }
}

fn look_at(triage: &Triage, messages: &[&Envelope]) -> Vec<Seen> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let share = messages.len().div_ceil(cores).max(WORTH_A_THREAD);
    thread::scope(|scope| {
        let look = |some: &[&Envelope]| some.iter().map(|message| triage.look(message)).collect::<Vec<_>>();
        let mut shares = messages.chunks(share);
        let own = shares.next();
        let others: Vec<_> = shares.map(|some| scope.spawn(move || look(some))).collect();
        let own = own.map(look);
        let others = others.into_iter().map(|other| other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        own.into_iter().chain(others).flatten().collect()
    })
}

/// From so many messages on, the picture no longer grows while they are read: the last one on the screen beside the next
/// would take more memory than a scan may. The counts go on.
const GROWS_TO: usize = 20_000;

/// Of no more messages, the newest, the text is asked for.
const MOST_TEXTS: usize = 20_000;
/// The same in the mailbox for junk.
const MOST_JUNK_TEXTS: usize = 500;

/// What has come in so far.
pub(super) struct Gathering<'a> {
    store: &'a mut Store,
    source: SourceId,
    info: SourceInfo,
    mailboxes: Vec<MailboxInfo>,
    /// Those the member asked for, in that order.
    folders: Vec<MailboxName>,
    /// The mailbox for junk, once it was read.
    junk: Option<MailboxName>,
    gathered: BTreeMap<MailboxName, Gathered>,
    /// What actions moved out of the folders: before all messages, as triage and the picture take them.
    evidence: Vec<Evidence>,
    context: Context,
    /// Triage with all of `messages()`; None when one of them is no longer as triage took it in.
    triage: Option<Triage>,
    /// None: never.
    next_look: Option<Instant>,
    /// What is on the screen meanwhile: what of it is as it was is not held twice.
    shown: Option<Arc<Picture>>,
}

impl<'a> Gathering<'a> {
    pub fn new(
        store: &'a mut Store,
        source: SourceId,
        info: SourceInfo,
        mailboxes: Vec<MailboxInfo>,
        folders: Vec<MailboxName>,
        context: Context,
    ) -> Result<Self, Error> {
        let gathered = BTreeMap::new();
        let next_look = Some(Instant::now() + GROWING);
        let mut triage = Triage::new(context.clone());
        let mut evidence = Vec::new();
        store.evidence(source, &folders, |witness| {
            triage.push(&witness.envelope);
            // Its text is not asked for again, wherever it lies.
            let mut message = Packed::of(&witness.envelope);
            message.read = true;
            evidence.push(Evidence { id: witness.id, from: witness.from, message: Arc::new(message) });
        })?;
        let triage = Some(triage);
        Ok(Self {
            store,
            source,
            info,
            mailboxes,
            folders,
            junk: None,
            gathered,
            evidence,
            context,
            triage,
            next_look,
            shown: None,
        })
    }

    /// Lets go of evidence whose message is among those that were read: another program has brought it back, or the mailbox
    /// it was moved to is read as well.
    pub fn drop_returned(&mut self) -> Result<(), Error> {
        if self.evidence.is_empty() {
            return Ok(());
        }
        let folders = self.folders.iter().filter_map(|folder| self.gathered.get(folder));
        let mut there: HashMap<String, usize> = HashMap::new();
        let wanted: BTreeSet<String> = self.evidence.iter().map(|e| print(&e.message)).collect();
        for known in folders.flat_map(Gathered::alive).map(|message| print(message)).filter(|print| wanted.contains(print)) {
            *there.entry(known).or_default() += 1;
        }
        if there.is_empty() {
            return Ok(());
        }
        // As many as there are: of twins, one may be here and the other moved.
        let is_back = |evidence: &Evidence| {
            there.get_mut(&print(&evidence.message)).filter(|count| **count > 0).map(|count| *count -= 1).is_some()
        };
        let (back, away): (Vec<_>, Vec<_>) = std::mem::take(&mut self.evidence).into_iter().partition(is_back);
        self.evidence = away;
        self.triage = None;
        Ok(self.store.drop_evidence(&back.iter().map(|evidence| evidence.id).collect::<Vec<_>>())?)
    }

    /// Where the picture's first messages, which were moved away, were read.
    pub fn homes(&self) -> Vec<MailboxName> {
        self.evidence.iter().map(|evidence| evidence.from.clone()).collect()
    }

    /// What a mailbox is for.
    pub fn special(&self, mailbox: &MailboxName) -> Option<SpecialUse> {
        self.mailboxes.iter().find(|info| info.name == *mailbox)?.special
    }

    /// Takes a folder's messages from the store.
    pub fn recall(&mut self, mailbox: &MailboxName) -> Result<(), Error> {
        let mut gathered = Gathered::default();
        let shown = self.shown.iter().flat_map(|picture| picture.all()).filter(|message| message.mailbox == *mailbox);
        let shown: HashMap<&MessageRef, &Arc<Packed>> = shown.map(|message| (&message.message, message)).collect();
        let mut triage = self.triage.as_mut().filter(|_| self.folders.contains(mailbox));
        self.store.envelopes(self.source, mailbox, |envelope| {
            if let Some(triage) = &mut triage {
                triage.push(&envelope);
            }
            let message = Packed::of(&envelope);
            let same = shown.get(&message.message).filter(|shown| ****shown == message);
            gathered.put(same.map_or_else(|| Arc::new(message), |shown| Arc::clone(shown)));
        })?;
        self.gathered.insert(mailbox.clone(), gathered);
        Ok(())
    }

    /// What is known of a mailbox by now.
    pub fn known(&self, mailbox: &MailboxName) -> Result<Known, Error> {
        let (state, messages) = self.store.known(self.source, mailbox)?;
        let look = self.triage.as_ref().filter(|_| self.folders.contains(mailbox)).map(Triage::looker);
        Ok(Known { point: state.map(point), messages, look })
    }

    /// Stores a batch and takes it in. What is stored stays, whatever becomes of the rest of the scan.
    pub fn take(&mut self, mailbox: &MailboxName, mut batch: Batch) -> Result<(), Error> {
        if !batch.changes.iter().all(|change| matches!(change, Change::New(_))) {
            self.triage = None;
        }
        let triage = self.triage.as_mut().filter(|_| self.folders.contains(mailbox));
        let gathered = self.gathered.entry(mailbox.clone()).or_default();
        let (store, source) = (&mut *self.store, self.source);
        let (seen, batch) = (std::mem::take(&mut batch.seen), &batch);
        let kept = thread::scope(|scope| {
            let keeper = scope.spawn(move || keep(store.write(source, mailbox)?, gathered, batch));
            // Triage looks at the new messages while they are stored.
            if let Some(triage) = triage {
                let new = batch.changes.iter().filter_map(|change| match change {
                    Change::New(envelope) => Some(&**envelope),
                    _ => None,
                });
                take_in(triage, &new.collect::<Vec<_>>(), seen);
            }
            keeper.join()
        });
        let all_new = kept.unwrap_or_else(|panic| resume_unwind(panic))?;
        if !all_new {
            self.triage = None;
        }
        Ok(())
    }

    /// Notes where the next sync of a mailbox goes on.
    pub fn synced(&mut self, mailbox: &MailboxName, reached: SyncPoint) -> Result<(), Error> {
        let mut write = self.store.write(self.source, mailbox)?;
        write.set_state(state(reached))?;
        Ok(write.commit()?)
    }

    /// How many messages of a mailbox there are.
    pub fn count(&self, mailbox: &MailboxName) -> usize {
        self.gathered.get(mailbox).map_or(0, |gathered| gathered.index.len())
    }

    /// Learns from the mailbox of sent mail, which is not part of the picture (unless the member asked for it).
    pub fn learn_sent(&mut self, mailbox: &MailboxName) {
        if let Some(sent) = self.gathered.get(mailbox) {
            for message in sent.alive() {
                self.context.learn_sent(&message.open());
            }
        }
        // What triage took in before does not know of it.
        let begun = !self.evidence.is_empty() || self.folders.iter().any(|folder| self.gathered.contains_key(folder));
        self.triage = (!begun).then(|| Triage::new(self.context.clone()));
        if !self.folders.contains(mailbox) {
            self.gathered.remove(mailbox);
        }
    }

    /// Looks for wanted mail in the mailbox for junk, which is not part of the picture otherwise.
    pub fn look_into_junk(&mut self, mailbox: &MailboxName) -> Result<(), Error> {
        self.junk = Some(mailbox.clone());
        if let Some(triage) = &mut self.triage {
            self.store.envelopes(self.source, mailbox, |envelope| triage.push_junk(&envelope))?;
        }
        Ok(())
    }

    /// What was moved away, then the messages of the folders, in mailbox order.
    pub fn messages(&self) -> Vec<Arc<Packed>> {
        let folders = self.folders.iter().filter_map(|folder| self.gathered.get(folder));
        let evidence = self.evidence.iter().map(|evidence| Arc::clone(&evidence.message));
        evidence.chain(folders.flat_map(|gathered| gathered.alive().cloned())).collect()
    }

    pub fn set_excerpts(&mut self, mailbox: &MailboxName, excerpts: Vec<(MessageRef, Box<str>)>) -> Result<(), Error> {
        self.triage = None;
        let mut write = self.store.write(self.source, mailbox)?;
        let gathered = self.gathered.entry(mailbox.clone()).or_default();
        for (message, excerpt) in excerpts {
            write.set_excerpt(&message, &excerpt)?;
            gathered.change(&message, |message| message.read = true);
        }
        Ok(write.commit()?)
    }

    /// Makes no picture before [`Self::picture`] is asked for one.
    pub fn never_grow(&mut self) {
        self.next_look = None;
    }

    /// This is on the screen, and stays there until the member wants to see what came since.
    pub fn beside(&mut self, shown: Arc<Picture>) {
        self.shown = Some(shown);
    }

    /// Says how the picture looks so far, when it is time to.
    pub fn grow(&mut self, say: &dyn Fn(Event)) -> Result<(), Error> {
        if self.next_look.is_none_or(|next| Instant::now() < next) {
            return Ok(());
        }
        let folders = self.folders.iter().filter_map(|folder| self.gathered.get(folder));
        if folders.map(|gathered| gathered.index.len()).sum::<usize>() > GROWS_TO {
            return Ok(());
        }
        let begun = Instant::now();
        say(Event::Growing(Arc::new(self.picture()?)));
        let took = begun.elapsed();
        self.next_look = Some(Instant::now() + GROWING.max(took * (SHARE - 1)));
        Ok(())
    }

    /// What there is, with triage's findings.
    pub fn picture(&mut self) -> Result<Picture, Error> {
        let triage = match self.triage.take() {
            Some(triage) => triage,
            None => self.look_again()?,
        };
        let findings = triage.findings();
        self.triage = Some(triage);
        let messages = self.messages();
        let junk: Vec<_> = self.junk.iter().filter_map(|junk| self.gathered.get(junk)).flat_map(Gathered::alive).collect();
        let junk = findings.found_in_junk.iter().filter_map(|found| junk.get(found.at).copied().cloned()).collect();
        let read: HashMap<&MailboxName, &HashMap<MessageRef, usize>> =
            self.folders.iter().filter_map(|folder| Some((folder, &self.gathered.get(folder)?.index))).collect();
        let mut decisions: BTreeMap<MessageKey, bool> = self.store.decisions(self.source)?;
        decisions.retain(|key, _| read.get(&key.mailbox).is_some_and(|index| index.contains_key(&key.message)));
        Ok(Picture {
            source: self.info.clone(),
            mailboxes: self.mailboxes.clone(),
            messages,
            junk,
            findings: Arc::new(findings),
            decisions,
            moved: Arc::new((0..self.evidence.len()).collect()),
            remarks: Vec::new(),
            followed: BTreeMap::new(),
            open_action: None,
        })
    }

    /// Messages whose text is worth asking for, the newest first, within bounds; then such junk.
    pub fn doubtful(&mut self) -> Result<Vec<Arc<Packed>>, Error> {
        let triage = match self.triage.take() {
            Some(triage) => triage,
            None => self.look_again()?,
        };
        let (numbers, of_junk) = (triage.doubtful(), triage.doubtful_junk());
        self.triage = Some(triage);
        let messages = self.messages();
        // What was moved away keeps its text, or is not in reach.
        let away = self.evidence.len();
        let numbers = numbers.into_iter().filter_map(|at| at.checked_sub(away)).collect();
        let mut doubtful = unread(messages.get(away..).unwrap_or_default(), &numbers, MOST_TEXTS);
        let junk: Vec<_> =
            self.junk.iter().filter_map(|junk| self.gathered.get(junk)).flat_map(Gathered::alive).cloned().collect();
        doubtful.extend(unread(&junk, &of_junk.into_iter().collect(), MOST_JUNK_TEXTS));
        Ok(doubtful)
    }

    /// Triage with all there is, texts included, from the store: there the messages are in the same order.
    fn look_again(&self) -> Result<Triage, Error> {
        let mut triage = Triage::new(self.context.clone());
        self.store.evidence(self.source, &self.folders, |witness| triage.push(&witness.envelope))?;
        for folder in self.folders.iter().filter(|folder| self.gathered.contains_key(*folder)) {
            self.store.envelopes(self.source, folder, |envelope| triage.push(&envelope))?;
        }
        if let Some(junk) = &self.junk {
            self.store.envelopes(self.source, junk, |envelope| triage.push_junk(&envelope))?;
        }
        Ok(triage)
    }

    pub fn into_context(self) -> Context {
        // Nobody needs to wait until all that is freed.
        let Self { context, gathered, triage, .. } = self;
        drop(std::thread::Builder::new().spawn(move || drop((gathered, triage))));
        context
    }
}

/// Of the newest messages whose text is worth reading, those whose text was not read yet. What was read before counts among the
/// `most`: else every scan would ask for what the one before left out.
fn unread(messages: &[Arc<Packed>], doubtful: &BTreeSet<usize>, most: usize) -> Vec<Arc<Packed>> {
    let worth = messages.iter().enumerate().filter(|(at, message)| message.read || doubtful.contains(at));
    let mut worth: Vec<&Arc<Packed>> = worth.map(|(_, message)| message).collect();
    worth.sort_by_key(|message| std::cmp::Reverse(message.received));
    worth.into_iter().take(most).filter(|message| !message.read).cloned().collect()
}

fn point(state: SyncState) -> SyncPoint {
    SyncPoint { uid_validity: state.uid_validity, uid_next: state.uid_next, mod_seq: state.mod_seq }
}

fn state(point: SyncPoint) -> SyncState {
    SyncState { uid_validity: point.uid_validity, uid_next: point.uid_next, mod_seq: point.mod_seq }
}

#[cfg(test)]
mod tests;
