//! Connect: from the address alone where the provider is known, by hand where it is not.

use super::{Action, Place, part};
use crate::engine::provider::{self, PasswordKind, Provider};
use crate::engine::{Command, Error, Event, Scan, Secret, Security, SourceError, SourceSpec, Stage, Task};
use crate::gui::{Element, Frame};
use iced::widget::{column, row};
use std::path::PathBuf;
use std::sync::Arc;

const PASSWORD: &str = "connect-password";
const HOST: &str = "connect-host";
const PORT: &str = "connect-port";

#[derive(Debug)]
pub struct Connect {
    pub address: String,
    pub password: String,
    pub host: String,
    pub port: String,
    pub security: Security,
    pub user: String,
    pub ca: String,
    pub remember: bool,
    /// None where it is not known and the server is asked for.
    provider: Option<Provider>,
    /// The fields for the server are shown.
    by_hand: bool,
    /// What of the server hardly anybody has to change is shown too.
    more: bool,
    trying: Option<Stage>,
    failed: Option<Arc<Error>>,
    complaint: Option<&'static str>,
}

#[derive(Debug, Clone)]
pub enum Message {
    Password(String),
    Host(String),
    Port(String),
    User(String),
    Security(Security),
    Ca(String),
    ChooseCa,
    CaChosen(Option<PathBuf>),
    Remember(bool),
    ByHand,
    More,
    /// To the start, where a mail file can be opened.
    File,
    SignIn,
    Cancel,
    Back,
}

impl Connect {
    /// `source`: where it was found before; `failed`: why the member is asked again.
    pub fn new(address: String, source: Option<SourceSpec>, failed: Option<Arc<Error>>) -> (Self, Action<Message>) {
        let provider = provider::find(&address);
        let local = address.rsplit_once('@').map_or("", |(local, _)| local);
        let (host, port, security) = match &provider {
            Some(known) => (known.host.to_owned(), known.port, known.security),
            None => (provider::guess(&address).into_iter().next().unwrap_or_default(), 993, Security::Tls),
        };
        let user = if provider.is_some_and(|known| known.login_local) { local.to_owned() } else { address.clone() };
        let known = provider.is_some() || source.is_some();
        let (user, host, port, security) = match source {
            Some(SourceSpec::Imap { user, host, port, security }) => (user, host, port, security),
            _ => (user, host, port, security),
        };
        let connect = Self {
            user,
            address,
            password: String::new(),
            host,
            port: port.to_string(),
            security,
            ca: String::new(),
            remember: true,
            by_hand: !known,
            more: false,
            provider,
            trying: None,
            // That there is no password yet is no failure worth a word.
            failed: failed.filter(|error| !matches!(**error, Error::NoSecret { .. })),
            complaint: None,
        };
        (connect, Action::Run(crate::gui::widget::focus_on(PASSWORD)))
    }

    pub fn title(frame: &Frame) -> String {
        frame.t("gui-connect-title")
    }

    pub fn busy(&self) -> bool {
        self.trying.is_some()
    }

    pub fn hear(&mut self, event: &Event) -> Action<Message> {
        if !self.busy() {
            return Action::None;
        }
        match event {
            Event::Stage(stage @ (Stage::Connecting | Stage::SigningIn)) => self.trying = Some(stage.clone()),
            Event::Failed { task: Task::Scan, error, .. } => {
                self.trying = None;
                let focus = if wants_password(error) {
                    // Everything else stays as it was typed.
                    self.password.clear();
                    PASSWORD
                } else {
                    self.by_hand = true;
                    self.more = true;
                    HOST
                };
                self.failed = Some(error.clone());
                return Action::Run(crate::gui::widget::focus_on(focus));
            }
            Event::Cancelled(Task::Scan) => self.trying = None,
            _ => {}
        }
        Action::None
    }

