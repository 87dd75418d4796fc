//! How good triage is, in figures: labelled mailboxes are triaged as a scan would, compared with the truth, and with the figures
//! that were recorded last.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::float_cmp
)]

pub mod case;
pub mod record;
pub mod road;
pub mod score;
pub mod table;
pub mod train;
