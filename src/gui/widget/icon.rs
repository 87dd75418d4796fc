//! An icon in the colour of the words around it.

use crate::gui::theme::Icon;
use iced::advanced::layout::{self, Layout};
use iced::advanced::svg::{Handle, Renderer as _, Svg};
use iced::advanced::widget::{Tree, Widget};
use iced::advanced::{mouse, renderer};
use iced::{Color, Element, Length, Rectangle, Renderer, Size, Theme};

/// An icon of a size in pixels.
#[derive(Debug, Clone, Copy)]
pub struct IconView {
    icon: Icon,
    size: f32,
    color: Option<Color>,
}

/// An icon, 20 pixels wide and high.
pub const fn icon(icon: Icon) -> IconView {
    IconView { icon, size: 20.0, color: None }
}

/// The picture itself, for canvases.
pub(super) fn handle(icon: Icon) -> Handle {
    Handle::from_memory(icon.svg())
}

impl IconView {
    pub const fn size(self, size: f32) -> Self {
        Self { size, ..self }
    }

    /// Instead of the colour of the words around it.
    pub const fn color(self, color: Color) -> Self {
        Self { color: Some(color), ..self }
    }
}

impl<Message> Widget<Message, Theme, Renderer> for IconView {
    fn size(&self) -> Size<Length> {
        Size::new(Length::Fixed(self.size), Length::Fixed(self.size))
    }

    fn layout(&mut self, _tree: &mut Tree, _renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        layout::atomic(limits, self.size, self.size)
    }

    fn draw(
        &self,
        _tree: &Tree,
        renderer: &mut Renderer,
        _theme: &Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        _cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let svg = Svg::new(handle(self.icon)).color(self.color.unwrap_or(style.text_color));
        renderer.draw_svg(svg, layout.bounds(), *viewport);
    }
}

impl<'a, Message: 'a> From<IconView> for Element<'a, Message> {
    fn from(icon: IconView) -> Self {
        Self::new(icon)
    }
}
