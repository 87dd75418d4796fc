//! The JSON documents, all with `"version": 1`. Times are RFC 3339 in UTC.

use super::exit::Trouble;
use super::watch::Seen;
use crate::engine::{Action, ActionState, KnownAccount, Picture, Remark, Watch};
use crate::lang::{Lang, Notice};
use crate::mail::{MailboxName, Packed};
use crate::plan::{Preview, Problem, Purpose};
use crate::triage::{Evidence, FoundInJunk, Incident, Verdict};
use serde::ser::{Error, SerializeSeq};
use serde::{Serialize, Serializer};
use serde_json::value::{RawValue, to_raw_value};
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use std::sync::Arc;

pub const VERSION: u32 = 1;

/// `deich scan --json`. Messages are written one after the other, never held as JSON.
#[derive(Serialize)]
pub struct ScanDocument<'a> {
    version: u32,
    /// What makes the findings weaker, where anything does: `no_sent`, `sent_unread`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notices: Vec<&'static str>,
    incidents: Vec<IncidentRecord<'a>>,
    /// Wanted messages in the mailbox for junk; they are not among `messages`. Left out where there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    found_in_junk: Vec<FoundRecord<'a>>,
    messages: Messages<'a>,
}

impl<'a> ScanDocument<'a> {
    pub fn new(picture: &'a Picture, lang: &'a Lang) -> Self {
        let incidents = picture.findings.incidents.iter().map(|incident| IncidentRecord::new(incident, picture)).collect();
        let found = picture.junk.iter().zip(&picture.findings.found_in_junk);
        let found_in_junk = found.map(|(message, found)| FoundRecord::new(message, found, lang)).collect();
        let notices = picture.remarks.iter().map(Remark::as_str).collect();
        Self { version: VERSION, notices, incidents, found_in_junk, messages: Messages { picture, lang } }
    }
}

/// `deich accounts --json`.
#[derive(Serialize)]
pub struct AccountsDocument {
    version: u32,
    accounts: Vec<AccountRecord>,
}

#[derive(Serialize)]
struct AccountRecord {
    label: String,
    /// As SOURCE is written.
    source: String,
    last_scan: String,
}

impl AccountsDocument {
    pub fn new(accounts: &[KnownAccount]) -> Self {
        let record = |known: &KnownAccount| AccountRecord {
            label: known.label.clone(),
            source: known.source.to_string(),
            last_scan: known.last_scan.to_string(),
        };
        Self { version: VERSION, accounts: accounts.iter().map(record).collect() }
    }
}

#[derive(Serialize)]
struct FoundRecord<'a> {
    message_id: &'a str,
    mailbox: &'a str,
    /// A protection's word.
    reason: &'static str,
    evidence: Vec<String>,
}

impl<'a> FoundRecord<'a> {
    fn new(message: &'a Packed, found: &FoundInJunk, lang: &Lang) -> Self {
        Self {
            message_id: message.message_id(),
            mailbox: message.mailbox.as_str(),
            reason: found.reason.as_str(),
            evidence: found.evidence.iter().map(|evidence| lang.evidence(evidence)).collect(),
        }
    }
}

#[derive(Serialize)]
struct IncidentRecord<'a> {
    id: u32,
    kind: &'static str,
    key: &'a str,
    started: String,
    ended: String,
    messages: u32,
    protected: u32,
    senders: u32,
    peak_per_minute: u32,
    kinds: BTreeMap<&'static str, u32>,
    /// Of its messages, those that earlier actions moved away. They are not among `messages` of the document.
    moved: usize,
    /// Message-ID without angle brackets.
    trigger: Option<&'a str>,
}

impl<'a> IncidentRecord<'a> {
    fn new(incident: &'a Incident, picture: &'a Picture) -> Self {
        let moved = picture.findings.members(incident.id).filter(|index| picture.moved.contains(index)).count();
        let trigger = incident.trigger.and_then(|at| picture.messages.get(at)).map(|m| m.message_id());
        Self {
            id: incident.id,
            kind: incident.kind.as_str(),
            key: &incident.key,
            started: incident.started.to_string(),
            ended: incident.ended.to_string(),
            messages: incident.messages,
            protected: incident.protected,
            senders: incident.senders,
            peak_per_minute: incident.peak_per_minute,
            moved,
            kinds: incident.kinds.iter().map(|(kind, n)| (kind.as_str(), *n)).collect(),
            trigger: trigger.filter(|id| !id.is_empty()),
        }
    }
}

struct Messages<'a> {
    picture: &'a Picture,
    lang: &'a Lang,
}

impl Serialize for Messages<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let pairs = self.picture.messages.iter().zip(&self.picture.findings.verdicts).enumerate();
        let read = pairs.filter(|(index, _)| !self.picture.moved.contains(index)).map(|(_, pair)| pair);
        let mut words = Words { lang: self.lang, said: HashMap::new(), lists: HashMap::new() };
        let mut records = serializer.serialize_seq(None)?;
        for (message, verdict) in read {
            records.serialize_element(&MessageRecord {
                message_id: message.message_id(),
                kind: verdict.kind.as_str(),
                incident: verdict.incident,
                protected: verdict.protected.map(crate::triage::Protection::as_str),
                evidence: words.of(&verdict.evidence).map_err(S::Error::custom)?,
            })?;
        }
        records.end()
    }
}

