//! `deich rescue`: wanted mail out of the junk mailbox, back to the inbox, and undone.

use crate::support::{Place, count};

const APPOINTMENT: &[u8] = b"From: Surgery <desk@surgery.example>\nTo: max@club.example\nDelivered-To: max@club.example\n\
    Subject: Please confirm your appointment\nMessage-ID: <when@surgery>\n\nTuesday, 9:30.\n";
const JUNK: &[u8] = b"From: Prize <win@prize.example>\nTo: max@club.example\nDelivered-To: max@club.example\n\
    Subject: You have won\nMessage-ID: <win@prize>\n\nClick.\n";
const LETTER: &[u8] = b"From: Anna <anna@friends.example>\nTo: max@club.example\nDelivered-To: max@club.example\n\
    Subject: Sunday\nMessage-ID: <a@x>\n\nSee you.\n";

#[test]
fn an_appointment_is_found_among_the_junk_moved_to_the_inbox_and_back() {
    let place = Place::new();
    let dir = place.maildir("box", &[LETTER]);
    place.maildir("box/.Junk", &[JUNK, APPOINTMENT]);

    let scan = place.run(["scan", "box", "--me", "max@club.example", "--json"]).expect(1);
    assert!(scan.err.contains("One wanted message is in the junk folder"), "{}", scan.err);
    let json = scan.json();
    let found = json["found_in_junk"].as_array().unwrap();
    assert_eq!(found.len(), 1, "{json}");
    assert_eq!((&found[0]["message_id"], &found[0]["reason"]), (&"when@surgery".into(), &"appointment".into()));
    assert!(found[0]["evidence"][0].as_str().is_some_and(|words| !words.is_empty()));
    assert_eq!(json["messages"].as_array().unwrap().len(), 1, "junk is not among the messages");

    let dry = place.run(["rescue", "box", "--me", "max@club.example", "--dry-run", "--json"]).expect(0).json();
    assert_eq!((&dry["incident"], &dry["moves"][0]["to"]), (&serde_json::Value::Null, &"INBOX".into()));
    assert_eq!((count(&dir, ""), count(&dir, ".Junk")), (1, 2), "nothing moved");

    place.run(["rescue", "box", "--me", "max@club.example", "--yes"]).expect(0);
    assert_eq!((count(&dir, ""), count(&dir, ".Junk")), (2, 1));
    let again = place.run(["rescue", "box", "--me", "max@club.example", "--yes"]).expect(1);
    assert!(again.out.contains("no wanted message"), "{}", again.out);

    place.run(["undo"]).expect(0);
    assert_eq!((count(&dir, ""), count(&dir, ".Junk")), (1, 2), "back where it was");
}
