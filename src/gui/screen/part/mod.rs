//! Pieces that several screens are put together from. What they look like is the theme's and the widgets' business.

mod files;
mod mail;

pub use files::{Choice, choose, save_as};
pub use mail::*;

use crate::engine::Picture;
use crate::gui::theme::{Icon, LETTER_HEIGHT, S1, S2, S3, S4, S6, Step, style};
use crate::gui::widget::{self, Field, Mood, Pin, TimelineView};
use crate::gui::{Element, Frame};
use crate::lang::Notice;
use crate::mail::text::one_line;
use crate::triage::{Incident, Kind};
use iced::widget::{Column, Row, button, column, container, row};
use iced::{Alignment, Length};

pub const XS: f32 = S1;
pub const S: f32 = S2;
pub const M: f32 = S4;
pub const L: f32 = S6;

/// What a field's, a tile's or a button's words are shortened to at most.
pub fn short(text: &str, characters: usize) -> String {
    let line = one_line(&text.chars().take(characters.saturating_mul(4)).collect::<String>());
    if line.chars().count() <= characters && text.chars().count() <= characters.saturating_mul(4) {
        return line;
    }
    let mut cut: String = line.chars().take(characters.saturating_sub(1)).collect();
    cut.push('\u{2026}');
    cut
}

// Words

pub fn display<'a, M: 'a>(frame: &Frame, words: String) -> Element<'a, M> {
    frame.look.title(words).into()
}
/// The title of what went well.
pub fn achieved<'a, M: 'a>(frame: &Frame, words: String) -> Element<'a, M> {
    let look = frame.look;
    row![
        widget::icon(Icon::CircleCheck).size(look.grow(34.0)).color(look.tones().on_safe_soft),
        container(look.title(words)).width(Length::Fill)
    ]
    .spacing(S3)
    .align_y(Alignment::Center)
    .into()
}
pub fn headline<'a, M: 'a>(frame: &Frame, words: String) -> Element<'a, M> {
    frame.look.title(words).into()
}
pub fn lead<'a, M: 'a>(frame: &Frame, words: String) -> Element<'a, M> {
    frame.look.lead(words).into()
}
pub fn heading<'a, M: 'a>(frame: &Frame, words: String) -> Element<'a, M> {
    frame.look.heading(words).into()
}
pub fn body<'a, M: 'a>(frame: &Frame, words: String) -> Element<'a, M> {
    frame.look.body(words).into()
}
pub fn note<'a, M: 'a>(frame: &Frame, words: String) -> Element<'a, M> {
    frame.look.caption(words).into()
}

/// A longer text with its line breaks, inert.
pub fn lines<'a, M: 'a>(frame: &Frame, text: &str) -> Element<'a, M> {
    // One paragraph an element: one of a megabyte would be laid out whole.
    let paragraphs = text.lines().take(400).map(|line| frame.look.body(short(line, 2000)).into());
    Column::with_children(paragraphs).into()
}

// Notices

fn mood<'a, M: Clone + 'a>(frame: &Frame, mood: Mood, words: String) -> Element<'a, M> {
    widget::notice(frame.look, mood, &Notice { happened: words, means: String::new(), to_do: String::new() }).into()
}
pub fn warning<'a, M: Clone + 'a>(frame: &Frame, words: String) -> Element<'a, M> {
    mood(frame, Mood::Warning, words)
}
pub fn success<'a, M: Clone + 'a>(frame: &Frame, words: String) -> Element<'a, M> {
    mood(frame, Mood::Safe, words)
}
pub fn hint<'a, M: Clone + 'a>(frame: &Frame, words: String) -> Element<'a, M> {
    let notice = Notice { happened: String::new(), means: words, to_do: String::new() };
    widget::notice(frame.look, Mood::Info, &notice).into()
}
pub fn error<'a, M: Clone + 'a>(notice: &Notice, frame: &Frame) -> Element<'a, M> {
    widget::notice(frame.look, Mood::Error, notice).into()
}

