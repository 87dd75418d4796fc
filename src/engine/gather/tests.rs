use super::{Gathered, Gathering, Held, unread};
use crate::demo;
use crate::engine::{Picture, SourceSpec};
use crate::mail::parse::{Arrival, envelope};
use crate::mail::{Envelope, Flags, MailboxName, MessageKey, MessageRef, Packed};
use crate::source::{Batch, Change, SourceInfo};
use crate::store::{SourceId, Store};
use crate::triage::{Context, Verdict};
use jiff::Timestamp;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
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

/// A store, and what is looked at: two folders.
struct Place {
    _dir: tempfile::TempDir,
    store: Store,
    source: SourceId,
    folders: [MailboxName; 2],
}

impl Place {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::open(dir.path()).unwrap();
        let spec = SourceSpec::Path("/x".into());
        let source = store.source("x", "x", &spec, Timestamp::UNIX_EPOCH).unwrap();
        Self { _dir: dir, store, source, folders: [MailboxName::inbox(), MailboxName::new("Verein")] }
    }

    /// A look that reads these changes, and texts. Answers with what it saw, and how many messages it looked at.
    fn look(
        &mut self,
        held: Option<Held>,
        changes: &[(usize, Change)],
        texts: &[(usize, u32)],
    ) -> (Picture, usize, Option<Held>) {
        let mut context = Context::new("2017-12-01T12:00:00Z".parse().unwrap());
        context.me.insert(demo::ME.to_owned());
        let info = SourceInfo { id: "x".into(), label: "x".into(), can_move: true, server: None };
        let held = held.map(Box::new);
        let mut gathering =
            Gathering::new(&mut self.store, self.source, info, Vec::new(), self.folders.to_vec(), context, held).unwrap();
        gathering.never_grow();
        for (nth, folder) in self.folders.iter().enumerate() {
            gathering.known(folder).unwrap();
            if !gathering.holds(folder) {
                gathering.recall(folder, 0).unwrap();
            }
            let changes: Vec<Change> = changes.iter().filter(|(of, _)| *of == nth).map(|(_, change)| change.clone()).collect();
            gathering.take(folder, Batch { changes, ..Batch::default() }).unwrap();
            let texts: Vec<_> = texts.iter().filter(|(of, _)| *of == nth).collect();
            let _ = gathering.settled(usize::MAX).unwrap();
            gathering.expect_excerpts(texts.len());
            let texts =
                texts.iter().map(|(_, uid)| (MessageRef::from_uid(*uid), "Confirm your sign-up: https://x.example/c?t=1".into()));
            gathering.set_excerpts(folder, texts.collect()).unwrap();
        }
        let picture = gathering.picture().unwrap();
        (picture, gathering.looked(), gathering.hold(true))
    }
}

/// The demonstration's messages, in the order of their arrival.
fn mails(size: usize) -> Vec<Envelope> {
    let end = "2017-12-01T12:00:00+01:00[Europe/Berlin]".parse().unwrap();
    let mut mails: Vec<_> = demo::messages(size, 1, &end).filter(|m| m.mailbox == demo::Mailbox::Inbox).collect();
    mails.sort_by_key(|m| m.received);
    let read = |(at, m): (usize, demo::DemoMessage)| {
        let message = MessageRef::from_uid(u32::try_from(at).unwrap() + 1);
        let arrival = Arrival { mailbox: MailboxName::inbox(), message, received: m.received, size: 1, flags: Flags::empty() };
        envelope(arrival, &m.octets, false)
    };
    mails.into_iter().enumerate().map(read).collect()
}

fn new(place: &Place, folder: usize, mail: &Envelope) -> (usize, Change) {
    (folder, Change::New(Box::new(Envelope { mailbox: place.folders[folder].clone(), ..mail.clone() })))
}

/// Verdicts by message, and incidents by what they are.
fn said(picture: &Picture) -> (BTreeMap<MessageKey, Verdict>, Vec<String>) {
    let verdicts = picture.messages.iter().zip(&picture.findings.verdicts).map(|(m, v)| (m.key(), v.clone())).collect();
    let key = |at: &usize| picture.messages[*at].key();
    let incidents = picture.findings.incidents.iter().map(|i| {
        let facts = (i.id, i.kind, &i.key, i.started, i.ended, i.messages, i.protected, i.senders, &i.kinds);
        format!("{facts:?} {:?} {:?}", i.trigger.as_ref().map(key), i.announcements.iter().map(key).collect::<BTreeSet<_>>())
    });
    (verdicts, incidents.collect())
}

