//! The messages of a scan while they come in: every batch goes into the store and into memory, and now and then triage
//! looks at what is there so far. Runs beside the reading.

mod gathered;
mod taking;

use super::cores::Cores;
use super::{Error, Event, Picture};
use crate::mail::packed::{Columns, unpack};
use crate::mail::{Envelope, Flags, MailboxInfo, MailboxName, MessageKey, MessageRef, Packed, SpecialUse};
use crate::source::{Batch, Change, Known, MailboxState, SourceInfo, SyncPoint};
use crate::store::{EvidenceId, SourceId, Store, SyncState, print};
use crate::triage::{Context, Findings, Seen, Spread, Triage};
use gathered::{Gathered, keep};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;
use std::time::{Duration, Instant};
use taking::Taking;

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
    let some = |share: Range<usize>| messages.get(share).unwrap_or_default();
    let look = |share| some(share).iter().map(|message| triage.look(message)).collect::<Vec<_>>();
    Cores.over(messages.len(), WORTH_A_THREAD, look).into_iter().flatten().collect()
}

/// From so many messages on, the picture no longer grows while they are read: the last one on the screen beside the next
/// would take more memory than a scan may. The counts go on.
const GROWS_TO: usize = 20_000;

/// Changes of one batch that triage takes in one by one, and texts where each message must be looked for; where there are more, it is
/// cheaper to look at all messages together.
const ONE_BY_ONE: usize = 500;
/// Of no more messages, everything is held between two looks: it takes as much memory as a look does.
const HELD: usize = 200_000;

/// Of no more messages in the mailbox for junk, the newest, the text is asked for.
const MOST_JUNK_TEXTS: usize = 500;

/// What one look has gathered, for the next: there only what is new has to be read and looked at.
pub(super) struct Held {
    folders: Vec<MailboxName>,
    junk: Option<MailboxName>,
    gathered: BTreeMap<MailboxName, Gathered>,
    evidence: Vec<Evidence>,
    context: Context,
    triage: Triage,
    order: Vec<(usize, usize)>,
    beside: BTreeMap<MailboxName, MailboxState>,
}

