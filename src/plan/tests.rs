use super::invert::{Moved, invert};
use super::make::{Candidate, Destination, make};
use super::*;
use crate::mail::parse::{Arrival, envelope};
use crate::mail::{Flags, MessageKey, Packed};
use crate::triage::{Channel, Kind, Protection, Verdict};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const SOURCE: &str = "imap:anna@mail.example:993";

fn message(mailbox: &str, uid: u32) -> Packed {
    let arrival = Arrival {
        mailbox: MailboxName::new(mailbox),
        message: MessageRef::from_uid(uid),
        received: Timestamp::from_second(1_512_081_000 + i64::from(uid)).unwrap(),
        size: uid,
        flags: Flags::empty(),
    };
    Packed::of(&envelope(arrival, b"", false))
}

fn verdict(protected: Option<Protection>) -> Verdict {
    Verdict {
        kind: Kind::ReplyAll,
        channel: Channel::Direct,
        incident: Some(1),
        protected,
        evidence: [].into(),
        personal_data: false,
    }
}

fn trash(create: bool) -> Destination {
    Destination { mailbox: MailboxName::new("Trash"), create }
}

fn validity() -> BTreeMap<MailboxName, u32> {
    [(MailboxName::inbox(), 7), (MailboxName::new("Liste"), 8), (MailboxName::new("Trash"), 9)].into()
}

fn candidate<'a>(message: &'a Packed, verdict: &'a Verdict, decision: Option<bool>) -> Candidate<'a> {
    Candidate { message, verdict: Some(verdict), decision, place: message.key() }
}

#[test]
fn the_members_word_beats_the_verdict() {
    let messages: Vec<_> = (1..=5).map(|uid| message("INBOX", uid)).chain([message("Trash", 6)]).collect();
    let (plain, safe) = (verdict(None), verdict(Some(Protection::Money)));
    let selection = [
        candidate(&messages[0], &plain, None),
        candidate(&messages[1], &safe, None),
        candidate(&messages[2], &plain, Some(true)),
        candidate(&messages[3], &safe, Some(false)),
        candidate(&messages[4], &plain, Some(false)),
        candidate(&messages[5], &plain, None),
    ];
    let preview = make(SOURCE, Purpose::Selection, selection, &trash(true), &validity());
    let moving: Vec<_> = preview.plan().steps.iter().flat_map(|s| &s.items).filter_map(|i| i.message.uid()).collect();
    assert_eq!(moving, [1, 4, 5]);
    let stays: Vec<_> = preview.stays().iter().map(|(key, why)| (key.message.uid().unwrap(), *why)).collect();
    assert_eq!(stays, [(2, Stay::Protected(Protection::Money)), (3, Stay::Kept), (6, Stay::AlreadyThere)]);
    assert_eq!(preview.plan().create, [MailboxName::new("Trash")]);
}

#[test]
fn nothing_to_move_creates_nothing() {
    let (envelope, safe) = (message("INBOX", 1), verdict(Some(Protection::Flagged)));
    let preview = make(SOURCE, Purpose::Selection, [candidate(&envelope, &safe, None)], &trash(true), &validity());
    assert_eq!((preview.plan().messages(), preview.plan().create.len()), (0, 0));
}

#[test]
fn a_message_is_planned_from_where_it_lies_now() {
    let (envelope, plain) = (message("INBOX", 1), verdict(None));
    let place = MessageKey { mailbox: MailboxName::new("Liste"), message: MessageRef::from_uid(77) };
    let candidate = Candidate { place, ..candidate(&envelope, &plain, None) };
    let preview = make(SOURCE, Purpose::Selection, [candidate], &trash(false), &validity());
    let step = &preview.plan().steps[0];
    assert_eq!((step.from.as_str(), step.uid_validity, step.items[0].message.uid()), ("Liste", 8, Some(77)));
}

