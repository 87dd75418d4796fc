//! From headers to incidents: a pure function of messages and context. The same input gives the same findings.
//!
//! Level 1. The way: every message becomes a small [`signals::Signal`] when it is pushed, at a cost that does not grow; then,
//! on demand, all of them in order of time ([`ordered`]) with the member's addresses ([`me`]), the channels ([`channel`]) and the
//! threads ([`thread`]); bursts against a channel's own past ([`burst`]) become floods through it ([`flood`], [`repeats`]) or upon the
//! member ([`hit`]); every message is weighed ([`kind`]) and kept safe where there is a reason ([`protect`]); [`incident`] gathers the
//! facts. See [`findings`] for what comes out.

mod burst;
mod channel;
mod disguise;
mod doubt;
mod evidence;
mod few;
pub mod findings;
mod flood;
mod fold;
mod form;
mod hit;
mod incident;
mod intern;
mod junk;
mod kind;
mod me;
mod ordered;
mod personal;
mod phrases;
mod protect;
mod repeats;
mod signals;
mod spread;
#[cfg(test)]
mod tests;
mod thread;
mod verdict;
pub mod weights;

pub use evidence::EVIDENCE_CODES;
pub use findings::*;
pub use signals::ROLES;
pub use spread::Spread;

use crate::mail::{Address, Envelope, Flags};
use intern::Interner;
use jiff::Timestamp;
use signals::{Look, Signal};
use spread::Alone;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;
use weights::Weights;

/// Compiles the words of all languages and the rest that is looked for, which the first message would wait for otherwise. For a thread of its own, while messages
/// are still on their way.
pub fn prepare() {
    disguise::prepare();
    signals::prepare();
    phrases::prepare();
    personal::prepare();
}

/// Gathers messages and says what they are. One more message costs the same whether there are a thousand or a million.
///
/// No message is kept: what a verdict needs is taken from it when it is pushed.
#[derive(Debug)]
pub struct Triage {
    context: Context,
    signals: Vec<Signal>,
    junk: Vec<Signal>,
    texts: Interner,
    weights: Cow<'static, Weights>,
}

impl Triage {
    pub fn new(mut context: Context) -> Self {
        let locals = context.me.iter().filter_map(|me| me.split_once('@')).filter(|(local, _)| !signals::ROLES.contains(local));
        let named: Vec<String> = locals.flat_map(|(local, _)| form::names(local)).collect();
        context.names.extend(named);
        Self {
            context,
            signals: Vec::new(),
            junk: Vec::new(),
            texts: Interner::default(),
            weights: Cow::Borrowed(Weights::built_in()),
        }
    }

    /// Looks at everything again with other weights, as the trainer does.
    pub fn reweigh(&mut self, weights: Weights) {
        for signal in self.signals.iter_mut().chain(&mut self.junk) {
            signal.scores = kind::Scores::of(signal.marks, &(&signal.hits).into(), &weights);
        }
        self.weights = Cow::Owned(weights);
    }

    /// So many more messages are about to come: they take one room, and leave none behind that they have outgrown.
    pub fn expect(&mut self, messages: usize) {
        self.signals.reserve_exact(messages);
    }

    /// Takes in one more message, in any order of time. Its verdict will stand at [`Triage::len`] as it was before.
    pub fn push(&mut self, message: &Envelope) {
        let look = self.look(message);
        self.push_seen(message, look);
    }

    /// The greater part of [`Triage::push`], which changes nothing here: of many messages it can be done on several threads.
    pub fn look(&self, message: &Envelope) -> Seen {
        Seen(Look::at(message, &self.context, &self.weights))
    }

    /// The same for where this triage is not at hand.
    pub fn looker(&self) -> Looker {
        Looker { context: Arc::new(self.context.clone()), weights: self.weights.clone() }
    }

    /// The rest of it. `seen` is what this triage saw of this message.
    pub fn push_seen(&mut self, message: &Envelope, seen: Seen) {
        self.signals.push(Signal::of(message, seen.0, &self.context, &mut self.texts));
    }

    /// Looks again at the message of that number, for example because its text has been read by now.
    pub fn replace(&mut self, number: usize, message: &Envelope) {
        let seen = self.look(message);
        if let Some(signal) = self.signals.get_mut(number) {
            *signal = Signal::of(message, seen.0, &self.context, &mut self.texts);
        }
    }

    /// Takes in a message before the one of that number, which moves up by one with all behind it.
    pub fn insert(&mut self, number: usize, message: &Envelope) {
        self.push(message);
        if let Some(moved) = self.signals.get_mut(number..) {
            moved.rotate_right(1);
        }
    }

    /// Lets go of the message of that number. All behind it move down by one.
    pub fn remove(&mut self, number: usize) {
        if number < self.signals.len() {
            self.signals.remove(number);
        }
    }

    /// The flags of the message of that number are these now.
    pub fn set_flags(&mut self, number: usize, flags: Flags) {
        if let Some(signal) = self.signals.get_mut(number) {
            signal.set_flags(flags);
        }
    }

    /// Lets go of all junk.
    pub fn forget_junk(&mut self) {
        self.junk.clear();
    }

    /// Takes in a message of the mailbox for junk. It changes nothing in what is found elsewhere; it is only asked whether
    /// it is wanted ([`Findings::found_in_junk`]).
    pub fn push_junk(&mut self, message: &Envelope) {
        let signal = self.junk_signal(message);
        self.junk.push(signal);
    }

