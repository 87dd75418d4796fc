//! Whatever breaks, and wherever: no message is lost, none is doubled, and undo restores what was.

mod world;

use super::*;
use crate::account::SourceSpec;
use crate::plan::{Item, Preview, Step};
use crate::source::Cancel;
use crate::store::journal::TargetMark;
use jiff::Timestamp;
use proptest::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use world::{Content, Death, Fault, Shared, Way, World, fingerprint};

const NOW: i64 = 1_512_081_000;
const SOURCE: &str = "imap:world";

struct Deich {
    dir: tempfile::TempDir,
    server: Shared,
    sessions: usize,
}

/// How a session with Deich went.
enum Went {
    Died,
    /// Said to be at its end.
    Through,
    /// Stopped part way, or could not begin.
    Stopped,
}

impl Deich {
    fn new(server: Shared) -> Self {
        Self { dir: tempfile::tempdir().unwrap(), server, sessions: 0 }
    }

    /// Deich is started, does one thing, and ends or dies.
    fn session(&mut self, work: impl FnOnce(&mut Ground<'_>) -> Result<Ended, Error>) -> Went {
        self.sessions += 1;
        let mut source = self.server.connect();
        let dir = self.dir.path();
        let result = catch_unwind(AssertUnwindSafe(|| {
            let now = Timestamp::from_second(NOW).unwrap();
            let mut store = Store::open(dir).unwrap();
            let id = store.source("imap:world", "world", &SourceSpec::Path("world".into()), now).unwrap();
            let cancel = Cancel::default();
            let errand = Errand { cancel: &cancel, clock: Some(now), say: &|_| {}, waits: true };
            // As the engine does it.
            let source = &mut errand.patient(&mut source);
            let mut ground = Ground { source, id, store: &mut store, errand, progress: &mut |_, _, _| {} };
            work(&mut ground)
        }));
        match result {
            Err(death) if death.is::<Death>() => Went::Died,
            Err(panic) => std::panic::resume_unwind(panic),
            Ok(Ok(Ended { stopped: None, .. })) => Went::Through,
            Ok(Ok(_) | Err(Error::Source(_))) => Went::Stopped,
            Ok(Err(error)) => panic!("{error}"),
        }
    }

    fn open_action(&self) -> Option<ActionId> {
        let store = Store::open(self.dir.path()).unwrap();
        store.open_action(store.known_source("imap:world").unwrap()?).unwrap()
    }

    /// Goes on, as the member would: looks, then finishes or undoes, until nothing is open.
    fn bring_to_an_end(&mut self, mut finish: impl FnMut() -> bool) {
        for _ in 0..40 {
            let Some(open) = self.open_action() else { return };
            if let Went::Died = self.session(|ground| {
                look_up(ground)?;
                Ok(Ended { action: open, stopped: None })
            }) {
                continue;
            }
            if finish() {
                self.session(|ground| super::finish(ground, open));
            } else {
                self.session(|ground| undo(ground, Some(open)));
            }
        }
        panic!("no end in sight");
    }

    /// Where the journal says that messages are, they are.
    fn check_journal(&self) {
        let store = Store::open(self.dir.path()).unwrap();
        let world = self.server.world();
        for record in store.history().unwrap() {
            assert_ne!(record.state, ActionState::Open);
            for step in store.steps(record.id).unwrap() {
                let step = store.step(record.id, step).unwrap();
                for item in &step.items {
                    assert_ne!(item.state, ItemState::Sent);
                    let Some(place) = &item.new_place else { continue };
                    let target = &world.mailboxes[step.to.as_str()];
                    if item.undone || step.target.unwrap().uid_validity != target.validity {
                        continue;
                    }
                    if let Some(found) = target.messages.get(&place.uid().unwrap()) {
                        assert_eq!(fingerprint(&found.content), settle::fingerprint(&item.item), "{item:?}");
                    }
                }
            }
        }
    }
}

/// A plan over these messages of INBOX, in small steps.
fn plan(server: &Shared, chosen: &[bool], step: usize) -> Approved {
    let world = server.world();
    let inbox = &world.mailboxes["INBOX"];
    let items: Vec<_> = inbox
        .messages
        .iter()
        .zip(chosen)
        .filter(|(_, chosen)| **chosen)
        .map(|((uid, message), _)| {
            let print = fingerprint(&message.content);
            Item { message: MessageRef::from_uid(*uid), message_id: print.message_id, size: print.size, received: print.received }
        })
        .collect();
    let steps = items.chunks(step).map(|items| Step {
        from: MailboxName::inbox(),
        uid_validity: inbox.validity,
        to: MailboxName::new("Trash"),
        items: items.to_vec(),
    });
    let plan = Plan { source: SOURCE.into(), purpose: Purpose::Selection, create: Vec::new(), steps: steps.collect() };
    Preview::new(plan, Vec::new()).approve()
}

/// Messages with few different contents, so that twins (also by empty Message-ID) are common.
fn any_inbox() -> impl Strategy<Value = Vec<Content>> {
    let content = (0..8_u32).prop_map(|n| Content {
        message_id: if n == 0 { String::new() } else { format!("{}@mail.example", n / 2) },
        size: 100 + n / 2,
        body: n,
    });
    proptest::collection::vec(content, 1..14)
}

fn any_way() -> impl Strategy<Value = Way> {
    prop_oneof![Just(Way::MoveUidplus), Just(Way::Move), Just(Way::CopyUidplus), Just(Way::Copy)]
}

/// Faults that Deich's own process or line suffers.
fn any_break() -> impl Strategy<Value = Fault> {
    prop_oneof![
        Just(Fault::DieBefore),
        (0..5_usize).prop_map(Fault::DieAfter),
        Just(Fault::DropBefore),
        (0..5_usize).prop_map(Fault::DropAfter),
        Just(Fault::Refuse),
        Just(Fault::OverQuota),
        Just(Fault::RefuseMark),
        Just(Fault::RefuseExpunge),
    ]
}

fn any_oddity() -> impl Strategy<Value = Fault> {
    prop_oneof![
        Just(Fault::RebuildTrash),
        Just(Fault::RebuildInbox),
        Just(Fault::RenumberTrash),
        Just(Fault::RenumberInbox),
        Just(Fault::BlindInbox),
        Just(Fault::BlindTrash),
    ]
}

/// Faults that others cause as well.
fn any_fault() -> impl Strategy<Value = Fault> {
    prop_oneof![
        4 => any_break(),
        1 => Just(Fault::Delete),
        1 => Just(Fault::Twin),
        3 => any_oddity(),
    ]
}

fn any_faults(fault: impl Strategy<Value = Fault>) -> impl Strategy<Value = std::collections::BTreeMap<usize, Fault>> {
    proptest::collection::btree_map(1..60_usize, fault, 0..6)
}

fn all(server: &Shared) -> Vec<Content> {
    let world = server.world();
    let mut all = [world.contents("INBOX"), world.contents("Trash")].concat();
    all.sort();
    all
}

/// What should be there: what was, without what others deleted, with what came in.
fn expected(server: &Shared, before: &[Content]) -> Vec<Content> {
    let world = server.world();
    let mut expected = [before, &world.arrived].concat();
    for deleted in &world.deleted {
        let at = expected.iter().position(|content| content == deleted).expect("a message nobody had");
        expected.swap_remove(at);
    }
    expected.sort();
    expected
}

/// Where a server moves by copying, and rebuilt a mailbox at the wrong moment as well, or would take back neither original
/// nor copy, a copy may stay: rather that than to take one away that might be the only one.
fn may_double(way: Way, faults: &std::collections::BTreeMap<usize, Fault>) -> bool {
    use Fault as F;
    let count = |which: fn(&Fault) -> bool| faults.values().filter(|fault| which(fault)).count();
    let rebuilt = count(|fault| {
        matches!(fault, F::RebuildInbox | F::RebuildTrash | F::RenumberInbox | F::RenumberTrash | F::BlindInbox | F::BlindTrash)
    }) > 0;
    let stubborn = count(|f| matches!(f, F::Refuse | F::OverQuota | F::RefuseMark | F::RefuseExpunge)) > 2;
    matches!(way, Way::Copy | Way::CopyUidplus) && (rebuilt || stubborn)
}

/// Everything wanted is there, as often as wanted; and, where `exact`, nothing else.
fn holds(found: &[Content], wanted: &[Content], exact: bool) -> bool {
    let count = |list: &[Content], content: &Content| list.iter().filter(|c| *c == content).count();
    wanted.iter().all(|content| count(found, content) >= count(wanted, content)) && (!exact || found.len() == wanted.len())
}

fn sorted(mut contents: Vec<Content>) -> Vec<Content> {
    contents.sort();
    contents
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    /// Breaks of all kinds, then the member decides at random to finish or undo, again and again.
    #[test]
    fn nothing_is_lost_and_nothing_doubled(
        way in any_way(),
        inbox in any_inbox(),
        chosen in proptest::collection::vec(any::<bool>(), 14),
        step in 1..5_usize,
        faults in any_faults(any_fault()),
        choices in proptest::collection::vec(any::<bool>(), 40),
    ) {
        let server = World::shared(way, &inbox);
        let may_double = may_double(way, &faults);
        let approved = plan(&server, &chosen, step);
        prop_assume!(approved.plan().messages() > 0);
        server.world().faults = faults;
        let mut deich = Deich::new(server.clone());
        deich.session(|ground| execute(ground, &approved));
        let mut choices = choices.into_iter();
        deich.bring_to_an_end(|| choices.next().unwrap_or(true));
        prop_assert!(holds(&all(&server), &expected(&server, &inbox), !may_double), "{:?} instead of {:?}", all(&server), expected(&server, &inbox));
        deich.check_journal();
    }

    /// Whatever broke on the way there: undo puts every message back.
    #[test]
    fn undo_restores_the_mailbox(
        way in any_way(),
        inbox in any_inbox(),
        chosen in proptest::collection::vec(any::<bool>(), 14),
        step in 1..5_usize,
        faults in any_faults(prop_oneof![2 => any_break(), 1 => any_oddity()]),
    ) {
        let server = World::shared(way, &inbox);
        let may_double = may_double(way, &faults);
        let approved = plan(&server, &chosen, step);
        prop_assume!(approved.plan().messages() > 0);
        server.world().faults = faults;
        let mut deich = Deich::new(server.clone());
        deich.session(|ground| execute(ground, &approved));
        deich.bring_to_an_end(|| true);
        // Once may not be enough where something breaks again.
        for _ in 0..4 {
            deich.session(|ground| match undo(ground, None) {
                Err(Error::NothingToUndo) => Ok(Ended { action: ActionId(0), stopped: None }),
                other => other,
            });
            deich.bring_to_an_end(|| true);
        }
        if may_double {
            prop_assert!(holds(&all(&server), &sorted(inbox), false));
        } else {
            prop_assert_eq!(server.world().contents("INBOX"), sorted(inbox));
        }
    }

    /// Without any fault the plan happens, exactly, and undo takes it back, in the old order.
    #[test]
    fn what_was_approved_is_what_happens(
        way in any_way(),
        inbox in any_inbox(),
        chosen in proptest::collection::vec(any::<bool>(), 14),
        step in 1..5_usize,
    ) {
        let server = World::shared(way, &inbox);
        let approved = plan(&server, &chosen, step);
        prop_assume!(approved.plan().messages() > 0);
        let mut deich = Deich::new(server.clone());
        prop_assert!(matches!(deich.session(|ground| execute(ground, &approved)), Went::Through));
        let picked = |yes: bool| inbox.iter().zip(&chosen).filter(|(_, c)| **c == yes).map(|(m, _)| m.clone()).collect::<Vec<_>>();
        prop_assert_eq!(server.world().contents("Trash"), sorted(picked(true)));
        prop_assert_eq!(server.world().contents("INBOX"), sorted(picked(false)));
        prop_assert!(matches!(deich.session(|ground| undo(ground, None)), Went::Through));
        let back = server.world().mailboxes["INBOX"].messages.values().filter(|m| !m.deleted).map(|m| m.content.clone()).collect::<Vec<_>>();
        prop_assert_eq!(back, [picked(false), picked(true)].concat());
        deich.session(|ground| {
            assert!(matches!(undo(ground, None), Err(Error::NothingToUndo)));
            Ok(Ended { action: ActionId(1), stopped: None })
        });
        deich.check_journal();
    }
}

/// A message that was moved keeps the number it had before its mailbox was rebuilt, and a twin may be given the same one: no number
/// is moved twice, and nothing is lost.
#[test]
fn old_numbers_are_not_moved_with_the_new() {
    let named = Content { message_id: "0@mail.example".into(), size: 100, body: 1 };
    let bare = Content { message_id: String::new(), size: 100, body: 0 };
    let inbox = [&named, &bare, &bare, &named, &bare, &named, &named, &bare, &bare].map(Clone::clone);
    let chosen = [false, true, true, false, true, false, false, true, true];
    for (death, rebuilt) in (8..11).flat_map(|death| (20..26).map(move |rebuilt| (death, rebuilt))) {
        let server = World::shared(Way::CopyUidplus, &inbox);
        let approved = plan(&server, &chosen, 2);
        server.world().faults = [(death, Fault::DieAfter(0)), (rebuilt, Fault::RebuildInbox)].into();
        let mut deich = Deich::new(server.clone());
        deich.session(|ground| execute(ground, &approved));
        deich.bring_to_an_end(|| true);
        deich.session(|ground| undo(ground, None));
        deich.bring_to_an_end(|| true);
        assert!(holds(&all(&server), &inbox, false), "{death} {rebuilt}");
        deich.check_journal();
    }
}

/// Of two equal messages one lay in the mailbox before; once that has got a new number it seems to have come since. It is no copy of
/// the other, which is not taken away.
#[test]
fn what_only_got_a_new_number_is_no_copy() {
    let twin = Content { message_id: "3@mail.example".into(), size: 103, body: 7 };
    let inbox = [twin.clone(), twin];
    for (way, call) in [Way::CopyUidplus, Way::Copy].into_iter().flat_map(|way| (10..40).map(move |call| (way, call))) {
        for odd in [Fault::RenumberInbox, Fault::RenumberTrash] {
            let server = World::shared(way, &inbox);
            let approved = plan(&server, &[false, true], 1);
            server.world().faults = [(9, Fault::RenumberTrash), (call, odd)].into();
            let mut deich = Deich::new(server.clone());
            deich.session(|ground| execute(ground, &approved));
            deich.bring_to_an_end(|| true);
            for _ in 0..3 {
                deich.session(|ground| match undo(ground, None) {
                    Err(Error::NothingToUndo) => Ok(Ended { action: ActionId(0), stopped: None }),
                    other => other,
                });
                deich.bring_to_an_end(|| true);
            }
            assert!(holds(&all(&server), &inbox, false), "{way:?} {call} {odd:?}: {:?}", all(&server));
        }
    }
}

fn four() -> Vec<Content> {
    (1..=4).map(|n| Content { message_id: format!("{n}@mail.example"), size: n, body: n }).collect()
}

/// A session that is shown nothing of a mailbox, or a mailbox whose messages get new numbers, from whatever moment on, also after
/// it was rebuilt: what is there is never said to be gone.
#[test]
fn what_is_there_is_not_called_gone() {
    use Fault as F;
    let odd = [
        (F::BlindInbox, F::RebuildInbox),
        (F::BlindTrash, F::RebuildTrash),
        (F::RenumberInbox, F::BlindInbox),
        (F::RenumberTrash, F::BlindTrash),
    ];
    for way in [Way::MoveUidplus, Way::Move, Way::CopyUidplus, Way::Copy] {
        for ((odd, before), call) in odd.into_iter().flat_map(|odd| (1..24).map(move |call| (odd, call))) {
            let server = World::shared(way, &four());
            let approved = plan(&server, &[true; 4], 2);
            let mut deich = Deich::new(server.clone());
            let step = |deich: &mut Deich, what: &dyn Fn(&mut Ground<'_>) -> Result<Ended, Error>| {
                let now = server.world().calls;
                server.world().faults = [(now + 1 + call % 2, before), (now + 1 + call, odd)].into();
                deich.session(what);
                deich.bring_to_an_end(|| true);
                let store = Store::open(deich.dir.path()).unwrap();
                for record in store.history().unwrap() {
                    assert_eq!(record.count(ItemState::Gone), 0, "{way:?} {odd:?} {call} {record:?}");
                }
            };
            step(&mut deich, &|ground| execute(ground, &approved));
            step(&mut deich, &|ground| undo(ground, None));
            assert!(holds(&all(&server), &four(), false));
            if matches!(way, Way::MoveUidplus | Way::Move) {
                assert_eq!(server.world().contents("INBOX"), four(), "{way:?} {odd:?} {call}");
            }
        }
    }
}

#[test]
fn an_open_action_must_be_closed_first() {
    let server = World::shared(Way::MoveUidplus, &four());
    let approved = plan(&server, &[true; 4], 2);
    let mut deich = Deich::new(server.clone());
    // Calls up to the first move: the target is made ready (2), then open, mailboxes, open, open, open, then the move.
    server.world().faults = [(8, Fault::DropAfter(1))].into();
    assert!(matches!(deich.session(|ground| execute(ground, &approved)), Went::Stopped));
    let open = deich.open_action().unwrap();
    deich.session(|ground| {
        assert!(matches!(execute(ground, &approved), Err(Error::ActionOpen(id)) if id == open.0));
        assert!(matches!(undo(ground, Some(ActionId(99))), Err(Error::ActionOpen(_))));
        undo(ground, None)
    });
    assert_eq!(server.world().contents("INBOX"), four());
    assert_eq!(deich.open_action(), None);
}

#[test]
fn a_target_that_cannot_be_had_leaves_nothing_open() {
    let server = World::shared(Way::MoveUidplus, &four());
    server.world().unselectable = Some("Trash".to_owned());
    let trash = plan(&server, &[true; 4], 2);
    let mut deich = Deich::new(server.clone());
    // This server creates nothing.
    let mut elsewhere = trash.plan().clone();
    for step in &mut elsewhere.steps {
        step.to = MailboxName::new("Elsewhere");
    }
    let elsewhere = Preview::new(elsewhere, Vec::new()).approve();
    deich.session(|ground| {
        assert!(matches!(execute(ground, &trash), Err(Error::Source(SourceError::NotForMessages { .. }))));
        assert!(matches!(execute(ground, &elsewhere), Err(Error::Source(SourceError::Refused { .. }))));
        assert!(ground.store.history()?.is_empty());
        Ok(Ended { action: ActionId(0), stopped: None })
    });
    assert_eq!(server.world().contents("INBOX"), four());
}

#[test]
fn undoing_what_had_not_moved_anything_is_no_failure() {
    let server = World::shared(Way::MoveUidplus, &four());
    let approved = plan(&server, &[true; 4], 2);
    let mut deich = Deich::new(server.clone());
    server.world().faults = [(8, Fault::DropBefore)].into();
    assert!(matches!(deich.session(|ground| execute(ground, &approved)), Went::Stopped));
    deich.session(|ground| {
        let ended = undo(ground, None)?;
        let action = crate::engine::Action::of(ground.store.action(ended.action)?.unwrap());
        assert_eq!((action.state, action.moved, action.failed), (crate::engine::ActionState::Undone, 0, 0));
        Ok(ended)
    });
    assert_eq!(server.world().contents("INBOX"), four());
}

#[test]
fn what_was_refused_can_be_tried_again() {
    let server = World::shared(Way::MoveUidplus, &four());
    let approved = plan(&server, &[true; 4], 2);
    let mut deich = Deich::new(server.clone());
    server.world().faults = (1..40).map(|call| (call, Fault::Refuse)).collect();
    deich.session(|ground| {
        let ended = execute(ground, &approved)?;
        let record = ground.store.action(ended.action)?.unwrap();
        assert_eq!((record.state, record.count(ItemState::Failed)), (ActionState::Partly, 4));
        Ok(ended)
    });
    server.world().faults.clear();
    deich.session(|ground| {
        let ended = resume(ground, ActionId(1))?;
        let record = ground.store.action(ended.action)?.unwrap();
        assert_eq!((record.state, record.count(ItemState::Moved)), (ActionState::Done, 4));
        assert_eq!(record.problem, None);
        assert!(matches!(resume(ground, ActionId(1)), Err(Error::NothingToMove)));
        assert!(matches!(resume(ground, ActionId(2)), Err(Error::NoSuchAction(2))));
        Ok(ended)
    });
    assert_eq!(server.world().contents("Trash"), four());
    assert!(matches!(deich.session(|ground| undo(ground, None)), Went::Through));
    assert_eq!(server.world().contents("INBOX"), four());
}

/// The undo of action 1: what its own record says, and how the action stands after it.
fn undo_and_look(deich: &mut Deich) -> (ActionState, [usize; 3], (ActionState, usize)) {
    let mut seen = None;
    deich.session(|ground| {
        let ended = undo(ground, Some(ActionId(1)))?;
        let record = ground.store.action(ended.action)?.unwrap();
        let counts = [ItemState::Moved, ItemState::Gone, ItemState::Failed].map(|state| record.count(state));
        let original = ground.store.action(ActionId(1))?.unwrap();
        seen = Some((record.state, counts, (original.state, original.away)));
        Ok(ended)
    });
    seen.unwrap()
}

#[test]
fn an_undo_that_brings_back_fewer_says_so() {
    let server = World::shared(Way::MoveUidplus, &four());
    let approved = plan(&server, &[true; 4], 2);
    let mut deich = Deich::new(server.clone());
    deich.session(|ground| execute(ground, &approved));
    // Somebody else empties a part of the trash.
    server.world().mailboxes.get_mut("Trash").unwrap().messages.pop_first();
    assert_eq!(undo_and_look(&mut deich), (ActionState::Partly, [3, 1, 0], (ActionState::Done, 1)));
    assert_eq!(server.world().contents("INBOX"), four().split_off(1));
}

/// One message, one fate: what lay in a mailbox that was removed is not to be found, whichever step it is in.
#[test]
fn what_lay_in_a_removed_mailbox_is_gone_in_every_step() {
    for way in [Way::MoveUidplus, Way::Move, Way::CopyUidplus, Way::Copy] {
        let server = World::shared(way, &four());
        let approved = plan(&server, &[true; 4], 1);
        let mut deich = Deich::new(server.clone());
        deich.session(|ground| execute(ground, &approved));
        let trash = server.world().mailboxes.remove("Trash").unwrap();
        let all_gone = (ActionState::Partly, [0, 4, 0], (ActionState::Done, 4));
        assert_eq!(undo_and_look(&mut deich), all_gone, "{way:?}");
        let store = Store::open(deich.dir.path()).unwrap();
        let problem = store.history().unwrap().remove(0).problem.unwrap();
        assert_eq!((problem.kind, &*problem.about), (ProblemKind::NoSuchMailbox, "Trash"), "{way:?}");
        drop(store);
        // It is there again, restored by whoever has a copy.
        server.world().mailboxes.insert("Trash".into(), trash);
        assert_eq!(undo_and_look(&mut deich).1, [4, 0, 0], "{way:?}");
        assert_eq!(sorted(server.world().contents("INBOX")), four(), "{way:?}");
    }
}

/// Of two mailboxes that are cleaned up, one that refuses does not keep the other waiting.
#[test]
fn a_mailbox_that_can_only_be_read_concerns_its_own_steps() {
    let step = |from: &str| StepRecord {
        step: 0,
        from: MailboxName::new(from),
        uid_validity: 1,
        to: MailboxName::new("Trash"),
        target: None,
        items: Vec::new(),
    };
    let hopeless = |error: &SourceError| ["INBOX", "Fest"].map(|from| is_hopeless(error, &step(from)));
    assert_eq!(hopeless(&SourceError::ReadOnly { mailbox: "Fest".into() }), [false, true]);
    assert_eq!(hopeless(&SourceError::ReadOnly { mailbox: "Trash".into() }), [true, true]);
    assert_eq!(hopeless(&SourceError::NoSuchMailbox { mailbox: "Fest".into() }), [false, false]);
    assert_eq!(hopeless(&SourceError::NoSuchMailbox { mailbox: "Trash".into() }), [true, true]);
    assert_eq!(hopeless(&SourceError::OverQuota { said: String::new() }), [true, true]);
    assert_eq!(hopeless(&SourceError::Refused { said: String::new() }), [false, false]);
}

#[test]
fn what_was_moved_to_an_unknown_place_is_looked_for_and_counted() {
    let server = World::shared(Way::Move, &four());
    let approved = plan(&server, &[true; 4], 4);
    let mut deich = Deich::new(server.clone());
    deich.session(|ground| {
        // As a server without UIDPLUS leaves it: all moved, no word about where to.
        let action = ground.store.begin(ground.id, approved.plan(), &[], ground.errand.now())?;
        ground.store.send(action, 0, TargetMark { uid_validity: 3, uid_next: Some(100), exists: Some(0) })?;
        let news: Vec<_> = (0..4).map(|item| (item, ItemState::Moved, None)).collect();
        ground.store.record(action, 0, &news)?;
        ground.store.end(action, ActionState::Done, None, None, ground.errand.now())?;
        Ok(Ended { action, stopped: None })
    });
    let last = {
        let mut world = server.world();
        let messages = std::mem::take(&mut world.mailboxes.get_mut("INBOX").unwrap().messages);
        let mut messages: Vec<_> = messages.into_values().map(|message| message.content).collect();
        let last = messages.pop().unwrap();
        for content in messages {
            world.mailboxes.get_mut("Trash").unwrap().add(content);
        }
        last
    };
    assert_eq!(undo_and_look(&mut deich), (ActionState::Partly, [3, 1, 0], (ActionState::Done, 1)));
    assert_eq!(undo_and_look(&mut deich), (ActionState::Partly, [0, 1, 0], (ActionState::Done, 1)));
    // It turns up again.
    server.world().mailboxes.get_mut("Trash").unwrap().add(last);
    assert_eq!(undo_and_look(&mut deich), (ActionState::Done, [1, 0, 0], (ActionState::Undone, 0)));
    assert_eq!(server.world().contents("INBOX"), four());
}

#[test]
fn a_full_mailbox_ends_the_action_and_says_so() {
    let server = World::shared(Way::MoveUidplus, &four());
    let approved = plan(&server, &[true; 4], 1);
    let mut deich = Deich::new(server.clone());
    // The second step's move.
    server.world().faults = (11..=15).map(|call| (call, Fault::OverQuota)).collect();
    deich.session(|ground| {
        let ended = execute(ground, &approved)?;
        let record = ground.store.action(ended.action)?.unwrap();
        assert_eq!(record.state, ActionState::Partly);
        assert!(record.count(ItemState::Failed) >= 1);
        assert_eq!(record.problem.unwrap(), crate::plan::Problem::new(crate::plan::ProblemKind::OverQuota, "", "full"));
        assert_eq!(record.before, Some(Totals { from: 4, to: 0 }));
        Ok(ended)
    });
    assert_eq!(all(&server), four());
}

#[test]
fn the_journal_counts_what_the_server_counts() {
    let server = World::shared(Way::MoveUidplus, &four());
    let approved = plan(&server, &[true, true, true, false], 2);
    let mut deich = Deich::new(server.clone());
    deich.session(|ground| {
        let mut seen = Vec::new();
        let mut progress = |_, done, total| seen.push((done, total));
        let mut ground = Ground { progress: &mut progress, ..reborrow(ground) };
        let ended = execute(&mut ground, &approved)?;
        let record = ground.store.action(ended.action)?.unwrap();
        assert_eq!((record.before, record.after), (Some(Totals { from: 4, to: 0 }), Some(Totals { from: 1, to: 3 })));
        assert_eq!(seen, [(2, 3), (3, 3)]);
        assert_eq!(record.problem, None);
        Ok(ended)
    });
}

/// Others at work at the same time are no failure of ours, but the member is told that the counts do not agree.
#[test]
fn counts_that_do_not_agree_are_said() {
    let new = Content { message_id: "new@mail.example".into(), size: 1, body: 99 };
    for (mailbox, arrives) in [("INBOX", true), ("INBOX", false), ("Trash", true), ("Trash", false)] {
        let server = World::shared(Way::MoveUidplus, &four());
        let approved = plan(&server, &[true, true, true, false], 3);
        let mut deich = Deich::new(server.clone());
        deich.session(|ground| {
            let mut progress = |_, _, _| {
                let mut world = server.world();
                let mailbox = world.mailboxes.get_mut(mailbox).unwrap();
                if arrives {
                    mailbox.add(new.clone());
                } else {
                    mailbox.messages.pop_first().unwrap();
                }
            };
            let ended = execute(&mut Ground { progress: &mut progress, ..reborrow(ground) }, &approved)?;
            let record = ground.store.action(ended.action)?.unwrap();
            assert_eq!(record.state, ActionState::Done);
            assert_eq!(record.problem, Some(Problem::new(ProblemKind::Counts, "", "")), "{mailbox} {arrives}");
            Ok(ended)
        });
    }
}

/// A copy that nobody may take away, since it may have lain there before, is said to lie there; nobody else's is.
#[test]
fn a_copy_that_stays_is_said() {
    let mut stayed = 0;
    for (way, call) in [Way::CopyUidplus, Way::Copy].into_iter().flat_map(|way| (7..16).map(move |call| (way, call))) {
        for rebuilt in call + 1..call + 6 {
            let server = World::shared(way, &four());
            let approved = plan(&server, &[true; 4], 2);
            server.world().faults = [(call, Fault::DropAfter(0)), (rebuilt, Fault::RebuildTrash)].into();
            let mut deich = Deich::new(server.clone());
            deich.session(|ground| execute(ground, &approved));
            deich.bring_to_an_end(|| true);
            let store = Store::open(deich.dir.path()).unwrap();
            let record = store.history().unwrap().remove(0);
            let doubled = server.world().contents("Trash").len() > 4;
            let said = record.problem.as_ref().filter(|problem| problem.kind == ProblemKind::Doubled);
            assert_eq!(said.map(|problem| &*problem.about), doubled.then_some("Trash"), "{way:?} {call} {rebuilt} {record:?}");
            stayed += usize::from(doubled);
        }
    }
    assert!(stayed > 0, "no copy has stayed");
}

fn reborrow<'a>(ground: &'a mut Ground<'_>) -> Ground<'a> {
    Ground { source: ground.source, id: ground.id, store: ground.store, errand: ground.errand, progress: ground.progress }
}

#[test]
fn a_plan_is_for_the_source_it_was_made_for() {
    let server = World::shared(Way::MoveUidplus, &four());
    let elsewhere = Plan { source: "imap:somebody@else.example".into(), ..plan(&server, &[true; 4], 4).plan().clone() };
    let approved = Preview::new(elsewhere, Vec::new()).approve();
    let mut deich = Deich::new(server.clone());
    deich.session(|ground| {
        assert_eq!(execute(ground, &approved).unwrap_err(), Error::OtherSource);
        Ok(Ended { action: ActionId(0), stopped: None })
    });
    assert_eq!((deich.open_action(), server.world().contents("INBOX")), (None, four()));
}

#[test]
fn cancelling_leaves_the_action_open() {
    let server = World::shared(Way::MoveUidplus, &four());
    let approved = plan(&server, &[true; 4], 1);
    let mut deich = Deich::new(server.clone());
    let went = deich.session(|ground| {
        let cancel = ground.errand.cancel.clone();
        let mut progress = |_, done, _| {
            if done == 2 {
                cancel.cancel();
            }
        };
        execute(&mut Ground { progress: &mut progress, ..reborrow(ground) }, &approved)
    });
    assert!(matches!(went, Went::Stopped));
    assert_eq!(server.world().contents("Trash").len(), 2);
    let open = deich.open_action().unwrap();
    deich.session(|ground| super::finish(ground, open));
    assert_eq!(server.world().contents("Trash"), four());
    assert_eq!(deich.open_action(), None);
}
