//! `deich scan`: the picture in words and in JSON.

use crate::support::{Place, eml_of, mbox_of};
use serde_json::Value;
use std::collections::BTreeSet;

fn fields(value: &Value) -> BTreeSet<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn a_quiet_box_exits_1() {
    let place = Place::new();
    place.maildir(
        "box",
        &[
            b"From: Anna <anna@friends.example>\nTo: max@club.example\nSubject: Sunday\nMessage-ID: <a@x>\n\nSee you.\n",
            b"From: Jo <jo@friends.example>\nTo: max@club.example\nSubject: Keys\nMessage-ID: <b@x>\n\nFound them.\n",
        ],
    );
    let answer = place.run(["scan", "box", "--me", "max@club.example"]).expect(1);
    assert!(answer.out.contains("2 messages looked at"), "{}", answer.out);
    assert!(answer.out.contains("No flood found"), "{}", answer.out);
    let json = place.run(["scan", "box", "--json"]).expect(1).json();
    assert_eq!(json["incidents"], serde_json::json!([]));
    let ids: Vec<&str> = json["messages"].as_array().unwrap().iter().map(|m| m["message_id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["a@x", "b@x"], "mailbox order");
}

#[test]
fn an_empty_box_is_read() {
    let place = Place::new();
    place.maildir("box", &[]);
    let json = place.run(["scan", "box", "--json"]).expect(1).json();
    assert_eq!(json, serde_json::json!({"version": 1, "notices": ["no_sent"], "incidents": [], "messages": []}));
}

#[test]
fn the_json_keeps_to_the_contract() {
    let place = Place::new();
    let flood = place.flood(300);
    let answer = place.run(["scan".as_ref(), flood.as_os_str(), "--json".as_ref()]).expect(0);
    assert!(!answer.err.is_empty(), "the words go to standard error");
    let json = answer.json();
    assert_eq!(fields(&json), BTreeSet::from(["version", "incidents", "messages"]));
    assert_eq!(json["version"], 1);
    let incidents = json["incidents"].as_array().unwrap();
    assert_eq!(incidents.len(), 1, "{incidents:?}");
    let incident = &incidents[0];
    let want = [
        "id",
        "kind",
        "key",
        "started",
        "ended",
        "messages",
        "protected",
        "moved",
        "senders",
        "peak_per_minute",
        "kinds",
        "trigger",
    ];
    assert_eq!(fields(incident), BTreeSet::from(want));
    assert_eq!(incident["id"], 1);
    assert_eq!(incident["kind"], "open_list");
    for time in ["started", "ended"] {
        let text = incident[time].as_str().unwrap();
        assert!(text.ends_with('Z') && text.parse::<jiff::Timestamp>().is_ok(), "{text}");
    }
    assert!(incident["trigger"].as_str().is_some_and(|id| !id.contains(['<', '>'])), "{incident}");
    let messages = json["messages"].as_array().unwrap();
    for message in messages {
        assert_eq!(fields(message), BTreeSet::from(["message_id", "kind", "incident", "protected", "evidence"]));
        assert!(message["incident"].is_null() || message["incident"] == 1);
        assert!(message["protected"].is_null() || message["protected"].is_string());
        for evidence in message["evidence"].as_array().unwrap() {
            let words = evidence.as_str().unwrap();
            assert!(!words.contains(['⟦', '\n', '{']), "{words}");
        }
    }
    // The numbers agree with the messages.
    let members: Vec<&Value> = messages.iter().filter(|m| m["incident"] == 1).collect();
    assert_eq!(incident["messages"], members.len());
    assert_eq!(incident["protected"], members.iter().filter(|m| !m["protected"].is_null()).count());
    let by_kind: u64 = incident["kinds"].as_object().unwrap().values().map(|n| n.as_u64().unwrap()).sum();
    assert_eq!(by_kind, members.len() as u64);
}

#[test]
fn the_words_say_what_happened() {
    let place = Place::new();
    let flood = place.flood(300);
    let answer = place.run(["scan".as_ref(), flood.as_os_str()]).expect(0);
    for words in ["Flood 1:", "to clean up", "kept safe", "at most"] {
        assert!(answer.out.contains(words), "{words}: {}", answer.out);
    }
    assert!(!answer.out.contains('⟦'), "{}", answer.out);
    assert_eq!(answer.err, "");
    let german = place.command(["scan".as_ref(), flood.as_os_str()]).env("DEICH_LANG", "de").output().unwrap();
    let german = String::from_utf8(german.stdout).unwrap();
    assert!(german.contains("Mail-Flut 1:") && german.contains("zum Aufräumen") && !german.contains('⟦'), "{german}");
}

#[test]
fn a_second_scan_says_the_same() {
    let place = Place::new();
    let flood = place.flood(200);
    let scan = || place.run(["scan".as_ref(), flood.as_os_str(), "--json".as_ref()]).expect(0).out;
    assert_eq!(scan(), scan());
}

#[test]
fn the_same_mail_in_an_mbox_and_as_eml_files() {
    let place = Place::new();
    let flood = place.flood(200);
    mbox_of(&flood, &place.path("flood.mbox"));
    eml_of(&flood, &place.path("letters"));
    let summary = |source: &str| {
        let json = place.run(["scan", source, "--json"]).expect(0).json();
        let incident = &json["incidents"][0];
        (
            incident["kind"].clone(),
            incident["key"].clone(),
            incident["messages"].clone(),
            json["messages"].as_array().unwrap().len(),
        )
    };
    let maildir = summary(flood.to_str().unwrap());
    assert_eq!(summary("flood.mbox"), maildir);
    assert_eq!(summary("letters"), maildir);
}

#[test]
fn an_address_of_ones_own_is_an_address() {
    let place = Place::new();
    place.maildir("box", &[b"Subject: hello\n\nhello\n"]);
    for odd in ["Max Muster", "max", "max@", "@club.example", "max @club.example", ""] {
        let answer = place.run(["scan", "box", "--me", odd]).expect(2);
        assert!(answer.err.contains("--me") || answer.err.contains("is no e-mail address"), "{odd}: {}", answer.err);
    }
    place.run(["scan", "box", "--me", "max@club.example"]).expect(1);
}

#[test]
fn after_a_flood_the_words_say_what_to_do_next() {
    let place = Place::new();
    let flood = place.flood(200);
    let scan = |source: &std::path::Path| place.run(["scan".as_ref(), source.as_os_str()]).expect(0).out;
    let out = scan(&flood);
    assert!(out.contains("deich clean SOURCE --incident 1 --dry-run"), "{out}");
    // Where nothing is left, or can be moved at all, nothing is offered.
    place.run(["clean".as_ref(), flood.as_os_str(), "--incident".as_ref(), "1".as_ref(), "--yes".as_ref()]).expect(0);
    assert!(!scan(&flood).contains("--dry-run"));
    place.run(["undo"]).expect(0);
    let mbox = place.path("flood.mbox");
    mbox_of(&flood, &mbox);
    assert!(!scan(&mbox).contains("--dry-run"));
}
