//! Opens the window: one application, its fonts, and the engine's events as messages.

use super::app::{App, Message};
use super::frame::Frame;
use super::screen::Place;
use super::theme::{FONTS, Look, REGULAR, window_icon};
use crate::engine::{Command, Event, Handle, Options, Scan};
use crate::lang::{Lang, Locale};
use iced::futures::StreamExt;
use iced::futures::channel::mpsc;
use iced::keyboard::Modifiers;
use iced::{Size, Task, event, keyboard, window};
use jiff::Timestamp;
use std::cell::RefCell;
use std::path::PathBuf;
use std::sync::Arc;

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

/// Opens the window and stays until it is closed. The error is the system's own word.
pub fn run(start: Start, data: Option<PathBuf>, locale: Locale, look: Look) -> Result<(), String> {
    let home =
        directories::UserDirs::new().map(|dirs| dirs.document_dir().unwrap_or(dirs.home_dir()).to_owned()).unwrap_or_default();
    let shown = crate::engine::data_dir(&Options { data: data.clone(), now: None }).unwrap_or_default();
    let boot = RefCell::new(Some(start));
    let boot = move || {
        let (events, stream) = mpsc::unbounded::<Event>();
        let handle = Handle::start(Options { data: data.clone(), now: None }, move |event| {
            // The window is closing when nobody takes it any more.
            let _ = events.unbounded_send(event);
        });
        let frame = Frame {
            lang: Arc::new(Lang::new(locale)),
            look,
            picture: None,
            now: Timestamp::now(),
            size: SIZE,
            modifiers: Modifiers::default(),
            home: home.clone(),
            data: shown.clone(),
        };
        let (mut app, task) = App::new(frame, Box::new(handle), Timestamp::now);
        let heard = Task::stream(stream.map(Message::Engine));
        let first = boot.borrow_mut().take().and_then(|start| place(start, &app));
        let first = first.map_or_else(Task::none, |place| app.update(Message::Open(place)));
        (app, Task::batch([task, heard, first]))
    };
    open(boot, SIZE)
}

/// Opens the window in a staged state, with nobody behind it. None where there is no such state.
pub fn show(name: &str, locale: Locale, look: Look, size: Size) -> Option<Result<(), String>> {
    super::stage(name, locale, look, size)?;
    let name = name.to_owned();
    // The state was there a line above.
    let boot = move || {
        (super::stage(&name, locale, look, size).unwrap_or_else(|| super::stage::empty(locale, look, size)), Task::none())
    };
    Some(open(boot, size))
}

fn open(boot: impl Fn() -> (App, Task<Message>) + 'static, size: Size) -> Result<(), String> {
    let application = iced::application(boot, App::update, App::view)
        .title(App::title)
        .theme(App::theme)
        .subscription(|_| event::listen_with(listen))
        .default_font(REGULAR)
        .window(window::Settings {
            size,
            min_size: Some(Size::new(480.0, 360.0)),
            icon: window_icon(),
            ..window::Settings::default()
        });
    let application = FONTS.iter().fold(application, |application, font| application.font(*font));
    application.run().map_err(|error| error.to_string())
}

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
        iced::Event::Keyboard(keyboard::Event::ModifiersChanged(modifiers)) => Some(Message::Modifiers(modifiers)),
        iced::Event::Window(window::Event::Resized(size) | window::Event::Opened { size, .. }) => Some(Message::Resized(size)),
        _ => None,
    }
}
