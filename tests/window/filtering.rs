//! The storm filter on a real server: set from the window beside the member's own, and taken away again.

use super::driver::Window;
use super::mailbox::inbox;
use super::support::{Dovecot, Options};
use deich::account::{Secret, Security};
use deich::engine::{Command, Options as Engine, Scan, SourceSpec};
use deich::gui::Message as Show;
use deich::gui::screen::Place;
use deich::lang::Locale;
use deich::sieve::{Endpoint, ManageSieve, Patience, Script, ScriptName, SieveConfig};
use deich::source::Cancel;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::path::Path;

fn scripts(server: &Dovecot) -> ManageSieve {
    let (ca, patience) = (Some(server.ca_pem.clone().into()), Patience::default());
    let port = server.sieve_port;
    let endpoint = Endpoint { host: server.host.into(), port, security: Security::StartTls, ca, trusted: None, patience };
    let config = SieveConfig { server: endpoint, user: server.user.to_owned(), secret: Secret::new(server.password) };
    ManageSieve::connect(&config, &Cancel::default()).unwrap_or_else(|error| panic!("{error}\n{}", server.log()))
}

/// Delivers a message as a mail server does.
fn lmtp(server: &Dovecot, to: &str, subject: &str) {
    let mut stream = TcpStream::connect(("127.0.0.1", server.lmtp_port)).unwrap();
    let mut answers = BufReader::new(stream.try_clone().unwrap()).lines().map(Result::unwrap);
    let mail = format!(
        "From: Neu <neu@fresh.example>\r\nTo: {to}\r\nSubject: {subject}\r\nMessage-ID: <{subject}@fresh.example>\r\n\r\nHallo\r\n."
    );
    let rcpt = format!("RCPT TO:<{}>", server.user);
    for said in ["", "LHLO mail.example", "MAIL FROM:<neu@fresh.example>", &rcpt, "DATA", &mail] {
        if !said.is_empty() {
            stream.write_all(format!("{said}\r\n").as_bytes()).unwrap();
        }
        let answer = answers.find(|line| line.as_bytes().get(3) != Some(&b'-')).unwrap();
        assert!(answer.starts_with(['2', '3']), "{answer}");
    }
}

fn holds(server: &Dovecot, mailbox: &str, subject: &str) -> bool {
    let line = format!("Subject: {subject}");
    server.contents(mailbox).iter().any(|octets| String::from_utf8_lossy(octets).lines().any(|found| found == line))
}

/// The window with the server's flood on screen.
fn flooded(server: &Dovecot, locale: Locale, dir: &Path) -> Window {
    let engine = Engine { sieve_port: Some(server.sieve_port), ..Engine::default() };
    let mut window = Window::with(locale, &dir.join("data"), &engine);
    let (user, host, port) = (server.user.to_owned(), server.host.to_owned(), server.imaps_port);
    let scan = Scan {
        source: SourceSpec::Imap { user: user.clone(), host, port, security: Security::Tls },
        secret: Some(Secret::new(server.password)),
        remember: false,
        me: Vec::new(),
        folders: Vec::new(),
        ca: Some(server.ca_pem.clone()),
    };
    window.say(Show::Open(Place::Reading { label: user, command: Box::new(Command::Scan(scan)) }));
    window.wait_for(&window.t("gui-flood-stop"));
    window
}

#[test]
fn a_filter_is_set_beside_the_members_own_and_taken_away_again() {
    let server = Dovecot::start(&Options::default());
    server.deliver("INBOX", inbox(600));
    let own = ScriptName::new("Meine \"Regeln\"").unwrap();
    let rule = b"require \"fileinto\";\r\nif header :contains \"subject\" \"Chor\" { fileinto \"Sent\"; }\r\n";
    let mut sieve = scripts(&server);
    sieve.put(&own, rule).unwrap();
    sieve.activate(Some(&own)).unwrap();

    for locale in Locale::ALL {
        let dir = tempfile::tempdir().unwrap();
        let mut window = flooded(&server, locale, dir.path());
        let through = window.app.frame().picture.as_ref().unwrap().findings.incidents[0].key.to_string();
        window.click(&window.t("gui-flood-stop"));
        window.wait_for(&window.t("gui-filter-set"));
        window.click(&window.t("gui-filter-set"));
        let named = [("name", own.as_str().into())];
        window.wait_for(&window.app.frame().tf("gui-filter-is-set-beside", &named));
        assert!(sieve.list().unwrap().iter().any(|script| script.active && script.name != own), "ours is in force");

        let tag = locale.tag();
        let (flood, choir, other) = (format!("Flut-{tag}"), format!("Chor-{tag}"), format!("Gruss-{tag}"));
        lmtp(&server, &through, &flood);
        lmtp(&server, server.user, &choir);
        lmtp(&server, server.user, &other);
        assert!(holds(&server, "Mail-Sturm", &flood), "the flood is filed away\n{}", server.log());
        assert!(holds(&server, "Sent", &choir), "the member's own filter goes on\n{}", server.log());
        assert!(holds(&server, "INBOX", &other));

        // Set once more, it is still beside the member's own, and there is one of it.
        window.click(&window.t("gui-back"));
        window.click(&window.t("gui-flood-stop"));
        window.wait_for(&window.t("gui-filter-set"));
        window.click(&window.t("gui-filter-set"));
        window.wait_for(&window.app.frame().tf("gui-filter-is-set-beside", &named));
        assert_eq!(sieve.list().unwrap().len(), 2);

        window.click(&window.t("gui-undo"));
        window.wait_for(&window.app.frame().tf("gui-filter-restored", &named));
        assert_eq!(sieve.list().unwrap(), [Script { name: own.clone(), active: true }]);
        assert_eq!(sieve.get(&own).unwrap(), rule, "octet for octet");
        window.click(&window.t("gui-filter-remove"));
        window.wait_for(&window.t("gui-filter-none-there"));
    }
}

#[test]
fn where_no_filter_can_be_set_the_file_is_offered() {
    for locale in Locale::ALL {
        let look = deich::gui::theme::Look::LIGHT;
        let window = Window::staged("filter-no-server", locale, look, iced::Size::new(1000.0, 1200.0));
        window.expect(&window.t("error-no-filter-server.do"));
        window.expect(&window.t("gui-save"));
        assert!(window.does_something(&window.t("gui-filter-set")), "it can be tried again");
    }
}

#[test]
fn a_server_that_cannot_join_filters_keeps_the_members_own() {
    let server = Dovecot::start(&Options { more: "plugin {\n  sieve_extensions = -include\n}\n".into(), ..Options::default() });
    server.deliver("INBOX", inbox(600));
    let dir = tempfile::tempdir().unwrap();
    let mut window = flooded(&server, Locale::German, dir.path());
    window.click(&window.t("gui-flood-stop"));
    window.wait_for(&window.t("gui-filter-set"));

    // Nothing is in force yet: then it is set, and leaves nothing behind.
    window.click(&window.t("gui-filter-set"));
    window.wait_for(&window.t("gui-filter-is-set"));
    window.click(&window.t("gui-undo"));
    window.wait_for(&window.t("gui-filter-removed"));
    let mut sieve = scripts(&server);
    assert_eq!(sieve.list().unwrap(), []);

    let own = ScriptName::new("deich").unwrap();
    sieve.put(&own, b"keep;\r\n").unwrap();
    sieve.activate(Some(&own)).unwrap();
    window.click(&window.t("gui-filter-set"));
    window.wait_for(&window.t("error-filter-in-force.means"));
    assert_eq!(sieve.list().unwrap(), [Script { name: own, active: true }]);
}
