//! What the window keeps: the member's settings from one time to the next, and the letter they changed.

use super::driver::Window;
use super::mailbox::maildir;
use deich::gui::Message;
use deich::gui::theme::{Contrast, Look};
use deich::lang::Locale;
use iced::Size;
use iced::theme::Mode;
use iced::widget::text_editor::{Action, Edit, Motion};
use std::fs;
use std::sync::Arc;

#[test]
fn settings_are_there_the_next_time() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let mut window = Window::real(Locale::German, &data);
    assert_eq!(window.app.frame().look, Look::LIGHT);
    window.click("Einstellungen");
    for choice in ["Dunkel", "Hoch", "150 %", "English"] {
        window.click(choice);
    }
    window.expect("Settings");
    drop(window);

    let settings = deich::engine::settings(&deich::engine::Options { data: Some(data.clone()), ..Default::default() });
    assert_eq!(settings.language.as_deref(), Some("en"));
    let mut window = Window::real(Locale::English, &data);
    assert_eq!(window.app.frame().look, Look { dark: true, contrast: Contrast::High, scale: 1.5 });
    // What the member chose goes before what the system says.
    window.say(Message::SystemTheme(Mode::Light));
    assert!(window.app.frame().look.dark);

    // Everything that is kept can be deleted.
    window.click("Settings");
    window.click("Delete everything …");
    window.click("Delete everything");
    window.wait_for("Everything Deich kept is deleted.");
    drop(window);
    assert_eq!(Window::real(Locale::German, &data).app.frame().look, Look::LIGHT);
}

#[test]
fn the_look_follows_the_system_until_the_member_chooses() {
    let dir = tempfile::tempdir().unwrap();
    let mut window = Window::real(Locale::German, &dir.path().join("data"));
    window.say(Message::SystemTheme(Mode::Dark));
    assert!(window.app.frame().look.dark);
    window.say(Message::SystemTheme(Mode::None));
    assert!(!window.app.frame().look.dark);
    window.say(Message::SystemTheme(Mode::Dark));
    window.click("Einstellungen");
    window.click("Hell");
    assert!(!window.app.frame().look.dark);
    window.click("Wie der Computer");
    assert!(window.app.frame().look.dark);
}

#[test]
fn settings_that_cannot_be_kept_are_said_so() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    fs::write(&data, "a file where the directory should be").unwrap();
    let mut window = Window::real(Locale::German, &data);
    window.click("Einstellungen");
    window.click("Dunkel");
    assert!(window.app.frame().look.dark, "it holds for now");
    window.wait_for(&data.display().to_string());
}

/// A letter on screen, and how to change it.
fn at_the_end(window: &mut Window, text: &str) {
    use deich::gui::screen::report::Message as Letter;
    let mut edit = |action| window.say(Message::Report(Letter::Edit(action)));
    edit(Action::Move(Motion::DocumentEnd));
    edit(Action::Edit(Edit::Paste(Arc::new(text.to_owned()))));
}

#[test]
fn the_letter_is_saved_as_it_was_changed() {
    for locale in Locale::ALL {
        let dir = tempfile::tempdir().unwrap();
        let root = maildir(dir.path(), 600);
        let mut window = Window::real(locale, &dir.path().join("data"));
        window.open_path(&root);
        window.wait_for(&window.t("gui-flood-clean"));
        window.click(&window.t("gui-flood-report"));
        window.wait_for(&window.t("gui-report-editable"));
        let written = "Bitte rufen Sie mich an – Größe: ÄÖÜ.";
        at_the_end(&mut window, &format!("\n{written}\nFrom here\n.\n"));
        window.expect(&window.t("gui-report-changed"));

        // Neither another language nor going back loses it.
        let other = if locale == Locale::German { "English" } else { "Deutsch" };
        let own = if locale == Locale::German { "Deutsch" } else { "English" };
        window.click(other);
        window.wait_for(&window.t("gui-report-editable"));
        window.click(own);
        window.wait_for(&window.t("gui-report-changed"));
        window.click(&window.t("gui-back"));
        window.click(&window.t("gui-flood-report"));
        window.wait_for(&window.t("gui-report-changed"));

        window.click(&window.t("gui-save"));
        let file = dir.path().join("data").join(window.t("gui-report-file"));
        window.wait_for(&window.app.frame().tf("gui-saved", &[("path", file.display().to_string().into())]));
        let saved = fs::read(&file).unwrap();
        let message = mail_parser::MessageParser::default().parse(&saved).unwrap();
        let body = message.body_text(0).unwrap().replace("\r\n", "\n");
        assert!(body.contains(&format!("{written}\nFrom here\n.")), "{body}");
        assert_eq!(message.attachment_count(), 1, "the evidence is still there");
        let to = message.to().unwrap().iter().map(|a| a.address().unwrap().to_owned()).collect::<Vec<_>>();
        assert!(!to.is_empty() && to.iter().all(|to| window.sees(to)), "{to:?}");

        // The letter as it was, saved over it.
        window.click(&window.t("gui-report-restore"));
        window.expect(&window.t("gui-report-editable"));
        assert!(!window.sees(&file.display().to_string()), "what was saved is another letter");
        window.click(&window.t("gui-save"));
        window.wait_for(&window.t("gui-save-over"));
        window.click(&window.t("gui-save-over"));
        window.wait_for(&window.app.frame().tf("gui-saved", &[("path", file.display().to_string().into())]));
        let saved = fs::read(&file).unwrap();
        let message = mail_parser::MessageParser::default().parse(&saved).unwrap();
        assert!(!message.body_text(0).unwrap().contains(written));
    }
}

/// In a small window the letter scrolls in itself, and saving stays in sight of it.
#[test]
fn a_long_letter_leaves_room_for_the_rest() {
    let mut window = Window::staged("report", Locale::German, Look::LIGHT, Size::new(900.0, 600.0));
    at_the_end(&mut window, &"Noch eine Zeile.\n".repeat(200));
    let words = window.words();
    let save = words.iter().find(|words| words.content == "Speichern").unwrap();
    assert!(save.bounds.y < 1100.0, "{save:?}");
}

#[test]
fn a_saved_letter_can_be_opened_in_the_mail_program() {
    for locale in Locale::ALL {
        let look = deich::gui::theme::Look::LIGHT;
        let size = iced::Size::new(1000.0, 1600.0);
        let before = Window::staged("report", locale, look, size);
        assert!(!before.sees(&before.t("gui-report-open")), "there is no file yet");
        let saved = Window::staged("report-saved", locale, look, size);
        assert!(saved.does_something(&saved.t("gui-report-open")));
    }
}
