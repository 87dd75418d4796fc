//! Settings: mailboxes, trusted people, language, light and dark, contrast, text size; where the data lies, and deleting it.

use super::accounts::{self, Accounts};
use super::{Action, Preference, part};
use crate::engine::{Command, Error, Event, OrderId, Task};
use crate::gui::theme::{Contrast, Icon};
use crate::gui::{Element, Frame};
use crate::lang::Locale;
use iced::widget::{Row, column, row};
use std::sync::Arc;

/// Mailboxes and people shown; nobody has more.
const ACCOUNTS: usize = 50;
const PEOPLE: usize = 200;

#[derive(Debug, Default)]
pub struct Settings {
    accounts: Accounts,
    /// The question whether to delete everything is on screen.
    asking: bool,
    forgotten: bool,
    failed: Option<Arc<Error>>,
}

#[derive(Debug, Clone)]
pub enum Message {
    Account(accounts::Message),
    /// Trusts this sender no longer.
    Distrust(String),
    /// Follows this flood no longer.
    EndOrder(OrderId),
    Prefer(Preference),
    Forget,
    ReallyForget,
    KeepIt,
    Keys,
}

impl Settings {
    pub fn title(frame: &Frame) -> String {
        frame.t("gui-settings-title")
    }

    pub fn new() -> (Self, Action<Message>) {
        (Self::default(), Action::Ask(Command::Accounts).and(Action::Ask(Command::Trusted)).and(Action::Ask(Command::Orders)))
    }

    pub fn hear(&mut self, event: &Event) {
        self.accounts.hear(event);
        match event {
            Event::Forgotten => self.forgotten = true,
            Event::Failed { task: Task::Forget | Task::Settings | Task::Trust | Task::Orders, error, .. } => {
                self.failed = Some(error.clone());
            }
            _ => {}
        }
    }

    pub fn update(&mut self, message: Message) -> Action<Message> {
        match message {
            Message::Account(message) => return self.accounts.update(message).map(Message::Account),
            Message::Distrust(address) => return Action::Ask(Command::Trust { address, trust: false }),
            Message::EndOrder(order) => return Action::Ask(Command::EndOrder(order)),
            Message::Prefer(preference) => return Action::Prefer(preference),
            Message::Forget => self.asking = true,
            Message::KeepIt => self.asking = false,
            Message::ReallyForget => {
                self.asking = false;
                return Action::Ask(Command::Forget);
            }
            Message::Keys => return Action::Open(super::Place::Keys),
        }
        Action::None
    }

