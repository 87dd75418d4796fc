//! Deich: for a mailbox that has just been flooded.

pub mod mail;
pub mod plan;
pub mod report;
pub mod rule;
pub mod triage;

#[cfg(feature = "engine")]
pub mod account;
#[cfg(feature = "engine")]
pub mod cli;
#[cfg(feature = "engine")]
pub mod engine;
#[cfg(feature = "engine")]
pub mod lang;
#[cfg(feature = "engine")]
pub mod send;
#[cfg(feature = "engine")]
pub mod sieve;
#[cfg(feature = "engine")]
pub mod source;
#[cfg(feature = "engine")]
pub mod store;

#[cfg(feature = "gui")]
pub mod gui;
