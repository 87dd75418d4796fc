use super::*;
use proptest::prelude::*;

#[test]
fn what_was_before_goes_on_behind_the_filter() {
    let stored = beside("require \"fileinto\";\r\nif true { stop; }\r\n", Some("Müllers \"eigener\" \\ Filter"));
    let include = stored.find("include :personal \"Müllers \\\"eigener\\\" \\\\ Filter\";").unwrap();
    assert!(stored.find("require \"include\";").unwrap() < stored.find("require \"fileinto\";").unwrap());
    assert!(include > stored.find("stop;").unwrap());
}

#[test]
fn foreign_scripts_are_not_ours() {
    for script in [
        &b""[..],
        b"keep;",
        b"# Deich",
        b"\xff\xfe",
        format!("keep;\r\n{MARK}{NOTHING}").as_bytes(),
        format!("{MARK}\"a").as_bytes(),
    ] {
        assert_eq!(ours(script), None);
    }
}

proptest! {
    #[test]
    fn ours_remembers_what_was_before(before in proptest::option::of("[^\\p{Cc}\u{2028}\u{2029}]{1,40}"), script in "[ -~\r\n]{0,80}") {
        let stored = beside(&script, before.as_deref());
        prop_assert_eq!(ours(stored.as_bytes()), Some(Ours { before }));
    }
}
