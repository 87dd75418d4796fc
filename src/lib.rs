//! Deich: for a mailbox that has just been flooded.
//!
//! It reads a mailbox, recognises the incident, protects what is wanted, cleans up with undo, and writes a storm filter and a
//! report. This page is the map of the house; `tests/architecture.rs` keeps it true.
//!
//! # Rooms, ground floor first
//! | level | room | knows |
//! |---|---|---|
//! | L0 | [`mail`] | the nouns: address, envelope, list headers, mailbox, UID set, subject, text; parsing |
//! | L1 | [`triage`] | from messages to incidents, kinds, protection, evidence |
//! | L1 | [`plan`] | what clean-up would do: plan, preview, approval, inverse |
//! | L1 | [`rule`] | storm filters: conditions, Sieve, what they would have caught |
//! | L1 | [`report`] | the letter to whoever runs the list, redaction, recipients |
//! | L1 | [`demo`] | the invented mailbox |
//! | L2 | `wire` | the line to a mail server: TLS, waiting, cancelling, complete responses within limits |
//! | L2 | `source` | where mail lies: IMAP, Maildir, mbox, .eml, behind one trait |
//! | L2 | `store` | SQLite: envelopes, journal, decisions |
//! | L2 | `account` | SOURCE, the provider table and how other servers are found, sign-in with the browser, the keyring |
//! | L2 | `send` | a report handed to the member's own mail server (SMTP submission) |
//! | L2 | `sieve` | ManageSieve: the scripts on the member's server, beside which a storm filter is set |
//! | L3 | `engine` | use cases on a worker thread: commands in, events out |
//! | L4 | `lang` | words in German and English; errors explained |
//! | L4 | `gui`, `cli` | the window and the command line, on the same engine |
//!
//! # Import rule
//! L0 and L1 use only L0, L1 and pure crates: no file, network, clock, randomness, thread; `now` is an argument; maps are
//! ordered, so results are reproducible. L2 rooms use L0 and L1, never each other (what an account is, `account::spec`, is
//! data for all); but `source` and `sieve` stand on `wire`, as both speak over the same kind of line. Only `engine` sees
//! source and store together. `gui` and `cli` see the engine's `Handle`, `Command` and `Event`, L0 and L1 types, and `lang`.
//!
//! # The way of the data
//! ```text
//! MailSource --batches--> Store --snapshot--> triage(messages, context) -> Findings --selection--> Plan -> Preview
//!  -> Approved (only Preview::approve makes one) -> engine: journal the intent -> check UIDVALIDITY -> move
//!  -> journal what the source confirmed -> Event -> view
//! ```
//! Undo is an inverse plan that takes the same road.
//!
//! # Features
//! `gui` (default) brings the window and `engine`; `engine` brings everything that touches the world, and the command line;
//! without features this is the pure domain.

pub mod demo;
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
#[cfg(feature = "engine")]
pub mod wire;

#[cfg(feature = "gui")]
pub mod gui;
