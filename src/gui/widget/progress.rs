//! How far something is.

use crate::gui::theme::{Look, S2, style};
use iced::widget::{Column, progress_bar};
use iced::{Element, Length};

/// A bar with words below: `done` of 0.0 to 1.0, or nothing while the whole is not known (then only the words show).
pub fn progress<'a, Message: 'a>(look: Look, done: Option<f32>, words: String) -> Element<'a, Message> {
    Column::new()
        .spacing(S2)
        .width(Length::Fill)
        .push(done.map(|done| progress_bar(0.0..=1.0, done.clamp(0.0, 1.0)).girth(look.grow(10.0)).style(style::progress)))
        .push((!words.is_empty()).then(|| look.body(words)))
        .into()
}
