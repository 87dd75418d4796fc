//! Rules tried on known mail: the same answers as the printed script gives.

use super::Condition;
use crate::mail::{Address, Envelope, address};

/// Does the condition hold for this message?
///
/// Knows of a message what an [`Envelope`] keeps: the first hundred recipients of To and Cc, the first and newest References.
pub fn holds(condition: &Condition, message: &Envelope) -> bool {
    match condition {
        Condition::All(parts) => parts.iter().all(|p| holds(p, message)),
        Condition::Any(parts) => parts.iter().any(|p| holds(p, message)),
        Condition::Not(inner) => !holds(inner, message),
        Condition::ListId(id) => message.list.id.as_deref().is_some_and(|have| have.eq_ignore_ascii_case(id)),
        Condition::ListPost(post) => message.list.post.as_deref().is_some_and(|have| have.eq_ignore_ascii_case(post)),
        Condition::Recipient(list) => recipients(message).any(|a| one_of(list, &a.addr)),
        Condition::Sender(list) => one_of(list, message.from_addr()),
        Condition::SenderDomain(list) => one_of(list, address::domain_of(message.from_addr())),
        Condition::SenderName(list) => message.from_addr().rsplit_once('@').is_some_and(|(name, _)| one_of(list, name)),
        Condition::SenderHas(list) => list.iter().any(|part| contains(message.from_addr(), part)),
        Condition::Subject(phrases) => phrases.iter().any(|p| contains(&message.subject, p)),
        Condition::Answers(ids) => {
            message.in_reply_to.iter().chain(&message.references).any(|have| ids.iter().any(|id| **have == **id))
        }
        Condition::NullReturnPath => message.auto.return_path.as_deref() == Some(""),
        Condition::Report => &*message.content_type == "multipart/report",
        Condition::Automatic => automatic(message, "auto-"),
        Condition::AutomaticAnswer => automatic(message, "auto-replied"),
    }
}

/// Marked as a machine's, with this beginning of Auto-Submitted, or as older programs do.
fn automatic(message: &Envelope, word: &str) -> bool {
    message.auto.auto_submitted.as_deref().is_some_and(|have| have.starts_with(word))
        || message.auto.precedence.as_deref() == Some("auto_reply")
        || message.auto.auto_reply
}

/// Addresses of To and Cc.
pub(super) fn recipients(message: &Envelope) -> impl Iterator<Item = &Address> {
    message.to.iter().chain(&message.cc).filter(|a| !a.addr.is_empty())
}

fn one_of(list: &[String], value: &str) -> bool {
    !value.is_empty() && list.iter().any(|key| key.eq_ignore_ascii_case(value))
}

/// Is `needle` in `hay`, ASCII case aside? An empty needle is nowhere.
pub(super) fn contains(hay: &str, needle: &str) -> bool {
    !needle.is_empty() && hay.as_bytes().windows(needle.len()).any(|window| window.eq_ignore_ascii_case(needle.as_bytes()))
}
