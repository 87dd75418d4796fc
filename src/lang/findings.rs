//! Words for what triage found and what a plan does. The texts lie in triage.ftl; their keys are made of the words that
//! [`Kind::as_str`] and kin give.

use super::Lang;
use crate::plan::Stay;
use crate::triage::{Evidence, IncidentKind, Kind, Protection};

impl Lang {
    /// What a message is: `kind-<word>`.
    pub fn kind(&self, kind: Kind) -> String {
        self.t(&format!("kind-{}", kind.as_str()))
    }

    /// What one message is: `one-<word>`.
    pub fn one_of_kind(&self, kind: Kind) -> String {
        self.t(&format!("one-{}", kind.as_str()))
    }

    /// What happened to the mailbox: `incident-<word>`.
    pub fn incident_kind(&self, kind: IncidentKind) -> String {
        self.t(&format!("incident-{}", kind.as_str()))
    }

    /// Why a message is kept safe: `protection-<word>`.
    pub fn protection(&self, protection: Protection) -> String {
        self.t(&format!("protection-{}", protection.as_str()))
    }

    /// Why a message of a selection stays where it is.
    pub fn stay(&self, stay: Stay) -> String {
        match stay {
            Stay::Protected(protection) => self.protection(protection),
            Stay::Kept => self.t("stay-kept"),
            Stay::AlreadyThere => self.t("stay-already-there"),
            Stay::OutOfReach => self.t("stay-out-of-reach"),
        }
    }

    /// One reason for a verdict: `evidence-<code>`, with what it was seen in.
    pub fn evidence(&self, evidence: &Evidence) -> String {
        self.tf(&format!("evidence-{}", evidence.code), &[("detail", (&*evidence.detail).into())])
    }
}
