//! Sets of UIDs as ranges (RFC 3501 section 9, `sequence-set`).

/// An ordered set of UIDs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UidSet {
    /// Inclusive, ascending, neither touching nor overlapping.
    ranges: Vec<(u32, u32)>,
}

impl UidSet {
    /// The ranges, inclusive, ascending.
    pub fn ranges(&self) -> &[(u32, u32)] {
        &self.ranges
    }
}
