//! Moving messages so that nothing is lost: the journal says what is about to happen, the source does it, the journal
//! says what the source confirmed.
//!
//! A step goes: note how the target stands, write the intent, move, write what was confirmed. What the source left unsaid is
//! settled by asking it where the messages are (`settle`). An undo is the inverse plan on the same road (`undo`).
//!
//! The process may die between any two lines in here. Then the journal is at most two steps behind the source, and settling
//! brings it level.

mod labels;
mod run;
mod settle;
#[cfg(test)]
mod tests;
mod undo;

pub(super) use undo::undo;

use super::Error;
use super::patience::{Errand, Patience};
use crate::mail::{MailboxName, MessageRef, SpecialUse};
use crate::plan::{ActionId, Approved, Plan, Problem, ProblemKind, Purpose, Step};
use crate::source::{MailSource, MoveOutcome, SourceError};
use crate::store::journal::{ActionRecord, ActionState, ItemState, StepRecord, Totals};
use crate::store::{SourceId, Store};
use run::Run;
use std::collections::{BTreeMap, BTreeSet};

/// What seemed to be gone and was found is moved in one more round, this often: then it stays, to be tried again.
const ROUNDS: u32 = 3;

/// What moving needs.
pub(super) struct Ground<'a> {
    pub source: &'a mut dyn MailSource,
    pub id: SourceId,
    pub store: &'a mut Store,
    pub errand: Errand<'a>,
    /// Told how many of how many items have reached their end.
    pub progress: &'a mut dyn FnMut(ActionId, usize, usize),
}

/// How a run on an action ended.
#[derive(Debug)]
pub(super) struct Ended {
    pub action: ActionId,
    /// What stopped it part way; the action is still open.
    pub stopped: Option<Error>,
}

/// Does what the member approved. An error: nothing was begun, and nothing is left open.
pub(super) fn execute(ground: &mut Ground<'_>, approved: &Approved) -> Result<Ended, Error> {
    let plan = approved.plan();
    // Another mailbox may have been opened since the preview was shown.
    if *plan.source != *ground.source.info().id {
        return Err(Error::OtherSource);
    }
    if plan.messages() == 0 {
        return Err(Error::NothingToMove);
    }
    if let Some(open) = ground.store.open_action(ground.id)? {
        return Err(Error::ActionOpen(open.0));
    }
    begin(ground, plan, &[])
}

/// `missing`: what belongs to the action but is out of reach.
fn begin(ground: &mut Ground<'_>, plan: &Plan, missing: &[Step]) -> Result<Ended, Error> {
    // Before anything is written down: a target that cannot be had leaves nothing to finish or undo.
    let targets: BTreeSet<_> = plan.steps.iter().map(|step| step.to.clone()).collect();
    try_out(ground, &targets)?;
    let action = ground.store.begin(ground.id, plan, missing, ground.errand.now())?;
    finish(ground, action)
}

/// Goes on with the action the member means: the open one, or one that ended with messages that could not be moved.
pub(super) fn resume(ground: &mut Ground<'_>, action: ActionId) -> Result<Ended, Error> {
    match ground.store.open_action(ground.id)? {
        Some(open) if open == action => return finish(ground, action),
        Some(open) => return Err(Error::ActionOpen(open.0)),
        None => {}
    }
    let record = ground.store.action(action)?.filter(|record| record.source == ground.id);
    let record = record.ok_or(Error::NoSuchAction(action.0))?;
    let left = record.count(ItemState::Failed) + record.count(ItemState::Planned);
    if record.state != ActionState::Partly || left == 0 {
        return Err(Error::NothingToMove);
    }
    try_out(ground, &record.to.into_iter().collect())?;
    ground.store.reopen(action)?;
    finish(ground, action)
}

/// Goes on with an open action until it is at its end. An error: the store failed, so that nothing more may be done.
pub(super) fn finish(ground: &mut Ground<'_>, action: ActionId) -> Result<Ended, Error> {
    match go_on(ground, action) {
        Ok(()) => Ok(Ended { action, stopped: None }),
        Err(Error::Source(error)) => {
            ground.store.set_problem(action, Some(&error.problem()))?;
            Ok(Ended { action, stopped: Some(error.into()) })
        }
        Err(error) => Err(error),
    }
}

/// Works out what became of the items that were sent when the process or the line died, without changing anything on the
/// source. Answers with the open action.
pub(super) fn look_up(ground: &mut Ground<'_>) -> Result<Option<ActionId>, Error> {
    let Some(action) = ground.store.open_action(ground.id)? else { return Ok(None) };
    for step in ground.store.steps(action)? {
        settle::settle(ground, action, step, settle::Repair::No)?;
    }
    Ok(Some(action))
}

