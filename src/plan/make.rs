//! From a selection of messages to a preview: what would move, in which steps, and what stays and why.

use super::{Item, Plan, Preview, Purpose, Stay, Step, step_size};
use crate::mail::{MailboxName, MessageKey, Packed};
use crate::triage::Verdict;
use std::collections::BTreeMap;

/// One message of the selection.
#[derive(Debug, Clone)]
pub struct Candidate<'a> {
    pub message: &'a Packed,
    pub verdict: Option<&'a Verdict>,
    /// The member's own word: true = keep. It beats the verdict in both directions.
    pub decision: Option<bool>,
    /// Where the message lies now; other than the message says once an action moved it.
    pub place: MessageKey,
}

/// Where the selection is to go.
#[derive(Debug, Clone)]
pub struct Destination {
    pub mailbox: MailboxName,
    /// It must be made first.
    pub create: bool,
}

/// Makes the plan for a source. `validity`: UIDVALIDITY of every mailbox that was read; messages that lie in another are out of
/// reach and stay. Steps keep the order of the selection within each mailbox and grow as [`step_size`] says.
pub fn make<'a>(
    source: &str,
    purpose: Purpose,
    selection: impl IntoIterator<Item = Candidate<'a>>,
    to: &Destination,
    validity: &BTreeMap<MailboxName, u32>,
) -> Preview {
    let mut stays = Vec::new();
    let mut by_mailbox: BTreeMap<MailboxName, Vec<Item>> = BTreeMap::new();
    for candidate in selection {
        if let Some(stay) = stays_because(&candidate, to) {
            stays.push((candidate.message.key(), stay));
        } else if validity.contains_key(&candidate.place.mailbox) {
            let item = Item::of(candidate.message, candidate.place.message);
            by_mailbox.entry(candidate.place.mailbox).or_default().push(item);
        } else {
            stays.push((candidate.message.key(), Stay::OutOfReach));
        }
    }
    let mut steps = Vec::new();
    for (from, items) in by_mailbox {
        let uid_validity = validity.get(&from).copied().unwrap_or_default();
        let step = |items: &[Item]| Step { from: from.clone(), uid_validity, to: to.mailbox.clone(), items: items.to_vec() };
        let mut rest = items.as_slice();
        let pieces = (0..).map_while(|nth| {
            let (piece, after) = rest.split_at(step_size(nth).min(rest.len()));
            rest = after;
            (!piece.is_empty()).then_some(piece)
        });
        steps.extend(pieces.map(step));
    }
    let create = if to.create && !steps.is_empty() { vec![to.mailbox.clone()] } else { Vec::new() };
    Preview::new(Plan { source: source.into(), purpose, create, steps }, stays)
}

fn stays_because(candidate: &Candidate<'_>, to: &Destination) -> Option<Stay> {
    if candidate.place.mailbox == to.mailbox {
        return Some(Stay::AlreadyThere);
    }
    match candidate.decision {
        Some(true) => Some(Stay::Kept),
        Some(false) => None,
        None => candidate.verdict.and_then(|verdict| verdict.protected).map(Stay::Protected),
    }
}

impl Item {
    /// A message as a plan names it, lying at `message`.
    pub fn of(packed: &Packed, message: crate::mail::MessageRef) -> Self {
        Self { message, message_id: packed.message_id().into(), size: packed.size, received: packed.received }
    }
}
