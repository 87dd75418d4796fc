//! The mailboxes that were opened before: to open again, and to be forgotten. Start and the settings show them.

use super::{Action, Place, part};
use crate::engine::{Command, Error, Event, KnownAccount, Scan, SourceSpec, Task};
use crate::gui::theme::Icon;
use crate::gui::{Element, Frame};
use iced::Length;
use iced::widget::{Column, column, container, row};
use std::sync::Arc;

#[derive(Debug, Default)]
pub struct Accounts {
    pub known: Vec<KnownAccount>,
    /// The one that is asked about: forget it?
    asking: Option<SourceSpec>,
    failed: Option<Arc<Error>>,
}

#[derive(Debug, Clone)]
pub enum Message {
    Open(SourceSpec),
    Forget(SourceSpec),
    ReallyForget(SourceSpec),
    KeepIt,
}

impl Accounts {
    pub fn hear(&mut self, event: &Event) {
        match event {
            Event::Accounts(accounts) => {
                self.known.clone_from(accounts);
                self.asking = None;
                self.failed = None;
            }
            Event::Forgotten => self.known.clear(),
            Event::Failed { task: Task::Accounts, error, .. } => {
                self.asking = None;
                self.failed = Some(error.clone());
            }
            _ => {}
        }
    }

    pub fn update(&mut self, message: Message) -> Action<Message> {
        match message {
            Message::Forget(source) => self.asking = Some(source),
            Message::KeepIt => self.asking = None,
            Message::ReallyForget(source) => return Action::Ask(Command::ForgetAccount(source)),
            Message::Open(source) => {
                let known = self.known.iter().find(|known| known.source == source);
                return known.map_or(Action::None, |known| read(known.label.clone(), source));
            }
        }
        Action::None
    }

    /// At most `most` of them, without the one that `hides` names. None where there are none.
    pub fn view<'a>(&'a self, most: usize, hides: Option<&str>, frame: &'a Frame) -> Option<Element<'a, Message>> {
        let shown = self.known.iter().filter(|known| Some(&*known.label) != hides).take(most);
        let mut lines: Vec<Element<'a, Message>> = shown.map(|known| self.one(known, frame)).collect();
        if let Some(error) = &self.failed {
            lines.push(part::error(&frame.lang.explain(error), frame));
        }
        (!lines.is_empty()).then(|| Column::with_children(lines).spacing(part::S).into())
    }

    fn one<'a>(&'a self, known: &'a KnownAccount, frame: &'a Frame) -> Element<'a, Message> {
        let name = part::source_name(&known.label, frame);
        if self.asking.as_ref() == Some(&known.source) {
            let question = frame.tf("gui-account-really", &[("name", part::unbroken(&name).into())]);
            return column![
                part::warning(frame, question),
                part::wrap(row![
                    part::secondary(frame, frame.t("gui-account-keep"), Some(Message::KeepIt)),
                    part::careful(frame, frame.t("gui-account-forget-now"), Some(Message::ReallyForget(known.source.clone()))),
                ])
            ]
            .spacing(part::S)
            .into();
        }
        let when = frame.tf("gui-start-last", &[("when", frame.lang.relative(known.last_scan, frame.now).into())]);
        let mark = if matches!(known.source, SourceSpec::Path(_)) { Icon::Folder } else { Icon::Mail };
        let open = part::entry(frame, mark, name, when, Message::Open(known.source.clone()));
        let forget = part::quiet_icon(frame, Icon::X, frame.t("gui-account-forget"), Some(Message::Forget(known.source.clone())));
        row![container(open).width(Length::Fill), forget].spacing(part::S).align_y(iced::Alignment::Center).into()
    }
}

/// Reads a source whose password, where it needs one, is in the keyring.
pub fn read<M>(label: String, source: SourceSpec) -> Action<M> {
    let me = if let SourceSpec::Imap { user, .. } = &source { vec![user.clone()] } else { Vec::new() };
    let scan = Scan { source, secret: None, remember: false, me, folders: Vec::new(), ca: None };
    Action::Open(Place::Reading { label, command: Box::new(Command::Scan(scan)) })
}
