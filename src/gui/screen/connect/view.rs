//! How Connect looks.

use super::{Connect, HOST, Message, PASSWORD, PORT, Server, certificate};
use crate::engine::provider::{PasswordKind, Provider};
use crate::engine::{CertificatePrint, Found, Security, Stage};
use crate::gui::screen::{part, watch};
use crate::gui::{Element, Frame};
use iced::widget::{Column, column, row};

impl Connect {
    pub fn view<'a>(&'a self, frame: &'a Frame) -> Element<'a, Message> {
        let headline = frame.tf("gui-connect-headline", &[("address", part::short(&self.address, 50).into())]);
        let mut page = column![part::display(frame, headline), part::lead(frame, self.lead(frame))].spacing(part::M);
        if let Some(error) = &self.failed {
            page = page.push(part::error(&frame.lang.explain(error), frame));
            if let Some(print) = certificate(error) {
                page = page.push(self.certificate(print, frame));
            }
        }
        if let Some(complaint) = self.complaint {
            page = page.push(part::warning(frame, frame.t(complaint)));
        }
        if let Server::Found(found) = &self.server
            && found.outside
        {
            let args = [("host", self.host.as_str().into()), ("domain", crate::mail::address::domain_of(&self.address).into())];
            page = page.push(part::warning(frame, frame.tf("gui-connect-outside", &args)));
        }
        let mut form = column![].spacing(part::M);
        if let Some(known) = self.provider {
            form = form.push(part::hint(frame, self.advice(&known, frame)));
        }
        if self.searches() {
            form = form.push(part::wrap(row![
                part::secondary(frame, frame.t("gui-connect-by-hand"), Some(Message::ByHand)),
                part::secondary(frame, frame.t("gui-back"), Some(Message::Back)),
            ]));
            return page.push(part::card(form)).into();
        }
        if self.closed() {
            return page.push(part::card(self.without_password(form, frame))).into();
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
            form = form.push(part::quiet(frame, frame.t(self.server_key()), Some(Message::ByHand)));
        }
        form = form.push(self.steps(frame));
        page.push(part::card(form)).push(part::note(frame, frame.t("gui-connect-promise"))).into()
    }

    fn lead(&self, frame: &Frame) -> String {
        let host = || [("host", part::unbroken(self.host.trim()).into())];
        match (&self.server, &self.provider) {
            (Server::Searching, _) => frame.t("gui-connect-searching"),
            (_, Some(known)) if self.closed() => frame.tf("gui-connect-provider", &[("name", known.name.into())]),
            (Server::Found(_), _) => frame.tf("gui-connect-found", &host()),
            (Server::Unknown, _) => frame.t("gui-connect-unknown"),
            (_, Some(known)) => frame.tf("gui-connect-known", &[("name", known.name.into())]),
            (_, None) => frame.tf("gui-connect-before", &host()),
        }
    }

