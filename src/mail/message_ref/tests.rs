use super::*;
use proptest::prelude::*;
use std::hash::DefaultHasher;

fn hash(place: &MessageRef) -> u64 {
    let mut hasher = DefaultHasher::new();
    place.hash(&mut hasher);
    hasher.finish()
}

proptest! {
    #[test]
    fn a_place_is_compared_as_the_text_it_was_made_of(one in "[a-c0-2ä]{0,20}", other in "[a-c0-2ä]{0,20}") {
        let (a, b) = (MessageRef::new(&one), MessageRef::new(&other));
        prop_assert_eq!(a.as_str(), &*one);
        prop_assert_eq!(a.cmp(&b), one.cmp(&other));
        prop_assert_eq!(a == b, one == other);
        prop_assert_eq!(hash(&a) == hash(&b), one == other);
    }

    #[test]
    fn a_uid_is_its_number_in_decimal(uid: u32) {
        let place = MessageRef::from_uid(uid);
        prop_assert_eq!(&place, &MessageRef::new(&uid.to_string()));
        prop_assert_eq!(place.uid(), Some(uid).filter(|uid| *uid != 0));
    }
}

#[test]
fn a_number_takes_no_memory_of_its_own() {
    assert_eq!(size_of::<MessageRef>(), 16);
    assert!(matches!(MessageRef::from_uid(u32::MAX).0, Place::Short(10, _)));
}
