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
    let ca = Some(server.ca_pem.clone());
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
        let no_ca = ImapConfig { ca: Some(server.dir().join("missing.pem")), ..config.clone() };
        assert!(matches!(attempt(no_ca), Err(SourceError::Io { kind: std::io::ErrorKind::NotFound, .. })));
        let no_pem = ImapConfig { ca: Some(server.dir().join("users")), ..config.clone() };
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
    let server = Dovecot::start(&Options { more: "auth_mechanisms = login\n".into(), ..Options::default() });
    let outcome = attempt(config(&server));
    assert!(matches!(outcome, Err(SourceError::SignInNotAllowed { .. })), "{outcome:?}");
}
