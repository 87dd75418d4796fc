use super::*;
use std::time::Duration;

#[test]
fn who_is_to_hurry_works_on_and_waits_no_longer() {
    let (cancel, now) = (Cancel::default(), Instant::now());
    cancel.hurry(now + Duration::from_hours(1));
    assert_eq!((cancel.check(), cancel.check_wait()), (Ok(()), Ok(())));
    cancel.reset();
    cancel.hurry(now);
    // The first word counts.
    cancel.hurry(now + Duration::from_hours(1));
    assert_eq!((cancel.check(), cancel.check_wait()), (Ok(()), Err(Cancelled)));
    cancel.reset();
    assert_eq!(cancel.check_wait(), Ok(()));
    cancel.cancel();
    assert_eq!((cancel.check(), cancel.check_wait()), (Err(Cancelled), Err(Cancelled)));
}
