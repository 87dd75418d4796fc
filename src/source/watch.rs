//! Waiting for news by looking now and then, where nobody tells them.

use super::{MailboxState, Result};
use std::thread;
use std::time::{Duration, Instant};

/// How often a mailbox on the disk is looked at.
pub const EVERY: Duration = Duration::from_secs(5);
/// How often a wait looks whether it is enough.
const TICK: Duration = Duration::from_millis(50);

/// Looks once, and once more after a while unless there is news already. See [`super::MailSource::watch`].
pub fn poll(
    after: Duration,
    stood: Option<&MailboxState>,
    enough: &dyn Fn() -> bool,
    mut look: impl FnMut() -> Result<MailboxState>,
) -> Result<(bool, MailboxState)> {
    let now = look()?;
    if stood != Some(&now) || !rest(after, enough) {
        return Ok((stood != Some(&now), now));
    }
    let later = look()?;
    Ok((later != now, later))
}

/// Waits so long; false: it was enough before.
pub fn rest(length: Duration, enough: &dyn Fn() -> bool) -> bool {
    let until = Instant::now() + length;
    while !enough() {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return true;
        }
        thread::sleep(left.min(TICK));
    }
    false
}
