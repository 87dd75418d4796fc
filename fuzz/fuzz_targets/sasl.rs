//! What a server says during a SCRAM sign-in, a line for each of its words: it never proves what it does not know.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|octets: &[u8]| deich::wire::sasl::fuzz::scram(octets));
