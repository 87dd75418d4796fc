use super::*;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn print(message_id: &str, size: u32, second: i64) -> Fingerprint {
    Fingerprint { message_id: message_id.into(), size, received: at(second) }
}

fn place(name: &str) -> MessageRef {
    MessageRef::new(name)
}

#[test]
fn a_twin_that_comes_first_does_not_take_the_place_of_the_one_that_agrees_in_all() {
    let wanted = [print("a@x", 10, 2), print("a@x", 10, 3)];
    let mut finder = Finder::new(&wanted);
    for (name, second) in [("one", 9), ("two", 2), ("three", 3)] {
        assert!(!finder.is_done() && finder.may_match(10));
        finder.offer(&place(name), "a@x", 10, at(second));
    }
    assert!(finder.is_done() && !finder.may_match(10));
    assert_eq!(finder.found(), [Some(place("two")), Some(place("three"))]);
}

#[test]
fn an_arrival_that_did_not_survive_is_forgiven_once_a_message() {
    let wanted = [print("a@x", 10, 2), print("a@x", 10, 3), print("a@x", 10, 4)];
    let mut finder = Finder::new(&wanted);
    for (name, second) in [("one", 9), ("two", 4), ("three", 9)] {
        finder.offer(&place(name), "a@x", 10, at(second));
    }
    finder.offer(&place("other size"), "a@x", 11, at(2));
    finder.offer(&place("other name"), "b@x", 10, at(2));
    assert!(!finder.is_done());
    assert_eq!(finder.found(), [Some(place("one")), Some(place("three")), Some(place("two"))]);
}

#[test]
fn without_a_message_id_the_arrival_must_agree() {
    let wanted = [print("", 10, 2), print("", 10, 3)];
    let mut finder = Finder::new(&wanted);
    finder.offer(&place("one"), "", 10, at(9));
    finder.offer(&place("two"), "", 10, at(3));
    assert_eq!(finder.found(), [None, Some(place("two"))]);
}
