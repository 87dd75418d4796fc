//! The application: a stack of screens, what they share, and the line to the engine.

use super::frame::Frame;
use super::keys::{self, Shortcut};
use super::screen::{self, Action, Place, Preference};
use super::screen::{
    clean_up::CleanUp, closer::Closer, connect::Connect, filter::Filter, flood::Flood, history::History, reading::Reading,
    report::Report, settings::Settings, start::Start, work::Work,
};
use super::theme::{COLUMN, Icon, Look, S2, S3, S4, S6, WIDE, style};
use super::{Element, widget};
use crate::engine::{Command, Event, Handle, Stage};
use crate::lang::Lang;
use iced::keyboard::{Key, Modifiers};
use iced::widget::{column, container, row, scrollable, space};
use iced::{Alignment, Length, Size, Task, Theme};
use jiff::Timestamp;
use std::sync::Arc;

/// What the window needs of the engine. Answers come back as [`Message::Engine`].
pub trait Port {
    fn send(&self, command: Command);
    fn cancel(&self);
}

impl Port for Handle {
    fn send(&self, command: Command) {
        Self::send(self, command);
    }
    fn cancel(&self) {
        Self::cancel(self);
    }
}

/// Nobody listens: for staged states.
pub struct Silent;

impl Port for Silent {
    fn send(&self, _: Command) {}
    fn cancel(&self) {}
}

#[derive(Debug, Clone)]
pub enum Message {
    Engine(Event),
    /// A key that no field has taken for itself.
    Key(Key, Modifiers),
    Modifiers(Modifiers),
    Resized(Size),
    Back,
    Open(Place),
    Start(screen::start::Message),
    Connect(screen::connect::Message),
    Reading(screen::reading::Message),
    Flood(screen::flood::Message),
    Closer(screen::closer::Message),
    CleanUp(screen::clean_up::Message),
    Work(screen::work::Message),
    Filter(screen::filter::Message),
    Report(screen::report::Message),
    History(screen::history::Message),
    Settings(screen::settings::Message),
}

pub(super) enum Screen {
    Start(Start),
    Connect(Connect),
    Reading(Reading),
    Flood(Flood),
    Closer(Closer),
    CleanUp(CleanUp),
    Work(Work),
    Filter(Filter),
    Report(Report),
    History(History),
    Settings(Settings),
    Keys,
}

pub struct App {
    pub(super) frame: Frame,
    /// The last one is on screen. Never empty: the first is Start.
    pub(super) screens: Vec<Screen>,
    port: Box<dyn Port>,
    pub(super) clock: fn() -> Timestamp,
}

impl App {
    /// The application on its start screen.
    pub fn new(frame: Frame, port: Box<dyn Port>, clock: fn() -> Timestamp) -> (Self, Task<Message>) {
        let (start, action) = Start::new();
        let mut app = Self { frame, screens: vec![Screen::Start(start)], port, clock };
        let task = app.act(action, Message::Start);
        (app, task)
    }

    pub fn frame(&self) -> &Frame {
        &self.frame
    }

    pub fn title(&self) -> String {
        let frame = &self.frame;
        let title = match self.screens.last() {
            None | Some(Screen::Start(_)) => return frame.t("gui-deich"),
            Some(Screen::Connect(_)) => Connect::title(frame),
            Some(Screen::Reading(_)) => Reading::title(frame),
            Some(Screen::Flood(_)) => Flood::title(frame),
            Some(Screen::Closer(_)) => Closer::title(frame),
            Some(Screen::CleanUp(_)) => CleanUp::title(frame),
            Some(Screen::Work(work)) => work.title(frame),
            Some(Screen::Filter(_)) => Filter::title(frame),
            Some(Screen::Report(_)) => Report::title(frame),
            Some(Screen::History(_)) => History::title(frame),
            Some(Screen::Settings(_)) => Settings::title(frame),
            Some(Screen::Keys) => frame.t("gui-keys-title"),
        };
        frame.tf("gui-window-title", &[("screen", title.into())])
    }

    pub fn theme(&self) -> Theme {
        self.frame.look.theme()
    }

