//! The list of mailboxes, and which of them is the bin, the junk, the sent mail (RFC 6154, XLIST, or well-known names).

use super::dialogue::{Access, Failed, Sent, Session};
use super::encode::{Command, WireName};
use super::response::{Beginning, Listed, Response};
use super::utf7;
use crate::mail::text::is_unsafe;
use crate::mail::{MailboxInfo, MailboxName, Namespaces, SpecialUse};
use crate::source::special::guess;
use crate::source::{Result, SourceError};

/// Mailboxes in a list: more is no member's, but an attack on our memory.
const MAX_MAILBOXES: usize = 100_000;
/// Octets of a name; a longer one is left out.
const MAX_NAME: usize = 1024;

/// Where whose mailboxes lie, asked once on a connection; None where the server does not say (RFC 2342).
pub fn namespaces(session: &mut Session) -> Result<Option<Namespaces>> {
    let sent = send_namespaces(session)?;
    hear_namespaces(session, sent)
}

/// Asks for them, if they are not known yet.
fn send_namespaces(session: &mut Session) -> Result<Option<Sent>> {
    let asks = !session.asked_namespaces && session.has("NAMESPACE");
    asks.then(|| session.send_off(&Command::new("NAMESPACE"))).transpose()
}

fn hear_namespaces(session: &mut Session, sent: Option<Sent>) -> Result<Option<Namespaces>> {
    let Some(sent) = sent else { return Ok(session.namespaces.clone()) };
    let (mut said, utf8) = (None, session.utf8);
    let outcome = session.hear_out(sent, &mut |response| {
        if let Response::Namespaces(spaces) = response {
            said = Some(spaces.map(|group| group.iter().filter_map(|space| beginning(space, utf8)).collect::<Vec<_>>()));
        }
        Ok(())
    });
    match outcome {
        Ok(_) => {}
        // It offers it and refuses it: then it goes without.
        Err(failed @ Failed::Said(..)) => match failed.about(None) {
            wait @ SourceError::Wait { .. } => return Err(wait),
            _ => said = None,
        },
        Err(failed) => return Err(failed.about(None)),
    }
    session.asked_namespaces = true;
    // Nobody's own: a server that says so has nothing to say about where a new one belongs.
    session.namespaces = said.and_then(|[personal, others, shared]| {
        (!personal.is_empty()).then(|| Namespaces { personal, foreign: [others, shared].concat() })
    });
    Ok(session.namespaces.clone())
}

/// How the names of a namespace begin, as the member reads them.
fn beginning((prefix, separator): &Beginning<'_>, utf8: bool) -> Option<String> {
    let mut prefix = named(prefix, utf8)?.0.as_str().to_owned();
    // What lies below INBOX lies behind a separator, said or not.
    if prefix.eq_ignore_ascii_case("INBOX") {
        prefix.extend(separator);
    }
    Some(prefix)
}

/// LIST in the best form the server offers: INBOX first, then by name. In the same go it is asked where whose mailboxes lie, and the
/// mailbox that will be read `next` is opened.
pub fn list(session: &mut Session, next: Option<MailboxName>) -> Result<Vec<MailboxInfo>> {
    if !session.takes_several() {
        namespaces(session)?;
    }
    let command = if session.has("SPECIAL-USE") && session.has("LIST-EXTENDED") {
        Command::new("LIST \"\" \"*\" RETURN (SPECIAL-USE)")
    } else if session.has("XLIST") && !session.has("SPECIAL-USE") {
        Command::new("XLIST \"\" \"*\"")
    } else {
        Command::new("LIST \"\" \"*\"")
    };
    let sent = send_namespaces(session)?;
    let listing = session.send_off(&command)?;
    let ahead = session.send_ahead(next)?;
    let own = match hear_namespaces(session, sent) {
        Err(error) if session.wire.is_broken() => return Err(error),
        own => own,
    };
    let (mut found, utf8) = (Vec::new(), session.utf8);
    let listed = session.hear_out(listing, &mut |response| {
        if let Response::List(listed) = response
            && let Some(mailbox) = read(&listed, utf8)
        {
            found.push(mailbox);
        }
        if found.len() > MAX_MAILBOXES {
            return Err(SourceError::Protocol { detail: "more mailboxes than there can be".into() });
        }
        Ok(())
    });
    if !session.wire.is_broken() {
        session.hear_ahead(ahead)?;
    }
    listed.map_err(|failed| failed.about(None))?;
    let own = own?.map(|spaces| spaces.personal).unwrap_or_default();
    // Of two that we would call the same, the one that is written as it should be keeps the name.
    found.sort_by(|(a, odd), (b, other)| (order(a), odd.is_some()).cmp(&(order(b), other.is_some())));
    found.dedup_by(|(a, _), (b, _)| a.name == b.name);
    let mut list = Vec::with_capacity(found.len());
    for (info, odd) in found {
        session.note_name(&info.name, odd);
        list.push(info);
    }
    session.names_known = true;
    guess(&mut list, &own);
    Ok(list)
}

