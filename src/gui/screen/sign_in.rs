//! Signing in again, for an undo or a finish on a mailbox that is not open and whose password is nowhere.

use super::connect::wants_password;
use super::{Action, part};
use crate::engine::{Access, Command, Error, Event, Secret, SourceSpec};
use crate::gui::{Element, Frame};
use crate::plan::ActionId;
use iced::widget::{column, row};
use std::sync::Arc;

const PASSWORD: &str = "sign-in-password";

#[derive(Debug)]
pub struct SignIn {
    action: ActionId,
    /// How the source was opened; the journal's history says it.
    home: Option<SourceSpec>,
    password: String,
    remember: bool,
    /// Why it is asked for again.
    failed: Arc<Error>,
    empty: bool,
}

#[derive(Debug, Clone)]
pub enum Message {
    Password(String),
    Remember(bool),
    SignIn,
}

impl SignIn {
    /// Asks for the password where it is that which is missing, or wrong.
    pub fn new<M: Send + 'static>(action: ActionId, failed: &Arc<Error>) -> Option<(Self, Action<M>)> {
        let sign_in = Self { action, home: None, password: String::new(), remember: true, failed: failed.clone(), empty: false };
        wants_password(failed).then_some((sign_in, Action::Ask(Command::History)))
    }

    pub fn hear<M: Send + 'static>(&mut self, event: &Event) -> Action<M> {
        let Event::History(actions) = event else { return Action::None };
        self.home = actions.iter().find(|action| action.id == self.action).map(|action| action.home.clone());
        Action::Run(crate::gui::widget::focus_on(PASSWORD))
    }

    /// How to open the source, once the password is there.
    pub fn update(&mut self, message: Message) -> Option<Access> {
        match message {
            Message::Password(password) => self.password = password,
            Message::Remember(remember) => self.remember = remember,
            Message::SignIn if self.password.is_empty() => self.empty = true,
            Message::SignIn => {
                let secret = Some(Secret::new(std::mem::take(&mut self.password)));
                return Some(Access { source: self.home.clone()?, secret, remember: self.remember, ca: None });
            }
        }
        None
    }

    pub fn view<'a>(&'a self, frame: &'a Frame) -> Element<'a, Message> {
        let mut page = column![part::display(frame, frame.t("gui-sign-in-headline"))].spacing(part::M);
        let Some(SourceSpec::Imap { user, .. }) = &self.home else {
            return page.push(part::waiting(frame)).into();
        };
        page = page
            .push(part::lead(frame, frame.tf("gui-sign-in-lead", &[("user", part::unbroken(&part::short(user, 60)).into())])));
        // That there is no password yet is no failure worth a word.
        if !matches!(*self.failed, Error::NoSecret { .. }) {
            page = page.push(part::error(&frame.lang.explain(&self.failed), frame));
        }
        if self.empty && self.password.is_empty() {
            page = page.push(part::warning(frame, frame.t("gui-connect-no-password")));
        }
        let hint = frame.t("gui-connect-password-hint");
        let field = part::secret(frame, PASSWORD, hint, &self.password, Message::Password, Message::SignIn);
        page.push(part::card(
            column![
                part::labelled(frame, frame.t("gui-connect-password"), field),
                part::check(frame, frame.t("gui-connect-remember"), self.remember, Message::Remember),
                part::wrap(row![part::primary(frame, frame.t("gui-sign-in-go-on"), Some(Message::SignIn))]),
            ]
            .spacing(part::M),
        ))
        .push(part::note(frame, frame.t("gui-connect-promise")))
        .into()
    }
}
