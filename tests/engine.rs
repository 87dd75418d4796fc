//! The engine from its door: commands in, events out, on a demonstration mailbox on the disk.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

#[path = "engine/people.rs"]
mod people;
#[path = "engine/support.rs"]
mod support;

use deich::engine::{ActionState, CleanUp, Command, Error, Event, Scan, SourceSpec, Target, Task};
use deich::mail::MailboxName;
use deich::plan::Stay;
use deich::report::Language;
use deich::source::SourceError;
use std::fs;
use support::{Desk, snapshot};

fn clean_up(to: Target) -> Command {
    Command::Preview(CleanUp { incident: Some(1), selection: Vec::new(), to })
}

#[test]
fn the_demo_is_found_cleaned_up_and_put_back() {
    let mut desk = Desk::new();
    let (picture, dir) = desk.demo(600);
    assert_eq!(picture.findings.incidents.len(), 1, "{:?}", picture.findings.incidents);
    assert!(picture.source.can_move);
    assert!(!picture.messages.iter().any(|m| m.mailbox.as_str() == "Sent"), "sent mail is no part of the picture");
    let before = snapshot(&dir);
    let offered = picture.findings.verdicts.iter().filter(|v| v.offered()).count();
    assert!(offered > 300, "{offered}");

    let preview = desk.preview(clean_up(Target::Mailbox(MailboxName::new("Mail-Sturm"))));
    assert_eq!(preview.plan().messages(), offered);
    assert_eq!(preview.plan().create, [MailboxName::new("Mail-Sturm")]);
    assert!(preview.stays().iter().all(|(_, why)| matches!(why, Stay::Protected(_))));
    assert_eq!(snapshot(&dir), before, "a preview changes nothing");

    let (done, changed) = desk.act(Command::Execute((*preview).clone().approve()));
    assert_eq!((done.state, done.moved, done.failed, done.gone), (ActionState::Done, offered, 0, 0));
    assert!(done.can_undo);
    let counted = done.counted.unwrap();
    assert_eq!((counted.from_before - counted.from_after) as usize, offered);
    assert_eq!((counted.to_after - counted.to_before) as usize, offered);
    assert_eq!(changed.moved.len(), offered);
    let after = snapshot(&dir);
    assert_eq!(after.values().map(Vec::len).sum::<usize>(), before.values().map(Vec::len).sum::<usize>());
    assert_eq!(after["Mail-Sturm"].len(), offered);

    // The filter and the report still know the flood, and a message that was moved can still be read.
    let filter = desk.filter(1);
    assert!(filter.script.contains("fileinto"));
    assert!(filter.catches_flood * 10 >= offered * 9, "{} of {offered}", filter.catches_flood);
    assert_eq!(filter.catches_other, 0);
    let report = desk.report(1, Language::English);
    assert!(!report.eml.is_empty() && !report.to.is_empty());
    let moved = *changed.moved.first().unwrap();
    assert!(!desk.text(changed.messages[moved].key()).is_empty());

    // Nothing is offered twice.
    let again = desk.preview(clean_up(Target::Trash));
    assert_eq!(again.plan().messages(), 0);
    assert!(matches!(desk.fails(Command::Execute((*again).clone().approve())), Error::NothingToMove));

    let (undone, changed) = desk.act(Command::Undo(None));
    assert_eq!((undone.state, undone.moved), (ActionState::Done, offered));
    assert!(changed.moved.is_empty());
    let mut back = snapshot(&dir);
    assert_eq!(back.remove("Mail-Sturm"), Some(Vec::new()), "the mailbox stays, empty");
    assert_eq!(back, before, "every message is back, octet for octet, with its flags");
    let history = desk.history();
    assert_eq!(history.iter().map(|a| a.state).collect::<Vec<_>>(), [ActionState::Done, ActionState::Undone]);
    assert!(matches!(desk.fails(Command::Undo(None)), Error::NothingToUndo));

    // And it can be cleaned up again, without another scan.
    assert_eq!(desk.preview(clean_up(Target::Trash)).plan().messages(), offered);
}

