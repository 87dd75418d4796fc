//! What others do while an action is open, or between it and its undo: whatever it is, every message that nobody else took away is
//! there once in the end, and the journal counts what really moved.

use super::end_to_end::{
    TARGET, clean_up,
    desk::{Desk, snapshot},
    everything, fill, inbox, moved_so_far, order, scanned,
};
use super::proxy::{Fault, Kind, Line};
use super::support::{Dovecot, Options};
use deich::account::Security;
use deich::engine::{Action, ActionState, CleanUp, Command, Error, Event, Picture, SourceError, Target};
use deich::mail::MailboxName;
use deich::plan::ProblemKind;
use std::sync::Arc;

/// A server with a mailbox of more than one step, and an action whose first step is done and whose second one is not known to be.
struct Cut {
    server: Dovecot,
    desk: Desk,
    line: Line,
    open: Action,
    picture: Arc<Picture>,
}

impl Cut {
    /// `done`: whether the server did the second step before the line broke.
    fn new(done: bool) -> Self {
        let server = Dovecot::start(&Options::default());
        fill(&server, 900);
        let line = Line::to(server.imap_port);
        let mut desk = Desk::new();
        let picture = scanned(&mut desk, order(&server, line.port, Security::Plain));
        let preview = desk.preview(clean_up());
        assert_eq!(preview.plan().steps.len(), 2);
        let kind = if done { Kind::AnswersLost } else { Kind::CommandLost };
        line.arm_at("UID MOVE", Fault { kind, after: 1, within: 0 });
        desk.handle().send(Command::Execute((*preview).clone().approve()));
        let (_, history) = desk.all_said();
        assert!(line.disarm());
        line.wait_for_server(false);
        let open = history[0].clone();
        assert_eq!((open.state, open.moved), (ActionState::Open, 500));
        Self { server, desk, line, open, picture }
    }

    fn doveadm(&self, words: &str) -> String {
        let words: Vec<&str> = words.split(' ').map(|word| if word == "USER" { self.server.user } else { word }).collect();
        self.server.doveadm(&words)
    }

    /// The last messages that are to be moved, by UID in INBOX.
    fn last_offered(&self, count: usize) -> String {
        let there = self.doveadm("fetch -u USER uid mailbox INBOX all");
        let there: Vec<u32> = there.lines().filter_map(|line| line.strip_prefix("uid: ")?.trim().parse().ok()).collect();
        let offered = self.picture.findings.verdicts.iter().zip(&self.picture.messages).filter(|(verdict, _)| verdict.offered());
        let offered = offered.filter_map(|(_, m)| m.message.uid()).filter(|uid| there.contains(uid));
        let all: Vec<String> = offered.map(|uid| uid.to_string()).collect();
        all[all.len() - count..].join(",")
    }

    fn ask(&mut self, command: &Command) -> Action {
        for _ in 0..4 {
            self.desk.handle().send(command.clone());
            let (events, history) = self.desk.all_said();
            // The server ends sessions, or refuses, where a mailbox was rebuilt under them: then the member begins anew.
            match &events[0] {
                Event::Failed { error, .. }
                    if matches!(**error, Error::Source(SourceError::Dropped { .. } | SourceError::Refused { .. })) =>
                {
                    self.desk.restart();
                    self.picture = scanned(&mut self.desk, order(&self.server, self.line.port, Security::Plain));
                }
                Event::Done(_) => return history[0].clone(),
                other => panic!("{other:?}"),
            }
        }
        panic!("the line breaks again and again");
    }

    fn finish(&mut self) -> Action {
        let id = self.open.id;
        self.ask(&Command::Finish(id))
    }
}

/// Forgets the numbers of a mailbox, as a server does whose index is lost.
fn rebuild(server: &Dovecot, mailbox: &str, validity: &str) {
    let dir = server.mailbox_dir(mailbox);
    for name in std::fs::read_dir(&dir).unwrap().map(|entry| entry.unwrap().file_name()) {
        if name.to_string_lossy().starts_with("dovecot") {
            std::fs::remove_file(dir.join(name)).unwrap();
        }
    }
    server.doveadm(&["mailbox", "update", "--uid-validity", validity, "-u", server.user, mailbox]);
}

#[test]
fn another_program_moves_and_deletes_meanwhile() {
    for done in [true, false] {
        let mut cut = Cut::new(done);
        let planned = cut.open.planned;
        // Of what had moved, three are deleted and four put elsewhere.
        cut.doveadm("mailbox create -u USER Anderswo");
        cut.doveadm(&format!("expunge -u USER mailbox {TARGET} uid 1:3"));
        cut.doveadm(&format!("move -u USER Anderswo mailbox {TARGET} uid 4:7"));
        // Of what had not, two are deleted, and one put elsewhere.
        let mut gone = 0;
        if !done {
            let uids = cut.last_offered(3);
            let (two, one) = uids.rsplit_once(',').unwrap();
            cut.doveadm(&format!("expunge -u USER mailbox INBOX uid {two}"));
            cut.doveadm(&format!("move -u USER Anderswo mailbox INBOX uid {one}"));
            gone = 3;
        }
        let left = everything(&cut.server);
        let finished = cut.finish();
        assert_eq!((finished.state, finished.moved, finished.gone), (ActionState::Done, planned - gone, gone), "{finished:?}");
        assert_eq!((moved_so_far(&cut.server), everything(&cut.server) == left), (planned - gone - 7, true));
        let undone = cut.ask(&Command::Undo(None));
        assert_eq!((undone.state, undone.moved, undone.gone), (ActionState::Partly, planned - gone - 7, 7), "{undone:?}");
        assert_eq!((moved_so_far(&cut.server), everything(&cut.server) == left), (0, true));
        assert_eq!(snapshot(&cut.server.maildir())["Anderswo"].len(), 4 + usize::from(!done));
    }
}

