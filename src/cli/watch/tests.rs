use super::*;
use crate::cli::sample::action;
use crate::lang::Locale;

/// What could not be moved is said as well, with the reason; nothing is said to be moved that was not.
#[test]
fn a_sweep_says_what_it_left() {
    let words = |moved, failed| swept(&action(moved, failed), &Lang::new(Locale::English));
    let moved = "7 messages of the flood cleared away to: Sturm. Back with: deich undo 3";
    let left = "3 new messages of the flood could not be cleared away. Deich does not try again by itself: follow the incident once more. \
                The mailbox is full. The server says: “no more”";
    assert_eq!(words(7, 0), moved);
    assert_eq!(words(7, 3), format!("{moved} {left}"));
    assert_eq!(words(0, 3), left);
}
