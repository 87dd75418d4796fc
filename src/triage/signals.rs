//! What one message says for itself, taken from its envelope once and kept small: no text of the message stays here.

use super::disguise;
use super::doubt;
use super::few::Few;
use super::form::{self, Form};
use super::intern::{Interner, Sym, digest};
use super::kind::{Channel, Scores, Setting};
use super::personal;
use super::phrases::{self, Class, Hits, Kept};
use super::weights::Weights;
use super::{Context, IncidentKind};
use crate::mail::{Address, Envelope, Flags, address, subject};
use aho_corasick::AhoCorasick;
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// Recipients kept by name; of more only the member's own.
const KEPT: usize = 8;
/// Visible recipients from which on a message went to a crowd.
pub const CROWD: u32 = 10;
/// Size of the sketch by which two crowds are compared.
const SKETCH: usize = 8;

/// Yes-or-no signals as one small set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Marks(u64);

macro_rules! marks {
    ($($(#[$doc:meta])* $name:ident = $bit:literal),* $(,)?) => {
        impl Marks { $($(#[$doc])* pub const $name: Self = Self(1 << $bit);)* }
    };
}
marks! {
    /// The subject has a reply prefix, or In-Reply-To is there.
    REPLY = 0,
    FORWARD = 1,
    /// The subject has an answering machine's prefix.
    AUTO_SUBJECT = 2,
    /// Auto-Submitted: auto-replied (RFC 3834).
    AUTO_REPLIED = 3,
    /// Auto-Submitted: auto-generated.
    AUTO_GENERATED = 4,
    /// X-Autoreply and kin, or Precedence: auto_reply.
    AUTO_HEADER = 5,
    /// Return-Path: <>.
    NULL_PATH = 6,
    /// multipart/report with a delivery status.
    DELIVERY_REPORT = 7,
    /// Written by mailer-daemon or postmaster.
    DAEMON = 8,
    UNSUBSCRIBE = 9,
    ONE_CLICK = 10,
    /// A bulk sender's own headers.
    BULK = 11,
    /// Precedence: bulk, list or junk.
    PRECEDENCE = 12,
    /// A mailer that web sites and newsletter systems use.
    SITE_MAILER = 13,
    /// A link that holds a token, such as `/confirm?t=...`.
    TOKEN_LINK = 14,
    CALENDAR = 15,
    FLAGGED = 16,
    /// noreply@ and kin.
    NO_REPLY = 17,
    /// Phone number or postal address in the text.
    PERSONAL = 18,
    /// The member's own server says that DMARC failed.
    FORGED = 19,
    WROTE_TO = 20,
    TRUSTED = 21,
    /// Answers a message the member sent.
    ANSWERS_ME = 22,
    /// info@, office@, admin@ and kin: speaks for an organisation.
    ROLE = 23,
    /// Some list manager's mark without any name.
    MANAGED = 24,
    /// There was text to read.
    TEXT = 25,
    /// Went through a list that gives its name.
    LISTED = 26,
    /// The member's own server says that DMARC, or at least the sender's own DKIM signature, is good.
    VOUCHED = 27,
    /// Its text was read, even if there was none.
    READ = 28,
    /// Went through a list server that gives the list no name (LISTSERV and kin).
    SERVED = 29,
    /// The list has an address to write to: people meet there. A bulk sender's list-id has none.
    POSTED = 30,
    /// A list server's own question whether one wants to subscribe.
    LIST_ROBOT = 31,
    /// The text holds what a mail server says when it refuses: `550 5.1.1` and the like.
    REFUSAL = 32,
    /// Name or subject is written so that machines cannot read it, or the sender is at no domain.
    DISGUISED = 33,
    /// The sender shows a well-known house's name and is not at its domain; or the subject names such a house.
    BORROWED_NAME = 34,
    NAMES_A_HOUSE = 35,
    /// No signature of the sender's was found good. Believed whoever says so: nobody forges this to his own disadvantage.
    UNSIGNED = 36,
    /// A day or an hour in subject or text; looked for in junk alone.
    WHEN = 37,
    /// There is a link in the text.
    LINK = 38,
    /// A link has a long random part.
    LONG_TOKEN = 39,
    /// An amount, a day, an hour, a number of its own in the text.
    MATTER = 40,
    /// Speaks to the member by name.
    NAMED = 41,
    /// Answers a message, and marks itself as made by a machine or of low precedence: no hand does that.
    MACHINE_ANSWER = 42,
    /// Answers a message under a subject of its own and without its history, as answering machines do.
    BARE_ANSWER = 43,
}

impl Marks {
    /// Marks of what is kept, or left, whatever its text says.
    pub const DECIDED: Self = Self::WROTE_TO.with(Self::TRUSTED).with(Self::FLAGGED);

    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
    pub const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
    pub fn set(&mut self, other: Self, on: bool) {
        if on {
            self.0 |= other.0;
        }
    }
}

/// Marks of mail that no hand wrote to one reader.
pub const MACHINE: Marks = Marks::AUTO_REPLIED
    .with(Marks::AUTO_HEADER)
    .with(Marks::NULL_PATH)
    .with(Marks::DELIVERY_REPORT)
    .with(Marks::DAEMON)
    .with(Marks::AUTO_SUBJECT);
/// Marks of mail about a matter of its own, or to somebody it knows.
pub const OWN_MATTER: Marks = Marks::MATTER.with(Marks::NAMED);
/// A bulk sender's fingerprints.
pub const FINGERPRINT: Marks = Marks::UNSUBSCRIBE.with(Marks::ONE_CLICK).with(Marks::BULK).with(Marks::PRECEDENCE);

/// One message's signals.
#[derive(Debug, Clone, Default)]
pub struct Signal {
    /// Seconds since 1970, by the server's clock.
    pub received: i64,
    pub id: u64,
    /// In-Reply-To and References, the nearest last.
    pub parents: Few<u64, 1>,
    pub from: Sym,
    pub domain: Sym,
    pub organisation: Sym,
    /// List-Id, else the list's posting address.
    pub list: Sym,
    pub owner: Sym,
    /// To and Cc, at most eight and the member's own.
    pub to: Few<Sym, 3>,
    pub recipients: u32,
    /// In octets.
    pub size: u32,
    pub delivered: Few<Sym, 3>,
    crowd: Option<Box<Crowd>>,
    /// Of the normalised subject; 0 for none.
    pub subject: u64,
    pub marks: Marks,
    pub hits: Kept,
    pub scores: Scores,
}

/// What is kept besides of a message to a crowd.
#[derive(Debug, Clone)]
struct Crowd {
    /// The smallest digests of the visible recipients.
    sketch: Box<[u64]>,
    /// The Message-ID itself, and the oldest reference's: the incidents of crowds are named by it.
    id: Sym,
    root: Sym,
}

/// What is seen of one message by itself: most of the work, and none of it hangs on the others. First its headers, then, where that is
/// wanted, its text.
#[derive(Debug, Clone, PartialEq)]
pub struct Look {
    id: u64,
    parents: Few<u64, 1>,
    crowd: Box<[u64]>,
    subject: u64,
    marks: Marks,
    hits: Hits,
    scores: Scores,
    /// The subject has a reply's prefix: below, others are quoted.
    quotes: bool,
}

impl Look {
    pub fn at(envelope: &Envelope, context: &Context, weights: &Weights) -> Self {
        let subject = subject::normal(&envelope.subject);
        let from = author_address(envelope);
        let marks = marks(envelope, &subject, context, from);
        let hits = Hits::of_subject(&envelope.subject);
        let mut look = Self {
            id: digest(&envelope.message_id),
            parents: parents(envelope),
            crowd: if envelope.recipients >= CROWD { sketch(envelope, from) } else { Box::default() },
            subject: if subject.base.chars().nth(2).is_none() { 0 } else { digest(&subject.base) },
            marks,
            hits,
            scores: Scores::default(),
            quotes: subject.reply,
        };
        match &envelope.excerpt {
            Some(text) => look.read(text, context, weights),
            None => look.scores = Scores::of(marks, &hits, weights),
        }
        look
    }

    /// Adds what the beginning of the text shows, which was not read before.
    pub fn read(&mut self, text: &str, context: &Context, weights: &Weights) {
        let own = own_words(text, self.quotes);
        let body = phrases::body(own);
        // A name that stands nowhere in the text is not looked for in its greeting.
        let none = BTreeSet::new();
        let names = if own.len() < text.len() || form::may_name(&body, &context.names) { &context.names } else { &none };
        self.marks = self.marks.with(text_marks(text, names, self.marks.has(Marks::FORWARD)));
        self.hits.add_text(&body);
        self.scores = Scores::of(self.marks, &self.hits, weights);
    }

    /// Would the text be asked for if this stood in a flood of strangers, as far as one message can tell? What stands around it decides
    /// in the end ([`super::doubt`]); so this may err.
    pub fn leaves_a_doubt(&self, envelope: &Envelope, context: &Context, weights: &Weights) -> bool {
        let mine = |address: &str| context.me.contains(address);
        if self.marks.any(Marks::DECIDED) || mine(author_address(envelope)) {
            return false;
        }
        let channel = match envelope.recipients {
            _ if self.marks.has(Marks::LISTED) => Channel::List,
            CROWD.. => Channel::Crowd,
            _ if envelope.to.iter().chain(&envelope.cc).any(|address| mine(&address.addr)) => Channel::Direct,
            _ => Channel::Alias,
        };
        let Self { marks, hits, scores, .. } = *self;
        let setting = Setting { channel, flood: Some(IncidentKind::OpenList), first_seen: true };
        doubt::in_flood(&Signal { marks, hits: Kept::from(&hits), scores, ..Signal::default() }, setting, weights)
    }
}

impl Signal {
    pub fn is(&self, mark: Marks) -> bool {
        self.marks.has(mark)
    }

    /// The one thing that flags say here.
    pub fn set_flags(&mut self, flags: Flags) {
        // Adding is all that `set` does.
        self.marks.0 &= !Marks::FLAGGED.0;
        self.marks.set(Marks::FLAGGED, flags.has(Flags::FLAGGED));
    }

    /// What was seen of a message, with its texts' numbers. Costs the same for every message.
    pub fn of(envelope: &Envelope, look: Look, context: &Context, texts: &mut Interner) -> Self {
        let from = author_address(envelope);
        let list = envelope.list.id.as_deref().or(envelope.list.post.as_deref()).unwrap_or("");
        let Look { id, parents, crowd: sketch, subject, marks, hits, scores, quotes: _ } = look;
        let crowd = (envelope.recipients >= CROWD).then(|| {
            let root = envelope.references.first().or(envelope.in_reply_to.first()).map_or("", |id| &**id);
            Box::new(Crowd { sketch, id: texts.put(&envelope.message_id), root: texts.put(root) })
        });
        let domain = texts.put(address::domain_of(from));
        Self {
            received: envelope.received.as_second(),
            id,
            parents,
            from: texts.put(from),
            domain,
            organisation: texts.organisation(domain),
            list: texts.put(list),
            owner: texts.put(envelope.list.owner.as_deref().unwrap_or("")),
            to: recipients(envelope, context, texts),
            recipients: envelope.recipients,
            size: envelope.size,
            delivered: envelope.delivered_to.iter().take(KEPT).map(|a| texts.put(a)).collect(),
            crowd,
            subject,
            marks,
            hits: Kept::from(&hits),
            scores,
        }
    }

    /// The smallest digests of the visible recipients, for crowds only.
    pub fn sketch(&self) -> &[u64] {
        self.crowd.as_ref().map_or(&[], |crowd| &crowd.sketch)
    }

    /// The Message-ID's text, for crowds only.
    pub fn id_text(&self) -> Sym {
        self.crowd.as_ref().map_or(Sym::NONE, |crowd| crowd.id)
    }

    /// The Message-ID that the chain began with, as far as this message knows; for crowds only.
    pub fn root_text(&self) -> Sym {
        self.crowd.as_ref().map_or(Sym::NONE, |crowd| if crowd.root.is_some() { crowd.root } else { crowd.id })
    }

    /// Is it an edition of a newsletter, whoever sends it and whenever? Who wrote it keeps a list; its text calls itself a newsletter
    /// ("you receive this newsletter"), or its subject advertises and no link has a random part; and neither speaks of a sign-up.
    /// Merely to name a newsletter is not enough, for a sign-up does; and a random part proves little: editions count clicks by it.
    pub fn is_edition(&self) -> bool {
        let newsletter = self.hits.of(Class::Newsletter);
        let advertises = newsletter.subject >= 2 && self.hits.of(Class::SignUp).subject == 0 && !self.is(Marks::LONG_TOKEN);
        let says_so = (advertises || newsletter.body == 3) && self.scores.words() == 0;
        says_so && self.is(Marks::READ.with(Marks::UNSUBSCRIBE)) && !self.is(Marks::TOKEN_LINK)
    }

    /// Written by a hand, as far as the headers tell. What a list adds to the headers of its members' mail says nothing.
    pub fn personal_mail(&self, through_list: bool) -> bool {
        let by_machine = MACHINE.with(Marks::AUTO_GENERATED).with(Marks::NO_REPLY);
        let by_sender = Marks::BULK.with(Marks::SITE_MAILER);
        !self.marks.any(by_machine.with(by_sender)) && (through_list || !self.marks.any(FINGERPRINT))
    }
}

/// Who wrote it. Lists rewrite From where DMARC would refuse it (RFC 7960 section 4.1): then the writer stands in Reply-To.
fn author(envelope: &Envelope) -> Option<&Address> {
    let from = envelope.from.as_ref().or(envelope.sender.as_ref());
    let Some(list) = from.filter(|from| envelope.list.post.as_deref() == Some(&*from.addr)) else { return from };
    let writer = envelope.reply_to.iter().find(|address| address.addr != list.addr && !address.addr.is_empty());
    writer.or(from)
}

/// Its author's address; empty when there is none.
fn author_address(envelope: &Envelope) -> &str {
    author(envelope).map_or("", |author| &author.addr)
}

/// Does a list server ask here whether one wants to subscribe? Its addresses and subjects are the same in every language.
fn list_robot(envelope: &Envelope, from: &str) -> bool {
    let local = address::local_of(from);
    let named = matches!(local, "listserv" | "sympa" | "majordomo" | "mailman" | "ecartis" | "listproc" | "lyris");
    let task = || {
        ["-request", "-help", "-confirm", "-subscribe", "-owner", "-bounces"].iter().any(|end| local.ends_with(end))
            || local.contains("-confirm+")
            || local.contains("-sc.")
    };
    if !(named || local.contains('-') && task()) {
        return false;
    }
    let subject = envelope.subject.to_lowercase();
    let mut words = subject.split_whitespace();
    let token = |word: &str| word.len() >= 8 && word.chars().all(|c| c.is_ascii_hexdigit());
    match words.next() {
        Some("confirm") => words.next().is_some_and(|next| next == "subscribe" || token(next)),
        Some("auth") => words.next().is_some_and(token) && words.next() == Some("subscribe"),
        Some("command") => words.next() == Some("confirmation"),
        _ => subject.starts_with("your confirmation is required") || subject.contains("confirm subscribe to "),
    }
}

/// What the writer of a reply says, without what is quoted below. The excerpt is one line.
fn own_words(text: &str, reply: bool) -> &str {
    if reply { text.split_once(" > ").map_or(text, |(own, _)| own) } else { text }
}

fn parents(envelope: &Envelope) -> Few<u64, 1> {
    let mut ids: Vec<u64> = Vec::new();
    for id in envelope.references.iter().chain(&envelope.in_reply_to).map(|id| digest(id)).filter(|id| *id != 0) {
        ids.retain(|known| *known != id);
        ids.push(id);
    }
    ids.into()
}

fn recipients(envelope: &Envelope, context: &Context, texts: &mut Interner) -> Few<Sym, 3> {
    let mut kept: Vec<Sym> = Vec::new();
    for (at, Address { addr, .. }) in envelope.to.iter().chain(&envelope.cc).enumerate() {
        let own = context.me.contains(&**addr) || envelope.delivered_to.contains(addr);
        if at < KEPT || own {
            let sym = texts.put(addr);
            if sym.is_some() && !kept.contains(&sym) {
                kept.push(sym);
            }
        }
    }
    kept.into()
}

/// The smallest digests of the recipients without the sender: equal crowds give equal sketches, whoever writes.
fn sketch(envelope: &Envelope, from: &str) -> Box<[u64]> {
    let all = envelope.to.iter().chain(&envelope.cc).filter(|a| &*a.addr != from);
    let mut digests: Vec<u64> = all.map(|a| digest(&a.addr)).filter(|d| *d != 0).collect();
    digests.sort_unstable();
    digests.dedup();
    digests.truncate(SKETCH);
    digests.into()
}

/// A few words that are looked for in one pass, whatever their case.
struct Words<const N: usize> {
    words: [&'static str; N],
    automaton: OnceLock<Option<AhoCorasick>>,
}

impl<const N: usize> Words<N> {
    const fn new(words: [&'static str; N]) -> Self {
        Self { words, automaton: OnceLock::new() }
    }

    fn stands_in(&self, text: impl AsRef<[u8]>) -> bool {
        let text = text.as_ref();
        let build = || AhoCorasick::builder().ascii_case_insensitive(true).build(self.words).ok();
        !text.is_empty() && self.automaton.get_or_init(build).as_ref().is_some_and(|words| words.is_match(text))
    }
}

/// Compiles what the first message needs.
pub fn prepare() {
    let _ = (SITE_MAILERS.stands_in("-"), TOKEN_WORDS.stands_in("-"), NO_REPLY.stands_in("-"));
}

/// Mailers that web sites and newsletter systems use.
static SITE_MAILERS: Words<16> = Words::new([
    "phpmailer",
    "mailchimp",
    "mailpoet",
    "cleverreach",
    "sendinblue",
    "brevo",
    "wordpress",
    "drupal",
    "swiftmailer",
    "newsletter",
    "campaign",
    "mailjet",
    "rapidmail",
    "inxmail",
    "acymailing",
    "phplist",
]);
/// What stands in links that confirm something.
static TOKEN_WORDS: Words<14> = Words::new([
    "confirm",
    "verify",
    "activate",
    "activation",
    "optin",
    "opt-in",
    "opt_in",
    "subscribe",
    "bestaetig",
    "token=",
    "validate",
    "signup",
    "/doi",
    "double",
]);
/// What stands in addresses nobody reads, punctuation left out.
static NO_REPLY: Words<6> =
    Words::new(["noreply", "donotreply", "nichtantworten", "nepasrepondre", "noresponder", "keineantwort"]);
/// Local parts that speak for an organisation.
pub const ROLES: [&str; 24] = [
    "info",
    "office",
    "admin",
    "administrator",
    "postmaster",
    "webmaster",
    "hostmaster",
    "kontakt",
    "contact",
    "presse",
    "press",
    "vorstand",
    "geschaeftsstelle",
    "support",
    "service",
    "mail",
    "it",
    "edv",
    "verein",
    "team",
    "owner",
    "datenschutz",
    "privacy",
    "hilfe",
];

fn marks(envelope: &Envelope, subject: &subject::Subject, context: &Context, from: &str) -> Marks {
    let mut marks = Marks::default();
    let auto = &envelope.auto;
    let local = address::local_of(from);
    let submitted = auto.auto_submitted.as_deref().unwrap_or("");
    let precedence = auto.precedence.as_deref().unwrap_or("");
    let report = envelope.report_type.as_deref();
    marks.set(Marks::REPLY, subject.reply || !envelope.in_reply_to.is_empty());
    marks.set(Marks::FORWARD, subject.forward);
    marks.set(Marks::AUTO_SUBJECT, subject.auto);
    marks.set(Marks::AUTO_REPLIED, submitted.starts_with("auto-replied"));
    marks.set(Marks::AUTO_GENERATED, submitted.starts_with("auto-generated") || submitted.starts_with("auto-notified"));
    marks.set(Marks::AUTO_HEADER, auto.auto_reply || precedence == "auto_reply");
    marks.set(Marks::NULL_PATH, auto.return_path.as_deref() == Some(""));
    marks.set(Marks::DELIVERY_REPORT, report == Some("delivery-status"));
    marks.set(Marks::DAEMON, daemon(envelope, local));
    marks.set(Marks::UNSUBSCRIBE, envelope.list.unsubscribe.is_some());
    marks.set(Marks::ONE_CLICK, envelope.list.one_click);
    marks.set(Marks::BULK, auto.bulk);
    marks.set(Marks::PRECEDENCE, matches!(precedence, "bulk" | "list" | "junk"));
    marks.set(Marks::SITE_MAILER, envelope.mailer.as_deref().is_some_and(|mailer| SITE_MAILERS.stands_in(mailer)));
    marks.set(Marks::CALENDAR, envelope.calendar || envelope.content_type.starts_with("text/calendar"));
    marks.set(Marks::FLAGGED, envelope.flags.has(Flags::FLAGGED));
    marks.set(Marks::NO_REPLY, no_reply(local));
    let results = envelope.authentication_results.first().map_or(String::new(), |results| results.to_lowercase());
    marks.set(Marks::UNSIGNED, unsigned(&results));
    for result in own_results(&results, context).split(';').map(str::trim) {
        marks.set(Marks::FORGED, result.starts_with("dmarc=fail"));
        marks.set(Marks::VOUCHED, vouches(result, address::domain_of(from)));
    }
    marks.set(Marks::WROTE_TO, context.wrote_to.contains(from) && !context.me.contains(from));
    marks.set(Marks::TRUSTED, context.trusted.contains(from));
    let mut answered = envelope.in_reply_to.iter().chain(&envelope.references);
    marks.set(Marks::ANSWERS_ME, !context.sent_ids.is_empty() && answered.any(|id| context.sent_ids.contains(&**id)));
    marks.set(Marks::ROLE, ROLES.contains(&local));
    marks.set(Marks::MANAGED, envelope.list.manager);
    marks.set(Marks::LISTED, envelope.list.id.is_some() || envelope.list.post.is_some());
    let unnamed = envelope.list.id.is_none() && envelope.list.post.is_none();
    marks.set(Marks::SERVED, unnamed && envelope.list.owner.is_some() && precedence == "list" && !auto.bulk);
    let answers = !envelope.in_reply_to.is_empty();
    let of_list = Marks::LISTED.with(Marks::MANAGED).with(Marks::SERVED).with(Marks::UNSUBSCRIBE).with(Marks::BULK);
    let low = matches!(precedence, "bulk" | "junk") && !marks.any(of_list);
    marks.set(Marks::MACHINE_ANSWER, answers && (low || marks.has(Marks::AUTO_GENERATED)));
    let bare = answers && envelope.references.is_empty() && !subject.reply && !subject.forward;
    marks.set(Marks::BARE_ANSWER, bare);
    marks.set(Marks::POSTED, envelope.list.post.as_deref().is_some_and(|post| post != from));
    marks.set(Marks::LIST_ROBOT, list_robot(envelope, from));
    if let Some(from) = &envelope.from {
        let hides = disguise::hides(&from.name) || disguise::hides(&envelope.subject);
        marks.set(Marks::DISGUISED, hides || disguise::spelt_out(&from.name) || disguise::homeless(from));
        marks.set(Marks::BORROWED_NAME, disguise::borrows_a_name(&from.name, from));
        marks.set(Marks::NAMES_A_HOUSE, disguise::borrows_a_name(&envelope.subject, from));
    }
    marks.set(Marks::MATTER, form::has_matter(&envelope.subject));
    marks
}

/// What the text alone shows.
fn text_marks(text: &str, names: &BTreeSet<String>, forwarded: bool) -> Marks {
    let mut marks = Marks::READ;
    let form = Form::of(text, names);
    marks.set(Marks::TEXT, !text.is_empty());
    marks.set(Marks::TOKEN_LINK, form.link && token_link(text));
    marks.set(Marks::PERSONAL, personal::shows(text));
    marks.set(Marks::REFUSAL, !forwarded && refusal(text));
    marks.set(Marks::LINK, form.link);
    marks.set(Marks::LONG_TOKEN, form.token);
    marks.set(Marks::MATTER, form.matter);
    marks.set(Marks::NAMED, form.named);
    marks
}

/// Say the topmost Authentication-Results, in lower case, that no signature was good and DMARC did not pass?
fn unsigned(results: &str) -> bool {
    results.contains("dkim=") && !results.contains("dkim=pass") && !results.contains("dmarc=pass")
}

/// Written by a mail server itself: its address says so; or it has none, and the name says so or is missing too.
fn daemon(envelope: &Envelope, local: &str) -> bool {
    const NAMES: [&str; 9] = [
        "mailerdaemon",
        "postmaster",
        "maildaemon",
        "mdaemon",
        "ndr",
        "maildeliverysystem",
        "maildeliverysubsystem",
        "systemadministrator",
        "mailadministrator",
    ];
    let is_one = |text: &str| {
        let bare = || text.bytes().filter(u8::is_ascii_alphanumeric).map(|b| b.to_ascii_lowercase()).take(40);
        let first = bare().next();
        NAMES.iter().any(|name| name.bytes().next() == first && bare().eq(name.bytes()))
    };
    if local.is_empty() {
        // `From: <>` is read as no address at all.
        let name = envelope.from.as_ref().map_or("", |from| &*from.name);
        return envelope.auto.return_path.as_deref() == Some("") && name.is_empty() || is_one(name);
    }
    is_one(local)
}

/// Does the text hold a mail server's reply that refuses (RFC 5321 section 4.2: 550 to 554) or a status code of failure
/// (RFC 3463: 5.1.1)? They are the same in every language.
fn refusal(text: &str) -> bool {
    let in_word = |b: u8| b.is_ascii_alphanumeric() || b == b'.';
    let before = |at: usize| at.checked_sub(1).and_then(|before| text.as_bytes().get(before));
    let fives = memchr::memchr_iter(b'5', text.as_bytes()).filter(|at| !before(*at).is_some_and(|b| in_word(*b)));
    fives.filter_map(|at| text.get(at..)).any(|text| {
        let mut words = text.split(|c: char| !c.is_ascii() || !in_word(c as u8)).filter(|word| !word.is_empty());
        let word = words.next().unwrap_or("");
        let mut numbers = word.trim_end_matches('.').split('.');
        let status = word.starts_with("5.")
            && numbers.clone().count() == 3
            && numbers.all(|n| (1..=3).contains(&n.len()) && n.bytes().all(|b| b.is_ascii_digit()));
        // The number alone may be a price: a reply goes on with a word in Latin letters, or with the status.
        let reply = matches!(word, "550" | "551" | "552" | "553" | "554");
        status || reply && words.next().is_some_and(|word| word.len() > 2 && word.bytes().all(|b| b.is_ascii_alphabetic()))
    })
}

fn no_reply(local: &str) -> bool {
    if local.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return NO_REPLY.stands_in(local);
    }
    let mut bare = Vec::with_capacity(local.len());
    bare.extend(local.bytes().filter(u8::is_ascii_alphanumeric));
    NO_REPLY.stands_in(&bare)
}

/// Is there a link with a word of confirmation in its path or query?
fn token_link(text: &str) -> bool {
    let links = memchr::memmem::find_iter(text.as_bytes(), "://").take(20).filter_map(|at| text.get(at + 3..));
    links
        .filter_map(|rest| rest.split(|c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>')).next())
        .any(|link| link.split_once('/').is_some_and(|(_, path)| TOKEN_WORDS.stands_in(path)))
}

/// What the member's own server says of a message's origin; empty where another says it. Given are the topmost
/// Authentication-Results, in lower case: only they count, and only by that server (RFC 8601 section 5: anybody can write the others).
fn own_results<'a>(results: &'a str, context: &Context) -> &'a str {
    let Some((server, results)) = results.split_once(';') else { return "" };
    let server = server.split_ascii_whitespace().next().unwrap_or("");
    let organisation = address::organisation_of(server);
    let mut own = context.me.iter().map(|me| address::domain_of(me)).chain(context.server.as_deref());
    // The organisation's domain is its own organisation's, and what it registered ends with it.
    let at_home = |domain: &str| {
        // A root's dot may stand behind it.
        let domain = domain.strip_suffix('.').unwrap_or(domain);
        domain == organisation || domain.ends_with(organisation) && address::organisation_of(domain) == organisation
    };
    if !organisation.is_empty() && own.any(at_home) { results } else { "" }
}

/// Does a result vouch for the sender's domain: by DMARC, or by a good DKIM signature of its own organisation?
fn vouches(result: &str, domain: &str) -> bool {
    let own = |signer: &str| address::of_one_organisation(signer.trim_start_matches('@'), domain);
    let signed = || {
        result.starts_with("dkim=pass")
            && result
                .split_ascii_whitespace()
                .filter_map(|part| part.strip_prefix("header.d=").or_else(|| part.strip_prefix("header.i=")))
                .any(|signer| own(signer.rsplit_once('@').map_or(signer, |(_, domain)| domain)))
    };
    !domain.is_empty() && (result.starts_with("dmarc=pass") || signed())
}
