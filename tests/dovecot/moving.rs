//! Moving, and what stands in its way.

use super::*;

/// Moves and answers with sorted UIDs: moved pairs, moved without a place, gone, error.
type Moved = (Vec<(u32, u32)>, Vec<u32>, Vec<u32>, Option<SourceError>);

fn relocate(source: &mut ImapSource, from: &str, validity: u32, uids: impl IntoIterator<Item = u32>, to: &str) -> Moved {
    let outcome = source.move_messages(&name(from), validity, &refs(uids), &name(to));
    let uid = |m: &MessageRef| m.uid().unwrap();
    let sorted = |list: &[MessageRef]| {
        let mut uids: Vec<u32> = list.iter().map(uid).collect();
        uids.sort_unstable();
        uids
    };
    let mut moved: Vec<(u32, u32)> = outcome.moved.iter().map(|(a, b)| (uid(a), uid(b))).collect();
    moved.sort_unstable();
    (moved, sorted(&outcome.moved_unplaced), sorted(&outcome.gone), outcome.error)
}

fn validity(source: &mut ImapSource, mailbox: &str) -> u32 {
    source.open(&name(mailbox)).unwrap().uid_validity
}

/// Every way a server may offer takes 500 messages away and back, message for message.
#[test]
fn there_and_back_by_every_way() {
    for without in [vec![], vec!["MOVE"], vec!["UIDPLUS"], vec!["MOVE", "UIDPLUS"]] {
        let server = Dovecot::start(&Options { without: without.clone(), ..Options::default() });
        // Two messages with one Message-ID are among them.
        server.deliver("INBOX", (1..=599).map(message).chain([message(17)]));
        let before = server.contents("INBOX");
        let mut source = connect(&server);
        let mut kept = Kept::default();
        kept.sync(&mut source, "INBOX").unwrap();
        let inbox = validity(&mut source, "INBOX");
        // Every second of the first, so that the set has many ranges; some that are not there.
        let wanted: Vec<u32> = (1..=600).filter(|uid| uid % 2 == 0 || *uid > 400).collect();
        assert_eq!(wanted.len(), 400);
        let (moved, unplaced, gone, error) =
            relocate(&mut source, "INBOX", inbox, wanted.iter().copied().chain([5000, 5001]), "Trash");
        assert_eq!(error, None, "{without:?}");
        assert_eq!(gone, [5000, 5001]);
        let places = !without.contains(&"MOVE") || !without.contains(&"UIDPLUS");
        if places {
            assert_eq!(moved.iter().map(|(from, _)| *from).collect::<Vec<_>>(), wanted, "{without:?}");
            assert!(unplaced.is_empty());
        } else {
            assert_eq!(unplaced, wanted);
            assert!(moved.is_empty());
        }
        assert_eq!(source.open(&name("INBOX")).unwrap().exists, 200);
        assert_eq!(source.open(&name("Trash")).unwrap().exists, 400);
        assert_eq!(source.present(&name("INBOX"), &refs(1..=600)).unwrap().len(), 200);
        kept.sync(&mut source, "INBOX").unwrap();
        assert_eq!((kept.envelopes.len(), kept.changes()), (200, 400), "{without:?}");

        let trash = validity(&mut source, "Trash");
        let (moved, unplaced, gone, error) = relocate(&mut source, "Trash", trash, 1..=400, "INBOX");
        assert_eq!((moved.len() + unplaced.len(), gone.len(), error), (400, 0, None));
        if places {
            assert_eq!(server.contents("INBOX"), before, "{without:?}");
            assert!(server.contents("Trash").is_empty());
        } else {
            // Nothing is ever expunged here: what is not marked is what there was.
            assert_eq!(unmarked(&server, "INBOX"), before);
            assert!(unmarked(&server, "Trash").is_empty());
        }
        kept.sync(&mut source, "INBOX").unwrap();
        assert_eq!((kept.envelopes.len(), seen(&kept)), (600, 199));
    }
}

/// Messages without `\Deleted`.
fn unmarked(server: &Dovecot, mailbox: &str) -> Vec<Vec<u8>> {
    let dir = server.mailbox_dir(mailbox);
    let files = ["cur", "new"].into_iter().flat_map(|sub| std::fs::read_dir(dir.join(sub)).unwrap()).map(|e| e.unwrap().path());
    let marked = |path: &std::path::Path| path.to_string_lossy().rsplit_once(":2,").is_some_and(|(_, flags)| flags.contains('T'));
    let mut all: Vec<_> = files.filter(|p| !marked(p)).map(|p| std::fs::read(p).unwrap()).collect();
    all.sort_unstable();
    all
}

