//! The window, walked through by its visible words, without a display.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

mod cleaning;
mod driver;
#[path = "../imap_faults/fake.rs"]
#[allow(dead_code, reason = "the tests of faults use more of it")]
mod fake;
mod filtering;
mod following;
mod keeping;
mod keyboard;
mod mailbox;
mod signing_in;
mod stages;
#[path = "../dovecot/support.rs"]
mod support;
mod waiting;
mod wanted;
mod watching;
