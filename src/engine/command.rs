//! What the engine can be asked to do.

use super::{CertificatePrint, OrderId, Secret, Settings, SourceSpec};
use crate::mail::{MailboxName, MessageKey};
use crate::plan::{ActionId, Approved};
use std::path::PathBuf;

/// One request. Answers are [`super::Event`]s; a request that fails answers [`super::Event::Failed`] with its task.
#[derive(Debug, Clone)]
pub enum Command {
    /// Opens the source, reads what is new, and finds the incidents. Replaces the source that was open.
    Scan(Scan),
    /// Works out a clean-up of what was scanned. Nothing moves. Answer: `Event::Preview`.
    Preview(CleanUp),
    /// Does what the member approved. Answers: `Event::Moving`..., then `Event::Done` and `Event::Changed`. Where a broken
    /// line or the member stopped it part way, `Event::Failed` or `Event::Cancelled` comes just before `Event::Done`, whose
    /// action is then still `Open`: to be finished or undone.
    Execute(Approved),
    /// How to open the source of the Undo or Finish that comes next, where that is not the one that is open. Without it, the
    /// source is opened as the journal says, with the password from the keyring. Used once. No answer.
    Access(Access),
    /// Undoes an action (None: the last one that can be undone). The journal says where: nothing needs to be scanned before.
    /// Answers as for Execute.
    Undo(Option<ActionId>),
    /// Goes on with an action that a crash or a broken line left open, or tries those messages again that an action could
    /// not move. Answers as for Execute.
    Finish(ActionId),
    /// The text of one message, inert and plain. Answer: `Event::Text`.
    Text(MessageKey),
    /// The member's own decision on messages: keep (true), do not keep (false). Answer: a new `Event::Scanned`.
    Decide { messages: Vec<MessageKey>, keep: bool },
    /// Trusts a sender from now on, or no longer: mail from this address is kept, in every source. Answers:
    /// `Event::Trusted`, and where a source is open `Event::Scanned` with the findings as they are now.
    Trust { address: String, trust: bool },
    /// Whom the member trusts. Answer: `Event::Trusted`.
    Trusted,
    /// Watches the open source, and every one that is opened later, whenever there is nothing else to do; or no longer. Answers:
    /// `Event::Watch` whenever it stands otherwise, and `Event::News` and `Event::Swept` as they come.
    Watch(bool),
    /// Takes in what came and went since the picture was made (`Event::News`). Answer: a new `Event::Scanned`.
    ShowNews,
    /// What of an incident comes in anew is moved as well whenever Deich watches, by the same journalled road, but for what is kept
    /// safe; None: no longer. What is on the screen already is left alone. Holds in later runs too, and ends by itself
    /// (`plan::LASTS`); incidents of the same kind and key that were over before are not meant. Answer: `Event::Changed`, whose
    /// picture says which incidents are followed.
    Follow { incident: u32, to: Option<Target> },
    /// Every incident that is followed, in any source. Answer: `Event::Orders`.
    Orders,
    /// Follows this one no longer. Answers: `Event::Orders`, and where a source is open `Event::Changed`.
    EndOrder(OrderId),
    /// The storm filter for an incident. Answer: `Event::Filter`.
    Filter { incident: u32 },
    /// Sets a filter (the script of `Event::Filter`) on the mail server of the open source, beside what is in force there, and puts it
    /// in force. Answer: `Event::OnServer`.
    SetFilter { script: String },
    /// Takes it away again; what was in force before is again. Answer: `Event::OnServer`.
    RemoveFilter,
    /// The report on an incident. Answer: `Event::Report`.
    Report { incident: u32, language: crate::report::Language },
    /// Every action so far. Answer: `Event::History`.
    History,
    /// Finds the server of an address. Nobody signs in. Answer: `Event::Discovered`. `ca`: as in `Scan`.
    Discover { address: String, ca: Option<PathBuf> },
    /// Has the member sign in with the browser, where [`super::browser_works`]; a `Scan` without secret then uses what was granted.
    /// `page`: what the browser shows at the end. Answers: `Stage::Browser`, `Event::SignedIn`.
    SignIn { source: SourceSpec, page: String },
    /// Trusts one certificate for one account, from the next connection on; None: none any more. No answer but a failure.
    TrustCertificate { source: SourceSpec, certificate: Option<CertificatePrint> },
    /// The sources that were scanned before, for the start screen. Answer: `Event::Accounts`.
    Accounts,
    /// Deletes what is kept of one source: what was read, the journal, the password in the keyring. Its mail stays where it
    /// is. Refused while an action on it is open. Answer: `Event::Accounts`.
    ForgetAccount(SourceSpec),
    /// Writes octets to a file, atomically. Over a file that is there only with `overwrite`. Answer: `Event::Saved`.
    Save { path: PathBuf, octets: Vec<u8>, overwrite: bool },
    /// Has the system open a file that was saved, with the program the member has for it. No answer but a failure.
    OpenFile(PathBuf),
    /// Writes the report to a file as `Save` does, with the member's own words in place of the letter's where given.
    /// Answer: `Event::Saved`.
    SaveReport { incident: u32, language: crate::report::Language, letter: Option<String>, path: PathBuf, overwrite: bool },
    /// Writes the demonstration mailbox, then scans it.
    Demo { dir: Option<PathBuf>, size: usize },
    /// Moves a store that cannot be read (`Error::StoreDamaged`) aside and begins a new one. Answer: `Event::SetAside`.
    SetAside,
    /// Keeps the member's settings for the next time. No answer but a failure.
    Settings(Settings),
    /// Deletes everything Deich keeps on this machine. Answer: `Event::Forgotten`.
    Forget,
}

#[derive(Debug, Clone)]
pub struct Scan {
    pub source: SourceSpec,
    /// None: from the keyring, where there is one.
    pub secret: Option<Secret>,
    /// Keep the secret in the keyring once it worked.
    pub remember: bool,
    /// The member's own addresses, as far as named.
    pub me: Vec<String>,
    /// Empty: INBOX alone.
    pub folders: Vec<MailboxName>,
    /// One more CA certificate to trust (PEM).
    pub ca: Option<PathBuf>,
}

/// How to open a source.
#[derive(Debug, Clone)]
pub struct Access {
    pub source: SourceSpec,
    /// None: from the keyring, where there is one.
    pub secret: Option<Secret>,
    /// Keep the secret in the keyring once it worked.
    pub remember: bool,
    /// One more CA certificate to trust (PEM).
    pub ca: Option<PathBuf>,
}

/// What to move where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CleanUp {
    /// An incident's offered messages.
    pub incident: Option<u32>,
    /// Messages selected by hand (with `incident` None).
    pub selection: Vec<MessageKey>,
    pub to: Target,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The mailbox with special use \Trash.
    Trash,
    /// This one; created where missing.
    Mailbox(MailboxName),
}
