//! Servers that are broken, hostile, or poorer than most, by script.

use super::*;
use crate::account::Security;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

const GREETING: &str =
    "\"IMPLEMENTATION\" \"Fake 1\"\r\n\"SASL\" \"PLAIN\"\r\n\"SIEVE\" \"fileinto DATE\"\r\n\"VERSION\" \"1.0\"\r\nOK \"hi\"\r\n";

/// A server that says what a test wants it to say.
struct Fake {
    port: u16,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Fake {
    /// Answers every command by `script`; None: in the usual way. An answer that ends in `CUT` ends the connection there.
    fn start(greeting: &'static str, mut script: impl FnMut(&str) -> Option<String> + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let log = heard.clone();
        // Ends with the test's process.
        thread::spawn(move || {
            for stream in listener.incoming() {
                let _ = serve(&stream.unwrap(), greeting, &log, &mut script);
            }
        });
        Self { port, heard }
    }

    fn usual(script: impl FnMut(&str) -> Option<String> + Send + 'static) -> Self {
        Self::start(GREETING, script)
    }

    fn config(&self) -> SieveConfig {
        let patience = Patience { connect: Duration::from_secs(5), answer: Duration::from_secs(5), ..Patience::default() };
        SieveConfig {
            server: Endpoint {
                host: "127.0.0.1".into(),
                port: self.port,
                security: Security::Plain,
                ca: None,
                trusted: None,
                patience,
            },
            user: "anna".into(),
            secret: Secret::new("geheim"),
        }
    }

    fn connect(&self) -> Result<ManageSieve> {
        ManageSieve::connect(&self.config(), &Cancel::default())
    }

    fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }
}

fn serve(
    mut stream: &TcpStream,
    greeting: &str,
    log: &Mutex<Vec<String>>,
    script: &mut dyn FnMut(&str) -> Option<String>,
) -> std::io::Result<()> {
    stream.write_all(greeting.as_bytes())?;
    let mut lines = BufReader::new(stream.try_clone()?);
    loop {
        let mut command = String::new();
        if lines.read_line(&mut command)? == 0 {
            return Ok(());
        }
        while let Some(size) =
            command.strip_suffix("+}\r\n").and_then(|c| c.rsplit_once('{')).map(|(_, n)| n.parse::<usize>().unwrap())
        {
            let mut literal = vec![0; size];
            lines.read_exact(&mut literal)?;
            command.push_str(&String::from_utf8(literal).unwrap());
            lines.read_line(&mut command)?;
        }
        let command = command.strip_suffix("\r\n").unwrap().to_owned();
        log.lock().unwrap().push(command.clone());
        let answer = script(&command).unwrap_or_else(|| match command.as_str() {
            "CAPABILITY" => greeting.to_owned(),
            _ => "OK\r\n".to_owned(),
        });
        match answer.strip_suffix("CUT") {
            Some(answer) => return stream.write_all(answer.as_bytes()),
            None => stream.write_all(answer.as_bytes())?,
        }
    }
}

fn name(name: &str) -> ScriptName {
    ScriptName::new(name).unwrap()
}

/// What comes of one command that is answered so.
fn answered<T>(answer: impl Into<String>, work: impl FnOnce(&mut ManageSieve) -> Result<T>) -> (Result<T>, ManageSieve) {
    let answer = answer.into();
    let fake = Fake::usual(move |command| {
        let usual = ["AUTHENTICATE", "NOOP", "CAPABILITY"].iter().any(|c| command.starts_with(c));
        (!usual).then(|| answer.clone())
    });
    let mut sieve = fake.connect().unwrap();
    (work(&mut sieve), sieve)
}

fn error<T: std::fmt::Debug>(answer: impl Into<String>, work: impl FnOnce(&mut ManageSieve) -> Result<T>) -> SieveError {
    answered(answer, work).0.unwrap_err()
}