#[test]
fn a_second_scan_reads_only_what_is_new() {
    let mut desk = Desk::new();
    let (first, dir) = desk.demo(200);
    let (again, read) = desk.scan(&dir);
    assert_eq!(read, 0);
    assert_eq!(again.messages, first.messages);
    assert_eq!(again.findings, first.findings);
    fs::write(dir.join("new/1512081999.neu.example"), "From: a@example.org\r\nSubject: Hallo\r\n\r\nHallo\r\n").unwrap();
    let (more, read) = desk.scan(&dir);
    assert_eq!(read, 1);
    assert_eq!(more.messages.len(), first.messages.len() + 1);
    // Another Deich on the same store, later.
    desk.restart();
    let (after, read) = desk.scan(&dir);
    assert_eq!((read, after.messages.len()), (0, more.messages.len()));
}

#[test]
fn texts_count_though_the_picture_holds_none() {
    let mut desk = Desk::new();
    let (first, dir) = desk.demo(200);
    // Read where the headers leave a doubt, and nowhere else.
    let read = first.messages.iter().filter(|message| message.read).count();
    assert!((1..first.messages.len()).contains(&read), "{read} of {}", first.messages.len());
    // Shown by nothing but the text.
    assert!(first.findings.verdicts.iter().any(|verdict| verdict.personal_data));
    // Another flag makes triage look at everything again.
    let old = fs::read_dir(dir.join("cur")).unwrap().map(|entry| entry.unwrap().path()).min().unwrap();
    let name = old.file_name().unwrap().to_str().unwrap().to_owned();
    fs::rename(&old, dir.join("cur").join(format!("{}:2,T", name.split_once(':').unwrap().0))).unwrap();
    let (again, _) = desk.scan(&dir);
    assert_ne!(again.messages, first.messages);
    assert_eq!(again.findings, first.findings);
}

#[test]
fn the_members_word_is_kept() {
    let mut desk = Desk::new();
    let (picture, dir) = desk.demo(200);
    let verdicts = &picture.findings.verdicts;
    let offered = verdicts.iter().position(deich::triage::Verdict::offered).unwrap();
    let safe = verdicts.iter().position(|v| v.incident == Some(1) && v.protected.is_some()).unwrap();
    let (offered, safe) = (picture.messages[offered].key(), picture.messages[safe].key());
    desk.decide(&offered, true);
    let decided = desk.decide(&safe, false);
    assert_eq!(decided.decisions.len(), 2);
    desk.restart();
    let (picture, _) = desk.scan(&dir);
    assert_eq!(picture.decisions, [(offered.clone(), true), (safe.clone(), false)].into());
    let preview = desk.preview(clean_up(Target::Trash));
    assert!(preview.stays().contains(&(offered, Stay::Kept)));
    assert!(preview.plan().steps.iter().any(|s| s.items.iter().any(|i| i.message == safe.message)));
}

/// Between an undo and the next scan a message lies where nobody has read it yet; and while it is moved away, elsewhere.
#[test]
fn the_members_word_on_what_was_just_brought_back_is_kept() {
    let mut desk = Desk::new();
    let (picture, dir) = desk.demo(200);
    let offered: Vec<_> = picture.findings.verdicts.iter().enumerate().filter(|(_, v)| v.offered()).map(|(i, _)| i).collect();
    let key = |at: usize| picture.messages[offered[at]].key();
    let id = |at: usize| picture.messages[offered[at]].message_id().to_owned();
    let preview = desk.preview(clean_up(Target::Trash));
    desk.act(Command::Execute((*preview).clone().approve()));
    desk.decide(&key(0), true);
    desk.act(Command::Undo(None));
    desk.decide(&key(1), true);
    desk.decide(&key(2), true);
    desk.decide(&key(2), false);
    // In this Deich, and in the next, which reads them at their new places.
    let stays = |desk: &mut Desk| {
        let preview = desk.preview(clean_up(Target::Trash));
        preview.stays().iter().filter(|(_, why)| *why == Stay::Kept).count()
    };
    assert_eq!(stays(&mut desk), 2);
    desk.restart();
    let (picture, _) = desk.scan(&dir);
    let mut kept: Vec<_> =
        picture.messages.iter().filter_map(|m| Some((m.message_id().to_owned(), *picture.decisions.get(&m.key())?))).collect();
    kept.sort();
    let mut expected = vec![(id(0), true), (id(1), true), (id(2), false)];
    expected.sort();
    assert_eq!(kept, expected);
    assert_eq!(stays(&mut desk), 2);
}

