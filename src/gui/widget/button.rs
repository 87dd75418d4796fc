//! Things to press: buttons in three ranks, chips, check boxes. All of them can be reached and pressed by key.

use super::focus::focus;
use super::icon::icon;
use super::travel::STEP;
use crate::gui::theme::style;
use crate::gui::theme::{Icon, Look, S1, S2, S3, S4, S6};
use iced::advanced::widget::Id;
use iced::widget::text::IntoFragment;
use iced::widget::{Row, button as iced_button, container, row};
use iced::{Alignment, Element, Length};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rank {
    Primary,
    Secondary,
    Quiet,
}

/// A button being put together; becomes an element by `into()`.
pub struct Button<'a, Message> {
    look: Look,
    words: iced::widget::text::Fragment<'a>,
    icon: Option<Icon>,
    trailing: Option<Icon>,
    rank: Rank,
    on_press: Option<Message>,
    enter: bool,
    width: Length,
    id: Option<Id>,
}

/// A secondary button: an action among others. Off until it gets [`on_press`](Button::on_press).
pub fn button<'a, Message>(look: Look, words: impl IntoFragment<'a>) -> Button<'a, Message> {
    Button {
        look,
        words: words.into_fragment(),
        icon: None,
        trailing: None,
        rank: Rank::Secondary,
        on_press: None,
        enter: true,
        width: Length::Shrink,
        id: None,
    }
}

impl<Message> Button<'_, Message> {
    /// The obvious next step: at most one a screen.
    #[must_use]
    pub const fn primary(mut self) -> Self {
        self.rank = Rank::Primary;
        self
    }

    /// Words that can be pressed: back, details, help.
    #[must_use]
    pub const fn quiet(mut self) -> Self {
        self.rank = Rank::Quiet;
        self
    }

    #[must_use]
    pub const fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// An icon behind the words.
    #[must_use]
    pub const fn trailing(mut self, icon: Icon) -> Self {
        self.trailing = Some(icon);
        self
    }

    #[must_use]
    pub fn on_press(mut self, message: Message) -> Self {
        self.on_press = Some(message);
        self
    }

    #[must_use]
    pub fn on_press_maybe(mut self, message: Option<Message>) -> Self {
        self.on_press = message;
        self
    }

    /// Only Space or a click presses it: for what takes something away.
    #[must_use]
    pub const fn without_enter(mut self) -> Self {
        self.enter = false;
        self
    }

    #[must_use]
    pub fn width(mut self, width: impl Into<Length>) -> Self {
        self.width = width.into();
        self
    }

    #[must_use]
    pub fn id(mut self, id: impl Into<Id>) -> Self {
        self.id = Some(id.into());
        self
    }
}

impl<'a, Message: Clone + 'a> From<Button<'a, Message>> for Element<'a, Message> {
    fn from(b: Button<'a, Message>) -> Self {
        let size = b.look.grow(18.0);
        let words = if b.rank == Rank::Quiet { b.look.body(b.words) } else { b.look.strong(b.words) };
        let content = Row::new()
            .spacing(S2)
            .align_y(Alignment::Center)
            .push(b.icon.map(|i| icon(i).size(size)))
            .push(words)
            .push(b.trailing.map(|i| icon(i).size(size)));
        let (style, padding): (fn(&iced::Theme, iced_button::Status) -> iced_button::Style, _) = match b.rank {
            Rank::Primary => (style::button::primary, [S3, S6]),
            Rank::Secondary => (style::button::secondary, [S3, S4]),
            Rank::Quiet => (style::button::quiet, [S2, S3]),
        };
        let content = container(content).center_x(b.width);
        let pressed = iced_button(content).padding(padding).width(b.width).style(style).on_press_maybe(b.on_press.clone());
        let mut wrapped = focus(pressed, b.on_press);
        if !b.enter {
            wrapped = wrapped.without_enter();
        }
        let step = (b.rank == Rank::Primary).then(|| Id::new(STEP));
        if let Some(id) = b.id.or(step) {
            wrapped = wrapped.id(id);
        }
        wrapped.into()
    }
}

/// A small switch among several: a filter, a way of sorting.
pub fn chip<'a, Message: Clone + 'a>(
    look: Look,
    words: impl IntoFragment<'a>,
    on: bool,
    on_press: Message,
) -> Element<'a, Message> {
    let style = if on { style::button::chosen } else { style::button::secondary };
    let content = Row::new()
        .spacing(S1)
        .align_y(Alignment::Center)
        .push(on.then(|| icon(Icon::Check).size(look.grow(16.0))))
        .push(look.body(words));
    let pressed = iced_button(content).padding([S1 + 2.0, S3]).style(style).on_press(on_press.clone());
    focus(pressed, Some(on_press)).into()
}

/// A check box with its words. Without `on_toggle` it is off.
pub fn check<'a, Message: Clone + 'a>(
    look: Look,
    words: impl IntoFragment<'a>,
    checked: bool,
    on_toggle: Option<Message>,
) -> Element<'a, Message> {
    check_of(look, look.body(words), checked, on_toggle)
}

/// The same with words of any look.
pub fn check_of<'a, Message: Clone + 'a>(
    look: Look,
    words: impl Into<Element<'a, Message>>,
    checked: bool,
    on_toggle: Option<Message>,
) -> Element<'a, Message> {
    let mark = if checked { Icon::SquareCheck } else { Icon::Square };
    let content = row![icon(mark).size(look.grow(22.0)), words.into()].spacing(S2).align_y(Alignment::Center);
    let pressed = iced_button(content).padding([S1, S1]).style(style::button::bare).on_press_maybe(on_toggle.clone());
    focus(pressed, on_toggle).into()
}
