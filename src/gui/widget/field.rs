//! A field to type in, with its label above and a hint or what is wrong below.

use super::icon::icon;
use crate::gui::theme::{Icon, Look, S1, S3, Step, style};
use iced::advanced::widget::Id;
use iced::widget::{Column, row, text_input};
use iced::{Alignment, Element, Length};

/// A field being put together; becomes an element by `into()`.
pub struct Field<'a, Message> {
    look: Look,
    label: String,
    value: String,
    placeholder: String,
    hint: Option<String>,
    error: Option<String>,
    secure: bool,
    id: Option<Id>,
    on_input: Option<Box<dyn Fn(String) -> Message + 'a>>,
    on_submit: Option<Message>,
}

impl<'a, Message: Clone + 'a> Field<'a, Message> {
    pub fn new(look: Look, label: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            look,
            label: label.into(),
            value: value.into(),
            placeholder: String::new(),
            hint: None,
            error: None,
            secure: false,
            id: None,
            on_input: None,
            on_submit: None,
        }
    }

    #[must_use]
    pub fn placeholder(mut self, words: impl Into<String>) -> Self {
        self.placeholder = words.into();
        self
    }

    /// A line of help below, shown while nothing is wrong.
    #[must_use]
    pub fn hint(mut self, words: impl Into<String>) -> Self {
        self.hint = Some(words.into());
        self
    }

    /// What is wrong with what was typed.
    #[must_use]
    pub fn error(mut self, words: Option<String>) -> Self {
        self.error = words;
        self
    }

    /// Shows dots for letters.
    #[must_use]
    pub const fn secure(mut self, secure: bool) -> Self {
        self.secure = secure;
        self
    }

    #[must_use]
    pub fn id(mut self, id: impl Into<Id>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Without it the field cannot be changed.
    #[must_use]
    pub fn on_input(mut self, f: impl Fn(String) -> Message + 'a) -> Self {
        self.on_input = Some(Box::new(f));
        self
    }

    #[must_use]
    pub fn on_submit(mut self, message: Message) -> Self {
        self.on_submit = Some(message);
        self
    }
}

impl<'a, Message: Clone + 'a> From<Field<'a, Message>> for Element<'a, Message> {
    fn from(field: Field<'a, Message>) -> Self {
        let look = field.look;
        let style = if field.error.is_some() { style::field_error } else { style::field };
        let mut input = text_input(&field.placeholder, &field.value)
            .size(look.size(Step::Body))
            .line_height(Step::Body.line_height())
            .padding(S3)
            .secure(field.secure)
            .style(style)
            .on_submit_maybe(field.on_submit);
        if let Some(on_input) = field.on_input {
            input = input.on_input(on_input);
        }
        if let Some(id) = field.id {
            input = input.id(id);
        }
        let below: Option<Element<'a, Message>> = match (field.error, field.hint) {
            (Some(error), _) => Some(
                row![
                    icon(Icon::TriangleAlert).size(look.grow(16.0)).color(look.tones().on_error_soft),
                    look.caption(error).style(style::text::error)
                ]
                .spacing(S1)
                .align_y(Alignment::Center)
                .into(),
            ),
            (None, Some(hint)) => Some(look.caption(hint).into()),
            (None, None) => None,
        };
        Column::new()
            .spacing(S1 + 2.0)
            .width(Length::Fill)
            .push((!field.label.is_empty()).then(|| look.strong(field.label)))
            .push(input)
            .push(below)
            .into()
    }
}
