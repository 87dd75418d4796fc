use super::*;
use crate::source::imap::response::parse;

fn info(line: &str) -> (MailboxInfo, Option<WireName>) {
    match parse(line.as_bytes()).unwrap() {
        Response::List(listed) => read(&listed, false).unwrap(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn names_come_back_as_the_server_writes_them() {
    let (german, odd) = info("* LIST (\\Drafts) \"/\" \"Entw&APw-rfe\"");
    assert_eq!((german.name.as_str(), german.special, odd), ("Entwürfe", Some(SpecialUse::Drafts), None));
    // No modified UTF-7, and modified UTF-7 that nobody should write.
    let (broken, odd) = info("* LIST () \"/\" R&D");
    assert_eq!((broken.name.as_str(), odd.unwrap().octets()), ("R&D", &b"R&D"[..]));
    let (strange, odd) = info("* LIST () \"/\" &AGE-");
    assert_eq!((strange.name.as_str(), odd.unwrap().octets()), ("a", &b"&AGE-"[..]));
    let (evil, odd) = info("* LIST () \"/\" &AA0ACg-x");
    assert_eq!((evil.name.as_str(), odd.unwrap().octets()), ("&AA0ACg-x", &b"&AA0ACg-x"[..]));
    assert_eq!(info("* LIST () \"/\" inbox").0.name, MailboxName::inbox());
}

#[test]
fn uses_are_guessed_only_where_nobody_said_them() {
    let mut list: Vec<MailboxInfo> = [
        "* LIST () \".\" INBOX",
        "* LIST () \".\" INBOX.Gel&APY-scht",
        "* LIST () \".\" INBOX.Papierkorb",
        "* LIST () \".\" INBOX.Club.Trash",
        "* LIST (\\Noselect) \".\" Sent",
        "* LIST () \".\" Spam",
        "* LIST (\\Junk) \".\" Ungewollt",
    ]
    .map(|line| info(line).0)
    .into();
    guess(&mut list, &[]);
    let used: Vec<_> = list.iter().filter_map(|m| Some((m.name.as_str(), m.special?))).collect();
    let expected = [("INBOX", SpecialUse::Inbox), ("INBOX.Papierkorb", SpecialUse::Trash), ("Ungewollt", SpecialUse::Junk)];
    assert_eq!(used, expected);
}

#[test]
fn names_that_should_not_be_written_so() {
    let named = |octets: &[u8], utf8| named(octets, utf8).map(|(name, odd)| (name.as_str().to_owned(), odd.is_some()));
    let told = |name: &str, odd| Some((name.to_owned(), odd));
    assert_eq!(named("Möwen & Co".as_bytes(), false), told("Möwen & Co", true));
    assert_eq!(named(b"M\xf6wen", false), told("Möwen", true));
    assert_eq!(named(b"M&APY-wen", false), told("Möwen", false));
    // By agreement nothing is encoded, and nothing looks like it.
    assert_eq!(named("Möwen".as_bytes(), true), told("Möwen", false));
    assert_eq!(named(b"M&APY-wen", true), told("M&APY-wen", false));
    assert_eq!(named(b"M\xf6wen", true), told("Möwen", true));
    // What nobody can show, or send back.
    for bad in [&b"a\tb"[..], b"a\x7fb", "a\u{202e}b".as_bytes(), b"a\x9bb"] {
        assert_eq!((named(bad, false), named(bad, true)), (None, None), "{bad:?}");
    }
}
