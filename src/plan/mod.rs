//! What clean-up would do, as data: a plan, its preview, and the approval without which nothing moves.
//!
//! Level 1.

pub mod invert;
pub mod make;
pub mod problem;
#[cfg(test)]
mod tests;

pub use invert::invert;
pub use make::make;
pub use problem::{Problem, ProblemKind};

use crate::mail::{MailboxName, MessageRef};
use jiff::Timestamp;

/// The mailbox for a flood: where a storm filter files to, and what is offered besides the trash.
pub const STORM: &str = "Mail-Sturm";
/// How long what keeps the rest of a flood out lasts, a storm filter or a standing order: it ends by itself.
pub const LASTS: jiff::SignedDuration = jiff::SignedDuration::from_hours(14 * 24);
/// The trash that is made in a source on the disk that has none.
pub const OWN_TRASH: &str = "Trash";

/// Messages of a first step. Each that follows on the same road has twice as many as the one before, up to [`LARGEST`]: what is
/// small is told as it goes, and what is large costs a server few commands and the journal few writes.
pub const STEP: usize = 500;
/// The most messages of a step.
pub const LARGEST: usize = 4 * STEP;

/// How many messages the `nth` step on a road holds, counted from 0.
pub fn step_size(nth: usize) -> usize {
    match nth {
        0 => STEP,
        1 => 2 * STEP,
        _ => LARGEST,
    }
}

/// One message in a plan: its place, and what finds it again should its place be lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub message: MessageRef,
    /// Empty when the message has none.
    pub message_id: Box<str>,
    pub size: u32,
    pub received: Timestamp,
}

/// Moves some messages, at most [`LARGEST`], from one mailbox to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub from: MailboxName,
    /// The source mailbox's UIDVALIDITY under which the places in `items` mean something.
    pub uid_validity: u32,
    pub to: MailboxName,
    pub items: Vec<Item>,
}

/// A number the journal gives to an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActionId(pub i64);

/// Why a plan was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purpose {
    /// Clean-up of an incident: its kind's word and its key.
    CleanUp { kind: String, key: String },
    /// Clean-up of messages the member selected by hand.
    Selection,
    /// The inverse of an action.
    Undo(ActionId),
}

/// What would be done, in order. Frozen: mail that arrives later is not in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Identity of the source it was made for (`SourceInfo::id`): places mean nothing anywhere else.
    pub source: Box<str>,
    pub purpose: Purpose,
    /// Mailboxes that must exist first.
    pub create: Vec<MailboxName>,
    pub steps: Vec<Step>,
}

impl Plan {
    pub fn messages(&self) -> usize {
        self.steps.iter().map(|s| s.items.len()).sum()
    }
}

/// Why a message of the selection stays where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stay {
    Protected(crate::triage::Protection),
    /// The member decided to keep it.
    Kept,
    /// It lies in the target mailbox already.
    AlreadyThere,
    /// It lies in a mailbox that was not read, so that its place there is not certain.
    OutOfReach,
}

/// A plan as it is shown to the member: what moves, and what stays and why. What it shows is what happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    plan: Plan,
    stays: Vec<(crate::mail::MessageKey, Stay)>,
}

impl Preview {
    pub fn new(plan: Plan, stays: Vec<(crate::mail::MessageKey, Stay)>) -> Self {
        Self { plan, stays }
    }
    pub fn plan(&self) -> &Plan {
        &self.plan
    }
    pub fn stays(&self) -> &[(crate::mail::MessageKey, Stay)] {
        &self.stays
    }
    /// The member said yes to exactly this.
    pub fn approve(self) -> Approved {
        Approved { plan: self.plan }
    }
}

/// A plan the member approved. Only [`Preview::approve`] makes one, and nothing else can be executed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approved {
    plan: Plan,
}

impl Approved {
    pub fn plan(&self) -> &Plan {
        &self.plan
    }
}
