//! Modified UTF-7, there and back.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|wire: &str| deich::source::imap::fuzz::mailbox_name(wire));
