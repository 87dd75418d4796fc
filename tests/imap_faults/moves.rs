//! Moving with servers that say little, or break off.

use super::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Moved pairs, moved without a place, gone, error.
type Moved = (Vec<(u32, u32)>, Vec<u32>, Vec<u32>, Option<SourceError>);

/// What became of moving 1 to 4, of which 4 is never there.
fn relocate(fake: &Fake) -> Moved {
    let outcome = connect(fake).move_messages(&inbox(), 7, &refs(1..=4), &MailboxName::new("Trash"));
    let uid = |m: &MessageRef| m.uid().unwrap();
    let uids = |list: &[MessageRef]| list.iter().map(uid).collect::<Vec<_>>();
    let moved = outcome.moved.iter().map(|(a, b)| (uid(a), uid(b))).collect();
    (moved, uids(&outcome.moved_unplaced), uids(&outcome.gone), outcome.error)
}

/// A server with these capabilities that says `moved` to `command`; from then on only `left` is in the mailbox.
fn server(capabilities: &str, command: &'static str, moved: &'static str, left: &'static str) -> Fake {
    let done = Arc::new(AtomicBool::new(false));
    let greeting = format!("* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR {capabilities}] hello\r\n");
    Fake::greeting(&greeting, move |heard| {
        if heard.starts_with(command) {
            done.store(true, Ordering::Relaxed);
            return Some(say(moved));
        }
        let search = heard.starts_with("UID SEARCH") && done.load(Ordering::Relaxed);
        search.then(|| say(format!("* SEARCH {left}\r\nTAG OK done\r\n")))
    })
}

#[test]
fn copyuid_counts_wherever_it_stands() {
    for answer in [
        "* OK [COPYUID 9 1:3 11:13] moved\r\n* 1 EXPUNGE\r\n* 1 EXPUNGE\r\n* 1 EXPUNGE\r\nTAG OK done\r\n",
        "TAG OK [COPYUID 9 1,2,3 11:13] done\r\n",
        "* OK [COPYUID 9 1 11] x\r\n* OK [COPYUID 9 2:3 12:13] x\r\nTAG OK done\r\n",
        "[COPYUID 9 1:3 11:13]\r\n* 1 EXPUNGE\r\nTAG OK done\r\n",
    ] {
        let (moved, unplaced, gone, error) = relocate(&server("MOVE UIDPLUS", "UID MOVE", answer, ""));
        assert_eq!((moved, unplaced, gone, error), (vec![(1, 11), (2, 12), (3, 13)], vec![], vec![4], None), "{answer}");
    }
}

#[test]
fn a_plain_ok_is_believed_only_for_what_is_gone_afterwards() {
    // UIDPLUS or not, and with a COPYUID that makes no sense.
    for (capabilities, answer) in [
        ("MOVE", "TAG OK done\r\n"),
        ("MOVE UIDPLUS", "TAG OK done\r\n"),
        ("MOVE UIDPLUS", "TAG OK [COPYUID 9 1:4294967295 1:4294967295] done\r\n"),
        ("MOVE UIDPLUS", "TAG OK [COPYUID 9 1:3 11:12] done\r\n"),
    ] {
        let (moved, unplaced, gone, error) = relocate(&server(capabilities, "UID MOVE", answer, "2"));
        assert_eq!((moved, unplaced, gone, error), (vec![], vec![1, 3], vec![4], None), "{answer}");
    }
    // Somebody else took 3 away while the others were moved.
    let (moved, unplaced, gone, error) =
        relocate(&server("MOVE UIDPLUS", "UID MOVE", "TAG OK [COPYUID 9 1:2 11:12] done\r\n", ""));
    assert_eq!((moved, unplaced, gone, error), (vec![(1, 11), (2, 12)], vec![], vec![4, 3], None));
}

#[test]
fn a_move_that_is_refused_half_way_answers_what_went() {
    let answer = "* OK [COPYUID 9 1:2 11:12] x\r\n* 1 EXPUNGE\r\nTAG NO [OVERQUOTA] full\r\n";
    let (moved, unplaced, gone, error) = relocate(&server("MOVE UIDPLUS", "UID MOVE", answer, "2 3"));
    assert_eq!((moved, unplaced, gone), (vec![(1, 11)], vec![], vec![4]));
    assert!(matches!(error, Some(SourceError::OverQuota { .. })));
}

#[test]
fn a_line_that_breaks_during_a_move_leaves_it_unknown() {
    for last_words in ["", "* OK [COPYUID 9 1:3 11:13] x\r\n"] {
        let fake = Fake::start(move |command| command.starts_with("UID MOVE").then(|| Act::Drop(last_words.into())));
        let (moved, unplaced, gone, error) = relocate(&fake);
        assert_eq!((moved, unplaced, gone), (vec![], vec![], vec![4]));
        assert!(matches!(error, Some(SourceError::Dropped { .. })), "{error:?}");
        // It was not tried again by itself.
        assert_eq!(fake.heard().iter().filter(|c| c.starts_with("UID MOVE")).count(), 1);
    }
}

