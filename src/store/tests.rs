use super::journal::{ActionState, ItemState, TargetMark, Totals};
use super::messages::{FEW, MailboxWriter, TOGETHER};
use super::*;
use crate::account::{Security, SourceSpec};
use crate::mail::parse::{Arrival, envelope};
use crate::mail::{Envelope, Flags, Fresh, MailboxName, MessageKey, MessageRef, Packed};
use crate::plan::{Item, Plan, Problem, ProblemKind, Purpose, Step};
use jiff::Timestamp;
use std::collections::BTreeMap;

fn now() -> Timestamp {
    Timestamp::from_second(1_512_081_000).unwrap()
}

fn spec() -> SourceSpec {
    SourceSpec::Imap { user: "anna".into(), host: "mail.example".into(), port: 993, security: Security::Tls }
}

fn open() -> (tempfile::TempDir, Store, SourceId) {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open(dir.path()).unwrap();
    let source = store.source("imap:anna@mail.example:993", "anna@mail.example", &spec(), now()).unwrap();
    (dir, store, source)
}

fn message(place: &str) -> Envelope {
    let arrival =
        Arrival { mailbox: MailboxName::inbox(), message: MessageRef::new(place), received: now(), size: 10, flags: Flags::SEEN };
    Envelope { message_id: format!("{place}@mail.example").into(), ..envelope(arrival, b"", false) }
}

fn put_one(write: &mut MailboxWriter<'_>, message: &Envelope) {
    write.put(&[message.into()]).unwrap();
}

fn put(store: &mut Store, source: SourceId, places: &[&str]) {
    let mut write = store.write(source, &MailboxName::inbox()).unwrap();
    for place in places {
        put_one(&mut write, &message(place));
    }
    write.commit().unwrap();
}

fn places(store: &Store, source: SourceId) -> Vec<String> {
    let mut places = Vec::new();
    store.envelopes(source, &MailboxName::inbox(), |e| places.push(e.message.to_string())).unwrap();
    places
}

fn plan(purpose: Purpose, from: &str, to: &str, places: &[&str]) -> Plan {
    let item = |place: &&str| Item {
        message: MessageRef::new(place),
        message_id: format!("{place}@mail.example").into(),
        size: 10,
        received: now(),
    };
    let step = Step {
        from: MailboxName::new(from),
        uid_validity: 7,
        to: MailboxName::new(to),
        items: places.iter().map(item).collect(),
    };
    Plan { source: "imap:anna@mail.example:993".into(), purpose, create: Vec::new(), steps: vec![step] }
}

#[test]
fn what_was_written_is_there_after_reopening() {
    let (dir, mut store, source) = open();
    put(&mut store, source, &["2", "10", "9"]);
    let mut write = store.write(source, &MailboxName::inbox()).unwrap();
    write.set_state(SyncState { uid_validity: 7, uid_next: 11, mod_seq: Some(u64::MAX) }).unwrap();
    write.set_flags(&MessageRef::new("9"), Flags::FLAGGED).unwrap();
    write.set_excerpt(&MessageRef::new("9"), "Guten Tag").unwrap();
    write.remove(&MessageRef::new("2")).unwrap();
    write.commit().unwrap();
    drop(store);

    let store = Store::open(dir.path()).unwrap();
    let source = store.known_source("imap:anna@mail.example:993").unwrap().unwrap();
    let (state, known) = store.known(source, &MailboxName::inbox()).unwrap();
    assert_eq!(state, Some(SyncState { uid_validity: 7, uid_next: 11, mod_seq: Some(u64::MAX) }));
    assert_eq!(known, [(MessageRef::new("10"), Flags::SEEN), (MessageRef::new("9"), Flags::FLAGGED)].into());
    let mut found = Vec::new();
    store.envelopes(source, &MailboxName::inbox(), |e| found.push(e)).unwrap();
    let nine = Envelope { flags: Flags::FLAGGED, excerpt: Some("Guten Tag".into()), ..message("9") };
    assert_eq!(found, [message("10"), nine], "in the order they were read");
    assert_eq!(store.sources().unwrap().first().unwrap().spec, spec());
}

#[test]
fn an_uncommitted_batch_leaves_nothing() {
    let (_dir, mut store, source) = open();
    let mut write = store.write(source, &MailboxName::inbox()).unwrap();
    put_one(&mut write, &message("1"));
    drop(write);
    assert!(places(&store, source).is_empty());
}

