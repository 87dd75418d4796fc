//! From headers to incidents: a pure function of messages and context. The same input gives the same findings.
//!
//! Level 1. See `findings` for what comes out.

pub mod findings;

pub use findings::*;

use crate::mail::Address;
use jiff::Timestamp;
use std::collections::BTreeSet;

/// What triage knows besides the messages.
#[derive(Debug, Clone, PartialEq)]
pub struct Context {
    /// The member's own addresses as far as they were named; more are learned from the messages.
    pub me: BTreeSet<String>,
    /// Addresses the member wrote to (To and Cc of the Sent mailbox), lower case.
    pub wrote_to: BTreeSet<String>,
    /// Message-IDs the member sent (from the Sent mailbox), without angle brackets.
    pub sent_ids: BTreeSet<String>,
    /// Addresses the member marked as trusted.
    pub trusted: BTreeSet<String>,
    /// Host name of the member's own server: whose Authentication-Results count.
    pub server: Option<String>,
    pub now: Timestamp,
}

impl Context {
    pub fn new(now: Timestamp) -> Self {
        Self {
            me: BTreeSet::new(),
            wrote_to: BTreeSet::new(),
            sent_ids: BTreeSet::new(),
            trusted: BTreeSet::new(),
            server: None,
            now,
        }
    }

    /// Learns from one message of the Sent mailbox.
    pub fn learn_sent(&mut self, sent: &crate::mail::Envelope) {
        let addresses =
            |list: &[Address]| list.iter().filter(|a| !a.addr.is_empty()).map(|a| a.addr.to_string()).collect::<Vec<_>>();
        self.wrote_to.extend(addresses(&sent.to));
        self.wrote_to.extend(addresses(&sent.cc));
        if !sent.message_id.is_empty() {
            self.sent_ids.insert(sent.message_id.to_string());
        }
        if !sent.from_addr().is_empty() {
            self.me.insert(sent.from_addr().to_owned());
        }
    }
}
