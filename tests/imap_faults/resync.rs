//! QRESYNC (RFC 7162): what the server tells of what changed, and what is made of it when it does not add up.

use super::*;
use deich::mail::{Flags, UidSet};

const GREETING: &str = "* OK [CAPABILITY IMAP4rev1 UIDPLUS MOVE AUTH=PLAIN SASL-IR ESEARCH ENABLE CONDSTORE QRESYNC] hello\r\n";
const STATE: &str = "* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 5] x\r\n* OK [HIGHESTMODSEQ 90] x\r\n";

/// Messages 1, 2 and 3 were read when the mailbox stood at 80; the server tells `news`, and has `uids` now. Answers what the sync
/// found (`+` new, `-` gone, `!` flags), and whether it asked for all UIDs.
fn resync(news: &'static str, uids: &'static [u32]) -> (Vec<String>, bool) {
    let exists = uids.len();
    let fake = Fake::greeting(GREETING, move |command| match command {
        "ENABLE QRESYNC" => Some(say("* ENABLED QRESYNC\r\nTAG OK done\r\n")),
        _ if command.starts_with("EXAMINE") => {
            assert!(command.ends_with(" (QRESYNC (7 80))"), "{command}");
            Some(say(format!("{}* {exists} EXISTS\r\n{STATE}TAG OK done\r\n", news.replace('|', "\r\n"))))
        }
        _ if command.starts_with("UID SEARCH") => {
            let set: UidSet = uids.iter().copied().filter(|uid| !command.contains("4:*") || *uid >= 4).collect();
            let all = if set.is_empty() { String::new() } else { format!(" ALL {set}") };
            Some(say(format!("* ESEARCH (TAG \"TAG\") UID{all}\r\nTAG OK done\r\n")))
        }
        _ if command.contains("CHANGEDSINCE") => Some(say("* 1 FETCH (UID 1 FLAGS (\\Answered))\r\nTAG OK done\r\n")),
        _ if command.starts_with("UID FETCH") => Some(say(format!("{}TAG OK done\r\n", fetched(4)))),
        _ => None,
    });
    let point = Some(SyncPoint { uid_validity: 7, uid_next: 4, mod_seq: Some(80) });
    let messages = refs(1..=3).into_iter().map(|m| (m, Flags::empty())).collect();
    let known = Known { point, messages, ..Known::default() };
    let mut found = Vec::new();
    let reached = connect(&fake).sync(&inbox(), &known, &mut |batch| {
        found.extend(batch.changes.into_iter().map(|change| match change {
            Change::New(envelope) => format!("+{}", envelope.message),
            Change::Gone(message) => format!("-{message}"),
            Change::Flags(message, flags) => format!("!{message} {}", flags.bits()),
            Change::Afresh => "afresh".into(),
        }));
        ControlFlow::Continue(())
    });
    assert_eq!(reached.unwrap(), SyncPoint { uid_validity: 7, uid_next: 5, mod_seq: Some(90) });
    (found, fake.heard().iter().any(|command| command.starts_with("UID SEARCH") && command.ends_with(" ALL")))
}

#[test]
fn what_the_server_tells_is_enough_where_it_adds_up() {
    let seen = Flags::SEEN.bits();
    assert_eq!(resync("", &[1, 2, 3]), (vec![], false));
    assert_eq!(resync("* VANISHED (EARLIER) 2,9:20|", &[1, 3]), (vec!["-2".into()], false));
    assert_eq!(resync("* 1 FETCH (UID 3 FLAGS (\\Seen) MODSEQ (85))|", &[1, 2, 3]), (vec![format!("!3 {seen}")], false));
    // The flags of what came are read with it.
    let all = "* VANISHED (EARLIER) 1|* 1 FETCH (UID 2 FLAGS (\\Seen))|* 3 FETCH (UID 4 FLAGS (\\Seen))|";
    assert_eq!(resync(all, &[2, 3, 4]), (vec!["-1".into(), format!("!2 {seen}"), "+4".into()], false));
    // As it was: no change. Told twice: the last word counts.
    assert_eq!(resync("* 2 FETCH (UID 2 FLAGS (\\Seen))|* 2 FETCH (UID 2 FLAGS ())|", &[1, 2, 3]), (vec![], false));
}

#[test]
fn what_does_not_add_up_is_not_believed() {
    let answered = format!("!1 {}", Flags::ANSWERED.bits());
    // Not told that one went, or that more went than did, or of a message below those that are new.
    assert_eq!(resync("", &[1, 3]), (vec!["-2".into(), answered.clone()], true));
    assert_eq!(resync("* VANISHED (EARLIER) 1:3|", &[1, 2]), (vec!["-3".into(), answered.clone()], true));
    assert_eq!(resync("* VANISHED (EARLIER) 1|", &[1, 2, 3, 4]), (vec![answered, "+4".into()], true));
}

/// What comes before CLOSED was said of the mailbox that was open until then (RFC 7162 section 3.2.11).
#[test]
fn news_of_the_mailbox_before_are_none_of_this_one() {
    let news = "* VANISHED 1|* 9 EXISTS|* 1 FETCH (UID 2 FLAGS (\\Seen))|* OK [CLOSED] x|* VANISHED (EARLIER) 3|";
    assert_eq!(resync(news, &[1, 2]), (vec!["-3".into()], false));
}

#[test]
fn a_server_that_does_not_enable_it_is_not_asked() {
    for answer in ["TAG OK done\r\n", "TAG BAD what?\r\n", "* ENABLED CONDSTORE\r\nTAG OK done\r\n"] {
        let fake = Fake::greeting(GREETING, move |command| (command == "ENABLE QRESYNC").then(|| say(answer)));
        let mut known = Known::default();
        let mut source = connect(&fake);
        sync(&mut source, &mut known).1.unwrap();
        sync(&mut source, &mut known).1.unwrap();
        assert!(!fake.heard_any("(QRESYNC"), "{answer}");
    }
}
