//! SOURCE as it is typed, and a certificate's fingerprint: what is understood reads back as the same.
#![no_main]

use deich::account::SourceSpec;
use deich::account::spec::CertificatePrint;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(spec @ SourceSpec::Imap { .. }) = text.parse::<SourceSpec>() {
        assert_eq!(spec.to_string().parse(), Ok(spec));
    }
    if let Ok(print) = text.parse::<CertificatePrint>() {
        assert_eq!(print.to_string().parse(), Ok(print));
    }
});
