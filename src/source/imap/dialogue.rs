//! The dialogue with one server: greeting, STARTTLS, sign-in, and commands one at a time or several in
//! flight (RFC 3501 section 5.5); opening mailboxes and searching them ([`opened`]); compressing a slow line ([`line`]).

mod line;
mod opened;

pub use opened::{Access, Ahead};

use super::ImapConfig;
use super::encode::{Command, WireName};
use super::mailboxes;
use super::refusal::{refused, wants_a_wait};
use super::relocate::Stride;
use super::response::{self, Code, Condition, Fetch, Response, Said};
use crate::account::Security;
use crate::mail::{MailboxName, Namespaces};
use crate::source::{Cancel, Result, SourceError};
use crate::wire::{Endpoint, Wire, WireError};
use line::Line;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

/// Commands under way at once in the bulk work.
const IN_FLIGHT: usize = 4;
/// A batch is never made smaller than by this.
const SLOWEST: u32 = 16;
/// What every IMAP4rev2 server can, said or not (RFC 9051 appendix E). One that offers IMAP4rev1 as well is asked for that.
const REV2: [&str; 7] = ["ENABLE", "ESEARCH", "IDLE", "LIST-EXTENDED", "MOVE", "NAMESPACE", "UIDPLUS"];
/// Octets of a UID set in one command (RFC 2683 section 3.2.1.5).
pub const SET_OCTETS: usize = 1_000;
/// Ranges of UIDs in the answer to one search, before they are put together.
pub const MAX_RANGES: usize = 4_000_000;
/// Response codes in the answer to one command: one for each message moved, and some.
const MAX_CODES: usize = 4_000;
/// Alerts kept of one connection.
const MAX_ALERTS: usize = 10;

/// What answers a server that asks for more; else what makes no sense about its question.
pub(super) type More<'a> = dyn FnMut(&[u8]) -> std::result::Result<Vec<u8>, &'static str> + 'a;

/// A connection that has signed in.
pub struct Session {
    pub wire: Wire,
    pub(super) capabilities: BTreeSet<String>,
    last_tag: u64,
    /// Names that the server writes otherwise than we would; and whether it has said all of them.
    pub odd_names: BTreeMap<MailboxName, WireName>,
    pub names_known: bool,
    /// Names are in UTF-8 by agreement.
    pub utf8: bool,
    /// What the server wants the member to read; each once.
    pub alerts: Vec<String>,
    /// The server tells with EXAMINE what changed since an earlier one (QRESYNC, RFC 7162).
    resyncs: bool,
    /// The number of an ENABLE under way, and whether the server has said that it is done.
    enabling: Option<(u64, bool)>,
    /// How much is asked for at once.
    pub pace: Pace,
    /// How much is moved at once.
    pub stride: Stride,
    /// Where whose mailboxes lie, as far as it says so; and whether it was asked.
    pub namespaces: Option<Namespaces>,
    pub asked_namespaces: bool,
    /// It offers IDLE and refuses it.
    pub refuses_idle: bool,
    /// A mailbox of which the server has said where each message went that it moved there last.
    pub tells_places: Option<MailboxName>,
    /// What was opened before anybody asked for it.
    ahead: Option<Ahead>,
    /// The mailbox that is open to be changed, and its UIDVALIDITY, which stays as it is while it is open.
    selected: Option<(MailboxName, u32)>,
    /// The shortest time a command has taken: hardly more than the way to the server and back.
    pub round_trip: Duration,
    line: Line,
}

/// How much is asked of a server at once: less each time it asks for patience.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// Commands under way at once.
    in_flight: usize,
    /// Every batch is made smaller by this.
    divisor: u32,
}

impl Default for Pace {
    fn default() -> Self {
        Self { in_flight: IN_FLIGHT, divisor: 1 }
    }
}

impl Pace {
    /// Of so many messages in a batch, how many it takes now.
    pub fn of(self, usual: u32) -> u32 {
        (usual / self.divisor).max(1)
    }
}

/// How a command ended well: its own words, and the codes of the untagged OKs on the way.
#[derive(Debug, Default)]
pub struct Answer {
    pub said: Said,
    pub codes: Vec<Code>,
    pub exists: Option<u32>,
}

impl Answer {
    /// All response codes, in the order they came.
    pub fn codes(&self) -> impl Iterator<Item = &Code> {
        self.codes.iter().chain([&self.said.code])
    }
}

/// A command under way.
#[derive(Clone, Copy)]
pub struct Sent {
    number: u64,
    at: Instant,
}

