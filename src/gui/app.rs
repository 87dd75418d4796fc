//! The application: a stack of screens, what they share, and the line to the engine.

mod go;
mod view;

use super::frame::{Frame, Records};
use super::keys::{self, Shortcut};
use super::screen::{self, Action, Place};
use super::screen::{
    clean_up::CleanUp, closer::Closer, connect::Connect, filter::Filter, flood::Flood, history::History, junk::Junk,
    reading::Reading, report::Report, settings::Settings, start::Start, work::Work,
};
use super::widget;
use crate::engine::{ActionState, Command, Error, Event, Handle, News, Stage, Task, Watch};
use iced::keyboard::{Key, Modifiers};
use iced::{Size, Theme};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// What iced is to do for the application.
type Tasks = iced::Task<Message>;

/// What the window needs of the engine. Answers come back as [`Message::Engine`].
pub trait Port {
    /// Answers with the command's number, which its failure carries.
    fn send(&self, command: Command) -> u64;
    fn cancel(&self);
}

impl Port for Handle {
    fn send(&self, command: Command) -> u64 {
        Self::send(self, command)
    }
    fn cancel(&self) {
        Self::cancel(self);
    }
}

/// Nobody listens: for staged states.
pub struct Silent;

impl Port for Silent {
    fn send(&self, _: Command) -> u64 {
        0
    }
    fn cancel(&self) {}
}

#[derive(Debug, Clone)]
pub enum Message {
    Engine(Event),
    /// A key that no field has taken for itself.
    Key(Key, Modifiers),
    Modifiers(Modifiers),
    /// The last touch was one of the keyboard, or of the pointer.
    Keyboard(bool),
    Resized(Size),
    /// The system turned light or dark.
    SystemTheme(iced::theme::Mode),
    Back,
    /// A second went by while something counts down.
    Tick,
    /// What the mail server said was read.
    PutAway,
    /// Sets Deich's own damaged records aside.
    SetAside,
    /// Shows what came in meanwhile.
    ShowNews,
    Open(Place),
    Start(screen::start::Message),
    Connect(screen::connect::Message),
    Reading(screen::reading::Message),
    Flood(screen::flood::Message),
    Closer(screen::closer::Message),
    CleanUp(screen::clean_up::Message),
    Junk(screen::junk::Message),
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
    Junk(Junk),
    Work(Work),
    Filter(Filter),
    Report(Report),
    History(History),
    Settings(Settings),
    Keys,
}

/// A screen, and the failures it waits for: of each task the newest command it asked for. The failure of an older one, or of
/// one that another screen asked for, comes too late.
struct Layer {
    screen: Screen,
    asked: BTreeMap<Task, u64>,
}

impl Layer {
    fn new(screen: Screen) -> Self {
        Self { screen, asked: BTreeMap::new() }
    }

    /// Whether an event is this screen's business.
    fn awaits(&self, event: &Event) -> bool {
        match event {
            Event::Failed { task, command, .. } => self.asked.get(task) == Some(command),
            _ => true,
        }
    }
}

pub struct App {
    pub(super) frame: Frame,
    /// The last one is on screen. Never empty: the first is Start.
    layers: Vec<Layer>,
    port: Box<dyn Port>,
    pub(super) clock: fn() -> Timestamp,
}

impl App {
    /// The application on its start screen.
    pub fn new(frame: Frame, port: Box<dyn Port>, clock: fn() -> Timestamp) -> (Self, Tasks) {
        let (start, action) = Start::new();
        let mut app = Self { frame, layers: vec![Layer::new(Screen::Start(start))], port, clock };
        let task = app.act(action, Message::Start);
        (app, task.chain(widget::focus_on(screen::start::ADDRESS)))
    }

    pub fn frame(&self) -> &Frame {
        &self.frame
    }

    fn top(&self) -> Option<&Screen> {
        self.layers.last().map(|layer| &layer.screen)
    }

