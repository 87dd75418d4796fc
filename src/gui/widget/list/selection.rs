//! Which rows are chosen: ranges, so that choosing a million rows costs what choosing one does.

use std::ops::Range;

/// What a member does to a list, by pointer or by key. Rows are positions in the list as shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// A click; with shift up to here from the anchor, with ctrl this one besides the others.
    Click { row: usize, shift: bool, ctrl: bool },
    /// The keyboard went to a row; with shift it takes the rows between along.
    Move { to: usize, shift: bool },
    /// Space: choose this one too, or no longer.
    Toggle(usize),
    /// Ctrl+A.
    All,
    /// Enter or a double click: show this one.
    Open(usize),
}

/// Chosen rows of one list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Sorted, not empty, neither overlapping nor touching.
    ranges: Vec<Range<usize>>,
    /// Where a range with shift starts.
    anchor: Option<usize>,
    /// The row the keyboard is on.
    cursor: Option<usize>,
}

impl Selection {
    /// One row, with the keyboard on it.
    pub fn one(row: usize) -> Self {
        Self { ranges: std::iter::once(row..row + 1).collect(), anchor: Some(row), cursor: Some(row) }
    }

    /// Follows what the member did; `total` is the number of rows. Says whether anything changed.
    pub fn apply(&mut self, act: Act, total: usize) -> bool {
        let before = self.clone();
        let last = total.saturating_sub(1);
        match act {
            _ if total == 0 => *self = Self::default(),
            Act::Click { row, .. } | Act::Toggle(row) | Act::Open(row) if row > last => {}
            Act::Click { row, shift: false, ctrl: false } | Act::Open(row) => *self = Self::one(row),
            Act::Click { row, shift: false, ctrl: true } | Act::Toggle(row) => {
                self.flip(row);
                self.anchor = Some(row);
                self.cursor = Some(row);
            }
            Act::Click { row, shift: true, ctrl } => self.stretch(row, ctrl),
            Act::Move { to, shift: true } => self.stretch(to.min(last), false),
            Act::Move { to, shift: false } => *self = Self::one(to.min(last)),
            Act::All => {
                self.ranges = std::iter::once(0..total).collect();
                self.cursor = self.cursor.or(Some(0));
            }
        }
        *self != before
    }

    pub fn contains(&self, row: usize) -> bool {
        let at = self.ranges.partition_point(|range| range.end <= row);
        self.ranges.get(at).is_some_and(|range| range.contains(&row))
    }

    pub const fn cursor(&self) -> Option<usize> {
        self.cursor
    }

    pub fn len(&self) -> usize {
        self.ranges.iter().map(ExactSizeIterator::len).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// Chosen rows from the top.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.ranges.iter().cloned().flatten()
    }

    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// The same after the list changed: `to` gives each row's new place, or nothing when it is gone.
    #[must_use]
    pub fn remap(&self, to: impl Fn(usize) -> Option<usize>) -> Self {
        let mut rows: Vec<usize> = self.iter().filter_map(&to).collect();
        rows.sort_unstable();
        let mut ranges: Vec<Range<usize>> = Vec::new();
        for row in rows {
            match ranges.last_mut() {
                Some(range) if range.end >= row => range.end = row + 1,
                _ => ranges.push(row..row + 1),
            }
        }
        Self { ranges, anchor: self.anchor.and_then(&to), cursor: self.cursor.and_then(&to) }
    }

    fn stretch(&mut self, row: usize, keep: bool) {
        let anchor = self.anchor.unwrap_or(row);
        if !keep {
            self.ranges.clear();
        }
        self.add(anchor.min(row)..anchor.max(row) + 1);
        self.anchor = Some(anchor);
        self.cursor = Some(row);
    }

    fn flip(&mut self, row: usize) {
        if self.contains(row) {
            self.ranges = self
                .ranges
                .iter()
                .flat_map(
                    |range| if range.contains(&row) { [range.start..row, row + 1..range.end] } else { [range.clone(), 0..0] },
                )
                .filter(|range| !range.is_empty())
                .collect();
        } else {
            self.add(row..row + 1);
        }
    }

    fn add(&mut self, new: Range<usize>) {
        let from = self.ranges.partition_point(|range| range.end < new.start);
        let to = self.ranges.partition_point(|range| range.start <= new.end);
        let merged =
            self.ranges.iter().take(to).skip(from).fold(new, |all, range| all.start.min(range.start)..all.end.max(range.end));
        self.ranges.splice(from..to, std::iter::once(merged));
    }
}