    /// Looks again at the piece of junk of that number.
    pub fn replace_junk(&mut self, number: usize, message: &Envelope) {
        let signal = self.junk_signal(message);
        if let Some(slot) = self.junk.get_mut(number) {
            *slot = signal;
        }
    }

    fn junk_signal(&mut self, message: &Envelope) -> Signal {
        let seen = self.look(message);
        let mut signal = Signal::of(message, seen.0, &self.context, &mut self.texts);
        let text = message.excerpt.as_deref().unwrap_or("");
        signal.marks.set(signals::Marks::WHEN, form::when(&message.subject) || form::when(text));
        signal
    }

    /// How many messages were pushed, junk left out.
    pub fn len(&self) -> usize {
        self.signals.len()
    }

    pub fn is_empty(&self) -> bool {
        self.signals.is_empty()
    }

    /// Messages whose text may change what the headers say of them: their numbers, ascending. None whose text was read.
    pub fn doubtful(&self) -> Vec<usize> {
        if self.signals.iter().all(|signal| signal.is(signals::Marks::READ)) {
            return Vec::new();
        }
        doubt::doubtful(&self.drawn(), &Alone)
    }

    /// The same for what was pushed as junk.
    pub fn doubtful_junk(&self) -> Vec<usize> {
        junk::doubtful(&self.junk, &self.weights)
    }

    /// What speaks for the kind of each message where it stands, as the trainer learns from it.
    pub fn features(&self) -> Vec<Vec<(weights::Feature, i32)>> {
        self.drawn().features()
    }

    /// What all messages so far amount to, where no text is left that may change it; else the numbers of those messages.
    pub fn settled(&self, spread: &impl Spread) -> Result<Findings, Vec<usize>> {
        let drawn = self.drawn();
        let doubtful = doubt::doubtful(&drawn, spread);
        if doubtful.is_empty() { Ok(verdict::findings(&drawn, &self.junk, &self.context, spread)) } else { Err(doubtful) }
    }

    /// What all messages so far amount to.
    pub fn findings(&self) -> Findings {
        verdict::findings(&self.drawn(), &self.junk, &self.context, &Alone)
    }

    fn drawn(&self) -> verdict::Drawn<'_> {
        verdict::Drawn::new(&self.signals, &self.texts, &self.context, &self.weights)
    }
}

/// Looks at messages by themselves, as the triage does that it comes from: where they are read, on whatever thread. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Looker {
    context: Arc<Context>,
    weights: Cow<'static, Weights>,
}

impl Looker {
    /// As [`Triage::look`].
    pub fn look(&self, message: &Envelope) -> Seen {
        Seen(Look::at(message, &self.context, &self.weights))
    }

    /// Would the text be asked for if this message, of which the headers were seen, stood in a flood? It may err: [`Triage::doubtful`] knows.
    pub fn leaves_a_doubt(&self, message: &Envelope, seen: &Seen) -> bool {
        seen.0.leaves_a_doubt(message, &self.context, &self.weights)
    }

    /// Adds the beginning of the text to what was seen of the headers: then it is as if both had been looked at.
    pub fn read(&self, seen: &mut Seen, text: &str) {
        seen.0.read(text, &self.context, &self.weights);
    }
}

/// What was seen of a message by itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen(Look);

/// Triage of messages that are all there. Verdicts are parallel to `messages`.
pub fn triage(messages: &[Arc<Envelope>], context: &Context) -> Findings {
    let mut triage = Triage::new(context.clone());
    for message in messages {
        triage.push(message);
    }
    triage.findings()
}

/// What triage knows besides the messages.
#[derive(Debug, Clone, PartialEq)]
pub struct Context {
    /// The member's own addresses as far as they were named; more are learned from the messages.
    pub me: BTreeSet<String>,
    /// Addresses the member wrote to (To and Cc of the Sent mailbox), lower case.
    pub wrote_to: BTreeSet<String>,
    /// Message-IDs the member sent (from the Sent mailbox), without angle brackets.
    pub sent_ids: BTreeSet<String>,
    /// Words of the member's name, folded: from what the member sent and from the addresses that were named.
    pub names: BTreeSet<String>,
    /// Addresses the member marked as trusted.
    pub trusted: BTreeSet<String>,
    /// Host name of the member's own server: whose Authentication-Results count.
    pub server: Option<String>,
    pub now: Timestamp,
}

impl Context {
    pub fn new(now: Timestamp) -> Self {
        Self {
            me: BTreeSet::new(),
            wrote_to: BTreeSet::new(),
            sent_ids: BTreeSet::new(),
            names: BTreeSet::new(),
            trusted: BTreeSet::new(),
            server: None,
            now,
        }
    }

    /// Learns from one message of the Sent mailbox.
    pub fn learn_sent(&mut self, sent: &crate::mail::Envelope) {
        let addresses =
            |list: &[Address]| list.iter().filter(|a| !a.addr.is_empty()).map(|a| a.addr.to_string()).collect::<Vec<_>>();
        self.wrote_to.extend(addresses(&sent.to));
        self.wrote_to.extend(addresses(&sent.cc));
        if !sent.message_id.is_empty() {
            self.sent_ids.insert(sent.message_id.to_string());
        }
        if !sent.from_addr().is_empty() {
            self.me.insert(sent.from_addr().to_owned());
            self.names.extend(sent.from.iter().flat_map(|from| form::names(&from.name)));
        }
    }
}
