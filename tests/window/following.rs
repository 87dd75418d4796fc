//! Following a flood: the tick on its screen, what it does, and how it is seen and ended; and a watch that ended.

use super::driver::Window;
use super::mailbox::{contents, maildir};
use deich::engine::{ActionState, Event, SourceError, Task, Watch};
use deich::gui::Message;
use deich::gui::screen::flood;
use deich::gui::theme::Look;
use deich::lang::Locale;
use iced::Size;
use std::fs;
use std::sync::Arc;

#[test]
fn a_flood_is_followed_by_its_tick_and_ended_in_the_settings() {
    for locale in Locale::ALL {
        let dir = tempfile::tempdir().unwrap();
        let root = maildir(dir.path(), 600);
        // The newest come later.
        let mut files: Vec<_> = fs::read_dir(root.join("cur")).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        let held = files.split_off(files.len() - 40);
        for file in &held {
            fs::rename(file, dir.path().join(file.file_name().unwrap())).unwrap();
        }
        let mut window = Window::real(locale, &dir.path().join("data"));
        let lang = window.app.frame().lang.clone();
        window.type_into("start-path", &root.display().to_string());
        window.click(&window.t("gui-start-open"));
        window.wait_for(&window.t("gui-flood-clean"));
        let tick = lang.tf("gui-flood-follow", &[("days", 14u32.into())]);
        assert!(!window.sees(&tick), "nobody watches");
        window.say(Message::Flood(flood::Message::Watch));
        window.wait_for(&window.t("gui-watch-on"));
        window.click(&tick);
        let until = |window: &Window| {
            let until = window.app.frame().picture.as_ref().and_then(|picture| picture.followed.values().next().copied());
            until.map(|until| lang.date(until))
        };
        while until(&window).is_none() {
            hear(&mut window);
        }
        let date = until(&window).unwrap();
        window.expect(&lang.tf("gui-flood-follow-until", &[("date", date.as_str().into())]));

        for file in &held {
            fs::rename(dir.path().join(file.file_name().unwrap()), file).unwrap();
        }
        let before = contents(&root, ".Trash").len();
        while window.app.frame().news.moved == 0 {
            hear(&mut window);
        }
        let moved = window.app.frame().news.moved;
        window.expect(&lang.tf("gui-watch-moved", &[("n", moved.into())]));
        assert!(contents(&root, ".Trash").len() >= before + moved);

        window.click(&window.t("gui-settings-title"));
        window.wait_for(&window.t("gui-settings-orders"));
        window.expect(&date);
        window.click(&window.t("gui-settings-order-end"));
        while window.sees(&window.t("gui-settings-orders")) {
            hear(&mut window);
        }
        window.click(&window.t("gui-back"));
        while until(&window).is_some() {
            hear(&mut window);
        }
        window.expect(&tick);
    }
}

fn hear(window: &mut Window) {
    let event = window.events.as_ref().unwrap().recv_timeout(std::time::Duration::from_mins(2)).unwrap();
    window.say(Message::Engine(event));
}

#[test]
fn a_watch_that_ended_and_a_sweep_that_was_refused_are_said() {
    for locale in Locale::ALL {
        let mut window = Window::staged("flood-unwatched", locale, Look::LIGHT, Size::new(1200.0, 2000.0));
        let lang = window.app.frame().lang.clone();
        let left = lang.tf("gui-watch-unswept", &[("n", 12usize.into())]);
        for words in [window.t("gui-watch-ended"), window.t("error-wrong-password.do"), left.clone()] {
            window.expect(&words);
        }
        assert!(window.does_something(&window.t("gui-watch-sign-in")));
        assert!(!window.sees(&window.t("gui-watch-again")));
        // What has nothing to do with the password is only tried again.
        let error = Arc::new(SourceError::NoSuchMailbox { mailbox: "INBOX".into() }.into());
        window.say(Message::Engine(Event::Failed { task: Task::Watch, command: 0, error }));
        assert!(window.does_something(&window.t("gui-watch-again")));
        assert!(!window.sees(&window.t("gui-watch-sign-in")));
        window.say(Message::Engine(Event::Watch(Watch::On)));
        assert!(!window.sees(&window.t("gui-watch-ended")));
        window.expect(&left);
        let mut swept = window.app.frame().unswept.clone().unwrap();
        (swept.state, swept.failed) = (ActionState::Done, 0);
        window.say(Message::Engine(Event::Swept(swept)));
        assert!(!window.sees(&left));
    }
}
