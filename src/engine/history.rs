//! The journal's actions as the edges see them.

use super::{Action, ActionState, Counted};
use crate::plan::Purpose;
use crate::store::journal::{self, ActionRecord, ItemState};

impl Action {
    pub(super) fn of(record: ActionRecord) -> Self {
        let state = match record.state {
            journal::ActionState::Open => ActionState::Open,
            journal::ActionState::Done => ActionState::Done,
            journal::ActionState::Partly => ActionState::Partly,
            journal::ActionState::Undone => ActionState::Undone,
        };
        let (planned, moved, gone) = (record.planned(), record.count(ItemState::Moved), record.count(ItemState::Gone));
        // What an open action has not come to yet has not failed, nor what one that was undone had not come to.
        let failed = match state {
            ActionState::Open | ActionState::Undone => record.count(ItemState::Failed),
            ActionState::Done | ActionState::Partly => planned - moved - gone,
        };
        let counted = record.before.zip(record.after).map(|(before, after)| Counted {
            from_before: before.from,
            from_after: after.from,
            to_before: before.to,
            to_after: after.to,
        });
        let is_undo = matches!(record.purpose, Purpose::Undo(_));
        let can_undo = !is_undo && (state == ActionState::Open || state != ActionState::Undone && record.away > 0);
        Self {
            id: record.id,
            source: record.label,
            home: record.spec,
            purpose: record.purpose,
            begun: record.begun,
            state,
            to: record.to,
            uses: record.uses,
            planned,
            moved,
            gone,
            failed,
            problem: record.problem,
            counted,
            can_undo,
        }
    }
}
