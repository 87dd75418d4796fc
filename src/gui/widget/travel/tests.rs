use super::super::{Field, button, check, list};
use super::reveal;
use crate::gui::theme::Look;
use iced::advanced::widget::Operation;
use iced::advanced::widget::operation::{Outcome, focusable};
use iced::advanced::{clipboard, mouse};
use iced::keyboard::key::Named;
use iced::widget::{Column, column, row, scrollable};
use iced::{Element, Event, Renderer, Size, Theme};
use iced_test::core::renderer::Headless;
use iced_test::runtime::UserInterface;
use iced_test::runtime::user_interface::Cache;
use iced_test::simulator::press_key;

/// A window 300 by 200 without a screen.
struct Window<'a> {
    raw: UserInterface<'a, &'static str, Theme, Renderer>,
    renderer: Renderer,
    said: Vec<&'static str>,
}

impl<'a> Window<'a> {
    fn new(content: impl Into<Element<'a, &'static str>>) -> Self {
        let runtime = iced_test::futures::futures::executor::block_on;
        let mut renderer =
            runtime(<Renderer as Headless>::new(crate::gui::theme::REGULAR, iced::Pixels(16.0), None)).expect("a renderer");
        let raw = UserInterface::build(content, Size::new(300.0, 200.0), Cache::default(), &mut renderer);
        Self { raw, renderer, said: Vec::new() }
    }

    fn operate(&mut self, operation: impl Operation<()> + 'static) {
        let mut next: Option<Box<dyn Operation<()>>> = Some(Box::new(operation));
        while let Some(mut operation) = next.take() {
            self.raw.operate(&self.renderer, operation.as_mut());
            if let Outcome::Chain(chained) = operation.finish() {
                next = Some(chained);
            }
        }
    }

    fn tab(&mut self) {
        self.operate(focusable::focus_next());
        self.operate(reveal());
    }

    fn press(&mut self, key: Named) {
        let events: [Event; 1] = [press_key(key, None)];
        let _ = self.raw.update(&events, mouse::Cursor::Unavailable, &mut self.renderer, &mut clipboard::Null, &mut self.said);
    }
}

const LOOK: Look = Look::LIGHT;

#[test]
fn tab_reaches_everything_in_order_and_skips_what_is_off() {
    let mut window = Window::new(column![
        button(LOOK, "one").on_press("one"),
        button(LOOK, "off"),
        check(LOOK, "two", false, Some("two")),
        Field::new(LOOK, "name", "").on_input(|_| "typed"),
        button(LOOK, "three").on_press("three"),
    ]);
    for _ in 0..4 {
        window.tab();
        window.press(Named::Space);
    }
    assert_eq!(window.said, ["one", "two", "three"], "the field keeps the space for itself");
}

#[test]
fn enter_presses_but_never_what_takes_away() {
    let mut window =
        Window::new(row![button(LOOK, "delete").without_enter().on_press("deleted"), button(LOOK, "back").on_press("back")]);
    window.tab();
    window.press(Named::Enter);
    window.press(Named::Escape);
    assert!(window.said.is_empty());
    window.press(Named::Space);
    window.tab();
    window.press(Named::Enter);
    assert_eq!(window.said, ["deleted", "back"]);
}

#[test]
fn keys_without_focus_press_nothing() {
    let mut window = Window::new(button(LOOK, "one").on_press("one"));
    window.press(Named::Enter);
    assert!(window.said.is_empty());
}

#[test]
fn a_list_takes_the_keyboard_by_tab() {
    let mut window = Window::new(list(100, 40.0, |_| LOOK.body("row").into()).on_act(|_| "act"));
    window.press(Named::ArrowDown);
    assert!(window.said.is_empty());
    window.tab();
    window.press(Named::ArrowDown);
    assert_eq!(window.said, ["act"]);
}

/// Where the thing with the keyboard shows in its scrollable: its top and bottom from the view's top.
#[derive(Default)]
struct Where {
    scrolled: f32,
    shown: Option<(f32, f32)>,
}

impl Operation<()> for Where {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<()>)) {
        operate(self);
    }
    fn scrollable(
        &mut self,
        _: Option<&iced::advanced::widget::Id>,
        _: iced::Rectangle,
        _: iced::Rectangle,
        translation: iced::Vector,
        _: &mut dyn iced::advanced::widget::operation::Scrollable,
    ) {
        self.scrolled = translation.y;
    }
    fn focusable(
        &mut self,
        _: Option<&iced::advanced::widget::Id>,
        bounds: iced::Rectangle,
        state: &mut dyn focusable::Focusable,
    ) {
        if state.is_focused() {
            self.shown = Some((bounds.y - self.scrolled, bounds.y + bounds.height - self.scrolled));
        }
    }
}

#[test]
fn what_tab_reaches_shows() {
    let many = Column::with_children((0..30).map(|_| button(LOOK, "one").on_press("one").into()));
    let mut window = Window::new(scrollable(many).height(200.0));
    for _ in 0..30 {
        window.tab();
        let mut place = Where::default();
        window.raw.operate(&window.renderer, &mut place);
        let (top, bottom) = place.shown.expect("something has the keyboard");
        assert!(top >= 0.0 && bottom <= 200.0, "{top} to {bottom}");
    }
}
