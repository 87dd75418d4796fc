//! Named staged states: shared by tests and pictures. Made-up mail only.

use super::app::{App, Silent};
use super::frame::Frame;
use super::theme::Look;
use crate::lang::{Lang, Locale};
use iced::Size;
use iced::keyboard::Modifiers;
use jiff::tz::TimeZone;
use std::path::PathBuf;
use std::sync::Arc;

mod sample;

/// Puts an application on its start screen into a state.
type Setting = fn(&mut App);

/// Every staged state, by name.
pub const STAGES: &[(&str, Setting)] = &[("start", |_| {})];

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
