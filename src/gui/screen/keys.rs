//! The list of all keys.

use super::part;
use crate::gui::keys::Shortcut;
use crate::gui::{Element, Frame};
use iced::widget::{Column, column, container, row};

pub fn view<'a, M: Clone + 'a>(frame: &'a Frame) -> Element<'a, M> {
    let lines = Shortcut::SHOWN.iter().map(|(key, text)| {
        let name = container(frame.look.strong(frame.t(key))).width(frame.look.grow(140.0));
        row![name, part::body(frame, frame.t(text))].spacing(part::M).into()
    });
    column![
        part::display(frame, frame.t("gui-keys-title")),
        part::lead(frame, frame.t("gui-keys-lead")),
        part::card(Column::with_children(lines).spacing(part::S)),
    ]
    .spacing(part::M)
    .into()
}
