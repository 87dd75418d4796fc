use super::*;

#[test]
fn what_is_kept_is_there_the_next_time() {
    let dir = tempfile::tempdir().unwrap();
    let place = dir.path().join("not yet there");
    assert_eq!(Settings::load(&place), Settings::default());
    let chosen = Settings { language: Some("de".into()), dark: Some(true), high_contrast: true, text: Some(150) };
    chosen.keep(&place).unwrap();
    assert_eq!(Settings::load(&place), chosen);
    let other = Settings { dark: None, ..chosen };
    other.keep(&place).unwrap();
    assert_eq!(Settings::load(&place), other);
    Settings::forget(&place).unwrap();
    assert_eq!(Settings::load(&place), Settings::default());
    Settings::forget(&place).unwrap();
}

#[test]
fn a_broken_file_is_no_settings() {
    let dir = tempfile::tempdir().unwrap();
    for octets in [&b"{"[..], b"\0\xff", b"[]", b"{\"text\": 4000}", &vec![b' '; 100_000]] {
        std::fs::write(place(dir.path()), octets).unwrap();
        assert_eq!(Settings::load(dir.path()), Settings::default());
    }
    // A file of a newer Deich knows more; one of an older, less.
    std::fs::write(place(dir.path()), b"{\"dark\": true, \"sound\": 3}").unwrap();
    assert_eq!(Settings::load(dir.path()), Settings { dark: Some(true), ..Settings::default() });
}
