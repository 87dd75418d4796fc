//! The flood over time: bars stacked by kind, pins for what matters, and a brush to pick a span.

mod bins;
mod keys;
mod ticks;

use super::focus::focus;
use super::icon::handle;
use crate::gui::theme::{Look, Mark, REGULAR, S1, S2, S3, STRONG, Step, mark};
use crate::lang::{Arg, Lang};
use crate::triage::{Kind, Timeline};
use bins::{Bar, Bins};
use iced::advanced::svg::Svg;
use iced::alignment::Vertical;
use iced::keyboard::Modifiers;
use iced::widget::canvas::{self, Action, Cache, Event, Frame, Geometry, Path, Stroke, Text};
use iced::widget::text::Alignment;
use iced::{Color, Element, Length, Pixels, Point, Rectangle, Renderer, Size, Theme, border, keyboard, mouse};
use jiff::Timestamp;
use keys::Picked;
use std::cell::Cell;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::rc::Rc;

/// A moment that matters: the trigger, the operator's word.
#[derive(Debug, Clone, PartialEq)]
pub struct Pin {
    pub at: Timestamp,
    pub kind: Kind,
}

/// From (included) to (not included).
pub type Span = (Timestamp, Timestamp);

/// A timeline being put together; becomes an element by `into()`.
pub struct TimelineView<'a, Message> {
    look: Look,
    lang: &'a Lang,
    data: &'a Timeline,
    pins: Vec<Pin>,
    span: Option<Span>,
    height: f32,
    on_span: Option<Box<dyn Fn(Option<Span>) -> Message + 'a>>,
}

/// The bars of a timeline; as wide as there is room.
pub fn timeline<'a, Message>(look: Look, lang: &'a Lang, data: &'a Timeline) -> TimelineView<'a, Message> {
    TimelineView { look, lang, data, pins: Vec::new(), span: None, height: 200.0 + 40.0 * look.scale, on_span: None }
}

impl<'a, Message> TimelineView<'a, Message> {
    #[must_use]
    pub fn pins(mut self, pins: impl IntoIterator<Item = Pin>) -> Self {
        self.pins.extend(pins);
        self
    }

    /// The span picked now.
    #[must_use]
    pub const fn span(mut self, span: Option<Span>) -> Self {
        self.span = span;
        self
    }

    #[must_use]
    pub const fn height(mut self, height: f32) -> Self {
        self.height = height;
        self
    }

    /// Dragging picks a span, a click clears it.
    #[must_use]
    pub fn on_span(mut self, f: impl Fn(Option<Span>) -> Message + 'a) -> Self {
        self.on_span = Some(Box::new(f));
        self
    }

    /// Says whether the drawing in the cache is still right.
    fn fingerprint(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        let tones = self.look.tones();
        (tones.name, self.look.scale.to_bits(), self.lang.locale().tag()).hash(&mut hasher);
        (self.data.start, self.data.step, &self.data.buckets).hash(&mut hasher);
        for pin in &self.pins {
            (pin.at, pin.kind).hash(&mut hasher);
        }
        hasher.finish()
    }

    /// Where the bars go inside the whole.
    fn plot(&self, size: Size, top: u64) -> Rectangle {
        let small = self.look.size(Step::Caption);
        let left = (self.lang.number(top).chars().count() as f32 * small * 0.62 + S3).max(S6_LEFT);
        let above = small * 0.7 + if self.pins.is_empty() { 0.0 } else { self.look.grow(PIN) + S1 };
        let below = small * 1.45 + S2;
        Rectangle::new(
            Point::new(left, above),
            Size::new((size.width - left - S1).max(1.0), (size.height - above - below).max(1.0)),
        )
    }

    /// The bars at this width, and where they go.
    fn bins(&self, size: Size) -> (Bins, Rectangle) {
        // How wide the counts' labels are depends on the bars, and how many bars on that width; once round is close enough.
        let guess = self.plot(size, self.data.buckets.len() as u64);
        let bins = Bins::new(self.data, guess.width, self.lang.offset(self.data.start));
        let plot = self.plot(size, bins.top);
        (bins, plot)
    }

