//! A tile: a number, what it counts, and the mark of its kind.

use super::focus::focus;
use super::icon::icon;
use crate::gui::theme::{Icon, Look, Mark, RADIUS, S1, S2, S3, style};
use iced::widget::{Column, button as iced_button, container, row};
use iced::{Alignment, Background, Color, Element, Length, border};

/// A tile being put together; becomes an element by `into()`.
pub struct Tile<Message> {
    look: Look,
    mark: Option<(Color, Icon)>,
    count: String,
    label: String,
    note: Option<String>,
    chosen: bool,
    width: Length,
    height: Length,
    on_press: Option<Message>,
}

/// A number (already written the member's way) and what it counts.
pub fn tile<Message>(look: Look, count: impl Into<String>, label: impl Into<String>) -> Tile<Message> {
    Tile {
        look,
        mark: None,
        count: count.into(),
        label: label.into(),
        note: None,
        chosen: false,
        width: Length::Fill,
        height: Length::Shrink,
        on_press: None,
    }
}

impl<Message> Tile<Message> {
    /// The mark of a kind.
    #[must_use]
    pub const fn kind(mut self, mark: Mark) -> Self {
        self.mark = Some((mark.color, mark.icon));
        self
    }

    #[must_use]
    pub const fn mark(mut self, color: Color, icon: Icon) -> Self {
        self.mark = Some((color, icon));
        self
    }

    /// A small line below.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    #[must_use]
    pub const fn chosen(mut self, chosen: bool) -> Self {
        self.chosen = chosen;
        self
    }

    #[must_use]
    pub fn width(mut self, width: impl Into<Length>) -> Self {
        self.width = width.into();
        self
    }

    /// One height for tiles side by side, so that a label of two lines does not stand out.
    #[must_use]
    pub fn height(mut self, height: impl Into<Length>) -> Self {
        self.height = height.into();
        self
    }

    #[must_use]
    pub fn on_press(mut self, message: Message) -> Self {
        self.on_press = Some(message);
        self
    }
}

/// The icon of a kind on a ground of its colour.
pub fn badge<'a, Message: 'a>(look: Look, color: Color, mark: Icon) -> Element<'a, Message> {
    let side = look.grow(36.0);
    container(icon(mark).size(look.grow(20.0)).color(ink_on(color)))
        .center(side)
        .style(move |_| container::Style {
            background: Some(Background::Color(color)),
            border: border::rounded(RADIUS),
            ..container::Style::default()
        })
        .into()
}

/// Black or white, whichever is read better.
pub(super) fn ink_on(ground: Color) -> Color {
    if ground.relative_luminance() > 0.2 { Color::BLACK } else { Color::WHITE }
}

impl<'a, Message: Clone + 'a> From<Tile<Message>> for Element<'a, Message> {
    fn from(tile: Tile<Message>) -> Self {
        let look = tile.look;
        let words = Column::new()
            .spacing(0.0)
            .width(tile.width)
            .push(look.heading(tile.count))
            .push(look.body(tile.label))
            .push(tile.note.map(|note| look.caption(note)));
        let content = row![]
            .push(tile.mark.map(|(color, mark)| badge(look, color, mark)))
            .push(words)
            .spacing(S3)
            .align_y(Alignment::Center);
        let content = container(content).padding([S1, 0.0]).width(tile.width).center_y(tile.height);
        match tile.on_press {
            Some(message) => {
                let style = if tile.chosen { style::button::chosen } else { style::button::tile };
                let pressed = iced_button(content).padding([S2, S3]).width(tile.width).height(tile.height).style(style);
                focus(pressed.on_press(message.clone()), Some(message)).into()
            }
            None => {
                container(content).padding([S2, S3]).width(tile.width).height(tile.height).style(style::container::card).into()
            }
        }
    }
}
