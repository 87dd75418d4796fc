//! IMAP4rev1 (RFC 3501) with what servers offer beyond it: SPECIAL-USE, UIDPLUS, MOVE, CONDSTORE, QRESYNC, IDLE, ESEARCH,
//! SASL-IR, LITERAL+.
//!
//! One socket, one framer, one parser:
//! `crate::wire` (socket, TLS, waiting, complete responses) > `response` (what they mean) > `dialogue` (tags,
//! several commands in flight), `sign_in` > `sync`, `watch`, `relocate`, `labels`, `lookup`, `mailboxes` (what a source does). Commands are written by `encode`
//! alone.
//!
//! No command here sets `\Seen`, and none expunges but UID EXPUNGE of messages whose copies were confirmed, or seen, before.
//! A connection that broke, or was ended while idle, is replaced at the next call; no work is ever tried twice by itself.
//!
//! Where a server has neither MOVE nor UIDPLUS, a message that is marked `\Deleted` counts as not there: moving means to
//! copy and to mark, as an expunge would take other programs' deletions along.

mod dialogue;
mod encode;
mod labels;
mod lookup;
mod mailboxes;
mod reader;
mod refusal;
mod relocate;
mod response;
mod sign_in;
mod sync;
pub(super) mod utf7;
mod watch;

#[cfg(fuzzing)]
pub mod fuzz;

pub use crate::wire::{Authorities, Endpoint, Patience};
pub use sync::FETCHED;

use super::{
    Batch, Cancel, Fingerprint, Known, Label, MailSource, MailboxState, MoveOutcome, Result, SourceError, SourceInfo, SyncPoint,
};
use crate::account::spec::CertificatePrint;
use crate::account::{Secret, Security};
use crate::mail::{MailboxInfo, MailboxName, MessageRef, Namespaces};
use dialogue::{Access, Pace, Session};
use encode::WireName;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

/// Where and as whom to sign in.
#[derive(Debug, Clone)]
pub struct ImapConfig {
    /// A name, or an address (IPv6 with or without brackets).
    pub host: String,
    pub port: u16,
    /// `Plain` is refused but for `localhost` and literal loopback addresses.
    pub security: Security,
    pub user: String,
    pub secret: Secret,
    /// Further CA certificates to trust.
    pub ca: Option<Authorities>,
    /// A certificate that the member trusts here, whoever issued it.
    pub trusted: Option<CertificatePrint>,
    pub patience: Patience,
}

impl ImapConfig {
    fn endpoint(&self) -> Endpoint {
        let Self { host, port, security, ca, trusted, patience, .. } = self.clone();
        Endpoint { host, port, security, ca, trusted, patience }
    }
}

/// Finds out whether there is an IMAP server: connects, encrypts, hears what it offers, and leaves. Nobody signs in. Answers with
/// its capabilities before sign-in, in upper case.
pub fn probe(server: &Endpoint, cancel: &Cancel) -> Result<BTreeSet<String>> {
    let (session, _) = Session::greeted(server, cancel)?;
    let offered = session.capabilities.clone();
    session.leave();
    Ok(offered)
}

/// Gives the secret that holds now; None where there is no other than the last.
pub type Renew = Box<dyn FnMut() -> Option<Secret> + Send>;

/// A mail account on an IMAP server.
pub struct ImapSource {
    config: ImapConfig,
    renew: Option<Renew>,
    cancel: Cancel,
    session: Option<Session>,
    /// Outlive the connection: how much is asked for, and what the server calls its mailboxes.
    pace: Pace,
    odd_names: BTreeMap<MailboxName, WireName>,
    names_known: bool,
    /// What will be read after the list of mailboxes.
    next: Option<MailboxName>,
    /// What the server wanted the member to read, and how much of it was told.
    alerts: Vec<String>,
    told: usize,
}

/// Alerts of one server that are told.
const MAX_ALERTS: usize = 20;

impl ImapSource {
    /// Connects and signs in.
    ///
    /// Errors: everything that can stand in the way, from `UnknownHost` over `Certificate` to `WrongPassword`.
    pub fn connect(config: ImapConfig, cancel: Cancel) -> Result<Self> {
        let session = Session::open(&config, &cancel)?;
        let mut source = Self {
            config,
            renew: None,
            cancel,
            session: None,
            pace: Pace::default(),
            odd_names: BTreeMap::new(),
            names_known: false,
            next: None,
            alerts: Vec::new(),
            told: 0,
        };
        source.put_back(session);
        Ok(source)
    }

    /// With a secret that does not hold for ever: a line that is built up again asks for it anew.
    pub fn renewing(mut self, renew: Renew) -> Self {
        self.renew = Some(renew);
        self
    }

    /// Keeps a connection that works, and what was said on it.
    fn put_back(&mut self, mut session: Session) {
        for alert in session.alerts.drain(..) {
            if self.alerts.len() < MAX_ALERTS && !self.alerts.contains(&alert) {
                self.alerts.push(alert);
            }
        }
        self.pace = session.pace;
        self.names_known = session.names_known;
        if self.odd_names != session.odd_names {
            self.odd_names.clone_from(&session.odd_names);
        }
        self.session = Some(session).filter(|s| !s.wire.is_broken());
    }

    /// Does something on a connection that works, and drops the connection if it broke over it.
    fn with<T>(&mut self, work: impl FnOnce(&mut Session) -> T) -> Result<T> {
        self.cancel.check()?;
        let standing = self.session.take().and_then(|mut session| session.stands().then_some(session));
        let mut session = if let Some(session) = standing {
            session
        } else {
            if let Some(secret) = self.renew.as_mut().and_then(|renew| renew()) {
                self.config.secret = secret;
            }
            let mut session = Session::open(&self.config, &self.cancel)?;
            (session.odd_names, session.names_known) = (self.odd_names.clone(), self.names_known);
            session
        };
        session.pace = self.pace;
        let outcome = work(&mut session);
        self.put_back(session);
        Ok(outcome)
    }
}

