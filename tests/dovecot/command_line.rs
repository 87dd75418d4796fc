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
        self.strange(password, &[words, &["--ca", self.server.ca_pem.to_str().unwrap()]].concat())
    }

    /// Without the CA that vouches for the server.
    fn strange(&self, password: &str, words: &[&str]) -> Output {
        let mut child = Command::new(env!("CARGO_BIN_EXE_deich"))
            .args(words)
            .arg("--password-stdin")
            .env("DEICH_LANG", "en")
            .env("DEICH_DATA", self.data.path())
            .env("DEICH_KEYRING", "off")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // One that gives up early does not read it.
        let _ = writeln!(child.stdin.take().unwrap(), "{password}");
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

    // An undo asks for no more than it must, and no less. The CA is known from before, unless another is named; and the certificate is
    // trusted there too.
    for known in [true, false] {
        let clean = shell.deich(server.password, &["clean", &source, "--me", demo::ME, "--incident", "1", "--yes"]);
        assert_eq!(clean.status.code(), Some(0), "{}", said(&clean));
        if known {
            let undo = shell.strange(server.password, &["undo"]);
            assert_eq!((undo.status.code(), inbox(&server) == before), (Some(0), true), "{}", said(&undo));
        }
    }
    let other = shell.data.path().join("other.pem");
    let stranger = rcgen::generate_simple_self_signed(["other.example".to_owned()]).unwrap();
    std::fs::write(&other, stranger.cert.pem()).unwrap();
    let other = other.to_str().unwrap();
    let refused = shell.strange(server.password, &["undo", "--ca", other]);
    assert_eq!(refused.status.code(), Some(3), "{}", said(&refused));
    let words = said(&refused);
    let print = words.split("(SHA-256) is ").nth(1).and_then(|rest| rest.split(". ").next()).unwrap_or_else(|| panic!("{words}"));
    let undo = shell.strange(server.password, &["undo", "--ca", other, "--trust-certificate", print]);
    assert_eq!(undo.status.code(), Some(0), "{}", said(&undo));
    assert_eq!((inbox(&server), everything(&server)), (before, all), "everything is back");
}

#[test]
fn a_certificate_trusted_by_its_fingerprint_and_an_account_forgotten() {
    let server = Dovecot::start(&Options::default());
    server.deliver("INBOX", (1..=3).map(super::message));
    let data = tempfile::tempdir().unwrap();
    // Without the CA that vouches for it.
    let run = |words: &[&str]| {
        let mut child = Command::new(env!("CARGO_BIN_EXE_deich"))
            .args(words)
            .arg("--password-stdin")
            .env("DEICH_DATA", data.path())
            .env("DEICH_KEYRING", "off")
            .env("DEICH_LANG", "en")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // One that gives up early does not read it.
        let _ = writeln!(child.stdin.take().unwrap(), "{}", server.password);
        let output = child.wait_with_output().unwrap();
        (output.status.code(), format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)))
    };
    let source = format!("imaps://{}@{}:{}", server.user.replace('@', "%40"), server.host, server.imaps_port);
    let (code, said) = run(&["scan", &source]);
    assert_eq!(code, Some(3), "{said}");
    let print = said.split("(SHA-256) is ").nth(1).and_then(|rest| rest.split(". ").next()).unwrap_or_else(|| panic!("{said}"));
    let wrong = format!("{}00", &print[..print.len() - 2]);
    let (code, said) = run(&["scan", &source, "--trust-certificate", &wrong]);
    assert!(code == Some(3) && said.contains("another certificate"), "{said}");
    assert_eq!(run(&["scan", &source, "--trust-certificate", "abc"]).0, Some(2));
    let (code, said) = run(&["scan", &source, "--trust-certificate", &print.replace(':', "").to_lowercase()]);
    assert_eq!(code, Some(1), "{said}");
    // From here on.
    assert_eq!(run(&["scan", &source]).0, Some(1));
    let (code, said) = run(&["accounts", "--json"]);
    let json: serde_json::Value = serde_json::from_str(said.lines().next().unwrap()).unwrap_or_else(|_| panic!("{said}"));
    assert_eq!((code, json["accounts"][0]["source"].as_str()), (Some(0), Some(source.as_str())), "{said}");
    assert_eq!(run(&["accounts", "--forget", "nobody@example.org"]).0, Some(2));
    assert_eq!(run(&["accounts", "--forget", server.user]).0, Some(1), "none is left");
    assert_eq!(run(&["scan", &source]).0, Some(3), "the trust is forgotten as well");
}