#[test]
fn every_command_is_said_as_the_rfc_has_it() {
    let fake = Fake::usual(|command| match command.split(' ').next().unwrap() {
        "LISTSCRIPTS" => Some("\"a\"\r\n{3}\r\nb\"c active\r\nOK\r\n".into()),
        "GETSCRIPT" => Some("{8}\r\nkeep;\r\n\n\r\nOK\r\n".into()),
        "PUTSCRIPT" => Some("OK (WARNINGS) {13}\r\nline 1:\r\nodd!\r\n".into()),
        _ => None,
    });
    let mut sieve = fake.connect().unwrap();
    assert_eq!(sieve.capabilities().implementation, "Fake 1");
    assert_eq!(sieve.capabilities().extensions, ["date", "fileinto"].map(str::to_owned).into());
    let listed = |name: &[u8], active| Script { name: ScriptName::listed(name).unwrap(), active };
    assert_eq!(sieve.list().unwrap(), [listed(b"a", false), listed(b"b\"c", true)]);
    assert_eq!(sieve.get(&name("a")).unwrap(), b"keep;\r\n\n");
    assert_eq!(sieve.check(b"keep;").unwrap(), None);
    assert_eq!(sieve.put(&name("b\"c"), b"keep;\r\n").unwrap().as_deref(), Some("line 1:\nodd!"));
    sieve.activate(Some(&name("a"))).unwrap();
    sieve.activate(None).unwrap();
    sieve.delete(&name("a")).unwrap();
    sieve.rename(&name("a"), &name("ä")).unwrap();
    sieve.have_space(&name("a"), 1_000).unwrap();
    sieve.log_out().unwrap();
    let heard = fake.heard();
    assert_eq!(
        heard,
        [
            "AUTHENTICATE \"PLAIN\" \"AGFubmEAZ2VoZWlt\"",
            "NOOP",
            "CAPABILITY",
            "LISTSCRIPTS",
            "GETSCRIPT \"a\"",
            "CHECKSCRIPT \"keep;\"",
            "PUTSCRIPT \"b\\\"c\" {7+}\r\nkeep;\r\n",
            "SETACTIVE \"a\"",
            "SETACTIVE \"\"",
            "DELETESCRIPT \"a\"",
            "RENAMESCRIPT \"a\" \"ä\"",
            "HAVESPACE \"a\" 1000",
            "LOGOUT",
        ]
    );
}

#[test]
fn refusals_are_told_apart() {
    let said = || "no".to_owned();
    let a = name("a");
    assert_eq!(error("NO {12}\r\nline 1:\r\nbad\r\n", |s| s.check(b"x")), SieveError::BadScript { said: "line 1:\nbad".into() });
    assert_eq!(error("NO \"no\"\r\n", |s| s.put(&a, b"x")), SieveError::BadScript { said: said() });
    let too_large = SieveError::NoRoom { what: Quota::Size, said: said() };
    assert_eq!(error("NO (QUOTA/MAXSIZE) \"no\"\r\n", |s| s.put(&a, b"x")), too_large);
    assert_eq!(error("NO (QUOTA/MAXSIZE) \"no\"\r\n", |s| s.have_space(&a, 1)), too_large);
    assert_eq!(error("NO \"no\"\r\n", |s| s.have_space(&a, 1)), SieveError::NoRoom { what: Quota::Unnamed, said: said() });
    assert_eq!(error("NO (ACTIVE) \"no\"\r\n", |s| s.delete(&a)), SieveError::Active { said: said() });
    assert_eq!(error("NO (NONEXISTENT) \"no\"\r\n", |s| s.get(&a)), SieveError::NoSuchScript { said: said() });
    assert_eq!(error("NO (ALREADYEXISTS) \"no\"\r\n", |s| s.rename(&a, &a)), SieveError::NameTaken { said: said() });
    assert_eq!(error("NO (TRYLATER) \"no\"\r\n", ManageSieve::list), SieveError::Wait { said: said() });
    assert_eq!(error("NO \"no\"\r\n", |s| s.activate(None)), SieveError::Refused { said: said() });
    let (outcome, mut sieve) = answered("NO \"no\"\r\n", |s| s.delete(&a));
    assert!(outcome.is_err());
    // A NO is an answer: the line goes on.
    assert_eq!(sieve.delete(&a), outcome);
}

