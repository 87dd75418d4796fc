//! A mailbox that is watched: what comes in is told and shown, what of a followed flood comes in is cleared away, and brought back.

use super::driver::Window;
use super::support::{Dovecot, Message, Options};
use deich::demo;
use deich::engine::{Command, Scan, Secret, Security, SourceSpec};
use deich::gui::Message as Show;
use deich::gui::screen::Place;
use deich::lang::Locale;

/// What comes while the window is open.
const HELD: usize = 60;

/// The demonstration's mail, the newest messages of which have not come yet. Answers with those.
fn fill(server: &Dovecot) -> Vec<Message> {
    let end = "2026-03-14T08:00:00+00:00[UTC]".parse().unwrap();
    let (mut inbox, mut sent) = (Vec::new(), Vec::new());
    for mail in demo::messages(600, 7, &end) {
        let list = if mail.mailbox == demo::Mailbox::Inbox { &mut inbox } else { &mut sent };
        let received = u64::try_from(mail.received.as_second()).unwrap();
        list.push(Message { octets: mail.octets, received, flags: "S" });
    }
    inbox.sort_by_key(|message| message.received);
    let held = inbox.split_off(inbox.len() - HELD);
    server.deliver("INBOX", inbox);
    server.deliver("Sent", sent);
    held
}

fn news(window: &Window) -> (usize, usize) {
    let news = window.app.frame().news;
    (news.new, news.moved)
}

fn shown(window: &Window) -> usize {
    window.app.frame().picture.as_ref().map_or(0, |picture| picture.messages.len())
}

#[test]
fn what_comes_is_told_and_a_followed_flood_is_cleared_away() {
    let server = Dovecot::start(&Options::default());
    let held = fill(&server);
    let dir = tempfile::tempdir().unwrap();
    let mut window = Window::real(Locale::German, &dir.path().join("data"));
    let lang = window.app.frame().lang.clone();
    let source = SourceSpec::Imap {
        user: server.user.to_owned(),
        host: server.host.to_owned(),
        port: server.imap_port,
        security: Security::Plain,
    };
    let (secret, me) = (Some(Secret::new(server.password)), vec![demo::ME.to_owned()]);
    let scan = Scan { source, secret, remember: false, me, folders: Vec::new(), ca: None };
    window.say(Show::Open(Place::Reading { label: server.user.to_owned(), command: Box::new(Command::Scan(scan)) }));
    window.wait_for(&window.t("gui-watch-on"));
    window.expect(&window.t("gui-flood-clean"));
    let before = shown(&window);

    // Something comes: nothing changes under the member's eyes but for a button.
    let octets =
        b"From: anna@freunde.example\r\nSubject: Morgen\r\nMessage-ID: <morgen@freunde.example>\r\n\r\nBis dann\r\n".to_vec();
    server.deliver("INBOX", [Message { octets, received: held[0].received, flags: "" }]);
    let one = lang.tf("gui-news", &[("n", 1usize.into())]);
    window.wait_for(&one);
    assert_eq!(shown(&window), before);
    window.click(&one);
    window.wait_until("the new picture", |window| shown(window) == before + 1);
    assert!(!window.sees(&one));

    // The rest of the flood comes, and goes into the bin.
    window.click(&lang.tf("gui-flood-follow", &[("days", 14u32.into())]));
    window.wait_until("the order", |window| window.app.frame().picture.as_ref().is_some_and(|p| !p.followed.is_empty()));
    let inbox = server.contents("INBOX").len();
    server.deliver("INBOX", held);
    window.wait_until("news of all", |window| {
        let (new, moved) = news(window);
        new + moved == HELD
    });
    let (new, moved) = news(&window);
    assert!(moved > HELD / 3, "{moved}");
    window.expect(&lang.tf("gui-watch-moved", &[("n", moved.into())]));
    assert_eq!((server.contents("INBOX").len(), server.contents("Trash").len()), (inbox + new, moved));

    // By the road that has a way back, in as many steps as it came.
    for step in 0.. {
        window.click(&window.t("gui-history-title"));
        window.wait_for(&window.t(if step == 0 { "gui-history-done" } else { "gui-history-undone" }));
        if !window.sees(&window.t("gui-undo")) {
            break;
        }
        window.click(&window.t("gui-undo"));
        window.wait_for(&window.t("gui-continue"));
        window.click(&window.t("gui-continue"));
    }
    assert_eq!((server.contents("INBOX").len(), server.contents("Trash").len()), (inbox + HELD, 0));
}

/// The password was changed elsewhere: the way to type it again is there where that is said, and the watch goes on.
#[test]
fn a_watch_that_the_password_ended_leads_to_the_sign_in() {
    let server = Dovecot::start(&Options::default());
    fill(&server);
    let users = server.dir().join("users");
    // Never back to an earlier one: Dovecot looks at its file once a second.
    let mut password = server.password.to_owned();
    for (locale, another) in Locale::ALL.into_iter().zip(["another", "a third one"]) {
        let dir = tempfile::tempdir().unwrap();
        let mut window = Window::real(locale, &dir.path().join("data"));
        let source = SourceSpec::Imap {
            user: server.user.to_owned(),
            host: server.host.to_owned(),
            port: server.imap_port,
            security: Security::Plain,
        };
        let (secret, me) = (Some(Secret::new(&password)), vec![demo::ME.to_owned()]);
        let scan = Scan { source, secret, remember: false, me, folders: Vec::new(), ca: None };
        window.say(Show::Open(Place::Reading { label: server.user.to_owned(), command: Box::new(Command::Scan(scan)) }));
        window.wait_for(&window.t("gui-watch-on"));
        std::fs::write(&users, format!("{}:{{PLAIN}}{another}\n", server.user)).unwrap();
        server.doveadm(&["kick", server.user]);
        window.wait_for(&window.t("gui-watch-ended"));
        window.expect(&window.t("error-wrong-password.do"));
        assert!(!window.sees(&window.t("gui-watch-again")), "with the old password it would only fail again");
        window.click(&window.t("gui-watch-sign-in"));
        window.expect(&window.t("error-wrong-password.do"));
        // No keyring in a test.
        window.click(&window.t("gui-connect-remember"));
        window.type_into("connect-password", another);
        window.click(&window.t("gui-connect-sign-in"));
        window.wait_for(&window.t("gui-watch-on"));
        window.expect(&window.t("gui-flood-clean"));
        another.clone_into(&mut password);
    }
}