/// In a flood news never ends: what one more message costs does not hang on how many there are.
#[test]
fn a_look_looks_at_what_is_new_only() {
    for size in [200, 2_000] {
        let mut place = Place::new();
        let mails = mails(size);
        let (last, first) = mails.split_last().unwrap();
        let changes: Vec<_> = first.iter().map(|mail| new(&place, 0, mail)).collect();
        let (picture, looked, held) = place.look(None, &changes, &[]);
        assert_eq!((picture.messages.len(), looked), (first.len(), first.len()));
        let change = new(&place, 0, last);
        let (picture, looked, held) = place.look(held, &[change], &[]);
        assert_eq!((picture.messages.len(), looked), (mails.len(), 1));
        // Its text is read, another message is flagged, and one goes.
        let flagged = Change::Flags(MessageRef::from_uid(2), Flags::FLAGGED);
        let changes = [(0, flagged), (0, Change::Gone(MessageRef::from_uid(3)))];
        let (picture, looked, held) = place.look(held, &changes, &[(0, last.message.uid().unwrap())]);
        assert_eq!((picture.messages.len(), looked), (mails.len() - 1, 1));
        let (_, looked, _) = place.look(held, &[], &[]);
        assert_eq!(looked, 0);
        // Whoever has nothing in hand looks at all of them.
        assert_eq!(place.look(None, &[], &[]).1, mails.len() - 1);
    }
}

/// What is gone as soon as it has come is in no picture, and the one that came with it is.
#[test]
fn what_comes_and_goes_with_one_look_is_gone() {
    let mut place = Place::new();
    let mails = mails(200);
    let (first, [short, long]) = mails.split_at(mails.len() - 2) else { panic!() };
    let changes: Vec<_> = first.iter().map(|mail| new(&place, 0, mail)).collect();
    let held = place.look(None, &changes, &[]).2;
    let gone = (0, Change::Gone(short.message.clone()));
    let changes = [new(&place, 0, short), gone, new(&place, 0, long)];
    let (warm, looked, held) = place.look(held, &changes, &[]);
    assert_eq!((warm.messages.len(), looked), (first.len() + 1, 2));
    assert_eq!(said(&warm), said(&place.look(None, &[], &[]).0));
    assert_eq!(said(&warm), said(&place.look(held, &[], &[]).0));
}

#[derive(Debug, Clone)]
enum Step {
    New(usize),
    Flags(usize, bool),
    Gone(usize),
    Text(usize),
    /// An action has moved it: the store forgets it, and no sync tells.
    Moved(usize),
}

fn step() -> impl Strategy<Value = Step> {
    let at = 0..1_000_usize;
    prop_oneof![
        4 => (0..2_usize).prop_map(Step::New),
        1 => (at.clone(), any::<bool>()).prop_map(|(at, on)| Step::Flags(at, on)),
        1 => at.clone().prop_map(Step::Gone),
        1 => at.clone().prop_map(Step::Text),
        1 => at.prop_map(Step::Moved),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]
    /// However it came to stand so: what is held from look to look says the same as what is read anew.
    #[test]
    fn what_is_held_says_the_same_as_what_is_read_anew(looks in prop::collection::vec(prop::collection::vec(step(), 1..12), 1..8)) {
        let mut place = Place::new();
        let mut mails = mails(300).into_iter();
        let first: Vec<_> = mails.by_ref().take(220).collect();
        let mut there: Vec<(usize, u32)> = first.iter().map(|mail| (0, mail.message.uid().unwrap())).collect();
        let changes: Vec<_> = first.iter().map(|mail| new(&place, 0, mail)).collect();
        let mut held = place.look(None, &changes, &[]).2;
        for steps in looks {
            let (mut changes, mut texts) = (Vec::new(), Vec::new());
            for step in steps {
                match step {
                    Step::New(folder) => {
                        let Some(mail) = mails.next() else { continue };
                        there.push((folder, mail.message.uid().unwrap()));
                        changes.push(new(&place, folder, &mail));
                    }
                    Step::Flags(at, on) => {
                        let (folder, uid) = there[at % there.len()];
                        let flags = if on { Flags::FLAGGED } else { Flags::empty() };
                        changes.push((folder, Change::Flags(MessageRef::from_uid(uid), flags)));
                    }
                    Step::Gone(at) => {
                        let (folder, uid) = there.swap_remove(at % there.len());
                        texts.retain(|text| *text != (folder, uid));
                        changes.push((folder, Change::Gone(MessageRef::from_uid(uid))));
                    }
                    Step::Text(at) => texts.push(there[at % there.len()]),
                    Step::Moved(at) => {
                        let (folder, uid) = there[at % there.len()];
                        let message = MessageRef::from_uid(uid);
                        let mut write = place.store.write(place.source, &place.folders[folder]).unwrap();
                        write.remove(&message).unwrap();
                        write.commit().unwrap();
                        // One that comes with this very look is put in by it all the same.
                        let comes = |(_, change): &(usize, Change)| matches!(change, Change::New(e) if e.message == message);
                        if !changes.iter().any(comes) {
                            there.retain(|known| *known != (folder, uid));
                            texts.retain(|text| *text != (folder, uid));
                            changes.retain(|(_, change)| !matches!(change, Change::Flags(m, _) if *m == message));
                        }
                    }
                }
            }
            let (warm, _, next) = place.look(held, &changes, &texts);
            held = next;
            let (cold, _, _) = place.look(None, &[], &[]);
            prop_assert_eq!(said(&warm), said(&cold));
            prop_assert_eq!(warm.messages.len(), there.len());
        }
    }
}
