//! When a channel carries far more than it used to: bursts against its own past, with hysteresis.
//!
//! A burst begins when the last hour, six hours or day brought many times what the channel brought before, and more than its
//! busiest such time. It ends only when the rate is back to what it was, so that the stragglers of the next morning still
//! belong to it. What happens on several other days too is the channel's habit and no burst.

use std::collections::BTreeMap;

const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;
/// How far the past reaches.
const PAST: i64 = 30 * DAY;
/// Windows and by how much the least number of messages grows with them.
const WINDOWS: [(i64, usize); 4] = [(HOUR, 1), (6 * HOUR, 2), (DAY, 3), (2 * DAY, 4)];
/// In a window as long as this what rises slowly is its own past already: it is compared with what was before the window.
const LONG: i64 = 2 * DAY;
/// Times the usual rate, and times the busiest window of the past, from which on it is a burst.
const TIMES_USUAL: f64 = 6.0;
const TIMES_PEAK: f64 = 2.5;
/// Other days as busy as this share of the burst make it a habit, when there are so many of them.
const HABIT_SHARE: f64 = 0.4;
const HABIT_DAYS: usize = 3;
/// Longest and shortest time that must stay calm for a burst to be over.
const CALM: (f64, f64) = (0.5 * HOUR as f64, 48.0 * HOUR as f64);

/// The first messages of a burst lie as far apart as so many times the mean gap of as many that follow, but no farther than hours.
const RISE: usize = 6;
const SLOWER: f64 = 8.0;
const FARTHEST: f64 = 4.0;

/// A run of messages, by their places among the times that were given.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Burst {
    pub first: usize,
    pub last: usize,
    /// Most messages in one hour.
    pub peak: u32,
    /// Messages an hour before it.
    pub usual: f64,
}

impl Burst {
    /// How many messages the channel would have brought in this time anyway.
    pub fn expected(&self, times: &[i64]) -> f64 {
        let span = times.get(self.last).zip(times.get(self.first)).map_or(0, |(b, a)| b - a);
        self.usual * span as f64 / HOUR as f64
    }
}

/// Finds the bursts in ascending `times` (seconds). `least`: messages an hour below which nothing is a burst.
pub fn find(times: &[i64], least: usize) -> Vec<Burst> {
    let mut bursts = Vec::new();
    let (mut past, mut windows) = (Past::default(), Windows::default());
    let mut resume = 0;
    let mut fed = 0;
    let mut at = 0;
    while let Some(now) = times.get(at).copied() {
        while times.get(fed).is_some_and(|t| fed < at && *t <= now - HOUR) {
            past.feed(times, fed, resume);
            fed += 1;
        }
        let usual = past.usual(times, now);
        let counts = windows.counts(times, at, resume);
        let risen = WINDOWS.iter().zip(counts).enumerate().any(|(scale, ((window, grows), count))| {
            let (count, hours) = (count as f64, (*window / HOUR) as f64);
            let usual = || if *window < LONG { usual } else { past.usual_before(times, now - window) };
            count >= (least * grows) as f64
                && count >= TIMES_USUAL * usual() * hours
                && count >= TIMES_PEAK * past.peak(scale, now - window)
        });
        if !risen {
            at += 1;
            continue;
        }
        // What rises slowly is no part of what was usual before it rose.
        let before = usual.min(past.usual_before(times, now - LONG));
        let first = begin(times, at, resume, before);
        let last = end(times, at, usual);
        bursts.push(Burst { first, last, peak: peak(times, first, last), usual: before });
        past.forget(first);
        at = last + 1;
        (resume, fed) = (at, at);
    }
    if !bursts.is_empty() {
        let days = busiest(times);
        bursts.retain(|burst| !habit(times, &days, burst));
    }
    bursts
}

/// The first message of each window that ends now. They move on with time.
#[derive(Debug, Default)]
struct Windows([usize; WINDOWS.len()]);

impl Windows {
    /// Messages in each window that ends with `times[at]`, none before `resume`. Never asked for an earlier time than before.
    fn counts(&mut self, times: &[i64], at: usize, resume: usize) -> [usize; WINDOWS.len()] {
        let now = times.get(at).copied().unwrap_or_default();
        for (first, (window, _)) in self.0.iter_mut().zip(WINDOWS) {
            *first += times.iter().skip(*first).take_while(|t| **t <= now - window).count();
        }
        self.0.map(|first| (at + 1).saturating_sub(first.max(resume)))
    }
}

/// The first message of the run that leads up to `at`.
fn begin(times: &[i64], at: usize, resume: usize, usual: f64) -> usize {
    let now = times.get(at).copied().unwrap_or_default();
    let mut first = times.partition_point(|t| *t <= now - HOUR).max(resume);
    // A gap much shorter than usual still belongs to the rise.
    let gap = |most: f64| if usual > 0.0 { (0.3 / usual * HOUR as f64).min(most) } else { most };
    while first > resume
        && let Some((here, before)) = times.get(first).copied().zip(times.get(first - 1).copied())
    {
        // A slow rise begins with longer gaps than a sudden one.
        let next = times.get(first + RISE).map_or(0.0, |then| (then - here) as f64 / RISE as f64);
        if (here - before) as f64 > gap((SLOWER * next).clamp(HOUR as f64, FARTHEST * HOUR as f64)) {
            break;
        }
        first -= 1;
    }
    first
}

