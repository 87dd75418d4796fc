//! Signing in again, for an undo or a finish on a mailbox that is not open: whose password is nowhere, or that wants the browser.

use super::connect::{browser_waiting, wants_password};
use super::{Action, part};
use crate::engine::{Access, Command, Error, Event, Secret, SourceSpec, Stage, Task, browser_works};
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
    /// No password is taken there.
    browser: bool,
    /// The browser is waited for; its address, once it was asked to show it.
    browsing: Option<String>,
}

/// What comes next.
pub enum Step {
    /// The source can be opened now.
    Open(Access),
    Do(Action<Message>),
}

#[derive(Debug, Clone)]
pub enum Message {
    Password(String),
    Remember(bool),
    SignIn,
    Browser,
    CopyUrl,
    Cancel,
}

impl SignIn {
    /// Asks for the password where it is that which is missing, or wrong.
    pub fn new<M: Send + 'static>(action: ActionId, failed: &Arc<Error>) -> Option<(Self, Action<M>)> {
        let sign_in = Self {
            action,
            home: None,
            password: String::new(),
            remember: true,
            browser: matches!(**failed, Error::NeedsBrowser { .. }),
            failed: failed.clone(),
            empty: false,
            browsing: None,
        };
        wants_password(failed).then_some((sign_in, Action::Ask(Command::History)))
    }

    pub const fn busy(&self) -> bool {
        self.browsing.is_some()
    }

    pub fn hear(&mut self, event: &Event) -> Step {
        match event {
            Event::History(actions) => {
                self.home = actions.iter().find(|action| action.id == self.action).map(|action| action.home.clone());
                return Step::Do(Action::Run(crate::gui::widget::focus_on(PASSWORD)));
            }
            _ if !self.busy() => {}
            Event::Stage(Stage::Browser { url }) => self.browsing = Some(url.clone()),
            Event::SignedIn(source) => {
                self.browsing = None;
                return Step::Open(Access { source: source.clone(), secret: None, remember: self.remember, ca: None });
            }
            Event::Failed { task: Task::SignIn, error, .. } => {
                self.browsing = None;
                self.failed = error.clone();
            }
            Event::Cancelled(Task::SignIn) => self.browsing = None,
            _ => {}
        }
        Step::Do(Action::None)
    }

    pub fn update(&mut self, message: Message, frame: &Frame) -> Step {
        match message {
            Message::Password(password) => self.password = password,
            Message::Remember(remember) => self.remember = remember,
            Message::SignIn if self.password.is_empty() => self.empty = true,
            Message::SignIn => {
                let secret = Some(Secret::new(std::mem::take(&mut self.password)));
                if let Some(source) = self.home.clone() {
                    return Step::Open(Access { source, secret, remember: self.remember, ca: None });
                }
            }
            Message::Browser if self.busy() => {}
            Message::Browser => {
                if let Some(source) = self.home.clone() {
                    self.browsing = Some(String::new());
                    return Step::Do(Action::Ask(Command::SignIn { source, page: frame.t("browser-page") }));
                }
            }
            Message::CopyUrl => {
                let url = self.browsing.clone().unwrap_or_default();
                return Step::Do(Action::Run(iced::clipboard::write(url)));
            }
            Message::Cancel => return Step::Do(Action::Stop),
        }
        Step::Do(Action::None)
    }

    pub fn view<'a>(&'a self, frame: &'a Frame) -> Element<'a, Message> {
        let mut page = column![part::display(frame, frame.t("gui-sign-in-headline"))].spacing(part::M);
        let Some(SourceSpec::Imap { user, host, .. }) = &self.home else {
            return page.push(part::waiting(frame)).into();
        };
        let lead = if matches!(*self.failed, Error::NoSecret { .. }) { "gui-sign-in-lead" } else { "gui-sign-in-again" };
        page = page.push(part::lead(frame, frame.tf(lead, &[("user", part::unbroken(&part::short(user, 60)).into())])));
        // That there is no password yet is no failure worth a word.
        if !matches!(*self.failed, Error::NoSecret { .. }) {
            page = page.push(part::error(&frame.lang.explain(&self.failed), frame));
        }
        if self.empty && self.password.is_empty() {
            page = page.push(part::warning(frame, frame.t("gui-connect-no-password")));
        }
        if self.busy() {
            return page.push(part::card(browser_waiting(Message::CopyUrl, Message::Cancel, frame))).into();
        }
        let remember = if self.browser { "gui-connect-remember-browser" } else { "gui-connect-remember" };
        let remember = part::check(frame, frame.t(remember), self.remember, Message::Remember);
        if self.browser {
            let works = browser_works(host, &frame.settings).then_some(Message::Browser);
            let browser = part::primary(frame, frame.t("gui-connect-browser"), works);
            return page.push(part::card(column![remember, part::wrap(row![browser])].spacing(part::M))).into();
        }
        let hint = frame.t("gui-connect-password-hint");
        let field = part::secret(frame, PASSWORD, hint, &self.password, Message::Password, Message::SignIn);
        page.push(part::card(
            column![
                part::labelled(frame, frame.t("gui-connect-password"), field),
                remember,
                part::wrap(row![part::primary(frame, frame.t("gui-sign-in-go-on"), Some(Message::SignIn))]),
            ]
            .spacing(part::M),
        ))
        .push(part::note(frame, frame.t("gui-connect-promise")))
        .into()
    }
}