#[test]
fn the_inbox_may_be_written_in_any_case() {
    let mut desk = Desk::new();
    desk.demo(100);
    for name in ["inbox", " Inbox ", "INBOX"] {
        let preview = desk.preview(clean_up(Target::Mailbox(MailboxName::new(name))));
        assert_eq!((preview.plan().messages(), preview.plan().create.len()), (0, 0), "{name}");
        assert!(!preview.stays().is_empty() && preview.stays().iter().all(|(_, why)| *why == Stay::AlreadyThere));
    }
}

#[test]
fn an_action_is_undone_after_a_restart_without_a_scan() {
    let mut desk = Desk::new();
    let (_, dir) = desk.demo(200);
    let before = snapshot(&dir)["INBOX"].clone();
    let preview = desk.preview(clean_up(Target::Trash));
    let (done, _) = desk.act(Command::Execute((*preview).clone().approve()));
    desk.restart();
    let action = desk.act_elsewhere(Command::Undo(Some(done.id)));
    assert_eq!(action.moved, done.moved);
    assert_eq!(snapshot(&dir)["INBOX"], before);
}

#[test]
fn what_cannot_be_is_said_clearly() {
    let mut desk = Desk::new();
    assert!(matches!(desk.fails(clean_up(Target::Trash)), Error::NothingOpen));
    assert!(matches!(desk.fails(Command::Filter { incident: 1 }), Error::NothingOpen));
    assert!(matches!(desk.fails(Command::Undo(None)), Error::NothingToUndo));
    let nowhere = desk.dir().join("nowhere");
    assert!(matches!(desk.fails(Desk::order(&nowhere)), Error::Source(SourceError::Io { .. })));
    let (_, dir) = desk.demo(100);
    assert!(matches!(desk.fails(Command::Filter { incident: 99 }), Error::NoSuchIncident(99)));
    assert!(matches!(desk.fails(Command::Finish(deich::plan::ActionId(9))), Error::NoSuchAction(9)));
    let bad = clean_up(Target::Mailbox(MailboxName::new("a\r\nb")));
    assert!(matches!(desk.fails(bad), Error::BadMailbox(_)));
    let unknown = Command::Scan(Scan {
        source: SourceSpec::Path(dir.clone()),
        secret: None,
        remember: false,
        me: Vec::new(),
        folders: vec![MailboxName::new("Gibt es nicht")],
        ca: None,
    });
    assert!(matches!(desk.fails(unknown), Error::Source(SourceError::NoSuchMailbox { .. })));
    // A second Deich on the same store.
    let mut second = Desk::on(desk.data());
    assert!(matches!(second.fails(Command::History), Error::StoreBusy));
}

#[test]
fn a_file_is_saved_whole_and_never_over_another_unasked() {
    let mut desk = Desk::new();
    let path = desk.dir().join("sturm.sieve");
    let save = |octets: &[u8], overwrite| Command::Save { path: path.clone(), octets: octets.to_vec(), overwrite };
    assert!(matches!(desk.ask(save(b"one", false)), Event::Saved(_)));
    assert!(matches!(desk.fails(save(b"two", false)), Error::FileExists { .. }));
    assert_eq!(fs::read(&path).unwrap(), b"one");
    assert!(matches!(desk.ask(save(b"three", true)), Event::Saved(_)));
    assert_eq!(fs::read(&path).unwrap(), b"three");
    let nowhere = Command::Save { path: desk.dir().join("a/b"), octets: Vec::new(), overwrite: false };
    assert!(matches!(desk.fails(nowhere), Error::File { .. }));
    let left: Vec<_> = fs::read_dir(desk.dir()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().ends_with(".part")), "{left:?}");
}

