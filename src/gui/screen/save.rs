//! Saving a draft to a file: the path field that is always there, the file dialog where the desktop has one.

use super::{Action, part};
use crate::engine::{Command, Error, Event, Task};
use crate::gui::widget::Icon;
use crate::gui::{Element, Frame};
use iced::widget::{column, row};
use std::path::PathBuf;
use std::sync::Arc;

#[derive(Debug, Default)]
pub struct Save {
    pub path: String,
    saving: bool,
    pub saved: Option<PathBuf>,
    failed: Option<Arc<Error>>,
}

#[derive(Debug, Clone)]
pub enum Message {
    Path(String),
    Choose,
    Chosen(Option<PathBuf>),
    Save,
    Overwrite,
}

impl Save {
    /// Offers `name` in the member's own place for files.
    pub fn new(name: &str, frame: &Frame) -> Self {
        Self { path: frame.home.join(name).display().to_string(), ..Self::default() }
    }

    pub fn hear(&mut self, event: &Event) {
        match event {
            Event::Saved(path) if self.saving => {
                self.saving = false;
                self.saved = Some(path.clone());
            }
            Event::Failed { task: Task::Save, error, .. } if self.saving => {
                self.saving = false;
                self.failed = Some(error.clone());
            }
            _ => {}
        }
    }

    /// `command` saves to a path, over a file that is there only when told so.
    pub fn update(&mut self, message: Message, command: impl FnOnce(PathBuf, bool) -> Command, frame: &Frame) -> Action<Message> {
        match message {
            Message::Path(path) => {
                self.path = path;
                self.failed = None;
            }
            Message::Choose => return part::save_as(frame, &self.path, Message::Chosen),
            Message::Chosen(Some(path)) => self.path = path.display().to_string(),
            Message::Chosen(None) => {}
            Message::Save => return self.save(false, command),
            Message::Overwrite => return self.save(true, command),
        }
        Action::None
    }

    fn save(&mut self, overwrite: bool, command: impl FnOnce(PathBuf, bool) -> Command) -> Action<Message> {
        let path = self.path.trim();
        if path.is_empty() || self.saving {
            return Action::None;
        }
        self.saving = true;
        self.saved = None;
        self.failed = None;
        Action::Ask(command(PathBuf::from(path), overwrite))
    }

    /// What is to be saved is no longer what was.
    pub fn changed(&mut self) {
        self.saved = None;
    }

    /// A card with the place, and what came of saving there. `first`: it is the obvious next step.
    pub fn view<'a>(&'a self, label: &str, first: bool, frame: &'a Frame) -> Element<'a, Message> {
        let save = if first { part::primary } else { part::secondary };
        let mut lines = column![
            part::labelled(
                frame,
                frame.t(label),
                part::input(frame, "save-path", String::new(), &self.path, Message::Path, Message::Save)
            ),
            part::wrap(row![
                save(frame, frame.t("gui-save"), (!self.saving).then_some(Message::Save)),
                part::quiet(frame, frame.t("gui-save-as"), Some(Message::Choose)),
            ]),
        ]
        .spacing(part::S);
        if let Some(path) = &self.saved {
            lines = lines.push(part::success(frame, frame.tf("gui-saved", &[("path", path.display().to_string().into())])));
        }
        if let Some(error) = &self.failed {
            let exists = matches!(**error, Error::FileExists { .. });
            lines = lines.push(part::error(&frame.lang.explain(error), frame));
            if exists {
                lines = lines.push(part::with_icon(frame, Icon::RefreshCw, frame.t("gui-save-over"), Some(Message::Overwrite)));
            }
        }
        part::card(lines)
    }
}
