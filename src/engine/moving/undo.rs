//! Undo: the inverse of what the journal says was moved, on the same road.

use super::{Ended, Ground, begin, finish, settle};
use crate::engine::Error;
use crate::plan::invert::Moved;
use crate::plan::{ActionId, Item, Preview, Purpose, invert};
use crate::store::journal::{ActionRecord, ActionState, ItemState};

/// Brings back what an action moved (None: the newest with anything to bring back). An undo that is itself open is finished.
pub(in crate::engine) fn undo(ground: &mut Ground<'_>, action: Option<ActionId>) -> Result<Ended, Error> {
    let open = ground.store.open_action(ground.id)?;
    if let Some(open) = open {
        let record = record(ground, open)?;
        let meant = match record.purpose {
            Purpose::Undo(undone) => action.is_none_or(|action| action == undone || action == open),
            _ => false,
        };
        if meant {
            return finish(ground, open);
        }
        if action.is_some_and(|action| action != open) || matches!(record.purpose, Purpose::Undo(_)) {
            return Err(Error::ActionOpen(open.0));
        }
    }
    let action = match action.or(open) {
        Some(action) => action,
        None => ground.store.last_undoable(ground.id)?.ok_or(Error::NothingToUndo)?,
    };
    let original = record(ground, action)?;
    if original.source != ground.id {
        return Err(Error::NoSuchAction(action.0));
    }
    if matches!(original.purpose, Purpose::Undo(_)) || original.state == ActionState::Undone {
        return Err(Error::NothingToUndo);
    }
    let (moved, missing) = match what_moved(ground, &original) {
        Err(Error::Source(error)) if original.state == ActionState::Open => {
            ground.store.set_problem(action, Some(&error.problem()))?;
            return Ok(Ended { action, stopped: Some(error.into()) });
        }
        moved => moved?,
    };
    let nothing = moved.is_empty() && missing.is_empty();
    if original.state == ActionState::Open {
        let state = if nothing { ActionState::Undone } else { ActionState::Partly };
        ground.store.end(action, state, original.problem.as_ref(), None, ground.errand.now())?;
    } else if nothing {
        ground.store.end(action, ActionState::Undone, None, None, ground.errand.now())?;
    }
    if nothing {
        return Ok(Ended { action, stopped: None });
    }
    let source = ground.source.info().id;
    let inverse = Preview::new(invert(&source, action, moved), Vec::new()).approve();
    begin(ground, inverse.plan(), &invert(&source, action, missing).steps)
}

fn record(ground: &Ground<'_>, action: ActionId) -> Result<ActionRecord, Error> {
    ground.store.action(action)?.ok_or(Error::NoSuchAction(action.0))
}

/// The messages that lie in the targets, in the order in which they were moved, and those that were moved but are not found
/// there. The latter stay what they are in the journal: they are still away, and may turn up when they are looked for again.
fn what_moved(ground: &mut Ground<'_>, original: &ActionRecord) -> Result<(Vec<Moved>, Vec<Moved>), Error> {
    let (mut moved, mut missing) = (Vec::new(), Vec::new());
    let steps = ground.store.steps(original.id)?;
    // Settles what was cut, and looks once more for what was moved to an unknown place, or seemed to be gone.
    for step in &steps {
        settle::settle(ground, original.id, *step, settle::Repair::Yes)?;
    }
    settle::look_again(ground, original.id, settle::Last::InTarget)?;
    for step in steps {
        let record = ground.store.step(original.id, step)?;
        let validity = record.target.map(|target| target.uid_validity);
        for item in record.items.into_iter().filter(|item| item.state == ItemState::Moved && !item.undone) {
            let known = item.new_place.zip(validity);
            let list = if known.is_some() { &mut moved } else { &mut missing };
            let (message, uid_validity) = known.unwrap_or_default();
            let (from, to) = (record.from.clone(), record.to.clone());
            list.push(Moved { from, to, uid_validity, item: Item { message, ..item.item } });
        }
    }
    Ok((moved, missing))
}
