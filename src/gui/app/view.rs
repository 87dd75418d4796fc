//! The bar above, the screen on top, and its foot.

use super::{App, Message, Screen};
use crate::engine::Watch;
use crate::gui::frame::Records;
use crate::gui::screen::{self, Place};
use crate::gui::theme::{COLUMN, Icon, S2, S3, S4, S6, WIDE, style};
use crate::gui::{Element, widget};
use iced::widget::{column, container, row, scrollable, space};
use iced::{Alignment, Length};

/// What scrolls a page.
pub(super) const PAGE: &str = "page";

impl App {
    pub fn view(&self) -> Element<'_, Message> {
        let frame = &self.frame;
        // A list that fills the screen scrolls by itself; every other screen scrolls as a whole.
        let (page, scrolls) = match self.top() {
            None => (column![].into(), true),
            Some(Screen::Start(s)) => (s.view(frame).map(Message::Start), true),
            Some(Screen::Connect(s)) => (s.view(frame).map(Message::Connect), true),
            Some(Screen::Reading(s)) => (s.view(frame).map(Message::Reading), true),
            Some(Screen::Flood(s)) => (s.view(frame).map(Message::Flood), true),
            Some(Screen::Closer(s)) => (s.view(frame).map(Message::Closer), false),
            Some(Screen::CleanUp(s)) => (s.view(frame).map(Message::CleanUp), true),
            Some(Screen::Junk(s)) => (s.view(frame).map(Message::Junk), true),
            Some(Screen::Work(s)) => (s.view(frame).map(Message::Work), true),
            Some(Screen::Filter(s)) => (s.view(frame).map(Message::Filter), true),
            Some(Screen::Report(s)) => (s.view(frame).map(Message::Report), true),
            Some(Screen::History(s)) => (s.view(frame).map(Message::History), true),
            Some(Screen::Settings(s)) => (s.view(frame).map(Message::Settings), true),
            Some(Screen::Keys) => (screen::keys::view(frame), true),
        };
        let foot = match self.top() {
            Some(Screen::Flood(s)) => s.foot(frame).map(|foot| foot.map(Message::Flood)),
            Some(Screen::CleanUp(s)) => s.foot(frame).map(|foot| foot.map(Message::CleanUp)),
            Some(Screen::Junk(s)) => s.foot(frame).map(|foot| foot.map(Message::Junk)),
            _ => None,
        };
        let width = match self.top() {
            Some(Screen::Flood(s)) if s.is_flood() => WIDE,
            _ => COLUMN,
        };
        let width = frame.look.grow(width);
        let foot = foot.map(|foot| {
            let foot = container(foot).width(Length::Fill).max_width(width).padding([S3, S6]);
            let foot = container(foot).center_x(Length::Fill).style(style::container::bar);
            column![iced::widget::rule::horizontal(1).style(style::rule), foot]
        });
        let page: Element<'_, Message> = if scrolls {
            let page = container(page).width(Length::Fill).max_width(width).padding([S6, S6]);
            scrollable(container(page).center_x(Length::Fill))
                .id(PAGE)
                .height(Length::Fill)
                .width(Length::Fill)
                .style(style::scrollbar)
                .into()
        } else {
            container(page).padding([S4, S4]).width(Length::Fill).height(Length::Fill).into()
        };
        container(column![self.bar()].push(self.alert()).push(page).push(foot))
            .width(Length::Fill)
            .height(Length::Fill)
            .style(style::container::page)
            .into()
    }

    /// What the member must know on whatever screen they are: that Deich's records are damaged, else what the mail server wants
    /// read, until they put it away.
    fn alert(&self) -> Option<Element<'_, Message>> {
        let frame = &self.frame;
        let look = frame.look;
        let away = || widget::button(look, frame.t("gui-put-away")).quiet().icon(Icon::X).on_press(Message::PutAway);
        let (words, step) = match &frame.records {
            Records::Damaged => {
                let step = widget::button(look, frame.t("gui-store-begin-anew")).on_press(Message::SetAside);
                (column![look.body(frame.t("gui-store-damaged"))], step)
            }
            Records::SetAside(path) => {
                let path = crate::mail::text::one_line(&path.display().to_string());
                (column![look.body(frame.tf("store-set-aside", &[("path", path.into())]))], away())
            }
            Records::Sound => {
                let alert = frame.alerts.first()?;
                let more = frame.alerts.len().saturating_sub(1);
                let words = column![look.body(frame.tf("server-says", &[("text", alert.as_str().into())]))]
                    .push((more > 0).then(|| look.caption(frame.tf("gui-alerts-more", &[("n", more.into())]))));
                (words, away())
            }
        };
        // A server's words may be long; they never take the page away.
        let words = scrollable(container(words).width(Length::Fill)).style(style::scrollbar).width(Length::Fill);
        let words = container(words).max_height(frame.size.height * 0.3);
        let mark = widget::icon(Icon::Bell).size(look.grow(20.0));
        let strip = row![mark, words, step].spacing(S3).align_y(Alignment::Center);
        Some(container(strip).padding([S2, S4]).width(Length::Fill).style(style::container::notice_bar).into())
    }

    fn bar(&self) -> Element<'_, Message> {
        let frame = &self.frame;
        let look = frame.look;
        let left: Element<'_, Message> = if self.layers.len() > 1 {
            widget::button(look, frame.t("gui-back")).quiet().icon(Icon::ArrowLeft).on_press(Message::Back).into()
        } else {
            row![widget::icon(Icon::Waves).size(look.grow(22.0)), look.heading(frame.t("gui-deich"))]
                .spacing(S2)
                .align_y(Alignment::Center)
                .into()
        };
        let to = |key: &str, icon, place| widget::button(look, frame.t(key)).quiet().icon(icon).on_press(Message::Open(place));
        // Only where the picture is on the screen: whatever else is open goes on undisturbed.
        let seen = matches!(self.top(), Some(Screen::Flood(_) | Screen::Closer(_)));
        let news = (seen && frame.news.new > 0).then(|| {
            let words = frame.tf("gui-news", &[("n", frame.news.new.into())]);
            widget::chip(look, words, false, Message::ShowNews)
        });
        // The flood says itself how its mailbox stands.
        let offline = match (frame.watch, self.top()) {
            (Watch::Offline { again }, Some(Screen::Closer(_))) if !frame.narrow() => Some(again),
            _ => None,
        };
        let offline = offline.map(|again| screen::watch::offline(again, frame));
        let ended = matches!(self.top(), Some(Screen::Closer(_))) && frame.unwatched.is_some() && !frame.narrow();
        let offline = offline.or_else(|| ended.then(|| frame.t("gui-watch-ended"))).map(|words| look.caption(words));
        let bar = row![left, space::horizontal()]
            .push(offline)
            .push(news)
            .push(
                row![
                    to("gui-history-title", Icon::History, Place::History),
                    to("gui-settings-title", Icon::Settings, Place::Settings),
                ]
                .spacing(S2),
            )
            .spacing(S2)
            .align_y(Alignment::Center);
        container(bar).padding([S2, S4]).width(Length::Fill).style(style::container::bar).into()
    }
}