    /// The arrow keys move the picked span by a bar, with shift they stretch it; Escape lets go of it.
    fn key(&self, key: &keyboard::Key, modifiers: Modifiers, size: Size) -> Option<Message> {
        let on_span = self.on_span.as_ref()?;
        let (bins, _) = self.bins(size);
        let chosen = self.span.and_then(|(from, to)| {
            let just_before = Timestamp::from_second(to.as_second() - 1).ok()?;
            Some((bins.at(bins.share(from))?.0, bins.at(bins.share(just_before))?.0))
        });
        Some(on_span(match keys::picked(key, modifiers.shift(), chosen, bins.bars.len())? {
            Picked::Bars((first, last)) => Some((bins.bars.get(first)?.from, bins.bars.get(last)?.to)),
            Picked::Nothing => None,
        }))
    }

    fn draw_all(&self, frame: &mut Frame, bins: &Bins, plot: Rectangle) {
        let tones = self.look.tones();
        let small = self.look.size(Step::Caption);
        self.draw_counts(frame, bins, plot, small);
        for (i, bar) in bins.bars.iter().enumerate() {
            draw_bar(frame, bar, bins.rectangle(i, plot), bins.top, tones.card);
        }
        frame.fill_rectangle(Point::new(plot.x, plot.y + plot.height), Size::new(plot.width, 1.0), tones.edge);
        self.draw_times(frame, bins, plot, small);
        for pin in &self.pins {
            self.draw_pin(frame, bins, plot, pin);
        }
    }

    fn draw_counts(&self, frame: &mut Frame, bins: &Bins, plot: Rectangle, small: f32) {
        let tones = self.look.tones();
        for step in 1..=bins.steps {
            let count = bins.top / u64::from(bins.steps) * u64::from(step);
            let y = plot.y + plot.height * (1.0 - step as f32 / bins.steps as f32);
            frame.fill_rectangle(Point::new(plot.x, y.round()), Size::new(plot.width, 1.0), tones.line);
            frame.fill_text(Text {
                align_x: Alignment::Right,
                align_y: Vertical::Center,
                ..words(self.lang.number(count), Point::new(plot.x - S2, y), small, tones.muted)
            });
        }
    }

    fn draw_times(&self, frame: &mut Frame, bins: &Bins, plot: Rectangle, small: f32) {
        let tones = self.look.tones();
        let room = small * 6.5;
        let mut free_from = f32::MIN;
        for tick in ticks::ticks(self.lang, bins.start(), bins.end(), (plot.width / room) as usize) {
            let x = plot.x + bins.share(tick.at) * plot.width;
            let half = tick.label.chars().count() as f32 * small * 0.3;
            frame.fill_rectangle(Point::new(x.round(), plot.y + plot.height), Size::new(1.0, S1), tones.edge);
            let center = x.clamp(half, plot.x + plot.width - half);
            if center - half < free_from {
                continue;
            }
            free_from = center + half + S2;
            frame.fill_text(Text {
                align_x: Alignment::Center,
                ..words(tick.label, Point::new(center, plot.y + plot.height + S1 + 2.0), small, tones.muted)
            });
        }
    }

    fn draw_pin(&self, frame: &mut Frame, bins: &Bins, plot: Rectangle, pin: &Pin) {
        let Mark { color, icon, .. } = mark(pin.kind);
        let side = self.look.grow(PIN);
        let x = plot.x + bins.share(pin.at).clamp(0.0, 1.0) * plot.width;
        frame.fill_rectangle(Point::new(x.round() - 1.0, side), Size::new(2.0, plot.y + plot.height - side), color);
        let left = (x - side / 2.0).clamp(0.0, plot.x + plot.width - side);
        let ground = Path::rounded_rectangle(Point::new(left, 0.0), Size::new(side, side), border::Radius::new(side / 4.0));
        frame.fill(&ground, color);
        let inset = side / 5.0;
        frame.draw_svg(
            Rectangle::new(Point::new(left + inset, inset), Size::new(side - 2.0 * inset, side - 2.0 * inset)),
            Svg::new(handle(icon)).color(super::tile::ink_on(color)),
        );
    }

