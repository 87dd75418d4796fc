//! Whatever breaks, and wherever: no message is lost, none is doubled, and undo restores what was.

mod ends;
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
/// nor copy, a copy may stay: rather that than to take one away that might be the only one. The same where one of two equal messages
/// is deleted by somebody else and the copying of the other is cut: the copy could be what became of either.
fn may_double(way: Way, inbox: &[Content], faults: &std::collections::BTreeMap<usize, Fault>) -> bool {
    use Fault as F;
    let count = |which: fn(&Fault) -> bool| faults.values().filter(|fault| which(fault)).count();
    let rebuilt = count(|fault| {
        matches!(fault, F::RebuildInbox | F::RebuildTrash | F::RenumberInbox | F::RenumberTrash | F::BlindInbox | F::BlindTrash)
    }) > 0;
    let refused = count(|f| matches!(f, F::Refuse | F::OverQuota | F::RefuseMark | F::RefuseExpunge));
    let cut = count(|f| matches!(f, F::RefuseMark | F::RefuseExpunge | F::DieAfter(_) | F::DropAfter(_))) > 0;
    let twins = inbox.iter().collect::<std::collections::BTreeSet<_>>().len() < inbox.len() || count(|f| *f == F::Twin) > 0;
    let either = twins && cut && count(|f| *f == F::Delete) > 0;
    matches!(way, Way::Copy | Way::CopyUidplus) && (rebuilt || refused > 2 || either)
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
        let may_double = may_double(way, &inbox, &faults);
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
        let may_double = may_double(way, &inbox, &faults);
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
