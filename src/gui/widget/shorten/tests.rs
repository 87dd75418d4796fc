use super::shorten;
use proptest::prelude::*;

#[test]
fn short_words_stay_whole() {
    assert_eq!(shorten("Stop bitte den Spam", 400.0, 16.0), "Stop bitte den Spam");
    assert_eq!(shorten("", 400.0, 16.0), "");
}

#[test]
fn long_words_end_in_an_ellipsis() {
    let cut = shorten("Donaudampfschifffahrtsgesellschaftskapitän", 160.0, 16.0);
    assert!(cut.starts_with("Donaudampf") && cut.ends_with('…'), "{cut}");
}

#[test]
fn a_megabyte_is_cut_at_once() {
    assert!(shorten(&"x".repeat(1 << 20), 500.0, 16.0).len() < 200);
    assert!(shorten(&format!("a{}", "\u{301}".repeat(1 << 20)), 500.0, 16.0).len() < 32);
}

#[test]
fn letters_keep_their_marks() {
    let text = "e\u{301}".repeat(50);
    let cut = shorten(&text, 100.0, 16.0);
    assert!(cut.trim_end_matches('…').ends_with('\u{301}'), "{cut}");
}

#[test]
fn a_family_is_not_parted() {
    let family = "👨\u{200D}👩\u{200D}👧";
    let cut = shorten(&family.repeat(20), 100.0, 16.0);
    let whole = cut.trim_end_matches('…');
    assert!(whole.chars().count().is_multiple_of(5) && !whole.is_empty(), "{cut}");
}

#[test]
fn one_line_and_no_hidden_turns() {
    assert_eq!(shorten("a\r\n\tb\0c", 400.0, 16.0), "a b c");
    assert_eq!(shorten("exe.\u{202E}gpj", 400.0, 16.0), "exe.gpj");
}

#[test]
fn right_to_left_keeps_its_beginning() {
    let cut = shorten("שלום לכולם בבקשה להסיר אותי מהרשימה", 120.0, 16.0);
    assert!(cut.starts_with("שלום") && cut.ends_with('…'), "{cut}");
}

proptest! {
    #[test]
    fn never_longer_than_asked(text in ".{0,200}", width in 40.0_f32..600.0) {
        let cut = shorten(&text, width, 16.0);
        prop_assert!(!cut.chars().any(char::is_control));
        // What was cut fits when it is cut again.
        prop_assert_eq!(shorten(&cut, width, 16.0), cut);
    }
}
