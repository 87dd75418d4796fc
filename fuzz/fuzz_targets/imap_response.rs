//! What an IMAP server's response means.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|octets: &[u8]| deich::source::imap::fuzz::response(octets));
