//! The screens, and what they may ask of the application.

pub mod accounts;
pub mod clean_up;
pub mod closer;
pub mod connect;
pub mod fate;
pub mod filter;
pub mod flood;
pub mod history;
pub mod junk;
pub mod keys;
pub mod part;
pub mod reading;
pub mod report;
pub mod save;
pub mod settings;
pub mod sign_in;
pub mod start;
pub mod watch;
pub mod words;
pub mod work;

use crate::engine::Command;
use crate::plan::{ActionId, Approved};

/// What a screen asks the application to do. `M` is the screen's own message.
#[derive(Default)]
pub enum Action<M> {
    #[default]
    None,
    /// Hands a command to the engine.
    Ask(Command),
    /// Stops what the engine is doing.
    Stop,
    /// Opens a screen on top of this one.
    Open(Place),
    /// Opens a screen in the place of this one.
    Replace(Place),
    Back,
    /// Runs a task: focus, a file dialog, ...
    Run(iced::Task<M>),
    /// The first, then the second.
    Both(Box<Self>, Box<Self>),
    Prefer(Preference),
}

impl<M: Send + 'static> Action<M> {
    /// The same action of a screen that holds this one.
    pub fn map<N: Send + 'static>(self, f: impl Fn(M) -> N + Clone + Send + 'static) -> Action<N> {
        match self {
            Self::None => Action::None,
            Self::Ask(command) => Action::Ask(command),
            Self::Stop => Action::Stop,
            Self::Open(place) => Action::Open(place),
            Self::Replace(place) => Action::Replace(place),
            Self::Back => Action::Back,
            Self::Run(task) => Action::Run(task.map(f)),
            Self::Both(a, b) => Action::Both(Box::new(a.map(f.clone())), Box::new(b.map(f))),
            Self::Prefer(preference) => Action::Prefer(preference),
        }
    }

    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self::Both(Box::new(self), Box::new(other))
    }
}

/// A screen, and what it is opened with.
#[derive(Debug, Clone)]
pub enum Place {
    Connect {
        address: String,
        /// Where it was found before; None: from the address alone.
        source: Option<crate::engine::SourceSpec>,
        /// Why it is asked for again.
        failed: Option<std::sync::Arc<crate::engine::Error>>,
    },
    /// Reads a source: `label` is what the member calls it.
    Reading {
        label: String,
        command: Box<Command>,
    },
    Flood,
    Closer(closer::Scope),
    CleanUp(clean_up::What),
    Junk,
    Work(Job),
    Filter {
        incident: u32,
    },
    Report {
        incident: u32,
    },
    History,
    Settings,
    Keys,
}

/// Something that moves messages.
#[derive(Debug, Clone)]
pub enum Job {
    Move(Approved),
    Finish(ActionId),
    Undo(ActionId),
}

/// A wish of the member for the window.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Preference {
    Language(crate::lang::Locale),
    /// None: as the system is.
    Dark(Option<bool>),
    Contrast(super::theme::Contrast),
    /// Text size in percent.
    TextSize(u8),
}
