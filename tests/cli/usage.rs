//! What is typed wrong, and what is not there.

use crate::support::Place;

#[test]
fn wrong_usage_exits_2_and_says_what_is_wrong() {
    let place = Place::new();
    for line in [
        vec!["scan"],
        vec!["clean", "box"],
        vec!["nonsense"],
        vec!["report", "box", "--incident", "1", "--lang", "fr", "--out", "x.eml"],
        vec!["scan", "imaps://max@"],
        vec!["scan", "imaps://imap.example"],
        vec!["scan", "pop3://max@mail.example"],
        vec!["scan", "imaps://max@imap.example:0"],
        vec!["scan", ""],
        vec!["undo", "first"],
    ] {
        let answer = place.run(&line).expect(2);
        assert!(answer.out.is_empty(), "{line:?}: {}", answer.out);
        assert!(!answer.err.is_empty(), "{line:?}");
    }
}

#[test]
fn a_password_in_the_source_is_refused_and_not_repeated() {
    let answer = Place::new().run(["scan", "imaps://max:geheim@imap.example"]).expect(2);
    assert!(answer.err.contains("A password does not belong in the address."), "{}", answer.err);
    assert!(!answer.err.contains("geheim"));
}

#[test]
fn help_and_version_exit_0() {
    let place = Place::new();
    let help = place.run(["--help"]).expect(0);
    for word in ["scan", "clean", "undo", "finish", "history", "filter", "report", "Exit codes"] {
        assert!(help.out.contains(word), "{word}");
    }
    assert!(!help.out.contains("stage"));
    assert_eq!(place.run(["--version"]).expect(0).out.trim(), concat!("deich ", env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_source_that_is_not_there_exits_3() {
    let place = Place::new();
    let answer = place.run(["scan", "no-such-box"]).expect(3);
    assert!(answer.out.is_empty());
    assert!(answer.err.contains("does not exist"), "{}", answer.err);
    std::fs::write(place.path("letter.txt"), "Dear all,\n").unwrap();
    for command in [vec!["scan", "letter.txt"], vec!["clean", "letter.txt", "--incident", "1"]] {
        let answer = place.run(command).expect(3);
        assert!(answer.err.contains("no e-mails"), "{}", answer.err);
    }
}

#[test]
fn damaged_records_say_what_to_do_and_it_helps() {
    let place = Place::new();
    std::fs::create_dir(place.path("data")).unwrap();
    std::fs::write(place.path("data/deich.db"), b"rubbish ".repeat(1000)).unwrap();
    let answer = place.run(["history"]).expect(1);
    assert!(answer.err.contains("deich set-aside"), "{}", answer.err);
    let answer = place.run(["set-aside"]).expect(0);
    assert!(answer.out.contains("deich-damaged-"), "{}", answer.out);
    let answer = place.run(["history"]).expect(1);
    assert!(answer.out.contains("has not moved anything yet"), "{}", answer.out);
}

#[cfg(all(unix, not(target_os = "macos")))]
#[test]
fn without_a_display_there_are_words_and_no_panic() {
    let place = Place::new();
    for line in [vec![], vec!["demo"], vec!["stage", "start"]] {
        assert!(place.run(&line).expect(1).err.contains("No window can be opened here"), "{line:?}");
        // Named, but nobody is there.
        let output = place.command(&line).env("DISPLAY", ":9876").env("WAYLAND_DISPLAY", "").output().unwrap();
        let words = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{words}");
        assert!(words.contains("(DISPLAY=:9876)") && !words.contains("panicked"), "{line:?}: {words}");
    }
}

#[test]
fn a_state_that_does_not_exist_is_said_so() {
    assert!(Place::new().run(["stage", "nonsense"]).expect(2).err.contains("nonsense"));
}

#[test]
fn the_words_follow_the_language() {
    let place = Place::new();
    let output = place.command(["scan", "no-such-box"]).env("DEICH_LANG", "de").output().unwrap();
    assert!(String::from_utf8(output.stderr).unwrap().contains("gibt es nicht"));
}

#[cfg(unix)]
#[test]
fn arguments_that_are_not_utf8() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let place = Place::new();
    let odd = OsStr::from_bytes(b"b\xffx");
    place.run([OsStr::new("scan"), odd]).expect(3);
    place.run([OsStr::new("scan"), OsStr::new("box"), OsStr::new("--folder"), odd]).expect(2);
    let maildir = place.maildir("box", &[b"Subject: hello\n\nhello\n"]);
    let renamed = place.path("").join(odd);
    std::fs::rename(maildir, &renamed).unwrap();
    place.run([OsStr::new("scan"), renamed.as_os_str()]).expect(1);
}

#[test]
fn nothing_done_yet() {
    let place = Place::new();
    let answer = place.run(["history"]).expect(1);
    assert_eq!(answer.out, "Deich has not moved anything yet.\n");
    let json = place.run(["history", "--json"]).expect(1).json();
    assert_eq!(json, serde_json::json!({"version": 1, "actions": []}));
    assert!(place.run(["undo"]).expect(1).err.contains("nothing to undo"));
    assert!(place.run(["undo", "7"]).expect(1).err.contains("no step number 7"));
    assert!(place.run(["finish"]).expect(1).err.contains("No step is open"));
}

#[test]
fn a_reader_who_goes_away_is_no_failure() {
    use std::io::Read;
    let place = Place::new();
    let mut child = place.command(["scan", "--help"]).spawn().unwrap();
    drop(child.stdout.take());
    child.wait().unwrap();
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert!(!err.contains("panicked"), "{err}");
}

#[test]
fn data_names_another_place() {
    let place = Place::new();
    place.maildir("box", &[b"Subject: hello\n\nhello\n"]);
    place.run(["scan", "box", "--data", "elsewhere"]).expect(1);
    assert!(place.path("elsewhere").is_dir());
    assert!(!place.path("data").exists());
}
