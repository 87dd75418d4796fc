//! A door for the fuzz target (`fuzz/`), which reaches no private module.

/// One complete line of a server, and what it means.
pub fn line(octets: &[u8]) {
    let _ = super::line::read(octets);
}