#[test]
fn a_read_only_mailbox_is_left_alone() {
    let fake =
        Fake::start(|command| command.starts_with("SELECT").then(|| say(EXAMINED.replace("TAG OK", "TAG OK [READ-ONLY]"))));
    let (moved, _, _, error) = relocate(&fake);
    assert!(moved.is_empty() && matches!(error, Some(SourceError::ReadOnly { .. })));
    assert!(!fake.heard_any("MOVE"));
}

#[test]
fn with_uidplus_alone_only_what_was_copied_is_expunged() {
    let done = Arc::new(AtomicBool::new(false));
    let fake = Fake::greeting("* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR UIDPLUS] hello\r\n", move |command| {
        if command.starts_with("UID COPY") {
            return Some(say("TAG OK [COPYUID 9 1:2 11:12] done\r\n"));
        }
        done.fetch_or(command.starts_with("UID EXPUNGE"), Ordering::Relaxed);
        let after = command.starts_with("UID SEARCH") && done.load(Ordering::Relaxed);
        after.then(|| say("* SEARCH\r\nTAG OK done\r\n"))
    });
    let (moved, unplaced, gone, error) = relocate(&fake);
    assert_eq!((moved, unplaced, gone, error), (vec![(1, 11), (2, 12)], vec![], vec![4, 3], None));
    let changing: Vec<String> = fake.heard().into_iter().filter(|c| c.contains("STORE") || c.contains("EXPUNGE")).collect();
    assert_eq!(changing, ["UID STORE 1:2 +FLAGS.SILENT (\\Deleted)", "UID EXPUNGE 1:2"]);
}

#[test]
fn without_uidplus_nothing_is_ever_expunged() {
    let fake = server("", "UID STORE", "TAG OK done\r\n", "");
    assert_eq!(relocate(&fake), (vec![], vec![1, 2, 3], vec![4], None));
    assert!(!fake.heard_any("EXPUNGE") && !fake.heard_any("CLOSE"));
    assert!(fake.heard().iter().filter(|c| c.starts_with("UID SEARCH")).all(|c| c.ends_with("UNDELETED")));
}

#[test]
fn long_sets_go_in_pieces() {
    let fake = Fake::start(|command| {
        let first = command.strip_prefix("UID SEARCH UID ").map(|set| set.replace(',', " "));
        first.map(|all| say(format!("* SEARCH {all}\r\nTAG OK done\r\n")))
    });
    connect(&fake).move_messages(&inbox(), 7, &refs((1..=500).map(|i| i * 1_000_003)), &MailboxName::new("Trash"));
    let moves: Vec<String> = fake.heard().into_iter().filter(|c| c.starts_with("UID MOVE")).collect();
    assert!(moves.len() > 4 && moves.iter().all(|c| c.len() < 1_030), "{}", moves.len());
}

/// What changes something, as the server heard it.
fn changing(fake: &Fake) -> Vec<String> {
    let changes = |c: &String| ["COPY", "STORE", "EXPUNGE", "MOVE"].iter().any(|word| c.contains(word));
    fake.heard().into_iter().filter(changes).collect()
}

const UIDPLUS: &str = "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR UIDPLUS] hello\r\n";
const NEITHER: &str = "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] hello\r\n";

/// A server with UIDPLUS whose COPY answers without COPYUID. The copies are 11 to 13, as far as `copies` lets them be seen.
fn silent(copies: std::ops::RangeInclusive<u32>) -> Fake {
    let (mut target, mut left) = (false, "1 2 3");
    Fake::greeting(UIDPLUS, move |command| {
        if command.starts_with("EXAMINE") || command.starts_with("SELECT") {
            target = command.contains("Trash");
            let uid_next = if target { "11" } else { "4" };
            return Some(say(EXAMINED.replace("UIDNEXT 4", &format!("UIDNEXT {uid_next}"))));
        }
        match command {
            "UID EXPUNGE 1:3" => left = "",
            "UID EXPUNGE 2" => left = "1 3",
            _ => {}
        }
        if command.starts_with("UID SEARCH") {
            return Some(say(format!("* SEARCH {left}\r\nTAG OK done\r\n")));
        }
        let looked = command.starts_with("UID FETCH 11:*") && target;
        looked.then(|| {
            let copy = |n: u32| fetched(n - 10).replace(&format!("(UID {} ", n - 10), &format!("(UID {n} "));
            say(copies.clone().map(copy).collect::<String>() + "TAG OK done\r\n")
        })
    })
}

