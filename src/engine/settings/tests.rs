use super::*;
use crate::engine::Registration;

#[test]
fn what_is_kept_is_there_the_next_time() {
    let dir = tempfile::tempdir().unwrap();
    let place = dir.path().join("not yet there");
    assert_eq!(Settings::load(&place), Settings::default());
    let google = Registration { client_id: "deich.apps.example".into(), client_secret: Some("open".into()) };
    let sign_in = Registrations::from([("google".into(), google)]);
    let chosen = Settings { language: Some("de".into()), dark: Some(true), high_contrast: true, text: Some(150), sign_in };
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

#[test]
fn a_registration_in_the_settings_offers_the_browser() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(place(dir.path()), br#"{"sign_in": {"microsoft": {"client_id": "4711"}, "google": {"client_id": " "}}}"#)
        .unwrap();
    let settings = Settings::load(dir.path());
    assert!(crate::engine::browser_works("outlook.office365.com", &settings));
    assert!(!crate::engine::browser_works("imap.verein.example", &settings));
    // Where this very program was not built or started with an id of its own.
    if std::env::var_os("DEICH_GOOGLE_CLIENT_ID").is_none() && option_env!("DEICH_GOOGLE_CLIENT_ID").is_none() {
        assert!(!crate::engine::browser_works("imap.gmail.com", &settings), "an empty id is none");
    }
}
