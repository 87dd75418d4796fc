//! Faults before anybody has signed in.

use super::*;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;

fn refused(greeting: &str, security: Security) -> (SourceError, Fake) {
    let fake = Fake::greeting(greeting, |_| None);
    let outcome = ImapSource::connect(ImapConfig { security, ..config(&fake) }, Cancel::default());
    (outcome.err().unwrap(), fake)
}

#[test]
fn without_encryption_nothing_is_said() {
    for greeting in ["* PREAUTH [CAPABILITY IMAP4rev1 STARTTLS] hello\r\n", "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hello\r\n"] {
        let (error, fake) = refused(greeting, Security::StartTls);
        assert!(matches!(error, SourceError::NoEncryption { .. }), "{error:?}");
        assert!(!fake.heard_any("LOGIN") && !fake.heard_any("AUTH"));
    }
    // STARTTLS that is offered and then refused.
    for refusal in ["TAG NO not now\r\n", "TAG BAD what?\r\n"] {
        let fake = Fake::greeting("* OK [CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN] hello\r\n", move |_| Some(say(refusal)));
        let outcome = ImapSource::connect(ImapConfig { security: Security::StartTls, ..config(&fake) }, Cancel::default());
        assert!(matches!(outcome.err(), Some(SourceError::NoEncryption { .. })), "{refusal}");
        assert_eq!(fake.heard(), ["STARTTLS"]);
    }
    // A plain line is for this machine only, whatever a name resolves to.
    let far = ImapConfig { host: "192.0.2.1".into(), ..config(&Fake::start(|_| None)) };
    assert!(matches!(ImapSource::connect(far, Cancel::default()).err(), Some(SourceError::NoEncryption { .. })));
}

#[test]
fn greetings_that_are_none() {
    assert!(matches!(refused("* BYE [UNAVAILABLE] later\r\n", Security::Plain).0, SourceError::Wait { .. }));
    assert!(matches!(refused("* BYE go away\r\n", Security::Plain).0, SourceError::Refused { said } if said == "go away"));
    assert!(matches!(refused("+OK POP3 ready\r\n", Security::Plain).0, SourceError::Protocol { .. }));
    assert!(matches!(refused("220 ESMTP ready\r\n", Security::Plain).0, SourceError::Protocol { .. }));
    assert!(matches!(refused("* OK POP3? no\r\n", Security::Tls).0, SourceError::NoEncryption { .. }));
}

#[test]
fn login_is_the_way_where_plain_is_not_offered() {
    let fake = Fake::greeting("* OK [CAPABILITY IMAP4rev1] hello\r\n", |_| None);
    let secret = |text: &str| ImapConfig { secret: Secret::new(text), ..config(&fake) };
    ImapSource::connect(secret("quote \" and \\"), Cancel::default()).unwrap();
    ImapSource::connect(secret("Möwe"), Cancel::default()).unwrap();
    let logins: Vec<String> = fake.heard().into_iter().filter(|c| c.starts_with("LOGIN")).collect();
    assert_eq!(logins, ["LOGIN \"anna\" \"quote \\\" and \\\\\"", "LOGIN \"anna\" {5}Möwe"]);
    let injecting = ImapSource::connect(secret("x\r\nD9 DELETE Trash"), Cancel::default());
    assert!(matches!(injecting.err(), Some(SourceError::WrongPassword { .. })));
    assert!(!fake.heard_any("DELETE"));
    let (error, fake) = refused("* OK [CAPABILITY IMAP4rev1 LOGINDISABLED] hello\r\n", Security::Plain);
    assert!(matches!(error, SourceError::SignInNotAllowed { .. }));
    assert!(!fake.heard_any("geheim"));
}

/// Only LITERAL+ lets a literal go unasked, of any size; of LITERAL- (RFC 7888), which has a limit, no use is made. And what a
/// server can do beyond what is used is not switched on: UTF8=ACCEPT would change what names and headers mean.
#[test]
fn literals_wait_unless_the_server_takes_them_all() {
    for offered in ["", "LITERAL-", "ENABLE UTF8=ACCEPT LITERAL-"] {
        let fake = Fake::greeting(&format!("* OK [CAPABILITY IMAP4rev1 {offered}] hello\r\n"), |_| None);
        let secret = ImapConfig { secret: Secret::new("Möwe"), ..config(&fake) };
        ImapSource::connect(secret, Cancel::default()).unwrap().mailboxes().unwrap();
        assert!(fake.heard_any("LOGIN \"anna\" {5}Möwe"), "{offered}: {:?}", fake.heard());
        assert!(!fake.heard_any("UTF8"), "{offered}");
    }
}

#[test]
fn plain_without_an_initial_response_waits_to_be_asked() {
    let fake = Fake::greeting("* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hello\r\n", |command| match command {
        "AUTHENTICATE PLAIN" => Some(say("+ \r\n")),
        // The client's answer has no tag.
        "" => Some(say("D1 OK [CAPABILITY IMAP4rev1 MOVE] in\r\n")),
        _ => None,
    });
    assert_eq!(connect(&fake).open(&inbox()).unwrap().exists, 3);
}

/// What somebody in between slips in behind the OK to STARTTLS must not be taken for the server's word.
#[test]
fn what_comes_before_tls_is_thrown_away() {
    let certified = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let ca = dir.path().join("ca.pem");
    std::fs::write(&ca, certified.cert.pem()).unwrap();
    let key = rustls::pki_types::PrivateKeyDer::try_from(certified.signing_key.serialize_der()).unwrap();
    let tls = rustls::ServerConfig::builder_with_provider(std::sync::Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certified.cert.der().clone()], key)
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = std::thread::spawn(move || {
        let (mut socket, _) = listener.accept().unwrap();
        socket.write_all(b"* OK [CAPABILITY IMAP4rev1 STARTTLS] hello\r\n").unwrap();
        let mut line = String::new();
        BufReader::new(socket.try_clone().unwrap()).read_line(&mut line).unwrap();
        assert_eq!(line, "D1 STARTTLS\r\n");
        // All in one segment, so that it is read together.
        socket
            .write_all(
                b"D1 OK begin\r\n* CAPABILITY IMAP4rev1 LOGINDISABLED\r\nD2 OK done\r\nD3 OK [CAPABILITY IMAP4rev1] in\r\n",
            )
            .unwrap();
        let connection = rustls::ServerConnection::new(std::sync::Arc::new(tls)).unwrap();
        let mut stream = BufReader::new(rustls::StreamOwned::new(connection, socket));
        let mut heard = Vec::new();
        loop {
            let mut line = String::new();
            if stream.read_line(&mut line).unwrap_or(0) == 0 {
                return heard;
            }
            let (tag, command) = line.trim_end().split_once(' ').unwrap();
            heard.push(command.to_owned());
            let more = if command == "CAPABILITY" { "* CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR\r\n" } else { "" };
            stream.get_mut().write_all(format!("{more}{tag} OK done\r\n").as_bytes()).unwrap();
        }
    });
    let config = ImapConfig {
        host: "localhost".into(),
        port,
        security: Security::StartTls,
        ca: Some(ca.into()),
        ..config(&Fake::start(|_| None))
    };
    drop(ImapSource::connect(config, Cancel::default()).unwrap());
    let heard = server.join().unwrap();
    assert_eq!(heard[0], "CAPABILITY");
    assert!(heard[1].starts_with("AUTHENTICATE PLAIN "), "{heard:?}");
}
