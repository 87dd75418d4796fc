//! Wanted mail among the junk, trusted senders, forgotten mailboxes, what the server says, and a password for an undo.

use super::driver::Window;
use super::mailbox::{contents, maildir};
use super::support::{Dovecot, Message as Mail, Options};
use deich::engine::{Command, Event, Scan, Security, SourceSpec, Stage};
use deich::gui::Message;
use deich::gui::screen::{Place, closer};
use deich::gui::theme::Look;
use deich::gui::widget::Act;
use deich::lang::Locale;
use deich::triage::Protection;
use iced::Size;
use std::fs;
use std::path::Path;

const APPOINTMENT: &str = "From: Surgery <desk@surgery.example>\nTo: max@club.example\nDelivered-To: max@club.example\n\
    Subject: Please confirm your appointment\nMessage-ID: <when@surgery.example>\n\nTuesday, 9:30. Room 4.\n";
const BOOKING: &str = "From: Library <desk@library.example>\nTo: max@club.example\nDelivered-To: max@club.example\n\
    Subject: Your appointment is confirmed\nMessage-ID: <book@library.example>\n\nFriday, 10:00.\n";
const PRIZE: &str = "From: Prize <win@prize.example>\nTo: max@club.example\nDelivered-To: max@club.example\n\
    Subject: You have won\nMessage-ID: <win@prize.example>\n\nClick.\n";

fn put(root: &Path, folder: &str, mails: &[&str]) {
    for part in ["cur", "new", "tmp"] {
        fs::create_dir_all(root.join(folder).join(part)).unwrap();
    }
    for (n, mail) in mails.iter().enumerate() {
        fs::write(root.join(folder).join("cur").join(format!("170000000{n}.M{n}.host:2,S")), mail).unwrap();
    }
}

/// Opens a Maildir by its path, as somebody's who has told their address.
fn open(window: &mut Window, root: &Path) {
    let scan = Scan {
        source: SourceSpec::Path(root.to_owned()),
        secret: None,
        remember: false,
        me: vec!["max@club.example".to_owned()],
        folders: Vec::new(),
        ca: None,
    };
    window.say(Message::Open(Place::Reading { label: "Maildir".into(), command: Box::new(Command::Scan(scan)) }));
}

#[test]
fn wanted_mail_among_the_junk_goes_back_to_the_inbox_and_can_be_undone() {
    for locale in Locale::ALL {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("Maildir");
        put(
            &root,
            "",
            &[
                "From: Anna <anna@friends.example>\nTo: max@club.example\nSubject: Sunday\nMessage-ID: <a@x.example>\n\nSee you.\n",
            ],
        );
        put(&root, ".Junk", &[PRIZE, APPOINTMENT, BOOKING]);
        let junk = contents(&root, ".Junk");
        let mut window = Window::real(locale, &dir.path().join("data"));
        let lang = window.app.frame().lang.clone();
        open(&mut window, &root);

        // There is no flood, and still nobody has to look for it.
        window.wait_for(&window.t("gui-calm-headline"));
        window.expect(&lang.tf("gui-flood-junk", &[("n", 2usize.into())]));
        window.click(&window.t("gui-flood-junk-open"));
        window.wait_for(&lang.tf("gui-junk-move", &[("n", 2usize.into())]));
        window.expect("Please confirm your appointment");
        assert!(!window.sees("You have won"), "that is junk");
        let reason = lang.protection(Protection::Appointment);
        assert!(
            window.words().iter().filter(|words| words.content.eq_ignore_ascii_case(&reason)).count() == 2,
            "each has its reason"
        );

        // Read, and left out.
        window.click(&window.t("gui-read"));
        window.wait_for("Room 4.");
        window.click("Your appointment is confirmed");
        window.wait_for(&lang.tf("gui-junk-move", &[("n", 1usize.into())]));
        assert_eq!(contents(&root, ".Junk"), junk, "a preview moves nothing");
        window.wait_for(&window.t("gui-junk-safe"));
        while !window.does_something(&lang.tf("gui-junk-move", &[("n", 1usize.into())])) {
            let event = window.events.as_ref().unwrap().recv_timeout(std::time::Duration::from_mins(2)).unwrap();
            window.say(Message::Engine(event));
        }
        window.click(&lang.tf("gui-junk-move", &[("n", 1usize.into())]));
        window.wait_for(&lang.tf("gui-work-done", &[("moved", 1usize.into()), ("failed", 0usize.into())]));
        assert_eq!((contents(&root, "").len(), contents(&root, ".Junk").len()), (2, 2));
        window.click(&window.t("gui-continue"));
        window.wait_for(&lang.tf("gui-flood-junk", &[("n", 1usize.into())]));

        // It stands in the history, and comes back from there.
        window.click(&window.t("gui-history-title"));
        window.wait_for(&window.t("gui-purpose-inbox"));
        window.click(&window.t("gui-undo"));
        window.wait_for(&lang.tf("gui-work-undone", &[("moved", 1usize.into()), ("failed", 0usize.into())]));
        assert_eq!(contents(&root, ".Junk"), junk);
    }
}

