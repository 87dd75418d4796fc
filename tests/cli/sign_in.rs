//! Signing in: where the password comes from, and where it never shows.

use crate::fake::{Fake, say};
use crate::support::Place;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;

/// An IMAP server on loopback that refuses every sign-in. Answers with its port; keeps what it heard.
fn refusing() -> (u16, std::thread::JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = std::thread::spawn(move || {
        let mut heard = Vec::new();
        let (mut stream, _) = listener.accept().unwrap();
        let mut lines = BufReader::new(stream.try_clone().unwrap());
        stream.write_all(b"* OK [CAPABILITY IMAP4rev1] ready\r\n").unwrap();
        let mut line = String::new();
        while lines.read_line(&mut line).unwrap_or(0) > 0 {
            let mut words = line.split_whitespace();
            let tag = words.next().unwrap_or("*").to_owned();
            let answer = match words.next().unwrap_or_default().to_uppercase().as_str() {
                "CAPABILITY" => format!("* CAPABILITY IMAP4rev1\r\n{tag} OK done\r\n"),
                "LOGIN" | "AUTHENTICATE" => format!("{tag} NO [AUTHENTICATIONFAILED] \x1b[31mno\r\n"),
                "LOGOUT" => format!("* BYE\r\n{tag} OK done\r\n"),
                _ => format!("{tag} OK done\r\n"),
            };
            heard.push(std::mem::take(&mut line));
            if stream.write_all(answer.as_bytes()).is_err() {
                break;
            }
        }
        heard
    });
    (port, server)
}

#[test]
fn a_refused_sign_in_exits_3_and_shows_no_password() {
    let (port, server) = refusing();
    let place = Place::new();
    let source = format!("imap://max%40club.example@127.0.0.1:{port}");
    let answer = place.feed(["scan", &source, "--password-stdin"], "Geheim-4711\n").expect(3);
    assert!(answer.err.contains("refused the sign-in"), "{}", answer.err);
    assert!(!answer.err.contains('\u{1b}'), "{:?}", answer.err);
    assert!(!answer.err.contains("Geheim") && !answer.out.contains("Geheim"));
    assert!(server.join().unwrap().concat().contains("Geheim-4711"), "the password from standard input was used");
    for file in std::fs::read_dir(place.path("data")).into_iter().flatten() {
        let octets = std::fs::read(file.unwrap().path()).unwrap_or_default();
        assert!(!octets.windows(6).any(|w| w == b"Geheim"), "the password lies in a file");
    }
}

#[test]
fn without_password_and_terminal_the_words_say_how_to_give_one() {
    let place = Place::new();
    let answer = place.run(["scan", "imap://max@127.0.0.1:9"]).expect(3);
    assert!(answer.err.contains("--password-stdin"), "{}", answer.err);
}

#[test]
fn an_empty_standard_input_holds_no_password() {
    let place = Place::new();
    let answer = place.feed(["scan", "imap://max@127.0.0.1:9", "--password-stdin"], "\n").expect(2);
    assert!(answer.err.contains("no password on standard input"), "{}", answer.err);
}

#[test]
fn nobody_listens() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let source = format!("imap://max@127.0.0.1:{port}");
    let answer = Place::new().feed(["scan", &source, "--password-stdin"], "Geheim\n").expect(3);
    assert!(answer.err.contains("cannot be reached"), "{}", answer.err);
}

#[test]
fn plain_is_refused_off_this_machine() {
    let answer = Place::new().feed(["scan", "imap://max@192.0.2.1", "--password-stdin"], "Geheim\n").expect(3);
    assert!(answer.err.contains("no encrypted connection"), "{}", answer.err);
}

#[test]
fn what_the_server_wants_the_member_to_read_is_shown() {
    let greeting = "* OK [ALERT] closing\x1b[2J at ten; see https://mail.example\r\n";
    let place = Place::new();
    let list = |command: &str| command.starts_with("LIST").then(|| say("* LIST () \"/\" INBOX\r\nTAG OK done\r\n"));
    let source = format!("imap://anna@127.0.0.1:{}", Fake::greeting(greeting, list).port);
    let answer = place.feed(["scan", &source, "--password-stdin"], "geheim\n").expect(1);
    assert!(answer.err.contains("Your mail provider says: closing[2J at ten; see https://mail.example\n"), "{}", answer.err);
}

/// What stands behind a name in an address.
fn value(url: &str, name: &str) -> String {
    let rest = url.split_once(&format!("{name}=")).unwrap().1;
    rest.split('&').next().unwrap().replace("%3A", ":").replace("%2F", "/")
}

#[test]
fn the_browser_is_waited_for_and_its_no_is_said() {
    let place = Place::new();
    std::fs::create_dir(place.path("data")).unwrap();
    std::fs::write(place.path("data/settings.json"), r#"{"sign_in": {"microsoft": {"client_id": "deich-4711"}}}"#).unwrap();
    let source = "imaps://max%40outlook.example@outlook.office365.com";
    // No browser is found on an empty path.
    let mut child = place.command(["scan", source, "--browser"]).env("PATH", "").spawn().unwrap();
    let mut said = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    while !line.contains("https://") {
        line.clear();
        assert!(said.read_line(&mut line).unwrap() > 0, "the address is never said");
    }
    let url = line.trim();
    assert!(url.starts_with("https://login.microsoftonline.com/"), "{url}");
    assert_eq!(value(url, "client_id"), "deich-4711");
    let port = value(url, "redirect_uri").trim_matches('/').rsplit_once(':').unwrap().1.parse::<u16>().unwrap();
    let mut back = std::net::TcpStream::connect(("127.0.0.1", port)).unwrap();
    write!(back, "GET /?error=access_denied&state={} HTTP/1.1\r\nHost: localhost\r\n\r\n", value(url, "state")).unwrap();

    let mut rest = String::new();
    std::io::Read::read_to_string(&mut said, &mut rest).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(3), "{rest}");
    assert!(rest.contains("was not confirmed"), "{rest}");
}

#[test]
fn without_a_registration_the_browser_is_refused_in_words() {
    let place = Place::new();
    let registered =
        std::env::var_os("DEICH_MICROSOFT_CLIENT_ID").is_some() || option_env!("DEICH_MICROSOFT_CLIENT_ID").is_some();
    let source = if registered { "imaps://max@mail.example" } else { "imaps://max@outlook.office365.com" };
    let answer = place.run(["scan", source, "--browser"]).expect(3);
    assert!(answer.err.contains("cannot sign in"), "{}", answer.err);
    place.run(["scan", source, "--browser", "--password-stdin"]).expect(2);
}
