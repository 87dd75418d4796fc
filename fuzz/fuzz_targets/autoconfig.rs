//! A file in which a domain says where its mail server is.
#![no_main]

use deich::account::{Security, SourceSpec, autoconfig};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|xml: &str| {
    let servers = autoconfig::servers(xml, "anna@club.example");
    assert!(servers.len() <= 4);
    for server in servers {
        assert!(matches!(&server, SourceSpec::Imap { security, .. } if *security != Security::Plain));
        assert_eq!(server.to_string().parse(), Ok(server));
    }
});
