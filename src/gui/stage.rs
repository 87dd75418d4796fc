//! Named staged states: shared by tests and pictures. Made-up mail only.

use super::app::{App, Message, Silent};
use super::frame::Frame;
use super::theme::{Contrast, Look};
use crate::engine::Settings;
use crate::lang::{Lang, Locale};
use iced::Size;
use jiff::tz::TimeZone;
use std::path::PathBuf;
use std::sync::Arc;

pub(super) mod sample;
mod states;
mod steps;

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
    let lang = Arc::new(Lang::with_zone(locale, TimeZone::get("Europe/Berlin").unwrap_or(TimeZone::UTC)));
    let settings = Settings {
        language: None,
        dark: Some(look.dark),
        high_contrast: look.contrast == Contrast::High,
        text: Some((look.scale * 100.0).round() as u8),
        ..Settings::default()
    };
    let (home, data) = (PathBuf::from("/home/anna/Dokumente"), PathBuf::from("/home/anna/.local/share/deich"));
    let frame = Frame::new(lang, settings, size, home, data, sample::now());
    App::new(frame, Box::new(Silent), sample::now).0
}

/// Hands messages to the application as if they had come from the member and the engine.
fn play(app: &mut App, messages: impl IntoIterator<Item = Message>) {
    for message in messages {
        // Focus and dialogs: nobody is there to see them.
        drop(app.update(message));
    }
}
