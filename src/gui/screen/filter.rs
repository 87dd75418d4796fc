//! Stop further mail: the storm filter as a sentence, what it would have caught, and saving it.

use super::save::{self, Save};
use super::{Action, part};
use crate::engine::{Command, Error, Event, FilterDraft, Task};
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
    save: Save,
}

#[derive(Debug, Clone)]
pub enum Message {
    Save(save::Message),
    Script,
    Again,
    Back,
}

impl Filter {
    pub fn new(incident: u32, frame: &Frame) -> (Self, Action<Message>) {
        let save = Save::new(&frame.t("gui-filter-file"), frame);
        (Self { incident, draft: None, failed: None, script: false, save }, Action::Ask(Command::Filter { incident }))
    }

    pub fn title(frame: &Frame) -> String {
        frame.t("gui-filter-title")
    }

    pub fn hear(&mut self, event: &Event) {
        match event {
            Event::Filter(draft) if draft.incident == self.incident => self.draft = Some(draft.clone()),
            Event::Failed { task: Task::Filter, error, .. } => self.failed = Some(error.clone()),
            event => self.save.hear(event),
        }
    }

    pub fn update(&mut self, message: Message, frame: &Frame) -> Action<Message> {
        match message {
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
        page = page.push(part::note(frame, frame.t("gui-filter-how")));
        page = page.push(self.save.view("gui-filter-path", frame).map(Message::Save));
        let toggle = if self.script { "gui-filter-hide" } else { "gui-filter-show" };
        page = page.push(part::quiet(frame, frame.t(toggle), Some(Message::Script)));
        if self.script {
            page = page.push(part::card(part::lines(frame, &draft.script)));
        }
        page.into()
    }
}