// Things to press

pub fn primary<'a, M: Clone + 'a>(frame: &Frame, words: String, message: Option<M>) -> Element<'a, M> {
    widget::button(frame.look, words).primary().on_press_maybe(message).into()
}
pub fn secondary<'a, M: Clone + 'a>(frame: &Frame, words: String, message: Option<M>) -> Element<'a, M> {
    widget::button(frame.look, words).on_press_maybe(message).into()
}
pub fn quiet<'a, M: Clone + 'a>(frame: &Frame, words: String, message: Option<M>) -> Element<'a, M> {
    widget::button(frame.look, words).quiet().on_press_maybe(message).into()
}
pub fn quiet_icon<'a, M: Clone + 'a>(frame: &Frame, icon: Icon, words: String, message: Option<M>) -> Element<'a, M> {
    widget::button(frame.look, words).quiet().icon(icon).on_press_maybe(message).into()
}
pub fn with_icon<'a, M: Clone + 'a>(frame: &Frame, icon: Icon, words: String, message: Option<M>) -> Element<'a, M> {
    widget::button(frame.look, words).icon(icon).on_press_maybe(message).into()
}
/// The one obvious step, which moves something: Enter never presses it.
pub fn moving<'a, M: Clone + 'a>(frame: &Frame, words: String, message: Option<M>) -> Element<'a, M> {
    widget::button(frame.look, words).primary().without_enter().on_press_maybe(message).into()
}
/// Takes something away: Enter never presses it.
pub fn careful<'a, M: Clone + 'a>(frame: &Frame, words: String, message: Option<M>) -> Element<'a, M> {
    widget::button(frame.look, words).icon(Icon::Trash).without_enter().on_press_maybe(message).into()
}
/// One of several.
pub fn choice<'a, M: Clone + 'a>(frame: &Frame, words: String, on: bool, message: M) -> Element<'a, M> {
    widget::chip(frame.look, words, on, message)
}
pub fn tab<'a, M: Clone + 'a>(frame: &Frame, words: String, on: bool, message: M) -> Element<'a, M> {
    widget::chip(frame.look, words, on, message)
}
pub fn check<'a, M: Clone + 'a>(frame: &Frame, words: String, on: bool, message: impl Fn(bool) -> M) -> Element<'a, M> {
    widget::check(frame.look, words, on, Some(message(!on)))
}
/// How far in the words of a check box begin.
pub fn indent(frame: &Frame) -> f32 {
    S1 + frame.look.grow(22.0) + S2
}
/// Two lines that can be pressed, with a mark before them.
pub fn entry<'a, M: Clone + 'a>(frame: &Frame, mark: Icon, words: String, note: String, message: M) -> Element<'a, M> {
    let look = frame.look;
    let words = column![widget::Line::owned(look, words).strong(), look.caption(note)].width(Length::Fill);
    let mark = widget::icon(mark).size(look.grow(20.0)).color(look.tones().accent);
    let content = row![mark, words].spacing(S3).align_y(Alignment::Center);
    let pressed = button(content).padding([S2, S4]).width(Length::Fill).style(style::button::tile).on_press(message.clone());
    widget::focus(pressed, Some(message)).into()
}

// Fields

pub fn input<'a, M: Clone + 'a>(
    frame: &Frame,
    id: &'static str,
    placeholder: String,
    value: &str,
    on_input: impl Fn(String) -> M + 'a,
    on_submit: M,
) -> Element<'a, M> {
    field(frame, id, placeholder, value, on_input, on_submit).into()
}

/// A field that shows dots.
pub fn secret<'a, M: Clone + 'a>(
    frame: &Frame,
    id: &'static str,
    placeholder: String,
    value: &str,
    on_input: impl Fn(String) -> M + 'a,
    on_submit: M,
) -> Element<'a, M> {
    field(frame, id, placeholder, value, on_input, on_submit).secure(true).into()
}