/// Reasons in words. The same ones, and the same lists of them, come again and again and are one in memory: by where they lie they
/// are known, put into words once, and such a list is written as JSON once.
struct Words<'a> {
    lang: &'a Lang,
    said: HashMap<(*const u8, *const u8), Rc<str>>,
    lists: HashMap<*const Evidence, Box<RawValue>>,
}

impl Words<'_> {
    fn of(&mut self, reasons: &Arc<[Evidence]>) -> serde_json::Result<&RawValue> {
        let Self { lang, said, lists } = self;
        Ok(match lists.entry(reasons.as_ptr()) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                let say = |evidence: &Evidence| {
                    let place = (evidence.code.as_ptr(), evidence.detail.as_ptr());
                    said.entry(place).or_insert_with(|| lang.evidence(evidence).into()).clone()
                };
                let said: Vec<Rc<str>> = reasons.iter().map(say).collect();
                let texts: Vec<&str> = said.iter().map(|text| &**text).collect();
                new.insert(to_raw_value(&texts)?)
            }
        })
    }
}

#[derive(Serialize)]
struct MessageRecord<'a> {
    message_id: &'a str,
    kind: &'static str,
    incident: Option<u32>,
    protected: Option<&'static str>,
    evidence: &'a RawValue,
}

/// `deich clean --dry-run --json`, and `deich rescue --dry-run --json`, where `incident` is null.
#[derive(Serialize)]
pub struct PreviewDocument<'a> {
    version: u32,
    incident: Option<u32>,
    /// Mailboxes that would be created.
    create: Vec<&'a str>,
    moves: Vec<MoveRecord<'a>>,
    stays: Vec<StayRecord<'a>>,
}

#[derive(Serialize)]
struct MoveRecord<'a> {
    from: &'a str,
    to: &'a str,
    messages: Vec<PlaceRecord<'a>>,
}

#[derive(Serialize)]
struct PlaceRecord<'a> {
    place: &'a str,
    message_id: &'a str,
}

#[derive(Serialize)]
struct StayRecord<'a> {
    mailbox: &'a str,
    place: &'a str,
    reason: &'static str,
}

impl<'a> PreviewDocument<'a> {
    pub fn new(incident: Option<u32>, preview: &'a Preview) -> Self {
        let moves = preview.plan().steps.iter().map(|step| MoveRecord {
            from: step.from.as_str(),
            to: step.to.as_str(),
            messages: step
                .items
                .iter()
                .map(|item| PlaceRecord { place: item.message.as_str(), message_id: &item.message_id })
                .collect(),
        });
        let stays = preview.stays().iter().map(|(key, stay)| StayRecord {
            mailbox: key.mailbox.as_str(),
            place: key.message.as_str(),
            reason: super::words::stay_word(*stay),
        });
        Self {
            version: VERSION,
            incident,
            create: preview.plan().create.iter().map(MailboxName::as_str).collect(),
            moves: moves.collect(),
            stays: stays.collect(),
        }
    }
}

/// `deich clean --json`, `deich rescue --json`, `deich undo --json`, `deich finish --json`.
#[derive(Serialize)]
pub struct ActionDocument<'a> {
    version: u32,
    action: ActionRecord<'a>,
}

impl<'a> ActionDocument<'a> {
    pub fn new(action: &'a Action) -> Self {
        Self { version: VERSION, action: ActionRecord::new(action) }
    }
}

/// Every command with `--json` that was given up before there was another document.
#[derive(Serialize)]
pub struct ErrorDocument<'a> {
    version: u32,
    error: ErrorRecord<'a>,
}

#[derive(Serialize)]
struct ErrorRecord<'a> {
    /// Such as `wrong_password`; never changes.
    kind: &'a str,
    exit: u8,
    /// In words: what happened, what it means, what to do.
    happened: &'a str,
    means: &'a str,
    to_do: &'a str,
}

impl<'a> ErrorDocument<'a> {
    pub fn new(trouble: &'a Trouble) -> Self {
        let Notice { happened, means, to_do } = &trouble.notice;
        let Trouble { code, kind, .. } = trouble;
        Self { version: VERSION, error: ErrorRecord { kind, exit: *code, happened, means, to_do } }
    }
}

/// `deich history --json`.
#[derive(Serialize)]
pub struct HistoryDocument<'a> {
    version: u32,
    actions: Vec<ActionRecord<'a>>,
}

impl<'a> HistoryDocument<'a> {
    pub fn new(actions: &'a [Action]) -> Self {
        Self { version: VERSION, actions: actions.iter().map(ActionRecord::new).collect() }
    }
}

