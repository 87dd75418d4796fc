//! What the engine says.

use super::{CleanUp, Discovery, Error, OrderId};
use crate::account::SourceSpec;
use crate::mail::{Envelope, MailboxInfo, MailboxName, MessageKey, Packed, SpecialUse};
use crate::plan::{ActionId, Preview, Problem, Purpose};
use crate::rule::Sentence;
use crate::source::SourceInfo;
use crate::triage::Findings;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Which request an event belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Task {
    Scan,
    Preview,
    Execute,
    Undo,
    Finish,
    Text,
    Decide,
    Trust,
    Watch,
    Follow,
    Orders,
    Filter,
    ServerFilter,
    Report,
    History,
    Accounts,
    Discover,
    SignIn,
    TrustCertificate,
    Save,
    OpenFile,
    SetAside,
    Settings,
    Forget,
}

/// How far a scan is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    Connecting,
    SigningIn,
    /// The browser was asked to show this address, where the member signs in; for opening it by hand where no browser came.
    Browser {
        url: String,
    },
    /// Writing the demonstration mailbox.
    MakingDemo,
    Reading {
        mailbox: MailboxName,
        /// What it is for, where the source says so.
        special: Option<SpecialUse>,
        done: u64,
        total: Option<u64>,
        octets: u64,
    },
    /// Looking at the messages.
    Triage,
}

#[derive(Debug, Clone)]
pub enum Event {
    Stage(Stage),
    /// The mail server wants the member to read this: its own text, one line, no control characters, at most 300 characters.
    ServerSays(String),
    /// What has been read so far, while reading goes on: at most a few a second.
    Growing(Arc<Picture>),
    /// The source asked for patience: the task at work goes on by itself at `until`. Over with `GoesOn`, or, where the member cancels
    /// it meanwhile, with the task.
    Waiting {
        until: Timestamp,
        problem: Problem,
    },
    /// The wait is over, and what was waited for goes on where it was.
    GoesOn,
    /// How the watch stands.
    Watch(Watch),
    /// What came and went while the source is watched. The picture stays as it is until `Command::ShowNews`.
    News(News),
    /// Whom the member trusts: addresses, in their order.
    Trusted(Vec<String>),
    /// The scan is complete.
    Scanned(Arc<Picture>),
    /// Together with what was asked for: another may have been asked for since.
    Preview(CleanUp, Arc<Preview>),
    Moving {
        action: ActionId,
        done: usize,
        total: usize,
    },
    /// How an action stands after Execute, Undo or Finish: done, part done with problems, undone, or (after a
    /// `Failed` or `Cancelled` of the same task) still open.
    Done(Action),
    /// The picture of the last scan after an action: the same messages and findings, with `moved` and `open_action` as
    /// they are now. Nothing to navigate to.
    Changed(Arc<Picture>),
    /// New messages of a followed incident were moved: an action of the journal like every other, which can be undone.
    Swept(Action),
    Text {
        message: MessageKey,
        text: String,
    },
    Filter(FilterDraft),
    OnServer(OnServer),
    Report(ReportDraft),
    /// Newest first.
    History(Vec<Action>),
    /// The floods whose new mail is moved away as it comes in, of all sources.
    Orders(Vec<Order>),
    /// Sources scanned before, the last used first.
    Accounts(Vec<KnownAccount>),
    Discovered(Arc<Discovery>),
    /// The sign-in in the browser worked.
    SignedIn(SourceSpec),
    Saved(std::path::PathBuf),
    /// Where the damaged store lies now.
    SetAside(std::path::PathBuf),
    Forgotten,
    Failed {
        task: Task,
        /// Number of the command that failed, as [`super::Handle::send`] gave it: a late answer is known by it.
        command: u64,
        error: Arc<Error>,
    },
    /// The member cancelled it. What was confirmed until then stays done and is in the history.
    Cancelled(Task),
}

/// The storm filter on the mail server, as it stands now. Names are one line, no control characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OnServer {
    /// In force. The script that was before goes on behind it.
    Set { beside: Option<String> },
    /// No longer there; this one is in force again.
    Removed { restored: Option<String> },
    /// There was none of ours.
    Nothing,
}

/// How the watch on the open source stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Watch {
    /// Nobody watches, or the source cannot be watched.
    #[default]
    Off,
    /// New mail shows within seconds, or, where the source does not tell by itself, when it is asked again.
    On,
    /// The line is gone, or the server asked for patience. It is tried again at this time.
    Offline { again: Timestamp },
}

/// What came and went since the last [`Event::Scanned`], while the source is watched.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct News {
    /// So many came in and are still there.
    pub new: usize,
    /// So many were taken away by other programs.
    pub gone: usize,
    /// So many came in and were moved away, because the member follows their incident.
    pub moved: usize,
}