/// What a pipeline reports.
pub enum Step<'a> {
    /// A message, and the octets received on this connection so far.
    Fetch(Fetch<'a>, u64),
    /// A command is done, counted from 0, so long after it was sent; octets likewise.
    Done { index: usize, received: u64, took: Duration },
}

/// Why a pipeline is broken off.
#[derive(Debug, Clone, Copy)]
pub enum Stop {
    /// Nobody wants more: what is under way is waited for and not looked at.
    Enough,
    /// The server's answers make no sense: the connection ends here.
    Nonsense(&'static str),
}

impl Session {
    /// Connects and signs in.
    pub fn open(config: &ImapConfig, cancel: &Cancel) -> Result<Self> {
        let (mut session, signed_in) = Self::greeted(&config.endpoint(), cancel)?;
        if !signed_in {
            session.sign_in(config)?;
        }
        session.know_capabilities()?;
        if session.has("IMAP4REV2") && !session.has("IMAP4REV1") {
            session.utf8 = true;
            session.capabilities.extend(REV2.map(str::to_owned));
        }
        session.look_at_line();
        session.enable_utf8()?;
        session.enable()?;
        Ok(session)
    }

    /// Connects, encrypts, and knows what the server offers before sign-in. True: it takes us for signed in already (PREAUTH).
    pub fn greeted(server: &Endpoint, cancel: &Cancel) -> Result<(Self, bool)> {
        let wire = Wire::connect(server, cancel, response::has_free_text)?;
        let mut session = Self {
            wire,
            capabilities: BTreeSet::new(),
            last_tag: 0,
            odd_names: BTreeMap::new(),
            names_known: false,
            utf8: false,
            alerts: Vec::new(),
            resyncs: false,
            enabling: None,
            pace: Pace::default(),
            stride: Stride::default(),
            namespaces: None,
            asked_namespaces: false,
            refuses_idle: false,
            tells_places: None,
            ahead: None,
            selected: None,
            round_trip: Duration::MAX,
            line: Line::Settled,
        };
        let signed_in = session.greeting(server)?;
        if server.security == Security::StartTls {
            session.start_tls(server)?;
        }
        session.know_capabilities()?;
        Ok((session, signed_in))
    }

    /// Says good-bye (LOGOUT); whatever the answer is.
    pub fn leave(mut self) {
        let _ = self.command(&Command::new("LOGOUT"), None);
    }

    /// Switches UTF-8 on where nothing goes without (RFC 6855 section 6): only possible before a mailbox is opened.
    fn enable_utf8(&mut self) -> Result<()> {
        if !self.has("UTF8=ONLY") {
            return Ok(());
        }
        match self.exchange(&Command::new("ENABLE UTF8=ACCEPT"), &mut |_| Ok(())) {
            // Where it is refused, it goes without.
            Ok(_) | Err(Failed::Said(..)) => Ok(()),
            Err(Failed::Other(error)) => Err(error),
        }
    }

    /// Switches QRESYNC on where it is offered: only possible before a mailbox is opened (RFC 5161 section 3.1). Nobody waits for the
    /// answer: it is heard with that to the next command.
    fn enable(&mut self) -> Result<()> {
        if self.has("QRESYNC") && self.has("ENABLE") {
            self.begin(&Command::new("ENABLE QRESYNC"))?;
            self.enabling = Some((self.last_tag, false));
        }
        Ok(())
    }

    /// Does the server tell with EXAMINE what changed since an earlier one (QRESYNC, RFC 7162)?
    pub fn resyncs(&mut self) -> Result<bool> {
        if self.enabling.is_some() {
            self.command(&Command::new("NOOP"), None)?;
        }
        Ok(self.resyncs)
    }

    /// Does the connection still stand? Asks only one that was idle for long.
    pub fn stands(&mut self) -> bool {
        !self.wire.is_stale() || self.command(&Command::new("NOOP"), None).is_ok()
    }

    pub fn has(&self, capability: &str) -> bool {
        self.capabilities.contains(capability)
    }

    /// Without MOVE and UIDPLUS a message can't be taken out of its mailbox alone: it is copied and marked `\Deleted`. On such
    /// a server a message so marked counts as not there, everywhere in this source, whoever marked it.
    pub fn hides_deleted(&self) -> bool {
        !self.has("MOVE") && !self.has("UIDPLUS")
    }

