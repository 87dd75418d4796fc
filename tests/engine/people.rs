//! Trusted senders, and accounts that are forgotten.

use crate::support::Desk;
use deich::engine::{CleanUp, Command, Error, Event, SourceSpec, Target};
use deich::mail::SpecialUse;
use deich::triage::Protection;

/// Trusts, or no longer: whom the member trusts then, and the picture with it.
fn trust(desk: &mut Desk, address: &str, trust: bool) -> (Vec<String>, std::sync::Arc<deich::engine::Picture>) {
    let people = match desk.ask(Command::Trust { address: address.to_owned(), trust }) {
        Event::Trusted(people) => people,
        other => panic!("{other:?}"),
    };
    match desk.next() {
        Event::Scanned(picture) => (people, picture),
        other => panic!("{other:?}"),
    }
}

#[test]
fn mail_of_a_trusted_sender_is_kept_and_nothing_else_changes() {
    let mut desk = Desk::new();
    let (before, dir) = desk.demo(600);
    let offered = before.findings.verdicts.iter().position(deich::triage::Verdict::offered).unwrap();
    let sender = before.messages[offered].from_addr().to_owned();
    let theirs = |index: &usize| before.messages[*index].from_addr() == sender;

    let (people, trusting) = trust(&mut desk, &sender.to_uppercase(), true);
    assert_eq!(people, [sender.as_str()]);
    assert_eq!(trusting.findings.verdicts[offered].protected, Some(Protection::Trusted));
    for index in (0..before.messages.len()).filter(|index| !theirs(index)) {
        assert_eq!(trusting.findings.verdicts[index].protected, before.findings.verdicts[index].protected, "{index}");
    }
    let order = CleanUp { incident: Some(1), selection: Vec::new(), to: Target::Trash };
    let preview = desk.preview(Command::Preview(order.clone()));
    let moves = preview.plan().steps.iter().flat_map(|step| &step.items).map(|item| &item.message).collect::<Vec<_>>();
    assert!((0..before.messages.len()).filter(theirs).all(|index| !moves.contains(&&before.messages[index].message)));

    // It holds for the next scan, also of another Deich; and after a clean-up it is taken back without a trace.
    desk.restart();
    let (again, _) = desk.scan(&dir);
    assert_eq!(again.findings.verdicts[offered].protected, Some(Protection::Trusted));
    let preview = desk.preview(Command::Preview(order));
    let (done, changed) = desk.act(Command::Execute((*preview).clone().approve()));
    assert_eq!(done.uses.values().collect::<Vec<_>>(), [&SpecialUse::Trash]);
    let (people, picture) = trust(&mut desk, &sender, false);
    assert!(people.is_empty());
    assert_eq!(picture.moved, changed.moved);
    // The texts count as well, of what lies where it lay and of what was moved.
    assert!(before.findings.verdicts.iter().any(|verdict| verdict.personal_data));
    assert_eq!(picture.findings, before.findings);
    let (undone, back) = desk.act(Command::Undo(None));
    assert_eq!((undone.moved, back.moved.len()), (done.moved, 0));
}

#[test]
fn a_forgotten_account_is_known_no_more_and_its_mail_stays() {
    let mut desk = Desk::new();
    let (_, dir) = desk.demo(200);
    let mail = crate::support::snapshot(&dir);
    let preview = desk.preview(Command::Preview(CleanUp { incident: Some(1), selection: Vec::new(), to: Target::Trash }));
    desk.act(Command::Execute((*preview).clone().approve()));
    desk.act(Command::Undo(None));
    let source = SourceSpec::Path(dir.clone());
    match desk.ask(Command::ForgetAccount(source)) {
        Event::Accounts(accounts) => assert!(accounts.is_empty()),
        other => panic!("{other:?}"),
    }
    assert!(desk.history().is_empty());
    assert_eq!(crate::support::snapshot(&dir).remove("INBOX"), mail.get("INBOX").cloned());
    assert!(matches!(desk.fails(Command::Filter { incident: 1 }), Error::NothingOpen));
}
