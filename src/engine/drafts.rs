//! The storm filter and the report for an incident, before they are saved.

use super::clean::at_home;
use super::patience::Errand;
use super::session::Session;
use super::{Error, FilterDraft, ReportDraft};
use crate::mail::MailboxName;
use crate::plan::{LASTS, STORM};
use crate::report::{self, Language, ReportError};
use crate::rule::{RuleError, StormFilter, Trial};
use crate::source::{MailSource, SourceError};
use jiff::{Timestamp, tz::TimeZone};

/// The largest trigger a report carries along.
const LARGEST_TRIGGER: u64 = 20 * 1024 * 1024;

pub(super) fn filter(session: &Session, incident: u32, now: Timestamp) -> Result<FilterDraft, Error> {
    let picture = &session.picture;
    let people = session.context.wrote_to.union(&session.context.trusted).cloned().collect();
    let until = now.saturating_add(LASTS).unwrap_or(Timestamp::MAX);
    let mailbox = at_home(MailboxName::new(STORM), session);
    let messages = picture.open();
    let filter =
        StormFilter::for_incident(&picture.findings, &messages, incident, &people, mailbox.clone(), until).map_err(|error| {
            match error {
                RuleError::NoSuchIncident(id) => Error::NoSuchIncident(id),
                RuleError::NothingNarrow => Error::NothingNarrow,
                RuleError::BadMailbox(name) => Error::BadMailbox(name),
            }
        })?;
    let Trial { catches_flood, catches_other, other, .. } = filter.trial(&picture.findings, &messages);
    let sentence = filter.sentence().clone();
    Ok(FilterDraft { incident, script: filter.sieve(), mailbox, until, catches_flood, catches_other, other, sentence })
}

/// `letter`: the member's own words in place of those it would have.
pub(super) fn report(
    session: &mut Session,
    incident: u32,
    language: Language,
    letter: Option<&str>,
    errand: Errand<'_>,
) -> Result<ReportDraft, Error> {
    let picture = session.picture.clone();
    let messages = picture.open();
    let trigger = report::evidence(&picture.findings, &messages, incident);
    let trigger = trigger.and_then(|index| picture.messages.get(index)).and_then(|message| session.place(&message.key()));
    let mut source = errand.patient(session.source.as_mut());
    let trigger = match trigger.map(|place| source.read(&place.mailbox, &place.message, LARGEST_TRIGGER)) {
        Some(Ok(octets)) => Some(octets),
        // A report without its trigger is still one.
        None | Some(Err(SourceError::Gone { .. } | SourceError::Limit { .. } | SourceError::NoSuchMailbox { .. })) => None,
        Some(Err(error)) => return Err(error.into()),
    };
    let named = session.context.me.iter().next().map(String::as_str);
    let from = named.or_else(|| picture.findings.me.first().map(AsRef::as_ref)).ok_or(Error::NoSender)?;
    let zone = TimeZone::system();
    let input = report::Input {
        findings: &picture.findings,
        messages: &messages,
        incident,
        from,
        language,
        trigger: trigger.as_deref(),
        letter,
        zone: &zone,
        now: errand.now(),
    };
    let draft = report::draft(&input).map_err(|error| match error {
        ReportError::NoSuchIncident(id) => Error::NoSuchIncident(id),
        ReportError::BadSender(_) => Error::NoSender,
        ReportError::NoRecipient => Error::NoRecipient,
    })?;
    let report::Draft { to, subject, text, redacted, eml } = draft;
    Ok(ReportDraft { incident, language, to, subject, text, redacted, eml })
}
