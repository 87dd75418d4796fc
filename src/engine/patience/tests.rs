use super::*;
use std::sync::Mutex;

fn asks(wait: Option<Duration>) -> SourceError {
    SourceError::Wait { said: "[THROTTLED] slow down".into(), wait }
}

const CLOCK: Option<Timestamp> = Some(Timestamp::UNIX_EPOCH);

#[test]
fn a_wish_to_wait_is_told_and_obeyed_until_it_is_of_no_use() {
    let (cancel, said) = (Cancel::default(), Mutex::new(Vec::new()));
    let say = |event| said.lock().unwrap().push(event);
    let mut patience = Patience::new(Errand { cancel: &cancel, clock: CLOCK, say: &say, waits: true });
    let short = Some(Duration::from_micros(10));
    for _ in 0..TIMES {
        patience.wait(asks(short)).unwrap();
    }
    assert_eq!(patience.wait(asks(short)), Err(asks(short)));
    patience.got_on();
    patience.wait(asks(short)).unwrap();
    let said = said.into_inner().unwrap();
    assert_eq!(said.len(), 2 * (TIMES as usize + 1));
    for pair in said.chunks(2) {
        let [Event::Waiting { until, problem }, Event::GoesOn] = pair else { panic!("{pair:?}") };
        assert_eq!((*until > Timestamp::UNIX_EPOCH, &*problem.said), (true, "[THROTTLED] slow down"));
    }
}

#[test]
fn nothing_else_is_waited_for_and_cancelling_ends_it() {
    let cancel = Cancel::default();
    // Cancelled as soon as the wait is told.
    let say = |event| {
        assert!(matches!(event, Event::Waiting { .. }), "{event:?}");
        cancel.cancel();
    };
    let errand = Errand { cancel: &cancel, clock: CLOCK, say: &say, waits: true };
    let mut patience = Patience::new(errand);
    let refused = SourceError::Refused { said: String::new() };
    assert_eq!(patience.wait(refused.clone()), Err(refused));
    let impatient = &mut Patience::new(Errand { waits: false, ..errand });
    assert_eq!(impatient.wait(asks(None)), Err(asks(None)));
    let tomorrow = asks(Some(Duration::from_hours(24)));
    assert_eq!(patience.wait(tomorrow.clone()), Err(tomorrow));
    assert_eq!(patience.wait(asks(None)), Err(SourceError::Cancelled));
}

#[test]
fn waits_grow_and_are_never_shorter_than_asked_for() {
    let minutes = Duration::from_mins;
    assert_eq!((length(None, 0), length(None, 1), length(None, TIMES - 1)), (Some(WAIT), Some(WAIT * 2), Some(LONGEST)));
    assert_eq!((length(Some(minutes(5)), 0), length(Some(minutes(5)), 2)), (Some(minutes(5)), Some(minutes(20))));
    assert_eq!((length(None, TIMES), length(Some(Duration::MAX), 3)), (None, Some(Duration::MAX)));
    for chance in [0, 1, 1023, 1024, u64::MAX] {
        assert!(jitter(minutes(4), chance) < minutes(1));
    }
    assert_ne!(jitter(minutes(4), 1), jitter(minutes(4), 2));
}
