//! Looking into single messages: excerpts, whole messages, which are there, and finding them again by fingerprint.

use super::dialogue::{Access, SET_OCTETS, Session, Step, Stop};
use super::encode::Command;
use super::response::Fetch;
use crate::mail::parse::{self, Arrival};
use crate::mail::{Flags, MailboxName, MessageRef, UidSet};
use crate::source::finder::Finder;
use crate::source::{Fingerprint, Result, SourceError};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// Messages whose excerpts are asked for by one command, 4 KiB each: at least, and at most.
const EXCERPTS: u32 = 60;
const MOST_EXCERPTS: u32 = 480;
/// Excerpts a server is taken to make ready in a millisecond.
const READY: u32 = 3;

/// What an excerpt is made from: the fields that say how the body is coded, and its beginning.
const EXCERPT: &str =
    "(UID BODY.PEEK[HEADER.FIELDS (MIME-VERSION CONTENT-TYPE CONTENT-TRANSFER-ENCODING)] BODY.PEEK[TEXT]<0.4096>)";

pub fn excerpts(
    session: &mut Session,
    mailbox: &MailboxName,
    messages: &[MessageRef],
    take: &mut dyn FnMut(MessageRef, Box<str>) -> ControlFlow<()>,
) -> Result<()> {
    let wanted = uids(messages);
    if wanted.is_empty() {
        return Ok(());
    }
    session.open_mailbox(mailbox, Access::Read)?;
    let batch = session.in_a_round_trip(READY).clamp(EXCERPTS, MOST_EXCERPTS);
    let mut commands =
        wanted.pieces(session.pace.of(batch), SET_OCTETS).map(|uids| Command::new("UID FETCH").uids(&uids).words(EXCERPT));
    session.pipeline(&mut commands, &mut |step| match step {
        Step::Fetch(Fetch { uid: Some(uid), header, text: Some(text), .. }, _) if wanted.contains(uid) => {
            let header = header.unwrap_or_default();
            // The server ends the fields with an empty line; one without any may leave that out.
            let gap: &[u8] = if header.is_empty() { b"\r\n" } else { b"" };
            take(MessageRef::from_uid(uid), parse::excerpt(&[&header, gap, &text].concat())).map_break(|()| Stop::Enough)
        }
        _ => ControlFlow::Continue(()),
    })
}

/// Asks for the size first, so that no more is sent than may be taken.
pub fn read(session: &mut Session, mailbox: &MailboxName, message: &MessageRef, limit: u64) -> Result<Vec<u8>> {
    let gone = || SourceError::Gone { place: message.to_string() };
    let too_large = SourceError::Limit { what: "the message", limit };
    let uid = message.uid().ok_or_else(gone)?;
    session.open_mailbox(mailbox, Access::Read)?;
    let one: UidSet = [uid].into_iter().collect();
    let fetch = |session: &mut Session, what| {
        let (mut size, mut whole) = (None, None);
        let mut command = std::iter::once(Command::new("UID FETCH").uids(&one).words(what));
        session.pipeline(&mut command, &mut |step| {
            if let Step::Fetch(found, _) = step
                && found.uid == Some(uid)
            {
                size = found.size.or(size);
                whole = found.whole.map(std::borrow::Cow::into_owned).or(whole.take());
            }
            ControlFlow::Continue(())
        })?;
        Ok::<_, SourceError>((size, whole))
    };
    let (size, _) = fetch(session, "(UID RFC822.SIZE)")?;
    if u64::from(size.ok_or_else(gone)?) > limit {
        return Err(too_large);
    }
    // Sizes are only estimates on some servers: the wire holds to the limit as well.
    let usual = session.wire.limits;
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    session.wire.limits.literal = most;
    session.wire.limits.response = most.saturating_add(usual.line);
    let outcome = fetch(session, "(UID BODY.PEEK[])");
    session.wire.limits = usual;
    let whole = match outcome {
        Err(SourceError::Limit { .. }) => return Err(too_large),
        outcome => outcome?.1.ok_or_else(gone)?,
    };
    if whole.len() as u64 > limit { Err(too_large) } else { Ok(whole) }
}

pub fn present(session: &mut Session, mailbox: &MailboxName, messages: &[MessageRef]) -> Result<Vec<MessageRef>> {
    session.open_mailbox(mailbox, Access::Read)?;
    let found = session.search_among(&uids(messages))?;
    Ok(messages.iter().filter(|m| m.uid().is_some_and(|uid| found.contains(uid))).cloned().collect())
}

