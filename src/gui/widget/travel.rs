//! Tab and Shift+Tab: to the next or previous thing that takes the keyboard, and what it lies in is scrolled until it shows.
//! iced moves the focus but leaves it out of sight.

use crate::gui::theme::S6;
use iced::advanced::widget::operation::focusable;
use iced::advanced::widget::operation::scrollable::AbsoluteOffset;
use iced::advanced::widget::operation::{self, Focusable, Outcome, Scrollable};
use iced::advanced::widget::{Id, Operation, operate};
use iced::{Rectangle, Task, Vector};

pub fn focus_next<Message: Send + 'static>() -> Task<Message> {
    operate(focusable::focus_next()).chain(operate(reveal()))
}

pub fn focus_previous<Message: Send + 'static>() -> Task<Message> {
    operate(focusable::focus_previous()).chain(operate(reveal()))
}

/// Puts the keyboard on one thing and shows it.
pub fn focus_on<Message: Send + 'static>(id: impl Into<Id>) -> Task<Message> {
    operate(focusable::focus(id.into())).chain(operate(reveal()))
}

/// Id of a screen's one obvious next step.
pub(super) const STEP: &str = "step";

/// Puts the keyboard on the obvious next step.
pub fn focus_step<Message: Send + 'static>() -> Task<Message> {
    focus_on(STEP)
}

/// The same where nothing has the keyboard yet.
pub fn focus_step_if_idle<Message: Send + 'static>() -> Task<Message> {
    operate(operation::then(Idle::default(), |()| focusable::focus(Id::new(STEP))))
}

/// To the next thing; where nothing has the keyboard yet, first to the obvious next step.
pub fn focus_next_from_step<Message: Send + 'static>() -> Task<Message> {
    let next = |count: focusable::Count| -> Box<dyn Operation<Message>> {
        match count.focused {
            Some(_) => Box::new(focusable::focus_next()),
            None => Box::new(focusable::focus(Id::new(STEP))),
        }
    };
    operate(operation::then(focusable::count(), next)).chain(operate(reveal()))
}

/// Takes the keyboard away from everything.
pub fn unfocus<Message: Send + 'static>() -> Task<Message> {
    operate(focusable::unfocus())
}

/// Whether nothing has the keyboard.
#[derive(Default)]
struct Idle {
    busy: bool,
}

impl Operation<()> for Idle {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<()>)) {
        operate(self);
    }

    fn focusable(&mut self, _: Option<&Id>, _: Rectangle, state: &mut dyn Focusable) {
        self.busy |= state.is_focused();
    }

    fn finish(&self) -> Outcome<()> {
        if self.busy { Outcome::None } else { Outcome::Some(()) }
    }
}

/// Scrolls what has the keyboard into view.
pub(super) fn reveal<Message: Send + 'static>() -> impl Operation<Message> {
    operation::then(Find::default(), |scroll| Scroll { scroll, at: 0 })
}

/// The scrollable with this number, as the tree is walked, must be scrolled so far down.
type Target = (usize, f32);

/// Finds what has the keyboard, and the scrollable around it.
#[derive(Default)]
struct Find {
    /// Scrollables met so far.
    met: usize,
    /// The scrollable whose content comes next.
    entering: Option<View>,
    /// Scrollables around where the walk is.
    around: Vec<View>,
    target: Option<Target>,
}

#[derive(Clone, Copy)]
struct View {
    number: usize,
    bounds: Rectangle,
    scrolled: f32,
}

impl View {
    /// How far to scroll so that `inner` (where it is when nothing is scrolled) shows; None when it does.
    fn reveal(&self, inner: Rectangle) -> Option<f32> {
        let top = inner.y - self.bounds.y - S6;
        let bottom = inner.y + inner.height - self.bounds.y - self.bounds.height + S6;
        // The upper edge wins where not all of it fits.
        let to = self.scrolled.max(bottom).min(top).max(0.0);
        ((to - self.scrolled).abs() > 0.5).then_some(to)
    }
}

impl Operation<Target> for Find {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<Target>)) {
        let entered = self.entering.take();
        self.around.extend(entered);
        operate(self);
        if entered.is_some() {
            self.around.pop();
        }
    }

    fn scrollable(&mut self, _: Option<&Id>, bounds: Rectangle, _: Rectangle, translation: Vector, _: &mut dyn Scrollable) {
        self.entering = Some(View { number: self.met, bounds, scrolled: translation.y });
        self.met += 1;
    }

    fn focusable(&mut self, _: Option<&Id>, bounds: Rectangle, state: &mut dyn Focusable) {
        if state.is_focused() {
            self.target = self.around.last().and_then(|view| Some((view.number, view.reveal(bounds)?)));
        }
    }

    fn finish(&self) -> Outcome<Target> {
        self.target.map_or(Outcome::None, Outcome::Some)
    }
}

struct Scroll {
    scroll: Target,
    at: usize,
}

impl<T> Operation<T> for Scroll {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<T>)) {
        operate(self);
    }

    fn scrollable(&mut self, _: Option<&Id>, _: Rectangle, _: Rectangle, _: Vector, state: &mut dyn Scrollable) {
        let (number, to) = self.scroll;
        if self.at == number {
            state.scroll_to(AbsoluteOffset { x: None, y: Some(to) });
        }
        self.at += 1;
    }
}

#[cfg(test)]
mod tests;
