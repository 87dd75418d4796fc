//! Moving messages: MOVE (RFC 6851), or COPY and UID EXPUNGE (RFC 4315), or COPY and a mark.
//!
//! What is answered as moved is what the server confirmed, never what was asked for:
//! - with COPYUID, the places it names, once the command ended well or the message is seen to be no longer where it was;
//! - without COPYUID, what was there before and is not there afterwards.
//!
//! | server offers | commands |
//! |---|---|
//! | MOVE | UID MOVE |
//! | UIDPLUS | UID COPY, UID STORE +FLAGS.SILENT (\Deleted), UID EXPUNGE, the latter two on what COPYUID confirmed, or what is seen in the target |
//! | neither | UID COPY, UID STORE +FLAGS.SILENT (\Deleted); never EXPUNGE, which would take other programs' deletions along |
//!
//! If the connection breaks between COPY and the end, the copies are in the target and the originals still in place, perhaps
//! marked `\Deleted`: nothing is lost, and nothing of it is answered as moved. The engine then looks for the copies, and
//! has the removal finished ([`remove_copied`]) or the marks taken off ([`keep`]).

use super::dialogue::{Access, Answer, Failed, SET_OCTETS, Session};
use super::encode::{Command, WireName};
use super::lookup::{find, fingerprints, uids};
use super::response::Code;
use crate::mail::{MailboxName, MessageRef, UidSet};
use crate::source::{Fingerprint, MoveOutcome, Result, SourceError};
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

/// So many messages are copied by one command, and moved by the first one.
const STEP: u32 = 500;
/// The most messages of one MOVE.
const LARGEST: u32 = 4 * STEP;
/// A server that has moved so quickly is given twice as many the next time; one that took so long, half.
const QUICK: Duration = Duration::from_millis(500);
const SLOW: Duration = Duration::from_secs(5);

/// How many messages one MOVE takes. Much of what a move costs a server, it costs by the command; but one that is slow would fall
/// silent over many, and nobody could tell it from one that is gone.
#[derive(Debug, Clone, Copy)]
pub struct Stride(u32);

impl Default for Stride {
    fn default() -> Self {
        Self(STEP)
    }
}

impl Stride {
    /// After one MOVE of that many messages.
    #[must_use]
    fn after(self, moved: u64, took: Duration) -> Self {
        match took {
            took if took > SLOW => Self((self.0 / 2).max(STEP)),
            took if took < QUICK && moved >= u64::from(self.0) => Self((self.0 * 2).min(LARGEST)),
            _ => self,
        }
    }
}

/// See [`crate::source::MailSource::move_messages`].
pub fn relocate(
    session: &mut Session,
    from: &MailboxName,
    uid_validity: u32,
    messages: &[MessageRef],
    to: &MailboxName,
) -> MoveOutcome {
    let mut outcome = MoveOutcome::default();
    if let Err(error) = attempt(session, from, uid_validity, &uids(messages), to, &mut outcome) {
        outcome.error = Some(error);
    }
    outcome
}

fn attempt(
    session: &mut Session,
    from: &MailboxName,
    uid_validity: u32,
    wanted: &UidSet,
    to: &MailboxName,
    outcome: &mut MoveOutcome,
) -> Result<()> {
    if wanted.is_empty() {
        return Ok(());
    }
    let road = Road { from, uid_validity, to, target: session.wire_name(to)? };
    if session.tells_places.as_ref() == Some(to) && session.has("MOVE") {
        // It has said of each message where it went: what it does not speak of, it has not moved. One step after the other, the
        // mailbox stays open.
        if !session.has_selected(from, uid_validity) {
            select(session, from, uid_validity)?;
        }
        return by_moves(session, &road, wanted, Looked::No, outcome);
    }
    select(session, from, uid_validity)?;
    // A server answers OK to a move of messages that are not there: so they are counted first.
    let there = session.search_among(wanted)?;
    outcome.gone.extend(refs(&wanted.minus(&there)));
    if session.has("MOVE") {
        return by_moves(session, &road, &there, Looked::Yes, outcome);
    }
    for piece in there.pieces(session.pace.of(STEP), SET_OCTETS) {
        if session.has("UIDPLUS") {
            by_copy_and_expunge(session, &road, &piece, outcome)?;
        } else {
            by_copy_and_mark(session, &road, &piece, outcome)?;
        }
    }
    Ok(())
}

/// From where to where.
struct Road<'a> {
    from: &'a MailboxName,
    uid_validity: u32,
    to: &'a MailboxName,
    target: WireName,
}