#[test]
fn reading_a_message_again_keeps_its_excerpt_and_its_decision() {
    let (_dir, mut store, source) = open();
    put(&mut store, source, &["1", "2"]);
    let mut write = store.write(source, &MailboxName::inbox()).unwrap();
    write.set_excerpt(&MessageRef::new("1"), "Hallo").unwrap();
    write.commit().unwrap();
    let key = MessageKey { mailbox: MailboxName::inbox(), message: MessageRef::new("1") };
    decide(&mut store, source, &[message("1")], true);
    decide(&mut store, source, &[message("1")], false);
    put(&mut store, source, &["1"]);
    assert_eq!(store.decisions(source).unwrap(), [(key, false)].into());
    let mut excerpts = Vec::new();
    store.envelopes(source, &MailboxName::inbox(), |e| excerpts.push(e.excerpt)).unwrap();
    assert_eq!(excerpts, [Some("Hallo".into()), None]);
}

#[test]
fn many_at_once_stand_there_as_one_by_one() {
    let (_dir, mut store, source) = open();
    // For several statements of each size; one of them known before, one named twice in one statement, and one in two.
    put(&mut store, source, &["7"]);
    let count = 2 * TOGETHER + 2 * FEW + 5;
    let mut names: Vec<String> = (1..=count).map(|n| n.to_string()).collect();
    names.insert(60, "30".into());
    names.push("40".into());
    let mut messages: Vec<Envelope> = names.iter().map(|name| message(name)).collect();
    messages.last_mut().unwrap().excerpt = Some("Hallo".into());
    messages.last_mut().unwrap().flags = Flags::FLAGGED;
    let mut write = store.write(source, &MailboxName::inbox()).unwrap();
    write.put(&messages.iter().map(Fresh::from).collect::<Vec<_>>()).unwrap();
    write.commit().unwrap();

    let mut expected: Vec<Envelope> = (1..=count).map(|n| message(&n.to_string())).collect();
    let known = expected.remove(6);
    expected.insert(0, known);
    let twice = expected.iter_mut().find(|known| known.message.as_str() == "40").unwrap();
    *twice = messages.pop().unwrap();
    let mut found = Vec::new();
    store.envelopes(source, &MailboxName::inbox(), |e| found.push(e)).unwrap();
    assert_eq!(found, expected);
}

#[test]
fn a_rebuilt_mailbox_starts_afresh() {
    let (_dir, mut store, source) = open();
    put(&mut store, source, &["1", "2"]);
    let mut write = store.write(source, &MailboxName::inbox()).unwrap();
    write.afresh().unwrap();
    put_one(&mut write, &message("1"));
    write.commit().unwrap();
    assert_eq!(places(&store, source), ["1"]);
}

/// The member's word on messages that lie where they say.
fn decide(store: &mut Store, source: SourceId, messages: &[Envelope], keep: bool) {
    let packed: Vec<_> = messages.iter().map(Packed::of).collect();
    store.decide(source, packed.iter().map(|message| (message, Some(message.key()))), keep).unwrap();
}

/// Decisions of the inbox by place.
fn decisions(store: &Store, source: SourceId) -> Vec<(String, bool)> {
    store.decisions(source).unwrap().into_iter().map(|(key, keep)| (key.message.to_string(), keep)).collect()
}

#[test]
fn a_decision_finds_its_message_again_after_the_mailbox_was_rebuilt() {
    let (_dir, mut store, source) = open();
    let other = store.source("imap:otto@mail.example:993", "otto@mail.example", &spec(), now()).unwrap();
    let nameless = |place: &str, subject: &str| Envelope { message_id: "".into(), subject: subject.into(), ..message(place) };
    let twin = |place: &str| Envelope { message_id: "twin@mail.example".into(), ..message(place) };
    let fill = |store: &mut Store, source, afresh: bool, messages: &[Envelope]| {
        let mut write = store.write(source, &MailboxName::inbox()).unwrap();
        if afresh {
            write.afresh().unwrap();
        }
        for message in messages {
            put_one(&mut write, message);
        }
        write.commit().unwrap();
    };
    let all = [message("1"), message("2"), nameless("3", "Hallo"), nameless("4", "Grüße"), twin("5"), twin("6")];
    fill(&mut store, source, false, &all);
    fill(&mut store, other, false, &[message("1")]);
    let [one, two, _, four, five, _] = &all;
    decide(&mut store, source, &[one.clone(), four.clone(), five.clone()], true);
    decide(&mut store, source, std::slice::from_ref(two), false);
    // The same place is another message's now; a message of the same id but another size is another.
    let at = |place: &str, message: &Envelope| Envelope { message: MessageRef::new(place), ..message.clone() };
    let changed = Envelope { size: 11, ..at("1", &message("2")) };
    let rebuilt = [changed, at("2", &message("1")), at("30", &nameless("3", "Hallo")), at("40", &nameless("4", "Grüße"))];
    fill(&mut store, source, true, &rebuilt);
    fill(&mut store, source, false, &[at("50", &twin("5")), at("60", &twin("6"))]);
    let expected = [("2".to_owned(), true), ("40".to_owned(), true), ("50".to_owned(), true)];
    assert_eq!(decisions(&store, source), expected, "each on one message; the one whose message is not there waits");
    fill(&mut store, source, false, &[at("70", &message("2"))]);
    assert_eq!(decisions(&store, source).last(), Some(&("70".to_owned(), false)));
    assert!(decisions(&store, other).is_empty(), "another account's messages are another matter");
}