impl Held {
    /// Is it of the same folders and people?
    fn is_of(&self, gathering: &Gathering<'_>) -> bool {
        let (then, now) = (&self.context, &gathering.context);
        self.folders == gathering.folders && then.trusted == now.trusted && then.server == now.server
    }
}

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
    /// The thread on which it takes in what is new, once something was.
    taking: Option<Taking>,
    /// With a triage, the messages it took in after the evidence: their folders, and where they stand in those.
    order: Vec<(usize, usize)>,
    /// How mailboxes beside the folders stood when they were read.
    beside: BTreeMap<MailboxName, MailboxState>,
    /// How many messages triage looked at, each time counted.
    looked: usize,
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
        held: Option<Box<Held>>,
    ) -> Result<Self, Error> {
        let triage = Triage::new(context.clone());
        let mut gathering = Self {
            store,
            source,
            info,
            mailboxes,
            folders,
            junk: None,
            gathered: BTreeMap::new(),
            evidence: Vec::new(),
            context,
            triage: None,
            taking: None,
            order: Vec::new(),
            beside: BTreeMap::new(),
            looked: 0,
            next_look: Some(Instant::now() + GROWING),
            shown: None,
        };
        let triage = match held {
            Some(held) if held.is_of(&gathering) => gathering.resume(*held),
            _ => triage,
        };
        gathering.take_evidence(triage)?;
        Ok(gathering)
    }

    /// Begins with what an earlier look has gathered.
    fn resume(&mut self, held: Held) -> Triage {
        let Held { junk, gathered, evidence, context, triage, order, beside, .. } = held;
        self.context = Context { now: self.context.now, ..context };
        (self.junk, self.gathered, self.evidence) = (junk, gathered, evidence);
        (self.order, self.beside) = (order, beside);
        triage
    }

    /// Takes in what actions have moved away, and lets go of what they have brought back. The store has it in the order of its numbers.
    fn take_evidence(&mut self, mut triage: Triage) -> Result<(), Error> {
        let (mut at, mut looked, evidence) = (0, 0, &mut self.evidence);
        self.store.evidence(self.source, &self.folders, |witness| {
            while evidence.get(at).is_some_and(|known| known.id < witness.id) {
                evidence.remove(at);
                triage.remove(at);
            }
            // Its text is not asked for again, wherever it lies.
            let mut message = Packed::of(&witness.envelope);
            message.read = true;
            let now = Evidence { id: witness.id, from: witness.from, message: Arc::new(message) };
            match evidence.get_mut(at) {
                Some(known) if known.id == now.id => *known = now,
                _ => {
                    triage.insert(at, &witness.envelope);
                    evidence.insert(at, now);
                    looked += 1;
                }
            }
            at += 1;
        })?;
        for _ in at..evidence.len() {
            triage.remove(at);
        }
        evidence.truncate(at);
        self.looked = looked;
        self.triage = Some(triage);
        Ok(())
    }

    /// Was this mailbox beside the folders read, and does it stand as it did?
    pub fn stands_beside(&self, mailbox: &MailboxName, state: &MailboxState) -> bool {
        self.beside.get(mailbox) == Some(state)
    }

    /// Notes how a mailbox beside the folders stood when it was read.
    pub fn note_beside(&mut self, mailbox: &MailboxName, state: MailboxState) {
        self.beside.insert(mailbox.clone(), state);
    }

    /// Are a folder's messages here?
    pub fn holds(&self, mailbox: &MailboxName) -> bool {
        self.folders.contains(mailbox) && self.gathered.contains_key(mailbox)
    }

    /// There is no mailbox for junk (any more).
    pub fn without_junk(&mut self) {
        if self.junk.take().is_some()
            && let Some(triage) = &mut self.triage
        {
            triage.forget_junk();
        }
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
        let mut is_back = |evidence: &Evidence| {
            there.get_mut(&print(&evidence.message)).filter(|count| **count > 0).map(|count| *count -= 1).is_some()
        };
        let (back, away): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.evidence).into_iter().enumerate().partition(|(_, evidence)| is_back(evidence));
        self.evidence = away.into_iter().map(|(_, evidence)| evidence).collect();
        if let Some(triage) = self.triage.as_mut().filter(|_| back.len() <= ONE_BY_ONE) {
            back.iter().rev().for_each(|(at, _)| triage.remove(*at));
        } else if !back.is_empty() {
            self.triage = None;
        }
        let back: Vec<Evidence> = back.into_iter().map(|(_, evidence)| evidence).collect();
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

    /// Takes a folder's messages from the store, which knows so many.
    pub fn recall(&mut self, mailbox: &MailboxName, known: usize) -> Result<(), Error> {
        let mut gathered = Gathered::default();
        gathered.expect(known);
        if let Some(triage) = self.triage.as_mut().filter(|_| self.folders.contains(mailbox)) {
            triage.expect(known);
        }
        let shown = self.shown.iter().flat_map(|picture| picture.all()).filter(|message| message.mailbox == *mailbox);
        let shown: HashMap<&MessageRef, &Arc<Packed>> = shown.map(|message| (&message.message, message)).collect();
        let folder = self.folders.iter().position(|folder| folder == mailbox);
        let mut triage = self.triage.as_mut().zip(folder);
        let (order, looked) = (&mut self.order, &mut self.looked);
        self.store.envelopes(self.source, mailbox, |envelope| {
            if let Some((triage, folder)) = &mut triage {
                triage.push(&envelope);
                order.push((*folder, gathered.messages.len()));
                *looked += 1;
            }
            let message = Packed::of(&envelope);
            let same = shown.get(&message.message).filter(|shown| ****shown == message);
            gathered.put(same.map_or_else(|| Arc::new(message), |shown| Arc::clone(shown)));
        })?;
        self.gathered.insert(mailbox.clone(), gathered);
        Ok(())
    }

    /// What is known of a mailbox by now.
    pub fn known(&mut self, mailbox: &MailboxName) -> Result<Known, Error> {
        let (state, messages) = self.store.known(self.source, mailbox)?;
        self.agree(mailbox, &messages);
        let look = self.triage.as_ref().filter(|_| self.folders.contains(mailbox)).map(Triage::looker);
        Ok(Known { point: state.map(point), messages, look })
    }

    /// What the store no longer knows of a folder that is held, as an action has moved it, goes here too. Where it knows more, the folder is
    /// taken from it again.
    fn agree(&mut self, mailbox: &MailboxName, known: &BTreeMap<MessageRef, Flags>) {
        let Some(gathered) = self.gathered.get(mailbox).filter(|_| self.folders.contains(mailbox)) else { return };
        let gone: Vec<MessageRef> = gathered.index.keys().filter(|message| !known.contains_key(*message)).cloned().collect();
        let flags = |message: &MessageRef| gathered.index.get(message).and_then(|at| gathered.messages.get(*at)).map(|m| m.flags);
        let same = known.iter().all(|(message, known)| flags(message) == Some(*known));
        if !same || gathered.index.len() != known.len() + gone.len() {
            self.gathered.remove(mailbox);
            self.triage = None;
            return;
        }
        let changes: Vec<Change> = gone.into_iter().map(Change::Gone).collect();
        if !self.follow(mailbox, &changes) {
            self.triage = None;
        }
        if let Some(gathered) = self.gathered.get_mut(mailbox) {
            for change in &changes {
                if let Change::Gone(message) = change {
                    gathered.holes |= gathered.index.remove(message).is_some();
                }
            }
        }
    }

    /// Has triage follow changes to a folder, before they are taken in. False: it cannot, or it would take longer than to begin anew.
    fn follow(&mut self, mailbox: &MailboxName, changes: &[Change]) -> bool {
        let (Some(triage), Some(folder)) = (&mut self.triage, self.folders.iter().position(|folder| folder == mailbox)) else {
            return true;
        };
        if changes.len() > ONE_BY_ONE {
            return false;
        }
        let (first, nothing) = (self.evidence.len(), Gathered::default());
        let gathered = self.gathered.get(mailbox).unwrap_or(&nothing);
        let mut next = gathered.messages.len();
        // What is new in these very changes may be flagged, or gone, by a later one of them.
        let mut fresh: BTreeMap<&MessageRef, usize> = BTreeMap::new();
        for change in changes {
            let number = |message: &MessageRef| {
                let at = *fresh.get(message).or_else(|| gathered.index.get(message))?;
                number_of(&self.order, (folder, at))
            };
            match change {
                Change::Afresh => return false,
                Change::New(envelope)
                    if gathered.index.contains_key(&envelope.message) || fresh.contains_key(&envelope.message) =>
                {
                    return false;
                }
                Change::New(envelope) => {
                    triage.push(envelope);
                    self.order.push((folder, next));
                    self.looked += 1;
                    fresh.insert(&envelope.message, next);
                    next += 1;
                }
                Change::Flags(message, flags) => {
                    if let Some(number) = number(message) {
                        triage.set_flags(first + number, *flags);
                    }
                }
                Change::Gone(message) => {
                    if let Some(number) = number(message) {
                        triage.remove(first + number);
                        self.order.remove(number);
                    }
                    fresh.remove(message);
                }
            }
        }
        true
    }

    /// Stores a batch and takes it in. What is stored stays, whatever becomes of the rest of the scan.
    pub fn take(&mut self, mailbox: &MailboxName, mut batch: Batch) -> Result<(), Error> {
        // What is new is looked at while it is stored; what changes, before.
        let only_new = batch.changes.iter().all(|change| matches!(change, Change::New(_)));
        if !only_new && !self.follow(mailbox, &batch.changes) {
            self.triage = None;
        }
        let folder = self.folders.iter().position(|folder| folder == mailbox);
        let before = self.gathered.get(mailbox).map_or(0, |gathered| gathered.messages.len());
        let gathered = self.gathered.entry(mailbox.clone()).or_default();
        // At the first batch, what the source says of the rest is believed, so far.
        let coming = batch.total.filter(|_| before == 0).map_or(0, |total| usize::try_from(total).unwrap_or(HELD).min(HELD));
        gathered.expect(coming);
        let seen = std::mem::take(&mut batch.seen);
        let batch = Arc::new(batch);
        let (store, source) = (&mut *self.store, self.source);
        let mut stored = || keep(store.write(source, mailbox)?, gathered, &batch);
        // Triage looks at the new messages while they are stored.
        let kept = if let Some(mut triage) = self.triage.take_if(|_| only_new && folder.is_some()) {
            triage.expect(coming);
            let taking = self.taking.get_or_insert_with(Taking::new);
            let (triage, kept) = taking.beside(triage, &batch, seen, stored);
            self.triage = triage;
            kept
        } else {
            stored()
        };
        let all_new = kept?;
        if !only_new {
            return Ok(());
        }
        if !all_new && folder.is_some() {
            self.triage = None;
        }
        if let Some(folder) = folder.filter(|_| self.triage.is_some()) {
            self.looked += batch.changes.len();
            self.order.extend((before..before + batch.changes.len()).map(|at| (folder, at)));
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
        let before = self.context.clone();
        if let Some(sent) = self.gathered.get(mailbox) {
            for message in sent.alive() {
                self.context.learn_sent(&message.open());
            }
        }
        if !self.folders.contains(mailbox) {
            self.gathered.remove(mailbox);
        }
        if self.context == before {
            return;
        }
        // What triage took in before does not know of it.
        let begun = !self.evidence.is_empty() || self.folders.iter().any(|folder| self.gathered.contains_key(folder));
        self.triage = (!begun).then(|| Triage::new(self.context.clone()));
        self.order.clear();
    }

    /// Looks for wanted mail in the mailbox for junk, which is not part of the picture otherwise.
    pub fn look_into_junk(&mut self, mailbox: &MailboxName) -> Result<(), Error> {
        self.junk = Some(mailbox.clone());
        if let Some(triage) = &mut self.triage {
            triage.forget_junk();
            self.store.envelopes(self.source, mailbox, |envelope| triage.push_junk(&envelope))?;
        }
        Ok(())
    }

    /// What was moved away, then the messages of the folders, in mailbox order.
    pub fn messages(&self) -> Vec<Arc<Packed>> {
        let folders: Vec<Option<&Gathered>> = self.folders.iter().map(|folder| self.gathered.get(folder)).collect();
        let evidence = self.evidence.iter().map(|evidence| Arc::clone(&evidence.message));
        if self.triage.is_none() {
            return evidence.chain(folders.into_iter().flatten().flat_map(|gathered| gathered.alive().cloned())).collect();
        }
        let message = |(folder, at): &(usize, usize)| folders.get(*folder).copied().flatten()?.messages.get(*at).cloned();
        evidence.chain(self.order.iter().filter_map(message)).collect()
    }

    /// So many texts are about to come. Triage takes in each as it comes, and is held once: to look at all messages together
    /// afterwards takes longer, and room for a second one beside what the first leaves behind. Only where many messages would each
    /// have to be looked for it is done so.
    pub fn expect_excerpts(&mut self, texts: usize) {
        if texts > ONE_BY_ONE && !self.order.is_sorted() {
            self.triage = None;
        }
    }

    pub fn set_excerpts(&mut self, mailbox: &MailboxName, excerpts: Vec<(MessageRef, Box<str>)>) -> Result<(), Error> {
        let mut write = self.store.write(self.source, mailbox)?;
        let gathered = self.gathered.entry(mailbox.clone()).or_default();
        let folder = self.folders.iter().position(|folder| folder == mailbox);
        for (message, excerpt) in excerpts {
            let head = write.set_excerpt(&message, &excerpt)?;
            gathered.change(&message, |message| message.read = true);
            let (Some(triage), Some(folder)) = (&mut self.triage, folder) else { continue };
            let place = gathered.index.get(&message).map(|at| (folder, *at));
            let number = place.and_then(|place| number_of(&self.order, place));
            let known = place.and_then(|(_, at)| gathered.messages.get(at));
            let Some((number, known)) = number.zip(known) else { continue };
            let columns = Columns { mailbox: known.mailbox.clone(), message, flags: known.flags, excerpt: Some(excerpt) };
            // Whole, as only the store has it.
            if let Some(whole) = head.and_then(|head| unpack(columns, &head)) {
                triage.replace(self.evidence.len() + number, &whole);
                self.looked += 1;
            } else {
                self.triage = None;
            }
        }
        write.commit()?;
        if self.junk.as_ref() == Some(mailbox) {
            self.look_into_junk(mailbox)?;
        }
        Ok(())
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
        let triage = self.triage()?;
        let findings = triage.findings();
        self.triage = Some(triage);
        self.picture_of(findings)
    }

    /// What there is, with these findings of it.
    pub fn picture_of(&self, findings: Findings) -> Result<Picture, Error> {
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

    /// The findings, where no text is worth asking for any more; else the messages whose text is, the newest first and at most so many;
    /// then such junk.
    pub fn settled(&mut self, most: usize) -> Result<Result<Findings, Vec<Arc<Packed>>>, Error> {
        let triage = self.triage()?;
        let (settled, of_junk) = (triage.settled(&Cores), triage.doubtful_junk());
        self.triage = Some(triage);
        let numbers = match settled {
            Ok(findings) if of_junk.is_empty() => return Ok(Ok(findings)),
            Ok(_) => Vec::new(),
            Err(numbers) => numbers,
        };
        let messages = self.messages();
        // What was moved away keeps its text, or is not in reach.
        let away = self.evidence.len();
        let numbers = numbers.into_iter().filter_map(|at| at.checked_sub(away)).collect();
        let mut doubtful = unread(messages.get(away..).unwrap_or_default(), &numbers, most);
        let junk: Vec<_> =
            self.junk.iter().filter_map(|junk| self.gathered.get(junk)).flat_map(Gathered::alive).cloned().collect();
        doubtful.extend(unread(&junk, &of_junk.into_iter().collect(), MOST_JUNK_TEXTS));
        Ok(Err(doubtful))
    }

    /// The triage of all there is, to be put back.
    fn triage(&mut self) -> Result<Triage, Error> {
        self.triage.take().map_or_else(|| self.look_again(), Ok)
    }

    /// Triage with all there is, texts included, from the store: there the messages are in the same order.
    fn look_again(&mut self) -> Result<Triage, Error> {
        let mut triage = Triage::new(self.context.clone());
        let folders = self.folders.iter().enumerate().filter_map(|(nth, folder)| Some((nth, self.gathered.get(folder)?)));
        self.order = folders.flat_map(|(nth, gathered)| gathered.places().map(move |at| (nth, at))).collect();
        triage.expect(self.evidence.len() + self.order.len());
        self.store.evidence(self.source, &self.folders, |witness| triage.push(&witness.envelope))?;
        for folder in self.folders.iter().filter(|folder| self.gathered.contains_key(*folder)) {
            self.store.envelopes(self.source, folder, |envelope| triage.push(&envelope))?;
        }
        if let Some(junk) = &self.junk {
            self.store.envelopes(self.source, junk, |envelope| triage.push_junk(&envelope))?;
        }
        self.looked += triage.len();
        Ok(triage)
    }

    /// What the next look begins with, if there is to be one.
    pub fn hold(self, hold: bool) -> Option<Held> {
        let Self { folders, junk, gathered, evidence, context, triage, order, beside, .. } = self;
        match triage {
            Some(triage) if hold && triage.len() <= HELD => {
                Some(Held { folders, junk, gathered, evidence, context, triage, order, beside })
            }
            triage => {
                // Nobody needs to wait until all that is freed.
                drop(std::thread::Builder::new().spawn(move || drop((gathered, triage, order))));
                None
            }
        }
    }

    pub const fn looked(&self) -> usize {
        self.looked
    }

    pub fn asks_for(&self, mailbox: &MailboxName) -> bool {
        self.folders.contains(mailbox)
    }

    pub fn has_read_beside(&self, mailbox: &MailboxName) -> bool {
        self.triage.is_some() && self.beside.contains_key(mailbox)
    }

    pub fn context(&self) -> &Context {
        &self.context
    }
}

/// Which of the messages that triage took in stands there. Folders are read one after the other, so that mostly all stand in order.
fn number_of(order: &[(usize, usize)], place: (usize, usize)) -> Option<usize> {
    order.binary_search(&place).ok().or_else(|| order.iter().position(|other| *other == place))
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
