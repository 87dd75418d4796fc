//! Stop further mail: the storm filter as a sentence, what it would have caught, setting it on the server, and saving it.

use super::save::{self, Save};
use super::{Action, part};
use crate::engine::{Command, Error, Event, FilterDraft, OnServer, Task};
use crate::gui::{Element, Frame};
use crate::rule::Caution;
use iced::widget::{column, row};
use std::sync::Arc;

#[derive(Debug)]
pub struct Filter {
    incident: u32,
    draft: Option<FilterDraft>,
    failed: Option<Arc<Error>>,
    /// The script itself is shown.
    script: bool,
    server: Server,
    save: Save,
}

/// What became of the filter on the mail server.
#[derive(Debug, Default)]
enum Server {
    #[default]
    Untried,
    Asking,
    Stands(OnServer),
    Failed(Arc<Error>),
}

#[derive(Debug, Clone)]
pub enum Message {
    /// On the mail server.
    Set,
    Remove,
    Cancel,
    Save(save::Message),
    Script,
    Again,
    Back,
}

impl Filter {
    pub fn new(incident: u32, frame: &Frame) -> (Self, Action<Message>) {
        let save = Save::new(&frame.t("gui-filter-file"), frame);
        let filter = Self { incident, draft: None, failed: None, script: false, server: Server::default(), save };
        (filter, Action::Ask(Command::Filter { incident }))
    }

    pub fn title(frame: &Frame) -> String {
        frame.t("gui-filter-title")
    }

    pub const fn busy(&self) -> bool {
        matches!(self.server, Server::Asking)
    }

    pub fn hear(&mut self, event: &Event) {
        match event {
            Event::OnServer(stands) if self.busy() => self.server = Server::Stands(stands.clone()),
            Event::Failed { task: Task::ServerFilter, error, .. } => self.server = Server::Failed(error.clone()),
            Event::Cancelled(Task::ServerFilter) => self.server = Server::Untried,
            Event::Filter(draft) if draft.incident == self.incident => self.draft = Some(draft.clone()),
            Event::Failed { task: Task::Filter, error, .. } => self.failed = Some(error.clone()),
            event => self.save.hear(event),
        }
    }

    pub fn update(&mut self, message: Message, frame: &Frame) -> Action<Message> {
        match message {
            Message::Set | Message::Remove if self.busy() => Action::None,
            Message::Set => {
                let Some(draft) = &self.draft else { return Action::None };
                self.server = Server::Asking;
                Action::Ask(Command::SetFilter { script: draft.script.clone() })
            }
            Message::Remove => {
                self.server = Server::Asking;
                Action::Ask(Command::RemoveFilter)
            }
            Message::Cancel => Action::Stop,
            Message::Save(message) => {
                let Some(draft) = &self.draft else { return Action::None };
                let octets = || draft.script.clone().into_bytes();
                let save = |path, overwrite| Command::Save { path, octets: octets(), overwrite };
                self.save.update(message, save, frame).map(Message::Save)
            }
            Message::Script => {
                self.script = !self.script;
                Action::None
            }
            Message::Again => {
                self.failed = None;
                Action::Ask(Command::Filter { incident: self.incident })
            }
            Message::Back => Action::Back,
        }
    }

    pub fn view<'a>(&'a self, frame: &'a Frame) -> Element<'a, Message> {
        let mut page = column![part::display(frame, frame.t("gui-filter-headline"))].spacing(part::M);
        if let Some(error) = &self.failed {
            return page
                .push(part::error(&frame.lang.explain(error), frame))
                .push(part::wrap(row![
                    part::secondary(frame, frame.t("gui-again"), Some(Message::Again)),
                    part::secondary(frame, frame.t("gui-back"), Some(Message::Back)),
                ]))
                .into();
        }
        let Some(draft) = &self.draft else {
            return page.push(part::waiting(frame)).into();
        };
        page = page.push(part::card(
            column![
                part::heading(frame, part::filter_sentence(&draft.sentence, frame)),
                part::body(frame, frame.tf("gui-filter-exceptions", &[("n", draft.sentence.exceptions.into())])),
                part::body(
                    frame,
                    frame.tf(
                        "gui-filter-catches",
                        &[
                            ("flood", frame.number(draft.catches_flood).into()),
                            ("other", frame.number(draft.catches_other).into()),
                            ("all", draft.other.into())
                        ]
                    )
                ),
            ]
            .spacing(part::S),
        ));
        if draft.catches_other > 0 {
            page = page.push(part::warning(frame, frame.tf("gui-filter-careful", &[("n", draft.catches_other.into())])));
        }
        if let Some(caution) = draft.sentence.caution {
            page = page.push(part::hint(
                frame,
                frame.t(match caution {
                    Caution::OwnBounces => "gui-filter-own-bounces",
                    Caution::OwnSignUps => "gui-filter-own-sign-ups",
                }),
            ));
        }
        let server = self.server(frame);
        // One obvious step: where there is a server, that is to set it there.
        let first = server.is_none();
        page = page.push(server).push(part::note(frame, frame.t("gui-filter-how")));
        page = page.push(self.save.view("gui-filter-path", first, frame).map(Message::Save));
        let toggle = if self.script { "gui-filter-hide" } else { "gui-filter-show" };
        page = page.push(part::quiet(frame, frame.t(toggle), Some(Message::Script)));
        if self.script {
            page = page.push(part::card(part::lines(frame, &draft.script)));
        }
        page.into()
    }

    /// Setting it on the mail server. None where the mailbox lies on none.
    fn server<'a>(&'a self, frame: &'a Frame) -> Option<Element<'a, Message>> {
        frame.picture.as_ref()?.source.server.as_ref()?;
        let named = |name: &Option<String>, alone, beside: &str| match name {
            Some(name) => part::success(frame, frame.tf(beside, &[("name", part::short(name, 60).into())])),
            None => part::success(frame, frame.t(alone)),
        };
        let said = match &self.server {
            Server::Untried => None,
            Server::Asking => Some(part::waiting(frame)),
            Server::Stands(OnServer::Set { beside }) => Some(named(beside, "gui-filter-is-set", "gui-filter-is-set-beside")),
            Server::Stands(OnServer::Removed { restored }) => Some(named(restored, "gui-filter-removed", "gui-filter-restored")),
            Server::Stands(OnServer::Nothing) => Some(part::hint(frame, frame.t("gui-filter-none-there"))),
            Server::Failed(error) => Some(part::error(&frame.lang.explain(error), frame)),
        };
        let steps = match &self.server {
            Server::Asking => row![part::secondary(frame, frame.t("gui-cancel"), Some(Message::Cancel))],
            Server::Stands(OnServer::Set { .. }) => row![part::secondary(frame, frame.t("gui-undo"), Some(Message::Remove))],
            _ => row![
                part::primary(frame, frame.t("gui-filter-set"), Some(Message::Set)),
                part::quiet(frame, frame.t("gui-filter-remove"), Some(Message::Remove)),
            ],
        };
        let words = [part::heading(frame, frame.t("gui-filter-server")), part::note(frame, frame.t("gui-filter-server-note"))];
        Some(part::cards(iced::widget::Column::with_children(words).push(said).push(part::wrap(steps))))
    }
}
