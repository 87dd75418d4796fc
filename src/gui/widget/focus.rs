//! Makes anything that can be pressed reachable by Tab, shows a ring while the keyboard is on it, and presses it on Enter or
//! Space. iced's own buttons cannot do that.

use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::operation::Focusable;
use iced::advanced::widget::{Id, Operation, Tree, Widget, tree};
use iced::advanced::{Clipboard, Renderer as _, Shell, mouse, overlay, renderer};
use iced::keyboard::{self, Modifiers, key};
use iced::{Background, Border, Color, Element, Event, Length, Rectangle, Renderer, Shadow, Size, Theme, Vector, touch};

use crate::gui::theme::{RADIUS, Tones};

/// A pressable thing and what it says when pressed by key.
pub struct Focus<'a, Message> {
    content: Element<'a, Message>,
    on_press: Option<Message>,
    id: Option<Id>,
    enter: bool,
    radius: f32,
    on_key: Option<Box<OnKey<'a, Message>>>,
}

/// What a key means to the thing, where it lies.
type OnKey<'a, Message> = dyn Fn(&keyboard::Key, Modifiers, Rectangle) -> Option<Message> + 'a;

/// Wraps `content`, which says `on_press` itself when clicked. Without `on_press` it is off and Tab skips it.
pub fn focus<'a, Message>(content: impl Into<Element<'a, Message>>, on_press: Option<Message>) -> Focus<'a, Message> {
    Focus { content: content.into(), on_press, id: None, enter: true, radius: RADIUS, on_key: None }
}

impl<'a, Message> Focus<'a, Message> {
    /// Keys of its own, besides or instead of Enter and Space. The rectangle is the thing's own.
    #[must_use]
    pub fn on_key(mut self, f: impl Fn(&keyboard::Key, Modifiers, Rectangle) -> Option<Message> + 'a) -> Self {
        self.on_key = Some(Box::new(f));
        self
    }

    const fn is_on(&self) -> bool {
        self.on_press.is_some() || self.on_key.is_some()
    }

    #[must_use]
    pub fn id(mut self, id: impl Into<Id>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Only Space presses it, never Enter: for what takes something away.
    #[must_use]
    pub const fn without_enter(mut self) -> Self {
        self.enter = false;
        self
    }

    #[must_use]
    pub const fn radius(mut self, radius: f32) -> Self {
        self.radius = radius;
        self
    }
}

#[derive(Debug, Default)]
struct State {
    focused: bool,
    /// Focused by the pointer: no ring until a key says otherwise.
    by_pointer: bool,
}

impl Focusable for State {
    fn is_focused(&self) -> bool {
        self.focused
    }

    fn focus(&mut self) {
        self.focused = true;
        self.by_pointer = false;
    }

    fn unfocus(&mut self) {
        self.focused = false;
    }
}

impl<Message: Clone> Widget<Message, Theme, Renderer> for Focus<'_, Message> {
    fn size(&self) -> Size<Length> {
        self.content.as_widget().size()
    }

    fn size_hint(&self) -> Size<Length> {
        self.content.as_widget().size_hint()
    }

    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn children(&self) -> Vec<Tree> {
        vec![Tree::new(&self.content)]
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(std::slice::from_ref(&self.content));
        if !self.is_on() {
            tree.state.downcast_mut::<State>().focused = false;
        }
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        match tree.children.first_mut() {
            Some(child) => self.content.as_widget_mut().layout(child, renderer, limits),
            None => layout::Node::default(),
        }
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        if self.is_on() {
            operation.focusable(self.id.as_ref(), layout.bounds(), tree.state.downcast_mut::<State>());
        }
        if let Some(child) = tree.children.first_mut() {
            self.content.as_widget_mut().operate(child, layout, renderer, operation);
        }
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        renderer: &Renderer,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
        viewport: &Rectangle,
    ) {
        if let Some(child) = tree.children.first_mut() {
            self.content.as_widget_mut().update(child, event, layout, cursor, renderer, clipboard, shell, viewport);
        }
        let state = tree.state.downcast_mut::<State>();
        match event {
            Event::Mouse(iced::mouse::Event::ButtonPressed(_)) | Event::Touch(touch::Event::FingerPressed { .. }) => {
                let over = self.is_on() && cursor.is_over(layout.bounds());
                if state.focused != over {
                    shell.request_redraw();
                }
                *state = State { focused: over, by_pointer: over };
            }
            Event::Keyboard(keyboard::Event::KeyPressed { key, modifiers, .. })
                if state.focused && !shell.is_event_captured() =>
            {
                let presses = match key {
                    _ if !modifiers.is_empty() => false,
                    keyboard::Key::Named(key::Named::Enter) => self.enter,
                    keyboard::Key::Named(key::Named::Space) => true,
                    _ => false,
                };
                let pressed = self.on_press.as_ref().filter(|_| presses).cloned();
                let said = pressed.or_else(|| self.on_key.as_ref().and_then(|f| f(key, *modifiers, layout.bounds())));
                if let Some(message) = said {
                    state.by_pointer = false;
                    shell.publish(message);
                    shell.capture_event();
                }
            }
            _ => {}
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
        if let Some(child) = tree.children.first() {
            self.content.as_widget().draw(child, renderer, theme, style, layout, cursor, viewport);
        }
        let state = tree.state.downcast_ref::<State>();
        if state.focused && !state.by_pointer {
            renderer.with_layer(*viewport, |renderer| ring(renderer, theme, layout.bounds(), self.radius));
        }
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &Renderer,
    ) -> mouse::Interaction {
        tree.children.first().map_or_else(mouse::Interaction::default, |child| {
            self.content.as_widget().mouse_interaction(child, layout, cursor, viewport, renderer)
        })
    }

    fn overlay<'b>(
        &'b mut self,
        tree: &'b mut Tree,
        layout: Layout<'b>,
        renderer: &Renderer,
        viewport: &Rectangle,
        translation: Vector,
    ) -> Option<overlay::Element<'b, Message, Theme, Renderer>> {
        self.content.as_widget_mut().overlay(tree.children.first_mut()?, layout, renderer, viewport, translation)
    }
}

/// The focus ring, just outside `bounds`.
pub(super) fn ring(renderer: &mut Renderer, theme: &Theme, bounds: Rectangle, radius: f32) {
    let outside = 3.0;
    renderer.fill_quad(
        renderer::Quad {
            bounds: bounds.expand(outside),
            border: Border { color: Tones::of(theme).focus, width: 2.5, radius: (radius + outside).into() },
            shadow: Shadow::default(),
            snap: true,
        },
        Background::Color(Color::TRANSPARENT),
    );
}

impl<'a, Message: Clone + 'a> From<Focus<'a, Message>> for Element<'a, Message> {
    fn from(focus: Focus<'a, Message>) -> Self {
        Self::new(focus)
    }
}