fn go_on(ground: &mut Ground<'_>, action: ActionId) -> Result<(), Error> {
    let steps = ground.store.steps(action)?;
    let mut mailboxes = Mailboxes::default();
    let mut run = Run::default();
    for step in &steps {
        let mut record = ground.store.step(action, *step)?;
        if !run.is_settled(&record) {
            settle::settle(ground, action, *step, settle::Repair::Yes)?;
            record = ground.store.step(action, *step)?;
            run.settled(&record);
        }
        mailboxes.from.insert(record.from);
        mailboxes.to.insert(record.to);
    }
    for (target, special) in make_ready(ground, &mailboxes.to)? {
        ground.store.set_use(action, &target, special)?;
    }
    let before = mailboxes.count(ground)?;
    ground.store.counted_before(action, before)?;
    let mut problem = None;
    let mut of_labels = None;
    let mut rounds = 0..ROUNDS;
    loop {
        of_labels = labels::note(ground, action, &steps)?.or(of_labels);
        let moved = move_steps(ground, action, &steps, &mut run, problem);
        run.write(ground, action)?;
        problem = moved?;
        if !settle::look_again(ground, action, settle::Last::InBoth)? {
            break;
        }
        run = Run::default();
        let again = rounds.next().is_some();
        for step in &steps {
            if again { settle::settle(ground, action, *step, settle::Repair::Yes)? } else { give_up_rest(ground, action, *step)? }
        }
        if !again {
            break;
        }
    }
    of_labels = labels::put_back(ground, action)?.or(of_labels);
    // Counting is for the member to see; that a message was moved does not hang on it.
    let after = mailboxes.count(ground).ok();
    end(ground, action, problem.as_ref().map(SourceError::problem), of_labels, after)
}

/// Moves what is still planned; what cannot be moved has failed. Answers with the first refusal.
fn move_steps(
    ground: &mut Ground<'_>,
    action: ActionId,
    steps: &[u32],
    run: &mut Run,
    mut problem: Option<SourceError>,
) -> Result<Option<SourceError>, Error> {
    let (mut done, mut total) = progress(ground, action)?;
    for step in steps {
        ground.errand.cancel.check()?;
        // Once the source has refused for good, the rest would be refused as well: it stays where it is.
        let refused = match &problem {
            Some(problem) => is_hopeless(problem, &ground.store.step(action, *step)?),
            None => false,
        };
        let stopped = if refused { None } else { move_step(ground, action, *step, run)? };
        problem = problem.or(stopped);
        if let Some(items) = run.holds(*step) {
            done += items;
        } else {
            run.write(ground, action)?;
            give_up_rest(ground, action, *step)?;
            (done, total) = progress(ground, action)?;
        }
        (ground.progress)(action, done, total);
    }
    Ok(problem)
}

/// Moves what is still planned of a step. Answers with a refusal that concerns this step (what it concerns stays planned);
/// an error means that nobody knows how the step stands, or that the member cancelled.
fn move_step(ground: &mut Ground<'_>, action: ActionId, step: u32, run: &mut Run) -> Result<Option<SourceError>, Error> {
    let mut patience = Patience::new(ground.errand);
    let mut again = false;
    let mut left = usize::MAX;
    loop {
        let record = ground.store.step(action, step)?;
        let planned = in_state(&record, ItemState::Planned);
        if planned.is_empty() {
            return Ok(None);
        }
        if planned.len() < std::mem::replace(&mut left, planned.len()) {
            patience.got_on();
        }
        let (mark, looked) = run.mark(ground, &record.to)?;
        ground.store.send(action, step, mark)?;
        let places = in_order(&planned);
        let mut outcome =
            run.send(ground, action, |source| source.move_messages(&record.from, record.uid_validity, &places, &record.to))?;
        let error = outcome.error.take();
        let (news, unclear) = confirmed(&planned, outcome);
        if error.is_none() && !unclear {
            run.done(ground, step, record.to, mark, news)?;
            return Ok(None);
        }
        ground.store.record(action, step, &news)?;
        match error {
            Some(error) if !error.is_answer() => return Err(error.into()),
            // The target went away meanwhile: the next look at it says so.
            Some(SourceError::NoSuchMailbox { .. }) if !looked => settle::settle(ground, action, step, settle::Repair::Yes)?,
            error => {
                settle::settle(ground, action, step, settle::Repair::Yes)?;
                match error {
                    // Where waiting does not help, the member can finish later.
                    Some(error @ SourceError::Wait { .. }) => patience.wait(error)?,
                    // The places were renewed, or the source passed something over: one more try.
                    None | Some(SourceError::Rebuilt { .. }) if !std::mem::replace(&mut again, true) => {}
                    error => return Ok(error),
                }
            }
        }
    }
}