    pub fn update(&mut self, message: Message, frame: &Frame) -> Action<Message> {
        match message {
            Message::Password(password) => self.password = password,
            Message::Host(host) => self.host = host,
            Message::Port(port) => self.port = port,
            Message::User(user) => self.user = user,
            Message::Security(security) => {
                // The port of the other kind follows, a port of the member's own stays.
                if let (Security::Tls, "143") | (Security::StartTls, "993") = (security, self.port.as_str()) {
                    self.port = String::from(if security == Security::Tls { "993" } else { "143" });
                }
                self.security = security;
            }
            Message::Ca(path) => self.ca = path,
            Message::ChooseCa => return part::choose(frame, part::Choice::File, Message::CaChosen),
            Message::CaChosen(Some(path)) => self.ca = path.display().to_string(),
            Message::CaChosen(None) => {}
            Message::Remember(remember) => self.remember = remember,
            Message::ByHand => self.by_hand = !self.by_hand,
            Message::More => self.more = !self.more,
            Message::File => return Action::Back.and(Action::Run(crate::gui::widget::focus_on(super::start::PATH))),
            Message::SignIn => return self.sign_in(),
            Message::Cancel => {
                self.trying = None;
                return Action::Stop;
            }
            Message::Back => return Action::Back,
        }
        Action::None
    }

    fn sign_in(&mut self) -> Action<Message> {
        if self.busy() {
            return Action::None;
        }
        self.failed = None;
        self.complaint = None;
        match self.scan() {
            Ok(scan) => {
                self.trying = Some(Stage::Connecting);
                Action::Ask(Command::Scan(scan))
            }
            Err((complaint, field)) => {
                self.by_hand |= field != PASSWORD;
                self.more |= field == PORT;
                self.complaint = Some(complaint);
                Action::Run(crate::gui::widget::focus_on(field))
            }
        }
    }

