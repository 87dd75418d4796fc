use super::*;
use crate::source::imap::response::parse;

fn info(line: &str) -> (MailboxInfo, Option<WireName>) {
    match parse(line.as_bytes()).unwrap() {
        Response::List(listed) => read(&listed).unwrap(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn names_come_back_as_the_server_writes_them() {
    let (german, odd) = info("* LIST (\\Drafts) \"/\" \"Entw&APw-rfe\"");
    assert_eq!((german.name.as_str(), german.special, odd), ("Entwürfe", Some(SpecialUse::Drafts), None));
    // No modified UTF-7, and modified UTF-7 that nobody should write.
    let (broken, odd) = info("* LIST () \"/\" R&D");
    assert_eq!((broken.name.as_str(), odd.unwrap().as_str()), ("R&D", "R&D"));
    let (strange, odd) = info("* LIST () \"/\" &AGE-");
    assert_eq!((strange.name.as_str(), odd.unwrap().as_str()), ("a", "&AGE-"));
    let (evil, odd) = info("* LIST () \"/\" &AA0ACg-x");
    assert_eq!((evil.name.as_str(), odd.unwrap().as_str()), ("&AA0ACg-x", "&AA0ACg-x"));
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