#[test]
fn where_uidplus_is_missing_what_others_deleted_stays() {
    let server = Dovecot::start(&Options { without: vec!["MOVE", "UIDPLUS"], ..Options::default() });
    server.deliver("INBOX", (1..=4).map(message));
    server.doveadm(&["flags", "add", "-u", server.user, "\\Deleted", "mailbox", "INBOX", "uid", "1"]);
    let mut source = connect(&server);
    let inbox = validity(&mut source, "INBOX");
    let (moved, unplaced, gone, error) = relocate(&mut source, "INBOX", inbox, 1..=2, "Trash");
    assert_eq!((moved, unplaced, gone, error), (vec![], vec![2], vec![1], None));
    assert_eq!(server.contents("INBOX").len(), 4);
    assert_eq!(source.open(&name("INBOX")).unwrap().exists, 2);
}

#[test]
fn what_stands_in_the_way_is_named_and_nothing_moves() {
    let server = Dovecot::start(&Options { acl: true, quota_messages: Some(3), ..Options::default() });
    server.deliver("INBOX", (1..=10).map(message));
    server.deliver("Fest", (1..=3).map(message));
    let acl = server.mailbox_dir("Fest").join("dovecot-acl");
    std::fs::write(&acl, "owner lr\n").unwrap();
    server.give_away(&acl);
    let mut source = connect(&server);
    source.mailboxes().unwrap();
    let inbox = validity(&mut source, "INBOX");
    let fails = |source: &mut ImapSource, from: &str, validity, to: &str| {
        let (moved, unplaced, gone, error) = relocate(source, from, validity, 1..=2, to);
        assert!(moved.is_empty() && unplaced.is_empty() && gone.is_empty(), "{from} {to}");
        error.unwrap()
    };
    assert!(matches!(fails(&mut source, "INBOX", inbox + 1, "Trash"), SourceError::Rebuilt { mailbox } if mailbox == "INBOX"));
    assert!(matches!(fails(&mut source, "INBOX", inbox, "Fehlt"), SourceError::NoSuchMailbox { mailbox } if mailbox == "Fehlt"));
    assert!(matches!(fails(&mut source, "Fehlt", 1, "Trash"), SourceError::NoSuchMailbox { mailbox } if mailbox == "Fehlt"));
    let fest = validity(&mut source, "Fest");
    assert!(matches!(fails(&mut source, "Fest", fest, "Trash"), SourceError::ReadOnly { mailbox } if mailbox == "Fest"));
    assert!(matches!(fails(&mut source, "INBOX", inbox, "Fest"), SourceError::ReadOnly { mailbox } if mailbox == "Fest"));
    assert_eq!(source.open(&name("INBOX")).unwrap().exists, 10);

    source.create(&name("Tight/Eng")).unwrap();
    let (moved, unplaced, gone, error) = relocate(&mut source, "INBOX", inbox, 1..=10, "Tight/Eng");
    assert!(matches!(error, Some(SourceError::OverQuota { .. })), "{error:?}");
    assert!(unplaced.is_empty() && gone.is_empty());
    let left = source.open(&name("INBOX")).unwrap().exists as usize;
    let arrived = source.open(&name("Tight/Eng")).unwrap().exists as usize;
    assert_eq!((left + moved.len(), moved.len()), (10, arrived));
}

#[test]
fn a_new_connection_takes_the_place_of_one_that_broke() {
    let server = Dovecot::start(&Options::default());
    server.deliver("INBOX", (1..=3).map(message));
    let mut source = connect(&server);
    assert_eq!(source.open(&name("INBOX")).unwrap().exists, 3);
    server.doveadm(&["kick", server.user]);
    // The server may take a moment to do it.
    let broken = (0..100).find_map(|_| {
        let failed = source.open(&name("INBOX")).err();
        if failed.is_none() {
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        failed
    });
    assert!(matches!(broken, Some(SourceError::Dropped { .. })), "{broken:?}");
    assert_eq!(source.open(&name("INBOX")).unwrap().exists, 3);
}
