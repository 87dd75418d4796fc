//! What the benches of IMAP share: a bare client to compare with, a line with a delay, the mail, and Deich as the window uses it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]
#![allow(dead_code, reason = "every bench uses another part of it")]

pub mod bare;
pub mod delay;
#[path = "../../tests/dovecot/support.rs"]
mod dovecot;
pub mod mail;
pub mod window;

pub use dovecot::{Dovecot, Message, Options};

use std::time::Duration;

/// Is this a measurement, or only a test that the bench runs?
pub fn measured() -> bool {
    std::env::args().any(|arg| arg == "--bench")
}

/// `DEICH_MESSAGES`, else this many when it is a measurement, else a few.
pub fn messages(usual: usize) -> usize {
    let asked = std::env::var("DEICH_MESSAGES").ok().map(|number| number.parse().expect("DEICH_MESSAGES is a number"));
    asked.unwrap_or(if measured() { usual } else { 600 })
}

pub fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
