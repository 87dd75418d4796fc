//! A mail server that asks for a pause: the window counts down, and then it goes on by itself or is left.

use super::driver::Window;
use super::fake::{Act, Fake, fetched, say};
use deich::engine::{Command, Scan, Secret, Security, SourceSpec};
use deich::gui::Message as Show;
use deich::gui::screen::Place;
use deich::lang::Locale;

const LISTED: &str = "* LIST () \"/\" INBOX\r\nTAG OK done\r\n";

/// Asks for a pause of so long wherever `of` is, the first time or always.
fn server(of: &'static str, pause: &'static str, always: bool) -> Fake {
    let mut asked = false;
    Fake::start(move |command| match command {
        _ if command.starts_with(of) && (always || !asked) => {
            asked = true;
            Some(Act::Say(format!("TAG NO [THROTTLED] Too many requests, {pause}\r\n")))
        }
        _ if command.starts_with("LIST") => Some(say(LISTED)),
        _ if command.starts_with("UID FETCH") => Some(say(format!("{}{}{}TAG OK done\r\n", fetched(1), fetched(2), fetched(3)))),
        _ => None,
    })
}

fn open(window: &mut Window, server: &Fake) {
    let source = SourceSpec::Imap { user: "anna".into(), host: "127.0.0.1".into(), port: server.port, security: Security::Plain };
    let (secret, me) = (Some(Secret::new("geheim")), vec!["anna@example.org".to_owned()]);
    let scan = Scan { source, secret, remember: false, me, folders: Vec::new(), ca: None };
    window.say(Show::Open(Place::Reading { label: "anna".to_owned(), command: Box::new(Command::Scan(scan)) }));
}

#[test]
fn a_countdown_is_shown_and_goes() {
    for locale in Locale::ALL {
        for of in ["AUTHENTICATE", "EXAMINE", "UID FETCH"] {
            let server = server(of, "20 ms", false);
            let dir = tempfile::tempdir().unwrap();
            let mut window = Window::real(locale, &dir.path().join("data"));
            open(&mut window, &server);
            let asked = window.t("problem-wait");
            window.wait_for(&asked);
            window.wait_for(&window.t("gui-calm-headline"));
            assert!(!window.sees(&asked), "{:#?}", window.contents());
        }
    }
}

#[test]
fn a_long_pause_counts_down_and_can_be_left() {
    let server = server("UID FETCH", "try again in 40 minutes", true);
    let dir = tempfile::tempdir().unwrap();
    let mut window = Window::real(Locale::English, &dir.path().join("data"));
    open(&mut window, &server);
    window.wait_for("Your provider asks for a little patience. It goes on by itself in 4");
    window.click(&window.t("gui-cancel"));
    window.wait_for(&window.t("gui-reading-stopped"));
    assert!(!window.sees("a little patience"), "{:#?}", window.contents());
}
