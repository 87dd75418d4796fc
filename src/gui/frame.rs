//! What every screen may look at besides its own state.

use super::screen::Preference;
use super::screen::report::Letters;
use super::theme::{Contrast, Look};
use crate::engine::{Action, Error, News, Order, Picture, Settings, SourceSpec, Watch};
use crate::lang::Lang;
use crate::plan::Problem;
use iced::Size;
use iced::keyboard::Modifiers;
use jiff::Timestamp;
use std::path::PathBuf;
use std::sync::Arc;

/// Shared by all screens; only the application changes it.
pub struct Frame {
    pub lang: Arc<Lang>,
    pub look: Look,
    /// What the member chose, as it is kept.
    pub settings: Settings,
    /// The system is set to dark colours.
    pub system_dark: bool,
    /// What was read, once something was.
    pub picture: Option<Arc<Picture>>,
    /// Whom the member trusts, as far as it was asked for.
    pub trusted: Vec<String>,
    /// What the mail server wants the member to read.
    pub alerts: Vec<String>,
    /// How Deich's own records are.
    pub records: Records,
    /// What came and went since the picture was made, and is not in it.
    pub news: News,
    /// Until when the server asked for patience, and why.
    pub waiting: Option<(Timestamp, Problem)>,
    /// How the watch for news stands.
    pub watch: Watch,
    /// Why what is open is watched no more.
    pub unwatched: Option<Arc<Error>>,
    /// The source that was opened last, and how.
    pub source: Option<SourceSpec>,
    /// What of a followed flood came in, and could not all be moved.
    pub unswept: Option<Action>,
    /// The floods that are followed, as far as it was asked for.
    pub orders: Vec<Order>,
    /// The time, as of the last message.
    pub now: Timestamp,
    /// The window's size in logical pixels.
    pub size: Size,
    /// The modifier keys held down.
    pub modifiers: Modifiers,
    /// The member used the keyboard last, not the pointer.
    pub keyboard: bool,
    /// Letters that the member changed, of what is open.
    pub letters: Letters,
    /// Where files are offered to be saved.
    pub home: PathBuf,
    /// Where Deich keeps what it knows.
    pub data: PathBuf,
}

/// How Deich's own records are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Records {
    Sound,
    /// They cannot be read.
    Damaged,
    /// They could not be read, and lie here now; new ones are begun.
    SetAside(PathBuf),
}

impl Frame {
    /// With nothing read, and the system taken for light until it says so itself.
    pub fn new(lang: Arc<Lang>, settings: Settings, size: Size, home: PathBuf, data: PathBuf, now: Timestamp) -> Self {
        let mut frame = Self {
            lang,
            look: Look::LIGHT,
            settings,
            system_dark: false,
            picture: None,
            trusted: Vec::new(),
            alerts: Vec::new(),
            records: Records::Sound,
            news: News::default(),
            waiting: None,
            watch: Watch::Off,
            unwatched: None,
            source: None,
            unswept: None,
            orders: Vec::new(),
            now,
            size,
            modifiers: Modifiers::default(),
            keyboard: false,
            letters: Letters::default(),
            home,
            data,
        };
        frame.look = frame.chosen_look();
        frame
    }

    /// Takes a wish of the member for the window.
    pub(super) fn prefer(&mut self, preference: Preference) {
        let settings = &mut self.settings;
        match preference {
            Preference::Language(locale) => {
                settings.language = Some(locale.tag().to_owned());
                self.lang = Arc::new(self.lang.speaking(locale));
            }
            Preference::Dark(dark) => settings.dark = dark,
            Preference::Contrast(contrast) => settings.high_contrast = contrast == Contrast::High,
            Preference::TextSize(percent) => settings.text = Some(percent),
        }
        self.look = self.chosen_look();
    }

    /// The look that the member chose, or where they did not, the system.
    pub(super) fn chosen_look(&self) -> Look {
        let Settings { dark, high_contrast, text, .. } = self.settings;
        Look {
            dark: dark.unwrap_or(self.system_dark),
            contrast: if high_contrast { Contrast::High } else { Contrast::Normal },
            scale: text.map_or(1.0, |percent| f32::from(percent) / 100.0).clamp(1.0, 2.0),
        }
    }

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
    /// Something on screen counts down the seconds.
    pub fn counts_down(&self) -> bool {
        self.waiting.is_some() || matches!(self.watch, Watch::Offline { .. })
    }

    /// Too narrow for two columns?
    pub fn narrow(&self) -> bool {
        self.look.narrow(self.size.width)
    }
}