#[test]
fn a_decision_survives_that_its_message_was_away() {
    let (_dir, mut store, source) = open();
    put(&mut store, source, &["1"]);
    let key = MessageKey { mailbox: MailboxName::inbox(), message: MessageRef::new("1") };
    decide(&mut store, source, &[message("1")], false);
    let mut write = store.write(source, &MailboxName::inbox()).unwrap();
    write.remove(&key.message).unwrap();
    write.commit().unwrap();
    assert!(decisions(&store, source).is_empty());
    let mut write = store.write(source, &MailboxName::inbox()).unwrap();
    put_one(&mut write, &Envelope { message: MessageRef::new("9"), ..message("1") });
    write.commit().unwrap();
    assert_eq!(decisions(&store, source), [("9".to_owned(), false)]);
}

/// What an undo has just brought back has a place that nobody has read yet, and what was moved may have none at all.
#[test]
fn a_decision_on_a_message_that_was_not_read_where_it_lies_waits_for_it() {
    let (_dir, mut store, source) = open();
    let old = Packed::of(&message("1"));
    let unread = Some(MessageKey { mailbox: MailboxName::inbox(), message: MessageRef::new("9") });
    for (place, keep) in [(unread.clone(), true), (None, false), (unread, true)] {
        store.decide(source, [(&old, place)], keep).unwrap();
    }
    assert_eq!(decisions(&store, source), []);
    let mut write = store.write(source, &MailboxName::inbox()).unwrap();
    put_one(&mut write, &Envelope { message: MessageRef::new("9"), ..message("1") });
    put_one(&mut write, &Envelope { message: MessageRef::new("10"), ..message("1") });
    write.commit().unwrap();
    assert_eq!(decisions(&store, source), [("9".to_owned(), true)], "one word, however often it was said, for one message");
}

#[test]
fn one_deich_at_a_time() {
    let (dir, store, _) = open();
    assert_eq!(Store::open(dir.path()).unwrap_err(), StoreError::Busy);
    drop(store);
    assert!(Store::open(dir.path()).is_ok());
}

#[cfg(unix)]
#[test]
fn it_is_for_the_member_alone() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let place = dir.path().join("data/deich");
    let _store = Store::open(&place).unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&place), 0o700);
    for file in std::fs::read_dir(&place).unwrap() {
        let path = file.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
}

#[test]
fn a_newer_store_is_left_alone() {
    let (dir, store, _) = open();
    store.db.pragma_update(None, "user_version", VERSION + 1).unwrap();
    drop(store);
    assert_eq!(Store::open(dir.path()).unwrap_err(), StoreError::TooNew { found: VERSION + 1, known: VERSION });
}

#[test]
fn a_damaged_store_is_said_to_be_and_kept() {
    let dir = tempfile::tempdir().unwrap();
    let rubbish = b"This is no database. ".repeat(400);
    std::fs::write(dir.path().join(DATABASE), &rubbish).unwrap();
    assert!(matches!(Store::open(dir.path()), Err(StoreError::Damaged { .. })));
    assert_eq!(std::fs::read(dir.path().join(DATABASE)).unwrap(), rubbish);
    let aside = Store::set_aside(dir.path(), "20171130").unwrap();
    assert_eq!(std::fs::read(&aside).unwrap(), rubbish);
    assert!(Store::open(dir.path()).is_ok());
    assert!(Store::set_aside(dir.path(), "20171130").is_err(), "never over an older one");
}

