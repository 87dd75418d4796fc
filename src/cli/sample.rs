//! An action to say something of, for tests.

use crate::engine::{Action, ActionState, SourceSpec};
use crate::mail::MailboxName;
use crate::plan::{ActionId, Problem, ProblemKind, Purpose};
use std::collections::BTreeMap;

/// A selection that was moved, in part where something failed: then the mailbox was full.
pub fn action(moved: usize, failed: usize) -> Action {
    Action {
        id: ActionId(3),
        source: "max@club.example".to_owned(),
        home: SourceSpec::Path("club".into()),
        purpose: Purpose::Selection,
        begun: "2017-11-30T21:30:00Z".parse().unwrap(),
        state: if failed > 0 { ActionState::Partly } else { ActionState::Done },
        to: vec![MailboxName::new("Sturm")],
        uses: BTreeMap::new(),
        planned: moved + failed,
        moved,
        gone: 0,
        failed,
        problem: (failed > 0).then(|| Problem::new(ProblemKind::OverQuota, "", "no more")),
        counted: None,
        can_undo: moved > 0,
    }
}
