//! Gmail's labels (X-GM-EXT-1, <https://developers.google.com/workspace/gmail/imap/imap-extensions>): a message lies there once, and
//! every label shows it in the mailbox of that name. What goes to the bin loses them.
//!
//! Gmail tells of all labels but that of the open mailbox. They are astrings in modified UTF-7, like names of mailboxes; its own
//! begin with a backslash. Of those, only three are a member's to give: the others say what a message is (sent, a draft, binned).

use super::dialogue::{SET_OCTETS, Session, Step, Stop};
use super::encode::Command;
use super::lookup::uids;
use super::mailboxes::named;
use super::relocate::select;
use super::response::Fetch;
use crate::mail::{MailboxName, MessageRef};
use crate::source::{Label, Result, SourceError};
use std::collections::BTreeSet;
use std::ops::ControlFlow;

/// Gmail's own labels that can be given, and the words that give them.
const OWN: [(&str, &str); 3] = [
    ("\\Inbox", "+X-GM-LABELS (\\Inbox)"),
    ("\\Important", "+X-GM-LABELS (\\Important)"),
    ("\\Starred", "+X-GM-LABELS (\\Starred)"),
];
/// Messages whose labels are asked for by one command.
const BATCH: u32 = 1_000;
/// Different labels in one answer: Gmail takes ten thousand in all.
const MAX_LABELS: usize = 10_000;

pub fn has(session: &Session) -> bool {
    session.has("X-GM-EXT-1")
}

/// See [`crate::source::MailSource::labels`].
pub fn of(
    session: &mut Session,
    mailbox: &MailboxName,
    uid_validity: u32,
    messages: &[MessageRef],
) -> Result<Vec<(MessageRef, Label)>> {
    let wanted = uids(messages);
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    // To be changed: the move that follows finds it open.
    select(session, mailbox, uid_validity)?;
    let mut commands = wanted
        .pieces(session.pace.of(BATCH), SET_OCTETS)
        .map(|uids| Command::new("UID FETCH").uids(&uids).words("(UID X-GM-LABELS)"));
    let mut known: BTreeSet<Label> = BTreeSet::new();
    let (mut found, mut odd, utf8) = (BTreeSet::new(), Vec::new(), session.utf8);
    session.pipeline(&mut commands, &mut |step| {
        let Step::Fetch(Fetch { uid: Some(uid), labels: Some(labels), .. }, _) = step else { return ControlFlow::Continue(()) };
        if !wanted.contains(uid) {
            return ControlFlow::Continue(());
        }
        for label in labels {
            let Some(label) = readable(&label, utf8, &mut odd) else { continue };
            let label = known.get(&*label).cloned().unwrap_or_else(|| {
                let label: Label = label.into();
                known.insert(label.clone());
                label
            });
            found.insert((uid, label));
        }
        if known.len() > MAX_LABELS {
            ControlFlow::Break(Stop::Nonsense("more labels than there can be"))
        } else {
            ControlFlow::Continue(())
        }
    })?;
    for (name, wire) in odd {
        session.note_name(&name, Some(wire));
    }
    Ok(found.into_iter().map(|(uid, label)| (MessageRef::from_uid(uid), label)).collect())
}

/// A label as we keep it. None: it cannot be given, or not be sent back.
fn readable(octets: &[u8], utf8: bool, odd: &mut Vec<(MailboxName, super::encode::WireName)>) -> Option<String> {
    if octets.strip_prefix(b"\\").is_some_and(|word| word.iter().all(u8::is_ascii_alphabetic)) {
        let own = OWN.iter().find(|(own, _)| own.as_bytes().eq_ignore_ascii_case(octets));
        return own.map(|(own, _)| (*own).to_owned());
    }
    let (name, wire) = named(octets, utf8)?;
    odd.extend(wire.map(|wire| (name.clone(), wire)));
    Some(name.as_str().to_owned()).filter(|name| !name.is_empty())
}

/// See [`crate::source::MailSource::add_label`].
pub fn add(session: &mut Session, mailbox: &MailboxName, uid_validity: u32, messages: &[MessageRef], label: &str) -> Result<()> {
    if !has(session) {
        return Err(SourceError::Unsupported);
    }
    if !session.has_selected(mailbox, uid_validity) {
        select(session, mailbox, uid_validity)?;
    }
    let own = OWN.iter().find(|(own, _)| *own == label).map(|(_, words)| *words);
    let name = session.wire_name(&MailboxName::new(label))?;
    for part in uids(messages).pieces(u32::MAX, SET_OCTETS) {
        let command = Command::new("UID STORE").uids(&part);
        let command = match own {
            Some(words) => command.words(words),
            None => command.add_label(&name),
        };
        session.command(&command, None)?;
    }
    Ok(())
}