#[test]
fn somebody_elses_tables_are_damage_too() {
    let (dir, store, source) = open();
    store.db.execute_batch("DROP TABLE evidence").unwrap();
    drop(store);
    let store = Store::open(dir.path()).unwrap();
    let read = store.evidence(source, &[MailboxName::inbox()], |_| {});
    assert!(matches!(read, Err(StoreError::Damaged { .. })), "{read:?}");
}

#[test]
fn forgetting_takes_only_its_own_files() {
    let (dir, store, _) = open();
    std::fs::write(dir.path().join("mine.txt"), "keep").unwrap();
    store.forget().unwrap();
    assert!(!dir.path().join(DATABASE).exists());
    assert!(dir.path().join("mine.txt").exists());
}

#[test]
fn the_journal_follows_an_action_to_its_end_and_back() {
    let (_dir, mut store, source) = open();
    put(&mut store, source, &["1", "2", "3", "4"]);
    let purpose = Purpose::CleanUp { kind: "open_list".into(), key: "liste@verein.example".into() };
    let action = store.begin(source, &plan(purpose.clone(), "INBOX", "Trash", &["1", "2", "3"]), &[], now()).unwrap();
    assert_eq!(store.open_action(source).unwrap(), Some(action));
    assert!(
        store.begin(source, &plan(Purpose::Selection, "INBOX", "Trash", &["4"]), &[], now()).is_err(),
        "one open action at a time"
    );

    store.counted_before(action, Totals { from: 4, to: 0 }).unwrap();
    store.send(action, 0, TargetMark { uid_validity: 9, uid_next: Some(50), exists: Some(0) }).unwrap();
    let news = [
        (0, ItemState::Moved, Some(MessageRef::from_uid(50))),
        (1, ItemState::Gone, None),
        (2, ItemState::Moved, Some(MessageRef::from_uid(51))),
    ];
    store.record(action, 0, &news).unwrap();
    store.end(action, ActionState::Done, None, Some(Totals { from: 1, to: 2 }), now()).unwrap();
    let record = store.action(action).unwrap().unwrap();
    assert_eq!(record.purpose, purpose);
    assert_eq!((record.planned(), record.count(ItemState::Moved), record.count(ItemState::Gone), record.away), (3, 2, 1, 2));
    assert_eq!((record.before, record.after), (Some(Totals { from: 4, to: 0 }), Some(Totals { from: 1, to: 2 })));
    assert_eq!(record.to, [MailboxName::new("Trash")]);
    assert_eq!(places(&store, source), ["4"], "what is moved is no longer known of the mailbox");
    assert_eq!(store.last_undoable(source).unwrap(), Some(action));

    let undo = store.begin(source, &plan(Purpose::Undo(action), "Trash", "INBOX", &["50", "51"]), &[], now()).unwrap();
    store.send(undo, 0, TargetMark { uid_validity: 7, uid_next: Some(5), exists: Some(0) }).unwrap();
    store.record(undo, 0, &[(1, ItemState::Moved, Some(MessageRef::from_uid(5)))]).unwrap();
    let undone: Vec<_> = store.step(action, 0).unwrap().items.iter().map(|i| i.undone).collect();
    assert_eq!(undone, [false, false, true]);
    assert_eq!(store.action(action).unwrap().unwrap().away, 1);
    assert_eq!(store.history().unwrap().iter().map(|r| r.id).collect::<Vec<_>>(), [undo, action]);
}

#[test]
fn a_problem_is_kept_as_what_it_is() {
    let (_dir, mut store, source) = open();
    let action = store.begin(source, &plan(Purpose::Selection, "INBOX", "Trash", &["4"]), &[], now()).unwrap();
    let said = format!("full\r\n\u{1b}[2J{}", "x".repeat(900));
    for kind in ProblemKind::ALL {
        store.set_problem(action, Some(&Problem::new(kind, "Trash", &said))).unwrap();
        let kept = store.action(action).unwrap().unwrap().problem.unwrap();
        assert_eq!((kept.kind, &*kept.about), (kind, "Trash"));
        assert!(kept.said.chars().count() == Problem::SAID && !kept.said.contains(char::is_control), "{}", kept.said);
    }
    store.set_problem(action, None).unwrap();
    assert_eq!(store.action(action).unwrap().unwrap().problem, None);
}

