//! Opens the window: one application, its fonts, and the engine's events as messages.

use super::app::{App, Message};
use super::frame::Frame;
use super::screen::Place;
use super::theme::{FONTS, Look, REGULAR, window_icon};
use crate::engine::{Command, Event, Handle, Options, Scan};
use crate::lang::{Lang, Locale};
use iced::futures::StreamExt;
use iced::futures::channel::mpsc;
use iced::{Size, Task, event, keyboard, window};
use jiff::Timestamp;
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What the window opens with.
#[derive(Debug, Clone, Default)]
pub enum Start {
    #[default]
    Empty,
    Demo {
        dir: Option<PathBuf>,
        size: usize,
    },
    /// Reads this source at once; `label` is what the member calls it.
    Source {
        label: String,
        scan: Scan,
    },
}

/// Opens the window and stays until it is closed. `locale` is the system's language: what the member chose earlier goes
/// before it.
pub fn run(start: Start, data: Option<PathBuf>, locale: Locale) -> Result<(), NoWindow> {
    let home =
        directories::UserDirs::new().map(|dirs| dirs.document_dir().unwrap_or(dirs.home_dir()).to_owned()).unwrap_or_default();
    let options = Options { data, ..Options::default() };
    let shown = crate::engine::data_dir(&options).unwrap_or_default();
    let settings = crate::engine::settings(&options);
    let chosen = settings.language.as_deref().map(Locale::from_tag);
    let locale = Locale::named().or(chosen).unwrap_or(locale);
    let boot = RefCell::new(Some(start));
    let boot = move || {
        let (events, stream) = mpsc::unbounded::<Event>();
        let handle = Handle::start(options.clone(), move |event| {
            // The window is closing when nobody takes it any more.
            let _ = events.unbounded_send(event);
        });
        // Whatever is opened is watched.
        handle.send(Command::Watch(true));
        let lang = Arc::new(Lang::new(locale));
        let frame = Frame::new(lang, settings.clone(), SIZE, home.clone(), shown.clone(), Timestamp::now());
        let (mut app, task) = App::new(frame, Box::new(handle), Timestamp::now);
        let heard = Task::stream(stream.map(Message::Engine));
        let first = boot.borrow_mut().take().and_then(|start| place(start, &app));
        let first = first.map_or_else(Task::none, |place| app.update(Message::Open(place)));
        let theme = iced::system::theme().map(Message::SystemTheme);
        (app, Task::batch([task, theme, heard, first]))
    };
    open(boot, SIZE)
}

/// Opens the window in a staged state, with nobody behind it. None where there is no such state.
pub fn show(name: &str, locale: Locale, look: Look, size: Size) -> Option<Result<(), NoWindow>> {
    super::stage(name, locale, look, size)?;
    let name = name.to_owned();
    // The state was there a line above.
    let boot = move || {
        (super::stage(&name, locale, look, size).unwrap_or_else(|| super::stage::empty(locale, look, size)), Task::none())
    };
    Some(open(boot, size))
}

/// No window can be opened here: no display, or one that does not answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoWindow {
    /// The system's own word.
    pub detail: String,
}

fn open(boot: impl Fn() -> (App, Task<Message>) + 'static, size: Size) -> Result<(), NoWindow> {
    // The toolkit panics where there is no display, before it boots the application.
    let opening = Opening::begin();
    let booted = opening.clone();
    let boot = move || {
        booted.end();
        boot()
    };
    let application = iced::application(boot, App::update, App::view)
        .title(App::title)
        .theme(App::theme)
        .subscription(|app| {
            let ticks = app.frame().counts_down().then(|| iced::time::every(SECOND).map(|_| Message::Tick));
            let heard = [event::listen_with(listen), iced::system::theme_changes().map(Message::SystemTheme)];
            iced::Subscription::batch(heard.into_iter().chain(ticks))
        })
        .default_font(REGULAR)
        .window(window::Settings {
            size,
            min_size: Some(Size::new(480.0, 360.0)),
            icon: window_icon(),
            ..window::Settings::default()
        });
    let application = FONTS.iter().fold(application, |application, font| application.font(*font));
    match catch_unwind(AssertUnwindSafe(|| application.run())) {
        Ok(ran) => ran.map_err(|error| NoWindow { detail: error.to_string() }),
        Err(_) if opening.is_on() => {
            opening.end();
            Err(NoWindow { detail: displays() })
        }
        Err(panic) => resume_unwind(panic),
    }
}

/// The time until the application is booted, in which a panic is a display that cannot be reached, and nobody needs its trace.
#[derive(Clone)]
struct Opening(Arc<AtomicBool>);

impl Opening {
    fn begin() -> Self {
        let opening = Self(Arc::new(AtomicBool::new(true)));
        let (here, before) = (opening.clone(), std::panic::take_hook());
        std::panic::set_hook(Box::new(move |panic| {
            if here.is_on() {
                tracing::info!(%panic, "no window");
            } else {
                before(panic);
            }
        }));
        opening
    }

    fn is_on(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    fn end(&self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

/// Where a window would have been shown, as the system names it.
fn displays() -> String {
    let named = |name: &&str| std::env::var_os(name).filter(|value| !value.is_empty());
    let said = ["WAYLAND_DISPLAY", "WAYLAND_SOCKET", "DISPLAY"].iter().filter_map(|name| Some((name, named(name)?)));
    let said: Vec<_> = said.map(|(name, value)| format!("{name}={}", value.to_string_lossy())).collect();
    if said.is_empty() { "DISPLAY, WAYLAND_DISPLAY".to_owned() } else { said.join(", ") }
}

const SECOND: std::time::Duration = std::time::Duration::from_secs(1);
const SIZE: Size = Size::new(1100.0, 760.0);

fn place(start: Start, app: &App) -> Option<Place> {
    match start {
        Start::Empty => None,
        Start::Demo { dir, size } => {
            Some(Place::Reading { label: app.frame().t("gui-demo-label"), command: Box::new(Command::Demo { dir, size }) })
        }
        Start::Source { label, scan } => Some(Place::Reading { label, command: Box::new(Command::Scan(scan)) }),
    }
}

fn listen(event: iced::Event, status: event::Status, _: window::Id) -> Option<Message> {
    match event {
        iced::Event::Keyboard(keyboard::Event::KeyPressed { key, modifiers, .. }) if status == event::Status::Ignored => {
            Some(Message::Key(key, modifiers))
        }
        iced::Event::Keyboard(keyboard::Event::KeyPressed { .. }) => Some(Message::Keyboard(true)),
        iced::Event::Mouse(iced::mouse::Event::ButtonPressed(_)) => Some(Message::Keyboard(false)),
        iced::Event::Keyboard(keyboard::Event::ModifiersChanged(modifiers)) => Some(Message::Modifiers(modifiers)),
        iced::Event::Window(window::Event::Resized(size) | window::Event::Opened { size, .. }) => Some(Message::Resized(size)),
        _ => None,
    }
}
