//! The command line on a real server: scan, clean up, undo, by the words a person types.

use super::end_to_end::{everything, fill, inbox};
use super::support::{Dovecot, Options};
use deich::demo;
use std::io::Write as _;
use std::process::{Command, Output, Stdio};

struct Shell<'a> {
    server: &'a Dovecot,
    data: tempfile::TempDir,
}

impl Shell<'_> {
    fn deich(&self, password: &str, words: &[&str]) -> Output {
        let mut child = Command::new(env!("CARGO_BIN_EXE_deich"))
            .args(words)
            .args(["--password-stdin", "--ca"])
            .arg(&self.server.ca_pem)
            .env("DEICH_DATA", self.data.path())
            .env("DEICH_KEYRING", "off")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        writeln!(child.stdin.take().unwrap(), "{password}").unwrap();
        child.wait_with_output().unwrap()
    }
}

#[test]
fn scan_clean_and_undo_as_typed() {
    let server = Dovecot::start(&Options::default());
    fill(&server, 1000);
    let (before, all) = (inbox(&server), everything(&server));
    let user = server.user.replace('@', "%40");
    let shell = Shell { server: &server, data: tempfile::tempdir().unwrap() };
    let said =
        |output: &Output| format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));

    for (source, more) in [
        (format!("imaps://{user}@{}:{}", server.host, server.imaps_port), None),
        (format!("imap://{user}@{}:{}", server.host, server.imap_port), Some("--starttls")),
    ] {
        let run = |words: &[&str]| shell.deich(server.password, &[words, more.as_slice()].concat());
        let scan = run(&["scan", &source, "--me", demo::ME, "--json"]);
        assert_eq!(scan.status.code(), Some(0), "{}", said(&scan));
        let json: serde_json::Value = serde_json::from_slice(&scan.stdout).unwrap();
        assert_eq!(json["incidents"][0]["key"], demo::ALIAS);
        let plan = |m: &&serde_json::Value| !m["incident"].is_null() && m["protected"].is_null();
        let offered = json["messages"].as_array().unwrap().iter().filter(plan).count();

        let dry = run(&["clean", &source, "--me", demo::ME, "--incident", "1", "--dry-run"]);
        assert_eq!((dry.status.code(), everything(&server) == all), (Some(0), true), "{}", said(&dry));
        assert_eq!(inbox(&server), before, "a dry run moves nothing");

        let clean = run(&["clean", &source, "--me", demo::ME, "--incident", "1", "--yes"]);
        assert_eq!(clean.status.code(), Some(0), "{}", said(&clean));
        assert_eq!((inbox(&server).len(), server.contents("Trash").len()), (before.len() - offered, offered));

        let undo = run(&["undo"]);
        assert_eq!(undo.status.code(), Some(0), "{}", said(&undo));
        assert_eq!((inbox(&server), everything(&server)), (before.clone(), all.clone()), "everything is back");
    }

    let source = format!("imaps://{user}@{}:{}", server.host, server.imaps_port);
    let wrong = shell.deich("no such word", &["scan", &source]);
    assert_eq!(wrong.status.code(), Some(3), "{}", said(&wrong));
}
