//! Subjects without their reply prefixes, list tags and counters, for joining what belongs together (RFC 5256 section 2.1).
