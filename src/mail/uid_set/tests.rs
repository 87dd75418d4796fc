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

    #[test]
    fn bridges_hold_the_set_and_none_of_the_others(
        uids in prop::collection::vec((1u32..3_000, any::<bool>()), 1..300), count in 1u32..100, octets in 16usize..200,
    ) {
        let plain: std::collections::BTreeMap<u32, bool> = uids.into_iter().collect();
        let of = |wanted: bool| plain.iter().filter(|(_, is)| **is == wanted).map(|(uid, _)| *uid).collect::<UidSet>();
        let (set, others) = (of(true), of(false));
        let mut pieces = set.bridged(&others);
        let mut asked = Vec::new();
        while let Some(first) = pieces.first() {
            let piece = pieces.next(count, octets).unwrap();
            prop_assert_eq!(piece.ranges()[0].0, first);
            prop_assert!(piece.to_string().len() <= octets || piece.ranges().len() == 1);
            prop_assert!(piece.iter().filter(|uid| set.contains(*uid)).count() <= count as usize);
            prop_assert!(!piece.iter().any(|uid| others.contains(uid)));
            // Nothing is asked for twice.
            prop_assert!(asked.last().is_none_or(|last| *last < first));
            asked.extend(piece.iter());
        }
        prop_assert_eq!(pieces.next(count, octets), None);
        let asked: UidSet = asked.into_iter().collect();
        prop_assert!(set.minus(&asked).is_empty());
    }
}

#[test]
fn holes_cost_nothing_where_nothing_else_is_in_them() {
    let every_third: UidSet = (1..=3_000).map(|n| n * 3).collect();
    assert_eq!(every_third.bridged(&UidSet::default()).next(1_000, 100).unwrap().to_string(), "3:3000");
    let known: UidSet = [100].into_iter().collect();
    assert_eq!(every_third.bridged(&known).next(1_000, 100).unwrap().to_string(), "3:99,102:3000");
}
