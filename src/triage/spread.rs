//! Work on all messages, cut into shares. Whoever has threads may do them side by side: here there are none.

use std::ops::Range;

/// Does the shares of some work.
pub trait Spread {
    /// How many are done at the same time.
    fn width(&self) -> usize;

    /// Does `work` for each share; the outcomes in order.
    fn each<T: Send>(&self, shares: Vec<Range<usize>>, work: impl Fn(Range<usize>) -> T + Sync) -> Vec<T>;

    /// Does `work` for the numbers below `count`, cut into shares of at least so many.
    fn over<T: Send>(&self, count: usize, least: usize, work: impl Fn(Range<usize>) -> T + Sync) -> Vec<T> {
        let share = count.div_ceil(self.width().max(1)).max(least).max(1);
        let shares = (0..count).step_by(share).map(|from| from..count.min(from + share));
        self.each(shares.collect(), work)
    }
}

/// One after the other.
pub struct Alone;

impl Spread for Alone {
    fn width(&self) -> usize {
        1
    }

    fn each<T: Send>(&self, shares: Vec<Range<usize>>, work: impl Fn(Range<usize>) -> T + Sync) -> Vec<T> {
        shares.into_iter().map(work).collect()
    }
}
