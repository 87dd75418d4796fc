use super::{Gathered, unread};
use crate::mail::parse::{Arrival, envelope};
use crate::mail::{Flags, MailboxName, MessageRef, Packed};
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::sync::Arc;

fn message(place: &str) -> Packed {
    let (mailbox, message) = (MailboxName::inbox(), MessageRef::new(place));
    let arrival = Arrival { mailbox, message, received: Timestamp::UNIX_EPOCH, size: 1, flags: Flags::empty() };
    Packed::of(&envelope(arrival, b"", false))
}

fn places(gathered: &Gathered) -> Vec<&str> {
    gathered.alive().map(|message| message.message.as_str()).collect()
}

#[test]
fn what_is_gone_and_comes_back_stands_there_once_where_the_store_has_it() {
    let mut gathered = Gathered::default();
    gathered.put(Arc::new(message("1")));
    gathered.put(Arc::new(message("2")));
    gathered.holes |= gathered.index.remove(&MessageRef::new("1")).is_some();
    assert_eq!(places(&gathered), ["2"]);
    gathered.put(Arc::new(message("1")));
    assert_eq!(places(&gathered), ["2", "1"]);
}

#[test]
fn texts_that_were_left_out_are_not_asked_for_at_the_next_scan() {
    let mut messages: Vec<Arc<Packed>> = Vec::new();
    let come = |messages: &mut Vec<Arc<Packed>>| {
        let at = messages.len() as i64;
        let mut new = message(&at.to_string());
        new.received = Timestamp::from_second(at).unwrap();
        messages.push(Arc::new(new));
    };
    (0..10).for_each(|_| come(&mut messages));
    let scan = |messages: &mut Vec<Arc<Packed>>| {
        let doubtful: BTreeSet<usize> = (0..messages.len()).filter(|at| at % 2 == 0 && !messages[*at].read).collect();
        let asked: Vec<_> = unread(messages, &doubtful, 3).iter().map(|m| m.message.clone()).collect();
        for known in messages.iter_mut().filter(|m| asked.contains(&m.message)) {
            Arc::make_mut(known).read = true;
        }
        asked.iter().map(|m| m.as_str().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(scan(&mut messages), ["8", "6", "4"]);
    assert_eq!(scan(&mut messages), Vec::<String>::new());
    come(&mut messages);
    assert_eq!(scan(&mut messages), ["10"]);
    assert_eq!(scan(&mut messages), Vec::<String>::new());
}