#[test]
fn an_answer_that_breaks_off_ends_the_connection() {
    let ends = [
        ("CUT", "closed"),
        ("\"a\" ACT", "closed"),
        ("{10}\r\nabc", "closed"),
        ("OK \"half", "closed"),
        ("BYE \"going down\"\r\n", "going down"),
        ("\"a\"\r\nBYE (X) \"going down\"\r\n", "going down"),
    ];
    for (answer, why) in ends {
        let (outcome, mut sieve) = answered(format!("{}CUT", answer.trim_end_matches("CUT")), ManageSieve::list);
        let dropped = |e: &SieveError| matches!(e, SieveError::Line(WireError::Dropped { detail, .. }) if detail.contains(why));
        assert!(dropped(&outcome.clone().unwrap_err()), "{answer}: {outcome:?}");
        // Nothing is said on it any more.
        assert!(matches!(sieve.delete(&name("a")), Err(SieveError::Line(WireError::Dropped { .. }))));
    }
    let later = error("BYE (TRYLATER) \"later\"\r\nCUT", ManageSieve::list);
    assert_eq!(later, SieveError::Wait { said: "later".into() });
    let elsewhere = error("BYE (REFERRAL \"sieve://evil.example\") \"go\"\r\nCUT", ManageSieve::list);
    assert_eq!(elsewhere, SieveError::Elsewhere { to: "sieve://evil.example".into(), said: "go".into() });
}

/// Without tags, an answer that comes too late would be taken for the next command's.
#[test]
fn a_late_answer_is_nobodys() {
    let fake = Fake::usual(|command| command.starts_with("DELETESCRIPT").then(String::new));
    let mut config = fake.config();
    config.server.patience.answer = Duration::from_millis(300);
    let mut sieve = ManageSieve::connect(&config, &Cancel::default()).unwrap();
    let late = sieve.delete(&name("a"));
    assert!(matches!(late, Err(SieveError::Line(WireError::TimedOut { .. }))), "{late:?}");
    assert!(matches!(sieve.list(), Err(SieveError::Line(WireError::Dropped { .. }))));
    assert_eq!(fake.heard().last().unwrap(), "DELETESCRIPT \"a\"");
}

#[test]
fn hostile_answers_are_limited_or_refused() {
    let limit = |answer: String| match error(answer, ManageSieve::list) {
        SieveError::Line(WireError::Limit { what, .. }) => what,
        other => panic!("{other:?}"),
    };
    assert_eq!(limit("{4294967296}\r\n".into()), "a literal");
    assert_eq!(limit("x".repeat(65 * 1024)), "a line");
    assert_eq!(limit("\"a\"\r\n".repeat(10_001)), "an answer");
    assert_eq!(limit(format!("\"{}\"\r\n", "x".repeat(60_000)).repeat(80)), "an answer");
    let literal = format!("{{4000000}}\r\n{}", "x".repeat(4_000_000));
    assert_eq!(limit(format!("{literal} {literal}\r\n")), "a response");
    for nonsense in [
        "* OK IMAP\r\n",
        "\"a\r\n",
        "{3}\r\na\nb\r\nOK\r\n",
        "\"\"\r\nOK\r\n",
        "\"a\" ACTIVE\r\n\"b\" ACTIVE\r\nOK\r\n",
        "{1}\r\n\0\r\nOK\r\n",
    ] {
        let (outcome, mut sieve) = answered(nonsense, ManageSieve::list);
        assert!(matches!(outcome, Err(SieveError::Protocol { .. })), "{nonsense:?}: {outcome:?}");
        assert!(matches!(sieve.list(), Err(SieveError::Line(WireError::Dropped { .. }))), "{nonsense:?}");
    }
    for nonsense in ["OK\r\n", "\"a\"\r\n\"b\"\r\nOK\r\n", "\"a\" ACTIVE\r\nOK\r\n"] {
        assert!(matches!(error(nonsense, |s| s.get(&name("a"))), SieveError::Protocol { .. }), "{nonsense:?}");
    }
    let huge = vec![b' '; MAX_SCRIPT + 1];
    let (outcome, sieve) = answered("OK\r\n", |s| s.put(&name("a"), &huge));
    assert!(matches!(outcome, Err(SieveError::Line(WireError::Limit { what: "a script", .. }))));
    drop(sieve);
}

#[test]
fn greetings_that_are_none() {
    let refused = |greeting: &'static str| Fake::start(greeting, |_| None).connect().err().unwrap();
    for other in ["* OK IMAP4rev1 ready\r\n", "+OK POP3\r\n", "220 mail.example ESMTP\r\n", "\x16\x03\x01\r\n"] {
        assert!(matches!(refused(other), SieveError::Protocol { .. }), "{other}");
    }
    assert_eq!(refused("BYE (TRYLATER) \"later\"\r\n"), SieveError::Wait { said: "later".into() });
    assert!(matches!(refused("BYE \"full\"\r\n"), SieveError::Line(WireError::Dropped { detail, .. }) if detail == "full"));
    assert_eq!(refused("NO \"not you\"\r\n"), SieveError::Refused { said: "not you".into() });
}