/// CREATE and SUBSCRIBE. That it is there already is no error; that it can't be subscribed is none either.
pub fn create(session: &mut Session, mailbox: &MailboxName) -> Result<()> {
    let name = session.wire_name(mailbox)?;
    if let Err(refusal) = session.command(&Command::new("CREATE").mailbox(&name), None) {
        // Servers say "it exists" in many words: so look.
        if session.wire.is_broken() || session.open_mailbox(mailbox, Access::Read).is_err() {
            return Err(refusal);
        }
    }
    match session.command(&Command::new("SUBSCRIBE").mailbox(&name), None) {
        Err(error) if session.wire.is_broken() => Err(error),
        _ => Ok(()),
    }
}

fn order(info: &MailboxInfo) -> (bool, &MailboxName) {
    (info.special != Some(SpecialUse::Inbox), &info.name)
}

/// A mailbox as we name it, and its wire form where we would write that otherwise. None: a name that cannot be sent back.
pub(super) fn read(listed: &Listed<'_>, utf8: bool) -> Option<(MailboxInfo, Option<WireName>)> {
    let (name, odd) = named(&listed.name, utf8)?;
    let is_inbox = name == MailboxName::inbox();
    let has = |attribute: &str| listed.attributes.iter().any(|a| a == attribute);
    let special = if is_inbox { Some(SpecialUse::Inbox) } else { listed.attributes.iter().find_map(|a| special(a)) };
    let selectable = !has("\\noselect") && !has("\\nonexistent");
    Some((MailboxInfo { name, separator: listed.separator, special, selectable }, odd))
}

/// What we call what a server calls so, and its own form where we would write that otherwise. None: it cannot be sent back, or not be
/// shown. `utf8`: names are in UTF-8 by agreement.
///
/// Some servers write UTF-8 though nobody agreed to it (RFC 6855 section 3 asks for modified UTF-7 then), or octets that are none. Whatever
/// it is, it is shown as well as can be, and sent back as it came.
pub fn named(octets: &[u8], utf8: bool) -> Option<(MailboxName, Option<WireName>)> {
    if octets.len() > MAX_NAME {
        return None;
    }
    let raw = WireName::raw(octets)?;
    if octets.eq_ignore_ascii_case(b"INBOX") {
        return Some((MailboxName::inbox(), None));
    }
    let text = match std::str::from_utf8(octets) {
        Ok(text) => text.to_owned(),
        // What was most likely meant by it, octet for octet.
        Err(_) => octets.iter().map(|octet| char::from(*octet)).collect(),
    };
    // A name in UTF-7 with control characters stays as the server writes it: they must not reach a screen.
    let decoded = if utf8 || !text.is_ascii() { None } else { utf7::decode(&text) };
    let shown = decoded.filter(|name| !name.is_empty() && !name.chars().any(is_unsafe)).unwrap_or(text);
    if shown.chars().any(is_unsafe) {
        return None;
    }
    let name = MailboxName::new(&shown);
    let ours = if utf8 { WireName::utf8(&name) } else { WireName::of(&name) };
    let odd = (ours != raw).then_some(raw);
    Some((name, odd))
}

fn special(attribute: &str) -> Option<SpecialUse> {
    Some(match attribute {
        "\\sent" => SpecialUse::Sent,
        "\\trash" => SpecialUse::Trash,
        "\\junk" | "\\spam" => SpecialUse::Junk,
        "\\drafts" => SpecialUse::Drafts,
        "\\archive" => SpecialUse::Archive,
        "\\all" | "\\allmail" => SpecialUse::All,
        "\\flagged" | "\\starred" => SpecialUse::Flagged,
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
