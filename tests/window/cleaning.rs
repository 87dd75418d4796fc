//! From a flooded Maildir to a clean inbox and back, by what a member sees and clicks, with the real engine.

use super::driver::Window;
use super::mailbox::{contents, maildir, mbox};
use deich::engine::{CleanUp, Command, Event, Target};
use deich::gui::Message;
use deich::gui::screen::Place;
use deich::gui::theme::Look;
use deich::lang::Locale;
use deich::mail::{MailboxName, MessageRef};
use deich::plan::{Item, Plan, Preview, Purpose, Step};
use deich::triage::{Channel, Kind};
use iced::Size;
use jiff::Timestamp;
use std::sync::Arc;

const SIZE: usize = 600;

#[test]
fn a_flood_is_cleaned_up_and_put_back() {
    for locale in Locale::ALL {
        let dir = tempfile::tempdir().unwrap();
        let root = maildir(dir.path(), SIZE);
        let before = contents(&root, "");
        let mut window = Window::real(locale, &dir.path().join("data"));

        window.expect(&window.t("gui-start-headline"));
        window.open_path(&root);
        window.wait_for(&window.t("gui-flood-clean"));
        window.expect("mitglieder@rw-altbrunn.example");

        // What is kept, and why, is on screen before anything can be moved.
        let picture = window.app.frame().picture.clone().unwrap();
        let incident = &picture.findings.incidents[0];
        assert!(incident.protected > 0, "the sample holds wanted mail");
        let lang = window.app.frame().lang.clone();
        window.expect(&lang.tf("gui-flood-kept", &[("n", incident.protected.into())]));
        let reasons: Vec<_> =
            picture.findings.verdicts.iter().filter(|v| v.incident.is_some()).filter_map(|v| v.protected).collect();
        assert!(reasons.iter().any(|reason| window.sees_in_any_case(&lang.protection(*reason))), "no reason on screen");

        window.click(&window.t("gui-flood-clean"));
        let offered = picture.findings.verdicts.iter().filter(|v| v.offered()).count();
        window.wait_for(&lang.tf("gui-clean-moves", &[("n", offered.into())]));
        window.expect(&lang.tf("gui-clean-stays", &[("n", incident.protected.into())]));
        assert_eq!(contents(&root, ""), before, "a preview moves nothing");

        window.click(&lang.tf("gui-clean-move", &[("n", offered.into())]));
        let done = |key: &str| lang.tf(key, &[("moved", offered.into()), ("failed", 0usize.into())]);
        window.wait_for(&done("gui-work-done"));
        let trash: usize = contents(&root, ".Trash").values().sum();
        assert_eq!(trash, offered);
        assert_eq!(contents(&root, "").values().sum::<usize>(), before.values().sum::<usize>() - offered);
        window.photograph(&format!("flow-cleaned-{}", locale.tag()));

        window.click(&window.t("gui-undo"));
        window.wait_for(&done("gui-work-undone"));
        assert_eq!(contents(&root, ""), before, "message for message");
        assert!(contents(&root, ".Trash").is_empty());

        window.click(&window.t("gui-continue"));
        window.wait_for(&lang.tf("gui-flood-offer", &[("n", offered.into()), ("kept", incident.protected.into())]));
        assert!(window.does_something(&window.t("gui-flood-clean")), "it can be cleaned up again");

        window.click(&window.t("gui-history-title"));
        window.wait_for(&window.t("gui-history-undone"));
        window.click(&window.t("gui-back"));
    }
}

/// As `deich demo` opens it, only smaller.
#[test]
fn the_sample_flood_is_cleaned_up_and_put_back() {
    let dir = tempfile::tempdir().unwrap();
    let mut window = Window::real(Locale::German, &dir.path().join("data"));
    let root = dir.path().join("demo");
    let command = Command::Demo { dir: Some(root.clone()), size: SIZE };
    window.say(Message::Open(Place::Reading { label: "Beispiel-Flut".into(), command: Box::new(command) }));
    window.wait_for("Aufräumen …");
    let before = contents(&root, "");
    assert!(!before.is_empty());
    window.click("Aufräumen …");
    window.wait_for("Genau diese Nachrichten werden verschoben.");
    let words = window.contents();
    let button = words.iter().find(|words| words.ends_with(" Nachrichten verschieben")).unwrap();
    window.click(button);
    window.wait_for(" verschoben, 0 fehlgeschlagen");
    assert!(contents(&root, "").len() < before.len());
    window.click("Rückgängig machen");
    window.wait_for(" zurückgelegt, 0 fehlgeschlagen");
    assert_eq!(contents(&root, ""), before);
    // The start screen calls it by a name, not by its path, and once.
    window.click("Zurück");
    window.click("Zurück");
    window.wait_for("Weiter mit diesem Postfach");
    assert_eq!(window.contents().iter().filter(|words| *words == "demo").count(), 1, "{:#?}", window.contents());
    assert!(!window.sees(&root.display().to_string()));
}

