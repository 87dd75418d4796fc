//! Compressing a slow line (COMPRESS=DEFLATE, RFC 4978).
//!
//! The answers to a sync are mostly field names and say the same again and again: they shrink to a sixth. But a server takes longer to
//! compress them than a fast line takes to carry them. So the first answers that are large enough tell how fast the line is, and where
//! it is slow, nothing more is asked for until all that was asked for is answered: the command must be the only one under way.

use super::{Failed, Session};
use crate::source::Result;
use crate::source::imap::encode::Command;
use std::time::Duration;

/// Octets in a millisecond below which a line is slow: 5 MB in a second.
const SLOW: u128 = 5_000;
/// From fewer octets nothing can be said.
const ENOUGH: u64 = 24 * 1024;

/// What is known of the line's speed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// It may be compressed, and nobody knows yet whether that is of use.
    Unknown,
    /// It is to be compressed.
    Slow,
    /// It stays as it is.
    Settled,
}

impl Session {
    /// To be called after sign-in, when it is known what is offered.
    pub(super) fn look_at_line(&mut self) {
        self.line = if self.has("COMPRESS=DEFLATE") { Line::Unknown } else { Line::Settled };
    }

    /// Is it still to be found out how fast the line is? Then little is asked for at first, as it cannot be taken back.
    pub fn tries_line(&self) -> bool {
        self.line == Line::Unknown
    }

    /// So many octets have come until the answer to a command that was sent so long ago was complete.
    pub(super) fn judge_line(&mut self, octets: u64, took: Duration) {
        if self.line == Line::Unknown && octets >= ENOUGH {
            // The way there and back is no fault of the line's width.
            let carried = took.saturating_sub(self.round_trip).as_millis().max(1);
            self.line = if u128::from(octets) / carried < SLOW { Line::Slow } else { Line::Settled };
            tracing::debug!(octets, ?carried, line = ?self.line, "speed of the line");
        }
    }

    pub(super) fn is_slow(&self) -> bool {
        self.line == Line::Slow
    }

    /// Compresses a slow line. Only while no command is under way.
    pub(super) fn compress_if_slow(&mut self) -> Result<()> {
        if !self.is_slow() {
            return Ok(());
        }
        self.line = Line::Settled;
        match self.exchange(&Command::new("COMPRESS DEFLATE"), &mut |_| Ok(())) {
            Ok(_) => self.wire.compress(),
            // Where it is refused, it goes without.
            Err(Failed::Said(..)) => {}
            Err(Failed::Other(error)) => return Err(error),
        }
        Ok(())
    }
}
