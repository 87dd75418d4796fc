//! The report on an incident: the facts, a letter in German or English, the trigger attached, third parties blacked out.
//!
//! Level 1. `facts` takes the numbers from the findings, `recipients` knows who can act, `redact` blacks out, `letter` puts
//! it into words (the templates in assets/report), `mime` packs it with the evidence.

mod facts;
mod letter;
mod mime;
mod recipients;
mod redact;
#[cfg(test)]
mod tests;

pub use facts::{Example, Facts, evidence};
pub use redact::{MARK, redact};

use crate::mail::Envelope;
use crate::triage::Findings;
use jiff::{Timestamp, tz::TimeZone};
use std::sync::Arc;

/// Languages a letter can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    German,
    English,
}

/// Why there is no report.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReportError {
    #[error("there is no incident {0}")]
    NoSuchIncident(u32),
    /// The member's own address is needed as the sender and is not one.
    #[error("{0:?} can't be the sender of a report")]
    BadSender(String),
    /// Nobody is known who could act: neither an owner nor a domain.
    #[error("no address to report to")]
    NoRecipient,
}

/// What a report is made of.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    pub findings: &'a Findings,
    /// Those triage was given.
    pub messages: &'a [Arc<Envelope>],
    pub incident: u32,
    /// The member's own address: From of the report.
    pub from: &'a str,
    pub language: Language,
    /// The octets, as the source has them, of the message [`evidence`] names, where they could be read.
    pub trigger: Option<&'a [u8]>,
    /// The member's own words in place of the letter's, where they changed it.
    pub letter: Option<&'a str>,
    /// Where the member lives: times in the letter are local, with their offset from UTC.
    pub zone: &'a TimeZone,
    pub now: Timestamp,
}

/// A report, ready to be looked at and saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// To whom it goes: addresses in lower case, at least one.
    pub to: Vec<String>,
    pub subject: String,
    /// The letter, plain text, lines of at most 76 columns, `\n` line ends.
    pub text: String,
    /// How many addresses and numbers of third parties were blacked out in it.
    pub redacted: usize,
    /// The whole message (RFC 5322, CRLF line ends, the trigger's octets untouched), ready to be saved as .eml.
    pub eml: Vec<u8>,
}

/// Writes the report. The same input gives the same octets.
pub fn draft(input: &Input<'_>) -> Result<Draft, ReportError> {
    let Input { findings, messages, .. } = *input;
    let incident = findings.incident(input.incident).ok_or(ReportError::NoSuchIncident(input.incident))?;
    let from = recipients::sound(input.from).ok_or_else(|| ReportError::BadSender(input.from.to_owned()))?;
    let to: Vec<String> = recipients::recipients(findings, messages, incident).into_iter().filter(|addr| *addr != from).collect();
    if to.is_empty() {
        return Err(ReportError::NoRecipient);
    }
    let facts = Facts::of(findings, messages, incident);
    let mut keep: Vec<&str> = to.iter().map(String::as_str).collect();
    keep.extend([from.as_str(), &facts.key]);
    keep.extend(findings.me.iter().map(AsRef::as_ref));
    let attached = match (input.trigger, incident.trigger) {
        (None, _) => letter::Attached::Nothing,
        (Some(_), Some(_)) => letter::Attached::Trigger,
        (Some(_), None) => letter::Attached::Example,
    };
    let frame = letter::Frame { facts: &facts, me: &from, keep: &keep, language: input.language, zone: input.zone, attached };
    let mut letter = letter::write(&frame);
    if let Some(own) = input.letter {
        letter.text = crate::mail::text::lines(own);
    }
    let eml = mime::message(&from, &to, &letter, input.trigger, input.now);
    Ok(Draft { to, subject: letter.subject, text: letter.text, redacted: letter.redacted, eml })
}