impl MailSource for ImapSource {
    fn info(&self) -> SourceInfo {
        let ImapConfig { host, port, user, .. } = &self.config;
        SourceInfo {
            id: format!("imap:{user}@{host}:{port}"),
            label: if user.contains('@') { user.clone() } else { format!("{user}@{host}") },
            can_move: true,
            server: Some(host.to_lowercase()),
        }
    }

    fn alerts(&mut self) -> Vec<String> {
        let new = self.alerts.get(self.told..).unwrap_or_default().to_vec();
        self.told = self.alerts.len();
        new
    }

    fn mailboxes(&mut self) -> Result<Vec<MailboxInfo>> {
        let next = self.next.take();
        let in_one_go = next.is_some();
        match self.with(|session| mailboxes::list(session, next))? {
            // Of commands that do not hang on each other, a server may answer the later first (RFC 3501 section 5.5).
            Err(SourceError::Protocol { .. }) if in_one_go => self.with(|session| mailboxes::list(session, None))?,
            listed => listed,
        }
    }

    fn expect(&mut self, mailbox: &MailboxName) {
        self.next = Some(mailbox.clone());
    }

    fn namespaces(&mut self) -> Result<Option<Namespaces>> {
        self.with(mailboxes::namespaces)?
    }

    /// `read_only` stays false: EXAMINE does not tell, a move does.
    fn open(&mut self, mailbox: &MailboxName) -> Result<MailboxState> {
        self.with(|session| {
            let mut state = session.open_mailbox(mailbox, Access::Read)?;
            if session.hides_deleted() && state.exists > 0 {
                state.exists = u32::try_from(session.search(None)?.len()).unwrap_or(u32::MAX);
            }
            if !session.has("MOVE") {
                // What a cut move has left in its target is looked for from here on.
                state.uid_next = Some(session.next_uid(&state)?);
            }
            Ok(state)
        })?
    }

    fn sync(
        &mut self,
        mailbox: &MailboxName,
        known: &Known,
        take: &mut dyn FnMut(Batch) -> ControlFlow<()>,
    ) -> Result<SyncPoint> {
        self.with(|session| sync::sync(session, mailbox, known, take))?
    }

    fn watch(
        &mut self,
        mailbox: &MailboxName,
        stood: Option<&MailboxState>,
        enough: &dyn Fn() -> bool,
    ) -> Result<(bool, MailboxState)> {
        self.with(|session| watch::watch(session, mailbox, stood, enough))?
    }

    fn excerpts(
        &mut self,
        mailbox: &MailboxName,
        messages: &[MessageRef],
        take: &mut dyn FnMut(MessageRef, Box<str>) -> ControlFlow<()>,
    ) -> Result<()> {
        self.with(|session| lookup::excerpts(session, mailbox, messages, take))?
    }

    fn read(&mut self, mailbox: &MailboxName, message: &MessageRef, limit: u64) -> Result<Vec<u8>> {
        self.with(|session| lookup::read(session, mailbox, message, limit))?
    }

    fn create(&mut self, mailbox: &MailboxName) -> Result<()> {
        self.with(|session| mailboxes::create(session, mailbox))?
    }

    fn move_messages(&mut self, from: &MailboxName, uid_validity: u32, messages: &[MessageRef], to: &MailboxName) -> MoveOutcome {
        self.with(|session| relocate::relocate(session, from, uid_validity, messages, to))
            .unwrap_or_else(|error| MoveOutcome { error: Some(error), ..MoveOutcome::default() })
    }

    fn has_labels(&mut self) -> Result<bool> {
        self.with(|session| labels::has(session))
    }

    fn labels(&mut self, mailbox: &MailboxName, uid_validity: u32, messages: &[MessageRef]) -> Result<Vec<(MessageRef, Label)>> {
        self.with(|session| labels::of(session, mailbox, uid_validity, messages))?
    }

    fn add_label(&mut self, mailbox: &MailboxName, uid_validity: u32, messages: &[MessageRef], label: &str) -> Result<()> {
        self.with(|session| labels::add(session, mailbox, uid_validity, messages, label))?
    }

    fn moves_by_copy(&mut self) -> Result<bool> {
        self.with(|session| !session.has("MOVE"))
    }

    fn any_before(&mut self, mailbox: &MailboxName, uid: u32) -> Result<bool> {
        self.with(|session| lookup::any_before(session, mailbox, uid))?
    }

    fn remove_copied(&mut self, mailbox: &MailboxName, uid_validity: u32, messages: &[MessageRef]) -> Result<Vec<MessageRef>> {
        self.with(|session| relocate::remove_copied(session, mailbox, uid_validity, messages))?
    }

    fn keep(
        &mut self,
        mailbox: &MailboxName,
        uid_validity: u32,
        messages: &[MessageRef],
        _: &MailboxName,
    ) -> Result<Vec<MessageRef>> {
        self.with(|session| relocate::keep(session, mailbox, uid_validity, messages))?
    }

    fn look_anew(&mut self) {
        if let Some(session) = self.session.take() {
            session.leave();
        }
    }

    fn present(&mut self, mailbox: &MailboxName, messages: &[MessageRef]) -> Result<Vec<MessageRef>> {
        self.with(|session| lookup::present(session, mailbox, messages))?
    }

    fn find(&mut self, mailbox: &MailboxName, since: Option<u32>, wanted: &[Fingerprint]) -> Result<Vec<Option<MessageRef>>> {
        self.with(|session| lookup::find(session, mailbox, since, wanted))?
    }
}
