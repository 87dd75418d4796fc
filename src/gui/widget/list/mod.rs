//! A list of any length that builds only the rows in view.
//!
//! Where it stands it remembers itself; it speaks up only when the member acts on a row ([`Act`]). Rows have one height, and
//! nothing in them takes the keyboard: the list does. The position is counted in whole rows and pixels in them as `f64`, so the
//! millionth row is as sharp as the first.

mod selection;

use super::focus::ring;
use crate::gui::theme::{Look, RADIUS, S2, S3, Tones};
use iced::advanced::layout::{self, Layout};
use iced::advanced::mouse::{Click, click};
use iced::advanced::widget::operation::Focusable;
use iced::advanced::widget::{Id, Operation, Tree, Widget, tree};
use iced::advanced::{Clipboard, Renderer as _, Shell, mouse, renderer};
use iced::keyboard::{self, Modifiers, key};
use iced::mouse::{Button, Event as Mouse, ScrollDelta};
use iced::widget::{Row, container, space};
use iced::{Alignment, Border, Color, Element, Event, Length, Point, Rectangle, Renderer, Size, Theme, border};

pub use selection::{Act, Selection};

/// Room for the scrollbar at the right.
const BAR: f32 = 14.0;
/// The thumb is never smaller than this.
const THUMB: f32 = 36.0;
/// What a notch of the wheel moves, in pixels.
const NOTCH: f32 = 60.0;

/// A list being put together; becomes an element by `into()`.
pub struct List<'a, Message> {
    total: usize,
    row_height: f32,
    row: Box<dyn Fn(usize) -> Element<'a, Message> + 'a>,
    chosen: Box<dyn Fn(usize) -> bool + 'a>,
    cursor: Option<usize>,
    on_act: Option<Box<dyn Fn(Act) -> Message + 'a>>,
    id: Option<Id>,
    height: Length,
    /// The rows in view, built when laid out.
    built: Vec<Element<'a, Message>>,
}

/// `total` rows, each `row_height` pixels high, built by `row` when they come into view.
pub fn list<'a, Message>(total: usize, row_height: f32, row: impl Fn(usize) -> Element<'a, Message> + 'a) -> List<'a, Message> {
    List {
        total,
        row_height: row_height.max(8.0),
        row: Box::new(row),
        chosen: Box::new(|_| false),
        cursor: None,
        on_act: None,
        id: None,
        height: Length::Fill,
        built: Vec::new(),
    }
}

impl<'a, Message> List<'a, Message> {
    /// Shows what is chosen, and keeps the row the keyboard is on in view.
    #[must_use]
    pub fn selection(mut self, selection: &'a Selection) -> Self {
        self.cursor = selection.cursor();
        self.chosen = Box::new(|row| selection.contains(row));
        self
    }

    #[must_use]
    pub fn on_act(mut self, f: impl Fn(Act) -> Message + 'a) -> Self {
        self.on_act = Some(Box::new(f));
        self
    }

    #[must_use]
    pub fn id(mut self, id: impl Into<Id>) -> Self {
        self.id = Some(id.into());
        self
    }

    #[must_use]
    pub fn height(mut self, height: impl Into<Length>) -> Self {
        self.height = height.into();
        self
    }

    fn content(&self) -> f64 {
        self.total as f64 * f64::from(self.row_height)
    }

    /// The row the keyboard would go to, and whether it stretches the choice.
    fn key(&self, state: &State, pressed: &keyboard::Key, modifiers: Modifiers) -> Option<Act> {
        let last = self.total.checked_sub(1)?;
        let page = ((state.height / self.row_height) as usize).max(2) - 1;
        let at = self.cursor;
        let shift = modifiers.shift();
        let to = |to: usize| Some(Act::Move { to: to.min(last), shift });
        match pressed.as_ref() {
            keyboard::Key::Character("a" | "A") if modifiers.command() => Some(Act::All),
            keyboard::Key::Named(_) if modifiers.alt() || modifiers.logo() => None,
            keyboard::Key::Named(key::Named::ArrowDown) => to(at.map_or(state.first, |at| at + 1)),
            keyboard::Key::Named(key::Named::ArrowUp) => to(at.map_or(state.first, |at| at.saturating_sub(1))),
            keyboard::Key::Named(key::Named::PageDown) => to(at.unwrap_or(state.first) + page),
            keyboard::Key::Named(key::Named::PageUp) => to(at.unwrap_or(state.first).saturating_sub(page)),
            keyboard::Key::Named(key::Named::Home) => to(0),
            keyboard::Key::Named(key::Named::End) => to(last),
            keyboard::Key::Named(key::Named::Space) => at.map(Act::Toggle),
            keyboard::Key::Named(key::Named::Enter) => at.map(Act::Open),
            _ => None,
        }
    }

