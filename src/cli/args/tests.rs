use super::*;
use clap::CommandFactory;

fn parse(line: &[&str]) -> Result<Cli, clap::Error> {
    Cli::try_parse_from(std::iter::once("deich").chain(line.iter().copied()))
}

#[test]
fn the_definition_is_sound() {
    Cli::command().debug_assert();
}

#[test]
fn the_commands_of_the_manual() {
    for line in [
        vec![],
        vec!["demo"],
        vec!["demo", "--size", "200", "--dir", "x"],
        vec![
            "scan",
            "imaps://max%40club.example@imap.example",
            "--me",
            "a@b.example",
            "--me",
            "c@d.example",
            "--folder",
            "INBOX",
            "--json",
        ],
        vec!["clean", "Maildir", "--incident", "1", "--to", "Mail-Sturm", "--dry-run"],
        vec!["rescue", "Maildir", "--dry-run"],
        vec!["undo"],
        vec!["undo", "7", "--data", "x"],
        vec!["finish"],
        vec!["--data", "x", "history", "--json"],
        vec!["filter", "x.mbox", "--incident", "1", "--out", "storm.sieve"],
        vec!["report", "x.mbox", "--incident", "1", "--lang", "de", "--out", "report.eml"],
        vec!["scan", "imap://max@127.0.0.1:1143", "--password-stdin", "--starttls", "--ca", "ca.pem", "--remember"],
    ] {
        assert!(parse(&line).is_ok(), "{line:?}: {:?}", parse(&line).err());
    }
}

#[test]
fn wrong_usage() {
    for line in [
        vec!["scan"],
        vec!["scan", "a", "b"],
        vec!["clean", "Maildir"],
        vec!["clean", "Maildir", "--incident", "one"],
        vec!["clean", "Maildir", "--incident", "-1"],
        vec!["undo", "first"],
        vec!["filter", "x.mbox", "--incident", "1"],
        vec!["report", "x.mbox", "--incident", "1", "--lang", "fr", "--out", "r.eml"],
        vec!["report", "x.mbox", "--incident", "1", "--out", "r.eml"],
        vec!["demo", "--size", "0"],
        vec!["scan", "x", "--password", "geheim"],
        vec!["delete"],
    ] {
        assert_eq!(parse(&line).map(|_| ()).map_err(|e| e.exit_code()), Err(2), "{line:?}");
    }
}