#[derive(Serialize)]
struct ActionRecord<'a> {
    id: i64,
    source: &'a str,
    /// `clean_up`, `selection` or `undo`.
    purpose: &'static str,
    incident: Option<IncidentName<'a>>,
    undoes: Option<i64>,
    begun: String,
    /// `open`, `done`, `partly` or `undone`.
    state: &'static str,
    to: Vec<&'a str>,
    planned: usize,
    moved: usize,
    gone: usize,
    failed: usize,
    problem: Option<ProblemRecord<'a>>,
    counted: Option<CountedRecord>,
    can_undo: bool,
}

#[derive(Serialize)]
struct IncidentName<'a> {
    kind: &'a str,
    key: &'a str,
}

#[derive(Serialize)]
struct ProblemRecord<'a> {
    /// A word: `over_quota`, `dropped`, ...
    kind: &'static str,
    /// The mailbox, server or path it concerns.
    about: Option<&'a str>,
    /// The server's own text.
    said: Option<&'a str>,
}

impl<'a> ProblemRecord<'a> {
    fn new(problem: &'a Problem) -> Self {
        let text = |text: &'a str| Some(text).filter(|text| !text.is_empty());
        Self { kind: problem.kind.as_str(), about: text(&problem.about), said: text(&problem.said) }
    }
}

#[derive(Serialize)]
struct CountedRecord {
    from_before: u32,
    from_after: u32,
    to_before: u32,
    to_after: u32,
}

impl<'a> ActionRecord<'a> {
    fn new(action: &'a Action) -> Self {
        let (purpose, incident, undoes) = match &action.purpose {
            Purpose::CleanUp { kind, key } => ("clean_up", Some(IncidentName { kind, key }), None),
            Purpose::Selection => ("selection", None, None),
            Purpose::Undo(id) => ("undo", None, Some(id.0)),
        };
        Self {
            id: action.id.0,
            source: &action.source,
            purpose,
            incident,
            undoes,
            begun: action.begun.to_string(),
            state: state_word(action.state),
            to: action.to.iter().map(MailboxName::as_str).collect(),
            planned: action.planned,
            moved: action.moved,
            gone: action.gone,
            failed: action.failed,
            problem: action.problem.as_ref().map(ProblemRecord::new),
            counted: action.counted.map(|c| CountedRecord {
                from_before: c.from_before,
                from_after: c.from_after,
                to_before: c.to_before,
                to_after: c.to_after,
            }),
            can_undo: action.can_undo,
        }
    }
}

/// One line of `deich watch --json`: what comes in, goes, is moved, and how the watch stands.
#[derive(Serialize)]
pub struct WatchLine<'a> {
    version: u32,
    #[serde(flatten)]
    what: WatchRecord<'a>,
}

#[derive(Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
enum WatchRecord<'a> {
    New {
        mailbox: &'a str,
        message_id: &'a str,
        received: String,
        from: &'a str,
        subject: &'a str,
        kind: &'static str,
        incident: Option<u32>,
        protected: Option<&'static str>,
    },
    /// So many were taken away by other programs.
    Gone {
        messages: usize,
    },
    Swept {
        action: ActionRecord<'a>,
    },
    Watch {
        /// `on`, `offline` or `off`.
        state: &'static str,
        /// When it is tried again.
        again: Option<String>,
    },
    /// The last line: how many messages came, went and were moved.
    Ended {
        new: usize,
        gone: usize,
        moved: usize,
    },
}

impl<'a> WatchLine<'a> {
    const fn of(what: WatchRecord<'a>) -> Self {
        Self { version: VERSION, what }
    }

    pub fn new(message: &'a Packed, verdict: &Verdict) -> Self {
        Self::of(WatchRecord::New {
            mailbox: message.mailbox.as_str(),
            message_id: message.message_id(),
            received: message.received.to_string(),
            from: message.from_addr(),
            subject: message.subject(),
            kind: verdict.kind.as_str(),
            incident: verdict.incident,
            protected: verdict.protected.map(crate::triage::Protection::as_str),
        })
    }

    pub const fn gone(messages: usize) -> Self {
        Self::of(WatchRecord::Gone { messages })
    }

    pub fn swept(action: &'a Action) -> Self {
        Self::of(WatchRecord::Swept { action: ActionRecord::new(action) })
    }

    pub const fn ended(seen: Seen) -> Self {
        let Seen { new, gone, moved } = seen;
        Self::of(WatchRecord::Ended { new, gone, moved })
    }

    pub fn stands(watch: Watch) -> Self {
        let (state, again) = match watch {
            Watch::On => ("on", None),
            Watch::Off => ("off", None),
            Watch::Offline { again } => ("offline", Some(again.to_string())),
        };
        Self::of(WatchRecord::Watch { state, again })
    }
}

/// The word for an action's state in JSON, and in keys of texts.
pub const fn state_word(state: ActionState) -> &'static str {
    match state {
        ActionState::Open => "open",
        ActionState::Done => "done",
        ActionState::Partly => "partly",
        ActionState::Undone => "undone",
    }
}

#[cfg(test)]
mod tests;
