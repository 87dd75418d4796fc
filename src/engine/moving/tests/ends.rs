//! How an action ends, and what is said of it: what was refused, what is gone, and counts that do not agree.

use super::*;

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
