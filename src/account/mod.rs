//! Accounts: where a mailbox is, who signs in, and with what secret.
//!
//! Level 2. `spec` reads SOURCE, `provider` knows the important mail providers, `discover` finds the server of an address at any
//! other (`autoconfig`, `dns`, on `web`), `oauth` signs in with the browser, `keyring` keeps secrets where the system keeps them.

pub mod autoconfig;
pub mod discover;
pub mod dns;
pub mod keyring;
pub mod oauth;
pub mod provider;
pub mod spec;
pub mod web;

pub use keyring::KeyringError;
pub use provider::{PasswordKind, Provider};
pub use spec::{Secret, Security, SourceSpec, SpecError};
