//! Clean-up: from what the member chose to a preview.

use super::session::Session;
use super::{CleanUp, Error, Target};
use crate::mail::mailbox::below;
use crate::mail::{MailboxInfo, MailboxName, Namespaces, SpecialUse};
use crate::plan::make::{Candidate, Destination};
use crate::plan::{OWN_TRASH, Preview, Purpose, make};
use crate::source::SourceError;

/// Longest name of a mailbox, in octets; servers take fewer than 255 of the encoded name.
const LONGEST_NAME: usize = 120;

/// Works out what a clean-up would do.
pub(super) fn preview(session: &Session, order: &CleanUp) -> Result<Preview, Error> {
    let picture = &session.picture;
    if !picture.source.can_move {
        return Err(SourceError::Unsupported.into());
    }
    let to = destination(session, &order.to)?;
    let (purpose, chosen) = match order.incident {
        Some(id) => {
            let incident = picture.findings.incident(id).ok_or(Error::NoSuchIncident(id))?;
            let purpose = Purpose::CleanUp { kind: incident.kind.as_str().to_owned(), key: incident.key.to_string() };
            (purpose, picture.findings.members(id).collect())
        }
        None => (Purpose::Selection, session.indices(&order.selection)),
    };
    let candidates = chosen.into_iter().filter_map(|index| {
        if picture.moved.contains(&index) {
            return None;
        }
        let message = picture.message(index)?.as_ref();
        let key = message.key();
        let place = session.places.get(&index).cloned().unwrap_or_else(|| Some(key.clone()))?;
        let decision = picture.decisions.get(&key).copied();
        Some(Candidate { message, verdict: picture.findings.verdicts.get(index), decision, place })
    });
    Ok(make(&picture.source.id, purpose, candidates, &to, &session.validity))
}

pub(super) fn destination(session: &Session, target: &Target) -> Result<Destination, Error> {
    let mailbox = match target {
        Target::Mailbox(mailbox) => at_home(checked(mailbox)?, session),
        Target::Trash => match session.special(SpecialUse::Trash) {
            Some(trash) => trash,
            // On the disk nobody else has a say in which mailbox is the trash; a server might have one under a name
            // we do not know, and a second would only confuse.
            None if matches!(session.way.spec, super::SourceSpec::Path(_)) => MailboxName::new(OWN_TRASH),
            None => return Err(Error::NoTrash),
        },
    };
    let there = session.picture.mailboxes.iter().find(|info| info.name == mailbox);
    if there.is_some_and(|info| !info.selectable) {
        return Err(SourceError::NotForMessages { mailbox: mailbox.to_string() }.into());
    }
    Ok(Destination { mailbox, create: there.is_none() })
}

/// Where a mailbox that is not there yet belongs: below where the member's own begin, as the server says (RFC 2342). Where it does not
/// say: if every mailbox lies below INBOX (Courier; Cyrus in its old form), a new one must as well. They may write that in any case.
pub(super) fn at_home(mailbox: MailboxName, session: &Session) -> MailboxName {
    let mailboxes = &session.picture.mailboxes;
    if mailbox == MailboxName::inbox() || mailboxes.iter().any(|info| info.name == mailbox) {
        return mailbox;
    }
    if let Some(namespaces) = &session.namespaces {
        return namespaces.home(&mailbox);
    }
    let home = |info: &MailboxInfo| {
        let home = format!("INBOX{}", info.separator?);
        below(&info.name, &home).and_then(|rest| info.name.as_str().strip_suffix(rest)).map(ToOwned::to_owned)
    };
    let mut homes = mailboxes.iter().filter(|info| info.name != MailboxName::inbox()).map(home);
    match homes.next().flatten() {
        Some(home) if homes.all(|other| other.as_ref() == Some(&home)) => {
            Namespaces { personal: vec![home], foreign: Vec::new() }.home(&mailbox)
        }
        _ => mailbox,
    }
}

fn checked(mailbox: &MailboxName) -> Result<MailboxName, Error> {
    let name = mailbox.as_str().trim();
    if name.is_empty() || name.len() > LONGEST_NAME || name.chars().any(crate::mail::text::is_unsafe) {
        return Err(Error::BadMailbox(mailbox.as_str().to_owned()));
    }
    // INBOX is the one mailbox whose name may be written in any case (RFC 9051, section 5.1).
    let inbox = MailboxName::inbox();
    Ok(if name.eq_ignore_ascii_case(inbox.as_str()) { inbox } else { MailboxName::new(name) })
}
