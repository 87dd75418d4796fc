//! What a ManageSieve server's line means.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|octets: &[u8]| deich::sieve::fuzz::line(octets));
