//! The use cases, on a worker thread: commands in, events out.
//!
//! Level 3: the only room that sees sources and the store together. The window and the command line see this module's
//! [`Handle`], [`Command`] and [`Event`], and nothing below but L0 and L1 types.

mod clean;
pub mod command;
mod cores;
mod discover;
mod drafts;
pub mod error;
pub mod event;
mod filter;
mod gather;
pub mod handle;
mod history;
mod keys;
mod moving;
mod open;
mod patience;
mod sample;
mod save;
mod scan;
mod session;
mod settings;
mod trust;
mod watch;
mod worker;

pub use crate::account::oauth::{Registration, Registrations};
pub use crate::account::provider;
pub use crate::account::spec::CertificatePrint;
pub use crate::account::{Secret, Security, SourceSpec, SpecError};
pub use crate::source::{CertificateProblem, Nature, SourceError, SourceInfo};
pub use crate::store::OrderId;
pub use command::{Access, CleanUp, Command, Scan, Target};
pub use discover::{Discovery, Found, How};
pub use error::Error;
pub use event::{
    Action, ActionState, Counted, Event, FilterDraft, KnownAccount, News, OnServer, Order, Picture, Remark, ReportDraft, Stage,
    Task, Watch,
};
pub use handle::{Handle, Options};
pub use settings::Settings;

/// Can the member sign in with the browser at this server? False where this Deich is not registered with who would grant it.
pub fn browser_works(host: &str, settings: &Settings) -> bool {
    keys::browser_works(host, &settings.sign_in)
}

/// What the member chose earlier, with these options.
pub fn settings(options: &Options) -> Settings {
    data_dir(options).map_or_else(Settings::default, |dir| Settings::load(&dir))
}

/// Where the demonstration mailbox lies unless the member names another place, under the store's.
pub fn demo_dir(data: &std::path::Path) -> std::path::PathBuf {
    sample::own_place(data)
}

/// Where the store lies with these options; None where the system names no place.
pub fn data_dir(options: &Options) -> Option<std::path::PathBuf> {
    worker::place(options).ok()
}
