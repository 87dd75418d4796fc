use super::*;
use proptest::prelude::*;

#[test]
fn the_examples_of_the_rfc_and_of_real_servers() {
    for (name, wire) in [
        ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"),
        ("Entwürfe", "Entw&APw-rfe"),
        ("R&D", "R&-D"),
        ("Отправленные", "&BB4EQgQ,BEAEMAQyBDsENQQ9BD0ESwQ1-"),
        ("😀", "&2D3eAA-"),
        ("a\r\nb", "a&AA0ACg-b"),
    ] {
        assert_eq!(encode(name), wire);
        assert_eq!(decode(wire).as_deref(), Some(name));
    }
}

#[test]
fn broken_forms_are_told_apart() {
    for wire in ["R&D", "&AP", "&A-", "&A===-", "&2D0-", "&AP/-", "&APx-"] {
        assert_eq!(decode(wire), None, "{wire}");
    }
}

proptest! {
    #[test]
    fn comes_back_and_is_printable_ascii(name in any::<String>()) {
        let wire = encode(&name);
        prop_assert!(wire.bytes().all(|b| (0x20..0x7f).contains(&b)));
        prop_assert_eq!(decode(&wire), Some(name));
    }

    #[test]
    fn anything_can_be_tried(wire in "[&a-zA-Z0-9+,\\- ü]{0,40}") {
        let _ = decode(&wire);
    }
}
