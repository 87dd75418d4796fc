use super::*;
use crate::sieve::line::{Line, read};
use crate::wire::{Framer, Limits};
use proptest::prelude::*;

fn sent(command: Command) -> String {
    String::from_utf8(command.octets()).unwrap()
}

#[test]
fn strings_are_quoted_or_counted() {
    let name = ScriptName::new("a \"b\" \\ ü").unwrap();
    assert_eq!(sent(Command::new("HAVESPACE").name(&name).number(99)), "HAVESPACE \"a \\\"b\\\" \\\\ ü\" 99\r\n");
    let script = Command::new("PUTSCRIPT").name(&ScriptName::new("x").unwrap()).string(b"keep;\r\n");
    assert_eq!(sent(script), "PUTSCRIPT \"x\" {7+}\r\nkeep;\r\n\r\n");
    assert_eq!(sent(Command::answer(b"Zm9v")), "\"Zm9v\"\r\n");
    assert_eq!(sent(Command::new("SETACTIVE").string(b"")), "SETACTIVE \"\"\r\n");
    assert!(sent(Command::answer(&[b'x'; 1024])).starts_with('"'));
    assert!(sent(Command::answer(&[b'x'; 1025])).starts_with("{1025+}\r\n"));
    assert!(sent(Command::answer(&[b'"'; 513])).starts_with("{513+}\r\n"));
}

proptest! {
    /// Whatever a string holds, it is one line or one literal, and reads as what it was.
    #[test]
    fn strings_come_back(octets in prop_oneof![
        prop::collection::vec(any::<u8>(), 0..1300),
        any::<String>().prop_map(String::into_bytes),
        "[\"\\\\{}+0-9\r\na]{0,40}".prop_map(String::into_bytes),
    ]) {
        let mut framer = Framer::new(|_| false);
        framer.push(&Command::answer(&octets).octets());
        let place = framer.next(&Limits::default()).unwrap().unwrap();
        prop_assert_eq!(read(framer.octets(place)).unwrap(), Line::Data(octets, None));
        prop_assert_eq!(framer.next(&Limits::default()).unwrap(), None);
    }
}