    pub fn update(&mut self, message: Message) -> Task<Message> {
        self.frame.now = (self.clock)();
        let frame = &self.frame;
        match (message, self.screens.last_mut()) {
            (Message::Engine(event), _) => self.hear(&event),
            (Message::Key(key, modifiers), _) => keys::shortcut(&key, modifiers).map_or_else(Task::none, |s| self.key(s)),
            (Message::Modifiers(modifiers), _) => {
                self.frame.modifiers = modifiers;
                Task::none()
            }
            (Message::Resized(size), _) => {
                self.frame.size = size;
                Task::none()
            }
            (Message::Back, _) => self.back(),
            (Message::Open(place), _) => self.open(place, false),
            (Message::Start(m), Some(Screen::Start(s))) => {
                let action = s.update(m, frame);
                self.act(action, Message::Start)
            }
            (Message::Connect(m), Some(Screen::Connect(s))) => {
                let action = s.update(m, frame);
                self.act(action, Message::Connect)
            }
            (Message::Reading(m), Some(Screen::Reading(s))) => {
                let action = s.update(&m);
                self.act(action, Message::Reading)
            }
            (Message::Flood(m), Some(Screen::Flood(s))) => {
                let action = s.update(m, frame);
                self.act(action, Message::Flood)
            }
            (Message::Closer(m), Some(Screen::Closer(s))) => {
                let action = s.update(m, frame);
                self.act(action, Message::Closer)
            }
            (Message::CleanUp(m), Some(Screen::CleanUp(s))) => {
                let action = s.update(m);
                self.act(action, Message::CleanUp)
            }
            (Message::Work(m), Some(Screen::Work(s))) => {
                let action = s.update(&m);
                self.act(action, Message::Work)
            }
            (Message::Filter(m), Some(Screen::Filter(s))) => {
                let action = s.update(m, frame);
                self.act(action, Message::Filter)
            }
            (Message::Report(m), Some(Screen::Report(s))) => {
                let action = s.update(m, frame);
                self.act(action, Message::Report)
            }
            (Message::History(m), Some(Screen::History(s))) => {
                let action = s.update(&m);
                self.act(action, Message::History)
            }
            (Message::Settings(m), Some(Screen::Settings(s))) => {
                let action = s.update(&m);
                self.act(action, Message::Settings)
            }
            // Of a screen that is gone.
            _ => Task::none(),
        }
    }

    /// An event of the engine: first what all share, then every screen, the one on top last.
    fn hear(&mut self, event: &Event) -> Task<Message> {
        match event {
            Event::Scanned(picture) | Event::Changed(picture) => self.frame.picture = Some(picture.clone()),
            Event::Forgotten => self.frame.picture = None,
            Event::Stage(stage @ (Stage::Reading { .. } | Stage::Triage)) => {
                // The history or the settings may lie on top.
                for screen in &mut self.screens {
                    if let Screen::Connect(connect) = screen
                        && let Some(Place::Reading { label, command }) = connect.reading()
                    {
                        *screen = Screen::Reading(Reading::joined(label, command, stage.clone(), self.frame.now));
                    }
                }
            }
            _ => {}
        }
        let last = self.screens.len().saturating_sub(1);
        let mut tasks = Vec::new();
        for at in 0..=last {
            let task = self.hear_at(at, event);
            tasks.push(task);
        }
        Task::batch(tasks)
    }

    fn hear_at(&mut self, at: usize, event: &Event) -> Task<Message> {
        let on_top = at + 1 == self.screens.len();
        let frame = &self.frame;
        let Some(screen) = self.screens.get_mut(at) else { return Task::none() };
        match screen {
            Screen::Start(s) => s.hear(event),
            Screen::Flood(s) => s.hear(event, frame),
            Screen::Work(s) => s.hear(event),
            Screen::Filter(s) => s.hear(event),
            Screen::Report(s) => s.hear(event),
            Screen::Settings(s) => s.hear(event),
            Screen::Keys => {}
            Screen::Connect(s) => {
                let action = s.hear(event);
                return self.act(action, Message::Connect);
            }
            Screen::Reading(s) => {
                let action = s.hear(event, frame);
                if on_top {
                    return self.act(action, Message::Reading);
                }
                if let Action::Replace(Place::Flood) = action {
                    *screen = Screen::Flood(Flood::new(frame));
                }
            }
            Screen::Closer(s) => {
                let action = s.hear(event, frame);
                return self.act(action, Message::Closer);
            }
            Screen::CleanUp(s) => {
                let action = s.hear(event, frame);
                return self.act(action, Message::CleanUp);
            }
            Screen::History(s) => {
                let action = s.hear(event);
                return self.act(action, Message::History);
            }
        }
        Task::none()
    }

