use super::*;
use std::cell::RefCell;
use std::io::{Read, Write};
use std::net::TcpStream;

#[test]
fn the_example_of_the_standard() {
    // RFC 7636 appendix B.
    let challenge = url_safe(digest::digest(&digest::SHA256, b"dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk").as_ref());
    assert_eq!(challenge, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    assert!(random().unwrap() != random().unwrap());
    assert_eq!(random().unwrap().reveal().len(), 43);
}

#[test]
fn the_browser_only_goes_to_the_issuers_own_page() {
    for host in ["imap.gmail.com", "outlook.office365.com"] {
        let issuer = issuer(host).unwrap();
        assert!(issuer.authorize.starts_with("https://") && issuer.token.starts_with("https://"));
    }
    assert_eq!(issuer("imap.club.example"), None);
}

fn answer(status: u16, text: &str) -> Result<Tokens, OAuthError> {
    tokens(&Answer { status, text: text.into() })
}

#[test]
fn answers_of_the_issuer() {
    let good = answer(200, r#"{"access_token":"a","token_type":"Bearer","expires_in":3599,"refresh_token":"r","scope":"x"}"#);
    assert!(matches!(good, Ok(t) if t.access_token == "a" && t.refresh_token.as_deref() == Some("r")));
    for bad in ["", "{}", "[]", r#"{"access_token":"","token_type":"Bearer"}"#, r#"{"access_token":"a","token_type":"mac"}"#] {
        let Err(OAuthError::Failed { detail }) = answer(200, bad) else { panic!("{bad}") };
        assert!(!detail.is_empty());
    }
    assert!(matches!(answer(400, r#"{"error":"invalid_grant"}"#), Err(OAuthError::Expired)));
    let refused = answer(400, "{\"error\":\"invalid_client\",\"error_description\":\"no\\nsuch \\u001b client\"}");
    assert!(matches!(refused, Err(OAuthError::Refused { said }) if !said.contains(char::is_control)));
    assert!(matches!(answer(502, "<html>"), Err(OAuthError::Failed { .. })));
}

/// What a browser sends, and what it is shown.
fn visit(uri: &str, path: &str) -> String {
    let at = uri.trim_start_matches("http://").trim_end_matches('/');
    let mut browser = TcpStream::connect(at).unwrap();
    browser.write_all(format!("GET {path} HTTP/1.1\r\nHost: {at}\r\n\r\n").as_bytes()).unwrap();
    let mut shown = String::new();
    // One that was turned away may see the connection reset.
    let _ = browser.read_to_string(&mut shown);
    shown
}

fn soon() -> Instant {
    Instant::now() + Duration::from_secs(20)
}

#[test]
fn only_what_carries_our_state_is_taken_and_once() {
    let state = Secret::new("our-state");
    let redirect = Redirect::listen("127.0.0.1").unwrap();
    let uri = redirect.uri().to_owned();
    let browser = std::thread::spawn(move || {
        let others = [
            "/favicon.ico",
            "/?code=x",
            "/?code=x&state=other",
            "/?state=our-state",
            "/?code=&state=our-state",
            "/elsewhere?code=x&state=our-state",
        ]
        .map(|path| visit(&uri, path));
        let ours = visit(&uri, "/?state=our-state&code=4%2F0A&scope=mail");
        (others, ours)
    });
    let code = redirect.wait(&state, "Fertig <b>", soon(), &|| false).unwrap();
    assert_eq!(code.reveal(), "4/0A");
    let (others, ours) = browser.join().unwrap();
    assert!(others.iter().all(|shown| shown.starts_with("HTTP/1.1 404")), "{others:?}");
    assert!(ours.starts_with("HTTP/1.1 200") && ours.contains("Fertig &lt;b>"), "{ours}");
}

#[test]
fn a_no_a_cancel_and_the_end_of_patience() {
    let state = Secret::new("s");
    let redirect = Redirect::listen("127.0.0.1").unwrap();
    let uri = redirect.uri().to_owned();
    let browser = std::thread::spawn(move || visit(&uri, "/?state=s&error=access_denied"));
    let refused = redirect.wait(&state, "", soon(), &|| false);
    assert_eq!(refused, Err(OAuthError::Refused { said: "access_denied".into() }));
    browser.join().unwrap();
    let asked = RefCell::new(0);
    let cancelled = redirect.wait(&state, "", soon(), &|| asked.replace_with(|n| *n + 1) > 1);
    assert_eq!(cancelled, Err(OAuthError::Cancelled));
    assert_eq!(redirect.wait(&state, "", Instant::now(), &|| false), Err(OAuthError::TimedOut));
}
