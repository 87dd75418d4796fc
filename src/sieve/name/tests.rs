use super::*;

#[test]
fn what_can_be_a_name() {
    for good in ["Deich", "Küche & \"Garten\" \\ 1", "日本語", &"ü".repeat(128)] {
        assert_eq!(ScriptName::new(good).unwrap().as_str(), good);
    }
    for bad in ["", "a\r\nDELETESCRIPT \"b\"", "a\nb", "a\0", "\u{1b}[2J", "a\u{85}", "a\u{2028}b", &"x".repeat(129)] {
        assert_eq!(ScriptName::new(bad), Err(BadName), "{bad:?}");
    }
}

#[test]
fn what_a_server_may_list() {
    assert!(ScriptName::listed("a\tb ü".as_bytes()).is_ok());
    assert!(ScriptName::listed(&[b'x'; 4_000]).is_ok());
    for bad in [&b""[..], b"a\rb", b"a\nb", b"a\0b", b"\xff"] {
        assert_eq!(ScriptName::listed(bad), Err(BadName), "{bad:?}");
    }
}