#[test]
fn only_what_was_read_does_not_wait_for_the_disk() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open(dir.path()).unwrap();
    let waits = |store: &Store| store.db.query_row("PRAGMA synchronous", [], |row| row.get::<_, u8>(0)).unwrap() == 2;
    let spec = crate::account::SourceSpec::Path("/mail".into());
    let source = store.source("maildir:/mail", "mail", &spec, jiff::Timestamp::UNIX_EPOCH).unwrap();
    assert!(waits(&store));
    store.write(source, &crate::mail::MailboxName::inbox()).unwrap().commit().unwrap();
    assert!(waits(&store));
    drop(store.write(source, &crate::mail::MailboxName::inbox()).unwrap());
    assert!(waits(&store));
}

#[test]
fn a_store_of_the_first_version_goes_on_as_one_of_this() {
    let dir = tempfile::tempdir().unwrap();
    let old = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/store-version-1.sql"));
    Connection::open(dir.path().join(DATABASE)).unwrap().execute_batch(old).unwrap();
    let mut store = Store::open(dir.path()).unwrap();
    let source = store.known_source("imap:anna@mail.example:993").unwrap().expect("the account is known");
    // What was done can still be undone, and what was decided holds.
    let action = store.last_undoable(source).unwrap().expect("the clean-up is remembered");
    let step = store.step(action, 0).unwrap();
    assert_eq!(step.items.iter().map(|item| item.item.message.as_str()).collect::<Vec<_>>(), ["10"]);
    // What was read is read again.
    let inbox = MailboxName::inbox();
    assert_eq!(store.known(source, &inbox).unwrap(), (None, BTreeMap::new()));
    put(&mut store, source, &["11"]);
    let mut found = Vec::new();
    store.envelopes(source, &inbox, |envelope| found.push(envelope.message)).unwrap();
    assert_eq!(found, [MessageRef::new("11")]);
    assert_eq!(store.decisions(source).unwrap().into_values().collect::<Vec<_>>(), [true]);
    store.evidence(source, &[inbox], |_| panic!("old octets are not read")).unwrap();
    // What came later is there.
    assert_eq!(store.standing_orders(source, now()).unwrap(), []);
    assert_eq!(store.trusted_certificate(&spec()).unwrap(), None);
    assert_eq!(store.authorities(&spec()).unwrap(), None);
    store.trust("anna@post.example", true).unwrap();
    assert_eq!(store.trusted().unwrap().into_iter().collect::<Vec<_>>(), ["anna@post.example"]);
}

#[test]
fn a_store_of_the_version_before_keeps_its_journal() {
    let dir = tempfile::tempdir().unwrap();
    let before = VERSION as usize - 1;
    let db = Connection::open(dir.path().join(DATABASE)).unwrap();
    db.execute_batch(&MIGRATIONS[..before].concat()).unwrap();
    db.execute_batch(
        "INSERT INTO source (id, identity, label, kind, location, user, port, last_scan)
             VALUES (1, 'imap:anna@mail.example:993', 'anna@mail.example', 'tls', 'mail.example', 'anna', 993, 0);
         INSERT INTO action (id, source, purpose, begun, state) VALUES (4, 1, 'selection', 1512081000, 'open');
         INSERT INTO action_step (action, step, from_mailbox, from_validity, to_mailbox, to_validity, to_uid_next)
             VALUES (4, 0, 'INBOX', 7, 'Trash', 9, 50);
         INSERT INTO action_item (action, step, item, place, message_id, size, received, received_ns, state)
             VALUES (4, 0, 0, '10', 'a@mail.example', 99, 1512081000, 5, 'sent');",
    )
    .unwrap();
    db.pragma_update(None, "user_version", VERSION - 1).unwrap();
    drop(db);
    let mut store = Store::open(dir.path()).unwrap();
    let source = store.known_source("imap:anna@mail.example:993").unwrap().unwrap();
    let action = store.open_action(source).unwrap().expect("it is still open");
    let item = store.step(action, 0).unwrap().items.remove(0);
    assert_eq!((item.state, item.item.message.as_str(), item.item.size), (ItemState::Sent, "10", 99));
    let mark = store.step(action, 0).unwrap().target;
    assert_eq!(mark, Some(TargetMark { uid_validity: 9, uid_next: Some(50), exists: None }));
    // What is new in this version works on it.
    store.note_labels(action, [LabelNote { step: 0, item: 0, label: "Familie" }]).unwrap();
    drop(store);
    assert_eq!(Store::open(dir.path()).unwrap().history().unwrap().len(), 1);
}

