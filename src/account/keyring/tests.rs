use super::*;

#[test]
fn no_error_carries_a_secret() {
    let octets = || b"geheim\xff".to_vec();
    let platform = || -> keyring::Error { keyring::Error::BadDataFormat(octets(), "geheim".into()) };
    for error in [keyring::Error::BadEncoding(octets()), platform()] {
        let short = in_short(&error);
        assert_eq!(short.detail, "the entry is not text");
    }
}

#[test]
fn an_error_is_one_short_inert_line() {
    let long = format!("first\r\n\u{1b}[31msecond {}", "x".repeat(1000));
    let short = in_short(&keyring::Error::NotSupportedByStore(long));
    assert!(short.detail.starts_with("Unsupported: first [31msecond xxx"));
    assert_eq!(short.detail.chars().count(), 300);
}
