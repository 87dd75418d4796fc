//! One line of words, cut with an ellipsis to the room there is.

use super::shorten;
use crate::gui::theme::{Look, Step, style};
use iced::widget::responsive;
use iced::widget::text::Wrapping;
use iced::{Element, Length};
use std::borrow::Cow;

/// A line being put together; becomes an element by `into()`.
pub struct Line<'a> {
    look: Look,
    words: Cow<'a, str>,
    step: Step,
    strong: bool,
    muted: bool,
}

/// Words from outside (a subject, a name), on one line as wide as there is room.
pub fn line(look: Look, words: &str) -> Line<'_> {
    Line { look, words: words.into(), step: Step::Body, strong: false, muted: false }
}

impl Line<'_> {
    /// The same for words made on the spot.
    pub fn owned(look: Look, words: String) -> Self {
        Self { words: words.into(), ..line(look, "") }
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

impl<'a, Message: 'a> From<Line<'a>> for Element<'a, Message> {
    fn from(line: Line<'a>) -> Self {
        responsive(move |room| {
            let words = shorten(&line.words, room.width, line.look.size(line.step), line.strong);
            let words = line.look.say_at(line.step, line.strong, words).wrapping(Wrapping::None);
            if line.muted { words.style(style::text::muted).into() } else { words.into() }
        })
        .height(Length::Shrink)
        .into()
    }
}