/// Opens a mailbox that is to be changed, as it was when the plan was made.
pub(super) fn select(session: &mut Session, mailbox: &MailboxName, uid_validity: u32) -> Result<()> {
    let state = session.open_mailbox(mailbox, Access::Change)?;
    if state.uid_validity != uid_validity {
        return Err(SourceError::Rebuilt { mailbox: mailbox.to_string() });
    }
    if state.read_only { Err(SourceError::ReadOnly { mailbox: mailbox.to_string() }) } else { Ok(()) }
}

/// See [`crate::source::MailSource::remove_copied`].
pub fn remove_copied(
    session: &mut Session,
    mailbox: &MailboxName,
    uid_validity: u32,
    messages: &[MessageRef],
) -> Result<Vec<MessageRef>> {
    let wanted = uids(messages);
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    select(session, mailbox, uid_validity)?;
    mark(session, &wanted)?;
    if session.has("UIDPLUS") {
        expunge(session, &wanted)?;
    }
    let still = session.search_among(&wanted)?;
    Ok(refs(&wanted.minus(&still)).collect())
}

/// See [`crate::source::MailSource::keep`].
pub fn keep(session: &mut Session, mailbox: &MailboxName, uid_validity: u32, messages: &[MessageRef]) -> Result<Vec<MessageRef>> {
    let wanted = uids(messages);
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    select(session, mailbox, uid_validity)?;
    let mut unmarked = session.unmarked_among(&wanted)?;
    let marked = wanted.minus(&unmarked);
    if !marked.is_empty() {
        store(session, &marked, "-FLAGS.SILENT (\\Deleted)")?;
        unmarked = session.unmarked_among(&wanted)?;
    }
    Ok(refs(&unmarked).collect())
}

/// Were the messages all there just before?
#[derive(Clone, Copy, PartialEq, Eq)]
enum Looked {
    Yes,
    No,
}

fn by_moves(session: &mut Session, road: &Road<'_>, wanted: &UidSet, looked: Looked, outcome: &mut MoveOutcome) -> Result<()> {
    let mut rest = wanted.whole();
    while let Some(piece) = rest.next(session.pace.of(session.stride.0), SET_OCTETS) {
        let begun = Instant::now();
        by_move(session, road, &piece, looked, outcome)?;
        session.stride = session.stride.after(piece.len(), begun.elapsed());
    }
    Ok(())
}

fn by_move(session: &mut Session, road: &Road<'_>, piece: &UidSet, looked: Looked, outcome: &mut MoveOutcome) -> Result<()> {
    let (answer, problem) = ended(session, &Command::new("UID MOVE").uids(piece).mailbox(&road.target), road.to)?;
    let places = confirmed(&answer, piece);
    if problem.is_none() && places.len() as u64 == piece.len() {
        outcome.moved.extend(placed(places));
        session.tells_places = Some(road.to.clone());
        return Ok(());
    }
    session.tells_places = None;
    // Refused, and perhaps half done; or done, and not told where to; or some of them were taken away under our hands.
    let still = session.search_among(piece)?;
    let left = piece.minus(&still);
    let unplaced: UidSet = left.iter().filter(|uid| !places.contains_key(uid)).collect();
    if places.is_empty() && looked == Looked::Yes {
        outcome.moved_unplaced.extend(refs(&unplaced));
    } else {
        outcome.gone.extend(refs(&unplaced));
    }
    outcome.moved.extend(placed(places.into_iter().filter(|(uid, _)| left.contains(*uid)).collect()));
    problem.map_or(Ok(()), Err)
}

fn by_copy_and_expunge(session: &mut Session, road: &Road<'_>, piece: &UidSet, outcome: &mut MoveOutcome) -> Result<()> {
    // The copies will be from here on, should the server not say where.
    let target = session.open_mailbox(road.to, Access::Read)?;
    let since = session.next_uid(&target)?;
    select(session, road.from, road.uid_validity)?;
    let answer = session.command(&Command::new("UID COPY").uids(piece).mailbox(&road.target), Some(road.to))?;
    let mut places = confirmed(&answer, piece);
    let mut unknown: UidSet = piece.iter().filter(|uid| !places.contains_key(uid)).collect();
    if !unknown.is_empty() {
        let found = seek(session, road, &unknown, since, &places)?;
        unknown = unknown.iter().filter(|uid| !found.contains_key(uid)).collect();
        places.extend(found);
    }
    let copied: UidSet = places.keys().copied().collect();
    if !copied.is_empty() {
        mark(session, &copied)?;
        expunge(session, &copied)?;
        let still = session.search_among(&copied)?;
        outcome.moved.extend(placed(places.into_iter().filter(|(uid, _)| !still.contains(*uid)).collect()));
        if !still.is_empty() {
            return Err(SourceError::Refused { said: String::new() });
        }
    }
    let still = if unknown.is_empty() { UidSet::default() } else { session.search_among(&unknown)? };
    outcome.gone.extend(refs(&unknown.minus(&still)));
    // A copy that nobody has seen is no ground for taking the original away, and trying again would only make more of them.
    if still.is_empty() { Ok(()) } else { Err(SourceError::Unsupported) }
}

