//! What became of messages when nobody said so: worked out from where they are now.
//!
//! Still in the source mailbox: not moved. No longer there, but in the target since the step was sent: moved. In neither:
//! gone. In both, where a move is a copy and a removal: cut between the two; the removal is made up for, after the two were
//! compared octet for octet, or the copy taken away where the source refuses that. What stays, stays without the mark of a
//! removal. Messages with the same fingerprint stand in for each other: what is missing in the source is
//! given what arrived in the target before anything that is still there is taken for copied.

use super::Ground;
use crate::engine::Error;
use crate::mail::{MailboxName, MessageRef};
use crate::plan::{ActionId, Item};
use crate::source::{Fingerprint, SourceError};
use crate::store::journal::{ItemRecord, ItemState, StepRecord};
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

/// Places by fingerprint; to be taken from the end.
type Places = BTreeMap<Fingerprint, Vec<MessageRef>>;

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
    let sent = numbers(&record, |item| item.state == ItemState::Sent);
    let (there, absent): (Vec<_>, Vec<_>) = sent.into_iter().partition(|number| present.contains(number));
    let copying = ground.source.moves_by_copy()?;
    let copied: &[usize] = if copying { &there } else { &[] };
    let (mut arrived, since_sent) = arrived(ground, action, &record, &[unplaced.as_slice(), absent.as_slice(), copied].concat())?;
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
    if !copying {
        let stay: News = there.into_iter().map(|number| (number, ItemState::Planned, None)).collect();
        return Ok(ground.store.record(action, step, &stay)?);
    }
    if repair == Repair::No {
        return Ok(());
    }
    let mut uncopied = Vec::new();
    for number in there {
        let copy = if since_sent { take(&mut arrived, &record, number) } else { None };
        let Some(copy) = copy else {
            uncopied.push(number);
            continue;
        };
        let news = match complete(ground, &record, number, &copy)? {
            Cut::Completed => (number, ItemState::Moved, Some(copy)),
            Cut::TakenBack => (number, ItemState::Planned, None),
            Cut::Stuck => (number, ItemState::Failed, None),
            Cut::None => {
                uncopied.push(number);
                continue;
            }
        };
        ground.store.record(action, step, &[news])?;
    }
    // They may be marked, and would be copied with the mark.
    let places: Vec<_> = uncopied.iter().filter_map(|n| record.items.get(*n)).map(|i| i.item.message.clone()).collect();
    let kept: BTreeSet<_> = if places.is_empty() { BTreeSet::new() } else { keep(ground, &record, &places)? };
    let state = |place| if kept.contains(place) { ItemState::Planned } else { ItemState::Failed };
    let news: News = uncopied.into_iter().zip(&places).map(|(number, place)| (number, state(place), None)).collect();
    Ok(ground.store.record(action, step, &news)?)
}

