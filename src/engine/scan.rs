//! Scan: open, read what is new, find the incidents. Reading, storing and looking overlap: the source is read on the
//! worker's thread, its batches are stored and looked at on a second one.

use super::gather::{Gathering, Held};
use super::keys::Keys;
use super::open::Way;
use super::patience::{Errand, Patience};
use super::session::{Session, tell_alerts};
use super::watch::followed;
use super::{Action, Error, Event, Picture, Remark, Scan, SourceSpec, Stage, moving};
use crate::mail::{MailboxInfo, MailboxName, MessageRef, Namespaces, Packed, SpecialUse};
use crate::plan::Problem;
use crate::source::{Batch, Cancel, Known, MailSource, MailboxState, Nature, SourceError, SyncPoint};
use crate::store::{SourceId, Store};
use crate::triage::{Context, Findings};
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant};

/// Batches that may wait to be stored before reading waits for them.
const WAITING: usize = 8;
/// What comes in is written to the disk by so many messages at a time, or by what came in so long.
const AT_ONCE: usize = 2_000;
const NO_LONGER: Duration = Duration::from_millis(100);
/// Texts that are written to the disk at a time.
const TEXTS: usize = 200;
/// How often texts are asked for in one scan: each round is about what the one before has shown, and the second finds little.
const ROUNDS: usize = 4;
/// Over a line, of no more messages, the newest, the text is asked for.
const MOST_TEXTS: usize = 20_000;

/// What was moved away this long ago is no evidence any more: an old flood is no news.
const EVIDENCE: SignedDuration = SignedDuration::from_hours(24 * 60);

/// What a scan works with.
pub(super) struct Desk<'a> {
    pub store: &'a mut Store,
    pub keys: &'a Keys,
    pub errand: Errand<'a>,
    /// No picture before the whole one.
    pub whole_only: bool,
    /// The picture on the screen, where it stays there.
    pub shown: Option<Arc<Picture>>,
    /// What an earlier look at the same source has gathered.
    pub held: Option<Box<Held>>,
    /// Another look is to follow, which is to find what this one gathers.
    pub hold: bool,
}

pub(super) fn scan(desk: &mut Desk<'_>, order: &Scan) -> Result<Session, Error> {
    let errand = desk.errand;
    let way = Way::of(order, desk.keys, desk.store)?;
    let mut source = way.open(errand)?;
    if order.remember {
        way.remember();
    }
    way.keep_authorities(desk.store)?;
    let info = source.info();
    tell_alerts(source.as_mut(), errand.say);
    let id = desk.store.source(&info.id, &info.label, &lasting(&order.source), errand.now())?;
    let order = Scan { secret: None, ..order.clone() };
    let seen = look(desk, source.as_mut(), id, &order);
    // Also where it failed half way: what the server said may be why.
    tell_alerts(source.as_mut(), errand.say);
    let Seen { folders, stood, validity, namespaces, context, picture, homes, held } = seen?;
    let places = BTreeMap::new();
    Ok(Session {
        source,
        way,
        id,
        order,
        folders,
        stood,
        news: None,
        validity,
        namespaces,
        context,
        picture,
        homes,
        places,
        held,
    })
}

/// What was seen of a source.
pub(super) struct Seen {
    /// What the member asked for.
    pub folders: Vec<MailboxName>,
    /// The folders as they stood when they were read.
    pub stood: BTreeMap<MailboxName, MailboxState>,
    /// UIDVALIDITY of the mailboxes that were read.
    pub validity: BTreeMap<MailboxName, u32>,
    /// Where whose mailboxes lie, as far as the source says so.
    pub namespaces: Option<Namespaces>,
    pub context: Context,
    pub picture: Arc<Picture>,
    /// Where the picture's first messages, which were moved away, were read.
    pub homes: Vec<MailboxName>,
    /// For the next look.
    pub held: Option<Box<Held>>,
}

