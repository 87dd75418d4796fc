//! What every screen may look at besides its own state.

use crate::engine::Picture;
use crate::gui::theme::Look;
use crate::lang::Lang;
use iced::Size;
use iced::keyboard::Modifiers;
use jiff::Timestamp;
use std::path::PathBuf;
use std::sync::Arc;

/// Shared by all screens; only the application changes it.
pub struct Frame {
    pub lang: Arc<Lang>,
    pub look: Look,
    /// What was read, once something was.
    pub picture: Option<Arc<Picture>>,
    /// The time, as of the last message.
    pub now: Timestamp,
    /// The window's size in logical pixels.
    pub size: Size,
    /// The modifier keys held down.
    pub modifiers: Modifiers,
    /// Where files are offered to be saved.
    pub home: PathBuf,
    /// Where Deich keeps what it knows.
    pub data: PathBuf,
}

impl Frame {
    /// A text without variables.
    pub fn t(&self, key: &str) -> String {
        self.lang.t(key)
    }
    /// A text with variables.
    pub fn tf(&self, key: &str, args: &[(&str, crate::lang::Arg<'_>)]) -> String {
        self.lang.tf(key, args)
    }
    /// A number, in the language's digit groups.
    pub fn number(&self, n: impl TryInto<u64>) -> String {
        self.lang.number(n.try_into().unwrap_or(u64::MAX))
    }
    /// Too narrow for two columns?
    pub fn narrow(&self) -> bool {
        self.look.narrow(self.size.width)
    }
}