#[test]
fn a_password_goes_only_where_it_may() {
    // STARTTLS taken out of the capabilities, or refused.
    for (greeting, heard) in [(GREETING, 0), ("\"SASL\" \"PLAIN\"\r\n\"STARTTLS\"\r\n\"VERSION\" \"1.0\"\r\nOK\r\n", 1)] {
        let fake = Fake::start(greeting, |command| (command == "STARTTLS").then(|| "NO\r\n".into()));
        let mut config = fake.config();
        config.server.security = Security::StartTls;
        let outcome = ManageSieve::connect(&config, &Cancel::default()).err();
        assert!(matches!(outcome, Some(SieveError::Line(WireError::NoEncryption { .. }))), "{outcome:?}");
        assert_eq!(fake.heard().len(), heard);
    }
    let fake = Fake::start("\"SASL\" \"\"\r\n\"STARTTLS\"\r\nOK\r\n", |_| None);
    assert!(matches!(fake.connect().err(), Some(SieveError::SignInNotAllowed { .. })));
    assert!(fake.heard().is_empty());
    let mut far = fake.config();
    far.server.host = "192.0.2.1".into();
    let outcome = ManageSieve::connect(&far, &Cancel::default()).err();
    assert!(matches!(outcome, Some(SieveError::Line(WireError::NoEncryption { .. }))), "{outcome:?}");
    for (code, expected) in [
        ("(AUTH-TOO-WEAK) ", SieveError::SignInNotAllowed { said: "no".into() }),
        ("(ENCRYPT-NEEDED) ", SieveError::SignInNotAllowed { said: "no".into() }),
        ("(TRYLATER) ", SieveError::Wait { said: "no".into() }),
        ("", SieveError::WrongPassword { said: "no".into() }),
    ] {
        let fake = Fake::usual(move |c| c.starts_with("AUTHENTICATE").then(|| format!("NO {code}\"no\"\r\n")));
        assert_eq!(fake.connect().err(), Some(expected));
    }
    let fake = Fake::usual(|_| None);
    let unsayable = SieveConfig { secret: Secret::new("a\0b"), ..fake.config() };
    assert!(matches!(ManageSieve::connect(&unsayable, &Cancel::default()).err(), Some(SieveError::WrongPassword { .. })));
    assert!(fake.heard().is_empty());
}

#[test]
fn login_is_the_way_where_plain_is_not_offered() {
    let mut asked = 0;
    let fake = Fake::start("\"SASL\" \"login\"\r\n\"VERSION\" \"1.0\"\r\nOK\r\n", move |command| {
        asked += usize::from(command == "AUTHENTICATE \"LOGIN\"" || asked > 0);
        match asked {
            1 => Some("\"VXNlcm5hbWU6\"\r\n".into()),
            2 => Some("{12}\r\nUGFzc3dvcmQ6\r\n".into()),
            _ => None,
        }
    });
    fake.connect().unwrap();
    assert_eq!(fake.heard()[..3], ["AUTHENTICATE \"LOGIN\"", "\"YW5uYQ==\"", "\"Z2VoZWlt\""]);
    let more = Fake::usual(|command| command.starts_with("AUTHENTICATE").then(|| "\"\"\r\n".into()));
    assert!(matches!(more.connect().err(), Some(SieveError::Protocol { .. })));
}