/// Reads what is new in an open source, and finds the incidents.
pub(super) fn look(desk: &mut Desk<'_>, source: &mut dyn MailSource, id: SourceId, order: &Scan) -> Result<Seen, Error> {
    let errand = desk.errand;
    let source: &mut dyn MailSource = &mut errand.patient(source);
    let info = source.info();
    let first = order.folders.first().cloned().unwrap_or_else(MailboxName::inbox);
    if !desk.store.has_read(id, &first)? {
        source.expect(&first);
    }
    let mailboxes = source.mailboxes()?;
    let namespaces = source.namespaces()?;
    let folders = folders(order, &mailboxes)?;
    let sent = MailboxInfo::with_use(&mailboxes, SpecialUse::Sent).map(|info| info.name.clone());
    let junk = MailboxInfo::with_use(&mailboxes, SpecialUse::Junk).map(|info| info.name.clone());
    let junk = junk.filter(|junk| !folders.contains(junk));

    // First what an earlier run left open: it may have moved some of what is about to be read.
    let mut ground = moving::Ground { source, id, store: desk.store, errand, progress: &mut |_, _, _| {} };
    let open_action = moving::look_up(&mut ground)?;
    let open_action = open_action.map(|action| desk.store.action(action)).transpose()?.flatten().map(Action::of);

    let mut context = context(order, info.server.clone(), errand.now());
    context.trusted = desk.store.trusted()?;
    let oldest = errand.now().saturating_sub(EVIDENCE).unwrap_or(Timestamp::MIN);
    desk.store.forget_evidence(oldest)?;
    let orders = desk.store.standing_orders(id, desk.errand.now())?;
    let mut gathering = Gathering::new(desk.store, id, info, mailboxes, folders.clone(), context, desk.held.take())?;
    if desk.whole_only {
        gathering.never_grow();
    }
    if let Some(shown) = &desk.shown {
        gathering.beside(Arc::clone(shown));
    }
    let mut validity = BTreeMap::new();
    // What was sent makes the findings better. On this machine it is read first, so that triage knows it from the beginning;
    // over a line, the flood must not wait for it.
    let at_hand = matches!(order.source, SourceSpec::Path(_));
    let mut sent = sent;
    let mut remarks = if sent.is_none() { vec![Remark::NoSent] } else { Vec::new() };
    sent.take_if(|sent| !folders.contains(sent) && stands(source, &gathering, sent).is_some());
    if let Some(sent) = sent.take_if(|sent| at_hand && !folders.contains(sent)) {
        match read_beside(source, &mut gathering, &sent, errand)? {
            Ok(reached) => gathering.note_beside(&sent, standing(reached, gathering.count(&sent), at_hand)),
            Err(problem) => remarks.push(Remark::SentUnread { mailbox: sent.clone(), problem }),
        }
        gathering.learn_sent(&sent);
    }
    let mut stood = BTreeMap::new();
    for folder in &folders {
        let reached = read(source, &mut gathering, folder, errand)?;
        validity.insert(folder.clone(), reached.uid_validity);
        stood.insert(folder.clone(), standing(reached, gathering.count(folder), at_hand));
    }
    if let Some(sent) = sent {
        if !folders.contains(&sent) {
            match read_beside(source, &mut gathering, &sent, errand)? {
                Ok(reached) => gathering.note_beside(&sent, standing(reached, gathering.count(&sent), at_hand)),
                Err(problem) => remarks.push(Remark::SentUnread { mailbox: sent.clone(), problem }),
            }
        }
        gathering.learn_sent(&sent);
    }
    gathering.drop_returned()?;
    match junk {
        None => gathering.without_junk(),
        Some(junk) => {
            if let Some(state) = stands(source, &gathering, &junk) {
                validity.insert(junk, state.uid_validity);
            } else {
                match read_beside(source, &mut gathering, &junk, errand)? {
                    Ok(reached) => {
                        validity.insert(junk.clone(), reached.uid_validity);
                        gathering.note_beside(&junk, standing(reached, gathering.count(&junk), at_hand));
                        gathering.look_into_junk(&junk)?;
                    }
                    Err(problem) => remarks.push(Remark::JunkUnread { mailbox: junk, problem }),
                }
            }
        }
    }
    let most = if at_hand { usize::MAX } else { MOST_TEXTS };
    let findings = read_texts(source, &mut gathering, most, errand.cancel)?;
    (errand.say)(Event::Stage(Stage::Triage));
    let mut picture = match findings {
        Some(findings) => gathering.picture_of(findings)?,
        None => gathering.picture()?,
    };
    picture.open_action = open_action;
    picture.followed = followed(&picture, &orders);
    picture.remarks = remarks;
    let homes = gathering.homes();
    tracing::debug!(looked = gathering.looked(), "triage has looked at messages");
    let context = gathering.context().clone();
    let held = gathering.hold(desk.hold).map(Box::new);
    errand.cancel.check()?;
    Ok(Seen { folders, stood, validity, namespaces, context, picture: Arc::new(picture), homes, held })
}

/// How a mailbox stood when it was read up to here.
fn standing(reached: SyncPoint, messages: usize, at_hand: bool) -> MailboxState {
    let SyncPoint { uid_validity, uid_next, mod_seq } = reached;
    let exists = u32::try_from(messages).unwrap_or(u32::MAX);
    MailboxState { uid_validity, uid_next: (!at_hand).then_some(uid_next), mod_seq, exists, read_only: false }
}

