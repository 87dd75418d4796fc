//! From an incident to a narrow rule.

use super::people::{self, Exceptions};
use super::phrases::{self, Seen};
use super::simulate::{self, contains, recipients};
use super::{Action, Caution, Condition, Rule, RuleError, Sentence, StormFilter};
use crate::mail::{Envelope, MailboxName, address};
use crate::triage::{Channel, Findings, Incident, IncidentKind, Kind, Protection};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Message-IDs of a chain that a script names.
const IDS: usize = 50;
/// Addresses that make out a crowd.
const CROWD: usize = 8;
/// The member's own addresses that a script names.
const OWN: usize = 20;

/// Said by answering machines that leave no mark.
const AUTO_SUBJECTS: &[&str] = &[
    "Automatische Antwort",
    "Abwesenheitsnotiz",
    "Abwesend:",
    "Abwesenheit:",
    "Out of Office",
    "Automatic reply",
    "Auto-Reply",
    "Autoreply",
    "Réponse automatique",
    "Respuesta automática",
    "Risposta automatica",
    "Automatisch antwoord",
    "Autoodpowiedź",
    "Otomatik yanıt",
];

/// List servers ask whether one wants to subscribe; what they write in the subject holds a random part, so their address must tell.
fn robots() -> [Condition; 2] {
    let by_name = Condition::SenderName(texts(&["sympa", "listserv", "majordomo", "mailman"]));
    [
        Condition::All(vec![by_name, Condition::Subject(texts(&["subscribe", "confirmation request"]))]),
        Condition::All(vec![Condition::SenderHas(texts(&["-confirm+", "-request@"])), Condition::Subject(texts(&["confirm "]))]),
    ]
}

fn texts(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// An incident with everything a rule is cut from.
struct Case<'a> {
    findings: &'a Findings,
    messages: &'a [Arc<Envelope>],
    incident: &'a Incident,
}

impl<'a> Case<'a> {
    /// The messages clean-up offers.
    fn offered(&self) -> impl Iterator<Item = &'a Envelope> {
        let id = self.incident.id;
        self.messages
            .iter()
            .zip(&self.findings.verdicts)
            .filter(move |(_, v)| v.offered() && v.incident == Some(id))
            .map(|(m, _)| m.as_ref())
    }

    /// The address all of them come from, if it is one.
    fn only_sender(&self) -> Option<String> {
        let mut senders = self.offered().map(Envelope::from_addr);
        let first = senders.next().filter(|first| people::usable(first))?;
        senders.all(|sender| sender == first).then(|| first.to_owned())
    }

    /// The member's own addresses, but for the channel's.
    fn own(&self, channel: &str) -> Vec<String> {
        self.findings.me.iter().filter(|a| people::usable(a) && &***a != channel).take(OWN).map(ToString::to_string).collect()
    }
}

pub(super) fn filter(
    findings: &Findings,
    messages: &[Arc<Envelope>],
    incident: u32,
    people: &BTreeSet<String>,
    mailbox: MailboxName,
    until: Timestamp,
) -> Result<StormFilter, RuleError> {
    let incident = findings.incident(incident).ok_or(RuleError::NoSuchIncident(incident))?;
    check(&mailbox)?;
    let case = Case { findings, messages, incident };
    let mut parts = match incident.kind {
        IncidentKind::OpenList => channel(&case),
        IncidentKind::ReplyAll => chain(&case).map(|c| vec![c]),
        IncidentKind::SubscriptionBomb => Some(bomb(&case)),
        IncidentKind::AutoReplyLoop => auto_loop(&case),
        IncidentKind::Backscatter => backscatter(&case),
    }
    .ok_or(RuleError::NothingNarrow)?;
    let exceptions = match incident.kind {
        // Here the one sender is the flood, however well the member knows him.
        IncidentKind::AutoReplyLoop => Exceptions::default(),
        kind => {
            let never = BTreeSet::from([&*incident.key, channel_key(&incident.channel)]);
            people::exceptions(findings, messages, incident, people, &never, kind == IncidentKind::SubscriptionBomb)
        }
    };
    parts.extend(exceptions.condition());
    if let (IncidentKind::OpenList, Some(office)) = (incident.kind, people::office(incident, channel_key(&incident.channel))) {
        parts.push(office.negated());
    }
    // One sender's flood through a list is no reason to shut the others out.
    if let (IncidentKind::OpenList, Some(sender)) = (incident.kind, case.only_sender()) {
        parts.push(Condition::Sender(vec![sender]));
    }
    let rule = Rule {
        title: format!("{} {}", incident.kind.as_str(), incident.key),
        condition: Condition::All(parts),
        action: Action::FileInto(mailbox.clone()),
        until,
    };
    let sentence = Sentence {
        kind: incident.kind,
        key: incident.key.clone(),
        mailbox,
        until,
        exceptions: exceptions.len(),
        left_out: exceptions.left_out,
        caution: match incident.kind {
            IncidentKind::SubscriptionBomb => Some(Caution::OwnSignUps),
            IncidentKind::Backscatter => Some(Caution::OwnBounces),
            _ => None,
        },
    };
    Ok(StormFilter { incident: incident.id, rule, sentence })
}

