use super::*;
use proptest::prelude::*;

#[test]
fn every_name_is_found_in_either_case() {
    for (known, name) in NAMES {
        assert_eq!(Name::of(known.as_bytes()), name, "{known}");
        assert_eq!(Name::of(known.to_ascii_lowercase().as_bytes()), name, "{known}");
        assert_eq!(Name::of(known.to_ascii_uppercase().as_bytes()), name, "{known}");
        assert_eq!(Name::of(format!("{known}-").as_bytes()), Name::Other, "{known}");
    }
}

proptest! {
    #[test]
    fn a_name_is_what_the_table_says(name in prop_oneof![
        "[!-~]{0,12}",
        ("[!-~]", any::<prop::sample::Index>(), any::<prop::sample::Index>()).prop_map(|(letter, which, at)| {
            let mut name = which.get(&NAMES).0.to_owned();
            let at = at.index(name.len());
            name.replace_range(at..=at, &letter);
            name
        }),
    ]) {
        let by_hand = NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(&name)).map_or(Name::Other, |(_, name)| *name);
        prop_assert_eq!(Name::of(name.as_bytes()), by_hand);
    }
}
