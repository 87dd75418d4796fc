use super::UidSet;
use proptest::prelude::*;
use std::collections::BTreeSet;

#[test]
fn joins_neighbours_and_leaves_out_zero() {
    let set: UidSet = [7, 1, 3, 2, 0, 3, 9, 10].into_iter().collect();
    assert_eq!(set.to_string(), "1:3,7,9:10");
    assert_eq!(set.len(), 6);
    assert_eq!(UidSet::from_ranges([(0, 0)]), UidSet::default());
}

#[test]
fn the_whole_range_is_one_range() {
    let set = UidSet::from_ranges([(u32::MAX, 1), (5, 9)]);
    assert_eq!(set.to_string(), "1:4294967295");
    assert_eq!(set.len(), u64::from(u32::MAX));
    assert!(set.contains(u32::MAX) && !set.contains(0));
}

proptest! {
    #[test]
    fn is_the_set_it_was_made_of(uids in prop::collection::vec(1u32..300, 0..80), probe in 1u32..300) {
        let set: UidSet = uids.iter().copied().collect();
        let plain: BTreeSet<u32> = uids.into_iter().collect();
        prop_assert_eq!(set.iter().collect::<Vec<_>>(), plain.iter().copied().collect::<Vec<_>>());
        prop_assert_eq!(set.contains(probe), plain.contains(&probe));
        prop_assert_eq!(set.len(), plain.len() as u64);
    }

    #[test]
    fn pieces_keep_every_uid_and_the_limits(
        uids in prop::collection::vec(1u32..2_000_000, 0..300), dense in 0u32..2000, count in 1u32..400, octets in 16usize..200,
    ) {
        let set = UidSet::from_ranges(uids.into_iter().map(|uid| (uid, uid)).chain([(3_000_000, 3_000_000 + dense)]));
        let pieces: Vec<UidSet> = set.pieces(count, octets).collect();
        prop_assert!(pieces.iter().all(|p| !p.is_empty() && p.len() <= u64::from(count) && p.to_string().len() <= octets));
        prop_assert_eq!(pieces.iter().map(UidSet::len).sum::<u64>(), set.len());
        prop_assert_eq!(UidSet::from_ranges(pieces.iter().flat_map(|p| p.ranges().to_vec())), set);
    }

    #[test]
    fn minus_takes_away(a in prop::collection::vec(1u32..120, 0..60), b in prop::collection::vec(1u32..120, 0..60)) {
        let (left, right): (UidSet, UidSet) = (a.iter().copied().collect(), b.iter().copied().collect());
        let expected: UidSet = a.into_iter().filter(|uid| !right.contains(*uid)).collect();
        prop_assert_eq!(left.minus(&right), expected);
    }
}