    /// What the pointer is on, and the picked span: drawn afresh each time.
    fn draw_over(
        &self,
        state: &State,
        frame: &mut Frame,
        bins: &Bins,
        plot: Rectangle,
        cursor: mouse::Cursor,
        bounds: Rectangle,
    ) {
        let tones = self.look.tones();
        let picked = state.drag.map(|drag| bins.snap(drag.low(plot), drag.high(plot))).or(self.span);
        if let Some((from, to)) = picked {
            let (low, high) = (bins.share(from).clamp(0.0, 1.0), bins.share(to).clamp(0.0, 1.0));
            let (x0, x1) = (plot.x + low * plot.width, plot.x + high * plot.width);
            let veil = Color { a: 0.72, ..tones.card };
            frame.fill_rectangle(Point::new(plot.x, plot.y), Size::new(x0 - plot.x, plot.height), veil);
            frame.fill_rectangle(Point::new(x1, plot.y), Size::new(plot.x + plot.width - x1, plot.height), veil);
            frame.stroke_rectangle(
                Point::new(x0, plot.y),
                Size::new((x1 - x0).max(2.0), plot.height),
                Stroke::default().with_color(tones.accent).with_width(2.0),
            );
        }
        let Some(at) = cursor.position_in(bounds) else { return };
        if let Some(drag) = state.drag {
            let (from, to) = bins.snap(drag.low(plot), drag.high(plot));
            self.draw_read_out(frame, plot, at.x, from, to, bins.count(from, to));
        } else if plot.expand(S1).contains(at)
            && let Some((i, bar)) = bins.at((at.x - plot.x) / plot.width)
        {
            let place = bins.rectangle(i, plot);
            let outline = Rectangle { y: plot.y, height: plot.height, ..place };
            frame.fill_rectangle(outline.position(), outline.size(), Color { a: 0.12, ..tones.accent });
            self.draw_read_out(frame, plot, at.x, bar.from, bar.to, bar.total());
        }
    }

    fn draw_read_out(&self, frame: &mut Frame, plot: Rectangle, x: f32, from: Timestamp, to: Timestamp, count: u64) {
        let tones = self.look.tones();
        let small = self.look.size(Step::Caption);
        let when = ticks::span(self.lang, from, to);
        let many = self.lang.tf("timeline-messages", &[("n", Arg::from(count)), ("count", self.lang.number(count).into())]);
        let width = when.chars().count().max(many.chars().count()) as f32 * small * 0.58 + 2.0 * S3;
        let size = Size::new(width, small * 2.9 + S2 * 2.0);
        let left = if x + S3 + size.width > plot.x + plot.width { x - S3 - size.width } else { x + S3 };
        let place = Point::new(left.max(0.0), plot.y + S1);
        let ground = Path::rounded_rectangle(place, size, border::Radius::new(S2));
        frame.fill(&ground, tones.card);
        frame.stroke(&ground, Stroke::default().with_color(tones.edge).with_width(1.0));
        frame.fill_text(Text { font: STRONG, ..words(many, Point::new(place.x + S3, place.y + S2), small, tones.text) });
        frame.fill_text(words(when, Point::new(place.x + S3, place.y + S2 + small * 1.45), small, tones.muted));
    }
}

/// Side of a pin in pixels.
const PIN: f32 = 24.0;
const S6_LEFT: f32 = 24.0;

fn words(content: String, position: Point, size: f32, color: Color) -> Text {
    Text { content, position, size: Pixels(size), color, font: REGULAR, ..Text::default() }
}

/// From the bottom: what is always there, then the flood.
const STACK: [Kind; 10] = [
    Kind::Ordinary,
    Kind::List,
    Kind::Confirmation,
    Kind::Welcome,
    Kind::Newsletter,
    Kind::ReplyAll,
    Kind::AutoReply,
    Kind::Bounce,
    Kind::Announcement,
    Kind::Trigger,
];

fn draw_bar(frame: &mut Frame, bar: &Bar, place: Rectangle, top: u64, ground: Color) {
    let total = bar.total();
    if total == 0 || top == 0 {
        return;
    }
    // One message among thousands still shows.
    let height = (place.height * (total as f32 / top as f32)).max(2.0);
    let mut y = place.y + place.height;
    for kind in STACK {
        let Some(count) = bar.counts.get(kind as usize).copied().filter(|count| *count > 0) else { continue };
        let part = height * (count as f32 / total as f32);
        y -= part;
        let Mark { color, lines, .. } = mark(kind);
        frame.fill_rectangle(Point::new(place.x, y), Size::new(place.width, part), color);
        if let Some(apart) = lines {
            let apart = f32::from(apart);
            let mut line = (y / apart).ceil() * apart;
            while line + 1.0 <= y + part {
                frame.fill_rectangle(Point::new(place.x, line), Size::new(place.width, 1.0), Color { a: 0.6, ..ground });
                line += apart;
            }
        }
    }
}