#[test]
fn cancelling_a_scan_is_answered_and_the_next_one_goes_on() {
    let mut desk = Desk::new();
    let (first, dir) = desk.demo(300);
    let fresh = Desk::new();
    let mut fresh = fresh;
    fresh.handle().send(Desk::order(&dir));
    fresh.handle().cancel();
    assert!(matches!(fresh.next_end(Task::Scan), Event::Cancelled(Task::Scan) | Event::Scanned(_)));
    let (picture, _) = fresh.scan(&dir);
    assert_eq!(picture.messages, first.messages);
}

#[test]
fn forgetting_leaves_the_mail_alone() {
    let mut desk = Desk::new();
    let (_, own) = desk.demo(100);
    let elsewhere = desk.dir().join("mine");
    let command = Command::Demo { dir: Some(elsewhere.clone()), size: 50 };
    assert!(matches!(desk.ask(command), Event::Scanned(_)));
    assert!(matches!(desk.ask(Command::Accounts), Event::Accounts(a) if a.len() == 2));
    assert!(matches!(desk.ask(Command::Forget), Event::Forgotten));
    assert!(!own.exists() && elsewhere.join("cur").exists());
    assert!(!desk.data().join("deich.db").exists());
    assert!(matches!(desk.ask(Command::Accounts), Event::Accounts(a) if a.is_empty()));
}

#[test]
fn a_damaged_store_is_set_aside_on_request() {
    let mut desk = Desk::new();
    fs::create_dir_all(desk.data()).unwrap();
    fs::write(desk.data().join("deich.db"), b"rubbish ".repeat(1000)).unwrap();
    assert!(matches!(desk.fails(Command::History), Error::StoreDamaged { .. }));
    let Event::SetAside(aside) = desk.ask(Command::SetAside) else { panic!() };
    assert_eq!(fs::read(aside).unwrap(), b"rubbish ".repeat(1000));
    assert!(desk.history().is_empty());
}

/// After a clean-up and another scan the picture is as it was right after the clean-up.
#[test]
fn what_was_moved_stays_evidence_after_another_scan() {
    let mut desk = Desk::new();
    let (first, dir) = desk.demo(300);
    let preview = desk.preview(clean_up(Target::Mailbox(MailboxName::new("Mail-Sturm"))));
    let (done, _) = desk.act(Command::Execute((*preview).clone().approve()));
    desk.restart();
    let (picture, read) = desk.scan(&dir);
    assert_eq!((read, picture.moved.len(), picture.messages.len()), (0, done.moved, first.messages.len()));
    assert_eq!(picture.findings.incidents.len(), 1);
    let facts =
        |incident: &deich::triage::Incident| (incident.started, incident.messages, incident.kinds.clone(), incident.senders);
    assert_eq!(facts(&picture.findings.incidents[0]), facts(&first.findings.incidents[0]));
    assert_eq!(desk.preview(clean_up(Target::Trash)).plan().messages(), 0);
    let moved = picture.messages[*picture.moved.first().unwrap()].clone();
    assert_eq!(moved.mailbox.as_str(), "Mail-Sturm");
    assert!(!desk.text(moved.key()).is_empty(), "it can be read where it lies now");
    assert_eq!(desk.filter(1).catches_other, 0);
    assert!(!desk.report(1, Language::German).eml.is_empty());
    let (undone, changed) = desk.act(Command::Undo(None));
    assert_eq!((undone.moved, changed.moved.len()), (done.moved, 0));
    assert_eq!(desk.preview(clean_up(Target::Trash)).plan().messages(), done.moved);
    let (again, _) = desk.scan(&dir);
    assert_eq!((again.moved.len(), again.messages.len()), (0, first.messages.len()));
    assert_eq!(facts(&again.findings.incidents[0]), facts(&first.findings.incidents[0]));
}
