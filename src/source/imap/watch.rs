//! Waiting for news: IDLE (RFC 2177), or a look now and then where it is not offered.

use super::dialogue::{Access, Session};
use super::encode::Command;
use super::response::{self, Condition, Response, Said};
use crate::mail::MailboxName;
use crate::source::watch::poll;
use crate::source::{MailboxState, Result};
use std::time::{Duration, Instant, SystemTime};

/// The clock on the wall and the one that stands still while the machine sleeps differ by so much: it slept.
const SLEPT: Duration = Duration::from_secs(30);

/// See [`crate::source::MailSource::watch`].
pub fn watch(
    session: &mut Session,
    mailbox: &MailboxName,
    stood: Option<&MailboxState>,
    enough: &dyn Fn() -> bool,
) -> Result<(bool, MailboxState)> {
    if !session.has("IDLE") || session.refuses_idle {
        let every = session.wire.patience().poll;
        return poll(every, stood, enough, || session.open_mailbox(mailbox, Access::Read));
    }
    // What happened before IDLE began is not told by it.
    let state = session.open_mailbox(mailbox, Access::Read)?;
    if stood != Some(&state) {
        return Ok((true, state));
    }
    if enough() || !idle(session, enough)? {
        return Ok((false, state));
    }
    // With what was told it stands otherwise: the next wait begins from there.
    Ok((true, session.open_mailbox(mailbox, Access::Read)?))
}

/// What a server says while it is asked for news.
enum Told {
    /// It goes on telling from here.
    Begun,
    /// The command is at its end.
    Ended,
    /// Something happened to the mailbox.
    News,
    Status(Condition, Said),
    Nonsense,
}

impl Told {
    fn of(response: Response<'_>, tag: &str) -> Self {
        match response {
            Response::Continue(_) => Self::Begun,
            Response::Done(done, ..) if done == tag.as_bytes() => Self::Ended,
            Response::Done(..) => Self::Nonsense,
            Response::Status(condition, said) => Self::Status(condition, said),
            // EXISTS, EXPUNGE, VANISHED, FETCH, and whatever else may have a meaning: a look will show.
            _ => Self::News,
        }
    }
}

/// Answers whether the server told anything about the open mailbox. Ends by itself before a server may end it, which also shows
/// whether the line is still there.
fn idle(session: &mut Session, enough: &dyn Fn() -> bool) -> Result<bool> {
    let tag = session.begin(&Command::new("IDLE"))?;
    let mut news = false;
    loop {
        match session.wire.response(|octets| response::read(octets).map(|r| Told::of(r, &tag)))? {
            Told::Begun => break,
            Told::Ended => {
                session.refuses_idle = true;
                return Ok(news);
            }
            told => news |= heed(session, told)?,
        }
    }
    let (begun, wall, long) = (Instant::now(), SystemTime::now(), session.wire.patience().watch);
    while !news && !enough() && begun.elapsed() < long {
        // A line seldom outlives a sleep, and its end is not heard of then.
        if wall.elapsed().unwrap_or_default() > begun.elapsed() + SLEPT {
            break;
        }
        if let Some(told) = session.wire.glance(|octets| response::read(octets).map(|r| Told::of(r, &tag)))? {
            news = heed(session, told)?;
        }
    }
    session.wire.send(b"DONE\r\n")?;
    loop {
        match session.wire.response(|octets| response::read(octets).map(|r| Told::of(r, &tag)))? {
            Told::Ended => return Ok(news),
            told => news |= heed(session, told)?,
        }
    }
}

/// Is it news?
fn heed(session: &mut Session, told: Told) -> Result<bool> {
    match told {
        Told::News => Ok(true),
        Told::Status(Condition::Bye, said) => Err(session.good_bye(&said)),
        Told::Status(_, said) => {
            session.note_alert(&said);
            Ok(false)
        }
        Told::Begun | Told::Ended | Told::Nonsense => Err(session.nonsense("an answer to a command that was not sent")),
    }
}