/// What the source confirmed of what was sent, and whether anything is left to settle.
fn confirmed(sent: &BTreeMap<MessageRef, usize>, outcome: MoveOutcome) -> (Vec<(usize, ItemState, Option<MessageRef>)>, bool) {
    // "Gone" is not taken at its word: after a cut, the message may be gone because an earlier attempt moved it.
    let placed = outcome.moved.into_iter().map(|(from, to)| (from, Some(to)));
    let unplaced = outcome.moved_unplaced.into_iter().map(|from| (from, None));
    let mut unclear = sent.len();
    let mut news = Vec::with_capacity(sent.len());
    let mut seen = BTreeSet::new();
    for (from, to) in placed.chain(unplaced) {
        // A place nobody asked for, or one twice, is no confirmation.
        if let Some(item) = sent.get(&from).filter(|item| seen.insert(**item)) {
            unclear -= usize::from(to.is_some());
            news.push((*item, ItemState::Moved, to));
        }
    }
    (news, unclear > 0)
}

/// What a step could not move has failed.
fn give_up_rest(ground: &mut Ground<'_>, action: ActionId, step: u32) -> Result<(), Error> {
    let record = ground.store.step(action, step)?;
    let left = record.items.iter().enumerate().filter(|(_, i)| matches!(i.state, ItemState::Planned | ItemState::Sent));
    let news: Vec<_> = left.map(|(item, _)| (item, ItemState::Failed, None)).collect();
    if !news.is_empty() {
        ground.store.record(action, step, &news)?;
    }
    Ok(())
}

/// `refusal`: what the source refused first; `of_labels`: what is to be said of labels.
fn end(
    ground: &mut Ground<'_>,
    action: ActionId,
    refusal: Option<Problem>,
    of_labels: Option<Problem>,
    after: Option<Totals>,
) -> Result<(), Error> {
    let now = ground.errand.now();
    let record = ground.store.action(action)?.ok_or(Error::NoSuchAction(action.0))?;
    // What is gone from the inbox needs no cleaning up; what is gone from the trash was not brought back.
    let lost = matches!(record.purpose, Purpose::Undo(_)) && record.count(ItemState::Gone) > 0;
    let state = if lost || record.count(ItemState::Failed) > 0 { ActionState::Partly } else { ActionState::Done };
    let undone = match record.purpose {
        Purpose::Undo(undone) => ground.store.action(undone)?,
        _ => None,
    };
    // A mailbox of all messages (Gmail) neither grows nor shrinks by what is moved there and back.
    let holds_all = |record: &ActionRecord| record.uses.values().any(|special| *special == SpecialUse::All);
    let countable = !holds_all(&record) && !undone.as_ref().is_some_and(holds_all);
    let counted = after.filter(|_| countable);
    // A refusal that was overcome, by what the source did all the same or in a later round, is no problem any more.
    let problem = refusal.filter(|_| state == ActionState::Partly).or(of_labels);
    let problem = match problem {
        None => doubled(ground, &record, counted)?.or_else(|| miscounted(&record, counted?)),
        problem => problem,
    };
    ground.store.end(action, state, problem.as_ref(), after, now)?;
    if let Some(undone) = undone.filter(|original| original.away == 0) {
        ground.store.end(undone.id, ActionState::Undone, None, None, now)?;
    }
    Ok(())
}

