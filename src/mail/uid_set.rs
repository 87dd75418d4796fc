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

    /// The same UIDs in pieces whose written form has at most `octets` octets each (one range at least).
    pub fn split(&self, octets: usize) -> Vec<Self> {
        let mut pieces: Vec<Self> = Vec::new();
        let mut room = 0;
        for range in &self.ranges {
            let need = written(*range);
            match pieces.last_mut() {
                Some(piece) if need < room => {
                    piece.ranges.push(*range);
                    room -= need + 1;
                }
                _ => {
                    pieces.push(Self { ranges: vec![*range] });
                    room = octets.saturating_sub(need);
                }
            }
        }
        pieces
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