#[test]
fn copies_without_copyuid_are_looked_for() {
    let fake = silent(11..=13);
    assert_eq!(relocate(&fake), (vec![(1, 11), (2, 12), (3, 13)], vec![], vec![4], None));
    let expected = ["UID COPY 1:3 \"Trash\"", "UID STORE 1:3 +FLAGS.SILENT (\\Deleted)", "UID EXPUNGE 1:3"];
    assert_eq!(changing(&fake), expected);
    // The originals were taken away where they lie, not where the copies do.
    let heard = fake.heard();
    let store = heard.iter().position(|c| c.starts_with("UID STORE")).unwrap();
    let opened = heard[..store].iter().rfind(|c| c.starts_with("SELECT") || c.starts_with("EXAMINE")).unwrap();
    assert_eq!(opened, "SELECT \"INBOX\"");
}

#[test]
fn what_is_copied_and_not_found_again_stays() {
    let fake = silent(12..=12);
    let (moved, unplaced, gone, error) = relocate(&fake);
    assert_eq!((moved, unplaced, gone), (vec![(2, 12)], vec![], vec![4]));
    // It would be refused for the rest of the action as well, so that nothing is copied blindly again.
    assert_eq!(error, Some(SourceError::Unsupported));
    assert_eq!(changing(&fake)[1..], ["UID STORE 2 +FLAGS.SILENT (\\Deleted)", "UID EXPUNGE 2"]);
    let fake = silent(20..=20);
    let (moved, ..) = relocate(&fake);
    assert!(moved.is_empty());
    assert_eq!(changing(&fake).len(), 1, "only the copy");
}

#[test]
fn a_copy_that_was_cut_is_said_to_be_one_and_can_be_completed() {
    for (greeting, cut_at) in [(UIDPLUS, "UID COPY"), (UIDPLUS, "UID STORE"), (NEITHER, "UID COPY"), (NEITHER, "UID STORE")] {
        let mut line = true;
        let fake = Fake::greeting(greeting, move |command| {
            if line && command.starts_with(cut_at) {
                line = false;
                return Some(Act::Drop(String::new()));
            }
            let copied = command.starts_with("UID COPY").then(|| say("TAG OK [COPYUID 9 1:3 11:13] done\r\n"));
            let after = !line && command.starts_with("UID SEARCH");
            copied.or_else(|| after.then(|| say("* SEARCH\r\nTAG OK done\r\n")))
        });
        let mut source = connect(&fake);
        assert!(source.moves_by_copy().unwrap());
        let outcome = source.move_messages(&inbox(), 7, &refs(1..=3), &MailboxName::new("Trash"));
        assert!(outcome.moved.is_empty() && outcome.moved_unplaced.is_empty());
        assert!(matches!(outcome.error, Some(SourceError::Dropped { .. })));
        let before = changing(&fake).len();
        assert!(matches!(source.remove_copied(&inbox(), 8, &refs(1..=2)), Err(SourceError::Rebuilt { .. })));
        assert_eq!(source.remove_copied(&inbox(), 7, &refs(1..=2)).unwrap(), refs(1..=2));
        let mut expected = vec!["UID STORE 1:2 +FLAGS.SILENT (\\Deleted)"];
        expected.extend((greeting == UIDPLUS).then_some("UID EXPUNGE 1:2"));
        assert_eq!(changing(&fake)[before..], expected);
    }
    assert!(!connect(&Fake::start(|_| None)).moves_by_copy().unwrap());
}

#[test]
fn marks_are_taken_off_what_stays() {
    let mut marked = true;
    let fake = Fake::greeting(UIDPLUS, move |command| {
        marked &= !command.contains("-FLAGS");
        let unmarked = command.ends_with("UNDELETED") && marked;
        unmarked.then(|| say("* SEARCH 1\r\nTAG OK done\r\n"))
    });
    let mut source = connect(&fake);
    assert!(matches!(source.keep(&inbox(), 8, &refs(1..=3), &MailboxName::new("Trash")), Err(SourceError::Rebuilt { .. })));
    assert_eq!(source.keep(&inbox(), 7, &refs(1..=3), &MailboxName::new("Trash")).unwrap(), refs(1..=3));
    assert_eq!(changing(&fake), ["UID STORE 2:3 -FLAGS.SILENT (\\Deleted)"]);

    let fake = Fake::greeting(UIDPLUS, |command| {
        let no = command.starts_with("UID STORE").then(|| say("TAG NO not yours\r\n"));
        no.or_else(|| command.ends_with("UNDELETED").then(|| say("* SEARCH 1\r\nTAG OK done\r\n")))
    });
    assert!(matches!(
        connect(&fake).keep(&inbox(), 7, &refs(1..=3), &MailboxName::new("Trash")),
        Err(SourceError::Refused { .. })
    ));
    assert!(matches!(connect(&fake).remove_copied(&inbox(), 7, &refs(1..=3)), Err(SourceError::Refused { .. })));
    assert!(!fake.heard_any("EXPUNGE"));
}
