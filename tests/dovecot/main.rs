//! The IMAP source against a real Dovecot.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

mod support;

use support::{Dovecot, Message, Options};

#[test]
fn the_server_starts_takes_mail_and_stops() {
    let dir = {
        let server = Dovecot::start(&Options::default());
        server.deliver(
            "INBOX",
            (0..3).map(|i| Message {
                octets: format!("Subject: {i}\r\n\r\nx\r\n").into(),
                received: 1_700_000_000 + i,
                flags: "S",
            }),
        );
        let found = server.doveadm(&["search", "-u", server.user, "mailbox", "INBOX", "ALL"]);
        assert_eq!(found.lines().count(), 3, "{}", server.log());
        assert_eq!(server.contents("INBOX").len(), 3);
        server.dir().to_owned()
    };
    assert!(!dir.exists());
}

#[test]
fn quota_acl_and_fewer_capabilities_can_be_asked_for() {
    let options = Options { quota_messages: Some(2), acl: true, without: vec!["MOVE", "UIDPLUS"], more: String::new() };
    let server = Dovecot::start(&options);
    let shown = server.doveadm(&["mailbox", "list", "-u", server.user]);
    assert!(shown.contains("Trash"), "{shown}\n{}", server.log());
}