fn numbers(record: &StepRecord, which: impl Fn(&ItemRecord) -> bool) -> Vec<usize> {
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
    let taken = placed(ground, action, |step| {
        // Places that other steps' items were given in the rebuilt mailbox already.
        let renewed = step.from == record.from && step.step != record.step && step.uid_validity == state.uid_validity;
        let left = |item: &ItemRecord| matches!(item.state, ItemState::Planned | ItemState::Sent);
        let items = step.items.iter().filter(|item| renewed && left(item));
        items.map(|item| (fingerprint(&item.item), item.item.message.clone())).collect()
    })?;
    let mut there = unclaimed(ground, &record.from, None, prints(record, &pending), taken)?;
    let found: Vec<_> = pending.iter().filter_map(|number| Some((*number, take(&mut there, record, *number)?))).collect();
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

/// What arrived in the target since the step was sent and is not accounted for. False: the target was rebuilt meanwhile, so
/// it may have been there before; that is enough to say where a missing message is, but not to take one away as a copy.
fn arrived(ground: &mut Ground<'_>, action: ActionId, record: &StepRecord, wanted: &[usize]) -> Result<(Places, bool), Error> {
    let wanted = prints(record, wanted);
    if wanted.is_empty() {
        return Ok((Places::new(), true));
    }
    let state = match ground.source.open(&record.to) {
        Ok(state) => state,
        Err(SourceError::NoSuchMailbox { .. }) => return Ok((Places::new(), false)),
        Err(error) => return Err(error.into()),
    };
    let since = record.target.filter(|mark| mark.uid_validity == state.uid_validity).and_then(|mark| mark.uid_next);
    let known = placed(ground, action, |step| {
        let items = step.items.iter().filter(|item| step.to == record.to && item.state == ItemState::Moved);
        items.filter_map(|item| Some((fingerprint(&item.item), item.new_place.clone()?))).collect()
    })?;
    Ok((unclaimed(ground, &record.to, since, wanted, known)?, since.is_some()))
}

/// Messages of a mailbox with the wanted fingerprints that are not taken, in the mailbox's order, last first.
fn unclaimed(
    ground: &mut Ground<'_>,
    mailbox: &MailboxName,
    since: Option<u32>,
    mut wanted: Vec<Fingerprint>,
    mut taken: Vec<(Fingerprint, MessageRef)>,
) -> Result<Places, Error> {
    // Twins that are taken are looked for as well, or they could be found in place of the others.
    let kinds: BTreeSet<_> = wanted.iter().cloned().collect();
    taken.retain(|(print, _)| kinds.contains(print));
    wanted.extend(taken.iter().map(|(print, _)| print.clone()));
    let found = ground.source.find(mailbox, since, &wanted)?;
    let taken: BTreeSet<_> = taken.into_iter().map(|(_, place)| place).collect();
    let mut places = Places::new();
    for (print, place) in wanted.into_iter().zip(found) {
        if let Some(place) = place.filter(|place| !taken.contains(place)) {
            places.entry(print).or_default().push(place);
        }
    }
    for places in places.values_mut() {
        places.sort_by(|a, b| (b.uid(), b).cmp(&(a.uid(), a)));
        places.dedup();
    }
    Ok(places)
}

/// The first place for an item.
fn take(places: &mut Places, record: &StepRecord, number: usize) -> Option<MessageRef> {
    places.get_mut(&fingerprint(&record.items.get(number)?.item))?.pop()
}

fn prints(record: &StepRecord, numbers: &[usize]) -> Vec<Fingerprint> {
    numbers.iter().filter_map(|number| record.items.get(*number)).map(|item| fingerprint(&item.item)).collect()
}

/// Places that items of this action hold, by what `of` says of each step.
fn placed(
    ground: &Ground<'_>,
    action: ActionId,
    of: impl Fn(&StepRecord) -> Vec<(Fingerprint, MessageRef)>,
) -> Result<Vec<(Fingerprint, MessageRef)>, Error> {
    let mut placed = Vec::new();
    for step in ground.store.steps(action)? {
        placed.extend(of(&ground.store.step(action, step)?));
    }
    Ok(placed)
}

/// What became of a move that may have been cut between copy and removal.
enum Cut {
    /// The original is taken away.
    Completed,
    /// The source would not have that: the copy is taken away.
    TakenBack,
    /// Neither would go.
    Stuck,
    /// What was found is not, or cannot be told to be, a copy.
    None,
}

/// Takes away the original of a message whose copy lies in the target, once the two were compared; or else the copy.
fn complete(ground: &mut Ground<'_>, record: &StepRecord, number: usize, copy: &MessageRef) -> Result<Cut, Error> {
    let Some(original) = record.items.get(number).map(|item| item.item.message.clone()) else { return Ok(Cut::None) };
    let same = match (ground.source.read(&record.from, &original, COMPARABLE), ground.source.read(&record.to, copy, COMPARABLE)) {
        (Ok(a), Ok(b)) => a == b,
        (Err(SourceError::Limit { .. } | SourceError::Gone { .. }), _)
        | (_, Err(SourceError::Limit { .. } | SourceError::Gone { .. })) => false,
        (Err(error), _) | (_, Err(error)) => return Err(error.into()),
    };
    if !same {
        return Ok(Cut::None);
    }
    let one = std::slice::from_ref(&original);
    if unless_refused(ground.source.remove_copied(&record.from, record.uid_validity, one))?.contains(&original) {
        return Ok(Cut::Completed);
    }
    let Some(target) = record.target else { return Ok(Cut::Stuck) };
    if !keep(ground, record, one)?.contains(&original) {
        return Ok(Cut::Stuck);
    }
    let removed = ground.source.remove_copied(&record.to, target.uid_validity, std::slice::from_ref(copy));
    Ok(if unless_refused(removed)?.contains(copy) { Cut::TakenBack } else { Cut::Stuck })
}

fn keep(ground: &mut Ground<'_>, record: &StepRecord, places: &[MessageRef]) -> Result<BTreeSet<MessageRef>, Error> {
    unless_refused(ground.source.keep(&record.from, record.uid_validity, places, &record.to))
        .map(|kept| kept.into_iter().collect())
}

/// The answer to a change that the source may refuse; any other error stops the work.
fn unless_refused(answer: Result<Vec<MessageRef>, SourceError>) -> Result<Vec<MessageRef>, Error> {
    use SourceError as E;
    match answer {
        Err(E::Refused { .. } | E::ReadOnly { .. } | E::OverQuota { .. } | E::Unsupported) => Ok(Vec::new()),
        answer => Ok(answer?),
    }
}

pub(super) fn fingerprint(item: &Item) -> Fingerprint {
    Fingerprint { message_id: item.message_id.clone(), size: item.size, received: item.received }
}
