use super::*;

fn server(host: &str, security: Security) -> Submission {
    Submission { host: host.into(), port: 9, security, user: "me".into(), ca: None }
}

fn send_to(host: &str, security: Security, from: &str, to: &str) -> Result<(), SendError> {
    send(&server(host, security), &Secret::new("x"), from, &[to.to_owned()], b"Subject: x\r\n\r\nx\r\n")
}

#[test]
fn plain_lines_are_for_loopback_alone() {
    for host in ["mail.example.org", "192.0.2.1", "localhost.example.org", "127.0.0.1.example"] {
        let got = send_to(host, Security::Plain, "a@example.org", "b@example.org");
        assert_eq!(got, Err(SendError::NoEncryption { host: host.into() }));
    }
    assert!(is_loopback("127.8.9.1") && is_loopback("::1") && is_loopback("localhost"));
}

#[test]
fn addresses_cannot_smuggle_commands() {
    for bad in ["", "nobody", "a@b.example>\r\nRCPT TO:<c@d.example", "a b@c.example", "<a@b.example>"] {
        let got = send_to("127.0.0.1", Security::Plain, "a@example.org", bad);
        assert!(matches!(&got, Err(SendError::BadAddress(_))), "{bad:?}: {got:?}");
        let got = send_to("127.0.0.1", Security::Plain, bad, "a@example.org");
        assert!(matches!(&got, Err(SendError::BadAddress(_))), "{bad:?}: {got:?}");
    }
}

#[test]
fn a_missing_ca_file_is_named() {
    let ca = PathBuf::from("/nonexistent/ca.pem");
    let server = Submission { ca: Some(ca.clone()), ..server("127.0.0.1", Security::Tls) };
    let got = send(&server, &Secret::new("x"), "a@example.org", &["b@example.org".into()], b"");
    assert!(matches!(got, Err(SendError::Ca { path, .. }) if path == ca));
}
