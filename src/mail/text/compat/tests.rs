use super::{is_settled, nfkc};
use proptest::prelude::*;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// What is called settled must be a starter that joins nothing before it.
#[test]
fn settled_characters_are_settled() {
    for c in ('\0'..=char::MAX).filter(|c| is_settled(*c)) {
        assert!(is_nfkc_quick(std::iter::once(c)) == IsNormalized::Yes, "{c:?} U+{:04X}", u32::from(c));
        assert_eq!(unicode_normalization::char::canonical_combining_class(c), 0, "{c:?} U+{:04X}", u32::from(c));
    }
}

proptest! {
    #[test]
    fn the_short_cut_changes_nothing(
        text in r"([a-zÀ-ž \u{300}-\u{30a}\u{a0}-\u{bf}\u{fb01}…\u{ff71}ガ\u{3099}\u{1100}-\u{11c2}각ㄱ\u{661}\u{e33}ก]|\PC){0,40}",
    ) {
        prop_assert_eq!(nfkc(&text).into_owned(), text.nfkc().collect::<String>());
    }
}
