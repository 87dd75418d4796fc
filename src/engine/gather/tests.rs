use super::{Gathered, unread};
use crate::mail::parse::{Arrival, envelope};
use crate::mail::{Envelope, Flags, MailboxName, MessageRef};
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::sync::Arc;

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

#[test]
fn texts_that_were_left_out_are_not_asked_for_at_the_next_scan() {
    let mut messages: Vec<Arc<Envelope>> = Vec::new();
    let come = |messages: &mut Vec<Arc<Envelope>>| {
        let at = messages.len() as i64;
        messages.push(Arc::new(Envelope {
            received: Timestamp::from_second(at).unwrap(),
            excerpt: None,
            ..message(&at.to_string(), "")
        }));
    };
    (0..10).for_each(|_| come(&mut messages));
    let scan = |messages: &mut Vec<Arc<Envelope>>| {
        let doubtful: BTreeSet<usize> = (0..messages.len()).filter(|at| at % 2 == 0 && messages[*at].excerpt.is_none()).collect();
        let asked: Vec<_> = unread(messages, &doubtful, 3).iter().map(|m| m.message.clone()).collect();
        for known in messages.iter_mut().filter(|m| asked.contains(&m.message)) {
            Arc::make_mut(known).excerpt = Some(Box::default());
        }
        asked.iter().map(|m| m.as_str().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(scan(&mut messages), ["8", "6", "4"]);
    assert_eq!(scan(&mut messages), Vec::<String>::new());
    come(&mut messages);
    assert_eq!(scan(&mut messages), ["10"]);
    assert_eq!(scan(&mut messages), Vec::<String>::new());
}