    /// What the fields say, or what is wrong and where.
    pub fn scan(&self) -> Result<Scan, (&'static str, &'static str)> {
        let port = self.port.trim().parse::<u16>().ok().filter(|p| *p != 0).ok_or(("gui-connect-no-port", PORT))?;
        let host = self.host.trim();
        if host.is_empty() || !host.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | ':' | '_')) {
            return Err(("gui-connect-no-host", HOST));
        }
        if self.password.is_empty() {
            return Err(("gui-connect-no-password", PASSWORD));
        }
        let user = if self.user.trim().is_empty() { self.address.clone() } else { self.user.trim().to_owned() };
        let ca = self.ca.trim();
        Ok(Scan {
            source: SourceSpec::Imap { user, host: host.to_owned(), port, security: self.security },
            secret: Some(Secret::new(self.password.clone())),
            remember: self.remember,
            me: vec![self.address.clone()],
            folders: Vec::new(),
            ca: (!ca.is_empty()).then(|| PathBuf::from(ca)),
        })
    }

    pub fn view<'a>(&'a self, frame: &'a Frame) -> Element<'a, Message> {
        let mut page = column![
            part::display(frame, frame.tf("gui-connect-headline", &[("address", part::short(&self.address, 50).into())])),
            part::lead(
                frame,
                match &self.provider {
                    Some(known) if self.closed() => frame.tf("gui-connect-provider", &[("name", known.name.into())]),
                    Some(known) => frame.tf("gui-connect-known", &[("name", known.name.into())]),
                    None => frame.t("gui-connect-unknown"),
                }
            )
        ]
        .spacing(part::M);
        if let Some(error) = &self.failed {
            page = page.push(part::error(&frame.lang.explain(error), frame));
        }
        if let Some(complaint) = self.complaint {
            page = page.push(part::warning(frame, frame.t(complaint)));
        }
        let mut form = column![].spacing(part::M);
        if let Some(known) = self.provider {
            form = form.push(part::hint(frame, advice(&known, frame)));
        }
        if self.closed() {
            form = form.push(part::wrap(row![
                part::primary(frame, frame.t("gui-start-file"), Some(Message::File)),
                part::secondary(frame, frame.t("gui-back"), Some(Message::Back)),
            ]));
            return page.push(part::card(form)).into();
        }
        form = form.push(part::labelled(
            frame,
            frame.t("gui-connect-password"),
            part::secret(
                frame,
                PASSWORD,
                frame.t("gui-connect-password-hint"),
                &self.password,
                Message::Password,
                Message::SignIn,
            ),
        ));
        form = form.push(part::check(frame, frame.t("gui-connect-remember"), self.remember, Message::Remember));
        if self.by_hand {
            form = form.push(self.server(frame));
        } else {
            form = form.push(part::quiet(frame, frame.t("gui-connect-by-hand"), Some(Message::ByHand)));
        }
        form = form.push(match &self.trying {
            Some(stage) => part::wrap(row![
                part::body(
                    frame,
                    frame.t(if *stage == Stage::SigningIn { "gui-reading-signing-in" } else { "gui-reading-connecting" })
                ),
                part::secondary(frame, frame.t("gui-cancel"), Some(Message::Cancel)),
            ]),
            None => part::wrap(row![
                part::primary(frame, frame.t("gui-connect-sign-in"), Some(Message::SignIn)),
                part::secondary(frame, frame.t("gui-back"), Some(Message::Back)),
            ]),
        });
        page.push(part::card(form)).push(part::note(frame, frame.t("gui-connect-promise"))).into()
    }

    /// The provider takes no password from programs: there is nothing to fill in.
    fn closed(&self) -> bool {
        self.provider.is_some_and(|known| matches!(known.password, PasswordKind::OAuth | PasswordKind::NoImap))
    }

    fn server<'a>(&'a self, frame: &'a Frame) -> Element<'a, Message> {
        let security = [
            (Security::Tls, "gui-connect-tls"),
            (Security::StartTls, "gui-connect-starttls"),
            (Security::Plain, "gui-connect-plain"),
        ]
        .map(|(security, key)| part::choice(frame, frame.t(key), self.security == security, Message::Security(security)));
        let host = part::input(frame, HOST, "imap.verein.example".to_owned(), &self.host, Message::Host, Message::SignIn);
        let main = column![part::labelled(frame, frame.t("gui-connect-host"), host)].spacing(part::S);
        if !self.more {
            return main.push(part::quiet(frame, frame.t("gui-connect-more"), Some(Message::More))).into();
        }
        main.extend([
            part::labelled(
                frame,
                frame.t("gui-connect-port"),
                part::input(frame, PORT, "993".to_owned(), &self.port, Message::Port, Message::SignIn),
            ),
            part::wrap(iced::widget::Row::with_children(security)),
            part::labelled(
                frame,
                frame.t("gui-connect-user"),
                part::input(frame, "connect-user", self.address.clone(), &self.user, Message::User, Message::SignIn),
            ),
            part::labelled(
                frame,
                frame.t("gui-connect-ca"),
                part::input(frame, "connect-ca", frame.t("gui-connect-ca-hint"), &self.ca, Message::Ca, Message::SignIn),
            ),
            part::quiet(frame, frame.t("gui-choose-file"), Some(Message::ChooseCa)),
        ])
        .into()
    }

    /// Where the scan went on to: what Reading is opened with.
    pub fn reading(&self) -> Option<Place> {
        let command = Box::new(Command::Scan(self.scan().ok()?));
        self.busy().then(|| Place::Reading { label: self.address.clone(), command })
    }
}

/// What the provider wants, in plain words.
fn advice(known: &Provider, frame: &Frame) -> String {
    let own = format!("provider-hint-{}", known.id);
    if frame.lang.has(&own) {
        return frame.t(&own);
    }
    frame.tf(&format!("provider-hint-kind-{}", known.password.as_str()), &[("name", known.name.into())])
}

/// Is it the password that is to be typed again?
pub fn wants_password(error: &Error) -> bool {
    matches!(
        error,
        Error::Source(SourceError::WrongPassword { .. } | SourceError::SignInNotAllowed { .. })
            | Error::NoSecret { .. }
            | Error::Keyring { .. }
    )
}
