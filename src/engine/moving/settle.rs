//! What became of messages when nobody said so: worked out from where they are now.
//!
//! Still in the source mailbox: not moved. No longer there, but in the target since the step was sent: moved. In neither:
//! gone. In both, where a move is a copy and a removal: cut between the two; the removal is made up for, after the two were
//! compared octet for octet. Messages with the same fingerprint stand in for each other: what is missing in the source is
//! given what arrived in the target before anything that is still there is taken for copied.

use super::Ground;
use crate::engine::Error;
use crate::mail::{MailboxName, MessageRef};
use crate::plan::{ActionId, Item};
use crate::source::{Fingerprint, SourceError};
use crate::store::journal::{ItemState, StepRecord, TargetMark};
use std::collections::{BTreeMap, BTreeSet};

/// May the source be changed?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Repair {
    Yes,
    /// Only look: what would need a repair stays `sent`.
    No,
}

/// Messages larger than this are not compared, and a cut copy of one is left for the member to see.
const COMPARABLE: u64 = 128 * 1024 * 1024;

type News = Vec<(usize, ItemState, Option<MessageRef>)>;

/// Brings the items of a step that were sent, or moved to an unknown place, level with the source.
pub(super) fn settle(ground: &mut Ground<'_>, action: ActionId, step: u32, repair: Repair) -> Result<(), Error> {
    let mut record = ground.store.step(action, step)?;
    let sent = numbers(&record, |item| item.state == ItemState::Sent);
    let unplaced = numbers(&record, |item| item.state == ItemState::Moved && item.new_place.is_none() && !item.undone);
    if sent.is_empty() && unplaced.is_empty() {
        if record.items.iter().all(|item| item.state != ItemState::Planned) {
            return Ok(());
        }
        return match ground.source.open(&record.from) {
            Ok(state) if state.uid_validity != record.uid_validity => renew_places(ground, action, &mut record).map(drop),
            Ok(_) | Err(SourceError::NoSuchMailbox { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        };
    }
    let present = renew_places(ground, action, &mut record)?;
    let (there, absent): (Vec<_>, Vec<_>) = sent.into_iter().partition(|number| present.contains(number));
    let copying = ground.source.moves_by_copy();
    let mut arrived = arrived(ground, action, &record, unplaced.iter().chain(&absent).chain(there.iter().filter(|_| copying)))?;
    let mut news = News::new();
    for number in unplaced {
        if let Some(place) = take(&mut arrived, &record, number) {
            news.push((number, ItemState::Moved, Some(place)));
        }
    }
    for number in absent {
        match take(&mut arrived, &record, number) {
            Some(place) => news.push((number, ItemState::Moved, Some(place))),
            None => news.push((number, ItemState::Gone, None)),
        }
    }
    // First what is certain: the repair below can be cut as well.
    ground.store.record(action, step, &news)?;
    for number in there {
        let copy = if copying { take(&mut arrived, &record, number) } else { None };
        let state = match (copy, repair) {
            (Some(_), Repair::No) => continue,
            (Some(copy), Repair::Yes) if remove_original(ground, &record, number, &copy)? => (ItemState::Moved, Some(copy)),
            _ => (ItemState::Planned, None),
        };
        ground.store.record(action, step, &[(number, state.0, state.1)])?;
    }
    Ok(())
}

fn numbers(record: &StepRecord, which: impl Fn(&crate::store::journal::ItemRecord) -> bool) -> Vec<usize> {
    record.items.iter().enumerate().filter(|(_, item)| which(item)).map(|(number, _)| number).collect()
}

/// Which of the items that are not at their end still lie in the source mailbox. Where it was rebuilt, their places are
/// renewed by fingerprint first, as the old ones may by now be those of other messages.
fn renew_places(ground: &mut Ground<'_>, action: ActionId, record: &mut StepRecord) -> Result<BTreeSet<usize>, Error> {
    let pending = numbers(record, |item| matches!(item.state, ItemState::Planned | ItemState::Sent));
    if pending.is_empty() {
        return Ok(BTreeSet::new());
    }
    let state = match ground.source.open(&record.from) {
        Ok(state) => state,
        Err(SourceError::NoSuchMailbox { .. }) => return Ok(BTreeSet::new()),
        Err(error) => return Err(error.into()),
    };
    if state.uid_validity == record.uid_validity {
        let places: Vec<_> = pending.iter().filter_map(|n| record.items.get(*n)).map(|i| i.item.message.clone()).collect();
        let present: BTreeSet<_> = ground.source.present(&record.from, &places)?.into_iter().collect();
        return Ok(pending.into_iter().zip(&places).filter(|(_, place)| present.contains(place)).map(|(n, _)| n).collect());
    }
    let wanted: Vec<_> = pending.iter().filter_map(|n| record.items.get(*n)).map(|i| fingerprint(&i.item)).collect();
    let found = ground.source.find(&record.from, None, &wanted)?;
    let found: Vec<_> = pending.iter().copied().zip(found).filter_map(|(number, place)| Some((number, place?))).collect();
    ground.store.relocate(action, record.step, state.uid_validity, &found)?;
    let present: BTreeSet<_> = found.iter().map(|(number, _)| *number).collect();
    // A planned message without a place is out of reach: its old place must not be used again.
    let lost = pending.iter().filter(|number| !present.contains(number));
    let lost = lost.filter(|n| record.items.get(**n).is_some_and(|item| item.state == ItemState::Planned));
    let news: News = lost.map(|number| (*number, ItemState::Gone, None)).collect();
    ground.store.record(action, record.step, &news)?;
    *record = ground.store.step(action, record.step)?;
    Ok(present)
}

/// What arrived in the target since the step was sent and is not accounted for, by fingerprint, in the target's order.
fn arrived<'a>(
    ground: &mut Ground<'_>,
    action: ActionId,
    record: &StepRecord,
    wanted: impl Iterator<Item = &'a usize>,
) -> Result<BTreeMap<Fingerprint, Vec<MessageRef>>, Error> {
    let mut prints: Vec<_> = wanted.filter_map(|n| record.items.get(*n)).map(|item| fingerprint(&item.item)).collect();
    if prints.is_empty() {
        return Ok(BTreeMap::new());
    }
    let state = match ground.source.open(&record.to) {
        Ok(state) => state,
        Err(SourceError::NoSuchMailbox { .. }) => return Ok(BTreeMap::new()),
        Err(error) => return Err(error.into()),
    };
    let since = record.target.filter(|mark: &TargetMark| mark.uid_validity == state.uid_validity).and_then(|mark| mark.uid_next);
    // Twins that are accounted for are looked for as well, or they could be found in place of the others.
    let kinds: BTreeSet<_> = prints.iter().cloned().collect();
    let mut known = placed_in(ground, action, &record.to)?;
    known.retain(|(print, _)| kinds.contains(print));
    prints.extend(known.iter().map(|(print, _)| print.clone()));
    let found = ground.source.find(&record.to, since, &prints)?;
    let known: BTreeSet<_> = known.into_iter().map(|(_, place)| place).collect();
    let mut arrived: BTreeMap<Fingerprint, Vec<MessageRef>> = BTreeMap::new();
    for (print, place) in prints.into_iter().zip(found) {
        if let Some(place) = place.filter(|place| !known.contains(place)) {
            arrived.entry(print).or_default().push(place);
        }
    }
    for places in arrived.values_mut() {
        // Last first, as `take` takes from the end.
        places.sort_by(|a, b| (b.uid(), b).cmp(&(a.uid(), a)));
        places.dedup();
    }
    Ok(arrived)
}

fn take(arrived: &mut BTreeMap<Fingerprint, Vec<MessageRef>>, record: &StepRecord, number: usize) -> Option<MessageRef> {
    arrived.get_mut(&fingerprint(&record.items.get(number)?.item))?.pop()
}

/// Items of this action whose place in a target is known.
fn placed_in(ground: &Ground<'_>, action: ActionId, target: &MailboxName) -> Result<Vec<(Fingerprint, MessageRef)>, Error> {
    let mut placed = Vec::new();
    for step in ground.store.steps(action)? {
        let record = ground.store.step(action, step)?;
        if record.to == *target {
            let items = record.items.into_iter().filter(|item| item.state == ItemState::Moved);
            placed.extend(items.filter_map(|item| Some((fingerprint(&item.item), item.new_place?))));
        }
    }
    Ok(placed)
}

/// Takes away the original of a message whose copy lies in the target, once the two were compared.
fn remove_original(ground: &mut Ground<'_>, record: &StepRecord, number: usize, copy: &MessageRef) -> Result<bool, Error> {
    let Some(original) = record.items.get(number).map(|item| item.item.message.clone()) else { return Ok(false) };
    let same = match (ground.source.read(&record.from, &original, COMPARABLE), ground.source.read(&record.to, copy, COMPARABLE)) {
        (Ok(a), Ok(b)) => a == b,
        (Err(SourceError::Limit { .. } | SourceError::Gone { .. }), _)
        | (_, Err(SourceError::Limit { .. } | SourceError::Gone { .. })) => false,
        (Err(error), _) | (_, Err(error)) => return Err(error.into()),
    };
    if !same {
        return Ok(false);
    }
    let validity = ground.source.open(&record.from)?.uid_validity;
    let removed = ground.source.remove_copied(&record.from, validity, std::slice::from_ref(&original))?;
    Ok(removed.contains(&original))
}

pub(super) fn fingerprint(item: &Item) -> Fingerprint {
    Fingerprint { message_id: item.message_id.clone(), size: item.size, received: item.received }
}
