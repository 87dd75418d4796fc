//! What triage found: one verdict a message, and the incidents. Data only; words are made in `lang`.

use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The message that the first replies answer.
    Trigger,
    /// Asks to confirm a sign-up.
    Confirmation,
    Welcome,
    Newsletter,
    ReplyAll,
    AutoReply,
    Bounce,
    /// The operator's own word on the incident.
    Announcement,
    /// Ordinary traffic of a list.
    List,
    Ordinary,
}

impl Kind {
    pub const ALL: [Self; 10] = [
        Self::Trigger,
        Self::Confirmation,
        Self::Welcome,
        Self::Newsletter,
        Self::ReplyAll,
        Self::AutoReply,
        Self::Bounce,
        Self::Announcement,
        Self::List,
        Self::Ordinary,
    ];

    /// The word used in JSON, in the store and as a key of texts.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Trigger => "trigger",
            Self::Confirmation => "confirmation",
            Self::Welcome => "welcome",
            Self::Newsletter => "newsletter",
            Self::ReplyAll => "reply_all",
            Self::AutoReply => "auto_reply",
            Self::Bounce => "bounce",
            Self::Announcement => "announcement",
            Self::List => "list",
            Self::Ordinary => "ordinary",
        }
    }
}

/// What happened to the mailbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IncidentKind {
    OpenList,
    ReplyAll,
    SubscriptionBomb,
    AutoReplyLoop,
    Backscatter,
}

impl IncidentKind {
    pub const ALL: [Self; 5] = [Self::OpenList, Self::ReplyAll, Self::SubscriptionBomb, Self::AutoReplyLoop, Self::Backscatter];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OpenList => "open_list",
            Self::ReplyAll => "reply_all",
            Self::SubscriptionBomb => "subscription_bomb",
            Self::AutoReplyLoop => "auto_reply_loop",
            Self::Backscatter => "backscatter",
        }
    }
}

/// How a message reached the member.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    /// A list: the list-id, or the address it is posted to.
    List(Arc<str>),
    /// A hidden distribution address: in To or Cc, not the member's, shared by many unrelated senders.
    Alias(Arc<str>),
    /// Among many visible recipients: the Message-ID of the chain's root.
    Crowd(Arc<str>),
    Direct,
}

/// Why a message is kept safe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Protection {
    /// The member wrote to or answered the sender.
    WroteTo,
    /// The sender wrote before the incident, outside its channel.
    KnownSender,
    /// The member took part in the thread.
    OwnThread,
    Flagged,
    Trusted,
    /// The operator's own word.
    Announcement,
    Money,
    Security,
    Order,
    Travel,
    Appointment,
    /// A one-time code.
    Code,
    Calendar,
    /// The trigger, kept as evidence for the report.
    Evidence,
}

impl Protection {
    pub const ALL: [Self; 14] = [
        Self::WroteTo,
        Self::KnownSender,
        Self::OwnThread,
        Self::Flagged,
        Self::Trusted,
        Self::Announcement,
        Self::Money,
        Self::Security,
        Self::Order,
        Self::Travel,
        Self::Appointment,
        Self::Code,
        Self::Calendar,
        Self::Evidence,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::WroteTo => "wrote_to",
            Self::KnownSender => "known_sender",
            Self::OwnThread => "own_thread",
            Self::Flagged => "flagged",
            Self::Trusted => "trusted",
            Self::Announcement => "announcement",
            Self::Money => "money",
            Self::Security => "security",
            Self::Order => "order",
            Self::Travel => "travel",
            Self::Appointment => "appointment",
            Self::Code => "code",
            Self::Calendar => "calendar",
            Self::Evidence => "evidence",
        }
    }
}

/// One reason for a verdict: a code (a key of texts, `evidence-<code>` in lang) and what it was seen in.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Evidence {
    pub code: &'static str,
    /// What fills the text's `{ $detail }`: an address, a phrase, a header's name. One line, at most 120 characters.
    pub detail: Arc<str>,
}

/// What triage says of one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    pub kind: Kind,
    pub channel: Channel,
    /// The incident's id.
    pub incident: Option<u32>,
    pub protected: Option<Protection>,
    /// The strongest first, at most three.
    pub evidence: Arc<[Evidence]>,
    /// Shows a third party's postal address or phone number.
    pub personal_data: bool,
}

impl Verdict {
    /// Exactly what clean-up offers to move.
    pub const fn offered(&self) -> bool {
        self.incident.is_some() && self.protected.is_none()
    }
}

/// Messages over time, stacked by kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    pub start: Timestamp,
    /// Width of one bucket in seconds.
    pub step: i64,
    /// Per bucket one count for each kind, in the order of [`Kind::ALL`].
    pub buckets: Vec<[u32; 10]>,
}

/// Who runs the channel, as far as the messages tell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Operator {
    /// Organisational domain of the channel.
    pub domain: Box<str>,
    /// List-Owner, where given.
    pub owner: Option<Box<str>>,
}

/// One flood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incident {
    /// From 1, in order of the beginning.
    pub id: u32,
    pub kind: IncidentKind,
    /// open_list: list-id or alias address; reply_all: Message-ID of the chain's root; auto_reply_loop: the other party's
    /// address; subscription_bomb and backscatter: the member's address that is hit.
    pub key: Box<str>,
    pub channel: Channel,
    pub started: Timestamp,
    pub ended: Timestamp,
    /// Messages in it, protected ones among them.
    pub messages: u32,
    pub protected: u32,
    /// Different senders.
    pub senders: u32,
    pub peak_per_minute: u32,
    pub kinds: BTreeMap<Kind, u32>,
    /// Index of the trigger among the messages triage was given.
    pub trigger: Option<usize>,
    /// Indices of the operator's announcements.
    pub announcements: Vec<usize>,
    /// Messages in it that show third parties' personal data.
    pub personal_data: u32,
    pub operator: Operator,
    pub timeline: Timeline,
}

/// Everything triage found. `verdicts` is parallel to the messages it was given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    pub incidents: Vec<Incident>,
    pub verdicts: Vec<Verdict>,
    /// The member's own addresses, named and learned.
    pub me: Vec<Box<str>>,
    /// Wanted messages among the junk. They belong to no incident and to no clean-up of one.
    pub found_in_junk: Vec<FoundInJunk>,
}

/// A wanted message that lies in the mailbox for junk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundInJunk {
    /// Its number among the messages of that mailbox, as triage was given them.
    pub at: usize,
    pub reason: Protection,
    /// At most 8.
    pub evidence: Vec<Evidence>,
}

impl Findings {
    pub fn incident(&self, id: u32) -> Option<&Incident> {
        self.incidents.iter().find(|i| i.id == id)
    }

    /// Indices of the messages of an incident, protected ones included.
    pub fn members(&self, id: u32) -> impl Iterator<Item = usize> + '_ {
        self.verdicts.iter().enumerate().filter(move |(_, v)| v.incident == Some(id)).map(|(i, _)| i)
    }
}
