use super::*;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex};
use std::time::Duration;

const MANY: usize = STRETCH * UNDER_WAY * 3 + 7;

fn numbers() -> Vec<usize> {
    (0..MANY).collect()
}

#[test]
fn everything_comes_in_order_whoever_is_done_first() {
    let mut taken = Vec::new();
    let work = |number: &usize, _: &mut Vec<u8>| {
        // Every second stretch takes much longer.
        (0..number / STRETCH % 2 * 2_000).fold(*number, |number, step| std::hint::black_box(number ^ step ^ step))
    };
    in_order(&numbers(), work, |number| {
        taken.push(number);
        ControlFlow::Continue(())
    });
    assert_eq!(taken, numbers());
    in_order(&[], |number: &usize, _| *number, |_| unreachable!("there is nothing"));
}

#[test]
fn a_thread_that_waits_holds_up_none_of_the_others() {
    if thread::available_parallelism().map_or(1, usize::from) < 2 {
        return eprintln!("one core: there are no others");
    }
    let (worked, more) = (Mutex::new(0), Condvar::new());
    let others = STRETCH * (UNDER_WAY - 1);
    let work = |number: &usize, _: &mut Vec<u8>| {
        if *number == 0 {
            let waits = more.wait_timeout_while(worked.lock().unwrap(), Duration::from_mins(1), |worked| *worked < others);
            return waits.unwrap().1.timed_out();
        }
        *worked.lock().unwrap() += 1;
        more.notify_all();
        false
    };
    let mut held_up = false;
    in_order(&numbers(), work, |timed_out| {
        held_up |= timed_out;
        ControlFlow::Continue(())
    });
    assert!(!held_up);
}

#[test]
fn nobody_works_far_ahead_of_what_is_taken() {
    let worked = AtomicUsize::new(0);
    let (mut first, mut ahead) = (true, 0);
    in_order(
        &numbers(),
        |_, _| worked.fetch_add(1, Ordering::SeqCst),
        |_| {
            while std::mem::take(&mut first) || ahead < worked.load(Ordering::SeqCst) {
                ahead = worked.load(Ordering::SeqCst);
                thread::sleep(Duration::from_millis(100));
            }
            ControlFlow::Break(())
        },
    );
    // The stretch that is being taken, and those behind it.
    assert!(ahead <= STRETCH * (UNDER_WAY + 1), "{ahead}");
}

#[test]
fn of_few_items_every_thread_has_some() {
    let cores = thread::available_parallelism().map_or(1, usize::from).min(THREADS);
    let (at_work, more) = (Mutex::new(0), Condvar::new());
    let few: Vec<usize> = (0..cores).collect();
    let work = |_: &usize, _: &mut Vec<u8>| {
        *at_work.lock().unwrap() += 1;
        more.notify_all();
        // Nobody does two before all have one.
        let waits = more.wait_timeout_while(at_work.lock().unwrap(), Duration::from_mins(1), |at_work| *at_work < cores);
        waits.unwrap().1.timed_out()
    };
    let mut alone = false;
    in_order(&few, work, |timed_out| {
        alone |= timed_out;
        ControlFlow::Continue(())
    });
    assert!(!alone);
}

#[test]
fn after_a_break_nothing_is_taken_and_little_is_done() {
    let (worked, mut taken) = (AtomicUsize::new(0), 0);
    in_order(
        &numbers(),
        |_, _| worked.fetch_add(1, Ordering::SeqCst),
        |_| {
            taken += 1;
            if taken < 5 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        },
    );
    assert_eq!(taken, 5);
    assert!(worked.into_inner() <= STRETCH * (UNDER_WAY + 1));
}

#[test]
#[should_panic(expected = "number 77")]
fn a_panic_is_the_callers() {
    in_order(&numbers(), |number, _| assert_ne!(*number, 77, "number {number}"), |()| ControlFlow::Continue(()));
}