    fn key(&mut self, shortcut: Shortcut) -> Task<Message> {
        match shortcut {
            Shortcut::Back => self.back(),
            Shortcut::NextField => widget::focus_next(),
            Shortcut::PreviousField => widget::focus_previous(),
            Shortcut::Help => self.open(Place::Keys, false),
            Shortcut::Settings => self.open(Place::Settings, false),
            Shortcut::History => self.open(Place::History, false),
            other => {
                let frame = &self.frame;
                let Some(Screen::Closer(closer)) = self.screens.last_mut() else { return Task::none() };
                let action = closer.key(other, frame);
                self.act(action, Message::Closer)
            }
        }
    }

    /// One screen back. Leaving a screen cancels what it is waiting for.
    fn back(&mut self) -> Task<Message> {
        if self.screens.len() > 1 {
            let busy = match self.screens.pop() {
                Some(Screen::Connect(s)) => s.busy(),
                Some(Screen::Reading(s)) => s.busy(),
                Some(Screen::Work(s)) => s.busy(),
                Some(Screen::Closer(s)) => s.busy(),
                _ => false,
            };
            if busy {
                self.port.cancel();
            }
            if let Some(Screen::Start(_)) = self.screens.last() {
                self.port.send(Command::Accounts);
            }
        }
        Task::none()
    }

    fn open(&mut self, place: Place, replace: bool) -> Task<Message> {
        if replace && self.screens.len() > 1 {
            self.screens.pop();
        }
        let frame = &self.frame;
        match place {
            Place::Connect { address, source, failed } => {
                let (s, action) = Connect::new(address, source, failed);
                self.screens.push(Screen::Connect(s));
                self.act(action, Message::Connect)
            }
            Place::Reading { label, command } => {
                let (s, action) = Reading::new(label, command);
                self.screens.push(Screen::Reading(s));
                self.act(action, Message::Reading)
            }
            Place::Flood => {
                self.screens.truncate(1);
                self.screens.push(Screen::Flood(Flood::new(&self.frame)));
                Task::none()
            }
            Place::Closer(scope) => {
                let (s, action) = Closer::new(scope, frame);
                self.screens.push(Screen::Closer(s));
                self.act(action, Message::Closer)
            }
            Place::CleanUp(what) => {
                let (s, action) = CleanUp::new(what);
                self.screens.push(Screen::CleanUp(s));
                self.act(action, Message::CleanUp)
            }
            Place::Work(job) => {
                let (s, action) = Work::new(job);
                self.screens.push(Screen::Work(s));
                self.act(action, Message::Work)
            }
            Place::Filter { incident } => {
                let (s, action) = Filter::new(incident, frame);
                self.screens.push(Screen::Filter(s));
                self.act(action, Message::Filter)
            }
            Place::Report { incident } => {
                let (s, action) = Report::new(incident, frame);
                self.screens.push(Screen::Report(s));
                self.act(action, Message::Report)
            }
            // The three that a key opens from anywhere are not opened twice.
            Place::History if !matches!(self.screens.last(), Some(Screen::History(_))) => {
                let (s, action) = History::new();
                self.screens.push(Screen::History(s));
                self.act(action, Message::History)
            }
            Place::Settings if !matches!(self.screens.last(), Some(Screen::Settings(_))) => {
                self.screens.push(Screen::Settings(Settings::default()));
                Task::none()
            }
            Place::Keys if !matches!(self.screens.last(), Some(Screen::Keys)) => {
                self.screens.push(Screen::Keys);
                Task::none()
            }
            Place::History | Place::Settings | Place::Keys => Task::none(),
        }
    }

