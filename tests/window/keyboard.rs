//! The keyboard alone: every screen can be walked through by Tab in the order it is read, what has the keyboard is seen, and
//! Enter never moves a message.

use deich::gui::screen::{clean_up, junk};
use deich::gui::theme::{Look, REGULAR};
use deich::gui::{App, Message, STAGES};
use deich::lang::Locale;
use iced::advanced::renderer::Style;
use iced::advanced::widget::operation::{Focusable, Outcome, Scrollable, focusable};
use iced::advanced::widget::{Id, Operation};
use iced::advanced::{clipboard, mouse};
use iced::keyboard::key::Named;
use iced::theme::Base;
use iced::{Event, Rectangle, Renderer, Size, Theme, Vector};
use iced_test::core::renderer::Headless;
use iced_test::runtime::UserInterface;
use iced_test::runtime::user_interface::Cache;
use iced_test::simulator::press_key;

const SMALL: Size = Size::new(900.0, 600.0);

/// A screen whose state stays between keys.
struct Screen<'a> {
    raw: UserInterface<'a, Message, Theme, Renderer>,
    renderer: Renderer,
    theme: Theme,
    size: Size,
    said: Vec<Message>,
}

impl<'a> Screen<'a> {
    fn of(app: &'a App, size: Size) -> Self {
        let mut renderer = renderer();
        let raw = UserInterface::build(app.view(), size, Cache::default(), &mut renderer);
        Self { raw, renderer, theme: app.theme(), size, said: Vec::new() }
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

    /// Everything the keyboard reaches, in its order.
    fn reached(&mut self) -> Reached {
        let mut reached = Reached::default();
        self.raw.operate(&self.renderer, &mut reached);
        reached
    }

    fn press(&mut self, key: Named) -> Vec<Message> {
        let events: [Event; 1] = [press_key(key, None)];
        let _ = self.raw.update(&events, mouse::Cursor::Unavailable, &mut self.renderer, &mut clipboard::Null, &mut self.said);
        std::mem::take(&mut self.said)
    }

    fn picture(&mut self) -> Vec<u8> {
        let redraw = [Event::Window(iced::window::Event::RedrawRequested(std::time::Instant::now()))];
        let _ = self.raw.update(&redraw, mouse::Cursor::Unavailable, &mut self.renderer, &mut clipboard::Null, &mut self.said);
        let base = self.theme.base();
        self.raw.draw(&mut self.renderer, &self.theme, &Style { text_color: base.text_color }, mouse::Cursor::Unavailable);
        let size = Size::new(self.size.width as u32, self.size.height as u32);
        self.renderer.screenshot(size, 1.0, base.background_color)
    }
}

fn renderer() -> Renderer {
    let made = <Renderer as Headless>::new(REGULAR, iced::Pixels(16.0), None);
    iced_test::futures::futures::executor::block_on(made).expect("a renderer")
}

fn staged(name: &str) -> App {
    deich::gui::stage(name, Locale::German, Look::LIGHT, SMALL).unwrap_or_else(|| panic!("no stage {name}"))
}

/// What takes the keyboard: where it lies, and in which scrollable (0: none).
#[derive(Default)]
struct Reached {
    things: Vec<(usize, Rectangle, bool)>,
    scrollables: usize,
    entering: Option<usize>,
    within: Vec<usize>,
}

impl Operation<()> for Reached {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<()>)) {
        let entered = self.entering.take();
        self.within.extend(entered);
        operate(self);
        if entered.is_some() {
            self.within.pop();
        }
    }

    fn scrollable(&mut self, _: Option<&Id>, _: Rectangle, _: Rectangle, _: Vector, _: &mut dyn Scrollable) {
        self.scrollables += 1;
        self.entering = Some(self.scrollables);
    }

    fn focusable(&mut self, _: Option<&Id>, bounds: Rectangle, state: &mut dyn Focusable) {
        self.things.push((self.within.last().copied().unwrap_or(0), bounds, state.is_focused()));
    }
}

#[test]
fn tab_goes_through_every_screen_in_the_order_it_is_read() {
    for (name, _) in STAGES {
        let app = staged(name);
        let mut screen = Screen::of(&app, SMALL);
        let things = screen.reached().things;
        // Back, the history and the settings are there everywhere.
        assert!(things.len() >= 2, "{name}");
        for pair in things.windows(2) {
            let [(around, before, _), (then, after, _)] = pair else { unreachable!() };
            let on = after.y + after.height > before.y || after.x > before.x + before.width / 2.0;
            assert!(around != then || on, "{name}: from {before:?} up to {after:?}");
        }
        // One after the other, none passed over, and round again.
        for at in 0..things.len().min(12) {
            screen.operate(focusable::focus_next());
            let focused: Vec<usize> =
                screen.reached().things.iter().enumerate().filter(|(_, thing)| thing.2).map(|(at, _)| at).collect();
            assert_eq!(focused, [at], "{name}");
        }
    }
}

#[test]
fn what_has_the_keyboard_is_seen() {
    for name in ["start-known", "connect-known", "flood", "closer", "clean-up", "junk", "settings", "work-done", "filter"] {
        let app = staged(name);
        let mut screen = Screen::of(&app, SMALL);
        let without = screen.picture();
        let mut seen = 0;
        for thing in screen.reached().things {
            screen.operate(focusable::focus_next());
            // What is scrolled out of sight is scrolled in when Tab comes to it: the widgets' own tests.
            if thing.1.y + thing.1.height < SMALL.height - 120.0 {
                assert!(screen.picture() != without, "{name}: nothing shows at {:?}", thing.1);
                seen += 1;
            }
        }
        assert!(seen > 2, "{name}");
    }
}

#[test]
fn enter_never_moves_anything_and_space_does() {
    for (name, moves) in [
        ("clean-up", (|m: &Message| matches!(m, Message::CleanUp(clean_up::Message::Move))) as fn(&Message) -> bool),
        ("junk", |m| matches!(m, Message::Junk(junk::Message::Move))),
    ] {
        let app = staged(name);
        let mut screen = Screen::of(&app, SMALL);
        screen.operate(focusable::focus(Id::new("step")));
        assert!(!screen.press(Named::Enter).iter().any(moves), "{name}");
        assert!(screen.press(Named::Space).iter().any(moves), "{name}");
        // Escape is the application's own: no widget takes it for itself.
        assert!(screen.press(Named::Escape).is_empty(), "{name}");
    }
}
