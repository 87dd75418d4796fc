use super::*;

#[test]
fn padding_and_none() {
    assert_eq!(["", "f", "fo", "foo"].map(|s| padded(s.as_bytes())), ["", "Zg==", "Zm8=", "Zm9v"]);
    assert_eq!(decode("Zm8", STANDARD).as_deref(), Some(&b"fo"[..]));
    assert_eq!(decode("Zm8=", STANDARD), None);
    assert_eq!(decode("Z", STANDARD), None);
}
