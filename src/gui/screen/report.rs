//! Report: to whom and why, the letter, what was blacked out, and saving it as a message any mail program opens.

use super::save::{self, Save};
use super::{Action, part};
use crate::engine::{Command, Error, Event, ReportDraft, Task};
use crate::gui::{Element, Frame};
use crate::lang::Locale;
use crate::report::Language;
use iced::widget::{column, row};
use std::sync::Arc;

#[derive(Debug)]
pub struct Report {
    incident: u32,
    language: Language,
    draft: Option<ReportDraft>,
    failed: Option<Arc<Error>>,
    save: Save,
}

#[derive(Debug, Clone)]
pub enum Message {
    Language(Language),
    Save(save::Message),
    Again,
    Back,
}

impl Report {
    pub fn new(incident: u32, frame: &Frame) -> (Self, Action<Message>) {
        let language = match frame.lang.locale() {
            Locale::German => Language::German,
            Locale::English => Language::English,
        };
        let save = Save::new(&frame.t("gui-report-file"), frame);
        (Self { incident, language, draft: None, failed: None, save }, Action::Ask(Command::Report { incident, language }))
    }

    pub fn title(frame: &Frame) -> String {
        frame.t("gui-report-title")
    }

    pub fn hear(&mut self, event: &Event) {
        match event {
            Event::Report(draft) if draft.incident == self.incident => self.draft = Some(draft.clone()),
            Event::Failed { task: Task::Report, error } => self.failed = Some(error.clone()),
            event => self.save.hear(event),
        }
    }

    pub fn update(&mut self, message: Message, frame: &Frame) -> Action<Message> {
        match message {
            Message::Language(language) => {
                self.language = language;
                self.ask()
            }
            Message::Save(message) => {
                let eml = self.draft.as_ref().map_or(&[][..], |draft| &draft.eml);
                self.save.update(message, eml, frame).map(Message::Save)
            }
            Message::Again => self.ask(),
            Message::Back => Action::Back,
        }
    }

    fn ask(&mut self) -> Action<Message> {
        self.failed = None;
        self.draft = None;
        Action::Ask(Command::Report { incident: self.incident, language: self.language })
    }

    pub fn view<'a>(&'a self, frame: &'a Frame) -> Element<'a, Message> {
        let languages = [(Language::German, "gui-german"), (Language::English, "gui-english")]
            .map(|(language, key)| part::choice(frame, frame.t(key), self.language == language, Message::Language(language)));
        let mut page = column![
            part::display(frame, frame.t("gui-report-headline")),
            part::lead(frame, frame.t("gui-report-lead")),
            part::wrap(iced::widget::Row::with_children(languages)),
        ]
        .spacing(part::M);
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
        let to = draft.to.join(", ");
        let mut letter = column![
            part::body(frame, frame.tf("gui-report-to", &[("to", part::short(&to, 200).into())])),
            part::heading(frame, part::short(&draft.subject, 120)),
            part::lines(frame, &draft.text),
        ]
        .spacing(part::S);
        letter = letter.push(part::note(frame, frame.t("gui-report-attached")));
        if draft.redacted > 0 {
            letter = letter.push(part::note(frame, frame.tf("gui-report-redacted", &[("n", draft.redacted.into())])));
        }
        page = page.push(part::card(letter));
        page.push(part::card(column![self.save.view("gui-report-path", frame).map(Message::Save)]))
            .push(part::note(frame, frame.t("gui-report-how")))
            .into()
    }
}
