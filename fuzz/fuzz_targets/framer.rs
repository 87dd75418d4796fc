//! Octets in pieces of any size: complete responses within the limits, the same whatever the pieces.
#![no_main]

use deich::wire::{Framer, Limits};
use libfuzzer_sys::fuzz_target;

const SMALL: Limits = Limits { line: 200, literal: 100, response: 400 };

/// Every response, or that a limit was passed.
fn responses(octets: &[u8], piece: usize) -> Vec<Option<Vec<u8>>> {
    let (mut framer, mut found) = (Framer::new(|line| line.starts_with(b"* OK")), Vec::new());
    for octets in octets.chunks(piece) {
        framer.push(octets);
        loop {
            match framer.next(&SMALL) {
                Ok(Some(place)) => found.push(Some(framer.octets(place).to_vec())),
                Ok(None) => break,
                Err(_) => {
                    found.push(None);
                    return found;
                }
            }
        }
    }
    found
}

fuzz_target!(|octets: &[u8]| {
    let Some((first, octets)) = octets.split_first() else { return };
    assert_eq!(responses(octets, usize::from(*first) + 1), responses(octets, octets.len().max(1)));
});