/// See [`crate::source::MailSource::any_before`].
pub fn any_before(session: &mut Session, mailbox: &MailboxName, uid: u32) -> Result<bool> {
    let last = uid.saturating_sub(1);
    if last == 0 || session.open_mailbox(mailbox, Access::Read)?.exists == 0 {
        return Ok(false);
    }
    Ok(!session.search_among(&UidSet::from_ranges([(1, last)]))?.is_empty())
}

pub fn find(
    session: &mut Session,
    mailbox: &MailboxName,
    since: Option<u32>,
    wanted: &[Fingerprint],
) -> Result<Vec<Option<MessageRef>>> {
    if wanted.is_empty() || session.open_mailbox(mailbox, Access::Read)?.exists == 0 {
        return Ok(vec![None; wanted.len()]);
    }
    let since = since.unwrap_or(1);
    let known = Finder::new(wanted);
    let see = |found: &mut BTreeMap<u32, Fingerprint>, uid, print: Fingerprint| {
        // `N:*` answers the last message even where it lies below N. A server may say a message twice.
        if uid >= since && known.is_wanted(&print.message_id, print.size) {
            found.insert(uid, print);
        }
    };
    let mut found = BTreeMap::new();
    let mut all = std::iter::once(Command::new("UID FETCH").uids_from(since).words(PRINTED));
    let mut seen = look(session, mailbox, &mut all, &mut |uid, print| see(&mut found, uid, print))?;
    let answer = answered(wanted, &found);
    if answer.iter().all(Option::is_some) {
        return Ok(answer);
    }
    // That one is not there can be said once all were seen: also what came meanwhile, and what the server left out.
    let unseen = session.search_from(since)?.minus(&seen);
    seen = look(session, mailbox, &mut printed(&unseen), &mut |uid, print| see(&mut found, uid, print))?;
    if !unseen.minus(&seen).is_empty() && !session.search_among(&unseen.minus(&seen))?.is_empty() {
        return Err(SourceError::Protocol { detail: "messages that are listed and not told of".into() });
    }
    Ok(answered(wanted, &found))
}

fn answered(wanted: &[Fingerprint], found: &BTreeMap<u32, Fingerprint>) -> Vec<Option<MessageRef>> {
    let mut finder = Finder::new(wanted);
    for (uid, print) in found {
        finder.offer(&MessageRef::from_uid(*uid), &print.message_id, print.size, print.received);
    }
    finder.found()
}

/// What messages of the open mailbox are known by.
pub fn fingerprints(session: &mut Session, mailbox: &MailboxName, uids: &UidSet) -> Result<BTreeMap<u32, Fingerprint>> {
    let mut found = BTreeMap::new();
    look(session, mailbox, &mut printed(uids), &mut |uid, print| {
        if uids.contains(uid) {
            found.insert(uid, print);
        }
    })?;
    Ok(found)
}

/// What a [`Fingerprint`] is made from.
const PRINTED: &str = "(UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])";

fn printed(uids: &UidSet) -> impl Iterator<Item = Command> + use<> {
    uids.pieces(u32::MAX, SET_OCTETS).map(|piece| Command::new("UID FETCH").uids(&piece).words(PRINTED))
}

/// Answers with the messages that the server told of.
fn look(
    session: &mut Session,
    mailbox: &MailboxName,
    commands: &mut dyn Iterator<Item = Command>,
    see: &mut dyn FnMut(u32, Fingerprint),
) -> Result<UidSet> {
    let hides = session.hides_deleted();
    let mut told = Vec::new();
    session.pipeline(commands, &mut |step| {
        if let Step::Fetch(Fetch { uid: Some(uid), flags, size: Some(size), received, header: Some(header), .. }, _) = step {
            told.push(uid);
            if !(hides && flags.is_some_and(|f| f.has(Flags::DELETED))) {
                let received = received.unwrap_or(Timestamp::UNIX_EPOCH);
                see(uid, Fingerprint { message_id: message_id(mailbox, uid, &header), size, received });
            }
        }
        ControlFlow::Continue(())
    })?;
    Ok(told.into_iter().collect())
}

/// The Message-ID as an envelope has it, so that the two can be compared.
fn message_id(mailbox: &MailboxName, uid: u32, header: &[u8]) -> Box<str> {
    let arrival = Arrival {
        mailbox: mailbox.clone(),
        message: MessageRef::from_uid(uid),
        received: Timestamp::UNIX_EPOCH,
        size: 0,
        flags: Flags::empty(),
    };
    parse::envelope(arrival, header, false).message_id
}

pub fn uids(messages: &[MessageRef]) -> UidSet {
    messages.iter().filter_map(MessageRef::uid).collect()
}
