//! Doors for the fuzz targets (`fuzz/`), which reach no private module.

use super::encode::WireName;
use super::refusal::{refused, sign_in_refused, wants_a_wait};
use super::response::Response;
use crate::mail::text::is_unsafe;
use crate::mail::{MailboxName, SpecialUse};

/// One complete response, and what it means.
pub fn response(octets: &[u8]) {
    let _ = super::response::has_free_text(octets);
    match super::response::parse(octets) {
        Ok(Response::Status(condition, said) | Response::Done(_, condition, said)) => {
            let _ = (refused(&said, Some(&MailboxName::inbox())), sign_in_refused(condition, &said), wants_a_wait(&said));
        }
        Ok(Response::List(listed)) => {
            if let Some((info, wire)) = super::mailboxes::read(&listed, false) {
                assert!(!info.name.as_str().chars().any(is_unsafe));
                // It can be said to the server again as the server said it.
                let wire = wire.unwrap_or_else(|| WireName::of(&info.name));
                assert!(info.special == Some(SpecialUse::Inbox) || wire.octets() == &*listed.name);
            }
        }
        _ => {}
    }
}

/// A mailbox's name as a server writes it: what can be decoded comes back.
pub fn mailbox_name(wire: &str) {
    if let Some(name) = super::utf7::decode(wire) {
        assert_eq!(super::utf7::decode(&super::utf7::encode(&name)), Some(name));
    }
}