    fn greeting(&mut self, server: &Endpoint) -> Result<bool> {
        let (condition, said) = match self.wire.response(response::read)? {
            Response::Status(condition, said) => (condition, said),
            other => return Err(SourceError::Protocol { detail: format!("greeting: {other:?}").chars().take(200).collect() }),
        };
        match condition {
            Condition::Ok => {}
            // Whoever answers PREAUTH on an open line keeps us from STARTTLS (RFC 3501 section 11.1).
            Condition::PreAuth if server.security != Security::StartTls => {}
            Condition::PreAuth => return Err(SourceError::NoEncryption { host: server.host.clone() }),
            _ => return Err(refused(&said, None)),
        }
        self.note_alert(&said);
        self.note_capabilities(said.code);
        Ok(condition == Condition::PreAuth)
    }

    fn start_tls(&mut self, server: &Endpoint) -> Result<()> {
        self.know_capabilities()?;
        let no = || SourceError::NoEncryption { host: server.host.clone() };
        if !self.has("STARTTLS") {
            return Err(no());
        }
        match self.command(&Command::new("STARTTLS"), None) {
            Err(SourceError::Refused { .. }) => return Err(no()),
            outcome => outcome?,
        };
        // Whatever was said before TLS may have been said by anybody.
        self.capabilities.clear();
        Ok(self.wire.encrypt(server)?)
    }

    pub fn note_alert(&mut self, said: &Said) {
        if let Some(alert) = said.alert()
            && self.alerts.len() < MAX_ALERTS
            && !self.alerts.iter().any(|known| known == alert)
        {
            self.alerts.push(alert.to_owned());
        }
    }

    pub(super) fn note_capabilities(&mut self, code: Code) {
        if let Code::Capability(words) = code {
            self.capabilities = words.into_iter().collect();
        }
    }

    fn know_capabilities(&mut self) -> Result<()> {
        if !self.capabilities.is_empty() {
            return Ok(());
        }
        let mut found = None;
        self.exchange(&Command::new("CAPABILITY"), &mut |response| {
            if let Response::Capability(words) = response {
                found = Some(words);
            }
            Ok(())
        })
        .map_err(|failed| failed.about(None))?;
        self.capabilities = found.unwrap_or_default().into_iter().collect();
        Ok(())
    }

    /// One command; `mailbox` is the one to name where the server says that it does not exist.
    pub fn command(&mut self, command: &Command, mailbox: Option<&MailboxName>) -> Result<Answer> {
        self.exchange(command, &mut |_| Ok(())).map_err(|failed| failed.about(mailbox))
    }

