//! From screen to screen, and what a screen asks for on the way.

use super::view::PAGE;
use super::{App, Layer, Message, Screen, Tasks};
use crate::engine::Command;
use crate::gui::keys::{Shortcut, Step};
use crate::gui::screen::{Action, Place};
use crate::gui::screen::{
    clean_up::CleanUp, closer::Closer, connect::Connect, filter::Filter, flood::Flood, history::History, junk::Junk,
    reading::Reading, report::Report, settings::Settings, work::Work,
};
use crate::gui::widget;
use iced::widget::operation::{self, AbsoluteOffset, RelativeOffset};

impl App {
    /// One screen back. Leaving a screen cancels what it is waiting for.
    pub(super) fn back(&mut self) -> Tasks {
        if let Some(Layer { screen: Screen::Closer(closer), .. }) = self.layers.last_mut()
            && closer.uncover(&self.frame)
        {
            return Tasks::none();
        }
        if self.layers.len() > 1 {
            let busy = match self.layers.pop().map(|layer| layer.screen) {
                Some(Screen::Connect(s)) => s.busy(),
                Some(Screen::Reading(s)) => s.busy(),
                Some(Screen::Work(s)) => s.waits(),
                Some(Screen::Junk(s)) => s.busy(),
                Some(Screen::Closer(s)) => s.busy(),
                Some(Screen::Filter(s)) => s.busy(),
                Some(Screen::Report(s)) => {
                    self.frame.letters = s.letters();
                    false
                }
                _ => false,
            };
            if busy {
                self.port.cancel();
            }
            if let Some(Screen::Start(_)) = self.top() {
                self.port.send(Command::Accounts);
            }
            return self.arrive();
        }
        Tasks::none()
    }

    /// Who came by key finds the keyboard on the next step; who came by pointer finds it nowhere.
    fn arrive(&self) -> Tasks {
        if self.takes_step() { widget::focus_step() } else { widget::unfocus() }
    }

    /// Whether the next step is in view from the beginning, and the keyboard in use.
    pub(super) fn takes_step(&self) -> bool {
        let near = matches!(
            self.top(),
            Some(Screen::Start(_) | Screen::Reading(_) | Screen::Flood(_) | Screen::CleanUp(_) | Screen::Work(_))
        );
        near && self.frame.keyboard
    }

    /// The keys that walk through a list scroll a page that has none.
    pub(super) fn scroll(&self, shortcut: Shortcut) -> Tasks {
        let Shortcut::Move { by, .. } = shortcut else { return Tasks::none() };
        let by_screens = |share: f32| {
            let offset = AbsoluteOffset { x: 0.0, y: self.frame.size.height * share };
            operation::scroll_by(PAGE, offset)
        };
        match by {
            Step::Up => by_screens(-0.1),
            Step::Down => by_screens(0.1),
            Step::PageUp => by_screens(-0.7),
            Step::PageDown => by_screens(0.7),
            Step::First => operation::snap_to(PAGE, RelativeOffset::START),
            Step::Last => operation::snap_to(PAGE, RelativeOffset::END),
        }
    }

    pub(super) fn open(&mut self, place: Place, replace: bool) -> Tasks {
        if replace && self.layers.len() > 1 {
            self.layers.pop();
        }
        let frame = &self.frame;
        match place {
            Place::Connect { address, source, failed } => {
                let (s, action) = Connect::new(address, source, failed);
                self.show(Screen::Connect(s), action, Message::Connect)
            }
            Place::Reading { label, command } => {
                let (s, action) = Reading::new(label, command);
                self.show(Screen::Reading(s), action, Message::Reading)
            }
            Place::Flood => {
                let flood = Flood::new(frame);
                self.layers.truncate(1);
                self.show(Screen::Flood(flood), Action::None, Message::Flood)
            }
            Place::Closer(scope) => {
                let (s, action) = Closer::new(scope, frame);
                self.show(Screen::Closer(s), action, Message::Closer)
            }
            Place::CleanUp(what) => {
                let (s, action) = CleanUp::new(what);
                self.show(Screen::CleanUp(s), action, Message::CleanUp)
            }
            Place::Junk => {
                let (s, action) = Junk::new(frame);
                self.show(Screen::Junk(s), action, Message::Junk)
            }
            Place::Work(job) => {
                let (s, action) = Work::new(job);
                self.show(Screen::Work(s), action, Message::Work)
            }
            Place::Filter { incident } => {
                let (s, action) = Filter::new(incident, frame);
                self.show(Screen::Filter(s), action, Message::Filter)
            }
            Place::Report { incident } => {
                let (s, action) = Report::new(incident, frame);
                self.show(Screen::Report(s), action, Message::Report)
            }
            // The three that a key opens from anywhere are not opened twice.
            Place::History if !matches!(self.top(), Some(Screen::History(_))) => {
                let (s, action) = History::new();
                self.show(Screen::History(s), action, Message::History)
            }
            Place::Settings if !matches!(self.top(), Some(Screen::Settings(_))) => {
                let (s, action) = Settings::new();
                self.show(Screen::Settings(s), action, Message::Settings)
            }
            Place::Keys if !matches!(self.top(), Some(Screen::Keys)) => self.show(Screen::Keys, Action::None, |()| Message::Back),
            Place::History | Place::Settings | Place::Keys => Tasks::none(),
        }
    }

    /// Puts a screen on top, and does what it asks for first.
    fn show<M: Send + 'static>(&mut self, screen: Screen, action: Action<M>, wrap: fn(M) -> Message) -> Tasks {
        self.layers.push(Layer::new(screen));
        self.arrive().chain(self.act(action, wrap))
    }

    /// What the screen on top asks for.
    pub(super) fn act<M: Send + 'static>(&mut self, action: Action<M>, wrap: fn(M) -> Message) -> Tasks {
        self.act_at(self.layers.len().saturating_sub(1), action, wrap)
    }

    pub(super) fn act_at<M: Send + 'static>(&mut self, at: usize, action: Action<M>, wrap: fn(M) -> Message) -> Tasks {
        match action {
            Action::None => Tasks::none(),
            Action::Ask(command) => {
                self.ask(at, command);
                Tasks::none()
            }
            Action::Stop => {
                self.port.cancel();
                Tasks::none()
            }
            Action::Open(place) => self.open(place, false),
            Action::Replace(place) => self.open(place, true),
            Action::Back => self.back(),
            Action::Run(task) => task.map(wrap),
            Action::Both(a, b) => {
                let first = self.act_at(at, *a, wrap);
                first.chain(self.act_at(at, *b, wrap))
            }
            Action::Prefer(preference) => {
                self.frame.prefer(preference);
                self.ask(at, Command::Settings(self.frame.settings.clone()));
                Tasks::none()
            }
        }
    }

    fn ask(&mut self, at: usize, command: Command) {
        if let Command::Scan(order) = &command {
            self.frame.source = Some(order.source.clone());
        }
        // What another server said, or this one earlier, is said again if it still holds.
        if matches!(command, Command::Scan(_) | Command::Demo { .. }) {
            self.frame.alerts.clear();
            self.frame.news = crate::engine::News::default();
            self.frame.unwatched = None;
        }
        // It is tried anew.
        if matches!(command, Command::Scan(_) | Command::Demo { .. } | Command::Follow { .. }) {
            self.frame.unswept = None;
        }
        let task = command.task();
        let number = self.port.send(command);
        if let Some(layer) = self.layers.get_mut(at) {
            layer.asked.insert(task, number);
        }
    }
}