    fn say(&self, shell: &mut Shell<'_, Message>, act: Act) {
        if let Some(on_act) = &self.on_act {
            shell.publish(on_act(act));
        }
    }
}

#[derive(Debug, Default)]
struct State {
    /// Pixels above the view.
    offset: f64,
    /// Of the view, when last laid out.
    height: f32,
    /// The first row built.
    first: usize,
    /// The keyboard's row when last laid out.
    cursor: Option<usize>,
    focused: bool,
    by_pointer: bool,
    modifiers: Modifiers,
    /// How far below the thumb's upper edge it was taken.
    grabbed: Option<f32>,
    hovered: Option<usize>,
    last_click: Option<Click>,
}

impl State {
    fn scroll_to(&mut self, offset: f64, content: f64) -> bool {
        let offset = offset.min(content - f64::from(self.height)).max(0.0);
        let moved = (offset - self.offset).abs() > f64::EPSILON;
        self.offset = offset;
        moved
    }

    /// Scrolls as little as needed to show a row whole.
    fn reveal(&mut self, row: usize, row_height: f32, content: f64) {
        let top = row as f64 * f64::from(row_height);
        let bottom = top + f64::from(row_height) - f64::from(self.height);
        let offset = self.offset.max(bottom).min(top);
        self.scroll_to(offset, content);
    }

    /// The thumb, if there is anything to scroll.
    fn thumb(&self, bounds: Rectangle, content: f64) -> Option<Rectangle> {
        let beyond = content - f64::from(bounds.height);
        if beyond <= 0.5 {
            return None;
        }
        let height = ((f64::from(bounds.height).powi(2) / content) as f32).max(THUMB).min(bounds.height);
        let share = (self.offset / beyond) as f32;
        Some(Rectangle {
            x: bounds.x + bounds.width - BAR + 3.0,
            y: bounds.y + share * (bounds.height - height),
            width: BAR - 4.0,
            height,
        })
    }