fn field<'a, M: Clone + 'a>(
    frame: &Frame,
    id: &'static str,
    placeholder: String,
    value: &str,
    on_input: impl Fn(String) -> M + 'a,
    on_submit: M,
) -> Field<'a, M> {
    Field::new(frame.look, "", value).placeholder(placeholder).id(id).on_input(on_input).on_submit(on_submit)
}

/// A longer text to be changed. What does not fit scrolls in it.
pub fn editor<'a, M: Clone + 'a>(
    frame: &Frame,
    id: &'static str,
    content: &'a iced::widget::text_editor::Content,
    on_action: impl Fn(iced::widget::text_editor::Action) -> M + 'a,
) -> Element<'a, M> {
    let look = frame.look;
    iced::widget::text_editor(content)
        .id(id)
        .on_action(on_action)
        .size(look.size(Step::Body))
        .line_height(Step::Body.line_height())
        .padding(S3)
        .max_height(look.grow(LETTER_HEIGHT))
        .style(style::editor)
        .into()
}

pub fn labelled<'a, M: 'a>(frame: &Frame, label: String, field: Element<'a, M>) -> Element<'a, M> {
    column![frame.look.strong(label), field].spacing(XS).into()
}

// Shapes

pub fn card<'a, M: 'a>(content: impl Into<Element<'a, M>>) -> Element<'a, M> {
    container(content.into()).padding(S4).width(Length::Fill).style(style::container::card).into()
}

/// A card of several pieces below each other.
pub fn cards<'a, M: 'a>(content: Column<'a, M>) -> Element<'a, M> {
    card(content.spacing(S2))
}

/// A fine line between two parts of a card.
pub fn rule<'a, M: 'a>() -> Element<'a, M> {
    iced::widget::rule::horizontal(1).style(style::rule).into()
}

/// A row that breaks into several where there is no room.
pub fn wrap<'a, M: 'a>(row: Row<'a, M>) -> Element<'a, M> {
    row.spacing(S2).align_y(Alignment::Center).wrap().vertical_spacing(S2).into()
}

/// The same with more room between its pieces, where each is an icon and its words.
pub fn apart<'a, M: 'a>(row: Row<'a, M>) -> Element<'a, M> {
    row.spacing(S4).align_y(Alignment::Center).wrap().vertical_spacing(S2).into()
}

/// A field and its button: side by side, or below each other where there is little room.
pub fn beside<'a, M: 'a>(frame: &Frame, field: Element<'a, M>, button: Element<'a, M>) -> Element<'a, M> {
    if frame.narrow() { column![field, button].spacing(S2).into() } else { row![field, button].spacing(S2).into() }
}

pub fn progress<'a, M: 'a>(frame: &Frame, share: f32, words: String) -> Element<'a, M> {
    widget::progress(frame.look, Some(share), words)
}

/// Something is under way and nobody knows how far.
pub fn waiting<'a, M: 'a>(frame: &Frame) -> Element<'a, M> {
    row![widget::icon(Icon::Hourglass).size(frame.look.grow(20.0)), frame.look.body(frame.t("gui-waiting"))]
        .spacing(S2)
        .align_y(Alignment::Center)
        .into()
}

/// Messages over time, with the trigger and the operator's word marked.
pub fn timeline<'a, M: 'a>(frame: &'a Frame, incident: &'a Incident, picture: &Picture) -> TimelineView<'a, M> {
    let pin = |kind| move |index: usize| picture.messages.get(index).map(|m| Pin { at: m.received, kind });
    let trigger = incident.trigger.and_then(pin(Kind::Trigger));
    let words = incident.announcements.iter().take(3).copied().filter_map(pin(Kind::Announcement));
    widget::timeline(frame.look, &frame.lang, &incident.timeline).pins(trigger.into_iter().chain(words).collect::<Vec<_>>())
}
