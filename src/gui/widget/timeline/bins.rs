//! Buckets of triage gathered into bars of the screen.

use crate::triage::Timeline;
use iced::{Point, Rectangle, Size};
use jiff::Timestamp;

/// Bars are at least so wide, in pixels, their gap included.
const NARROWEST: f32 = 4.0;
/// So few bars would look like walls: empty ones are added on both sides.
const FEWEST: usize = 24;

/// Spans people think in, in seconds: 1 s to 30 days.
const NICE: [i64; 20] = [
    1, 5, 10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800, 1_209_600,
    2_592_000,
];

/// One bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    pub from: Timestamp,
    pub to: Timestamp,
    /// In the order of `Kind::ALL`.
    pub counts: [u64; 10],
}

impl Bar {
    pub fn total(&self) -> u64 {
        self.counts.iter().sum()
    }
}

/// The bars of a picture, side by side without a hole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bins {
    pub bars: Vec<Bar>,
    /// Seconds of the first bar's beginning.
    first: i64,
    /// Seconds a bar.
    step: i64,
    /// What the plot's upper edge stands for; at least the largest bar.
    pub top: u64,
    /// Into how many even parts the counts' axis is cut.
    pub steps: u32,
}

impl Bins {
    /// Bars for a plot of `width` pixels. `offset` is the local zone's distance from UTC in seconds: bars begin at round local times.
    pub fn new(data: &Timeline, width: f32, offset: i64) -> Self {
        let step = data.step.max(1);
        let most = ((width / NARROWEST) as usize).max(FEWEST);
        let wide = bar_step(step, data.buckets.len(), most);
        let start = data.start.as_second();
        let floor = |t: i64| (t + offset).div_euclid(wide) * wide - offset;
        let mut first = floor(start);
        let end = start.saturating_add(step.saturating_mul(data.buckets.len().max(1) as i64));
        let mut count = usize::try_from((end - first + wide - 1) / wide).unwrap_or(1).max(1);
        if count < FEWEST {
            let before = (FEWEST - count) / 2;
            first -= wide * before as i64;
            count = FEWEST;
        }
        let mut bars: Vec<Bar> = (0..count as i64)
            .map(|i| Bar { from: moment(first + wide * i), to: moment(first + wide * (i + 1)), counts: [0; 10] })
            .collect();
        for (i, bucket) in data.buckets.iter().enumerate() {
            let at = (start + step * i as i64 - first) / wide;
            if let Some(bar) = usize::try_from(at).ok().and_then(|at| bars.get_mut(at)) {
                bar.counts.iter_mut().zip(bucket).for_each(|(sum, n)| *sum += u64::from(*n));
            }
        }
        let (top, steps) = round_up(bars.iter().map(Bar::total).max().unwrap_or(0));
        Self { bars, first, step: wide, top, steps }
    }

    pub fn start(&self) -> Timestamp {
        moment(self.first)
    }

    pub fn end(&self) -> Timestamp {
        moment(self.first + self.step * self.bars.len() as i64)
    }

    /// Where a moment lies: 0.0 at the left edge of the plot, 1.0 at the right; outside of that when it is not on it.
    pub fn share(&self, t: Timestamp) -> f32 {
        let whole = (self.step * self.bars.len().max(1) as i64) as f64;
        ((t.as_second() - self.first) as f64 / whole) as f32
    }

    /// The bar below a share of the width.
    pub fn at(&self, share: f32) -> Option<(usize, &Bar)> {
        let i = (share.clamp(0.0, 0.999_99) * self.bars.len() as f32) as usize;
        self.bars.get(i).map(|bar| (i, bar))
    }

    /// The span of whole bars between two shares of the width.
    pub fn snap(&self, low: f32, high: f32) -> (Timestamp, Timestamp) {
        let from = self.at(low).map_or_else(|| self.start(), |(_, bar)| bar.from);
        let to = self.at(high).map_or_else(|| self.end(), |(_, bar)| bar.to);
        (from, to)
    }

    /// Messages in a span of whole bars.
    pub fn count(&self, from: Timestamp, to: Timestamp) -> u64 {
        self.bars.iter().filter(|bar| bar.from >= from && bar.to <= to).map(Bar::total).sum()
    }

    /// Where a bar may be drawn; full height.
    pub fn rectangle(&self, i: usize, plot: Rectangle) -> Rectangle {
        let width = plot.width / self.bars.len().max(1) as f32;
        let gap = if width >= 3.0 { 1.0 } else { 0.0 };
        // Whole pixels: bars of one width look it.
        let left = (plot.x + width * i as f32).round();
        let right = (plot.x + width * (i + 1) as f32).round();
        Rectangle::new(Point::new(left, plot.y), Size::new((right - left - gap).max(1.0), plot.height))
    }
}

/// Seconds a bar: a round span, a multiple of the buckets' own, so that at most `most` bars are needed.
fn bar_step(step: i64, buckets: usize, most: usize) -> i64 {
    let whole = step.saturating_mul(buckets as i64);
    let least = whole.div_euclid(most.max(1) as i64) + i64::from(whole % most.max(1) as i64 != 0);
    if least <= step {
        return step;
    }
    let nice = NICE.into_iter().find(|nice| *nice >= least && nice % step == 0);
    nice.unwrap_or_else(|| (least / step + i64::from(least % step != 0)) * step)
}

/// The next round number and into how many even steps it is cut.
fn round_up(most: u64) -> (u64, u32) {
    if most <= 4 {
        let top = most.max(1);
        return (top, top as u32);
    }
    let mut scale = 1_u64;
    loop {
        for (digit, steps) in [(1, 2), (2, 4), (3, 3), (4, 4), (5, 5), (6, 3), (8, 4)] {
            let top = scale.saturating_mul(digit);
            if top >= most && top % u64::from(steps) == 0 {
                return (top, steps);
            }
        }
        scale = scale.saturating_mul(10);
    }
}

fn moment(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap_or(Timestamp::MAX)
}
