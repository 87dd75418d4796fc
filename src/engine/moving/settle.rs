//! What became of messages when nobody said so: worked out from where they are now.
//!
//! Still in the source mailbox: not moved. No longer there, but in the target since the step was sent: moved. In neither:
//! gone. In both, where a move is a copy and a removal: cut between the two; the removal is made up for, after the two were
//! compared octet for octet, or the copy taken away where the source refuses that. What stays, stays without the mark of a
//! removal. Messages with the same fingerprint stand in for each other: what is missing in the source is
//! given what arrived in the target before anything that is still there is taken for copied.
//!
//! `gone` is a last word, so an action does not end with it before both mailboxes were looked through whole, by someone who
//! cannot have an old view of them ([`look_again`]).

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
            Ok(state) if state.uid_validity != record.uid_validity => renew_places(ground, action, &mut record, repair).map(drop),
            Ok(_) | Err(SourceError::NoSuchMailbox { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        };
    }
    let Some(present) = renew_places(ground, action, &mut record, repair)? else { return Ok(()) };
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
            None if repair == Repair::Yes => news.push((number, ItemState::Gone, None)),
            // Who only looks has not looked everywhere.
            None => {}
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
/// renewed by fingerprint first, as the old ones may by now be those of other messages; None: not all were found, and who only
/// looks leaves them as they are.
fn renew_places(
    ground: &mut Ground<'_>,
    action: ActionId,
    record: &mut StepRecord,
    repair: Repair,
) -> Result<Option<BTreeSet<usize>>, Error> {
    let pending = numbers(record, is_pending);
    if pending.is_empty() {
        return Ok(Some(BTreeSet::new()));
    }
    let state = match ground.source.open(&record.from) {
        Ok(state) => state,
        Err(SourceError::NoSuchMailbox { .. }) => return Ok(Some(BTreeSet::new())),
        Err(error) => return Err(error.into()),
    };
    if state.uid_validity == record.uid_validity {
        let places: Vec<_> = pending.iter().filter_map(|n| record.items.get(*n)).map(|i| i.item.message.clone()).collect();
        let present: BTreeSet<_> = ground.source.present(&record.from, &places)?.into_iter().collect();
        let present = pending.into_iter().zip(&places).filter(|(_, place)| present.contains(place));
        return Ok(Some(present.map(|(number, _)| number).collect()));
    }
    let pending = if ground.source.moves_by_copy()? { pending } else { not_arrived(ground, action, record)? };
    if pending.is_empty() {
        return Ok(Some(BTreeSet::new()));
    }
    let taken = placed(ground, action, |step| {
        // Places that other steps' items were given in the rebuilt mailbox already.
        let renewed = step.from == record.from && step.step != record.step && step.uid_validity == state.uid_validity;
        let items = step.items.iter().filter(|item| renewed && is_pending(item));
        items.map(|item| (fingerprint(&item.item), item.item.message.clone())).collect()
    })?;
    let mut there = unclaimed(ground, &record.from, None, prints(record, &pending), taken)?;
    let found: Vec<_> = pending.iter().filter_map(|number| Some((*number, take(&mut there, record, *number)?))).collect();
    if repair == Repair::No && found.len() < pending.len() {
        return Ok(None);
    }
    ground.store.relocate(action, record.step, state.uid_validity, &found)?;
    let present: BTreeSet<_> = found.iter().map(|(number, _)| *number).collect();
    // A planned message without a place is out of reach: its old place must not be used again.
    let lost = pending.iter().filter(|number| !present.contains(number));
    let lost = lost.filter(|n| record.items.get(**n).is_some_and(|item| item.state == ItemState::Planned));
    let news: News = lost.map(|number| (*number, ItemState::Gone, None)).collect();
    ground.store.record(action, record.step, &news)?;
    *record = ground.store.step(action, record.step)?;
    Ok(Some(present))
}

/// Which items are not at their end, once those that were sent and came into the target are. A move leaves a message in one place: an
/// equal one in the rebuilt source is another, which nobody asked to move.
fn not_arrived(ground: &mut Ground<'_>, action: ActionId, record: &mut StepRecord) -> Result<Vec<usize>, Error> {
    let sent = numbers(record, |item| item.state == ItemState::Sent);
    let (mut arrived, since_sent) = arrived(ground, action, record, &sent)?;
    if since_sent {
        let found = sent.into_iter().filter_map(|number| Some((number, take(&mut arrived, record, number)?)));
        let news: News = found.map(|(number, place)| (number, ItemState::Moved, Some(place))).collect();
        ground.store.record(action, record.step, &news)?;
        *record = ground.store.step(action, record.step)?;
    }
    Ok(numbers(record, is_pending))
}

fn is_pending(item: &ItemRecord) -> bool {
    matches!(item.state, ItemState::Planned | ItemState::Sent)
}

/// Where what was not found is looked for once more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Last {
    /// In the target alone: what lies in the source is where it belongs.
    InTarget,
    InBoth,
}

