//! Opening a mailbox (RFC 3501 section 6.3.1 and 6.3.2), and which UIDs are in the open one (section 6.4.4).

use super::{Answer, Failed, MAX_RANGES, SET_OCTETS, Sent, Session, is_plain};
use crate::mail::{MailboxName, UidSet};
use crate::source::imap::encode::Command;
use crate::source::imap::response::{Code, Response};
use crate::source::{MailboxState, Result, SourceError};

/// UIDs a mailbox may name; more is no mailbox but an attack on our memory.
const MAX_MESSAGES: u64 = 20_000_000;

/// What a mailbox is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    Read,
    Change,
}

/// A mailbox that was opened before anybody asked for it, and is still the open one.
pub struct Ahead {
    mailbox: MailboxName,
    state: MailboxState,
    found: UidSet,
}

impl Session {
    /// EXAMINE or SELECT.
    pub fn open_mailbox(&mut self, mailbox: &MailboxName, how: Access) -> Result<MailboxState> {
        let command = self.opening(mailbox, how)?;
        self.opened(&command, mailbox, how, &mut |_| Ok(()))
    }

    /// EXAMINE that has the server tell what changed since an earlier one ended with this UIDVALIDITY and HIGHESTMODSEQ
    /// (RFC 7162 section 3.2.5). Only where the server [`Self::resyncs`].
    pub fn open_since(
        &mut self,
        mailbox: &MailboxName,
        (uid_validity, mod_seq): (u32, u64),
        look: &mut dyn FnMut(Response<'_>) -> Result<()>,
    ) -> Result<MailboxState> {
        let command = Command::new("EXAMINE").mailbox(&self.wire_name(mailbox)?);
        let command = command.number(" (QRESYNC (", uid_validity.into(), "").number(" ", mod_seq, "))");
        self.opened(&command, mailbox, Access::Read, look)
    }

    /// EXAMINE, and right behind it the search for all UIDs: one way there and back for both, or none where it was opened ahead. Leaves
    /// out what [`Self::hides_deleted`] hides.
    pub fn open_and_search(&mut self, mailbox: &MailboxName) -> Result<(MailboxState, UidSet)> {
        if let Some(Ahead { state, found, .. }) = self.ahead.take_if(|ahead| ahead.mailbox == *mailbox) {
            return Ok((state, found));
        }
        if !self.takes_several() {
            let state = self.open_mailbox(mailbox, Access::Read)?;
            let found = if state.exists == 0 { UidSet::default() } else { self.search(None)? };
            return Ok((state, found));
        }
        let sent = self.send_opening(mailbox)?;
        self.hear_opened(mailbox, sent)
    }

    /// Sends what opens a mailbox that will be read soon, behind other commands of the same go. To be heard by [`Self::hear_ahead`].
    pub fn send_ahead(&mut self, mailbox: Option<MailboxName>) -> Result<Option<(MailboxName, [Sent; 2])>> {
        let mailbox = mailbox.filter(|mailbox| self.takes_several() && is_plain(mailbox));
        mailbox.map(|mailbox| Ok((mailbox.clone(), self.send_opening(&mailbox)?))).transpose()
    }

    /// Where it was refused, the mailbox is opened again by whoever needs it, and the reason shows then; but for a wish to wait, which holds
    /// for everything.
    pub fn hear_ahead(&mut self, sent: Option<(MailboxName, [Sent; 2])>) -> Result<()> {
        let Some((mailbox, sent)) = sent else { return Ok(()) };
        match self.hear_opened(&mailbox, sent) {
            Ok((state, found)) => self.ahead = Some(Ahead { mailbox, state, found }),
            Err(error) if self.wire.is_broken() || matches!(error, SourceError::Wait { .. }) => return Err(error),
            Err(_) => {}
        }
        Ok(())
    }

    fn send_opening(&mut self, mailbox: &MailboxName) -> Result<[Sent; 2]> {
        (self.selected, self.ahead) = (None, None);
        let opening = self.opening(mailbox, Access::Read)?;
        let searching = self.searching(|command| command.words("ALL"), self.hides_deleted());
        Ok([self.send_off(&opening)?, self.send_off(&searching)?])
    }

    fn hear_opened(&mut self, mailbox: &MailboxName, [opening, searching]: [Sent; 2]) -> Result<(MailboxState, UidSet)> {
        let opened = self.hear_out(opening, &mut |_| Ok(()));
        if let Err(Failed::Other(error)) = opened {
            return Err(error);
        }
        let mut found = Vec::new();
        let searched = self.hear_out(searching, &mut |response| collect(&mut found, response));
        let state = self.stands_as(&opened.map_err(|failed| failed.about(Some(mailbox)))?, mailbox, Access::Read)?;
        searched.map_err(|failed| failed.about(None))?;
        Ok((state, all(found)?))
    }

    fn opening(&mut self, mailbox: &MailboxName, how: Access) -> Result<Command> {
        let command = Command::new(if how == Access::Read { "EXAMINE" } else { "SELECT" }).mailbox(&self.wire_name(mailbox)?);
        Ok(if self.has("CONDSTORE") { command.words("(CONDSTORE)") } else { command })
    }

    fn opened(
        &mut self,
        command: &Command,
        mailbox: &MailboxName,
        how: Access,
        look: &mut dyn FnMut(Response<'_>) -> Result<()>,
    ) -> Result<MailboxState> {
        (self.selected, self.ahead) = (None, None);
        let answer = self.exchange(command, look).map_err(|failed| failed.about(Some(mailbox)))?;
        self.stands_as(&answer, mailbox, how)
    }

    /// How a mailbox that was opened stands, by the answer.
    fn stands_as(&mut self, answer: &Answer, mailbox: &MailboxName, how: Access) -> Result<MailboxState> {
        let mut state =
            MailboxState { uid_validity: 0, uid_next: None, mod_seq: None, exists: answer.exists.unwrap_or(0), read_only: false };
        for code in answer.codes() {
            match code {
                Code::UidValidity(n) => state.uid_validity = *n,
                Code::UidNext(n) => state.uid_next = Some(*n),
                Code::HighestModSeq(n) => state.mod_seq = Some(*n),
                // An EXAMINE is always READ-ONLY, which says nothing.
                Code::Word(word) if word == "READ-ONLY" => state.read_only = how == Access::Change,
                _ => {}
            }
        }
        if state.uid_validity == 0 {
            return Err(SourceError::Protocol { detail: "no UIDVALIDITY".into() });
        }
        if how == Access::Change && !state.read_only {
            self.selected = Some((mailbox.clone(), state.uid_validity));
        }
        Ok(state)
    }

    /// Is this mailbox, with this UIDVALIDITY, open to be changed?
    pub fn has_selected(&self, mailbox: &MailboxName, uid_validity: u32) -> bool {
        self.selected.as_ref().is_some_and(|(name, validity)| name == mailbox && *validity == uid_validity)
    }

    /// UIDNEXT of the open mailbox; where the server did not say, what comes after the last message there is.
    pub fn next_uid(&mut self, state: &MailboxState) -> Result<u32> {
        match state.uid_next {
            Some(next) => Ok(next),
            None if state.exists == 0 => Ok(1),
            None => Ok(self.search_by(None, false)?.ranges().last().map_or(1, |(_, last)| last.saturating_add(1))),
        }
    }

    /// UID SEARCH in the open mailbox. Leaves out what [`Self::hides_deleted`] hides.
    pub fn search(&mut self, among: Option<&UidSet>) -> Result<UidSet> {
        self.search_by(among, self.hides_deleted())
    }

    /// The UIDs in the open mailbox from this one on. Leaves out what [`Self::hides_deleted`] hides.
    pub fn search_from(&mut self, first: u32) -> Result<UidSet> {
        let found = self.search_for(|command| command.words("UID").uids_from(first), self.hides_deleted())?;
        // `N:*` answers the last message even where it lies below N.
        Ok(found.minus(&UidSet::from_ranges([(0, first.saturating_sub(1))])))
    }

    fn search_by(&mut self, among: Option<&UidSet>, undeleted: bool) -> Result<UidSet> {
        let which = |command: Command| match among {
            Some(uids) => command.words("UID").uids(uids),
            None => command.words("ALL"),
        };
        self.search_for(which, undeleted)
    }

    fn search_for(&mut self, which: impl FnOnce(Command) -> Command, undeleted: bool) -> Result<UidSet> {
        let mut found = Vec::new();
        self.exchange(&self.searching(which, undeleted), &mut |response| collect(&mut found, response))
            .map_err(|failed| failed.about(None))?;
        all(found)
    }

    fn searching(&self, which: impl FnOnce(Command) -> Command, undeleted: bool) -> Command {
        let mut command = Command::new("UID SEARCH");
        if self.has("ESEARCH") {
            command = command.words("RETURN (ALL)");
        }
        command = which(command);
        if undeleted { command.words("UNDELETED") } else { command }
    }

    /// Which of these are in the open mailbox.
    pub fn search_among(&mut self, uids: &UidSet) -> Result<UidSet> {
        self.search_pieces(uids, self.hides_deleted())
    }

    /// Which of these are in the open mailbox and not marked `\Deleted`.
    pub fn unmarked_among(&mut self, uids: &UidSet) -> Result<UidSet> {
        self.search_pieces(uids, true)
    }

    fn search_pieces(&mut self, uids: &UidSet, undeleted: bool) -> Result<UidSet> {
        let mut found = Vec::new();
        for piece in uids.pieces(u32::MAX, SET_OCTETS) {
            found.extend_from_slice(self.search_by(Some(&piece), undeleted)?.ranges());
        }
        // A server that names more than it was asked for is not believed.
        let found = UidSet::from_ranges(found);
        Ok(uids.minus(&uids.minus(&found)))
    }
}

fn too_many() -> SourceError {
    SourceError::Limit { what: "a mailbox", limit: MAX_MESSAGES }
}

/// Takes in what a search found.
fn collect(found: &mut Vec<(u32, u32)>, response: Response<'_>) -> Result<()> {
    if let Response::Search(set) = response {
        found.extend_from_slice(set.ranges());
    }
    if found.len() > MAX_RANGES { Err(too_many()) } else { Ok(()) }
}

/// All that a search found.
fn all(found: Vec<(u32, u32)>) -> Result<UidSet> {
    let found = UidSet::from_ranges(found);
    if found.len() > MAX_MESSAGES { Err(too_many()) } else { Ok(found) }
}
