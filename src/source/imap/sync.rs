//! What is new in a mailbox, what went, and whose flags changed. (RFC 3501; CONDSTORE of RFC 7162 where offered.)

use super::dialogue::{Access, SET_OCTETS, Session, Step, Stop};
use super::encode::Command;
use super::response::Fetch;
use crate::mail::parse::{self, Arrival};
use crate::mail::{Flags, MailboxName, MessageRef, UidSet};
use crate::source::{Batch, Change, Known, MailboxState, Result, SyncPoint};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// Messages asked for by one command, and handed over at once.
const BATCH: u32 = 300;
/// Messages whose flags are asked for by one command.
const FLAGS_BATCH: u32 = 2_000;

/// The header fields that triage reads: what [`parse::envelope`] looks at, and nothing more.
const HEADERS: &str = "(UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER.FIELDS (\
    FROM SENDER REPLY-TO TO CC SUBJECT DATE MESSAGE-ID IN-REPLY-TO REFERENCES \
    LIST-ID LIST-POST LIST-OWNER LIST-UNSUBSCRIBE LIST-UNSUBSCRIBE-POST \
    MAILING-LIST X-MAILING-LIST X-BEENTHERE X-MAILMAN-VERSION \
    AUTO-SUBMITTED PRECEDENCE X-AUTOREPLY X-AUTORESPOND X-AUTO-RESPONSE-SUPPRESS RETURN-PATH \
    DELIVERED-TO X-ORIGINAL-TO ENVELOPE-TO RECEIVED AUTHENTICATION-RESULTS CONTENT-TYPE \
    FEEDBACK-ID X-MAILGUN-SID X-SG-EID X-CAMPAIGN USER-AGENT X-MAILER)])";

/// See [`crate::source::MailSource::sync`]. Where known messages come without a [`SyncPoint`], nothing says that their UIDs still
/// mean anything: everything is read afresh.
pub fn sync(
    session: &mut Session,
    mailbox: &MailboxName,
    known: &Known,
    take: &mut dyn FnMut(Batch) -> ControlFlow<()>,
) -> Result<SyncPoint> {
    let begun = session.wire.received;
    let state = session.open_mailbox(mailbox, Access::Read)?;
    let point = known.point.filter(|p| p.uid_validity == state.uid_validity);
    let mut changes = Vec::new();
    let trusted = point.map(|_| &known.messages).into_iter().flatten();
    let had: BTreeMap<u32, Flags> = trusted.filter_map(|(message, flags)| Some((message.uid()?, *flags))).collect();
    if point.is_none() && (known.point.is_some() || !known.messages.is_empty()) {
        changes.push(Change::Afresh);
    }
    let had_uids: UidSet = had.keys().copied().collect();
    let present = present(session, &state, point, &had_uids)?;
    changes.extend(had_uids.minus(&present).iter().map(|uid| Change::Gone(MessageRef::from_uid(uid))));
    let stayed = had_uids.minus(&had_uids.minus(&present));
    changes.extend(flags(session, &state, point, &stayed, &had)?);

    let new = present.minus(&had_uids);
    let last = present.ranges().last().map_or(0, |(_, last)| *last);
    let end = state.uid_next.unwrap_or(1).max(last.saturating_add(1));
    let resume = |uid_next| SyncPoint { uid_validity: state.uid_validity, uid_next, mod_seq: state.mod_seq };
    let first = new.ranges().first().map_or(end, |(first, _)| *first);
    let mut batch =
        Batch { changes, done: 0, total: Some(new.len()), octets: session.wire.received - begun, resume: Some(resume(first)) };
    if !(batch.changes.is_empty() && new.is_empty()) && take(batch.clone()).is_break() {
        return Ok(resume(first));
    }
    batch.changes.clear();
    headers(session, mailbox, &new, end, begun, &mut |changes, done, octets, uid_next| {
        take(Batch { changes, done, octets, total: batch.total, resume: Some(resume(uid_next)) })
    })
    .map(resume)
}

/// The UIDs in the mailbox. When neither their number nor UIDNEXT changed, no message came or went.
fn present(session: &mut Session, state: &MailboxState, point: Option<SyncPoint>, had: &UidSet) -> Result<UidSet> {
    let unchanged = point.is_some_and(|p| state.uid_next == Some(p.uid_next)) && u64::from(state.exists) == had.len();
    if unchanged && !session.hides_deleted() {
        return Ok(had.clone());
    }
    if state.exists == 0 { Ok(UidSet::default()) } else { session.search(None) }
}

