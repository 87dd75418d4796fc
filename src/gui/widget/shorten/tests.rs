use super::shorten;
use proptest::prelude::*;

#[test]
fn short_words_stay_whole() {
    assert_eq!(shorten("Stop bitte den Spam", 400.0, 16.0, false), "Stop bitte den Spam");
    assert_eq!(shorten("", 400.0, 16.0, false), "");
}

#[test]
fn long_words_end_in_an_ellipsis() {
    let cut = shorten("Donaudampfschifffahrtsgesellschaftskapitän", 160.0, 16.0, false);
    assert!(cut.starts_with("Donaudampf") && cut.ends_with('…'), "{cut}");
}

#[test]
fn a_megabyte_is_cut_at_once() {
    assert!(shorten(&"x".repeat(1 << 20), 500.0, 16.0, false).len() < 200);
    assert!(shorten(&format!("a{}", "\u{301}".repeat(1 << 20)), 500.0, 16.0, false).len() < 32);
}

#[test]
fn letters_keep_their_marks() {
    let text = "e\u{301}".repeat(50);
    let cut = shorten(&text, 100.0, 16.0, false);
    assert!(cut.trim_end_matches('…').ends_with('\u{301}'), "{cut}");
}

#[test]
fn a_family_is_not_parted() {
    let family = "👨\u{200D}👩\u{200D}👧";
    let cut = shorten(&family.repeat(20), 100.0, 16.0, false);
    let whole = cut.trim_end_matches('…');
    assert!(whole.chars().count().is_multiple_of(5) && !whole.is_empty(), "{cut}");
}

#[test]
fn one_line_and_no_hidden_turns() {
    assert_eq!(shorten("a\r\n\tb\0c", 400.0, 16.0, false), "a b c");
    assert_eq!(shorten("exe.\u{202E}gpj", 400.0, 16.0, false), "exe.gpj");
}

#[test]
fn right_to_left_keeps_its_beginning() {
    let cut = shorten("שלום לכולם בבקשה להסיר אותי מהרשימה", 120.0, 16.0, false);
    assert!(cut.starts_with("שלום") && cut.ends_with('…'), "{cut}");
}

/// A letter wider than it is thought to be would run over the edge: words that are said to fit are laid out in our fonts.
#[test]
fn what_is_said_to_fit_fits() {
    use crate::gui::theme::{FONTS, REGULAR, STRONG};
    use iced::advanced::graphics::text::{Paragraph, font_system};
    use iced::advanced::text::{Alignment, LineHeight, Paragraph as _, Shaping, Text, Wrapping};
    for font in FONTS {
        font_system().write().unwrap().load_font((*font).into());
    }
    let words = [
        "Sicherheit und Passwörter · 21.11., 22:41 · Fanshop SV Rot-Weiß",
        "mmmmmmmmmmmmmmmmmmmm",
        "iiiiiiiiiiiiiiiiiiii",
        "MITGLIEDERVERSAMMLUNG 2026",
        "AW: AW: „Stop bitte den Spam“ – 100 %",
        "Łukasz Wójcik, Aylin Demirtaş",
    ];
    for (text, strong) in words.iter().flat_map(|words| [(*words, false), (*words, true)]) {
        let content = text;
        let laid = Paragraph::with_text(Text {
            content,
            bounds: iced::Size::INFINITE,
            size: 16.0.into(),
            line_height: LineHeight::default(),
            font: if strong { STRONG } else { REGULAR },
            align_x: Alignment::Default,
            align_y: iced::alignment::Vertical::Top,
            shaping: Shaping::Advanced,
            wrapping: Wrapping::None,
        });
        let width = laid.min_width();
        assert_ne!(shorten(text, width - 2.0, 16.0, strong), text, "too wide: {text}");
        // And it is not cut long before its time.
        assert_eq!(shorten(text, width * 1.04 + 2.0, 16.0, strong), text, "cut early");
    }
}

proptest! {
    #[test]
    fn never_longer_than_asked(text in ".{0,200}", width in 40.0_f32..600.0) {
        let cut = shorten(&text, width, 16.0, false);
        prop_assert!(!cut.chars().any(char::is_control));
        // What was cut fits when it is cut again.
        prop_assert_eq!(shorten(&cut, width, 16.0, false), cut);
    }
}
