//! Sets of UIDs as ranges (RFC 3501 section 9, `sequence-set`).

use std::fmt;

/// An ordered set of UIDs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UidSet {
    /// Inclusive, ascending, neither touching nor overlapping.
    ranges: Vec<(u32, u32)>,
}

impl UidSet {
    /// The set of these ranges: either bound may come first, order and overlaps do not matter. Zero is no UID and is left out.
    pub fn from_ranges(ranges: impl IntoIterator<Item = (u32, u32)>) -> Self {
        let mut sorted: Vec<(u32, u32)> =
            ranges.into_iter().map(|(a, b)| (a.min(b).max(1), a.max(b))).filter(|(_, last)| *last != 0).collect();
        sorted.sort_unstable();
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        for (first, last) in sorted {
            match ranges.last_mut() {
                Some((_, end)) if first <= end.saturating_add(1) => *end = last.max(*end),
                _ => ranges.push((first, last)),
            }
        }
        Self { ranges }
    }

    /// The ranges, inclusive, ascending.
    pub fn ranges(&self) -> &[(u32, u32)] {
        &self.ranges
    }

    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// How many UIDs.
    pub fn len(&self) -> u64 {
        self.ranges.iter().map(|(first, last)| u64::from(last - first) + 1).sum()
    }

    pub fn contains(&self, uid: u32) -> bool {
        let after = self.ranges.partition_point(|(first, _)| *first <= uid);
        after.checked_sub(1).and_then(|i| self.ranges.get(i)).is_some_and(|(_, last)| uid <= *last)
    }

    /// The UIDs, ascending. A set that a server named may hold billions: never collect one unseen.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.ranges.iter().flat_map(|(first, last)| *first..=*last)
    }

    /// The same UIDs in pieces of at most `count` UIDs, whose written form has at most `octets` octets (one range at least).
    /// Made one after the other, as a set may be huge.
    pub fn pieces(&self, count: u32, octets: usize) -> impl Iterator<Item = Self> + use<> {
        let mut pieces = self.whole();
        std::iter::from_fn(move || pieces.next(count, octets))
    }

    /// The same UIDs, to be taken in pieces whose size is said for each.
    pub fn whole(&self) -> Pieces {
        self.cut(&Self::default(), false)
    }

    /// Pieces that may hold more than this set does, for asking only: what lies between two of its UIDs is asked for with them
    /// where that makes one range of two, but for what holds one of `others`. So a set with many holes takes few octets.
    pub fn bridged(&self, others: &Self) -> Pieces {
        self.cut(others, true)
    }

    fn cut(&self, others: &Self, bridges: bool) -> Pieces {
        let mut ranges = self.ranges.clone().into_iter();
        let held = ranges.next();
        Pieces { ranges, held, others: others.clone(), bridges }
    }

    /// Is there any of these, bounds included?
    fn meets(&self, first: u32, last: u32) -> bool {
        let at = self.ranges.partition_point(|(_, end)| *end < first);
        self.ranges.get(at).is_some_and(|(start, _)| *start <= last)
    }

    /// What is in this set and not in the other.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        let mut ranges = Vec::new();
        let mut holes = other.ranges.iter().copied().peekable();
        for &(first, last) in &self.ranges {
            let mut from = Some(first);
            while let (Some(start), Some(&(low, high))) = (from, holes.peek()) {
                if high < start {
                    holes.next();
                } else if low > last {
                    break;
                } else {
                    if start < low {
                        ranges.push((start, low - 1));
                    }
                    // A hole that reaches past this range may cut the next one too.
                    from = high.checked_add(1).filter(|next| *next <= last);
                }
            }
            ranges.extend(from.map(|start| (start, last)));
        }
        Self { ranges }
    }
}

/// A set on its way to becoming pieces.
#[derive(Debug)]
pub struct Pieces {
    ranges: std::vec::IntoIter<(u32, u32)>,
    held: Option<(u32, u32)>,
    others: UidSet,
    bridges: bool,
}

impl Pieces {
    /// The next piece: at most `count` UIDs of the set, written in at most `octets` octets (one range at least).
    pub fn next(&mut self, count: u32, octets: usize) -> Option<UidSet> {
        let (mut piece, mut left, mut room): (Vec<(u32, u32)>, _, _) = (Vec::new(), count.max(1), octets);
        while let Some((first, last)) = self.held.filter(|_| left > 0) {
            let cut = last.min(first.saturating_add(left - 1));
            // Ranges neither touch nor overlap: there is something between two of them.
            let bridge = piece.last().copied().filter(|(_, end)| self.bridges && !self.others.meets(*end, first));
            let range = (bridge.map_or(first, |(start, _)| start), cut);
            let before = bridge.map_or(0, written);
            let need = (written(range) + usize::from(bridge.is_none() && !piece.is_empty())).saturating_sub(before);
            if need > room && !piece.is_empty() {
                break;
            }
            if bridge.is_some() {
                piece.pop();
            }
            piece.push(range);
            room = room.saturating_sub(need);
            left -= cut - first + 1;
            self.held = if cut < last { Some((cut + 1, last)) } else { self.ranges.next() };
        }
        (!piece.is_empty()).then_some(UidSet { ranges: piece })
    }

    /// The first UID of the piece that comes next.
    pub fn first(&self) -> Option<u32> {
        self.held.map(|(first, _)| first)
    }
}

impl FromIterator<u32> for UidSet {
    fn from_iter<I: IntoIterator<Item = u32>>(uids: I) -> Self {
        Self::from_ranges(uids.into_iter().map(|uid| (uid, uid)))
    }
}

/// The form a command carries: `1:5,7,9:12`. Empty for the empty set, which no command may carry.
impl fmt::Display for UidSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, (first, last)) in self.ranges.iter().enumerate() {
            let comma = if i == 0 { "" } else { "," };
            if first == last { write!(f, "{comma}{first}")? } else { write!(f, "{comma}{first}:{last}")? }
        }
        Ok(())
    }
}

/// Octets of a range's written form.
fn written((first, last): (u32, u32)) -> usize {
    let digits = |n: u32| n.checked_ilog10().map_or(1, |d| d as usize + 1);
    if first == last { digits(first) } else { digits(first) + 1 + digits(last) }
}

#[cfg(test)]
mod tests;