#[test]
fn a_trusted_sender_is_kept_until_the_settings_take_it_back() {
    for locale in Locale::ALL {
        let dir = tempfile::tempdir().unwrap();
        let root = maildir(dir.path(), 600);
        let mut window = Window::real(locale, &dir.path().join("data"));
        window.open_path(&root);
        window.wait_for(&window.t("gui-flood-clean"));
        let before = window.app.frame().picture.clone().unwrap();
        let at = before.findings.verdicts.iter().position(deich::triage::Verdict::offered).unwrap();
        let sender = before.messages[at].from_addr().to_owned();

        let key = before.messages[at].key();
        window.say(Message::Open(Place::Closer(closer::Scope::Message { incident: Some(1), key })));
        window.wait_for(&window.t("gui-trust"));
        window.expect(&window.t("gui-fate-offered"));
        window.click(&window.t("gui-trust"));
        window.wait_for(&window.t("gui-trust-no-more"));
        let reason = window.app.frame().lang.protection(Protection::Trusted);
        let kept = window.app.frame().tf("gui-fate-kept", &[("reason", reason.into())]);
        while !window.sees(&kept) {
            let event = window.events.as_ref().unwrap().recv_timeout(std::time::Duration::from_mins(2)).unwrap();
            window.say(Message::Engine(event));
        }

        window.click(&window.t("gui-settings-title"));
        window.wait_for(&sender);
        window.click(&window.t("gui-trust-no-more"));
        window.wait_for(&window.t("gui-settings-trusted-none"));
        window.click(&window.t("gui-back"));
        window.wait_for(&window.t("gui-fate-offered"));
    }
}

#[test]
fn a_mailbox_is_forgotten_only_after_a_question() {
    let dir = tempfile::tempdir().unwrap();
    let root = maildir(dir.path(), 100);
    let mut window = Window::real(Locale::German, &dir.path().join("data"));
    window.type_into("start-path", &root.display().to_string());
    window.click("Öffnen");
    window.wait_for("Alle");
    drop(window);
    let mut window = Window::real(Locale::German, &dir.path().join("data"));
    window.wait_for("Zuletzt geöffnet");
    window.click("Vergessen");
    window.expect("„Maildir“ vergessen?");
    window.click("Nicht vergessen");
    window.expect("Zuletzt gelesen");
    window.click("Einstellungen");
    window.wait_for("Ihre Postfächer");
    window.click("Vergessen");
    window.click("Postfach vergessen");
    while window.sees("Ihre Postfächer") {
        let event = window.events.as_ref().unwrap().recv_timeout(std::time::Duration::from_mins(2)).unwrap();
        window.say(Message::Engine(event));
    }
    window.click("Zurück");
    assert!(!window.sees("Zuletzt geöffnet"));
    assert!(!contents(&root, "").is_empty(), "its mail is still there");
}

