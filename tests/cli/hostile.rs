//! Mail that wants to speak to the terminal.

use crate::support::{Answer, Place};
use std::ffi::OsStr;
use std::fs;

/// No octet of these does anything but show or end a line.
#[track_caller]
fn inert(answer: &Answer) {
    for text in [&answer.out, &answer.err] {
        let bad =
            text.chars().find(|c| c.is_control() && *c != '\n' || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'));
        assert_eq!(bad, None, "{text:?}");
    }
}

const EVIL: &[u8] = b"From: \"\x1b]0;owned\x07Eve \xe2\x80\xae\" <eve\x1b[2J@evil.example>\n\
To: \x1b[31mlist@club.example\n\
Subject: =?utf-8?B?G1szMW1yZWQbXTA7eAc=?= \x9b31m \x00\x08\n\
Message-ID: <\x1b[5m1@evil.example>\n\
List-Id: \"a \x1b[7m\n b\" <list\x1b[1m.club.example>\n\
\n\
\x1b[2J\x1b[H text\n";

#[test]
fn control_characters_of_messages_never_reach_the_terminal() {
    let place = Place::new();
    let many: Vec<&[u8]> = vec![EVIL; 60];
    let maildir = place.maildir("box", &many);
    for name in [".Evil\u{1b}[31mBox", ".Trash"] {
        for part in ["cur", "new", "tmp"] {
            fs::create_dir_all(maildir.join(name).join(part)).unwrap();
        }
    }
    inert(&place.run(["scan", "box"]));
    inert(&place.run(["scan", "box", "--json"]));
    inert(&place.run(["scan", "box", "--folder", "Evil\u{1b}[31mBox"]));
    inert(&place.run(["scan", "box", "--folder", "no\u{1b}[31msuch\u{202e}box"]).expect(3));
    inert(&place.run(["clean", "box", "--incident", "1", "--dry-run"]));
    inert(&place.run(["clean", "box", "--incident", "1", "--to", "Evil\u{1b}[31mBox", "--yes"]));
    inert(&place.run(["history"]));
}

#[test]
fn a_flood_with_hostile_headers_is_cleaned_up_all_the_same() {
    let place = Place::new();
    let flood = place.flood(200);
    // Every message of the flood gets a subject that speaks to the terminal.
    for part in ["cur", "new"] {
        for file in fs::read_dir(flood.join(part)).unwrap() {
            let path = file.unwrap().path();
            let text = fs::read(&path).unwrap();
            let mut evil = Vec::with_capacity(text.len() + 100);
            for line in text.split_inclusive(|b| *b == b'\n') {
                let name: &[u8] = if line.starts_with(b"Subject: ") { b"Subject: " } else { b"" };
                evil.extend_from_slice(name);
                if !name.is_empty() {
                    evil.extend_from_slice(b"\x1b[2J\x9b5m \xe2\x80\xae");
                }
                evil.extend_from_slice(&line[name.len()..]);
            }
            fs::write(&path, evil).unwrap();
        }
    }
    inert(&place.run(["scan".as_ref(), flood.as_os_str()]).expect(0));
    inert(&place.run(["clean".as_ref(), flood.as_os_str(), "--incident".as_ref(), OsStr::new("1"), "--yes".as_ref()]).expect(0));
    inert(&place.run(["undo"]).expect(0));
}

#[test]
fn rubbish_is_read_or_refused_but_never_a_panic() {
    let place = Place::new();
    let noise: Vec<u8> = (0u32..200_000).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let deep = "Content-Type: multipart/mixed; boundary=a\n\n--a\n".repeat(5000);
    let long = format!("Subject: {}\n\nx\n", "long ".repeat(200_000));
    place.maildir("box", &[&noise, b"", b"\n", b"\0\0\0", deep.as_bytes(), long.as_bytes(), b"no header at all"]);
    let json = place.run(["scan", "box", "--json"]).expect(1);
    assert_eq!(json.json()["messages"].as_array().unwrap().len(), 7);
    inert(&json);
    fs::write(place.path("noise.mbox"), &noise).unwrap();
    place.run(["scan", "noise.mbox"]).expect(3);
    let mut mbox = b"From x@y Thu Nov 30 22:30:00 2017\nSubject: cut".to_vec();
    mbox.extend(&noise);
    fs::write(place.path("cut.mbox"), &mbox).unwrap();
    place.run(["scan", "cut.mbox"]).expect(1);
}
