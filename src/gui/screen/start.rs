//! Start: where the member says what is flooded.

use super::accounts::{self, Accounts};
use super::{Action, Place, part};
use crate::engine::{Command, Event, Picture, SourceSpec};
use crate::gui::{Element, Frame};
use iced::Length;
use iced::widget::{column, container, row};
use std::path::PathBuf;
use std::sync::Arc;

/// The field for the address, and the one for a file.
pub const ADDRESS: &str = "start-address";
pub const PATH: &str = "start-path";

/// Messages of the sample flood.
pub const DEMO: usize = 5_000;

/// Known accounts shown; the settings have all.
const CARDS: usize = 4;

#[derive(Debug, Default)]
pub struct Start {
    pub address: String,
    pub path: String,
    accounts: Accounts,
    /// Why the address or the path can't be used: a text's key.
    complaint: Option<&'static str>,
}

#[derive(Debug, Clone)]
pub enum Message {
    Address(String),
    Connect,
    Path(String),
    ChooseFile,
    ChooseFolder,
    Chosen(Option<PathBuf>),
    OpenPath,
    Demo,
    Continue,
    Account(accounts::Message),
}

impl Start {
    pub fn new() -> (Self, Action<Message>) {
        (Self::default(), Action::Ask(Command::Accounts))
    }

    pub fn title(frame: &Frame) -> String {
        frame.t("gui-start-title")
    }

    pub fn hear(&mut self, event: &Event) {
        self.accounts.hear(event);
    }

    pub fn update(&mut self, message: Message, frame: &Frame) -> Action<Message> {
        self.complaint = None;
        match message {
            Message::Address(address) => self.address = address,
            Message::Path(path) => self.path = path,
            Message::Connect => return self.connect(),
            Message::ChooseFile => return part::choose(frame, part::Choice::File, Message::Chosen),
            Message::ChooseFolder => return part::choose(frame, part::Choice::Folder, Message::Chosen),
            Message::Chosen(Some(path)) => {
                self.path = path.display().to_string();
                return self.open();
            }
            // Closed, or there is no dialog on this desktop: the field is always there.
            Message::Chosen(None) => {}
            Message::OpenPath => return self.open(),
            Message::Demo => {
                let command = Box::new(Command::Demo { dir: None, size: DEMO });
                return Action::Open(Place::Reading { label: frame.t("gui-demo-label"), command });
            }
            Message::Account(message) => return self.accounts.update(message).map(Message::Account),
            Message::Continue => return Action::Open(Place::Flood),
        }
        Action::None
    }

    fn connect(&mut self) -> Action<Message> {
        let address = self.address.trim();
        let Some((user, host)) = address.rsplit_once('@') else {
            self.complaint = Some("gui-start-no-address");
            return Action::None;
        };
        if user.is_empty() || host.is_empty() || address.chars().any(|c| c.is_whitespace() || c.is_control()) {
            self.complaint = Some("gui-start-no-address");
            return Action::None;
        }
        Action::Open(Place::Connect { address: address.to_owned(), source: None, failed: None })
    }

    fn open(&mut self) -> Action<Message> {
        let path = self.path.trim();
        if path.is_empty() {
            self.complaint = Some("gui-start-no-path");
            return Action::None;
        }
        accounts::read(path.to_owned(), SourceSpec::Path(PathBuf::from(path)))
    }

    pub fn view<'a>(&'a self, frame: &'a Frame) -> Element<'a, Message> {
        let mut page = column![part::display(frame, frame.t("gui-start-headline")), part::lead(frame, frame.t("gui-start-lead"))]
            .spacing(part::M);
        if let Some(picture) = &frame.picture {
            page = page.push(still_open(picture, frame));
        }
        // What is open stands above already.
        let open = frame.picture.as_ref().map(|picture| &*picture.source.label);
        if let Some(others) = self.accounts.view(CARDS, open, frame) {
            page =
                page.push(part::cards(column![part::heading(frame, frame.t("gui-start-known")), others.map(Message::Account)]));
        }
        page = page.push(part::cards(column![
            part::heading(frame, frame.t("gui-start-account")),
            part::note(frame, frame.t("gui-start-account-note")),
            part::beside(
                frame,
                part::input(frame, ADDRESS, frame.t("gui-start-address-hint"), &self.address, Message::Address, Message::Connect),
                // One obvious step: where a mailbox is open, that is to go on with it.
                if frame.picture.is_some() {
                    part::secondary(frame, frame.t("gui-start-connect"), Some(Message::Connect))
                } else {
                    part::primary(frame, frame.t("gui-start-connect"), Some(Message::Connect))
                },
            ),
            self.complained("gui-start-no-address", frame),
        ]));
        page = page.push(part::cards(column![
            part::heading(frame, frame.t("gui-start-file")),
            part::note(frame, frame.t("gui-start-file-note")),
            part::beside(
                frame,
                part::input(frame, PATH, frame.t("gui-start-path-hint"), &self.path, Message::Path, Message::OpenPath),
                part::secondary(frame, frame.t("gui-start-open"), Some(Message::OpenPath)),
            ),
            part::wrap(row![
                part::quiet(frame, frame.t("gui-choose-file"), Some(Message::ChooseFile)),
                part::quiet(frame, frame.t("gui-choose-folder"), Some(Message::ChooseFolder)),
            ]),
            self.complained("gui-start-no-path", frame),
        ]));
        let demo = column![part::heading(frame, frame.t("gui-start-demo")), part::note(frame, frame.t("gui-start-demo-note"))];
        let demo = part::beside(
            frame,
            container(demo.spacing(part::XS)).width(Length::Fill).into(),
            part::secondary(frame, frame.t("gui-start-demo-open"), Some(Message::Demo)),
        );
        page = page.push(part::card(demo));
        page.push(part::note(frame, frame.t("gui-start-promise"))).into()
    }

    /// What is wrong, below the field it is about.
    fn complained<'a>(&self, key: &'static str, frame: &'a Frame) -> Option<Element<'a, Message>> {
        (self.complaint == Some(key)).then(|| part::warning(frame, frame.t(key)))
    }
}

fn still_open<'a>(picture: &Arc<Picture>, frame: &'a Frame) -> Element<'a, Message> {
    let count = frame.tf("gui-messages", &[("n", picture.messages.len().into())]);
    part::cards(column![
        part::heading(frame, part::source_name(&picture.source.label, frame)),
        part::note(frame, count),
        part::primary(frame, frame.t("gui-start-continue"), Some(Message::Continue)),
    ])
}
