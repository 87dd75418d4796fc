use super::{fold, push};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

/// The same, character by character.
fn slowly(text: &str, limit: usize) -> String {
    let mut out = String::new();
    for c in text.chars().take(limit).collect::<String>().nfkc() {
        if c.is_whitespace() {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
            continue;
        }
        if c.is_ascii() { out.push(c.to_ascii_lowercase()) } else { c.to_lowercase().for_each(|c| push(c, &mut out)) }
    }
    out
}

#[test]
fn accents_and_capitals_fall() {
    assert_eq!(fold("  Über  STRASSE\tß Ἀθήνα ", 100), "uber strasse ss αθηνα ");
    assert_eq!(fold("ÉTÉ ñandú Ångström", 100), "ete nandu angstrom");
    assert_eq!(fold("abcdef", 3), "abc");
}

proptest! {
    #[test]
    fn stretches_change_nothing(text in r"([a-zA-Z \t0-9À-ž\u{300}-\u{30a}\u{a0}ﬁ…\u{200b}]|\PC){0,60}", limit in 0_usize..80) {
        prop_assert_eq!(fold(&text, limit), slowly(&text, limit));
    }
}