/// Looks once more for what is said to be gone or lies nobody knows where, in whole mailboxes, and where the source lets go of
/// what it believed of them: a server was seen to show a rebuilt mailbox as empty to a session that had known it before, and Gmail
/// leaves what is moved to "All mail" under the UID it had there. What lies in the source after all is to be moved again, then the
/// answer is true; what lies in the target was moved.
pub(super) fn look_again(ground: &mut Ground<'_>, action: ActionId, last: Last) -> Result<bool, Error> {
    let steps = ground.store.steps(action)?;
    let mut records = steps.into_iter().map(|step| ground.store.step(action, step)).collect::<Result<Vec<_>, _>>()?;
    if records.iter().all(|record| numbers(record, is_lost).is_empty()) {
        return Ok(false);
    }
    ground.source.look_anew();
    let again = last == Last::InBoth && put_back_into_plan(ground, action, &mut records)?;
    let targets: BTreeSet<_> = records.iter().map(|record| record.to.clone()).collect();
    for to in targets {
        let concerned = || records.iter().filter(|record| record.to == to);
        let wanted: Vec<_> = concerned().flat_map(|record| prints(record, &numbers(record, is_lost))).collect();
        let known = concerned().flat_map(|record| record.items.iter()).filter(|item| item.state == ItemState::Moved);
        let known = known.filter_map(|item| Some((fingerprint(&item.item), item.new_place.clone()?))).collect();
        let mut there = unless_missing(unclaimed(ground, &to, None, wanted, known))?;
        for record in concerned() {
            let found = numbers(record, is_lost).into_iter();
            let news: News = found.filter_map(|n| Some((n, ItemState::Moved, Some(take(&mut there, record, n)?)))).collect();
            ground.store.record(action, record.step, &news)?;
        }
    }
    Ok(again)
}

/// A target in which a message that was moved lies more often than the journal knows of.
pub(super) fn doubled(ground: &mut Ground<'_>, action: ActionId) -> Result<Option<MailboxName>, Error> {
    let steps = ground.store.steps(action)?;
    let records = steps.into_iter().map(|step| ground.store.step(action, step)).collect::<Result<Vec<_>, _>>()?;
    let targets: BTreeSet<_> = records.iter().map(|record| record.to.clone()).collect();
    for to in targets {
        let there = records.iter().filter(|record| record.to == to).flat_map(|record| &record.items);
        let there: Vec<_> = there.filter(|item| item.state == ItemState::Moved && !item.undone).collect();
        let wanted = there.iter().map(|item| fingerprint(&item.item)).collect();
        let known = there.iter().filter_map(|item| Some((fingerprint(&item.item), item.new_place.clone()?))).collect();
        if !unless_missing(unclaimed(ground, &to, None, wanted, known))?.is_empty() {
            return Ok(Some(to));
        }
    }
    Ok(None)
}

/// Of the items that are gone, those that lie in the source under whatever number are planned anew.
fn put_back_into_plan(ground: &mut Ground<'_>, action: ActionId, records: &mut [StepRecord]) -> Result<bool, Error> {
    // Those that an undo never had a place of were looked for before it began.
    let gone = |item: &ItemRecord| item.state == ItemState::Gone && !item.item.message.as_str().is_empty();
    let copying = ground.source.moves_by_copy()?;
    let sources: BTreeSet<_> = records.iter().map(|record| record.from.clone()).collect();
    let mut again = false;
    for from in sources {
        let concerned = || records.iter().filter(|record| record.from == from);
        let wanted: Vec<_> = concerned().flat_map(|record| prints(record, &numbers(record, gone))).collect();
        if wanted.is_empty() {
            continue;
        }
        let state = match ground.source.open(&from) {
            Err(SourceError::NoSuchMailbox { .. }) => continue,
            state => state?,
        };
        // What could not be moved lies there as well.
        let stays = concerned().filter(|record| record.uid_validity == state.uid_validity).flat_map(|record| record.items.iter());
        let stays = stays.filter(|item| is_pending(item) || item.state == ItemState::Failed);
        let stays = stays.map(|item| (fingerprint(&item.item), item.item.message.clone())).collect();
        let mut there = unless_missing(unclaimed(ground, &from, None, wanted, stays))?;
        for record in records.iter_mut().filter(|record| record.from == from) {
            // The places of a step have one UIDVALIDITY.
            let others = record.items.iter().any(|item| is_pending(item) || item.state == ItemState::Failed);
            if others && record.uid_validity != state.uid_validity {
                continue;
            }
            let found = numbers(record, gone).into_iter();
            let found: Vec<_> = found.filter_map(|number| Some((number, take(&mut there, record, number)?))).collect();
            if found.is_empty() {
                continue;
            }
            again = true;
            ground.store.relocate(action, record.step, state.uid_validity, &found)?;
            if copying {
                // A copy of it may lie in the target.
                let sent: News = found.iter().map(|(number, _)| (*number, ItemState::Sent, None)).collect();
                ground.store.record(action, record.step, &sent)?;
            }
            *record = ground.store.step(action, record.step)?;
        }
    }
    Ok(again)
}

fn is_lost(item: &ItemRecord) -> bool {
    item.state == ItemState::Gone || (item.state == ItemState::Moved && item.new_place.is_none() && !item.undone)
}

fn unless_missing(found: Result<Places, Error>) -> Result<Places, Error> {
    match found {
        Err(Error::Source(SourceError::NoSuchMailbox { .. })) => Ok(Places::new()),
        found => found,
    }
}

/// What arrived in the target since the step was sent and is not accounted for. False: the target was rebuilt or numbered anew
/// meanwhile, so it may have been there before; that is enough to say where a missing message is, but not to take one away as a copy.
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
    let mark = record.target.filter(|mark| mark.uid_validity == state.uid_validity);
    let since = mark.and_then(|mark| mark.uid_next);
    let known = placed(ground, action, |step| {
        let items = step.items.iter().filter(|item| step.to == record.to && item.state == ItemState::Moved);
        items.filter_map(|item| Some((fingerprint(&item.item), item.new_place.clone()?))).collect()
    })?;
    let places = unclaimed(ground, &record.to, since, wanted, known)?;
    let is_new = match since {
        Some(first) if !places.is_empty() && ground.source.moves_by_copy()? => {
            mark.is_some_and(|mark| mark.exists == Some(0)) || ground.source.any_before(&record.to, first)?
        }
        since => since.is_some(),
    };
    Ok((places, is_new))
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