    pub fn title(&self) -> String {
        let frame = &self.frame;
        let title = match self.top() {
            None | Some(Screen::Start(_)) => return frame.t("gui-deich"),
            Some(Screen::Connect(_)) => Connect::title(frame),
            Some(Screen::Reading(_)) => Reading::title(frame),
            Some(Screen::Flood(_)) => Flood::title(frame),
            Some(Screen::Closer(_)) => Closer::title(frame),
            Some(Screen::CleanUp(_)) => CleanUp::title(frame),
            Some(Screen::Junk(_)) => Junk::title(frame),
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

    pub fn update(&mut self, message: Message) -> Tasks {
        self.frame.now = (self.clock)();
        let frame = &self.frame;
        match (message, self.layers.last_mut().map(|layer| &mut layer.screen)) {
            (Message::Engine(event), _) => self.hear(&event),
            (Message::Keyboard(keyboard), _) => {
                self.frame.keyboard = keyboard;
                Tasks::none()
            }
            (Message::Key(key, modifiers), _) => {
                self.frame.keyboard = true;
                keys::shortcut(&key, modifiers).map_or_else(Tasks::none, |s| self.key(s))
            }
            (Message::Modifiers(modifiers), _) => {
                self.frame.modifiers = modifiers;
                Tasks::none()
            }
            (Message::Resized(size), _) => {
                self.frame.size = size;
                Tasks::none()
            }
            (Message::SystemTheme(mode), _) => {
                self.frame.system_dark = mode == iced::theme::Mode::Dark;
                self.frame.look = self.frame.chosen_look();
                Tasks::none()
            }
            (Message::Back, _) => self.back(),
            (Message::PutAway, _) => {
                if matches!(self.frame.records, Records::SetAside(_)) {
                    self.frame.records = Records::Sound;
                } else {
                    self.frame.alerts.drain(..1.min(self.frame.alerts.len()));
                }
                Tasks::none()
            }
            (Message::SetAside, _) => {
                self.port.send(Command::SetAside);
                Tasks::none()
            }
            (Message::ShowNews, _) => {
                self.port.send(Command::ShowNews);
                Tasks::none()
            }
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
            (Message::Junk(m), Some(Screen::Junk(s))) => {
                let action = s.update(m, frame);
                self.act(action, Message::Junk)
            }
            (Message::Work(m), Some(Screen::Work(s))) => {
                let action = s.update(m, frame);
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
                let action = s.update(m);
                self.act(action, Message::Settings)
            }
            // Of a screen that is gone; and a tick, which has done its work above.
            _ => Tasks::none(),
        }
    }

    /// An event of the engine: first what all share, then every screen, the one on top last.
    fn hear(&mut self, event: &Event) -> Tasks {
        match event {
            Event::Waiting { until, problem } => self.frame.waiting = Some((*until, problem.clone())),
            Event::Growing(_) | Event::News(_) | Event::Watch(_) | Event::ServerSays(_) => {}
            // Whatever was waited for goes on.
            _ => self.frame.waiting = None,
        }
        match event {
            Event::Scanned(picture) | Event::Changed(picture) => {
                self.frame.picture = Some(picture.clone());
                // The engine tells anew what is not shown.
                self.frame.news = News::default();
            }
            Event::Failed { error, .. } if matches!(**error, Error::StoreDamaged { .. }) => self.frame.records = Records::Damaged,
            Event::SetAside(path) => {
                self.frame.records = Records::SetAside(path.clone());
                self.frame.picture = None;
                self.port.send(Command::Accounts);
            }
            Event::News(news) => self.frame.news = *news,
            Event::Watch(watch) => {
                self.frame.watch = *watch;
                self.frame.unwatched.take_if(|_| *watch != Watch::Off);
            }
            Event::Failed { task: Task::Watch, error, .. } => self.frame.unwatched = Some(error.clone()),
            Event::Swept(action) => self.frame.unswept = (action.state == ActionState::Partly).then(|| action.clone()),
            Event::Orders(orders) => self.frame.orders.clone_from(orders),
            Event::Forgotten => {
                self.frame.picture = None;
                self.frame.trusted.clear();
                self.frame.orders.clear();
            }
            Event::Trusted(people) => self.frame.trusted.clone_from(people),
            // What is open has been forgotten.
            Event::Accounts(accounts) => {
                self.frame.picture.take_if(|picture| accounts.iter().all(|known| known.label != picture.source.label));
            }
            Event::ServerSays(words) if !self.frame.alerts.contains(words) => self.frame.alerts.push(words.clone()),
            Event::Stage(stage @ (Stage::Reading { .. } | Stage::Triage)) => {
                // The history or the settings may lie on top.
                for Layer { screen, .. } in &mut self.layers {
                    if let Screen::Connect(connect) = screen
                        && let Some(Place::Reading { label, command }) = connect.reading()
                    {
                        *screen = Screen::Reading(Reading::joined(label, command, stage.clone(), self.frame.now));
                    }
                }
            }
            _ => {}
        }
        let mut tasks = Vec::new();
        for at in 0..self.layers.len() {
            tasks.push(self.hear_at(at, event));
        }
        if matches!(event, Event::Preview(..) | Event::Done(_) | Event::Failed { .. }) && self.takes_step() {
            tasks.push(widget::focus_step_if_idle());
        }
        Tasks::batch(tasks)
    }

    fn hear_at(&mut self, at: usize, event: &Event) -> Tasks {
        let on_top = at + 1 == self.layers.len();
        let frame = &self.frame;
        let Some(layer) = self.layers.get_mut(at).filter(|layer| layer.awaits(event)) else { return Tasks::none() };
        match &mut layer.screen {
            Screen::Start(s) => s.hear(event),
            Screen::Filter(s) => s.hear(event),
            Screen::Report(s) => s.hear(event),
            Screen::Settings(s) => s.hear(event),
            Screen::Keys => {}
            Screen::Flood(s) => {
                let action = s.hear(event, frame);
                return self.act_at(at, action, Message::Flood);
            }
            Screen::Work(s) => {
                let action = s.hear(event);
                return self.act_at(at, action, Message::Work);
            }
            Screen::Connect(s) => {
                let action = s.hear(event);
                return self.act_at(at, action, Message::Connect);
            }
            Screen::Reading(s) => {
                let action = s.hear(event, frame);
                if on_top {
                    return self.act_at(at, action, Message::Reading);
                }
                if let Action::Replace(Place::Flood) = action {
                    layer.screen = Screen::Flood(Flood::new(frame));
                }
            }
            Screen::Closer(s) => {
                let action = s.hear(event, frame);
                return self.act_at(at, action, Message::Closer);
            }
            Screen::CleanUp(s) => {
                let action = s.hear(event, frame);
                return self.act_at(at, action, Message::CleanUp);
            }
            Screen::Junk(s) => {
                let action = s.hear(event, frame);
                return self.act_at(at, action, Message::Junk);
            }
            Screen::History(s) => {
                let action = s.hear(event);
                return self.act_at(at, action, Message::History);
            }
        }
        Tasks::none()
    }

    fn key(&mut self, shortcut: Shortcut) -> Tasks {
        match shortcut {
            Shortcut::Back => self.back(),
            Shortcut::NextField if self.takes_step() => widget::focus_next_from_step(),
            Shortcut::NextField => widget::focus_next(),
            Shortcut::PreviousField => widget::focus_previous(),
            Shortcut::Help => self.open(Place::Keys, false),
            Shortcut::Settings => self.open(Place::Settings, false),
            Shortcut::History => self.open(Place::History, false),
            other => {
                let frame = &self.frame;
                let Some(Layer { screen: Screen::Closer(closer), .. }) = self.layers.last_mut() else {
                    return self.scroll(other);
                };
                let action = closer.key(other, frame);
                self.act(action, Message::Closer)
            }
        }
    }
}
