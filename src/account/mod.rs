//! Accounts: where a mailbox is, who signs in, and with what secret.
//!
//! Level 2. `spec` reads SOURCE, `provider` knows the important mail providers, `keyring` keeps secrets where the system
//! keeps them.

pub mod keyring;
pub mod provider;
pub mod spec;

pub use keyring::KeyringError;
pub use provider::{PasswordKind, Provider};
pub use spec::{Secret, Security, SourceSpec, SpecError};