#[test]
fn what_is_out_of_reach_is_said_to_stay() {
    let (here, there, plain) = (message("INBOX", 1), message("Fest", 2), verdict(None));
    let selection = [candidate(&here, &plain, None), candidate(&there, &plain, None)];
    let preview = make(SOURCE, Purpose::Selection, selection, &trash(false), &validity());
    assert_eq!((preview.plan().messages(), &*preview.plan().source), (1, SOURCE));
    assert_eq!(preview.stays(), [(there.key(), Stay::OutOfReach)]);
}

/// Do the steps grow on each road, none empty, and only the last one smaller than it might be?
fn grow(plan: &Plan) -> bool {
    let road = |step: &Step| (step.from.clone(), step.to.clone(), step.uid_validity);
    plan.steps.chunk_by(|one, other| road(one) == road(other)).all(|steps| {
        let full = steps.iter().enumerate().rev().skip(1).all(|(nth, step)| step.items.len() == step_size(nth));
        full && steps.last().is_some_and(|last| (1..=step_size(steps.len() - 1)).contains(&last.items.len()))
    })
}

#[test]
fn steps_grow_up_to_a_bound() {
    let sizes: Vec<usize> = (0..5).map(step_size).collect();
    assert_eq!(sizes, [500, 1000, 2000, 2000, 2000]);
    assert_eq!(step_size(usize::MAX), LARGEST);
}

proptest! {
    #[test]
    fn a_plan_holds_each_message_once_in_steps_that_fit(
        folders in proptest::collection::vec((0..3_usize, any::<bool>(), proptest::option::of(any::<bool>())), 0..5000),
    ) {
        let names = ["INBOX", "Liste", "Trash"];
        let messages: Vec<_> = folders.iter().zip(1..).map(|((f, ..), uid)| message(names[*f], uid)).collect();
        let (plain, safe) = (verdict(None), verdict(Some(Protection::Order)));
        let selection = messages.iter().zip(&folders).map(|(m, (_, protected, decision))| {
            candidate(m, if *protected { &safe } else { &plain }, *decision)
        });
        let preview = make(SOURCE, Purpose::Selection, selection, &trash(false), &validity());
        let mut seen: BTreeSet<MessageKey> = preview.stays().iter().map(|(key, _)| key.clone()).collect();
        prop_assert_eq!(seen.len(), preview.stays().len());
        prop_assert!(grow(preview.plan()));
        for step in &preview.plan().steps {
            prop_assert_eq!(validity().get(&step.from).copied(), Some(step.uid_validity));
            prop_assert!(step.items.is_sorted_by_key(|i| i.message.uid()));
            for item in &step.items {
                let key = MessageKey { mailbox: step.from.clone(), message: item.message.clone() };
                prop_assert!(seen.insert(key), "a message twice");
            }
        }
        prop_assert_eq!(seen.len(), messages.len());
    }

    #[test]
    fn the_inverse_takes_every_message_back_where_it_came_from(
        moved in proptest::collection::vec((0..2_usize, 0..2_u32, 1..9000_u32), 0..5000),
    ) {
        let names = ["INBOX", "Liste"];
        let item = |uid| Item::of(&message("Trash", uid), MessageRef::from_uid(uid));
        let moved: Vec<_> = moved.into_iter().map(|(from, uid_validity, uid)| Moved {
            from: MailboxName::new(names[from]), to: MailboxName::new("Trash"), uid_validity, item: item(uid),
        }).collect();
        let plan = invert(SOURCE, ActionId(3), moved.clone());
        prop_assert!(grow(&plan));
        let back: Vec<_> = plan.steps.iter().flat_map(|s| s.items.iter().map(|item| Moved {
            from: s.to.clone(), to: s.from.clone(), uid_validity: s.uid_validity, item: item.clone(),
        })).collect();
        prop_assert_eq!(back, moved, "the same messages in the same order");
        prop_assert_eq!(plan.purpose, Purpose::Undo(ActionId(3)));
    }
}
