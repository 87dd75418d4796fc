//! One line of words, cut with an ellipsis to the room there is.

use super::shorten;
use crate::gui::theme::{Look, Step, style};
use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::{Operation, Tree, Widget};
use iced::advanced::{mouse, renderer};
use iced::widget::text::Wrapping;
use iced::{Element, Length, Rectangle, Renderer, Size, Theme};

/// A line being put together; becomes an element by `into()`.
pub struct Line<'a, Message> {
    look: Look,
    words: &'a str,
    owned: Option<String>,
    step: Step,
    strong: bool,
    muted: bool,
    content: Element<'a, Message>,
}

/// Words from outside (a subject, a name), on one line as wide as there is room.
pub fn line<'a, Message: 'a>(look: Look, words: &'a str) -> Line<'a, Message> {
    Line { look, words, owned: None, step: Step::Body, strong: false, muted: false, content: iced::widget::space().into() }
}

impl<'a, Message: 'a> Line<'a, Message> {
    /// The same for words made on the spot.
    pub fn owned(look: Look, words: String) -> Self {
        Self { owned: Some(words), ..line(look, "") }
    }

    #[must_use]
    pub fn strong(self) -> Self {
        Self { strong: true, ..self }
    }

    #[must_use]
    pub fn muted(self) -> Self {
        Self { muted: true, ..self }
    }

    #[must_use]
    pub fn step(self, step: Step) -> Self {
        Self { step, ..self }
    }
}

impl<'a, Message: 'a> Widget<Message, Theme, Renderer> for Line<'a, Message> {
    fn size(&self) -> Size<Length> {
        Size::new(Length::Fill, Length::Shrink)
    }

    fn diff(&self, _tree: &mut Tree) {
        // What is said depends on the room, so on the layout.
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        let room = limits.max().width;
        let words = self.owned.as_deref().unwrap_or(self.words);
        let short = shorten(words, room, self.look.size(self.step));
        let mut text = self.look.say_at(self.step, self.strong, short).wrapping(Wrapping::None);
        if self.muted {
            text = text.style(style::text::muted);
        }
        self.content = text.into();
        tree.diff_children(std::slice::from_ref(&self.content));
        let node = match tree.children.first_mut() {
            Some(child) => self.content.as_widget_mut().layout(child, renderer, &limits.loose()),
            None => layout::Node::default(),
        };
        let width = if room.is_finite() { room } else { node.size().width };
        layout::Node::with_children(Size::new(width, node.size().height), vec![node])
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        if let (Some(child), Some(place)) = (tree.children.first_mut(), layout.children().next()) {
            self.content.as_widget_mut().operate(child, place, renderer, operation);
        }
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        theme: &Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        if let (Some(child), Some(place)) = (tree.children.first(), layout.children().next()) {
            self.content.as_widget().draw(child, renderer, theme, style, place, cursor, viewport);
        }
    }
}

impl<'a, Message: 'a> From<Line<'a, Message>> for Element<'a, Message> {
    fn from(line: Line<'a, Message>) -> Self {
        Self::new(line)
    }
}
