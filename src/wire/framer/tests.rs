use super::*;
use proptest::prelude::*;

const SMALL: Limits = Limits { line: 60, literal: 40, response: 120 };

/// As IMAP has it, roughly.
fn wordy(line: &[u8]) -> bool {
    line.starts_with(b"* OK") || line.starts_with(b"+")
}

/// Every response of a conversation that arrives in pieces of these sizes.
fn responses(octets: &[u8], sizes: &[usize], limits: &Limits) -> Result<Vec<Vec<u8>>, TooLarge> {
    let (mut framer, mut found, mut rest) = (Framer::new(wordy), Vec::new(), octets);
    let mut sizes = sizes.iter().cycle();
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(rest.len().min(*sizes.next().unwrap()));
        rest = after;
        framer.push(piece);
        while let Some(place) = framer.next(limits)? {
            found.push(framer.octets(place).to_vec());
        }
    }
    Ok(found)
}

#[test]
fn literals_belong_to_their_response() {
    let talk = b"* 1 FETCH (BODY[] {4}\r\na\r\nb X {0+}\r\n)\r\n* OK see {9}\r\n+ {3}\r\nD1 OK done\r\n";
    let found = responses(talk, &[talk.len()], &SMALL).unwrap();
    let expected: [&[u8]; 4] = [b"* 1 FETCH (BODY[] {4}\r\na\r\nb X {0+}\r\n)", b"* OK see {9}", b"+ {3}", b"D1 OK done"];
    assert_eq!(found, expected);
}

#[test]
fn limits_hold() {
    let say = |text: &str| responses(text.as_bytes(), &[7], &SMALL).unwrap_err().what;
    assert_eq!(say("* 1 FETCH (X {4294967296}\r\n"), "a literal");
    assert_eq!(say("* 1 FETCH (X {99999999999999999999999999}\r\n"), "a literal");
    assert_eq!(say(&"x".repeat(61)), "a line");
    assert_eq!(say(&format!("* {}\r\n", "x".repeat(60))), "a line");
    let literal = format!("{{40}}\r\n{}", "y".repeat(40));
    assert_eq!(say(&format!("* {literal} {literal} {literal}\r\n")), "a response");
}

/// Work that grew with the square of their number would take days.
#[test]
fn a_response_may_have_very_many_literals() {
    let mut talk = b"*".to_vec();
    while talk.len() < 8 * 1024 * 1024 {
        talk.extend(b"{0}\r\n");
    }
    talk.extend(b"\r\n");
    let found = responses(&talk, &[64 * 1024], &Limits::default()).unwrap();
    assert_eq!(found, [&talk[..talk.len() - 2]]);
}

/// Lines, some with literals whose octets are anything, line breaks too.
fn talk() -> impl Strategy<Value = Vec<Vec<u8>>> {
    let literal = prop::collection::vec(any::<u8>(), 0..30).prop_map(|octets| {
        let mut part = format!("{{{}}}\r\n", octets.len()).into_bytes();
        part.extend(octets);
        part
    });
    let plain = "[a-z ()]{0,12}".prop_map(String::into_bytes);
    let line = (prop::collection::vec((plain.clone(), literal), 0..3), plain).prop_map(|(parts, tail)| {
        let mut line = b"* 1 FETCH ".to_vec();
        for (text, literal) in parts {
            line.extend(text.into_iter().chain(literal));
        }
        line.extend(tail);
        line
    });
    prop::collection::vec(line, 0..6)
}

proptest! {
    #[test]
    fn any_cutting_gives_the_same_responses(lines in talk(), sizes in prop::collection::vec(1usize..50, 1..8)) {
        let octets: Vec<u8> = lines.iter().flat_map(|l| l.iter().copied().chain(*b"\r\n")).collect();
        prop_assert_eq!(responses(&octets, &sizes, &Limits::default()).unwrap(), lines);
    }

    #[test]
    fn hostile_octets_never_panic_and_never_pass_the_limits(
        octets in prop::collection::vec(prop_oneof![Just(b'{'), Just(b'}'), Just(b'9'), Just(b'\n'), Just(b'\r'), any::<u8>()], 0..600),
        sizes in prop::collection::vec(1usize..40, 1..5),
    ) {
        let whole = responses(&octets, &[octets.len().max(1)], &SMALL);
        prop_assert_eq!(&whole, &responses(&octets, &sizes, &SMALL));
        for response in whole.unwrap_or_default() {
            prop_assert!(response.len() <= SMALL.response);
        }
    }
}
