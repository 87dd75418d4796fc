use super::*;
use proptest::collection::vec;
use proptest::prelude::*;

proptest! {
    #[test]
    fn windows_hold_what_a_search_finds(gaps in vec(0..5 * HOUR, 0..80), resume in 0_usize..20) {
        let times: Vec<i64> = gaps.iter().scan(0, |now, gap| { *now += gap; Some(*now) }).collect();
        let mut windows = Windows::default();
        for at in 0..times.len() {
            let searched = WINDOWS.map(|(window, _)| {
                let first = times.iter().position(|then| *then > times[at] - window).unwrap();
                (at + 1).saturating_sub(first.max(resume))
            });
            prop_assert_eq!(windows.counts(&times, at, resume), searched);
        }
    }
}