/// Flags that are no longer what they were.
fn flags(
    session: &mut Session,
    state: &MailboxState,
    point: Option<SyncPoint>,
    stayed: &UidSet,
    had: &BTreeMap<u32, Flags>,
) -> Result<Vec<Change>> {
    let since = point.and_then(|p| p.mod_seq).filter(|_| state.mod_seq.is_some());
    if stayed.is_empty() || (since.is_some() && since == state.mod_seq) {
        return Ok(Vec::new());
    }
    let mut commands: Box<dyn Iterator<Item = Command>> = match since {
        Some(since) => Box::new(std::iter::once(Command::new("UID FETCH").uids_from(1).words("(UID FLAGS)").number(
            " (CHANGEDSINCE ",
            since,
            ")",
        ))),
        None => Box::new(
            stayed.pieces(FLAGS_BATCH, SET_OCTETS).map(|uids| Command::new("UID FETCH").uids(&uids).words("(UID FLAGS)")),
        ),
    };
    // By UID, so that a server that repeats itself does not fill our memory.
    let mut found = BTreeMap::new();
    session.pipeline(&mut commands, &mut |step| {
        if let Step::Fetch(Fetch { uid: Some(uid), flags: Some(flags), .. }, _) = step
            && stayed.contains(uid)
            && had.get(&uid).is_some_and(|old| *old != flags)
        {
            found.insert(uid, flags);
        }
        ControlFlow::Continue(())
    })?;
    Ok(found.into_iter().map(|(uid, flags)| Change::Flags(MessageRef::from_uid(uid), flags)).collect())
}

/// Reads the headers of `new`, oldest first. Answers the UID below which everything was read and handed over.
fn headers(
    session: &mut Session,
    mailbox: &MailboxName,
    new: &UidSet,
    end: u32,
    begun: u64,
    give: &mut dyn FnMut(Vec<Change>, u64, u64, u32) -> ControlFlow<()>,
) -> Result<u32> {
    // A connection at 80 ms makes up for small commands by several in flight. The first UID of each command that was sent and
    // is not yet done: servers may answer them out of order.
    let firsts = std::cell::RefCell::new(BTreeMap::new());
    let low = |unsent: Option<u32>| firsts.borrow().values().copied().min().or(unsent).unwrap_or(end);
    let (mut pending, mut done, mut reached) = (Vec::new(), 0_u64, None);
    let mut rest = new.pieces(BATCH, SET_OCTETS).enumerate().peekable();
    let next_unsent = std::cell::Cell::new(rest.peek().and_then(|(_, p)| first_of(p)));
    let mut commands = std::iter::from_fn(|| {
        let (index, piece) = rest.next()?;
        firsts.borrow_mut().extend(first_of(&piece).map(|first| (index, first)));
        next_unsent.set(rest.peek().and_then(|(_, p)| first_of(p)));
        Some(Command::new("UID FETCH").uids(&piece).words(HEADERS))
    });
    let outcome = session.pipeline(&mut commands, &mut |step| match step {
        Step::Fetch(fetch, received) => {
            let arrived = fetch.uid.filter(|uid| new.contains(*uid)).and_then(|uid| arrival(mailbox, uid, &fetch));
            // Without a header it is news of another message's flags, which the next sync will ask for.
            if let (Some(arrived), Some(header)) = (arrived, fetch.header) {
                pending.push(Change::New(Box::new(parse::envelope(arrived, &header, false))));
                done += 1;
            }
            // Servers may answer several commands at a time.
            if done > new.len() {
                ControlFlow::Break(Stop::Nonsense("more messages than there are"))
            } else if pending.len() >= BATCH as usize {
                let low = low(next_unsent.get());
                reached = Some(low);
                give(std::mem::take(&mut pending), done, received - begun, low).map_break(|()| Stop::Enough)
            } else {
                ControlFlow::Continue(())
            }
        }
        Step::Done(index, received) => {
            firsts.borrow_mut().remove(&index);
            let low = low(next_unsent.get());
            reached = Some(low);
            give(std::mem::take(&mut pending), done, received - begun, low).map_break(|()| Stop::Enough)
        }
    });
    if outcome.is_err() && !pending.is_empty() {
        // What arrived before the line broke need not be read again. Breaking off changes nothing now.
        let _ = give(pending, done, session.wire.received - begun, low(next_unsent.get()));
    }
    outcome?;
    Ok(reached.unwrap_or(end))
}

fn first_of(piece: &UidSet) -> Option<u32> {
    piece.ranges().first().map(|(first, _)| *first)
}

/// What came with a message besides its header.
fn arrival(mailbox: &MailboxName, uid: u32, fetch: &Fetch<'_>) -> Option<Arrival> {
    fetch.header.as_ref()?;
    Some(Arrival {
        mailbox: mailbox.clone(),
        message: MessageRef::from_uid(uid),
        received: fetch.received.unwrap_or(Timestamp::UNIX_EPOCH),
        size: fetch.size.unwrap_or(0),
        flags: fetch.flags.unwrap_or_default(),
    })
}
