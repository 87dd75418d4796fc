//! Named staged states: shared by tests and pictures. Made-up mail only.

use super::app::{App, Message, Silent};
use super::frame::Frame;
use super::theme::Look;
use crate::lang::{Lang, Locale};
use iced::Size;
use iced::keyboard::Modifiers;
use jiff::tz::TimeZone;
use std::path::PathBuf;
use std::sync::Arc;

pub(super) mod sample;
mod states;

pub use states::STAGES;

/// The application in a named state, or None where there is no such name.
pub fn stage(name: &str, locale: Locale, look: Look, size: Size) -> Option<App> {
    let (_, setting) = STAGES.iter().find(|(known, _)| *known == name)?;
    let mut app = empty(locale, look, size);
    setting(&mut app);
    Some(app)
}

/// The application on its start screen, with nobody behind it.
pub(super) fn empty(locale: Locale, look: Look, size: Size) -> App {
    let frame = Frame {
        lang: Arc::new(Lang::with_zone(locale, TimeZone::get("Europe/Berlin").unwrap_or(TimeZone::UTC))),
        look,
        picture: None,
        now: sample::now(),
        size,
        modifiers: Modifiers::default(),
        home: PathBuf::from("/home/anna/Dokumente"),
        data: PathBuf::from("/home/anna/.local/share/deich"),
    };
    App::new(frame, Box::new(Silent), sample::now).0
}

/// Hands messages to the application as if they had come from the member and the engine.
fn play(app: &mut App, messages: impl IntoIterator<Item = Message>) {
    for message in messages {
        // Focus and dialogs: nobody is there to see them.
        drop(app.update(message));
    }
}
