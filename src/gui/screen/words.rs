//! The text of a message on its way to the screen: asked for, here, or not to be had.

use super::part;
use crate::engine::Error;
use crate::gui::{Element, Frame};
use iced::widget::column;
use std::sync::Arc;

#[derive(Debug)]
pub enum Words {
    Coming,
    Here(String),
    Failed(Arc<Error>),
}

impl Words {
    pub fn view<'a, M: Clone + 'a>(&'a self, frame: &'a Frame) -> Element<'a, M> {
        match self {
            Self::Coming => part::waiting(frame),
            Self::Here(text) if text.trim().is_empty() => part::note(frame, frame.t("gui-text-empty")),
            Self::Here(text) => {
                column![part::note(frame, frame.t("gui-text-inert")), part::lines(frame, text)].spacing(part::S).into()
            }
            Self::Failed(error) => part::error(&frame.lang.explain(error), frame),
        }
    }
}
