//! The inverse of what an action did: a plan that takes the same road back.

use super::{ActionId, Item, Plan, Purpose, Step, step_size};
use crate::mail::MailboxName;

/// A message that an action moved and nothing brought back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Where it came from, and goes back to.
    pub from: MailboxName,
    pub to: MailboxName,
    /// The target's UIDVALIDITY under which the place in `item` means something.
    pub uid_validity: u32,
    /// The message, lying in `to`.
    pub item: Item,
}

/// The plan that brings back what `action` moved in a source, in the order in which it was moved, so that the mailbox it returns to
/// has its old order.
pub fn invert(source: &str, action: ActionId, moved: impl IntoIterator<Item = Moved>) -> Plan {
    let mut steps: Vec<Step> = Vec::new();
    // The last step's number on its road.
    let mut nth = 0;
    for Moved { from, to, uid_validity, item } in moved {
        let last = steps.last_mut().filter(|step| step.from == to && step.to == from && step.uid_validity == uid_validity);
        nth = match last {
            Some(step) if step.items.len() < step_size(nth) => {
                step.items.push(item);
                continue;
            }
            Some(_) => nth + 1,
            None => 0,
        };
        steps.push(Step { from: to, uid_validity, to: from, items: vec![item] });
    }
    let mut create: Vec<_> = steps.iter().map(|step| step.to.clone()).collect();
    create.sort();
    create.dedup();
    Plan { source: source.into(), purpose: Purpose::Undo(action), create, steps }
}