/// What somebody in between slips in behind the OK to STARTTLS is not the server's word, nor is what was offered before it.
#[test]
fn nothing_from_before_tls_counts() {
    let certified = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let ca = dir.path().join("ca.pem");
    std::fs::write(&ca, certified.cert.pem()).unwrap();
    let key = rustls::pki_types::PrivateKeyDer::try_from(certified.signing_key.serialize_der()).unwrap();
    let tls = rustls::ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certified.cert.der().clone()], key)
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = thread::spawn(move || {
        let (mut socket, _) = listener.accept().unwrap();
        socket.write_all(b"\"SASL\" \"PLAIN\"\r\n\"SIEVE\" \"before\"\r\n\"STARTTLS\"\r\nOK\r\n").unwrap();
        let mut line = String::new();
        BufReader::new(socket.try_clone().unwrap()).read_line(&mut line).unwrap();
        assert_eq!(line, "STARTTLS\r\n");
        // All in one segment, so that it is read together.
        socket.write_all(b"OK\r\n\"SASL\" \"PLAIN\"\r\n\"SIEVE\" \"slipped\"\r\nOK\r\nOK\r\nOK\r\n").unwrap();
        let connection = rustls::ServerConnection::new(Arc::new(tls)).unwrap();
        let mut stream = BufReader::new(rustls::StreamOwned::new(connection, socket));
        stream.get_mut().write_all(b"\"SASL\" \"LOGIN\"\r\n\"SIEVE\" \"inside\"\r\nOK\r\n").unwrap();
        let mut heard = Vec::new();
        loop {
            let mut line = String::new();
            if stream.read_line(&mut line).unwrap_or(0) == 0 {
                return heard;
            }
            let answer = match line.split_whitespace().next().unwrap() {
                "AUTHENTICATE" | "\"YW5uYQ==\"" => "\"\"\r\n",
                "CAPABILITY" => "\"SIEVE\" \"inside\"\r\nOK\r\n",
                _ => "OK\r\n",
            };
            heard.push(line.trim_end().to_owned());
            stream.get_mut().write_all(answer.as_bytes()).unwrap();
        }
    });
    let mut config = Fake::usual(|_| None).config();
    config.server =
        Endpoint { host: "localhost".into(), port, security: Security::StartTls, ca: Some(ca.into()), ..config.server };
    let sieve = ManageSieve::connect(&config, &Cancel::default()).unwrap();
    assert_eq!(sieve.capabilities().extensions, ["inside".to_owned()].into());
    drop(sieve);
    assert_eq!(server.join().unwrap()[..3], ["NOOP", "AUTHENTICATE \"LOGIN\"", "\"YW5uYQ==\""]);
}

/// Some servers say their capabilities again after sign-in, most don't, and old ones know no NOOP: no answer is mistaken.
#[test]
fn what_is_said_unasked_is_not_taken_for_an_answer() {
    let chatty = Fake::usual(|command| {
        command.starts_with("AUTHENTICATE").then(|| "OK\r\n\"SIEVE\" \"vacation\"\r\n\"VERSION\" \"1.0\"\r\nOK\r\n".into())
    });
    let mut sieve = chatty.connect().unwrap();
    assert_eq!(sieve.capabilities().extensions, ["vacation".to_owned()].into());
    assert_eq!(sieve.list().unwrap(), []);
    assert!(!chatty.heard().contains(&"CAPABILITY".to_owned()));
    let old = Fake::start("\"SASL\" \"PLAIN\"\r\n\"SIEVE\" \"date\"\r\nOK\r\n", |command| match command {
        "NOOP" => Some("NO \"what?\"\r\n".into()),
        "LISTSCRIPTS" => Some("\"a\" ACTIVE\r\n\"deich-check\"\r\nOK\r\n".into()),
        _ => None,
    });
    let mut sieve = old.connect().unwrap();
    assert_eq!(sieve.capabilities().extensions, ["date".to_owned()].into());
    assert_eq!(sieve.rename(&name("a"), &name("b")), Err(SieveError::Unsupported));
    sieve.check(b"keep;").unwrap();
    let heard = old.heard();
    assert_eq!(heard[3..], ["LISTSCRIPTS", "PUTSCRIPT \"deich-check-1\" \"keep;\"", "DELETESCRIPT \"deich-check-1\""]);
    let endless = Fake::usual(|command| (command == "NOOP").then(|| "\"A\"\r\nOK\r\n".repeat(9)));
    assert!(matches!(endless.connect().err(), Some(SieveError::Protocol { .. })));
}

#[test]
fn a_cancel_ends_a_wait() {
    let fake = Fake::usual(|command| (command == "LISTSCRIPTS").then(String::new));
    let cancel = Cancel::default();
    let mut sieve = ManageSieve::connect(&fake.config(), &cancel).unwrap();
    cancel.cancel();
    assert_eq!(sieve.list(), Err(SieveError::Line(WireError::Cancelled)));
}
