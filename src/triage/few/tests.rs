use super::*;

#[test]
fn a_list_of_any_length_comes_back() {
    for length in 0..10_u32 {
        let list: Vec<u32> = (1..=length).collect();
        let few = Few::<u32, 3>::from(list.clone());
        assert_eq!(*few, *list);
        assert_eq!(few, list.into_iter().collect());
        assert_eq!(few, few.clone());
    }
    assert_ne!(Few::<u32, 3>::from(vec![1, 2]), Few::from(vec![1, 2, 0]));
}

#[test]
fn a_short_list_takes_no_more_room_than_a_pointer_to_a_long_one() {
    assert_eq!((size_of::<Few<u32, 3>>(), size_of::<Few<u64, 1>>()), (16, 16));
}