    pub fn view<'a>(&'a self, frame: &'a Frame) -> Element<'a, Message> {
        let (look, dark) = (frame.look, frame.settings.dark);
        let option = |key: &str, on: bool, preference| part::choice(frame, frame.t(key), on, Message::Prefer(preference));
        let locale = frame.lang.locale();
        let group = |key: &str, choices| column![part::heading(frame, frame.t(key)), part::wrap(choices)].spacing(part::S);
        let sizes = [100u8, 125, 150, 200].map(|percent| {
            let on = (look.scale * 100.0 - f32::from(percent)).abs() < 1.0;
            part::choice(frame, format!("{percent} %"), on, Message::Prefer(Preference::TextSize(percent)))
        });
        let mut page = column![part::display(frame, frame.t("gui-settings-title"))];
        if let Some(accounts) = self.accounts.view(ACCOUNTS, None, frame) {
            let accounts = column![part::heading(frame, frame.t("gui-settings-accounts")), accounts.map(Message::Account)];
            page = page.push(part::cards(accounts));
        }
        page = page.extend([part::card(
            column![
                group(
                    "gui-settings-language",
                    row![
                        option("gui-german", locale == Locale::German, Preference::Language(Locale::German)),
                        option("gui-english", locale == Locale::English, Preference::Language(Locale::English)),
                    ]
                ),
                group(
                    "gui-settings-look",
                    row![
                        option("gui-settings-system", dark.is_none(), Preference::Dark(None)),
                        option("gui-settings-light", dark == Some(false), Preference::Dark(Some(false))),
                        option("gui-settings-dark", dark == Some(true), Preference::Dark(Some(true))),
                    ]
                ),
                group(
                    "gui-settings-contrast",
                    row![
                        option("gui-settings-normal", look.contrast == Contrast::Normal, Preference::Contrast(Contrast::Normal)),
                        option("gui-settings-high", look.contrast == Contrast::High, Preference::Contrast(Contrast::High)),
                    ]
                ),
                group("gui-settings-size", Row::with_children(sizes)),
            ]
            .spacing(part::M),
        )]);
        page = page.push(orders(frame)).push(trusted(frame)).spacing(part::M);
        let mut data = column![
            part::heading(frame, frame.t("gui-settings-data")),
            part::body(frame, part::short(&frame.data.display().to_string(), 200)),
            part::note(frame, frame.t("gui-settings-data-note")),
        ]
        .spacing(part::S);
        if self.forgotten {
            data = data.push(part::success(frame, frame.t("gui-settings-forgotten")));
        } else if self.asking {
            data = data.push(part::warning(frame, frame.t("gui-settings-really")));
            data = data.push(part::wrap(row![
                part::secondary(frame, frame.t("gui-settings-keep"), Some(Message::KeepIt)),
                part::careful(frame, frame.t("gui-settings-forget"), Some(Message::ReallyForget)),
            ]));
        } else {
            data = data.push(part::secondary(frame, frame.t("gui-settings-delete"), Some(Message::Forget)));
        }
        if let Some(error) = &self.failed {
            data = data.push(part::error(&frame.lang.explain(error), frame));
        }
        page = page.push(part::card(data));
        page.push(part::quiet(frame, frame.t("gui-keys-title"), Some(Message::Keys))).into()
    }
}

/// The floods whose new mail is moved away as it comes in, each to be ended.
fn orders(frame: &Frame) -> Option<Element<'_, Message>> {
    let mut lines =
        column![part::heading(frame, frame.t("gui-settings-orders")), part::note(frame, frame.t("gui-settings-orders-note")),]
            .spacing(part::S);
    let held = || frame.orders.iter().filter(|order| order.until > frame.now);
    held().next()?;
    for order in held().take(ACCOUNTS) {
        let what = frame.t(&format!("incident-{}", order.kind));
        let what = frame.tf("gui-purpose-clean", &[("what", what.into()), ("key", part::short(&order.key, 60).into())]);
        let to = part::folder(&order.to, frame);
        let date = frame.lang.date(order.until);
        let source = part::short(&order.source, 60);
        let more = [("source", source.as_str().into()), ("to", to.as_str().into()), ("date", date.as_str().into())];
        let words = column![part::body(frame, what), part::note(frame, frame.tf("gui-settings-order", &more))];
        let end = part::quiet_icon(frame, Icon::X, frame.t("gui-settings-order-end"), Some(Message::EndOrder(order.id)));
        let words = iced::widget::container(words).width(iced::Length::Fill);
        lines = lines.push(row![words, end].spacing(part::S).align_y(iced::Alignment::Center));
    }
    Some(part::card(lines))
}

/// Whom the member trusts, each to be taken back.
fn trusted(frame: &Frame) -> Element<'_, Message> {
    let mut lines = column![part::heading(frame, frame.t("gui-settings-trusted"))].spacing(part::S);
    if frame.trusted.is_empty() {
        return part::card(lines.push(part::note(frame, frame.t("gui-settings-trusted-none"))));
    }
    lines = lines.push(part::note(frame, frame.t("gui-settings-trusted-note")));
    for address in frame.trusted.iter().take(PEOPLE) {
        let words = iced::widget::container(part::body(frame, part::short(address, 80))).width(iced::Length::Fill);
        let remove = part::quiet_icon(frame, Icon::X, frame.t("gui-trust-no-more"), Some(Message::Distrust(address.clone())));
        lines = lines.push(row![words, remove].spacing(part::S).align_y(iced::Alignment::Center));
    }
    part::card(lines)
}
