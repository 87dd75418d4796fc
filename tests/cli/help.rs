//! The help and what is said of a wrong command line, in both languages.

use crate::support::Place;

const COMMANDS: [&str; 10] = ["demo", "scan", "clean", "rescue", "watch", "undo", "finish", "history", "filter", "report"];

/// Words of the toolkit that no German help may show.
const FOREIGN: [&str; 9] =
    ["Usage", "Options", "Commands", "Arguments", "OPTIONS", "Print", "possible values", "default", "help of"];

#[test]
fn the_help_speaks_the_language() {
    let place = Place::new();
    let german = place.run(["--lang", "de", "--help"]).expect(0).out;
    assert!(german.contains("Aufruf: deich [OPTIONEN] [BEFEHL]") && german.contains("Rückgabewerte"), "{german}");
    let english = place.run(["--lang", "en", "--help"]).expect(0).out;
    assert!(english.contains("Usage: deich [OPTIONS] [COMMAND]") && english.contains("Exit codes"), "{english}");
    for command in COMMANDS {
        assert!(german.contains(&format!("  {command} ")) && english.contains(&format!("  {command} ")), "{command}");
        let own = place.run([command, "--help"]).expect(0).out;
        assert!(own.contains(&format!("Usage: deich {command} [OPTIONS]")), "{own}");
        let german = place.command([command, "--help"]).env("DEICH_LANG", "de").output().unwrap();
        let german = String::from_utf8(german.stdout).unwrap();
        assert!(german.contains(&format!("Aufruf: deich {command} [OPTIONEN]")), "{german}");
        for word in FOREIGN {
            assert!(!german.contains(word), "{word}: {german}");
        }
        assert_eq!(place.run(["help", command]).expect(0).out, own);
    }
    assert!(!german.contains("stage") && !FOREIGN.iter().any(|word| german.contains(word)), "{german}");
}

#[test]
fn a_wrong_line_is_explained_in_the_language() {
    let place = Place::new();
    for (line, german, english) in [
        (vec!["scan"], "Es fehlt etwas: <SOURCE>", "Something is missing: <SOURCE>"),
        (vec!["clean", "x"], "Es fehlt etwas: --incident <ID>", "Something is missing: --incident <ID>"),
        (vec!["nonsense"], "Einen Befehl „nonsense“ gibt es nicht.", "There is no command “nonsense”."),
        (vec!["scam", "demo"], "Aufruf: deich [OPTIONEN] [BEFEHL]", "Usage: deich [OPTIONS] [COMMAND]"),
        (vec!["scam"], "Meinten Sie „scan“?", "Did you mean “scan”?"),
        (vec!["scan", "x", "--fold"], "„--fold“ kennt Deich hier nicht. Meinten Sie „--folder“?", "“--fold”"),
        (vec!["scan", "a", "b"], "„b“ kennt Deich hier nicht.", "does not know “b”"),
        (vec!["undo", "first"], "„first“ passt nicht zu [ACTION]: Das ist eine ganze Zahl", "whole number"),
        (vec!["demo", "--size", "0"], "„0“ passt nicht zu --size <SIZE>", "“0” does not fit --size <SIZE>"),
        (vec!["demo", "--size"], "Nach --size <SIZE> fehlt eine Angabe.", "A value is missing after --size <SIZE>."),
        (vec!["clean", "x", "--incident", "1", "--to", "a", "--to", "b"], "--to <MAILBOX> steht zweimal da.", "given twice"),
        (vec!["report", "x", "--incident", "1", "--out", "x", "--lang", "fr"], "Möglich sind de, en.", "it can be de, en"),
        (vec!["--lang", "fr"], "Möglich sind de, en.", "it can be de, en"),
    ] {
        for (lang, words, usage) in [("de", german, "Aufruf: deich"), ("en", english, "Usage: deich")] {
            let output = place.command(&line).env("DEICH_LANG", lang).output().unwrap();
            let err = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(2), "{line:?}");
            assert!(err.contains(words) && err.contains(usage) && err.contains("--help"), "{line:?}: {err}");
            assert!(output.stdout.is_empty() && err.lines().count() == 3, "{line:?}: {err}");
        }
    }
}

#[test]
fn what_was_typed_is_repeated_short_and_inert() {
    let place = Place::new();
    let long = format!("--{}", "x".repeat(100_000));
    for line in [vec!["scan", "box", &long], vec!["\u{1b}[31mred\u{202e}"], vec!["undo", "\u{1b}[2J"]] {
        let err = place.run(&line).expect(2).err;
        assert!(err.len() < 2000, "{}", err.len());
        assert!(!err.contains(['\u{1b}', '\u{202e}']), "{err:?}");
    }
}

#[test]
fn the_language_of_a_report_is_not_that_of_the_words() {
    let place = Place::new();
    let answer = place.run(["--lang", "de", "report", "none", "--incident", "1", "--lang", "en", "--out", "x"]).expect(3);
    assert!(answer.err.contains("gibt es nicht"), "{}", answer.err);
    let answer = place.run(["report", "none", "--incident", "1", "--lang", "de", "--out", "x"]).expect(3);
    assert!(answer.err.contains("does not exist"), "{}", answer.err);
}

#[test]
fn a_wrong_ca_is_wrong_usage() {
    let place = Place::new();
    std::fs::write(place.path("text.pem"), "no certificate\n").unwrap();
    std::fs::write(place.path("odd.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n").unwrap();
    for ca in ["missing.pem", "text.pem", "odd.pem", "."] {
        for source in ["imap://max@127.0.0.1:9", "box"] {
            let answer = place.feed(["scan", source, "--password-stdin", "--ca", ca], "Geheim\n").expect(2);
            assert!(answer.err.contains("no file of certificates"), "{ca}: {}", answer.err);
        }
    }
}