/// Where a move is a copy, one that could not be told from what lay there before may have stayed: that is looked for where more came
/// than was moved.
fn doubled(ground: &mut Ground<'_>, record: &ActionRecord, after: Option<Totals>) -> Result<Option<Problem>, Error> {
    let moved = record.count(ItemState::Moved) as u64;
    let more = |(before, after): (Totals, Totals)| u64::from(after.to) > u64::from(before.to) + moved;
    if !record.before.zip(after).is_some_and(more) || !ground.source.moves_by_copy()? {
        return Ok(None);
    }
    match settle::doubled(ground, record.id) {
        Ok(mailbox) => Ok(mailbox.map(|mailbox| Problem::new(ProblemKind::Doubled, mailbox.as_str(), ""))),
        // Then it is said that the counts do not agree; that a message was moved does not hang on it.
        Err(Error::Source(error)) => {
            tracing::info!(%error, "doubles are not looked for");
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// Do the mailboxes hold what they should, by what was confirmed? If not, nothing went wrong with ours, but others were at work.
fn miscounted(record: &ActionRecord, after: Totals) -> Option<Problem> {
    let before = record.before?;
    let went = i64::from(before.from) - i64::from(after.from);
    let came = i64::from(after.to) - i64::from(before.to);
    let count = |state| i64::try_from(record.count(state)).unwrap_or(i64::MAX);
    let moved = count(ItemState::Moved);
    // What is gone may have gone before the count, or after.
    let agrees = came == moved && (moved..=moved.saturating_add(count(ItemState::Gone))).contains(&went);
    (!agrees).then(|| Problem::new(ProblemKind::Counts, "", ""))
}

/// How many of how many items have reached their end.
fn progress(ground: &Ground<'_>, action: ActionId) -> Result<(usize, usize), Error> {
    let record = ground.store.action(action)?.ok_or(Error::NoSuchAction(action.0))?;
    let left = record.count(ItemState::Planned) + record.count(ItemState::Sent);
    Ok((record.planned() - left, record.planned()))
}

/// Places and numbers of a step's items in one state.
fn in_state(record: &StepRecord, state: ItemState) -> BTreeMap<MessageRef, usize> {
    let items = record.items.iter().enumerate().filter(|(_, item)| item.state == state);
    items.map(|(number, item)| (item.item.message.clone(), number)).collect()
}

/// Places in the plan's order: so an undo brings messages back in the order they had.
fn in_order(items: &BTreeMap<MessageRef, usize>) -> Vec<MessageRef> {
    let mut places: Vec<_> = items.iter().collect();
    places.sort_unstable_by_key(|(_, number)| **number);
    places.into_iter().map(|(place, _)| place.clone()).collect()
}

/// A refusal that this step would meet as well.
fn is_hopeless(error: &SourceError, step: &StepRecord) -> bool {
    use SourceError as E;
    let is = |mailbox: &str, name: &MailboxName| name.as_str() == mailbox;
    match error {
        E::OverQuota { .. } | E::Unsupported => true,
        E::ReadOnly { mailbox } => is(mailbox, &step.from) || is(mailbox, &step.to),
        // What lay in a mailbox that is there no more did not stay where it is: each step finds out what became of its own.
        E::NoSuchMailbox { mailbox } | E::NotForMessages { mailbox } => is(mailbox, &step.to),
        _ => false,
    }
}

/// The mailboxes an action touches.
#[derive(Default)]
struct Mailboxes {
    from: BTreeSet<MailboxName>,
    to: BTreeSet<MailboxName>,
}

/// Makes sure that messages can be put into the targets, as far as that shows before one is.
fn try_out(ground: &mut Ground<'_>, targets: &BTreeSet<MailboxName>) -> Result<(), Error> {
    make_ready(ground, targets)?;
    for target in targets {
        ground.source.open(target)?;
    }
    Ok(())
}

/// Makes the targets that are missing, and refuses those that only hold other mailboxes. Answers with what they are for, as
/// far as the source says so.
fn make_ready(ground: &mut Ground<'_>, targets: &BTreeSet<MailboxName>) -> Result<BTreeMap<MailboxName, SpecialUse>, Error> {
    let there: BTreeMap<_, _> = ground.source.mailboxes()?.into_iter().map(|info| (info.name.clone(), info)).collect();
    let mut uses = BTreeMap::new();
    for target in targets {
        match there.get(target) {
            Some(info) if info.selectable => uses.extend(info.special.map(|special| (target.clone(), special))),
            Some(_) => return Err(SourceError::NotForMessages { mailbox: target.to_string() }.into()),
            None => ground.source.create(target)?,
        }
    }
    Ok(uses)
}

impl Mailboxes {
    fn count(&self, ground: &mut Ground<'_>) -> Result<Totals, Error> {
        let mut count = |mailboxes: &BTreeSet<MailboxName>| {
            mailboxes.iter().try_fold(0_u32, |sum, mailbox| match ground.source.open(mailbox) {
                Ok(state) => Ok(sum.saturating_add(state.exists)),
                // It went away meanwhile, and all its messages with it.
                Err(SourceError::NoSuchMailbox { .. }) => Ok(sum),
                Err(error) => Err(error),
            })
        };
        Ok(Totals { from: count(&self.from)?, to: count(&self.to)? })
    }
}
