//! Labels (Gmail): what hangs on messages is noted before they are moved, and hung on again once an undo brought them back.
//!
//! No message waits for a label: where the source refuses one, that is said and the action goes on.

use super::{Ground, in_state};
use crate::engine::Error;
use crate::mail::MessageRef;
use crate::plan::{ActionId, Problem, ProblemKind, Purpose};
use crate::source::{Nature, SourceError};
use crate::store::LabelNote;
use crate::store::journal::ItemState;
use std::collections::BTreeMap;

/// Notes the labels of everything that is still to be moved, mailbox by mailbox in one go: a source with several commands in flight
/// is never waited for between steps. Answers with what stood in the way.
pub(super) fn note(ground: &mut Ground<'_>, action: ActionId, steps: &[u32]) -> Result<Option<Problem>, Error> {
    if undone_by(ground, action)?.is_some() || !ground.source.has_labels()? {
        return Ok(None);
    }
    let mut wanted: BTreeMap<_, BTreeMap<MessageRef, (u32, usize)>> = BTreeMap::new();
    for step in steps {
        let record = ground.store.step(action, *step)?;
        let planned = in_state(&record, ItemState::Planned);
        let planned = planned.into_iter().map(|(place, item)| (place, (*step, item)));
        wanted.entry((record.from, record.uid_validity)).or_default().extend(planned);
    }
    let mut problem = None;
    for ((from, uid_validity), items) in wanted {
        let places: Vec<_> = items.keys().cloned().collect();
        match ground.source.labels(&from, uid_validity, &places) {
            Ok(labels) => {
                let notes = labels.iter().filter_map(|(place, label)| {
                    let (step, item) = *items.get(place)?;
                    Some(LabelNote { step, item, label })
                });
                ground.store.note_labels(action, notes)?;
            }
            // Who moves finds out as well, and does what is to be done about it.
            Err(SourceError::NoSuchMailbox { .. } | SourceError::Rebuilt { .. } | SourceError::ReadOnly { .. }) => {}
            Err(error) => drop(problem.get_or_insert(refused(ProblemKind::LabelsUnread, error)?)),
        }
    }
    Ok(problem)
}

/// Hangs on again what hung on the messages that an undo has brought back. Answers with what stood in the way.
pub(super) fn put_back(ground: &mut Ground<'_>, undo: ActionId) -> Result<Option<Problem>, Error> {
    let mut problem = None;
    for loose in ground.store.loose_labels(undo)? {
        if loose.unplaced > 0 {
            problem.get_or_insert(Problem::new(ProblemKind::LabelsLost, "", ""));
        }
        let Some(uid_validity) = loose.uid_validity.filter(|_| !loose.messages.is_empty()) else { continue };
        match ground.source.add_label(&loose.mailbox, uid_validity, &loose.messages, &loose.label) {
            Ok(()) => ground.store.label_is_back(undo, &loose.label, &loose.mailbox)?,
            Err(error) => drop(problem.get_or_insert(refused(ProblemKind::LabelsLost, error)?)),
        }
    }
    Ok(problem)
}

fn undone_by(ground: &Ground<'_>, action: ActionId) -> Result<Option<ActionId>, Error> {
    let record = ground.store.action(action)?.ok_or(Error::NoSuchAction(action.0))?;
    Ok(if let Purpose::Undo(undone) = record.purpose { Some(undone) } else { None })
}

/// What the source itself said is a problem with labels; whatever else happened stops the work.
fn refused(kind: ProblemKind, error: SourceError) -> Result<Problem, Error> {
    if !error.is_answer() || error.nature() == Nature::Wait {
        return Err(error.into());
    }
    Ok(Problem::new(kind, "", &error.problem().said))
}
