//! What comes back from the browser, and what a server answers that gives out tokens.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u16, &str)| deich::account::oauth::fuzz::answers(input.0, input.1));