/// The last message before the rate was back: for a short while as well as for a long one.
fn end(times: &[i64], from: usize, usual: f64) -> usize {
    let time = |at: usize| times.get(at).copied();
    let longest = if usual > 0.0 { (8.0 / usual * HOUR as f64).clamp(CALM.0, CALM.1) } else { CALM.1 };
    let calm = |at: usize, now: i64| {
        [CALM.0, 4.0 * CALM.0, 16.0 * CALM.0, longest].into_iter().filter(|window| *window <= longest).all(|window| {
            let after = times.partition_point(|t| *t <= now + window as i64).saturating_sub(at + 1);
            let allowed = if usual > 0.0 { (1.5 * usual * window / HOUR as f64).floor() as usize + 1 } else { 0 };
            after <= allowed
        })
    };
    let mut last = from;
    while let Some(now) = time(last)
        && last + 1 < times.len()
        && !calm(last, now)
    {
        last += 1;
    }
    // The very last stragglers still follow each other far more closely than usual.
    let close = if usual > 0.0 { 0.1 / usual * HOUR as f64 } else { 0.0 };
    while time(last).zip(time(last + 1)).is_some_and(|(a, b)| ((b - a) as f64) < close) {
        last += 1;
    }
    last
}

fn peak(times: &[i64], first: usize, last: usize) -> u32 {
    let (mut most, mut low) = (0, first);
    for at in first..=last {
        let now = times.get(at).copied().unwrap_or_default();
        while times.get(low).is_some_and(|t| *t <= now - HOUR) {
            low += 1;
        }
        most = most.max(at + 1 - low);
    }
    most as u32
}

/// The most messages in an hour of each day.
fn busiest(times: &[i64]) -> BTreeMap<i64, u32> {
    let (mut days, mut low) = (BTreeMap::<i64, u32>::new(), 0);
    for (at, now) in times.iter().enumerate() {
        while times.get(low).is_some_and(|t| *t <= now - HOUR) {
            low += 1;
        }
        let day = days.entry(now.div_euclid(DAY)).or_default();
        *day = (*day).max((at + 1 - low) as u32);
    }
    days
}

/// Were several other days nearly as busy? Looks at the whole life of the channel, but stops at enough.
fn habit(times: &[i64], days: &BTreeMap<i64, u32>, burst: &Burst) -> bool {
    let inside = times.get(burst.first).zip(times.get(burst.last)).map(|(a, b)| (a.div_euclid(DAY), b.div_euclid(DAY)));
    let Some((first, last)) = inside else { return true };
    let busy = |most: u32| f64::from(most) >= HABIT_SHARE * f64::from(burst.peak);
    let others = days.range(..first - 1).chain(days.range(last + 2..));
    others.filter(|(_, most)| busy(**most)).nth(HABIT_DAYS - 1).is_some()
}

/// What the channel used to bring, bursts left out.
#[derive(Debug, Default)]
struct Past {
    /// Places of the messages outside bursts.
    calm: Vec<usize>,
    /// The oldest of them that still counts.
    oldest: usize,
    windows: Windows,
    /// Per window the day and the most of that day.
    peaks: [Vec<(i64, u32)>; 4],
}

impl Past {
    fn feed(&mut self, times: &[i64], at: usize, resume: usize) {
        let now = times.get(at).copied().unwrap_or_default();
        self.calm.push(at);
        let day = now.div_euclid(DAY);
        let counts = self.windows.counts(times, at, resume);
        for (count, peaks) in counts.into_iter().map(|count| count as u32).zip(&mut self.peaks) {
            match peaks.last_mut() {
                Some((last, most)) if *last == day => *most = (*most).max(count),
                _ => peaks.push((day, count)),
            }
        }
    }

    /// Messages from `first` on belong to a burst.
    fn forget(&mut self, first: usize) {
        self.calm.truncate(self.calm.partition_point(|at| *at < first));
        self.oldest = self.oldest.min(self.calm.len());
    }

    /// Messages an hour over the last days. Less than a day of past counts as a day.
    fn usual(&mut self, times: &[i64], now: i64) -> f64 {
        while self.calm.get(self.oldest).and_then(|at| times.get(*at)).is_some_and(|t| *t < now - PAST) {
            self.oldest += 1;
        }
        let since = times.first().copied().unwrap_or(now).max(now - PAST);
        let hours = ((now - since) as f64 / HOUR as f64).max(24.0);
        (self.calm.len() - self.oldest) as f64 / hours
    }

    /// Messages an hour in the last days before `then`.
    fn usual_before(&self, times: &[i64], then: i64) -> f64 {
        let place = |limit: i64| self.calm.partition_point(|at| times.get(*at).is_some_and(|t| *t < limit));
        let since = times.first().copied().unwrap_or(then).max(then - PAST);
        let hours = ((then - since) as f64 / HOUR as f64).max(24.0);
        place(then).saturating_sub(place(then - PAST)) as f64 / hours
    }

    /// Most messages in a window of the past that ended before `before`.
    fn peak(&self, scale: usize, before: i64) -> f64 {
        let days = self.peaks.get(scale).map_or(&[][..], |p| p);
        let oldest = (before - PAST).div_euclid(DAY);
        let newest = before.div_euclid(DAY);
        let recent = days.iter().rev().skip_while(|(day, _)| *day > newest).take_while(|(day, _)| *day >= oldest);
        recent.map(|(_, most)| f64::from(*most)).fold(0.0, f64::max)
    }
}

#[cfg(test)]
mod tests;
