//! What a report states: numbers, times and examples, taken from the findings.

use crate::mail::Envelope;
use crate::triage::{Channel, Findings, Incident, IncidentKind, Kind, Operator};
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Examples in a letter.
const EXAMPLES: usize = 6;

/// The facts of one incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    pub kind: IncidentKind,
    pub key: Box<str>,
    pub channel: Channel,
    pub since: Timestamp,
    /// The last message so far.
    pub until: Timestamp,
    pub messages: u32,
    pub senders: u32,
    pub peak_per_minute: u32,
    /// Most frequent first; none of them 0.
    pub kinds: Vec<(Kind, u32)>,
    /// Messages that show third parties' personal data.
    pub personal_data: u32,
    pub operator: Operator,
    /// The message that set it off, where there is one.
    pub trigger: Option<Example>,
    /// By time of arrival, of different kinds as far as there are.
    pub examples: Vec<Example>,
}

/// One message as a letter quotes it. Nothing in it is blacked out yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    pub received: Timestamp,
    pub kind: Kind,
    pub subject: Box<str>,
}

impl Facts {
    /// `messages` are those triage was given.
    pub fn of(findings: &Findings, messages: &[Arc<Envelope>], incident: &Incident) -> Self {
        let mut kinds: Vec<(Kind, u32)> = incident.kinds.iter().map(|(kind, n)| (*kind, *n)).filter(|(_, n)| *n > 0).collect();
        kinds.sort_by_key(|(kind, n)| (std::cmp::Reverse(*n), *kind));
        let quote = |m: &Arc<Envelope>| Example { received: m.received, kind: Kind::Trigger, subject: m.subject.clone() };
        Self {
            kind: incident.kind,
            key: incident.key.clone(),
            channel: incident.channel.clone(),
            since: incident.started,
            until: incident.ended,
            messages: incident.messages,
            senders: incident.senders,
            peak_per_minute: incident.peak_per_minute,
            personal_data: incident.personal_data,
            operator: incident.operator.clone(),
            trigger: incident.trigger.and_then(|at| messages.get(at)).map(quote),
            examples: examples(findings, messages, incident, &kinds),
            kinds,
        }
    }
}

/// The message to attach: the trigger; where there is none, the first message of the incident that is not kept safe for the
/// member. An index among the messages triage was given.
pub fn evidence(findings: &Findings, messages: &[Arc<Envelope>], incident: u32) -> Option<usize> {
    let found = findings.incident(incident)?;
    found
        .trigger
        .filter(|at| *at < messages.len())
        .or_else(|| offered(findings, messages, incident).min_by_key(|(at, m)| (m.received, *at)).map(|(at, _)| at))
}

/// The first of each kind in turn, then the second of each, never two with one subject. What is kept safe is the member's own
/// business and is not shown.
fn examples(findings: &Findings, messages: &[Arc<Envelope>], incident: &Incident, kinds: &[(Kind, u32)]) -> Vec<Example> {
    let mut by_time: Vec<(usize, &Envelope)> = offered(findings, messages, incident.id).collect();
    by_time.sort_by_key(|(at, m)| (m.received, *at));
    let mut chosen: Vec<Example> = Vec::new();
    let mut subjects = BTreeSet::new();
    loop {
        let before = chosen.len();
        for (kind, _) in kinds {
            let next = by_time.iter().find(|(at, m)| {
                findings.verdicts.get(*at).is_some_and(|v| v.kind == *kind)
                    && !m.subject.is_empty()
                    && !subjects.contains(&*m.subject)
            });
            if let Some((_, message)) = next
                && chosen.len() < EXAMPLES
            {
                subjects.insert(&*message.subject);
                chosen.push(Example { received: message.received, kind: *kind, subject: message.subject.clone() });
            }
        }
        if chosen.len() == before || chosen.len() == EXAMPLES {
            break;
        }
    }
    chosen.sort_by_key(|e| e.received);
    chosen
}

fn offered<'a>(
    findings: &'a Findings,
    messages: &'a [Arc<Envelope>],
    incident: u32,
) -> impl Iterator<Item = (usize, &'a Envelope)> {
    let verdicts = findings.verdicts.iter().enumerate();
    verdicts
        .filter(move |(_, v)| v.offered() && v.incident == Some(incident))
        .filter_map(|(at, _)| messages.get(at).map(|m| (at, m.as_ref())))
}
