//! Connect: from the address alone. The built-in table knows the server, or it is looked for; by hand where neither helps.

mod view;

pub use view::browser_waiting;

use super::{Action, Place, part};
use crate::engine::provider::{self, PasswordKind, Provider};
use crate::engine::{
    CertificatePrint, Command, Discovery, Error, Event, Found, Scan, Secret, Security, SourceError, SourceSpec, Stage, Task,
    browser_works,
};
use crate::gui::Frame;
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
    /// None where it is not known.
    provider: Option<Provider>,
    server: Server,
    /// The fields for the server are shown.
    by_hand: bool,
    /// What of the server hardly anybody has to change is shown too.
    more: bool,
    /// What is being tried; a sign-in in the browser is a stage of it.
    trying: Option<Stage>,
    /// The browser granted it: no password is needed.
    granted: bool,
    failed: Option<Arc<Error>>,
    /// The certificate that was not accepted is shown.
    examining: bool,
    complaint: Option<&'static str>,
}

/// How the server is known.
#[derive(Debug)]
enum Server {
    /// The built-in table has it.
    Table,
    /// It was opened before.
    Before,
    Searching,
    Found(Box<Found>),
    /// The member has to name it.
    Unknown,
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
    /// Signs in with the browser.
    Browser,
    /// Puts the address of the browser's page on the clipboard.
    CopyUrl,
    /// Shows the certificate that was not accepted, or hides it again.
    Examine,
    /// Trusts it, for this account.
    Trust(CertificatePrint),
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
        // That there is no password yet is no failure worth a word.
        let failed = failed.filter(|error| !matches!(**error, Error::NoSecret { .. }));
        let server = match (&source, &provider) {
            (Some(_), _) => Server::Before,
            (None, Some(_)) => Server::Table,
            (None, None) if failed.is_none() && address.contains('@') => Server::Searching,
            (None, None) => Server::Unknown,
        };
        let (user, host, port, security) = match source {
            Some(SourceSpec::Imap { user, host, port, security }) => (user, host, port, security),
            _ => (user, host, port, security),
        };
        let provider = provider.or_else(|| provider::by_host(&host));
        let focus = Action::Run(crate::gui::widget::focus_on(PASSWORD));
        let action = match server {
            Server::Searching => Action::Ask(Command::Discover { address: address.clone(), ca: None }).and(focus),
            _ => focus,
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
            by_hand: matches!(server, Server::Unknown),
            server,
            more: false,
            provider,
            trying: None,
            granted: false,
            failed,
            examining: false,
            complaint: None,
        };
        (connect, action)
    }

    pub fn title(frame: &Frame) -> String {
        frame.t("gui-connect-title")
    }

    pub fn busy(&self) -> bool {
        self.trying.is_some() || self.searches()
    }

    const fn searches(&self) -> bool {
        matches!(self.server, Server::Searching)
    }

    pub fn hear(&mut self, event: &Event) -> Action<Message> {
        match event {
            Event::Discovered(found) if self.searches() && found.address == self.address.trim() => return self.take(found),
            Event::Failed { task: Task::Discover, .. } | Event::Cancelled(Task::Discover) if self.searches() => {
                return self.give_up_search();
            }
            _ if self.trying.is_none() => {}
            Event::Stage(stage @ (Stage::Connecting | Stage::SigningIn | Stage::Browser { .. })) => {
                self.trying = Some(stage.clone());
            }
            Event::SignedIn(_) => {
                self.granted = true;
                self.trying = None;
                return self.sign_in();
            }
            Event::Failed { task: Task::Scan | Task::SignIn, error, .. } => return self.fail(error),
            Event::Cancelled(Task::Scan | Task::SignIn) => self.trying = None,
            _ => {}
        }
        Action::None
    }

    /// Takes the likeliest server that was found.
    fn take(&mut self, discovery: &Discovery) -> Action<Message> {
        let Some(found) = discovery.found.first() else { return self.give_up_search() };
        let SourceSpec::Imap { user, host, port, security } = &found.source else { return self.give_up_search() };
        self.user.clone_from(user);
        self.host.clone_from(host);
        self.port = port.to_string();
        self.security = *security;
        self.provider = found.provider;
        self.failed = found.problem.clone().map(|problem| Arc::new(problem.into()));
        self.server = Server::Found(Box::new(found.clone()));
        Action::Run(crate::gui::widget::focus_on(PASSWORD))
    }

    fn give_up_search(&mut self) -> Action<Message> {
        self.server = Server::Unknown;
        self.by_hand = true;
        Action::Run(crate::gui::widget::focus_on(HOST))
    }

    fn fail(&mut self, error: &Arc<Error>) -> Action<Message> {
        self.trying = None;
        let focus = if wants_password(error) {
            // Everything else stays as it was typed.
            self.password.clear();
            self.granted = false;
            PASSWORD
        } else if about_browser(error) {
            self.granted = false;
            PASSWORD
        } else if certificate(error).is_some() {
            PASSWORD
        } else {
            self.by_hand = true;
            self.more = true;
            HOST
        };
        self.failed = Some(error.clone());
        Action::Run(crate::gui::widget::focus_on(focus))
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
            Message::ByHand if self.searches() => return Action::Stop.and(self.give_up_search()),
            Message::ByHand => self.by_hand = !self.by_hand,
            Message::More => self.more = !self.more,
            Message::File => return Action::Back.and(Action::Run(crate::gui::widget::focus_on(super::start::PATH))),
            Message::SignIn => return self.sign_in(),
            Message::Browser => return self.browser(frame),
            Message::CopyUrl => {
                if let Some(Stage::Browser { url }) = &self.trying {
                    return Action::Run(iced::clipboard::write(url.clone()));
                }
            }
            Message::Examine => self.examining = !self.examining,
            Message::Trust(print) => return self.trust(print),
            Message::Cancel => {
                self.trying = None;
                return Action::Stop;
            }
            Message::Back => return Action::Back,
        }
        Action::None
    }

    fn sign_in(&mut self) -> Action<Message> {
        if self.busy() || self.closed() && !self.granted {
            return Action::None;
        }
        self.failed = None;
        self.complaint = None;
        match self.scan() {
            Ok(scan) => {
                self.trying = Some(Stage::Connecting);
                Action::Ask(Command::Scan(scan))
            }
            Err(complaint) => self.complain(complaint),
        }
    }

    fn complain(&mut self, (complaint, field): (&'static str, &'static str)) -> Action<Message> {
        self.by_hand |= field != PASSWORD;
        self.more |= field == PORT;
        self.complaint = Some(complaint);
        Action::Run(crate::gui::widget::focus_on(field))
    }

    fn browser(&mut self, frame: &Frame) -> Action<Message> {
        if self.busy() {
            return Action::None;
        }
        self.failed = None;
        self.complaint = None;
        match self.source() {
            Ok(source) => {
                self.trying = Some(Stage::Connecting);
                Action::Ask(Command::SignIn { source, page: frame.t("browser-page") })
            }
            Err(complaint) => self.complain(complaint),
        }
    }

    fn trust(&mut self, print: CertificatePrint) -> Action<Message> {
        let source = match self.source() {
            Ok(source) => source,
            Err(complaint) => return self.complain(complaint),
        };
        self.failed = None;
        self.examining = false;
        let trust = Action::Ask(Command::TrustCertificate { source, certificate: Some(print) });
        let next = if self.password.is_empty() { Action::Run(crate::gui::widget::focus_on(PASSWORD)) } else { self.sign_in() };
        trust.and(next)
    }

    /// The server that the fields name, or what is wrong and where.
    fn source(&self) -> Result<SourceSpec, (&'static str, &'static str)> {
        let port = self.port.trim().parse::<u16>().ok().filter(|p| *p != 0).ok_or(("gui-connect-no-port", PORT))?;
        let host = self.host.trim();
        if host.is_empty() || !host.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | ':' | '_')) {
            return Err(("gui-connect-no-host", HOST));
        }
        let user = if self.user.trim().is_empty() { self.address.clone() } else { self.user.trim().to_owned() };
        Ok(SourceSpec::Imap { user, host: host.to_owned(), port, security: self.security })
    }

    /// What the fields say, or what is wrong and where.
    pub fn scan(&self) -> Result<Scan, (&'static str, &'static str)> {
        let source = self.source()?;
        if self.password.is_empty() && !self.granted {
            return Err(("gui-connect-no-password", PASSWORD));
        }
        let ca = self.ca.trim();
        Ok(Scan {
            source,
            secret: (!self.granted).then(|| Secret::new(self.password.clone())),
            remember: self.remember,
            me: vec![self.address.clone()],
            folders: Vec::new(),
            ca: (!ca.is_empty()).then(|| PathBuf::from(ca)),
        })
    }

    /// The provider takes no password from programs: there is nothing to fill in.
    fn closed(&self) -> bool {
        self.provider.is_some_and(|known| matches!(known.password, PasswordKind::OAuth | PasswordKind::NoImap))
    }

    /// The member can sign in with the browser here.
    fn browses(&self, frame: &Frame) -> bool {
        matches!(self.trying, Some(Stage::Browser { .. })) || browser_works(self.host.trim(), &frame.settings)
    }

    /// Where the scan went on to: what Reading is opened with.
    pub fn reading(&self) -> Option<Place> {
        let command = Box::new(Command::Scan(self.scan().ok()?));
        self.trying.is_some().then(|| Place::Reading { label: self.address.clone(), command })
    }
}

/// Is it the password that is to be typed again?
pub fn wants_password(error: &Error) -> bool {
    matches!(
        error,
        Error::Source(SourceError::WrongPassword { .. } | SourceError::SignInNotAllowed { .. })
            | Error::NoSecret { .. }
            | Error::NeedsBrowser { .. }
            | Error::Keyring { .. }
    )
}

fn about_browser(error: &Error) -> bool {
    matches!(error, Error::NoBrowserHere { .. } | Error::BrowserRefused { .. } | Error::BrowserTimedOut | Error::Browser { .. })
}

/// The certificate that was not accepted.
fn certificate(error: &Error) -> Option<CertificatePrint> {
    if let Error::Source(SourceError::Certificate { print, .. }) = error { *print } else { None }
}