    /// One command, with a look at every untagged response to it.
    pub fn exchange(&mut self, command: &Command, look: &mut dyn FnMut(Response<'_>) -> Result<()>) -> Outcome {
        let mut pieces = self.tagged(command).into_iter();
        let first = pieces.next().unwrap_or_default();
        let mut more = |_: &[u8]| pieces.next().ok_or("the server asks for more than was announced");
        self.converse(&first, &mut more, look)
    }

    /// Sends a command whose answers the caller reads. Answers with its tag.
    pub fn begin(&mut self, command: &Command) -> Result<String> {
        let octets = self.tagged(command).concat();
        self.wire.send(&octets)?;
        Ok(format!("D{}", self.last_tag))
    }

    /// Sends a command off, which holds no literals; its answers are heard by [`Self::hear_out`], once those to all that were sent
    /// before it were.
    pub fn send_off(&mut self, command: &Command) -> Result<Sent> {
        let at = Instant::now();
        self.begin(command)?;
        Ok(Sent { number: self.last_tag, at })
    }

    pub fn hear_out(&mut self, sent: Sent, look: &mut dyn FnMut(Response<'_>) -> Result<()>) -> Outcome {
        self.hear(sent.number, sent.at, &mut |_| Err("the server asks for more than was announced"), look)
    }

    /// May several commands be under way at once?
    pub const fn takes_several(&self) -> bool {
        self.pace.in_flight > 1
    }

    /// The octets of a command under a new tag.
    pub(super) fn tagged(&mut self, command: &Command) -> Vec<Vec<u8>> {
        self.last_tag += 1;
        command.pieces(&format!("D{}", self.last_tag), self.has("LITERAL+"))
    }

    /// Sends the first octets of the command that was tagged last, and, each time the server asks, what `more` answers.
    pub(super) fn converse(
        &mut self,
        first: &[u8],
        more: &mut More<'_>,
        look: &mut dyn FnMut(Response<'_>) -> Result<()>,
    ) -> Outcome {
        let begun = Instant::now();
        self.wire.send(first)?;
        self.hear(self.last_tag, begun, more, look)
    }

    /// Hears the answers to a command that was sent, of which those before it are answered, but for an ENABLE.
    fn hear(
        &mut self,
        number: u64,
        begun: Instant,
        more: &mut More<'_>,
        look: &mut dyn FnMut(Response<'_>) -> Result<()>,
    ) -> Outcome {
        let tag = format!("D{number}");
        let mut answer = Answer::default();
        loop {
            match self.wire.response(response::read)? {
                Response::Continue(question) => match more(question) {
                    Ok(piece) => self.wire.send(&piece)?,
                    Err(detail) => return Err(self.nonsense(detail).into()),
                },
                Response::Enabled(words) => {
                    self.utf8 |= self.has("UTF8=ONLY") && words.iter().any(|word| word == "UTF8=ACCEPT");
                    if let Some((_, enabled)) = &mut self.enabling {
                        *enabled |= words.iter().any(|word| word == "QRESYNC");
                    }
                }
                Response::Done(done, condition, said) => {
                    if let Some((_, enabled)) = self.enabling.take_if(|(number, _)| done == format!("D{number}").as_bytes()) {
                        // Where it is refused, it goes without.
                        self.resyncs = enabled && condition == Condition::Ok;
                        self.note_alert(&said);
                        continue;
                    }
                    if done != tag.as_bytes() {
                        return Err(self.nonsense("an answer to a command that was not sent").into());
                    }
                    self.round_trip = self.round_trip.min(begun.elapsed());
                    if condition == Condition::Ok {
                        self.note_alert(&said);
                    } else {
                        self.slow_down(&said);
                    }
                    answer.said = said;
                    return if condition == Condition::Ok { Ok(answer) } else { Err(Failed::Said(condition, answer)) };
                }
                Response::Status(Condition::Bye, said) => return Err(self.good_bye(&said).into()),
                Response::Status(_, said) if said.alert().is_some() => self.note_alert(&said),
                // What came until here was said of the mailbox that was open before (RFC 7162 section 3.2.11).
                Response::Status(Condition::Ok, said) if said.code == Code::Word("CLOSED".into()) => {
                    answer.exists = None;
                    let _ = look(Response::Status(Condition::Ok, said));
                }
                // An untagged NO is a warning (RFC 3501 section 7.1.2); the tagged response decides.
                Response::Status(Condition::Ok, said) if !counts(&said.code) => {}
                Response::Status(Condition::Ok, said) if answer.codes.len() < MAX_CODES => answer.codes.push(said.code),
                Response::Status(Condition::Ok, _) => return Err(self.nonsense("too many response codes").into()),
                Response::Exists(n) => answer.exists = Some(n),
                other => {
                    if let Err(error) = look(other) {
                        return Err(self.wire.give_up(error).into());
                    }
                }
            }
        }
    }

    /// Asks for less from now on, where this is a wish for patience.
    fn slow_down(&mut self, said: &Said) {
        if wants_a_wait(said).is_some() {
            self.pace = Pace { in_flight: 1, divisor: (self.pace.divisor * 2).min(SLOWEST) };
        }
    }

    pub fn good_bye(&mut self, said: &Said) -> SourceError {
        self.slow_down(said);
        let dropped = self.wire.dropped(&said.text);
        wants_a_wait(said).unwrap_or(dropped.into())
    }

    /// The server said what makes no sense: nothing that follows can be trusted.
    pub fn nonsense(&mut self, detail: &str) -> SourceError {
        self.wire.give_up(SourceError::Protocol { detail: detail.to_owned() })
    }

    /// How many a server has ready in a round trip that makes so many in a millisecond.
    pub fn in_a_round_trip(&self, in_a_millisecond: u32) -> u32 {
        u32::try_from(self.round_trip.as_millis()).unwrap_or(u32::MAX).saturating_mul(in_a_millisecond)
    }

    /// Several commands, at most four in flight, in their order. The first refusal is answered once all that are under way have
    /// ended. `see` may break off.
    pub fn pipeline(
        &mut self,
        commands: &mut dyn Iterator<Item = Command>,
        see: &mut dyn FnMut(Step<'_>) -> ControlFlow<Stop>,
    ) -> Result<()> {
        let mut under_way: BTreeMap<u64, (usize, Instant)> = BTreeMap::new();
        let (mut sent, mut wanted, mut problem) = (0, true, None);
        let begun = self.wire.received;
        loop {
            // Before a line is compressed, all that is under way comes to its end.
            while wanted && under_way.len() < self.pace.in_flight && (under_way.is_empty() || !self.is_slow()) {
                let Some(command) = commands.next() else { break };
                self.compress_if_slow()?;
                let octets = self.tagged(&command).concat();
                self.wire.send(&octets)?;
                under_way.insert(self.last_tag, (sent, Instant::now()));
                sent += 1;
            }
            if under_way.is_empty() {
                return problem.map_or(Ok(()), Err);
            }
            let received = self.wire.received;
            let (number, condition, said) = match self.wire.response(response::read)? {
                Response::Fetch(fetch) => {
                    let flow = if wanted { see(Step::Fetch(*fetch, received)) } else { ControlFlow::Continue(()) };
                    wanted = wanted && self.goes_on(flow)?;
                    continue;
                }
                Response::Done(tag, condition, said) => {
                    let number = std::str::from_utf8(tag).ok().and_then(|t| t.strip_prefix('D')).and_then(|n| n.parse().ok());
                    (number, condition, said)
                }
                Response::Continue(_) => return Err(self.nonsense("the server asks for more than was announced")),
                Response::Status(Condition::Bye, said) => return Err(self.good_bye(&said)),
                Response::Status(_, said) => {
                    self.note_alert(&said);
                    continue;
                }
                _ => continue,
            };
            let Some((index, at)) = number.and_then(|n| under_way.remove(&n)) else {
                return Err(self.nonsense("an answer to a command that was not sent"));
            };
            let (received, took) = (self.wire.received, at.elapsed());
            self.judge_line(received.saturating_sub(begun), took);
            // Messages that went away meanwhile are no failure (RFC 5530).
            if condition != Condition::Ok && said.code != Code::Word("EXPUNGEISSUED".into()) {
                wanted = false;
                self.slow_down(&said);
                problem.get_or_insert(refused(&said, None));
            } else {
                self.note_alert(&said);
            }
            if wanted {
                wanted = self.goes_on(see(Step::Done { index, received, took }))?;
            }
        }
    }

    fn goes_on(&mut self, flow: ControlFlow<Stop>) -> Result<bool> {
        match flow {
            ControlFlow::Continue(()) => Ok(true),
            ControlFlow::Break(Stop::Enough) => Ok(false),
            ControlFlow::Break(Stop::Nonsense(detail)) => Err(self.nonsense(detail)),
        }
    }

    /// A mailbox's name as the server knows it. Where that may be another than we would write, it is asked for its list first.
    pub fn wire_name(&mut self, mailbox: &MailboxName) -> Result<WireName> {
        if !is_plain(mailbox)
            && !std::mem::replace(&mut self.names_known, true)
            && let Err(error) = mailboxes::list(self, None)
            && self.wire.is_broken()
        {
            return Err(error);
        }
        let ours = || if self.utf8 { WireName::utf8(mailbox) } else { WireName::of(mailbox) };
        Ok(self.odd_names.get(mailbox).cloned().unwrap_or_else(ours))
    }

    /// Notes how the server writes a name; None: as we do.
    pub fn note_name(&mut self, mailbox: &MailboxName, odd: Option<WireName>) {
        match odd {
            Some(wire) => _ = self.odd_names.insert(mailbox.clone(), wire),
            None => _ = self.odd_names.remove(mailbox),
        }
    }
}

/// Is there one way only to write this mailbox's name?
fn is_plain(mailbox: &MailboxName) -> bool {
    mailbox.as_str().bytes().all(|octet| matches!(octet, b' '..=b'~') && octet != b'&')
}

/// Does anybody ask for this code of an untagged OK?
fn counts(code: &Code) -> bool {
    match code {
        Code::CopyUid(..) | Code::UidValidity(_) | Code::UidNext(_) | Code::HighestModSeq(_) => true,
        Code::Word(word) => word == "READ-ONLY",
        Code::None | Code::Capability(_) => false,
    }
}

pub type Outcome = std::result::Result<Answer, Failed>;

/// How a command failed.
pub enum Failed {
    /// The server said NO or BAD; what it said until then may still count (COPYUID).
    Said(Condition, Answer),
    Other(SourceError),
}

impl Failed {
    pub fn about(self, mailbox: Option<&MailboxName>) -> SourceError {
        match self {
            Self::Said(_, answer) => refused(&answer.said, mailbox),
            Self::Other(error) => error,
        }
    }
}

impl From<SourceError> for Failed {
    fn from(error: SourceError) -> Self {
        Self::Other(error)
    }
}

impl From<WireError> for Failed {
    fn from(error: WireError) -> Self {
        Self::Other(error.into())
    }
}
