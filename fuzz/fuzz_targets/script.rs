//! A filter script as it lies on a server: one of ours is known again, whatever it was set beside.
#![no_main]

use deich::rule::{Ours, beside, ours};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|octets: &[u8]| {
    let _ = ours(octets);
    if let Ok(name) = std::str::from_utf8(octets)
        && !name.contains(char::is_control)
    {
        assert_eq!(ours(beside("keep;\r\n", Some(name)).as_bytes()), Some(Ours { before: Some(name.to_owned()) }));
    }
});
