use super::*;

#[test]
fn padding_and_none() {
    assert_eq!(["", "f", "fo", "foo"].map(|s| padded(s.as_bytes())), ["", "Zg==", "Zm8=", "Zm9v"]);
    assert_eq!(decode("Zm8", STANDARD).as_deref(), Some(&b"fo"[..]));
    assert_eq!(decode("Zm8=", STANDARD), None);
    assert_eq!(decode("Z", STANDARD), None);
    assert_eq!(["", "Zg==", "Zm8=", "Zm9v"].map(|s| decode_padded(s).unwrap()), ["", "f", "fo", "foo"].map(Vec::from));
    assert_eq!(["=", "Zm8", "Zg=", "Zm9v=", "====", "Zm8=Zm8=", "Z g="].map(decode_padded), [const { None }; 7]);
}