/// A mailbox as it was read, and what triage says of it. Shared, never changed.
#[derive(Debug, Clone)]
pub struct Picture {
    pub source: SourceInfo,
    /// What was opened: for a second scan, or another command on the same source.
    pub mailboxes: Vec<MailboxInfo>,
    /// Messages in mailbox order; before them those that earlier actions moved away (`moved` names them), as evidence of the
    /// flood they were part of. A key is where the message lies.
    pub messages: Vec<Arc<Packed>>,
    /// Wanted messages that lie in the mailbox for junk, parallel to `findings.found_in_junk`. In indices of messages (as in
    /// `moved`) they come after `messages`.
    pub junk: Vec<Arc<Packed>>,
    /// Its verdicts are parallel to `messages`.
    pub findings: Arc<Findings>,
    /// The member's own decisions: true = keep.
    pub decisions: BTreeMap<MessageKey, bool>,
    /// Indices of the messages that actions moved away, before the scan or since. They count in the findings and are in no
    /// plan; their keys stay valid in commands.
    pub moved: Arc<BTreeSet<usize>>,
    /// What the member should know before trusting what is kept safe.
    pub remarks: Vec<Remark>,
    /// Incidents whose new mail is moved away as it comes in while the source is watched, and until when.
    pub followed: BTreeMap<u32, Timestamp>,
    /// An action of this source that a crash or a broken line left open.
    pub open_action: Option<Action>,
}

impl Picture {
    /// All messages that commands can name: those of the folders that were read, then the wanted ones among the junk.
    pub fn all(&self) -> impl Iterator<Item = &Arc<Packed>> {
        self.messages.iter().chain(&self.junk)
    }

    /// The message with this index in [`Picture::all`].
    pub fn message(&self, index: usize) -> Option<&Arc<Packed>> {
        let in_junk = || self.junk.get(index.checked_sub(self.messages.len())?);
        self.messages.get(index).or_else(in_junk)
    }

    /// The messages that the findings speak of, opened: for what looks at all there is of them, a filter or a report.
    pub fn open(&self) -> Vec<Arc<Envelope>> {
        self.messages.iter().map(|message| Arc::new(message.open())).collect()
    }
}

/// What makes the findings weaker than they could be. A text each: `remark-<word>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// There is no mailbox of sent mail: whom the member wrote to is not known, and not kept safe for it.
    NoSent,
    /// There is one, and it could not be read.
    SentUnread { mailbox: MailboxName, problem: Problem },
    /// The mailbox for junk could not be read: wanted mail in it was not looked for.
    JunkUnread { mailbox: MailboxName, problem: Problem },
}

impl Remark {
    /// The word used in JSON and as a key of texts.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::NoSent => "no_sent",
            Self::SentUnread { .. } => "sent_unread",
            Self::JunkUnread { .. } => "junk_unread",
        }
    }
}

/// A source that was scanned before. Holds no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownAccount {
    /// What a member would call it: the address or the path.
    pub label: String,
    pub source: SourceSpec,
    pub last_scan: Timestamp,
}

/// A flood whose new mail is moved away as it comes in, while its source is watched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    pub id: OrderId,
    /// Label of the source.
    pub source: String,
    /// The incident, by its kind's word and its key.
    pub kind: String,
    pub key: String,
    pub to: MailboxName,
    /// It ends by itself then.
    pub until: Timestamp,
}

/// How an action stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ActionState {
    /// Begun and not brought to an end: can be finished or undone.
    Open,
    Done,
    /// Ended with messages that could not be moved.
    Partly,
    Undone,
}

/// One action of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    pub id: ActionId,
    /// Label of the source it was done in.
    pub source: String,
    /// How to open that source again: all that an undo needs, but for the password.
    pub home: SourceSpec,
    pub purpose: Purpose,
    pub begun: Timestamp,
    pub state: ActionState,
    pub to: Vec<MailboxName>,
    /// What those of them are for that have a use, as the source said when the action was begun.
    pub uses: BTreeMap<MailboxName, SpecialUse>,
    pub planned: usize,
    /// Confirmed by the source.
    pub moved: usize,
    /// Somebody else had moved or deleted them; of an undo: they could not be found, and were not brought back.
    pub gone: usize,
    /// Not confirmed, with the first problem.
    pub failed: usize,
    /// What stood in its way, or what was noticed; `Lang::problem` puts it into words.
    pub problem: Option<Problem>,
    /// Messages in the source mailboxes and in the targets, before and after, as the server counted them.
    pub counted: Option<Counted>,
    pub can_undo: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counted {
    pub from_before: u32,
    pub from_after: u32,
    pub to_before: u32,
    pub to_after: u32,
}

/// A storm filter, before it is saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterDraft {
    pub incident: u32,
    pub script: String,
    /// The mailbox it files into.
    pub mailbox: MailboxName,
    pub until: Timestamp,
    /// What it would have caught: of the flood, and of all other mail here (what of the flood is kept
    /// safe included).
    pub catches_flood: usize,
    pub catches_other: usize,
    /// All other mail here.
    pub other: usize,
    /// The rule as `lang` puts it into a sentence.
    pub sentence: Sentence,
}

/// A report, before it is saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportDraft {
    pub incident: u32,
    pub language: crate::report::Language,
    pub to: Vec<String>,
    pub subject: String,
    /// The letter.
    pub text: String,
    /// How many addresses and numbers of third parties were blacked out.
    pub redacted: usize,
    /// The whole message, ready to be saved as .eml.
    pub eml: Vec<u8>,
}
