//! Rules that keep a flood out: conditions and an action as data, tried on known mail, printed as Sieve.
//!
//! Level 1. `condition` knows what a rule can ask of a message, `simulate` answers it for an [`Envelope`], `sieve` prints it
//! (RFC 5228), `storm` narrows an incident down to a rule, by
//! `people` (who is left alone) and `phrases` (what a bomb's sign-ups say). `beside` sets it beside another script on a server.

mod beside;
mod condition;
mod people;
mod phrases;
mod sieve;
mod simulate;
mod storm;
#[cfg(test)]
mod tests;

pub use beside::{Ours, beside, ours};
pub use condition::{Action, Condition, Rule};

use crate::mail::{Envelope, MailboxName};
use crate::triage::{Findings, IncidentKind, Protection};
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Why there is no rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    #[error("there is no incident {0}")]
    NoSuchIncident(u32),
    /// The incident shows nothing that a narrow rule could hold on to.
    #[error("nothing narrow to filter by")]
    NothingNarrow,
    /// Empty, too long, or with control characters.
    #[error("{0:?} can't be a mailbox")]
    BadMailbox(String),
}

/// What `lang` makes a sentence of: what goes where, and until when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    pub kind: IncidentKind,
    /// The incident's key.
    pub key: Box<str>,
    pub mailbox: MailboxName,
    pub until: Timestamp,
    /// People and organisations the filter leaves alone.
    pub exceptions: usize,
    /// Known senders the script had no room for: those who wrote least.
    pub left_out: usize,
    pub caution: Option<Caution>,
}

/// What the member should know before the filter is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Caution {
    /// Notices that the member's own mail could not be delivered go to the mailbox too.
    OwnBounces,
    /// Sign-ups the member makes in this time go to the mailbox too, when the sender never wrote before.
    OwnSignUps,
}

impl Rule {
    /// The rule as a complete Sieve script (RFC 5228), UTF-8, CRLF line ends.
    pub fn sieve(&self) -> String {
        sieve::script(self)
    }

    /// Would the script, while it is in force, file this message away?
    pub fn catches(&self, message: &Envelope) -> bool {
        simulate::holds(&self.condition, message)
    }
}

/// What a filter would have caught of the mail that is here.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Trial {
    /// Messages of the incident that clean-up offers.
    pub flood: usize,
    pub catches_flood: usize,
    /// All other mail, what is kept safe in the incident included. The trigger counts on neither side: it is part of the flood,
    /// and only kept as evidence.
    pub other: usize,
    pub catches_other: usize,
}

/// A filter for one incident: narrow, with exceptions, and with an end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StormFilter {
    incident: u32,
    rule: Rule,
    sentence: Sentence,
}

impl StormFilter {
    /// Narrows an incident down to a rule that files its mail into `mailbox` before the day of `until` (UTC) begins.
    ///
    /// `messages` are those triage was given. `people` are addresses in lower case that are never filed away, besides the
    /// senders triage protects: those the member trusts or wrote to.
    pub fn for_incident(
        findings: &Findings,
        messages: &[Arc<Envelope>],
        incident: u32,
        people: &BTreeSet<String>,
        mailbox: MailboxName,
        until: Timestamp,
    ) -> Result<Self, RuleError> {
        storm::filter(findings, messages, incident, people, mailbox, until)
    }

    /// The filter as a complete Sieve script (RFC 5228), UTF-8, CRLF line ends.
    pub fn sieve(&self) -> String {
        self.rule.sieve()
    }

    /// Would the script, while it is in force, file this message away?
    pub fn catches(&self, message: &Envelope) -> bool {
        self.rule.catches(message)
    }

    /// Tries the filter on the mail that is here. `messages` are those triage was given.
    pub fn trial(&self, findings: &Findings, messages: &[Arc<Envelope>]) -> Trial {
        let mut trial = Trial::default();
        for (message, verdict) in messages.iter().zip(&findings.verdicts) {
            let caught = usize::from(self.catches(message));
            let inside = verdict.incident == Some(self.incident);
            if inside && verdict.offered() {
                trial.flood += 1;
                trial.catches_flood += caught;
            } else if !inside || verdict.protected != Some(Protection::Evidence) {
                trial.other += 1;
                trial.catches_other += caught;
            }
        }
        trial
    }

    pub fn rule(&self) -> &Rule {
        &self.rule
    }

    pub fn sentence(&self) -> &Sentence {
        &self.sentence
    }
}
