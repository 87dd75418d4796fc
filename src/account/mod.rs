//! Accounts: where a mailbox is, who signs in, and with what secret.
//!
//! Level 2.

pub mod spec;

pub use spec::{Secret, Security, SourceSpec, SpecError};