/// The copies of messages that COPY said it made, and not where (RFC 4315 section 3, UIDNOTSTICKY): those with the same
/// fingerprint that came since. Leaves the source mailbox selected.
fn seek(
    session: &mut Session,
    road: &Road<'_>,
    copied: &UidSet,
    since: u32,
    known: &BTreeMap<u32, u32>,
) -> Result<BTreeMap<u32, u32>> {
    let (uids, prints): (Vec<u32>, Vec<Fingerprint>) = fingerprints(session, road.from, copied)?.into_iter().unzip();
    let found = find(session, road.to, Some(since), &prints)?;
    select(session, road.from, road.uid_validity)?;
    let taken: BTreeSet<u32> = known.values().copied().collect();
    let places = uids.into_iter().zip(found).filter_map(|(uid, place)| Some((uid, place?.uid()?)));
    Ok(places.filter(|(_, place)| !taken.contains(place)).collect())
}

fn by_copy_and_mark(session: &mut Session, road: &Road<'_>, piece: &UidSet, outcome: &mut MoveOutcome) -> Result<()> {
    // All or none of them are copied (RFC 3501 section 6.4.7).
    session.command(&Command::new("UID COPY").uids(piece).mailbox(&road.target), Some(road.to))?;
    mark(session, piece)?;
    let still = session.search_among(piece)?;
    outcome.moved_unplaced.extend(refs(&piece.minus(&still)));
    if still.is_empty() { Ok(()) } else { Err(SourceError::Refused { said: String::new() }) }
}

fn mark(session: &mut Session, uids: &UidSet) -> Result<()> {
    store(session, uids, "+FLAGS.SILENT (\\Deleted)")
}

fn store(session: &mut Session, uids: &UidSet, change: &'static str) -> Result<()> {
    for part in uids.pieces(u32::MAX, SET_OCTETS) {
        session.command(&Command::new("UID STORE").uids(&part).words(change), None)?;
    }
    Ok(())
}

fn expunge(session: &mut Session, uids: &UidSet) -> Result<()> {
    for part in uids.pieces(u32::MAX, SET_OCTETS) {
        session.command(&Command::new("UID EXPUNGE").uids(&part), None)?;
    }
    Ok(())
}

/// How a command ended, where a refusal too may come with a COPYUID.
fn ended(session: &mut Session, command: &Command, to: &MailboxName) -> Result<(Answer, Option<SourceError>)> {
    match session.exchange(command, &mut |_| Ok(())) {
        Ok(answer) => Ok((answer, None)),
        Err(Failed::Said(condition, answer)) => {
            let problem = Failed::Said(condition, Answer { said: answer.said.clone(), ..Answer::default() }).about(Some(to));
            Ok((answer, Some(problem)))
        }
        Err(Failed::Other(error)) => Err(error),
    }
}

/// Where to what was asked for went, by COPYUID. One whose two sides are not of one length says nothing.
fn confirmed(answer: &Answer, asked: &UidSet) -> BTreeMap<u32, u32> {
    let count = |ranges: &[(u32, u32)]| ranges.iter().map(|(a, b)| u64::from(b - a) + 1).sum::<u64>();
    let mut places = BTreeMap::new();
    for code in answer.codes() {
        if let Code::CopyUid(from, to) = code
            && count(from) == count(to)
            && count(from) <= asked.len()
        {
            let (from, to) = (from.iter().flat_map(|(a, b)| *a..=*b), to.iter().flat_map(|(a, b)| *a..=*b));
            places.extend(from.zip(to).filter(|(uid, place)| asked.contains(*uid) && *place != 0));
        }
    }
    places
}

fn placed(places: BTreeMap<u32, u32>) -> impl Iterator<Item = (MessageRef, MessageRef)> {
    places.into_iter().map(|(from, to)| (MessageRef::from_uid(from), MessageRef::from_uid(to)))
}

fn refs(uids: &UidSet) -> impl Iterator<Item = MessageRef> {
    uids.iter().map(MessageRef::from_uid)
}

#[cfg(test)]
mod tests;
