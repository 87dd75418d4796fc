use super::*;
use proptest::prelude::*;

fn sent(command: &Command) -> String {
    String::from_utf8(command.pieces("D1", true).concat()).unwrap()
}

#[test]
fn names_and_strings_are_quoted() {
    let name = WireName::of(&MailboxName::new("R&D \"x\\y\""));
    assert_eq!(sent(&Command::new("SELECT").mailbox(&name)), "D1 SELECT \"R&-D \\\"x\\\\y\\\"\"\r\n");
    let command =
        Command::new("UID FETCH").uids(&[1, 2, 9].into_iter().collect()).words("(FLAGS)").number(" (CHANGEDSINCE ", 7, ")");
    assert_eq!(sent(&command), "D1 UID FETCH 1:2,9 (FLAGS) (CHANGEDSINCE 7)\r\n");
}

#[test]
fn what_is_not_ascii_is_a_literal() {
    let command = Command::new("LOGIN").string("anna").unwrap().string("Küche").unwrap();
    assert_eq!(sent(&command), "D1 LOGIN \"anna\" {6+}\r\nKüche\r\n");
    let pieces = command.pieces("D1", false);
    assert_eq!(pieces, ["D1 LOGIN \"anna\" {6}\r\n".as_bytes(), "Küche\r\n".as_bytes()]);
    assert_eq!(Command::new("LOGIN").string("a\nb").err(), Some(Unsayable));
    assert_eq!(WireName::raw(b"a\r\nb"), None);
    // A name as an odd server writes it goes back as it came; what no string can hold does not.
    let raw = WireName::raw("M\u{f6}wen \"1\"".as_bytes()).unwrap();
    assert_eq!(sent(&Command::new("SELECT").mailbox(&raw)), "D1 SELECT \"M\u{f6}wen \\\"1\\\"\"\r\n");
    let latin = Command::new("SELECT").mailbox(&WireName::raw(b"M\xf6wen").unwrap()).pieces("D1", false).concat();
    assert_eq!(latin, b"D1 SELECT \"M\xf6wen\"\r\n");
    assert_eq!(WireName::utf8(&MailboxName::new("a\r\nb")), WireName::of(&MailboxName::new("a\r\nb")));
}

proptest! {
    #[test]
    fn no_name_ends_the_command(name in any::<String>()) {
        let octets = Command::new("SELECT").mailbox(&WireName::of(&MailboxName::new(&name))).pieces("D1", false);
        prop_assert_eq!(octets.len(), 1);
        let line = octets.concat();
        let inner = line.strip_prefix(b"D1 SELECT \"").and_then(|l| l.strip_suffix(b"\"\r\n")).unwrap();
        prop_assert!(inner.iter().all(|b| matches!(b, b' '..=b'~')));
        // Every quote inside is escaped.
        let mut escaped = false;
        for b in inner {
            prop_assert!(escaped || *b != b'"');
            escaped = !escaped && *b == b'\\';
        }
        prop_assert!(!escaped);
    }
}