/// The way to a source that holds from everywhere: another run may begin in another directory.
fn lasting(spec: &SourceSpec) -> SourceSpec {
    match spec {
        SourceSpec::Path(path) => SourceSpec::Path(std::path::absolute(path).unwrap_or_else(|_| path.clone())),
        spec @ SourceSpec::Imap { .. } => spec.clone(),
    }
}

fn folders(order: &Scan, mailboxes: &[MailboxInfo]) -> Result<Vec<MailboxName>, Error> {
    let mut folders: Vec<MailboxName> = Vec::new();
    for folder in &order.folders {
        // INBOX is INBOX in any case (RFC 3501 section 5.1).
        let is = |info: &&MailboxInfo| {
            info.name == *folder || info.name.as_str() == "INBOX" && folder.as_str().eq_ignore_ascii_case("INBOX")
        };
        let found = mailboxes.iter().find(is);
        let found = found.ok_or_else(|| SourceError::NoSuchMailbox { mailbox: folder.to_string() })?;
        if !folders.contains(&found.name) {
            folders.push(found.name.clone());
        }
    }
    if folders.is_empty() {
        // A single file has one mailbox, whatever its name.
        let inbox = mailboxes.iter().find(|info| info.special == Some(SpecialUse::Inbox));
        let first = inbox.or_else(|| mailboxes.iter().find(|info| info.selectable));
        let first = first.ok_or_else(|| SourceError::NoSuchMailbox { mailbox: MailboxName::inbox().to_string() })?;
        folders.push(first.name.clone());
    }
    Ok(folders)
}

fn context(order: &Scan, server: Option<String>, now: Timestamp) -> Context {
    let mut context = Context::new(now);
    let user = match &order.source {
        SourceSpec::Imap { user, .. } => Some(user),
        SourceSpec::Path(_) => None,
    };
    let named = order.me.iter().chain(user).map(|me| crate::mail::address::normal(me));
    context.me.extend(named.filter(|me| me.contains('@')));
    context.server = server;
    context
}

/// How a mailbox beside the folders stands, if that is as an earlier look has read it.
fn stands(source: &mut dyn MailSource, gathering: &Gathering<'_>, mailbox: &MailboxName) -> Option<MailboxState> {
    // What stands in the way shows when it is read.
    let state = gathering.has_read_beside(mailbox).then(|| source.open(mailbox).ok()).flatten()?;
    gathering.stands_beside(mailbox, &state).then_some(state)
}

/// Reads a mailbox whose messages make the findings better without being part of the picture; they do not hang on it. Answers
/// up to where, or why it could not be read.
fn read_beside(
    source: &mut dyn MailSource,
    gathering: &mut Gathering<'_>,
    mailbox: &MailboxName,
    errand: Errand<'_>,
) -> Result<Result<SyncPoint, Problem>, Error> {
    match read(source, gathering, mailbox, errand) {
        Ok(reached) => Ok(Ok(reached)),
        Err(Error::Source(error)) if error.is_answer() && error.nature() != Nature::Wait => Ok(Err(error.problem())),
        Err(error) => Err(error),
    }
}

/// Reads what is new in a mailbox. Answers up to where.
fn read(
    source: &mut dyn MailSource,
    gathering: &mut Gathering<'_>,
    mailbox: &MailboxName,
    errand: Errand<'_>,
) -> Result<SyncPoint, Error> {
    let special = gathering.special(mailbox);
    let stage = |batch: &Batch| {
        (errand.say)(Event::Stage(Stage::Reading {
            mailbox: mailbox.clone(),
            special,
            done: batch.done,
            total: batch.total,
            octets: batch.octets,
        }));
    };
    stage(&Batch::default());
    let mut known = gathering.known(mailbox)?;
    let mut recalled = if gathering.holds(mailbox) { Recalled::Yes } else { Recalled::NotYet };
    let mut patience = Patience::new(errand);
    let reached = loop {
        let before = known.messages.len();
        match sync(source, gathering, mailbox, (&known, std::mem::replace(&mut recalled, Recalled::Yes)), &stage, errand)? {
            Ok(reached) => break reached,
            Err(error @ SourceError::Wait { .. }) => {
                // What came until here is stored, and not read again.
                known = gathering.known(mailbox)?;
                if gathering.asks_for(mailbox) && !gathering.holds(mailbox) {
                    recalled = Recalled::NotYet;
                }
                if known.messages.len() > before {
                    patience.got_on();
                }
                patience.wait(error)?;
            }
            Err(error) => return Err(error.into()),
        }
    };
    gathering.synced(mailbox, reached)?;
    errand.cancel.check()?;
    Ok(reached)
}

