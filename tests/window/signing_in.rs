//! Signing in to a real Dovecot: a wrong password gets clear words, the right one the mail.

use super::driver::Window;
use super::support::{Dovecot, Message, Options};
use deich::engine::{Command, Event, Scan, Security, SourceSpec};
use deich::gui::Message as Show;
use deich::gui::screen::Place;
use deich::gui::theme::Look;
use deich::lang::Locale;

fn mail(n: u32) -> Message {
    let octets = format!(
        "From: Gruss {n} <gruss{n}@post.example>\r\nTo: member@example.org\r\nSubject: Gruss {n}\r\nMessage-ID: <{n}@post.example>\r\n\r\nHallo\r\n"
    );
    Message { octets: octets.into_bytes(), received: 1_700_000_000 + u64::from(n) * 3_600, flags: "S" }
}

#[test]
fn a_wrong_password_then_the_right_one() {
    let server = Dovecot::start(&Options::default());
    server.deliver("INBOX", (0..12).map(mail));
    for locale in Locale::ALL {
        let dir = tempfile::tempdir().unwrap();
        let mut window = Window::real(locale, &dir.path().join("data"));
        window.type_into("start-address", server.user);
        window.click(&window.t("gui-start-connect"));
        // Nobody has to wait until the search for the server is over.
        window.expect(&window.t("gui-connect-searching"));
        window.click(&window.t("gui-connect-by-hand"));
        window.expect(&window.t("gui-connect-unknown"));
        window.replace("connect-host", server.host);
        window.click(&window.t("gui-connect-more"));
        window.replace("connect-port", &server.imaps_port.to_string());
        window.type_into("connect-ca", &server.ca_pem.display().to_string());
        // No keyring in a test.
        window.click(&window.t("gui-connect-remember"));

        window.type_into("connect-password", "falsch");
        window.click(&window.t("gui-connect-sign-in"));
        let means = match locale {
            Locale::German => "Benutzername oder Passwort stimmen nicht",
            Locale::English => "User name or password are not right",
        };
        window.wait_for(&window.app.frame().t("error-wrong-password.do"));
        window.expect(means);
        // Everything but the password is still there.
        assert_eq!(window.field("connect-password"), window.t("gui-connect-password-hint"), "the field is empty again");
        assert_eq!(window.field("connect-host"), server.host);
        assert_eq!(window.field("connect-port"), server.imaps_port.to_string());

        window.type_into("connect-password", server.password);
        window.click(&window.t("gui-connect-sign-in"));
        window.wait_for(&window.t("gui-calm-headline"));
        let lang = window.app.frame().lang.clone();
        window.expect(&lang.tf("gui-calm-lead", &[("n", 12usize.into())]));
    }
}

#[test]
fn a_certificate_nobody_vouches_for_is_not_accepted() {
    let server = Dovecot::start(&Options::default());
    server.deliver("INBOX", (0..3).map(mail));
    let dir = tempfile::tempdir().unwrap();
    let mut window = Window::real(Locale::German, &dir.path().join("data"));
    window.type_into("start-address", server.user);
    window.click("Weiter");
    window.click("Server von Hand angeben");
    window.replace("connect-host", server.host);
    window.click("Weitere Angaben zum Server");
    window.replace("connect-port", &server.imaps_port.to_string());
    window.type_into("connect-password", server.password);
    window.click("Anmelden");
    window.wait_for("Deich hat Ihr Passwort nicht gesendet.");
    window.expect("Zertifikatsdatei");
    let dots = window.field("connect-password").chars().count();
    assert_eq!(dots, server.password.chars().count(), "only a refused password is forgotten");
    assert!(!server.log().contains("Login: user"), "nobody signed in");

    // No keyring in a test.
    window.click(&window.t("gui-connect-remember"));
    // An expert compares the fingerprint, and trusts this one certificate.
    window.click("Für Fachleute: den Ausweis ansehen");
    window.click("Diesem Ausweis für dieses Postfach vertrauen");
    window.wait_for(&window.t("gui-calm-headline"));
}

/// A mailbox opened before whose password is nowhere: the window asks for it instead of giving up.
#[test]
fn a_known_mailbox_without_its_password_asks_for_it() {
    let server = Dovecot::start(&Options::default());
    server.deliver("INBOX", (0..3).map(mail));
    let dir = tempfile::tempdir().unwrap();
    let mut window = Window::real(Locale::English, &dir.path().join("data"));
    let source = SourceSpec::Imap {
        user: server.user.to_owned(),
        host: server.host.to_owned(),
        port: server.imap_port,
        security: Security::Plain,
    };
    let scan = Scan { source, secret: None, remember: false, me: Vec::new(), folders: Vec::new(), ca: None };
    let command = Box::new(Command::Scan(scan));
    window.say(Show::Open(Place::Reading { label: server.user.to_owned(), command }));
    window.wait_for("Sign in as");
    window.click(&window.t("gui-connect-remember"));
    window.type_into("connect-password", server.password);
    window.click("Sign in");
    window.wait_for(&window.t("gui-calm-headline"));
}

/// An undo at a provider that takes no password: the browser is offered, and what was wanted goes on.
#[test]
fn an_undo_goes_on_after_the_browser() {
    for locale in Locale::ALL {
        let mut window = Window::staged("work-browser", locale, Look::LIGHT, iced::Size::new(1000.0, 1000.0));
        assert!(!window.sees(&window.t("gui-connect-password-hint")), "a password is of no use there");
        window.click(&window.t("gui-connect-browser"));
        window.expect(&window.t("gui-connect-browser-waiting"));
        let user = "anna@outlook.com".to_owned();
        let source = SourceSpec::Imap { user, host: "outlook.office365.com".into(), port: 993, security: Security::Tls };
        window.say(Show::Engine(Event::SignedIn(source)));
        window.expect(&window.t("gui-work-undoing"));
    }
}