/// What servers refuse as a mailbox would make a script that is refused, or fails night after night.
fn check(mailbox: &MailboxName) -> Result<(), RuleError> {
    let name = mailbox.as_str();
    let fits = !name.trim().is_empty() && name.len() <= 200 && !name.chars().any(crate::mail::text::is_unsafe);
    fits.then_some(()).ok_or_else(|| RuleError::BadMailbox(name.to_owned()))
}

fn channel_key(channel: &Channel) -> &str {
    match channel {
        Channel::List(key) | Channel::Alias(key) | Channel::Crowd(key) => key,
        Channel::Direct => "",
    }
}

/// An open list: by list-id, by the address it is posted to, or by the alias in To or Cc.
fn channel(case: &Case<'_>) -> Option<Vec<Condition>> {
    match &case.incident.channel {
        Channel::List(key) => list(case, key).map(|c| vec![c]),
        Channel::Alias(key) => alias(case, key),
        Channel::Crowd(_) => chain(case).map(|c| vec![c]),
        Channel::Direct => alias(case, &case.incident.key),
    }
}

/// A list: by what its mail says of it; and by its address, where some of the flood went to it without (bounces, answers).
fn list(case: &Case<'_>, key: &str) -> Option<Condition> {
    let says = if key.contains('@') { Condition::ListPost(text(key)?) } else { Condition::ListId(text(key)?) };
    let post = case.offered().find_map(|m| m.list.post.as_deref());
    let addressed = if key.contains('@') { Some(key) } else { post }.and_then(|post| alias(case, post)).map(Condition::All);
    match addressed {
        Some(other) if case.offered().any(|m| !simulate::holds(&says, m) && simulate::holds(&other, m)) => {
            Some(Condition::Any(vec![says, other]))
        }
        _ => Some(says),
    }
}

/// Mail to the alias that does not name the member as well: who writes to both means the member.
fn alias(case: &Case<'_>, key: &str) -> Option<Vec<Condition>> {
    let mut parts = vec![Condition::Recipient(vec![people::usable(key).then(|| key.to_owned())?])];
    let own = case.own(key);
    if !own.is_empty() {
        parts.push(Condition::Recipient(own).negated());
    }
    Some(parts)
}

/// A chain: what answers its root or its busiest messages, or carries its subject and goes to the same crowd.
fn chain(case: &Case<'_>) -> Option<Condition> {
    let root: Option<&str> = match &case.incident.channel {
        Channel::Crowd(id) => Some(id),
        _ => Some(&case.incident.key),
    };
    let trigger = case.incident.trigger.and_then(|at| case.messages.get(at)).map(AsRef::as_ref);
    let mut ids: Vec<String> = root.and_then(text).into_iter().collect();
    // Some mail programs name only the message they answer: then that one leads to the chain.
    let mut missed: Vec<&Envelope> = case.offered().filter(|m| !simulate::holds(&Condition::Answers(ids.clone()), m)).collect();
    while ids.len() < IDS {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for id in missed.iter().flat_map(|m| m.in_reply_to.iter().chain(&m.references)) {
            *counts.entry(id).or_default() += 1;
        }
        let Some((id, _)) = counts.into_iter().filter(|(id, n)| *n > 1 && text(id).is_some()).max_by_key(|(_, n)| *n) else {
            break;
        };
        ids.push(id.to_owned());
        missed.retain(|m| !simulate::holds(&Condition::Answers(vec![id.to_owned()]), m));
    }
    let mut ways = Vec::new();
    if !ids.is_empty() {
        ways.push(Condition::Answers(ids));
    }
    let crowd = crowd(case);
    if let Some(subject) = trigger.and_then(|t| topic(&t.subject)).filter(|_| !crowd.is_empty()) {
        ways.push(Condition::All(vec![Condition::Subject(vec![subject]), Condition::Recipient(crowd)]));
    }
    (!ways.is_empty()).then_some(Condition::Any(ways))
}

