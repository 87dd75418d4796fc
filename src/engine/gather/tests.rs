use super::Gathered;
use crate::mail::parse::{Arrival, envelope};
use crate::mail::{Envelope, Flags, MailboxName, MessageRef};
use jiff::Timestamp;

fn message(place: &str, text: &str) -> Envelope {
    let (mailbox, message) = (MailboxName::inbox(), MessageRef::new(place));
    let arrival = Arrival { mailbox, message, received: Timestamp::UNIX_EPOCH, size: 1, flags: Flags::empty() };
    envelope(arrival, format!("To: a@example.org, b@example.org\n\n{text}").as_bytes(), true)
}

fn places(gathered: &Gathered) -> Vec<&str> {
    gathered.alive().map(|message| message.message.as_str()).collect()
}

#[test]
fn what_is_gone_and_comes_back_stands_there_once_where_the_store_has_it() {
    let mut gathered = Gathered::default();
    gathered.put(message("1", ""));
    gathered.put(message("2", ""));
    gathered.holes |= gathered.index.remove(&MessageRef::new("1")).is_some();
    assert_eq!(places(&gathered), ["2"]);
    gathered.put(message("1", ""));
    assert_eq!(places(&gathered), ["2", "1"]);
}

#[test]
fn no_text_and_no_spare_room_is_kept() {
    let mut gathered = Gathered::default();
    gathered.put(message("1", "Guten Tag"));
    let kept = gathered.messages.first().unwrap();
    assert_eq!(kept.excerpt.as_deref(), Some(""));
    assert_eq!((kept.to.len(), kept.to.capacity()), (2, 2));
    assert_eq!(Envelope { excerpt: Some("Guten Tag".into()), ..(**kept).clone() }, message("1", "Guten Tag"));
}
