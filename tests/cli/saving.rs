//! `deich filter` and `deich report`: files that are written once and never over another.

use crate::support::Place;
use std::ffi::OsStr;
use std::fs;

#[test]
fn a_storm_filter_is_saved() {
    let place = Place::new();
    let flood = place.flood(300);
    let line =
        ["filter".as_ref(), flood.as_os_str(), "--incident".as_ref(), "1".as_ref(), "--out".as_ref(), OsStr::new("s.sieve")];
    let answer = place.run(line).expect(0);
    assert!(answer.out.contains("Saved:") && answer.out.contains("Tried:"), "{}", answer.out);
    let script = fs::read_to_string(place.path("s.sieve")).unwrap();
    for word in ["require", "fileinto", "currentdate"] {
        assert!(script.contains(word), "{word}: {script}");
    }
    fs::write(place.path("s.sieve"), "mine").unwrap();
    let again = place.run(line).expect(1);
    assert!(again.err.contains("exists already"), "{}", again.err);
    assert_eq!(fs::read_to_string(place.path("s.sieve")).unwrap(), "mine");
}

#[test]
fn a_report_is_saved_in_both_languages() {
    let place = Place::new();
    let flood = place.flood(300);
    for (lang, word) in [("de", "Nachrichten"), ("en", "messages")] {
        let file = format!("{lang}.eml");
        let line = [
            "report".as_ref(),
            flood.as_os_str(),
            "--incident".as_ref(),
            "1".as_ref(),
            "--lang".as_ref(),
            OsStr::new(lang),
            "--out".as_ref(),
            OsStr::new(&file),
        ];
        let answer = place.run(line).expect(0);
        assert!(answer.out.contains("To: "), "{}", answer.out);
        let eml = String::from_utf8_lossy(&fs::read(place.path(&file)).unwrap()).into_owned();
        assert!(eml.contains("message/rfc822") && eml.contains(word), "{lang}");
        place.run(line).expect(1);
    }
}

#[test]
fn nothing_is_saved_for_an_incident_that_is_not_there() {
    let place = Place::new();
    place.maildir("box", &[b"Subject: hello\n\nhello\n"]);
    place.run(["filter", "box", "--incident", "1", "--out", "s.sieve"]).expect(1);
    place.run(["report", "box", "--incident", "1", "--lang", "de", "--out", "r.eml"]).expect(1);
    assert!(!place.path("s.sieve").exists() && !place.path("r.eml").exists());
}

#[test]
fn a_demo_is_never_opened_over_a_mailbox() {
    let place = Place::new();
    place.maildir("mine", &[b"Subject: hello\n\nhello\n"]);
    fs::create_dir(place.path("empty")).unwrap();
    fs::write(place.path("file"), "x").unwrap();
    let demo = |dir: &str| place.run(["demo", "--no-window", "--size", "100", "--dir", dir]);
    for dir in ["mine", "file"] {
        let refused = demo(dir).expect(1);
        assert!(refused.err.contains("no sample mailbox") && refused.out.is_empty(), "{}", refused.err);
    }
    assert_eq!(crate::support::count(&place.path("mine"), ""), 1);
    place.run(["history"]).expect(1);
    for dir in ["empty", "empty", "new/one", "new/one"] {
        demo(dir).expect(0);
    }
    fs::remove_file(place.path("empty/.deich-demo")).unwrap();
    demo("empty").expect(1);
}

#[test]
fn a_folder_that_is_not_there() {
    let place = Place::new();
    let flood = place.flood(200);
    let out = OsStr::new("no/such/folder/s.sieve");
    let line = ["filter".as_ref(), flood.as_os_str(), "--incident".as_ref(), "1".as_ref(), "--out".as_ref(), out];
    assert!(place.run(line).expect(1).err.contains("cannot be written"));
}