/// Addresses that at least half of the flood names in To or Cc, the member's own aside.
fn crowd(case: &Case<'_>) -> Vec<String> {
    let (mut counts, mut total) = (BTreeMap::<&str, usize>::new(), 0);
    for message in case.offered() {
        total += 1;
        for addr in recipients(message).map(|a| &*a.addr).collect::<BTreeSet<_>>() {
            *counts.entry(addr).or_default() += 1;
        }
    }
    counts
        .retain(|addr, n| *n > 1 && *n * 2 >= total && people::usable(addr) && !case.findings.me.iter().any(|me| **me == **addr));
    let mut order: Vec<(&str, usize)> = counts.into_iter().collect();
    order.sort_by(|a, b| (b.1, a.0).cmp(&(a.1, b.0)));
    order.into_iter().take(CROWD).map(|(addr, _)| addr.to_owned()).collect()
}

/// A subject without reply prefixes, where enough is left to tell it from others.
fn topic(subject: &str) -> Option<String> {
    let mut rest = subject.trim();
    while let Some((prefix, tail)) = rest.split_once(':') {
        if prefix.chars().count() > 5 || !prefix.chars().all(char::is_alphanumeric) {
            break;
        }
        rest = tail.trim_start();
    }
    (rest.chars().count() >= 8).then(|| rest.chars().take(200).collect())
}

/// Sign-ups to the member by senders never seen (the exceptions hold those who were).
fn bomb(case: &Case<'_>) -> Vec<Condition> {
    let (mut flood, mut others) = (Vec::new(), Vec::new());
    for (message, verdict) in case.messages.iter().zip(&case.findings.verdicts) {
        let inside = verdict.incident == Some(case.incident.id);
        // Of the incident's protected mail those kept for their sender say nothing of phrases: a known shop signs up too.
        // A sign-up that the member made once shows no phrase of other mail.
        let signed_up = !inside && verdict.protected.is_none() && matches!(verdict.kind, Kind::Confirmation | Kind::Welcome);
        if (!inside && !signed_up) || verdict.protected.is_some_and(by_content) {
            others.push(&*message.subject);
        } else if verdict.offered() {
            let domain = address::domain_of(message.from_addr());
            flood.push(Seen { subject: &message.subject, domain, evidence: &verdict.evidence });
        }
    }
    let mut says = vec![Condition::Subject(phrases::choose(&flood, &others))];
    says.extend(robots().into_iter().filter(|robot| case.offered().any(|m| simulate::holds(robot, m))));
    let mut parts = vec![if says.len() > 1 { Condition::Any(says) } else { Condition::All(says) }];
    let key = &*case.incident.key;
    let (named, all) =
        case.offered().fold((0, 0), |(n, all), m| (n + usize::from(recipients(m).any(|a| *a.addr == *key)), all + 1));
    if people::usable(key) && named * 10 >= all * 9 {
        parts.insert(0, Condition::Recipient(vec![key.to_owned()]));
    }
    parts
}

/// Kept safe for what the message is about, whoever sent it.
const fn by_content(protection: Protection) -> bool {
    use Protection::{Appointment, Calendar, Code, Money, Order, Security, Travel};
    matches!(protection, Money | Security | Order | Travel | Appointment | Code | Calendar)
}

/// What the other party's machine sends, not what its people write.
fn auto_loop(case: &Case<'_>) -> Option<Vec<Condition>> {
    let key = people::usable(&case.incident.key).then(|| case.incident.key.to_string())?;
    let mut marks = vec![Condition::Automatic];
    marks.extend(auto_subjects(case));
    Some(vec![Condition::Sender(vec![key]), Condition::Any(marks)])
}

/// How the flood's answering machines begin their subjects.
fn auto_subjects(case: &Case<'_>) -> Option<Condition> {
    let said = AUTO_SUBJECTS.iter().filter(|p| case.offered().any(|m| contains(&m.subject, p))).map(|p| (*p).to_owned());
    let said: Vec<String> = said.collect();
    (!said.is_empty()).then_some(Condition::Subject(said))
}

/// Notices on mail that the member never sent: known by their form, and by the address they go to.
fn backscatter(case: &Case<'_>) -> Option<Vec<Condition>> {
    let key = people::usable(&case.incident.key).then(|| case.incident.key.to_string())?;
    let mut marks = vec![Condition::NullReturnPath, Condition::Report, Condition::SenderName(vec!["mailer-daemon".to_owned()])];
    if case.incident.kinds.get(&Kind::AutoReply).is_some_and(|n| *n > 0) {
        // What machines send unasked is none of it: appointments and bills come so.
        marks.push(Condition::AutomaticAnswer);
        marks.extend(auto_subjects(case));
    }
    Some(vec![Condition::Recipient(vec![key]), Condition::Any(marks)])
}

/// A key of a rule: not empty, not long, one line.
fn text(key: &str) -> Option<String> {
    (!key.is_empty() && key.len() <= 250 && !key.chars().any(char::is_control)).then(|| key.to_owned())
}
