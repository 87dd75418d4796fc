//! The command line, as it is started: exit codes, JSON, words, and that nothing is lost.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

#[cfg(target_os = "linux")]
mod asking;
#[path = "../imap_faults/fake.rs"]
#[allow(dead_code, reason = "the tests of the IMAP source use all of it")]
mod fake;
mod help;
mod hostile;
mod moving;
mod rescue;
mod saving;
mod scan;
mod sign_in;
mod support;
mod usage;
mod watching;
