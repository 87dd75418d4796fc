//! A card that says what happened, what it means and what to do next.

use super::icon::icon;
use crate::gui::theme::style;
use crate::gui::theme::{Icon, Look, S1, S2, S3, S4};
use crate::lang::Notice;
use iced::widget::{Column, Row, container, row};
use iced::{Element, Length, Theme};

/// How serious a notice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    Info,
    Safe,
    Warning,
    Error,
}

/// A notice being put together; becomes an element by `into()`.
pub struct NoticeCard<'a, Message> {
    look: Look,
    mood: Mood,
    lines: [String; 3],
    buttons: Vec<Element<'a, Message>>,
}

/// What happened, what it means, what to do; empty lines are left out.
pub fn notice<'a, Message>(look: Look, mood: Mood, notice: &Notice) -> NoticeCard<'a, Message> {
    NoticeCard { look, mood, lines: [notice.happened.clone(), notice.means.clone(), notice.to_do.clone()], buttons: Vec::new() }
}

impl<'a, Message> NoticeCard<'a, Message> {
    #[must_use]
    pub fn button(mut self, button: impl Into<Element<'a, Message>>) -> Self {
        self.buttons.push(button.into());
        self
    }
}

impl<'a, Message: Clone + 'a> From<NoticeCard<'a, Message>> for Element<'a, Message> {
    fn from(card: NoticeCard<'a, Message>) -> Self {
        let look = card.look;
        let (mark, ground): (_, fn(&Theme) -> container::Style) = match card.mood {
            Mood::Info => (Icon::Info, style::container::info),
            Mood::Safe => (Icon::ShieldCheck, style::container::safe),
            Mood::Warning => (Icon::TriangleAlert, style::container::warning),
            Mood::Error => (Icon::CircleX, style::container::error),
        };
        let [happened, means, to_do] = card.lines;
        let said = |line: String| (!line.is_empty()).then_some(line);
        let words = Column::new()
            .spacing(S1)
            .width(Length::Fill)
            .push(said(happened).map(|line| look.strong(line)))
            .push(said(means).map(|line| look.body(line)))
            .push(said(to_do).map(|line| look.body(line)))
            .push((!card.buttons.is_empty()).then(|| {
                container(Row::with_children(card.buttons).spacing(S2).wrap().vertical_spacing(S2))
                    .padding(iced::padding::top(S2))
            }));
        container(row![icon(mark).size(look.grow(24.0)), words].spacing(S3)).padding(S4).width(Length::Fill).style(ground).into()
    }
}