/// The password mail that was asked for came straight to the member in the middle of the night: it is no part of the flood,
/// and still nobody has to look for it.
#[test]
fn what_came_straight_to_the_member_is_found_beside_the_flood() {
    for locale in Locale::ALL {
        let dir = tempfile::tempdir().unwrap();
        let mut window = Window::real(locale, &dir.path().join("data"));
        let command = Command::Demo { dir: Some(dir.path().join("demo")), size: SIZE };
        window.say(Message::Open(Place::Reading { label: "demo".into(), command: Box::new(command) }));
        window.wait_for(&window.t("gui-flood-clean"));

        let picture = window.app.frame().picture.clone().unwrap();
        let incident = &picture.findings.incidents[0];
        let subject = "Ihr neues Passwort für den Fanshop";
        let at = picture.messages.iter().position(|m| m.subject() == subject).unwrap();
        assert_eq!(picture.findings.verdicts[at].incident, None, "it is no part of the flood");
        window.expect(subject);

        // It stands above what is kept of the flood, and each has its own number.
        let lang = window.app.frame().lang.clone();
        let kept = lang.tf("gui-flood-kept", &[("n", incident.protected.into())]);
        let words = window.words();
        let place = |part: &str| words.iter().find(|w| w.content.contains(part)).map(|w| w.bounds.y);
        assert!(place(subject).unwrap() < place(&kept).unwrap());
        let direct = picture.messages.iter().zip(&picture.findings.verdicts).filter(|(m, v)| {
            let within = m.received >= incident.started && m.received <= incident.ended;
            let mine = picture.findings.me.iter().any(|me| **me == *m.from_addr());
            let wanted = v.protected.is_some() || v.kind == Kind::Ordinary;
            v.incident.is_none() && v.channel == Channel::Direct && within && !mine && wanted
        });
        let direct = direct.count();
        assert!(direct > 1);
        window.expect(&lang.tf("gui-flood-beside", &[("n", direct.into())]));

        // All of them, and only they.
        window.click(&lang.tf("gui-flood-kept-all", &[("n", direct.into())]));
        window.expect(&lang.tf("gui-messages", &[("n", direct.into())]));
        window.expect(&window.t("gui-closer-scope-beside"));
        window.expect(subject);
        window.click(&window.t("gui-back"));
        // Pressed, it opens.
        window.click(subject);
        window.wait_for("https://fanshop.rw-altbrunn.example/passwort/7c1f09");
    }
}

/// An engine that does nothing, but counts what it is asked.
#[derive(Default)]
struct Counting(std::sync::atomic::AtomicU64);

impl deich::gui::Port for Counting {
    fn send(&self, _: Command) -> u64 {
        self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1
    }
    fn cancel(&self) {}
}

/// A failure is told where it was asked for, and nowhere else: neither on the next screen of its kind nor after another choice.
#[test]
fn a_late_failure_disturbs_nobody() {
    use deich::engine::{Error, SourceError, Task};
    use deich::gui::screen::clean_up::What;
    let staged = Window::staged("flood", Locale::German, Look::LIGHT, Size::new(1200.0, 4000.0));
    let picture = staged.app.frame().picture.clone().unwrap();
    let frame = deich::gui::Frame::new(
        Arc::new(deich::lang::Lang::new(Locale::German)),
        deich::engine::Settings::default(),
        Size::new(1200.0, 4000.0),
        "/".into(),
        "/".into(),
        Timestamp::UNIX_EPOCH,
    );
    let (app, _) = deich::gui::App::new(frame, Box::<Counting>::default(), || Timestamp::UNIX_EPOCH);
    let mut window = Window { app, ..staged };
    // Asked so far: the accounts.
    let failed = |command, error: Error| Message::Engine(Event::Failed { task: Task::Preview, command, error: Arc::new(error) });
    let read_only = || Error::from(SourceError::ReadOnly { mailbox: "INBOX".into() });
    window.say(Message::Engine(Event::Scanned(picture)));
    window.say(Message::Open(Place::Flood));
    window.say(Message::Open(Place::CleanUp(What::Incident(1))));
    window.say(Message::Back);
    window.say(Message::Open(Place::CleanUp(What::Incident(1))));
    window.say(failed(2, read_only()));
    assert!(window.sees("Einen Augenblick"), "that was the first screen's");
    window.say(failed(2, Error::NoTrash));
    window.click("Anderer Ordner");
    window.type_into("clean-other", "Flut");
    window.click("Diesen nehmen");
    window.say(failed(3, read_only()));
    assert!(window.sees("Einen Augenblick"), "that was another target's");
    window.say(failed(4, read_only()));
    window.expect("Noch einmal versuchen");
}

