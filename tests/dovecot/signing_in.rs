//! Connecting, encrypting, signing in.

use super::*;
use deich::source::CertificateProblem;

fn attempt(config: ImapConfig) -> Result<usize, SourceError> {
    ImapSource::connect(config, Cancel::default())?.mailboxes().map(|m| m.len())
}

#[test]
fn every_kind_of_line_and_what_goes_wrong_on_it() {
    let server = Dovecot::start(&Options::default());
    let plain = config(&server);
    let ca = Some(server.ca_pem.clone().into());
    let tls = ImapConfig { port: server.imaps_port, security: Security::Tls, ca: ca.clone(), ..plain.clone() };
    let start_tls = ImapConfig { security: Security::StartTls, ca, ..plain.clone() };
    for good in [&plain, &tls, &start_tls] {
        assert_eq!(attempt(good.clone()).unwrap(), 4, "{:?}\n{}", good.security, server.log());
    }

    for config in [&plain, &tls, &start_tls] {
        let wrong = ImapConfig { secret: Secret::new("Möwe"), ..config.clone() };
        assert!(matches!(attempt(wrong), Err(SourceError::WrongPassword { said }) if said.contains("AUTHENTICATIONFAILED")));
    }
    for config in [&tls, &start_tls] {
        let untrusted = ImapConfig { ca: None, ..config.clone() };
        let outcome = attempt(untrusted);
        let expected = CertificateProblem::UnknownIssuer;
        assert!(matches!(&outcome, Err(SourceError::Certificate { problem, .. }) if *problem == expected), "{outcome:?}");
        let misnamed = ImapConfig { host: "127.0.0.1".into(), ..config.clone() };
        let outcome = attempt(misnamed);
        let expected = CertificateProblem::WrongName;
        assert!(matches!(&outcome, Err(SourceError::Certificate { problem, .. }) if *problem == expected), "{outcome:?}");
        let no_ca = ImapConfig { ca: Some(server.dir().join("missing.pem").into()), ..config.clone() };
        assert!(matches!(attempt(no_ca), Err(SourceError::Io { kind: std::io::ErrorKind::NotFound, .. })));
        let no_pem = ImapConfig { ca: Some(server.dir().join("users").into()), ..config.clone() };
        assert!(matches!(attempt(no_pem), Err(SourceError::Io { kind: std::io::ErrorKind::InvalidData, .. })));
    }
    let no_tls_there = ImapConfig { port: server.imap_port, ..tls.clone() };
    assert!(matches!(attempt(no_tls_there), Err(SourceError::NoEncryption { .. })));
    let unknown = ImapConfig { host: "no-such-host.invalid".into(), ..tls.clone() };
    assert!(matches!(attempt(unknown), Err(SourceError::UnknownHost { .. })));
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    assert!(matches!(attempt(ImapConfig { port: closed, ..plain }), Err(SourceError::Unreachable { .. })));
}

#[test]
fn a_password_is_not_sent_where_the_server_forbids_it() {
    let server = Dovecot::start(&Options { more: "auth_mechanisms = cram-md5\n".into(), ..Options::default() });
    let outcome = attempt(config(&server));
    assert!(matches!(outcome, Err(SourceError::SignInNotAllowed { .. })), "{outcome:?}");
}

