//! Work that is spread over all cores.

use crate::triage::Spread;
use std::ops::Range;
use std::panic::resume_unwind;
use std::thread;

/// A thread for each share, the first one's the caller's own.
pub struct Cores;

impl Spread for Cores {
    fn width(&self) -> usize {
        thread::available_parallelism().map_or(1, usize::from)
    }

    fn each<T: Send>(&self, shares: Vec<Range<usize>>, work: impl Fn(Range<usize>) -> T + Sync) -> Vec<T> {
        thread::scope(|scope| {
            let work = &work;
            let mut shares = shares.into_iter();
            let own = shares.next();
            let others: Vec<_> = shares.map(|share| scope.spawn(move || work(share))).collect();
            let own = own.map(work);
            let others = others.into_iter().map(|other| other.join().unwrap_or_else(|panic| resume_unwind(panic)));
            own.into_iter().chain(others).collect()
        })
    }
}