#[test]
fn what_the_server_says_is_seen_on_every_screen_until_it_is_put_away() {
    for stage in ["start", "reading", "closer", "history", "settings"] {
        let mut window = Window::staged(stage, Locale::English, Look::LIGHT, Size::new(900.0, 600.0));
        let says = |words: &str| Message::Engine(Event::ServerSays(words.into()));
        window.say(says("Your mailbox is almost full."));
        window.say(says("Your mailbox is almost full."));
        window.say(says("Maintenance at ten."));
        // The line is built up anew meanwhile.
        window.say(Message::Engine(Event::Stage(Stage::Connecting)));
        window.expect("almost full");
        window.click(&window.t("gui-put-away"));
        window.expect("Maintenance at ten.");
        window.click(&window.t("gui-put-away"));
        assert!(!window.sees(&window.t("gui-put-away")), "{stage}");
    }
}

#[test]
fn damaged_records_are_set_aside_and_new_ones_begun() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("deich.db"), b"rubbish ".repeat(1000)).unwrap();
    let mut window = Window::real(Locale::English, dir.path());
    window.wait_for("records are damaged");
    window.click(&window.t("gui-store-begin-anew"));
    window.wait_for("begun new records");
    // The list of accounts is asked for once more.
    while window.sees("records are damaged") {
        let event = window.events.as_ref().unwrap().recv_timeout(std::time::Duration::from_mins(2)).unwrap();
        window.say(Message::Engine(event));
    }
    window.click(&window.t("gui-put-away"));
    assert!(!window.sees("begun new records"));
    window.click(&window.t("gui-history-title"));
    window.wait_for(&window.t("gui-history-empty"));
    let kept = std::fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap());
    let kept = kept.filter(|entry| entry.file_name().to_string_lossy().starts_with("deich-damaged-"));
    assert_eq!(kept.map(|entry| std::fs::read(entry.path()).unwrap()).collect::<Vec<_>>(), [b"rubbish ".repeat(1000)]);
}

fn mail(n: u32) -> Mail {
    let octets = format!(
        "From: Gruss {n} <gruss{n}@post.example>\r\nTo: member@example.org\r\nSubject: Gruss {n}\r\nMessage-ID: <{n}@post.example>\r\n\r\nHallo\r\n"
    );
    Mail { octets: octets.into_bytes(), received: 1_700_000_000 + u64::from(n) * 3_600, flags: "S" }
}

/// An action on a server whose password is nowhere: the window asks for it, and goes on with what was wanted.
#[test]
fn an_undo_asks_for_the_password_it_needs() {
    let server = Dovecot::start(&Options::default());
    server.deliver("INBOX", (0..3).map(mail));
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let source = SourceSpec::Imap {
        user: server.user.to_owned(),
        host: server.host.to_owned(),
        port: server.imap_port,
        security: Security::Plain,
    };
    let secret = Some(deich::engine::Secret::new(server.password.to_owned()));
    let scan = Scan { source: source.clone(), secret, remember: false, me: Vec::new(), folders: Vec::new(), ca: None };
    let mut window = Window::real(Locale::English, &data);
    window.say(Message::Open(Place::Reading { label: server.user.to_owned(), command: Box::new(Command::Scan(scan)) }));
    window.wait_for(&window.t("gui-calm-headline"));
    window.click(&window.t("gui-calm-look"));
    window.say(Message::Closer(closer::Message::Row(Act::All)));
    window.click(&window.t("gui-closer-clean"));
    window.wait_for("Move 3 messages");
    window.wait_for(&window.t("gui-clean-safe"));
    window.click("Move 3 messages");
    window.wait_for("3 moved, 0 failed");
    drop(window);

    let mut window = Window::real(Locale::English, &data);
    window.click(&window.t("gui-history-title"));
    // Named in the member's words, though the mailbox is not open.
    window.wait_for("3 messages to: Trash");
    window.click(&window.t("gui-undo"));
    window.wait_for(&window.t("gui-sign-in-go-on"));
    window.click(&window.t("gui-connect-remember"));
    window.type_into("sign-in-password", "wrong");
    window.click(&window.t("gui-sign-in-go-on"));
    window.wait_for(&window.t("error-wrong-password.do"));
    window.type_into("sign-in-password", server.password);
    window.click(&window.t("gui-sign-in-go-on"));
    window.wait_for("3 put back, 0 failed");
}