/// Somebody changes their mind before the preview is there: the late one is not taken for the other.
#[test]
fn a_preview_of_another_target_comes_too_late() {
    let mut window = Window::staged("clean-up", Locale::German, Look::LIGHT, Size::new(1200.0, 4000.0));
    let order = |to| CleanUp { incident: Some(1), selection: Vec::new(), to };
    let item = Item {
        message: MessageRef::from_uid(7),
        message_id: "7@verein.example".into(),
        size: 1,
        received: Timestamp::UNIX_EPOCH,
    };
    let step = Step { from: MailboxName::inbox(), uid_validity: 1, to: MailboxName::new("turm"), items: vec![item] };
    let plan = Plan { source: "sample".into(), purpose: Purpose::Selection, create: Vec::new(), steps: vec![step] };
    let preview = Arc::new(Preview::new(plan, Vec::new()));
    let moves = window.app.frame().lang.tf("gui-clean-moves", &[("n", preview.plan().messages().into())]);

    window.click(&window.t("gui-clean-other"));
    window.say(Message::Engine(Event::Preview(order(Target::Trash), preview.clone())));
    assert!(!window.sees(&moves), "no name is given yet");
    window.type_into("clean-other", "turm");
    window.click(&window.t("gui-clean-use"));
    window.say(Message::Engine(Event::Preview(order(Target::Mailbox(MailboxName::new("Sturm"))), preview.clone())));
    assert!(!window.sees(&moves), "a name that only ends the same");
    window.say(Message::Engine(Event::Preview(order(Target::Mailbox(MailboxName::new("turm"))), preview)));
    window.expect(&moves);
}

#[test]
fn a_mail_file_shows_its_flood_and_moves_nothing() {
    for locale in Locale::ALL {
        let dir = tempfile::tempdir().unwrap();
        let path = mbox(dir.path(), SIZE);
        let before = std::fs::read(&path).unwrap();
        let mut window = Window::real(locale, &dir.path().join("data"));
        window.open_path(&path);
        window.wait_for(&window.t("gui-flood-clean"));
        window.expect("mitglieder@rw-altbrunn.example");
        window.expect(&window.t("gui-flood-read-only"));
        assert!(!window.does_something(&window.t("gui-flood-clean")), "nothing can be moved in a file");

        // The filter and the report can be saved all the same.
        window.click(&window.t("gui-flood-stop"));
        window.wait_for(&window.t("gui-filter-path"));
        window.click(&window.t("gui-save"));
        let file = dir.path().join("data").join(window.t("gui-filter-file"));
        window.wait_for(&window.app.frame().tf("gui-saved", &[("path", file.display().to_string().into())]));
        assert!(std::fs::read_to_string(&file).unwrap().contains("fileinto"));
        window.click(&window.t("gui-back"));
        window.click(&window.t("gui-flood-report"));
        window.wait_for(&window.t("gui-report-path"));
        window.click(&window.t("gui-save"));
        let file = dir.path().join("data").join(window.t("gui-report-file"));
        window.wait_for(&window.app.frame().tf("gui-saved", &[("path", file.display().to_string().into())]));
        assert_eq!(std::fs::read(&path).unwrap(), before);
    }
}

#[test]
fn a_file_that_is_not_there_is_said_so() {
    let dir = tempfile::tempdir().unwrap();
    let mut window = Window::real(Locale::German, &dir.path().join("data"));
    window.type_into("start-path", &dir.path().join("nirgends.mbox").display().to_string());
    window.click("Öffnen");
    window.wait_for("Das Postfach ließ sich nicht lesen");
    window.expect("nirgends.mbox");
    window.click("Zurück");
    window.expect("Mein Postfach ist überflutet");
}

#[test]
fn escape_goes_back_and_nothing_is_lost() {
    use iced::keyboard::{Key, Modifiers, key::Named};
    let mut window = Window::staged("clean-up", Locale::German, Look::LIGHT, Size::new(1200.0, 900.0));
    let escape = || Message::Key(Key::Named(Named::Escape), Modifiers::empty());
    window.expect("Was geschehen wird");
    window.say(Message::Key(Key::Named(Named::Enter), Modifiers::empty()));
    window.expect("Was geschehen wird");
    window.say(escape());
    window.expect("Aufräumen …");
    window.say(escape());
    window.expect("Mein Postfach ist überflutet");
    window.say(escape());
    window.click("Weiter mit diesem Postfach");
    window.expect("Aufräumen …");
}

/// In a small window a message covers the list: back leads to the list first, not past it.
#[test]
fn back_from_a_message_leads_to_the_list() {
    let mut window = Window::staged("closer-reading", Locale::German, Look::LIGHT, Size::new(900.0, 600.0));
    window.expect("Guten Abend,");
    assert!(!window.sees("Zum Wegräumen"), "the message covers the list");
    window.click("Zurück");
    window.expect("Zum Wegräumen");
    window.click("Zurück");
    window.expect("Aufräumen …");
    // Where there is room for both, there is nothing to uncover.
    let mut window = Window::staged("closer-reading", Locale::German, Look::LIGHT, Size::new(1280.0, 800.0));
    window.expect("Zum Wegräumen");
    window.click("Zurück");
    window.expect("Aufräumen …");
}
