//! Report: to whom and why, the letter to be changed as the member likes, and saving it as a message any mail program opens.

use super::save::{self, Save};
use super::{Action, part};
use crate::engine::{Command, Error, Event, ReportDraft, Task};
use crate::gui::{Element, Frame};
use crate::lang::Locale;
use crate::report::Language;
use iced::widget::text_editor::{self, Content};
use iced::widget::{column, row};
use std::collections::BTreeMap;
use std::sync::Arc;

pub const LETTER: &str = "report-letter";

/// Letters that the member changed: by what was opened, the incident (its kind and key) and the language.
pub type Letters = BTreeMap<(String, String, Language), String>;

#[derive(Debug)]
pub struct Report {
    incident: u32,
    /// Source and incident, as letters are kept by.
    about: (String, String),
    language: Language,
    draft: Option<ReportDraft>,
    /// As it stands on screen.
    letter: Content,
    /// It is not the draft's any more.
    changed: bool,
    letters: Letters,
    failed: Option<Arc<Error>>,
    /// Why the saved file did not open.
    unopened: Option<Arc<Error>>,
    save: Save,
}

#[derive(Debug, Clone)]
pub enum Message {
    Language(Language),
    Edit(text_editor::Action),
    /// Back to the letter that Deich wrote.
    Restore,
    Save(save::Message),
    /// Opens what was saved in the mail program.
    Open,
    Again,
    Back,
}

impl Report {
    pub fn new(incident: u32, frame: &Frame) -> (Self, Action<Message>) {
        let language = match frame.lang.locale() {
            Locale::German => Language::German,
            Locale::English => Language::English,
        };
        let picture = frame.picture.as_ref();
        let found = picture.and_then(|picture| picture.findings.incident(incident));
        let about = (
            picture.map(|picture| picture.source.id.clone()).unwrap_or_default(),
            found.map(|found| format!("{}:{}", found.kind.as_str(), found.key)).unwrap_or_default(),
        );
        let report = Self {
            incident,
            about,
            language,
            draft: None,
            letter: Content::new(),
            changed: false,
            letters: frame.letters.clone(),
            failed: None,
            unopened: None,
            save: Save::new(&frame.t("gui-report-file"), frame),
        };
        (report, Action::Ask(Command::Report { incident, language }))
    }

    pub fn title(frame: &Frame) -> String {
        frame.t("gui-report-title")
    }

    pub fn hear(&mut self, event: &Event) {
        match event {
            Event::Report(draft) if draft.incident == self.incident && draft.language == self.language => {
                let kept = self.letters.get(&self.key());
                self.letter = Content::with_text(kept.unwrap_or(&draft.text));
                self.changed = kept.is_some();
                self.draft = Some(draft.clone());
            }
            Event::Failed { task: Task::OpenFile, error, .. } => self.unopened = Some(error.clone()),
            Event::Failed { task: Task::Report, error, .. } => self.failed = Some(error.clone()),
            event => self.save.hear(event),
        }
    }

    pub fn update(&mut self, message: Message, frame: &Frame) -> Action<Message> {
        match message {
            Message::Language(language) => {
                self.language = language;
                return self.ask();
            }
            Message::Edit(action) => {
                let edits = action.is_edit();
                self.letter.perform(action);
                if edits {
                    self.keep();
                }
            }
            Message::Restore => {
                if let Some(draft) = &self.draft {
                    self.letter = Content::with_text(&draft.text);
                }
                self.keep();
            }
            Message::Save(message) => {
                let (incident, language) = (self.incident, self.language);
                let letter = self.changed.then(|| self.letter.text());
                let save = |path, overwrite| Command::SaveReport { incident, language, letter, path, overwrite };
                return self.save.update(message, save, frame).map(Message::Save);
            }
            Message::Open => {
                self.unopened = None;
                let saved = self.save.saved.clone();
                return saved.map_or(Action::None, |path| Action::Ask(Command::OpenFile(path)));
            }
            Message::Again => return self.ask(),
            Message::Back => return Action::Back,
        }
        Action::None
    }

    /// Keeps what the member wrote, so that neither going back nor another language loses it.
    fn keep(&mut self) {
        let text = self.letter.text();
        self.changed = self.draft.as_ref().is_some_and(|draft| draft.text.trim_end() != text.trim_end());
        let key = self.key();
        if self.changed {
            self.letters.insert(key, text);
        } else {
            self.letters.remove(&key);
        }
        self.save.changed();
    }

    fn key(&self) -> (String, String, Language) {
        (self.about.0.clone(), self.about.1.clone(), self.language)
    }

    /// What is to be kept of this screen when it is left.
    pub fn letters(self) -> Letters {
        self.letters
    }

    fn ask(&mut self) -> Action<Message> {
        self.failed = None;
        self.draft = None;
        Action::Ask(Command::Report { incident: self.incident, language: self.language })
    }

    pub fn view<'a>(&'a self, frame: &'a Frame) -> Element<'a, Message> {
        let languages = [(Language::German, "gui-german"), (Language::English, "gui-english")]
            .map(|(language, key)| part::choice(frame, frame.t(key), self.language == language, Message::Language(language)));
        let page = column![
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
            part::note(frame, frame.t("gui-report-why")),
            part::heading(frame, part::short(&draft.subject, 120)),
            part::editor(frame, LETTER, &self.letter, Message::Edit),
        ]
        .spacing(part::S);
        letter = letter.push(if self.changed {
            part::wrap(row![
                part::note(frame, frame.t("gui-report-changed")),
                part::quiet(frame, frame.t("gui-report-restore"), Some(Message::Restore)),
            ])
        } else {
            part::note(frame, frame.t("gui-report-editable"))
        });
        let mut carries = frame.t("gui-report-attached");
        if draft.redacted > 0 {
            carries = format!("{carries} {}", frame.tf("gui-report-redacted", &[("n", draft.redacted.into())]));
        }
        letter = letter.push(part::note(frame, carries));
        page.push(part::card(letter))
            .push(self.save.view("gui-report-path", true, frame).map(Message::Save))
            .push(part::note(frame, frame.t("gui-report-how")))
            .push(self.save.saved.is_some().then(|| part::secondary(frame, frame.t("gui-report-open"), Some(Message::Open))))
            .push(self.unopened.as_ref().map(|error| part::error(&frame.lang.explain(error), frame)))
            .into()
    }
}