/// A drag from one place to another, in pixels from the widget's left.
#[derive(Debug, Clone, Copy)]
struct Drag {
    from: f32,
    to: f32,
}

impl Drag {
    fn low(self, plot: Rectangle) -> f32 {
        ((self.from.min(self.to) - plot.x) / plot.width).clamp(0.0, 1.0)
    }

    fn high(self, plot: Rectangle) -> f32 {
        ((self.from.max(self.to) - plot.x) / plot.width).clamp(0.0, 1.0)
    }
}

/// What the canvas remembers between two views.
#[derive(Default)]
pub struct State {
    drag: Option<Drag>,
    over: bool,
    cache: Cache,
    fingerprint: Cell<u64>,
}

/// Less is a click, not a drag.
const CLICK: f32 = 4.0;

/// A timeline that the canvas draws and the keyboard asks.
struct Shared<'a, Message>(Rc<TimelineView<'a, Message>>);

impl<Message> canvas::Program<Message> for Shared<'_, Message> {
    type State = State;

    fn update(&self, state: &mut State, event: &Event, bounds: Rectangle, cursor: mouse::Cursor) -> Option<Action<Message>> {
        let on_span = self.0.on_span.as_ref();
        match event {
            Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left)) => {
                on_span?;
                let at = cursor.position_in(bounds)?;
                state.drag = Some(Drag { from: at.x, to: at.x });
                Some(Action::request_redraw().and_capture())
            }
            Event::Mouse(mouse::Event::CursorMoved { .. }) => {
                if let (Some(drag), Some(at)) = (&mut state.drag, cursor.position_from(bounds.position())) {
                    drag.to = at.x;
                    return Some(Action::request_redraw().and_capture());
                }
                let over = cursor.is_over(bounds);
                (std::mem::replace(&mut state.over, over) || over).then(Action::request_redraw)
            }
            Event::Mouse(mouse::Event::ButtonReleased(mouse::Button::Left)) => {
                let drag = state.drag.take()?;
                let on_span = on_span?;
                if (drag.from - drag.to).abs() < CLICK {
                    return Some(Action::publish(on_span(None)).and_capture());
                }
                let (bins, plot) = self.0.bins(bounds.size());
                Some(Action::publish(on_span(Some(bins.snap(drag.low(plot), drag.high(plot))))).and_capture())
            }
            Event::Keyboard(keyboard::Event::KeyPressed { key: keyboard::Key::Named(keyboard::key::Named::Escape), .. }) => {
                state.drag.take()?;
                Some(Action::request_redraw().and_capture())
            }
            _ => None,
        }
    }

    fn draw(
        &self,
        state: &State,
        renderer: &Renderer,
        _theme: &Theme,
        bounds: Rectangle,
        cursor: mouse::Cursor,
    ) -> Vec<Geometry> {
        let fingerprint = self.0.fingerprint();
        if state.fingerprint.replace(fingerprint) != fingerprint {
            state.cache.clear();
        }
        let (bins, plot) = self.0.bins(bounds.size());
        let still = state.cache.draw(renderer, bounds.size(), |frame| self.0.draw_all(frame, &bins, plot));
        let mut over = Frame::new(renderer, bounds.size());
        self.0.draw_over(state, &mut over, &bins, plot, cursor, bounds);
        vec![still, over.into_geometry()]
    }

    fn mouse_interaction(&self, state: &State, bounds: Rectangle, cursor: mouse::Cursor) -> mouse::Interaction {
        if state.drag.is_some() || (self.0.on_span.is_some() && cursor.is_over(bounds)) {
            mouse::Interaction::Crosshair
        } else {
            mouse::Interaction::default()
        }
    }
}

impl<'a, Message: Clone + 'a> From<TimelineView<'a, Message>> for Element<'a, Message> {
    fn from(view: TimelineView<'a, Message>) -> Self {
        let height = view.height;
        let picks = view.on_span.is_some();
        let view = Rc::new(view);
        let canvas = iced::widget::canvas(Shared(Rc::clone(&view))).width(Length::Fill).height(height);
        if picks {
            focus(canvas, None).on_key(move |key, modifiers, bounds| view.key(key, modifiers, bounds.size())).into()
        } else {
            canvas.into()
        }
    }
}

#[cfg(test)]
mod tests;