/// Which mechanism the server's log names for the last sign-in that worked. It writes that down a moment after it has answered.
fn mechanism(server: &Dovecot) -> String {
    for _ in 0..100 {
        let log = server.log();
        let method = log.rsplit("Info: Login: ").next().and_then(|line| line.split("method=").nth(1));
        if let Some(method) = method.and_then(|rest| rest.split(',').next()) {
            return method.to_owned();
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    "none".to_owned()
}

#[test]
fn the_best_mechanism_both_sides_know() {
    for (offered, used) in [
        ("plain login scram-sha-256", "SCRAM-SHA-256"),
        ("scram-sha-256", "SCRAM-SHA-256"),
        ("login", "LOGIN"),
        ("plain login", "PLAIN"),
    ] {
        // With the first answer in the command, and with the server asking for it.
        for without in [vec![], vec!["SASL-IR"]] {
            let server =
                Dovecot::start(&Options { more: format!("auth_mechanisms = {offered}\n"), without, ..Options::default() });
            assert_eq!(attempt(config(&server)).unwrap(), 4, "{offered}\n{}", server.log());
            assert_eq!(mechanism(&server), used, "{offered}");
            let wrong = ImapConfig { secret: Secret::new("Möwe"), ..config(&server) };
            let outcome = attempt(wrong);
            assert!(matches!(outcome, Err(SourceError::WrongPassword { .. })), "{offered}: {outcome:?}");
            assert!(!server.log().contains(server.password), "{offered}");
        }
    }
}

#[test]
fn a_server_that_keeps_passwords_in_another_form_gets_plain() {
    let server = Dovecot::start(&Options { more: "auth_mechanisms = plain scram-sha-256\n".into(), ..Options::default() });
    // Fit for PLAIN only: SCRAM is refused before the proof.
    let hashed = server.doveadm(&["pw", "-s", "SHA512-CRYPT", "-p", server.password]);
    std::fs::write(server.dir().join("users"), format!("{}:{hashed}", server.user)).unwrap();
    assert_eq!(attempt(config(&server)).unwrap(), 4, "{}", server.log());
    assert_eq!(mechanism(&server), "PLAIN");
    let wrong = ImapConfig { secret: Secret::new("Möwe"), ..config(&server) };
    assert!(matches!(attempt(wrong), Err(SourceError::WrongPassword { .. })));
}

/// A token (RFC 7519) as the server takes it, signed with the key that it knows.
fn token(key: &[u8], user: &str) -> String {
    let url = |octets: &[u8]| {
        let text = deich::mail::base64::padded(octets);
        text.trim_end_matches('=').replace('+', "-").replace('/', "_")
    };
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    let body = format!("{{\"sub\":\"{user}\",\"username\":\"{user}\",\"iat\":{},\"exp\":{}}}", now - 10, now + 600);
    let signed = format!("{}.{}", url(br#"{"alg":"HS256","typ":"JWT"}"#), url(body.as_bytes()));
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, key);
    format!("{signed}.{}", url(ring::hmac::sign(&key, signed.as_bytes()).as_ref()))
}

#[test]
fn a_token_in_place_of_a_password() {
    let keys = tempfile::tempdir().unwrap();
    std::fs::set_permissions(keys.path(), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let place = keys.path().join("default/HS256");
    std::fs::create_dir_all(&place).unwrap();
    std::fs::write(place.join("default"), deich::mail::base64::padded(b"only for tests")).unwrap();
    let settings = keys.path().join("oauth2.conf");
    let prefix = keys.path().display();
    std::fs::write(
        &settings,
        format!(
            "introspection_mode = local\nlocal_validation_key_dict = fs:posix:prefix={prefix}/\nusername_attribute = username\n\
             openid_configuration_url = https://login.example/.well-known\n"
        ),
    )
    .unwrap();
    for mechanism_name in ["oauthbearer", "xoauth2"] {
        let more = format!(
            "auth_mechanisms = plain {mechanism_name}\npassdb {{\n driver = oauth2\n mechanisms = {mechanism_name}\n args = {}\n}}\n",
            settings.display()
        );
        for without in [vec![], vec!["SASL-IR"]] {
            let server = Dovecot::start(&Options { more: more.clone(), without, ..Options::default() });
            let good = token(b"only for tests", server.user);
            let with = |secret| ImapConfig { secret, ..config(&server) };
            assert_eq!(attempt(with(Secret::token(&good))).unwrap(), 4, "{mechanism_name}\n{}", server.log());
            assert_eq!(mechanism(&server), mechanism_name.to_uppercase());
            let outcome = attempt(with(Secret::token(token(b"another key", server.user))));
            assert!(matches!(outcome, Err(SourceError::WrongPassword { .. } | SourceError::Refused { .. })), "{outcome:?}");
            assert!(attempt(with(Secret::token("no such token"))).is_err());
            // A password still works beside it, and a token is never sent as one.
            assert_eq!(attempt(config(&server)).unwrap(), 4);
            assert!(!server.log().contains(&good), "{}", server.log());
        }
    }
    let server = Dovecot::start(&Options::default());
    let outcome = attempt(ImapConfig { secret: Secret::token("abc"), ..config(&server) });
    assert!(matches!(outcome, Err(SourceError::SignInNotAllowed { .. })), "{outcome:?}");
}