#[test]
fn labels_hang_loose_until_they_are_back() {
    let (_dir, mut store, source) = open();
    let there = ["1", "2", "3"];
    let action = store.begin(source, &plan(Purpose::Selection, "INBOX", "Trash", &there), &[], now()).unwrap();
    let note = |item, label| LabelNote { step: 0, item, label };
    store.note_labels(action, [note(0, "Familie"), note(1, "Familie"), note(1, "\\Important")]).unwrap();
    store.note_labels(action, [note(1, "Familie")]).unwrap();
    store.send(action, 0, TargetMark { uid_validity: 9, uid_next: Some(50), exists: Some(0) }).unwrap();
    let moved = |item: usize, place: Option<u32>| (item, ItemState::Moved, place.map(MessageRef::from_uid));
    store.record(action, 0, &[moved(0, Some(50)), moved(1, Some(51)), moved(2, Some(52))]).unwrap();
    store.end(action, ActionState::Done, None, None, now()).unwrap();
    assert_eq!(store.loose_labels(action).unwrap(), [], "only an undo has any");

    let undo = store.begin(source, &plan(Purpose::Undo(action), "Trash", "INBOX", &["50", "51", "52"]), &[], now()).unwrap();
    assert_eq!(store.loose_labels(undo).unwrap(), [], "nothing is back yet");
    store.send(undo, 0, TargetMark { uid_validity: 7, uid_next: Some(5), exists: Some(0) }).unwrap();
    store.record(undo, 0, &[moved(0, Some(5)), moved(1, None), moved(2, Some(6))]).unwrap();
    let inbox = MailboxName::inbox();
    let loose = |label: &str, places: &[u32], unplaced| LooseLabel {
        label: label.into(),
        mailbox: inbox.clone(),
        uid_validity: Some(7),
        messages: places.iter().copied().map(MessageRef::from_uid).collect(),
        unplaced,
    };
    assert_eq!(store.loose_labels(undo).unwrap(), [loose("Familie", &[5], 1), loose("\\Important", &[], 1)]);
    store.label_is_back(undo, "Familie", &inbox).unwrap();
    assert_eq!(store.loose_labels(undo).unwrap(), [loose("Familie", &[], 1), loose("\\Important", &[], 1)]);
}

#[test]
fn a_sender_is_trusted_until_that_is_taken_back() {
    let (_dir, mut store, _) = open();
    for (address, trust) in
        [("anna@post.example", true), ("anna@post.example", true), ("berta@post.example", true), ("anna@post.example", false)]
    {
        store.trust(address, trust).unwrap();
    }
    assert_eq!(store.trusted().unwrap().into_iter().collect::<Vec<_>>(), ["berta@post.example"]);
}

#[test]
fn a_standing_order_ends_by_itself() {
    let (_dir, mut store, source) = open();
    let later = |days: i64| now() + jiff::SignedDuration::from_hours(24 * days);
    let order = |key: &str, days| StandingOrder {
        kind: "open_list".into(),
        key: key.into(),
        since: now(),
        until: later(days),
        to: MailboxName::new("Mail-Sturm"),
    };
    store.set_standing_order(source, &order("a@verein.example", 14), now()).unwrap();
    store.set_standing_order(source, &order("b@verein.example", 3), now()).unwrap();
    // Given anew, it lasts anew.
    store.set_standing_order(source, &order("b@verein.example", 10), now()).unwrap();
    let held = |store: &Store, at| store.standing_orders(source, at).unwrap();
    assert_eq!(held(&store, now()), [order("a@verein.example", 14), order("b@verein.example", 10)]);
    assert_eq!(held(&store, later(10)), [order("a@verein.example", 14)]);
    assert_eq!(held(&store, later(14)), []);
    let all = store.all_standing_orders(now()).unwrap();
    store.end_order(all[0].0).unwrap();
    assert_eq!(held(&store, now()), [order("b@verein.example", 10)]);
    store.end_standing_order(source, "open_list", "b@verein.example").unwrap();
    store.end_standing_order(source, "open_list", "b@verein.example").unwrap();
    assert_eq!(held(&store, now()), []);
    store.set_standing_order(source, &order("a@verein.example", 14), now()).unwrap();
    store.forget_source(source).unwrap();
    assert_eq!(store.all_standing_orders(now()).unwrap(), []);
}