    fn act<M: Send + 'static>(&mut self, action: Action<M>, wrap: fn(M) -> Message) -> Task<Message> {
        match action {
            Action::None => Task::none(),
            Action::Ask(command) => {
                self.port.send(command);
                Task::none()
            }
            Action::Stop => {
                self.port.cancel();
                Task::none()
            }
            Action::Open(place) => self.open(place, false),
            Action::Replace(place) => self.open(place, true),
            Action::Back => self.back(),
            Action::Run(task) => task.map(wrap),
            Action::Both(a, b) => Task::batch([self.act(*a, wrap), self.act(*b, wrap)]),
            Action::Prefer(preference) => {
                self.prefer(preference);
                Task::none()
            }
        }
    }

    fn prefer(&mut self, preference: Preference) {
        let look = &mut self.frame.look;
        match preference {
            Preference::Language(locale) => self.frame.lang = Arc::new(Lang::new(locale)),
            Preference::Dark(dark) => look.dark = dark,
            Preference::Contrast(contrast) => look.contrast = contrast,
            Preference::TextSize(percent) => look.scale = Look { scale: f32::from(percent) / 100.0, ..*look }.scale,
        }
    }

    pub fn view(&self) -> Element<'_, Message> {
        let frame = &self.frame;
        // A list that fills the screen scrolls by itself; every other screen scrolls as a whole.
        let (page, scrolls) = match self.screens.last() {
            None => (column![].into(), true),
            Some(Screen::Start(s)) => (s.view(frame).map(Message::Start), true),
            Some(Screen::Connect(s)) => (s.view(frame).map(Message::Connect), true),
            Some(Screen::Reading(s)) => (s.view(frame).map(Message::Reading), true),
            Some(Screen::Flood(s)) => (s.view(frame).map(Message::Flood), true),
            Some(Screen::Closer(s)) => (s.view(frame).map(Message::Closer), false),
            Some(Screen::CleanUp(s)) => (s.view(frame).map(Message::CleanUp), true),
            Some(Screen::Work(s)) => (s.view(frame).map(Message::Work), true),
            Some(Screen::Filter(s)) => (s.view(frame).map(Message::Filter), true),
            Some(Screen::Report(s)) => (s.view(frame).map(Message::Report), true),
            Some(Screen::History(s)) => (s.view(frame).map(Message::History), true),
            Some(Screen::Settings(s)) => (s.view(frame).map(Message::Settings), true),
            Some(Screen::Keys) => (screen::keys::view(frame), true),
        };
        let foot = match self.screens.last() {
            Some(Screen::Flood(s)) => s.foot(frame).map(|foot| foot.map(Message::Flood)),
            Some(Screen::CleanUp(s)) => s.foot(frame).map(|foot| foot.map(Message::CleanUp)),
            _ => None,
        };
        let width = match self.screens.last() {
            Some(Screen::Flood(_)) => WIDE,
            _ => COLUMN,
        };
        let width = frame.look.grow(width);
        let foot = foot.map(|foot| {
            let foot = container(foot).width(Length::Fill).max_width(width).padding([S3, S6]);
            let foot = container(foot).center_x(Length::Fill).style(style::container::bar);
            column![iced::widget::rule::horizontal(1).style(style::rule), foot]
        });
        let page: Element<'_, Message> = if scrolls {
            let page = container(page).width(Length::Fill).max_width(width).padding([S6, S6]);
            scrollable(container(page).center_x(Length::Fill))
                .height(Length::Fill)
                .width(Length::Fill)
                .style(style::scrollbar)
                .into()
        } else {
            container(page).padding([S4, S4]).width(Length::Fill).height(Length::Fill).into()
        };
        container(column![self.bar(), page].push(foot))
            .width(Length::Fill)
            .height(Length::Fill)
            .style(style::container::page)
            .into()
    }

    fn bar(&self) -> Element<'_, Message> {
        let frame = &self.frame;
        let look = frame.look;
        let left: Element<'_, Message> = if self.screens.len() > 1 {
            widget::button(look, frame.t("gui-back")).quiet().icon(Icon::ArrowLeft).on_press(Message::Back).into()
        } else {
            row![widget::icon(Icon::Waves).size(look.grow(22.0)), look.heading(frame.t("gui-deich"))]
                .spacing(S2)
                .align_y(Alignment::Center)
                .into()
        };
        let to = |key: &str, icon, place| widget::button(look, frame.t(key)).quiet().icon(icon).on_press(Message::Open(place));
        let bar = row![
            left,
            space::horizontal(),
            to("gui-history-title", Icon::History, Place::History),
            to("gui-settings-title", Icon::Settings, Place::Settings),
        ]
        .spacing(S2)
        .align_y(Alignment::Center);
        container(bar).padding([S2, S4]).width(Length::Fill).style(style::container::bar).into()
    }
}