/// Are the messages that are known of a mailbox in memory?
#[derive(Clone, Copy, PartialEq, Eq)]
enum Recalled {
    Yes,
    NotYet,
}

/// One sync, stored while it comes in; what is known comes from the store meanwhile, if it is not there yet. Answers what the source says of it, unless the store failed.
fn sync(
    source: &mut dyn MailSource,
    gathering: &mut Gathering<'_>,
    mailbox: &MailboxName,
    (known, recalled): (&Known, Recalled),
    stage: &dyn Fn(&Batch),
    errand: Errand<'_>,
) -> Result<Result<SyncPoint, SourceError>, Error> {
    let Errand { cancel, say, .. } = errand;
    let (batches, keep) = sync_channel::<Batch>(WAITING);
    let (synced, kept) = std::thread::scope(|scope| {
        let gathering = &mut *gathering;
        let keeper = scope.spawn(move || {
            if recalled == Recalled::NotYet {
                gathering.recall(mailbox, known.messages.len())?;
            }
            while let Some(batch) = some(&keep) {
                gathering.take(mailbox, batch)?;
                gathering.grow(say)?;
            }
            Ok::<(), Error>(())
        });
        let synced = source.sync(mailbox, known, &mut |batch| {
            stage(&batch);
            // The keeper only ends early when the store failed.
            if cancel.is_cancelled() || batches.send(batch).is_err() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        drop(batches);
        (synced, keeper.join())
    });
    match kept {
        Ok(kept) => kept?,
        Err(panic) => std::panic::resume_unwind(panic),
    }
    Ok(synced)
}

/// The next batch and what follows it soon, as one: each costs a write to the disk that must be waited for.
fn some(batches: &Receiver<Batch>) -> Option<Batch> {
    let mut all = batches.recv().ok()?;
    let until = Instant::now() + NO_LONGER;
    while all.changes.len() < AT_ONCE
        && let Ok(next) = batches.recv_timeout(until.saturating_duration_since(Instant::now()))
    {
        all.changes.extend(next.changes);
        all.seen.extend(next.seen);
        (all.done, all.total, all.octets) = (next.done, next.total, next.octets);
        all.resume = next.resume.or(all.resume);
    }
    Some(all)
}

/// Reads the beginning of the text where triage says that the headers leave a doubt, of so many messages at most. A text may show a flood
/// that nobody saw before, and that others are asked about: so it is done again, until nothing is left to ask. Where no doubt is
/// left, the findings stand already.
fn read_texts(
    source: &mut dyn MailSource,
    gathering: &mut Gathering<'_>,
    most: usize,
    cancel: &Cancel,
) -> Result<Option<Findings>, Error> {
    for _ in 0..ROUNDS {
        match gathering.settled(most)? {
            Ok(findings) => return Ok(Some(findings)),
            Err(doubtful) if doubtful.is_empty() => break,
            Err(doubtful) => read_some(source, gathering, &doubtful, cancel)?,
        }
    }
    Ok(None)
}

fn read_some(
    source: &mut dyn MailSource,
    gathering: &mut Gathering<'_>,
    doubtful: &[Arc<Packed>],
    cancel: &Cancel,
) -> Result<(), Error> {
    let mut wanted: BTreeMap<MailboxName, Vec<MessageRef>> = BTreeMap::new();
    tracing::debug!(texts = doubtful.len(), "the headers leave a doubt");
    gathering.expect_excerpts(doubtful.len());
    for message in doubtful {
        wanted.entry(message.mailbox.clone()).or_default().push(message.message.clone());
    }
    for (mailbox, messages) in wanted {
        cancel.check()?;
        let mut missing: BTreeSet<&MessageRef> = messages.iter().collect();
        let (mut texts, mut kept) = (Vec::new(), Ok(()));
        // All in one go, so that the line is never idle; kept as they come.
        let read = source.excerpts(&mailbox, &messages, &mut |message, text| {
            missing.remove(&message);
            texts.push((message, text));
            if texts.len() >= TEXTS {
                kept = gathering.set_excerpts(&mailbox, std::mem::take(&mut texts));
            }
            if cancel.is_cancelled() || kept.is_err() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        kept?;
        if read.is_ok() && !cancel.is_cancelled() {
            // Where nothing came, there is none: it is not asked for again.
            texts.extend(missing.into_iter().map(|message| (message.clone(), Box::default())));
        }
        // What was read is kept even where the rest was not.
        if !texts.is_empty() {
            gathering.set_excerpts(&mailbox, texts)?;
        }
        read?;
    }
    Ok(())
}
