use super::*;

#[test]
fn a_quick_server_is_given_more_and_a_slow_one_less() {
    let (quick, usual, slow) = (Duration::from_millis(100), Duration::from_secs(2), Duration::from_secs(9));
    let mut stride = Stride::default();
    let mut sizes = Vec::new();
    // A command that was not full proves nothing.
    for (moved, took) in
        [(500, quick), (999, quick), (1000, usual), (1000, quick), (2000, quick), (2000, slow), (1000, slow), (500, slow)]
    {
        stride = stride.after(moved, took);
        sizes.push(stride.0);
    }
    assert_eq!(sizes, [1000, 1000, 1000, 2000, 2000, 1000, 500, 500]);
}
