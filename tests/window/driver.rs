//! Drives the application without a window: shows it, clicks what is found by its visible words, hands it the engine's events.

use deich::engine::{Command, Event, Handle, Options};
use deich::gui::theme::{FONTS, Look, REGULAR};
use deich::gui::{App, Frame, Message};
use deich::lang::{Lang, Locale};
use iced::keyboard::key::Named;
use iced::{Rectangle, Settings, Size};
use iced_test::Simulator;
use iced_test::selector::{Candidate, id};
use jiff::Timestamp;
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// As long as the slowest machine may take for one step.
const PATIENCE: Duration = Duration::from_mins(2);

pub struct Window {
    pub app: App,
    pub events: Option<Receiver<Event>>,
    pub size: Size,
}

/// Words on screen and where they lie.
#[derive(Debug, Clone)]
pub struct Words {
    pub content: String,
    pub bounds: Rectangle,
}

impl Window {
    /// A staged state.
    pub fn staged(name: &str, locale: Locale, look: Look, size: Size) -> Self {
        let app = deich::gui::stage(name, locale, look, size).unwrap_or_else(|| panic!("no stage {name}"));
        Self { app, events: None, size }
    }

    /// The real engine behind it, with its store in `data`. High enough that nothing lies below the edge.
    pub fn real(locale: Locale, data: &Path) -> Self {
        Self::with(locale, data, &Options::default())
    }

    /// The same with an engine that is not as usual.
    pub fn with(locale: Locale, data: &Path, options: &Options) -> Self {
        let size = Size::new(1200.0, 4000.0);
        let (sender, events) = channel();
        let options = Options { data: Some(data.to_owned()), ..options.clone() };
        let handle = Handle::start(options.clone(), move |event| {
            let _ = sender.send(event);
        });
        // As in the real window.
        handle.send(Command::Watch(true));
        let settings = deich::engine::settings(&options);
        let place = data.to_owned();
        let frame = Frame::new(Arc::new(Lang::new(locale)), settings, size, place.clone(), place, Timestamp::now());
        let (app, _) = App::new(frame, Box::new(handle), Timestamp::now);
        Self { app, events: Some(events), size }
    }

    /// A text of the window's language.
    pub fn t(&self, key: &str) -> String {
        self.app.frame().t(key)
    }

    pub fn say(&mut self, message: Message) {
        drop(self.app.update(message));
    }

    fn simulator(&self) -> Simulator<'_, Message> {
        let fonts = FONTS.iter().map(|font| (*font).into()).collect();
        Simulator::with_size(Settings { default_font: REGULAR, fonts, ..Settings::default() }, self.size, self.app.view())
    }

    /// All words on screen, those scrolled away too. A hyphen that does not break is one.
    pub fn words(&self) -> Vec<Words> {
        let found = Arc::new(Mutex::new(Vec::new()));
        let into = found.clone();
        let mut ui = self.simulator();
        let _ = ui.find(move |candidate: Candidate<'_>| -> Option<()> {
            if let Candidate::Text { content, bounds, .. } = candidate {
                into.lock().unwrap().push(Words { content: content.replace('\u{2011}', "-"), bounds });
            }
            None
        });
        let words = found.lock().unwrap();
        words.clone()
    }

    pub fn sees(&self, part: &str) -> bool {
        self.words().iter().any(|words| words.content.contains(part))
    }

    /// The same, whether or not it begins a line.
    pub fn sees_in_any_case(&self, part: &str) -> bool {
        let part = part.to_lowercase();
        self.words().iter().any(|words| words.content.to_lowercase().contains(&part))
    }

    pub fn expect(&self, part: &str) {
        assert!(self.sees(part), "{part:?} is not on screen, but: {:#?}", self.contents());
    }

    pub fn contents(&self) -> Vec<String> {
        self.words().into_iter().map(|words| words.content).collect()
    }

    /// Clicks what these words stand on.
    pub fn click(&mut self, words: &str) {
        let mut ui = self.simulator();
        let clicked = ui.click(words);
        let messages: Vec<Message> = ui.into_messages().collect();
        clicked.unwrap_or_else(|error| panic!("{words:?} cannot be clicked ({error}), on screen: {:#?}", self.contents()));
        assert!(!messages.is_empty(), "{words:?} does nothing when clicked");
        for message in messages {
            self.say(message);
        }
    }

    /// Whether a click on these words does anything.
    pub fn does_something(&self, words: &str) -> bool {
        let mut ui = self.simulator();
        ui.click(words).unwrap_or_else(|error| panic!("{words:?}: {error}"));
        ui.into_messages().next().is_some()
    }

    /// Opens a mail file or folder from the start.
    pub fn open_path(&mut self, path: &Path) {
        self.type_into("start-path", &path.display().to_string());
        self.click(&self.t("gui-start-open"));
    }

    /// Types into the field of this name, in place of nothing.
    pub fn type_into(&mut self, field: &'static str, text: &str) {
        let mut ui = self.simulator();
        ui.click(id(field)).unwrap_or_else(|error| panic!("no field {field}: {error}"));
        ui.typewrite(text);
        for message in ui.into_messages().collect::<Vec<_>>() {
            self.say(message);
        }
    }

    /// The same in place of what stands there.
    pub fn replace(&mut self, field: &'static str, text: &str) {
        let before = self.field(field).chars().count();
        let mut ui = self.simulator();
        ui.click(id(field)).unwrap_or_else(|error| panic!("no field {field}: {error}"));
        ui.tap_key(Named::End);
        for _ in 0..before {
            ui.tap_key(Named::Backspace);
        }
        ui.typewrite(text);
        for message in ui.into_messages().collect::<Vec<_>>() {
            self.say(message);
        }
        assert_eq!(self.field(field), text);
    }

    /// What stands in the field of this name.
    pub fn field(&self, field: &'static str) -> String {
        let mut ui = self.simulator();
        let target = ui.find(id(field)).unwrap_or_else(|error| panic!("no field {field}: {error}"));
        match target {
            iced_test::selector::Target::TextInput { content, .. } => content,
            other => panic!("{field} is {other:?}"),
        }
    }

    /// Hands the engine's events over until these words are on screen.
    pub fn wait_for(&mut self, part: &str) {
        self.wait_until(part, |window| window.sees(part));
    }

    /// Hands the engine's events over until it is so.
    pub fn wait_until(&mut self, what: &str, is_so: impl Fn(&Self) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !is_so(self) {
            let events = self.events.as_ref().expect("an engine");
            let left = end.saturating_duration_since(Instant::now());
            let Ok(event) = events.recv_timeout(left) else {
                panic!("{what:?} did not come, on screen: {:#?}", self.contents());
            };
            self.say(Message::Engine(event));
        }
    }

    /// Draws it into `target/screens/NAME.png`.
    pub fn photograph(&self, name: &str) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/screens");
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join(name);
        let _ = std::fs::remove_file(folder.join(format!("{name}-tiny-skia.png")));
        let mut ui = self.simulator();
        ui.snapshot(&self.app.theme()).unwrap().matches_image(file).unwrap();
    }
}
