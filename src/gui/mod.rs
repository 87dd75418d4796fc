//! The window: screens over the engine's events, and nothing the command line could not do as well.
//!
//! Level 4. `app` holds the screens and talks to the engine; each screen in `screen/` is a State, its Messages and what it
//! asks the application to do; `keys` is the table of keys; `stage` lists named states for tests and pictures. A screen
//! computes in `update` and only shows in `view`.

mod app;
mod frame;
pub mod keys;
mod run;
pub mod screen;
pub mod stage;
pub mod theme;
pub mod widget;

pub use app::{App, Message, Port};
pub use frame::Frame;
pub use run::{NoWindow, Start, run, show};
pub use stage::{STAGES, stage};

/// A piece of a screen that sends messages of kind `M`.
pub type Element<'a, M> = iced::Element<'a, M>;