/// New numbers under the same UIDVALIDITY: to whoever knew the old ones, all messages are deleted, and others have come.
fn renumber(server: &Dovecot, mailbox: &str) {
    std::fs::remove_file(server.mailbox_dir(mailbox).join("dovecot-uidlist")).unwrap();
}

#[test]
fn mailboxes_are_rebuilt_meanwhile() {
    for (done, same_validity) in [(true, false), (false, false), (true, true)] {
        let anew = |server: &Dovecot, mailbox: &str, validity: &str| {
            if same_validity { renumber(server, mailbox) } else { rebuild(server, mailbox, validity) }
        };
        for (mailbox, finish) in [("INBOX", true), ("INBOX", false), (TARGET, true), (TARGET, false)] {
            let mut cut = Cut::new(done);
            let (planned, all) = (cut.open.planned, everything(&cut.server));
            anew(&cut.server, mailbox, "77");
            let id = cut.open.id;
            let ended = if finish { cut.finish() } else { cut.ask(&Command::Undo(Some(id))) };
            assert_eq!((ended.state, ended.failed, ended.gone), (ActionState::Done, 0, 0), "{done} {mailbox} {finish} {ended:?}");
            if finish {
                assert_eq!((ended.moved, moved_so_far(&cut.server)), (planned, planned), "{done} {mailbox}");
                // And once more, between the action and its undo.
                anew(&cut.server, mailbox, "78");
                let undone = cut.ask(&Command::Undo(None));
                assert_eq!((undone.state, undone.moved), (ActionState::Done, planned), "{done} {mailbox} {undone:?}");
            }
            assert_eq!((moved_so_far(&cut.server), everything(&cut.server) == all), (0, true), "{done} {mailbox} {finish}");
        }
    }
}

#[test]
fn the_target_is_removed_meanwhile() {
    let mut cut = Cut::new(false);
    let planned = cut.open.planned;
    cut.doveadm(&format!("mailbox delete -u USER {TARGET}"));
    let left = everything(&cut.server);
    // It is made again, and the rest goes there.
    let finished = cut.finish();
    assert_eq!((finished.state, finished.moved, finished.failed), (ActionState::Done, planned, 0), "{finished:?}");
    assert_eq!((moved_so_far(&cut.server), everything(&cut.server) == left), (planned - 500, true));
    // What went with the old one cannot be brought back, and that is said.
    let undone = cut.ask(&Command::Undo(None));
    assert_eq!((undone.state, undone.moved, undone.gone), (ActionState::Partly, planned - 500, 500), "{undone:?}");
    assert_eq!((moved_so_far(&cut.server), everything(&cut.server) == left), (0, true));

    // Between the action and its undo, with all that is in it.
    let mut cut = Cut::new(true);
    let finished = cut.finish();
    assert_eq!((finished.state, finished.moved), (ActionState::Done, planned));
    cut.doveadm(&format!("mailbox delete -u USER {TARGET}"));
    let left = everything(&cut.server);
    cut.desk.handle().send(Command::Undo(None));
    let (said, _) = cut.desk.all_said();
    let Event::Done(undone) = &said[0] else { panic!("{said:?}") };
    // One fate for all of them: they are not to be found, whichever step they were in.
    let counts = (undone.moved, undone.gone, undone.failed);
    assert_eq!((undone.state, counts), (ActionState::Partly, (0, planned, 0)), "{undone:?}");
    assert_eq!(undone.problem.as_ref().map(|problem| problem.kind), Some(ProblemKind::NoSuchMailbox), "{undone:?}");
    assert_eq!(everything(&cut.server), left);
}

#[test]
fn the_quota_runs_out_half_way() {
    let server = Dovecot::start(&Options { quota_messages: Some(520), ..Options::default() });
    fill(&server, 900);
    let before = inbox(&server);
    let mut desk = Desk::new();
    let picture = scanned(&mut desk, order(&server, server.imaps_port, Security::Tls));
    let offered = picture.findings.verdicts.iter().filter(|v| v.offered()).count();
    let to = Target::Mailbox(MailboxName::new("Tight/Eng"));
    let preview = desk.preview(Command::Preview(CleanUp { incident: Some(1), selection: Vec::new(), to }));
    let (done, _) = desk.act(Command::Execute((*preview).clone().approve()));
    assert_eq!((done.state, done.moved, done.failed), (ActionState::Partly, 500, offered - 500), "{done:?}");
    assert_eq!(done.problem.as_ref().unwrap().kind, ProblemKind::OverQuota);
    assert_eq!(inbox(&server).len(), before.len() - 500);
    // Trying again meets the same, and loses nothing.
    let (again, _) = desk.act(Command::Finish(done.id));
    assert_eq!((again.state, again.moved, again.failed), (ActionState::Partly, 500, offered - 500), "{again:?}");
    let (undone, _) = desk.act(Command::Undo(None));
    assert_eq!((undone.state, undone.moved), (ActionState::Done, 500));
    assert_eq!(inbox(&server), before);
}
