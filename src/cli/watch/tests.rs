use super::*;
use crate::lang::Locale;
use crate::plan::{ActionId, Problem, ProblemKind, Purpose};

fn action(moved: usize, failed: usize) -> Action {
    Action {
        id: ActionId(3),
        source: "max@club.example".to_owned(),
        home: crate::engine::SourceSpec::Path("club".into()),
        purpose: Purpose::Selection,
        begun: "2017-11-30T21:30:00Z".parse().unwrap(),
        state: if failed > 0 { ActionState::Partly } else { ActionState::Done },
        to: vec![MailboxName::new("Sturm")],
        uses: std::collections::BTreeMap::new(),
        planned: moved + failed,
        moved,
        gone: 0,
        failed,
        problem: (failed > 0).then(|| Problem::new(ProblemKind::OverQuota, "", "no more")),
        counted: None,
        can_undo: moved > 0,
    }
}

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