    fn row_at(&self, y: f32, row_height: f32, total: usize) -> Option<usize> {
        let row = ((self.offset + f64::from(y)) / f64::from(row_height)) as usize;
        (row < total && y >= 0.0).then_some(row)
    }
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

impl<Message> Widget<Message, Theme, Renderer> for List<'_, Message> {
    fn size(&self) -> Size<Length> {
        Size::new(Length::Fill, self.height)
    }

    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn diff(&self, _tree: &mut Tree) {
        // Rows are known only when laid out.
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        let size = limits.resolve(Length::Fill, self.height, Size::new(limits.max().width, self.content() as f32));
        let state = tree.state.downcast_mut::<State>();
        let resized = (state.height - size.height).abs() > 0.5;
        state.height = size.height;
        state.scroll_to(state.offset, self.content());
        if (state.cursor != self.cursor || resized)
            && let Some(row) = self.cursor
        {
            state.reveal(row, self.row_height, self.content());
        }
        state.cursor = self.cursor;

        let row_height = f64::from(self.row_height);
        let first = (state.offset / row_height) as usize;
        let last = (((state.offset + f64::from(size.height)) / row_height).ceil() as usize).min(self.total);
        // What rows remember (laid out text) goes along with them when the list is scrolled.
        let mut old: Vec<Option<Tree>> = std::mem::take(&mut tree.children).into_iter().map(Some).collect();
        let old_first = std::mem::replace(&mut state.first, first);
        let offset = state.offset;

        let bar = if self.content() > f64::from(size.height) { BAR } else { 0.0 };
        let row_limits = layout::Limits::new(Size::ZERO, Size::new((size.width - bar).max(0.0), self.row_height));
        self.built = (first..last).map(&self.row).collect();
        let mut nodes = Vec::with_capacity(self.built.len());
        for (row, element) in (first..last).zip(&mut self.built) {
            let kept = row.checked_sub(old_first).and_then(|at| old.get_mut(at)).and_then(Option::take);
            let mut child = kept.unwrap_or_else(|| Tree::new(&*element));
            child.diff(&*element);
            let y = (row as f64 * row_height - offset).round() as f32;
            nodes.push(element.as_widget_mut().layout(&mut child, renderer, &row_limits).move_to(Point::new(0.0, y)));
            tree.children.push(child);
        }
        layout::Node::with_children(size, nodes)
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        operation.focusable(self.id.as_ref(), layout.bounds(), tree.state.downcast_mut::<State>());
        operation.container(self.id.as_ref(), layout.bounds());
        operation.traverse(&mut |operation| {
            for ((element, child), place) in self.built.iter_mut().zip(&mut tree.children).zip(layout.children()) {
                element.as_widget_mut().operate(child, place, renderer, operation);
            }
        });
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
        let bounds = layout.bounds();
        let inside = cursor.position_over(bounds);
        // A row half scrolled out must not hear a click above the list.
        let seen = if inside.is_some() { cursor } else { mouse::Cursor::Unavailable };
        for ((element, child), place) in self.built.iter_mut().zip(&mut tree.children).zip(layout.children()) {
            element.as_widget_mut().update(child, event, place, seen, renderer, clipboard, shell, viewport);
        }
        let content = self.content();
        let state = tree.state.downcast_mut::<State>();
        match event {
            Event::Keyboard(keyboard::Event::ModifiersChanged(modifiers)) => state.modifiers = *modifiers,
            _ if shell.is_event_captured() => {}
            Event::Mouse(Mouse::WheelScrolled { delta }) if inside.is_some() && state.grabbed.is_none() => {
                let pixels = match delta {
                    ScrollDelta::Lines { y, .. } => y * NOTCH,
                    ScrollDelta::Pixels { y, .. } => *y,
                };
                if state.scroll_to(state.offset - f64::from(pixels), content) {
                    shell.invalidate_layout();
                    shell.request_redraw();
                    shell.capture_event();
                }
            }
            Event::Mouse(Mouse::ButtonPressed(Button::Left)) => {
                state.focused = inside.is_some();
                state.by_pointer = state.focused;
                shell.request_redraw();
                let Some(at) = inside else { return };
                shell.capture_event();
                if let Some(thumb) = state.thumb(bounds, content)
                    && at.x >= bounds.x + bounds.width - BAR
                {
                    let on_thumb = thumb.y <= at.y && at.y <= thumb.y + thumb.height;
                    state.grabbed = Some(if on_thumb { at.y - thumb.y } else { thumb.height / 2.0 });
                    drag(state, bounds, content, at.y, shell);
                    return;
                }
                let Some(row) = state.row_at(at.y - bounds.y, self.row_height, self.total) else { return };
                let click = Click::new(at, Button::Left, state.last_click);
                state.last_click = Some(click);
                let (shift, ctrl) = (state.modifiers.shift(), state.modifiers.command());
                let twice = click.kind() == click::Kind::Double && !shift && !ctrl;
                self.say(shell, if twice { Act::Open(row) } else { Act::Click { row, shift, ctrl } });
            }
            Event::Mouse(Mouse::ButtonReleased(Button::Left)) if state.grabbed.is_some() => {
                state.grabbed = None;
                shell.request_redraw();
            }
            Event::Mouse(Mouse::CursorMoved { position }) => {
                if state.grabbed.is_some() {
                    drag(state, bounds, content, position.y, shell);
                }
                let over = inside.and_then(|at| state.row_at(at.y - bounds.y, self.row_height, self.total));
                if std::mem::replace(&mut state.hovered, over) != over {
                    shell.request_redraw();
                }
            }
            Event::Keyboard(keyboard::Event::KeyPressed { key, modifiers, .. }) if state.focused => {
                if let Some(act) = self.key(state, key, *modifiers) {
                    state.by_pointer = false;
                    self.say(shell, act);
                    shell.capture_event();
                    shell.request_redraw();
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
        let state = tree.state.downcast_ref::<State>();
        let tones = Tones::of(theme);
        let bounds = layout.bounds();
        let Some(view) = bounds.intersection(viewport) else { return };
        renderer.with_layer(view, |renderer| {
            for (i, ((element, child), place)) in self.built.iter().zip(&tree.children).zip(layout.children()).enumerate() {
                let row = state.first + i;
                let ground = Rectangle { x: bounds.x, y: place.bounds().y, width: bounds.width, height: self.row_height };
                let chosen = (self.chosen)(row);
                if chosen {
                    fill(renderer, ground, tones.accent_soft, 0.0);
                } else if state.hovered == Some(row) {
                    fill(renderer, ground, Color { a: 0.5, ..tones.sunken }, 0.0);
                }
                let line = Rectangle { y: ground.y + ground.height - 1.0, height: 1.0, ..ground };
                fill(renderer, line, tones.line, 0.0);
                let words = renderer::Style { text_color: if chosen { tones.on_accent_soft } else { style.text_color } };
                element.as_widget().draw(child, renderer, theme, &words, place, cursor, &view);
            }
        });
        renderer.with_layer(view, |renderer| {
            if let Some(thumb) = state.thumb(bounds, self.content()) {
                let rail = Rectangle { y: bounds.y, height: bounds.height, ..thumb };
                fill(renderer, rail, tones.sunken, thumb.width / 2.0);
                let over = cursor.position().is_some_and(|at| rail.contains(at)) || state.grabbed.is_some();
                fill(renderer, thumb, if over { tones.accent } else { tones.edge }, thumb.width / 2.0);
            }
            if state.focused && !state.by_pointer {
                let on = self.cursor.filter(|row| (state.first..state.first + self.built.len()).contains(row));
                let place = on.map_or(bounds, |row| Rectangle {
                    y: bounds.y + (row as f64 * f64::from(self.row_height) - state.offset) as f32,
                    height: self.row_height,
                    width: bounds.width - BAR,
                    ..bounds
                });
                ring(renderer, theme, place.shrink(6.0), RADIUS);
            }
        });
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &Renderer,
    ) -> mouse::Interaction {
        let seen = if cursor.is_over(layout.bounds()) { cursor } else { mouse::Cursor::Unavailable };
        self.built
            .iter()
            .zip(&tree.children)
            .zip(layout.children())
            .map(|((element, child), place)| element.as_widget().mouse_interaction(child, place, seen, viewport, renderer))
            .max()
            .unwrap_or_default()
    }
}

fn drag<Message>(state: &mut State, bounds: Rectangle, content: f64, y: f32, shell: &mut Shell<'_, Message>) {
    let (Some(grabbed), Some(thumb)) = (state.grabbed, state.thumb(bounds, content)) else { return };
    let room = (bounds.height - thumb.height).max(1.0);
    let share = f64::from(((y - grabbed - bounds.y) / room).clamp(0.0, 1.0));
    if state.scroll_to(share * (content - f64::from(bounds.height)), content) {
        shell.invalidate_layout();
    }
    shell.request_redraw();
}

fn fill(renderer: &mut Renderer, bounds: Rectangle, color: Color, radius: f32) {
    let border = if radius > 0.0 { border::rounded(radius) } else { Border::default() };
    renderer.fill_quad(renderer::Quad { bounds, border, ..renderer::Quad::default() }, color);
}

impl<'a, Message: 'a> From<List<'a, Message>> for Element<'a, Message> {
    fn from(list: List<'a, Message>) -> Self {
        Self::new(list)
    }
}

/// The line above a list: what is in it and, at the right, "37 new, show". It keeps its height whether there is
/// anything new or not, so the rows below never move.
pub fn list_head<'a, Message: Clone + 'a>(look: Look, words: String, fresh: Option<(String, Message)>) -> Element<'a, Message> {
    let fresh = fresh.map(|(words, message)| super::chip(look, words, false, message));
    container(Row::new().spacing(S3).align_y(Alignment::Center).push(look.caption(words)).push(space::horizontal()).push(fresh))
        .height(look.grow(40.0))
        .padding([0.0, S2])
        .align_y(Alignment::Center)
        .into()
}

#[cfg(test)]
mod tests;