    /// What the button that shows the fields of the server says.
    const fn server_key(&self) -> &'static str {
        if matches!(self.server, Server::Found(_)) { "gui-connect-look" } else { "gui-connect-by-hand" }
    }

    /// Sign in, and what else can be done now; what is under way while it is.
    fn steps<'a>(&'a self, frame: &'a Frame) -> Element<'a, Message> {
        match &self.trying {
            Some(Stage::Browser { .. }) => browser_waiting(Message::CopyUrl, Message::Cancel, frame),
            Some(stage) => {
                let at = if *stage == Stage::SigningIn { "gui-reading-signing-in" } else { "gui-reading-connecting" };
                let cancel = part::secondary(frame, frame.t("gui-cancel"), Some(Message::Cancel));
                let steps = part::wrap(row![part::body(frame, frame.t(at)), cancel]);
                column![].push(watch::patience(frame)).push(steps).spacing(part::S).into()
            }
            None => {
                let mut steps = row![part::primary(frame, frame.t("gui-connect-sign-in"), Some(Message::SignIn))];
                if self.browses(frame) {
                    steps = steps.push(part::secondary(frame, frame.t("gui-connect-browser"), Some(Message::Browser)));
                }
                part::wrap(steps.push(part::secondary(frame, frame.t("gui-back"), Some(Message::Back))))
            }
        }
    }

    /// A provider that takes no password from programs: the browser, or a mail file.
    fn without_password<'a>(&'a self, form: Column<'a, Message>, frame: &'a Frame) -> Column<'a, Message> {
        if self.trying.is_some() {
            return form.push(self.steps(frame));
        }
        if !self.browses(frame) {
            return form.push(part::wrap(row![
                part::primary(frame, frame.t("gui-start-file"), Some(Message::File)),
                part::secondary(frame, frame.t("gui-back"), Some(Message::Back)),
            ]));
        }
        let remember = frame.t("gui-connect-remember-browser");
        form.push(part::check(frame, remember, self.remember, Message::Remember)).push(part::wrap(row![
            part::primary(frame, frame.t("gui-connect-browser"), Some(Message::Browser)),
            part::secondary(frame, frame.t("gui-back"), Some(Message::Back)),
        ]))
    }

    /// For those who know what they do: the certificate that was not accepted.
    fn certificate<'a>(&'a self, print: CertificatePrint, frame: &'a Frame) -> Element<'a, Message> {
        let show = part::quiet(frame, frame.t("gui-connect-certificate-show"), Some(Message::Examine));
        if !self.examining {
            return show;
        }
        let mut content = column![show, part::heading(frame, frame.t("gui-connect-certificate-print"))].spacing(part::S);
        // Four lines are compared more easily than one.
        for line in in_lines(&print) {
            content = content.push(part::body(frame, line));
        }
        content = content.push(part::body(frame, frame.t("gui-connect-certificate-warning")));
        content = content.push(part::secondary(frame, frame.t("gui-connect-certificate-trust"), Some(Message::Trust(print))));
        part::card(content)
    }

    fn server<'a>(&'a self, frame: &'a Frame) -> Element<'a, Message> {
        let security = [
            (Security::Tls, "gui-connect-tls"),
            (Security::StartTls, "gui-connect-starttls"),
            (Security::Plain, "gui-connect-plain"),
        ]
        .map(|(security, key)| part::choice(frame, frame.t(key), self.security == security, Message::Security(security)));
        let host = part::input(frame, HOST, "imap.verein.example".to_owned(), &self.host, Message::Host, Message::SignIn);
        let mut main = column![part::labelled(frame, frame.t("gui-connect-host"), host)].spacing(part::S);
        if let Server::Found(found) = &self.server {
            main = main.push(part::note(frame, found_how(found, frame)));
        }
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

    /// What the provider wants, in plain words.
    fn advice(&self, known: &Provider, frame: &Frame) -> String {
        if known.password == PasswordKind::OAuth && self.browses(frame) {
            return frame.tf("browser-hint", &[("name", known.name.into())]);
        }
        frame.lang.provider_hint(known)
    }
}

/// That the browser is waited for.
pub fn browser_waiting<'a, M: Clone + 'a>(copy: M, cancel: M, frame: &Frame) -> Element<'a, M> {
    column![
        part::body(frame, frame.t("gui-connect-browser-waiting")),
        part::wrap(row![
            part::quiet(frame, frame.t("gui-connect-browser-copy"), Some(copy)),
            part::secondary(frame, frame.t("gui-cancel"), Some(cancel)),
        ]),
    ]
    .spacing(part::S)
    .into()
}

/// How a server was found, and how one can sign in there.
fn found_how(found: &Found, frame: &Frame) -> String {
    let how = found.how.map_or_else(String::new, |how| frame.t(&format!("gui-connect-how-{}", how.as_str())));
    let ways: Vec<&str> = found.offers.iter().filter_map(|offer| offer.strip_prefix("AUTH=")).collect();
    if ways.is_empty() {
        return how;
    }
    format!("{how} {}", frame.tf("gui-connect-offers", &[("ways", ways.join(", ").into())]))
}

fn in_lines(print: &CertificatePrint) -> Vec<String> {
    let text = print.to_string();
    let bytes: Vec<&str> = text.split(':').collect();
    bytes.chunks(8).map(|line| line.join(" ")).collect()
}
