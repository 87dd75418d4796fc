use super::*;
use crate::source::imap::response::{Response, parse};

fn said(line: &str) -> Said {
    match parse(line.as_bytes()).unwrap() {
        Response::Done(_, _, said) => said,
        other => panic!("{other:?}"),
    }
}

#[test]
fn codes_and_words_mean_the_same() {
    let inbox = MailboxName::inbox();
    let why = |line: &str| refused(&said(line), Some(&inbox));
    for line in ["D1 NO [OVERQUOTA] Full", "D1 NO Mailbox exceeds its Quota"] {
        assert!(matches!(why(line), SourceError::OverQuota { .. }), "{line}");
    }
    for line in ["D1 NO [TRYCREATE] x", "D1 NO [NONEXISTENT] x", "D1 NO Mailbox doesn't exist: x"] {
        assert!(matches!(why(line), SourceError::NoSuchMailbox { .. }), "{line}");
    }
    for line in ["D1 NO [NOPERM] Permission denied", "D1 NO Mailbox is read-only."] {
        assert!(matches!(why(line), SourceError::ReadOnly { .. }), "{line}");
    }
    for line in [
        "D1 NO [THROTTLED] x",
        "D1 NO [LIMIT] x",
        "D1 NO [INUSE] x",
        "D1 NO [UNAVAILABLE] x",
        "D1 BAD Please try again",
        "D1 NO [OVERQUOTA] Account exceeded command or bandwidth limits. a1b2",
        "D1 NO [ALERT] Too many simultaneous connections. (Failure)",
        "D1 NO Maximum number of connections from user+IP exceeded (mail_max_userip_connections=10)",
    ] {
        assert!(matches!(why(line), SourceError::Wait { wait: None, .. }), "{line}");
    }
    assert!(matches!(why("D1 NO no"), SourceError::Refused { .. }));
}

#[test]
fn a_wait_that_is_named_is_kept() {
    let wait = |line: &str| match wants_a_wait(&said(line)) {
        Some(SourceError::Wait { wait, .. }) => wait.map(|w| w.as_millis()),
        other => panic!("{other:?}"),
    };
    assert_eq!(wait("D1 BAD Request is throttled. Suggested Backoff Time: 299961 milliseconds"), Some(299_961));
    assert_eq!(wait("D1 NO too many commands, try again in 5 minutes"), Some(300_000));
    assert_eq!(wait("D1 NO [LIMIT] 3 connections; try again in 30s"), Some(30_000));
    assert_eq!(wait("D1 NO [LIMIT] try again in 99999999999999999999 s or 99999999999999999 hours"), Some(86_400_000));
}

#[test]
fn refused_sign_ins() {
    let why = |line: &str| sign_in_refused(Condition::No, &said(line));
    assert!(matches!(why("D1 NO [AUTHENTICATIONFAILED] Authentication failed."), SourceError::WrongPassword { .. }));
    assert!(matches!(why("D1 NO Login failed, please try again"), SourceError::WrongPassword { .. }));
    assert!(matches!(why("D1 NO [ALERT] Application-specific password required"), SourceError::SignInNotAllowed { .. }));
    assert!(matches!(why("D1 NO [WEBALERT https://example.org/x] Web login required."), SourceError::SignInNotAllowed { .. }));
    assert!(matches!(why("D1 NO [UNAVAILABLE] Temporary authentication failure."), SourceError::Wait { .. }));
}
