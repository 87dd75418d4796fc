//! One frame of what grows with the mailbox, up to the point where pixels are filled: a turn of the wheel over a long list, and
//! the timeline, in a window of 1280 by 800. A screen shows 60 frames a second: 16 ms each, and the pixels need some of them.
#![allow(clippy::unwrap_used)]

use criterion::{Criterion, criterion_group, criterion_main};
use deich::gui::theme::{FONTS, Look, REGULAR, S2, S3, mark};
use deich::gui::widget::{Line, Selection, badge, line, list, timeline};
use deich::lang::{Lang, Locale};
use deich::triage::{Kind, Timeline};
use iced::advanced::{clipboard, mouse, renderer};
use iced::mouse::{Event as Mouse, ScrollDelta};
use iced::widget::{column, row};
use iced::{Alignment, Element, Event, Length, Pixels, Point, Renderer, Size, Theme, window};
use iced_test::core::renderer::Headless;
use iced_test::runtime::UserInterface;
use iced_test::runtime::user_interface::Cache;
use jiff::Timestamp;

const WINDOW: Size = Size::new(1280.0, 800.0);

struct Window<'a> {
    raw: UserInterface<'a, (), Theme, Renderer>,
    renderer: Renderer,
    theme: Theme,
}

impl<'a> Window<'a> {
    fn new(content: impl Into<Element<'a, ()>>) -> Self {
        for font in FONTS {
            iced::advanced::graphics::text::font_system().write().unwrap().load_font(font.into());
        }
        let made = <Renderer as Headless>::new(REGULAR, Pixels(16.0), None);
        let mut renderer = iced_test::futures::futures::executor::block_on(made).unwrap();
        let raw = UserInterface::build(content, WINDOW, Cache::default(), &mut renderer);
        Self { raw, renderer, theme: Look::LIGHT.theme() }
    }

    fn frame(&mut self, event: Event) {
        let cursor = mouse::Cursor::Available(Point::new(300.0, 300.0));
        let now = Event::Window(window::Event::RedrawRequested(iced::time::Instant::now()));
        let _ = self.raw.update(&[event, now], cursor, &mut self.renderer, &mut clipboard::Null, &mut Vec::new());
        self.raw.draw(&mut self.renderer, &self.theme, &renderer::Style { text_color: iced::Color::BLACK }, cursor);
    }
}

fn row_of<'a>(i: usize) -> Element<'a, ()> {
    let look = Look::LIGHT;
    let kind = Kind::ALL.into_iter().nth(i % 10).unwrap_or(Kind::Ordinary);
    row![
        badge(look, mark(kind).color, mark(kind).icon),
        column![
            line(look, "Petra Beispiel").strong(),
            Line::owned(look, format!("AW: Bitte nehmen Sie mich von diesem Verteiler, Nachricht {i}")),
        ]
        .width(Length::Fill),
        look.caption("30.11., 22:31"),
    ]
    .padding([0.0, S3])
    .height(64.0)
    .spacing(S2)
    .align_y(Alignment::Center)
    .into()
}

fn lists(c: &mut Criterion) {
    for total in [1_000, 100_000, 1_000_000] {
        let selection = Selection::one(3);
        #[allow(clippy::redundant_closure, reason = "the function itself would want rows that live for ever")]
        let rows = list(total, 64.0, |i| row_of(i));
        let mut window = Window::new(rows.selection(&selection));
        let mut turns = 0_u32;
        c.bench_function(&format!("scroll a list of {total}, one frame"), |b| {
            b.iter(|| {
                turns += 1;
                // Down through the list and up again: new rows come into view every time.
                let y = if turns % 200 < 100 { -3.0 } else { 3.0 };
                window.frame(Event::Mouse(Mouse::WheelScrolled { delta: ScrollDelta::Lines { x: 0.0, y } }));
            });
        });
    }
}

fn timelines(c: &mut Criterion) {
    let lang = Lang::new(Locale::German);
    for minutes in [240_u32, 10_000] {
        let buckets = (0..minutes).map(|i| [i % 7, i % 61, 1, i % 13, i % 31, 2, 3, 0, 0, 1]).collect();
        let data = Timeline { start: Timestamp::from_second(1_512_077_400).unwrap(), step: 60, buckets };
        let mut window = Window::new(timeline(Look::LIGHT, &lang, &data));
        c.bench_function(&format!("the pointer over a timeline of {minutes} buckets, one frame"), |b| {
            b.iter(|| window.frame(Event::Mouse(Mouse::CursorMoved { position: Point::new(300.0, 100.0) })));
        });
    }
}

criterion_group!(benches, lists, timelines);
criterion_main!(benches);
